//! The top of a page: its heading, a line beside it, and what can be done here.

use crate::markup::view;
use leptos::prelude::*;
use leptos_meta::Title;

/// A page's heading; also the document's title.
#[component]
pub fn PageHeader(
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// A line beside it, e.g. "248 people".
    #[prop(optional, into)]
    note: Option<Signal<String>>,
    /// The buttons at its end.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    // The document asks for its title when it is written; the header that said it, such as a
    // fallback's, may be gone by then.
    let first = title.get_untracked();
    let title = move || title.try_get().unwrap_or_else(|| first.clone());
    let heading = title.clone();
    view! {
        <Title text=move || in_markup(format!("{} · Fluxward", title()))/>
        <header class="page-head">
            <h1>{heading}</h1>
            {note.map(|note| view! { <small>{move || note.get()}</small> })}
            <div class="page-actions">{children.map(|children| children())}</div>
        </header>
    }
    .into_any()
}

/// The title as it is put into the document: on the server `leptos_meta` writes it into the markup
/// as it is, and a name may hold anything; in the browser it is set as text.
fn in_markup(title: String) -> String {
    if cfg!(feature = "ssr") { title.replace('&', "&amp;").replace('<', "&lt;") } else { title }
}
