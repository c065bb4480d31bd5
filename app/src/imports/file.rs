//! Choosing a file: its text goes into the form's field, where it can be seen and mended.

use crate::markup::view;
use crate::prelude::*;

/// The field for a file; there with scripts alone. `on_text` is handed what is in it.
pub(super) fn file_field(on_text: Callback<String>) -> AnyView {
    view! {
        <div class="field scripted">
            <label for="import-file">"File" <small>" (optional)"</small></label>
            <small id="import-file-hint">"A table saved as CSV. Its text goes into the field below."</small>
            <input id="import-file" type="file" accept=".csv,.tsv,.txt,text/csv" aria-describedby="import-file-hint" on:change=move |event| chosen(&event, on_text)/>
        </div>
    }
    .into_any()
}

#[cfg(feature = "hydrate")]
fn chosen(event: &web_sys::Event, on_text: Callback<String>) {
    let Some(text) = event.target().and_then(|field| text_of_file(&field)) else { return };
    leptos::task::spawn_local(async move {
        let text = wasm_bindgen_futures::JsFuture::from(text).await;
        if let Some(text) = text.ok().and_then(|text| text.as_string()) {
            on_text.try_run(text);
        }
    });
}

/// The text that is coming of the first file of a field. By name: the browser's files are
/// nobody's but this module's.
#[cfg(feature = "hydrate")]
fn text_of_file(field: &wasm_bindgen::JsValue) -> Option<js_sys::Promise> {
    use wasm_bindgen::{JsCast, JsValue};
    let of = |object: &JsValue, name: &str| js_sys::Reflect::get(object, &name.into()).ok();
    let file = of(&of(field, "files")?, "0").filter(|file| !file.is_undefined())?;
    let read = of(&file, "text")?.dyn_into::<js_sys::Function>().ok()?;
    read.call0(&file).ok()?.dyn_into().ok()
}

#[cfg(not(feature = "hydrate"))]
fn chosen(_: &leptos::web_sys::Event, _: Callback<String>) {}

/// Puts `text` into the field of that id, as if it had been pasted.
#[cfg(feature = "hydrate")]
pub(super) fn put(id: &str, text: &str) {
    use wasm_bindgen::JsValue;
    if let Some(field) = document().get_element_by_id(id) {
        // Refused for what is no field.
        let _ = js_sys::Reflect::set(&field, &JsValue::from_str("value"), &JsValue::from_str(text));
    }
}

#[cfg(not(feature = "hydrate"))]
pub(super) fn put(_: &str, _: &str) {}
