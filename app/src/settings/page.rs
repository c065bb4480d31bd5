//! The settings page: for platform administrators.

use super::calls::show;
use super::deletion::DeletionCard;
use super::factors::FactorsCard;
use super::joining::JoiningCard;
use super::lifetimes::LifetimesCard;
use super::maintenance::MaintenanceCard;
use super::passwords::PasswordsCard;
use crate::Failure;
use crate::live::on_signal;
use crate::markup::view;
use crate::plans::{ask_plans, plans_card};
use crate::prelude::*;
use crate::ui::{Card, ErrorState, PageHeader, Skeleton};
use fluxward_domain::live::Signal as News;
use fluxward_domain::plans::Plan;
use fluxward_domain::settings::Settings;

/// The platform's settings.
#[component]
pub fn SettingsPage() -> AnyView {
    let settings = Resource::new_blocking(|| (), |()| show());
    let plans = ask_plans();
    on_signal(move |news| {
        if !matches!(news, News::Access { .. }) {
            return;
        }
        // Every edit of the settings is such news: what has been entered stays, unless the right
        // to see it is gone.
        leptos::task::spawn_local(async move {
            if show().await.is_err_and(|failure| !failure.may_be_retried()) {
                settings.refetch();
            }
        });
    });
    view! {
        <Suspense fallback=|| view! { <PageHeader title="Platform settings"/> <Skeleton rows=8/> }>
            {move || Suspend::new(async move {
                match settings.await {
                    Ok(settings) => cards(settings, plans),
                    Err(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

fn cards(settings: Settings, plans: Resource<Result<Vec<Plan>, Failure>>) -> AnyView {
    let policy = settings.password_policy;
    view! {
        <PageHeader title="Platform settings"/>
        <div class="stack narrow">
            <PasswordsCard policy=policy reset_minutes=settings.reset_minutes/>
            <FactorsCard required=settings.second_factor_required/>
            <LifetimesCard settings=settings.clone()/>
            <JoiningCard settings=settings.clone()/>
            {plans_card(plans)}
            {mail(&settings)}
            <DeletionCard settings=settings.clone()/>
            <MaintenanceCard maintenance=settings.maintenance/>
        </div>
    }
    .into_any()
}

/// Mail has a page of its own: here is whether there is a mail server.
fn mail(settings: &Settings) -> AnyView {
    let through = match &settings.mail.smtp_url {
        Some(url) => format!("Mails are sent through {url}."),
        None => "No mail server yet: pages show links to copy instead.".to_owned(),
    };
    view! {
        <Card id="mail" title="Mail">
            <p class="card-lead">{through}</p>
            <div class="actions"><a class="button" href="/settings/mail">"Mail server, outbox and messages"</a></div>
        </Card>
    }
    .into_any()
}
