//! A labelled line of text in a form.

use super::form::{Submission, field_of};
use crate::markup::view;
use crate::prelude::*;

/// A text field. Its value is the form's: it is read when the form is sent.
#[component]
pub fn TextField(
    /// Its name in the form, e.g. `login` or `form[email]`.
    name: &'static str,
    /// The label.
    #[prop(into)]
    label: String,
    /// The form's sending: brings back what had been entered, and this field's error.
    submission: Submission,
    /// What it starts with.
    #[prop(optional, into)]
    value: String,
    /// A sentence below the label.
    #[prop(optional, into)]
    hint: Option<String>,
    /// The input's `type`; `text` when not given.
    #[prop(optional)]
    kind: Option<&'static str>,
    /// The input's `autocomplete`.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// Whether it must be filled.
    #[prop(optional)]
    required: bool,
    /// Whether the page begins here.
    #[prop(optional)]
    autofocus: bool,
    /// Whether it is no prose: not capitalised, not checked for spelling.
    #[prop(optional)]
    literal: bool,
    /// Called while typing.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
) -> AnyView {
    let id = id_of(name);
    let value = submission.entered(name).unwrap_or(value);
    let error = submission.error(field_of(name));
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = described_by(hint.is_some().then(|| hint_id.clone()), error_id.clone(), error);
    view! {
        <div class="field">
            <label for=id.clone()>{label}{(!required).then(|| view! { <small>" (optional)"</small> })}</label>
            {hint.map(|hint| view! { <small id=hint_id>{hint}</small> })}
            <input
                id=id
                name=name
                type=kind.unwrap_or("text")
                value=value
                autocomplete=autocomplete
                required=required
                autofocus=autofocus
                autocapitalize=literal.then_some("none")
                spellcheck=literal.then_some("false")
                aria-invalid=move || error.get().is_some().then_some("true")
                aria-describedby=described
                on:input=move |event| if let Some(on_input) = on_input { on_input.run(event_target_value(&event)) }
            />
            <FieldError id=error_id error=error/>
        </div>
    }
    .into_any()
}

/// The error below a field; there, but empty, while there is none.
#[component]
pub fn FieldError(
    /// What `aria-describedby` points to.
    id: String,
    /// The sentence.
    error: Signal<Option<String>>,
) -> AnyView {
    view! { <p class="field-error" id=id>{move || error.get()}</p> }.into_any()
}

/// The `id` of a field of that name.
pub(super) fn id_of(name: &str) -> String {
    format!("field-{}", name.replace(['[', ']'], "-"))
}

/// What describes a field: its hint and, while there is one, its error.
pub(super) fn described_by(
    hint: Option<String>,
    error_id: String,
    error: Signal<Option<String>>,
) -> Signal<Option<String>> {
    Signal::derive(move || match (&hint, error.get().is_some()) {
        (Some(hint), true) => Some(format!("{hint} {error_id}")),
        (None, true) => Some(error_id.clone()),
        (hint, false) => hint.clone(),
    })
}
