//! What crates must not do: read the code that ships and look for what does it.

use super::source::shipped;
use super::tree::{Package, Tree};

/// Modules of the standard library that reach out of the process, or look at it.
const OUTSIDE: [&str; 7] = ["fs", "net", "process", "io", "env", "thread", "os"];

/// What prints or ends the process.
const SPEECH: [&str; 9] = [
    "println!",
    "eprintln!",
    "print!",
    "eprint!",
    "dbg!",
    "process::exit",
    "process::abort",
    "io::stdout",
    "io::stderr",
];

/// What turns bytes into positions of characters.
const COUNTING: [&str; 9] = [
    ".chars().count()",
    ".chars().enumerate()",
    ".char_indices().enumerate()",
    ".char_indices().position(",
    ".char_indices().count()",
    ".chars().position(",
    ".chars().nth(",
    ".encode_utf16(",
    ".len_utf16(",
];

/// What tells the time of the machine.
const CLOCKS: [&str; 5] = ["SystemTime", "Instant::now", "Zoned::now", "Timestamp::now", "Local::now"];

/// Crates that open connections.
const NETWORK: [&str; 14] = [
    "reqwest",
    "hyper",
    "ureq",
    "curl",
    "isahc",
    "attohttpc",
    "minreq",
    "surf",
    "tokio",
    "async-std",
    "rustls",
    "native-tls",
    "openssl",
    "socket2",
];

/// Text goes in and layers come out: the core touches nothing else, so it cannot fail for another reason.
pub(crate) fn core_does_no_io(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for package in within(tree, &["crates/core"]) {
        for (path, text) in tree.sources_of(package) {
            let modules = std_modules(&shipped(text));
            broken.extend(
                modules
                    .iter()
                    .filter(|module| OUTSIDE.contains(&module.as_str()))
                    .map(|module| format!("{path} uses std::{module}")),
            );
        }
    }
    broken
}

/// Libraries tell their callers; the command line tells people.
pub(crate) fn only_the_cli_prints_or_exits(tree: &Tree) -> Vec<String> {
    let broken = find(tree, outside(tree, &["crates/cli", "tests", "xtask"]), &SPEECH);
    broken.map(|(path, what)| format!("{path} says {what}")).collect()
}

/// Spans are bytes from the reader to the writer: nothing between them counts characters.
pub(crate) fn only_io_knows_code_points(tree: &Tree) -> Vec<String> {
    let inside = outside(tree, &["crates/io", "crates/testkit", "xtask"]);
    find(tree, inside, &COUNTING).map(|(path, what)| format!("{path} counts characters with {what}")).collect()
}

/// A day comes from the document or from an option. A host and a command line may measure how long something takes.
pub(crate) fn results_do_not_depend_on_the_clock(tree: &Tree) -> Vec<String> {
    let inside = outside(tree, &["crates/host", "crates/cli", "tests", "xtask"]);
    find(tree, inside, &CLOCKS).map(|(path, what)| format!("{path} asks {what}")).collect()
}

/// Neither a dependency nor the standard library opens a connection.
pub(crate) fn nothing_reaches_for_the_network(tree: &Tree) -> Vec<String> {
    let crates = tree.resolved.iter().map(|(name, _)| name).filter(|name| NETWORK.contains(&name.as_str()));
    let mut broken: Vec<String> = crates.map(|name| format!("the crate {name} opens connections")).collect();
    for package in &tree.packages {
        for (path, text) in tree.sources_of(package) {
            if std_modules(&shipped(text)).iter().any(|module| module == "net") {
                broken.push(format!("{path} uses std::net"));
            }
        }
    }
    broken
}

fn within<'a>(tree: &'a Tree, directories: &'a [&str]) -> impl Iterator<Item = &'a Package> {
    tree.packages.iter().filter(|package| stands_in(package, directories))
}

fn outside<'a>(tree: &'a Tree, directories: &'a [&str]) -> impl Iterator<Item = &'a Package> {
    tree.packages.iter().filter(|package| !stands_in(package, directories))
}

fn stands_in(package: &Package, directories: &[&str]) -> bool {
    let directory = package.directory.as_str();
    directories.iter().any(|one| directory == *one || directory.starts_with(&format!("{one}/")))
}

