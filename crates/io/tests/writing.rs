//! Documents on their way out: the native format byte by byte, and the report for people.

use dateline_core::{
    Ascii, Dateline, Day, Diagnostic, Document, Id, Item, Layer, List, Meta, Published, PublishedFrom, Ref, Region,
    RegionKind, Severity, Span, Str, item, record,
};
use dateline_io::{OffsetUnit, OutputFormat, WriteOptions, json_schema, writer};
use dateline_layers::{Place, ToponymType};
use serde_json::{Value, json};

record! {
    /// Who.
    pub struct Who {
        /// The words.
        pub span: Span,
        /// The name.
        pub name: Str,
    }
}

item! {
    /// What was said.
    pub struct Said: "test/said", "said" {
        /// The words.
        pub span: Span,
        /// Who said them.
        pub who: Who,
        /// The words for saying.
        pub cues: List<Span>,
        /// What was said before.
        pub before: Ref<Said>,
        /// When.
        pub on: Day,
        /// How sure.
        pub confidence: f32,
    }
}

item! {
    /// A word that serves other extractors only.
    pub struct Word: "test/word", "" {
        /// The word.
        pub span: Span,
    }
}

const TEXT: &str = "Été: “Non”, Ω said.\n🌍 “Oui”";

fn span(words: &str) -> Span {
    let start = TEXT.find(words).expect("the words stand in the text");
    Span::of_range(start..start + words.len())
}

fn document() -> Document {
    let mut said = Layer::new(&Said::SCHEMA);
    let who = Who { span: span("Ω"), name: Str::NONE };
    let nobody = Who { span: Span::NONE, name: Str::NONE };
    let (on, before, cues) = (Day::new(2017, 2, 16), Ref::NONE, List::EMPTY);
    said.push(&Said { span: span("Non"), who, cues, before, on, confidence: 0.5 });
    said.push(&Said { span: span("Oui"), who: nobody, cues, before: Ref::to(0), on: Day::NONE, confidence: f32::NAN });
    let mut words = Layer::new(&Word::SCHEMA);
    words.push(&Word { span: span("said") });
    let dateline = Dateline { span: span("Été:"), place: span("Été"), ..Meta::NONE.dateline };
    let published = Published { day: on, clock: 19 * 3600 + 35 * 60, zone: 180 };
    Document {
        id: "a \"b\"".to_owned(),
        title: "Given".to_owned(),
        text: TEXT.to_owned(),
        meta: Meta { published, published_from: PublishedFrom::PAGE, dateline, ..Meta::NONE },
        regions: vec![Region { span: span("Été:"), kind: RegionKind::DATELINE }],
        layers: vec![words, said],
        diagnostics: vec![Diagnostic {
            severity: Severity::WARNING,
            extractor: "test".to_owned(),
            message: "mind this".to_owned(),
            span: span("🌍"),
        }],
        ..Document::default()
    }
}

fn written(format: OutputFormat, options: WriteOptions, layers: &[&str]) -> String {
    let mut out = Vec::new();
    writer(format, options, layers).write(&document(), &mut out);
    String::from_utf8(out).expect("the output is UTF-8")
}

#[test]
fn the_native_format() {
    let options = WriteOptions { text: false, ..WriteOptions::default() };
    let expected = concat!(
        r#"{"schema":"dateline/1","id":"a \"b\"","language":"en","published":"2017-02-16T19:35:00+03:00","#,
        r#""published_from":"page","headline":"Given","byline":null,"url":null,"#,
        r#""dateline":{"start":0,"end":4,"place":"Été","agency":null,"date":null},"#,
        r#""regions":[{"kind":"dateline","start":0,"end":4}],"annotations":["#,
        r#"{"kind":"test/said","id":"said1","start":6,"end":9,"text":"Non","who":{"start":12,"end":13,"text":"Ω","name":null},"#,
        r#""cues":[],"before":null,"on":"2017-02-16","confidence":0.5},"#,
        r#"{"kind":"test/said","id":"said2","start":23,"end":26,"text":"Oui","who":null,"#,
        r#""cues":[],"before":"said1","on":null,"confidence":null}],"#,
        r#""diagnostics":[{"severity":"warning","extractor":"test","message":"mind this","start":20,"end":21}]}"#,
        "\n"
    );
    assert_eq!(written(OutputFormat::JSONL, options, &["test/said", "test/word", "absent"]), expected);
}

#[test]
fn indented_is_the_same() {
    let layers = &["test/said"];
    let line = written(OutputFormat::JSONL, WriteOptions::default(), layers);
    let indented = written(OutputFormat::JSON, WriteOptions::default(), layers);
    let (one, other): (Value, Value) =
        (serde_json::from_str(&line).expect("a line is JSON"), serde_json::from_str(&indented).expect("it is JSON"));
    assert_eq!(one, other);
    assert!(indented.starts_with("{\n  \"schema\": \"dateline/1\",\n  \"id\""), "{indented}");
    assert!(indented.contains("\"cues\": [],\n"), "{indented}");
}

