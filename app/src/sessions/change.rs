//! Changing one's own password while signed in.

use super::calls::ChangeMyPassword;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Button, Card, Form, Look, PasswordField, Submission};
use fluxward_domain::passwords::PasswordPolicy;
use leptos::server_fn::ServerFn;

/// The card with the form.
#[component]
pub fn ChangePasswordCard(
    /// The rules for the new one.
    policy: PasswordPolicy,
) -> AnyView {
    let submission = Submission::of(ChangeMyPassword::PATH);
    view! {
        <Card id="password" title="Change password">
            <Form
                action=ChangeMyPassword::PATH
                submission=submission
                done="Your password is changed. Your other sessions have ended."
                on_done=Callback::new(|_| ())
            >
                <PasswordField name="current_password" label="Present password" submission=submission required=true/>
                <PasswordField name="password" label="New password" submission=submission policy=policy required=true/>
                <div class="actions">
                    <Button look=Look::Primary submit=true busy=submission.pending>"Change password"</Button>
                </div>
            </Form>
        </Card>
    }
    .into_any()
}
