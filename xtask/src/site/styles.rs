//! The styles: `style/main.css` with everything it imports, as one small file.

use super::Flavour;
use super::part::{self, Key, Part, hashed};
use crate::workspace::Workspace;
use anyhow::{Result, anyhow};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions};
use std::path::Path;

const FOLDER: &str = "style";
const ENTRY: &str = "main.css";

/// The styles of the site.
pub(crate) fn part(workspace: &Workspace, flavour: Flavour) -> Result<Part> {
    let folder = workspace.path(FOLDER);
    let mut key = Key::new();
    key.add_folder(&folder)?;
    part::part(workspace, ("styles", flavour), key, |_| {
        println!("bundling {FOLDER}/{ENTRY}");
        let css = bundle(&folder.join(ENTRY), flavour == Flavour::Release)?;
        let name = format!("{}.css", workspace.pages.output_name);
        Ok(vec![hashed(&workspace.pages.site_pkg_dir, &name, css.into_bytes())])
    })
}

/// One style sheet with all that `entry` imports, its layers kept.
fn bundle(entry: &Path, minify: bool) -> Result<String> {
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut sheet =
        bundler.bundle(entry).map_err(|error| anyhow!("in {}: {error}", entry.display()))?;
    if minify {
        sheet
            .minify(MinifyOptions::default())
            .map_err(|error| anyhow!("in {}: {error}", entry.display()))?;
    }
    let printed = sheet.to_css(PrinterOptions { minify, ..PrinterOptions::default() });
    Ok(printed.map_err(|error| anyhow!("in {}: {error}", entry.display()))?.code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn imports_come_in_with_their_layer() {
        let folder = std::env::temp_dir().join(format!("fluxward-styles-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("main.css"), "@layer base; @import \"base.css\" layer(base);")
            .unwrap();
        fs::write(folder.join("base.css"), "a { color: #ff0000; }").unwrap();
        let css = bundle(&folder.join("main.css"), true);
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(css.unwrap(), "@layer base{a{color:red}}");
    }
}
