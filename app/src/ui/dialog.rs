//! Dialogs: the browser's own `<dialog>`, which keeps the focus inside and closes on Escape.
//!
//! A button opens one by the `command` attributes, so it works without scripts; where a browser
//! does not know those, the script does the same.

use super::button::{Button, Look};
use super::form::{Form, Submission};
use crate::markup::view;
use crate::prelude::*;

/// A dialog, opened by `<Button opens=id>` or [`open`].
#[component]
pub fn Dialog(
    /// Its `id`, unique on the page.
    #[prop(into)]
    id: String,
    /// The heading.
    #[prop(into)]
    title: String,
    /// Called when it has been closed, however that was done.
    #[prop(optional, into)]
    on_close: Option<Callback<()>>,
    /// What it holds.
    children: Children,
) -> AnyView {
    let heading = format!("{id}-title");
    let (own_id, labelled_by) = (id.clone(), heading.clone());
    let closed = move |_| {
        if let Some(on_close) = on_close {
            on_close.run(());
        }
    };
    view! {
        <dialog id=own_id aria-labelledby=labelled_by on:close=closed>
            <div class="dialog-head">
                <h2 id=heading>{title}</h2>
                <CloseButton id/>
            </div>
            {children()}
        </dialog>
    }
    .into_any()
}

/// Closes the dialog without doing anything.
#[component]
pub fn CancelButton(
    /// The dialog's `id`.
    #[prop(into)]
    id: String,
) -> AnyView {
    let target = id.clone();
    view! {
        <button class="button" type="button" command="close" commandfor=id on:click=move |_| close(&target)>
            "Cancel"
        </button>
    }
    .into_any()
}

#[component]
fn CloseButton(id: String) -> AnyView {
    let target = id.clone();
    view! {
        <button
            class="button quiet icon-only"
            type="button"
            aria-label="Close"
            command="close"
            commandfor=id
            on:click=move |_| close(&target)
        >
            <i class="icon cross" aria-hidden="true"></i>
        </button>
    }
    .into_any()
}

/// Asks before something is taken away: lists what will happen, asks for a reason and, where it
/// cannot be taken back, for the name to be typed.
#[component]
pub fn ConfirmDialog(
    /// Its `id`, unique on the page.
    #[prop(into)]
    id: String,
    /// The question.
    #[prop(into)]
    title: String,
    /// What will happen, one sentence each.
    consequences: Vec<String>,
    /// The name that has to be typed.
    #[prop(optional, into)]
    typed: Option<String>,
    /// What the button says: the verb, never "OK".
    #[prop(into)]
    confirm: String,
    /// Whether it takes something away.
    #[prop(optional)]
    danger: bool,
    /// Fields of its own, above the reason.
    #[prop(optional)]
    fields: Option<AnyView>,
    /// Whether a reason is asked for (field `reason`, never required).
    #[prop(optional)]
    reason: bool,
    /// The path of the server function.
    action: &'static str,
    /// Fields that go along.
    hidden: Vec<(&'static str, String)>,
    /// How the sending goes.
    submission: Submission,
    /// Called with the answer's JSON when it is done; the dialog has closed by then.
    #[prop(optional, into)]
    on_done: Option<Callback<String>>,
) -> AnyView {
    let (target, own_id) = (id.clone(), id.clone());
    let done = Callback::new(move |answer: String| {
        close(&target);
        if let Some(on_done) = on_done {
            on_done.run(answer);
        }
    });
    let items = consequences.into_iter().map(|text| view! { <li>{text}</li> }).collect::<Vec<_>>();
    let look = if danger { Look::Danger } else { Look::Primary };
    let (scripted, matches) = (super::is_scripted(), RwSignal::new(typed.is_none()));
    let name_field = typed.map(|name| typed_name(&id, name, matches));
    let reason_field = reason.then(|| reason_field(&id));
    view! {
        <Dialog id=id title=title>
            <Form action=action submission=submission on_done=done hidden=hidden>
                <ul class="consequences">{items}</ul>
                {fields}
                {reason_field}
                {name_field}
                <div class="actions">
                    <CancelButton id=own_id/>
                    <Button look=look submit=true busy=submission.pending disabled=Signal::derive(move || scripted.get() && !matches.get())>{confirm}</Button>
                </div>
            </Form>
        </Dialog>
    }
    .into_any()
}

/// Typed by hand; the pattern makes the browser check it when no script does.
fn typed_name(id: &str, name: String, matches: RwSignal<bool>) -> AnyView {
    let field = format!("{id}-typed");
    let pattern = literal(&name);
    let shown = name.clone();
    view! {
        <div class="field">
            <label for=field.clone()>"Type " <b>{shown}</b> " to confirm"</label>
            <input
                id=field
                type="text"
                required
                autocomplete="off"
                pattern=pattern
                on:input=move |event| matches.set(event_target_value(&event) == name)
            />
        </div>
    }
    .into_any()
}

fn reason_field(id: &str) -> AnyView {
    let field = format!("{id}-reason");
    let hint = format!("{field}-hint");
    view! {
        <div class="field">
            <label for=field.clone()>"Reason " <small>"(optional)"</small></label>
            <input id=field type="text" name="reason" maxlength="500" aria-describedby=hint.clone()/>
            <small id=hint>"Recorded in the activity log, beside the change."</small>
        </div>
    }
    .into_any()
}

/// A pattern that matches `text` and nothing else.
fn literal(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if c.is_ascii_punctuation()
            && !matches!(
                c,
                '"' | '\''
                    | '_'
                    | '<'
                    | '>'
                    | '@'
                    | ','
                    | ':'
                    | ';'
                    | '='
                    | '!'
                    | '#'
                    | '%'
                    | '&'
                    | '~'
                    | '`'
            )
        {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

/// Opens the dialog of that `id`, unless it is open.
pub fn open(id: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(dialog) = find(id)
        && !dialog.open()
    {
        // Refused only while the dialog is not in the document.
        let _ = dialog.show_modal();
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = id;
}

/// Closes the dialog of that `id`.
pub fn close(id: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(dialog) = find(id) {
        dialog.close();
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = id;
}

#[cfg(feature = "hydrate")]
fn find(id: &str) -> Option<web_sys::HtmlDialogElement> {
    use wasm_bindgen::JsCast;
    document().get_element_by_id(id)?.dyn_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_pattern_of_itself() {
        assert_eq!(literal("Acme (Europe) & Co."), "Acme \\(Europe\\) & Co\\.");
        assert_eq!(literal("a-b/c"), "a\\-b\\/c");
    }
}
