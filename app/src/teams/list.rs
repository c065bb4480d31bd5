//! The teams of an organization, with how many people are in them and what they hold.

use super::calls::{Create, list};
use super::{list_path, path};
use crate::address::query_at;
use crate::grants::{Standing, until};
use crate::listing::look_on;
use crate::markup::view;
use crate::organizations::{place_of_page, slug_of_page};
use crate::prelude::*;
use crate::router::{NavigateOptions, use_navigate};
use crate::sessions::viewing;
use crate::ui::{
    Breadcrumbs, Button, Card, Column, EmptyState, ErrorState, Form, LinkButton, Look, PageHeader,
    Skeleton, Submission, Table,
};
use crate::wire::json;
use crate::workspaces::name_and_slug;
use fluxward_domain::access::Place;
use fluxward_domain::live::Signal as News;
use fluxward_domain::permissions::Permission;
use fluxward_domain::teams::{Team, TeamRole};
use leptos::server_fn::ServerFn;

/// The teams of one organization.
#[component]
pub fn TeamsPage() -> AnyView {
    let slug = slug_of_page();
    (move || of_organization(slug.get())).into_any()
}

fn of_organization(slug: String) -> AnyView {
    let words = query_at(Signal::stored(list_path(&slug)));
    let is_new = Memo::new(move |_| words.with(|words| words.get_str("new").is_some()));
    let place = place_of_page(&slug);
    let here = StoredValue::new(slug.clone());
    let teams = Resource::new_blocking(|| (), move |()| list(here.get_value()));
    look_on(
        move |news| match news {
            News::Organization { organization, .. } | News::Member { organization, .. } => {
                *organization == slug
            }
            _ => false,
        },
        Callback::new(move |()| teams.refetch()),
    );
    view! {
        <Transition fallback=|| view! { <PageHeader title="Teams"/> <Skeleton rows=6/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                let place = place.await;
                match teams.await {
                    Ok(teams) => body(here, place, teams, is_new),
                    Err(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn body(
    slug: StoredValue<String>,
    place: (String, String),
    teams: Vec<Team>,
    is_new: Memo<bool>,
) -> AnyView {
    let standing = Standing::new(slug);
    let manages = Memo::new(move |_| standing.may(&[Permission::TeamsManage], Place::Organization));
    let here = slug.get_value();
    let button = {
        let href = format!("{}?new=true", list_path(&here));
        move || {
            manages.get().then(|| {
                view! { <LinkButton href=href.clone() look=Look::Primary in_bar=true>"New team"</LinkButton> }
            })
        }
    };
    let card = move || (is_new.get() && manages.get()).then(|| new_team(&slug.get_value()));
    view! {
        <Breadcrumbs places=vec![place]/>
        <PageHeader title="Teams">{button}</PageHeader>
        <div class="narrow">{card}</div>
        <div class="holders">{table(&here, &teams, manages.get_untracked())}</div>
    }
    .into_any()
}

fn table(slug: &str, teams: &[Team], manages: bool) -> AnyView {
    if teams.is_empty() {
        let advice = if manages {
            "Create one, add members, and give it roles: whoever is in it holds them, too."
        } else {
            "A team holds roles for whoever is in it. Ask an Owner or Admin to create one."
        };
        return view! { <EmptyState title="No team yet" advice=advice/> }.into_any();
    }
    let rows = teams.iter().map(|team| row(slug, team)).collect::<Vec<_>>();
    let columns = ["Team", "Members", "Holds"].map(Column::new).to_vec();
    view! { <Table label="Teams" columns=columns>{rows}</Table> }.into_any()
}

fn row(slug: &str, team: &Team) -> AnyView {
    let people = match team.members {
        1 => "1 member".to_owned(),
        count => format!("{count} members"),
    };
    let roles = team.roles.iter().map(|role| held(slug, role)).collect::<Vec<_>>();
    let none = roles.is_empty().then_some("nothing yet");
    view! {
        <tr>
            <td class="wide"><div class="who"><span><a href=path(slug, &team.slug)>{team.name.clone()}</a></span></div></td>
            <td class="soft">{people}</td>
            <td class="roles"><div class="seats">{none}{roles}</div></td>
        </tr>
    }
    .into_any()
}

/// A role with its place: "Approver in design".
fn held(slug: &str, role: &TeamRole) -> AnyView {
    let inside = role.scope.strip_prefix(slug).map(|rest| rest.trim_start_matches('/'));
    let place = inside.filter(|inside| !inside.is_empty()).map(|inside| {
        view! { <small>" in "{inside.to_owned()}</small> }
    });
    view! { <span class="seat by">{role.name.clone()}{place}{until(role.expires_at)}</span> }
        .into_any()
}

/// The card that creates a team.
fn new_team(slug: &str) -> AnyView {
    let submission = Submission::of(Create::PATH);
    let (navigate, here) = (use_navigate(), slug.to_owned());
    let done = Callback::new(move |answer: String| {
        if let Some(created) = json::read::<Team>(&answer) {
            navigate(&path(&here, &created.slug), NavigateOptions::default());
        }
    });
    let (hidden, cancel) = (vec![("slug", slug.to_owned())], list_path(slug));
    view! {
        <Card id="new-team" title="New team">
            <Form action=Create::PATH submission=submission on_done=done hidden=hidden>
                {name_and_slug(submission)}
                <div class="actions">
                    <a class="button" href=cancel>"Cancel"</a>
                    <Button look=Look::Primary submit=true busy=submission.pending>"Create team"</Button>
                </div>
            </Form>
        </Card>
    }
    .into_any()
}
