//! The end of a role: whoever holds it holds another one instead.

use super::calls::Delete;
use super::path;
use crate::access::Preview;
use crate::access::planned::Planned;
use crate::markup::view;
use crate::prelude::*;
use crate::router::NavigateOptions;
use crate::router::use_navigate;
use crate::ui::{Button, Card, Choice, ConfirmDialog, Look, Select, Submission, toasts};
use fluxward_domain::roles::Role;
use leptos::server_fn::ServerFn;

const DELETING: &str = "deleting-role";

/// The card that deletes `role`, which one of `others` of the same kind may replace.
pub(super) fn deleting(slug: &str, role: &Role, others: &[Role]) -> AnyView {
    let is_held = role.holders > 0;
    if is_held && others.is_empty() {
        return framed(view! { <p class="soft">"It is in use, and there is no other role of its kind that could take its place. Make one first."</p> }.into_any());
    }
    let preview = Preview::new();
    let (here, key) = (StoredValue::new(slug.to_owned()), StoredValue::new(role.key.clone()));
    let first = others.first().filter(|_| is_held).map(|role| role.key.clone());
    let chosen = RwSignal::new(first.unwrap_or_default());
    let ask = move || {
        let replacement = Some(chosen.get_untracked()).filter(|key| !key.is_empty());
        preview.ask(Planned::Without { slug: here.get_value(), key: key.get_value(), replacement });
    };
    let choose = Callback::new(move |key: String| {
        chosen.set(key);
        ask();
    });
    let choices = others.iter().map(|role| Choice::new(role.key.clone(), role.name.clone()));
    let choices = choices.collect::<Vec<_>>();
    let select = is_held.then(|| {
        view! { <Select name="replacement" label="Takes its place" choices=choices value=chosen on_change=choose/> }
    });
    let fields = view! { {select} {preview.shown(false)} }.into_any();
    let submission = Submission::of(Delete::PATH);
    let (navigate, toasts, said) = (use_navigate(), toasts(), role.name.clone());
    let list = path(slug);
    let done = Callback::new(move |_: String| {
        toasts.say(format!("The role {said} is deleted"));
        navigate(&list, NavigateOptions::default());
    });
    let consequence = if is_held {
        "Whoever holds it holds the other one instead, at the same place and until the same moment."
    } else {
        "Nobody holds it: nobody loses anything."
    };
    framed(
        view! {
            <div class="setting">
                <p class="soft">"Ends the role. The activity log keeps what it was."</p>
                <Button opens=DELETING look=Look::Danger on_click=Callback::new(move |()| ask())>"Delete role"</Button>
            </div>
            <ConfirmDialog
                id=DELETING
                title=format!("Delete the role {}?", role.name)
                consequences=vec![consequence.to_owned()]
                confirm="Delete role"
                danger=true
                fields=fields
                reason=true
                action=Delete::PATH
                hidden=vec![("slug", slug.to_owned()), ("key", role.key.clone())]
                submission=submission
                on_done=done
            />
        }
        .into_any(),
    )
}

fn framed(content: AnyView) -> AnyView {
    view! { <Card id="danger" title="Delete this role">{content}</Card> }.into_any()
}
