//! A link that is not good any more: says why, and how to get another one.

use crate::Failure;
use crate::markup::view;
use crate::navigation::Entrance;
use crate::prelude::*;
#[cfg(feature = "ssr")]
use fluxward_domain::AppError;
use fluxward_domain::Kind;

/// Why a link does nothing, for whoever has it. Nobody is signed in here, so an account that cannot
/// sign in is no session that has ended.
#[cfg(feature = "ssr")]
pub(crate) fn told(error: fluxward_core::Error) -> Failure {
    let error = AppError::from(error);
    if error.kind == Kind::Unauthenticated {
        let detail = "This account cannot sign in. Ask an administrator.";
        return Failure(AppError::new(Kind::Gone, detail));
    }
    Failure(error)
}

/// The page of a link that does nothing.
#[component]
pub(crate) fn DeadLink(
    /// Why.
    failure: Failure,
    /// Where another one is asked for, and what the way there is called.
    again: (&'static str, &'static str),
) -> AnyView {
    let Failure(error) = failure;
    #[cfg(feature = "ssr")]
    crate::wire::answer::page_status(error.kind);
    let title = match error.kind {
        Kind::Gone | Kind::NotFound => "This link is not good any more",
        kind => kind.title(),
    };
    let (href, label) = again;
    view! {
        <Entrance title=title lead=error.detail>
            <a class="button primary" href=href>{label}</a>
        </Entrance>
    }
    .into_any()
}
