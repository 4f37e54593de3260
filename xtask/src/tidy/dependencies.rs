//! Each dependency is used, declared once, and built in one version.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::Tree;

/// Crates that may be built in several versions, because nobody here chooses theirs.
/// `parquet` asks for `ahash` and `half`, which ask for an older `getrandom` and, through a macro, for an older `syn`.
const SEVERAL_VERSIONS: &[&str] = &["getrandom", "syn"];

/// The name of each dependency stands somewhere in the sources of the package that asks for it; the tests at the top of
/// the workspace belong to the package that declares them.
pub(crate) fn dependencies_are_used(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for package in &tree.packages {
        // The end-to-end tests stand at the top of the workspace; a package that declares them uses what they use.
        let manifest = tree.file(&format!("{}/Cargo.toml", package.directory)).and_then(|file| file.text.as_deref());
        let has_end_to_end = manifest.is_some_and(|text| text.contains("path = \"../../tests/"));
        let end_to_end = tree.files.iter().filter(|file| has_end_to_end && file.path.starts_with("tests/"));
        let files = tree.files_of(package).chain(end_to_end).filter(|file| file.is_rust());
        let sources: Vec<&str> = files.filter_map(|file| file.text.as_deref()).collect();
        for dependency in &package.dependencies {
            let name = dependency.rename.as_ref().unwrap_or(&dependency.name).replace('-', "_");
            let is_name = |word: &str| word == name;
            if !sources.iter().any(|text| text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(is_name)) {
                broken.push(format!("{} does not use {}", package.name, dependency.name));
            }
        }
    }
    broken
}

/// Versions stand in the root's `[workspace.dependencies]` alone, and everything that stands there is asked for. Tests
/// may name crates above their own by path: such a dependency has no version, and cargo leaves it out when it packs.
pub(crate) fn dependencies_are_declared_once(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    let mut asked: BTreeSet<&str> = BTreeSet::new();
    for package in &tree.packages {
        let path = format!("{}/Cargo.toml", package.directory);
        let Some(manifest) = tree.file(&path).and_then(|file| file.text.as_deref()) else { continue };
        for (section, name, value) in entries(manifest).filter(|(section, ..)| section.ends_with("dependencies")) {
            asked.insert(name);
            let for_tests = section.ends_with("dev-dependencies") && value.contains("path =");
            if !value.contains("workspace = true") && !for_tests {
                broken.push(format!("{path} declares {name} itself"));
            }
        }
    }
    let root = tree.file("Cargo.toml").and_then(|file| file.text.as_deref()).unwrap_or_default();
    let declared = entries(root).filter(|(section, ..)| *section == "workspace.dependencies");
    let unused = declared.filter(|(_, name, _)| !asked.contains(name));
    broken.extend(unused.map(|(_, name, _)| format!("Cargo.toml declares {name}, which no package asks for")));
    broken
}

/// Two versions of a crate are compiled twice and do not understand each other.
pub(crate) fn no_crate_is_built_in_two_versions(tree: &Tree) -> Vec<String> {
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, version) in &tree.resolved {
        versions.entry(name).or_default().insert(version);
    }
    let several = versions.iter().filter(|(name, versions)| versions.len() > 1 && !SEVERAL_VERSIONS.contains(name));
    several.map(|(name, versions)| format!("{name} is built in the versions {versions:?}")).collect()
}

/// Section, key and value of each line of a manifest; `a.workspace = true` reads as `a` and `workspace = true`.
fn entries(manifest: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    let mut section = "";
    manifest.lines().filter_map(move |line| {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = name;
            return None;
        }
        let at = line.find(['.', ' ', '=']).filter(|_| line.starts_with(|c: char| c.is_ascii_alphabetic()))?;
        Some((section, &line[..at], line[at..].trim_start_matches(['.', ' ', '='])))
    })
}

#[cfg(test)]
mod tests {
    use super::super::made_up::tree;
    use super::*;

    #[test]
    fn an_unused_dependency_is_noticed() {
        let broken = |text: &str| {
            dependencies_are_used(&tree(&[("a", "crates/a", &["serde-json"])], &[("crates/a/src/lib.rs", text)]))
                .join("")
        };
        assert_eq!(broken("use serde_json::Value;"), "");
        assert_eq!(broken("use serde_json5::Value;"), "a does not use serde-json");
        let manifest = "[[test]]\npath = \"../../tests/all.rs\"\n";
        let files = [("crates/a/Cargo.toml", manifest), ("tests/all.rs", "use serde_json::Value;")];
        assert_eq!(dependencies_are_used(&tree(&[("a", "crates/a", &["serde-json"])], &files)), [""; 0]);
    }

    #[test]
    fn versions_outside_the_root_are_noticed() {
        let root = "[workspace.dependencies]\nserde = \"1\"\nfst = { version = \"1\" }\n[profile.dev]\nopt-level = 1\n";
        let member = "[package]\nname = \"a\"\n[dependencies]\nserde.workspace = true\nfst = \"1\"\n\
            [dev-dependencies]\nb = { path = \"../b\" }\n";
        let files = [("Cargo.toml", root), ("crates/a/Cargo.toml", member)];
        let broken = dependencies_are_declared_once(&tree(&[("a", "crates/a", &[])], &files));
        assert_eq!(broken, ["crates/a/Cargo.toml declares fst itself"]);
        let without = member.replace("fst = \"1\"\n", "");
        let files = [("Cargo.toml", root), ("crates/a/Cargo.toml", without.as_str())];
        let broken = dependencies_are_declared_once(&tree(&[("a", "crates/a", &[])], &files));
        assert_eq!(broken, ["Cargo.toml declares fst, which no package asks for"]);
    }

    #[test]
    fn two_versions_are_noticed() {
        let mut subject = tree(&[], &[]);
        subject.resolved = [("a", "1.0.0"), ("b", "1.0.0"), ("a", "2.0.0")].map(|(n, v)| (n.into(), v.into())).into();
        assert_eq!(no_crate_is_built_in_two_versions(&subject), ["a is built in the versions {\"1.0.0\", \"2.0.0\"}"]);
    }
}
