//! The log as a page: of the platform, and of one organization.

use super::calls::list;
use super::filters::{Filters, only};
use super::line::{Place, lines};
use super::query::{address, is_narrowed, read};
use crate::address::query_at;
use crate::live::on_signal;
use crate::markup::view;
use crate::prelude::*;
use crate::router::use_params_map;
use crate::sessions::viewing;
use crate::ui::{EmptyState, ErrorState, PageHeader, Skeleton};
use fluxward_domain::activity::{ActivityQuery, Event};
use fluxward_domain::live::Signal as News;
use fluxward_domain::pages::Page;

/// What happened on the whole platform.
#[component]
pub fn ActivityPage() -> AnyView {
    log("/activity".to_owned(), None)
}

/// What happened in one organization.
#[component]
pub fn OrganizationActivityPage() -> AnyView {
    let params = use_params_map();
    let slug = Memo::new(move |_| params.with(|params| params.get("slug").unwrap_or_default()));
    (move || {
        let slug = slug.get();
        log(format!("/orgs/{slug}/activity"), Some(slug))
    })
    .into_any()
}

fn log(path: String, organization: Option<String>) -> AnyView {
    let words = query_at(Signal::stored(path.clone()));
    let place =
        Place { log: Some(path.clone()), in_organization: organization.is_some(), about: None };
    let query =
        Memo::new(move |_| words.with(|words| read(organization.clone(), |key| words.get(key))));
    let page = Resource::new(move || query.get(), list);
    let context = StoredValue::new((path, place));
    on_signal(move |news| {
        if matches!(news, News::Access { .. }) {
            page.refetch();
        }
    });
    view! {
        <Transition fallback=|| view! { <PageHeader title="Activity"/> <Skeleton rows=10/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                let (path, place) = context.get_value();
                match page.await {
                    Ok(page) => view! {
                        <PageHeader title="Activity"/>
                        <Filters path=path.clone() query/>
                        {entries(page, &path, &place, &query.get_untracked())}
                    }
                    .into_any(),
                    Err(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn entries(page: Page<Event>, path: &str, place: &Place, query: &ActivityQuery) -> AnyView {
    let only = only(path, query, &page.items);
    let list = if page.items.is_empty() { empty(path, query) } else { lines(page.items, place) };
    view! {
        {only}
        <section class="card log" aria-label="Activity">{list}</section>
        {steps(path, query, page.next_cursor)}
    }
    .into_any()
}

fn empty(path: &str, query: &ActivityQuery) -> AnyView {
    if is_narrowed(query) {
        let all = path.to_owned();
        let action = view! { <a class="button" href=all>"Show everything"</a> }.into_any();
        return view! {
            <EmptyState title="Nothing like this happened" advice="Choose another kind of entry, or show everything." action=action/>
        }
        .into_any();
    }
    view! { <EmptyState title="Nothing yet" advice="Sign-ins and changes appear here as they happen."/> }.into_any()
}

/// Older and newest: ways through the pages of the log.
fn steps(path: &str, query: &ActivityQuery, next: Option<String>) -> AnyView {
    let at = |cursor| address(path, &ActivityQuery { cursor, ..query.clone() });
    let newest = query.cursor.is_some().then(|| {
        view! { <a class="button" href=at(None)>"Newest"</a> }
    });
    let older = next.map(|cursor| view! { <a class="button" href=at(Some(cursor))>"Older"</a> });
    view! { <nav class="steps" aria-label="Pages">{newest}{older}</nav> }.into_any()
}
