//! Rows of any kind behind one concrete type, so that the table exists once in the binary.

use crate::prelude::*;
use fluxward_domain::pages::Page;
use std::any::Any;
use std::sync::Arc;

type Value = Arc<dyn Any + Send + Sync>;

/// How a row is drawn: its `<td>`s, one a column.
pub type RowView = Arc<dyn Fn(Cell) -> AnyView + Send + Sync>;

/// One row's data.
#[derive(Clone)]
pub struct Row {
    /// What identifies it for as long as the page is open.
    pub key: String,
    value: Value,
    same: fn(&Value, &Value) -> bool,
}

impl Row {
    /// The row of `value`.
    pub fn new<T: PartialEq + Send + Sync + 'static>(key: String, value: T) -> Self {
        Self { key, value: Arc::new(value), same: same::<T> }
    }

    /// Whether both say the same.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        (self.same)(&self.value, &other.value)
    }
}

fn same<T: PartialEq + 'static>(a: &Value, b: &Value) -> bool {
    a.downcast_ref::<T>().is_some_and(|a| b.downcast_ref::<T>() == Some(a))
}

/// One page of rows.
#[derive(Clone, Default)]
pub struct ListPage {
    /// The rows.
    pub rows: Vec<Row>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
    /// How many rows the whole list has, where that is known.
    pub total: Option<i64>,
}

impl ListPage {
    /// The page of these items, each identified by `key`.
    pub fn of<T: PartialEq + Send + Sync + 'static>(page: Page<T>, key: fn(&T) -> String) -> Self {
        let rows = page.items.into_iter().map(|item| Row::new(key(&item), item)).collect();
        Self { rows, next_cursor: page.next_cursor, total: page.total }
    }
}

/// What a drawn row reads its data from; changes when the row does. Lives as long as it is drawn.
#[derive(Clone, Copy)]
pub struct Cell(RwSignal<Row>);

impl Cell {
    /// The row's data, tracked. `T` is the type that the page was made of.
    ///
    /// # Panics
    /// When it is another type: a page was made of one and drawn as another.
    pub fn get<T: Send + Sync + 'static>(self) -> Arc<T> {
        let value = self.0.with(|row| row.value.clone());
        value.downcast().expect("a row is drawn as what it was made of")
    }

    /// Puts other data in its place.
    pub fn set<T: PartialEq + Send + Sync + 'static>(self, value: T) {
        self.0.try_update(|row| *row = Row::new(std::mem::take(&mut row.key), value));
    }
}

/// A row that is kept: its data, and its number in the list.
#[derive(Clone)]
pub(super) struct Kept {
    /// What identifies it.
    pub(super) key: String,
    row: ArcRwSignal<Row>,
    /// From 0.
    pub(super) number: ArcRwSignal<usize>,
}

impl Kept {
    pub(super) fn new(row: Row, number: usize) -> Self {
        Self { key: row.key.clone(), row: ArcRwSignal::new(row), number: ArcRwSignal::new(number) }
    }

    /// What the row's view reads, for as long as the present owner lives.
    pub(super) fn cell(&self) -> Cell {
        Cell(self.row.handle())
    }

    /// Takes over news of the same row, in place.
    pub(super) fn renew(&self, row: Row, number: usize) {
        if self.row.with_untracked(|now| !now.is_same(&row)) {
            self.row.set(row);
        }
        if self.number.get_untracked() != number {
            self.number.set(number);
        }
    }
}
