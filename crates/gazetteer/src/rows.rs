//! The first stage: three passes over the table of places. The first learns the countries and the codes of divisions,
//! the second writes what others may lie in, the third writes the rest.

use std::collections::{HashMap, HashSet};

use dateline_data_gazetteer::stream::{Columns, Counts};
use dateline_data_gazetteer::{Gazetteer, Level, NameKind, Place, Row, Source, is_findable, without_type};

use crate::Error;
use crate::build::{Meter, Names, Stage, Watch, Work};
use crate::dump::{Line, Table};
use crate::sort::Sorter;

/// Writes all columns, the rows by id, and the names that stand in the table itself.
pub(crate) fn write(work: &Work<'_>, watch: &mut dyn Watch) -> Result<Counts, Error> {
    let known = Gazetteer::embedded();
    let mut survey = Survey::of(work, &known, watch)?;
    let failed = |error| Error::io(work.folder)(error);
    let mut writer = Writer {
        columns: Columns::create(work.folder).map_err(failed)?,
        rows: Sorter::create(work.folder, "rows").map_err(failed)?,
        names: Names(Sorter::create(work.folder, "names").map_err(failed)?),
    };
    let mut lent = vec![u32::MAX; known.len()];
    for (number, country) in survey.countries.iter().enumerate() {
        let row = writer.row(&country.row, Kind::Country).map_err(failed)?;
        debug_assert_eq!(row as usize, number);
        writer.name(&country.name, row, country.row.population, NameKind::Name).map_err(failed)?;
        if let Some(place) = country.lent {
            lent[place as usize] = row;
        }
    }
    pass(work, watch, 1, |line| survey.coded(line, &known, &mut writer).map_err(failed))?;
    survey.lend(&known, &mut writer, &mut lent).map_err(failed)?;
    pass(work, watch, 2, |line| survey.rest(line, &known, &mut writer).map_err(failed))?;
    survey.division_names(work, &mut writer, watch)?;
    known_names(&known, &lent, &mut writer).map_err(failed)?;
    let Writer { columns, rows, names } = writer;
    rows.finish().and_then(|()| names.0.finish()).map_err(failed)?;
    let capitals: Vec<(u32, u32)> =
        survey.capitals.iter().enumerate().filter_map(|(c, r)| Some((c as u32, (*r)?))).collect();
    columns.finish(&capitals).map_err(failed)
}

/// How a name names its place, as it stands in a record.
pub(crate) fn kind(code: u8) -> NameKind {
    const ALL: [NameKind; 6] = [
        NameKind::Name,
        NameKind::Alternate,
        NameKind::Pointed,
        NameKind::Capitals,
        NameKind::Initials,
        NameKind::Demonym,
    ];
    ALL[usize::from(code) % ALL.len()]
}

/// One of the three passes over the table of places.
fn pass(
    work: &Work<'_>,
    watch: &mut dyn Watch,
    number: u64,
    mut each: impl FnMut(&Line<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let path = &work.dump.places;
    let size = Table::size(path)?;
    let mut meter = Meter::new(watch, Stage::Places, size * 3);
    let mut table = Table::open(path)?;
    while let Some((line, read, text)) = table.next()? {
        match Line::parse(text) {
            Ok(line) => each(&line)?,
            Err(why) if number == 0 => meter.watch.skipped(path, line, &why),
            Err(_) => {}
        }
        meter.at(work.folder, size * number + read)?;
    }
    Ok(())
}

/// The names that the embedded gazetteer has for places that this one took over from it or shares with it.
fn known_names(known: &Gazetteer, lent: &[u32], writer: &mut Writer<'_>) -> std::io::Result<()> {
    let mut result = Ok(());
    known.each_name(|name, kind, row| {
        let Some(place) = known.place(row).filter(|_| result.is_ok()) else { return };
        let mine = lent[row as usize];
        result = if mine != u32::MAX {
            writer.name(name, mine, place.population(), kind)
        } else if let Some(id) = place.id().filter(|_| row < known.coded() || kind != NameKind::Alternate) {
            writer.rows.push(&[&id.to_be_bytes(), &[1, kind as u8], name.as_bytes()])
        } else {
            Ok(())
        };
    });
    result
}

/// Where rows and names go.
struct Writer<'f> {
    columns: Columns<'f>,
    rows: Sorter,
    names: Names,
}

