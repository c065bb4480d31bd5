//! The pages about the people of an organization: who is in, who is invited, what roles mean,
//! who may do what.

use crate::markup::view;
use crate::prelude::*;
use crate::sessions::viewing;
use crate::ui::Tabs;
use fluxward_domain::permissions::Permission;

/// One of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tab {
    /// The list of members.
    People,
    /// The list of invitations.
    Invitations,
    /// The roles and what they permit.
    Roles,
    /// Who may do what.
    Access,
}

/// The ways between the pages that the viewer may see.
pub(crate) fn people_tabs(slug: &str, here: Tab) -> AnyView {
    let all = [
        (Tab::People, "Users", "members", Permission::UsersView),
        (Tab::Invitations, "Invitations", "invitations", Permission::UsersInvite),
        (Tab::Roles, "Roles & permissions", "roles", Permission::UsersView),
        (Tab::Access, "Who may what", "access", Permission::UsersView),
    ];
    let pages = all
        .into_iter()
        .filter(|(.., permission)| viewing().may(*permission, slug))
        .map(|(tab, name, page, _)| (name.to_owned(), format!("/orgs/{slug}/{page}"), tab == here))
        .collect::<Vec<_>>();
    view! { <Tabs label="Roles & permissions" pages=pages/> }.into_any()
}
