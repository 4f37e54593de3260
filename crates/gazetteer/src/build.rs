//! The stages of a build: each leaves its results in a folder beside the file, and is not done again.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use dateline_data_gazetteer::stream::{Counts, Index, assemble};
use dateline_data_gazetteer::{Gazetteer, NameKind, is_findable, key};

use crate::dump::Table;
use crate::sort::{Merged, Sorter};
use crate::{Error, Problem, rows};

/// A GeoNames dump.
#[derive(Clone, Debug)]
pub struct Dump {
    /// `allCountries.txt`, or a file of the same columns (`US.txt`, `cities500.txt`).
    pub places: PathBuf,
    /// `alternateNamesV2.txt`. Without it, the alternate names that stand in the table of places are taken.
    pub alternates: Option<PathBuf>,
    /// `admin1CodesASCII.txt` and `admin2Codes.txt`: more names of divisions.
    pub divisions: Vec<PathBuf>,
    /// `countryInfo.txt`. Without it, the countries are those of the embedded gazetteer.
    pub countries: Option<PathBuf>,
    /// `hierarchy.txt`: what places lie in that no code of a division says.
    pub hierarchy: Option<PathBuf>,
}

/// What of a dump is taken. Countries, first and second-level divisions and the places of the embedded hand-keyed tables
/// always are, since others lie in them.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Feature classes, one letter each; all where this is empty.
    pub classes: String,
    /// ISO 3166-1 alpha-2 codes in capitals; all where this is empty.
    pub countries: Vec<String>,
    /// Populated places of fewer people are left out.
    pub least_population: u32,
    /// Languages of alternate names; all where this is empty. Names without a language are always taken.
    pub languages: Vec<String>,
}

/// What a build is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading the places.
    Places,
    /// Reading the alternate names.
    Alternates,
    /// Bringing alternate names and places together.
    Join,
    /// Building the index of names.
    Index,
    /// Writing the file.
    File,
}

impl Stage {
    const ALL: [Stage; 5] = [Stage::Places, Stage::Alternates, Stage::Join, Stage::Index, Stage::File];

    /// What is done in this stage, for people.
    pub fn describe(self) -> &'static str {
        match self {
            Stage::Places => "reading places",
            Stage::Alternates => "reading alternate names",
            Stage::Join => "joining names to places",
            Stage::Index => "building the index",
            Stage::File => "writing the file",
        }
    }
}

/// Looks on while a gazetteer is built.
pub trait Watch {
    /// So many of so many bytes of a stage are done; `Break` stops the build, which can go on later.
    fn progress(&mut self, stage: Stage, done: u64, total: u64) -> ControlFlow<()>;
    /// A line of a table was skipped.
    fn skipped(&mut self, file: &Path, line: u64, why: &str);
}

/// What was built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Number of places.
    pub places: u32,
    /// The stages that had been done before.
    pub resumed: usize,
}

impl Dump {
    /// The dump in a folder, or the one that a table of places stands in.
    ///
    /// # Errors
    /// When there is no `allCountries.txt` in the folder, or the file is packed.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let (folder, places) = if path.is_dir() {
            (path, path.join("allCountries.txt"))
        } else {
            (path.parent().unwrap_or(Path::new("")), path.to_owned())
        };
        if path.extension().is_some_and(|e| e == "zip" || e == "gz") {
            return Err(Error::wrong(path, None, "unpack the dump first"));
        }
        if !places.is_file() {
            let what = "there is no such file; name the folder of a GeoNames dump, or a table of its places";
            return Err(Error::wrong(&places, None, what));
        }
        let there = |name: &str| Some(folder.join(name)).filter(|path| path.is_file());
        Ok(Self {
            places,
            alternates: there("alternateNamesV2.txt"),
            divisions: ["admin1CodesASCII.txt", "admin2Codes.txt"].into_iter().filter_map(there).collect(),
            countries: there("countryInfo.txt"),
            hierarchy: there("hierarchy.txt"),
        })
    }

    /// Makes the gazetteer file `out`. What is under way lies in the folder `OUT.parts`, which is removed at the end; when
    /// it is there and belongs to the same dump and filter, the build goes on behind its last whole stage.
    ///
    /// # Errors
    /// When a table cannot be read, something cannot be written, or the build was stopped.
    pub fn build(&self, filter: &Filter, out: &Path, watch: &mut dyn Watch) -> Result<Summary, Error> {
        if !filter.languages.is_empty() && self.alternates.is_none() {
            let what = "to choose names by language, put alternateNamesV2.txt beside this file";
            return Err(Error::wrong(&self.places, None, what));
        }
        let mut parts = out.as_os_str().to_owned();
        parts.push(".parts");
        let folder = PathBuf::from(parts);
        let work = Work { dump: self, filter, folder: &folder };
        let (resumed, mut counts) = work.begin()?;
        for (number, stage) in Stage::ALL.into_iter().enumerate().skip(resumed) {
            match stage {
                Stage::Places => counts = rows::write(&work, watch)?,
                Stage::Alternates => work.alternates(watch)?,
                Stage::Join => work.join(watch)?,
                Stage::Index => work.index(watch)?,
                Stage::File => work.file(counts, out, watch)?,
            }
            work.note(number + 1, counts)?;
        }
        fs::remove_dir_all(&folder).map_err(Error::io(&folder))?;
        Ok(Summary { places: counts[2], resumed })
    }
}

