//! The browser's entry point: hydrates the pages and nothing else.

use leptos::mount::hydrate_from_async;
use leptos::prelude::document;
use leptos::tachys::dom::body;
use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page that the server rendered, and says on `<html>` when that is done: the
/// page's part of the code may still be on its way.
#[wasm_bindgen]
pub async fn hydrate() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    hydrate_from_async(body(), fluxward_app::App).await.forget();
    if let Some(root) = document().document_element() {
        // Refused only for names that are not names.
        let _ = root.set_attribute("data-hydrated", "");
    }
}
