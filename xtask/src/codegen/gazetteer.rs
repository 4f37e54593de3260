//! `cargo xtask codegen gazetteer --inputs FOLDER`: makes `crates/data-gazetteer/data/gazetteer.bin`.
//!
//! FOLDER holds the unpacked inputs that `crates/data-gazetteer/data/SOURCES.tsv` lists; their SHA-256 must agree. The
//! other inputs are the tables keyed by hand beside it. The same inputs give the same bytes.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use dateline_data_gazetteer::{Builder, NameKind, Row, Source, behind_type, is_findable, other_writing, without_type};

use super::manifest;
use crate::workspace;

const CRATE: &str = "crates/data-gazetteer";
const TABLES: [&str; 6] =
    ["SOURCES.tsv", "countries.tsv", "subdivisions.tsv", "regions.tsv", "cities.tsv", "seats.tsv"];

/// Generates the gazetteer from the unpacked inputs in `folder` and writes its manifest.
///
/// # Errors
/// When an input is missing or differs from its hash, or a table cannot be read.
pub(crate) fn run(folder: &Path) -> Result<()> {
    let inputs = Inputs::read(folder)?;
    let mut builder = Builder::default();
    let countries = countries(&inputs, &mut builder)?;
    regions(&mut builder, &countries)?;
    let cities = cities(&inputs)?;
    let divisions = divisions(&inputs, &mut builder, &countries, &cities)?;
    regions_within(&mut builder, &divisions)?;
    place_cities(&inputs, &mut builder, &countries, &divisions, &cities)?;
    fs::write(data("gazetteer.bin"), builder.finish(&inputs.provenance)?)?;
    let committed = TABLES.iter().chain(&["gazetteer.bin"]).map(|name| Path::new(CRATE).join("data").join(name));
    manifest::write(&workspace::root(), Path::new(CRATE), &committed.collect::<Vec<_>>())
}

/// The path of a committed file.
fn data(name: &str) -> PathBuf {
    workspace::root().join(CRATE).join("data").join(name)
}

/// The inputs that are not committed, verified.
struct Inputs {
    files: HashMap<String, String>,
    provenance: String,
}

impl Inputs {
    fn read(folder: &Path) -> Result<Self> {
        let (mut files, mut provenance) = (HashMap::new(), String::new());
        for cells in table("SOURCES.tsv", 6)? {
            let [name, path, hash, package, terms, what] = &cells[..] else { unreachable!("table() checks the width") };
            let full = folder.join(path);
            let found = manifest::hash(&full).with_context(|| format!("unpack {package} in the folder"))?;
            ensure!(&found == hash, "{}: SHA-256 is {found}, SOURCES.tsv has {hash}", full.display());
            files.insert(name.clone(), fs::read_to_string(&full)?);
            provenance.extend([package, "\t", terms, "\t", what, "\n"]);
        }
        Ok(Self { files, provenance })
    }

    fn json(&self, name: &str) -> Result<serde_json::Value> {
        Ok(serde_json::from_str(&self.files[name])?)
    }
}

/// A table keyed by hand: cells of each line that is no comment.
fn table(name: &str, width: usize) -> Result<Vec<Vec<String>>> {
    let path = data(name);
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let mut rows = Vec::new();
    for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.starts_with('#')) {
        let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
        ensure!(cells.len() == width, "{}:{}: {} cells, not {width}", path.display(), i + 1, cells.len());
        rows.push(cells);
    }
    Ok(rows)
}

fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').filter(|s| !s.is_empty())
}

fn point(lat: &str, lon: &str) -> Result<(f64, f64)> {
    Ok((lat.parse().with_context(|| format!("{lat} is no latitude"))?, lon.parse()?))
}

fn name_all(builder: &mut Builder, row: u32, names: &str, demonyms: &str) {
    for name in list(names) {
        builder.name(row, name, NameKind::of(name, NameKind::Name));
    }
    for demonym in list(demonyms) {
        builder.name(row, demonym, NameKind::Demonym);
    }
}

