//! What a place is beside who holds roles there: its projects, its details, its settings.

use super::calls::{Inside, Looked};
use super::people::Here;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Card, Choice, Facts, Time};
use crate::{projects, workspaces};
use fluxward_domain::access::Place;
use fluxward_domain::permissions::Permission;
use fluxward_domain::workspaces::Workspace;

/// The projects in a workspace.
pub(super) fn beside(here: Here, looked: RwSignal<Looked>) -> Option<AnyView> {
    if here.is_project() {
        return None;
    }
    let slug = here.parts().slug;
    let items = move || {
        let (word, places) = looked.with(|it| match &it.inside {
            Inside::Workspace(workspace) => (workspace.slug.clone(), it.places.clone()),
            Inside::Project(project) => (project.slug.clone(), it.places.clone()),
        });
        let projects = places.projects_in(Some(&word));
        if projects.is_empty() {
            return view! { <p class="soft">"None that you can see. Roles in a workspace give nothing in its projects."</p> }.into_any();
        }
        let slug = slug.get_value();
        let items = projects.iter().map(|it| workspaces::leaf(&slug, it)).collect::<Vec<_>>();
        view! { <ul class="items">{items}</ul> }.into_any()
    };
    Some(view! { <Card id="projects" title="Projects">{items}</Card> }.into_any())
}

/// What is known about it.
pub(super) fn details(looked: RwSignal<Looked>) -> AnyView {
    let facts = move || {
        let (address, created, overriding) = looked.with(|it| match &it.inside {
            Inside::Workspace(it) => (it.slug.clone(), it.created_at, Some(it.overriding)),
            Inside::Project(it) => (it.slug.clone(), it.created_at, None),
        });
        let mut items = vec![
            ("Slug", view! { <code>{address}</code> }.into_any()),
            ("Created", view! { <Time at=created/> }.into_any()),
        ];
        let overriding = overriding.map(|may| if may { "by Team Admins" } else { "by nobody" });
        items.extend(overriding.map(|who| ("Approvals overridden", who.into_any())));
        view! { <Facts items=items/> }
    };
    view! { <Card id="details" title="Details">{facts}</Card> }.into_any()
}

/// The settings, for whoever may change them. Made anew only when it says something else: what is
/// being typed survives news about who holds what.
pub(super) fn settings(here: Here, looked: RwSignal<Looked>) -> AnyView {
    let inside = Memo::new(move |_| looked.with(|it| it.inside.clone().without_count()));
    let workspaces = Memo::new(move |_| looked.with(|it| it.places.workspaces.clone()));
    let parts = here.parts();
    let may = move |permissions| parts.standing.may(permissions, here.place);
    let changes = Memo::new(move |_| inside.with(|it| may(it.settles())));
    let deletes = Memo::new(move |_| inside.with(|it| may(it.deletes())));
    let version = Signal::derive(move || inside.with(Inside::version));
    let naming = move || {
        changes.get().then(|| match inside.get() {
            Inside::Workspace(it) => workspaces::naming(parts, it, version),
            Inside::Project(it) => {
                let choices = wheres(here, &workspaces.get(), it.workspace.as_deref());
                projects::naming(parts, it, choices, version)
            }
        })
    };
    let deletion = move || {
        deletes.get().then(|| match inside.get() {
            Inside::Workspace(it) => workspaces::deletion(parts, &it),
            Inside::Project(it) => projects::deletion(parts, &it),
        })
    };
    view! { {naming}{deletion} }.into_any()
}

/// Where a project can hang: where it does, and where the viewer may create one.
fn wheres(here: Here, workspaces: &[Workspace], now: Option<&str>) -> Vec<Choice> {
    let may = |place| here.parts().standing.may(&[Permission::ProjectsCreate], place);
    let whole = (now.is_none() || may(Place::Organization))
        .then(|| Choice::new("", "Directly under the organization"));
    let inside = workspaces
        .iter()
        .filter(|it| now == Some(it.slug.as_str()) || may(Place::Workspace(it.id)))
        .map(|it| Choice::new(it.slug.clone(), it.name.clone()));
    whole.into_iter().chain(inside).collect()
}
