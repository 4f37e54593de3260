//! A CSV file of places of one's own.

use std::path::Path;

use dateline_data_gazetteer::{Laid, key};

use crate::Error;

/// The columns that are known; the first three must be there.
const COLUMNS: [&str; 8] = ["name", "lat", "lon", "country", "id", "feature", "population", "aliases"];

/// Reads a CSV file with a header line: `name`, `lat`, `lon`, and where known `country` (ISO 3166-1 alpha-2), `id`
/// (GeoNames), `feature` (class and code, as `S.CMP`), `population` and `aliases` (parted by `|`).
///
/// Lines that are not right are told to `skipped`, with their number and the reason, and left out.
///
/// # Errors
/// When the file cannot be read, or its header lacks a column or has one that is not known.
pub fn read_places(path: &Path, skipped: &mut dyn FnMut(u64, String)) -> Result<Vec<Laid>, Error> {
    let file = std::fs::File::open(path).map_err(Error::io(path))?;
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(file);
    let header = reader.headers().map_err(|e| Error::wrong(path, Some(1), e.to_string()))?.clone();
    let names: Vec<&str> = header.iter().map(|name| name.trim_start_matches('\u{feff}')).collect();
    let known = COLUMNS.join(", ");
    if let Some(unknown) = names.iter().find(|name| !COLUMNS.contains(name)) {
        return Err(Error::wrong(path, Some(1), format!("there is no column \"{unknown}\": the columns are {known}")));
    }
    if let Some(missing) = COLUMNS[..3].iter().find(|name| !names.contains(name)) {
        return Err(Error::wrong(
            path,
            Some(1),
            format!("the column \"{missing}\" is missing: the first line names the columns, which are {known}"),
        ));
    }
    let mut places = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                skipped(error.position().map_or(0, csv::Position::line), error.to_string());
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |column: &str| names.iter().position(|n| *n == column).and_then(|at| record.get(at)).unwrap_or("");
        match place(&cell) {
            Ok(place) => places.push(place),
            Err(reason) => skipped(line, reason),
        }
    }
    Ok(places)
}

fn place<'r>(cell: &impl Fn(&str) -> &'r str) -> Result<Laid, String> {
    let degrees = |column: &str, most: f64| {
        let value = cell(column).parse::<f64>().ok().filter(|v| v.abs() <= most);
        value.ok_or_else(|| format!("{column} \"{}\" is no number from -{most} to {most}", cell(column)))
    };
    let number = |column: &str| match cell(column) {
        "" => Ok(0),
        text => text.parse::<u32>().map_err(|_| format!("{column} \"{text}\" is no whole number")),
    };
    let name = cell("name");
    if key(name).is_none() {
        return Err(format!("the name \"{name}\" cannot be found in text: it needs Latin letters, without commas"));
    }
    let country = cell("country");
    if !(country.is_empty() || country.len() == 2 && country.bytes().all(|b| b.is_ascii_alphabetic())) {
        return Err(format!("country \"{country}\" is no ISO 3166-1 code of two letters"));
    }
    let feature = cell("feature");
    let is_feature = feature.split_once('.').is_some_and(|(class, code)| {
        matches!(class, "A" | "H" | "L" | "P" | "R" | "S" | "T" | "U" | "V") && !code.is_empty()
    });
    if !(feature.is_empty() || is_feature && feature.len() <= 8) {
        return Err(format!("feature \"{feature}\" is no class and code of GeoNames, as P.PPL or S.CMP"));
    }
    Ok(Laid {
        id: number("id")?,
        name: name.to_owned(),
        aliases: cell("aliases").split('|').map(str::trim).filter(|a| !a.is_empty()).map(str::to_owned).collect(),
        point: (degrees("lat", 90.0)?, degrees("lon", 180.0)?),
        country: country.to_ascii_uppercase(),
        feature: feature.to_owned(),
        population: number("population")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(content: &str) -> (Result<Vec<Laid>, String>, Vec<String>) {
        let unique = std::thread::current().name().unwrap_or("test").replace(':', "-");
        let path = std::env::temp_dir().join(format!("dateline-{unique}-{}.csv", std::process::id()));
        std::fs::write(&path, content).expect("can be written");
        let mut skipped = Vec::new();
        let places = read_places(&path, &mut |line, why| skipped.push(format!("{line}: {why}")));
        std::fs::remove_file(&path).expect("can be removed");
        (places.map_err(|e| e.to_string()), skipped)
    }

    #[test]
    fn columns_stand_in_any_order_and_bad_lines_are_named() {
        let (places, skipped) = read(
            "\u{feff}lat,name,lon,aliases,country\n36.4,Camp Marigold,38.3,CM|Marigold Camp,sy\nnorth,Nowhere,1,,\n1,,1,,\n\
             1,Far,200,,\n1,Odd,2,,SYR\n",
        );
        let places = places.expect("the header is right");
        assert_eq!((places.len(), places[0].name.as_str(), places[0].country.as_str()), (1, "Camp Marigold", "SY"));
        assert_eq!(places[0].aliases, ["CM", "Marigold Camp"]);
        assert_eq!(skipped.len(), 4, "{skipped:?}");
        assert!(skipped[0].starts_with("3: lat \"north\" is no number"), "{skipped:?}");
    }

    #[test]
    fn a_wrong_header_is_an_error_that_lists_the_columns() {
        assert!(read("name,lat\nA,1\n").0.is_err_and(|e| e.contains("\"lon\" is missing") && e.contains("aliases")));
        assert!(read("name,lat,lon,colour\n").0.is_err_and(|e| e.contains("no column \"colour\"")));
    }
}
