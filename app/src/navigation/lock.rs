//! The reminder, on every page, that nobody but platform administrators is let in.

use crate::markup::view;
use crate::prelude::*;
use crate::sessions::viewing;

/// Shown to platform administrators for as long as the maintenance lock holds.
#[component]
pub fn LockBanner() -> AnyView {
    let viewing = viewing();
    let is_locked = Memo::new(move |_| {
        viewing.get().is_some_and(|viewer| viewer.facts.locked && viewer.me.platform_administrator)
    });
    let banner = move || {
        is_locked.get().then(|| {
            view! {
                <section class="note warn" aria-label="Maintenance lock">
                    <b>"Everyone but platform administrators is locked out. "</b>
                    <a href="/settings#maintenance">"Message and unlocking"</a>
                </section>
            }
        })
    };
    view! { <div class="banner">{banner}</div> }.into_any()
}
