#![doc = include_str!("../README.md")]

mod contract;
mod page;
mod pipeline;
mod render;
mod schema;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use page::Case;
use render::{NOTHING, Selection};

/// Checks a golden page, or all pages (`*.md`) of a folder, against what the linked plugins find in their documents.
///
/// # Panics
///
/// When a page cannot be read, has no case, or does not show what was found, and when an output breaks the contract.
/// With `DATELINE_UPDATE=1` in the environment the pages are rewritten instead.
pub fn check(path: impl AsRef<Path>) {
    let update = std::env::var_os("DATELINE_UPDATE").is_some_and(|value| value == "1");
    check_with(path.as_ref(), update, pipeline::extract);
}

/// Scores annotated pages instead of checking them, by kind: for pages that claim what is true, found or not.
///
/// # Panics
///
/// When a page cannot be read or has no case, and when an output breaks the contract.
pub fn score(path: impl AsRef<Path>) -> BTreeMap<String, Score> {
    score_with(path.as_ref(), pipeline::extract)
}

/// The documents of a page, or of all pages of a folder, with their headings.
///
/// # Panics
///
/// When a page cannot be read or has no case.
pub fn documents(path: impl AsRef<Path>) -> Vec<(String, String)> {
    let cases = pages(path.as_ref()).into_iter().flat_map(|(_, _, cases)| cases);
    cases.map(|case| (case.title, case.text)).collect()
}

/// How much of what a page expects was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// What the page expects.
    pub expected: usize,
    /// What was found.
    pub found: usize,
    /// What was found as expected: the same text with the same fields.
    pub right: usize,
}

fn check_with(path: &Path, update: bool, extract: impl Fn(&Case) -> Result<Value, String>) {
    let mut report = String::new();
    for (name, text, cases) in pages(path) {
        let found: Vec<Vec<String>> = cases.iter().map(|case| found(&name, case, &extract)).collect();
        if update {
            let new = updated(&text, &cases, &found);
            if new != text {
                fs::write(&name, new).unwrap_or_else(|error| panic!("cannot write {name}: {error}"));
            }
            continue;
        }
        for (case, found) in cases.iter().zip(&found).filter(|(case, found)| case.expected != **found) {
            let _ = write!(report, "\n{name}:{}: {}\n{}", case.line, case.title, difference(&case.expected, found));
        }
    }
    assert!(report.is_empty(), "{report}\n`DATELINE_UPDATE=1 cargo test` writes what was found into the pages");
}

fn score_with(path: &Path, extract: impl Fn(&Case) -> Result<Value, String>) -> BTreeMap<String, Score> {
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for (name, _, cases) in pages(path) {
        for case in &cases {
            let mut found = found(&name, case, &extract);
            let kinds = case.settings.get("kinds").map_or("", String::as_str);
            found.retain(|line| line != NOTHING);
            for line in &found {
                scores.entry(kind_of(line, kinds)).or_default().found += 1;
            }
            for line in case.expected.iter().filter(|line| *line != NOTHING) {
                let score = scores.entry(kind_of(line, kinds)).or_default();
                score.expected += 1;
                if let Some(at) = found.iter().position(|other| other == line) {
                    found.swap_remove(at);
                    score.right += 1;
                }
            }
        }
    }
    scores
}

/// The kind that a line is of: it stands after the arrow, unless the page lists one kind only.
fn kind_of(line: &str, kinds: &str) -> String {
    let after_arrow = line.rsplit_once(" -> ").and_then(|(_, rest)| rest.split(' ').next());
    let one = Some(kinds.trim()).filter(|kinds| !kinds.is_empty() && !kinds.contains(' '));
    one.or(after_arrow).unwrap_or_default().to_owned()
}

/// Name, text and cases of the page, or of the pages of the folder in the order of their names.
fn pages(path: &Path) -> Vec<(String, String, Vec<Case>)> {
    let mut paths = vec![path.to_owned()];
    if path.is_dir() {
        let entries = fs::read_dir(path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
        paths = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.retain(|page| page.extension().is_some_and(|extension| extension == "md"));
        paths.sort();
    }
    assert!(!paths.is_empty(), "there is no golden page in {}", path.display());
    let read = |path: &PathBuf| {
        let name = path.display().to_string();
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("cannot read {name}: {error}"));
        let cases = page::cases(&text).unwrap_or_else(|what| panic!("{name}: {what}"));
        assert!(!cases.is_empty(), "{name} has no case: a heading with a block quote or a fenced block under it");
        (name, text, cases)
    };
    paths.iter().map(read).collect()
}