#[derive(Clone, Copy)]
enum Kind {
    Country,
    Coded,
    Place,
}

impl Writer<'_> {
    fn row(&mut self, row: &Row, kind: Kind) -> std::io::Result<u32> {
        let number = match kind {
            Kind::Country => self.columns.country(row),
            Kind::Coded => self.columns.coded(row),
            Kind::Place => self.columns.place(row),
        }?;
        if row.id != 0 {
            self.rows.push(&[&row.id.to_be_bytes(), &[0], &number.to_be_bytes(), &row.population.to_be_bytes()])?;
        }
        Ok(number)
    }

    fn name(&mut self, name: &str, row: u32, population: u32, kind: NameKind) -> std::io::Result<()> {
        self.names.add(name, row, population, kind as u8)
    }
}

/// A country before it is written.
struct Country {
    row: Row,
    name: String,
    /// Its row in the embedded gazetteer, where the dump does not have it.
    lent: Option<u32>,
    /// GeoNames id of its capital.
    capital: u32,
}

/// What the first pass learns.
struct Survey<'w> {
    work: &'w Work<'w>,
    countries: Vec<Country>,
    by_iso2: HashMap<String, u32>,
    by_id: HashMap<u32, u32>,
    /// Rows by the code of a division.
    divisions: HashMap<String, u32>,
    /// Rows of divisions and regions by id.
    coded: HashMap<u32, u32>,
    /// Ids of the embedded hand-keyed places.
    keyed: HashSet<u32>,
    /// Rows of the embedded gazetteer by id.
    known: HashMap<u32, u32>,
    /// What a place lies in, where that is a division or region.
    hierarchy: HashMap<u32, u32>,
    capitals: Vec<Option<u32>>,
    code: String,
    /// The alternate names of the table of places are taken.
    own_alternates: bool,
}

impl<'w> Survey<'w> {
    fn of(work: &'w Work<'w>, known: &Gazetteer, watch: &mut dyn Watch) -> Result<Self, Error> {
        let countries = countries(work, known, watch)?;
        let ids = |(n, c): (usize, &Country)| (c.row.id, n as u32);
        let mut survey = Survey {
            work,
            by_iso2: countries.iter().enumerate().map(|(n, c)| (c.row.code[..2].to_owned(), n as u32)).collect(),
            by_id: countries.iter().enumerate().map(ids).collect(),
            divisions: HashMap::new(),
            coded: HashMap::new(),
            keyed: known.places().filter(|p| p.source() == Source::Keyed).filter_map(Place::id).collect(),
            known: known.places().filter_map(|p| Some((p.id()?, p.row()))).collect(),
            hierarchy: HashMap::new(),
            capitals: vec![None; countries.len()],
            countries,
            code: String::new(),
            own_alternates: work.dump.alternates.is_none(),
        };
        let mut next = survey.countries.len() as u32;
        pass(work, watch, 0, |line| {
            if let Some(&number) = survey.by_id.get(&line.id) {
                let country = &mut survey.countries[number as usize];
                country.row.point = line.point;
                country.row.population = line.population.max(country.row.population);
                country.row.source = Source::GeonamesDump;
                country.lent = None;
            } else if survey.is_coded(line) {
                if let Some(level) = line.level().filter(|&level| line.division(level, &mut survey.code)) {
                    debug_assert!(level <= 5);
                    survey.divisions.entry(survey.code.clone()).or_insert(next);
                }
                survey.coded.insert(line.id, next);
                next += 1;
            }
            Ok(())
        })?;
        survey.read_hierarchy(watch)?;
        Ok(survey)
    }

    fn takes_country(&self, iso2: &str) -> bool {
        let chosen = &self.work.filter.countries;
        chosen.is_empty() || chosen.iter().any(|c| c == iso2)
    }

    /// Whether others may lie in this place.
    fn is_coded(&self, line: &Line<'_>) -> bool {
        line.level().is_some_and(|level| {
            let class = &self.work.filter.classes;
            self.takes_country(line.country) && (level < 3 || class.is_empty() || class.contains('A'))
        }) || self.keyed.contains(&line.id)
    }

