//! Keyboard shortcuts of the whole page: `/` search, `?` help, and ⌘K or Ctrl K for the palette.

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortcut {
    /// Go to the search box of the list.
    Search,
    /// Show the keys.
    Help,
    /// Open the palette.
    Palette,
}

/// What `key` asks for, if anything. `typing`: the focus is where text is entered.
pub fn shortcut(key: &str, with_command: bool, typing: bool) -> Option<Shortcut> {
    match (key, with_command, typing) {
        ("k" | "K", true, _) => Some(Shortcut::Palette),
        ("/", false, false) => Some(Shortcut::Search),
        ("?", false, false) => Some(Shortcut::Help),
        _ => None,
    }
}

/// Listens for the shortcuts as long as the present owner lives.
#[cfg(feature = "hydrate")]
pub fn listen(run: impl Fn(Shortcut) + 'static) {
    use crate::prelude::*;
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        let with_command = event.meta_key() || event.ctrl_key();
        if let Some(shortcut) = shortcut(&event.key(), with_command, is_typing()) {
            event.prevent_default();
            if shortcut == Shortcut::Search {
                focus_search();
            } else {
                run(shortcut);
            }
        }
    });
    on_cleanup(move || handle.remove());
}

#[cfg(feature = "hydrate")]
fn is_typing() -> bool {
    let focused = leptos::prelude::document().active_element();
    focused.is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
    })
}

#[cfg(feature = "hydrate")]
fn focus_search() {
    use wasm_bindgen::JsCast;
    let found =
        leptos::prelude::document().query_selector("main input[type=search]").ok().flatten();
    if let Some(input) = found.and_then(|it| it.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        let _ = input.focus();
        input.select();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_mean_nothing_while_one_types_but_the_palette() {
        assert_eq!(shortcut("/", false, true), None);
        assert_eq!(shortcut("?", false, true), None);
        assert_eq!(shortcut("k", true, true), Some(Shortcut::Palette));
    }

    #[test]
    fn a_slash_searches_and_a_question_mark_helps() {
        assert_eq!(shortcut("/", false, false), Some(Shortcut::Search));
        assert_eq!(shortcut("?", false, false), Some(Shortcut::Help));
        assert_eq!(shortcut("/", true, false), None);
    }
}