/// What a pipeline finds in the document of a case, as the page shows it; the output is held to its contract.
fn found(page: &str, case: &Case, extract: impl Fn(&Case) -> Result<Value, String>) -> Vec<String> {
    let place = || format!("{page}:{}: {}", case.line, case.title);
    let output = extract(case).unwrap_or_else(|what| panic!("{}\n{what}", place()));
    let breaches = contract::breaches(&output);
    assert!(breaches.is_empty(), "{}\n{}", place(), breaches.join("\n"));
    let words = |key: &str| case.settings.get(key).map_or("", String::as_str).split_whitespace().collect();
    render::lines(&output, &Selection { kinds: words("kinds"), fields: words("fields") })
}

/// The page with the lists that show what was found.
fn updated(page: &str, cases: &[Case], found: &[Vec<String>]) -> String {
    let mut new = page.to_owned();
    for (case, found) in cases.iter().zip(found).rev().filter(|(case, found)| case.expected != **found) {
        let mut list = format!("- {}\n", found.join("\n- "));
        if case.place.is_empty() {
            // A list of its own paragraph, whatever stands around it.
            let ends_line = case.place.start == 0 || page[..case.place.start].ends_with('\n');
            list.insert_str(0, if ends_line { "\n" } else { "\n\n" });
        }
        new.replace_range(case.place.clone(), &list);
    }
    new
}

/// The expected lines that were not found, and the found ones that were not expected.
fn difference(expected: &[String], found: &[String]) -> String {
    let marked =
        |mark: char, lines: &[String]| lines.iter().map(|line| format!("  {mark} {line}\n")).collect::<Vec<_>>();
    let mut shown = Vec::new();
    let mut rest = found;
    for line in expected {
        if let Some(at) = rest.iter().position(|other| other == line) {
            shown.extend(marked('+', &rest[..at]));
            shown.extend(marked(' ', &rest[at..=at]));
            rest = &rest[at + 1..];
        } else {
            shown.extend(marked('-', std::slice::from_ref(line)));
        }
    }
    shown.extend(marked('+', rest));
    shown.concat()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const PAGE: &str =
        "# Shouts\n\nkinds: shout\n\n## One\n\n> No NO no.\n\n- NO\n\n## Two\n\n> A BC #\n\n## Three\n\n> no";

    /// Finds the words in capitals.
    fn shouts(case: &Case) -> Value {
        let mut at = 0;
        let mut found = Vec::new();
        for word in case.text.split(' ') {
            if word.chars().all(char::is_uppercase) {
                let (id, end) = (format!("s{at}"), at + word.len());
                found.push(json!({"kind": "shout", "id": id, "start": at, "end": end, "text": word}));
            }
            at += word.len() + 1;
        }
        json!({"text": case.text, "annotations": found, "diagnostics": []})
    }

    #[expect(clippy::unnecessary_wraps, reason = "extracting may fail")]
    fn ok(case: &Case) -> Result<Value, String> {
        Ok(shouts(case))
    }

    fn folder(name: &str, page: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("dateline-testkit-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("page.md"), page).unwrap();
        folder
    }

    #[test]
    fn an_updated_page_passes_and_keeps_its_prose() {
        let cases = page::cases(PAGE).unwrap();
        let found: Vec<_> = cases.iter().map(|case| found("page", case, ok)).collect();
        let new = updated(PAGE, &cases, &found);
        assert_eq!(
            new,
            "# Shouts\n\nkinds: shout\n\n## One\n\n> No NO no.\n\n- NO\n\n## Two\n\n> A BC #\n\n- A\n- BC\n\n## Three\n\n> no\n\n- nothing\n"
        );
        let folder = folder("passes", &new);
        check_with(&folder, false, ok);
        check_with(&folder.join("page.md"), false, ok);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    #[should_panic(expected = "Two\n  + A\n  + BC")]
    fn a_page_that_shows_something_else_fails() {
        check_with(&folder("fails", PAGE), false, ok);
    }

    #[test]
    #[should_panic(expected = "has no case")]
    fn a_page_without_cases_fails() {
        check_with(&folder("empty", "# Shouts\n\nProse.\n"), false, ok);
    }

    #[test]
    #[should_panic(expected = "text[0:1] is \"N\"")]
    fn output_that_breaks_the_contract_fails() {
        check_with(&folder("contract", PAGE), false, |case| {
            let wrong = json!({"kind": "shout", "id": "s", "start": 0, "end": 1, "text": "X"});
            Ok(json!({"text": case.text, "annotations": [wrong]}))
        });
    }

    #[test]
    fn scores_count_what_is_expected_found_and_right() {
        let folder = folder("scores", "# Shouts\n\n> No NO A B.\n\n- NO -> shout\n- No -> shout\n- A -> whisper\n");
        let scores = score_with(&folder, ok);
        assert_eq!(scores["shout"], Score { expected: 2, found: 2, right: 1 });
        assert_eq!(scores["whisper"], Score { expected: 1, found: 0, right: 0 });
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_difference_shows_what_is_missing_and_what_is_new() {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(difference(&list(&["a", "b", "c"]), &list(&["a", "x", "c"])), "    a\n  - b\n  + x\n    c\n");
    }
}
