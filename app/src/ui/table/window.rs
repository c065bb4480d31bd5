//! Which rows of a long list are drawn and which pages are asked for: plain arithmetic.
//!
//! The list is a chain of pages, each found by the cursor that the one before it gave. Pages that
//! have been seen are remembered by their cursor and size; their rows are kept only near what is
//! drawn. Above and below the drawn rows stand empty spaces of the right height.

use std::ops::Range;

/// Rows in the document at most.
pub const DRAWN_MOST: usize = 60;
/// The drawn rows move by so many at once: one rearrangement serves several steps of scrolling.
const STEP: usize = 10;
/// The next page is asked for when so few rows are left below the screen.
const AHEAD: usize = 40;
/// Pages whose rows are kept on each side of what is drawn.
const KEPT_BESIDE: usize = 2;

/// A page that has been seen.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    cursor: Option<String>,
    start: usize,
    len: usize,
}

/// What the screen shows of the list, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Screen {
    /// Height of a row.
    pub row: f64,
    /// From the list's first row down to the screen's upper edge; negative while the list begins
    /// below it.
    pub above: f64,
    /// Height of the screen.
    pub height: f64,
}

/// The pages of one list as far as they have been seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    pages: Vec<Seen>,
    next: Option<String>,
}

impl Window {
    /// A list of which the page at `cursor` is there, with `len` rows.
    pub fn new(cursor: Option<String>, len: usize, next: Option<String>) -> Self {
        Self { pages: vec![Seen { cursor, start: 0, len }], next }
    }

    /// How many rows have been seen.
    pub fn len(&self) -> usize {
        self.pages.last().map_or(0, |page| page.start + page.len)
    }

    /// Whether no row has been seen.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the whole list has been seen.
    pub fn is_whole(&self) -> bool {
        self.next.is_none()
    }

    /// The rows to draw before anything is known about the screen.
    pub fn at_first(&self) -> Range<usize> {
        0..self.len().min(DRAWN_MOST)
    }

    /// The rows that can be seen.
    pub fn visible(&self, screen: Screen) -> Range<usize> {
        let first = rows_in(screen.above, screen.row).min(self.len());
        let last = rows_in(screen.above + screen.height, screen.row) + 1;
        first..last.clamp(first, self.len())
    }

    /// The rows to draw: those that can be seen, in the middle of as many as may be drawn.
    pub fn drawn(&self, screen: Screen) -> Range<usize> {
        let visible = self.visible(screen);
        let spare = DRAWN_MOST.saturating_sub(visible.len());
        let start = visible.start.saturating_sub(spare / 2) / STEP * STEP;
        let start = start.min(self.len().saturating_sub(DRAWN_MOST.min(self.len())));
        start..(start + DRAWN_MOST).min(self.len())
    }

    /// The pages that hold the rows of `rows`.
    pub fn pages_of(&self, rows: &Range<usize>) -> Range<usize> {
        let first = self.pages.partition_point(|page| page.start + page.len <= rows.start);
        let end = self.pages.partition_point(|page| page.start < rows.end);
        first..end.max(first)
    }

    /// The pages whose rows are kept while `rows` are drawn.
    pub fn kept(&self, rows: &Range<usize>) -> Range<usize> {
        let pages = self.pages_of(rows);
        pages.start.saturating_sub(KEPT_BESIDE)..(pages.end + KEPT_BESIDE).min(self.pages.len())
    }

    /// Whether the next page should be asked for while `rows` are drawn.
    pub fn wants_next(&self, visible: &Range<usize>) -> bool {
        self.next.is_some() && visible.end + AHEAD >= self.len()
    }

    /// The number that the next page will have.
    pub fn next_page(&self) -> usize {
        self.pages.len()
    }

    /// Where page `page` begins for the server: the cursor of a seen page, or of the next one.
    pub fn cursor(&self, page: usize) -> Option<String> {
        self.pages.get(page).map_or_else(|| self.next.clone(), |seen| seen.cursor.clone())
    }

    /// The number of the first row of page `page`.
    pub fn start(&self, page: usize) -> usize {
        self.pages.get(page).map_or_else(|| self.len(), |seen| seen.start)
    }

    /// Page `page` has come, for the first time or again: it has `len` rows, and `next` says where
    /// the one after it begins. Pages that cannot follow any more are forgotten.
    pub fn arrived(&mut self, page: usize, len: usize, next: Option<String>) {
        if page == self.pages.len() {
            let seen = Seen { cursor: self.next.take(), start: self.len(), len };
            self.pages.push(seen);
            self.next = next;
            return;
        }
        let Some(seen) = self.pages.get_mut(page) else { return };
        seen.len = len;
        if next.is_none() {
            self.pages.truncate(page + 1);
        }
        match self.pages.get_mut(page + 1) {
            Some(follower) => follower.cursor = next,
            None => self.next = next,
        }
        self.count_from(page);
    }

