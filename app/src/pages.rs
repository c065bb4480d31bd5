//! Which part of the code a page is in. The list of people is in the main part, with what every
//! page needs; the others come when they are first shown, or as soon as the server knows that
//! they will be.
//!
//! Decision: few parts, each of pages that people use together. Every part costs a request, and
//! what two parts share becomes a file of its own.
#![expect(
    clippy::unnecessary_wraps,
    reason = "loading a part can fail in the browser, making its page cannot"
)]

use crate::access::{AccessPage, MyAccessPage};
use crate::activations::ActivatePage;
use crate::activity::{ActivityPage, OrganizationActivityPage};
use crate::bulk::{RecentPage, RunPage, SelectPage};
use crate::emails::{ConfirmEmailPage, UndoEmailPage};
use crate::factors::EnrolPage;
use crate::imports::ImportPage;
use crate::invitations::{
    AcceptPage, ChooseOrganizationPage, InvitationsPage, InviteManyPage, InvitePage,
};
use crate::mail::MailPage;
use crate::markup::view;
use crate::matrix::MatrixPage;
use crate::members::{MemberPage, MembersPage};
use crate::organizations::{
    NewOrganizationPage, OrganizationPage, OrganizationSettingsPage, OrganizationsPage,
};
use crate::prelude::*;
use crate::projects::ProjectPage;
use crate::registrations::{ConfirmPage, RegisterPage};
use crate::requests::{NewRequestPage, RequestsPage};
use crate::resets::{ForgotPage, ResetPage};
use crate::roles::{ComparePage, NewRolePage, RolePage, RolesPage};
use crate::sessions::{AccountPage, ChangePasswordPage, HomePage, LoginPage};
use crate::settings::SettingsPage;
use crate::setup::SetupPage;
use crate::teams::{TeamPage, TeamsPage};
use crate::users::{NewUserPage, UserPage, UsersPage};
use crate::workspaces::{WorkspacePage, WorkspacesPage};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

type Loaded = Result<AnyView, SplitLoaderError>;

/// A page of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "their names say it")]
pub enum Page {
    Users,
    Entrance(Entrance),
    Person(Person),
    Place(Place),
    Inviting(Inviting),
    Inside(Inside),
    Access(Access),
    Many(Many),
}

/// A page from before one is signed in, or about oneself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "their names say it")]
pub enum Entrance {
    Home,
    Setup,
    Login,
    Password,
    Forgot,
    Reset,
    Activate,
    Register,
    Confirm,
    ConfirmEmail,
    UndoEmail,
    Account,
    Invitation,
    Enrol,
}

/// A page about one person, or about the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "their names say it")]
pub enum Person {
    New,
    Invite,
    One,
    Activity,
    Settings,
    Mail,
}

/// A page about organizations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "their names say it")]
pub enum Place {
    All,
    New,
    One,
    Settings,
    Activity,
    Members,
    Member,
}

/// A page about who is invited to an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "their names say it")]
pub enum Inviting {
    All,
    One,
    Many,
    Import,
}

/// A page about what is inside an organization: its workspaces, projects and teams, and asking for
/// roles there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "their names say it")]
pub enum Inside {
    Workspaces,
    Workspace,
    Project,
    Teams,
    Team,
    Requests,
    NewRequest,
}

/// A page about roles, or about what somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "their names say it")]
pub enum Access {
    Roles,
    Role,
    New,
    Compare,
    Member,
    Mine,
    Matrix,
}

/// A page about many members at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "their names say it")]
pub enum Many {
    Select,
    Recent,
    Run,
}

#[wasm_split(entrance, fallible, preload(load_entrance))]
fn entrance(page: Entrance) -> Loaded {
    Ok(match page {
        Entrance::Home => HomePage().into_any(),
        Entrance::Setup => SetupPage().into_any(),
        Entrance::Login => LoginPage().into_any(),
        Entrance::Password => ChangePasswordPage().into_any(),
        Entrance::Forgot => ForgotPage().into_any(),
        Entrance::Reset => ResetPage().into_any(),
        Entrance::Activate => ActivatePage().into_any(),
        Entrance::Register => RegisterPage().into_any(),
        Entrance::Confirm => ConfirmPage().into_any(),
        Entrance::ConfirmEmail => ConfirmEmailPage().into_any(),
        Entrance::UndoEmail => UndoEmailPage().into_any(),
        Entrance::Account => AccountPage().into_any(),
        Entrance::Invitation => AcceptPage().into_any(),
        Entrance::Enrol => EnrolPage().into_any(),
    })
}

#[wasm_split(person, fallible, preload(load_person))]
fn person(page: Person) -> Loaded {
    Ok(match page {
        Person::New => NewUserPage().into_any(),
        Person::Invite => ChooseOrganizationPage().into_any(),
        Person::One => UserPage().into_any(),
        Person::Activity => ActivityPage().into_any(),
        Person::Settings => SettingsPage().into_any(),
        Person::Mail => MailPage().into_any(),
    })
}

