//! The rules for new passwords: a ready profile, or rule by rule.

use super::calls::SavePasswords;
use super::card::{Check, SettingsCard};
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Choice, Select, Submission, TextField};
use fluxward_domain::passwords::{PasswordPolicy, Profile};
use leptos::server_fn::ServerFn;

/// The profiles with their keys, as the dropdown lists them.
const PROFILES: [(Profile, &str, &str); 3] = [
    (Profile::Standard, "standard", "Standard: 8 characters, upper and lower case, a number"),
    (Profile::Nist, "nist", "NIST 800-63B: 15 characters, 8 beside a second factor, any of them"),
    (Profile::Custom, "custom", "Own rules"),
];

#[component]
pub(super) fn PasswordsCard(policy: PasswordPolicy, reset_minutes: i64) -> AnyView {
    let submission = Submission::of(SavePasswords::PATH);
    let profile = RwSignal::new(key_of(policy.profile).to_owned());
    let choices = PROFILES.map(|(_, key, label)| Choice::new(key, label)).to_vec();
    view! {
        <SettingsCard
            id="passwords"
            title="Passwords"
            sentence="Holds for every password that is chosen from now on. Common passwords and one's own name are refused always."
            action=SavePasswords::PATH
            submission=submission
        >
            <Select name="form[profile]" label="Rules" choices=choices value=profile on_change=Callback::new(move |key| profile.set(key)) submission=submission/>
            <div class="nested" class:other=move || profile.with(|key| key != "custom")>
                {own_rules(policy, submission)}
            </div>
            <TextField name="form[reset_minutes]" label="Link to choose a new password" hint="Minutes for which it works after it was mailed." kind="number" submission=submission value=reset_minutes.to_string() required=true/>
        </SettingsCard>
    }
    .into_any()
}

/// Count only with "Own rules"; they stay operable without scripts.
fn own_rules(policy: PasswordPolicy, submission: Submission) -> AnyView {
    view! {
        <fieldset>
            <legend>"Own rules"</legend>
            <TextField name="form[min_length]" label="Fewest characters" kind="number" submission=submission value=policy.min_length.to_string() required=true/>
            <Check name="form[uppercase]" label="An uppercase letter" checked=policy.uppercase/>
            <Check name="form[lowercase]" label="A lowercase letter" checked=policy.lowercase/>
            <Check name="form[number]" label="A number" checked=policy.number/>
            <Check name="form[symbol]" label="A symbol" checked=policy.symbol/>
        </fieldset>
    }
    .into_any()
}

fn key_of(profile: Profile) -> &'static str {
    PROFILES.iter().find(|(known, ..)| *known == profile).map_or("custom", |(_, key, _)| key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_those_of_the_wire() {
        for (profile, key, _) in PROFILES {
            assert_eq!(serde_json::to_value(profile).unwrap(), key);
        }
    }
}
