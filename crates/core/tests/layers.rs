//! The algebra of layers: sorting, references, JSON and checks hold for any items.

use dateline_core::abi::{schema_from_json, schema_to_json};
use dateline_core::{
    Ascii, Day, Flag, Id, Item, Layer, List, Ref, Span, Str, check_row, code, item, layer_to_json, push_json, record,
};
use proptest::prelude::*;

code! {
    /// A colour.
    pub enum Colour { RED = "red", BLUE = "blue" }
}

record! {
    /// A part.
    pub struct Part {
        /// Where.
        pub span: Span,
        /// Its name.
        pub name: Str,
    }
}

item! {
    /// One field of every type.
    pub struct Thing: "test/thing", "test/thing" {
        /// Where.
        pub span: Span,
        /// A code.
        pub colour: Colour,
        /// A flag.
        pub flag: Flag,
        /// A count.
        pub count: u32,
        /// A number.
        pub number: i32,
        /// An id.
        pub id: Id,
        /// A float.
        pub float: f32,
        /// A day.
        pub day: Day,
        /// A short text.
        pub ascii: Ascii<2>,
        /// A text.
        pub name as "title": Str,
        /// Another thing.
        pub next: Ref<Thing>,
        /// More things.
        pub others: List<Ref<Thing>>,
        /// Parts.
        pub parts: List<Part>,
        /// A part of its own.
        pub part: Part,
    }
}

/// A text in which every byte below 60 is a boundary.
const TEXT: &str = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";

fn thing(span: Span) -> Thing {
    Thing {
        span,
        colour: Colour::NONE,
        flag: Flag::new(false),
        count: 0,
        number: 0,
        id: Id(0),
        float: f32::NAN,
        day: Day::NONE,
        ascii: Ascii::NONE,
        name: Str::NONE,
        next: Ref::NONE,
        others: List::EMPTY,
        parts: List::EMPTY,
        part: Part { span: Span::NONE, name: Str::NONE },
    }
}

/// A layer of things at these places; each names itself, and the next two in the order of emission.
fn layer_of(places: &[(u32, u32)]) -> Layer {
    let mut layer = Layer::new(&const { Thing::SCHEMA });
    let count = places.len() as u32;
    let mut pool_of_names = Vec::new();
    for (at, (start, len)) in places.iter().enumerate() {
        let at = at as u32;
        let span = Span::new(*start, start + len);
        let name = layer.pool_mut().intern(&format!("thing {at}"));
        let others = layer.pool_mut().list(&[Ref::<Thing>::to((at + 1) % count), Ref::to((at + 2) % count)]);
        let parts = layer.pool_mut().list(&[Part { span, name }]);
        let next = Ref::to((at + 1) % count);
        layer.push(&Thing { count: at, name, next, others, parts, part: Part { span, name }, ..thing(span) });
        pool_of_names.push(name);
    }
    layer
}

proptest! {
    #[test]
    fn sorting_keeps_every_item_and_every_reference(places in prop::collection::vec((0u32..40, 0u32..20), 1..30)) {
        let mut layer = layer_of(&places);
        layer.finish();
        let things = layer.view::<Thing>().expect("it is a layer of things");
        let count = places.len() as u32;
        prop_assert!(things.is_sorted_by_key(|thing| (thing.span.start, thing.span.end, thing.count)));
        let mut seen: Vec<u32> = things.iter().map(|thing| thing.count).collect();
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..count).collect::<Vec<_>>());
        for thing in things.iter() {
            prop_assert_eq!((thing.span.start, thing.span.len()), places[thing.count as usize]);
            let next = &things[thing.next.get().expect("each names the next")];
            prop_assert_eq!(next.count, (thing.count + 1) % count);
            let others: Vec<u32> =
                things.list(thing.others).iter().map(|other| things[other.get().expect("it is there")].count).collect();
            prop_assert_eq!(others, vec![(thing.count + 1) % count, (thing.count + 2) % count]);
            let name = format!("thing {}", thing.count);
            prop_assert_eq!(things.str(thing.name), Some(name.as_str()));
            prop_assert_eq!(things.str(things.list(thing.parts)[0].name), Some(name.as_str()));
        }
    }

    #[test]
    fn json_brings_every_item_back(
        places in prop::collection::vec((0u32..40, 0u32..20), 1..10),
        float in -90.0f32..90.0, number: i32, id: u32, flag: bool,
        year in -400i16..3000, month in 1u8..=12, day in 1u8..=28,
        code in "[A-Z]{0,8}", name in ".{0,12}",
    ) {
        let mut layer = layer_of(&places);
        let name = layer.pool_mut().intern(&name);
        let colour = Colour::BLUE;
        let (id, flag, day, ascii) = (Id(id), Flag::new(flag), Day::new(year, month, day), Ascii::new(&code));
        layer.push(&Thing { colour, flag, number, id, float, day, ascii, name, ..thing(Span::new(60, 61)) });
        layer.finish();
        let json = layer_to_json(layer.schema(), layer.raw());
        let mut again = Layer::new(layer.schema());
        push_json(&mut again, &json).expect("what was written can be read");
        prop_assert_eq!(layer_to_json(again.schema(), again.raw()), json);
        for row in again.raw().rows.chunks_exact(again.raw().stride) {
            let checked = check_row(again.schema(), row, again.raw(), TEXT, &|_| Some(again.len() as u32));
            prop_assert_eq!(checked, Ok(()));
        }
    }

    #[test]
    fn no_row_of_arbitrary_words_harms_the_reader(words in prop::collection::vec(any::<u32>(), 22)) {
        let layer = layer_of(&[(0, 1)]);
        prop_assert_eq!(layer.raw().stride, words.len());
        // Whatever it says, it says it without a panic; and what passes can be written.
        if check_row(layer.schema(), &words, layer.raw(), TEXT, &|_| Some(1)).is_ok() {
            let json = layer_to_json(layer.schema(), dateline_core::RawLayer { rows: &words, ..layer.raw() });
            prop_assert!(json.starts_with('['));
        }
    }
}

