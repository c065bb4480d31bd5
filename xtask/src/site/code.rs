//! The page's binary and the script that loads it.
//!
//! cargo → the binding generator, used as a library → `wasm-opt` from npm. Without Node.js the
//! optimiser is left out: the page works, and is some tenths larger.

use super::Flavour;
use super::part::{self, File, Key, Part, files_below, hashed};
use crate::command::{cargo_wasm, output, run};
use crate::npm::Parts;
use crate::workspace::Workspace;
use anyhow::{Context, Result, anyhow, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// The cargo profile of the binary that is deployed.
pub(crate) const RELEASE_PROFILE: &str = "wasm-release";

/// What the compiler already uses. By name: with all features the binary does not load.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The binary and its script.
pub(crate) fn part(workspace: &Workspace, flavour: Flavour, npm: Option<&Parts>) -> Result<Part> {
    ensure_one_version(workspace)?;
    let built = compile(workspace, flavour)?;
    let optimiser = match flavour {
        Flavour::Release => npm,
        Flavour::Development => None,
    };
    let bytes = fs::read(&built).with_context(|| format!("reading {}", built.display()))?;
    let mut key = Key::new();
    key.add(&bytes);
    key.add(workspace.locked_version("wasm-bindgen-cli-support")?);
    key.add(FEATURES.concat());
    key.add(optimiser.map_or(Ok(String::new()), optimiser_version)?);
    part::part(workspace, ("code", flavour), key, |scratch| {
        bind(workspace, &built, flavour, scratch)?;
        if flavour == Flavour::Release {
            let wasm = scratch.join(format!("{}_bg.wasm", workspace.pages.output_name));
            optimise(&wasm, optimiser)?;
        }
        collect(workspace, scratch)
    })
}

/// The generator reads what the macro of the same version wrote into the binary.
fn ensure_one_version(workspace: &Workspace) -> Result<()> {
    let page = workspace.locked_version("wasm-bindgen")?;
    let tool = workspace.locked_version("wasm-bindgen-cli-support")?;
    ensure!(
        page == tool,
        "the page has wasm-bindgen {page}, the tool {tool}: set `wasm-bindgen-cli-support = \"={page}\"` in xtask/Cargo.toml"
    );
    Ok(())
}

fn compile(workspace: &Workspace, flavour: Flavour) -> Result<PathBuf> {
    let (profile, folder) = match flavour {
        Flavour::Development => ("dev", "debug"),
        Flavour::Release => (RELEASE_PROFILE, RELEASE_PROFILE),
    };
    let mut cargo = cargo_wasm(workspace);
    cargo.args([
        "build",
        "--locked",
        "--lib",
        "--package",
        "fluxward-frontend",
    ]);
    run(cargo.args(["--target", "wasm32-unknown-unknown", "--profile", profile]))?;
    let built = format!("target/wasm/wasm32-unknown-unknown/{folder}/fluxward_frontend.wasm");
    Ok(workspace.path(built))
}

fn bind(workspace: &Workspace, built: &Path, flavour: Flavour, into: &Path) -> Result<()> {
    println!("generating the bindings");
    let release = flavour == Flavour::Release;
    let mut generator = Bindgen::new();
    let generator = generator.web(true).map_err(|error| anyhow!(error))?;
    generator
        .input_path(built)
        .out_name(&workspace.pages.output_name)
        .typescript(false)
        // The page always says where the binary lies: its name carries a hash.
        .omit_default_module_path(true)
        .remove_name_section(release)
        .remove_producers_section(release);
    generator
        .generate(into)
        .map_err(|error| anyhow!(error))
        .context("generating the bindings")
}

fn optimise(wasm: &Path, optimiser: Option<&Parts>) -> Result<()> {
    let Some(parts) = optimiser else {
        println!("Node.js is missing: the page's binary stays larger than it could be");
        return Ok(());
    };
    let mut wasm_opt = parts.program("wasm-opt");
    wasm_opt
        .arg("-Oz")
        .args(FEATURES)
        .arg(wasm)
        .arg("-o")
        .arg(wasm);
    run(&mut wasm_opt)
}

fn optimiser_version(parts: &Parts) -> Result<String> {
    output(parts.program("wasm-opt").arg("--version"))
}

/// The script imports its snippets by their own names, which carry a hash already.
fn collect(workspace: &Workspace, made: &Path) -> Result<Vec<File>> {
    let package = &workspace.pages.site_pkg_dir;
    let mut files = Vec::new();
    for path in files_below(made)? {
        let bytes = fs::read(made.join(&path))?;
        let name = path.to_string_lossy().into_owned();
        files.push(if path.starts_with("snippets") {
            File {
                path: format!("{package}/{name}"),
                name,
                bytes,
            }
        } else {
            hashed(package, &name, bytes)
        });
    }
    Ok(files)
}
