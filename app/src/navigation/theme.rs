//! Dark, light, or as the system says: kept in a cookie, so that the first render has it.

/// A theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All of them, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The key in the cookie and in the document.
    pub const fn key(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of that key; as the system says, when there is none.
    pub fn parse(key: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.key() == key).unwrap_or_default()
    }
}

/// The cookie's name.
pub const COOKIE: &str = "theme";

/// The theme that the request asks for.
#[cfg(feature = "ssr")]
pub fn of_request() -> Theme {
    crate::wire::answer::cookie(COOKIE).map(|key| Theme::parse(&key)).unwrap_or_default()
}
