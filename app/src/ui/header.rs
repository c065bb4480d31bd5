//! The top of a page: its heading, a line beside it, and what can be done here.

use crate::markup::view;
use crate::prelude::*;

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
    document_title(move || format!("{} · Fluxward", title()));
    view! {
        <header class="page-head">
            <h1>{heading}</h1>
            {note.map(|note| view! { <small>{move || note.get()}</small> })}
            <div class="page-actions">{children.map(|children| children())}</div>
        </header>
    }
    .into_any()
}

/// Gives the document its title.
pub(crate) fn document_title(title: impl Fn() -> String + Send + Sync + 'static) {
    #[cfg(feature = "ssr")]
    {
        use leptos_meta::Title;
        // It is written into the markup as it is, and a name may hold anything.
        let text = move || title().replace('&', "&amp;").replace('<', "&lt;");
        // Rendering it puts it into the document's head.
        let _ = leptos::prelude::IntoAny::into_any(leptos::prelude::view! { <Title text=text/> })
            .to_html();
    }
    #[cfg(not(feature = "ssr"))]
    Effect::new(move |_| document().set_title(&title()));
}
