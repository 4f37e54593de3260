//! Makes an extractor in a temporary directory, in a copy of the tree and standalone, for test-all to test.
//!
//! Both use the target directory of the workspace, so that only the crates of dateline itself are compiled again.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context as _;

use super::{in_tree, standalone};
use crate::workspace::{cargo, files, root};

/// The name of the extractor that is made.
const NAME: &str = "new-plugin";

/// The tests of an extractor that was made in a copy of the tree.
pub(crate) fn in_copy() -> anyhow::Result<Command> {
    let copy = fresh("tree")?;
    for path in files()? {
        let to = copy.join(&path);
        let folder = to.parent().context("every file lies in a folder")?;
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        fs::copy(root().join(&path), &to).with_context(|| format!("cannot copy {}", path.display()))?;
    }
    in_tree(NAME, &copy)?;
    Ok(tests(&copy))
}

/// The tests of an extractor that was made outside the workspace.
pub(crate) fn outside() -> anyhow::Result<Command> {
    let directory = fresh("standalone")?;
    standalone(NAME, &directory)?;
    // The versions that the workspace uses, so that nothing is fetched and little is compiled.
    fs::copy(root().join("Cargo.lock"), directory.join("Cargo.lock")).context("cannot copy Cargo.lock")?;
    Ok(tests(&directory))
}

fn fresh(name: &str) -> anyhow::Result<PathBuf> {
    let directory = std::env::temp_dir().join(format!("dateline-new-extractor-{}-{name}", std::process::id()));
    if directory.exists() {
        fs::remove_dir_all(&directory).with_context(|| format!("cannot clear {}", directory.display()))?;
    }
    fs::create_dir_all(&directory).with_context(|| format!("cannot make {}", directory.display()))?;
    Ok(directory)
}

fn tests(directory: &PathBuf) -> Command {
    let mut command = cargo(["test", "--package", &format!("dateline-{NAME}"), "--no-fail-fast"]);
    command.current_dir(directory).env("CARGO_TARGET_DIR", root().join("target"));
    command
}

/// Removes what the checks made.
pub(crate) fn clean() {
    for name in ["tree", "standalone"] {
        // A folder that was never made, or is gone, is clean.
        let _ = fresh(name).and_then(|directory| Ok(fs::remove_dir(directory)?));
    }
}
