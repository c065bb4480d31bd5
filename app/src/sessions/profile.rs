//! Who one is: the card, and the form it becomes by its Edit link.

use super::calls::EditMyself;
use super::viewing;
use crate::address::query_at;
use crate::markup::view;
use crate::prelude::*;
use crate::router::NavigateOptions;
use crate::router::use_navigate;
use crate::ui::{Button, Card, Facts, Form, Look, Submission, TextField, toasts};
use fluxward_domain::sessions::Me;
use leptos::server_fn::ServerFn;

/// The card with one's details.
#[component]
pub(super) fn ProfileCard(
    /// Who one was when the page was made.
    first: Me,
) -> AnyView {
    let viewing = viewing();
    let words = query_at(Signal::stored("/account".to_owned()));
    let is_editing = Memo::new(move |_| words.with(|words| words.get_str("edit").is_some()));
    let me = Memo::new(move |_| viewing.get().map_or_else(|| first.clone(), |it| it.me.clone()));
    let edit = move || {
        (!is_editing.get())
            .then(|| view! { <a class="button" href="/account?edit=true">"Edit"</a> })
    };
    let content = move || {
        if is_editing.get() { form(me.get_untracked()) } else { me.with(facts) }
    };
    view! { <Card id="profile" title="Profile" corner=view! { {edit} }.into_any()>{content}</Card> }
        .into_any()
}

fn form(me: Me) -> AnyView {
    let submission = Submission::of(EditMyself::PATH);
    let (viewing, toasts, navigate) = (viewing(), toasts(), use_navigate());
    let done = Callback::new(move |_: String| {
        viewing.refetch();
        toasts.say("Your details are saved");
        let quietly = NavigateOptions { scroll: false, replace: true };
        navigate("/account", quietly);
    });
    view! {
        <Form action=EditMyself::PATH submission=submission on_done=done label="Edit your details">
            <TextField name="full_name" label="Full name" submission=submission value=me.full_name required=true autofocus=true autocomplete="name"/>
            <TextField name="username" label="Username" hint="You can sign in by it, too." submission=submission value=me.username required=true literal=true autocomplete="username"/>
            <div class="actions">
                <a class="button" href="/account">"Cancel"</a>
                <Button look=Look::Primary submit=true busy=submission.pending>"Save"</Button>
            </div>
        </Form>
    }
    .into_any()
}

fn facts(me: &Me) -> AnyView {
    let places = me
        .organizations
        .iter()
        .map(|place| {
            let href = format!("/orgs/{}", place.slug);
            view! { <li><a href=href>{place.name.clone()}</a>" "<small>{place.role.name()}</small></li> }
        })
        .collect::<Vec<_>>();
    let places = if places.is_empty() {
        view! { <span>"None yet"</span> }.into_any()
    } else {
        view! { <ul class="plain">{places}</ul> }.into_any()
    };
    let mut items = vec![
        ("Name", me.full_name.clone().into_any()),
        ("E-mail", me.email.clone().into_any()),
        ("Username", me.username.clone().into_any()),
    ];
    if me.platform_administrator {
        items.push(("Platform", "Administrator".into_any()));
    }
    items.push(("Organizations", places));
    view! { <Facts items/> }.into_any()
}
