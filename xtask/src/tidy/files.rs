//! What files must not have: too many lines, open ends, traces of the machine that they were written on.

use super::source::{code, shipped};
use super::tree::Tree;

/// A Rust file has this many lines at most.
const MOST_LINES: usize = 500;
/// Above this many, it is worth asking whether a file is still one room.
const MANY_LINES: usize = 350;

/// Signs of unfinished work, in code.
const OPEN_CODE: [&str; 5] = ["todo!(", "unimplemented!(", "dbg!(", "#[ignore", "allow(dead_code"];
/// Signs of unfinished work, in words; written in parts, so that this file is free of them.
const OPEN_WORDS: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
/// What only one machine or one network has; written in parts likewise.
const MACHINES: [&str; 7] = [
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/wo", "rk/"),
    concat!("/Use", "rs/"),
    concat!("crates", ".io"),
    concat!("pypi", ".org"),
    concat!("npmjs", ".com"),
];

/// The rooms that cross borders which the compiler cannot see over.
const UNSAFE: [&str; 5] = ["crates/core", "crates/gazetteer", "crates/host", "xtask/measure", "tests/unruly"];

/// No Rust file is longer than [`MOST_LINES`].
pub(crate) fn files_are_short(tree: &Tree) -> Vec<String> {
    let long = lengths(tree).filter(|(_, lines)| *lines > MOST_LINES);
    long.map(|(path, lines)| format!("{path} has {lines} lines, more than {MOST_LINES}")).collect()
}

/// The files that are not too long yet.
pub(crate) fn long_files(tree: &Tree) -> Vec<String> {
    let long = lengths(tree).filter(|(_, lines)| (MANY_LINES + 1..=MOST_LINES).contains(lines));
    long.map(|(path, lines)| format!("{path} has {lines} lines: is it still one room?")).collect()
}

/// No unfinished work, no test that is left out, no code that is kept for later.
pub(crate) fn nothing_is_left_open(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for file in &tree.files {
        let Some(text) = &file.text else { continue };
        if file.is_rust() {
            let code = code(text);
            broken.extend(
                OPEN_CODE.iter().filter(|sign| code.contains(**sign)).map(|sign| format!("{} has {sign}", file.path)),
            );
        }
        if ["rs", "toml", "md"].iter().any(|extension| file.has_extension(extension)) {
            let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
            broken.extend(
                OPEN_WORDS.iter().filter(|word| words.contains(*word)).map(|word| format!("{} has {word}", file.path)),
            );
        }
    }
    broken
}

/// The project speaks of itself alone: no absolute paths, no hosts of registries.
pub(crate) fn the_text_is_free_of_machines(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for file in tree.files.iter().filter(|file| !file.path.ends_with("Cargo.lock")) {
        let text = file.text.as_deref().unwrap_or_default();
        broken.extend(
            MACHINES.iter().filter(|sign| text.contains(**sign)).map(|sign| format!("{} has {sign}", file.path)),
        );
    }
    broken
}

/// The Rust files with their lines. A file that holds data as code would be long: data are files of their own.
fn lengths(tree: &Tree) -> impl Iterator<Item = (&str, usize)> {
    let rust = tree.files.iter().filter(|file| file.is_rust());
    rust.filter_map(|file| Some((file.path.as_str(), file.text.as_deref()?.lines().count())))
}

/// What the compiler cannot check stands in the rooms that need it, and nowhere else.
pub(crate) fn unsafe_is_where_it_belongs(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for package in tree.packages.iter().filter(|package| !UNSAFE.contains(&package.directory.as_str())) {
        for (path, text) in tree.sources_of(package) {
            let code = shipped(text);
            if code.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == "unsafe") {
                broken.push(format!("{path} has unsafe code"));
            }
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::super::made_up::tree;
    use super::*;

    fn file(path: &str, text: &str) -> Tree {
        tree(&[("subject", "crates/a", &[])], &[(path, text)])
    }

    #[test]
    fn long_files_are_noticed() {
        let lines = |count: usize| file("crates/a/src/a.rs", &"\n".repeat(count));
        assert_eq!((files_are_short(&lines(500)).len(), files_are_short(&lines(501)).len()), (0, 1));
        assert_eq!(
            (long_files(&lines(350)).len(), long_files(&lines(351)).len(), long_files(&lines(501)).len()),
            (0, 1, 0)
        );
    }

    #[test]
    fn open_ends_are_noticed() {
        for sign in OPEN_CODE {
            assert_eq!(nothing_is_left_open(&file("a.rs", &format!("fn a() {{ {sign} }}"))).len(), 1, "{sign}");
            assert_eq!(nothing_is_left_open(&file("a.rs", &format!("// {sign}"))), [""; 0], "{sign}");
        }
        for word in OPEN_WORDS {
            assert_eq!(nothing_is_left_open(&file("a.md", &format!("- {word}: this"))).len(), 1, "{word}");
            assert_eq!(nothing_is_left_open(&file("a.md", &format!("- {word}S"))), [""; 0], "{word}");
        }
    }

    #[test]
    fn traces_of_a_machine_are_noticed() {
        for sign in MACHINES {
            assert_eq!(the_text_is_free_of_machines(&file("README.md", &format!("see {sign}x"))).len(), 1, "{sign}");
        }
        assert_eq!(the_text_is_free_of_machines(&file("README.md", "see ../examples and docs/")), [""; 0]);
    }

    #[test]
    fn unsafe_code_is_noticed_outside_its_rooms() {
        let broken = unsafe_is_where_it_belongs(&file("crates/a/src/a.rs", "fn a() { unsafe { b() } }"));
        assert_eq!(broken, ["crates/a/src/a.rs has unsafe code"]);
        assert_eq!(unsafe_is_where_it_belongs(&file("crates/a/src/a.rs", "// unsafe\nfn unsafe_a() {}")), [""; 0]);
    }
}
