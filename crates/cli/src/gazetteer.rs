//! `dateline gazetteer`.

use std::fmt::Write as _;
use std::io::{IsTerminal as _, Write as _};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use dateline_data_gazetteer::{Gazetteer, NameKind, Place};
use dateline_gazetteer::{Dump, Filter, Stage, Watch};
use indicatif::{ProgressBar, ProgressStyle};
use unicode_width::UnicodeWidthStr as _;

use crate::args::{self, BuildGazetteer, FindPlace, GazetteerCommand};
use crate::messages::{Failed, tell};
use crate::output::is_closed;

pub(crate) fn gazetteer(args: &args::Gazetteer) -> Result<ExitCode> {
    match &args.command {
        GazetteerCommand::Find(args) => find(args),
        GazetteerCommand::Build(args) => build(args),
        GazetteerCommand::Check(args) => check(&args.file),
    }
}

/// Reads all of a file; exit code 1 where it is not as it was written.
fn check(file: &Path) -> Result<ExitCode> {
    let places = dateline_gazetteer::check(file).map_err(|e| Failed(e.to_string()))?;
    let said = format!("{}: as it was written, {places} places\n", file.display());
    std::io::stdout().write_all(said.as_bytes()).or_else(is_closed)?;
    Ok(ExitCode::SUCCESS)
}

/// A place with what the query found it by: the kind of its name, or its distance in kilometres.
struct Hit<'g> {
    place: Place<'g>,
    kind: Option<NameKind>,
    km: Option<f64>,
}

/// Looks places up; exit code 1 where there is none.
fn find(args: &FindPlace) -> Result<ExitCode> {
    let gazetteer = open(args)?;
    let query = args.query.trim();
    let point = query.split_once(',').and_then(|(lat, lon)| {
        let degrees = |text: &str, most: f64| text.trim().parse::<f64>().ok().filter(|d| d.abs() <= most);
        Some((degrees(lat, 90.0)?, degrees(lon, 180.0)?))
    });
    let mut hits: Vec<Hit<'_>> = if let Some((lat, lon)) = point {
        gazetteer.nearest(lat, lon).map(|(place, km)| Hit { place, kind: None, km: Some(km) }).into_iter().collect()
    } else if let Ok(id) = query.parse() {
        gazetteer.by_id(id).map(|place| Hit { place, kind: None, km: None }).into_iter().collect()
    } else {
        gazetteer.find(query).map(|c| Hit { place: c.place, kind: Some(c.kind), km: None }).collect()
    };
    if let Some(file) = args.gazetteer.as_ref().filter(|_| gazetteer.is_damaged()) {
        let file = file.display();
        return Err(
            Failed(format!("{file}: the gazetteer file is damaged; \"dateline gazetteer check\" says more")).into()
        );
    }
    if hits.is_empty() {
        return Err(Failed(format!("the gazetteer has no place \"{query}\"")).into());
    }
    let left = hits.len().saturating_sub(args.limit);
    hits.truncate(args.limit);
    let text = if args.json { json(&hits) } else { table(&hits)? };
    std::io::stdout().write_all(text.as_bytes()).or_else(is_closed)?;
    if left > 0 {
        tell("note", "", &format!("{left} more; --limit shows them"));
    }
    Ok(ExitCode::SUCCESS)
}

fn open(args: &FindPlace) -> Result<Gazetteer> {
    let gazetteer = match &args.gazetteer {
        None => Gazetteer::embedded(),
        Some(path) => dateline_gazetteer::open(path).map_err(|e| Failed(e.to_string()))?,
    };
    let Some(path) = &args.places else { return Ok(gazetteer) };
    let mut skipped = |line, why| tell("warning", &format!("{}:{line}", path.display()), &format!("skipped: {why}"));
    let places = dateline_gazetteer::read_places(path, &mut skipped).map_err(|e| Failed(e.to_string()))?;
    Ok(gazetteer.lay_over(&places)?)
}

fn json(hits: &[Hit<'_>]) -> String {
    let mut text = String::new();
    for Hit { place, kind, km } in hits {
        let name = |place: Option<Place<'_>>| place.map(|p| p.name().to_owned());
        let mut line = serde_json::json!({
            "name": place.name(), "geonameid": place.id(), "lat": place.lat(), "lon": place.lon(),
            "country": Some(place.iso2()).filter(|c| !c.is_empty()), "admin1": name(place.admin1()),
            "admin2": name(place.admin2()), "feature": place.feature(), "population": place.population(),
            "source": place.source().describe(),
        });
        if let Some(kind) = kind {
            line["found_as"] = describe(*kind).into();
        }
        if let Some(km) = km {
            line["km"] = ((km * 1e3).round() / 1e3).into();
        }
        let _ = writeln!(text, "{line}");
    }
    text
}

fn describe(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Name => "name",
        NameKind::Alternate => "other name",
        NameKind::Pointed | NameKind::Capitals | NameKind::Initials => "abbreviation",
        NameKind::Demonym => "demonym",
    }
}

