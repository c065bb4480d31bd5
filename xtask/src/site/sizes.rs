//! What a browser has to load, against what we allow ourselves.
//!
//! # Decision: what counts is a page
//! Nobody loads the whole site: a page needs what every page needs, and the part that it is in. So
//! the bounds are on the first load of the user list and on the page that needs the most; the whole
//! grows with the number of pages, and is told.

use super::code::PARTS;
use super::compression::beside;
use super::part::{Names, files_below};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Binary, script and styles, in brotli bytes. The first load of the user list may weigh 200 kB;
/// its HTML takes the rest.
const FIRST_LOAD_BUDGET: u64 = 190_000;

/// The first load of whichever page needs the most, in brotli bytes.
const PAGE_BUDGET: u64 = 320_000;

/// The sizes of the finished site.
pub(crate) struct Sizes {
    first_load: Vec<(String, Size)>,
    /// The parts of the pages, with the brotli bytes that each needs beside.
    parts: BTreeMap<String, u64>,
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
        Ok(Self { first_load, parts: parts(&site)?, whole_site: whole_site(&site)? })
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
        let sum = |name: &str, bytes, budget| {
            println!("{name:<40}{:>10}  of {}", kilo(bytes), kilo(budget));
        };
        sum("first load", self.first_load(), FIRST_LOAD_BUDGET);
        for (part, more) in &self.parts {
            sum(&format!("a page in `{part}`"), self.first_load() + more, PAGE_BUDGET);
        }
        println!("{:<40}{:>10}", "whole site", kilo(self.whole_site));
    }

    /// Fails beyond a budget.
    pub(crate) fn enforce(&self) -> Result<()> {
        let pages = self.parts.iter().map(|(part, more)| {
            (format!("a page in `{part}`"), self.first_load() + more, PAGE_BUDGET)
        });
        let first = ("the first load".to_owned(), self.first_load(), FIRST_LOAD_BUDGET);
        for (what, bytes, budget) in pages.chain([first]) {
            if bytes > budget {
                bail!("{what} weighs {} kB, more than {} kB", kilo(bytes), kilo(budget));
            }
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

fn parts(site: &Path) -> Result<BTreeMap<String, u64>> {
    let path = site.join(PARTS);
    let text = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
    let parts: BTreeMap<String, Vec<String>> = serde_json::from_slice(&text)?;
    let weigh = |files: Vec<String>| -> Result<u64> {
        let sizes = files.iter().map(|file| Size::of(&site.join(file.trim_start_matches('/'))));
        sizes.map(|size| Ok(size?.brotli)).sum()
    };
    parts.into_iter().map(|(part, files)| Ok((part, weigh(files)?))).collect()
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

    fn sizes(first: u64, more: u64) -> Sizes {
        let size = Size { raw: first, gzip: first, brotli: first };
        let parts = BTreeMap::from([("place".to_owned(), more)]);
        Sizes { first_load: vec![("fluxward.js".into(), size)], parts, whole_site: 0 }
    }

    #[test]
    fn a_site_beyond_a_budget_is_refused() {
        let more = PAGE_BUDGET - FIRST_LOAD_BUDGET;
        assert!(sizes(FIRST_LOAD_BUDGET, more).enforce().is_ok());
        assert!(sizes(FIRST_LOAD_BUDGET + 1, 0).enforce().is_err());
        assert!(sizes(FIRST_LOAD_BUDGET, more + 1).enforce().is_err());
    }

    #[test]
    fn kilobytes_are_rounded() {
        assert_eq!(kilo(139_960), "140.0");
        assert_eq!(kilo(49), "0.0");
    }
}