fn countries(inputs: &Inputs, builder: &mut Builder) -> Result<HashMap<String, u32>> {
    let facts = inputs.json("countries")?;
    let mut rows = HashMap::new();
    let mut known = table("countries.tsv", 6)?;
    known.sort_by(|a, b| a[0].cmp(&b[0]));
    for cells in &known {
        let fact = &facts[&cells[0]];
        let text = |field: &str| fact[field].as_str().unwrap_or_default();
        let row = builder.country(Row {
            id: fact["geonameid"].as_u64().with_context(|| format!("{}: no such country", cells[0]))? as u32,
            name: text("name").to_owned(),
            point: point(&cells[2], &cells[3])?,
            population: fact["population"].as_u64().unwrap_or(0) as u32,
            parent: None,
            country: Some(rows.len() as u32),
            feature: cells[1].clone(),
            source: Source::GeonamesCountry,
            code: format!("{}.{}", cells[0], text("iso3")),
            capital: None,
        });
        rows.insert(cells[0].clone(), row);
        builder.name(row, text("name"), NameKind::Name);
        name_all(builder, row, &cells[4], &cells[5]);
    }
    Ok(rows)
}

fn regions(builder: &mut Builder, countries: &HashMap<String, u32>) -> Result<()> {
    let keyed = |name: &str, id: u32, at, country: Option<u32>, feature: &str| Row {
        id,
        name: name.to_owned(),
        point: at,
        population: 0,
        parent: country,
        country,
        feature: feature.to_owned(),
        source: Source::Keyed,
        code: String::new(),
        capital: None,
    };
    for cells in table("regions.tsv", 8)? {
        let row = builder.coded(keyed(
            &cells[0],
            cells[1].parse().unwrap_or(0),
            point(&cells[2], &cells[3])?,
            cells[4].get(..2).and_then(|iso2| countries.get(iso2).copied()),
            &cells[5],
        ));
        builder.name(row, &cells[0], NameKind::Name);
        name_all(builder, row, &cells[6], &cells[7]);
    }
    for cells in table("seats.tsv", 5)? {
        let country = *countries.get(&cells[3]).with_context(|| format!("{}: no country {}", cells[0], cells[3]))?;
        let row = builder.coded(keyed(&cells[0], 0, point(&cells[1], &cells[2])?, Some(country), &cells[4]));
        builder.name(row, &cells[0], NameKind::Name);
    }
    Ok(())
}

/// Regions come before the divisions that some of them lie in: their parents are completed here.
fn regions_within(builder: &mut Builder, divisions: &HashMap<String, u32>) -> Result<()> {
    for cells in table("regions.tsv", 8)? {
        if let Some(&division) = divisions.get(&cells[4]) {
            let region = builder.rows_mut().iter_mut().find(|r| r.source == Source::Keyed && r.name == cells[0]);
            region.with_context(|| format!("regions.tsv: {} has no row", cells[0]))?.parent = Some(division);
        } else {
            ensure!(cells[4].len() <= 2, "regions.tsv: there is no division {}", cells[4]);
        }
    }
    Ok(())
}

/// A populated place before it has a row.
struct City {
    id: u32,
    name: String,
    alternates: Vec<String>,
    point: (f64, f64),
    population: u32,
    country: String,
    feature: String,
    /// Codes of its divisions, the smallest first.
    codes: [String; 2],
}

fn cities(inputs: &Inputs) -> Result<Vec<City>> {
    let mut raw: HashMap<u32, Vec<&str>> = HashMap::new();
    for line in inputs.files["cities500"].lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        ensure!(cells.len() == 19, "cities500.txt: {} cells in {line:?}", cells.len());
        raw.insert(cells[0].parse()?, cells);
    }
    let json = inputs.json("cities")?;
    let mut cities = Vec::new();
    for fact in json.as_object().context("cities500.json is no object")?.values() {
        let text = |field: &str| fact[field].as_str().unwrap_or_default().to_owned();
        let id = fact["geonameid"].as_u64().context("a city without an id")? as u32;
        let (country, first) = (text("countrycode"), text("admin1code"));
        let older = raw.remove(&id);
        let second = older.as_ref().map_or("", |c| c[11]);
        cities.push(City {
            id,
            name: text("name"),
            alternates: fact["alternatenames"]
                .as_array()
                .map(|a| a.iter().filter_map(|n| n.as_str().map(str::to_owned)).collect())
                .unwrap_or_default(),
            point: (fact["latitude"].as_f64().unwrap_or(0.0), fact["longitude"].as_f64().unwrap_or(0.0)),
            population: fact["population"].as_u64().unwrap_or(0) as u32,
            feature: older.as_ref().map_or("P.PPL".to_owned(), |c| format!("P.{}", c[7])),
            codes: [format!("{country}.{first}.{second}"), format!("{country}.{first}")],
            country,
        });
    }
    cities.sort_by_key(|c| c.id);
    Ok(cities)
}

