//! Paths of this site: which are safe to go to, which need no sign-in, where somebody begins.

use fluxward_domain::access::decide;
use fluxward_domain::ids::OrganizationId;
use fluxward_domain::members::MembershipStatus;
use fluxward_domain::permissions::Permission;
use fluxward_domain::scopes::Scope;
use fluxward_domain::sessions::Viewer;

/// Pages that nobody has to sign in for.
const PUBLIC: [&str; 7] = ["/", "/login", "/setup", "/password", "/forgot", "/register", ENROL];
/// The page that sets up a second factor before anything else.
pub const ENROL: &str = "/second-factor";
/// The beginnings of the pages that links in mails lead to.
const LINKED: [&str; 6] =
    ["/invite/", "/reset/", "/activate/", "/confirm/", "/email/", "/email-undo/"];

/// Whether `path` is a page that nobody has to sign in for.
pub fn is_public(path: &str) -> bool {
    PUBLIC.contains(&path) || LINKED.iter().any(|page| path.starts_with(page))
}

/// Whether `path` stays on this site: one slash first, and nothing that a browser reads as a
/// second one.
pub fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && !path.chars().any(char::is_control)
}

/// `next`, if it stays on this site; the start page otherwise.
pub fn next_or_home(next: Option<String>) -> String {
    next.filter(|path| is_local(path)).unwrap_or_else(|| "/".into())
}

/// The page that somebody begins with: the people of the platform, else those of their first
/// organization, else their own account.
pub fn home_of(viewer: &Viewer) -> String {
    if viewer.me.platform_administrator {
        return "/users".into();
    }
    let places = viewer.me.organizations.iter().zip(&viewer.organization_ids);
    let mut seen = places.filter(|(place, id)| {
        place.status == MembershipStatus::Active && sees_people(viewer, **id)
    });
    seen.next()
        .map_or_else(|| "/account".into(), |(place, _)| format!("/orgs/{}/members", place.slug))
}

fn sees_people(viewer: &Viewer, id: OrganizationId) -> bool {
    let now = crate::sessions::present();
    decide(&viewer.facts, Permission::UsersView, Scope::Organization(id), now).allowed()
}

/// The slug of the organization that a page of this path belongs to.
pub fn organization_in(path: &str) -> Option<&str> {
    let slug = path.strip_prefix("/orgs/")?.split('/').next()?;
    (!slug.is_empty() && slug != "new").then_some(slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_local() {
        assert!(is_local("/account"));
        for foreign in
            ["", "account", "//evil.example", "/\\evil.example", "https://evil.example", "/\n/x"]
        {
            assert!(!is_local(foreign), "{foreign:?}");
        }
    }

    #[test]
    fn who_is_sent_elsewhere_begins_at_home() {
        assert_eq!(next_or_home(Some("//evil.example".into())), "/");
        assert_eq!(next_or_home(Some("/users?sort=email".into())), "/users?sort=email");
        assert_eq!(next_or_home(None), "/");
    }

    #[test]
    fn the_organization_stands_in_the_path() {
        assert_eq!(organization_in("/orgs/north/members/1"), Some("north"));
        assert_eq!(organization_in("/orgs/north"), Some("north"));
        assert_eq!(organization_in("/orgs/new"), None);
        assert_eq!(organization_in("/orgs"), None);
        assert_eq!(organization_in("/users"), None);
    }
}
