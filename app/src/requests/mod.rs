//! Requests for access: the queue of whoever decides, one's own, and asking for a role.
//!
//! It refuses to know who decides: the server says of each request whether the viewer may.

pub mod calls;
mod deciding;
mod forms;
mod item;
pub mod new;
pub mod page;
mod query;

pub use new::NewRequestPage;
pub use page::RequestsPage;

use crate::address::Address;
use crate::markup::view;
use crate::prelude::*;
use crate::sessions::viewing;

/// The address of the queue.
pub(crate) fn path(slug: &str) -> String {
    format!("/orgs/{slug}/requests")
}

/// The address of the form that asks for a role at a place, one that gives `need` perhaps.
pub(crate) fn asking_path(slug: &str, scope: &str, need: Option<&str>) -> String {
    let scope = Some(scope).filter(|scope| *scope != slug);
    Address::of(&format!("{}/new", path(slug))).with("scope", scope).with("need", need).into()
}

/// The link that asks for access at the place `scope`, for whoever belongs to its organization;
/// tracked.
pub(crate) fn ask_for_access(scope: &str, need: Option<&str>) -> Option<AnyView> {
    let viewer = viewing().get()?;
    let slug = scope.split('/').next()?;
    let is_member = viewer.me.organizations.iter().any(|place| place.slug == slug);
    let href = is_member.then(|| asking_path(slug, scope, need))?;
    Some(view! { <p><a href=href>"Ask for access"</a></p> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_organization_needs_no_words() {
        assert_eq!(asking_path("blue", "blue", None), "/orgs/blue/requests/new");
        assert_eq!(
            asking_path("blue", "blue/design", Some("changes.review")),
            "/orgs/blue/requests/new?scope=blue%2Fdesign&need=changes.review"
        );
    }
}
