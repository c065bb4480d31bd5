//! Cutting the page's binary into the part that every page needs and the parts that come when
//! they are first shown.
//!
//! It refuses to know which part holds what: `#[wasm_split]` in the page's code says so. What
//! loads the parts is a script of its own; it and the binding generator's would import each
//! other, so that neither could be named after its content: they become one.

use anyhow::{Context, Result, anyhow, ensure};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use wasm_split_cli_support::{Options, transform};

/// What the binding generator believes to import the loaders from.
const LOADERS: &str = "./loaders.js";

/// The scripts' name for each other, before they are one.
const GLUE: &str = "./glue.js";

/// A binary in parts.
pub(crate) struct Parts {
    /// What every page needs, still to be given its bindings.
    pub(crate) main: PathBuf,
    /// Which files a part needs, itself included, without their ending.
    pub(crate) needs: BTreeMap<String, Vec<String>>,
    loaders: String,
}

/// Cuts `binary`; its parts lie in `into` afterwards.
pub(crate) fn split(binary: &[u8], into: &Path) -> Result<Parts> {
    let main = into.join("main.wasm");
    let mut options = Options::new(binary);
    options.output_dir = into;
    options.main_out_path = &main;
    options.main_module = GLUE;
    options.link_name = LOADERS;
    let made = transform(options).map_err(|error| anyhow!("cutting the binary: {error:?}"))?;
    let loaders = into.join(LOADERS);
    let script = fs::read_to_string(&loaders).context("reading the script of the loaders")?;
    fs::remove_file(loaders)?;
    Ok(Parts { main, needs: made.prefetch_map.into_iter().collect(), loaders: script })
}

impl Parts {
    /// The binding generator's script with the loaders inside.
    pub(crate) fn unite(&self, glue: &str) -> Result<String> {
        let (imports, rest): (Vec<_>, Vec<_>) = glue.lines().partition(|line| is_import(line));
        ensure!(!imports.is_empty(), "the script imports no loaders");
        let body = self.loaders.replacen(&format!("import {{ initSync }} from \"{GLUE}\";"), "", 1);
        ensure!(!body.contains("import {"), "the loaders import something that is not known");
        let exports = exports_of(&body).join(", ");
        let body = body.replace("\nexport const ", "\nconst ");
        let mut script = format!("{}\n{body}\n", rest.join("\n"));
        for import in imports {
            let name = name_of(import)?;
            script.extend(["const ", name, " = { ", exports.as_str(), " };\n"]);
        }
        Ok(script)
    }
}

/// Without what only people read: comments that have their lines for themselves, and indentation.
/// The generator writes no text over several lines.
pub(crate) fn terse(script: &str) -> String {
    let mut terse = String::with_capacity(script.len());
    let mut is_comment = false;
    for line in script.lines().map(str::trim) {
        is_comment |= line.starts_with("/*");
        if !is_comment && !line.is_empty() && !line.starts_with("//") {
            terse.extend([line, "\n"]);
        }
        is_comment &= !line.ends_with("*/");
    }
    terse
}

fn is_import(line: &str) -> bool {
    line.starts_with("import ") && line.contains(LOADERS)
}

/// What a line of imports calls the loaders.
fn name_of(import: &str) -> Result<&str> {
    import
        .strip_prefix("import * as ")
        .and_then(|rest| rest.split_whitespace().next())
        .with_context(|| format!("an unknown import: {import}"))
}

fn exports_of(script: &str) -> Vec<&str> {
    script
        .lines()
        .filter_map(|line| line.strip_prefix("export const ")?.split_whitespace().next())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_not_sent() {
        let script = "/**\n * What it does.\n */\nf() {\n    // Why.\n    return 1; // so\n}\n\n/* */\ng();\n";
        assert_eq!(terse(script), "f() {\nreturn 1; // so\n}\ng();\n");
    }

    #[test]
    fn two_scripts_become_one() {
        let parts = Parts {
            main: PathBuf::new(),
            needs: BTreeMap::new(),
            loaders:
                "import { initSync } from \"./glue.js\";\n\nconst a = 1;\nexport const load = a;\n"
                    .into(),
        };
        let glue = "import * as import1 from \"./loaders.js\"\nlet wasm = import1;\n";
        let script = parts.unite(glue).unwrap();
        assert!(!script.contains("import ") && !script.contains("export "), "{script}");
        assert!(script.contains("const import1 = { load };"), "{script}");
        assert!(parts.unite("let wasm;").is_err());
    }
}
