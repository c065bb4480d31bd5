//! "Access and privileges": the four boxes of a membership, each saved by itself as it is
//! ticked, confirmed in the upper right.

use super::controls::{MemberControls, Whom, box_fallback, box_of, is_active};
use super::standing::Standing;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::Card;
use crate::ui::save::{Control, SaveArea, SaveStatus, SavedTick, recall};
use fluxward_domain::members::Member;
use fluxward_domain::privileges::{ACTIVATED_LABEL, ACTIVATED_SENTENCE, Privilege};
use fluxward_domain::users::Status;

/// The card with the boxes of `member`; `area` shows how their saves stand.
pub(super) fn boxes_card(
    member: RwSignal<Member>,
    standing: Memo<Option<Standing>>,
    controls: &MemberControls,
    area: SaveArea,
) -> AnyView {
    let controls = *controls;
    let boxes =
        Privilege::ALL.map(|privilege| (privilege, a_box(controls.whom, member, privilege, area)));
    Effect::new(move |_| {
        member.with(|member| {
            for (privilege, control) in boxes {
                control.settle(member.privileges.contains(&privilege).to_string(), member.version);
            }
        });
    });
    recall(controls.active, area, &controls.active_fallback());
    for (privilege, control) in boxes {
        recall(control, area, &box_fallback(controls.whom, privilege));
    }
    let ticks = boxes
        .into_iter()
        .map(|(privilege, control)| tick(controls.whom, privilege, control, area, standing))
        .collect::<Vec<_>>();
    let corner = view! { <SaveStatus area/> }.into_any();
    view! {
        <Card id="privileges" title="Access and privileges" corner=corner>
            {move || note(&member.get(), controls.active.is_on().get()).map(|text| view! { <p class="note">{text}</p> })}
            {switch(&controls, area, standing)}
            {ticks}
        </Card>
    }
    .into_any()
}

fn a_box(whom: Whom, member: RwSignal<Member>, privilege: Privilege, area: SaveArea) -> Control {
    let heard = Callback::new(move |answer| member.set(answer));
    member.with_untracked(|member| box_of(whom, member, privilege, area, heard))
}

fn switch(controls: &MemberControls, area: SaveArea, standing: Memo<Option<Standing>>) -> AnyView {
    let controls = *controls;
    let refusal = Memo::new(move |_| standing.with(|it| it.as_ref()?.switch_refusal()));
    (move || {
        view! {
            <SavedTick
                control=controls.active
                area=area
                label=ACTIVATED_LABEL
                hint=hint(ACTIVATED_SENTENCE, refusal.get())
                disabled=Signal::derive(move || refusal.get().is_some())
                fallback=controls.active_fallback()
            />
        }
    })
    .into_any()
}

fn tick(
    whom: Whom,
    privilege: Privilege,
    control: Control,
    area: SaveArea,
    standing: Memo<Option<Standing>>,
) -> AnyView {
    let refusal = Memo::new(move |_| standing.with(|it| it.as_ref()?.tick_refusal(privilege)));
    (move || {
        view! {
            <SavedTick
                control=control
                area=area
                label=privilege.label()
                hint=hint(privilege.sentence(), refusal.get())
                disabled=Signal::derive(move || refusal.get().is_some())
                fallback=box_fallback(whom, privilege)
            />
        }
    })
    .into_any()
}

/// What a box means, and why it cannot be changed by whoever looks.
fn hint(sentence: &str, refusal: Option<&'static str>) -> String {
    refusal.map_or_else(|| sentence.to_owned(), |refusal| format!("{sentence} {refusal}"))
}

/// What keeps the boxes from having effect; they can be changed all the same.
fn note(member: &Member, on: bool) -> Option<String> {
    if member.user.status != Status::Active {
        let status = member.user.status.name().to_lowercase();
        return Some(format!(
            "The account is {status} on the whole platform. What is ticked here takes effect on return."
        ));
    }
    let is_off = !on || !is_active(member);
    is_off.then(|| {
        "Switched off in this organization. What is ticked here takes effect on return.".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::super::standing::tests::member;
    use super::*;
    use fluxward_domain::members::MembershipStatus;
    use fluxward_domain::roles::BaseRole;

    #[test]
    fn boxes_of_somebody_switched_off_say_when_they_take_effect() {
        let mut member = member(1, BaseRole::Member, &[]);
        assert_eq!(note(&member, true), None);
        member.status = MembershipStatus::Inactive;
        assert!(note(&member, true).unwrap().contains("this organization"));
        member.user.status = Status::Inactive;
        assert!(note(&member, true).unwrap().contains("whole platform"));
    }
}
