//! The form of a role that is there already. It is sent by GET: it changes nothing, it leads to
//! the review.

use super::catalogue::{Giving, checkboxes, permitted};
use super::forms::RoleForm;
use super::{about, kind, reach};
use crate::markup::view;
use crate::prelude::*;
use crate::sessions::viewing;
use crate::ui::{Card, Submission, TextField};
use fluxward_domain::granting::Refusal;
use fluxward_domain::permissions::Permission;
use fluxward_domain::roles::Role;

/// Why the viewer may not change `role`; `None` when they may.
pub(super) fn hindrance(slug: &str, role: &Role, giving: Option<&Giving>) -> Option<&'static str> {
    if role.built_in {
        return Some("Built-in roles cannot be changed. Duplicate it as a role of your own.");
    }
    if !viewing().may(Permission::RolesManage, slug) {
        return Some("You need a role here that lets you change roles. Ask an Owner or Admin.");
    }
    match giving?.refusal(role.scope, role.set()) {
        Some(Refusal::AboveOneself) => {
            Some("This role permits more than you may give here, so you cannot change it.")
        }
        refusal => refusal.map(Refusal::sentence),
    }
}

/// What the role permits, to be read.
pub(super) fn reading(role: &Role, why: &'static str, left_out: &[String]) -> AnyView {
    let (reach, permitted) = (reach(role.scope), permitted(role.set(), left_out));
    view! {
        <Card id="permits" title="What it permits">
            <p class="soft">{reach}</p>
            <p class="note">{why}</p>
            {permitted}
        </Card>
    }
    .into_any()
}

/// What the role permits, to be changed.
pub(super) fn editing(
    slug: &str,
    role: &Role,
    form: RoleForm,
    giving: &Giving,
    left_out: &[String],
) -> AnyView {
    let submission = Submission::of("");
    let (title, reach) = (kind(role.scope), reach(role.scope));
    let boxes = checkboxes("may", form.set(), Signal::stored(role.scope), giving, left_out);
    view! {
        <form class="form" method="get" action=about(slug, &role.key) aria-label="Role">
            <input type="hidden" name="step" value="review"/>
            <Card id="permits" title=title>
                <p class="soft">{reach}</p>
                <TextField name="name" label="Name" submission=submission value=form.name required=true/>
                {boxes}
                <div class="actions"><button class="button primary" type="submit">"Review"</button></div>
            </Card>
        </form>
    }
    .into_any()
}
