//! "Workspaces & projects": the workspaces of an organization with their projects under them,
//! and the projects directly under the organization.

use super::calls::{Places, list};
use super::new::new_workspace;
use super::{list_path, path};
use crate::address::{Address, query_at};
use crate::grants::{Standing, counted};
use crate::listing::look_on;
use crate::markup::view;
use crate::organizations::{place_of_page, slug_of_page};
use crate::prelude::*;
use crate::projects::{self, new_project};
use crate::sessions::viewing;
use crate::ui::{
    Breadcrumbs, Choice, EmptyState, ErrorState, LinkButton, Look, PageHeader, Skeleton,
};
use fluxward_domain::access::Place;
use fluxward_domain::live::Signal as News;
use fluxward_domain::permissions::Permission;
use fluxward_domain::projects::Project;
use fluxward_domain::workspaces::Workspace;

/// The workspaces and projects of one organization.
#[component]
pub fn WorkspacesPage() -> AnyView {
    let slug = slug_of_page();
    (move || of_organization(slug.get())).into_any()
}

/// What is about to be created.
#[derive(Clone, PartialEq)]
enum New {
    Workspace,
    /// In the workspace of that slug; directly under the organization when it is empty.
    Project(String),
}

fn of_organization(slug: String) -> AnyView {
    let words = query_at(Signal::stored(list_path(&slug)));
    let new = Memo::new(move |_| {
        words.with(|words| match words.get_str("new")? {
            "workspace" => Some(New::Workspace),
            _ => Some(New::Project(words.get("in").unwrap_or_default())),
        })
    });
    let place = place_of_page(&slug);
    let here = StoredValue::new(slug.clone());
    let places = Resource::new_blocking(|| (), move |()| list(here.get_value()));
    look_on(
        move |news| match news {
            News::Organization { organization, .. } | News::Member { organization, .. } => {
                *organization == slug
            }
            _ => false,
        },
        Callback::new(move |()| places.refetch()),
    );
    view! {
        <Transition fallback=|| view! { <PageHeader title="Workspaces & projects"/> <Skeleton rows=6/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                let place = place.await;
                match places.await {
                    Ok(places) => body(here, place, places, new),
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
    places: Places,
    new: Memo<Option<New>>,
) -> AnyView {
    let standing = Standing::new(slug);
    let here = slug.get_value();
    let creates = move |permission| move || standing.may(&[permission], Place::Organization);
    let (workspaces, projects) =
        (creates(Permission::WorkspacesCreate), creates(Permission::ProjectsCreate));
    let buttons = {
        let here = here.clone();
        move || {
            view! {
                {projects().then(|| new_button(&here, "project", "New project", Look::Plain))}
                {workspaces().then(|| new_button(&here, "workspace", "New workspace", Look::Primary))}
            }
        }
    };
    let choices = places.clone();
    let card = move || {
        let slug = slug.get_value();
        new.get().map(|new| match new {
            New::Workspace => new_workspace(&slug),
            New::Project(inside) => new_project(&slug, wheres(standing, &choices), &inside),
        })
    };
    view! {
        <Breadcrumbs places=vec![place]/>
        <PageHeader title="Workspaces & projects">{buttons}</PageHeader>
        <div class="narrow">{card}</div>
        {tree(&here, standing, &places)}
    }
    .into_any()
}

fn new_button(slug: &str, what: &str, text: &'static str, look: Look) -> AnyView {
    let href: String = Address::of(&list_path(slug)).with("new", Some(what)).into();
    view! { <LinkButton href=href look=look in_bar=look == Look::Primary>{text}</LinkButton> }
        .into_any()
}

/// Where the viewer may create a project.
fn wheres(standing: Standing, places: &Places) -> Vec<Choice> {
    let may = |place| standing.may(&[Permission::ProjectsCreate], place);
    let whole =
        may(Place::Organization).then(|| Choice::new("", "Directly under the organization"));
    let inside = places
        .workspaces
        .iter()
        .filter(|workspace| may(Place::Workspace(workspace.id)))
        .map(|workspace| Choice::new(workspace.slug.clone(), workspace.name.clone()));
    whole.into_iter().chain(inside).collect()
}

fn tree(slug: &str, standing: Standing, places: &Places) -> AnyView {
    if places.workspaces.is_empty() && places.projects.is_empty() {
        return empty(standing).into_any();
    }
    let mut branches = places
        .workspaces
        .iter()
        .map(|workspace| branch(slug, standing, workspace, places))
        .collect::<Vec<_>>();
    let loose = places.projects_in(None);
    if !loose.is_empty() {
        let items = loose.iter().map(|project| leaf(slug, project)).collect::<Vec<_>>();
        branches.push(
            view! {
                <section class="card" aria-label="Directly under the organization">
                    <div class="card-head"><h2>"Directly under the organization"</h2></div>
                    <ul class="items">{items}</ul>
                </section>
            }
            .into_any(),
        );
    }
    view! { <div class="stack">{branches}</div> }.into_any()
}

fn empty(standing: Standing) -> AnyView {
    let advice = if standing.may(&[Permission::WorkspacesCreate], Place::Organization) {
        "Create a workspace, where people hold roles of their own, or a project, where only those work who are added to it."
    } else {
        "You see the projects that you are added to. Ask an Owner or Admin to create one, or to add you."
    };
    view! { <EmptyState title="No workspace and no project yet" advice=advice/> }.into_any()
}

/// A workspace with its projects.
fn branch(slug: &str, standing: Standing, workspace: &Workspace, places: &Places) -> AnyView {
    let projects = places.projects_in(Some(&workspace.slug));
    let items = projects.iter().map(|project| leaf(slug, project)).collect::<Vec<_>>();
    let content = if !items.is_empty() {
        view! { <ul class="items">{items}</ul> }.into_any()
    } else if workspace.projects > 0 {
        view! { <p class="soft">"You are in none of its projects."</p> }.into_any()
    } else {
        view! { <p class="soft">"No projects in it."</p> }.into_any()
    };
    let id = Place::Workspace(workspace.id);
    let href: String = Address::of(&list_path(slug))
        .with("new", Some("project"))
        .with("in", Some(&workspace.slug))
        .into();
    let name = workspace.name.clone();
    let creates = move || {
        standing.may(&[Permission::ProjectsCreate], id).then(|| {
            view! { <a class="button quiet" href=href.clone()>"New project"<span class="unseen">" in "{name.clone()}</span></a> }
        })
    };
    view! {
        <section class="card" aria-label=workspace.name.clone()>
            <div class="card-head">
                <h2><a href=path(slug, &workspace.slug)>{workspace.name.clone()}</a></h2>
                <small class="head-note">{counted(workspace.holders)}</small>
                {creates}
            </div>
            {content}
        </section>
    }
    .into_any()
}

/// A project in the list.
pub(crate) fn leaf(slug: &str, project: &Project) -> AnyView {
    view! {
        <li>
            <div><a href=projects::path(slug, &project.slug)>{project.name.clone()}</a></div>
            <small>{counted(project.holders)}</small>
        </li>
    }
    .into_any()
}
