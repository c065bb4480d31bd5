//! What a team holds, by place.

use super::calls::Looked;
use super::page::Here;
use crate::access::planned::Planned;
use crate::grants::calls::{Assign, Revoke};
use crate::grants::{Held, Standing, Whose, chip, key, name_of, read_place};
use crate::markup::view;
use crate::prelude::*;
use crate::router::{NavigateOptions, use_navigate};
use crate::ui::save::Fallback;
use crate::ui::{
    Button, Card, Choice, EmptyState, Form, Look, MomentField, Select, Submission, TextField,
    is_scripted,
};
use crate::{projects, workspaces};
use fluxward_domain::access::Place;
use fluxward_domain::grants::HeldRole;
use fluxward_domain::permissions::Permission;
use fluxward_domain::roles::{Role, RoleScope};
use fluxward_domain::teams::TeamRole;
use leptos::server_fn::ServerFn;

/// A place that the person at the page sees.
#[derive(Clone, PartialEq)]
struct Known {
    kind: RoleScope,
    slug: String,
    name: String,
    place: Place,
}

/// The organization itself, its workspaces and the projects.
fn known(looked: &Looked) -> Vec<Known> {
    let whole = Known {
        kind: RoleScope::Organization,
        slug: String::new(),
        name: "The whole organization".to_owned(),
        place: Place::Organization,
    };
    let workspaces = looked.places.workspaces.iter().map(|it| Known {
        kind: RoleScope::Workspace,
        slug: it.slug.clone(),
        name: it.name.clone(),
        place: Place::Workspace(it.id),
    });
    let projects = looked.places.projects.iter().map(|it| Known {
        kind: RoleScope::Project,
        slug: it.slug.clone(),
        name: it.name.clone(),
        place: Place::Project(it.id),
    });
    std::iter::once(whole).chain(workspaces).chain(projects).collect()
}

/// The slug of the place that a role of a team is held at; empty for the organization.
fn inside<'a>(slug: &str, role: &'a TeamRole) -> &'a str {
    role.scope.strip_prefix(slug).unwrap_or_default().trim_start_matches('/')
}

/// The team as forms name it.
fn whose(looked: &Looked) -> Whose {
    let team = &looked.team;
    Whose { user: String::new(), team: team.slug.clone(), name: team.name.clone() }
}

/// The key of the role's control; a project knows one role only.
fn role_of(place: &Known, role: &str) -> String {
    if place.kind == RoleScope::Project { String::new() } else { role.to_owned() }
}

/// The roles with their places, where the person at the page sees those.
fn placed(here: Here, looked: &Looked) -> Vec<(TeamRole, Option<Known>)> {
    let (slug, known) = (here.parts().slug.get_value(), known(looked));
    let place = |role: &TeamRole| known.iter().find(|it| it.slug == inside(&slug, role)).cloned();
    looked.team.roles.iter().map(|role| (role.clone(), place(role))).collect()
}

/// What the team holds, by the keys of the controls.
pub(super) fn held(here: Here, looked: &Looked) -> Held {
    let whose = whose(looked);
    placed(here, looked)
        .into_iter()
        .filter_map(|(role, place)| {
            let place = place?;
            let own = role_of(&place, &role.role);
            let key = key(&name_of(place.kind, &place.slug), &whose, &own);
            Some((key, (role.role, role.expires_at)))
        })
        .collect()
}

/// The card with the roles.
pub(super) fn card(here: Here, looked: Memo<Looked>) -> AnyView {
    let content = move || {
        looked.with(|looked| {
            if looked.team.roles.is_empty() {
                return view! { <EmptyState title="It holds nothing yet" advice="Give it a role at a place: whoever is in the team holds it, too."/> }.into_any();
            }
            let rows = placed(here, looked)
                .into_iter()
                .map(|(role, place)| row(here, looked, role, place))
                .collect::<Vec<_>>();
            view! { <ul class="items">{rows}</ul> }.into_any()
        })
    };
    view! { <Card id="roles" title="Roles that the team holds">{content}</Card> }.into_any()
}

fn row(here: Here, looked: &Looked, role: TeamRole, place: Option<Known>) -> AnyView {
    let slug = here.parts().slug.get_value();
    let Some(place) = place else {
        let name = inside(&slug, &role).to_owned();
        return view! { <li><div>{name}</div><span class="seat by">{role.name}</span></li> }
            .into_any();
    };
    let (at, whose) = (name_of(place.kind, &place.slug), whose(looked));
    let own = role_of(&place, &role.role);
    let control = here.parts().seats.role(&at, &whose, &own, (&role.role, looked.seq));
    let name = match place.kind {
        RoleScope::Organization => place.name.clone().into_any(),
        kind => {
            let (href, what) = if kind == RoleScope::Workspace {
                (workspaces::path(&slug, &place.slug), "Workspace")
            } else {
                (projects::path(&slug, &place.slug), "Project")
            };
            view! { <a href=href>{place.name.clone()}</a><small>{what}</small> }.into_any()
        }
    };
    let needs = needs(place.kind);
    let may = Signal::derive(move || here.parts().standing.may(needs, place.place));
    let fallback = Fallback {
        action: Revoke::PATH,
        name: "form[role]",
        hidden: vec![
            ("slug", slug),
            ("at", at),
            ("form[team]", whose.team),
            ("form[role]", role.role.clone()),
        ],
    };
    let about = format!("Take {} in {}", role.name, place.name);
    let shown =
        HeldRole { role: role.role, name: role.name, expires_at: role.expires_at, team: None };
    let chip = chip(&shown, about, control, may, fallback);
    view! { <li><div>{name}</div><div class="seats">{chip}</div></li> }.into_any()
}

