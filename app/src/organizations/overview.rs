//! One organization at a glance, and the ways into it.

use super::calls::show;
use super::slug_of_page;
use crate::activity::{ActivityCard, calls::list as list_activity, card::Latest};
use crate::live::on_signal;
use crate::markup::view;
use crate::prelude::*;
use crate::requests::ask_for_access;
use crate::sessions::viewing;
use crate::ui::{Card, ErrorState, Facts, LinkButton, PageHeader, Skeleton, Time};
use fluxward_domain::activity::ActivityQuery;
use fluxward_domain::live::Signal as News;
use fluxward_domain::organizations::Organization;
use fluxward_domain::permissions::Permission;

/// One organization.
#[component]
pub fn OrganizationPage() -> AnyView {
    let slug = slug_of_page();
    (move || place(slug.get())).into_any()
}

fn place(slug: String) -> AnyView {
    let asked = slug.clone();
    let organization = Resource::new_blocking(|| (), move |()| show(asked.clone()));
    let asked = slug.clone();
    let latest = Resource::new(
        || (),
        move |()| {
            list_activity(ActivityQuery {
                organization: Some(asked.clone()),
                limit: Some(10),
                ..ActivityQuery::default()
            })
        },
    );
    let here = slug.clone();
    on_signal(move |news| match news {
        News::Organization { organization: which, .. }
        | News::Member { organization: which, .. }
            if which == here =>
        {
            organization.refetch();
            latest.refetch();
        }
        News::Hello { .. } | News::Access { .. } => organization.refetch(),
        _ => (),
    });
    view! {
        <Transition fallback=|| view! { <PageHeader title="…"/> <Skeleton rows=4/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                match organization.await {
                    Ok(organization) => body(&organization, latest),
                    Err(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn body(organization: &Organization, latest: Latest) -> AnyView {
    let (slug, viewing) = (organization.slug.clone(), viewing());
    let sees_log = viewing.may(Permission::ActivityView, &slug);
    let settings = viewing
        .may(Permission::OrganizationManage, &slug)
        .then(|| format!("/orgs/{slug}/settings"));
    let requests = crate::requests::path(&slug);
    let details = facts(organization.clone(), viewing.may(Permission::UsersView, &slug));
    let log = sees_log.then(|| {
        view! { <ActivityCard latest about=organization.name.clone() in_organization=true all=format!("/orgs/{slug}/activity")/> }
    });
    view! {
        <PageHeader title=organization.name.clone()>
            <LinkButton href=requests>"Access requests"</LinkButton>
            {settings.map(|href| view! { <LinkButton href=href>"Settings"</LinkButton> })}
        </PageHeader>
        <div class="two">
            <div class="stack">{details}</div>
            <div class="stack">{role(&slug)}</div>
            <div class="stack">{log}</div>
        </div>
    }
    .into_any()
}

fn facts(organization: Organization, sees_people: bool) -> AnyView {
    let slug = organization.slug;
    let count = match organization.members {
        1 => "1 member".to_owned(),
        count => format!("{count} members"),
    };
    let members = if sees_people {
        view! { <a href=format!("/orgs/{slug}/members")>{count}</a> }.into_any()
    } else {
        count.into_any()
    };
    view! {
        <Card id="overview" title="Overview">
            <Facts items=vec![
                ("Name", organization.name.into_any()),
                ("Address", view! { <code>{format!("/orgs/{slug}")}</code> }.into_any()),
                ("People", members),
                ("Created", view! { <Time at=organization.created_at/> }.into_any()),
            ]/>
        </Card>
    }
    .into_any()
}

/// What the viewer is here.
fn role(slug: &str) -> Option<AnyView> {
    let viewer = viewing().get()?;
    let mine = viewer.me.organizations.iter().find(|place| place.slug == slug);
    let (name, sentence) = match mine {
        Some(place) => (place.role.name(), place.role.sentence()),
        None if viewer.me.platform_administrator => (
            "Platform administrator",
            "You do not belong to this organization, and may do everything in it.",
        ),
        None => return None,
    };
    let profile = mine.map(|_| format!("/account/access?scope={slug}"));
    let asks = mine.and_then(|_| ask_for_access(slug, None));
    Some(
        view! {
            <Card id="role" title="Your role">
                <p><b>{name}</b></p>
                <p class="soft">{sentence}</p>
                {profile.map(|href| view! { <p><a href=href>"What you may do here, and why"</a></p> })}
                {asks}
            </Card>
        }
        .into_any(),
    )
}
