//! Recovery codes, shown once: to be copied or kept as a file.

use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Button, Look, toasts};

/// Fresh recovery codes, until whoever sees them says that they are kept.
#[component]
pub fn FreshCodes(
    /// The codes; none when they are not shown any more.
    codes: RwSignal<Vec<String>>,
) -> AnyView {
    (move || codes.with(|codes| !codes.is_empty()).then(|| shown(codes))).into_any()
}

fn shown(codes: RwSignal<Vec<String>>) -> AnyView {
    let toasts = toasts();
    let text = codes.with_untracked(|codes| codes.join("\n"));
    let file = format!("data:text/plain;charset=utf-8,{}", text.replace('\n', "%0A"));
    let copy = Callback::new(move |()| {
        copy(&text);
        toasts.say("Recovery codes copied");
    });
    view! {
        <div class="note warn" role="status">
            <p><b>"Keep these recovery codes somewhere safe. "</b>"They are shown this once. Each lets you sign in once without your second factor."</p>
        </div>
        {list(&codes.get_untracked())}
        <div class="actions">
            <Button on_click=copy>"Copy"</Button>
            <a class="button" href=file download="fluxward-recovery-codes.txt">"Download"</a>
            <Button look=Look::Primary on_click=Callback::new(move |()| codes.set(Vec::new()))>"I have kept them"</Button>
        </div>
    }
    .into_any()
}

/// The codes in two columns.
pub(super) fn list(codes: &[String]) -> AnyView {
    let items =
        codes.iter().map(|code| view! { <li><code>{code.clone()}</code></li> }).collect::<Vec<_>>();
    view! { <ul class="codes" aria-label="Recovery codes">{items}</ul> }.into_any()
}

fn copy(text: &str) {
    #[cfg(feature = "hydrate")]
    // Whether it succeeds is the browser's to say; the codes stay on the page in any case.
    let _ = window().navigator().clipboard().write_text(text);
    #[cfg(not(feature = "hydrate"))]
    let _ = text;
}
