//! Who looks at the page, and what they may do: the server's facts, decided in the browser by
//! the same code. It hides what would be refused; the server decides again.

use super::calls::{Looking, viewer};
use crate::Failure;
use crate::prelude::*;
use fluxward_domain::Moment;
use fluxward_domain::access::decide;
use fluxward_domain::ids::OrganizationId;
use fluxward_domain::live::Signal;
use fluxward_domain::permissions::Permission;
use fluxward_domain::scopes::Scope;
use fluxward_domain::sessions::Viewer;
use std::sync::Arc;

/// Who looks at the page. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Viewing {
    first: Resource<Result<Option<Looking>, Failure>>,
    now: RwSignal<Option<Arc<Viewer>>>,
}

/// Asks once who it is, and again whenever their access changes.
pub fn provide_viewing() {
    let first = Resource::new_blocking(|| (), |()| viewer());
    provide_context(Viewing { first, now: RwSignal::new(None) });
}

/// Who looks at the page.
pub fn viewing() -> Viewing {
    expect_context()
}

impl Viewing {
    /// Waits until it is known who it is; `None` when nobody is signed in. First thing in a
    /// page's `Suspend`; after it, the other questions have their answers.
    pub async fn ready(self) -> Option<Arc<Viewer>> {
        if self.now.try_with_untracked(Option::is_none).unwrap_or_default()
            && let Ok(Some(found)) = self.first.await
        {
            crate::live::knows(found.seq);
            self.keep(found.viewer);
        }
        self.now.try_get_untracked().flatten()
    }

    /// Who it is, tracked; `None` before [`Self::ready`], when nobody is signed in, and when the
    /// page that asks is gone already.
    pub fn get(self) -> Option<Arc<Viewer>> {
        self.now.try_get().flatten()
    }

    /// Whether they administer the platform; tracked.
    pub fn is_administrator(self) -> bool {
        self.get().is_some_and(|viewer| viewer.me.platform_administrator)
    }

    /// Whether they may do `permission` in the organization of that slug; tracked. Platform
    /// administrators may everywhere, also where they do not belong to.
    pub fn may(self, permission: Permission, slug: &str) -> bool {
        let Some(viewer) = self.get() else { return false };
        let scope = organization_of(&viewer, slug).map_or(Scope::Platform, Scope::Organization);
        decide(&viewer.facts, permission, scope, present()).allowed()
    }

    /// This is who it is now. The same as before makes nothing anew: a form that is being filled
    /// in keeps what was entered.
    fn keep(self, viewer: Viewer) {
        let is_same = |now: &Option<Arc<Viewer>>| now.as_deref() == Some(&viewer);
        if !self.now.try_with_untracked(is_same).unwrap_or(true) {
            self.now.try_set(Some(Arc::new(viewer)));
        }
    }

    /// Asks again.
    pub fn refetch(self) {
        leptos::task::spawn_local(async move {
            if let Ok(Some(found)) = viewer().await {
                self.keep(found.viewer);
            }
        });
    }

    /// Asks again whenever the server says that something about them has changed.
    pub fn follow(self) {
        crate::live::on_signal(move |signal| {
            if matches!(signal, Signal::Access { .. } | Signal::Hello { .. }) {
                self.refetch();
            }
        });
    }
}

/// The id of the organization of that slug, among those that the viewer belongs to.
pub fn organization_of(viewer: &Viewer, slug: &str) -> Option<OrganizationId> {
    let at = viewer.me.organizations.iter().position(|place| place.slug == slug)?;
    viewer.organization_ids.get(at).copied()
}

/// The present moment as this side sees it: only grants that end by themselves depend on it.
pub fn present() -> Moment {
    #[cfg(feature = "ssr")]
    return use_context::<fluxward_core::Services>()
        .map_or(Moment(0), |services| services.clock.now());
    #[cfg(not(feature = "ssr"))]
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of our times fit")]
    return Moment(js_sys::Date::now() as i64 * 1000);
}
