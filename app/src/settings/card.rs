//! A card of settings: a form with a Save button, and whether it is saved in its upper right.

use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Button, Card, Form, Look, Submission};

/// One subject of the settings.
#[component]
pub(crate) fn SettingsCard(
    /// Its `id`.
    id: &'static str,
    /// Its heading.
    title: &'static str,
    /// What it is about.
    sentence: &'static str,
    /// The path of the server function that saves it.
    action: &'static str,
    /// How the sending goes.
    submission: Submission,
    /// Its fields.
    children: Children,
) -> AnyView {
    let said =
        move || if submission.done.get() && !submission.pending.get() { "Saved" } else { "" };
    let corner = view! { <span class="save-status" class:idle=move || said().is_empty() role="status">{said}</span> }.into_any();
    view! {
        <Card id=id title=title corner=corner>
            <p class="card-lead">{sentence}</p>
            <div on:input=move |_| submission.done.set(false)>
                <Form action=action submission=submission on_done=Callback::new(|_: String| ())>
                    {children()}
                    <div class="actions">
                        <Button look=Look::Primary submit=true busy=submission.pending>"Save"</Button>
                    </div>
                </Form>
            </div>
        </Card>
    }
    .into_any()
}

/// A box with a label and a sentence.
#[component]
pub(crate) fn Check(
    /// Its name in the form.
    name: &'static str,
    /// The label.
    label: &'static str,
    /// What it means.
    #[prop(optional)]
    sentence: Option<&'static str>,
    /// Whether it is ticked.
    checked: bool,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> AnyView {
    view! {
        <label class="check">
            <input type="checkbox" name=name value="true" checked=checked disabled=move || disabled.get()/>
            <span>{label}{sentence.map(|sentence| view! { <small>{sentence}</small> })}</span>
        </label>
    }
    .into_any()
}
