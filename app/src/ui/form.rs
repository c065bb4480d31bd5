//! A form that works before, with and without scripts.
//!
//! Without them the browser posts it and is sent back; with them it is posted the same way in
//! the background, and whoever made it is handed the answer.

use super::again::SignInAgain;
use crate::Failure;
use crate::markup::view;
use crate::prelude::*;
use crate::wire::flash::flash;
use fluxward_domain::{AppError, Kind};

/// How the sending of one form goes.
#[derive(Clone, Copy)]
pub struct Submission {
    /// Whether it is on its way.
    pub pending: RwSignal<bool>,
    /// What was refused the last time.
    pub refused: RwSignal<Option<AppError>>,
    /// Whether it was done the last time.
    pub done: RwSignal<bool>,
    /// The last answer's JSON; without scripts only where the server says that it is shown.
    pub answer: RwSignal<Option<String>>,
    entered: StoredValue<Vec<(String, String)>>,
    /// What was sent the last time, form-encoded.
    sent: StoredValue<String>,
}

impl Submission {
    /// Of the form that posts to `action`; starts with what the last page left behind.
    pub fn of(action: &'static str) -> Self {
        let left = flash(action);
        let done = left.as_ref().is_some_and(|left| left.refused.is_none());
        let (refused, entered, answer) =
            left.map(|left| (left.refused, left.entered, left.answer)).unwrap_or_default();
        Self {
            answer: RwSignal::new(answer),
            pending: RwSignal::new(false),
            refused: RwSignal::new(refused),
            done: RwSignal::new(done),
            entered: StoredValue::new(entered),
            sent: StoredValue::new(String::new()),
        }
    }

    /// The error of one field.
    pub fn error(self, field: &'static str) -> Signal<Option<String>> {
        let refused = self.refused;
        Signal::derive(move || {
            refused.with(|error| error.as_ref()?.message_for(field).map(str::to_owned))
        })
    }

    /// What had been entered in a field when the form was refused without scripts.
    pub fn entered(self, name: &str) -> Option<String> {
        self.entered.with_value(|all| {
            all.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone())
        })
    }

    /// All values of a field as they had been entered, of boxes that share a name; `None` when
    /// nothing had been entered.
    pub fn entered_all(self, name: &str) -> Option<Vec<String>> {
        self.entered.with_value(|all| {
            let own = all.iter().filter(|(field, _)| field == name);
            (!all.is_empty()).then(|| own.map(|(_, value)| value.clone()).collect())
        })
    }

    /// A field as it was sent the last time.
    pub fn sent(self, name: &str) -> String {
        #[cfg(feature = "hydrate")]
        return self
            .sent
            .with_value(|sent| web_sys::UrlSearchParams::new_with_str(sent).ok()?.get(name))
            .unwrap_or_default();
        #[cfg(not(feature = "hydrate"))]
        self.entered(name).unwrap_or_default()
    }

    /// Sends `body` (form-encoded) to `action`; `None` when it was refused.
    pub async fn send(self, action: &'static str, body: String) -> Option<String> {
        self.pending.set(true);
        self.sent.set_value(body.clone());
        let answer = crate::wire::send(action, "application/x-www-form-urlencoded", body).await;
        self.pending.try_set(false);
        let (answer, refused) = match answer {
            Ok(answer) => (Some(answer), None),
            Err(Failure(error)) => (None, Some(error)),
        };
        self.done.try_set(refused.is_none());
        self.answer.try_set(answer.clone());
        self.refused.try_set(refused);
        answer
    }
}

/// What happened and, where waiting helps, for how long.
fn told(error: &AppError) -> String {
    match error.retry_after {
        Some(seconds) if error.kind == Kind::TooManyAttempts => {
            format!("There were too many attempts. Try again in {}.", span(seconds))
        }
        _ => error.detail.clone(),
    }
}

