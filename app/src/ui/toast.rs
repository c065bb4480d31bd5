//! Short notices at the edge of the page, with Undo where it was a change.

use crate::markup::{IntoNode, Item, keyed, view};
use crate::prelude::*;

/// How long a notice stays, in seconds; long enough to read it and to reach its button.
#[cfg(feature = "hydrate")]
const STAYS_SECONDS: u64 = 10;
/// How many there are at most; an older one gives way.
const AT_MOST: usize = 3;

#[derive(Clone)]
struct Toast {
    id: u32,
    text: String,
    undo: Option<Callback<()>>,
}

/// The notices of this page.
#[derive(Clone, Copy)]
pub struct Toasts {
    all: RwSignal<Vec<Toast>>,
    last: StoredValue<u32>,
}

/// Puts the notices into the context; at the root, so that they outlive a page.
pub fn provide_toasts() {
    provide_context(Toasts { all: RwSignal::new(Vec::new()), last: StoredValue::new(0) });
}

/// The notices of this page.
pub fn toasts() -> Toasts {
    expect_context()
}

impl Toasts {
    /// Says something.
    pub fn say(self, text: impl Into<String>) {
        self.push(text.into(), None);
    }

    /// Says what changed, and offers to take it back.
    pub fn say_with_undo(self, text: impl Into<String>, undo: Callback<()>) {
        self.push(text.into(), Some(undo));
    }

    /// Takes everything away: what it was about is no longer to be seen.
    pub fn clear(self) {
        self.all.set(Vec::new());
    }

    fn push(self, text: String, undo: Option<Callback<()>>) {
        let id = self.last.get_value().wrapping_add(1);
        self.last.set_value(id);
        self.all.update(|all| {
            all.push(Toast { id, text, undo });
            let surplus = all.len().saturating_sub(AT_MOST);
            all.drain(..surplus);
        });
        #[cfg(feature = "hydrate")]
        set_timeout(move || self.remove(id), std::time::Duration::from_secs(STAYS_SECONDS));
    }

    fn remove(self, id: u32) {
        self.all.update(|all| all.retain(|toast| toast.id != id));
    }
}

/// Where notices appear; announced politely.
#[component]
pub fn ToastRegion() -> AnyView {
    let toasts = toasts();
    view! {
        <div class="toasts" role="log" aria-label="Notices" aria-live="polite">
            {keyed(move || items(toasts))}
        </div>
    }
    .into_any()
}

fn items(toasts: Toasts) -> Vec<Item> {
    let item = |toast: Toast| -> Item {
        (toast.id.to_string(), Box::new(move || toast_view(toasts, toast).into_node()))
    };
    toasts.all.get().into_iter().map(item).collect()
}

fn toast_view(toasts: Toasts, Toast { id, text, undo }: Toast) -> AnyView {
    let undo = undo.map(|undo| {
        let take_back = move |_| {
            toasts.remove(id);
            undo.run(());
        };
        view! { <button type="button" class="button quiet" on:click=take_back>"Undo"</button> }
    });
    view! { <div class="toast"><span>{text}</span>{undo}</div> }.into_any()
}
