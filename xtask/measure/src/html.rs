//! How well saved pages are read: `tests/pages` holds pages written in the manner of as many houses, each with its title,
//! its day of publication and its main text beside it. The same is measured of a plain reader: every paragraph element,
//! the title in the head, the day in the meta tag that most pages have.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use dateline_core::{Document, RegionKind};
use dateline_io::{Input, InputFormat, ReadOptions};
use dateline_page::Analyser;
use serde_json::{Value, json};

/// What a reader makes of a page.
#[derive(Debug, Default, PartialEq)]
struct Reading {
    title: String,
    /// The day, or "null".
    day: String,
    /// How the day was found, or "null".
    from: String,
    text: String,
}

/// Right and all, and the words of the main texts.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    pages: usize,
    titles: usize,
    days: usize,
    sources: usize,
    /// Days that were named and are wrong.
    wrong_days: usize,
    words: [usize; 3],
}

/// The pages that come with the project.
fn own() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages")
}

/// Scores the pages and prints the figures as JSON, one object a reader.
pub(crate) fn run(show: bool) -> anyhow::Result<()> {
    let (ours, plain, misses) = measure(&own())?;
    if show {
        for miss in &misses {
            eprintln!("{miss}");
        }
    }
    println!("{}", json!({"html": ours.report(), "html, plain": plain.report()}));
    Ok(())
}

/// The tallies of dateline and of the plain reader, and what dateline got wrong.
fn measure(folder: &Path) -> anyhow::Result<(Tally, Tally, Vec<String>)> {
    let (mut ours, mut plain, mut misses) = (Tally::default(), Tally::default(), Vec::new());
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| format!("cannot read {}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()).filter(|path| path.extension().is_some_and(|it| it == "html")))
        .collect();
    paths.sort();
    for path in &paths {
        let (expected, url) = expectation(&path.with_extension("txt"))?;
        let found = dateline(path, &url);
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        for (what, expected, found) in [
            ("title", &expected.title, &found.title),
            ("day", &expected.day, &found.day),
            ("source", &expected.from, &found.from),
            ("text", &expected.text, &found.text),
        ] {
            if expected.split_whitespace().ne(found.split_whitespace()) {
                misses.push(format!("{name}: {what}: expected {expected:?}, found {found:?}"));
            }
        }
        ours.add(&expected, &found);
        plain.add(&expected, &plainly(path)?);
    }
    Ok((ours, plain, misses))
}

/// What stands beside a page: title, day, source and address above an empty line, the main text below it.
fn expectation(path: &Path) -> anyhow::Result<(Reading, String)> {
    let all = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let Some((head, text)) = all.split_once("\n\n") else { bail!("{}: there is no empty line", path.display()) };
    let value = |key: &str| {
        let lines = head.lines().filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(name, _)| *name == key).map(|(_, value)| value.to_owned()).unwrap_or_default()
    };
    let reading =
        Reading { title: value("title"), day: value("published"), from: value("from"), text: text.to_owned() };
    Ok((reading, value("url")))
}

/// What dateline makes of a page: the reader, and what `crates/page` finds in its text.
fn dateline(path: &Path, url: &str) -> Reading {
    let options = ReadOptions { format: Some(InputFormat::HTML), ..ReadOptions::default() };
    let record = dateline_io::open(&Input::file(path), &options)
        .and_then(|records| records.flatten().next().ok_or_else(|| unread(path)));
    let Ok(record) = record else { return Reading::default() };
    let mut document = Document::default();
    record.fill(&mut document);
    if document.url.is_empty() {
        url.clone_into(&mut document.url);
    }
    Analyser::new().analyse(&mut document);
    let story = [RegionKind::DATELINE, RegionKind::LEAD, RegionKind::BODY];
    let regions = document.regions.iter().filter(|region| story.contains(&region.kind));
    let text: Vec<&str> = regions.map(|region| region.span.of(&document.text)).collect();
    let day = document.meta.published.day;
    let or_null = |text: Option<String>| text.unwrap_or_else(|| "null".to_owned());
    Reading {
        title: document.headline().unwrap_or_default().to_owned(),
        day: or_null(day.is_some().then(|| day.to_string())),
        from: or_null(document.meta.published_from.name().map(str::to_owned)),
        text: text.join("\n\n"),
    }
}

fn unread(path: &Path) -> dateline_io::ReadError {
    dateline_io::ReadError::new(&path.display().to_string(), "there is no story in it")
}

