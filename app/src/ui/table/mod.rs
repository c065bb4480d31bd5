//! Lists of people and places: a table that becomes cards on a phone. The roles are written out,
//! because some browsers forget them when the boxes are no table's any more.
//!
//! [`WindowedTable`] holds at most sixty rows in the document, however long the list is;
//! [`window`] is its arithmetic, without any page around it. [`Table`] is for short lists.

mod kept;
pub mod rows;
mod scrolling;
pub mod window;
pub mod windowed;

pub use rows::{Cell, ListPage, Row, RowView};
pub use windowed::{Fetch, TableHandle, WindowedTable, grouped};

use crate::markup::view;
use crate::prelude::*;

/// A column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub label: &'static str,
    /// Where its heading leads to sort by it, and how the list is sorted by it now:
    /// `Some(true)` backwards, `Some(false)` forwards.
    pub sort: Option<(String, Option<bool>)>,
}

impl Column {
    /// A column that cannot be sorted by.
    pub const fn new(label: &'static str) -> Self {
        Self { label, sort: None }
    }

    /// A column that can be sorted by.
    pub const fn sorted(label: &'static str, href: String, backwards: Option<bool>) -> Self {
        Self { label, sort: Some((href, backwards)) }
    }
}

/// A short list: all of its rows are there.
#[component]
pub fn Table(
    /// Its accessible name.
    #[prop(into)]
    label: String,
    /// The columns.
    columns: Vec<Column>,
    /// `<tr>`s with one `<td>` a column; the first one's class is `wide`, those of columns that
    /// a phone leaves out `hide`.
    children: Children,
) -> AnyView {
    view! {
        <table class="list" role="table" aria-label=label>
            {head(columns)}
            <tbody role="rowgroup">{children()}</tbody>
        </table>
    }
    .into_any()
}

fn head(columns: Vec<Column>) -> AnyView {
    let cells = columns.into_iter().map(head_cell).collect::<Vec<_>>();
    view! { <thead role="rowgroup"><tr role="row">{cells}</tr></thead> }.into_any()
}

fn head_cell(Column { label, sort }: Column) -> AnyView {
    let Some((href, backwards)) = sort else {
        return view! { <th scope="col" role="columnheader">{label}</th> }.into_any();
    };
    let order = backwards.map(|backwards| if backwards { "descending" } else { "ascending" });
    view! { <th scope="col" role="columnheader" aria-sort=order><a href=href>{label}<i class="icon arrow" aria-hidden="true"></i></a></th> }.into_any()
}
