//! Going from page to page in the browser: what a click on a link would do, without loading the
//! document anew.

use super::{NavigateOptions, Place, Router, found};
use crate::prelude::*;
use crate::routes::ROUTES;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlAnchorElement, MouseEvent};

/// The address in the browser's bar.
pub(super) fn here() -> Place {
    let location = window().location();
    let query = location.search().unwrap_or_default();
    Place {
        path: location.pathname().unwrap_or_default(),
        query: query.strip_prefix('?').unwrap_or_default().to_owned(),
    }
}

/// Waits until the code of the page at `path` is there; when it does not come, the page says so.
pub(super) async fn ready(path: &str) {
    if let Some((at, _)) = found(path) {
        ROUTES[at].1.ready().await;
    }
}

/// Listens to clicks on links, and to Back and Forward.
pub(super) fn listen(router: Router) {
    let clicks = window_event_listener(leptos::ev::click, move |event| clicked(router, &event));
    let ways = window_event_listener(leptos::ev::popstate, move |_| {
        arrive_later(router, here(), None);
    });
    on_cleanup(move || {
        clicks.remove();
        ways.remove();
    });
}

/// Takes a click over that leads to another of our pages; all others are the browser's.
fn clicked(router: Router, event: &MouseEvent) {
    let with_key = event.meta_key() || event.alt_key() || event.ctrl_key() || event.shift_key();
    if event.default_prevented() || event.button() != 0 || with_key {
        return;
    }
    let target = event.target().and_then(|it| it.dyn_into::<web_sys::Element>().ok());
    let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
    let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) else {
        return;
    };
    let is_plain = link.target().is_empty() && !link.has_attribute("download");
    let is_external = link.rel().split(' ').any(|word| word == "external");
    let is_ours = window().location().origin().is_ok_and(|origin| link.origin() == origin);
    if is_plain && !is_external && is_ours && found(&link.pathname()).is_some() {
        event.prevent_default();
        let to = link.pathname() + &link.search() + &link.hash();
        go(router, &to, NavigateOptions::default());
    }
}

/// Goes to an address of this site, as soon as its page can be shown.
pub(super) fn go(router: Router, to: &str, options: NavigateOptions) {
    let (address, _) = to.split_once('#').unwrap_or((to, ""));
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let place = Place { path: path.to_owned(), query: query.to_owned() };
    arrive_later(router, place, Some((to.to_owned(), options)));
}

/// Without a `way` the browser has gone there already.
fn arrive_later(router: Router, place: Place, way: Option<(String, NavigateOptions)>) {
    let turn = router.turn.get_value().wrapping_add(1);
    router.turn.set_value(turn);
    if router.place.with_untracked(|now| now.path == place.path) {
        return arrive(router, place, way);
    }
    leptos::task::spawn_local(async move {
        ready(&place.path).await;
        if router.turn.try_get_value() == Some(turn) {
            arrive(router, place, way);
        }
    });
}

fn arrive(router: Router, place: Place, way: Option<(String, NavigateOptions)>) {
    if let Some((to, options)) = &way {
        write_down(to, options.replace);
    }
    if router.place.with_untracked(|now| *now != place) {
        router.place.set(place);
    }
    if let Some((_, options)) = way {
        scroll(options.scroll);
    }
}

/// Writes the address into the browser's bar and its history, once.
fn write_down(to: &str, replace: bool) {
    let (location, Ok(history)) = (window().location(), window().history()) else { return };
    let parts = [location.pathname(), location.search(), location.hash()];
    let is_here = parts.map(Result::unwrap_or_default).concat() == to;
    // Refused only for another site, and beyond hundreds a minute.
    let _ = if replace || is_here {
        history.replace_state_with_url(&JsValue::NULL, "", Some(to))
    } else {
        history.push_state_with_url(&JsValue::NULL, "", Some(to))
    };
}

/// To what the address names on the page, once that is there; else to the top.
fn scroll(to_the_top: bool) {
    let named = window().location().hash().unwrap_or_default();
    if named.is_empty() {
        if to_the_top {
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
        return;
    }
    request_animation_frame(move || {
        let element = document().get_element_by_id(named.trim_start_matches('#'));
        match element {
            Some(element) => element.scroll_into_view(),
            None if to_the_top => window().scroll_to_with_x_and_y(0.0, 0.0),
            None => {}
        }
    });
}
