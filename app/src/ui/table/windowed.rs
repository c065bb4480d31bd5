//! A list of any length with at most sixty rows in the document.

use super::kept::Keeper;
use super::rows::{Kept, ListPage, RowView};
use super::{Column, head};
use crate::Failure;
use crate::markup::{IntoNode, Item, keyed, view};
use crate::prelude::*;
use crate::ui::button::{Button, Look};
use crate::wire::Task;
use std::ops::Range;
use std::sync::Arc;

/// How the page at a cursor is asked for; the first page without one.
pub type Fetch = Arc<dyn Fn(Option<String>) -> Task<Result<ListPage, Failure>> + Send + Sync>;

/// What a page can do with its table.
#[derive(Clone, Copy)]
pub struct TableHandle(pub(super) RwSignal<u32>);

impl Default for TableHandle {
    fn default() -> Self {
        Self::new()
    }
}

impl TableHandle {
    /// A handle, to be given to one table.
    pub fn new() -> Self {
        Self(RwSignal::new(0))
    }

    /// Asks again for what is on screen, and puts what changed in its place.
    pub fn refresh(self) {
        self.0.try_update(|count| *count = count.wrapping_add(1));
    }
}

/// What the table shows at this moment.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    /// The rows in the document.
    pub(super) rows: RwSignal<Vec<Kept>>,
    /// The rows that can be seen; all that are there, before anything was scrolled.
    pub(super) visible: RwSignal<Range<usize>>,
    /// How many there are in all.
    pub(super) total: RwSignal<Option<i64>>,
    /// Whether a page is on its way.
    pub(super) loading: RwSignal<bool>,
    /// Why the last page did not come.
    pub(super) failure: RwSignal<Option<Failure>>,
    /// The table's body, and the empty spaces above and below the drawn rows.
    pub(super) nodes: Nodes,
}

#[derive(Clone, Copy)]
pub(super) struct Nodes {
    pub(super) body: NodeRef<leptos::html::Tbody>,
    pub(super) above: NodeRef<leptos::html::Td>,
    pub(super) below: NodeRef<leptos::html::Td>,
    /// Height of a row as last measured, in pixels.
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only the browser scrolls"))]
    pub(super) row: StoredValue<f64>,
}

/// The whole table may be taken away while one of its parts waits to be drawn anew, when the right
/// to see it is gone: what its parts read may be no more.
impl Shown {
    fn total(self) -> Option<i64> {
        self.total.try_get().flatten()
    }

    fn is_loading(self) -> bool {
        self.loading.try_get().unwrap_or_default()
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
    let next = first.next_cursor.as_deref().map(|cursor| next_href(cursor));
    let knows_position = first_href.is_none();
    let width = columns.len().to_string();
    let keeper = Keeper::new(first, fetch);
    // A table that takes another's place in the document makes its rows anew: those of the other
    // are gone with their owner.
    let instance = keeper.instance();
    let shown = keeper.shown();
    super::scrolling::follow(&keeper, handle);
    let count = move || shown.total().map_or(-1, |total| total + 1).to_string();
    view! {
        <table class="list windowed" role="table" aria-label=label aria-rowcount=count aria-busy=move || shown.is_loading().then_some("true")>
            {head(columns)}
            <tbody role="rowgroup" node_ref=shown.nodes.body>
                <tr class="space" aria-hidden="true"><td node_ref=shown.nodes.above colspan=width.clone()></td></tr>
                {keyed(move || drawn(shown, instance, &row))}
                <tr class="space" aria-hidden="true"><td node_ref=shown.nodes.below colspan=width></td></tr>
            </tbody>
        </table>
        {foot(shown, keeper, knows_position, first_href, next)}
    }
    .into_any()
}

fn drawn(shown: Shown, instance: u32, row: &RowView) -> Vec<Item> {
    let item = |kept: Kept| -> Item {
        let row = row.clone();
        let key = format!("{instance}-{}", kept.key);
        (key, Box::new(move || drawn_row(&kept, &row).into_node()))
    };
    shown.rows.try_get().unwrap_or_default().into_iter().map(item).collect()
}

fn drawn_row(kept: &Kept, row: &RowView) -> AnyView {
    let number = kept.number.clone();
    // The heading is the first row (WAI-ARIA 1.2, aria-rowindex).
    view! { <tr role="row" aria-rowindex=move || (number.get() + 2).to_string()>{row(kept.cell())}</tr> }.into_any()
}

/// Where one is in the list, and the ways on without scripts.
fn foot(
    shown: Shown,
    keeper: Keeper,
    knows_position: bool,
    first: Option<String>,
    next: Option<String>,
) -> AnyView {
    let position = move || {
        let visible = shown.visible.try_get().unwrap_or_default();
        position(&visible, shown.total(), knows_position)
    };
    let links = [(first, "First page"), (next, "Next page")]
        .into_iter()
        .filter_map(|(href, text)| {
            href.map(|href| view! { <a class="button" href=href>{text}</a> })
        })
        .collect::<Vec<_>>();
    let failed = move || {
        shown.failure.try_get().flatten().map(|failure| {
            let keeper = keeper.clone();
            view! {
                <span class="not-saved" role="alert">{failure.to_string()}</span>
                <Button look=Look::Quiet on_click=Callback::new(move |()| keeper.load_next())>"Try again"</Button>
            }
        })
    };
    view! {
        <div class="list-foot">
            <span>{position}</span>
            {failed}
            <span class="unscripted">{links}</span>
        </div>
        <p class="unseen" aria-live="polite">{move || loaded(&shown)}</p>
    }
    .into_any()
}

/// `1–50 of 1,000,000`.
fn position(visible: &Range<usize>, total: Option<i64>, knows_position: bool) -> String {
    let total = total.map(grouped);
    if visible.is_empty() {
        return total.unwrap_or_default();
    }
    let here = if knows_position {
        format!("{}–{}", grouped(visible.start + 1), grouped(visible.end))
    } else {
        format!("{} rows", grouped(visible.len()))
    };
    match total {
        Some(total) => format!("{here} of {total}"),
        None => format!("{here} of many"),
    }
}

/// What a screen reader is told when more rows have come.
fn loaded(shown: &Shown) -> String {
    let last = shown.rows.try_with(|rows| rows.last().map(|last| last.number.get_untracked()));
    let count = last.flatten().map_or(0, |last| last + 1);
    match (shown.is_loading(), shown.total()) {
        (true, _) => "Loading more rows".to_owned(),
        (false, Some(total)) => {
            format!("Rows up to {} of {} are there", grouped(count), grouped(total))
        }
        (false, None) => format!("Rows up to {} are there", grouped(count)),
    }
}

/// A number with its thousands apart.
pub fn grouped(number: impl ToString) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(["7", "999", "1,000", "1,000,000"], [7, 999, 1_000, 1_000_000].map(grouped)[..]);
    }

    #[test]
    fn the_position_says_which_of_how_many() {
        assert_eq!(position(&(0..50), Some(1_000_000), true), "1–50 of 1,000,000");
        assert_eq!(position(&(0..50), None, true), "1–50 of many");
        assert_eq!(position(&(0..50), Some(248), false), "50 rows of 248");
        assert_eq!(position(&(0..0), Some(0), true), "0");
    }
}
