//! What a browser has to load, against what we allow ourselves.

use super::compression::beside;
use super::part::{Names, files_below};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

/// Binary, script and styles, in brotli bytes. The first load of the user list may weigh 200 kB;
/// its HTML takes the rest.
const FIRST_LOAD_BUDGET: u64 = 190_000;

/// Everything in the site, in brotli bytes.
const WHOLE_SITE_BUDGET: u64 = 400_000;

/// The sizes of the finished site.
pub(crate) struct Sizes {
    first_load: Vec<(String, Size)>,
    whole_site: u64,
}

/// One file, in bytes.
struct Size {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

impl Sizes {
    /// Reads the sizes off the site.
    pub(crate) fn measure(workspace: &Workspace) -> Result<Self> {
        let site = workspace.site();
        let names: Names = serde_json::from_slice(&fs::read(site.join("manifest.json"))?)?;
        let stem = &workspace.pages.output_name;
        let first_load = [format!("{stem}_bg.wasm"), format!("{stem}.js"), format!("{stem}.css")]
            .into_iter()
            .map(|name| {
                let path = names.get(&name).with_context(|| format!("the site has no {name}"))?;
                let file = site.join(path.trim_start_matches('/'));
                Ok((name, Size::of(&file)?))
            })
            .collect::<Result<_>>()?;
        Ok(Self { first_load, whole_site: whole_site(&site)? })
    }

    /// Prints a table.
    pub(crate) fn print(&self) {
        println!("\n{:<20}{:>10}{:>10}{:>10}  kB", "site", "raw", "gzip", "brotli");
        for (name, size) in &self.first_load {
            println!(
                "{name:<20}{:>10}{:>10}{:>10}",
                kilo(size.raw),
                kilo(size.gzip),
                kilo(size.brotli)
            );
        }
        println!(
            "{:<40}{:>10}  of {}",
            "first load",
            kilo(self.first_load()),
            kilo(FIRST_LOAD_BUDGET)
        );
        println!(
            "{:<40}{:>10}  of {}",
            "whole site",
            kilo(self.whole_site),
            kilo(WHOLE_SITE_BUDGET)
        );
    }

    /// Fails beyond the budget; without the optimiser there is nothing to enforce.
    pub(crate) fn enforce(&self, optimised: bool) -> Result<()> {
        if !optimised {
            return Ok(());
        }
        self.enforce_first_load()?;
        if self.whole_site > WHOLE_SITE_BUDGET {
            bail!(
                "the site weighs {} kB, more than {} kB",
                kilo(self.whole_site),
                kilo(WHOLE_SITE_BUDGET)
            );
        }
        Ok(())
    }

    /// Fails beyond the budget of what every page loads.
    pub(crate) fn enforce_first_load(&self) -> Result<()> {
        if self.first_load() > FIRST_LOAD_BUDGET {
            bail!(
                "the first load weighs {} kB, more than {} kB",
                kilo(self.first_load()),
                kilo(FIRST_LOAD_BUDGET)
            );
        }
        Ok(())
    }

    fn first_load(&self) -> u64 {
        self.first_load.iter().map(|(_, size)| size.brotli).sum()
    }
}

impl Size {
    fn of(file: &Path) -> Result<Self> {
        let raw = fs::metadata(file).with_context(|| format!("reading {}", file.display()))?.len();
        let compressed =
            |suffix| fs::metadata(beside(file, suffix)).map_or(raw, |about| about.len());
        Ok(Self { raw, gzip: compressed("gz"), brotli: compressed("br") })
    }
}

fn whole_site(site: &Path) -> Result<u64> {
    let mut sum = 0;
    for file in files_below(site)? {
        let kind = file.extension().unwrap_or_default();
        if kind != "br" && kind != "gz" && file != Path::new("manifest.json") {
            sum += Size::of(&site.join(file))?.brotli;
        }
    }
    Ok(sum)
}

/// Kilobytes of a thousand bytes, with one decimal.
fn kilo(bytes: u64) -> String {
    let tenths = (bytes + 50) / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(brotli: u64, whole_site: u64) -> Sizes {
        let size = Size { raw: brotli, gzip: brotli, brotli };
        Sizes { first_load: vec![("fluxward.js".into(), size)], whole_site }
    }

    #[test]
    fn a_site_beyond_its_budget_is_refused() {
        assert!(sizes(FIRST_LOAD_BUDGET, WHOLE_SITE_BUDGET).enforce(true).is_ok());
        assert!(sizes(FIRST_LOAD_BUDGET + 1, WHOLE_SITE_BUDGET).enforce(true).is_err());
        assert!(sizes(FIRST_LOAD_BUDGET + 1, 0).enforce_first_load().is_err());
        assert!(sizes(FIRST_LOAD_BUDGET, WHOLE_SITE_BUDGET + 1).enforce_first_load().is_ok());
        assert!(sizes(FIRST_LOAD_BUDGET, WHOLE_SITE_BUDGET + 1).enforce(true).is_err());
    }

    #[test]
    fn kilobytes_are_rounded() {
        assert_eq!(kilo(139_960), "140.0");
        assert_eq!(kilo(49), "0.0");
    }
}
