//! The start page: sends everybody to where they begin.

use super::viewing;
use crate::markup::view;
use crate::navigation::go;
use crate::navigation::paths::home_of;
use crate::prelude::*;
use crate::setup::SetupHint;
use crate::setup::calls::is_open;

/// Leads on: to the people, to one's account, to sign-in, or to set-up.
#[component]
pub fn HomePage() -> AnyView {
    let open = Resource::new_blocking(|| (), |()| is_open());
    let viewing = viewing();
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                if matches!(open.await, Ok(true)) {
                    return view! { <SetupHint/> }.into_any();
                }
                let target = viewing.ready().await.map_or_else(|| "/login".into(), |viewer| home_of(&viewer));
                go(&target);
                ().into_any()
            })}
        </Suspense>
    }
    .into_any()
}
