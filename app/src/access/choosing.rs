//! The part of a form that shows what its choice would do, anew whenever another one is made.

use super::calls::foresee;
use super::foreseen::Foreseen;
use super::planned::Planned;
use super::preview::{differences, working};
use crate::Failure;
use crate::markup::view;
use crate::prelude::*;

/// What the choice of a form would do. Cheap to copy.
///
/// It is made with the page, outside of what waits: the first choice is answered along with the
/// page, so that it is there without scripts, too.
#[derive(Clone, Copy)]
pub(crate) struct Choosing(StoredValue<Parts>);

#[derive(Clone, Copy)]
struct Parts {
    /// Which form is open.
    open: Memo<Option<String>>,
    /// Another choice than the first one, with the form that it was made in.
    chosen: RwSignal<Option<(String, Planned)>>,
    found: Resource<Option<Result<Foreseen, Failure>>>,
}

impl Choosing {
    /// Of the form that is `open`, of which `first` tells the first choice; nothing where there is
    /// nothing to choose.
    pub(crate) fn new<F>(
        open: Memo<Option<String>>,
        first: impl Fn(String) -> F + Copy + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Option<Planned>> + Send + 'static,
    {
        let chosen = RwSignal::new(None::<(String, Planned)>);
        let found = Resource::new(
            move || {
                let open = open.get();
                let own = chosen.get().filter(|(of, _)| Some(of) == open.as_ref());
                (open, own.map(|(_, planned)| planned))
            },
            move |(open, own)| async move {
                let planned = match own {
                    Some(planned) => planned,
                    None => first(open?).await?,
                };
                Some(foresee(planned).await)
            },
        );
        Self(StoredValue::new(Parts { open, chosen, found }))
    }

    /// Follows what the form that is being made plans, from its first choice on.
    pub(crate) fn follow(self, planned: Signal<Planned>) {
        let Parts { open, chosen, .. } = self.0.get_value();
        if chosen.with_untracked(Option::is_some) {
            chosen.set(None);
        }
        Effect::new(move |before: Option<()>| {
            let planned = planned.get();
            if let (Some(()), Some(open)) = (before, open.get_untracked()) {
                chosen.set(Some((open, planned)));
            }
        });
    }

    /// What was found, about `one` person or about anybody.
    pub(crate) fn shown(self, one: bool) -> AnyView {
        let Parts { found, .. } = self.0.get_value();
        view! {
            <div class="foreseen" aria-live="polite">
                <Suspense fallback=working>
                    {move || Suspend::new(async move {
                        found.await.map(|found| differences(found, one))
                    })}
                </Suspense>
            </div>
        }
        .into_any()
    }
}
