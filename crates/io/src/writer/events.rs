//! Events as a table with tabs: one row for each ordered pair of actors, in the columns of CAMEO and PLOVER records.

use serde_json::{Map, Value};

use super::convert::{Convert, cell};
use crate::pairs::{PairRow, Party, event_rows};

/// The columns, in their order.
const COLUMNS: [&str; 28] = [
    "date",
    "date_from",
    "source",
    "source_code",
    "source_sector",
    "target",
    "target_code",
    "target_sector",
    "cameo",
    "root",
    "plover",
    "mode",
    "context",
    "quad",
    "goldstein",
    "status",
    "reciprocal",
    "tone",
    "confidence",
    "place",
    "country",
    "lat",
    "lon",
    "geonameid",
    "text",
    "url",
    "document",
    "event",
];

/// Writes the events of each document.
pub(super) struct Events;

impl Convert for Events {
    fn begin(&self, out: &mut Vec<u8>) {
        write_row(COLUMNS.map(str::to_owned), out);
    }

    fn document(&self, document: &Map<String, Value>, out: &mut Vec<u8>) {
        for row in event_rows(document) {
            write_row(COLUMNS.map(|column| value(&row, document, column)), out);
        }
    }
}

fn value(row: &PairRow<'_>, document: &Map<String, Value>, column: &str) -> String {
    let side = |party: Option<Party<'_>>, field: fn(Party<'_>) -> String| party.map(field).unwrap_or_default();
    let name = |party: Party<'_>| party.name.to_owned();
    let code = |party: Party<'_>| party.code.to_owned();
    let sector = |party: Party<'_>| party.sector.to_owned();
    let place = |field| cell(row.place.and_then(|place| place.get(field)));
    match column {
        "date" => row.day.to_owned(),
        "date_from" => row.day_from.to_owned(),
        "source" => side(row.source, name),
        "source_code" => side(row.source, code),
        "source_sector" => side(row.source, sector),
        "target" => side(row.target, name),
        "target_code" => side(row.target, code),
        "target_sector" => side(row.target, sector),
        "tone" => row.tone.map(|tone| tone.to_string()).unwrap_or_default(),
        "place" => place("name"),
        "country" | "lat" | "lon" | "geonameid" => place(column),
        "url" => cell(document.get("url")),
        "document" => cell(document.get("id")),
        "event" => cell(row.annotation.get("id")),
        _ => cell(row.annotation.get(column)),
    }
}

/// A row of cells, in which tabs and line breaks become spaces: the format has no other way to hold them.
fn write_row(cells: impl IntoIterator<Item = String>, out: &mut Vec<u8>) {
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            out.push(b'\t');
        }
        out.extend(cell.bytes().map(|byte| if matches!(byte, b'\t' | b'\n' | b'\r') { b' ' } else { byte }));
    }
    out.push(b'\n');
}
