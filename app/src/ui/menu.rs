//! A small menu of what can be done with one thing.
//!
//! Built on `<details>`, so it opens without scripts and by keyboard; Escape, a click outside
//! and leaving it close it.

use crate::markup::view;
use crate::prelude::*;

/// A button that opens a list of actions.
#[component]
pub fn Menu(
    /// What the button is called, e.g. "More for Ada King".
    #[prop(into)]
    label: String,
    /// [`MenuButton`]s and [`MenuLink`]s.
    children: Children,
) -> AnyView {
    view! {
        <details class="menu" on:keydown=|event| close_on_escape(&event) on:focusout=|event| close_when_left(&event)>
            <summary class="button quiet icon-only" aria-label=label>
                <i class="icon dots" aria-hidden="true"></i>
            </summary>
            <ul>{children()}</ul>
        </details>
    }
    .into_any()
}

/// An action of a menu.
#[component]
pub fn MenuButton(
    /// What it does.
    #[prop(optional, into)]
    on_click: Option<Callback<()>>,
    /// The `id` of the dialog that it opens.
    #[prop(optional, into)]
    opens: Option<String>,
    /// Whether it takes something away.
    #[prop(optional)]
    danger: bool,
    /// What it says.
    children: Children,
) -> AnyView {
    let look = if danger { super::Look::Danger } else { super::Look::Quiet };
    view! {
        <li><super::Button look=look on_click=Callback::new(move |()| if let Some(run) = on_click { run.run(()) }) opens=opens.unwrap_or_default()>{children()}</super::Button></li>
    }
    .into_any()
}

/// A link of a menu.
#[component]
pub fn MenuLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// What it says.
    children: Children,
) -> AnyView {
    view! { <li><a class="button quiet" href=href>{children()}</a></li> }.into_any()
}

#[cfg(feature = "hydrate")]
fn details_of(event: &web_sys::Event) -> Option<web_sys::Element> {
    use wasm_bindgen::JsCast;
    event.current_target()?.dyn_into().ok()
}

#[cfg(feature = "hydrate")]
fn close_on_escape(event: &web_sys::KeyboardEvent) {
    if event.key() == "Escape"
        && let Some(details) = details_of(event)
    {
        let _ = details.remove_attribute("open");
        focus_summary(&details);
    }
}

#[cfg(feature = "hydrate")]
fn focus_summary(details: &web_sys::Element) {
    use wasm_bindgen::JsCast;
    let summary =
        details.first_element_child().and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(summary) = summary {
        let _ = summary.focus();
    }
}

#[cfg(feature = "hydrate")]
fn close_when_left(event: &web_sys::FocusEvent) {
    use wasm_bindgen::JsCast;
    let Some(details) = details_of(event) else { return };
    let next = event.related_target().and_then(|it| it.dyn_into::<web_sys::Node>().ok());
    if !details.contains(next.as_ref()) {
        let _ = details.remove_attribute("open");
    }
}

#[cfg(not(feature = "hydrate"))]
fn close_on_escape(_: &leptos::web_sys::KeyboardEvent) {}

#[cfg(not(feature = "hydrate"))]
fn close_when_left(_: &leptos::web_sys::FocusEvent) {}
