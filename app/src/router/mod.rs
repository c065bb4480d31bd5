//! Which page is shown: the address, the table of pages, and going from one to another without
//! loading the document anew.
//!
//! # Decision: a router of our own
//! The pages are a flat table of addresses, each with one view. Leptos' router can nest, and
//! compiles its matching anew for each shape of address: a tenth of what every page had to load.
//! Here an address is compared with a text, and a page's part of the code is loaded before the
//! page is shown, so that showing it never waits.
//!
//! - [`words`]: the query and what stands in a path;
//! - `browser`: clicks, Back, and the browser's history.

#[cfg(feature = "hydrate")]
mod browser;
pub mod words;

pub use words::Words;

use crate::markup::{IntoNode, keyed, view};
use crate::pages::Page;
use crate::prelude::*;
use crate::routes::ROUTES;
use crate::ui::NotFoundPage;

/// An address of this site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Place {
    path: String,
    /// Without its question mark.
    query: String,
}

/// How to go somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NavigateOptions {
    /// Whether Back does not lead here again.
    pub replace: bool,
    /// Whether the page is shown from its top.
    pub scroll: bool,
}

impl Default for NavigateOptions {
    fn default() -> Self {
        Self { replace: false, scroll: true }
    }
}

/// Where the page is.
#[derive(Clone, Copy)]
pub struct Router {
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only the browser goes"))]
    place: RwSignal<Place>,
    path: Memo<String>,
    query: Memo<Words>,
    /// Counts the ways begun: one that is overtaken while its code loads is given up.
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only the browser goes"))]
    turn: StoredValue<u32>,
}

/// What stands in the path of the page.
#[derive(Clone, Copy)]
struct Params(Memo<Words>);

/// Puts the router into the context; in the browser it begins to listen.
pub fn provide_router() {
    let place = RwSignal::new(here());
    let router = Router {
        place,
        path: Memo::new(move |_| place.with(|place| place.path.clone())),
        query: Memo::new(move |_| place.with(|place| Words::of_query(&place.query))),
        turn: StoredValue::new(0),
    };
    provide_context(router);
    #[cfg(feature = "hydrate")]
    browser::listen(router);
}

fn router() -> Router {
    expect_context()
}

#[cfg(feature = "hydrate")]
fn here() -> Place {
    browser::here()
}

/// The address that was asked for.
#[cfg(not(feature = "hydrate"))]
fn here() -> Place {
    #[cfg(feature = "ssr")]
    if let Some(parts) = use_context::<http::request::Parts>() {
        let (path, query) = (parts.uri.path().to_owned(), parts.uri.query());
        return Place { path, query: query.unwrap_or_default().to_owned() };
    }
    Place::default()
}

/// The path of the page that is shown.
pub fn path() -> Memo<String> {
    router().path
}

/// The query of the page that is shown.
pub fn use_query_map() -> Memo<Words> {
    router().query
}

/// What stands in the path of the page, by the names in the table; stays as it is while the page
/// is being left.
pub fn use_params_map() -> Memo<Words> {
    expect_context::<Params>().0
}

/// Goes to an address of this site.
pub fn use_navigate() -> impl Fn(&str, NavigateOptions) + Copy + Send + Sync {
    let router = router();
    move |to, options| {
        #[cfg(feature = "hydrate")]
        browser::go(router, to, options);
        #[cfg(not(feature = "hydrate"))]
        let _ = (router, to, options);
    }
}

/// The page of a path: its number in the table, and what stands in the path.
fn found(path: &str) -> Option<(usize, Words)> {
    let fits = |(at, (pattern, _)): (usize, &(&str, Page))| Some((at, words::fit(pattern, path)?));
    ROUTES.iter().enumerate().find_map(fits)
}

/// The page of the present address.
#[component]
pub fn Outlet() -> AnyView {
    let path = path();
    let at = Memo::new(move |_| path.with(|path| found(path)).map(|(at, _)| at));
    // What a page has made goes with it, but not before the next one stands in its place.
    keyed(move || {
        let at = at.get();
        let key = at.map_or_else(String::new, |at| at.to_string());
        vec![(key, Box::new(move || untrack(|| shown(path, at)).into_node()))]
    })
    .into_any()
}

fn shown(path: Memo<String>, at: Option<usize>) -> AnyView {
    let params = Memo::new(move |before: Option<&Words>| match path.with(|path| found(path)) {
        Some((now, words)) if Some(now) == at => words,
        _ => before.cloned().unwrap_or_default(),
    });
    provide_context(Params(params));
    match at.and_then(|at| ROUTES.get(at)) {
        Some((_, page)) => page.shown(),
        None => view! { <NotFoundPage/> }.into_any(),
    }
}

/// Waits until the code of the present page is there.
#[cfg(feature = "hydrate")]
pub async fn ready() {
    browser::ready(&here().path).await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::{Inviting, Members, Person};

    fn page(path: &str) -> Option<Page> {
        found(path).map(|(at, _)| ROUTES[at].1)
    }

    #[test]
    fn an_address_shows_its_page() {
        assert_eq!(page("/users"), Some(Page::Users));
        assert_eq!(page("/users/"), Some(Page::Users));
        assert_eq!(page("/users/new"), Some(Page::Inviting(Inviting::Create)));
        assert_eq!(page("/users/7"), Some(Page::Person(Person::One)));
        assert_eq!(page("/orgs/north/members"), Some(Page::Members(Members::All)));
        assert_eq!(page("/nowhere"), None);
        assert_eq!(page("/users/7/8"), None);
    }

    #[test]
    fn what_stands_in_a_path_has_its_name() {
        let (_, words) = found("/orgs/north%20pole/members/7").unwrap();
        assert_eq!((words.get_str("slug"), words.get_str("id")), (Some("north pole"), Some("7")));
        assert_eq!(words.get_str("token"), None);
    }
}
