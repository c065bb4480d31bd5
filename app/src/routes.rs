//! Which address shows which page.

use crate::navigation::Frame;
use crate::pages::{Entrance, Inviting, Page, Person, Place};
use crate::sessions::{provide_viewing, provide_waiting};
use crate::ui::{NotFoundPage, provide_toasts};
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
                    <Route path=path!("/") view=Page::Entrance(Entrance::Home) ssr=Async/>
                    <Route path=path!("/setup") view=Page::Entrance(Entrance::Setup) ssr=Async/>
                    <Route path=path!("/login") view=Page::Entrance(Entrance::Login) ssr=Async/>
                    <Route path=path!("/password") view=Page::Entrance(Entrance::Password) ssr=Async/>
                    <Route path=path!("/invite/:token") view=Page::Entrance(Entrance::Invitation) ssr=Async/>
                    <Route path=path!("/forgot") view=Page::Entrance(Entrance::Forgot) ssr=Async/>
                    <Route path=path!("/reset/:token") view=Page::Entrance(Entrance::Reset) ssr=Async/>
                    <Route path=path!("/activate/:token") view=Page::Entrance(Entrance::Activate) ssr=Async/>
                    <Route path=path!("/register") view=Page::Entrance(Entrance::Register) ssr=Async/>
                    <Route path=path!("/confirm/:token") view=Page::Entrance(Entrance::Confirm) ssr=Async/>
                    <Route path=path!("/email/:token") view=Page::Entrance(Entrance::ConfirmEmail) ssr=Async/>
                    <Route path=path!("/email-undo/:token") view=Page::Entrance(Entrance::UndoEmail) ssr=Async/>
                    <Route path=path!("/second-factor") view=Page::Entrance(Entrance::Enrol) ssr=Async/>
                    <Route path=path!("/account") view=Page::Entrance(Entrance::Account) ssr=Async/>
                    <Route path=path!("/users") view=Page::Users ssr=Async/>
                    <Route path=path!("/users/new") view=Page::Person(Person::New) ssr=Async/>
                    <Route path=path!("/users/invite") view=Page::Person(Person::Invite) ssr=Async/>
                    <Route path=path!("/users/:id") view=Page::Person(Person::One) ssr=Async/>
                    <Route path=path!("/orgs") view=Page::Place(Place::All) ssr=Async/>
                    <Route path=path!("/orgs/new") view=Page::Place(Place::New) ssr=Async/>
                    <Route path=path!("/orgs/:slug") view=Page::Place(Place::One) ssr=Async/>
                    <Route path=path!("/orgs/:slug/members") view=Page::Place(Place::Members) ssr=Async/>
                    <Route path=path!("/orgs/:slug/members/:id") view=Page::Place(Place::Member) ssr=Async/>
                    <Route path=path!("/orgs/:slug/invitations") view=Page::Inviting(Inviting::All) ssr=Async/>
                    <Route path=path!("/orgs/:slug/invitations/new") view=Page::Inviting(Inviting::One) ssr=Async/>
                    <Route path=path!("/orgs/:slug/invitations/bulk") view=Page::Inviting(Inviting::Many) ssr=Async/>
                    <Route path=path!("/orgs/:slug/roles") view=Page::Place(Place::Roles) ssr=Async/>
                    <Route path=path!("/orgs/:slug/activity") view=Page::Place(Place::Activity) ssr=Async/>
                    <Route path=path!("/orgs/:slug/settings") view=Page::Place(Place::Settings) ssr=Async/>
                    <Route path=path!("/orgs/:slug/settings/members") view=Page::Place(Place::Members) ssr=Async/>
                    <Route path=path!("/activity") view=Page::Person(Person::Activity) ssr=Async/>
                    <Route path=path!("/settings") view=Page::Person(Person::Settings) ssr=Async/>
                    <Route path=path!("/settings/mail") view=Page::Person(Person::Mail) ssr=Async/>
                </FlatRoutes>
            </Frame>
        </Router>
    }
}
