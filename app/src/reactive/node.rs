//! An element of the page, once it is in the document.

use super::RwSignal;
use leptos::html::ElementType;
use leptos::web_sys::Element;
use send_wrapper::SendWrapper;
use std::marker::PhantomData;
use wasm_bindgen::JsCast;

/// An element of the page, once it is in the document.
pub struct NodeRef<E> {
    element: RwSignal<Option<SendWrapper<Element>>>,
    of: PhantomData<fn() -> E>,
}

impl<E> Clone for NodeRef<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for NodeRef<E> {}

impl<E> Default for NodeRef<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E> NodeRef<E> {
    /// Of an element that is to come: `node_ref=` in its tag.
    pub fn new() -> Self {
        Self { element: RwSignal::new(None), of: PhantomData }
    }

    /// What is told when the element has come.
    pub(crate) fn found(self) -> Box<dyn FnOnce(&Element) + Send> {
        found(self.element)
    }
}

impl<E: ElementType<Output: JsCast>> NodeRef<E> {
    /// The element, tracked.
    pub fn get(&self) -> Option<E::Output> {
        self.element.get().map(typed::<E>)
    }

    /// The element, untracked.
    pub fn get_untracked(&self) -> Option<E::Output> {
        self.element.get_untracked().map(typed::<E>)
    }

    /// The element, untracked; `None` also when the page is gone.
    pub fn try_get_untracked(&self) -> Option<Option<E::Output>> {
        self.element.try_get_untracked().map(|element| element.map(typed::<E>))
    }
}

#[inline(never)]
fn found(node: RwSignal<Option<SendWrapper<Element>>>) -> Box<dyn FnOnce(&Element) + Send> {
    Box::new(move |element| drop(node.try_set(Some(SendWrapper::new(element.clone())))))
}

fn typed<E: ElementType<Output: JsCast>>(element: SendWrapper<Element>) -> E::Output {
    element.take().unchecked_into()
}
