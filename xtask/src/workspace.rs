//! Where the workspace is, what is in it, and how to run cargo there.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};

/// The workspace's root directory.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("xtask stands one level below the root").to_path_buf()
}

/// The cargo that runs xtask, to be run in the root.
pub(crate) fn cargo<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args).current_dir(root()).stdin(Stdio::null());
    command
}

/// What cargo prints.
pub(crate) fn cargo_says<S: AsRef<OsStr>>(arguments: &[S]) -> anyhow::Result<String> {
    let output = cargo(arguments).output().context("cannot run cargo")?;
    if !output.status.success() {
        bail!("cargo {}: {}", arguments[0].as_ref().display(), String::from_utf8_lossy(&output.stderr).trim());
    }
    String::from_utf8(output.stdout).context("cargo does not speak UTF-8")
}

/// The directories of the plugins, from the root.
pub(crate) fn plugins() -> anyhow::Result<Vec<String>> {
    let mut plugins = Vec::new();
    for entry in fs::read_dir(root().join("plugins")).context("cannot read plugins/")? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if root().join("plugins").join(&name).join("Cargo.toml").is_file() {
            plugins.push(format!("plugins/{name}"));
        }
    }
    plugins.sort();
    Ok(plugins)
}

/// The files that git knows or would add, relative to the root and sorted; deleted ones are left out.
pub(crate) fn files() -> anyhow::Result<Vec<PathBuf>> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .context("cannot run git to list the files of the workspace")?;
    anyhow::ensure!(output.status.success(), "git ls-files: {}", String::from_utf8_lossy(&output.stderr).trim());
    let listed = String::from_utf8(output.stdout).context("a file name is not UTF-8")?;
    let mut files: Vec<PathBuf> = listed.split_terminator('\0').map(PathBuf::from).collect();
    files.retain(|path| root().join(path).is_file());
    files.sort();
    files.dedup();
    Ok(files)
}
