//! The forms that give a role: to a person who was found, or to a team.

use super::calls::Assign;
use super::finding::who;
use super::people::Here;
use crate::markup::view;
use crate::prelude::*;
use crate::router::{NavigateOptions, use_navigate};
use crate::ui::{
    Button, Card, Choice, Form, Look, MomentField, Select, Submission, TextField, toasts,
};
use fluxward_domain::access::TeamName;
use fluxward_domain::members::MemberUser;
use fluxward_domain::roles::Role;
use leptos::server_fn::ServerFn;

/// The form that gives `person` one of `roles`.
pub(super) fn to_person(here: Here, roles: &[Role], person: &MemberUser) -> AnyView {
    let hidden = vec![
        ("slug", here.parts().slug.get_value()),
        ("at", here.at.get_value()),
        ("form[user]", person.id.to_string()),
    ];
    giving(here, roles, person.full_name.clone(), hidden, who(person))
}

/// The card that gives a team one of `roles`.
pub(super) fn to_team(here: Here, roles: &[Role], teams: &[TeamName]) -> AnyView {
    let hidden = vec![("slug", here.parts().slug.get_value()), ("at", here.at.get_value())];
    let choices = teams.iter().map(|it| Choice::new(it.slug.clone(), it.name.clone())).collect();
    let first = teams.first().map(|it| it.slug.clone()).unwrap_or_default();
    let select = view! { <Select name="form[team]" label="Team" choices=choices value=first hint="Whoever is in the team holds the role for as long as they are."/> };
    let corner =
        view! { <a class="button quiet" href=here.parts().path.get_value()>"Close"</a> }.into_any();
    let form = giving(here, roles, "team".to_owned(), hidden, select.into_any());
    view! { <Card id="add" title="Add team" corner=corner>{form}</Card> }.into_any()
}

fn giving(
    here: Here,
    roles: &[Role],
    name: String,
    hidden: Vec<(&'static str, String)>,
    subject: AnyView,
) -> AnyView {
    let submission = Submission::of(Assign::PATH);
    let (navigate, toasts, parts) = (use_navigate(), toasts(), here.parts());
    let said = name.clone();
    let done = Callback::new(move |_: String| {
        if said != "team" {
            toasts.say(format!("{said} is added"));
        }
        parts.again.run(());
        navigate(&parts.path.get_value(), NavigateOptions::default());
    });
    let choices = roles
        .iter()
        .filter(|role| here.parts().standing.may_give(role.set(), here.place))
        .map(|role| Choice::new(role.key.clone(), role.name.clone()))
        .collect::<Vec<_>>();
    // The one that gives least stands last.
    let chosen = submission
        .entered("form[role]")
        .or_else(|| choices.last().map(|it| it.value.clone()))
        .unwrap_or_default();
    let hint = if here.is_project() {
        "Everybody has one role in a project; another takes its place."
    } else {
        "One at a time; in the row there are more."
    };
    view! {
        <Form action=Assign::PATH submission=submission on_done=done hidden=hidden label=format!("Add {name}")>
            {subject}
            <Select name="form[role]" label="Role" choices=choices value=chosen submission=submission hint=hint/>
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
