//! The controls of one member, and the controls of all members of a list.
//!
//! Decision: they belong to the page, not to the drawn rows. A row that scrolls out of the
//! window, or leaves the list because its person was switched off, keeps its pending save, its
//! Retry and its Undo.

use super::calls::{SetActive, SetRole, Tick, set_active, set_role, tick};
use crate::Failure;
use crate::prelude::*;
use crate::ui::save::{Change, Control, Fallback, SaveArea, Saved, sender, sentence};
use fluxward_domain::ids::AccountId;
use fluxward_domain::members::{Member, MembershipStatus};
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use leptos::server_fn::ServerFn;
use std::collections::BTreeMap;

/// Whose membership of which organization a control changes. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Whom {
    pub(super) slug: StoredValue<String>,
    pub(super) id: AccountId,
}

impl Whom {
    /// How a control is sent without scripts.
    pub(super) fn fallback(self, action: &'static str, name: &'static str) -> Fallback {
        Fallback { action, name, hidden: self.fields() }
    }

    /// The fields that say whom a form is about.
    pub(super) fn fields(self) -> Vec<(&'static str, String)> {
        vec![("slug", self.slug.get_value()), ("id", self.id.to_string())]
    }
}

/// The role and the switch of one member.
#[derive(Clone, Copy)]
pub(super) struct MemberControls {
    pub(super) whom: Whom,
    pub(super) active: Control,
    pub(super) role: Control,
    /// Why the role is about to change; sent with the change, recorded beside it.
    pub(super) reason: StoredValue<Option<String>>,
    /// The boxes as they were before the role changed, for taking that back.
    pub(super) boxes: StoredValue<Vec<Privilege>>,
}

impl MemberControls {
    /// The controls of `member`, shown in the areas of the switch and of the role; `heard` is told
    /// what the server answers. Whether they say so in a notice, too: a list does, since the
    /// row may be gone by then.
    pub(super) fn new(
        slug: StoredValue<String>,
        member: &Member,
        (switch_area, role_area): (SaveArea, SaveArea),
        heard: Callback<Member>,
        says: bool,
    ) -> Self {
        let whom = Whom { slug, id: member.user.id };
        let (reason, boxes) = (StoredValue::new(None), StoredValue::new(Vec::new()));
        Self {
            whom,
            active: active(whom, member, switch_area, (heard, says)),
            role: role(whom, member, role_area, (heard, says), (reason, boxes)),
            reason,
            boxes,
        }
    }

    /// What the server says of its own accord, or in answer to another control of the member.
    pub(super) fn settle(&self, member: &Member) {
        self.active.settle(is_active(member).to_string(), member.version);
        self.role.settle(member.role.key(), member.version);
    }

    /// How the switch is sent without scripts.
    pub(super) fn active_fallback(&self) -> Fallback {
        self.whom.fallback(SetActive::PATH, "active")
    }

    /// Where the role is sent without scripts.
    pub(super) fn role_action() -> &'static str {
        SetRole::PATH
    }
}

/// Whether the membership is switched on.
pub(super) fn is_active(member: &Member) -> bool {
    member.status == MembershipStatus::Active
}

fn active(
    whom: Whom,
    member: &Member,
    area: SaveArea,
    (heard, says): (Callback<Member>, bool),
) -> Control {
    let send = sender(move |change: Change| async move {
        let answer = set_active(
            whom.slug.get_value(),
            whom.id,
            change.value == "true",
            None,
            change.expected,
        )
        .await?;
        let saved = Saved { value: is_active(&answer).to_string(), version: answer.version };
        heard.try_run(answer);
        Ok(saved)
    });
    let name = member.user.full_name.clone();
    let say = sentence(move |value| match value {
        _ if !says => String::new(),
        "true" => format!("{name} is switched on here"),
        _ => format!("{name} is switched off here"),
    });
    Control::new(area, is_active(member).to_string(), member.version, send, say)
}