/// Where one of the patterns stands in code that ships, however it is broken over lines.
fn find<'a>(
    tree: &'a Tree,
    packages: impl Iterator<Item = &'a Package>,
    patterns: &'a [&'static str],
) -> impl Iterator<Item = (&'a str, &'static str)> {
    packages.flat_map(|package| tree.sources_of(package)).flat_map(move |(path, text)| {
        let code: String = shipped(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let dense: String = code.replace(" .", ".").replace(" (", "(").replace("( ", "(");
        patterns.iter().filter(move |pattern| has(&dense, pattern)).map(move |pattern| (path, *pattern))
    })
}

/// Whether a pattern stands in code as a whole word: `print!` is not in `eprint!`.
fn has(code: &str, pattern: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    let is_word = pattern.starts_with(joins);
    code.match_indices(pattern).any(|(at, _)| !is_word || !code[..at].ends_with(joins))
}

/// The modules that code names directly under `std`, also in `use std::{...}`.
fn std_modules(code: &str) -> Vec<String> {
    let mut modules = Vec::new();
    for (at, _) in code.match_indices("std::") {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[at + "std::".len()..];
        let mut depth = 0;
        let mut word = String::new();
        let mut expects = true;
        for c in rest.chars() {
            match c {
                c if c.is_alphanumeric() || c == '_' => word.push(c),
                _ => {
                    if expects && depth <= 1 && !word.is_empty() {
                        modules.push(std::mem::take(&mut word));
                        expects = false;
                    }
                    word.clear();
                    match c {
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        ',' if depth == 1 => expects = true,
                        _ => {}
                    }
                    if depth <= 0 && c != ' ' {
                        break;
                    }
                }
            }
        }
        if expects && !word.is_empty() {
            modules.push(word);
        }
    }
    modules
}

#[cfg(test)]
mod tests {
    use super::super::made_up::tree;
    use super::*;

    fn with(directory: &str, code: &str) -> Tree {
        tree(&[("subject", directory, &[])], &[(&format!("{directory}/src/a.rs"), code)])
    }

    #[test]
    fn modules_under_std_are_seen_in_every_form() {
        let code = "use std::fmt; use std::{io::{Read, fs}, collections::BTreeMap, net}; let a = std::env::var(b); mystd::process();";
        assert_eq!(std_modules(code), ["fmt", "io", "collections", "net", "env"]);
    }

    #[test]
    fn a_core_that_reads_files_is_noticed_but_not_its_tests_and_examples() {
        assert_eq!(core_does_no_io(&with("crates/core", "use std::{fmt, fs};")), ["crates/core/src/a.rs uses std::fs"]);
        let harmless = "/// std::fs::read(path)\nfn a() { \"std::fs\"; }\n#[cfg(test)]\nmod tests { use std::fs; }\n";
        assert_eq!(core_does_no_io(&with("crates/core", harmless)), [""; 0]);
        assert_eq!(core_does_no_io(&with("crates/io", "use std::fs;")), [""; 0]);
    }

    #[test]
    fn a_library_that_prints_or_exits_is_noticed() {
        let broken =
            only_the_cli_prints_or_exits(&with("plugins/date", "fn a() { eprintln!(\"x\"); std::process::exit(1) }"));
        assert_eq!(broken, ["plugins/date/src/a.rs says eprintln!", "plugins/date/src/a.rs says process::exit"]);
        assert_eq!(only_the_cli_prints_or_exits(&with("crates/cli", "fn a() { println!() }")), [""; 0]);
    }

    #[test]
    fn counting_characters_is_noticed_over_line_ends() {
        let code = "fn a(text: &str) -> usize {\n    text\n        .chars()\n        .count()\n}";
        assert_eq!(only_io_knows_code_points(&with("plugins/date", code)).len(), 1);
        assert_eq!(only_io_knows_code_points(&with("crates/io", code)), [""; 0]);
        assert_eq!(only_io_knows_code_points(&with("plugins/date", "text.char_indices().next()")), [""; 0]);
    }

    #[test]
    fn clocks_are_noticed() {
        let broken = results_do_not_depend_on_the_clock(&with("crates/temporal", "let today = jiff::Zoned::now();"));
        assert_eq!(broken, ["crates/temporal/src/a.rs asks Zoned::now"]);
    }

    #[test]
    fn connections_are_noticed_in_code_and_in_dependencies() {
        let mut tree = with("crates/io", "use std::net::TcpStream;");
        tree.resolved.push(("ureq".to_owned(), "3.0.0".to_owned()));
        let broken = nothing_reaches_for_the_network(&tree);
        assert_eq!(broken, ["the crate ureq opens connections", "crates/io/src/a.rs uses std::net"]);
    }
}
