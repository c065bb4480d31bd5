//! Nodes put into the document, moved and taken away.

use super::{Standing, State};
use leptos::tachys::view::Mountable;
use leptos::web_sys;

pub(in crate::markup) fn insert_before(node: &web_sys::Node, child: &mut dyn Mountable) -> bool {
    let Some(parent) = node.parent_element() else { return false };
    child.mount(&parent, Some(node));
    true
}

fn take_away(node: &web_sys::Node) {
    if let Some(parent) = node.parent_node() {
        // Refused only for a node that is not there.
        let _ = parent.remove_child(node);
    }
}

fn put(parent: &web_sys::Element, node: &web_sys::Node, before: Option<&web_sys::Node>) {
    // Refused only when `before` is not there; then the whole list is about to be replaced.
    let _ = parent.insert_before(node, before);
}

impl Mountable for State {
    fn unmount(&mut self) {
        match &mut self.0 {
            Standing::Empty(node) | Standing::Text(node, _) => take_away(node),
            Standing::Element(state) => take_away(&state.element),
            Standing::Many(states, end) => {
                states.iter_mut().for_each(Self::unmount);
                take_away(end);
            }
            Standing::Fragment(states) => states.iter_mut().for_each(Self::unmount),
            Standing::Keyed(keyed) => {
                keyed.states_mut().for_each(Self::unmount);
                take_away(keyed.end());
            }
            Standing::Live(effect) => effect.unmount(),
            Standing::View(state) => state.unmount(),
        }
    }

    fn mount(&mut self, parent: &web_sys::Element, marker: Option<&web_sys::Node>) {
        match &mut self.0 {
            Standing::Empty(node) | Standing::Text(node, _) => put(parent, node, marker),
            Standing::Element(state) => put(parent, &state.element, marker),
            Standing::Many(states, end) => {
                for state in states.iter_mut() {
                    state.mount(parent, marker);
                }
                put(parent, end, marker);
            }
            Standing::Fragment(states) => {
                for state in states.iter_mut() {
                    state.mount(parent, marker);
                }
            }
            Standing::Keyed(keyed) => {
                keyed.states_mut().for_each(|state| state.mount(parent, marker));
                put(parent, keyed.end(), marker);
            }
            Standing::Live(effect) => effect.mount(parent, marker),
            Standing::View(state) => state.mount(parent, marker),
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match &self.0 {
            Standing::View(state) => state.insert_before_this(child),
            Standing::Keyed(keyed) => {
                keyed.states().any(|state| state.insert_before_this(child))
                    || insert_before(keyed.end(), child)
            }
            Standing::Live(effect) => effect.insert_before_this(child),
            Standing::Empty(node) | Standing::Text(node, _) => insert_before(node, child),
            Standing::Element(state) => insert_before(&state.element, child),
            Standing::Many(states, end) => {
                states.iter().any(|state| state.insert_before_this(child))
                    || insert_before(end, child)
            }
            Standing::Fragment(states) => {
                states.iter().any(|state| state.insert_before_this(child))
            }
        }
    }

    fn elements(&self) -> Vec<web_sys::Element> {
        match &self.0 {
            Standing::Empty(_) | Standing::Text(..) => Vec::new(),
            Standing::Element(state) => vec![state.element.clone()],
            Standing::Many(states, _) | Standing::Fragment(states) => {
                states.iter().flat_map(Self::elements).collect()
            }
            Standing::Keyed(keyed) => keyed.states().flat_map(Self::elements).collect(),
            Standing::Live(effect) => effect.elements(),
            Standing::View(state) => state.elements(),
        }
    }
}
