//! The page of a workspace or a project: who holds roles there, and its settings. The list is the
//! same at `…/settings/members`.

use super::about::{beside, details, settings};
use super::add::{TEAM, first_choice, to_person, to_team};
use super::calls::{Assign, Inside, Looked, Revoke, look};
use super::finding::{Finding, finder};
use super::forms::{name_of, read_place};
use super::paging::{Known, Paging, found};
use super::parts::Parts;
use super::people::{self, Here};
use super::seats::{Seats, refused_before};
use super::standing::Standing;
use crate::Failure;
use crate::access::Choosing;
use crate::address::query_at;
use crate::listing::{is_loss, look_on};
use crate::markup::view;
use crate::organizations::{place_of_page, slug_of_page};
use crate::prelude::*;
use crate::requests::ask_for_access;
use crate::router::{Words, path as here_path, use_params_map};
use crate::sessions::viewing;
use crate::ui::{
    Breadcrumbs, ErrorState, LinkButton, Look, PageHeader, SaveStatus, Skeleton, Submission,
};
use crate::{projects, workspaces};
use fluxward_domain::live::Signal as News;
use fluxward_domain::projects::Project;
use fluxward_domain::roles::RoleScope;
use leptos::server_fn::ServerFn;
use std::sync::Arc;

/// A workspace or a project, by the address of the page.
pub(crate) fn place_page(kind: RoleScope) -> AnyView {
    let (slug, params) = (slug_of_page(), use_params_map());
    let inside = Memo::new(move |_| params.with(|params| params.get("inside").unwrap_or_default()));
    (move || place_of(kind, slug.get(), &inside.get())).into_any()
}

/// What came after the first look.
type Now = RwSignal<Option<Result<Looked, Failure>>>;

fn place_of(kind: RoleScope, slug: String, inside: &str) -> AnyView {
    let mut path = match kind {
        RoleScope::Project => projects::path(&slug, inside),
        _ => workspaces::path(&slug, inside),
    };
    if here_path().get_untracked().ends_with("/settings/members") {
        path.push_str("/settings/members");
    }
    let words = query_at(Signal::stored(path.clone()));
    let place = place_of_page(&slug);
    let here = StoredValue::new(slug.clone());
    let at = StoredValue::new(name_of(kind, inside));
    let path = StoredValue::new(path);
    let paging = Paging::new(path, words);
    let first = Resource::new_blocking(
        || (),
        move |()| {
            let (search, cursor) = (paging.word("search"), paging.word("cursor"));
            look(here.get_value(), at.get_value(), search, cursor)
        },
    );
    let now = Now::new(None);
    let seats = Seats::new(here);
    let again = paging.asking(seats, move || {
        let (slug, at) = (here.try_get_value()?, at.try_get_value()?);
        let looking = look(slug, at, paging.word("search"), paging.word("cursor"));
        let show = move |answer| drop(now.try_set(Some(answer)));
        Some(Box::pin(async move { found(looking.await, show) }))
    });
    look_on(
        move |news| match news {
            News::Organization { organization, .. } | News::Member { organization, .. } => {
                *organization == slug
            }
            News::User { .. } => true,
            _ => false,
        },
        again,
    );
    let parts = StoredValue::new(Parts {
        slug: here,
        path,
        standing: Standing::new(here),
        seats,
        paging: StoredValue::new(paging),
        choosing: choosing((here, at), words, first),
        again,
    });
    let finding = Finding::new(here, at, words);
    view! {
        <Suspense fallback=|| view! { <PageHeader title="…"/> <Skeleton rows=8/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                let place = place.await;
                match first.await {
                    Ok(looked) => untrack(|| living((parts, at, finding), place, looked, now)),
                    Err(failure) => refused(kind, &here.get_value(), &at.get_value(), failure),
                }
            })}
        </Suspense>
    }
    .into_any()
}

/// What the form that is open would do.
fn choosing(
    (slug, at): (StoredValue<String>, StoredValue<String>),
    words: Memo<Words>,
    first: Resource<Result<Looked, Failure>>,
) -> Choosing {
    let (viewing, standing) = (viewing(), Standing::new(slug));
    let entered = StoredValue::new(Submission::of(Assign::PATH).entered("form[role]"));
    Choosing::new(Parts::open_form(words), move |open| async move {
        viewing.ready().await;
        let looked = first.await.ok()?;
        let place = (slug.try_get_value()?, at.try_get_value()?);
        let entered = entered.try_get_value()?;
        untrack(|| first_choice(standing, (&looked, open), entered, place))
    })
}

/// What cannot be shown; whoever belongs to the organization may ask for a project that they are
/// not in.
fn refused(kind: RoleScope, slug: &str, at: &str, failure: Failure) -> AnyView {
    let word = read_place(at).map(|(_, word)| word).unwrap_or_default();
    let asks = (kind == RoleScope::Project && is_loss(&failure))
        .then(|| ask_for_access(&format!("{slug}/{word}"), None));
    view! { <ErrorState failure=failure whole_page=true/> {asks.flatten()} }.into_any()
}

