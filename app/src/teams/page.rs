//! One team: who is in it, what it holds, its settings.

use super::calls::{Join, Leave, Looked, look};
use super::members::{self, joining};
use super::roles::{self, first_choice, giving};
use super::settings::{deletion, naming};
use super::{list_path, path};
use crate::Failure;
use crate::access::Choosing;
use crate::access::planned::Planned;
use crate::address::query_at;
use crate::grants::calls::{Assign, Revoke};
use crate::grants::{
    Finding, Known, Paging, Parts, Seats, Standing, finder, found, refused_before,
};
use crate::listing::{is_loss, look_on};
use crate::markup::view;
use crate::organizations::{place_of_page, slug_of_page};
use crate::prelude::*;
use crate::router::{Words, use_params_map};
use crate::sessions::viewing;
use crate::ui::{
    Breadcrumbs, ErrorState, LinkButton, Look, PageHeader, SaveStatus, Skeleton, Submission,
};
use fluxward_domain::access::Place;
use fluxward_domain::live::Signal as News;
use fluxward_domain::permissions::Permission;
use leptos::server_fn::ServerFn;
use std::sync::Arc;

/// The word of the address that adds a role.
const ROLE: &str = "role";

/// One team.
#[component]
pub fn TeamPage() -> AnyView {
    let (slug, params) = (slug_of_page(), use_params_map());
    let team = Memo::new(move |_| params.with(|params| params.get("team").unwrap_or_default()));
    (move || team_of(slug.get(), team.get())).into_any()
}

/// What came after the first look.
type Now = RwSignal<Option<Result<Looked, Failure>>>;

/// The page of one team. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Here {
    parts: StoredValue<Parts>,
    /// The team's slug.
    pub(super) team: StoredValue<String>,
    /// Whether the person at the page changes teams here.
    pub(super) manages: Signal<bool>,
}

impl Here {
    /// What the parts of the page share.
    pub(super) fn parts(self) -> Parts {
        self.parts.get_value()
    }
}

