//! The list of keys, opened by `?`.

use super::dialog::Dialog;
use crate::markup::view;
use crate::prelude::*;

/// The dialog's `id`.
pub const ID: &str = "keyboard-help";

const KEYS: [(&str, &str); 6] = [
    ("⌘ K  or  Ctrl K", "Go anywhere: pages and people"),
    ("/", "Search this list"),
    ("?", "Show these keys"),
    ("Tab  ⇧ Tab", "Next and previous control"),
    ("Space  Enter", "Tick, press or open"),
    ("Esc", "Close what is open"),
];

/// The dialog with the keys.
#[component]
pub fn KeyboardHelp() -> AnyView {
    let rows = KEYS
        .into_iter()
        .map(|(keys, what)| view! { <div><dt><kbd>{keys}</kbd></dt><dd>{what}</dd></div> })
        .collect::<Vec<_>>();
    view! { <Dialog id=ID title="Keyboard"><dl class="facts">{rows}</dl></Dialog> }.into_any()
}
