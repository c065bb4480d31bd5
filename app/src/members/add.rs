//! Adding somebody: found by name, e-mail or username, joined with a role, for a time perhaps.
//!
//! Its state lives in the address (`?add=true&find=…&person=…`), so it works without scripts and
//! survives Back. Who is found alone need not be chosen. People who do not have an account yet
//! are not found here.

use super::calls::{Add, candidates};
use super::standing::{place_of, roles_for_new_member};
use crate::Failure;
use crate::address::Address;
use crate::grants::finding_who;
use crate::markup::view;
use crate::prelude::*;
use crate::router::{NavigateOptions, Words, use_navigate};
use crate::sessions::{present, viewing};
use crate::ui::{
    Button, Card, Choice, EmptyState, ErrorState, Form, LinkButton, Look, MomentField, SearchBox,
    Select, Skeleton, Submission, TextField, toasts,
};
use crate::wire::json;
use fluxward_domain::members::{Member, MemberUser};
use fluxward_domain::roles::BaseRole;
use leptos::server_fn::ServerFn;

/// Who is being added to which organization. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Adding {
    slug: StoredValue<String>,
    /// The path of the list.
    path: StoredValue<String>,
    /// Whether somebody is.
    pub(super) is_on: Memo<bool>,
    find: Memo<String>,
    person: Memo<String>,
    found: Resource<Result<Vec<MemberUser>, Failure>>,
}

impl Adding {
    /// As the words of the address say; nobody is asked for while nothing is searched for.
    pub(super) fn new(
        slug: StoredValue<String>,
        path: StoredValue<String>,
        words: Memo<Words>,
    ) -> Self {
        let word = move |key: &'static str| {
            Memo::new(move |_| words.with(|words| words.get(key).unwrap_or_default()))
        };
        let (find, person) = (word("find"), word("person"));
        let found = Resource::new(
            move || find.get(),
            move |find| async move {
                if find.trim().is_empty() {
                    Ok(Vec::new())
                } else {
                    candidates(slug.get_value(), find).await
                }
            },
        );
        let is_on = Memo::new(move |_| words.with(|words| words.get_str("add").is_some()));
        Self { slug, path, is_on, find, person, found }
    }

    fn address(self, find: &str, person: Option<&str>) -> String {
        Address::of(&self.path.get_value())
            .with("add", Some("true"))
            .with("find", Some(find.trim()))
            .with("person", person)
            .into()
    }
}

/// The card that adds a member.
pub(super) fn add_member(adding: Adding) -> AnyView {
    let navigate = use_navigate();
    let search = Callback::new(move |text: String| {
        let quietly = NavigateOptions { scroll: false, replace: true };
        navigate(&adding.address(&text, None), quietly);
    });
    let path = adding.path.get_value();
    let corner = view! { <a class="button quiet" href=path.clone()>"Close"</a> }.into_any();
    view! {
        <Card id="add" title="Add member" corner=corner>
            <form class="bar" method="get" action=path role="search" aria-label="Find people to add" on:submit=|event| event.prevent_default()>
                <input type="hidden" name="add" value="true"/>
                <SearchBox name="find" label="E-mail, username or name" value=adding.find on_search=search/>
                <button class="button unscripted" type="submit">"Find"</button>
            </form>
            <div role="status">
                <Transition fallback=|| view! { <Skeleton rows=1/> }>
                    {move || {
                        let person = adding.person.get();
                        Suspend::new(async move {
                            let people = adding.found.await;
                            untrack(|| results(adding, people, &person))
                        })
                    }}
                </Transition>
            </div>
        </Card>
    }
    .into_any()
}

fn results(adding: Adding, people: Result<Vec<MemberUser>, Failure>, person: &str) -> AnyView {
    let people = match people {
        Ok(people) => people,
        Err(failure) => return view! { <ErrorState failure=failure/> }.into_any(),
    };
    if let Some(chosen) = chosen(&people, person) {
        return joining(adding, chosen);
    }
    let find = adding.find.get();
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
        .map(|it| {
            let href = adding.address(&find, Some(&it.id.to_string()));
            view! {
                <li>
                    {finding_who(&it)}
                    <LinkButton href=href>"Choose"<span class="unseen">" "{it.full_name.clone()}</span></LinkButton>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ul class="items">{items}</ul> }.into_any()
}

/// The one who was chosen, or who is found alone.
fn chosen<'a>(people: &'a [MemberUser], person: &str) -> Option<&'a MemberUser> {
    match people {
        [only] => Some(only),
        people => people.iter().find(|it| it.id.to_string() == person),
    }
}

/// The form that lets `person` join.
fn joining(adding: Adding, person: &MemberUser) -> AnyView {
    let submission = Submission::of(Add::PATH);
    let slug = adding.slug.get_value();
    let choices = offered(&slug);
    let role = submission.entered("role").unwrap_or_else(|| BaseRole::Member.key().to_owned());
    let hidden = vec![("slug", slug.clone()), ("id", person.id.to_string())];
    let name = person.full_name.clone();
    let (label, who) = (format!("Role for {name}"), finding_who(person));
    view! {
        <Form action=Add::PATH submission=submission on_done=joined(slug) hidden=hidden label=format!("Add {name}")>
            {who}
            <Select name="role" label=label choices=choices value=role submission=submission/>
            <MomentField name="until" plain="until_plain" label="Ends" hint="From then on the membership is switched off by itself, and everything in it is kept. Empty: until somebody ends it." submission=submission/>
            <TextField name="reason" label="Reason" hint="Recorded in the activity log, beside the change." submission=submission/>
            <div class="actions">
                <a class="button" href=adding.path.get_value()>"Cancel"</a>
                <Button submit=true look=Look::Primary busy=submission.pending>"Add "<span class="unseen">{name.clone()}</span></Button>
            </div>
        </Form>
    }
    .into_any()
}

/// The roles that the person at the page may give to somebody who joins.
fn offered(slug: &str) -> Vec<Choice> {
    let Some(viewer) = viewing().get() else { return Vec::new() };
    let roles = roles_for_new_member(&viewer.facts, place_of(&viewer, slug), present());
    roles.iter().map(|role| Choice::new(role.key(), role.name())).collect()
}

/// What follows when somebody has joined: a notice, and their page.
fn joined(slug: String) -> Callback<String> {
    let (navigate, toasts) = (use_navigate(), toasts());
    Callback::new(move |answer: String| {
        let Some(member) = json::read::<Member>(&answer) else { return };
        toasts.say(format!("{} joined as {}", member.user.full_name, member.role.name()));
        navigate(&format!("/orgs/{slug}/members/{}", member.user.id), NavigateOptions::default());
    })
}

#[cfg(test)]
mod tests {
    use super::super::standing::tests::member;
    use super::*;

    #[test]
    fn one_of_several_is_chosen_and_who_is_found_alone_at_once() {
        let [ada, bea] = [1, 2].map(|n| member(n, BaseRole::Viewer, &[]).user);
        let several = [ada.clone(), bea.clone()];
        assert_eq!(chosen(&several, ""), None);
        assert_eq!(chosen(&several, &bea.id.to_string()), Some(&bea));
        assert_eq!(chosen(std::slice::from_ref(&ada), ""), Some(&ada));
        assert_eq!(chosen(&[], ""), None);
    }
}
