//! Whether accounts may be deleted, and how long what deleted people did is kept in detail.

use super::calls::SaveDeletion;
use super::card::SettingsCard;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Choice, Select, Submission, TextField};
use fluxward_domain::settings::{Deletion, Settings};
use leptos::server_fn::ServerFn;

#[component]
pub(super) fn DeletionCard(settings: Settings) -> AnyView {
    let submission = Submission::of(SaveDeletion::PATH);
    let choices = vec![
        Choice::new("allowed", "Allowed: deactivated accounts may be deleted"),
        Choice::new("forbidden", "Forbidden: accounts are only ever deactivated"),
    ];
    let deletion = match settings.deletion {
        Deletion::Allowed => "allowed",
        Deletion::Forbidden => "forbidden",
    };
    let days = settings.retention_days.map(|days| days.to_string()).unwrap_or_default();
    view! {
        <SettingsCard
            id="deletion"
            title="Deletion and retention"
            sentence="Deleting an account erases who the person was. What was done stays in the log, as done by “Deleted user”."
            action=SaveDeletion::PATH
            submission=submission
        >
            <Select name="form[deletion]" label="Deleting accounts" choices=choices value=Signal::stored(deletion.to_owned()) submission=submission/>
            <TextField
                name="form[retention_days]"
                label="Retention"
                hint="Days for which the reasons and values that a deleted person recorded about others are kept. Empty: forever. After that the log still says what happened, and when."
                submission=submission
                value=days
                kind="number"
            />
        </SettingsCard>
    }
    .into_any()
}
