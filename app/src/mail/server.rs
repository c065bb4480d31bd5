//! The mail server: its address and sender, and a mail that proves that they are right.

use super::calls::{SaveServer, SendTest};
use crate::markup::view;
use crate::prelude::*;
use crate::settings::SettingsCard;
use crate::ui::{Button, Card, Facts, Form, Look, Submission, TextField};
use crate::wire::json;
use fluxward_domain::mail::{MailSettings, MailSource, TestedMail};
use leptos::server_fn::ServerFn;

/// Where mails are sent through.
#[component]
pub(super) fn ServerCard(mail: MailSettings) -> AnyView {
    if mail.source == MailSource::Environment {
        return given(mail);
    }
    let submission = Submission::of(SaveServer::PATH);
    view! {
        <SettingsCard
            id="mail-server"
            title="Mail server"
            sentence="Invitations, links and notices are sent through it. Without one, pages show a link to copy instead."
            action=SaveServer::PATH
            submission=submission
        >
            <TextField
                name="smtp_url"
                label="Address"
                hint="smtp://host:25 sends in plain text, smtp://host:587?tls=required only through TLS, smtps://host:465 through TLS from the start. Put user:password@ before the host if it asks for them."
                submission=submission
                value=mail.smtp_url.unwrap_or_default()
                autocomplete="off"
                literal=true
            />
            <TextField
                name="from"
                label="Sender"
                hint="An address, or a name and the address: Fluxward <no-reply@example.org>."
                submission=submission
                value=mail.from.unwrap_or_default()
                literal=true
            />
        </SettingsCard>
    }
    .into_any()
}

/// The environment wins: shown, not to be changed here.
fn given(mail: MailSettings) -> AnyView {
    let items = vec![
        ("Address", mail.smtp_url.unwrap_or_default().into_any()),
        ("Sender", mail.from.unwrap_or_else(|| "fluxward@ and this host".into()).into_any()),
    ];
    view! {
        <Card id="mail-server" title="Mail server">
            <p class="card-lead">"Set where the server is started, by FLUXWARD_SMTP_URL and FLUXWARD_MAIL_FROM; it wins over these settings."</p>
            <Facts items/>
        </Card>
    }
    .into_any()
}

/// Sends a mail now, and says what the mail server said.
#[component]
pub(super) fn TestCard() -> AnyView {
    let submission = Submission::of(SendTest::PATH);
    let answer = RwSignal::new(None::<String>);
    let said = move || {
        let answered =
            answer.get().map(|words| format!("Delivered. The mail server says: {words}"));
        submission.done.get().then(|| answered.unwrap_or_else(|| "Delivered.".into()))
    };
    let keep = Callback::new(move |text: String| {
        answer.set(json::read::<TestedMail>(&text).map(|tested| tested.answer));
    });
    view! {
        <Card id="mail-test" title="Test delivery">
            <p class="card-lead">"Sends a mail now, through the server in force, and shows the server's own words."</p>
            <Form action=SendTest::PATH submission=submission on_done=keep label="Test delivery">
                <TextField name="to" label="To" kind="email" submission=submission required=true autocomplete="email" literal=true/>
                <div class="actions">
                    <Button look=Look::Plain submit=true busy=submission.pending>"Send test mail"</Button>
                </div>
                <p class="form-done" role="status">{said}</p>
            </Form>
        </Card>
    }
    .into_any()
}
