//! The list of members: like the list of people, with the role in the row.

use super::add::{Adding, add_member};
use super::calls::list;
use super::controls::AllControls;
use super::query::{address, is_narrowed, read};
use super::role_dialog::{Asking, role_dialog};
use super::row::draw;
use super::toolbar::Toolbar;
use crate::Failure;
use crate::address::query_at;
use crate::bulk::select_path;
use crate::invitations::{Tab, people_tabs};
use crate::listing::Listing;
use crate::markup::view;
use crate::organizations::{place_of_page, slug_of_page};
use crate::prelude::*;
use crate::router::path;
use crate::sessions::viewing;
use crate::ui::{
    Breadcrumbs, Column, EmptyState, ErrorState, LinkButton, ListPage, Look, PageHeader,
    SaveStatus, Skeleton, WindowedTable,
};
use fluxward_domain::live::Signal as News;
use fluxward_domain::members::{Member, MemberQuery};
use fluxward_domain::permissions::Permission;
use std::sync::Arc;

/// The people of one organization; also at its settings.
#[component]
pub fn MembersPage() -> AnyView {
    let slug = slug_of_page();
    let in_settings = path().with_untracked(|path| path.ends_with("/settings/members"));
    (move || people(slug.get(), in_settings)).into_any()
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Parts {
    path: StoredValue<String>,
    query: Memo<MemberQuery>,
    listing: Listing,
    controls: AllControls,
    asking: RwSignal<Option<Asking>>,
    adding: Adding,
}

fn people(slug: String, in_settings: bool) -> AnyView {
    let path = format!("/orgs/{slug}/{}", if in_settings { "settings/members" } else { "members" });
    let words = query_at(Signal::stored(path.clone()));
    let query = Memo::new(move |_| words.with(|words| read(|key| words.get(key))));
    let path = StoredValue::new(path);
    let here = StoredValue::new(slug.clone());
    let question = Memo::new(move |_| address(&path.get_value(), &query.get()));
    let ask = move || Box::pin(asked(here.get_value(), query.get_untracked())) as _;
    let listing = Listing::follow(question, Arc::new(ask));
    let place = place_of_page(&slug);
    let first =
        Resource::new_blocking(|| (), move |()| list(here.get_value(), query.get_untracked()));
    let concerned = slug.clone();
    listing.refresh_on(move |news| match news {
        News::Member { organization, .. } => *organization == concerned,
        News::User { .. } => true,
        _ => false,
    });
    let adding = Adding::new(here, path, words);
    let (controls, asking) = (AllControls::new(slug), RwSignal::new(None));
    let parts = Parts { path, query, listing, controls, asking, adding };
    view! {
        <Suspense fallback=|| view! { <PageHeader title="Members"/> <Skeleton rows=10/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                let place = place.await;
                match first.await {
                    Ok(page) => untrack(|| body(parts, place, ListPage::of(page, key))),
                    Err(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

fn key(member: &Member) -> String {
    member.user.id.to_string()
}

async fn asked(slug: String, query: MemberQuery) -> Result<ListPage, Failure> {
    Ok(ListPage::of(list(slug, query).await?, key))
}

#[cfg_attr(
    not(feature = "hydrate"),
    expect(clippy::large_types_passed_by_value, reason = "copied into the closures of the page")
)]
fn body(parts: Parts, place: (String, String), first: ListPage) -> AnyView {
    let (place, first) = (StoredValue::new(place), StoredValue::new(first));
    (move || match parts.listing.lost() {
        Some(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
        None => content(parts, place.get_value(), first),
    })
    .into_any()
}

#[cfg_attr(
    not(feature = "hydrate"),
    expect(clippy::large_types_passed_by_value, reason = "copied into the closures of the page")
)]
fn content(parts: Parts, place: (String, String), first: StoredValue<ListPage>) -> AnyView {
    let Parts { path, query, listing, controls, asking, adding } = parts;
    let card = move || adding.is_on.get().then(|| untrack(|| add_member(adding)));
    let shown = move || match listing.later() {
        None => table(parts, first.get_value()),
        Some(Ok(page)) => table(parts, page),
        Some(Err(failure)) => {
            view! { <ErrorState failure=failure retry=Callback::new(move |()| listing.ask())/> }
                .into_any()
        }
    };
    let is_asking = listing.is_asking();
    let slug = controls.slug.get_value();
    let here = slug.clone();
    let adds = move || viewing().may(Permission::UsersManage, &here);
    let here = slug.clone();
    let invites =
        move || viewing().may(Permission::UsersInvite, &here).then(|| invite_button(&here));
    let here = slug.clone();
    let selects = move || {
        viewing()
            .may(Permission::UsersManage, &here)
            .then(|| query.with(|query| select_button(&here, query)))
    };
    let here = slug.clone();
    let imports = move || {
        let may = |permission| viewing().may(permission, &here);
        (may(Permission::UsersManage) || may(Permission::UsersInvite)).then(|| import_button(&here))
    };
    let tabs = people_tabs(&slug, Tab::People);
    view! {
        <Breadcrumbs places=vec![place]/>
        <PageHeader title="Members">
            <SaveStatus area=controls.area/>
            {selects}
            {move || adds().then(|| add_button(&path.get_value()))}
            {imports}
            {invites}
        </PageHeader>
        {tabs}
        {card}
        <Toolbar path query/>
        <div class="listing" class:asking=move || is_asking.get()>{shown}</div>
        {role_dialog(asking)}
    }
    .into_any()
}

/// Leads to the same list with a box in each row.
fn select_button(slug: &str, query: &MemberQuery) -> AnyView {
    let query = MemberQuery { cursor: None, ..query.clone() };
    let href = address(&select_path(slug), &query);
    view! { <LinkButton href=href>"Select"</LinkButton> }.into_any()
}

fn add_button(path: &str) -> AnyView {
    view! { <LinkButton href=format!("{path}?add=true")>"Add member"</LinkButton> }.into_any()
}

fn import_button(slug: &str) -> AnyView {
    view! { <LinkButton href=format!("/orgs/{slug}/members/import")>"Import"</LinkButton> }
        .into_any()
}

fn invite_button(slug: &str) -> AnyView {
    view! { <LinkButton href=format!("/orgs/{slug}/invitations/new") look=Look::Primary in_bar=true>"Invite"</LinkButton> }.into_any()
}

#[cfg_attr(
    not(feature = "hydrate"),
    expect(clippy::large_types_passed_by_value, reason = "copied into the closures of the page")
)]
fn table(parts: Parts, page: ListPage) -> AnyView {
    let Parts { path, query, listing, controls, asking, .. } = parts;
    let query = query.get_untracked();
    listing.shows_nothing(page.rows.is_empty());
    if page.rows.is_empty() {
        return empty(&path.get_value(), &query);
    }
    let at = query.clone();
    let first_href = query
        .cursor
        .as_ref()
        .map(|_| address(&path.get_value(), &MemberQuery { cursor: None, ..query.clone() }));
    let fetch = move |cursor| {
        listing.heed(Box::pin(asked(
            controls.slug.get_value(),
            MemberQuery { cursor, ..query.clone() },
        )))
    };
    let next = move |cursor: &str| {
        address(&path.get_value(), &MemberQuery { cursor: Some(cursor.to_owned()), ..at.clone() })
    };
    let columns =
        ["Name", "Status", "Role", "Privileges", "Last sign-in", "Active"].map(Column::new);
    view! {
        <WindowedTable
            label="Members"
            columns=columns.to_vec()
            first=page
            fetch=Arc::new(fetch)
            row=Arc::new(move |cell| draw(cell, controls, asking))
            handle=listing.handle
            next_href=Arc::new(next)
            nostrip:first_href=first_href
        />
    }
    .into_any()
}

/// Nobody found, or nobody there: says how to go on.
fn empty(path: &str, query: &MemberQuery) -> AnyView {
    if !is_narrowed(query) {
        return view! { <EmptyState title="Nobody here yet" advice="Invite the first member to begin."/> }.into_any();
    }
    let advice = if query.show_all.unwrap_or_default() {
        "Check the spelling, or take a filter away."
    } else {
        "Check the spelling, take a filter away, or press “Show all” to include deactivated people."
    };
    let action =
        view! { <a class="button" href=path.to_owned()>"Clear search and filters"</a> }.into_any();
    view! { <EmptyState title="Nobody found" advice=advice action=action/> }.into_any()
}
