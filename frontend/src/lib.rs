//! The browser's entry point: hydrates the pages and nothing else.

use leptos::prelude::document;
use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page that the server rendered, and says on `<html>` when that is done.
#[wasm_bindgen]
pub fn hydrate() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(fluxward_app::App);
    if let Some(root) = document().document_element() {
        // Refused only for names that are not names.
        let _ = root.set_attribute("data-hydrated", "");
    }
}
