//! Organizations: the list, a new one, the overview of one, and its settings.
//!
//! It refuses to know its people, who are in [`crate::members`], and its log.

pub mod calls;
pub mod forms;
pub mod list;
pub mod new;
pub mod overview;
pub mod settings;

pub use list::OrganizationsPage;
pub use new::NewOrganizationPage;
pub use overview::OrganizationPage;
pub use settings::OrganizationSettingsPage;

use crate::prelude::*;
use crate::router::use_params_map;

/// The slug in the address of the page.
pub(crate) fn slug_of_page() -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("slug").unwrap_or_default()))
}

/// The way back to an organization: its name, as soon as it is known, and its address. A platform
/// administrator does not belong to it, so the name is asked for.
pub(crate) fn place_of_page(slug: &str) -> Resource<(String, String)> {
    let slug = slug.to_owned();
    Resource::new_blocking(
        || (),
        move |()| {
            let slug = slug.clone();
            async move {
                let found = calls::show(slug.clone()).await;
                (found.map_or_else(|_| slug.clone(), |it| it.name), format!("/orgs/{slug}"))
            }
        },
    )
}
