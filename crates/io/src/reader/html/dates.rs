//! When a page was published, by what it says of itself, and how that was found.
//!
//! The sources stand in `data/html/dates.tsv`, the most trustworthy first. A day of change never stands for one of
//! publication, and where nothing is said nothing is guessed: the text of the page is looked at later (`crates/page`).

use std::sync::LazyLock;

use dateline_core::{Day, Published, PublishedFrom};

use super::data::Object;
use super::story::Look;
use super::tags::{Attribute, Tag};
use super::tree::Tree;
use crate::parse_published;

/// How a page writes down when it was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Data,
    Meta,
    Microdata,
    Time,
}

const KINDS: [(&str, Kind, PublishedFrom); 4] = [
    ("ld", Kind::Data, PublishedFrom::JSON_LD),
    ("meta", Kind::Meta, PublishedFrom::META),
    ("microdata", Kind::Microdata, PublishedFrom::MICRODATA),
    ("time", Kind::Time, PublishedFrom::TIME),
];

struct Source {
    kind: Kind,
    from: PublishedFrom,
    name: String,
}

static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    rows()
        .map(|[kind, name, _]| {
            let (_, kind, from) = KINDS.into_iter().find(|(known, ..)| *known == kind).expect("the table names a kind");
            Source { kind, from, name: name.to_ascii_lowercase() }
        })
        .collect()
});

/// The rows of the table: kind, name, example.
fn rows() -> impl Iterator<Item = [&'static str; 3]> {
    let lines = include_str!("../../../data/html/dates.tsv").lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let mut columns = line.split('\t');
        std::array::from_fn(|_| columns.next().unwrap_or_default())
    })
}

/// What `published` is to be settled from.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// What each source says, with its place in the table.
    found: Vec<(usize, Published)>,
    /// When the page was changed last, as far as it says so.
    modified: Option<Published>,
}

/// Reads a moment as attributes and scripts write it: ISO 8601 and its kin, RFC 2822, seconds since 1970, or in words.
pub(super) fn read(text: &str) -> Option<Published> {
    let text = text.trim();
    if text.len() < 6 || text.len() > 100 {
        return None;
    }
    let found = parse_published(text).or_else(|| compact(text)).or_else(|| spaced(text));
    let found = found.or_else(|| dateline_page::read_date(text));
    found.filter(|found| (1900..=2100).contains(&found.day.year()))
}

/// `20170216193500`, `201702161935`; `1487273700` and `1487273700000`, seconds or thousandths of them since 1970.
fn compact(text: &str) -> Option<Published> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match text.len() {
        12 | 14 => parse_published(&format!("{}T{:0<6}", &text[..8], &text[8..])),
        10 | 13 => {
            let seconds = text[..10].parse().ok()?;
            parse_published(&jiff::Timestamp::from_second(seconds).ok()?.to_string())
        }
        _ => None,
    }
}

/// `2017/02/16 19:35:00`, `2017-02-16 19:35:00 +0000`, `2017-02-16T19:35:00+0000`, `2017-02-16 19:35:00 UTC`.
fn spaced(text: &str) -> Option<Published> {
    let day = text.get(..10)?.replace(['/', '.'], "-");
    let rest =
        text[10..].trim_start_matches(['T', ' ', ',']).trim_end_matches("UTC").trim_end_matches("GMT").trim_end();
    let is_zoned = text.ends_with("UTC") || text.ends_with("GMT");
    if rest.is_empty() {
        return parse_published(&day);
    }
    let (clock, zone) = match rest.find(['+', '-', 'Z', ' ']) {
        Some(at) => (&rest[..at], rest[at..].trim_start()),
        None => (rest, if is_zoned { "Z" } else { "" }),
    };
    let clock = clock.split('.').next().unwrap_or(clock);
    let clock = if clock.find(':') == Some(1) { format!("0{clock}") } else { clock.to_owned() };
    parse_published(&format!("{day}T{clock}{zone}")).or_else(|| parse_published(&format!("{day}T{clock}")))
}

impl Evidence {
    /// Notes what a source of the table says.
    fn note(&mut self, kind: Kind, name: &str, text: &str) {
        let row = SOURCES.iter().position(|source| source.kind == kind && source.name == name);
        if let Some(row) = row
            && let Some(found) = read(text)
        {
            self.found.push((row, found));
        }
    }

    /// Notes a `<meta>`.
    pub(super) fn meta(&mut self, name: &str, content: &str) {
        let name = name.trim().to_ascii_lowercase();
        if matches!(name.as_str(), "article:modified_time" | "og:updated_time" | "datemodified" | "last-modified") {
            self.modified(read(content));
            return;
        }
        // The value of some is an object.
        let field = content.split_once("\"pub_date\"").and_then(|(_, rest)| rest.split('"').nth(1));
        self.note(Kind::Meta, &name, field.unwrap_or(content));
    }

