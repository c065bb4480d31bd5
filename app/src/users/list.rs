//! The list of people: its question lives in the address, its rows come as one scrolls.

use super::calls::list;
use super::query::{Column as Sortable, address, is_narrowed, read};
use super::row::Rows;
use super::suspending::suspending_from_list;
use super::toolbar::Toolbar;
use crate::Failure;
use crate::address::query_at;
use crate::listing::Listing;
use crate::markup::view;
use crate::prelude::*;
use crate::sessions::viewing;
use crate::ui::{
    Column, EmptyState, ErrorState, LinkButton, ListPage, Look, PageHeader, SaveStatus, Skeleton,
    WindowedTable,
};
use fluxward_domain::live::Signal as News;
use fluxward_domain::users::{User, UserQuery};
use std::sync::Arc;

/// Everybody on the platform.
#[component]
pub fn UsersPage() -> AnyView {
    let words = query_at(Signal::stored("/users".to_owned()));
    let query = Memo::new(move |_| words.with(|words| read(|key| words.get(key))));
    let question = Memo::new(move |_| address(&query.get()));
    let listing =
        Listing::follow(question, Arc::new(move || Box::pin(asked(query.get_untracked()))));
    listing.refresh_on(|news| matches!(news, News::User { .. }));
    let first = Resource::new_blocking(|| (), move |()| list(query.get_untracked()));
    let rows = Rows::new();
    view! {
        <Suspense fallback=|| view! { <PageHeader title="Users"/> <Skeleton rows=10/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                match first.await {
                    Ok(page) => untrack(|| body(query, listing, rows, ListPage::of(page, key))),
                    Err(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

fn key(user: &User) -> String {
    user.id.to_string()
}

async fn asked(query: UserQuery) -> Result<ListPage, Failure> {
    Ok(ListPage::of(list(query).await?, key))
}

fn body(query: Memo<UserQuery>, listing: Listing, rows: Rows, first: ListPage) -> AnyView {
    let first = StoredValue::new(first);
    (move || match listing.lost() {
        Some(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
        None => content(query, listing, rows, first),
    })
    .into_any()
}

fn content(
    query: Memo<UserQuery>,
    listing: Listing,
    rows: Rows,
    first: StoredValue<ListPage>,
) -> AnyView {
    let shown = move || match listing.later() {
        None => table(&query.get_untracked(), listing, rows, first.get_value()),
        Some(Ok(page)) => table(&query.get_untracked(), listing, rows, page),
        Some(Err(failure)) => {
            view! { <ErrorState failure=failure retry=Callback::new(move |()| listing.ask())/> }
                .into_any()
        }
    };
    let is_asking = listing.is_asking();
    view! {
        <PageHeader title="Users">
            <SaveStatus area=rows.area/>
            <LinkButton href="/users/invite">"Invite user"</LinkButton>
            <LinkButton href="/users/new" look=Look::Primary in_bar=true>"New user"</LinkButton>
        </PageHeader>
        <Toolbar query/>
        <div class="listing" class:asking=move || is_asking.get()>{shown}</div>
        {suspending_from_list(rows.suspending)}
    }
    .into_any()
}

fn table(query: &UserQuery, listing: Listing, rows: Rows, page: ListPage) -> AnyView {
    listing.shows_nothing(page.rows.is_empty());
    if page.rows.is_empty() {
        return empty(query);
    }
    let asked_for = query.clone();
    let at = query.clone();
    let first_href =
        query.cursor.as_ref().map(|_| address(&UserQuery { cursor: None, ..query.clone() }));
    let fetch =
        move |cursor| listing.heed(Box::pin(asked(UserQuery { cursor, ..asked_for.clone() })));
    let next =
        move |cursor: &str| address(&UserQuery { cursor: Some(cursor.to_owned()), ..at.clone() });
    view! {
        <WindowedTable
            label="Users"
            columns=columns(query)
            first=page
            fetch=Arc::new(fetch)
            row=Arc::new(move |cell| rows.draw(cell))
            handle=listing.handle
            next_href=Arc::new(next)
            nostrip:first_href=first_href
        />
    }
    .into_any()
}

fn columns(query: &UserQuery) -> Vec<Column> {
    let sorted = |label, column: Sortable| {
        let to = UserQuery { sort: Some(column.next(query.sort)), cursor: None, ..query.clone() };
        Column::sorted(label, address(&to), column.direction(query.sort))
    };
    vec![
        sorted("Name", Sortable::Name),
        sorted("E-mail", Sortable::Email),
        Column::new("Status"),
        sorted("Last sign-in", Sortable::LastSignIn),
        Column::new("Active"),
    ]
}

/// Nobody found, or nobody there: says how to go on.
fn empty(query: &UserQuery) -> AnyView {
    if is_narrowed(query) {
        let advice = if query.show_all.unwrap_or_default() {
            "Check the spelling, or take a filter away."
        } else {
            "Check the spelling, take a filter away, or press “Show all” to include deactivated people."
        };
        let action =
            view! { <a class="button" href="/users">"Clear search and filters"</a> }.into_any();
        return view! { <EmptyState title="Nobody found" advice=advice action=action/> }.into_any();
    }
    let action = view! { <LinkButton href="/users/new" look=Look::Primary>"New user"</LinkButton> }
        .into_any();
    view! { <EmptyState title="Nobody here yet" advice="Create the first person to begin." action=action/> }.into_any()
}
