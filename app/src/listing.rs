//! A long list whose question changes while one looks at it: what the lists of people share.
//!
//! The newest question aborts the one before it, so that an answer that comes late never
//! replaces a newer one. It refuses to know what is listed and what may be asked.

use crate::Failure;
use crate::live::on_signal;
use crate::prelude::*;
use crate::ui::{ListPage, TableHandle};
use crate::wire::Task;
use fluxward_domain::Kind;
use fluxward_domain::live::Signal as News;
use leptos::reactive::actions::ActionAbortHandle;
use std::sync::Arc;
use std::time::Duration;

/// How the first page of the present question is asked for.
pub(crate) type Ask = Arc<dyn Fn() -> Task<Result<ListPage, Failure>> + Send + Sync>;

/// News that come in a burst are one reason to look again; a steady stream of them is one every
/// so often.
const BURST: Duration = Duration::from_millis(120);

/// A list as the questions after the first one answer it. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Listing {
    asking: Action<(), Result<ListPage, Failure>>,
    running: StoredValue<Option<ActionAbortHandle>>,
    /// Why nothing may be shown any more.
    lost: RwSignal<Option<Failure>>,
    /// Whether nothing is listed: then there is no table that could look again.
    empty: StoredValue<bool>,
    /// What the page holds on to.
    pub(crate) handle: TableHandle,
}

impl Listing {
    /// Asks whenever `question` is another one; the first is answered by the page's resource.
    pub(crate) fn follow(question: Memo<String>, ask: Ask) -> Self {
        let lost = RwSignal::new(None);
        let listing = Self {
            asking: Action::new(move |(): &()| heed(lost, ask())),
            running: StoredValue::new(None),
            lost,
            empty: StoredValue::new(false),
            handle: TableHandle::new(),
        };
        Effect::new(move |before: Option<String>| {
            let now = question.get();
            if before.is_some_and(|before| before != now) {
                listing.ask();
            }
            now
        });
        listing
    }

    /// Asks, and forgets what was asked before.
    pub(crate) fn ask(self) {
        if let Some(running) = self.running.try_update_value(Option::take).flatten() {
            running.abort();
        }
        let running = self.asking.dispatch(());
        self.running.set_value(Some(running));
    }

    /// The answer to the latest question; `None` while the first one stands.
    pub(crate) fn later(self) -> Option<Result<ListPage, Failure>> {
        self.asking.value().get()
    }

    /// Why the list may not be seen any more; `None` while it may.
    pub(crate) fn lost(self) -> Option<Failure> {
        self.lost.get()
    }

    /// Passes an answer on, and takes notice when it says that the right to see it is gone.
    pub(crate) fn heed(
        self,
        answer: Task<Result<ListPage, Failure>>,
    ) -> Task<Result<ListPage, Failure>> {
        Box::pin(heed(self.lost, answer))
    }

    /// Whether an answer is being waited for.
    pub(crate) fn is_asking(self) -> Memo<bool> {
        self.asking.pending().into()
    }

    /// Whether the page that is shown from now on has no rows.
    pub(crate) fn shows_nothing(self, nothing: bool) {
        self.empty.set_value(nothing);
    }

    /// Looks again, in place, whenever news concern this list.
    pub(crate) fn refresh_on(self, concerns: impl Fn(&News) -> bool + Send + Sync + 'static) {
        look_on(concerns, Callback::new(move |()| self.look_again()));
    }

    fn look_again(self) {
        let is_lost = self.lost.try_with_untracked(Option::is_some).unwrap_or_default();
        if is_lost || self.empty.try_get_value().unwrap_or_default() {
            self.ask();
        } else {
            self.handle.refresh();
        }
    }
}

/// Calls `look` whenever news concern the page, or some may have been missed.
pub(crate) fn look_on(
    concerns: impl Fn(&News) -> bool + Send + Sync + 'static,
    look: Callback<()>,
) {
    let waiting = StoredValue::new(false);
    on_signal(move |news| {
        let is_concerned =
            matches!(news, News::Hello { .. } | News::Access { .. }) || concerns(&news);
        if !is_concerned || waiting.get_value() {
            return;
        }
        waiting.set_value(true);
        let look = move || {
            if waiting.try_set_value(false).is_none() {
                look.run(());
            }
        };
        set_timeout(look, BURST);
    });
}

async fn heed(
    lost: RwSignal<Option<Failure>>,
    answer: Task<Result<ListPage, Failure>>,
) -> Result<ListPage, Failure> {
    let answer = answer.await;
    match &answer {
        Err(failure) if is_loss(failure) => {
            lost.try_set(Some(failure.clone()));
        }
        Ok(_) if lost.try_with_untracked(Option::is_some).unwrap_or_default() => {
            lost.try_set(None);
        }
        _ => (),
    }
    answer
}

/// Whether `failure` means that what is on screen may not be seen any more: it goes away then.
/// Whatever else fails leaves the data where it is.
pub(crate) fn is_loss(failure: &Failure) -> bool {
    matches!(failure.0.kind, Kind::Forbidden | Kind::NotFound | Kind::Unauthenticated)
}