/// A build under way.
pub(crate) struct Work<'w> {
    pub(crate) dump: &'w Dump,
    pub(crate) filter: &'w Filter,
    pub(crate) folder: &'w Path,
}

/// How often the watcher is asked.
const EVERY: u64 = 4 << 20;

/// Tells the watcher now and then.
pub(crate) struct Meter<'m> {
    pub(crate) watch: &'m mut dyn Watch,
    stage: Stage,
    total: u64,
    told: u64,
}

impl<'m> Meter<'m> {
    pub(crate) fn new(watch: &'m mut dyn Watch, stage: Stage, total: u64) -> Self {
        Self { watch, stage, total, told: 0 }
    }

    pub(crate) fn at(&mut self, folder: &Path, done: u64) -> Result<(), Error> {
        if done < self.told + EVERY && done < self.total && done != 0 {
            return Ok(());
        }
        self.told = done;
        match self.watch.progress(self.stage, done, self.total) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error { path: folder.to_owned(), problem: Problem::Stopped }),
        }
    }
}

impl Work<'_> {
    /// Which stages are done, and what they counted. Parts of another dump or filter are removed.
    fn begin(&self) -> Result<(usize, Counts), Error> {
        let state = self.folder.join("state");
        if let Ok(text) = fs::read_to_string(&state) {
            let mut lines = text.lines();
            let numbers: Vec<u32> = lines.next().unwrap_or("").split(' ').filter_map(|n| n.parse().ok()).collect();
            let same = lines.collect::<Vec<_>>().join("\n") == self.identity()?;
            if let ([done, a, b, c], true) = (&numbers[..], same) {
                return Ok((*done as usize, [*a, *b, *c]));
            }
        }
        if self.folder.exists() {
            // Only what a build made is removed; a folder of this name with other things in it is left alone.
            if !state.is_file() {
                let what = "this folder is in the way: a build keeps its parts in it; move it";
                return Err(Error::wrong(self.folder, None, what));
            }
            fs::remove_dir_all(self.folder).map_err(Error::io(self.folder))?;
        }
        fs::create_dir_all(self.folder).map_err(Error::io(self.folder))?;
        self.note(0, [0; 3])?;
        Ok((0, [0; 3]))
    }

    /// Notes how many stages are done.
    fn note(&self, done: usize, [a, b, c]: Counts) -> Result<(), Error> {
        let (path, beside) = (self.folder.join("state"), self.folder.join("state.tmp"));
        let text = format!("{done} {a} {b} {c}\n{}", self.identity()?);
        let write = || -> std::io::Result<()> {
            let mut file = fs::File::create(&beside)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&beside, &path)
        };
        write().map_err(Error::io(&path))
    }

    /// What a build is of: the filter, and the tables by name, size and time of change.
    fn identity(&self) -> Result<String, Error> {
        let mut text = format!("{:?}", self.filter);
        for path in self.tables() {
            let about = fs::metadata(path).map_err(Error::io(path))?;
            let changed = about.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
            let _ = write!(text, "\n{} {} {:?}", path.display(), about.len(), changed.unwrap_or_default());
        }
        Ok(text)
    }

    fn tables(&self) -> impl Iterator<Item = &Path> {
        let Dump { places, alternates, divisions, countries, hierarchy } = self.dump;
        let all = std::iter::once(places).chain(alternates).chain(divisions).chain(countries).chain(hierarchy);
        all.map(PathBuf::as_path)
    }

    /// Alternate names as records: id, 1, kind, name.
    fn alternates(&self, watch: &mut dyn Watch) -> Result<(), Error> {
        /// Pseudo-languages of codes and links.
        const CODES: [&str; 11] =
            ["link", "post", "iata", "icao", "faac", "tcid", "unlc", "abbr", "wkdt", "phon", "fr_1793"];
        let failed = |error| Error::io(self.folder)(error);
        let mut names = Sorter::create(self.folder, "alternates").map_err(failed)?;
        if let Some(path) = &self.dump.alternates {
            let mut table = Table::open(path)?;
            let mut meter = Meter::new(watch, Stage::Alternates, Table::size(path)?);
            while let Some((line, read, text)) = table.next()? {
                let mut cells = text.split('\t');
                let (_, id, language, name) = (cells.next(), cells.next(), cells.next(), cells.next());
                let id = id.and_then(|id| id.parse::<u32>().ok());
                let (Some(id), Some(language), Some(name)) = (id, language, name) else {
                    meter.watch.skipped(path, line, "it has no geonameid, language and name in cells 2 to 4");
                    continue;
                };
                let spoken = language.is_empty()
                    || self.filter.languages.is_empty() && !CODES.contains(&language)
                    || self.filter.languages.iter().any(|l| l == language);
                if spoken && is_findable(name) {
                    let kind = [1, NameKind::Alternate as u8];
                    names.push(&[&id.to_be_bytes(), &kind, name.as_bytes()]).map_err(failed)?;
                }
                meter.at(self.folder, read)?;
            }
        }
        names.finish().map_err(failed)
    }

    /// Gives the alternate names the rows of their ids.
    fn join(&self, watch: &mut dyn Watch) -> Result<(), Error> {
        let failed = |error| Error::io(self.folder)(error);
        let mut records = Merged::open(self.folder, &["rows", "alternates"]).map_err(failed)?;
        let mut names = Names(Sorter::create(self.folder, "joined").map_err(failed)?);
        let mut meter = Meter::new(watch, Stage::Join, records.total);
        let (mut read, mut row) = (0, None);
        while let Some(record) = records.next().map_err(failed)? {
            read += record.len() as u64 + 2;
            let (Some(id), Some(&is_name)) = (record.first_chunk::<4>(), record.get(4)) else { continue };
            if is_name == 0 {
                row = record[5..].first_chunk::<8>().map(|of| (*id, *of));
            } else if let (Some((_, of)), Some(&kind)) = (row.filter(|(of, _)| of == id), record.get(5)) {
                let (row, population) = of.split_at(4);
                let word = |bytes: &[u8]| bytes.first_chunk().map_or(0, |b| u32::from_be_bytes(*b));
                let name = std::str::from_utf8(&record[6..]).unwrap_or("");
                names.add(name, word(row), word(population), kind).map_err(failed)?;
            }
            meter.at(self.folder, read)?;
        }
        names.0.finish().map_err(failed)
    }

    /// Builds the index of names.
    fn index(&self, watch: &mut dyn Watch) -> Result<(), Error> {
        let failed = |error| Error::io(self.folder)(error);
        let mut records = Merged::open(self.folder, &["names", "joined"]).map_err(failed)?;
        let mut index = Index::create(self.folder).map_err(failed)?;
        let mut meter = Meter::new(watch, Stage::Index, records.total);
        let mut read = 0;
        while let Some(record) = records.next().map_err(failed)? {
            read += record.len() as u64 + 2;
            // Folded name, 0, falling population, row, kind: see `Names`.
            let Some(at) = record.len().checked_sub(10) else { continue };
            let (name, rest) = record.split_at(at);
            let row = rest[5..].first_chunk().map_or(0, |b| u32::from_be_bytes(*b));
            index.push(name, row, rows::kind(rest[9])).map_err(failed)?;
            meter.at(self.folder, read)?;
        }
        index.finish().map_err(failed)
    }

    /// Puts the file together beside its place and moves it there.
    fn file(&self, counts: Counts, out: &Path, watch: &mut dyn Watch) -> Result<(), Error> {
        let beside = self.folder.join("whole");
        let mut provenance = String::from(Gazetteer::embedded().provenance());
        for path in self.tables() {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let size = Table::size(path)?;
            let _ = writeln!(provenance, "GeoNames dump, {name}\tCC BY 4.0\t{size} bytes");
        }
        let mut written = 0;
        let mut told = 0;
        let failed = |error| Error::io(self.folder)(error);
        let mut size = 0;
        for entry in fs::read_dir(self.folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if entry.path().extension().is_none() {
                size += entry.metadata().map_err(failed)?.len();
            }
        }
        assemble(self.folder, counts, &provenance, &beside, &mut |bytes| {
            written += bytes;
            if written >= told + EVERY {
                told = written;
                // The file is nearly there: this stage is not stopped.
                let _ = watch.progress(Stage::File, written, size.max(written));
            }
        })
        .map_err(Error::io(out))?;
        fs::rename(&beside, out).map_err(Error::io(out))
    }
}

