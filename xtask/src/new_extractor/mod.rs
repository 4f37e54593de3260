//! `cargo xtask new-extractor NAME`: a crate that finds something, with its documentation and its tests, that passes
//! them as it is made. What is left to do is to make it find something else.

pub(crate) mod check;
mod join;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};

use crate::workspace::root;

/// Arguments of `cargo xtask new-extractor`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The name of the plugin: small letters, digits and hyphens, as in `weather`.
    name: String,
    /// Make a crate of its own in this folder, outside the workspace.
    #[arg(long, value_name = "DIR")]
    standalone: Option<PathBuf>,
}

/// The files of a crate but for its manifest: where each goes, and its template.
const FILES: [(&str, &str); 4] = [
    ("src/lib.rs", include_str!("../../templates/extractor/lib.rs.txt")),
    ("README.md", include_str!("../../templates/extractor/README.md.txt")),
    ("tests/golden.rs", include_str!("../../templates/extractor/golden.rs.txt")),
    ("tests/golden/{name}.md", include_str!("../../templates/extractor/golden.md.txt")),
];
const MEMBER: &str = include_str!("../../templates/extractor/member.toml.txt");
const STANDALONE: &str = include_str!("../../templates/extractor/standalone.toml.txt");

/// Makes the crate.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let directory = match &args.standalone {
        Some(directory) => {
            standalone(&args.name, directory)?;
            directory.display().to_string()
        }
        None => {
            in_tree(&args.name, &root())?;
            format!("plugins/{}", args.name)
        }
    };
    println!("{directory}: an extractor that finds the words of a list; `cargo test` there passes");
    println!("next: say in {directory}/tests/golden/{}.md what it should find", args.name);
    Ok(())
}

/// A member of the workspace at `root`, linked by the bundle.
fn in_tree(name: &str, root: &Path) -> anyhow::Result<()> {
    let directory = root.join("plugins").join(name);
    write(name, &directory, MEMBER, root)?;
    join::workspace(name, root)
}

/// A crate of its own.
fn standalone(name: &str, directory: &Path) -> anyhow::Result<()> {
    write(name, directory, STANDALONE, &root())
}

fn write(name: &str, directory: &Path, manifest: &str, root: &Path) -> anyhow::Result<()> {
    let is_name = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    ensure!(is_name, "\"{name}\" is no name of a plugin: small letters, digits and hyphens, as in `weather`");
    let is_taken = |folder: &str| root.join(folder).join(name).exists();
    ensure!(!is_taken("plugins") && !is_taken("crates"), "there is a crate dateline-{name} already");
    if directory.exists() && fs::read_dir(directory).is_ok_and(|mut entries| entries.next().is_some()) {
        bail!("{} is there already and is not empty", directory.display());
    }
    for (path, template) in FILES.into_iter().chain([("Cargo.toml", manifest)]) {
        let path = directory.join(path.replace("{name}", name));
        let folder = path.parent().context("a file of the crate lies in it")?;
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let text = template
            .replace("{name}", name)
            .replace("{ident}", &format!("dateline_{}", name.replace('-', "_")))
            .replace("{version}", env!("CARGO_PKG_VERSION"))
            .replace("{root}", &root.to_string_lossy().replace('\\', "/"));
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_cargo_would_refuse_and_one_that_is_taken_are_refused() {
        let folder = std::env::temp_dir().join(format!("dateline-new-{}", std::process::id()));
        for name in ["", "Weather", "2nd", "a_b", "../x"] {
            let error = standalone(name, &folder).unwrap_err().to_string();
            assert!(error.contains("no name of a plugin"), "{name}: {error}");
        }
        assert!(standalone("date", &folder).unwrap_err().to_string().contains("already"));
        assert!(!folder.exists());
    }
}
