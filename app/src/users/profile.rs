//! Who a person is: the card with the details, and the form it becomes by its Edit link.

use super::edit::EditForm;
use crate::markup::view;
use crate::prelude::*;
use crate::router::Words;
use crate::ui::{Ago, Avatar, Card, Facts, StatusDot, Time};
use fluxward_domain::users::{Status, UserDetail};

/// The details of a person.
#[component]
pub fn ProfileCard(
    /// The person as they are now.
    detail: RwSignal<UserDetail>,
    /// The words of the address: `?edit` turns the card into a form.
    words: Memo<Words>,
) -> AnyView {
    let is_editing = Memo::new(move |_| words.with(|words| words.get_str("edit").is_some()));
    let id = detail.with_untracked(|detail| detail.user.id);
    let edit = move || {
        (!is_editing.get())
            .then(|| view! { <a class="button" href=format!("/users/{id}?edit=true")>"Edit"</a> })
    };
    let content = move || {
        if is_editing.get() {
            view! { <EditForm detail/> }.into_any()
        } else {
            facts(&detail.get())
        }
    };
    view! { <Card id="details" title="Details" corner=view! { {edit} }.into_any()>{content}</Card> }
        .into_any()
}

fn facts(detail: &UserDetail) -> AnyView {
    let user = &detail.user;
    let name = match (&detail.first_name, &detail.last_name) {
        (Some(first), Some(last)) => {
            view! { <b>{first.clone()}</b>" "<b>{last.clone()}</b> }.into_any()
        }
        _ => view! { <b>{user.full_name.clone()}</b> }.into_any(),
    };
    let last_sign_in = match user.last_sign_in_at {
        Some(at) => view! { <Ago at=at/> }.into_any(),
        None => "Never".into_any(),
    };
    view! {
        <div class="person">
            <Avatar name=user.full_name.clone()/>
            <Facts items=vec![
                ("Name", name),
                ("E-mail", user.email.clone().into_any()),
                ("Username", user.username.clone().into_any()),
                ("Status", status(detail)),
                ("Created", view! { <Time at=user.created_at/> }.into_any()),
                ("Last sign-in", last_sign_in),
            ]/>
        </div>
    }
    .into_any()
}

/// The status with what else keeps somebody from signing in.
fn status(detail: &UserDetail) -> AnyView {
    let waiting = (detail.password_change_required && detail.user.status == Status::Active)
        .then(|| view! { <span class="badge warn">"Temporary password"</span> });
    let blocked =
        detail.sign_in_blocked.then(|| view! { <span class="badge bad">"Sign-in blocked"</span> });
    let reason = detail.status_reason.clone().map(|reason| view! { <q>{reason}</q> });
    view! { <StatusDot status=detail.user.status until=detail.user.suspended_until/> " " {waiting} {blocked} {reason} }.into_any()
}