#[wasm_split(place, fallible, preload(load_place))]
fn place(page: Place) -> Loaded {
    Ok(match page {
        Place::All => OrganizationsPage().into_any(),
        Place::New => NewOrganizationPage().into_any(),
        Place::One => OrganizationPage().into_any(),
        Place::Settings => OrganizationSettingsPage().into_any(),
        Place::Activity => OrganizationActivityPage().into_any(),
        Place::Members => MembersPage().into_any(),
        Place::Member => MemberPage().into_any(),
    })
}

#[wasm_split(inviting, fallible, preload(load_inviting))]
fn inviting(page: Inviting) -> Loaded {
    Ok(match page {
        Inviting::All => InvitationsPage().into_any(),
        Inviting::One => InvitePage().into_any(),
        Inviting::Many => InviteManyPage().into_any(),
        Inviting::Import => ImportPage().into_any(),
    })
}

#[wasm_split(inside, fallible, preload(load_inside))]
fn inside(page: Inside) -> Loaded {
    Ok(match page {
        Inside::Workspaces => WorkspacesPage().into_any(),
        Inside::Workspace => WorkspacePage().into_any(),
        Inside::Project => ProjectPage().into_any(),
        Inside::Teams => TeamsPage().into_any(),
        Inside::Team => TeamPage().into_any(),
        Inside::Requests => RequestsPage().into_any(),
        Inside::NewRequest => NewRequestPage().into_any(),
    })
}

#[wasm_split(access, fallible, preload(load_access))]
fn access(page: Access) -> Loaded {
    Ok(match page {
        Access::Roles => RolesPage().into_any(),
        Access::Role => RolePage().into_any(),
        Access::New => NewRolePage().into_any(),
        Access::Compare => ComparePage().into_any(),
        Access::Member => AccessPage().into_any(),
        Access::Mine => MyAccessPage().into_any(),
        Access::Matrix => MatrixPage().into_any(),
    })
}

#[wasm_split(many, fallible, preload(load_many))]
fn many(page: Many) -> Loaded {
    Ok(match page {
        Many::Select => SelectPage().into_any(),
        Many::Recent => RecentPage().into_any(),
        Many::Run => RunPage().into_any(),
    })
}

impl Page {
    /// The page; its part of the code is there already, or did not come.
    pub(crate) fn shown(self) -> AnyView {
        #[cfg(feature = "ssr")]
        load_ahead(self);
        let loaded = match self {
            Self::Users => Some(Ok(UsersPage().into_any())),
            Self::Entrance(page) => at_once(entrance(page)),
            Self::Person(page) => at_once(person(page)),
            Self::Place(page) => at_once(place(page)),
            Self::Inviting(page) => at_once(inviting(page)),
            Self::Inside(page) => at_once(inside(page)),
            Self::Access(page) => at_once(access(page)),
            Self::Many(page) => at_once(many(page)),
        };
        loaded.and_then(Result::ok).unwrap_or_else(out_of_reach)
    }

    /// Waits until its part of the code is there, or does not come.
    #[cfg(feature = "hydrate")]
    pub(crate) async fn ready(self) {
        // What did not come is said where the page would be.
        let _ = match self {
            Self::Users => Ok(()),
            Self::Entrance(_) => load_entrance().await,
            Self::Person(_) => load_person().await,
            Self::Place(_) => load_place().await,
            Self::Inviting(_) => load_inviting().await,
            Self::Inside(_) => load_inside().await,
            Self::Access(_) => load_access().await,
            Self::Many(_) => load_many().await,
        };
    }
}

/// What `coming` gives without any waiting.
fn at_once<T>(coming: impl Future<Output = T>) -> Option<T> {
    match pin!(coming).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

/// The part did not come: the network failed, or the server has a newer version by now.
fn out_of_reach() -> AnyView {
    view! { <crate::ui::ErrorState failure=crate::Failure::unreachable() whole_page=true/> }
        .into_any()
}

/// Tells the browser which binaries the page needs, beside the main one, before its script asks.
#[cfg(feature = "ssr")]
fn load_ahead(page: Page) {
    use leptos_meta::Link;
    let part = match page {
        Page::Users => return,
        Page::Entrance(_) => "entrance",
        Page::Person(_) => "person",
        Page::Place(_) => "place",
        Page::Inviting(_) => "inviting",
        Page::Inside(_) => "inside",
        Page::Access(_) => "access",
        Page::Many(_) => "many",
    };
    let files = use_context::<crate::SiteFiles>().unwrap_or_default();
    for file in files.parts.get(part).into_iter().flatten() {
        // Rendering it puts it into the document's head.
        let link = view! { <Link rel="preload" href=file.clone() as_="fetch" type_="application/wasm" crossorigin="anonymous"/> };
        let _ = link.into_any().to_html();
    }
}
