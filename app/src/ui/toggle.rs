//! Switches: on or off at once, and buttons that stay pressed.

use crate::markup::view;
use crate::prelude::*;

/// A switch that takes effect at once.
#[component]
pub fn Switch(
    /// What it switches.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// Called with what it should become.
    #[prop(into)]
    on_change: Callback<bool>,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> AnyView {
    view! {
        <button
            class="switch"
            type="button"
            role="switch"
            aria-checked=move || if on.get() { "true" } else { "false" }
            disabled=move || disabled.get()
            on:click=move |_| on_change.run(!on.get_untracked())
        >
            <i aria-hidden="true"></i>
            <span>{move || label.get()}</span>
        </button>
    }
    .into_any()
}

/// A button that stays pressed, such as "Show all". In a form without scripts it sends
/// `name=value`, or nothing when it is pressed already.
#[component]
pub fn PressButton(
    /// Whether it is pressed.
    #[prop(into)]
    pressed: Signal<bool>,
    /// Called with what it should become.
    #[prop(into)]
    on_change: Callback<bool>,
    /// Its name in the form.
    #[prop(optional)]
    name: Option<&'static str>,
    /// What it says.
    children: Children,
) -> AnyView {
    let press = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        on_change.run(!pressed.get_untracked());
    };
    view! {
        <button
            class="button press"
            type=if name.is_some() { "submit" } else { "button" }
            name=name.filter(|_| !pressed.get_untracked())
            value="true"
            aria-pressed=move || if pressed.get() { "true" } else { "false" }
            on:click=press
        >
            {children()}
        </button>
    }
    .into_any()
}
