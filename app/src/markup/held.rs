//! Attributes of elements in the document: set once, kept as they should be, or listened to.

use super::attribute::{Attribute, Kind as AttributeKind, Target};
use super::value::{Source, Value};
use crate::reactive::StoredValue;
use leptos::prelude::RenderEffect;
use leptos::web_sys;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// What keeps an attribute as it should be.
pub(super) enum Held {
    Fixed(Value),
    Live { _effect: RenderEffect<Value> },
    Listener { _listener: Listening },
    Nothing,
}

/// A listener, for as long as its element stands.
pub(super) struct Listening {
    element: web_sys::Element,
    name: &'static str,
    closure: Closure<dyn FnMut(web_sys::Event)>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        // Refused only for a listener that is not there.
        let _ = self
            .element
            .remove_event_listener_with_callback(self.name, self.closure.as_ref().unchecked_ref());
    }
}

/// Sets an attribute and keeps it. `is_made`: the server has not written it.
pub(super) fn hold(Attribute(kind): Attribute, element: &web_sys::Element, is_made: bool) -> Held {
    match kind {
        AttributeKind::Set(target, Source::Fixed(value)) => {
            if is_made && value.is_some() || matches!(target, Target::Property(_)) {
                target.set(element, &value);
            }
            Held::Fixed(value)
        }
        AttributeKind::Set(target, Source::Live(make)) => {
            Held::Live { _effect: keep(target, make, element.clone(), is_made) }
        }
        AttributeKind::On(name, listener) => {
            let closure = Closure::wrap(listener as Box<dyn FnMut(web_sys::Event)>);
            // Refused only without a listener.
            let _ =
                element.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
            Held::Listener { _listener: Listening { element: element.clone(), name, closure } }
        }
        AttributeKind::Reference(load) => {
            load(element);
            Held::Nothing
        }
        AttributeKind::InnerHtml(html) => {
            if is_made {
                element.set_inner_html(&html);
            }
            Held::Nothing
        }
    }
}

/// Sets it again whenever what it reads changes.
fn keep(
    target: Target,
    mut make: Box<dyn FnMut() -> Value + Send>,
    element: web_sys::Element,
    is_made: bool,
) -> RenderEffect<Value> {
    let owned = StoredValue::new(());
    RenderEffect::new(move |before: Option<Value>| {
        if let Some(before) = &before
            && is_gone(owned)
        {
            return before.clone();
        }
        let value = make();
        let is_news = match &before {
            Some(before) => *before != value || matches!(target, Target::Property(_)),
            None => is_made || matches!(target, Target::Property(_)),
        };
        if is_news {
            target.set(&element, &value);
        }
        value
    })
}

/// Whether the owner of whatever is followed has been taken away.
pub(super) fn is_gone(owned: StoredValue<()>) -> bool {
    owned.try_get_value().is_none()
}
