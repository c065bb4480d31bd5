//! A member's role, what is known about the membership, and its end.

use super::calls::Remove;
use super::controls::{MemberControls, Whom};
use super::ending::ending;
use super::role_dialog::Asking;
use super::role_select::role_select;
use super::standing::Standing;
use crate::access::Preview;
use crate::access::planned::Planned;
use crate::markup::view;
use crate::prelude::*;
use crate::router::NavigateOptions;
use crate::router::use_navigate;
use crate::sessions::viewing;
use crate::ui::save::{SaveArea, SaveStatus};
use crate::ui::{
    Ago, Avatar, Button, Card, ConfirmDialog, Facts, Look, StatusDot, Submission, Time, toasts,
};
use fluxward_domain::members::Member;
use fluxward_domain::roles::BaseRole;
use leptos::server_fn::ServerFn;

const REMOVING: &str = "removing";

/// The role of a member, and what it is for; `area` shows how its save stands.
pub(super) fn role_card(
    member: RwSignal<Member>,
    standing: Memo<Option<Standing>>,
    controls: &MemberControls,
    area: SaveArea,
    asking: RwSignal<Option<Asking>>,
) -> AnyView {
    let (role, select) =
        (controls.role, role_select(member.into(), standing, controls, asking, "select role"));
    let sentence = move || BaseRole::parse(&role.shown().get()).map(BaseRole::sentence);
    let corner = view! { <SaveStatus area/> }.into_any();
    view! {
        <Card id="role" title="Role" corner=corner>
            {select}
            <p class="soft">{sentence}</p>
        </Card>
    }
    .into_any()
}

/// Who the member is, and until when.
pub(super) fn details_card(
    member: RwSignal<Member>,
    standing: Memo<Option<Standing>>,
    whom: Whom,
) -> AnyView {
    let viewing = viewing();
    let content = move || {
        member.with(|member| {
            let items = facts(member);
            view! {
                <div class="person"><Avatar name=member.user.full_name.clone()/><Facts items=items/></div>
            }
        })
    };
    let id = whom.id;
    let corner = move || {
        viewing
            .is_administrator()
            .then(|| view! { <a class="button" href=format!("/users/{id}")>"Profile"</a> })
    };
    view! {
        <Card id="details" title="Details" corner=view! { {corner} }.into_any()>
            {content}
            {ending(member, standing, whom)}
        </Card>
    }
    .into_any()
}

fn facts(member: &Member) -> Vec<(&'static str, AnyView)> {
    let user = &member.user;
    let last = match member.last_sign_in_at {
        Some(at) => view! { <Ago at=at/> }.into_any(),
        None => "Never".into_any(),
    };
    let mut items = vec![
        ("E-mail", user.email.clone().into_any()),
        ("Username", user.username.clone().into_any()),
        (
            "Account",
            view! { <StatusDot status=user.status until=user.suspended_until/> }.into_any(),
        ),
        ("Joined", view! { <Time at=member.joined_at/> }.into_any()),
    ];
    let until = member.expires_at.map(|at| ("Until", view! { <Time at=at/> }.into_any()));
    items.extend(until);
    items.push(("Last sign-in", last));
    items
}

/// The end of a membership, for whoever may end it.
pub(super) fn removal_card(
    member: RwSignal<Member>,
    standing: Memo<Option<Standing>>,
    slug: StoredValue<String>,
) -> AnyView {
    let is_offered = Memo::new(move |_| {
        standing
            .with(|it| it.as_ref().is_some_and(|it| it.manages() && it.switch_refusal().is_none()))
    });
    let submission = Submission::of(Remove::PATH);
    let is_oneself =
        Memo::new(move |_| standing.with(|it| it.as_ref().is_some_and(Standing::is_oneself)));
    (move || is_offered.get().then(|| removal(member, slug, submission, is_oneself.get())))
        .into_any()
}

/// Removing somebody else, or leaving.
fn removal(
    member: RwSignal<Member>,
    slug: StoredValue<String>,
    submission: Submission,
    leaving: bool,
) -> AnyView {
    let (heading, verb) = if leaving {
        ("Leave organization", "Leave organization")
    } else {
        ("Remove from organization", "Remove member")
    };
    let (id, name) =
        member.with_untracked(|member| (member.user.id, member.user.full_name.clone()));
    let (navigate, toasts) = (use_navigate(), toasts());
    let preview = Preview::new();
    let ask = Callback::new(move |()| preview.ask(Planned::Removal { slug: slug.get_value(), id }));
    let said = name.clone();
    let done = Callback::new(move |_: String| {
        toasts.say(format!("{said} is no longer a member"));
        navigate(&format!("/orgs/{}/members", slug.get_value()), NavigateOptions::default());
    });
    view! {
        <Card id="removal" title=heading>
            <div class="setting">
                <p class="soft">"Ends the membership. The account and what was done so far stay."</p>
                <Button opens=REMOVING look=Look::Danger on_click=ask>{verb}</Button>
            </div>
        </Card>
        <ConfirmDialog
            id=REMOVING
            title=if leaving { "Leave this organization?".to_owned() } else { format!("Remove {name}?") }
            consequences=vec![
                format!("{} everything in this organization at once, open pages included.", if leaving { "You lose".to_owned() } else { format!("{name} loses") }),
                "Role, privileges and roles in its workspaces and projects end, and do not come back when the person is added again.".to_owned(),
                "To keep them for later, switch the membership off instead.".to_owned(),
            ]
            confirm=verb
            danger=true
            fields=preview.shown(true)
            reason=true
            action=Remove::PATH
            hidden=vec![("slug", slug.get_value()), ("id", id.to_string())]
            submission=submission
            on_done=done
        />
    }
    .into_any()
}
