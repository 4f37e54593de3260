//! Every rule finds its own example.

use dateline_temporal::{Classes, Grammar, Workspace};

#[test]
fn every_rule_finds_its_example_whole() {
    let grammar = Grammar::new();
    let mut work = Workspace::default();
    let mut wrong = Vec::new();
    for rule in grammar.rules().iter().filter(|rule| !rule.example.is_empty()) {
        let mut expected = Vec::new();
        let mut rest = rule.example.as_ref();
        while let Some((_, inside)) = rest.split_once('[') {
            let (text, after) = inside.split_once(']').expect("a closing bracket");
            expected.push(text);
            rest = after;
        }
        let text = rule.example.replace(['[', ']'], "");
        grammar.read(&text, &mut work);
        let found: Vec<&str> = work.found().map(|token| token.span.of(&text)).collect();
        if found != expected {
            wrong.push(format!("{}: {text:?}: found {found:?} instead of {expected:?}", rule.name));
        }
        if expected.is_empty() {
            wrong.push(format!("{}: no expression in its example", rule.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn names_and_docs_are_there_and_no_name_comes_twice() {
    let grammar = Grammar::new();
    let mut names = std::collections::BTreeSet::new();
    for rule in grammar.rules() {
        assert!(names.insert(&rule.name), "{} comes twice", rule.name);
        assert!(rule.doc.ends_with('.'), "{} has no doc line", rule.name);
    }
}

/// Work per byte stays bounded on what is built to make matching slow.
#[test]
fn work_is_linear_on_adversarial_text() {
    let grammar = Grammar::new();
    let mut work = Workspace::default();
    for unit in [
        "2017-01-",
        "1",
        "the first ",
        "May 5, ",
        "two and a half ",
        "a year ",
        "12/",
        "5 p.m. EST, ",
        "the ",
        "'",
        "\u{ad}",
        "1.",
        "ten ",
        " ",
        "\n",
        "Monday",
        "Monday ",
        "the day before ",
        "the ",
        "of the first ",
        "the week of ",
        "more than ",
        "- ",
        "\"",
    ] {
        let mut costs = Vec::new();
        for size in [100_000, 1_000_000] {
            grammar.read(&unit.repeat(size / unit.len()), &mut work);
            costs.push(work.cost.max(1) as f64 / size as f64);
            assert!(work.tokens.len() <= size, "{unit:?}");
        }
        assert!(costs[1] < 60.0 && costs[1] < costs[0] * 1.5 + 0.1, "{unit:?}: {costs:?} steps a byte");
    }
}

#[test]
fn no_break_spaces_soft_hyphens_and_curly_marks_are_read_through() {
    let grammar = Grammar::new();
    let mut work = Workspace::default();
    for (text, expected) in [
        ("in\u{a0}the past\u{a0}two days", "the past\u{a0}two days"),
        ("on 3\u{202f}Feb\u{ad}ruary 2011.", "3\u{202f}Feb\u{ad}ruary 2011"),
        ("early in \u{2019}98, he left", "\u{2019}98"),
        ("at 10 o\u{2019}clock", "10 o\u{2019}clock"),
        ("\u{662}\u{660}\u{661}\u{667}-02-16", "\u{662}\u{660}\u{661}\u{667}-02-16"),
    ] {
        grammar.read(text, &mut work);
        let found: Vec<&str> = work.found().map(|token| token.span.of(text)).collect();
        assert_eq!(found, [expected]);
    }
    assert!(Classes::named("MONTH").is_some());
}