    fn read_hierarchy(&mut self, watch: &mut dyn Watch) -> Result<(), Error> {
        let Some(path) = &self.work.dump.hierarchy else { return Ok(()) };
        let mut table = Table::open(path)?;
        while let Some((line, _, text)) = table.next()? {
            let mut ids = text.split('\t').map_while(|cell| cell.parse::<u32>().ok());
            match (ids.next(), ids.next()) {
                (Some(parent), Some(child)) => {
                    if let Some(&row) = self.coded.get(&parent) {
                        self.hierarchy.insert(child, row);
                    }
                }
                _ => watch.skipped(path, line, "it does not begin with two ids"),
            }
        }
        Ok(())
    }

    /// A line as a row; `depth` is the level of the smallest division that it may lie in.
    fn row(&mut self, line: &Line<'_>, depth: usize, known: &Gazetteer) -> Row {
        let country = self.by_iso2.get(line.country).copied();
        let mut parent = (1..=depth).rev().find_map(|level| {
            line.division(level, &mut self.code).then(|| self.divisions.get(&self.code).copied()).flatten()
        });
        parent = parent.filter(|row| self.coded.get(&line.id) != Some(row));
        let hierarchy = || self.hierarchy.get(&line.id).copied().filter(|row| self.coded.get(&line.id) != Some(row));
        let place = self.known.get(&line.id).and_then(|&row| known.place(row));
        Row {
            id: line.id,
            name: place.map_or(line.name, Place::name).to_owned(),
            point: line.point,
            population: if line.population > 0 { line.population } else { place.map_or(0, Place::population) },
            parent: parent.or_else(hierarchy).or(country),
            country,
            feature: format!("{}.{}", line.class, line.code),
            source: if self.keyed.contains(&line.id) { Source::Keyed } else { Source::GeonamesDump },
            code: String::new(),
            capital: None,
        }
    }

    fn coded(&mut self, line: &Line<'_>, known: &Gazetteer, writer: &mut Writer<'_>) -> std::io::Result<()> {
        if self.by_id.contains_key(&line.id) || !self.is_coded(line) {
            return Ok(());
        }
        let level = line.level();
        let mut row = self.row(line, level.map_or(4, |level| level - 1), known);
        if level.is_some_and(|level| line.division(level, &mut self.code)) {
            row.code.clone_from(&self.code);
        }
        let number = writer.row(&row, Kind::Coded)?;
        self.names(line, &row, number, writer)?;
        if level == Some(1) {
            for short in [line.name, line.ascii].into_iter().filter_map(without_type) {
                writer.name(short, number, row.population, NameKind::Alternate)?;
            }
        }
        if level == Some(2) {
            let short = [" County", " Parish"].iter().find_map(|t| line.name.strip_suffix(t));
            if let Some(short) = short {
                writer.name(short, number, row.population, NameKind::Alternate)?;
            }
        }
        Ok(())
    }

    /// The regions, seats and divisions of the embedded gazetteer that the dump does not have.
    fn lend(&mut self, known: &Gazetteer, writer: &mut Writer<'_>, lent: &mut [u32]) -> std::io::Result<()> {
        for place in known.places().take(known.coded() as usize).filter(|p| p.level() != Level::Country) {
            let is_division = place.source() == Source::GeonamesDivision;
            let there = place.id().is_some_and(|id| self.coded.contains_key(&id))
                || is_division && self.divisions.contains_key(place.code());
            if there || is_division && !self.takes_country(place.iso2()) {
                continue;
            }
            let country = self.by_iso2.get(place.iso2()).copied();
            let above = place.code().rsplit_once('.').and_then(|(above, _)| self.divisions.get(above)).copied();
            let parent = above.or_else(|| {
                let parent = place.parent().filter(|p| p.level() != Level::Country)?;
                self.divisions.get(parent.code()).copied()
            });
            let row = writer.row(
                &Row {
                    id: place.id().unwrap_or(0),
                    name: place.name().to_owned(),
                    point: (place.lat(), place.lon()),
                    population: place.population(),
                    parent: parent.or(country),
                    country,
                    feature: place.feature().to_owned(),
                    source: place.source(),
                    code: place.code().to_owned(),
                    capital: None,
                },
                Kind::Coded,
            )?;
            lent[place.row() as usize] = row;
            if is_division {
                self.divisions.insert(place.code().to_owned(), row);
            }
        }
        Ok(())
    }

