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

use crate::sessions::viewing;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The slug in the address of the page.
pub(crate) fn slug_of_page() -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("slug").unwrap_or_default()))
}

/// The name of the organization, as far as the viewer belongs to it; else its slug.
pub(crate) fn name_of(slug: &str) -> String {
    let viewer = viewing().get();
    let name = viewer.as_ref().and_then(|viewer| {
        viewer.me.organizations.iter().find(|place| place.slug == slug).map(|place| place.name.clone())
    });
    name.unwrap_or_else(|| slug.to_owned())
}
