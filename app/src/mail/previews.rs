//! How each kind of mail will look.

use crate::markup::view;
use crate::prelude::*;
use crate::ui::Card;
use fluxward_domain::mail::MailPreview;

/// Every kind of mail, with example values.
#[component]
pub(super) fn PreviewsCard(kinds: Vec<MailPreview>) -> AnyView {
    let kinds = kinds
        .into_iter()
        .map(|kind| {
            view! {
                <details class="more">
                    <summary>{kind.title}</summary>
                    <p><b>{kind.subject}</b></p>
                    <pre class="mail-text">{kind.text}</pre>
                </details>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <Card id="mail-previews" title="Messages">
            <p class="card-lead">"What people receive, with example values. Every mail is sent as text and as HTML."</p>
            {kinds}
        </Card>
    }
    .into_any()
}