fn role(
    whom: Whom,
    member: &Member,
    area: SaveArea,
    (heard, says): (Callback<Member>, bool),
    (reason, boxes): (StoredValue<Option<String>>, StoredValue<Vec<Privilege>>),
) -> Control {
    let send = sender(move |change: Change| async move {
        let answer = change_role(whom, change, reason.get_value(), boxes.get_value()).await?;
        let saved = Saved { value: answer.role.key().to_owned(), version: answer.version };
        heard.try_run(answer);
        Ok(saved)
    });
    let name = member.user.full_name.clone();
    let say = sentence(move |key| {
        let role = BaseRole::parse(key).map_or("", BaseRole::name);
        if says { format!("{name} is now {role}") } else { String::new() }
    });
    Control::new(area, member.role.key(), member.version, send, say)
}

/// Changes the role. An undo ticks the `boxes` that becoming a Viewer had cleared again, each as
/// a change of its own: whoever takes a change back expects what was there before.
async fn change_role(
    whom: Whom,
    change: Change,
    reason: Option<String>,
    boxes: Vec<Privilege>,
) -> Result<Member, Failure> {
    let role = BaseRole::parse(&change.value).unwrap_or(BaseRole::Viewer);
    let is_undo = change.expected.is_some();
    let because = reason.filter(|_| !is_undo);
    let slug = whom.slug.get_value();
    let mut answer = set_role(slug.clone(), whom.id, role, because, change.expected).await?;
    for privilege in boxes.into_iter().filter(|_| is_undo) {
        if !answer.privileges.contains(&privilege) {
            answer = tick(slug.clone(), whom.id, privilege, true, None, None).await?;
        }
    }
    Ok(answer)
}

/// A box of one member; `reason`s are not asked for at a tick.
pub(super) fn box_of(
    whom: Whom,
    member: &Member,
    privilege: Privilege,
    area: SaveArea,
    heard: Callback<Member>,
) -> Control {
    let send = sender(move |change: Change| async move {
        let slug = whom.slug.get_value();
        let answer =
            tick(slug, whom.id, privilege, change.value == "true", None, change.expected).await?;
        let ticked = answer.privileges.contains(&privilege);
        let saved = Saved { value: ticked.to_string(), version: answer.version };
        heard.try_run(answer);
        Ok(saved)
    });
    let ticked = member.privileges.contains(&privilege);
    Control::new(area, ticked.to_string(), member.version, send, sentence(|_| String::new()))
}

/// How a box is sent without scripts.
pub(super) fn box_fallback(whom: Whom, privilege: Privilege) -> Fallback {
    let mut fallback = whom.fallback(Tick::PATH, "granted");
    fallback.hidden.push(("privilege", privilege.key().to_owned()));
    fallback
}

/// The controls of all members that a list has shown so far.
#[derive(Clone, Copy)]
pub(super) struct AllControls {
    pub(super) slug: StoredValue<String>,
    /// Where their saves are shown.
    pub(super) area: SaveArea,
    known: StoredValue<BTreeMap<AccountId, MemberControls>>,
    owner: StoredValue<Option<Owner>>,
}

impl AllControls {
    /// Those of the page that is being made.
    pub(super) fn new(slug: String) -> Self {
        Self {
            slug: StoredValue::new(slug),
            area: SaveArea::new(),
            known: StoredValue::new(BTreeMap::new()),
            owner: StoredValue::new(Owner::current()),
        }
    }

    /// Those of `member`, made at first sight.
    pub(super) fn of(self, member: &Member) -> MemberControls {
        if let Some(known) = self.known.with_value(|all| all.get(&member.user.id).copied()) {
            return known;
        }
        let new = || {
            MemberControls::new(
                self.slug,
                member,
                (self.area, self.area),
                Callback::new(|_: Member| ()),
                true,
            )
        };
        let made =
            self.owner.with_value(|owner| owner.as_ref().map_or_else(new, |owner| owner.with(new)));
        self.known.update_value(|all| {
            all.insert(member.user.id, made);
        });
        made
    }
}
