//! A list of any length with at most sixty rows in the document.

use super::rows::{Cell, ListPage, RowView};
use super::{Column, head};
use crate::Failure;
use crate::wire::Task;
use leptos::prelude::*;
use std::sync::Arc;

/// How the page at a cursor is asked for; the first page without one.
pub type Fetch = Arc<dyn Fn(Option<String>) -> Task<Result<ListPage, Failure>> + Send + Sync>;

/// What a page can do with its table.
#[derive(Clone, Copy)]
pub struct TableHandle {
    refreshes: RwSignal<u32>,
}

impl Default for TableHandle {
    fn default() -> Self {
        Self::new()
    }
}

impl TableHandle {
    /// A handle, to be given to one table.
    pub fn new() -> Self {
        Self { refreshes: RwSignal::new(0) }
    }

    /// Asks again for what is on screen, and puts what changed in its place.
    pub fn refresh(self) {
        self.refreshes.try_update(|count| *count = count.wrapping_add(1));
    }
}

/// A long list.
#[component]
pub fn WindowedTable(
    /// Its accessible name: "Users", "Members".
    label: &'static str,
    /// The columns.
    columns: Vec<Column>,
    /// The first page of it, or the page at the address' cursor.
    first: ListPage,
    /// How further pages are asked for.
    fetch: Fetch,
    /// How a row is drawn.
    row: RowView,
    /// What the page holds on to.
    handle: TableHandle,
    /// The address of the page at a cursor, for browsers without scripts.
    next_href: Arc<dyn Fn(&str) -> String + Send + Sync>,
    /// The address of the first page, when this is a later one.
    #[prop(optional, into)]
    first_href: Option<String>,
) -> AnyView {
    let _ = (fetch, handle);
    let next = first.next_cursor.as_deref().map(|cursor| next_href(cursor));
    let rows = first.rows.into_iter().map(|data| view! { <tr>{row(Cell::new(data))}</tr> }).collect::<Vec<_>>();
    view! {
        <table class="list" aria-label=label>
            {head(columns)}
            <tbody>{rows}</tbody>
        </table>
        <div class="list-foot">
            {first_href.map(|href| view! { <a href=href>"First page"</a> })}
            {next.map(|href| view! { <a href=href>"Next page"</a> })}
        </div>
    }
    .into_any()
}
