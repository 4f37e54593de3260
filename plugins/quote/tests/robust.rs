//! No text makes the chain from tokens to quotations fail, however its marks and cues are heaped.

use dateline_core::{Document, Layer, registered};
use dateline_language as _;
use dateline_names as _;
use dateline_quote as _;
use serde_json::Value;

/// Runs the chain over a text and returns how many quotations it found.
fn quotations(text: &str) -> usize {
    let mut document = Document { text: text.to_owned(), ..Default::default() };
    for name in ["tokens", "known-words", "sentences", "entities", "quote"] {
        let one = registered().iter().find(|one| one.name == name).expect("the extractor is linked");
        let extractor = (one.create)(&Value::Null).expect("the defaults are options");
        let mut layer = Layer::new(one.schema);
        let mut reports = Vec::new();
        let layers = document.layers.as_slice();
        let view = document.view(&layers, true);
        let result = extractor.extract(&view, &mut *extractor.scratch(), &mut layer, &mut reports);
        assert!(result.is_ok(), "{name} fails on {:?}", text.chars().take(60).collect::<String>());
        document.layers.push(layer);
    }
    document.layers.last().map_or(0, Layer::len)
}

#[test]
fn short_and_broken_texts() {
    let texts = [
        "",
        "\n",
        "\"",
        "said",
        "\"said",
        ", said",
        "said “",
        "according to",
        "According to X",
        "“” said X",
        "he",
        "\u{a0}",
        "\0 said \0",
        "— said —",
        "(said)",
        "X, who",
        "his claim that",
        "to say that",
        "X: “",
        "“a\n\n“b\n\n“c",
        "😀 said 😀",
    ];
    for text in texts {
        quotations(text);
        quotations(&format!("Anna Petrov {text} that it is over. {text}"));
    }
}

#[test]
fn heaps_of_one_thing() {
    let units = [
        "said ",
        "\"said ",
        "he said that ",
        "A ",
        "Al-",
        ", who ",
        "Former President ",
        "“a ”, he said, ",
        "of the Ministry ",
        "\"",
        "“",
        "« ",
        "’",
        "according to ",
        "X said: “a\n\n",
        "and said ",
        "claim that ",
    ];
    for unit in units {
        quotations(&unit.repeat((64 << 10) / unit.len()));
    }
}

#[test]
fn a_plain_report_has_its_quotations() {
    let text =
        "“It is over,” Anna Petrov said. She added that no date was set, and, according to the ministry, talks go on.";
    assert_eq!(quotations(text), 3);
}
