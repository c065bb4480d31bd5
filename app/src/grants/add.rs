//! The forms that give a role: to a person who was found, or to a team.

use super::calls::{Assign, Looked};
use super::finding::who;
use super::parts::Parts;
use super::people::Here;
use super::seats::Whose;
use super::standing::Standing;
use crate::access::planned::Planned;
use crate::markup::view;
use crate::prelude::*;
use crate::router::{NavigateOptions, use_navigate};
use crate::ui::{
    Button, Card, Choice, Form, Look, MomentField, Select, Submission, TextField, toasts,
};
use fluxward_domain::access::{Place, TeamName};
use fluxward_domain::members::MemberUser;
use fluxward_domain::roles::Role;
use leptos::server_fn::ServerFn;

/// The word of the address that adds a team.
pub(super) const TEAM: &str = "team";

/// The form that gives `person` one of `roles`.
pub(super) fn to_person(here: Here, roles: &[Role], person: &MemberUser) -> AnyView {
    let whose =
        Whose { user: person.id.to_string(), team: String::new(), name: person.full_name.clone() };
    giving(here, roles, RwSignal::new(whose), who(person))
}

/// The card that gives a team one of `roles`.
pub(super) fn to_team(here: Here, roles: &[Role], teams: &[TeamName]) -> AnyView {
    let choices = teams.iter().map(|it| Choice::new(it.slug.clone(), it.name.clone())).collect();
    let first = teams.first().map(|it| it.slug.clone()).unwrap_or_default();
    let whose = RwSignal::new(of_team(first));
    let team = Signal::derive(move || whose.with(|whose| whose.team.clone()));
    let choose = Callback::new(move |slug: String| whose.set(of_team(slug)));
    let select = view! { <Select name="form[team]" label="Team" choices=choices value=team on_change=choose hint="Whoever is in the team holds the role for as long as they are."/> };
    let corner =
        view! { <a class="button quiet" href=here.parts().path.get_value()>"Close"</a> }.into_any();
    let form = giving(here, roles, whose, select.into_any());
    view! { <Card id="add" title="Add team" corner=corner>{form}</Card> }.into_any()
}

/// A team as the form names it, whichever is chosen.
fn of_team(slug: String) -> Whose {
    Whose { user: String::new(), team: slug, name: "team".to_owned() }
}

/// What the form that is open has chosen at first: `open` is the id of the person whom it is
/// about, or [`TEAM`]. `entered` is the role that was chosen when it was refused.
pub(super) fn first_choice(
    standing: Standing,
    (looked, open): (&Looked, String),
    entered: Option<String>,
    place: (String, String),
) -> Option<Planned> {
    let role = first_role(&offered(standing, looked.inside.place(), &looked.roles), entered)?;
    let whose = if open == TEAM {
        of_team(looked.all_teams.first()?.slug.clone())
    } else {
        Whose { user: open, ..Whose::default() }
    };
    Some(whose.gets(role, place))
}

/// Those of `roles` that the person at the page may give there.
fn offered(standing: Standing, place: Place, roles: &[Role]) -> Vec<Choice> {
    let may = roles.iter().filter(|role| standing.may_give(role.set(), place));
    may.map(|role| Choice::new(role.key.clone(), role.name.clone())).collect()
}

/// The role that is chosen at first.
fn first_role(choices: &[Choice], entered: Option<String>) -> Option<String> {
    // The one that gives least stands last.
    entered.or_else(|| choices.last().map(|it| it.value.clone()))
}

/// What follows when the role was given, to `person` or to a team.
fn added(parts: Parts, person: Option<String>) -> Callback<String> {
    let (navigate, toasts) = (use_navigate(), toasts());
    Callback::new(move |_: String| {
        if let Some(name) = &person {
            toasts.say(format!("{name} is added"));
        }
        parts.again.run(());
        navigate(&parts.path.get_value(), NavigateOptions::default());
    })
}

const fn hint(is_project: bool) -> &'static str {
    if is_project {
        "Everybody has one role in a project; another takes its place."
    } else {
        "One at a time; in the row there are more."
    }
}

fn giving(here: Here, roles: &[Role], whose: RwSignal<Whose>, subject: AnyView) -> AnyView {
    let (submission, parts) = (Submission::of(Assign::PATH), here.parts());
    let Whose { user, name, .. } = whose.get_untracked();
    let is_person = !user.is_empty();
    let done = added(parts, is_person.then(|| name.clone()));
    let place = (parts.slug.get_value(), here.at.get_value());
    let mut hidden = vec![("slug", place.0.clone()), ("at", place.1.clone())];
    hidden.extend(is_person.then_some(("form[user]", user)));
    let choices = offered(parts.standing, here.place, roles);
    let first = first_role(&choices, submission.entered("form[role]")).unwrap_or_default();
    let role = RwSignal::new(first);
    let planned = move || whose.with(|whose| whose.gets(role.get(), place.clone()));
    parts.choosing.follow(Signal::derive(planned));
    let choose = Callback::new(move |key: String| role.set(key));
    view! {
        <Form action=Assign::PATH submission=submission on_done=done hidden=hidden label=format!("Add {name}")>
            {subject}
            <Select name="form[role]" label="Role" choices=choices value=role on_change=choose submission=submission hint=hint(here.is_project())/>
            {parts.foreseen(is_person)}
            <MomentField name="form[until]" plain="form[until_plain]" label="Ends" hint="From then on it is taken by itself. Empty: until somebody takes it." submission=submission/>
            <TextField name="form[reason]" label="Reason" hint="Recorded in the activity log, beside the change." submission=submission/>
            <div class="actions">
                <a class="button" href=here.parts().path.get_value()>"Cancel"</a>
                <Button submit=true look=Look::Primary busy=submission.pending>"Add "<span class="unseen">{name.clone()}</span></Button>
            </div>
        </Form>
    }
    .into_any()
}
