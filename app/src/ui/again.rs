//! The way to a fresh sign-in, where a change was refused for want of one.

use crate::address::Address;
use crate::markup::view;
use crate::prelude::*;
use fluxward_domain::Kind;

/// A link to the sign-in page that comes back here; nothing for other refusals.
#[component]
pub fn SignInAgain(
    /// What was refused.
    kind: Kind,
) -> AnyView {
    let link = (kind == Kind::StepUpRequired).then(|| {
        let href: String =
            Address::of("/login").with("again", Some("1")).with("next", Some(&here())).into();
        view! { " " <a href=href rel="external">"Sign in again"</a> }
    });
    link.into_any()
}

/// Path and query of this page.
fn here() -> String {
    #[cfg(feature = "ssr")]
    return use_context::<http::request::Parts>()
        .map_or_else(|| "/".into(), |parts| parts.uri.to_string());
    #[cfg(not(feature = "ssr"))]
    {
        let location = window().location();
        format!(
            "{}{}",
            location.pathname().unwrap_or_default(),
            location.search().unwrap_or_default()
        )
    }
}
