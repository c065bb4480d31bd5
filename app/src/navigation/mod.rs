//! What stands around every page: the ways to the others, and the theme.

pub mod brand;
pub mod entrance;
pub mod frame;
pub mod lock;
pub mod paths;
pub mod side;
pub mod theme;

pub use brand::Brand;
pub use entrance::Entrance;
pub use frame::Frame;

/// Goes to a page of this site: on the server by a redirect, in the browser by loading it anew.
pub fn go(path: &str) {
    #[cfg(feature = "ssr")]
    crate::wire::answer::redirect_page(path);
    #[cfg(feature = "hydrate")]
    if leptos::prelude::window().location().replace(path).is_err() {
        leptos::logging::warn!("the browser refused to go to {path}");
    }
    #[cfg(not(any(feature = "ssr", feature = "hydrate")))]
    let _ = path;
}
