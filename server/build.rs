//! Says which folder holds the built site, so that it can be embedded.
//!
//! A checkout whose site was never built gets an empty one: the server then compiles, serves the
//! REST interface, and pages come without style and script.

use std::path::Path;

fn main() {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/site");
    // An existing folder is watched; a missing one would have this crate built every time.
    if let Err(error) = std::fs::create_dir_all(&site) {
        println!("cargo::warning=cannot make {}: {error}", site.display());
    }
    println!("cargo::rerun-if-changed={}", site.display());
    println!("cargo::rustc-env=FLUXWARD_SITE={}", site.display());
}
