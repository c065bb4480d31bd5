//! Adding somebody: found by name, e-mail or username, joined with a role.
//!
//! Its state lives in the address (`?add=true&find=…`), so it works without scripts and survives
//! Back. People who do not have an account yet are not found here.

use super::calls::{Add, candidates};
use super::standing::{place_of, roles_for_new_member};
use crate::Failure;
use crate::address::Address;
use crate::markup::view;
use crate::prelude::*;
use crate::router::NavigateOptions;
use crate::router::use_navigate;
use crate::sessions::{present, viewing};
use crate::ui::{
    Avatar, Button, Card, Choice, EmptyState, ErrorState, Form, Look, SearchBox, Select, Skeleton,
    Submission, toasts,
};
use crate::wire::json;
use fluxward_domain::members::{Member, MemberUser};
use fluxward_domain::roles::BaseRole;
use leptos::server_fn::ServerFn;

/// The people that a search has found.
pub(super) type Found = Resource<Result<Vec<MemberUser>, Failure>>;

/// Who could be added, for every search; nobody is asked for while there is none.
pub(super) fn candidates_of(slug: StoredValue<String>, find: Memo<String>) -> Found {
    Resource::new(
        move || find.get(),
        move |find| async move {
            if find.trim().is_empty() {
                Ok(Vec::new())
            } else {
                candidates(slug.get_value(), find).await
            }
        },
    )
}

/// The card that adds a member.
#[component]
pub fn AddMember(
    /// The organization.
    slug: StoredValue<String>,
    /// The path of the list.
    path: StoredValue<String>,
    /// What is searched for.
    find: Memo<String>,
    /// Who was found.
    found: Found,
) -> AnyView {
    let navigate = use_navigate();
    let search = Callback::new(move |text: String| {
        let address = Address::of(&path.get_value())
            .with("add", Some("true"))
            .with("find", Some(text.trim()));
        let quietly = NavigateOptions { scroll: false, replace: true };
        navigate(&String::from(address), quietly);
    });
    let submission = Submission::of(Add::PATH);
    let roles = move || {
        let viewer = viewing().get();
        viewer.map_or_else(Vec::new, |viewer| {
            roles_for_new_member(&viewer.facts, place_of(&viewer, &slug.get_value()), present())
        })
    };
    let corner = view! { <a class="button quiet" href=path.get_value()>"Close"</a> }.into_any();
    view! {
        <Card id="add" title="Add member" corner=corner>
            <form class="bar" method="get" action=path.get_value() role="search" aria-label="Find people to add" on:submit=|event| event.prevent_default()>
                <input type="hidden" name="add" value="true"/>
                <SearchBox name="find" label="E-mail, username or name" value=find on_search=search/>
                <button class="button unscripted" type="submit">"Find"</button>
            </form>
            <div role="status">
                <Transition fallback=|| view! { <Skeleton rows=1/> }>
                    {move || Suspend::new(async move {
                        let people = found.await;
                        results(slug, &find.get_untracked(), people, &roles(), submission)
                    })}
                </Transition>
            </div>
        </Card>
    }
    .into_any()
}

fn results(
    slug: StoredValue<String>,
    find: &str,
    people: Result<Vec<MemberUser>, Failure>,
    roles: &[BaseRole],
    submission: Submission,
) -> AnyView {
    let people = match people {
        Ok(people) => people,
        Err(failure) => return view! { <ErrorState failure=failure/> }.into_any(),
    };
    if find.trim().is_empty() {
        return view! { <p class="soft">"Search for somebody who has an account. You see people whose e-mail or username you type in full."</p> }.into_any();
    }
    if people.is_empty() {
        return view! {
            <EmptyState title="Nobody found" advice="Type the e-mail or the username in full. Whoever is a member already is not listed; whoever has no account yet is invited instead."/>
        }
        .into_any();
    }
    let items = people
        .into_iter()
        .map(|person| candidate(slug, person, roles, submission))
        .collect::<Vec<_>>();
    view! { <ul class="items">{items}</ul> }.into_any()
}

fn candidate(
    slug: StoredValue<String>,
    person: MemberUser,
    roles: &[BaseRole],
    submission: Submission,
) -> AnyView {
    let toasts = toasts();
    let navigate = use_navigate();
    let done = Callback::new(move |answer: String| {
        let Some(member) = json::read::<Member>(&answer) else { return };
        toasts.say(format!("{} joined as {}", member.user.full_name, member.role.name()));
        navigate(
            &format!("/orgs/{}/members/{}", slug.get_value(), member.user.id),
            NavigateOptions::default(),
        );
    });
    let choices = roles.iter().map(|role| Choice::new(role.key(), role.name())).collect::<Vec<_>>();
    let name = person.full_name;
    let label = format!("Role for {name}");
    view! {
        <li>
            <div class="who">
                <Avatar name=name.clone()/>
                <span><b>{name.clone()}</b><small>{person.email}</small></span>
            </div>
            <Form action=Add::PATH submission=submission on_done=done hidden=vec![("slug", slug.get_value()), ("id", person.id.to_string())] label=format!("Add {name}")>
                <div class="bar">
                    <Select name="role" label=label compact=true choices=choices value=BaseRole::Member.key().to_owned()/>
                    <Button submit=true look=Look::Primary busy=submission.pending>"Add" <span class="unseen">" "{name}</span></Button>
                </div>
            </Form>
        </li>
    }
    .into_any()
}
