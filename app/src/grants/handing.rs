//! Handing roles of the whole organization to one member, on the member's page. Only the
//! organization's own ones are given like this; the built-in one is the base role.
//!
//! What may be offered is asked of the domain in [`Standing`]. It refuses to know workspaces and
//! projects: roles there are given and taken on their own pages.

use super::calls::{Revoke, assign, revoke};
use super::forms::{AssignForm, RevokeForm, name_of};
use super::holdings::HeldBy;
use super::parts::until;
use crate::Failure;
use crate::access::planned::Planned;
use crate::markup::view;
use crate::members::Standing;
use crate::prelude::*;
use crate::roles::calls::list;
use crate::sessions::viewing;
use crate::ui::{Toasts, toasts};
use fluxward_domain::Moment;
use fluxward_domain::grants::HeldRole;
use fluxward_domain::ids::AccountId;
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::roles::{Role, RoleScope};
use leptos::server_fn::ServerFn;

/// The organization's own roles for the whole of it.
pub(crate) type OwnRoles = Resource<Result<Vec<Role>, Failure>>;

/// Asks for the organization's own roles; for none, when the viewer hands out no roles there.
pub(crate) fn own_roles(slug: StoredValue<String>) -> OwnRoles {
    let viewing = viewing();
    Resource::new(
        || (),
        move |()| async move {
            viewing.ready().await;
            let slug = slug.get_value();
            let manages = [Permission::UsersManage, Permission::RolesManage]
                .into_iter()
                .any(|permission| viewing.may(permission, &slug));
            if !manages {
                return Ok(Vec::new());
            }
            let mut roles = list(slug).await?.roles;
            roles.retain(|role| role.scope == RoleScope::Organization && !role.built_in);
            Ok(roles)
        },
    )
}

/// The member whom roles are handed to. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Handing {
    /// The organization's slug.
    pub(crate) slug: StoredValue<String>,
    /// The member's account.
    pub(crate) id: AccountId,
    /// The name that people see.
    pub(crate) name: StoredValue<String>,
    /// How the member stands to whoever looks at the page.
    pub(crate) standing: Memo<Option<Standing>>,
    /// What can be given.
    pub(crate) roles: OwnRoles,
    /// What is held, asked for anew after each change.
    pub(crate) held: HeldBy,
}

impl Handing {
    /// What giving `role` would be.
    pub(super) fn planned(self, role: String) -> Planned {
        let (slug, at) = (self.slug.get_value(), name_of(RoleScope::Organization, ""));
        Planned::Grant { slug, at, user: self.id.to_string(), team: String::new(), role }
    }

    /// The path of the member's page.
    pub(super) fn path(self) -> String {
        format!("/orgs/{}/members/{}", self.slug.get_value(), self.id)
    }

    /// The fields that say where, and to whom.
    pub(super) fn fields(self) -> Vec<(&'static str, String)> {
        vec![("slug", self.slug.get_value()), ("at", place()), ("form[user]", self.id.to_string())]
    }

    /// Whether the viewer hands out roles here at all; tracked.
    pub(super) fn hands_out(self) -> bool {
        self.standing.with(|it| it.as_ref().is_some_and(Standing::hands_out))
    }

    /// Whether they may give what permits `permissions`; tracked.
    pub(super) fn may_give(self, permissions: PermissionSet) -> bool {
        self.standing.with(|it| it.as_ref().is_some_and(|it| it.may_give(permissions)))
    }

    /// Whether they may take what permits `permissions`; tracked.
    fn may_take(self, permissions: PermissionSet) -> bool {
        self.standing.with(|it| it.as_ref().is_some_and(|it| it.may_take(permissions)))
    }
}

/// The whole organization as a form names it.
fn place() -> String {
    name_of(RoleScope::Organization, "")
}

/// A role that the member holds themselves, with the button that takes it. Taken, it goes at once,
/// and comes back when that is refused.
pub(super) fn held_role(handing: Handing, held: &HeldRole, roles: &[Role]) -> AnyView {
    let set = roles.iter().find(|role| role.key == held.role).map(Role::set);
    let (held, gone) = (StoredValue::new(held.clone()), RwSignal::new(false));
    let may = Memo::new(move |_| set.is_some_and(|set| handing.may_take(set)));
    let shown = move || {
        (!gone.get()).then(|| {
            let HeldRole { name, expires_at, .. } = held.get_value();
            let button = may.get().then(|| button(handing, held.get_value(), gone));
            view! { <span class="seat">{name}{until(expires_at)}{button}</span> }
        })
    };
    shown.into_any()
}

fn button(handing: Handing, held: HeldRole, gone: RwSignal<bool>) -> AnyView {
    let toasts = toasts();
    let about = format!("Take {} from {}", held.name, handing.name.get_value());
    let mut hidden = handing.fields();
    hidden.push(("form[role]", held.role.clone()));
    let hidden = hidden
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect::<Vec<_>>();
    view! {
        <form class="saver" method="post" action=Revoke::PATH on:submit=|event| event.prevent_default()>
            {hidden}
            <button class="button quiet icon-only" aria-label=about on:click=move |_| take(handing, held.clone(), gone, toasts)>
                <i class="icon cross" aria-hidden="true"></i>
            </button>
        </form>
    }
    .into_any()
}

/// Takes the role, and offers to give it back.
fn take(handing: Handing, held: HeldRole, gone: RwSignal<bool>, toasts: Toasts) {
    let (slug, user, role) = (handing.slug.get_value(), handing.id.to_string(), held.role.clone());
    gone.set(true);
    leptos::task::spawn_local(async move {
        let form = RevokeForm { user, role, ..RevokeForm::default() };
        match revoke(slug.clone(), place(), form).await {
            Ok(seq) => {
                let text = format!("{} is taken", held.name);
                let undo = move |()| give_back(handing, (slug.clone(), held.clone()), seq, toasts);
                toasts.say_with_undo(text, Callback::new(undo));
                handing.held.refetch();
            }
            Err(failure) => {
                gone.try_set(false);
                toasts.say(format!("Not saved: {failure}"));
            }
        }
    });
}

/// Gives back what entry `taken` of the log took, to end when it would have.
fn give_back(handing: Handing, (slug, held): (String, HeldRole), taken: i64, toasts: Toasts) {
    let form = AssignForm {
        user: handing.id.to_string(),
        role: held.role,
        until: held.expires_at.map(Moment::to_rfc3339).unwrap_or_default(),
        expected: Some(taken),
        ..AssignForm::default()
    };
    leptos::task::spawn_local(async move {
        match assign(slug, place(), form).await {
            Ok(_) => {
                toasts.say(format!("{} is given back", held.name));
                handing.held.refetch();
            }
            Err(failure) => toasts.say(format!("Not saved: {failure}")),
        }
    });
}
