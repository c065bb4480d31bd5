//! The list of invitations: how each stands, and what can be done about it.

use super::calls::{Resend, Revoke, list};
use super::card::{Sending, Shown, card, shown};
use super::query::{address, read};
use super::row::draw;
use super::tabs::{Tab, people_tabs};
use super::toolbar::Toolbar;
use crate::Failure;
use crate::address::query_at;
use crate::listing::Listing;
use crate::live::on_signal;
use crate::markup::view;
use crate::organizations::{place_of_page, slug_of_page};
use crate::prelude::*;
use crate::sessions::viewing;
use crate::ui::{
    Breadcrumbs, Column, EmptyState, ErrorState, LinkButton, ListPage, Look, PageHeader, Skeleton,
    Submission, WindowedTable,
};
use fluxward_domain::invitations::{Invitation, InvitationQuery};
use fluxward_domain::live::Signal as News;
use leptos::server_fn::ServerFn;
use std::sync::Arc;

/// Who is invited to one organization.
#[component]
pub fn InvitationsPage() -> AnyView {
    let slug = slug_of_page();
    (move || invited(slug.get())).into_any()
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Parts {
    query: Memo<InvitationQuery>,
    listing: Listing,
    shown: Shown,
    sending: Sending,
}

fn invited(slug: String) -> AnyView {
    let words = query_at(Signal::stored(super::query::path(&slug)));
    let query = Memo::new(move |_| words.with(|words| read(|key| words.get(key))));
    let about = Memo::new(move |_| words.with(|words| words.get("about")?.parse().ok()));
    let help = Memo::new(move |_| words.with(|words| words.get_str("help").is_some()));
    let here = StoredValue::new(slug.clone());
    let question = Memo::new(move |_| address(&here.get_value(), &query.get()));
    let ask = move || Box::pin(asked(here.get_value(), query.get_untracked())) as _;
    let listing = Listing::follow(question, Arc::new(ask));
    let place = place_of_page(&slug);
    let first =
        Resource::new_blocking(|| (), move |()| list(here.get_value(), query.get_untracked()));
    let shown = shown(here, about);
    follow(slug, listing, shown);
    let (resend, revoke) = (Submission::of(Resend::PATH), Submission::of(Revoke::PATH));
    let sending = Sending { slug: here, resend, revoke, help };
    let parts = Parts { query, listing, shown, sending };
    view! {
        <Suspense fallback=|| view! { <PageHeader title="Invitations"/> <Skeleton rows=8/> }>
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

/// Looks again when somebody was invited, came in, or a mail has gone out.
fn follow(slug: String, listing: Listing, shown: Shown) {
    let concerns = move |news: &News| match news {
        News::Member { organization, .. } | News::Organization { organization, .. } => {
            *organization == slug
        }
        _ => false,
    };
    let too = concerns.clone();
    on_signal(move |news| {
        if too(&news) {
            shown.refetch();
        }
    });
    listing.refresh_on(concerns);
}

fn key(invitation: &Invitation) -> String {
    invitation.id.to_string()
}

async fn asked(slug: String, query: InvitationQuery) -> Result<ListPage, Failure> {
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
    let Parts { query, listing, shown, sending } = parts;
    let rows = move || match listing.later() {
        None => table(parts, first.get_value()),
        Some(Ok(page)) => table(parts, page),
        Some(Err(failure)) => {
            view! { <ErrorState failure=failure retry=Callback::new(move |()| listing.ask())/> }
                .into_any()
        }
    };
    let is_asking = listing.is_asking();
    let slug = sending.slug.get_value();
    let (invite, many) =
        (format!("/orgs/{slug}/invitations/new"), format!("/orgs/{slug}/invitations/bulk"));
    let tabs = people_tabs(&slug, Tab::Invitations);
    view! {
        <Breadcrumbs places=vec![place]/>
        <PageHeader title="Invitations">
            <a class="button" href=many>"Invite many"</a>
            <LinkButton href=invite look=Look::Primary in_bar=true>"Invite"</LinkButton>
        </PageHeader>
        {tabs}
        {card(shown, sending)}
        <Toolbar slug=sending.slug query/>
        <div class="listing" class:asking=move || is_asking.get()>{rows}</div>
    }
    .into_any()
}

#[cfg_attr(
    not(feature = "hydrate"),
    expect(clippy::large_types_passed_by_value, reason = "copied into the closures of the page")
)]
fn table(parts: Parts, page: ListPage) -> AnyView {
    let Parts { query, listing, sending, .. } = parts;
    let (query, slug) = (query.get_untracked(), sending.slug);
    listing.shows_nothing(page.rows.is_empty());
    if page.rows.is_empty() {
        return empty(&slug.get_value(), &query);
    }
    let at = query.clone();
    let first_href = query
        .cursor
        .as_ref()
        .map(|_| address(&slug.get_value(), &InvitationQuery { cursor: None, ..query.clone() }));
    let fetch = move |cursor| {
        let query = InvitationQuery { cursor, ..query.clone() };
        listing.heed(Box::pin(asked(slug.get_value(), query)))
    };
    let next = move |cursor: &str| {
        let query = InvitationQuery { cursor: Some(cursor.to_owned()), ..at.clone() };
        address(&slug.get_value(), &query)
    };
    let columns = ["Name", "Status", "Role", "Invited by", "Ends", "Help", "Actions"];
    view! {
        <WindowedTable
            label="Invitations"
            columns=columns.map(Column::new).to_vec()
            first=page
            fetch=Arc::new(fetch)
            row=Arc::new(move |cell| draw(cell, slug, sending.resend))
            handle=listing.handle
            next_href=Arc::new(next)
            nostrip:first_href=first_href
        />
    }
    .into_any()
}

/// Nothing found, or nothing there: says how to go on.
fn empty(slug: &str, query: &InvitationQuery) -> AnyView {
    if query.status.is_some() {
        let action =
            view! { <a class="button" href=super::query::path(slug)>"Clear the filter"</a> };
        return view! { <EmptyState title="No such invitation" advice="Take the filter away, or choose another status." action=action.into_any()/> }.into_any();
    }
    let action = view! { <LinkButton href=format!("/orgs/{slug}/invitations/new") look=Look::Primary>"Invite"</LinkButton> };
    view! { <EmptyState title="Nobody is invited" advice="Invite somebody: they get a link, and stand among the members as Pending until they accept." action=action.into_any()/> }.into_any()
}
