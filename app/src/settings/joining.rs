//! Who comes in by themselves, and who may begin an organization.

use super::calls::SaveJoining;
use super::card::{Check, SettingsCard};
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Submission, TextField};
use fluxward_domain::mail::MailSource;
use fluxward_domain::settings::Settings;
use leptos::server_fn::ServerFn;

#[component]
pub(super) fn JoiningCard(settings: Settings) -> AnyView {
    let mails = settings.mail.source != MailSource::None;
    let no_mail = (!mails).then(|| {
        view! { <p class="note">"No mail server is configured: no address can be confirmed, so nobody can register until there is one."</p> }
    });
    let submission = Submission::of(SaveJoining::PATH);
    view! {
        <SettingsCard
            id="joining"
            title="Joining"
            sentence="Who comes in by themselves, and how long an invitation holds."
            action=SaveJoining::PATH
            submission=submission
        >
            {no_mail}
            <Check
                name="form[self_registration]"
                label="People may register themselves"
                sentence="A registration form stands beside the sign-in form. Whoever registers belongs to no organization yet."
                checked=settings.self_registration
            />
            <Check
                name="form[organizations_by_anyone]"
                label="Everyone may create organizations"
                sentence="Otherwise only platform administrators do. Whoever creates one is its first Owner."
                checked=settings.organizations_by_anyone
            />
            <TextField name="form[invitation_hours]" label="Invitations" hint="Hours for which an invitation, and the link of an activation mail, can be used." kind="number" submission=submission value=settings.invitation_hours.to_string() required=true/>
        </SettingsCard>
    }
    .into_any()
}
