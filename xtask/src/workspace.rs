//! Where things are: the folders of the workspace, its page options and its locked versions.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

/// The checked-out workspace.
pub(crate) struct Workspace {
    root: PathBuf,
    /// The Leptos options of `Leptos.toml`.
    pub(crate) pages: Pages,
}

/// The part of `Leptos.toml` that the build needs.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Pages {
    /// What the page's files are called before their hash: `fluxward`.
    pub(crate) output_name: String,
    /// Where the finished site goes, relative to the root.
    pub(crate) site_root: PathBuf,
    /// The folder of hashed files inside the site.
    pub(crate) site_pkg_dir: String,
}

impl Workspace {
    /// The workspace this tool was built from.
    pub(crate) fn find() -> Result<Self> {
        let root =
            Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask lies in a workspace")?;
        let pages = read_pages(&root.join("Leptos.toml"))?;
        Ok(Self { root: root.to_owned(), pages })
    }

    /// A path inside the workspace.
    pub(crate) fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// The folder the finished site is assembled in.
    pub(crate) fn site(&self) -> PathBuf {
        self.root.join(&self.pages.site_root)
    }

    /// The one version of a crate in `Cargo.lock`.
    pub(crate) fn locked_version(&self, name: &str) -> Result<String> {
        let lock = fs::read_to_string(self.path("Cargo.lock")).context("reading Cargo.lock")?;
        locked_version(&lock, name)
    }
}

fn read_pages(file: &Path) -> Result<Pages> {
    #[derive(Deserialize)]
    struct Manifest {
        package: Package,
    }
    #[derive(Deserialize)]
    struct Package {
        metadata: Metadata,
    }
    #[derive(Deserialize)]
    struct Metadata {
        leptos: Pages,
    }
    let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let manifest: Manifest =
        toml::from_str(&text).with_context(|| format!("in {}", file.display()))?;
    Ok(manifest.package.metadata.leptos)
}

fn locked_version(lock: &str, name: &str) -> Result<String> {
    #[derive(Deserialize)]
    struct Lock {
        package: Vec<Locked>,
    }
    #[derive(Deserialize)]
    struct Locked {
        name: String,
        version: String,
    }
    let lock: Lock = toml::from_str(lock).context("in Cargo.lock")?;
    let mut versions = lock.package.into_iter().filter(|package| package.name == name);
    match (versions.next(), versions.next()) {
        (Some(only), None) => Ok(only.version),
        (None, _) => bail!("Cargo.lock has no `{name}`"),
        (Some(one), Some(other)) => {
            bail!("Cargo.lock has `{name}` twice: {} and {}", one.version, other.version)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
        [[package]]
        name = "one"
        version = "1.2.3"
        [[package]]
        name = "two"
        version = "1.0.0"
        [[package]]
        name = "two"
        version = "2.0.0"
    "#;

    #[test]
    fn a_locked_version_is_found() {
        assert_eq!(locked_version(LOCK, "one").unwrap(), "1.2.3");
    }

    #[test]
    fn two_versions_of_one_crate_are_refused() {
        let error = locked_version(LOCK, "two").unwrap_err().to_string();
        assert_eq!(error, "Cargo.lock has `two` twice: 1.0.0 and 2.0.0");
    }

    #[test]
    fn the_page_options_of_this_workspace_are_readable() {
        let workspace = Workspace::find().unwrap();
        assert_eq!(workspace.pages.output_name, "fluxward");
    }
}
