//! A row of the list of members.

use super::controls::{AllControls, is_active};
use super::role_dialog::Asking;
use super::role_select::role_select;
use super::standing::{Standing, standing_of};
use crate::grants;
use crate::invitations::about;
use crate::markup::view;
use crate::prelude::*;
use crate::sessions::viewing;
use crate::ui::save::SavedToggle;
use crate::ui::table::Cell;
use crate::ui::{Ago, Avatar, StatusDot};
use fluxward_domain::ids::InvitationId;
use fluxward_domain::members::Member;
use fluxward_domain::permissions::Permission;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::users::Status;
use std::sync::Arc;

/// The cells of one row.
pub(super) fn draw(cell: Cell, all: AllControls, asking: RwSignal<Option<Asking>>) -> AnyView {
    // Whoever accepts becomes another row: a member's id is the account's.
    if let Some(invitation) = cell.get::<Member>().invitation {
        return waiting(cell, all.slug, invitation);
    }
    let controls = all.of(&cell.get::<Member>());
    let member = Signal::derive(move || Arc::unwrap_or_clone(cell.get::<Member>()));
    Effect::new(move |_| member.with(|member| controls.settle(member)));
    let standing = standing_of(all.slug, member);
    let status = Signal::derive(move || shown_status(&member.get(), controls.active.is_on().get()));
    let until = Signal::derive(move || member.with(|member| member.user.suspended_until));
    let ends = move || member.with(|member| grants::until(member.expires_at));
    let label =
        Signal::derive(move || member.with(|member| format!("Active: {}", member.user.full_name)));
    let is_fixed = Signal::derive(move || {
        standing.with(|it| it.as_ref().is_none_or(|it: &Standing| it.switch_refusal().is_some()))
    });
    let last = move || match member.with(|member| member.last_sign_in_at) {
        Some(at) => view! { <Ago at=at/> }.into_any(),
        None => "never".into_any(),
    };
    view! {
        <td class="wide">{move || member.with(|member| who(&all.slug.get_value(), member))}</td>
        <td><StatusDot status=status until=until/>{ends}</td>
        <td>{role_select(member, standing, &controls, asking, "select quiet role")}</td>
        <td class="hide soft">{move || member.with(privileges)}</td>
        <td class="hide soft">{last}</td>
        <td class="end">
            <SavedToggle control=controls.active area=all.area label=label disabled=is_fixed fallback=controls.active_fallback()/>
        </td>
    }
    .into_any()
}

/// The cells of somebody who is invited and has not accepted yet.
fn waiting(cell: Cell, slug: StoredValue<String>, invitation: InvitationId) -> AnyView {
    let member = move || cell.get::<Member>();
    let may_look = move || viewing().may(Permission::UsersInvite, &slug.get_value());
    let href = move || may_look().then(|| about(&slug.get_value(), invitation));
    let name = move || {
        let user = &member().user;
        let name = match href() {
            Some(href) => view! { <a href=href>{user.full_name.clone()}</a> }.into_any(),
            None => view! { <b>{user.full_name.clone()}</b> }.into_any(),
        };
        view! {
            <div class="who">
                <Avatar name=user.full_name.clone()/>
                <span>{name}<small>{user.email.clone()}</small></span>
            </div>
        }
    };
    let link = move || href().map(|href| view! { <a href=href>"Invitation"</a> });
    view! {
        <td class="wide">{name}</td>
        <td><StatusDot status=Status::Pending/></td>
        <td>{move || member().role.name()}</td>
        <td class="hide soft">{move || privileges(&member())}</td>
        <td class="hide soft">"never"</td>
        <td class="end">{link}</td>
    }
    .into_any()
}

/// The status with the switch as it is shown, before the server has said so.
fn shown_status(member: &Member, on: bool) -> Status {
    match member.user.status {
        Status::Active if on => Status::Active,
        Status::Active => Status::Inactive,
        other => other,
    }
}

fn who(slug: &str, member: &Member) -> AnyView {
    let user = &member.user;
    view! {
        <div class="who">
            <Avatar name=user.full_name.clone()/>
            <span>
                <a href=format!("/orgs/{slug}/members/{}", user.id)>{user.full_name.clone()}</a>
                <small>{user.email.clone()}</small>
            </span>
        </div>
    }
    .into_any()
}

/// The boxes in a word each; what they are worth while nothing is in force.
fn privileges(member: &Member) -> String {
    if member.role == BaseRole::Owner {
        return "everything".to_owned();
    }
    if member.privileges.is_empty() {
        return "none".to_owned();
    }
    let words =
        member.privileges.iter().copied().map(Privilege::short).collect::<Vec<_>>().join(" · ");
    if member.invitation.is_some() || (is_active(member) && member.user.status == Status::Active) {
        words
    } else {
        format!("{words} (not in force)")
    }
}

#[cfg(test)]
mod tests {
    use super::super::standing::tests::member;
    use super::*;
    use fluxward_domain::members::MembershipStatus;

    #[test]
    fn privileges_of_somebody_switched_off_are_kept_but_not_in_force() {
        let mut member = member(1, BaseRole::Member, &[Privilege::Assets, Privilege::Tags]);
        assert_eq!(privileges(&member), "Assets · Tags");
        member.status = MembershipStatus::Inactive;
        assert_eq!(privileges(&member), "Assets · Tags (not in force)");
    }

    #[test]
    fn an_account_that_is_off_stays_off_whatever_the_switch_says() {
        let mut member = member(1, BaseRole::Member, &[]);
        assert_eq!(shown_status(&member, false), Status::Inactive);
        member.user.status = Status::Suspended;
        assert_eq!(shown_status(&member, true), Status::Suspended);
    }
}
