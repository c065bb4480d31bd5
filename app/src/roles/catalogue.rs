//! The catalogue of permissions as checkboxes, module by module, each with its sentence.

use crate::access::{modules, sentence};
use crate::markup::view;
use crate::members::place_of;
use crate::prelude::*;
use crate::sessions::{present, viewing};
use fluxward_domain::access::Facts;
use fluxward_domain::granting::{Refusal, may_give};
use fluxward_domain::ids::{OrganizationId, ProjectId, WorkspaceId};
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::roles::RoleScope;
use fluxward_domain::scopes::Scope;
use std::sync::Arc;

/// What the viewer may put into a role of an organization.
#[derive(Clone)]
pub(super) struct Giving {
    facts: Arc<Facts>,
    organization: OrganizationId,
    now: fluxward_domain::Moment,
}

impl Giving {
    /// What whoever looks at the page may give there; `None` while that is not known.
    pub(super) fn here(slug: &str) -> Option<Self> {
        let viewer = viewing().get()?;
        let organization = place_of(&viewer, slug);
        Some(Self { facts: Arc::new(viewer.facts.clone()), organization, now: present() })
    }

    /// Why all of `permissions` together may not be given in a role of that kind.
    pub(super) fn refusal(&self, kind: RoleScope, permissions: PermissionSet) -> Option<Refusal> {
        // Somewhere, where nothing is held but what reaches everywhere: a role may be assigned
        // in any place of its kind. No place inside has the id of its organization.
        let somewhere = self.organization.0;
        let scope = match kind {
            RoleScope::Organization => Scope::Organization(self.organization),
            RoleScope::Workspace => Scope::Workspace(self.organization, WorkspaceId(somewhere)),
            RoleScope::Project => Scope::Project(self.organization, None, ProjectId(somewhere)),
        };
        may_give(&self.facts, permissions, scope, self.now).err()
    }
}

/// The checkboxes, sent as `name`; `ticked` is what they begin with, `kind` what the role is for,
/// `left_out` the modules that the plan does not include.
pub(super) fn checkboxes(
    name: &'static str,
    ticked: PermissionSet,
    kind: Signal<RoleScope>,
    giving: &Giving,
    left_out: &[String],
) -> AnyView {
    let all = modules()
        .into_iter()
        .map(|(module, inside)| {
            let is_out = left_out.iter().any(|it| it == module);
            let boxes = inside
                .into_iter()
                .map(|permission| {
                    one(name, permission, ticked.contains(permission), kind, giving.clone())
                })
                .collect::<Vec<_>>();
            let note = is_out.then(|| view! { <p class="soft">"Not part of the plan: without effect until another one is chosen."</p> });
            view! { <fieldset><legend>{module}</legend>{note}{boxes}</fieldset> }
        })
        .collect::<Vec<_>>();
    view! { <div class="catalogue">{all}</div> }.into_any()
}

fn one(
    name: &'static str,
    permission: Permission,
    ticked: bool,
    kind: Signal<RoleScope>,
    giving: Giving,
) -> AnyView {
    let id = format!("may-{permission}");
    let hint = format!("{id}-hint");
    let refusal = Memo::new(move |_| {
        giving.refusal(kind.get(), PermissionSet::of(&[permission])).map(Refusal::sentence)
    });
    // What may not be given is not sent, and not shown as if it were.
    let ticked = RwSignal::new(ticked);
    let is_on = move || ticked.get() && refusal.get().is_none();
    view! {
        <div class="check">
            <input
                type="checkbox"
                id=id.clone()
                name=name
                value=permission.as_str()
                checked=is_on
                prop:checked=move || is_on().then_some("true")
                disabled=move || refusal.get().is_some()
                aria-describedby=hint.clone()
                on:change=move |event| ticked.set(event_target_checked(&event))
            />
            <span>
                <label for=id>{sentence(permission)}</label>
                <small id=hint>{permission.as_str()}{move || refusal.get().map(|why| format!(" · {why}"))}</small>
            </span>
        </div>
    }
    .into_any()
}

/// The same catalogue to be read: what a role permits.
pub(super) fn permitted(set: PermissionSet, left_out: &[String]) -> AnyView {
    let all = modules()
        .into_iter()
        .filter_map(|(module, inside)| {
            let items = inside
                .into_iter()
                .filter(|permission| set.contains(*permission))
                .map(|permission| view! { <li>{sentence(permission)}" "<small>{permission.as_str()}</small></li> })
                .collect::<Vec<_>>();
            let note = left_out.iter().any(|it| it == module).then(|| {
                view! { <p class="soft">"Not part of the plan: without effect until another one is chosen."</p> }
            });
            (!items.is_empty()).then(|| {
                view! { <section><h3 class="module">{module}</h3>{note}<ul class="bullets">{items}</ul></section> }
            })
        })
        .collect::<Vec<_>>();
    if all.is_empty() {
        return view! { <p class="soft">"Nothing."</p> }.into_any();
    }
    view! { <div class="catalogue">{all}</div> }.into_any()
}