/// A division before it has a row.
struct Division {
    id: u32,
    code: String,
    name: String,
    aliases: Vec<String>,
    population: u64,
    points: (f64, f64, f64),
}

fn divisions(
    inputs: &Inputs,
    builder: &mut Builder,
    countries: &HashMap<String, u32>,
    cities: &[City],
) -> Result<HashMap<String, u32>> {
    let mut divisions = read_divisions(inputs)?;
    let mut index: HashMap<String, usize> = divisions.iter().enumerate().map(|(i, d)| (d.code.clone(), i)).collect();
    for city in cities {
        for i in city.codes.iter().filter_map(|c| index.get(c)) {
            let (division, (lat, lon)) = (&mut divisions[*i], city.point);
            division.population += u64::from(city.population);
            division.points = (division.points.0 + lat, division.points.1 + lon, division.points.2 + 1.0);
        }
    }
    let keyed = table("subdivisions.tsv", 5)?;
    for cells in &keyed {
        ensure!(index.contains_key(&cells[0]), "subdivisions.tsv: there is no division {}", cells[0]);
    }
    let keyed: HashMap<&str, &Vec<String>> = keyed.iter().map(|c| (c[0].as_str(), c)).collect();
    // A division without a listed place has no point to give.
    divisions.retain(|d| d.points.2 > 0.0 || keyed.contains_key(d.code.as_str()));
    divisions.sort_by(|a, b| (a.code.matches('.').count(), &a.code).cmp(&(b.code.matches('.').count(), &b.code)));
    index.clear();
    let mut rows = HashMap::new();
    for division in &divisions {
        let cells = keyed.get(division.code.as_str());
        let first =
            cells.and_then(|c| list(&c[3]).next()).filter(|n| NameKind::of(n, NameKind::Name) == NameKind::Name);
        let foreign = !["US", "CA", "AU", "GB"].contains(&&division.code[..2]);
        let (lat, lon, n) = division.points;
        let Some(&country) = countries.get(&division.code[..2]) else { continue };
        let parent = division.code.rsplit_once('.').and_then(|(p, _)| rows.get(p).copied()).unwrap_or(country);
        let level = division.code.matches('.').count().min(4);
        let row = builder.coded(Row {
            id: division.id,
            name: first.filter(|_| foreign).unwrap_or(&division.name).to_owned(),
            point: match cells {
                Some(c) => point(&c[1], &c[2])?,
                None => (lat / n, lon / n),
            },
            population: division.population.min(u64::from(u32::MAX)) as u32,
            parent: Some(parent),
            country: Some(country),
            feature: format!("A.ADM{level}"),
            source: Source::GeonamesDivision,
            code: division.code.clone(),
            capital: None,
        });
        rows.insert(division.code.clone(), row);
        builder.name(row, &division.name, NameKind::Name);
        for alias in division.aliases.iter().filter(|a| is_findable(a)) {
            builder.name(row, alias, NameKind::Alternate);
        }
        if level == 2 {
            // "Oconee and Clarke counties" names two of them without the word.
            if let Some(short) = [" County", " Parish"].iter().find_map(|t| division.name.strip_suffix(t)) {
                builder.name(row, short, NameKind::Alternate);
            }
            if let Some(short) = behind_type(&division.name) {
                builder.name(row, short, NameKind::Alternate);
            }
        }
        if level == 1 {
            for short in std::iter::once(&division.name).chain(&division.aliases).filter_map(|n| without_type(n)) {
                builder.name(row, short, NameKind::Alternate);
            }
        }
        if let Some(c) = cells {
            name_all(builder, row, &c[3], &c[4]);
        }
    }
    Ok(rows)
}

