//! What many reports say together: events counted by ordered pair of actors, day and quad class.
//!
//! Documents stream through an [`Aggregator`] one by one; memory is bounded, because rows go to a temporary file when
//! there are too many, and because a report is compared with the last few thousand only.
//!
//! - A row is one pair, one day, one quad class: how many events, the sum and mean of their Goldstein values, the sum
//!   and mean of the tone of the statements that they stand in. Tones between two actors without an event between them
//!   count in the class 0, where events of roots 01 and 02 stand too.
//! - **Once a day**: with [`Options::one_a_day`] the same actors, code, place and day count once, as GDELT's users and
//!   the coders of ICEWS do it, since the same deed is in every paper.
//! - **Repeats**: wires repeat each other. A report that shares half of its runs of four words with an earlier one is
//!   marked ([`Repeat`]), and its events stand in the column `repeats`, or do not count at all.

mod repeats;
mod row;
mod run;
mod table;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;

use dateline_io::{PairRow, Party, event_rows, tone_rows};
use serde_json::{Map, Value};

pub use repeats::Repeat;
pub use row::{Row, RowFormat};
pub use table::Rows;

use repeats::Repeats;
use table::{Key, Sums, Table};

/// How documents are counted.
#[derive(Clone, Debug)]
pub struct Options {
    /// Count the same actors, code, place and day once.
    pub one_a_day: bool,
    /// Keep the sectors of an actor apart: `RUS GOV`, `RUS MIL`.
    pub by_sector: bool,
    /// Leave the events of repeated reports out.
    pub drop_repeats: bool,
    /// Which events count, by their `status`.
    pub statuses: Vec<String>,
    /// How many rows are held in memory before they go to a temporary file.
    pub rows_in_memory: usize,
    /// With how many reports before it a report is compared.
    pub window: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            one_a_day: false,
            by_sector: false,
            drop_repeats: false,
            statuses: vec!["occurred".to_owned()],
            rows_in_memory: 1 << 20,
            window: 20_000,
        }
    }
}

/// Counts documents.
///
/// ```
/// use dateline_aggregate::{Aggregator, Options};
///
/// let actor = |code| serde_json::json!([{"name": code, "code": code, "sector": null}]);
/// let event = serde_json::json!({"kind": "event", "id": "e1", "start": 0, "end": 9, "source": actor("DEU"),
///     "target": actor("POL"), "cameo": "040", "quad": 1, "goldstein": 1.0, "status": "occurred"});
/// let document = serde_json::json!({"id": "a", "published": "2021-05-03", "annotations": [event]});
/// let mut counts = Aggregator::new(Options::default());
/// counts.add(document.as_object().unwrap())?;
/// let rows = counts.finish()?.collect::<Result<Vec<_>, _>>()?;
/// assert_eq!((rows[0].source.as_str(), rows[0].target.as_str(), rows[0].quad, rows[0].events), ("DEU", "POL", 1, 1));
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct Aggregator {
    options: Options,
    repeats: Repeats,
    table: Table,
}

impl Aggregator {
    /// Counts nothing yet.
    pub fn new(options: Options) -> Aggregator {
        let table = Table::new(options.rows_in_memory);
        Aggregator { repeats: Repeats::new(options.window), table, options }
    }

    /// Counts a document in the native format; tells when it repeats an earlier one.
    ///
    /// # Errors
    ///
    /// When rows cannot be written to a temporary file.
    pub fn add(&mut self, document: &Map<String, Value>) -> io::Result<Option<Repeat>> {
        let text = document.get("text").and_then(Value::as_str).unwrap_or("");
        let id = document.get("id").and_then(Value::as_str).unwrap_or("");
        let repeat = self.repeats.add(id, text);
        if repeat.is_some() && self.options.drop_repeats {
            return Ok(repeat);
        }
        for row in event_rows(document) {
            let status = field(&row, "status");
            if self.options.statuses.iter().any(|counted| counted == status) {
                let quad = row.annotation.get("quad").and_then(Value::as_u64).unwrap_or(0);
                let goldstein = row.annotation.get("goldstein").and_then(Value::as_f64).unwrap_or(0.0);
                let sums = Sums::of_event(goldstein, row.tone, repeat.is_some());
                let identity = if self.options.one_a_day { identity(&row) } else { 0 };
                self.table.add(self.key(&row, quad as u8, identity), sums)?;
            }
        }
        for row in tone_rows(document) {
            let sums = Sums::of_tone(row.tone.unwrap_or(0.0));
            self.table.add(self.key(&row, 0, 0), sums)?;
        }
        Ok(repeat)
    }

    /// The rows, sorted by day, source, target and quad class.
    ///
    /// # Errors
    ///
    /// When a temporary file cannot be read.
    pub fn finish(self) -> io::Result<Rows> {
        self.table.finish()
    }

    fn key(&self, row: &PairRow<'_>, quad: u8, identity: u64) -> Key {
        let actor = |party: Option<Party<'_>>| party.map(|party| self.actor(party)).unwrap_or_default();
        Key { day: row.day.to_owned(), source: actor(row.source), target: actor(row.target), quad, identity }
    }

