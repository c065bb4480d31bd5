//! One's own account: who one is, one's password, sessions and activity.

use super::calls::{mine, my_activity};
use super::change::ChangePasswordCard;
use super::list::SessionsCard;
use super::viewing;
use crate::activity::ActivityCard;
use crate::markup::view;
use crate::settings::calls::password_policy;
use crate::ui::{Card, Facts, PageHeader};
use fluxward_domain::sessions::Me;
use leptos::prelude::*;

/// The page of one's own account.
#[component]
pub fn AccountPage() -> AnyView {
    let viewing = viewing();
    let sessions = Resource::new_blocking(|| (), |()| mine());
    let policy = Resource::new_blocking(|| (), |()| password_policy());
    let latest = Resource::new_blocking(|| (), |()| my_activity(None));
    view! {
        <PageHeader title="Account"/>
        <Suspense>
            {move || Suspend::new(async move {
                let viewer = viewing.ready().await?;
                let policy = policy.await.unwrap_or_default();
                Some(view! {
                    <div class="two">
                        <div class="stack">
                            {profile(&viewer.me)}
                            <SessionsCard sessions/>
                            <ChangePasswordCard policy/>
                        </div>
                        <ActivityCard latest=latest about=viewer.me.full_name.clone()/>
                    </div>
                })
            })}
        </Suspense>
    }
    .into_any()
}

fn profile(me: &Me) -> AnyView {
    let places = me
        .organizations
        .iter()
        .map(|place| {
            let href = format!("/orgs/{}", place.slug);
            view! { <li><a href=href>{place.name.clone()}</a>" "<small>{place.role.name()}</small></li> }
        })
        .collect::<Vec<_>>();
    let places = if places.is_empty() {
        view! { <span>"None yet"</span> }.into_any()
    } else {
        view! { <ul class="plain">{places}</ul> }.into_any()
    };
    let mut items = vec![
        ("Name", me.full_name.clone().into_any()),
        ("E-mail", me.email.clone().into_any()),
        ("Username", me.username.clone().into_any()),
    ];
    if me.platform_administrator {
        items.push(("Platform", "Administrator".into_any()));
    }
    items.push(("Organizations", places));
    view! { <Card id="profile" title="Profile"><Facts items/></Card> }.into_any()
}