fn team_of(slug: String, team: String) -> AnyView {
    let path = path(&slug, &team);
    let words = query_at(Signal::stored(path.clone()));
    let place = place_of_page(&slug);
    let (here, team) = (StoredValue::new(slug.clone()), StoredValue::new(team));
    let path = StoredValue::new(path);
    let paging = Paging::new(path, words);
    let first = Resource::new_blocking(
        || (),
        move |()| {
            let (search, cursor) = (paging.word("search"), paging.word("cursor"));
            look(here.get_value(), team.get_value(), search, cursor)
        },
    );
    let now = Now::new(None);
    let seats = Seats::new(here);
    let again = paging.asking(seats, move || {
        let (slug, team) = (here.try_get_value()?, team.try_get_value()?);
        let looking = look(slug, team, paging.word("search"), paging.word("cursor"));
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
    let standing = Standing::new(here);
    let manages = Memo::new(move |_| standing.may(&[Permission::TeamsManage], Place::Organization));
    let parts = Parts {
        slug: here,
        path,
        standing,
        seats,
        paging: StoredValue::new(paging),
        choosing: choosing((here, team), words, first),
        again,
    };
    let page = Here { parts: StoredValue::new(parts), team, manages: manages.into() };
    let finding = Finding::new(here, StoredValue::new("organization/".to_owned()), words);
    view! {
        <Suspense fallback=|| view! { <PageHeader title="…"/> <Skeleton rows=8/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                let place = place.await;
                match first.await {
                    Ok(looked) => untrack(|| living((page, finding), place, looked, now)),
                    Err(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

/// What the form that is open would do.
fn choosing(
    (slug, team): (StoredValue<String>, StoredValue<String>),
    words: Memo<Words>,
    first: Resource<Result<Looked, Failure>>,
) -> Choosing {
    let (viewing, standing) = (viewing(), Standing::new(slug));
    let entered = StoredValue::new(Submission::of(Assign::PATH).entered("at"));
    Choosing::new(Parts::open_form(words), move |open| async move {
        let (here, team) = (slug.try_get_value()?, team.try_get_value()?);
        if open != ROLE {
            return Some(Planned::Seat { slug: here, team, id: open.parse().ok()? });
        }
        viewing.ready().await;
        let looked = first.await.ok()?;
        let entered = entered.try_get_value()?;
        untrack(|| first_choice(standing, &looked, entered, here))
    })
}

/// The page for as long as the team is there, and the viewer may see it.
fn living(page: (Here, Finding), place: (String, String), first: Looked, now: Now) -> AnyView {
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
    (here, finding): (Here, Finding),
    place: (String, String),
    first: Looked,
    now: Now,
) -> AnyView {
    let (parts, manages) = (here.parts(), here.manages);
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
            let mut held = members::held(here, looked);
            held.extend(roles::held(here, looked));
            let only = members::only(here, looked);
            parts.seats.settle(held, looked.seq, only.as_deref());
        });
    });
    // Drawn anew only when it says something else.
    let paging = parts.paging.get_value();
    let shown = Memo::new(move |_| looked.with(|looked| Looked { seq: 0, ..looked.clone() }));
    let people = Memo::new(move |_| (paging.answered(), shown.get()));
    let known: Known = Arc::new(move || Some(looked.with(|looked| looked.extent.clone())));
    let title = Signal::derive(move || looked.with(|looked| looked.team.name.clone()));
    let teams = ("Teams".to_owned(), list_path(&parts.slug.get_value()));
    let refused = finding
        .adds
        .with_untracked(Option::is_none)
        .then(|| refused_before(&[Assign::PATH, Revoke::PATH, Join::PATH, Leave::PATH]));
    view! {
        <Breadcrumbs places=vec![place, teams]/>
        <PageHeader title=title note=Signal::stored("Team".to_owned())>
            <SaveStatus area=parts.seats.area/>
            {move || manages.get().then(|| buttons(parts))}
        </PageHeader>
        {move || finding.adds.get().filter(|_| manages.get()).map(|adds| adding(here, finding, &adds, looked))}
        {refused.flatten()}
        <div class="two">
            <div class="stack">
                <div class="holders stack">
                    {paging.search(Arc::clone(&known))}
                    {move || people.with(|(_, looked)| members::table(here, looked))}
                    {paging.steps(known, parts.again)}
                </div>
                {roles::card(here, shown)}
            </div>
            <div class="stack">{settings(here, looked)}</div>
        </div>
    }
    .into_any()
}

fn buttons(parts: Parts) -> AnyView {
    let path = parts.path.get_value();
    view! {
        <LinkButton href=format!("{path}?add={ROLE}")>"Add role"</LinkButton>
        <LinkButton href=format!("{path}?add=person") look=Look::Primary in_bar=true>"Add person"</LinkButton>
    }
    .into_any()
}

/// The card that adds a person or a role.
fn adding(here: Here, finding: Finding, adds: &str, looked: RwSignal<Looked>) -> AnyView {
    if adds == ROLE {
        return looked.with_untracked(|looked| giving(here, looked));
    }
    let name = looked.with_untracked(|looked| looked.team.name.clone());
    let form = move |person| joining(here, &person);
    finder(here.parts().path, finding, format!("Add a person to {name}"), Arc::new(form))
}

/// The settings, made anew only when they say something else.
fn settings(here: Here, looked: RwSignal<Looked>) -> AnyView {
    let team = Memo::new(move |_| {
        looked.with(|it| (it.team.name.clone(), it.team.slug.clone(), it.team.version))
    });
    let cards = move || {
        here.manages.get().then(|| {
            let (name, slug, version) = team.get();
            let deletion = deletion(here.parts(), &name, &slug);
            view! { {naming(here.parts(), name, slug, version)}{deletion} }
        })
    };
    cards.into_any()
}