    /// Notes what an element with an itemprop says.
    pub(super) fn microdata(&mut self, tree: &Tree, at: usize, property: &str) {
        for property in property.split_ascii_whitespace() {
            let property = property.to_ascii_lowercase();
            let value = stated(tree, at);
            match property.as_str() {
                "datemodified" => self.modified(read(&value)),
                "datepublished" | "datecreated" => self.note(Kind::Microdata, &property, &value),
                _ => {}
            }
        }
    }

    /// Notes what a microformat says: class "published", the moment as title.
    pub(super) fn microformat(&mut self, class: &str, moment: &str) {
        if class.split_ascii_whitespace().any(|class| matches!(class, "published" | "dt-published")) {
            self.note(Kind::Microdata, "hentry-published", moment);
        }
    }

    /// Notes the objects in JSON-LD: of the articles that which is the page's own, by its address or headline.
    pub(super) fn data(&mut self, objects: &[Object], urls: &[String], titles: &[String]) {
        let day = |object: &Object| read(&object.published).or_else(|| read(&object.created)).map(|found| found.day);
        let articles: Vec<&Object> =
            objects.iter().filter(|object| object.is_article && day(object).is_some()).collect();
        let is_own = |object: &&&Object| {
            let same = |url: &String| urls.iter().any(|own| address(own) == address(url));
            object.urls.iter().any(same)
                || titles.iter().any(|title| dateline_page::same_words(title, &object.headline))
        };
        // Several that are none of ours are a list of stories, unless they are of one day.
        let alike = articles.first().filter(|first| articles.iter().all(|other| day(other) == day(first)));
        let own = articles.iter().find(is_own).or(alike).copied().or_else(|| {
            let mut pages = objects.iter().filter(|object| !object.is_article && day(object).is_some());
            pages.next().filter(|_| articles.is_empty())
        });
        if let Some(own) = own {
            self.note(Kind::Data, "datepublished", &own.published);
            self.note(Kind::Data, "datecreated", &own.created);
            self.modified(own.modified);
        }
    }

    /// Notes a `<time>` beside the headline.
    pub(super) fn time(&mut self, tree: &Tree, at: usize) {
        let value = tree.attribute(at, Attribute::Datetime);
        let name = match value {
            Some(_) if tree.attribute(at, Attribute::Pubdate).is_some() => "pubdate",
            Some(_) => "datetime",
            None => "text",
        };
        let text = stated(tree, at);
        self.note(Kind::Time, name, &text);
    }

    fn modified(&mut self, found: Option<Published>) {
        self.modified = self.modified.or(found);
    }

    /// Whether something says it.
    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The moment of publication, if any source can be trusted.
    ///
    /// A source is distrusted that names a day before 1990, or one after the page was changed last or was fetched, when
    /// a weaker source says something else; so is one that the address of the page contradicts by more than three days.
    pub(super) fn settle(&self, url: &str, fetched: Option<Day>) -> Option<(Published, PublishedFrom)> {
        let mut found = self.found.clone();
        found.sort_by_key(|(row, _)| *row);
        let linked = dateline_page::day_of_url(url);
        let last = fetched.into_iter().chain(self.modified.map(|it| it.day)).map(number).min();
        // A day ahead is a matter of zones.
        let is_late = |day: Day| last.is_some_and(|last| number(day) > last + 1);
        let is_odd = |day: Day| day.year() < 1990 || is_late(day);
        let chosen = found.iter().find(|(_, at)| {
            let others =
                found.iter().any(|(_, other)| number(other.day).abs_diff(number(at.day)) > 1 && !is_odd(other.day));
            let disputed = others || (linked.is_some() && !is_odd(linked));
            // What programs write where they know of no date.
            let is_blank =
                matches!((at.day.year(), at.day.month(), at.day.day()), (1900 | 1969 | 1970, 1, 1) | (1969, 12, 31));
            !(is_blank || (is_odd(at.day) && disputed))
        });
        let (row, at) = chosen?;
        if linked.is_some() && number(linked).abs_diff(number(at.day)) > 3 {
            return None;
        }
        Some((*at, SOURCES[*row].from))
    }
}

/// Notes what a `<time>` says that belongs to the story: the nearest to its headline, before its first paragraph if one
/// is there, and no label of a change.
pub(super) fn beside(tree: &Tree, look: &Look, story: usize, headline: Option<usize>, evidence: &mut Evidence) {
    let centre = headline.unwrap_or(story);
    let end = tree.nodes[story].end as usize;
    let times = tree.all(Tag::Time).filter(|at| !look.is_out[*at] && *at < end);
    let is_change = |at: usize| {
        let is_named = |at: usize| tree.attributes(at).any(|(_, value)| is_of_change(value));
        let before = (at.saturating_sub(4)..at).any(|near| is_of_change(tree.text(near)));
        before || std::iter::once(at).chain(tree.around(at).take(2)).any(is_named)
    };
    let near = times.filter(|at| !is_change(*at)).min_by_key(|at| (*at < centre, at.abs_diff(centre)));
    if let Some(at) = near {
        evidence.time(tree, at);
    }
}

