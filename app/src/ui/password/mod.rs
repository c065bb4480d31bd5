//! A password field: shown or hidden, and for a new password with its rules, met or not.

use crate::markup::view;
use crate::prelude::*;
use crate::ui::field::{FieldError, described_by, id_of};
use crate::ui::form::{Submission, field_of};
use fluxward_domain::passwords::PasswordPolicy;

mod generate;

/// A password.
#[component]
pub fn PasswordField(
    /// Its name in the form.
    name: &'static str,
    /// The label.
    #[prop(into)]
    label: String,
    /// The form's sending.
    submission: Submission,
    /// The rules, for a new password: listed, and ticked while typing.
    #[prop(optional)]
    policy: Option<PasswordPolicy>,
    /// Whether it must be filled.
    #[prop(optional)]
    required: bool,
    /// Whether another field decides if it must be filled: then nothing is said about it here.
    #[prop(optional)]
    depends: bool,
    /// A sentence below the label.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether one can be made up, to be handed over.
    #[prop(optional)]
    generate: bool,
) -> AnyView {
    let id = id_of(name);
    let error = submission.error(field_of(name));
    let (hint_id, error_id, rules_id) =
        (format!("{id}-hint"), format!("{id}-error"), format!("{id}-rules"));
    let hints = [hint.as_ref().map(|_| hint_id.clone()), policy.map(|_| rules_id.clone())];
    let hints = hints.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let described = described_by(Some(hints).filter(|it| !it.is_empty()), error_id.clone(), error);
    let (typed, visible, caps) =
        (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(false));
    let node = NodeRef::<leptos::html::Input>::new();
    let maker = policy.filter(|_| generate).map(|policy| maker(policy, node, typed, visible));
    view! {
        <div class="field">
            <label for=id.clone()>{label}{(!required && !depends).then(|| view! { <small>" (optional)"</small> })}</label>
            {hint.map(|hint| view! { <small id=hint_id>{hint}</small> })}
            <span class="password">
                <input
                    id=id
                    node_ref=node
                    name=name
                    type=move || if visible.get() { "text" } else { "password" }
                    required=required
                    autocomplete=if policy.is_some() { "new-password" } else { "current-password" }
                    autocapitalize="none"
                    spellcheck="false"
                    aria-invalid=move || error.get().is_some().then_some("true")
                    aria-describedby=described
                    on:input=move |event| if policy.is_some() { typed.set(event_target_value(&event)) }
                    on:keyup=move |event| caps.set(event.get_modifier_state("CapsLock"))
                />
                <button type="button" class="button quiet scripted" aria-label="Show password" aria-pressed=move || if visible.get() { "true" } else { "false" } on:click=move |_| visible.update(|it| *it = !*it)>
                    "Show"
                </button>
                {maker}
            </span>
            <p class="field-note" aria-live="polite">{move || caps.get().then_some("Caps lock is on.")}</p>
            <FieldError id=error_id error=error/>
            {policy.map(|policy| rules(rules_id, policy, typed))}
        </div>
    }
    .into_any()
}

/// The button that makes one up, fills it in and shows it.
fn maker(
    policy: PasswordPolicy,
    node: NodeRef<leptos::html::Input>,
    typed: RwSignal<String>,
    visible: RwSignal<bool>,
) -> AnyView {
    let make = move |_| {
        let password = generate::generate(&policy, chance);
        if let Some(input) = node.get_untracked() {
            input.set_value(&password);
        }
        typed.set(password);
        visible.set(true);
    };
    view! { <button type="button" class="button quiet scripted" on:click=make>"Generate"</button> }
        .into_any()
}

/// A byte that nobody can foresee.
#[cfg(feature = "hydrate")]
fn chance() -> u8 {
    let mut byte = [0];
    if let Ok(crypto) = window().crypto() {
        // Refused only for more bytes than there is one of.
        let _ = crypto.get_random_values_with_u8_array(&mut byte);
    }
    byte[0]
}

#[cfg(not(feature = "hydrate"))]
fn chance() -> u8 {
    0
}

fn rules(id: String, policy: PasswordPolicy, typed: RwSignal<String>) -> AnyView {
    let count = policy.check("").len();
    let items = (0..count)
        .map(|at| {
            let met = Memo::new(move |_| {
                typed.with(|it| policy.check(it).get(at).is_some_and(|(_, met)| *met))
            });
            let sentence = policy.check("").get(at).map(|(rule, _)| rule.sentence());
            view! {
                <li class:met=move || met.get()>
                    {sentence}
                    <span class="unseen">{move || if met.get() { ", met" } else { "" }}</span>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <ul class="rules" id=id>{items}</ul>
        <small>"Common passwords, and little more than a name or an address of the person, are refused."</small>
    }
    .into_any()
}
