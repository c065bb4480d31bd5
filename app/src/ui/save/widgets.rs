//! The controls that save by themselves: a box, a switch, a dropdown.
//!
//! Without scripts each is a form with a Save button; the button is hidden where scripts run.

use super::area::SaveArea;
use super::control::Control;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::select::{Choice, options};
use crate::wire::flash::flash;

/// How a control is sent without scripts.
#[derive(Clone, Debug)]
pub struct Fallback {
    /// The path of the server function.
    pub action: &'static str,
    /// The name of the field that carries the value.
    pub name: &'static str,
    /// Fields that go along.
    pub hidden: Vec<(&'static str, String)>,
}

/// A box that saves each tick, with a sentence on what it does.
#[component]
pub fn SavedTick(
    /// The control; its values are `true` and `false`.
    control: Control,
    /// The area, for what was saved without scripts.
    area: SaveArea,
    /// The label.
    #[prop(into)]
    label: String,
    /// What it means.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Cannot be changed; why stands in the hint.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// How it is sent without scripts.
    fallback: Fallback,
) -> AnyView {
    let on = control.is_on();
    let id = format!("tick-{}-{}", fallback.name, label.replace(' ', "-"));
    let hint_id = format!("{id}-hint");
    let described = hint.is_some().then(|| hint_id.clone());
    let text = label.clone();
    let input = tick_input(control, id.clone(), described, disabled);
    let row = view! {
        <span class="tick">
            {input}
            <span>
                <label for=id>{text}</label>
                {hint.map(|hint| view! { <small id=hint_id>{hint}</small> })}
            </span>
            <button class="button unscripted" name=fallback.name value=move || (!on.get()).to_string() disabled=move || disabled.get()>
                {move || if on.get() { "Clear" } else { "Tick" }}
                <span class="unseen">" “"{label}"”"</span>
            </button>
        </span>
    };
    in_form(control, area, fallback, row.into_any())
}

fn tick_input(
    control: Control,
    id: String,
    described: Option<String>,
    disabled: Signal<bool>,
) -> AnyView {
    let on = control.is_on();
    let node = NodeRef::<leptos::html::Input>::new();
    // Ticked before the page's code had loaded: saved now. Afterwards the box follows the control.
    Effect::new(move |before: Option<bool>| {
        let (Some(input), on) = (node.get(), on.get()) else { return false };
        if before == Some(true) {
            input.set_checked(on);
        } else if input.checked() != on {
            control.choose(input.checked().to_string());
        }
        true
    });
    view! {
        <input
            id=id
            node_ref=node
            type="checkbox"
            autocomplete="off"
            checked=on.get_untracked()
            disabled=move || disabled.get()
            aria-describedby=described
            aria-invalid=move || control.is_not_saved().get().then_some("true")
            on:change=move |event| control.choose(event_target_checked(&event).to_string())
        />
    }
    .into_any()
}

/// A switch that saves at once.
#[component]
pub fn SavedToggle(
    /// The control; its values are `true` and `false`.
    control: Control,
    /// The area, for what was saved without scripts.
    area: SaveArea,
    /// What it switches.
    #[prop(into)]
    label: Signal<String>,
    /// Cannot be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// How it is sent without scripts.
    fallback: Fallback,
) -> AnyView {
    let on = control.is_on();
    let press = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        control.choose((!on.get_untracked()).to_string());
    };
    let button = view! {
        <button
            class="switch"
            role="switch"
            aria-checked=move || if on.get() { "true" } else { "false" }
            aria-invalid=move || control.is_not_saved().get().then_some("true")
            name=fallback.name
            value=move || (!on.get()).to_string()
            disabled=move || disabled.get()
            on:click=press
        >
            <i aria-hidden="true"></i>
            <span>{move || label.get()}</span>
        </button>
    };
    in_form(control, area, fallback, button.into_any())
}

/// A dropdown that saves at once.
#[component]
pub fn SavedSelect(
    /// The control.
    control: Control,
    /// The area, for what was saved without scripts.
    area: SaveArea,
    /// Its accessible name, e.g. "Role of Ada King".
    #[prop(into)]
    label: String,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// Cannot be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// How it is sent without scripts.
    fallback: Fallback,
) -> AnyView {
    let shown = control.shown();
    let node = NodeRef::<leptos::html::Select>::new();
    Effect::new(move |before: Option<bool>| {
        let (Some(select), shown) = (node.get(), shown.get()) else { return false };
        if before == Some(true) {
            select.set_value(&shown);
        } else if select.value() != shown {
            control.choose(select.value());
        }
        true
    });
    let row = view! {
        <select
            class="select quiet"
            node_ref=node
            name=fallback.name
            autocomplete="off"
            aria-label=label
            aria-invalid=move || control.is_not_saved().get().then_some("true")
            disabled=move || disabled.get()
            on:change=move |event| control.choose(event_target_value(&event))
        >
            {options(choices, Signal::stored(shown.get_untracked()))}
        </select>
        <button class="button unscripted" disabled=move || disabled.get()>"Save"</button>
    };
    in_form(control, area, fallback, row.into_any())
}

/// Tells the area what the form of this control left behind, when it was sent without scripts. A
/// page whose status stands before its controls calls this first: the server writes in order.
pub fn recall(control: Control, area: SaveArea, fallback: &Fallback) {
    let Some(left) = flash(fallback.action) else { return };
    // Several controls share an action: the fields that went along tell them apart.
    let mine = fallback.hidden.iter().all(|(name, value)| {
        let mut entered = left.entered.iter();
        entered.find(|(field, _)| field == name).is_none_or(|(_, entered)| entered == value)
    });
    if mine {
        area.was_done_before(control, left.refused);
    }
}

/// The form around a control, for browsers without scripts.
fn in_form(control: Control, area: SaveArea, fallback: Fallback, inside: AnyView) -> AnyView {
    recall(control, area, &fallback);
    let hidden = fallback
        .hidden
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect::<Vec<_>>();
    view! { <form class="saver" method="post" action=fallback.action on:submit=|event| event.prevent_default()>{hidden}{inside}</form> }
        .into_any()
}