/// Whether a name or a label speaks of a change.
fn is_of_change(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["update", "modif", "changed", "edited"].iter().any(|word| text.contains(word))
}

/// What an element states: in its attributes, else in words.
fn stated(tree: &Tree, at: usize) -> String {
    let attribute = [Attribute::Datetime, Attribute::Content].into_iter().find_map(|name| tree.attribute(at, name));
    match attribute.filter(|value| !value.is_empty()) {
        Some(value) => value.to_owned(),
        None if tree.nodes[at].tag == Tag::Meta => String::new(),
        None => tree.text_within(at),
    }
}

/// An address without what does not tell pages apart.
fn address(url: &str) -> &str {
    let url = url.split(['#', '?']).next().unwrap_or(url);
    let url = url.split_once("//").map_or(url, |(_, rest)| rest);
    url.trim_start_matches("www.").trim_end_matches('/')
}

fn number(day: Day) -> i64 {
    dateline_page::day_number(day)
}

#[cfg(test)]
mod tests {
    use super::super::{About, page};
    use super::*;

    fn found(html: &str, url: &str) -> (String, PublishedFrom) {
        let story = "<p>Talks on the river went on for a third day, officials of both sides said.</p>";
        let record = page(format!("{html}{story}").as_bytes(), About { url, ..About::default() }).expect("a story");
        (record.published, record.published_from)
    }

    #[test]
    fn every_source_reads_its_example() {
        for [kind, name, example] in rows() {
            let (published, from) = found(example, "");
            assert!(published.starts_with("2017-02-16"), "{kind} {name}: {published:?}");
            let expected = KINDS.into_iter().find(|(known, ..)| *known == kind).expect("a known kind").2;
            assert_eq!(from, expected, "{kind} {name}");
            if example.contains("19:35:00") && kind != "time" {
                assert!(published.contains("T19:35:00"), "{kind} {name}: {published:?}");
            }
        }
    }

    #[test]
    fn spellings_of_moments() {
        for (text, expected) in [
            ("2017-02-16T19:35:00+0300", "2017-02-16T19:35:00+03:00"),
            ("2017-02-16 19:35:00 +0000", "2017-02-16T19:35:00Z"),
            ("2017-02-16 19:35:00 UTC", "2017-02-16T19:35:00Z"),
            ("2017/02/16 9:35", "2017-02-16T09:35:00"),
            ("2017.02.16", "2017-02-16"),
            ("20170216193500", "2017-02-16T19:35:00"),
            ("1487273700", "2017-02-16T19:35:00Z"),
            ("1487273700000", "2017-02-16T19:35:00Z"),
            ("Thu, 16 Feb 2017 19:35:00 GMT", "2017-02-16T19:35:00Z"),
            ("Feb. 16, 2017", "2017-02-16"),
        ] {
            assert_eq!(read(text).map(|found| found.to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "today",
            "02/03/2017",
            "0001-01-01T00:00:00",
            "2017-13-45",
            "\u{661}\u{662}\u{663}\u{664}\u{665}\u{666}",
        ] {
            assert!(read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn what_is_not_believed() {
        let meta = |name: &str, day: &str| format!("<meta property=\"{name}\" content=\"{day}\">");
        let none = (String::new(), PublishedFrom::NONE);
        let published = |day: &str| meta("article:published_time", day);
        // A change is no publication.
        assert_eq!(found(&meta("article:modified_time", "2017-02-16"), ""), none);
        assert_eq!(found("<h1>Talks</h1><p>Updated: <time datetime=2017-02-16>now</time></p>", ""), none);
        // Published after it was changed, or before there were pages, and something else is said.
        let late = published("2019-01-01") + &meta("article:modified_time", "2017-02-17");
        assert_eq!(found(&(late.clone() + &meta("date", "2017-02-16")), "").0, "2017-02-16");
        assert_eq!(found(&late, "").0, "2019-01-01");
        assert_eq!(found(&(published("1970-01-01") + &meta("date", "2017-02-16")), "").0, "2017-02-16");
        assert_eq!(found(&published("1970-01-01"), ""), none);
        // The address says another day.
        assert_eq!(found(&published("2019-01-01"), "https://example.com/2017/02/16/talks"), none);
        assert_eq!(found(&published("2017-02-17"), "https://example.com/2017/02/16/talks").0, "2017-02-17");
        // Other stories have days too.
        let other = "{\"@type\": \"NewsArticle\", \"headline\": \"Other\", \"datePublished\": \"2016-01-01\"}";
        let own =
            "{\"@type\": \"NewsArticle\", \"headline\": \"Talks on river resume\", \"datePublished\": \"2017-02-16\"}";
        let title = "<title>Talks on river resume | Example</title>";
        let script = |list: &str| format!("{title}<script type=application/ld+json>[{list}]</script>");
        assert_eq!(found(&script(&format!("{other}, {own}")), "").0, "2017-02-16");
        assert_eq!(found(&script(&format!("{other}, {}", other.replace("2016", "2015"))), ""), none);
    }
}
