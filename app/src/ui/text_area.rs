//! A labelled text of several lines in a form.

use super::field::{FieldError, described_by, id_of};
use super::form::{Submission, field_of};
use crate::markup::view;
use crate::prelude::*;

/// A text of several lines. Its value is the form's: it is read when the form is sent.
#[component]
pub fn TextArea(
    /// Its name in the form.
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
    /// Whether it must be filled.
    #[prop(optional)]
    required: bool,
    /// Whether it is no prose: not checked for spelling.
    #[prop(optional)]
    literal: bool,
    /// How many lines are seen.
    #[prop(default = 4)]
    rows: u8,
) -> AnyView {
    let id = id_of(name);
    let value = submission.entered(name).unwrap_or(value);
    let error = submission.error(field_of(name));
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = described_by(hint.is_some().then(|| hint_id.clone()), error_id.clone(), error);
    let spelling = literal.then_some("false");
    // An empty text inside would be a space; the text itself is escaped like any other.
    let area = if value.is_empty() {
        view! {
            <textarea id=id.clone() name=name rows=rows.to_string() required=required spellcheck=spelling
                aria-invalid=move || error.get().is_some().then_some("true") aria-describedby=described></textarea>
        }
        .into_any()
    } else {
        view! {
            <textarea id=id.clone() name=name rows=rows.to_string() required=required spellcheck=spelling
                aria-invalid=move || error.get().is_some().then_some("true") aria-describedby=described>{value}</textarea>
        }
        .into_any()
    };
    view! {
        <div class="field">
            <label for=id>{label}{(!required).then(|| view! { <small>" (optional)"</small> })}</label>
            {hint.map(|hint| view! { <small id=hint_id>{hint}</small> })}
            {area}
            <FieldError id=error_id error=error/>
        </div>
    }
    .into_any()
}
