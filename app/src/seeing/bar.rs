//! The bar on every page while one sees as somebody else.

use super::calls::Stop;
use crate::markup::view;
use crate::navigation::go;
use crate::prelude::*;
use crate::sessions::viewing;
use crate::ui::{Button, Form, Submission, Time};
use fluxward_domain::Moment;
use fluxward_domain::seeing::SeenAs;
use leptos::server_fn::ServerFn;

/// Shown for as long as the viewer sees as somebody else.
#[component]
pub fn SeeingBar() -> AnyView {
    let viewing = viewing();
    let seen = Memo::new(move |_| viewing.get().and_then(|viewer| viewer.seen_as.clone()));
    let shown = move || seen.get().map(bar);
    view! { <div class="banner" aria-live="polite">{shown}</div> }.into_any()
}

/// When it has ended by itself, the page is no longer what the bar says; unless it was ended
/// before.
fn leave_at(end: Moment) {
    #[cfg(feature = "hydrate")]
    {
        let left = u64::try_from(end.0 - crate::sessions::present().0).unwrap_or_default();
        // A second more: the two clocks are not quite the same.
        let left = std::time::Duration::from_micros(left + 1_000_000);
        if let Ok(timer) = set_timeout_with_handle(|| go("/"), left) {
            on_cleanup(move || timer.clear());
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = end;
}

fn bar(seen: SeenAs) -> AnyView {
    let submission = Submission::of(Stop::PATH);
    // Everything on the page is to be asked for anew.
    let done = Callback::new(|_: String| go("/"));
    let SeenAs { name, ends_at } = seen;
    leave_at(ends_at);
    view! {
        <section class="seeing" aria-label="Seeing as somebody else">
            <p><b>"You see Fluxward as "{name}" — read-only. "</b>"Until "<Time at=ends_at/>"."</p>
            <Form action=Stop::PATH submission=submission on_done=done>
                <Button submit=true busy=submission.pending>"Stop"</Button>
            </Form>
        </section>
    }
    .into_any()
}
