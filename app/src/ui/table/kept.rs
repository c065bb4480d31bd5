//! The rows near the screen, and the asking for those that come next.

use super::rows::{Kept, ListPage, Row};
use super::window::{Screen, Window};
use super::windowed::{Fetch, Nodes, Shown};
use crate::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};

static INSTANCES: AtomicU32 = AtomicU32::new(0);

/// The pages of one table. Cheap to clone.
#[derive(Clone)]
pub(super) struct Keeper {
    instance: u32,
    held: StoredValue<Held>,
    shown: Shown,
    fetch: Fetch,
}

struct Held {
    window: Window,
    pages: BTreeMap<usize, Vec<Kept>>,
    drawn: Range<usize>,
    /// Whether a refresh was asked for while pages were on their way.
    again: bool,
}

impl Keeper {
    /// A table with its first page.
    pub(super) fn new(first: ListPage, fetch: Fetch) -> Self {
        let window = Window::new(None, first.rows.len(), first.next_cursor);
        let drawn = window.at_first();
        let rows = kept(first.rows, 0);
        let shown = Shown {
            rows: RwSignal::new(rows.get(drawn.clone()).unwrap_or_default().to_vec()),
            visible: RwSignal::new(0..rows.len()),
            total: RwSignal::new(first.total),
            loading: RwSignal::new(false),
            failure: RwSignal::new(None),
            nodes: Nodes {
                body: NodeRef::new(),
                above: NodeRef::new(),
                below: NodeRef::new(),
                row: StoredValue::new(0.0),
            },
        };
        let held = Held { window, pages: BTreeMap::from([(0, rows)]), drawn, again: false };
        Self {
            instance: INSTANCES.fetch_add(1, Ordering::Relaxed),
            held: StoredValue::new(held),
            shown,
            fetch,
        }
    }

    /// Tells this table from every other one.
    pub(super) const fn instance(&self) -> u32 {
        self.instance
    }

    pub(super) const fn shown(&self) -> Shown {
        self.shown
    }

    /// How many rows there are above and below those in the document.
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only the browser scrolls"))]
    pub(super) fn spaces(&self) -> (usize, usize) {
        let ends = self.shown.rows.try_with_untracked(|rows| {
            let number = |kept: &Kept| kept.number.get_untracked();
            Some((number(rows.first()?), number(rows.last()?) + 1))
        });
        let len = self.held.try_with_value(|held| held.window.len()).unwrap_or_default();
        let (first, end) = ends.flatten().unwrap_or((len, len));
        (first, len.saturating_sub(end))
    }

    /// Draws what `screen` needs, and asks for what is missing.
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only the browser scrolls"))]
    pub(super) fn look(&self, screen: Screen) {
        let Some((visible, drawn, missing)) = self.held.try_update_value(|held| held.look(screen))
        else {
            return;
        };
        if self.shown.visible.with_untracked(|now| *now != visible) {
            self.shown.visible.set(visible);
        }
        if let Some(rows) = drawn {
            self.shown.rows.set(rows);
        }
        if let Some(page) = missing.filter(|_| self.shown.failure.with_untracked(Option::is_none)) {
            self.load(page);
        }
    }

    /// Asks for the next page after it did not come.
    pub(super) fn load_next(&self) {
        self.shown.failure.set(None);
        if let Some(page) = self.held.try_with_value(|held| held.window.next_page()) {
            self.load(page);
        }
    }

    fn load(&self, page: usize) {
        if self.shown.loading.get_untracked() {
            return;
        }
        self.shown.loading.set(true);
        let keeper = self.clone();
        leptos::task::spawn_local(async move {
            keeper.fetch_page(page).await;
            keeper.done();
        });
    }

