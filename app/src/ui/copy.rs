//! A text to be taken along: selected with one click, or copied by its button.

use crate::markup::view;
use crate::prelude::*;

/// A text in a field that cannot be changed, with a button that copies it.
#[component]
pub fn CopyField(
    /// Its label.
    #[prop(into)]
    label: String,
    /// The text.
    #[prop(into)]
    text: String,
) -> AnyView {
    let copied = RwSignal::new(false);
    let shown = text.clone();
    let copy = move |_| {
        put(&text);
        copied.set(true);
    };
    // By what is copied: several of them may stand on one page.
    let small = super::letters::lower(&label);
    let does = format!("Copy {small}");
    let id = format!("copy-{}", small.replace(' ', "-"));
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <span class="password">
                <input id=id type="text" readonly value=shown on:focus=|event| select(&event)/>
                <button type="button" class="button scripted" on:click=copy>{does}</button>
            </span>
            <p class="field-note" role="status">{move || copied.get().then_some("Copied.")}</p>
        </div>
    }
    .into_any()
}

/// By reflection, because it is one call of a large interface.
#[cfg(feature = "hydrate")]
fn put(text: &str) {
    use wasm_bindgen::JsCast;
    let clipboard = js_sys::Reflect::get(&window().navigator(), &"clipboard".into());
    let Ok(clipboard) = clipboard else { return };
    let write = js_sys::Reflect::get(&clipboard, &"writeText".into()).ok();
    if let Some(write) = write.and_then(|it| it.dyn_into::<js_sys::Function>().ok()) {
        // Refused only where the browser forbids it; the text can be selected then.
        let _ = write.call1(&clipboard, &text.into());
    }
}

#[cfg(not(feature = "hydrate"))]
fn put(_: &str) {}

#[cfg(feature = "hydrate")]
fn select(event: &leptos::ev::FocusEvent) {
    use wasm_bindgen::JsCast;
    let input = event.target().and_then(|it| it.dyn_into::<web_sys::HtmlInputElement>().ok());
    if let Some(input) = input {
        input.select();
    }
}

#[cfg(not(feature = "hydrate"))]
fn select(_: &leptos::ev::FocusEvent) {}