fn read_divisions(inputs: &Inputs) -> Result<Vec<Division>> {
    let mut names: HashMap<String, String> = HashMap::new();
    for level in ["admin1", "admin2"] {
        for entry in inputs.json(level)?.as_array().context("no array")? {
            if let (Some(code), Some(name)) = (entry["code"].as_str(), entry["name"].as_str()) {
                names.insert(code.to_owned(), name.to_owned());
            }
        }
    }
    let mut divisions = Vec::new();
    for line in inputs.files["divisions"].lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [_, _, code, id, _, aliases, ..] = cells[..] else { bail!("subdivisions.tsv: {line:?}") };
        // The ISO name of that table is not used: names are GeoNames' own, by code.
        let (Some(name), Ok(id)) = (names.get(code), id.parse()) else { continue };
        divisions.push(Division {
            id,
            code: code.to_owned(),
            name: name.clone(),
            aliases: list(aliases).map(str::to_owned).collect(),
            population: 0,
            points: (0.0, 0.0, 0.0),
        });
    }
    Ok(divisions)
}

fn place_cities(
    inputs: &Inputs,
    builder: &mut Builder,
    countries: &HashMap<String, u32>,
    divisions: &HashMap<String, u32>,
    cities: &[City],
) -> Result<()> {
    let keyed = table("cities.tsv", 3)?;
    let mut keyed: HashMap<u32, &Vec<String>> = keyed.iter().filter_map(|c| Some((c[0].parse().ok()?, c))).collect();
    let facts = inputs.json("countries")?;
    let mut capitals: BTreeMap<u32, u32> = BTreeMap::new();
    for city in cities {
        let Some(&country) = countries.get(&city.country) else { continue };
        let cells = keyed.remove(&city.id);
        let shown = cells.and_then(|c| list(&c[1]).next()).unwrap_or(&city.name);
        let row = builder.place(Row {
            id: city.id,
            name: shown.to_owned(),
            point: city.point,
            population: city.population,
            parent: Some(city.codes.iter().find_map(|c| divisions.get(c).copied()).unwrap_or(country)),
            country: Some(country),
            feature: city.feature.clone(),
            source: Source::GeonamesCity,
            code: String::new(),
            capital: None,
        });
        // Keyed names replace the usual one where they leave it out: "Gaza" is the strip, "Gaza City" the city.
        let usual = cells.is_none_or(|c| list(&c[1]).any(|n| *n == city.name));
        builder.name(row, &city.name, if usual { NameKind::Name } else { NameKind::Alternate });
        let mut seen = HashSet::new();
        if let Some(written) = other_writing(&city.name).filter(|w| !city.alternates.contains(w)) {
            builder.name(row, &written, NameKind::Alternate);
        }
        for alternate in city.alternates.iter().filter(|a| is_findable(a) && seen.insert(a.as_str())) {
            builder.name(row, alternate, NameKind::Alternate);
        }
        if let Some(c) = cells {
            name_all(builder, row, &c[1], &c[2]);
        }
        let named = facts[&city.country]["capital"].as_str().unwrap_or_default();
        let is_named = city.name == named || shown == named || city.alternates.iter().any(|a| a == named);
        if city.feature == "P.PPLC" || (is_named && !named.is_empty()) {
            let best = capitals.entry(country).or_insert(row);
            let rank = |r: u32, rows: &[Row]| (rows[r as usize].feature == "P.PPLC", rows[r as usize].population);
            if rank(row, builder.rows_mut()) > rank(*best, builder.rows_mut()) {
                *best = row;
            }
        }
    }
    ensure!(keyed.is_empty(), "cities.tsv: no such cities: {:?}", keyed.keys());
    for (country, capital) in capitals {
        builder.rows_mut()[country as usize].capital = Some(capital);
    }
    Ok(())
}