#[test]
fn the_check_names_the_field_and_what_is_wrong() {
    let text = "né";
    let cases: [(&str, Thing); 5] = [
        ("span: bytes 0 to 9 are not within the text of 3 bytes", thing(Span::new(0, 9))),
        ("span: bytes 0 to 2 cut a character in two", thing(Span::new(0, 2))),
        ("next: item 7 of the layer \"test/thing\", which has 1", Thing { next: Ref::to(7), ..thing(Span::new(0, 1)) }),
        ("day: 2017-13-40 is no day", Thing { day: Day::new(2017, 13, 40), ..thing(Span::new(0, 1)) }),
        ("an item stands nowhere: its span is absent", thing(Span::NONE)),
    ];
    for (problem, thing) in cases {
        let mut layer = Layer::new(&const { Thing::SCHEMA });
        layer.push(&thing);
        let raw = layer.raw();
        let checked = check_row(layer.schema(), raw.rows, raw, text, &|_| Some(1));
        assert_eq!(checked, Err(problem.to_owned()));
    }
}

#[test]
fn json_that_does_not_fit_the_schema_is_refused_by_name() {
    let cases = [
        (r#"{"start": 0, "end": 1, "colour": "green"}"#, "item 0: colour: \"green\" is not one of red, blue"),
        (
            r#"[{"start": 0, "end": 1, "coulor": "red"}]"#,
            "item 0: there is no field \"coulor\": did you mean \"colour\"?",
        ),
        (r#"{"start": 0, "end": 1, "day": "soon"}"#, "item 0: day: \"soon\" is not a day such as"),
        (r#"{"start": 0, "end": 1, "count": -1}"#, "item 0: count: -1 is not a whole number"),
        (r#"{"start": "a"}"#, "item 0: span: "),
        ("{", "it is no JSON: EOF"),
        ("7", "item 0: 7 is no object"),
    ];
    for (json, problem) in cases {
        let mut layer = Layer::new(&const { Thing::SCHEMA });
        let error = push_json(&mut layer, json).expect_err(json);
        assert!(error.starts_with(problem), "{json}: {error}");
    }
}

#[test]
fn a_schema_crosses_the_border_with_its_hash() {
    let json = schema_to_json(&Thing::SCHEMA);
    let schema = schema_from_json(&json).expect("what was written can be read");
    assert_eq!((schema.hash(), schema.words()), (Thing::SCHEMA.hash(), 22));
    assert_eq!(schema_to_json(schema), json);
    let bad = serde_json::json!({"kind": "a/b", "fields": [{"name": "span", "type": "spam"}]});
    assert_eq!(schema_from_json(&bad).unwrap_err(), "span: there is no type \"spam\"");
}

#[test]
fn the_hash_tells_every_difference_of_layout_apart() {
    let hash = |json: serde_json::Value| schema_from_json(&json).expect("it is one").hash();
    let with = |fields: serde_json::Value| {
        let mut all = vec![serde_json::json!({"name": "span", "type": "span"})];
        all.extend(fields.as_array().expect("fields").iter().cloned());
        hash(serde_json::json!({"kind": "a/b", "fields": all}))
    };
    let hashes = [
        with(serde_json::json!([])),
        with(serde_json::json!([{"name": "a", "type": "text"}])),
        with(serde_json::json!([{"name": "b", "type": "text"}])),
        with(serde_json::json!([{"name": "a", "type": "span"}])),
        with(serde_json::json!([{"name": "a", "type": {"list": "text"}}])),
        with(serde_json::json!([{"name": "a", "type": {"code": ["x", "y"]}}])),
        with(serde_json::json!([{"name": "a", "type": {"code": ["xy"]}}])),
        with(serde_json::json!([{"name": "a", "type": {"object": [{"name": "b", "type": "text"}]}}])),
        with(serde_json::json!([{"name": "a", "type": {"ref": "x"}}])),
    ];
    for (at, hash) in hashes.iter().enumerate() {
        assert!(!hashes[..at].contains(hash), "case {at} collides");
    }
}

#[test]
fn what_is_known_of_a_document_comes_back_from_json() {
    use dateline_core::{Meta, Published, PublishedFrom, record_from_json, record_to_json};
    let published = Published { day: Day::new(2017, 2, 16), clock: 70_500, zone: 180 };
    let meta = Meta { published, published_from: PublishedFrom::PAGE, headline: Span::new(3, 9), ..Meta::NONE };
    let json = record_to_json(&meta);
    assert_eq!(json["published"]["day"], "2017-02-16");
    assert_eq!(json["dateline"], serde_json::Value::Null);
    let again: Meta = record_from_json(&json).expect("what was written can be read");
    assert_eq!((record_to_json(&again), again.published.to_string()), (json, "2017-02-16T19:35:00+03:00".to_owned()));
}
