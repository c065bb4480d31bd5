//! The latest activity of one person, as a card on their page.

use super::line::{Place, lines};
use crate::Failure;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Card, EmptyState, ErrorState, Skeleton};
use fluxward_domain::activity::Event;
use fluxward_domain::pages::Page;

/// What the card is given: a page of the log, asked for anew when something happened.
pub(crate) type Latest = Resource<Result<Page<Event>, Failure>>;

/// The latest entries about `about`; `all` leads to the whole log, where there is one.
#[component]
pub(crate) fn ActivityCard(
    /// The entries.
    latest: Latest,
    /// The name of the person.
    about: String,
    /// Whether they are of one organization only.
    #[prop(optional)]
    in_organization: bool,
    /// Where the whole log is.
    #[prop(optional, into)]
    all: Option<String>,
) -> AnyView {
    let place = StoredValue::new(Place { log: None, in_organization, about: Some(about) });
    let corner = all.map(|href| view! { <a href=href>"All activity"</a> }.into_any());
    let body = view! {
        <Transition fallback=|| view! { <Skeleton rows=4/> }>
            {move || Suspend::new(async move { entries(latest.await, &place.get_value()) })}
        </Transition>
    }
    .into_any();
    match corner {
        Some(corner) => {
            view! { <Card id="activity" title="Activity" corner=corner>{body}</Card> }.into_any()
        }
        None => view! { <Card id="activity" title="Activity">{body}</Card> }.into_any(),
    }
}

fn entries(page: Result<Page<Event>, Failure>, place: &Place) -> AnyView {
    match page {
        Ok(page) if page.items.is_empty() => {
            view! { <EmptyState title="Nothing yet" advice="Sign-ins and changes appear here as they happen."/> }
                .into_any()
        }
        Ok(page) => lines(page.items, place),
        Err(failure) => view! { <ErrorState failure=failure/> }.into_any(),
    }
}