/// Seconds in words, rounded up: "30 seconds", "2 minutes".
fn span(seconds: u32) -> String {
    let (count, unit) = match seconds {
        0..90 => (seconds, "second"),
        _ => (seconds.div_ceil(60), "minute"),
    };
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

/// The field that a form's name means: `email` for `form[email]`.
pub fn field_of(name: &'static str) -> &'static str {
    name.rsplit_once('[').map_or(name, |(_, inner)| inner.trim_end_matches(']'))
}

/// A form.
#[component]
pub fn Form(
    /// The path of the server function: `Create::PATH`.
    action: &'static str,
    /// How the sending goes.
    submission: Submission,
    /// Called with the answer's JSON when it was done. The page should go on from here; without
    /// it, the page is loaded anew.
    #[prop(optional, into)]
    on_done: Option<Callback<String>>,
    /// Fields that go along unseen.
    #[prop(optional)]
    hidden: Vec<(&'static str, String)>,
    /// What is said when it was done; its fields are emptied then.
    #[prop(optional, into)]
    done: Option<String>,
    /// Its accessible name, where no heading says it.
    #[prop(optional, into)]
    label: Option<String>,
    /// Its fields and its button.
    children: Children,
) -> AnyView {
    let hidden = hidden
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect::<Vec<_>>();
    let empties = done.is_some();
    view! {
        <form
            class="form"
            method="post"
            action=action
            aria-label=label
            on:submit=move |event| submitted(&event, action, submission, Done { on_done, empties })
        >
            {hidden}
            <FormError submission/>
            {children()}
            {done.map(|done| done_text(submission, done))}
        </form>
    }
    .into_any()
}

fn done_text(submission: Submission, text: String) -> AnyView {
    view! { <p class="form-done" role="status">{move || submission.done.get().then(|| text.clone())}</p> }.into_any()
}

/// What follows when a form was done.
#[derive(Clone, Copy)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "nothing is sent while rendering"))]
struct Done {
    on_done: Option<Callback<String>>,
    empties: bool,
}

/// What was refused, unless a field says it.
#[component]
fn FormError(submission: Submission) -> AnyView {
    let text = move || {
        submission
            .refused
            .with(|error| error.as_ref().filter(|error| error.errors.is_empty()).map(told))
    };
    let again = move || {
        let kind = submission.refused.with(|error| error.as_ref().map(|error| error.kind));
        kind.map(|kind| view! { <SignInAgain kind/> })
    };
    view! { <div class="form-error" role="alert">{text}{again}</div> }.into_any()
}

#[cfg(feature = "hydrate")]
fn submitted(
    event: &web_sys::SubmitEvent,
    action: &'static str,
    submission: Submission,
    done: Done,
) {
    use wasm_bindgen::JsCast;
    event.prevent_default();
    if submission.pending.get_untracked() {
        return;
    }
    let Some(form) = event.target().and_then(|it| it.dyn_into::<web_sys::HtmlFormElement>().ok())
    else {
        return;
    };
    let Some(body) = encoded(&form, event) else { return };
    leptos::task::spawn_local(async move {
        match (submission.send(action, body).await, done.on_done) {
            (Some(answer), Some(on_done)) => {
                if done.empties {
                    form.reset();
                }
                on_done.try_run(answer);
            }
            (Some(_), None) => {
                let _ = window().location().reload();
            }
            (None, _) => focus_first_error(&form),
        }
    });
}

#[cfg(not(feature = "hydrate"))]
fn submitted(_: &leptos::web_sys::SubmitEvent, _: &'static str, _: Submission, _: Done) {}

/// The form's fields as the browser itself would send them, the pressed button included.
#[cfg(feature = "hydrate")]
fn encoded(form: &web_sys::HtmlFormElement, event: &web_sys::SubmitEvent) -> Option<String> {
    use wasm_bindgen::JsCast;
    let data = web_sys::FormData::new_with_form(form).ok()?;
    let fields =
        web_sys::UrlSearchParams::new_with_str_sequence_sequence(&js_sys::Array::from(&data))
            .ok()?;
    let pressed = event.submitter().and_then(|it| it.dyn_into::<web_sys::HtmlButtonElement>().ok());
    if let Some(button) = pressed.filter(|button| !button.name().is_empty()) {
        fields.append(&button.name(), &button.value());
    }
    fields.to_string().as_string()
}

/// The next frame, because the errors are not in the document yet.
#[cfg(feature = "hydrate")]
fn focus_first_error(form: &web_sys::HtmlFormElement) {
    use wasm_bindgen::JsCast;
    let form = form.clone();
    request_animation_frame(move || {
        let found = form.query_selector("[aria-invalid=true]").ok().flatten();
        if let Some(field) = found.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = field.focus();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_attempts_say_how_long_to_wait() {
        assert_eq!([span(1), span(30), span(91)], ["1 second", "30 seconds", "2 minutes"]);
        let mut error = AppError::new(Kind::TooManyAttempts, "Wait.");
        assert_eq!(told(&error), "Wait.");
        error.retry_after = Some(30);
        assert_eq!(told(&error), "There were too many attempts. Try again in 30 seconds.");
    }

    #[test]
    fn a_field_is_named_like_in_the_request() {
        assert_eq!(field_of("login"), "login");
        assert_eq!(field_of("form[email]"), "email");
    }
}
