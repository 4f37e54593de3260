//! A user's own table of actors: CSV in, the option `actors` of the extractors out.

use std::path::Path;

use csv::{ReaderBuilder, StringRecord};
use dateline_core::suggest;
use serde_json::{Map, Value, json};

use crate::{ReadError, parse_published};

/// The columns, those that must be there first.
const COLUMNS: [&str; 6] = ["name", "code", "sector", "aliases", "from", "to"];
const NEEDED: usize = 2;

/// The sectors of CAMEO.
const SECTORS: [&str; 24] = [
    "GOV", "MIL", "REB", "OPP", "PTY", "COP", "JUD", "LEG", "SPY", "CVL", "REF", "LAB", "MED", "BUS", "EDU", "REL",
    "NGO", "IGO", "IMG", "MNC", "CRM", "ELI", "ENV", "UAF",
];

/// The longest code, in bytes.
const LONGEST_CODE: usize = 8;

/// Reads a table of actors: `name,code,sector,aliases,from,to`, aliases parted by semicolons, days as 2017-02-16. The
/// first line names the columns; those behind `code` may be left out.
///
/// # Errors
///
/// When the file cannot be read, or a cell of it is not what its column says: the line, the column and what is wrong.
pub fn read_actors(path: &Path) -> Result<Vec<Value>, ReadError> {
    let shown = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| ReadError::of_io(&shown, &error))?;
    parse(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes), &shown)
}

fn parse(bytes: &[u8], shown: &str) -> Result<Vec<Value>, ReadError> {
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(bytes);
    let refuse = |line: u64, column: Option<u64>, message: String| ReadError::new(shown, message).at(line, column);
    let unreadable = |error: &csv::Error| {
        refuse(error.position().map_or(1, csv::Position::line), None, format!("the row cannot be read: {error}"))
    };
    let names = reader.headers().map_err(|error| unreadable(&error))?.clone();
    let mut columns = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let known = COLUMNS.iter().position(|column| *column == name.trim().to_lowercase());
        columns.push(known.ok_or_else(|| {
            let message = format!("there is no column \"{}\": {}", name.trim(), suggest(name.trim(), COLUMNS));
            refuse(1, Some(at as u64 + 1), message)
        })?);
    }
    for (at, name) in COLUMNS[..NEEDED].iter().enumerate() {
        if !columns.contains(&at) {
            let message =
                format!("the column \"{name}\" is missing; the first line names the columns: {}", COLUMNS.join(","));
            return Err(refuse(1, None, message));
        }
    }
    let mut actors = Vec::new();
    let mut row = StringRecord::new();
    while reader.read_record(&mut row).map_err(|error| unreadable(&error))? {
        let line = row.position().map_or(0, csv::Position::line);
        let mut cells = [""; COLUMNS.len()];
        for (at, cell) in row.iter().enumerate() {
            match columns.get(at) {
                Some(column) => cells[*column] = cell.trim(),
                None if cell.trim().is_empty() => {}
                None => {
                    let message =
                        format!("the row has more cells than the {} columns that the first line names", columns.len());
                    return Err(refuse(line, Some(at as u64 + 1), message));
                }
            }
        }
        let actor = actor(cells).map_err(|(column, message)| {
            let at = columns.iter().position(|known| *known == column).map(|at| at as u64 + 1);
            refuse(line, at, format!("{}: {message}", COLUMNS[column]))
        })?;
        actors.push(actor);
    }
    Ok(actors)
}

/// An actor, or the column that is wrong and why.
fn actor([name, code, sector, aliases, from, to]: [&str; COLUMNS.len()]) -> Result<Value, (usize, String)> {
    if name.is_empty() {
        return Err((0, "it is empty: every actor needs a name".to_owned()));
    }
    let plain = code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if code.is_empty() || code.len() > LONGEST_CODE || !plain {
        let message =
            format!("\"{code}\" is no code: one to {LONGEST_CODE} capital letters and digits, as DEU or NATO");
        return Err((1, message));
    }
    if !sector.is_empty() && !SECTORS.contains(&sector) {
        return Err((2, format!("there is no sector \"{sector}\": {}", suggest(sector, SECTORS))));
    }
    let aliases: Vec<&str> = aliases.split(';').map(str::trim).filter(|alias| !alias.is_empty()).collect();
    let mut actor = Map::from_iter([
        ("name".to_owned(), json!(name)),
        ("code".to_owned(), json!(code)),
        ("sector".to_owned(), json!(sector)),
        ("aliases".to_owned(), json!(aliases)),
    ]);
    for (column, day) in [(4, from), (5, to)] {
        if day.is_empty() {
            continue;
        }
        let whole = parse_published(day).filter(|_| day.len() == 10);
        let day = whole.ok_or_else(|| (column, format!("\"{day}\" is no day: write it as 2017-02-16")))?.day;
        actor.insert(COLUMNS[column].to_owned(), json!(day.to_string()));
    }
    if !from.is_empty() && !to.is_empty() && from > to {
        return Err((5, format!("it ends on {to}, before it begins on {from}")));
    }
    Ok(Value::Object(actor))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(table: &str) -> String {
        parse(table.as_bytes(), "own.csv").expect_err("it is wrong").to_string()
    }

    #[test]
    fn a_table_becomes_options() {
        let table = "name,code,sector,aliases,from,to\nFree Port of Lund,LUND,GOV,the Port;Lund Port,2001-01-01,\n";
        let expected = json!([{"name": "Free Port of Lund", "code": "LUND", "sector": "GOV",
            "aliases": ["the Port", "Lund Port"], "from": "2001-01-01"}]);
        assert_eq!(Value::Array(parse(table.as_bytes(), "own.csv").expect("it is right")), expected);
        assert_eq!(parse(b"code,name\nLUND,Lund\n", "own.csv").expect("it is right").len(), 1);
    }

    #[test]
    fn what_is_wrong_is_named_with_line_and_column() {
        let misspelt = "own.csv:1:2: there is no column \"kode\": did you mean \"code\"?";
        assert!(error("name,kode\n").starts_with(misspelt), "{}", error("name,kode\n"));
        assert!(error("name\nLund\n").starts_with("own.csv:1: the column \"code\" is missing"));
        assert!(error("name,code\nLund,LUND\n,X\n").starts_with("own.csv:3:1: name: it is empty"));
        assert!(error("name,code\nLund,lund\n").starts_with("own.csv:2:2: code: \"lund\" is no code"));
        assert!(error("code,name,sector\nL,Lund,GVO\n").contains("own.csv:2:3: sector: there is no sector \"GVO\""));
        assert!(error("name,code,from\nLund,L,2001-02-30\n").contains("own.csv:2:3: from: \"2001-02-30\" is no day"));
        assert!(error("name,code,from,to\nLund,L,2002-01-01,2001-01-01\n").contains("own.csv:2:4: to: it ends"));
        assert!(error("name,code\nLund,L,X\n").contains("own.csv:2:3: the row has more cells"));
    }
}
