//! Who may depend on whom. Dependencies of tests are free: a golden page of statements needs the plugins before it.

use super::tree::{Dependency, Package, Tree};

/// The rooms, lowest first; those in one row may use each other, except plugins.
const ROOMS: &[&[&str]] = &[
    &["crates/core"],
    &["crates/layers", "crates/temporal"],
    &["crates/data-*"],
    &["crates/gazetteer", "crates/page", "crates/language", "crates/names"],
    &["plugins/*", "examples/*", "tests/*"],
    &["crates/bundle", "crates/engine", "crates/host", "crates/io"],
    &["crates/aggregate"],
    &["crates/dateline"],
    &["crates/testkit", "crates/cli"],
    &["xtask", "xtask/*"],
];

/// A crate sees what stands below it, or beside it in its row, and nothing else.
pub(crate) fn crates_depend_downwards_only(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for package in &tree.packages {
        let Some(room) = room(package) else {
            broken
                .push(format!("{} stands in {}, which is no room of ARCHITECTURE.md", package.name, package.directory));
            continue;
        };
        for (other, other_room) in shipped_dependencies(tree, package) {
            if other_room.is_some_and(|other_room| other_room > room) {
                broken.push(format!("{} depends on {}, which stands above it", package.name, other.name));
            }
        }
    }
    broken
}

/// Plugins meet in their layers only.
pub(crate) fn plugins_do_not_know_each_other(tree: &Tree) -> Vec<String> {
    let plugins = tree.packages.iter().filter(|package| is_plugin(package));
    let pairs = plugins.flat_map(|plugin| shipped_dependencies(tree, plugin).map(move |(other, _)| (plugin, other)));
    let broken = pairs.filter(|(_, other)| is_plugin(other));
    broken.map(|(plugin, other)| format!("the plugin {} depends on the plugin {}", plugin.name, other.name)).collect()
}

/// There is one place that links plugins in; everything else finds them in the registry.
pub(crate) fn only_the_bundle_names_plugins(tree: &Tree) -> Vec<String> {
    let others = tree.packages.iter().filter(|package| package.directory != "crates/bundle" && !is_plugin(package));
    let pairs = others.flat_map(|package| shipped_dependencies(tree, package).map(move |(other, _)| (package, other)));
    let broken = pairs.filter(|(_, other)| is_plugin(other));
    broken.map(|(package, plugin)| format!("{} depends on the plugin {}", package.name, plugin.name)).collect()
}

fn is_plugin(package: &Package) -> bool {
    package.directory.starts_with("plugins/")
}

fn room(package: &Package) -> Option<usize> {
    let is = |pattern: &&str| match pattern.strip_suffix('*') {
        Some(start) => package.directory.starts_with(start),
        None => package.directory == *pattern,
    };
    ROOMS.iter().position(|row| row.iter().any(is))
}

/// The packages of the workspace that a package needs where it ships, with their rooms.
fn shipped_dependencies<'a>(
    tree: &'a Tree,
    package: &'a Package,
) -> impl Iterator<Item = (&'a Package, Option<usize>)> {
    let names = |dependency: &'a Dependency| (!dependency.for_tests).then_some(&dependency.name);
    package
        .dependencies
        .iter()
        .filter_map(names)
        .filter_map(|name| tree.packages.iter().find(|other| other.name == *name))
        .map(|other| (other, room(other)))
}

#[cfg(test)]
mod tests {
    use super::super::made_up::tree;
    use super::*;

    fn house(dependencies: &[&str]) -> Tree {
        tree(
            &[
                ("core", "crates/core", &[]),
                ("data-x", "crates/data-x", &["core"]),
                ("names", "crates/names", &["core", "language"]),
                ("language", "crates/language", &["core"]),
                ("engine", "crates/engine", &["core"]),
                ("date", "plugins/date", &["core"]),
                ("subject", "plugins/subject", dependencies),
            ],
            &[],
        )
    }

    #[test]
    fn a_plugin_may_use_what_is_below_it() {
        let house = house(&["core", "data-x", "names", "serde"]);
        assert_eq!(crates_depend_downwards_only(&house), [""; 0]);
        assert_eq!(plugins_do_not_know_each_other(&house), [""; 0]);
        assert_eq!(only_the_bundle_names_plugins(&house), [""; 0]);
    }

    #[test]
    fn a_plugin_that_uses_the_engine_is_noticed() {
        let broken = crates_depend_downwards_only(&house(&["engine"]));
        assert_eq!(broken, ["subject depends on engine, which stands above it"]);
    }

    #[test]
    fn a_plugin_that_uses_a_plugin_is_noticed_unless_its_tests_do() {
        let broken = plugins_do_not_know_each_other(&house(&["date"]));
        assert_eq!(broken, ["the plugin subject depends on the plugin date"]);
        assert_eq!(plugins_do_not_know_each_other(&house(&["date?"])), [""; 0]);
    }

    #[test]
    fn a_crate_above_that_names_a_plugin_is_noticed() {
        let house = tree(
            &[
                ("date", "plugins/date", &[]),
                ("bundle", "crates/bundle", &["date"]),
                ("engine", "crates/engine", &["date"]),
            ],
            &[],
        );
        assert_eq!(only_the_bundle_names_plugins(&house), ["engine depends on the plugin date"]);
    }

    #[test]
    fn a_crate_without_a_room_is_noticed() {
        let broken = crates_depend_downwards_only(&tree(&[("shed", "crates/shed", &[])], &[]));
        assert_eq!(broken, ["shed stands in crates/shed, which is no room of ARCHITECTURE.md"]);
    }
}