    fn rest(&mut self, line: &Line<'_>, known: &Gazetteer, writer: &mut Writer<'_>) -> std::io::Result<()> {
        let filter = self.work.filter;
        let chosen = (filter.classes.is_empty() || filter.classes.contains(line.class) && !line.class.is_empty())
            && self.takes_country(line.country)
            && (line.class != "P" || line.population >= filter.least_population);
        if !chosen || self.by_id.contains_key(&line.id) || self.is_coded(line) {
            return Ok(());
        }
        let row = self.row(line, 4, known);
        let number = writer.row(&row, Kind::Place)?;
        if let Some(country) = row.country {
            let named = self.countries[country as usize].capital == line.id;
            let capital = &mut self.capitals[country as usize];
            if named || line.code == "PPLC" && capital.is_none() {
                *capital = Some(number);
            }
        }
        self.names(line, &row, number, writer)
    }

    fn names(&self, line: &Line<'_>, row: &Row, number: u32, writer: &mut Writer<'_>) -> std::io::Result<()> {
        writer.name(line.name, number, row.population, NameKind::Name)?;
        if line.ascii != line.name {
            writer.name(line.ascii, number, row.population, NameKind::Alternate)?;
        }
        if self.own_alternates {
            for alternate in line.alternates.split(',').filter(|name| is_findable(name)) {
                writer.name(alternate, number, row.population, NameKind::Alternate)?;
            }
        }
        Ok(())
    }

    /// `admin1CodesASCII.txt` and `admin2Codes.txt`: code, name, ASCII name, id.
    fn division_names(&self, work: &Work<'_>, writer: &mut Writer<'_>, watch: &mut dyn Watch) -> Result<(), Error> {
        for path in &work.dump.divisions {
            let mut table = Table::open(path)?;
            while let Some((line, _, text)) = table.next()? {
                let cells: Vec<&str> = text.split('\t').collect();
                let [code, name, ascii, id] = cells[..] else {
                    watch.skipped(path, line, "it has not the four cells code, name, ASCII name and id");
                    continue;
                };
                let Some(id) = id.parse::<u32>().ok().filter(|_| self.divisions.contains_key(code)) else { continue };
                for name in [name, ascii] {
                    let names = [1, NameKind::Alternate as u8];
                    let pushed = writer.rows.push(&[&id.to_be_bytes(), &names, name.as_bytes()]);
                    pushed.map_err(Error::io(work.folder))?;
                }
            }
        }
        Ok(())
    }
}

/// The countries: those of the embedded gazetteer and those of `countryInfo.txt`, by code.
fn countries(work: &Work<'_>, known: &Gazetteer, watch: &mut dyn Watch) -> Result<Vec<Country>, Error> {
    let row = |id, name: &str, code: String| Row {
        id,
        name: name.to_owned(),
        point: (0.0, 0.0),
        population: 0,
        parent: None,
        country: None,
        feature: "A.PCLI".to_owned(),
        source: Source::GeonamesDump,
        code,
        capital: None,
    };
    let mut all: Vec<Country> = known
        .places()
        .take_while(|p| p.level() == Level::Country)
        .map(|place| Country {
            row: Row {
                point: (place.lat(), place.lon()),
                population: place.population(),
                feature: place.feature().to_owned(),
                source: place.source(),
                ..row(place.id().unwrap_or(0), place.name(), place.code().to_owned())
            },
            name: place.name().to_owned(),
            lent: Some(place.row()),
            capital: place.capital().and_then(Place::id).unwrap_or(0),
        })
        .collect();
    if let Some(path) = &work.dump.countries {
        let mut table = Table::open(path)?;
        while let Some((line, _, text)) = table.next()? {
            let cells: Vec<&str> = text.split('\t').collect();
            let id = cells.get(16).and_then(|id| id.parse::<u32>().ok());
            let (Some(id), true) = (id, cells.len() > 16 && cells[0].len() == 2 && cells[1].len() == 3) else {
                watch.skipped(path, line, "it has no codes of two and three letters and no geonameid in cell 17");
                continue;
            };
            match all.iter_mut().find(|c| c.row.code.starts_with(cells[0])) {
                Some(country) => country.row.id = id,
                None => all.push(Country {
                    row: row(id, cells[4], format!("{}.{}", cells[0], cells[1])),
                    name: cells[4].to_owned(),
                    lent: None,
                    capital: 0,
                }),
            }
        }
    }
    all.sort_by(|a, b| a.row.code.cmp(&b.row.code));
    for (number, country) in all.iter_mut().enumerate() {
        country.row.country = Some(number as u32);
    }
    Ok(all)
}