fn table(hits: &[Hit<'_>]) -> Result<String> {
    let head = ["NAME", "ID", "LAT", "LON", "LIES IN", "FEATURE", "PEOPLE", "FOUND AS", "SOURCE"];
    let mut rows = vec![head.map(str::to_owned)];
    for Hit { place, kind, km } in hits {
        let around = [place.admin2(), place.admin1(), place.country()].into_iter().flatten().filter(|p| p != place);
        let around: Vec<&str> = around.map(Place::name).collect();
        rows.push([
            place.name().to_owned(),
            place.id().map_or("-".to_owned(), |id| id.to_string()),
            format!("{:.5}", place.lat()),
            format!("{:.5}", place.lon()),
            if around.is_empty() { "-".to_owned() } else { around.join(", ") },
            place.feature().to_owned(),
            place.population().to_string(),
            km.map_or_else(|| kind.map_or("id", describe).to_owned(), |km| format!("{km:.1} km away")),
            place.source().describe().to_owned(),
        ]);
    }
    let widths: Vec<usize> =
        (0..head.len()).map(|at| rows.iter().map(|row| row[at].width()).max().unwrap_or(0)).collect();
    let mut text = String::new();
    for row in &rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.width())))
            .collect();
        writeln!(text, "{}", cells.join("  ").trim_end())?;
    }
    Ok(text)
}

/// Builds a gazetteer file.
fn build(args: &BuildGazetteer) -> Result<ExitCode> {
    const CLASSES: &str = "AHLPRSTUV";
    let classes = args.classes.to_ascii_uppercase();
    if let Some(wrong) = classes.chars().find(|c| !CLASSES.contains(*c)) {
        bail!(
            "--classes: there is no feature class {wrong}; the classes are {CLASSES}, written without anything between"
        );
    }
    if let Some(wrong) = args.countries.iter().find(|c| c.len() != 2 || !c.bytes().all(|b| b.is_ascii_alphabetic())) {
        bail!("--countries: \"{wrong}\" is no ISO 3166-1 code of two letters, as FR");
    }
    let filter = Filter {
        classes,
        countries: args.countries.iter().map(|c| c.to_ascii_uppercase()).collect(),
        least_population: args.min_population,
        languages: args.languages.clone(),
    };
    let failed = |error: dateline_gazetteer::Error| Failed(error.to_string());
    let dump = Dump::open(&args.dump).map_err(failed)?;
    let mut teller = Teller { bar: None, stage: None, skipped: 0 };
    let built = dump.build(&filter, &args.out, &mut teller);
    if let Some(bar) = teller.bar.take() {
        bar.finish_and_clear();
    }
    let built = built.map_err(failed)?;
    if teller.skipped > MOST_TOLD {
        tell("warning", "", &format!("{} more lines were skipped", teller.skipped - MOST_TOLD));
    }
    let resumed = if built.resumed > 0 { ", going on with an earlier build" } else { "" };
    tell("note", &args.out.display().to_string(), &format!("{} places{resumed}", built.places));
    Ok(ExitCode::SUCCESS)
}

/// So many skipped lines are named one by one.
const MOST_TOLD: u64 = 20;

/// Shows a bar on a terminal and names what was skipped.
struct Teller {
    bar: Option<ProgressBar>,
    stage: Option<Stage>,
    skipped: u64,
}

impl Watch for Teller {
    fn progress(&mut self, stage: Stage, done: u64, total: u64) -> ControlFlow<()> {
        if !std::io::stderr().is_terminal() {
            return ControlFlow::Continue(());
        }
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::new(total);
            if let Ok(style) = ProgressStyle::with_template("{msg:24} {bar:30} {percent:>3}%  {eta} left") {
                bar.set_style(style.progress_chars("█▌ "));
            }
            bar
        });
        if self.stage != Some(stage) {
            self.stage = Some(stage);
            bar.reset();
            bar.set_message(stage.describe());
        }
        bar.set_length(total);
        bar.set_position(done);
        ControlFlow::Continue(())
    }

    fn skipped(&mut self, file: &Path, line: u64, why: &str) {
        self.skipped += 1;
        if self.skipped > MOST_TOLD {
            return;
        }
        let say = || tell("warning", &format!("{}:{line}", file.display()), &format!("skipped: {why}"));
        match &self.bar {
            Some(bar) => bar.suspend(say),
            None => say(),
        }
    }
}
