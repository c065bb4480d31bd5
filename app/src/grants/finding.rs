//! Finding a member: by name, e-mail or username, as in the list of members; then what is done
//! with them.
//!
//! Its state lives in the address (`?add=person&find=…&person=…`), so it works without scripts
//! and survives Back.

use super::calls::choosable;
use crate::Failure;
use crate::address::Address;
use crate::markup::view;
use crate::prelude::*;
use crate::router::Words;
use crate::router::{NavigateOptions, use_navigate};
use crate::ui::{Avatar, Card, EmptyState, ErrorState, LinkButton, SearchBox, Skeleton};
use fluxward_domain::members::MemberUser;
use std::sync::Arc;

/// What is shown for the person who was chosen.
pub(crate) type Chosen = Arc<dyn Fn(MemberUser) -> AnyView + Send + Sync>;

/// Who is looked for. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Finding {
    /// What is being added: `person`, or another word of the page's own.
    pub(crate) adds: Memo<Option<String>>,
    find: Memo<String>,
    person: Memo<String>,
    found: Resource<Result<Vec<MemberUser>, Failure>>,
}

impl Finding {
    /// As the words of the address say; `at` is the place as a form names it, `organization/` where
    /// seats in a team are given.
    pub(crate) fn new(
        slug: StoredValue<String>,
        at: StoredValue<String>,
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
                    return Ok(Vec::new());
                }
                choosable(slug.get_value(), at.get_value(), find).await
            },
        );
        let adds = Memo::new(move |_| words.with(|words| words.get("add")));
        Self { adds, find, person, found }
    }
}

/// The card that finds somebody, then shows what is done with them.
pub(crate) fn finder(
    path: StoredValue<String>,
    finding: Finding,
    title: String,
    chosen: Chosen,
) -> AnyView {
    let navigate = use_navigate();
    let search = Callback::new(move |text: String| {
        let quietly = NavigateOptions { scroll: false, replace: true };
        navigate(&address(path, &text, None), quietly);
    });
    let corner = view! { <a class="button quiet" href=path.get_value()>"Close"</a> }.into_any();
    view! {
        <Card id="add" title=title corner=corner>
            <form class="bar" method="get" action=path.get_value() role="search" aria-label="Find people to add" on:submit=|event| event.prevent_default()>
                <input type="hidden" name="add" value="person"/>
                <SearchBox name="find" label="Name, e-mail or username" value=finding.find on_search=search/>
                <button class="button unscripted" type="submit">"Find"</button>
            </form>
            <div role="status">
                <Transition fallback=|| view! { <Skeleton rows=1/> }>
                    {move || {
                        let chosen = chosen.clone();
                        let person = finding.person.get();
                        Suspend::new(async move {
                            let people = finding.found.await;
                            results(path, &finding.find.get_untracked(), people, (&person, &chosen))
                        })
                    }}
                </Transition>
            </div>
        </Card>
    }
    .into_any()
}

fn address(path: StoredValue<String>, find: &str, person: Option<&str>) -> String {
    Address::of(&path.get_value())
        .with("add", Some("person"))
        .with("find", Some(find).filter(|find| !find.trim().is_empty()))
        .with("person", person)
        .into()
}

fn results(
    path: StoredValue<String>,
    find: &str,
    people: Result<Vec<MemberUser>, Failure>,
    (person, chosen): (&str, &Chosen),
) -> AnyView {
    let people = match people {
        Ok(people) => people,
        Err(failure) => return view! { <ErrorState failure=failure/> }.into_any(),
    };
    if let Some(found) = people.iter().find(|it| it.id.to_string() == person) {
        return untrack(|| chosen(found.clone()));
    }
    if find.trim().is_empty() {
        return view! { <p class="soft">"Search among the members of the organization."</p> }
            .into_any();
    }
    if people.is_empty() {
        return view! { <EmptyState title="Nobody found" advice="Check the spelling, or type the whole e-mail address. Whoever does not belong to the organization yet is added to its members first."/> }.into_any();
    }
    let items = people
        .into_iter()
        .map(|it| {
            let href = address(path, find, Some(&it.id.to_string()));
            view! {
                <li>
                    {who(&it)}
                    <LinkButton href=href>"Choose"<span class="unseen">" "{it.full_name.clone()}</span></LinkButton>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ul class="items">{items}</ul> }.into_any()
}

/// Face, name and address.
pub(crate) fn who(person: &MemberUser) -> AnyView {
    view! {
        <div class="who">
            <Avatar name=person.full_name.clone()/>
            <span><b>{person.full_name.clone()}</b><small>{person.email.clone()}</small></span>
        </div>
    }
    .into_any()
}
