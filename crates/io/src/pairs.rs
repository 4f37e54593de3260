//! The events of a finished document by ordered pair of actors: what `--format events` lists and `dateline aggregate`
//! counts.
//!
//! An event with several sources or targets is one row for each ordered pair, and a reciprocal one is a row in either
//! direction, as CAMEO's coders have it. Nobody is paired with himself.

use serde_json::{Map, Value};

/// A side of an event. Without a code it is known by its name alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Party<'a> {
    /// Its full name, or "".
    pub name: &'a str,
    /// ISO 3166-1 alpha-3, the code of an organisation, or "".
    pub code: &'a str,
    /// The CAMEO sector, or "".
    pub sector: &'a str,
}

impl Party<'_> {
    fn is_same(&self, other: &Party<'_>) -> bool {
        if self.code.is_empty() && other.code.is_empty() {
            return self.name == other.name;
        }
        (self.code, self.sector) == (other.code, other.sector)
    }
}

/// One ordered pair of an event, or of a tone that no event stands behind.
#[derive(Clone, Debug)]
pub struct PairRow<'a> {
    /// The annotation.
    pub annotation: &'a Map<String, Value>,
    /// Who acted or spoke.
    pub source: Option<Party<'a>>,
    /// Toward whom.
    pub target: Option<Party<'a>>,
    /// The day, ISO 8601, or a longer date where the text states no day (`2015`, `2017-W07`); "" where nothing is known.
    pub day: &'a str,
    /// Where the day is from: `text`, `statement`, `dateline`, `published`, or "".
    pub day_from: &'static str,
    /// The score of the tone of the statement or sentence that it stands in.
    pub tone: Option<f64>,
    /// The place of the event.
    pub place: Option<&'a Map<String, Value>>,
}

/// The events of a document in the native format, one row for each ordered pair.
pub fn event_rows(document: &Map<String, Value>) -> Vec<PairRow<'_>> {
    let known = Known::of(document);
    let events = of_kind(document, "event");
    events.flat_map(|event| rows(event, &known, tone_of(event, &known), place_of(event, document))).collect()
}

/// The tones between two actors that no event stands behind, one row for each ordered pair.
pub fn tone_rows(document: &Map<String, Value>) -> Vec<PairRow<'_>> {
    let known = Known::of(document);
    let alone = |tone: &&Map<String, Value>| !of_kind(document, "event").any(|event| holds(tone, event));
    let between = |tone: &&Map<String, Value>| ["source", "target"].iter().all(|side| !parties(tone, side).is_empty());
    let tones = of_kind(document, "tone").filter(between).filter(alone);
    tones.flat_map(|tone| rows(tone, &known, tone.get("score").and_then(Value::as_f64), None)).collect()
}

/// What of a document its rows are read with.
struct Known<'a> {
    document: &'a Map<String, Value>,
    tones: Vec<&'a Map<String, Value>>,
}

impl<'a> Known<'a> {
    fn of(document: &'a Map<String, Value>) -> Known<'a> {
        Known { document, tones: of_kind(document, "tone").collect() }
    }

    /// The day of an event, and where it is from: its own clause, its statement, the dateline, the day of publication.
    fn day(&self, annotation: &'a Map<String, Value>) -> (&'a str, &'static str) {
        let own = annotation.get("date").and_then(|date| text(date.as_object()?, "value"));
        if let Some(day) = own.filter(|value| value.bytes().take(4).all(|byte| byte.is_ascii_digit())) {
            return (before_time(day), "text");
        }
        let quote = text(annotation, "quote");
        let said = quote.and_then(|quote| {
            let mut statements = of_kind(self.document, "statement");
            text(statements.find(|one| text(one, "quote") == Some(quote))?, "said_on")
        });
        let dateline = self.document.get("dateline").and_then(|dateline| text(dateline.as_object()?, "date"));
        let published = text(self.document, "published");
        [(said, "statement"), (dateline, "dateline"), (published, "published")]
            .into_iter()
            .find_map(|(day, from)| Some((before_time(day?), from)))
            .unwrap_or(("", ""))
    }
}

fn rows<'a>(
    annotation: &'a Map<String, Value>,
    known: &Known<'a>,
    tone: Option<f64>,
    place: Option<&'a Map<String, Value>>,
) -> Vec<PairRow<'a>> {
    let (day, day_from) = known.day(annotation);
    let pairs = pairs(annotation).into_iter();
    pairs.map(|(source, target)| PairRow { annotation, source, target, day, day_from, tone, place }).collect()
}

type Pair<'a> = (Option<Party<'a>>, Option<Party<'a>>);

fn pairs(annotation: &Map<String, Value>) -> Vec<Pair<'_>> {
    let (sources, targets) = (parties(annotation, "source"), parties(annotation, "target"));
    let reciprocal = annotation.get("reciprocal").and_then(Value::as_bool).unwrap_or(false);
    if targets.is_empty() {
        return sources.into_iter().map(|source| (Some(source), None)).collect();
    }
    if sources.is_empty() {
        return targets.into_iter().map(|target| (None, Some(target))).collect();
    }
    let mut pairs: Vec<Pair<'_>> = Vec::new();
    for source in &sources {
        for target in &targets {
            let directions = if reciprocal { &[(source, target), (target, source)][..] } else { &[(source, target)] };
            for (source, target) in directions {
                let pair = (Some(**source), Some(**target));
                if !source.is_same(target) && !pairs.contains(&pair) {
                    pairs.push(pair);
                }
            }
        }
    }
    pairs
}

