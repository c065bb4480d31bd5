//! What stands in an element's tag.

use super::value::{Source, Value};
use leptos::web_sys;
use std::borrow::Cow;

/// One attribute, class, property, listener or reference.
pub(super) struct Attribute(pub(super) Kind);

pub(super) enum Kind {
    Set(Target, Source),
    On(&'static str, Listener),
    Reference(Box<dyn FnOnce(&web_sys::Element) + Send>),
    InnerHtml(Cow<'static, str>),
}

/// What hears an event. Only the browser ever calls one.
pub(super) type Listener = Box<dyn FnMut(web_sys::Event) + Send>;

/// What a value is set on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Attribute(&'static str),
    Class(&'static str),
    Property(&'static str),
}

impl Target {
    /// Sets `value` in the document.
    pub(super) fn set(self, element: &web_sys::Element, value: &Value) {
        // Refused only for names that are not names; ours are written in the code.
        let _ = match (self, value) {
            (Self::Attribute(name), Some(value)) => element.set_attribute(name, value),
            (Self::Attribute(name), None) => element.remove_attribute(name),
            (Self::Class(name), value) => {
                element.class_list().toggle_with_force(name, value.is_some()).map(|_| ())
            }
            (Self::Property(name), value) => {
                let value = value.as_deref().unwrap_or_default();
                js_sys::Reflect::set(element, &name.into(), &value.into()).map(|_| ())
            }
        };
    }
}
