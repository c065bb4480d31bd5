//! Which part of the code a page is in. The list of people is in the main part, with what every
//! page needs; the others come when they are first shown, or as soon as the server knows that
//! they will be.
//!
//! Decision: few parts, each of pages that people use together. Every part costs a request, and
//! what two parts share becomes a file of its own.

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

/// Makes the parts: for each the enum of its pages, the function that has them all and is a binary
/// of its own, and what [`Page`] needs to know of it.
macro_rules! parts {
    ($($(#[$about:meta])* $part:ident, $load:ident, $Pages:ident { $($page:ident => $shown:ident,)+ })+) => {
        /// A page of the console.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "their names say it")]
        pub enum Page {
            Users,
            $($Pages($Pages),)+
        }

        $(
            $(#[$about])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            #[expect(missing_docs, reason = "their names say it")]
            pub enum $Pages {
                $($page,)+
            }

            #[wasm_split($part, fallible, preload($load))]
            fn $part(page: $Pages) -> Loaded {
                Ok(match page {
                    $($Pages::$page => $shown().into_any(),)+
                })
            }
        )+

        impl Page {
            /// The page; its part of the code is there already, or did not come.
            pub(crate) fn shown(self) -> AnyView {
                #[cfg(feature = "ssr")]
                load_ahead(self);
                let loaded = match self {
                    Self::Users => Some(Ok(UsersPage().into_any())),
                    $(Self::$Pages(page) => at_once($part(page)),)+
                };
                loaded.and_then(Result::ok).unwrap_or_else(out_of_reach)
            }

            /// Waits until its part of the code is there, or does not come.
            #[cfg(feature = "hydrate")]
            pub(crate) async fn ready(self) {
                // What did not come is said where the page would be.
                let _ = match self {
                    Self::Users => Ok(()),
                    $(Self::$Pages(_) => $load().await,)+
                };
            }

            /// The name of its part, unless that is the main one.
            #[cfg(feature = "ssr")]
            const fn part(self) -> Option<&'static str> {
                match self {
                    Self::Users => None,
                    $(Self::$Pages(_) => Some(stringify!($part)),)+
                }
            }
        }
    };
}

parts! {
    /// A page from before one is signed in, or about oneself.
    entrance, load_entrance, Entrance {
        Home => HomePage,
        Setup => SetupPage,
        Login => LoginPage,
        Password => ChangePasswordPage,
        Forgot => ForgotPage,
        Reset => ResetPage,
        Activate => ActivatePage,
        Register => RegisterPage,
        Confirm => ConfirmPage,
        ConfirmEmail => ConfirmEmailPage,
        UndoEmail => UndoEmailPage,
        Account => AccountPage,
        Invitation => AcceptPage,
        Enrol => EnrolPage,
    }

    /// A page about one person.
    person, load_person, Person {
        One => UserPage,
    }

    /// A page about the platform.
    platform, load_platform, Platform {
        Activity => ActivityPage,
        Settings => SettingsPage,
        Mail => MailPage,
    }

    /// A page about organizations.
    organizations, load_organizations, Organizations {
        All => OrganizationsPage,
        New => NewOrganizationPage,
        One => OrganizationPage,
        Settings => OrganizationSettingsPage,
        Activity => OrganizationActivityPage,
    }

    /// A page about the members of an organization, or about many of them at once.
    members, load_members, Members {
        All => MembersPage,
        Select => SelectPage,
        Recent => RecentPage,
        Run => RunPage,
    }

    /// A page about one of them.
    member, load_member, Member {
        One => MemberPage,
    }

    /// A page that brings somebody new, to the platform or to an organization.
    inviting, load_inviting, Inviting {
        Create => NewUserPage,
        Where => ChooseOrganizationPage,
        All => InvitationsPage,
        One => InvitePage,
        Many => InviteManyPage,
        Import => ImportPage,
    }

    /// A page about what is inside an organization: its workspaces and projects.
    inside, load_inside, Inside {
        Workspaces => WorkspacesPage,
        Workspace => WorkspacePage,
        Project => ProjectPage,
    }

    /// A page about its teams.
    teams, load_teams, Teams {
        All => TeamsPage,
        One => TeamPage,
    }

    /// A page about who asks for access.
    asking, load_asking, Asking {
        All => RequestsPage,
        New => NewRequestPage,
    }

    /// A page about roles, or about what somebody may do.
    access, load_access, Access {
        Roles => RolesPage,
        Role => RolePage,
        New => NewRolePage,
        Compare => ComparePage,
        Member => AccessPage,
        Mine => MyAccessPage,
        Matrix => MatrixPage,
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
    let Some(part) = page.part() else { return };
    let files = use_context::<crate::SiteFiles>().unwrap_or_default();
    for file in files.parts.get(part).into_iter().flatten() {
        // Rendering it puts it into the document's head.
        let link = view! { <Link rel="preload" href=file.clone() as_="fetch" type_="application/wasm" crossorigin="anonymous"/> };
        let _ = link.into_any().to_html();
    }
}