    /// Counts the rows anew behind page `page`.
    fn count_from(&mut self, page: usize) {
        for at in page + 1..self.pages.len() {
            self.pages[at].start = self.pages[at - 1].start + self.pages[at - 1].len;
        }
    }
}

/// Whole rows in `pixels`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what a row count can be"
)]
fn rows_in(pixels: f64, row: f64) -> usize {
    if row <= 0.0 { 0 } else { (pixels / row).floor().clamp(0.0, 1e9) as usize }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: f64 = 50.0;

    fn screen(first: f64, rows: f64) -> Screen {
        Screen { row: ROW, above: first * ROW, height: rows * ROW }
    }

    /// A list of which `pages` pages of fifty have been seen, with more behind them.
    fn seen(pages: usize) -> Window {
        let mut window = Window::new(None, 50, Some("1".into()));
        for page in 1..pages {
            window.arrived(page, 50, Some((page + 1).to_string()));
        }
        window
    }

    #[test]
    fn never_more_than_sixty_rows_are_drawn() {
        let window = seen(20_000);
        for first in [0.0, 3.0, 512.0, 77_777.0, 999_990.0] {
            let drawn = window.drawn(screen(first, 20.0));
            assert!(drawn.len() <= DRAWN_MOST, "{drawn:?}");
        }
    }

    #[test]
    fn whatever_can_be_seen_is_drawn() {
        let window = seen(4);
        for first in 0..180 {
            let screen = screen(f64::from(first) + 0.4, 18.0);
            let (visible, drawn) = (window.visible(screen), window.drawn(screen));
            assert!(
                drawn.start <= visible.start && visible.end <= drawn.end,
                "{visible:?} in {drawn:?}"
            );
        }
    }

    #[test]
    fn a_list_that_begins_below_the_edge_is_drawn_from_its_first_row() {
        assert_eq!(seen(2).visible(screen(-3.0, 10.0)), 0..8);
        assert_eq!(seen(2).drawn(screen(-3.0, 10.0)).start, 0);
    }

    #[test]
    fn a_short_list_is_drawn_whole() {
        let window = Window::new(None, 7, None);
        assert_eq!(window.drawn(screen(0.0, 20.0)), 0..7);
        assert!(!window.wants_next(&(0..7)));
    }

    #[test]
    fn small_steps_do_not_rearrange_the_rows() {
        let window = seen(10);
        assert_eq!(window.drawn(screen(200.0, 20.0)), window.drawn(screen(203.0, 20.0)));
    }

    #[test]
    fn the_next_page_is_asked_for_before_the_end_is_seen() {
        let window = seen(1);
        assert!(window.wants_next(&(0..18)));
        assert!(!seen(3).wants_next(&(0..18)));
    }

    #[test]
    fn rows_far_from_the_screen_are_let_go() {
        let window = seen(100);
        let drawn = window.drawn(screen(2_500.0, 20.0));
        assert_eq!(window.pages_of(&drawn), 49..51);
        assert_eq!(window.kept(&drawn), 47..53);
    }

    #[test]
    fn a_page_is_found_again_by_its_cursor() {
        let window = seen(3);
        assert_eq!(window.cursor(0), None);
        assert_eq!(window.cursor(2).as_deref(), Some("2"));
        assert_eq!(window.cursor(3).as_deref(), Some("3"));
        assert_eq!((window.next_page(), window.start(3), window.start(1)), (3, 150, 50));
    }

    #[test]
    fn a_page_that_shrank_moves_those_behind_it() {
        let mut window = seen(3);
        window.arrived(0, 48, Some("x".into()));
        assert_eq!((window.start(1), window.start(2), window.len()), (48, 98, 148));
        assert_eq!(window.cursor(1).as_deref(), Some("x"));
    }

    #[test]
    fn pages_behind_the_new_end_are_forgotten() {
        let mut window = seen(3);
        window.arrived(1, 20, None);
        assert_eq!(window.len(), 70);
        assert!(window.is_whole());
    }

    #[test]
    fn an_answer_for_a_page_that_is_forgotten_changes_nothing() {
        let mut window = Window::new(None, 50, None);
        window.arrived(4, 50, Some("x".into()));
        assert_eq!(window, Window::new(None, 50, None));
    }
}
