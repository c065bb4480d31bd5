//! The form of a new token as a browser sends it, and the request it becomes.

#[cfg(feature = "ssr")]
use fluxward_domain::{AppError, Moment, permissions::Permission, tokens::NewToken};
use serde::{Deserialize, Serialize};

/// The key of "only what is ticked".
pub(super) const CHOSEN: &str = "chosen";

/// The form of a new token.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TokenForm {
    /// What it is for.
    pub name: String,
    /// [`CHOSEN`], or everything.
    pub includes: String,
    /// What is ticked.
    pub permissions: Vec<String>,
    /// Days until it ends by itself; never when empty.
    pub days: String,
}

#[cfg(feature = "ssr")]
impl TokenForm {
    /// The request, of a form that is sent at `now`.
    pub(super) fn request(self, now: Moment) -> Result<NewToken, AppError> {
        let permissions = if self.includes == CHOSEN { Some(self.chosen()?) } else { None };
        let days = self.days.trim();
        let expires_at = if days.is_empty() {
            None
        } else {
            let days: i64 = days
                .parse()
                .map_err(|_| AppError::field("days", "Choose how long the token works."))?;
            Some(now.plus_seconds(days.saturating_mul(86_400)))
        };
        Ok(NewToken { name: self.name, permissions, expires_at })
    }

    fn chosen(&self) -> Result<Vec<Permission>, AppError> {
        let known = |name: &String| {
            let sentence = format!("There is no permission “{name}”.");
            Permission::parse(name).ok_or_else(|| AppError::field("permissions", sentence))
        };
        self.permissions.iter().map(known).collect()
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn nothing_chosen_is_everything_forever_and_ticks_count_only_when_they_are_asked_for() {
        let ticked = TokenForm { permissions: vec!["users.view".into()], ..TokenForm::default() };
        let everything = ticked.clone().request(Moment(0)).unwrap();
        assert_eq!((everything.permissions, everything.expires_at), (None, None));
        let chosen = TokenForm { includes: CHOSEN.into(), days: "30".into(), ..ticked };
        let chosen = chosen.request(Moment(0)).unwrap();
        assert_eq!(chosen.permissions, Some(vec![Permission::UsersView]));
        assert_eq!(chosen.expires_at, Some(Moment(30 * 86_400_000_000)));
    }

    #[test]
    fn what_is_not_known_is_refused_with_its_field() {
        let form = |permission: &str, days: &str| TokenForm {
            includes: CHOSEN.into(),
            permissions: vec![permission.into()],
            days: days.into(),
            ..TokenForm::default()
        };
        let field = |form: TokenForm| form.request(Moment(0)).unwrap_err().errors[0].field.clone();
        assert_eq!(field(form("users.fly", "")), "permissions");
        assert_eq!(field(form("users.view", "soon")), "days");
    }
}
