//! The question before a role changes: what the person gains and loses, in words, and why.

use super::controls::MemberControls;
use crate::access::Preview;
use crate::access::planned::Planned;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::dialog::{CancelButton, close, open};
use crate::ui::{Button, Dialog, Look};
use fluxward_domain::members::Member;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use leptos::html;

const ID: &str = "role-change";

/// A change of role that waits to be confirmed.
#[derive(Clone)]
pub(super) struct Asking {
    pub(super) member: Member,
    pub(super) role: BaseRole,
    pub(super) controls: MemberControls,
}

/// The dialog of a page; it opens when something is asked.
pub(super) fn role_dialog(asking: RwSignal<Option<Asking>>) -> AnyView {
    Effect::new(move |_| {
        if asking.with(Option::is_some) {
            // The dialog is in the document from the next frame on.
            request_animation_frame(|| open(ID));
        }
    });
    (move || asking.get().map(|asked| question(asked, asking))).into_any()
}

fn question(asked: Asking, asking: RwSignal<Option<Asking>>) -> AnyView {
    let Asking { member, role, controls } = asked;
    let name = member.user.full_name.clone();
    let reason = NodeRef::<html::Input>::new();
    let boxes = member.privileges.clone();
    let preview = Preview::new();
    preview.ask(Planned::BaseRole {
        slug: controls.whom.slug.get_value(),
        id: member.user.id,
        role,
    });
    let confirm = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let why = reason.get_untracked().and_then(|input| crate::forms::given(input.value()));
        controls.reason.set_value(why);
        controls.boxes.set_value(boxes.clone());
        controls.role.choose(role.key());
        close(ID);
    };
    view! {
        <Dialog id=ID title=format!("Make {name} {}?", with_article(role.name())) on_close=Callback::new(move |()| asking.set(None))>
            <form class="form" on:submit=confirm>
                <p><span class="badge">{member.role.name()}</span>" → "<span class="badge">{role.name()}</span></p>
                {told(role, &cleared(&member, role), preview)}
                <div class="field">
                    <label for="role-reason">"Reason " <small>"(optional)"</small></label>
                    <input id="role-reason" node_ref=reason type="text" maxlength="500" autocomplete="off"/>
                    <small>"Recorded in the activity log, beside the change."</small>
                </div>
                <div class="actions">
                    <CancelButton id=ID/>
                    <Button look=Look::Primary submit=true>"Change role"</Button>
                </div>
            </form>
        </Dialog>
    }
    .into_any()
}

fn with_article(role: &str) -> String {
    let article = if role.starts_with(['A', 'O']) { "an" } else { "a" };
    format!("{article} {role}")
}

/// The boxes that becoming `role` clears: all of them, for a Viewer.
fn cleared(member: &Member, role: BaseRole) -> Vec<Privilege> {
    let clears = role == BaseRole::Viewer && member.role != BaseRole::Viewer;
    if clears { member.privileges.clone() } else { Vec::new() }
}

fn told(role: BaseRole, cleared: &[Privilege], preview: Preview) -> AnyView {
    let cleared = cleared.iter().copied().map(Privilege::label).collect::<Vec<_>>();
    let cleared = (!cleared.is_empty())
        .then(|| format!("Clears {}. They may be ticked again one by one.", quoted(&cleared)));
    view! {
        <p>{role.sentence()}</p>
        {cleared.map(|text| view! { <p class="note warn">{text}</p> })}
        {preview.shown(true)}
        <p class="soft">"Takes effect with the next request, in open pages too."</p>
    }
    .into_any()
}

fn quoted(labels: &[&str]) -> String {
    let quoted = labels.iter().map(|label| format!("“{label}”")).collect::<Vec<_>>();
    quoted.join(" and ")
}

#[cfg(test)]
mod tests {
    use super::super::standing::tests::member;
    use super::*;

    #[test]
    fn becoming_a_viewer_clears_the_boxes_and_nothing_else_does() {
        let boxes = [Privilege::Assets, Privilege::Tags];
        let member = member(1, BaseRole::Member, &boxes);
        assert_eq!(cleared(&member, BaseRole::Viewer), boxes);
        assert!(cleared(&member, BaseRole::Admin).is_empty());
    }
}
