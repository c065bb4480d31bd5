//! A choice of one out of a few: the browser's own dropdown.

use super::field::id_of;
use super::form::{Submission, field_of};
use crate::markup::view;
use crate::prelude::*;

/// One thing that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its value.
    pub value: String,
    /// What people see.
    pub label: String,
}

impl Choice {
    /// A choice.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// A dropdown, in a form or by itself (a filter).
#[component]
pub fn Select(
    /// Its name in the form.
    name: &'static str,
    /// Its label; `aria-label` when `compact`.
    #[prop(into)]
    label: String,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// What is chosen.
    #[prop(into)]
    value: Signal<String>,
    /// Called when another is chosen.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
    /// Only the dropdown itself: in toolbars and rows.
    #[prop(optional)]
    compact: bool,
    /// A sentence below the label.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The form's sending, for this field's error.
    #[prop(optional)]
    submission: Option<Submission>,
) -> AnyView {
    let id = id_of(name);
    let error = submission.map_or_else(|| Signal::stored(None), |it| it.error(field_of(name)));
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = super::field::described_by(
        hint.is_some().then(|| hint_id.clone()),
        error_id.clone(),
        error,
    );
    let select = view! {
        <select
            class="select"
            id=(!compact).then(|| id.clone())
            name=name
            aria-label=compact.then(|| label.clone())
            aria-describedby=described
            disabled=move || disabled.get()
            prop:value=move || value.get()
            on:change=move |event| if let Some(on_change) = on_change { on_change.run(event_target_value(&event)) }
        >
            {options(choices, value)}
        </select>
    }
    .into_any();
    if compact {
        return select;
    }
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {hint.map(|hint| view! { <small id=hint_id>{hint}</small> })}
            {select}
            <super::field::FieldError id=error_id error=error/>
        </div>
    }
    .into_any()
}

/// The options; which one is chosen stands in the HTML too.
pub(super) fn options(choices: Vec<Choice>, value: Signal<String>) -> AnyView {
    choices
        .into_iter()
        .map(|Choice { value: own, label }| {
            let mine = own.clone();
            view! { <option value=own selected=move || value.with(|it| *it == mine)>{label}</option> }
        })
        .collect::<Vec<_>>()
        .into_any()
}
