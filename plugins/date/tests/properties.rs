//! What holds for every text: no panic, only values that read back, days in order, and anchors that move what leans on
//! them.

use std::cell::RefCell;
use std::rc::Rc;

use dateline_core::{AnyExtractor, Day, Document, Layer, Published, registered};
use dateline_date as _;
use dateline_layers::Temporal;
use dateline_temporal::value;
use jiff::ToSpan;
use jiff::civil::Date;
use proptest::prelude::*;
use serde_json::{Value, json};

/// An expression as it was found.
#[derive(Debug, PartialEq)]
struct Found {
    text: String,
    value: String,
    begin: Day,
    end: Day,
}

fn extractor(options: &Value) -> Box<dyn AnyExtractor> {
    let offer = registered().iter().find(|offer| offer.name == "date").expect("linked");
    (offer.create)(options).expect("right options")
}

fn find(extractor: &dyn AnyExtractor, text: &str, published: Option<Date>) -> Vec<Found> {
    let mut document = Document { text: text.to_owned(), ..Document::default() };
    if let Some(day) = published {
        document.meta.published = Published::on(Day::new(day.year(), day.month() as u8, day.day() as u8));
    }
    let offer = registered().iter().find(|offer| offer.name == "date").expect("linked");
    let mut layer = Layer::new(offer.schema);
    let nothing: &[Layer] = &[];
    let mut reports = Vec::new();
    let done =
        extractor.extract(&document.view(&nothing, true), extractor.scratch().as_mut(), &mut layer, &mut reports);
    assert!(done.is_ok(), "the extractor failed on {text:?}");
    let view = layer.view::<Temporal>().expect("dates");
    let found = view.items().iter().map(|one| Found {
        text: one.span.of(text).to_owned(),
        value: view.str(one.value).unwrap_or_default().to_owned(),
        begin: one.begin,
        end: one.end_date,
    });
    found.collect()
}

/// What holds for everything that is found, whatever the text.
fn check(options: &Value, text: &str, published: Option<Date>) -> Result<(), TestCaseError> {
    thread_local! {
        static MADE: RefCell<Vec<(Value, Rc<dyn AnyExtractor>)>> = const { RefCell::new(Vec::new()) };
    }
    // Reading the tables takes far longer than reading a text.
    let extractor = MADE.with_borrow_mut(|made| {
        if let Some((_, known)) = made.iter().find(|(known, _)| known == options) {
            return Rc::clone(known);
        }
        let new: Rc<dyn AnyExtractor> = Rc::from(extractor(options));
        made.push((options.clone(), Rc::clone(&new)));
        new
    });
    for one in find(extractor.as_ref(), text, published) {
        prop_assert!(value::is_value(&one.value), "{one:?} in {text:?}");
        prop_assert!(one.begin.is_none() == one.end.is_none() && one.begin <= one.end, "{one:?} in {text:?}");
        if let (Some(period), true) = (value::period(&one.value), one.begin.is_some()) {
            prop_assert_eq!(one.begin.to_string(), period.first().to_string());
            prop_assert_eq!(one.end.to_string(), period.last().to_string());
        }
    }
    Ok(())
}

fn options() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        Value::Null,
        json!({"domain": "narrative"}),
        json!({"domain": "narrative", "future": true, "locale": "day-first", "timezone": 330}),
        json!({"domain": "news", "future": true, "reference_words": false}),
    ])
}

/// Paragraphs of the golden pages, cut, joined, and with words of others, odd figures and marks put into them.
fn mutated() -> impl Strategy<Value = String> {
    let pages: Vec<String> = dateline_testkit::documents("tests/golden").into_iter().map(|(_, text)| text).collect();
    let words: Vec<String> =
        pages.iter().flat_map(|text| text.split(' ')).chain(PIECES.split('|')).map(str::to_owned).collect();
    let edit = (any::<prop::sample::Index>(), 0..6_u8, prop::sample::select(words), any::<u32>());
    (prop::sample::select(pages), prop::collection::vec(edit, 0..12)).prop_map(|(text, edits)| {
        let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        for (at, kind, word, number) in edits {
            let at = at.index(words.len());
            match kind {
                0 => words[at] = word,
                1 => words.insert(at, word),
                2 if words.len() > 1 => drop(words.remove(at)),
                3 => words[at] = words[at].replace(|c: char| c.is_ascii_digit(), &(number % 100).to_string()),
                4 => words[at].push_str(&word),
                _ => words.insert(at, number.to_string()),
            }
        }
        words.join(" ")
    })
}

