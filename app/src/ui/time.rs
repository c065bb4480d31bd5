//! Moments. The server writes them in UTC; after hydration the browser refines them to its own
//! zone and language, with its own `Intl`.

use crate::markup::view;
use crate::prelude::*;
use fluxward_domain::Moment;

/// Day and time of a moment.
#[component]
pub fn Time(
    /// The moment.
    #[prop(into)]
    at: Signal<Moment>,
) -> AnyView {
    shown(at, false)
}

/// How long ago a moment is.
#[component]
pub fn Ago(
    /// The moment.
    #[prop(into)]
    at: Signal<Moment>,
) -> AnyView {
    shown(at, true)
}

fn shown(at: Signal<Moment>, relative: bool) -> AnyView {
    let refined = refined(at, relative);
    view! {
        <time datetime=move || at.get().to_rfc3339()>
            {move || refined.get().unwrap_or_else(|| plain(at.get()))}
        </time>
    }
    .into_any()
}

/// `2026-01-31 09:14 UTC`: the same on both sides of the first render.
pub fn plain(at: Moment) -> String {
    let text = at.to_rfc3339();
    match (text.get(..10), text.get(11..16)) {
        (Some(day), Some(time)) => format!("{day} {time} UTC"),
        _ => text,
    }
}

/// What the browser makes of it; `None` before hydration.
fn refined(at: Signal<Moment>, relative: bool) -> RwSignal<Option<String>> {
    let text = RwSignal::new(None);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| text.set(super::intl::text(at.get(), relative)));
    #[cfg(not(feature = "hydrate"))]
    let _ = (at, relative);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_render_is_in_utc() {
        assert_eq!(plain(Moment(1_769_850_896_000_000)), "2026-01-31 09:14 UTC");
    }
}
