//! Buttons, and links that look like them.

use crate::markup::view;
use crate::prelude::*;

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// One of several.
    #[default]
    Plain,
    /// The one thing to do here.
    Primary,
    /// Takes something away.
    Danger,
    /// Barely there until it is needed.
    Quiet,
}

impl Look {
    /// The classes of the style sheet.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "button",
            Self::Primary => "button primary",
            Self::Danger => "button danger",
            Self::Quiet => "button quiet",
        }
    }
}

/// A button.
#[component]
pub fn Button(
    /// How it looks.
    #[prop(optional)]
    look: Look,
    /// What it does, besides sending its form or opening a dialog.
    #[prop(optional, into)]
    on_click: Option<Callback<()>>,
    /// Whether it sends the form that it stands in.
    #[prop(optional)]
    submit: bool,
    /// Cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// At work: stays in its place, says so, and cannot be pressed.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// The `id` of the dialog that it opens, with scripts or without.
    #[prop(optional, into)]
    opens: Option<String>,
    /// Its name in the form.
    #[prop(optional)]
    name: Option<&'static str>,
    /// Its value in the form.
    #[prop(optional, into)]
    value: Option<String>,
    /// What it says.
    children: Children,
) -> AnyView {
    let target = opens.clone();
    let press = move |_| {
        if let Some(id) = &target {
            super::dialog::open(id);
        }
        if let Some(on_click) = on_click {
            on_click.run(());
        }
    };
    view! {
        <button
            class=look.class()
            type=if submit { "submit" } else { "button" }
            name=name
            value=value
            command=opens.is_some().then_some("show-modal")
            commandfor=opens
            disabled=move || disabled.get()
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || busy.get().then_some("true")
            on:click=press
        >
            {children()}
        </button>
    }
    .into_any()
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// How it looks.
    #[prop(optional)]
    look: Look,
    /// On a phone it stands in the bottom bar: the new-person button of a list.
    #[prop(optional)]
    in_bar: bool,
    /// What it says.
    children: Children,
) -> AnyView {
    let class = if in_bar { format!("{} in-bar", look.class()) } else { look.class().to_owned() };
    view! { <a class=class href=href>{children()}</a> }.into_any()
}
