//! Tests: every entry of the lexicons finds its example, and the golden sentences come out right.

use dateline_core::{Day, Span};
use dateline_data_actors::Own;
use dateline_layers::{Tag, Upos, Xpos};

use super::draft::{Hints, Parse};
use super::gate::Gate;
use super::parts::Parts;
use super::party::Party;
use crate::actors::Known;
use crate::lexicon::lexicon;
use crate::table;
use crate::testing::read;

/// The events of a text as "code SOURCE>TARGET status".
fn events(text: &str) -> Vec<String> {
    events_of(text, &[])
}

/// The same with the parts of speech of the words.
fn events_of(text: &str, parts: &[Tag]) -> Vec<String> {
    let lexicon = lexicon();
    let words = read(&lexicon.forms, text);
    let (mut parse, mut drafts, mut found) = (Parse::default(), Vec::new(), Vec::new());
    let own = Own::default();
    let known = Known::on_day(&own, Day::NONE);
    let codes = |parties: &[Party]| {
        parties.iter().map(|party| party.code).filter(|code| !code.is_empty()).collect::<Vec<_>>().join(",")
    };
    for words in words.sentences().filter(|words| Gate::lets(words)) {
        lexicon.rules.read(
            text,
            words,
            known,
            Hints { dates: &[], parts: Parts::new(parts, 0) },
            &mut parse,
            &mut drafts,
        );
        found.extend(drafts.iter().map(|draft| {
            let status = draft.coded.status.name().unwrap_or_default();
            format!("{} {}>{} {status}", draft.coded.code, codes(&draft.source), codes(&draft.target))
        }));
    }
    found
}

/// Rows whose example does not give what they promise.
fn wrong<const N: usize>(table: &'static str, code: usize, example: usize, who: usize) -> Vec<String> {
    let wrong = table::rows(table).filter_map(|row| {
        let columns: [&str; N] = table::columns(row);
        let expected = format!("{} {} ", columns[code], columns[who]);
        let found = events(columns[example]);
        let nothing_to_do = columns[code] == "-";
        (row.split('\t').count() != N || !(nothing_to_do || found.iter().any(|event| event.starts_with(&expected))))
            .then(|| format!("{row}: {found:?}"))
    });
    wrong.collect()
}

#[test]
fn every_frame_finds_its_example() {
    let wrong = wrong::<6>(include_str!("../../lexicon/verbs.tsv"), 3, 4, 5);
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_noun_finds_its_example() {
    let wrong = wrong::<7>(include_str!("../../lexicon/nouns.tsv"), 2, 5, 6);
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_kind_finds_its_example() {
    let wrong = wrong::<5>(include_str!("../../lexicon/kinds.tsv"), 3, 2, 4);
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn golden_sentences() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/golden/events.md");
    let page = std::fs::read_to_string(path).expect("the page is there");
    let mut lines = page.lines().peekable();
    let (mut wrong, mut written, mut sentences) = (Vec::new(), String::new(), 0);
    while let Some(line) = lines.next() {
        written += line;
        written += "\n";
        let Some(sentence) = line.strip_prefix("> ") else { continue };
        sentences += 1;
        let mut expected = Vec::new();
        while let Some(event) = lines.next_if(|line| line.is_empty() || line.starts_with("- ")) {
            expected.extend(event.strip_prefix("- ").filter(|event| *event != "nothing"));
        }
        let found = events(sentence);
        let told = if found.is_empty() { "nothing".to_owned() } else { found.join("\n- ") };
        let gap = if lines.peek().is_some() { "\n" } else { "" };
        written.extend(["\n- ", &told, "\n", gap]);
        if found != expected {
            wrong.push(format!("> {sentence}\n  expected {expected:?}\n  found    {found:?}"));
        }
    }
    if std::env::var_os("DATELINE_UPDATE").is_some() {
        std::fs::write(path, written).expect("the page can be written");
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(sentences >= 120, "only {sentences} sentences");
}

#[test]
fn a_tagger_that_sees_a_noun_is_believed_but_in_headlines() {
    let xpos = [Xpos::JJ, Xpos::JJ, Xpos::NNS, Xpos::IN, Xpos::NNP, Xpos::VBD, Xpos::JJ];
    for (text, found) in [("Turkish military targets in Syria were old.", 0), ("Turkish military targets in Syria", 1)]
    {
        let mut start = 0;
        let parts = text.split(' ').zip(xpos).map(|(word, xpos)| {
            let span = Span::new(start, start + word.len() as u32);
            start = span.end + 1;
            Tag { span, xpos, upos: Upos::NONE }
        });
        let parts: Vec<Tag> = parts.collect();
        assert_eq!((events(text).len(), events_of(text, &parts).len()), (1, found), "{text}");
    }
}
