//! Changing settings by a merge patch (RFC 7396), and telling what has changed.

use fluxward_domain::AppError;
use fluxward_domain::mail::{HIDDEN, MailSource};
use fluxward_domain::passwords::{PasswordPolicy, Profile};
use fluxward_domain::settings::Settings;
use serde_json::{Map, Value};

/// An edit taken apart.
pub(super) struct Patch {
    /// Why, when that was said.
    pub(super) reason: Option<String>,
    fields: Map<String, Value>,
}

impl Patch {
    /// Reads a patch; `reason` is not a setting.
    pub(super) fn new(patch: Value) -> Result<Self, AppError> {
        let Value::Object(mut fields) = patch else {
            return Err(AppError::field("settings", "Send the settings to change as one object."));
        };
        let reason = match fields.remove("reason") {
            None | Some(Value::Null) => None,
            Some(Value::String(reason)) => Some(reason),
            Some(_) => return Err(AppError::field("reason", "Give the reason as text.")),
        };
        fluxward_domain::text::reason(&reason, &())
            .map_err(|error| AppError::field("reason", error.message()))?;
        Ok(Self { reason, fields })
    }

    /// `settings` with this patch; every problem is named.
    pub(super) fn applied_to(&self, before: &Settings) -> Result<Settings, AppError> {
        let mut merged = as_object(before);
        for (name, value) in &self.fields {
            let takes_object = merged.get(name).is_some_and(Value::is_object);
            if takes_object && !value.is_object() && !value.is_null() {
                return Err(AppError::field(name, "Send an object with the values to change."));
            }
        }
        merge(&mut merged, &self.fields);
        let mut settings: Settings = serde_path_to_error::deserialize(Value::Object(merged))
            .map_err(|error| unreadable(&error))?;
        self.settle_profile(&mut settings.password_policy);
        settings.mail = settings.mail.revealed(&before.mail);
        settings.mail.source = MailSource::default();
        let problems = settings.problems();
        if problems.is_empty() { Ok(settings) } else { Err(AppError::invalid(problems)) }
    }

    /// A ready profile sets all rules; a rule that is set alone makes the profile one's own.
    fn settle_profile(&self, policy: &mut PasswordPolicy) {
        let patched = self.fields.get("password_policy").and_then(Value::as_object);
        if patched.is_some_and(|policy| !policy.contains_key("profile")) {
            policy.profile = Profile::Custom;
        }
        *policy = match policy.profile {
            Profile::Standard => PasswordPolicy::standard(),
            Profile::Nist => PasswordPolicy::nist(),
            Profile::Custom => *policy,
        };
    }
}

/// RFC 7396 §2: objects merge, null removes, everything else replaces.
fn merge(target: &mut Map<String, Value>, patch: &Map<String, Value>) {
    for (name, value) in patch {
        match (value, target.get_mut(name)) {
            (Value::Null, _) => drop(target.remove(name)),
            (Value::Object(patch), Some(Value::Object(target))) => merge(target, patch),
            _ => drop(target.insert(name.clone(), value.clone())),
        }
    }
}