fn parties<'a>(annotation: &'a Map<String, Value>, side: &str) -> Vec<Party<'a>> {
    let list = annotation.get(side).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
    let mut parties: Vec<Party<'a>> = Vec::new();
    for actor in list {
        let field = |name| text(actor, name).unwrap_or("");
        // Who has no name is known by the words of the text ("rebels").
        let name = Some(field("name")).filter(|name| !name.is_empty()).unwrap_or(field("text"));
        let party = Party { name, code: field("code"), sector: field("sector") };
        let nobody = party.name.is_empty() && party.code.is_empty();
        if !nobody && !parties.iter().any(|other| other.is_same(&party)) {
            parties.push(party);
        }
    }
    parties
}

/// The score of the shortest tone around an event.
fn tone_of(event: &Map<String, Value>, known: &Known<'_>) -> Option<f64> {
    let around = known.tones.iter().filter(|tone| holds(tone, event));
    let (start, end) = ("start", "end");
    let nearest = around.min_by_key(|tone| number(tone, end) - number(tone, start))?;
    nearest.get("score").and_then(Value::as_f64)
}

fn place_of<'a>(event: &'a Map<String, Value>, document: &'a Map<String, Value>) -> Option<&'a Map<String, Value>> {
    let place = text(event, "place")?;
    of_kind(document, "location").find(|location| text(location, "id") == Some(place))
}

/// Whether an annotation begins within another one.
fn holds(outer: &Map<String, Value>, inner: &Map<String, Value>) -> bool {
    let start = number(inner, "start");
    number(outer, "start") <= start && start < number(outer, "end")
}

fn of_kind<'a>(document: &'a Map<String, Value>, kind: &'a str) -> impl Iterator<Item = &'a Map<String, Value>> {
    let all = document.get("annotations").and_then(Value::as_array).into_iter().flatten();
    all.filter_map(Value::as_object).filter(move |one| text(one, "kind") == Some(kind))
}

fn text<'a>(object: &'a Map<String, Value>, field: &str) -> Option<&'a str> {
    object.get(field)?.as_str()
}

fn number(object: &Map<String, Value>, field: &str) -> i64 {
    object.get(field).and_then(Value::as_i64).unwrap_or(0)
}

/// The day of a moment.
fn before_time(value: &str) -> &str {
    value.split('T').next().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(annotation: &Value) -> Vec<String> {
        let pairs = pairs(annotation.as_object().expect("an object"));
        let code = |party: Option<Party<'_>>| party.map_or("-", |party| party.code).to_owned();
        pairs.into_iter().map(|(source, target)| format!("{}>{}", code(source), code(target))).collect()
    }

    fn side(codes: &[&str]) -> Value {
        codes.iter().map(|code| json!({"name": code, "code": code, "sector": null})).collect()
    }

    #[test]
    fn every_ordered_pair_is_a_row_and_nobody_is_paired_with_himself() {
        let three = side(&["RUS", "IRN", "TUR"]);
        let mutual = json!({"source": three, "target": three, "reciprocal": true});
        assert_eq!(shown(&mutual).len(), 6);
        let one = json!({"source": side(&["DEU"]), "target": side(&["POL", "CZE"]), "reciprocal": false});
        assert_eq!(shown(&one), ["DEU>POL", "DEU>CZE"]);
        let both = json!({"source": side(&["DEU"]), "target": side(&["POL"]), "reciprocal": true});
        assert_eq!(shown(&both), ["DEU>POL", "POL>DEU"]);
        assert_eq!(shown(&json!({"source": side(&["DEU"]), "target": []})), ["DEU>-"]);
        assert!(shown(&json!({})).is_empty());
    }

    #[test]
    fn the_day_is_stated_or_said_or_that_of_the_report() {
        let document = json!({
            "published": "2021-05-03T10:00", "dateline": null,
            "annotations": [
                {"kind": "event", "start": 0, "end": 9, "date": {"value": "2021-04-30", "id": "d1"}, "source": side(&["DEU"]), "target": []},
                {"kind": "event", "start": 10, "end": 20, "date": {"value": "PRESENT_REF"}, "quote": "q1", "source": side(&["DEU"]), "target": []},
                {"kind": "event", "start": 30, "end": 40, "date": null, "source": side(&["DEU"]), "target": side(&["POL"])},
                {"kind": "statement", "quote": "q1", "said_on": "2021-05-01"},
                {"kind": "tone", "start": 28, "end": 44, "score": -2.5},
                {"kind": "tone", "start": 50, "end": 60, "score": 3.0, "source": side(&["DEU"]), "target": side(&["POL"])},
            ],
        });
        let document = document.as_object().expect("an object");
        let days: Vec<_> =
            event_rows(document).iter().map(|row| (row.day.to_owned(), row.day_from, row.tone)).collect();
        let expected =
            [("2021-04-30", "text", None), ("2021-05-01", "statement", None), ("2021-05-03", "published", Some(-2.5))];
        assert_eq!(days, expected.map(|(day, from, tone)| (day.to_owned(), from, tone)));
        assert_eq!(tone_rows(document).iter().map(|row| row.tone).collect::<Vec<_>>(), [Some(3.0)]);
    }
}
