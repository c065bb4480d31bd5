//! The organizations that the viewer can see: all of them for platform administrators.

use super::calls::list;
use crate::Failure;
use crate::address::{Address, query_at};
use crate::listing::Listing;
use crate::markup::view;
use crate::prelude::*;
use crate::sessions::viewing;
use crate::ui::table::Cell;
use crate::ui::{
    Avatar, Column, EmptyState, ErrorState, LinkButton, ListPage, Look, PageHeader, Skeleton, Time,
    WindowedTable,
};
use fluxward_domain::live::Signal as News;
use fluxward_domain::organizations::{Organization, OrganizationQuery};
use std::sync::Arc;

/// All organizations.
#[component]
pub fn OrganizationsPage() -> AnyView {
    let words = query_at(Signal::stored("/orgs".to_owned()));
    let cursor = Memo::new(move |_| words.with(|words| words.get("cursor")));
    let question = Memo::new(move |_| cursor.get().unwrap_or_default());
    let listing =
        Listing::follow(question, Arc::new(move || Box::pin(asked(cursor.get_untracked()))));
    listing.refresh_on(|news| matches!(news, News::Organization { .. }));
    let first = Resource::new_blocking(|| (), move |()| list(query(cursor.get_untracked())));
    view! {
        <Suspense fallback=|| view! { <PageHeader title="Organizations"/> <Skeleton rows=6/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                match first.await {
                    Ok(page) => untrack(|| body(cursor, listing, ListPage::of(page, key))),
                    Err(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

fn key(organization: &Organization) -> String {
    organization.id.to_string()
}

fn query(cursor: Option<String>) -> OrganizationQuery {
    OrganizationQuery { limit: None, cursor }
}

async fn asked(cursor: Option<String>) -> Result<ListPage, Failure> {
    Ok(ListPage::of(list(query(cursor)).await?, key))
}

fn body(cursor: Memo<Option<String>>, listing: Listing, first: ListPage) -> AnyView {
    let first = StoredValue::new(first);
    (move || match listing.lost() {
        Some(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
        None => content(cursor, listing, first),
    })
    .into_any()
}

fn content(
    cursor: Memo<Option<String>>,
    listing: Listing,
    first: StoredValue<ListPage>,
) -> AnyView {
    let shown = move || match listing.later() {
        None => table(cursor.get_untracked(), listing, first.get_value()),
        Some(Ok(page)) => table(cursor.get_untracked(), listing, page),
        Some(Err(failure)) => {
            view! { <ErrorState failure=failure retry=Callback::new(move |()| listing.ask())/> }
                .into_any()
        }
    };
    let creates = move || viewing().get().is_some_and(|viewer| viewer.creates_organizations);
    view! {
        <PageHeader title="Organizations">
            {move || creates().then(new_button)}
        </PageHeader>
        {shown}
    }
    .into_any()
}

fn new_button() -> AnyView {
    view! { <LinkButton href="/orgs/new" look=Look::Primary in_bar=true>"New organization"</LinkButton> }.into_any()
}

fn table(cursor: Option<String>, listing: Listing, page: ListPage) -> AnyView {
    listing.shows_nothing(page.rows.is_empty());
    if page.rows.is_empty() {
        return view! {
            <EmptyState title="No organization yet" advice="You see the organizations that you belong to. Create one, or ask to be added to one."/>
        }
        .into_any();
    }
    let next = |cursor: &str| Address::of("/orgs").with("cursor", Some(cursor)).into();
    let first_href = cursor.map(|_| "/orgs".to_owned());
    view! {
        <WindowedTable
            label="Organizations"
            columns=vec![Column::new("Name"), Column::new("Address"), Column::new("Members"), Column::new("Created")]
            first=page
            fetch=Arc::new(move |cursor| listing.heed(Box::pin(asked(cursor))))
            row=Arc::new(row)
            handle=listing.handle
            next_href=Arc::new(next)
            nostrip:first_href=first_href
        />
    }
    .into_any()
}

fn row(cell: Cell) -> AnyView {
    let place = move || cell.get::<Organization>();
    let name = move || {
        let place = place();
        view! {
            <div class="who">
                <Avatar name=place.name.clone()/>
                <span><a href=format!("/orgs/{}", place.slug)>{place.name.clone()}</a></span>
            </div>
        }
    };
    view! {
        <td class="wide">{name}</td>
        <td class="soft">{move || place().slug.clone()}</td>
        <td class="number">{move || place().members}</td>
        <td class="hide soft"><Time at=Signal::derive(move || place().created_at)/></td>
    }
    .into_any()
}
