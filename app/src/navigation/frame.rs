//! The frame around every page: who is not signed in is led to sign-in, everyone else has the
//! ways to the other pages beside it.

use super::side::SideNav;
use crate::markup::view;
use crate::prelude::*;
use crate::sessions::viewing;
use crate::ui::ToastRegion;
#[cfg(feature = "hydrate")]
use crate::ui::keys::Shortcut;

/// The frame around every page.
#[component]
pub fn Frame(
    /// The page.
    children: Children,
) -> AnyView {
    #[cfg(feature = "ssr")]
    if let Some(path) = closed_to_visitors() {
        super::go(&path);
        return ().into_any();
    }
    let viewing = viewing();
    view! {
        <a class="skip" href="#main" rel="external">"Skip to content"</a>
        <div class="app">
            <Suspense>
                {move || Suspend::new(async move {
                    let viewer = viewing.ready().await?;
                    listen();
                    Some(view! { <SideNav viewer/> })
                })}
            </Suspense>
            <main id="main" tabindex="-1">{children()}</main>
        </div>
        <ToastRegion/>
    }
    .into_any()
}

/// Where a visitor is sent who asks for a page that needs a sign-in, and whoever has to set up a
/// second factor before anything else.
#[cfg(feature = "ssr")]
fn closed_to_visitors() -> Option<String> {
    let parts = use_context::<http::request::Parts>()?;
    let (path, query) = (parts.uri.path(), parts.uri.query());
    if crate::caller::anyone().is_some_and(|caller| caller.facts.must_enrol) {
        let may_stay = path != "/" && super::paths::is_public(path);
        return (!may_stay).then(|| super::paths::ENROL.to_owned());
    }
    if super::paths::is_public(path) || crate::caller::visitor().is_some() {
        return None;
    }
    let here = query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    Some(crate::address::Address::of("/login").with("next", Some(&here)).into())
}

/// What somebody signed in hears: the event stream and the keys.
fn listen() {
    viewing().follow();
    crate::live::start();
    #[cfg(feature = "hydrate")]
    crate::ui::keys::listen(|shortcut| match shortcut {
        Shortcut::Help => crate::ui::dialog::open(crate::ui::help::ID),
        Shortcut::Palette => crate::palette::open(),
        Shortcut::Search => {}
    });
}
