//! Who is selected: some of those who are loaded, or everybody who matches.

use super::forms::BulkForm;
use crate::prelude::*;
use fluxward_domain::bulk::USERS_MAX;
use fluxward_domain::members::{Member, MemberQuery};

/// Who is selected. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Selection {
    ids: RwSignal<Vec<String>>,
    /// Whether everybody who matches is meant.
    pub(super) all: RwSignal<bool>,
    /// Everybody who was loaded so far.
    loaded: StoredValue<Vec<String>>,
}

impl Selection {
    /// These, to begin with.
    pub(super) fn new(ids: Vec<String>) -> Self {
        Self {
            ids: RwSignal::new(ids),
            all: RwSignal::new(false),
            loaded: StoredValue::new(Vec::new()),
        }
    }

    /// These were loaded. Whoever is invited is no member yet.
    pub(super) fn heed(self, members: &[Member]) {
        let ids = members.iter().filter(|it| it.invitation.is_none()).map(|it| it.user.id);
        let ids: Vec<_> = ids.map(|id| id.to_string()).collect();
        self.loaded.try_update_value(|loaded| {
            for id in ids {
                if !loaded.contains(&id) {
                    loaded.push(id);
                }
            }
        });
    }

    /// Whether that one is selected, tracked.
    pub(super) fn has(self, id: &str) -> bool {
        self.all.get() || self.ids.with(|ids| ids.iter().any(|it| it == id))
    }

    /// Selects that one, or not any more.
    pub(super) fn set(self, id: &str, selected: bool) {
        self.ids.update(|ids| {
            ids.retain(|it| it != id);
            if selected {
                ids.push(id.to_owned());
            }
        });
    }

    /// Selects everybody who is loaded, as far as people can be named.
    pub(super) fn take_loaded(self) {
        self.all.set(false);
        let mut loaded = self.loaded.get_value();
        loaded.truncate(USERS_MAX);
        self.ids.set(loaded);
    }

    /// Selects nobody.
    pub(super) fn clear(self) {
        self.all.set(false);
        self.ids.set(Vec::new());
    }

    /// How many are selected; `None` for everybody who matches. Tracked.
    pub(super) fn count(self) -> Option<usize> {
        (!self.all.get()).then(|| self.ids.with(Vec::len))
    }

    /// Whether nobody is selected. Tracked.
    pub(super) fn is_empty(self) -> bool {
        self.count() == Some(0)
    }

    /// The form for these, in a list that is narrowed down so.
    pub(super) fn form(self, query: &MemberQuery, change: String, reason: String) -> BulkForm {
        let form = BulkForm { change, reason, ..BulkForm::of(query) };
        if self.all.get_untracked() {
            return BulkForm { all: "true".to_owned(), ..form };
        }
        BulkForm { users: self.ids.with_untracked(|ids| ids.join(" ")), ..form }
    }
}
