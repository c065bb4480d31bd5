//! Dark, light, or as the system says: kept in a cookie, so that the first render has it.
#![cfg_attr(
    feature = "ssr",
    expect(clippy::unused_async, reason = "a server function is always asynchronous")
)]

use crate::Failure;
use crate::markup::view;
use crate::prelude::*;
use crate::wire::Wire;
use leptos::server_fn::ServerFn;

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

    /// What people see.
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    /// The theme of that key; as the system says, when there is none.
    pub fn parse(key: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.key() == key).unwrap_or_default()
    }

    /// A year.
    fn cookie(self) -> String {
        format!("{COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax", self.key())
    }
}

/// The cookie's name.
const COOKIE: &str = "theme";

/// The theme that the request asks for.
#[cfg(feature = "ssr")]
pub fn of_request() -> Theme {
    crate::wire::answer::cookie(COOKIE).map(|key| Theme::parse(&key)).unwrap_or_default()
}

/// The theme that the document has.
#[cfg(not(feature = "ssr"))]
pub fn of_request() -> Theme {
    let root = document().document_element();
    root.and_then(|root| root.get_attribute("data-theme"))
        .map(|key| Theme::parse(&key))
        .unwrap_or_default()
}

/// Keeps the theme; only a form without scripts needs it.
#[server(SetTheme, prefix = "/_fn", endpoint = "theme", protocol = Wire)]
pub async fn set_theme(
    /// The theme's key.
    theme: String,
) -> Result<(), Failure> {
    crate::wire::answer::set_cookie(&Theme::parse(&theme).cookie());
    Ok(())
}

/// The switch: three buttons, one of them pressed.
#[component]
pub fn ThemeSwitch() -> AnyView {
    let chosen = RwSignal::new(of_request());
    let buttons = Theme::ALL
        .into_iter()
        .map(|theme| {
            let pressed = move || if chosen.get() == theme { "true" } else { "false" };
            let choose = move |event: leptos::ev::MouseEvent| {
                event.prevent_default();
                chosen.set(theme);
                apply(theme);
            };
            view! { <button type="submit" name="theme" value=theme.key() aria-pressed=pressed on:click=choose>{theme.name()}</button> }
        })
        .collect::<Vec<_>>();
    view! {
        <form method="post" action=SetTheme::PATH>
            <div class="theme" role="group" aria-label="Theme">{buttons}</div>
        </form>
    }
    .into_any()
}

#[cfg(feature = "hydrate")]
fn apply(theme: Theme) {
    use wasm_bindgen::JsCast;
    let document = document();
    if let Some(root) = document.document_element() {
        // Refused only for names that are not names.
        let _ = root.set_attribute("data-theme", theme.key());
    }
    if let Ok(document) = document.dyn_into::<web_sys::HtmlDocument>() {
        // Without cookies the theme lasts as long as the page.
        let _ = document.set_cookie(&theme.cookie());
    }
}

#[cfg(not(feature = "hydrate"))]
fn apply(_: Theme) {}
