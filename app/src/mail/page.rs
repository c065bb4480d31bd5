//! The page of the mail server and the outbox: for platform administrators.

use super::calls::{list, previews};
use super::outbox::OutboxCard;
use super::previews::PreviewsCard;
use super::server::{ServerCard, TestCard};
use crate::markup::view;
use crate::prelude::*;
use crate::settings::calls::show;
use crate::ui::{Breadcrumbs, ErrorState, PageHeader, Skeleton};
use fluxward_domain::mail::{MailPreview, MailQuery};
use fluxward_domain::settings::Settings;

/// Mail.
#[component]
pub fn MailPage() -> AnyView {
    let settings = Resource::new_blocking(|| (), |()| show());
    let kinds = Resource::new_blocking(|| (), |()| previews());
    let outbox = Resource::new_blocking(|| (), |()| list(MailQuery::default()));
    view! {
        <Suspense fallback=|| view! { <PageHeader title="Mail"/> <Skeleton rows=8/> }>
            {move || Suspend::new(async move {
                match (settings.await, kinds.await) {
                    (Ok(settings), Ok(kinds)) => cards(settings, kinds, outbox),
                    (Err(failure), _) | (_, Err(failure)) => {
                        view! { <ErrorState failure=failure whole_page=true/> }.into_any()
                    }
                }
            })}
        </Suspense>
    }
    .into_any()
}

fn cards(settings: Settings, kinds: Vec<MailPreview>, outbox: super::outbox::Outbox) -> AnyView {
    view! {
        <Breadcrumbs places=vec![("Platform settings".into(), "/settings".into())]/>
        <PageHeader title="Mail"/>
        <div class="two">
            <div class="stack">
                <ServerCard mail=settings.mail/>
                <TestCard/>
                <PreviewsCard kinds/>
            </div>
            <OutboxCard outbox/>
        </div>
    }
    .into_any()
}
