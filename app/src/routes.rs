//! Which address shows which page.

use crate::markup::view;
use crate::navigation::Frame;
use crate::pages::{
    Access, Asking, Entrance, Inside, Inviting, Member, Members, Organizations, Page, Person,
    Platform, Teams,
};
use crate::prelude::*;
use crate::router::{Outlet, provide_router};
use crate::sessions::{provide_viewing, provide_waiting};
use crate::ui::provide_toasts;

/// The pages. The first that fits is shown; `:name` is whatever stands there.
pub(crate) const ROUTES: [(&str, Page); 52] = [
    ("/", Page::Entrance(Entrance::Home)),
    ("/setup", Page::Entrance(Entrance::Setup)),
    ("/login", Page::Entrance(Entrance::Login)),
    ("/password", Page::Entrance(Entrance::Password)),
    ("/invite/:token", Page::Entrance(Entrance::Invitation)),
    ("/forgot", Page::Entrance(Entrance::Forgot)),
    ("/reset/:token", Page::Entrance(Entrance::Reset)),
    ("/activate/:token", Page::Entrance(Entrance::Activate)),
    ("/register", Page::Entrance(Entrance::Register)),
    ("/confirm/:token", Page::Entrance(Entrance::Confirm)),
    ("/email/:token", Page::Entrance(Entrance::ConfirmEmail)),
    ("/email-undo/:token", Page::Entrance(Entrance::UndoEmail)),
    ("/second-factor", Page::Entrance(Entrance::Enrol)),
    ("/account", Page::Entrance(Entrance::Account)),
    ("/account/access", Page::Access(Access::Mine)),
    ("/users", Page::Users),
    ("/users/new", Page::Inviting(Inviting::Create)),
    ("/users/invite", Page::Inviting(Inviting::Where)),
    ("/users/:id", Page::Person(Person::One)),
    ("/orgs", Page::Organizations(Organizations::All)),
    ("/orgs/new", Page::Organizations(Organizations::New)),
    ("/orgs/:slug", Page::Organizations(Organizations::One)),
    ("/orgs/:slug/members", Page::Members(Members::All)),
    ("/orgs/:slug/members/select", Page::Members(Members::Select)),
    ("/orgs/:slug/members/bulk", Page::Members(Members::Recent)),
    ("/orgs/:slug/members/bulk/:run", Page::Members(Members::Run)),
    ("/orgs/:slug/members/import", Page::Inviting(Inviting::Import)),
    ("/orgs/:slug/members/:id", Page::Member(Member::One)),
    ("/orgs/:slug/invitations", Page::Inviting(Inviting::All)),
    ("/orgs/:slug/invitations/new", Page::Inviting(Inviting::One)),
    ("/orgs/:slug/invitations/bulk", Page::Inviting(Inviting::Many)),
    ("/orgs/:slug/members/:id/access", Page::Access(Access::Member)),
    ("/orgs/:slug/roles", Page::Access(Access::Roles)),
    ("/orgs/:slug/roles/new", Page::Access(Access::New)),
    ("/orgs/:slug/roles/compare", Page::Access(Access::Compare)),
    ("/orgs/:slug/roles/:key", Page::Access(Access::Role)),
    ("/orgs/:slug/requests", Page::Asking(Asking::All)),
    ("/orgs/:slug/requests/new", Page::Asking(Asking::New)),
    ("/orgs/:slug/access", Page::Access(Access::Matrix)),
    ("/orgs/:slug/activity", Page::Organizations(Organizations::Activity)),
    ("/orgs/:slug/settings", Page::Organizations(Organizations::Settings)),
    ("/orgs/:slug/settings/members", Page::Members(Members::All)),
    ("/orgs/:slug/workspaces", Page::Inside(Inside::Workspaces)),
    ("/orgs/:slug/workspaces/:inside", Page::Inside(Inside::Workspace)),
    ("/orgs/:slug/workspaces/:inside/settings/members", Page::Inside(Inside::Workspace)),
    ("/orgs/:slug/projects/:inside", Page::Inside(Inside::Project)),
    ("/orgs/:slug/projects/:inside/settings/members", Page::Inside(Inside::Project)),
    ("/orgs/:slug/teams", Page::Teams(Teams::All)),
    ("/orgs/:slug/teams/:team", Page::Teams(Teams::One)),
    ("/activity", Page::Platform(Platform::Activity)),
    ("/settings", Page::Platform(Platform::Settings)),
    ("/settings/mail", Page::Platform(Platform::Mail)),
];

/// The addresses of all pages, as the server writes them: `/users/{id}`.
#[cfg(feature = "ssr")]
pub fn addresses() -> impl Iterator<Item = String> {
    ROUTES.iter().map(|(pattern, _)| {
        let parts = pattern.split('/').map(|part| match part.strip_prefix(':') {
            Some(name) => format!("{{{name}}}"),
            None => part.to_owned(),
        });
        parts.collect::<Vec<_>>().join("/")
    })
}

/// Everything inside the document's body. What outlives a page is provided here.
#[component]
pub fn App() -> AnyView {
    #[cfg(feature = "ssr")]
    leptos_meta::provide_meta_context();
    provide_router();
    crate::wire::flash::provide_flash();
    provide_toasts();
    provide_viewing();
    provide_waiting();
    crate::live::provide_live();
    view! { <Frame><Outlet/></Frame> }.into_any()
}
