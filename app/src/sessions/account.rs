//! One's own account: who one is, one's password, sessions and activity.

use super::calls::{mine, my_activity};
use super::change::ChangePasswordCard;
use super::list::SessionsCard;
use super::profile::ProfileCard;
use super::{present, viewing};
use crate::activity::ActivityCard;
use crate::emails::EmailCard;
use crate::emails::card::ask_waiting;
use crate::factors::FactorsCard;
use crate::markup::view;
use crate::prelude::*;
use crate::settings::calls::password_policy;
use crate::tokens::{self, TokensCard};
use crate::ui::{EmptyState, LinkButton, PageHeader};
use fluxward_domain::passwords::Chooser;

/// While one sees as somebody else.
fn closed() -> AnyView {
    let advice = "While you see Fluxward as somebody else, their account is closed to you, and so is yours. Stop first.";
    view! { <EmptyState title="Account pages are closed" advice=advice/> }.into_any()
}

/// The page of one's own account.
#[component]
pub fn AccountPage() -> AnyView {
    let viewing = viewing();
    let sessions = Resource::new_blocking(|| (), |()| mine());
    let policy = Resource::new_blocking(|| (), |()| password_policy(Chooser::Caller));
    let latest = Resource::new_blocking(|| (), |()| my_activity(None));
    let tokens = Resource::new_blocking(|| (), |()| tokens::calls::list());
    let waiting = ask_waiting();
    view! {
        <PageHeader title="Account"><LinkButton href="/account/access">"What may I do, and why?"</LinkButton></PageHeader>
        <Suspense>
            {move || Suspend::new(async move {
                let viewer = viewing.ready().await?;
                if viewer.seen_as.is_some() {
                    return Some(closed());
                }
                let policy = policy.await.unwrap_or_default();
                let held = viewer.facts.held_anywhere(present());
                let cards = view! {
                    <div class="two">
                        <div class="stack">
                            <ProfileCard first=viewer.me.clone()/>
                            <SessionsCard sessions/>
                            <TokensCard tokens held/>
                            <ChangePasswordCard policy/>
                            <EmailCard waiting/>
                            <FactorsCard/>
                        </div>
                        <ActivityCard latest=latest about=viewer.me.full_name.clone()/>
                    </div>
                };
                Some(cards.into_any())
            })}
        </Suspense>
    }
    .into_any()
}
