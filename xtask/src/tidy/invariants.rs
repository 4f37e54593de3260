//! ARCHITECTURE.md says what always holds; each such sentence names the test that would fail if it did not.

use std::collections::BTreeSet;

use super::RULES;
use super::tree::Tree;

/// Each numbered invariant names a test in backticks, and every name there is a rule of tidy or a test function.
pub(crate) fn invariants_name_their_tests(tree: &Tree) -> Vec<String> {
    let map = tree.file("ARCHITECTURE.md").and_then(|file| file.text.as_deref()).unwrap_or_default();
    let section =
        map.split_once("## Invariants").map_or("", |(_, rest)| rest.split("\n## ").next().unwrap_or_default());
    let tests = tests(tree);
    let mut broken = Vec::new();
    let mut count = 0;
    for invariant in invariants(section) {
        count += 1;
        let names: Vec<&str> = invariant.split('`').skip(1).step_by(2).collect();
        let number = invariant.split('.').next().unwrap_or_default();
        if names.is_empty() {
            broken.push(format!("invariant {number} of ARCHITECTURE.md names no test"));
        }
        let unknown = names.into_iter().filter(|name| !tests.contains(name));
        broken.extend(
            unknown.map(|name| format!("invariant {number} of ARCHITECTURE.md names {name}, which is no test")),
        );
    }
    if count == 0 {
        broken.push("ARCHITECTURE.md lists no invariants".to_owned());
    }
    broken
}

/// The entries of a numbered list, each with the lines that go on with it.
fn invariants(section: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for line in section.lines() {
        if line.starts_with(|c: char| c.is_ascii_digit()) {
            entries.push(line.to_owned());
        } else if let (true, Some(entry)) = (line.starts_with("   "), entries.last_mut()) {
            entry.push_str(line);
        }
    }
    entries
}

/// The names of all test functions, and of the rules.
fn tests(tree: &Tree) -> BTreeSet<&str> {
    let rust = tree.files.iter().filter(|file| file.is_rust()).filter_map(|file| file.text.as_deref());
    let functions = rust.flat_map(|text| text.split("#[test]").skip(1)).filter_map(|after| {
        let (_, name) = after.split_once("fn ")?;
        name.split('(').next()
    });
    functions.chain(RULES.iter().map(|(name, _)| *name)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::made_up::tree;
    use super::*;

    fn broken(map: &str) -> Vec<String> {
        let files =
            [("ARCHITECTURE.md", map), ("a.rs", "#[test]\n#[should_panic]\nfn it_holds() {}\nfn helper() {}\n")];
        invariants_name_their_tests(&tree(&[], &files))
    }

    #[test]
    fn tests_and_rules_are_names_and_helpers_are_not() {
        let map = "## Invariants\n\n1. It holds: `it_holds`,\n   `core_does_no_io`.\n2. Help:\n   `helper`.\n\n## More\n\n3. No.\n";
        assert_eq!(broken(map), ["invariant 2 of ARCHITECTURE.md names helper, which is no test"]);
    }

    #[test]
    fn an_invariant_without_a_test_is_noticed() {
        assert_eq!(broken("## Invariants\n\n1. It holds.\n"), ["invariant 1 of ARCHITECTURE.md names no test"]);
        assert_eq!(broken("# Map\n"), ["ARCHITECTURE.md lists no invariants"]);
    }
}
