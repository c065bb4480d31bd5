//! What stands in an element's tag.

use super::value::{IntoSource, Source, Value};
use leptos::ev::EventDescriptor;
use leptos::html::ElementType;
use leptos::prelude::*;
use leptos::tachys::html::node_ref::NodeRefContainer;
use leptos::web_sys;
use std::borrow::Cow;
use wasm_bindgen::JsCast;

/// One attribute, class, property, listener or reference.
pub struct Attribute(pub(super) Kind);

pub(super) enum Kind {
    Set(Target, Source),
    On(Cow<'static, str>, Listener),
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

/// `name=value`.
pub fn attribute(name: &'static str, value: impl IntoSource) -> Attribute {
    Attribute(Kind::Set(Target::Attribute(name), value.into_source()))
}

/// `class:name=whether`.
pub fn class(name: &'static str, whether: impl IntoSource) -> Attribute {
    Attribute(Kind::Set(Target::Class(name), whether.into_source()))
}

/// `prop:name=value`.
pub fn property(name: &'static str, value: impl IntoSource) -> Attribute {
    Attribute(Kind::Set(Target::Property(name), value.into_source()))
}

/// `on:event=listener`.
pub fn on<E>(event: E, mut listener: impl FnMut(E::EventType) + Send + 'static) -> Attribute
where
    E: EventDescriptor,
    E::EventType: JsCast,
{
    let listener = Box::new(move |event: web_sys::Event| listener(event.unchecked_into()));
    Attribute(Kind::On(event.name(), listener))
}

/// `node_ref=reference`.
pub fn reference<E>(reference: NodeRef<E>) -> Attribute
where
    E: ElementType + Send + 'static,
    E::Output: JsCast + 'static,
{
    Attribute(Kind::Reference(Box::new(move |element| {
        NodeRefContainer::<E>::load(reference, element);
    })))
}

/// `inner_html=html`: trusted markup of our own.
pub fn inner_html(html: impl Into<Cow<'static, str>>) -> Attribute {
    Attribute(Kind::InnerHtml(html.into()))
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
