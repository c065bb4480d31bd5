//! A moment to choose: the browser's own field for day and time.
//!
//! Such a field knows no time zone. With scripts what is chosen is meant in the zone of whoever
//! chooses, and travels as RFC 3339 in a field beside it; without them it is meant in UTC, and
//! says so.

use super::field::{FieldError, described_by, id_of};
use super::form::{Submission, field_of};
use crate::markup::view;
use crate::prelude::*;

/// A day and a time that may be chosen.
#[component]
pub fn MomentField(
    /// Its name in the form; empty when nothing was chosen or no script runs.
    name: &'static str,
    /// The name of what was chosen as the browser writes it, without a zone: UTC when `name` is
    /// empty.
    plain: &'static str,
    /// The label.
    #[prop(into)]
    label: String,
    /// A sentence below the label.
    #[prop(into)]
    hint: String,
    /// The form's sending: brings back what had been chosen, and this field's error.
    submission: Submission,
) -> AnyView {
    let id = id_of(name);
    let chosen = RwSignal::new(String::new());
    let error = submission.error(field_of(name));
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = described_by(Some(hint_id.clone()), error_id.clone(), error);
    view! {
        <div class="field">
            <label for=id.clone()>{label}<small>" (optional)"</small></label>
            <small id=hint_id>
                {hint}" "
                <span class="scripted">"In your own time zone."</span>
                <span class="unscripted">"In UTC."</span>
            </small>
            <input
                id=id
                type="datetime-local"
                name=plain
                value=submission.entered(plain)
                aria-invalid=move || error.get().is_some().then_some("true")
                aria-describedby=described
                on:input=move |event| chosen.set(in_utc(&event_target_value(&event)))
            />
            <input type="hidden" name=name value=move || chosen.get()/>
            <FieldError id=error_id error=error/>
        </div>
    }
    .into_any()
}

/// What was chosen in the browser's zone, as RFC 3339; empty when nothing was.
fn in_utc(local: &str) -> String {
    #[cfg(feature = "hydrate")]
    {
        let date = js_sys::Date::new(&local.into());
        if date.get_time().is_nan() { String::new() } else { date.to_iso_string().into() }
    }
    #[cfg(not(feature = "hydrate"))]
    local.to_owned()
}