/// What one of must be held at a place of that kind to hand out roles.
const fn needs(kind: RoleScope) -> &'static [Permission] {
    match kind {
        RoleScope::Project => &[Permission::ProjectsManage],
        _ => &[Permission::UsersManage, Permission::RolesManage],
    }
}

/// The places where the person at the page may give the team a role.
fn wheres(standing: Standing, looked: &Looked) -> Vec<Choice> {
    known(looked)
        .into_iter()
        .filter(|it| standing.may(needs(it.kind), it.place))
        .filter(|it| looked.roles.iter().any(|role| role.scope == it.kind))
        .map(|it| Choice::new(name_of(it.kind, &it.slug), it.name))
        .collect()
}

/// What the form has chosen at first; `entered` is the place that was chosen when it was refused.
pub(super) fn first_choice(
    standing: Standing,
    looked: &Looked,
    entered: Option<String>,
    slug: String,
) -> Option<Planned> {
    let first = wheres(standing, looked).into_iter().next().map(|it| it.value);
    let at = entered.or(first)?;
    Some(whose(looked).gets(least(&looked.roles, &at), (slug, at)))
}

/// Of the roles for a place the one that gives least.
fn least(roles: &[Role], at: &str) -> String {
    let kind = read_place(at).map(|(kind, _)| kind);
    choices(roles, kind).pop().map(|it| it.value).unwrap_or_default()
}

/// The card that gives the team a role at a place.
pub(super) fn giving(here: Here, looked: &Looked) -> AnyView {
    let parts = here.parts();
    let places = wheres(parts.standing, looked);
    let corner =
        view! { <a class="button quiet" href=parts.path.get_value()>"Close"</a> }.into_any();
    let content = if places.is_empty() {
        view! { <EmptyState title="No place for a role" advice="Create a workspace or a project first, or a role of your own for the whole organization."/> }.into_any()
    } else {
        form(here, looked, places)
    };
    view! { <Card id="add" title="Add role" corner=corner>{content}</Card> }.into_any()
}

fn form(here: Here, looked: &Looked, places: Vec<Choice>) -> AnyView {
    let (submission, parts) = (Submission::of(Assign::PATH), here.parts());
    let navigate = use_navigate();
    let done = Callback::new(move |_: String| {
        parts.again.run(());
        navigate(&parts.path.get_value(), NavigateOptions::default());
    });
    let first = places.first().map(|it| it.value.clone()).unwrap_or_default();
    let at = RwSignal::new(submission.entered("at").unwrap_or(first));
    let (scripted, roles) = (is_scripted(), StoredValue::new(looked.roles.clone()));
    let least_at = move |at: &str| roles.with_value(|roles| least(roles, at));
    let role = RwSignal::new(at.with_untracked(|at| least_at(at)));
    let select = move || {
        let kind = at.with(|at| read_place(at).map(|(kind, _)| kind));
        let choices = roles.with_value(|roles| choices(roles, kind.filter(|_| scripted.get())));
        let choose = Callback::new(move |key: String| role.set(key));
        view! { <Select name="form[role]" label="Role" choices=choices value=role on_change=choose submission=submission/> }
    };
    let go = Callback::new(move |place: String| {
        role.set(least_at(&place));
        at.set(place);
    });
    let (slug, whose) = (parts.slug.get_value(), whose(looked));
    let hidden = vec![("slug", slug.clone()), ("form[team]", whose.team.clone())];
    let planned = move || whose.gets(role.get(), (slug.clone(), at.get()));
    parts.choosing.follow(Signal::derive(planned));
    view! {
        <Form action=Assign::PATH submission=submission on_done=done hidden=hidden>
            <Select name="at" label="Where" choices=places value=at on_change=go/>
            {select}
            {parts.foreseen(false)}
            <MomentField name="form[until]" plain="form[until_plain]" label="Ends" hint="From then on it is taken by itself. Empty: until somebody takes it." submission=submission/>
            <TextField name="form[reason]" label="Reason" hint="Recorded in the activity log, beside the change." submission=submission/>
            <div class="actions">
                <a class="button" href=parts.path.get_value()>"Cancel"</a>
                <Button submit=true look=Look::Primary busy=submission.pending>"Add role"</Button>
            </div>
        </Form>
    }
    .into_any()
}

/// The roles for a kind of place; all of them, each with its kind, while that is not known.
fn choices(roles: &[Role], kind: Option<RoleScope>) -> Vec<Choice> {
    let fits = |role: &&Role| kind.is_none_or(|kind| role.scope == kind);
    let label = |role: &Role| {
        if kind.is_some() {
            role.name.clone()
        } else {
            [&role.name, " (", role.scope.key(), ")"].concat()
        }
    };
    roles.iter().filter(fits).map(|role| Choice::new(role.key.clone(), label(role))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use fluxward_domain::roles::built_in;

    #[test]
    fn a_place_offers_the_roles_of_its_kind() {
        let labels = |kind| {
            let all = choices(&built_in(), kind);
            all.into_iter().map(|it| it.label).collect::<Vec<_>>()
        };
        assert_eq!(labels(Some(RoleScope::Project)), ["Manager", "Contributor", "Reader"]);
        assert!(labels(None).contains(&"Approver (workspace)".to_owned()));
        assert_eq!(least(&built_in(), "project/website"), "reader");
    }
}