fn as_object(settings: &Settings) -> Map<String, Value> {
    match serde_json::to_value(settings) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// The field's whole name and what is wrong with it.
fn unreadable(error: &serde_path_to_error::Error<serde_json::Error>) -> AppError {
    let (path, text) = (error.path().to_string(), error.inner().to_string());
    let named = text
        .split('`')
        .nth(1)
        .filter(|_| text.starts_with("unknown field") || text.starts_with("missing field"));
    let field = match (path.as_str(), named) {
        ("." | "", Some(name)) => name.to_owned(),
        (path, Some(name)) if path.rsplit('.').next() != Some(name) => format!("{path}.{name}"),
        (path, _) => path.to_owned(),
    };
    AppError::field(&field, format!("This is not as expected: {text}."))
}

/// Every value that differs, as (field, before, after), nested names with dots.
pub(super) fn differences(before: &Settings, after: &Settings) -> Vec<(String, String, String)> {
    let secretless =
        |settings: &Settings| Settings { mail: settings.mail.hidden(), ..settings.clone() };
    let changed_password = before.mail.hidden() == after.mail.hidden() && before.mail != after.mail;
    let (before, after) = (leaves(&secretless(before)), leaves(&secretless(after)));
    let pairs = before.into_iter().zip(after);
    let mut differences: Vec<_> = pairs
        .filter(|((_, before), (_, after))| before != after)
        .map(|((field, before), (_, after))| (field, before, after))
        .collect();
    if changed_password {
        differences.push(("mail.password".into(), HIDDEN.into(), HIDDEN.into()));
    }
    differences
}

/// Every value with its name. Both sides have the same names: settings are never left out.
fn leaves(settings: &Settings) -> Vec<(String, String)> {
    fn walk(prefix: &str, fields: &Map<String, Value>, found: &mut Vec<(String, String)>) {
        for (name, value) in fields {
            let name = format!("{prefix}{name}");
            match value {
                Value::Object(fields) => walk(&format!("{name}."), fields, found),
                Value::String(text) => found.push((name, text.clone())),
                other => found.push((name, other.to_string())),
            }
        }
    }
    let mut found = Vec::new();
    walk("", &as_object(settings), &mut found);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn applied(patch: Value) -> Result<Settings, AppError> {
        Patch::new(patch)?.applied_to(&Settings::default())
    }

    fn refused(patch: Value) -> String {
        let error = applied(patch).unwrap_err();
        error.errors.into_iter().map(|error| error.field).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_not_given_stays_and_null_is_the_default_again() {
        let changed =
            applied(json!({"reset_minutes": 60, "maintenance": {"message": "Soon"}})).unwrap();
        let expected = Settings {
            reset_minutes: 60,
            maintenance: fluxward_domain::settings::Maintenance {
                locked: false,
                message: "Soon".into(),
            },
            ..Settings::default()
        };
        assert_eq!(changed, expected);
        let back = Patch::new(json!({"reset_minutes": null, "maintenance": null})).unwrap();
        assert_eq!(back.applied_to(&changed).unwrap(), Settings::default());
    }

    #[test]
    fn unknown_wrong_and_out_of_range_fields_are_named() {
        assert_eq!(refused(json!({"colour": "red"})), "colour");
        assert_eq!(refused(json!({"maintenance": {"lockd": true}})), "maintenance.lockd");
        assert_eq!(refused(json!({"maintenance": {"locked": "yes"}})), "maintenance.locked");
        assert_eq!(refused(json!({"maintenance": [true, "x"]})), "maintenance");
        assert_eq!(
            refused(json!({"reset_minutes": 1, "invitation_hours": 0})),
            "invitation_hours reset_minutes"
        );
        assert_eq!(
            refused(json!({"password_policy": {"min_length": 5}})),
            "password_policy.min_length"
        );
        assert_eq!(refused(json!([])), "settings");
        assert_eq!(refused(json!({"reason": 5})), "reason");
    }

    #[test]
    fn a_ready_profile_sets_all_rules_and_a_rule_alone_makes_it_ones_own() {
        let nist =
            applied(json!({"password_policy": {"profile": "nist", "symbol": true}})).unwrap();
        assert_eq!(nist.password_policy, PasswordPolicy::nist());
        let own = applied(json!({"password_policy": {"symbol": true}})).unwrap().password_policy;
        let expected =
            PasswordPolicy { profile: Profile::Custom, symbol: true, ..PasswordPolicy::standard() };
        assert_eq!(own, expected);
        let untouched = applied(json!({"reset_minutes": 60})).unwrap().password_policy;
        assert_eq!(untouched, PasswordPolicy::standard());
    }

    #[test]
    fn differences_are_told_value_by_value() {
        let after =
            applied(json!({"retention_days": 30, "maintenance": {"locked": true}})).unwrap();
        let told = differences(&Settings::default(), &after);
        let expected = [("maintenance.locked", "false", "true"), ("retention_days", "null", "30")];
        assert_eq!(
            told,
            expected.map(|(field, before, after)| (field.into(), before.into(), after.into()))
        );
    }
}