/// The page for as long as the viewer may see the place.
fn living(
    page: (StoredValue<Parts>, StoredValue<String>, Finding),
    place: (String, String),
    first: Looked,
    now: Now,
) -> AnyView {
    let gone = Memo::new(move |_| {
        now.with(|now| match now {
            Some(Err(failure)) if is_loss(failure) => Some(failure.clone()),
            _ => None,
        })
    });
    let first = StoredValue::new(first);
    (move || match gone.get() {
        Some(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
        None => untrack(|| body(page, place.clone(), first.get_value(), now)),
    })
    .into_any()
}

fn body(
    (shared, at, finding): (StoredValue<Parts>, StoredValue<String>, Finding),
    place: (String, String),
    first: Looked,
    now: Now,
) -> AnyView {
    let (parts, kind) = (shared.get_value(), first.inside.place());
    let hands_out = first.inside.hands_out();
    let manages = Memo::new(move |_| parts.standing.may(hands_out, kind));
    let here = Here { parts: shared, at, place: kind, manages: manages.into() };
    let looked = RwSignal::new(first);
    // What comes of itself never goes back behind what is shown.
    Effect::new(move |_| {
        if let Some(Ok(newer)) = now.get()
            && newer.seq >= looked.with_untracked(|looked| looked.seq)
        {
            looked.set(newer);
        }
    });
    Effect::new(move |_| {
        looked.with(|looked| {
            let (held, only) = (people::held(here, looked), people::only(here, looked));
            parts.seats.settle(held, looked.seq, only.as_deref());
        });
    });
    let title = Signal::derive(move || looked.with(|looked| looked.inside.name().to_owned()));
    let note = if here.is_project() { "Project" } else { "Workspace" };
    view! {
        {move || crumbs(&place, &parts.slug.get_value(), &looked.get())}
        <PageHeader title=title note=Signal::stored(note.to_owned())>
            <SaveStatus area=parts.seats.area/>
            {move || manages.get().then(|| buttons(parts, looked.with(|it| !it.all_teams.is_empty())))}
        </PageHeader>
        {move || finding.adds.get().filter(|_| manages.get()).map(|adds| adding(here, finding, &adds, looked))}
        <div class="two">
            <div class="stack">{holders(here, finding, looked)}{beside(here, looked)}</div>
            <div class="stack">{details(looked)}{settings(here, looked)}</div>
        </div>
    }
    .into_any()
}

fn crumbs(place: &(String, String), slug: &str, looked: &Looked) -> AnyView {
    let mut places =
        vec![place.clone(), ("Workspaces & projects".to_owned(), workspaces::list_path(slug))];
    if let Inside::Project(Project { workspace: Some(word), .. }) = &looked.inside {
        let above = looked.places.workspaces.iter().find(|it| it.slug == *word);
        places.extend(above.map(|it| (it.name.clone(), workspaces::path(slug, &it.slug))));
    }
    view! { <Breadcrumbs places=places/> }.into_any()
}

fn buttons(parts: Parts, has_teams: bool) -> AnyView {
    let path = parts.path.get_value();
    let team = has_teams
        .then(|| view! { <LinkButton href=format!("{path}?add={TEAM}")>"Add team"</LinkButton> });
    view! {
        {team}
        <LinkButton href=format!("{path}?add=person") look=Look::Primary in_bar=true>"Add person"</LinkButton>
    }
    .into_any()
}

/// The card that adds a person or a team.
fn adding(here: Here, finding: Finding, adds: &str, looked: RwSignal<Looked>) -> AnyView {
    let (roles, teams, name) = looked
        .with_untracked(|it| (it.roles.clone(), it.all_teams.clone(), it.inside.name().to_owned()));
    if adds == TEAM {
        return to_team(here, &roles, &teams);
    }
    let form = move |person| to_person(here, &roles, &person);
    finder(here.parts().path, finding, format!("Add a person to {name}"), Arc::new(form))
}

/// Who holds roles here.
fn holders(here: Here, finding: Finding, looked: RwSignal<Looked>) -> AnyView {
    // Drawn anew only when it says something else.
    let paging = here.parts().paging.get_value();
    let people = Memo::new(move |_| {
        (paging.answered(), looked.with(|looked| Looked { seq: 0, ..looked.clone() }))
    });
    let refused = finding
        .adds
        .with_untracked(Option::is_none)
        .then(|| refused_before(&[Assign::PATH, Revoke::PATH]));
    let known: Known =
        Arc::new(move || looked.with(|it| it.people.is_some().then(|| it.extent.clone())));
    view! {
        <div class="holders stack">
            {refused.flatten()}
            {paging.search(Arc::clone(&known))}
            {move || people.with(|(_, looked)| people::people(here, looked))}
            {paging.steps(known, here.parts().again)}
            {move || people.with(|(_, looked)| people::teams(here, looked))}
        </div>
    }
    .into_any()
}