#[test]
fn offsets_in_every_unit() {
    for (unit, expected) in [(OffsetUnit::CODE_POINTS, 23), (OffsetUnit::UTF16, 24), (OffsetUnit::BYTES, 35)] {
        let options = WriteOptions { offsets: unit, ..WriteOptions::default() };
        let value: Value = serde_json::from_str(&written(OutputFormat::JSONL, options, &["test/said"])).expect("JSON");
        assert_eq!(value["annotations"][1]["start"], json!(expected), "{unit:?}");
    }
}

#[test]
fn a_writer_is_used_again() {
    let mut writer = writer(OutputFormat::JSONL, WriteOptions::default(), &["test/said"]);
    let (mut first, mut second) = (Vec::new(), Vec::new());
    writer.write(&document(), &mut first);
    writer.write(&Document { text: "plain".to_owned(), ..Document::default() }, &mut Vec::new());
    writer.write(&document(), &mut second);
    assert_eq!(first, second);
}

#[test]
fn the_schema_names_what_is_written() {
    let schema = json_schema(&[&Said::SCHEMA, &Word::SCHEMA]);
    assert_eq!(schema["properties"]["annotations"]["items"]["properties"]["kind"]["enum"], json!(["test/said"]));
    let said = &schema["properties"]["annotations"]["items"]["oneOf"][0];
    let written: Value =
        serde_json::from_str(&written(OutputFormat::JSONL, WriteOptions::default(), &["test/said"])).expect("JSON");
    for field in said["required"].as_array().expect("a list") {
        let name = field.as_str().expect("a name");
        assert!(written["annotations"][0].get(name).is_some(), "{name} is required and not written");
    }
    for name in schema["required"].as_array().expect("a list") {
        assert!(written.get(name.as_str().expect("a name")).is_some(), "{name} is required and not written");
    }
    assert_eq!(said["properties"]["who"]["type"], json!(["object", "null"]));
}

#[test]
fn the_report_shows_what_was_found_and_no_control_characters() {
    let mut document = document();
    document.title = "Talks \u{1b}[2Jgo on".to_owned();
    let mut out = Vec::new();
    writer(OutputFormat::TEXT, WriteOptions::default(), &["test/said"]).write(&document, &mut out);
    let report = String::from_utf8(out).expect("the output is UTF-8");
    for words in ["Talks [2Jgo on", "published 2017-02-16 19:35 +03:00", "Été", "Non", "mind this"] {
        assert!(report.contains(words), "{words}: {report}");
    }
}

#[test]
fn tables_have_the_same_columns_whatever_was_found() {
    let mut writer = writer(OutputFormat::CSV, WriteOptions::default(), &["date", "location", "test/said"]);
    let mut out = Vec::new();
    writer.begin(&mut out);
    writer.write(&with_place(), &mut out);
    let table = String::from_utf8(out).expect("the output is UTF-8");
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let columns = rows.headers().expect("a row of names").clone();
    let column = |name: &str| columns.iter().position(|column| column == name).expect("the column is there");
    let rows: Vec<csv::StringRecord> = rows.records().map(|row| row.expect("a row")).collect();
    let kinds: Vec<&str> = rows.iter().map(|row| &row[column("kind")]).collect();
    assert_eq!(kinds, ["location", "test/said", "test/said"]);
    let place = &rows[0];
    assert_eq!((&place[column("doc_id")], &place[column("text")], &place[column("country")]), ("a \"b\"", "Été", "FR"));
    assert_eq!((&place[column("lat")], &place[column("speaker.name")], &place[column("other")]), ("48.5", "", ""));
    assert!(rows[1][column("other")].contains("\"confidence\":0.5"), "{}", &rows[1][column("other")]);
    let mut named: Vec<&str> = columns.iter().collect();
    named.sort_unstable();
    named.dedup();
    assert_eq!(named.len(), columns.len(), "a column stands twice");
}

#[test]
fn places_are_features_of_a_map() {
    let mut out = Vec::new();
    writer(OutputFormat::GEOJSON, WriteOptions::default(), &["location"]).write(&with_place(), &mut out);
    let feature: Value = serde_json::from_slice(&out).expect("one line of JSON");
    assert_eq!(feature["geometry"], json!({"type": "Point", "coordinates": [2.25, 48.5]}));
    assert_eq!(feature["properties"]["document"], json!("a \"b\""));
    assert_eq!(feature["properties"]["text"], json!("Été"));
}

/// The document with a place in it.
fn with_place() -> Document {
    let mut places = Layer::new(&Place::SCHEMA);
    places.push(&Place {
        span: span("Été"),
        name: Str::NONE,
        geonameid: Id(7),
        lat: 48.5,
        lon: 2.25,
        country: Ascii::new("FR"),
        admin1: Str::NONE,
        feature: Ascii::NONE,
        toponym_type: ToponymType::LITERAL,
        confidence: 0.75,
        alternatives: List::EMPTY,
    });
    let mut document = document();
    document.layers.push(places);
    document
}
