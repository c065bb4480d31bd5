//! A temporary password, or a link, to hand over: shown this once.

use crate::markup::view;
use crate::prelude::*;
use crate::ui::CopyField;
use fluxward_domain::resets::HandedOver;

/// What became of it: the password or the link itself, or where it was mailed.
pub(super) fn handed_over(what: HandedOver) -> AnyView {
    let HandedOver { temporary_password, link, mailed_to } = what;
    if let Some(password) = temporary_password {
        return view! {
            <div class="note good" role="status">
                <CopyField label="Temporary password" text=password/>
                <p>"Hand it over in person or by a safe channel. It is not shown again, and has to be changed at the next sign-in."</p>
            </div>
        }
        .into_any();
    }
    if let Some(link) = link {
        return view! {
            <div class="note good" role="status">
                <CopyField label="One-time link" text=link/>
                <p>"No mail server is configured: hand the link over yourself. It is not shown again, and works once."</p>
            </div>
        }
        .into_any();
    }
    mailed_to
        .map(|address| {
            view! { <div class="note good" role="status"><p>"A link was mailed to " <b>{address}</b> "."</p></div> }
        })
        .into_any()
}
