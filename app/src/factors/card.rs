//! The card of one's own second factors.

use super::calls::{NewRecoveryCodes, mine};
use super::codes::FreshCodes;
use super::{passkeys, totp};
use crate::Failure;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Button, Card, ErrorState, Form, Skeleton, Submission};
use crate::wire::json;
use fluxward_domain::factors::{Held, Mine, RecoveryCodes};
use leptos::server_fn::ServerFn;

/// What the parts of the card share: one's factors, and recovery codes that were just made.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    pub(super) mine: Resource<Result<Mine, Failure>>,
    pub(super) fresh: RwSignal<Vec<String>>,
}

impl Asked {
    pub(super) fn new() -> Self {
        Self { mine: Resource::new_blocking(|| (), |()| mine()), fresh: RwSignal::new(Vec::new()) }
    }

    /// Something has changed.
    pub(super) fn again(self) {
        self.mine.refetch();
    }
}

/// One's second factors: what there is, setting up, removing, recovery codes.
#[component]
pub fn FactorsCard() -> AnyView {
    let asked = Asked::new();
    view! {
        <Card id="second-factor" title="Two-factor sign-in">
            <p class="card-lead">"Beside your password, signing in then asks for something that only you have."</p>
            <FreshCodes codes=asked.fresh/>
            {parts(asked)}
        </Card>
    }
    .into_any()
}

/// The parts for what one has now.
pub(super) fn parts(asked: Asked) -> AnyView {
    view! {
        <Transition fallback=|| view! { <Skeleton rows=2/> }>
            {move || Suspend::new(async move {
                match asked.mine.await {
                    Ok(mine) => untrack(|| all(&mine, asked)),
                    Err(failure) => view! { <ErrorState failure=failure/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn all(mine: &Mine, asked: Asked) -> AnyView {
    let codes = mine.held.any().then(|| recovery_codes(mine.held, asked));
    view! {
        {totp::part(mine, asked)}
        {passkeys::part(mine, asked)}
        {codes}
    }
    .into_any()
}

fn recovery_codes(held: Held, asked: Asked) -> AnyView {
    let submission = Submission::of(NewRecoveryCodes::PATH);
    let made = Callback::new(move |answer: String| {
        if let Some(fresh) = json::read::<RecoveryCodes>(&answer) {
            asked.fresh.set(fresh.recovery_codes);
        }
        asked.again();
    });
    let left = match held.recovery_codes {
        0 => "None left. Make new ones, so that you can sign in when you lose your second factor."
            .to_owned(),
        1 => "1 is left. New ones replace it.".to_owned(),
        left => format!("{left} are left. New ones replace them."),
    };
    view! {
        <div class="setting">
            <div><b>"Recovery codes"</b><small>{left}</small></div>
            <div class="scripted">
                <Form action=NewRecoveryCodes::PATH submission=submission on_done=made>
                    <Button submit=true busy=submission.pending>"Make new codes"</Button>
                </Form>
            </div>
        </div>
    }
    .into_any()
}
