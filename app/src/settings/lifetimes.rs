//! How long a sign-in lasts, in the browser and for API clients.

use super::calls::SaveLifetimes;
use super::card::SettingsCard;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Submission, TextField};
use fluxward_domain::settings::Settings;
use leptos::server_fn::ServerFn;

#[component]
pub(super) fn LifetimesCard(settings: Settings) -> AnyView {
    let submission = Submission::of(SaveLifetimes::PATH);
    let number = move |name, label: &str, hint: &str, value: i64| {
        view! {
            <TextField name=name label=label.to_owned() hint=hint.to_owned() submission=submission value=value.to_string() kind="number" required=true/>
        }
    };
    view! {
        <SettingsCard
            id="lifetimes"
            title="Sessions and tokens"
            sentence="Shorter is safer, longer asks less often. Disabling somebody never waits for any of these."
            action=SaveLifetimes::PATH
            submission=submission
        >
            <div class="pair">
                {number("form[session_idle_minutes]", "Idle browser session", "Minutes without a click until it ends.", settings.session_idle_minutes)}
                {number("form[session_absolute_hours]", "Longest browser session", "Hours until it ends, used or not.", settings.session_absolute_hours)}
                {number("form[access_token_seconds]", "Access token", "Seconds until an API client renews it.", settings.access_token_seconds)}
                {number("form[refresh_token_days]", "Refresh token", "Days without a renewal until an API client signs in again.", settings.refresh_token_days)}
            </div>
        </SettingsCard>
    }
    .into_any()
}
