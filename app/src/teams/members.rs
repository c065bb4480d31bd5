//! Who is in a team.

use super::calls::{Join, Leave, Looked, join, leave};
use super::forms::JoinForm;
use super::page::Here;
use crate::grants::{Held, finding_who, until};
use crate::markup::view;
use crate::prelude::*;
use crate::router::{NavigateOptions, use_navigate};
use crate::ui::save::{Change, Control, Fallback, Saved, sender, sentence};
use crate::ui::{
    Avatar, Button, Column, EmptyState, Form, Look, MomentField, StatusDot, Submission, Table,
    TextField, toasts,
};
use fluxward_domain::Moment;
use fluxward_domain::ids::AccountId;
use fluxward_domain::members::MemberUser;
use fluxward_domain::teams::TeamMember;
use leptos::server_fn::ServerFn;

/// What the control of somebody in the team shows.
const IN: &str = "in";

fn key(id: AccountId) -> String {
    format!("member {id}")
}

/// Who is in it, by the keys of the controls.
pub(super) fn held(_: Here, looked: &Looked) -> Held {
    let people = looked.people.iter();
    people.map(|it| (key(it.user.id), (IN.to_owned(), it.expires_at))).collect()
}

/// The words of the controls that something is known of, when there are people on other pages.
pub(super) fn only(here: Here, looked: &Looked) -> Option<Vec<String>> {
    let people = looked.people.iter().map(|it| it.user.id.to_string());
    here.parts().paging.get_value().only(&looked.extent, people.chain([looked.team.slug.clone()]))
}

/// The people, by name.
pub(super) fn table(here: Here, looked: &Looked) -> AnyView {
    if looked.people.is_empty() {
        if let Some(nobody) = here.parts().paging.get_value().nobody_found() {
            return nobody;
        }
        let advice = if here.manages.get_untracked() {
            "Add the first person: they hold what the team holds, from then on."
        } else {
            "Ask an Owner or Admin to add people."
        };
        return view! { <EmptyState title="Nobody in it yet" advice=advice/> }.into_any();
    }
    let rows = looked.people.iter().map(|it| row(here, it, looked.seq)).collect::<Vec<_>>();
    let columns = ["Name", "Status", "Ends", "Action"].map(Column::new).to_vec();
    view! { <Table label="Members" columns=columns>{rows}</Table> }.into_any()
}

fn row(here: Here, it: &TeamMember, seq: i64) -> AnyView {
    let (id, name) = (it.user.id, it.user.full_name.clone());
    let seats = here.parts().seats;
    let control = seats.of(key(id), || seat(here, id, seq));
    let on = Memo::new(move |_| control.shown().with(|value| !value.is_empty()));
    let slug = here.parts().slug.get_value();
    let href = format!("/orgs/{slug}/members/{id}");
    let ends = until(it.expires_at);
    let taken = move || (!on.get()).then(|| view! { <small>"Taken out"</small> });
    let out = move || (on.get() && here.manages.get()).then(|| take(here, control, id, &name));
    view! {
        <tr class:dimmed=move || !on.get()>
            <td class="wide">
                <div class="who">
                    <Avatar name=it.user.full_name.clone()/>
                    <span><a href=href>{it.user.full_name.clone()}</a><small>{it.user.email.clone()}</small></span>
                </div>
            </td>
            <td><StatusDot status=it.user.status until=it.user.suspended_until/></td>
            <td class="soft">{ends}</td>
            <td class="end">{taken}{out}</td>
        </tr>
    }
    .into_any()
}

/// The control of somebody who is in the team.
fn seat(here: Here, id: AccountId, seq: i64) -> Control {
    let (slug, team, seats) = (here.parts().slug, here.team, here.parts().seats);
    let send = sender(move |change: Change| async move {
        let (slug, team) = (slug.get_value(), team.get_value());
        let version = if change.value.is_empty() {
            leave(slug, team, id, change.expected).await?
        } else {
            let until = seats.end_of(&key(id)).map(Moment::to_rfc3339).unwrap_or_default();
            let form = JoinForm { until, expected: change.expected, ..JoinForm::default() };
            join(slug, team, id, form).await?
        };
        Ok(Saved { value: change.value, version })
    });
    Control::new(seats.area, IN, seq, send, sentence(|_| String::new()))
}

fn take(here: Here, control: Control, id: AccountId, name: &str) -> AnyView {
    let fallback = Fallback {
        action: Leave::PATH,
        name: "",
        hidden: vec![
            ("slug", here.parts().slug.get_value()),
            ("team", here.team.get_value()),
            ("id", id.to_string()),
        ],
    };
    crate::grants::take(format!("Take {name} out"), control, fallback)
}

/// The form that lets `person` join.
pub(super) fn joining(here: Here, person: &MemberUser) -> AnyView {
    let submission = Submission::of(Join::PATH);
    let (navigate, toasts, parts) = (use_navigate(), toasts(), here.parts());
    let name = person.full_name.clone();
    let said = name.clone();
    let done = Callback::new(move |_: String| {
        toasts.say(format!("{said} is added"));
        parts.again.run(());
        navigate(&parts.path.get_value(), NavigateOptions::default());
    });
    let hidden = vec![
        ("slug", parts.slug.get_value()),
        ("team", here.team.get_value()),
        ("id", person.id.to_string()),
    ];
    let face = finding_who(person);
    view! {
        <Form action=Join::PATH submission=submission on_done=done hidden=hidden label=format!("Add {name}")>
            {face}
            {parts.choosing.shown(true)}
            <MomentField name="form[until]" plain="form[until_plain]" label="Ends" hint="From then on they are out by themselves. Empty: until somebody takes them out." submission=submission/>
            <TextField name="form[reason]" label="Reason" hint="Recorded in the activity log, beside the change." submission=submission/>
            <div class="actions">
                <a class="button" href=parts.path.get_value()>"Cancel"</a>
                <Button submit=true look=Look::Primary busy=submission.pending>"Add "<span class="unseen">{name.clone()}</span></Button>
            </div>
        </Form>
    }
    .into_any()
}
