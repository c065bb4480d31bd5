//! Signing in with a passkey: the button on the sign-in page.

use super::calls::{begin_sign_in, finish_sign_in};
use super::device;
use crate::markup::view;
use crate::navigation::go;
use crate::prelude::*;
use crate::ui::Button;

/// The button; there only where passkeys can be used.
#[component]
pub fn PasskeyButton(
    /// Where to go on.
    next: Option<String>,
) -> AnyView {
    let (is_able, pending) = (RwSignal::new(false), RwSignal::new(false));
    let refused = RwSignal::new(None::<String>);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| is_able.set(super::browser::is_able()));
    let press = Callback::new(move |()| {
        let next = next.clone();
        pending.set(true);
        leptos::task::spawn_local(async move {
            let entered = async {
                let begun = begin_sign_in().await?;
                let credential = device::get(begun.options).await?;
                finish_sign_in(begun.ceremony, credential, next).await
            };
            match entered.await {
                Ok(next) => go(&next),
                Err(failure) => {
                    pending.try_set(false);
                    refused.try_set(Some(failure.0.detail));
                }
            }
        });
    });
    let button = move || {
        is_able.get().then(
            || view! { <Button busy=pending on_click=press>"Sign in with a passkey"</Button> },
        )
    };
    view! {
        {button}
        <div class="form-error" role="alert">{move || refused.get()}</div>
    }
    .into_any()
}
