//! `cargo xtask bench`: what each extractor costs, measured by the program `xtask-measure` in the release profile.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::workspace::{cargo, cargo_says, plugins};

/// Arguments of `cargo xtask bench`; `-- --help` lists those of the program. `cargo xtask bench corpus` measures readers and
/// long runs instead, on a corpus that is made for it, and `cargo xtask bench resume` kills such runs and goes on with them.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Build the plugins as shared libraries and compare them, loaded, with the linked ones.
    #[arg(long)]
    loaded: bool,
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

/// Builds the program and runs it.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let mut command = cargo(["run", "--quiet", "--release", "--package", "xtask-measure", "--"]);
    if args.loaded {
        command.args(["loaded", "--plugin-path"]).arg(libraries()?);
    } else if args.arguments.first().is_some_and(|first| first == "corpus" || first == "resume") {
        let mut build = cargo(["build", "--quiet", "--release", "--package", "dateline-cli"]);
        if !build.status().context("cannot run cargo")?.success() {
            bail!("dateline does not build");
        }
    } else {
        command.arg("bench");
    }
    // "cargo xtask bench corpus -- --megabytes 20" hands over the dashes too.
    let arguments = args.arguments.iter().filter(|one| *one != "--");
    let status = command.args(arguments).status().context("cannot run cargo")?;
    if !status.success() {
        bail!("the bench failed");
    }
    Ok(())
}

/// Builds every plugin as a shared library, in the release profile, and returns the folder that they lie in.
fn libraries() -> anyhow::Result<PathBuf> {
    let metadata: serde_json::Value =
        serde_json::from_str(&cargo_says(&["metadata", "--no-deps", "--format-version=1"])?)?;
    let target = metadata["target_directory"].as_str().context("cargo does not tell where it builds")?;
    let release = Path::new(target).join("release");
    let folder = release.join("bench-plugins");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for plugin in plugins()? {
        let package = format!("dateline-{}", plugin.trim_start_matches("plugins/"));
        let mut build =
            cargo(["rustc", "--quiet", "--release", "--package", &package, "--lib", "--crate-type", "cdylib"]);
        if !build.status().context("cannot run cargo")?.success() {
            bail!("{package} does not build as a shared library");
        }
        let prefix = std::env::consts::DLL_PREFIX;
        let name = format!("{prefix}{}{}", package.replace('-', "_"), std::env::consts::DLL_SUFFIX);
        let library = release.join(&name);
        std::fs::copy(&library, folder.join(&name)).with_context(|| format!("cannot copy {}", library.display()))?;
    }
    Ok(folder)
}
