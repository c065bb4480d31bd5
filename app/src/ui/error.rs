//! Something could not be shown: says what happened and what to do.

use super::button::{Button, Look};
use super::header::PageHeader;
use crate::Failure;
use crate::markup::view;
use crate::prelude::*;
use fluxward_domain::{AppError, Kind};

/// A part or a page that could not be shown.
#[component]
pub fn ErrorState(
    /// What went wrong.
    failure: Failure,
    /// Tries again.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
    /// Whether it stands for the whole page, which then answers with this failure's status.
    #[prop(optional)]
    whole_page: bool,
) -> AnyView {
    let Failure(error) = failure;
    #[cfg(feature = "ssr")]
    if whole_page {
        crate::wire::answer::page_status(error.kind);
    }
    let title = error.kind.title();
    let heading = whole_page.then(|| view! { <PageHeader title=title/> });
    let id = error.request_id.map(|id| view! { <p><small>"Request " {id}</small></p> });
    let again = retry.map(|retry| {
        view! { <Button look=Look::Plain on_click=retry>"Try again"</Button> }
    });
    view! {
        {heading}
        <div class="empty error" role="alert">
            {(!whole_page).then(|| view! { <p class="empty-title">{title}</p> })}
            <p>{error.detail}</p>
            {id}
            {again}
        </div>
    }
    .into_any()
}

/// The page of an address that leads nowhere.
#[component]
pub fn NotFoundPage() -> AnyView {
    let failure = Failure(AppError::new(
        Kind::NotFound,
        "There is nothing at this address that you can see. It may have been renamed or deleted, or you may need to be added first.",
    ));
    view! { <ErrorState failure=failure whole_page=true/> <p><a href="/">"Go to the start page"</a></p> }.into_any()
}
