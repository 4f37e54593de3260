//! `--format timeml`: well-formed for any text, one root a file, and readable again.

use roxmltree::{Document, Node};

use crate::common::{dateline, dateline_with, file, folder};

const WRITE: [&str; 6] = ["extract", "-", "--plugins", "date", "--format", "timeml"];

/// Everything that XML has a word on, and dates beside it.
const ODD: [&str; 9] = [
    "a ]]> b on Monday <b>c</b> & d &amp; &#0; <!-- 5 May 2017 -->",
    "nul \0 bell \u{7} escape \u{1b} unit \u{1f} on 3 May 2021",
    "\u{fffe}\u{ffff}\u{feff}today\u{80}\u{85}\u{2028}\u{9f}",
    "<TEXT>on Friday</TEXT></TimeML><?pi?><![CDATA[ 1998 ]]>",
    "\"quoted\" 'dates' of 1 to 3 May 2020 \"",
    "\r\n\r on\r5 May\r\n\t2017",
    "\u{1f600} in May 2011 \u{10ffff}\u{10fffe}",
    "<",
    "from 5 to 7 May 2017, between 1990 and 1995",
];

/// What XML can hold of a text.
fn holdable(text: &str) -> String {
    let odd = |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().map(|c| if odd(c) { '\u{fffd}' } else { c }).collect()
}

fn text_of(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

#[test]
fn any_text_is_well_formed_and_several_documents_have_one_root() {
    let here = folder("timeml");
    let records: Vec<String> = ODD
        .iter()
        .enumerate()
        .map(|(at, text)| {
            serde_json::json!({"id": format!("<{at}>&\"\u{1}"), "text": text, "published": "2021-05-03"}).to_string()
        })
        .collect();
    let mut arguments = WRITE.to_vec();
    arguments.extend(["--input-format", "jsonl"]);
    let run = dateline_with(&here, &arguments, records.join("\n").as_bytes());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let xml = Document::parse(&run.stdout).expect("well-formed");
    assert!(xml.root_element().has_tag_name("corpus"));
    let texts: Vec<String> = xml.descendants().filter(|node| node.has_tag_name("TEXT")).map(text_of).collect();
    assert_eq!(texts, ODD.map(holdable));
    let dates = xml.descendants().filter(|node| node.has_tag_name("TIMEX3") && node.attribute("tid") != Some("t0"));
    assert!(dates.clone().count() > 8 && dates.clone().all(|date| date.attribute("value").is_some()));
    // One by one each is its own root.
    for (text, record) in ODD.iter().zip(&records) {
        let run = dateline_with(&here, &arguments, record.as_bytes());
        let xml = Document::parse(&run.stdout).expect("well-formed");
        assert!(xml.root_element().has_tag_name("TimeML"), "{text:?}");
    }
}

#[test]
fn a_run_that_finds_nothing_to_read_is_well_formed_too() {
    let here = folder("timeml-none");
    file(&here, "bad.jsonl", b"{\"text\": \n");
    let run = dateline(&here, &["extract", "bad.jsonl", "--plugins", "date", "--format", "timeml"]);
    assert_eq!(run.code, 1);
    assert!(Document::parse(&run.stdout).expect("well-formed").root_element().has_tag_name("corpus"));
}

#[test]
fn what_was_written_is_read_again_and_gives_the_same_dates() {
    let here = folder("timeml-again");
    file(&here, "a.txt", b"OSLO, May 3, 2021 (Agency) - He left on Monday & returns next week.\n");
    let first = dateline(&here, &["extract", "a.txt", "--plugins", "date", "--format", "timeml", "--out", "a.tml"]);
    assert_eq!((first.code, first.stderr.as_str()), (0, ""));
    let again = dateline(&here, &["extract", "a.tml", "--plugins", "date", "--format", "timeml"]);
    let values = |xml: &str| -> Vec<String> {
        let xml = Document::parse(xml).expect("well-formed");
        let text = xml.descendants().find(|node| node.has_tag_name("TEXT")).expect("a text");
        text.descendants().filter_map(|node| node.attribute("value").map(str::to_owned)).collect()
    };
    let written = std::fs::read_to_string(here.join("a.tml")).expect("it was written");
    assert_eq!(values(&written), values(&again.stdout));
    assert_eq!(values(&written), ["2021-05-03", "2021-05-03", "2021-W19"]);
    let both = dateline(&here, &["extract", "a.txt", "a.tml", "--format", "timeml", "--out", "both.tml"]);
    assert_eq!(both.code, 0, "{}", both.stderr);
    let refused = dateline(&here, &["extract", "both.tml", "--plugins", "date"]);
    assert!(refused.code == 1 && refused.stderr.contains("several documents"), "{}", refused.stderr);
    let resumed = dateline(&here, &["extract", "a.txt", "--format", "timeml", "--out", "c.tml", "--resume"]);
    assert!(resumed.code == 2 && resumed.stderr.contains("--resume does not go with"), "{}", resumed.stderr);
}
