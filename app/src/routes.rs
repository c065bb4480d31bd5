//! Which address shows which page.

use crate::activity::{ActivityPage, OrganizationActivityPage};
use crate::members::{MemberPage, MembersPage};
use crate::navigation::Frame;
use crate::organizations::{
    NewOrganizationPage, OrganizationPage, OrganizationSettingsPage, OrganizationsPage,
};
use crate::sessions::{AccountPage, ChangePasswordPage, HomePage, LoginPage, provide_viewing, provide_waiting};
use crate::settings::SettingsPage;
use crate::setup::SetupPage;
use crate::ui::{NotFoundPage, provide_toasts};
use crate::users::{NewUserPage, UserPage, UsersPage};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::SsrMode::Async;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;

/// Everything inside the document's body. What outlives a page is provided here.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    crate::wire::flash::provide_flash();
    provide_toasts();
    provide_viewing();
    provide_waiting();
    crate::live::provide_live();
    view! {
        <Router>
            <Frame>
                <FlatRoutes fallback=|| view! { <NotFoundPage/> }>
                    <Route path=path!("/") view=HomePage ssr=Async/>
                    <Route path=path!("/setup") view=SetupPage ssr=Async/>
                    <Route path=path!("/login") view=LoginPage ssr=Async/>
                    <Route path=path!("/password") view=ChangePasswordPage ssr=Async/>
                    <Route path=path!("/account") view=AccountPage ssr=Async/>
                    <Route path=path!("/users") view=UsersPage ssr=Async/>
                    <Route path=path!("/users/new") view=NewUserPage ssr=Async/>
                    <Route path=path!("/users/:id") view=UserPage ssr=Async/>
                    <Route path=path!("/orgs") view=OrganizationsPage ssr=Async/>
                    <Route path=path!("/orgs/new") view=NewOrganizationPage ssr=Async/>
                    <Route path=path!("/orgs/:slug") view=OrganizationPage ssr=Async/>
                    <Route path=path!("/orgs/:slug/members") view=MembersPage ssr=Async/>
                    <Route path=path!("/orgs/:slug/members/:id") view=MemberPage ssr=Async/>
                    <Route path=path!("/orgs/:slug/activity") view=OrganizationActivityPage ssr=Async/>
                    <Route path=path!("/orgs/:slug/settings") view=OrganizationSettingsPage ssr=Async/>
                    <Route path=path!("/orgs/:slug/settings/members") view=MembersPage ssr=Async/>
                    <Route path=path!("/activity") view=ActivityPage ssr=Async/>
                    <Route path=path!("/settings") view=SettingsPage ssr=Async/>
                </FlatRoutes>
            </Frame>
        </Router>
    }
}
