//! Documentation of plugins, and where embedded data come from.

use crate::codegen::manifest;

use super::tree::{Package, Tree};

/// A README of fewer lines with something on them is a stand-in.
const FEWEST_LINES: usize = 10;

/// Each plugin has a README.md, which is its documentation everywhere, and golden pages with the test that reads them.
pub(crate) fn plugins_are_documented_and_have_golden_pages(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for Package { directory, .. } in tree.packages.iter().filter(|package| package.directory.starts_with("plugins/")) {
        let readme = tree.file(&format!("{directory}/README.md")).and_then(|file| file.text.as_deref());
        let lines = readme.unwrap_or_default().lines().filter(|line| !line.trim().is_empty()).count();
        if lines < FEWEST_LINES {
            broken.push(format!("{directory}/README.md has {lines} lines: it is all that users of the plugin see"));
        }
        let folder = format!("{directory}/tests/golden/");
        if !tree.files.iter().any(|file| file.path.starts_with(&folder) && file.has_extension("md")) {
            broken.push(format!("{folder} has no golden page"));
        }
        let test = tree.file(&format!("{directory}/tests/golden.rs")).and_then(|file| file.text.as_deref());
        if !test.unwrap_or_default().contains("testkit::check") {
            broken.push(format!("{directory}/tests/golden.rs does not check the golden pages"));
        }
    }
    broken
}

/// NOTICE names every crate that embeds data, and every package that `SOURCES.tsv` of such a crate lists.
pub(crate) fn embedded_data_is_attributed(tree: &Tree) -> Vec<String> {
    let notice = tree.file("NOTICE").and_then(|file| file.text.as_deref()).unwrap_or_default();
    let mut broken = Vec::new();
    for package in data_crates(tree) {
        if !names(notice, &package.directory) {
            broken.push(format!("NOTICE does not name {}", package.directory));
        }
        for file in tree.files_of(package).filter(|file| file.path.ends_with("/SOURCES.tsv")) {
            let missing = sources(file.text.as_deref().unwrap_or_default()).filter(|source| !names(notice, source));
            broken.extend(missing.map(|source| format!("NOTICE does not name {source}, which {} lists", file.path)));
        }
    }
    broken
}

/// A file that is no text was generated: a manifest of hashes ties it to its inputs.
pub(crate) fn generated_data_has_a_manifest(tree: &Tree) -> Vec<String> {
    let manifests = tree.files.iter().filter(|file| file.path.ends_with(&format!("/{}", manifest::NAME)));
    let listed: Vec<String> = manifests
        .filter_map(|file| manifest::entries(file.text.as_deref()?).ok())
        .flat_map(|entries| entries.into_iter().map(|(path, _)| path.to_string_lossy().into_owned()))
        .collect();
    let binary = tree.packages.iter().flat_map(|package| tree.files_of(package)).filter(|file| file.text.is_none());
    let broken = binary.filter(|file| !listed.contains(&file.path) && !file.path.contains("/tests/"));
    broken.map(|file| format!("{} stands in no {}", file.path, manifest::NAME)).collect()
}

fn data_crates(tree: &Tree) -> impl Iterator<Item = &Package> {
    tree.packages.iter().filter(|package| package.directory.starts_with("crates/data-"))
}

/// Whether a text has a name as a whole word: `crates/data-a` is not in `crates/data-ab`.
fn names(text: &str, name: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let mut places = text.match_indices(name);
    places.any(|(at, _)| !text[..at].ends_with(joins) && !text[at + name.len()..].starts_with(joins))
}

/// The names in the column `package` of a table of sources; its field reads `REGISTRY NAME VERSION`.
fn sources(table: &str) -> impl Iterator<Item = &str> {
    let header = table.lines().filter_map(|line| line.strip_prefix("# ")).find(|line| line.contains("\tpackage\t"));
    let column = header.and_then(|line| line.split('\t').position(|name| name == "package"));
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(move |row| row.split('\t').nth(column?)?.split(' ').nth(1))
}

#[cfg(test)]
mod tests {
    use super::super::made_up::tree;
    use super::super::tree::File;
    use super::*;

    #[test]
    fn a_plugin_without_documents_is_noticed() {
        let package: (&str, &str, &[&str]) = ("date", "plugins/date", &[]);
        assert_eq!(plugins_are_documented_and_have_golden_pages(&tree(&[package], &[])).len(), 3);
        let readme = "line\n".repeat(FEWEST_LINES);
        let files = [
            ("plugins/date/README.md", readme.as_str()),
            ("plugins/date/tests/golden/days.md", "# Days"),
            ("plugins/date/tests/golden.rs", "dateline_testkit::check(\"tests/golden\")"),
        ];
        assert_eq!(plugins_are_documented_and_have_golden_pages(&tree(&[package], &files)), [""; 0]);
    }

    #[test]
    fn data_without_attribution_is_noticed() {
        let sources = "# where\n# name\tpackage\tterms\ncities\tnpm city-list 1.0\tMIT\n";
        let broken = |notice: &str| {
            let files = [("NOTICE", notice), ("crates/data-a/data/SOURCES.tsv", sources)];
            embedded_data_is_attributed(&tree(&[("a", "crates/data-a", &[])], &files)).join("; ")
        };
        assert_eq!(broken("In crates/data-a: city-list 1.0"), "");
        assert_eq!(broken("In crates/data-ab: city-list"), "NOTICE does not name crates/data-a");
        let expected = "NOTICE does not name city-list, which crates/data-a/data/SOURCES.tsv lists";
        assert_eq!(broken("In crates/data-a: city-lists"), expected);
    }

    #[test]
    fn a_table_that_nothing_ties_to_its_inputs_is_noticed() {
        let mut subject =
            tree(&[("a", "crates/data-a", &[])], &[("crates/data-a/codegen.sha256", "00  crates/data-a/a.bin\n")]);
        let binary = |path: &str| File { path: path.to_owned(), text: None };
        subject.files.extend([binary("crates/data-a/a.bin"), binary("crates/data-a/b.bin")]);
        assert_eq!(generated_data_has_a_manifest(&subject), ["crates/data-a/b.bin stands in no codegen.sha256"]);
    }
}
