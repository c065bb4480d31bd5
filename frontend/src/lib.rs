//! The browser's entry point: hydrates the pages and nothing else.

use leptos::mount::hydrate_from;
use leptos::prelude::document;
use leptos::tachys::dom::body;
use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page that the server rendered, once its part of the code is there, and says on
/// `<html>` when that is done.
#[wasm_bindgen]
pub async fn hydrate() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    fluxward_app::router::ready().await;
    hydrate_from(body(), fluxward_app::App).forget();
    if let Some(root) = document().document_element() {
        // Refused only for names that are not names.
        let _ = root.set_attribute("data-hydrated", "");
    }
}
