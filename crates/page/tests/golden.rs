//! The golden pages: what every line of them is, and what the page says of itself.
//!
//! A page of `golden/` claims what is true, found or not; so rates are asserted over all of them, and whoever wants to
//! see what is missed runs the test with `--nocapture`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use dateline_core::{Day, Document, Published, PublishedFrom, RegionKind};
use dateline_page::Analyser;

/// A page: its text, the kind of each line, and the settings above it.
#[derive(Default)]
struct Page {
    name: String,
    settings: BTreeMap<String, String>,
    lines: Vec<(String, String)>,
}

fn pages() -> Vec<Page> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("the folder is there").map(|it| it.expect("an entry").path()).collect();
    paths.sort();
    let mut pages = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).expect("a golden page can be read");
        for case in text.split("\n## ").skip(1) {
            pages.push(page_of(case));
        }
    }
    pages
}

fn page_of(case: &str) -> Page {
    let mut page = Page::default();
    let mut inside = false;
    for (at, line) in case.lines().enumerate() {
        if at == 0 {
            line.clone_into(&mut page.name);
        } else if line.starts_with("```") {
            inside = !inside;
        } else if inside {
            let (kind, text) = line.split_once('|').expect("a line of a page has a bar");
            page.lines.push((kind.trim().to_owned(), text.strip_prefix(' ').unwrap_or(text).to_owned()));
        } else if let Some((key, value)) = line.split_once(": ") {
            page.settings.insert(key.to_owned(), value.trim().to_owned());
        }
    }
    page
}

/// Right and all of one thing.
#[derive(Default)]
struct Rate(usize, usize);

impl Rate {
    fn add(&mut self, right: bool) -> bool {
        self.0 += usize::from(right);
        self.1 += 1;
        right
    }

    fn share(&self) -> f64 {
        self.0 as f64 / self.1 as f64
    }
}

#[test]
#[allow(clippy::print_stdout, reason = "what is missed is shown to who asks for it")]
fn golden_pages() {
    let mut analyser = Analyser::new();
    let (mut headlines, mut datelines, mut bylines) = (Rate::default(), Rate::default(), Rate::default());
    let (mut days, mut moments, mut lines) = (Rate::default(), Rate::default(), Rate::default());
    let mut misses = String::new();
    let pages = pages();
    for page in &pages {
        let setting = |key: &str| page.settings.get(key).cloned().unwrap_or_default();
        let text = page.lines.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n");
        let mut document = Document { text, title: setting("title"), url: setting("url"), ..Document::default() };
        if let Some(given) = page.settings.get("given") {
            let part = |range: std::ops::Range<usize>| given[range].parse::<u16>().expect("a day");
            document.meta.published = Published::on(Day::new(part(0..4) as i16, part(5..7) as u8, part(8..10) as u8));
            document.meta.published_from = PublishedFrom::METADATA;
        }
        analyser.analyse(&mut document);
        let mut miss = |what: &str, expected: &str, found: &str| {
            writeln!(misses, "{}: {what}: expected {expected:?}, found {found:?}", page.name).expect("a string grows");
        };

        let meta = &document.meta;
        let of_kind = |kind: &str| page.lines.iter().find(|line| line.0 == kind).map_or("", |line| line.1.trim());
        let joined = of_kind("joined").split_inclusive(['.', '?', '!']).next().unwrap_or("");
        let expected = [setting("title").as_str(), of_kind("headline"), joined].concat();
        let found = document.headline().unwrap_or("");
        if !headlines.add(found == expected) {
            miss("headline", &expected, found);
        }
        let text = &document.text;
        let day = if meta.dateline.day.is_none() { String::new() } else { meta.dateline.day.to_string() };
        let found = [meta.dateline.place.of(text), meta.dateline.agency.of(text), &day].join("/");
        let expected: Vec<String> = setting("dateline").split('/').map(|part| part.trim().to_owned()).collect();
        let found = if found == "//" { String::new() } else { found };
        if !datelines.add(found == expected.join("/")) {
            miss("dateline", &expected.join("/"), &found);
        }
        let from = meta.published_from.name().unwrap_or("");
        let found = if meta.published.day.is_none() { "null".to_owned() } else { format!("{} {from}", meta.published) };
        let day_of = |moment: &str| moment.split('T').next().unwrap_or(moment).split(' ').next().map(str::to_owned);
        days.add(day_of(&found) == day_of(&setting("published")));
        if !moments.add(found == setting("published")) {
            miss("published", &setting("published"), &found);
        }
        if !bylines.add(meta.byline.of(text) == setting("byline")) {
            miss("byline", &setting("byline"), meta.byline.of(text));
        }
        let mut at = 0;
        for (kind, line) in &page.lines {
            let end = at + line.len();
            if !kind.is_empty() {
                let last = at + line.trim_end().len() - line.trim_end().chars().next_back().map_or(0, char::len_utf8);
                let region = document.regions.iter().find(|region| region.span.range().contains(&last));
                let found = region.map_or("none", |region| region.kind.name().unwrap_or("none"));
                let expected = if kind == "joined" { "lead" } else { kind.as_str() };
                assert!(RegionKind::named(expected).is_some(), "{}: there is no region {expected}", page.name);
                if !lines.add(found == expected) {
                    miss(line, expected, found);
                }
            }
            at = end + 1;
        }
    }
    let rates = [
        ("headline", headlines, 0.9),
        ("dateline", datelines, 0.95),
        ("day of publication", days, 0.95),
        ("its clock, zone and source", moments, 0.9),
        ("line", lines, 0.95),
        ("byline", bylines, 0.9),
    ];
    let mut table = String::new();
    for (name, rate, least) in &rates {
        writeln!(table, "{name}: {} of {} ({:.3}, at least {least})", rate.0, rate.1, rate.share())
            .expect("a string grows");
    }
    println!("{table}\n{misses}");
    assert!(pages.len() >= 340, "{} pages", pages.len());
    assert!(rates.iter().all(|(_, rate, least)| rate.share() >= *least), "{table}\n{misses}");
}

#[test]
fn any_text_is_a_page() {
    let mut analyser = Analyser::new();
    let long = "\u{2014} ".repeat(200_000);
    let bars = "| ".repeat(100_000);
    let lines = "A Headline of Five Words\n".repeat(20_000);
    for text in [
        "",
        "\n",
        "\u{feff}",
        "\0\0\n\0",
        "(",
        "GENEVA (",
        "GENEVA, May 32 (A) -",
        "By ",
        " | ",
        "©",
        "\"",
        &long,
        &bars,
        &lines,
    ] {
        let mut document = Document { text: text.to_owned(), ..Document::default() };
        analyser.analyse(&mut document);
        let mut end = 0;
        for region in &document.regions {
            assert!(region.span.start >= end && region.span.end <= text.len() as u32 && !region.span.is_empty());
            assert!(text.get(region.span.range()).is_some(), "a region cuts a character");
            end = region.span.end;
        }
    }
}