/// What a plain reader makes of a page.
fn plainly(path: &Path) -> anyhow::Result<Reading> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let html = String::from_utf8_lossy(&bytes);
    let small = html.to_ascii_lowercase();
    let mut text = String::new();
    let mut from = 0;
    while let Some(at) = small[from..].find("<p").map(|at| from + at) {
        from = at + 2;
        if !small[from..].starts_with(['>', ' ']) {
            continue;
        }
        let end = ["</p>", "<p>", "<p "].iter().filter_map(|end| small[from..].find(end)).min();
        let end = end.map_or(small.len(), |end| from + end);
        text.push_str(&without_tags(&html[at..end]));
        text.push('\n');
        from = end;
    }
    let between = |start: &str, end: &str| {
        let at = small.find(start)? + start.len();
        Some(&html[at..at + small[at..].find(end)?])
    };
    let title = between("<title>", "</title>").map(without_tags).unwrap_or_default();
    let day = between("article:published_time\" content=\"", "\"").and_then(|moment| moment.get(..10));
    let from = if day.is_some() { "meta" } else { "null" };
    Ok(Reading { title, day: day.unwrap_or("null").to_owned(), from: from.to_owned(), text })
}

fn without_tags(html: &str) -> String {
    let mut inside = false;
    let kept = html.chars().map(|c| match c {
        '<' => {
            inside = true;
            ' '
        }
        '>' if inside => {
            inside = false;
            ' '
        }
        _ if inside => ' ',
        c => c,
    });
    kept.collect::<String>().replace("&amp;", "&").replace("&quot;", "\"")
}

impl Tally {
    fn add(&mut self, expected: &Reading, found: &Reading) {
        self.pages += 1;
        self.titles += usize::from(expected.title.split_whitespace().eq(found.title.split_whitespace()));
        self.days += usize::from(expected.day == found.day);
        self.sources += usize::from(expected.day == found.day && expected.from == found.from);
        self.wrong_days += usize::from(expected.day != found.day && !found.day.is_empty() && found.day != "null");
        let (wanted, got) = (words(&expected.text), words(&found.text));
        let shared =
            wanted.iter().map(|(word, count)| (*count).min(got.get(word).copied().unwrap_or(0))).sum::<usize>();
        for (sum, more) in self.words.iter_mut().zip([shared, got.values().sum(), wanted.values().sum()]) {
            *sum += more;
        }
    }

    /// Precision, recall and F1 of the words of the main texts, in percent.
    fn text(&self) -> [f64; 3] {
        let [shared, found, expected] = self.words.map(|words| words as f64);
        let (p, r) = (100.0 * shared / found.max(1.0), 100.0 * shared / expected.max(1.0));
        [p, r, 2.0 * p * r / (p + r).max(1e-9)]
    }

    fn share(&self, right: usize) -> f64 {
        100.0 * right as f64 / self.pages.max(1) as f64
    }

    fn report(&self) -> Value {
        let [p, r, f1] = self.text();
        json!({
            "pages": self.pages,
            "title": self.share(self.titles),
            "day": self.share(self.days),
            "day, wrong": self.share(self.wrong_days),
            "day and source": self.share(self.sources),
            "text": {"p": p, "r": r, "f1": f1},
        })
    }
}

/// The words of a text and how often they stand in it.
fn words(text: &str) -> HashMap<&str, usize> {
    let mut words = HashMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *words.entry(word).or_default() += 1;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saved_pages_are_read_well() {
        let (ours, plain, misses) = measure(&own()).expect("the pages can be read");
        let shown = misses.join("\n");
        assert!(ours.pages >= 25, "{} pages", ours.pages);
        assert!(ours.titles >= ours.pages - 1, "{} titles of {}\n{shown}", ours.titles, ours.pages);
        assert!(ours.days >= ours.pages - 1, "{} days of {}\n{shown}", ours.days, ours.pages);
        assert_eq!(ours.wrong_days, 0, "{shown}");
        assert!(ours.text()[2] >= 97.0, "{:?}\n{shown}", ours.text());
        assert!(plain.text()[2] < ours.text()[2] && plain.days < ours.days && plain.titles < ours.titles);
    }

    #[test]
    fn tallies() {
        let reading = |day: &str, text: &str| Reading { day: day.into(), text: text.into(), ..Reading::default() };
        let mut tally = Tally::default();
        tally.add(&reading("2017-02-16", "one two two"), &reading("2017-02-17", "two three"));
        tally.add(&reading("null", ""), &reading("null", ""));
        assert_eq!((tally.days, tally.wrong_days, tally.titles), (1, 1, 2));
        assert_eq!(tally.text().map(|figure| format!("{figure:.1}")), ["50.0", "33.3", "40.0"]);
    }
}