/// Names on their way to the index, as records: folded name, 0, falling population, row, kind.
pub(crate) struct Names(pub(crate) Sorter);

impl Names {
    /// Adds a name that can be found in text; any other is left out.
    pub(crate) fn add(&mut self, name: &str, row: u32, population: u32, kind: u8) -> std::io::Result<()> {
        let Some(folded) = key(name) else { return Ok(()) };
        let order = (!population).to_be_bytes();
        self.0.push(&[folded.as_bytes(), &[0], &order, &row.to_be_bytes(), &[kind]])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stops when a stage begins, or never.
    struct Until(Option<Stage>);

    impl Watch for Until {
        fn progress(&mut self, stage: Stage, _: u64, _: u64) -> ControlFlow<()> {
            if self.0 == Some(stage) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        }

        fn skipped(&mut self, file: &Path, line: u64, why: &str) {
            panic!("{}:{line}: {why}", file.display());
        }
    }

    #[test]
    fn a_build_that_was_stopped_goes_on_and_gives_the_same_file() {
        let folder = std::env::temp_dir().join(format!("dateline-dump-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("can be made");
        let mut table = String::new();
        for n in 0..500 {
            let (id, lat) = (90_000_000 + n, n / 10);
            let _ = writeln!(
                table,
                "{id}\tZor{n}ville\tZor{n}ville\t\t{lat}\t7\tP\tPPL\tFR\t\t11\t75\t\t\t{n}\t\t\tX\t2020-01-01"
            );
        }
        fs::write(folder.join("allCountries.txt"), table).expect("can be written");
        fs::write(folder.join("alternateNamesV2.txt"), "1\t90000007\ten\tSeventown\n").expect("can be written");
        let dump = Dump::open(&folder).expect("is a dump");
        let build = |out: &str, until| dump.build(&Filter::default(), &folder.join(out), &mut Until(until));
        let whole = build("whole.gaz", None).expect("is built");
        for stage in [Stage::Places, Stage::Alternates, Stage::Join, Stage::Index] {
            assert!(build("parts.gaz", Some(stage)).expect_err("is stopped").is_stop());
            assert!(!folder.join("parts.gaz").exists());
        }
        let resumed = build("parts.gaz", None).expect("is built");
        assert_eq!((resumed.places, resumed.resumed, whole.resumed), (whole.places, 3, 0));
        let read = |name: &str| fs::read(folder.join(name)).expect("is there");
        assert!(read("whole.gaz") == read("parts.gaz"), "the files differ");
        let gazetteer = crate::open(&folder.join("parts.gaz")).expect("opens");
        let found = gazetteer.find("Seventown").next().expect("is there").place;
        assert_eq!((found.id(), found.iso2()), (Some(90_000_007), "FR"));
        fs::remove_dir_all(&folder).expect("can be removed");
    }
}
