//! What tidy looks at: the files of the workspace, and its packages as cargo sees them.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::Value;

use crate::workspace;

/// A file that git knows or would add.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// From the root, with slashes.
    pub(crate) path: String,
    /// What it says; nothing when it is not UTF-8.
    pub(crate) text: Option<String>,
}

/// A package of the workspace.
#[derive(Clone, Debug, Default)]
pub(crate) struct Package {
    pub(crate) name: String,
    /// Its directory from the root, with slashes.
    pub(crate) directory: String,
    pub(crate) dependencies: Vec<Dependency>,
}

/// Something that a package of the workspace depends on.
#[derive(Clone, Debug)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// The name in code, where it is another one.
    pub(crate) rename: Option<String>,
    /// Whether only tests, examples and benches need it.
    pub(crate) for_tests: bool,
}

/// The workspace.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) files: Vec<File>,
    pub(crate) packages: Vec<Package>,
    /// Name and version of everything that is built, also from registries.
    pub(crate) resolved: Vec<(String, String)>,
}

impl Tree {
    /// Reads the workspace.
    pub(crate) fn load() -> anyhow::Result<Tree> {
        let root = workspace::root();
        let files = workspace::files()?.iter().map(|path| read(&root, path)).collect::<anyhow::Result<_>>()?;
        let metadata = metadata()?;
        let all = || metadata["packages"].as_array().into_iter().flatten();
        let of_workspace = all().filter(|one| one["source"].is_null());
        Ok(Tree {
            files,
            packages: of_workspace.map(|one| package(&root, one)).collect(),
            resolved: all().map(|one| (string(&one["name"]), string(&one["version"]))).collect(),
        })
    }

    /// The file at a path.
    pub(crate) fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// The files below the directory of a package.
    pub(crate) fn files_of<'a>(&'a self, package: &'a Package) -> impl Iterator<Item = &'a File> {
        self.files.iter().filter(|file| is_below(&file.path, &package.directory))
    }

    /// The Rust sources of a package that ship: those in its `src`.
    pub(crate) fn sources_of<'a>(&'a self, package: &'a Package) -> impl Iterator<Item = (&'a str, &'a str)> {
        let folder = format!("{}/src", package.directory);
        let sources = self.files.iter().filter(move |file| file.is_rust() && is_below(&file.path, &folder));
        sources.filter_map(|file| Some((file.path.as_str(), file.text.as_deref()?)))
    }
}

impl File {
    pub(crate) fn is_rust(&self) -> bool {
        self.has_extension("rs")
    }

    pub(crate) fn has_extension(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|found| found == extension)
    }
}

/// The packages as cargo sees them, without those that only other platforms build.
fn metadata() -> anyhow::Result<Value> {
    let version = workspace::cargo_says(&["-vV"])?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("cargo does not name its host")?;
    let metadata = workspace::cargo_says(&["metadata", "--format-version", "1", "--filter-platform", host])?;
    serde_json::from_str(&metadata).context("cargo metadata gives no JSON")
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

fn read(root: &Path, path: &PathBuf) -> anyhow::Result<File> {
    let bytes = std::fs::read(root.join(path)).with_context(|| format!("cannot read {}", path.display()))?;
    let path = path.to_str().with_context(|| format!("the name of {} is not UTF-8", path.display()))?;
    Ok(File { path: path.to_owned(), text: String::from_utf8(bytes).ok() })
}

fn package(root: &Path, metadata: &Value) -> Package {
    let manifest = PathBuf::from(string(&metadata["manifest_path"]));
    let directory = manifest.parent().and_then(|directory| directory.strip_prefix(root).ok());
    let dependencies = metadata["dependencies"].as_array().into_iter().flatten().map(|one| Dependency {
        name: string(&one["name"]),
        rename: one["rename"].as_str().map(str::to_owned),
        for_tests: one["kind"] == "dev",
    });
    Package {
        name: string(&metadata["name"]),
        directory: directory.map(|path| path.to_string_lossy().into_owned()).unwrap_or_default(),
        dependencies: dependencies.collect(),
    }
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