    /// What an actor is called in a row: its code, else its name.
    fn actor(&self, party: Party<'_>) -> String {
        let known = if party.code.is_empty() { party.name } else { party.code };
        if self.options.by_sector && !party.sector.is_empty() {
            return format!("{known} {}", party.sector);
        }
        known.to_owned()
    }
}

fn field<'a>(row: &PairRow<'a>, name: &str) -> &'a str {
    row.annotation.get(name).and_then(Value::as_str).unwrap_or("")
}

/// A number for the same actors, code and place; never 0.
fn identity(row: &PairRow<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    for party in [row.source, row.target] {
        let party = party.unwrap_or(Party { name: "", code: "", sector: "" });
        let name = if party.code.is_empty() { party.name } else { "" };
        (name, party.code, party.sector).hash(&mut hasher);
    }
    let place = row.place.and_then(|place| place.get("geonameid").filter(|id| !id.is_null()).or(place.get("text")));
    (field(row, "cameo"), place.map(Value::to_string)).hash(&mut hasher);
    hasher.finish().max(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    /// A report with one event.
    fn report(id: usize, day: u8, source: &str, target: &str, cameo: &str) -> Value {
        let side = |code: &str| json!([{"name": code, "code": code, "sector": "GOV"}]);
        let event = json!({"kind": "event", "id": "e1", "start": 0, "end": 9, "source": side(source),
            "target": side(target), "cameo": cameo, "quad": 1, "goldstein": 2.5, "status": "occurred"});
        json!({"id": id.to_string(), "published": format!("2021-05-{day:02}"), "annotations": [event]})
    }

    fn rows(options: Options, reports: &[Value]) -> Vec<Row> {
        let mut counts = Aggregator::new(options);
        for report in reports {
            counts.add(report.as_object().expect("an object")).expect("rows can be kept");
        }
        counts.finish().and_then(Iterator::collect).expect("rows can be read")
    }

    #[test]
    fn the_same_deed_counts_once_a_day_where_that_is_asked() {
        let reports = [
            report(1, 3, "DEU", "POL", "040"),
            report(2, 3, "DEU", "POL", "040"),
            report(3, 3, "DEU", "POL", "042"),
            report(4, 4, "DEU", "POL", "040"),
        ];
        let counts = |options| rows(options, &reports).iter().map(|row| row.events).collect::<Vec<_>>();
        assert_eq!(counts(Options::default()), [3, 1]);
        assert_eq!(counts(Options { one_a_day: true, ..Options::default() }), [2, 1]);
    }

    #[test]
    fn only_the_chosen_statuses_count_and_sectors_are_kept_apart_on_demand() {
        let mut one = report(1, 3, "DEU", "POL", "040");
        one["annotations"][0]["status"] = json!("denied");
        let reports = [one, report(2, 3, "DEU", "POL", "040")];
        assert_eq!(rows(Options::default(), &reports)[0].events, 1);
        let statuses = vec!["occurred".to_owned(), "denied".to_owned()];
        let row = &rows(Options { statuses, by_sector: true, ..Options::default() }, &reports)[0];
        assert_eq!((row.events, row.source.as_str()), (2, "DEU GOV"));
    }

    #[test]
    fn a_repeated_report_is_marked_or_left_out() {
        let words: Vec<String> = (0..60).map(|at| format!("word{at}")).collect();
        let mut first = report(1, 3, "DEU", "POL", "040");
        first["text"] = json!(words.join(" "));
        let mut second = report(2, 3, "DEU", "POL", "042");
        second["text"] = json!(words[..50].join(" "));
        let mut counts = Aggregator::new(Options::default());
        let told = [&first, &second].map(|report| counts.add(report.as_object().expect("an object")).expect("kept"));
        assert_eq!(told[1].as_ref().map(|repeat| repeat.of.as_str()), Some("1"));
        assert!(told[0].is_none());
        let reports = [first, second];
        let row = &rows(Options::default(), &reports)[0];
        assert_eq!((row.events, row.repeats), (2, 1));
        let row = &rows(Options { drop_repeats: true, ..Options::default() }, &reports)[0];
        assert_eq!((row.events, row.repeats), (1, 0));
    }

    proptest! {
        #[test]
        fn neither_memory_nor_order_changes_the_counts(
            drawn in prop::collection::vec((1u8..4, 0usize..4, 0usize..4, 0usize..3), 0..60),
            limit in 1usize..8,
            one_a_day: bool,
        ) {
            let codes = ["DEU", "POL", "CZE", "AUT"];
            let mut reports: Vec<Value> = drawn
                .iter()
                .enumerate()
                .map(|(at, (day, source, target, code))| {
                    report(at, *day, codes[*source], codes[*target], ["040", "042", "043"][*code])
                })
                .collect();
            let whole = rows(Options { one_a_day, ..Options::default() }, &reports);
            let small = rows(Options { one_a_day, rows_in_memory: limit, ..Options::default() }, &reports);
            prop_assert_eq!(&whole, &small);
            reports.reverse();
            prop_assert_eq!(&whole, &rows(Options { one_a_day, ..Options::default() }, &reports));
        }
    }
}
