//! The page of whoever needs a second factor and has none: sets one up, or signs out.

use super::card::{Asked, parts};
use super::codes::FreshCodes;
use crate::markup::view;
use crate::navigation::Entrance;
use crate::prelude::*;
use crate::sessions::calls::SignOut;
use leptos::server_fn::ServerFn;

/// Sets up a second factor before anything else.
#[component]
pub fn EnrolPage() -> AnyView {
    let asked = Asked::new();
    let lead = "Your account needs a second factor. Set one up, then go on; nothing else is possible until then.";
    view! {
        <Entrance title="Set up a second factor" lead=lead>
            <FreshCodes codes=asked.fresh/>
            {parts(asked)}
            <Transition>
                {move || Suspend::new(async move {
                    let is_done = asked.mine.await.is_ok_and(|mine| !mine.must_enrol);
                    is_done.then(|| view! { <a class="button primary" href="/" rel="external">"Go on"</a> })
                })}
            </Transition>
            <form method="post" action=SignOut::PATH>
                <button class="button quiet" type="submit">"Sign out"</button>
            </form>
        </Entrance>
    }
    .into_any()
}