    /// Asks again for every page that is kept, the first one first: each says where the next one
    /// begins.
    pub(super) fn refresh(&self) {
        if self.shown.loading.get_untracked() {
            self.held.try_update_value(|held| held.again = true);
            return;
        }
        self.shown.loading.set(true);
        let keeper = self.clone();
        leptos::task::spawn_local(async move {
            let pages =
                keeper.held.try_with_value(|held| held.pages.keys().copied().collect::<Vec<_>>());
            for page in pages.unwrap_or_default() {
                if !keeper.fetch_page(page).await {
                    break;
                }
            }
            keeper.done();
        });
    }

    fn done(&self) {
        self.shown.loading.try_set(false);
        let again = self.held.try_update_value(|held| std::mem::take(&mut held.again));
        if again == Some(true) {
            self.refresh();
        }
    }

    /// Whether it came.
    async fn fetch_page(&self, page: usize) -> bool {
        let Some(cursor) = self.held.try_with_value(|held| held.window.cursor(page)) else {
            return false;
        };
        let answer = (self.fetch)(cursor).await;
        match answer {
            Ok(found) => {
                self.shown.failure.try_set(None);
                self.shown.total.try_set(found.total);
                if let Some(rows) = self.held.try_update_value(|held| held.arrived(page, found)) {
                    self.shown.rows.try_set(rows);
                }
                true
            }
            Err(failure) => {
                self.shown.failure.try_set(Some(failure));
                false
            }
        }
    }
}

impl Held {
    /// What can be seen; the drawn rows, when they are others; the page that is missing.
    fn look(&mut self, screen: Screen) -> (Range<usize>, Option<Vec<Kept>>, Option<usize>) {
        let visible = self.window.visible(screen);
        let drawn = self.window.drawn(screen);
        let kept = self.window.kept(&drawn);
        self.pages.retain(|page, _| kept.contains(page));
        let missing = self.window.pages_of(&drawn).find(|page| !self.pages.contains_key(page));
        let missing =
            missing.or_else(|| self.window.wants_next(&visible).then(|| self.window.next_page()));
        let moved = drawn != self.drawn;
        self.drawn = drawn;
        (visible, moved.then(|| self.rows()), missing)
    }

    fn arrived(&mut self, page: usize, found: ListPage) -> Vec<Kept> {
        let start = self.window.start(page);
        self.window.arrived(page, found.rows.len(), found.next_cursor);
        let mut before = self.pages.split_off(&page);
        let old = before.remove(&page).unwrap_or_default();
        let last = self.window.next_page();
        self.pages.extend(before.into_iter().filter(|(number, _)| *number < last));
        self.pages.insert(page, renewed(&old, found.rows, start));
        self.drawn.end =
            self.drawn.end.clamp(self.drawn.start.min(self.window.len()), self.window.len());
        self.drawn.start = self.drawn.start.min(self.drawn.end);
        if self.drawn.len() < super::window::DRAWN_MOST {
            self.drawn.end = (self.drawn.start + super::window::DRAWN_MOST).min(self.window.len());
        }
        self.rows()
    }

    /// The rows to be drawn, as far as they are there.
    fn rows(&self) -> Vec<Kept> {
        let pages = self.pages.iter().flat_map(|(page, rows)| {
            let start = self.window.start(*page);
            rows.iter().enumerate().map(move |(at, row)| (start + at, row))
        });
        pages
            .filter(|(number, _)| self.drawn.contains(number))
            .map(|(_, row)| row.clone())
            .collect()
    }
}

fn kept(rows: Vec<Row>, start: usize) -> Vec<Kept> {
    rows.into_iter().zip(start..).map(|(row, number)| Kept::new(row, number)).collect()
}

/// Rows that were there stay in place and take the news over.
fn renewed(old: &[Kept], rows: Vec<Row>, start: usize) -> Vec<Kept> {
    let renew = |(row, number): (Row, usize)| match old.iter().find(|kept| kept.key == row.key) {
        Some(kept) => {
            kept.renew(row, number);
            kept.clone()
        }
        None => Kept::new(row, number),
    };
    rows.into_iter().zip(start..).map(renew).collect()
}
