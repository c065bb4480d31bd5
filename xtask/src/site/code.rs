//! The page's binary and the script that loads it.
//!
//! cargo → cut into parts → the binding generator, both used as libraries → `wasm-opt` from npm.
//! Without Node.js the optimiser is left out: the page works, and is some tenths larger.

use super::Flavour;
use super::part::{self, File, Key, Part, files_below, hashed};
use super::split::{self, Parts as Cut};
use crate::command::{cargo_wasm, output, run};
use crate::npm::Parts;
use crate::toolchain;
use crate::workspace::Workspace;
use anyhow::{Context, Result, anyhow, ensure};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// The cargo profile of the binary that is deployed.
pub(crate) const RELEASE_PROFILE: &str = "wasm-release";

/// The file that says which binaries a part of the page's code needs.
pub(crate) const PARTS: &str = "parts.json";

/// Panics stop the page without a word, places and `Debug` are not written out.
///
/// Decision: unstable flags of the one compiler that `rust-toolchain.toml` names, because they are
/// a tenth of what the browser loads: what only a panic would have said, and the standard library
/// compiled as everything else is, small and without what nobody calls. They change what is
/// written, not what is done, and the browser tests run what they make. Without Rust's sources
/// (`rustup component add rust-src`) the standard library stays as it came.
const SMALL: [&str; 2] =
    ["--config", "build.rustflags=['-Zlocation-detail=none', '-Zfmt-debug=none']"];

/// The standard library, too.
const SMALL_STD: [&str; 5] = [
    "--config",
    "build.rustflags=['-Zunstable-options', '-Cpanic=immediate-abort']",
    "-Zpanic-immediate-abort",
    "-Zbuild-std=std,panic_abort",
    "-Zbuild-std-features=optimize_for_size",
];

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
    key.add(workspace.locked_version("wasm_split_cli_support")?);
    key.add(FEATURES.concat());
    key.add(optimiser.map_or(Ok(String::new()), optimiser_version)?);
    part::part(workspace, ("code", flavour), key, |scratch| {
        println!("cutting the binary and generating the bindings");
        let cut = split::split(&bytes, scratch)?;
        bind(workspace, &cut, flavour, scratch)?;
        if flavour == Flavour::Release {
            optimise(scratch, optimiser)?;
        }
        collect(workspace, &cut, flavour, scratch)
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
    cargo.args(["build", "--locked", "--lib", "--package", "fluxward-frontend"]);
    if flavour == Flavour::Release {
        cargo.args(SMALL);
        if toolchain::has_std_source()? {
            cargo.args(SMALL_STD);
        } else {
            println!("Rust's sources are missing: the page's binary stays larger than it could be");
        }
    }
    run(cargo.args(["--target", "wasm32-unknown-unknown", "--profile", profile]))?;
    let built = format!("target/wasm/wasm32-unknown-unknown/{folder}/fluxward_frontend.wasm");
    Ok(workspace.path(built))
}

fn bind(workspace: &Workspace, cut: &Cut, flavour: Flavour, into: &Path) -> Result<()> {
    let release = flavour == Flavour::Release;
    let mut generator = Bindgen::new();
    let generator = generator.web(true).map_err(|error| anyhow!(error))?;
    generator
        .input_path(&cut.main)
        .out_name(&workspace.pages.output_name)
        .typescript(false)
        // The parts find the main one's functions by these names.
        .keep_lld_exports(true)
        .demangle(false)
        // The page always says where the binary lies: its name carries a hash.
        .omit_default_module_path(true)
        .remove_name_section(release)
        .remove_producers_section(release);
    generator.generate(into).map_err(|error| anyhow!(error)).context("generating the bindings")?;
    fs::remove_file(&cut.main).context("removing what has its bindings now")
}

fn optimise(made: &Path, optimiser: Option<&Parts>) -> Result<()> {
    let Some(parts) = optimiser else {
        println!("Node.js is missing: the page's binary stays larger than it could be");
        return Ok(());
    };
    for binary in binaries(made)? {
        let binary = made.join(binary);
        let mut wasm_opt = parts.program("wasm-opt");
        wasm_opt.arg("-Oz").args(FEATURES).arg(&binary).arg("-o").arg(&binary);
        run(&mut wasm_opt)?;
    }
    Ok(())
}

fn binaries(made: &Path) -> Result<Vec<PathBuf>> {
    let mut files = files_below(made)?;
    files.retain(|file| file.extension().is_some_and(|it| it == "wasm"));
    Ok(files)
}

fn optimiser_version(parts: &Parts) -> Result<String> {
    output(parts.program("wasm-opt").arg("--version"))
}

/// The binaries by their content, the script that names them, and which parts need which.
fn collect(workspace: &Workspace, cut: &Cut, flavour: Flavour, made: &Path) -> Result<Vec<File>> {
    let package = &workspace.pages.site_pkg_dir;
    let script = format!("{}.js", workspace.pages.output_name);
    let mut text =
        cut.unite(&fs::read_to_string(made.join(&script)).context("reading the script")?)?;
    let mut files = Vec::new();
    for path in files_below(made)? {
        let bytes = fs::read(made.join(&path))?;
        let name = path.to_string_lossy().into_owned();
        if path.starts_with("snippets") {
            // The script imports its snippets by their own names, which carry a hash already.
            files.push(File { path: format!("{package}/{name}"), name, bytes });
        } else if name != script {
            let file = hashed(package, &name, bytes);
            let address = file.path.trim_start_matches(package.as_str());
            text = text.replace(&format!("\"./{name}\""), &format!("\".{address}\""));
            files.push(file);
        }
    }
    if flavour == Flavour::Release {
        text = split::terse(&text);
    }
    files.push(hashed(package, &script, text.into_bytes()));
    files.push(needs(cut, &files)?);
    Ok(files)
}

/// Which files the server lets a page load ahead of its script.
fn needs(cut: &Cut, files: &[File]) -> Result<File> {
    let address = |stem: &String| {
        let name = format!("{stem}.wasm");
        let file = files.iter().find(|file| file.name == name);
        file.map(|file| format!("/{}", file.path)).with_context(|| format!("{name} is missing"))
    };
    let needs: BTreeMap<_, _> = cut
        .needs
        .iter()
        .map(|(part, stems)| Ok((part, stems.iter().map(address).collect::<Result<Vec<_>>>()?)))
        .collect::<Result<_>>()?;
    let bytes = serde_json::to_vec_pretty(&needs)?;
    Ok(File { name: PARTS.into(), path: PARTS.into(), bytes })
}
