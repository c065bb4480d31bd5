//! The table follows the page's scrolling: at most once a frame, by measuring what is there.

use super::kept::Keeper;
use super::windowed::TableHandle;

/// Follows scrolling, resizing and refreshes as long as the present owner lives.
#[cfg(feature = "hydrate")]
pub(super) fn follow(keeper: &Keeper, handle: TableHandle) {
    use crate::prelude::*;
    let look = looker(keeper.clone());
    let handles = ["scroll", "resize"].map(|name| {
        let look = look.clone();
        window_event_listener_untyped(name, move |_| look())
    });
    on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
    let (shown, own) = (keeper.shown(), keeper.clone());
    Effect::new(move |before: Option<()>| {
        shown.rows.track();
        if before.is_none() {
            // Measured once at the beginning, then with every look.
            browser::screen(&own);
        }
        browser::set_spaces(&own);
        // What came, or did not, may not be all that the screen needs.
        if !shown.loading.get() && before.is_some() {
            look();
        }
    });
    let own = keeper.clone();
    Effect::new(move |before: Option<()>| {
        handle.0.track();
        if before.is_some() {
            own.refresh();
        }
    });
}

#[cfg(not(feature = "hydrate"))]
pub(super) fn follow(keeper: &Keeper, handle: TableHandle) {
    let _ = (keeper, handle);
}

/// Looks at the screen in the next frame, however often it is called before.
#[cfg(feature = "hydrate")]
fn looker(keeper: Keeper) -> std::sync::Arc<dyn Fn() + Send + Sync> {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    let waiting = Arc::new(AtomicBool::new(false));
    Arc::new(move || {
        if waiting.swap(true, Ordering::Relaxed) {
            return;
        }
        let (waiting, keeper) = (waiting.clone(), keeper.clone());
        leptos::prelude::request_animation_frame(move || {
            waiting.store(false, Ordering::Relaxed);
            if let Some(screen) = browser::screen(&keeper) {
                keeper.look(screen);
                browser::set_spaces(&keeper);
            }
        });
    })
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::Keeper;
    use crate::prelude::*;
    use crate::ui::table::window::Screen;
    use web_sys::HtmlElement;

    /// What the screen shows; `None` while there is nothing to measure.
    pub(super) fn screen(keeper: &Keeper) -> Option<Screen> {
        let row = row_height(keeper);
        let body = keeper.shown().nodes.body.try_get_untracked().flatten()?;
        let height = window().inner_height().ok()?.as_f64()?;
        Some(Screen { row, above: -body.get_bounding_client_rect().top(), height })
    }

    /// Measured, or as it was the last time when no row is there.
    #[expect(clippy::cast_precision_loss, reason = "at most sixty")]
    fn row_height(keeper: &Keeper) -> f64 {
        let nodes = keeper.shown().nodes;
        let count = keeper.shown().rows.try_with_untracked(Vec::len).unwrap_or_default();
        let Some(body) = nodes.body.try_get_untracked().flatten().filter(|_| count > 0) else {
            return nodes.row.try_get_value().unwrap_or_default();
        };
        let spaces = [nodes.above, nodes.below].map(|node| {
            let cell = node.try_get_untracked().flatten();
            cell.map_or(0.0, |cell| cell.get_bounding_client_rect().height())
        });
        let row = (body.get_bounding_client_rect().height() - spaces[0] - spaces[1]) / count as f64;
        nodes.row.try_set_value(row);
        row
    }

    /// Written by the browser, which has the code for it.
    fn pixels(number: f64) -> String {
        js_sys::Number::from(number).to_fixed(2).map(String::from).unwrap_or_default() + "px"
    }

    /// Gives the spaces above and below the drawn rows their height.
    #[expect(clippy::cast_precision_loss, reason = "pixels, not accounts")]
    pub(super) fn set_spaces(keeper: &Keeper) {
        let (above, below) = keeper.spaces();
        let shown = keeper.shown();
        let row = shown.nodes.row.try_get_value().unwrap_or_default();
        let cells = [(shown.nodes.above, above), (shown.nodes.below, below)];
        for (node, rows) in cells {
            let Some(cell) = node.try_get_untracked().flatten() else { continue };
            let style = HtmlElement::style(&cell);
            // Heights of our own making are always understood.
            let _ = style.set_property("height", &pixels(rows as f64 * row));
        }
    }
}
