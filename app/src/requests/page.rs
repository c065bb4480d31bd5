//! The queue: what waits for the viewer, the viewer's own, and what was decided.
//!
//! Which list and which request is being decided stand in the address: it works without scripts
//! and survives Back. What is being entered stays while the list changes around it.

use super::calls::{Decide, Listed, Withdraw, list};
use super::deciding::deciding;
use super::item::{Items, item};
use super::path;
use super::query::{Show, address};
use crate::Failure;
use crate::address::query_at;
use crate::grants::refused_before;
use crate::listing::{is_loss, look_on};
use crate::markup::view;
use crate::organizations::{place_of_page, slug_of_page};
use crate::prelude::*;
use crate::sessions::viewing;
use crate::ui::{
    Breadcrumbs, EmptyState, ErrorState, LinkButton, Look, PageHeader, Skeleton, Tabs,
};
use fluxward_domain::live::Signal as News;
use fluxward_domain::requests::AccessRequest;
use leptos::server_fn::ServerFn;

/// The requests of one organization.
#[component]
pub fn RequestsPage() -> AnyView {
    let slug = slug_of_page();
    (move || of_organization(slug.get())).into_any()
}

/// What came after the first look.
type Now = RwSignal<Option<Result<Listed, Failure>>>;

fn of_organization(slug: String) -> AnyView {
    let own = path(&slug);
    let words = query_at(Signal::stored(own.clone()));
    let show = Memo::new(move |_| words.with(|words| words.get("show").unwrap_or_default()));
    let decides = Memo::new(move |_| words.with(|words| words.get("decide").unwrap_or_default()));
    let place = place_of_page(&slug);
    let here = StoredValue::new(slug.clone());
    let first =
        Resource::new_blocking(|| (), move |()| list(here.get_value(), show.get_untracked()));
    let now = Now::new(None);
    let again = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            let (Some(slug), Some(asked)) = (here.try_get_value(), show.try_get_untracked()) else {
                return;
            };
            let found = list(slug, asked.clone()).await;
            // Another list may be looked at by now.
            if show.try_get_untracked() == Some(asked) {
                now.try_set(Some(found));
            }
        });
    });
    Effect::new(move |before: Option<String>| {
        let show = show.get();
        if before.is_some_and(|before| before != show) {
            again.run(());
        }
        show
    });
    look_on(
        move |news| match news {
            News::Organization { organization, .. } | News::Member { organization, .. } => {
                *organization == slug
            }
            _ => false,
        },
        again,
    );
    let parts = (here, StoredValue::new(own), again);
    view! {
        <Suspense fallback=|| view! { <PageHeader title="Access requests"/> <Skeleton rows=6/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                let place = place.await;
                match first.await {
                    Ok(listed) => untrack(|| body(parts, place, listed, (now, decides))),
                    Err(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

/// Slug, path, and asking again.
type Parts = (StoredValue<String>, StoredValue<String>, Callback<()>);

fn body(
    (slug, path, again): Parts,
    place: (String, String),
    first: Listed,
    (now, decides): (Now, Memo<String>),
) -> AnyView {
    let looked = Memo::new(move |before: Option<&Result<Listed, Failure>>| {
        match (now.get(), before) {
            (None, _) => Ok(first.clone()),
            // What fails on the way leaves the list where it is.
            (Some(Err(failure)), Some(before)) if !is_loss(&failure) => before.clone(),
            (Some(answer), _) => answer,
        }
    });
    let which = Memo::new(move |_| {
        looked.with(|looked| {
            let shown = looked.as_ref().ok().and_then(|listed| Show::read(&listed.show));
            shown.unwrap_or_default()
        })
    });
    let items = move |show| Items { slug, path, show, again };
    let chosen = Memo::new(move |_| {
        let id = decides.get();
        looked.with(|looked| {
            let found = looked.as_ref().ok()?.requests.iter();
            found.filter(|it| it.decidable).find(|it| it.id.to_string() == id).cloned()
        })
    });
    let card =
        move || chosen.get().map(|request| untrack(|| deciding(items(which.get()), &request)));
    let content = move || match looked.get() {
        Ok(listed) => {
            let show = Show::read(&listed.show).unwrap_or_default();
            untrack(|| shown(items(show), &listed.requests))
        }
        Err(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
    };
    let ask = format!("{}/new", path.get_value());
    view! {
        <Breadcrumbs places=vec![place]/>
        <PageHeader title="Access requests">
            <LinkButton href=ask look=Look::Primary in_bar=true>"Ask for access"</LinkButton>
        </PageHeader>
        {move || tabs(&path.get_value(), which.get())}
        {refused_before(&[Withdraw::PATH, Decide::PATH])}
        <div class="stack">{card} {content}</div>
    }
    .into_any()
}

fn tabs(path: &str, which: Show) -> AnyView {
    let pages = Show::ALL
        .into_iter()
        .map(|show| (show.name().to_owned(), address(path, show.word(), None), show == which))
        .collect();
    view! { <Tabs label="Which requests" pages=pages/> }.into_any()
}

fn shown(items: Items, requests: &[AccessRequest]) -> AnyView {
    if requests.is_empty() {
        let (title, advice) = match items.show {
            Show::Waiting => (
                "Nothing waits for you",
                "What others ask for, and you may give, stands here. You never decide about your own requests.",
            ),
            Show::Mine => (
                "You have asked for nothing yet",
                "Ask for a role with a reason, and whoever may give it decides.",
            ),
            Show::Decided => (
                "Nothing was decided yet",
                "What was granted, declined or taken back stands here afterwards.",
            ),
        };
        return view! { <EmptyState title=title advice=advice/> }.into_any();
    }
    let rows = requests.iter().map(|request| item(items, request)).collect::<Vec<_>>();
    view! {
        <section class="card" aria-label=items.show.name()><ul class="items">{rows}</ul></section>
    }
    .into_any()
}
