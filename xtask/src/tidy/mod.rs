//! `cargo xtask tidy`: the rules of the house that no compiler checks.
//!
//! Each rule is a function from the workspace to the sentences that say where it is broken; it bears the name under
//! which ARCHITECTURE.md refers to it. The output is that of a test binary, so that test-all counts each rule as a test.

mod data;
mod dependencies;
mod files;
mod invariants;
mod layering;
mod purity;
mod source;
mod tree;

use anyhow::bail;

use tree::Tree;

/// A rule: its name, and what finds the places where it is broken.
type Rule = (&'static str, fn(&Tree) -> Vec<String>);

/// All rules.
const RULES: &[Rule] = &[
    ("crates_depend_downwards_only", layering::crates_depend_downwards_only),
    ("plugins_do_not_know_each_other", layering::plugins_do_not_know_each_other),
    ("only_the_bundle_names_plugins", layering::only_the_bundle_names_plugins),
    ("core_does_no_io", purity::core_does_no_io),
    ("only_the_cli_prints_or_exits", purity::only_the_cli_prints_or_exits),
    ("only_io_knows_code_points", purity::only_io_knows_code_points),
    ("results_do_not_depend_on_the_clock", purity::results_do_not_depend_on_the_clock),
    ("nothing_reaches_for_the_network", purity::nothing_reaches_for_the_network),
    ("unsafe_is_where_it_belongs", files::unsafe_is_where_it_belongs),
    ("invariants_name_their_tests", invariants::invariants_name_their_tests),
    ("files_are_short", files::files_are_short),
    ("nothing_is_left_open", files::nothing_is_left_open),
    ("the_text_is_free_of_machines", files::the_text_is_free_of_machines),
    ("plugins_are_documented_and_have_golden_pages", data::plugins_are_documented_and_have_golden_pages),
    ("embedded_data_is_attributed", data::embedded_data_is_attributed),
    ("generated_data_has_a_manifest", data::generated_data_has_a_manifest),
    ("dependencies_are_used", dependencies::dependencies_are_used),
    ("dependencies_are_declared_once", dependencies::dependencies_are_declared_once),
    ("no_crate_is_built_in_two_versions", dependencies::no_crate_is_built_in_two_versions),
];

/// Holds the workspace to every rule.
pub(crate) fn run() -> anyhow::Result<()> {
    let tree = Tree::load()?;
    let mut failed = 0;
    for (name, rule) in RULES {
        let broken = rule(&tree);
        println!("tidy {name} ... {}", if broken.is_empty() { "ok" } else { "FAILED" });
        for sentence in &broken {
            println!("    {sentence}");
        }
        failed += usize::from(!broken.is_empty());
    }
    let word = if failed == 0 { "ok" } else { "FAILED" };
    println!("test result: {word}. {} passed; {failed} failed", RULES.len() - failed);
    for note in files::long_files(&tree) {
        println!("note: {note}");
    }
    if failed > 0 {
        bail!("the workspace is not tidy");
    }
    Ok(())
}

/// A workspace of made-up packages and files, to show that a rule can fail.
#[cfg(test)]
mod made_up {
    use super::tree::{Dependency, File, Package, Tree};

    /// Packages as (name, directory, dependencies); a dependency for tests is written `name?`.
    pub(crate) fn tree(packages: &[(&str, &str, &[&str])], files: &[(&str, &str)]) -> Tree {
        let dependency = |name: &&str| Dependency {
            name: name.trim_end_matches('?').to_owned(),
            rename: None,
            for_tests: name.ends_with('?'),
        };
        let package = |(name, directory, dependencies): &(&str, &str, &[&str])| Package {
            name: (*name).to_owned(),
            directory: (*directory).to_owned(),
            dependencies: dependencies.iter().map(dependency).collect(),
        };
        Tree {
            files: files
                .iter()
                .map(|(path, text)| File { path: (*path).to_owned(), text: Some((*text).to_owned()) })
                .collect(),
            packages: packages.iter().map(package).collect(),
            resolved: Vec::new(),
        }
    }
}
