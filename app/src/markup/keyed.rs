//! A list whose items stay what they are: one that moves or stays keeps its elements, its focus
//! and its signals, and each has an owner of its own that goes with it.

use super::live::{Origin, insert_before};
use super::{Kind, Node, live};
use leptos::prelude::{Mountable, Owner};
use leptos::web_sys;

/// An item: what identifies it, and how it is made.
pub type Item = (String, Box<dyn FnOnce() -> Node + Send>);

/// The list that `items` makes, anew whenever what it reads changes.
pub fn keyed(mut items: impl FnMut() -> Vec<Item> + Send + 'static) -> Node {
    let owner = Owner::current().unwrap_or_default();
    Node(Kind::Live(Box::new(move || Node(Kind::Keyed(items(), owner.clone())))))
}

/// The items in the document; the comment marks their end.
pub(super) struct KeyedState {
    items: Vec<Standing>,
    owner: Owner,
    end: web_sys::Node,
}

struct Standing {
    key: String,
    state: live::State,
    /// Goes last.
    _owner: Owner,
}

fn stand((key, make): Item, owner: &Owner, origin: &Origin) -> Standing {
    let own = owner.child();
    let state = own.with(|| make().stand(origin));
    Standing { key, state, _owner: own }
}

impl KeyedState {
    pub(super) fn stand(items: Vec<Item>, owner: Owner, origin: &Origin) -> Self {
        let items = items.into_iter().map(|item| stand(item, &owner, origin)).collect();
        Self { items, owner, end: origin.stand(live::comment) }
    }

    /// Becomes these items; those that are there already stay as they are.
    pub(super) fn become_items(&mut self, items: Vec<Item>) {
        let mut before: Vec<_> = std::mem::take(&mut self.items).into_iter().map(Some).collect();
        for item in items {
            let is_it = |it: &&mut Option<Standing>| it.as_ref().is_some_and(|it| it.key == item.0);
            let known = before.iter_mut().find(is_it).and_then(Option::take);
            let standing = known.unwrap_or_else(|| stand(item, &self.owner, &Origin::Made));
            self.items.push(standing);
        }
        for mut gone in before.into_iter().flatten() {
            gone.state.unmount();
        }
        self.order();
    }

    /// Puts each item before the next one, and touches none that is there already: an element
    /// that is moved loses its focus.
    fn order(&mut self) {
        let mut next = self.end.clone();
        for item in self.items.iter_mut().rev() {
            let elements = item.state.elements();
            let follower = elements.last().and_then(|last| last.next_sibling());
            if follower.as_ref() != Some(&next) {
                insert_before(&next, &mut item.state);
            }
            if let Some(first) = elements.into_iter().next() {
                next = first.into();
            }
        }
    }

    pub(super) fn states(&self) -> impl Iterator<Item = &live::State> {
        self.items.iter().map(|item| &item.state)
    }

    pub(super) fn states_mut(&mut self) -> impl Iterator<Item = &mut live::State> {
        self.items.iter_mut().map(|item| &mut item.state)
    }

    pub(super) const fn end(&self) -> &web_sys::Node {
        &self.end
    }
}