/// What expressions are made of, between bars.
const PIECES: &str = "the|a|of|May|March|Sunday|Thursday|last|next|this|first|second|quarter|year|years|days|ago|earlier|\
    later|1989|'98|2017-02-16|3/4/2017|31|29|Feb.|5|p.m.|GMT|+3|19:35|-|to|and|between|will|said|\
    nineteen|ninety|four|hundred|2 1/2|1980s|century|BC|every|two|half|ended|Easter|Ramadan|1438|\u{a0}|\
    \n\n|\"|'s|.|,|99999999999|0|Q3|fiscal|weekend|noon|midnight|night|early|mid|end|ten|thousand|\
    million|B.C.|AD|10000|9999|0000|4 July|00:00|24:00|25:61|1/2|½|29/2/1900|1999-2000|2017-W07|T|Z|\
    +14:00|UTC-3|o'clock|1990s|the 1st|10th|Roman|XXI|ago|decades|millennium|fortnight|seconds|\
    local time|Ides|yesterday|now|Monday nights|from|until|before|after|Nowruz|Diwali|Pesach|Tishri|AH|\
    at|of|in";

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES.split('|').collect::<Vec<_>>()), 0..24)
        .prop_map(|words| words.join(" "))
}

fn published() -> impl Strategy<Value = Option<Date>> {
    prop::option::of(
        (prop_oneof![8 => 1700_i16..2200, 1 => -9999_i16..=9999], 1_i8..=12, 1_i8..=28)
            .prop_map(|(y, m, d)| Date::constant(y, m, d)),
    )
}

proptest! {
    #[test]
    fn every_value_reads_back_and_agrees_with_its_days(text in words(), day in published(), options in options()) {
        check(&options, &text, day)?;
    }

    #[test]
    fn so_does_every_value_of_text_that_went_wrong(text in mutated(), day in published(), options in options()) {
        check(&options, &text, day)?;
    }

    #[test]
    fn nothing_panics(text in "\\PC{0,200}", day in published(), options in options()) {
        check(&options, &text, day)?;
    }

    #[test]
    fn a_week_later_every_weekday_is_a_week_later(weekday in prop::sample::select(vec!["Monday", "Thursday", "Sunday"]),
        verb in prop::sample::select(vec!["met on", "will meet on", "met last", "will meet next"]),
        weeks in 1_i64..300, start in 0_i64..7) {
        let extractor = extractor(&Value::Null);
        let text = format!("The ministers {verb} {weekday} in Geneva.");
        let first = Date::constant(2010, 1, 4).checked_add(start.days()).expect("in the calendar");
        let later = first.checked_add((7 * weeks).days()).expect("in the calendar");
        let day = |published| {
            let found = find(extractor.as_ref(), &text, Some(published));
            assert_eq!(found.len(), 1, "{text}");
            value::period(&found[0].value).expect("a day").first()
        };
        prop_assert_eq!(day(first).checked_add((7 * weeks).days()).expect("in the calendar"), day(later));
    }
}

#[test]
fn a_century_before_christ_reads_back() {
    let found = find(extractor(&Value::Null).as_ref(), "first century BC", None);
    assert_eq!(found[0].value, "BC00");
    assert!(value::is_value(&found[0].value));
}

#[test]
fn a_year_of_more_than_four_digits_is_no_value() {
    let extractor = extractor(&Value::Null);
    for text in ["hundred hundred BC", "10000 BC", "12,000 BC", "AD 10000", "the year 10000", "99999 AD"] {
        assert_eq!(find(extractor.as_ref(), text, None), [], "{text}");
    }
    assert_eq!(find(extractor.as_ref(), "9999 BC", None)[0].value, "BC9999");
}

#[test]
fn a_century_beyond_the_calendar_is_no_value() {
    let extractor = extractor(&Value::Null);
    for text in ["the 22222222th century", "the 24242424th and 25252525th centuries", "the 22222222nd century BC"] {
        assert_eq!(find(extractor.as_ref(), text, None), [], "{text}");
    }
}

#[test]
fn only_a_day_has_a_clock_time() {
    let extractor = extractor(&Value::Null);
    for text in ["noon last century", "16:00 two decades ago", "5 p.m. last year"] {
        for one in find(extractor.as_ref(), text, Some(Date::constant(1998, 2, 13))) {
            assert!(value::is_value(&one.value), "{one:?} in {text:?}");
        }
    }
}

#[test]
fn two_and_a_half_days_ago_is_no_year() {
    let found =
        find(extractor(&Value::Null).as_ref(), "He left two and a half days ago.", Some(Date::constant(1998, 2, 13)));
    assert_eq!(found[0].value, "P2DT12H");
}

#[test]
fn an_expression_that_cannot_be_read_says_why() {
    let offer = registered().iter().find(|offer| offer.name == "date").expect("linked");
    let options = json!({"expressions": [{"name": "odd", "pattern": "MONHT", "value": "2017"}]});
    let error = (offer.create)(&options).err().expect("refused").to_string();
    assert!(error.contains("odd") && error.contains("no class MONHT"), "{error}");
}

#[test]
fn one_worker_finds_the_same_document_after_document() {
    let extractor = extractor(&Value::Null);
    let day = Some(Date::constant(2017, 2, 16));
    let text = "Talks are held on February 15-16. On Wednesday, delegations met.";
    let alone = find(extractor.as_ref(), text, day);
    find(extractor.as_ref(), "In 1066, 1415, 1815 and 1916 they fought.", None);
    assert_eq!(find(extractor.as_ref(), text, day), alone);
    assert_eq!(alone.len(), 3);
}
