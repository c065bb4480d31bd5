//! The site: the page's binary, its script, its styles and the files beside them.
//!
//! `target/site` ends up with hashed names under `pkg/`, everything of `public/` beside it, a
//! `.br` and a `.gz` next to each file that shrinks, and `manifest.json`, which maps the names that
//! the server knows (`fluxward.js`) to the addresses the browser asks for
//! (`/pkg/fluxward.0123456789ab.js`); `parts.json` says which binaries each part of the code needs
//! that comes later. A part whose input did not change is not made again.

mod assembly;
mod code;
mod compression;
mod part;
mod public;
mod sizes;
mod split;
mod styles;

pub(crate) use code::RELEASE_PROFILE;

use crate::workspace::Workspace;
use crate::{npm, toolchain};
use anyhow::Result;

/// Build the site into `target/site` and print its size.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Build fast instead of small.
    #[arg(long)]
    dev: bool,
}

/// What the site is built for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flavour {
    /// For whoever edits it: quick to build, names kept, nothing compressed.
    Development,
    /// For whoever loads it: small and compressed.
    Release,
}

impl Flavour {
    /// The word for it in the names of folders.
    fn word(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::Release => "release",
        }
    }
}

/// The command by itself.
pub(crate) fn site(workspace: &Workspace, options: &Options) -> Result<()> {
    let flavour = if options.dev { Flavour::Development } else { Flavour::Release };
    build(workspace, flavour)
}

/// Builds what changed and assembles the site; a release prints what it weighs.
pub(crate) fn build(workspace: &Workspace, flavour: Flavour) -> Result<()> {
    toolchain::ensure_wasm()?;
    let npm = npm::install(workspace)?;
    let parts = [
        code::part(workspace, flavour, npm.as_ref())?,
        styles::part(workspace, flavour)?,
        public::part(workspace, flavour)?,
    ];
    assembly::assemble(&workspace.site(), &parts)?;
    if flavour == Flavour::Release {
        sizes::Sizes::measure(workspace)?.print();
    }
    Ok(())
}

/// Fails when the release site that was built weighs more than its budgets; without everything that
/// makes it small there is nothing to hold it against.
pub(crate) fn enforce_budgets(workspace: &Workspace) -> Result<()> {
    if !is_optimised(workspace)? {
        return Ok(());
    }
    sizes::Sizes::measure(workspace)?.enforce()
}

/// Whether everything was there that makes the site small.
fn is_optimised(workspace: &Workspace) -> Result<bool> {
    Ok(npm::install(workspace)?.is_some() && toolchain::has_std_source()?)
}
