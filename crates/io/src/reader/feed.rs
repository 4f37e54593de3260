//! RSS and Atom: a feed in, each of its entries as one document.
//!
//! The text is what the entry carries (`content:encoded`, `content`, else `description` or `summary`; its HTML is read as
//! a page is), its title where it carries nothing else. `pubDate`, `dc:date` and `published` say when; `updated` does where
//! nothing else says it. Entities are never expanded beyond those of XML and HTML.

use std::io::Read;

use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesStart, Event};

use super::html::{self, About};
use super::{Name, ReadError, Source, place};
use crate::{Raw, Record};

/// How much longer than a document a feed may be.
const OVERHEAD: u64 = 8;

/// An entry as it stands in the feed.
#[derive(Debug, Default)]
struct Entry {
    title: String,
    link: String,
    id: String,
    published: String,
    updated: String,
    content: String,
    summary: String,
}

/// Reads a whole feed; what is wrong with an entry is an error in its place.
pub(super) fn read(source: Source, name: &Name, limit: u64) -> Result<Vec<Result<Raw, ReadError>>, ReadError> {
    let longest = limit.saturating_mul(OVERHEAD);
    let mut bytes = Vec::new();
    let refused = |message: String| ReadError::new(&name.shown, message);
    let read = source.take(longest.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| ReadError::of_io(&name.shown, &error))?;
    if bytes.len() as u64 > longest {
        return Err(refused(format!("it is a feed of more than {longest} bytes (--max-bytes): it is not read")));
    }
    let text = html::decode(&bytes, None);
    let mut records = Vec::new();
    let broken = entries(&text, |entry, language| {
        let number = records.len() + 1;
        let id = if entry.id.is_empty() { format!("{}#{number}", name.id) } else { entry.id.clone() };
        let (language, shown) = (language.to_owned(), name.shown.clone());
        let mut entry = entry;
        let longest = if entry.content.trim().is_empty() { &mut entry.summary } else { &mut entry.content };
        let content = std::mem::take(longest).into_bytes();
        records.push(Ok(Raw::new(id.clone(), content, move |content| {
            let record = record(entry, &String::from_utf8_lossy(&content), &language, limit);
            let refused = |message| ReadError::new(&shown, format!("entry {number}: {message}"));
            record.map(|record| Record { id, ..record }).map_err(refused)
        })));
    });
    if let Err((at, message)) = broken {
        let (line, column) = place(text.as_bytes(), at, 1);
        records.push(Err(refused(format!("it is no well-formed feed: {message}")).at(line, Some(column))));
    } else if records.is_empty() {
        return Err(refused("the feed has no entries".to_owned()));
    }
    Ok(records)
}

/// The document of an entry.
fn record(entry: Entry, content: &str, language: &str, limit: u64) -> Result<Record, String> {
    if content.len() as u64 > limit {
        return Err(format!("it has {} bytes, more than {limit}: it is skipped (--max-bytes)", content.len()));
    }
    let title = plain(&entry.title);
    let text = match content.trim() {
        "" => format!("{title}\n"),
        content => plain(content) + "\n",
    };
    if text.trim().is_empty() {
        return Err("it has neither text nor title".to_owned());
    }
    let published = if entry.published.is_empty() { entry.updated } else { entry.published };
    Ok(Record { url: entry.link, title, text, published, language: language.to_owned(), ..Record::default() })
}

/// Text that may be HTML, as text.
fn plain(content: &str) -> String {
    let content = content.trim();
    if !content.contains(['<', '&']) {
        return content.to_owned();
    }
    let page = format!("<html><body><article>{content}</article></body></html>");
    let text = html::page(page.as_bytes(), About::default()).map(|record| record.text);
    text.map_or_else(|_| content.to_owned(), |text| text.trim().to_owned())
}

/// Hands over the entries of a feed one by one, with the language that the feed names before them. The error is where the feed is broken, and how.
fn entries(text: &str, mut take: impl FnMut(Entry, &str)) -> Result<(), (usize, String)> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut language = String::new();
    let mut entry: Option<Entry> = None;
    // The field that is being read and how deep in it; in one of XHTML the marks are kept.
    let mut field: Option<(&'static str, usize, bool)> = None;
    let mut content = String::new();
    let mut depth = 0_usize;
    loop {
        let at = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|error| (reader.error_position() as usize, error.to_string()))?;
        match event {
            Event::Eof if depth > 0 => return Err((at, "it ends within an element".to_owned())),
            Event::Eof => return Ok(()),
            Event::Start(start) => {
                depth += 1;
                if let Some((_, _, true)) = field {
                    content.extend(["<", start.name().as_ref(), ">"]);
                } else if field.is_none() {
                    begin(&start, depth, &mut entry, &mut field);
                    content.clear();
                }
            }
            Event::Empty(start) => {
                if let Some((_, _, true)) = field {
                    content.extend(["<", start.name().as_ref(), "/>"]);
                } else if let Some(entry) = entry.as_mut().filter(|_| field.is_none()) {
                    link(&start, entry);
                }
            }
            Event::Text(text) => {
                if field.is_some() {
                    content.push_str(&text);
                }
            }
            Event::CData(text) => {
                if field.is_some() {
                    content.push_str(&text);
                }
            }
            Event::GeneralRef(name) => {
                if let Some((_, _, marks)) = field {
                    entity(&name, marks, &mut content);
                }
            }
            Event::End(end) => {
                if let Some((name, begun, marks)) = field {
                    if depth == begun {
                        field = None;
                        settle(name, &content, entry.as_mut(), &mut language);
                    } else if marks {
                        content.extend(["</", end.name().as_ref(), ">"]);
                    }
                } else if matches!(end.local_name().as_ref(), "item" | "entry")
                    && let Some(entry) = entry.take()
                {
                    take(entry, &language);
                }
                depth = depth.saturating_sub(1);
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// An element begins: an entry, a field of one, or one of the feed.
fn begin(
    start: &BytesStart<'_>,
    depth: usize,
    entry: &mut Option<Entry>,
    field: &mut Option<(&'static str, usize, bool)>,
) {
    let local = start.local_name();
    let Some(entry) = entry else {
        match local.as_ref() {
            "item" | "entry" => *entry = Some(Entry::default()),
            "language" => *field = Some(("language", depth, false)),
            _ => {}
        }
        return;
    };
    let name = start.name();
    let known = match (name.as_ref(), local.as_ref()) {
        // "media:title" and "media:description" speak of a picture.
        (name, _) if name.starts_with("media:") || name.starts_with("itunes:") => return,
        (_, "title") => "title",
        (_, "link") => {
            link(start, entry);
            "link"
        }
        (_, "guid" | "id") => "id",
        (_, "pubDate" | "published" | "date" | "issued") => "published",
        (_, "updated" | "modified") => "updated",
        (_, "encoded" | "content") => "content",
        (_, "description" | "summary") => "summary",
        _ => return,
    };
    let marks = attribute(start, "type").is_some_and(|kind| kind == "xhtml");
    *field = Some((known, depth, marks));
}

/// Puts a field that was read where it belongs; the first of its name counts.
fn settle(name: &str, content: &str, entry: Option<&mut Entry>, language: &mut String) {
    let Some(entry) = entry else {
        if name == "language" {
            content.trim().clone_into(language);
        }
        return;
    };
    let place = match name {
        "title" => &mut entry.title,
        "link" => &mut entry.link,
        "id" => &mut entry.id,
        "published" => &mut entry.published,
        "updated" => &mut entry.updated,
        "content" => &mut entry.content,
        _ => &mut entry.summary,
    };
    if place.is_empty() {
        content.trim().clone_into(place);
    }
}

/// Atom writes addresses as attributes: `<link rel="alternate" href="..."/>`.
fn link(start: &BytesStart<'_>, entry: &mut Entry) {
    if start.local_name().as_ref() != "link" || attribute(start, "rel").is_some_and(|rel| rel != "alternate") {
        return;
    }
    if let Some(href) = attribute(start, "href").filter(|_| entry.link.is_empty()) {
        entry.link = href;
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.try_get_attribute(name).ok()??;
    let unescaped = quick_xml::escape::unescape(&found.value).map(std::borrow::Cow::into_owned);
    Some(unescaped.unwrap_or_else(|_| found.value.clone().into_owned()))
}

/// What an entity stands for: a mark of XML, a letter of HTML, a number; any other is left as it is written. Where the
/// marks are kept, those of XML stay entities.
fn entity(name: &str, marks: bool, out: &mut String) {
    let of_xml = matches!(name, "lt" | "gt" | "amp" | "quot" | "apos");
    let numbered = || {
        let number = name.strip_prefix('#')?;
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code).filter(|letter| *letter != '\0')
    };
    match (resolve_html5_entity(name), numbered()) {
        (Some(letters), _) if !(marks && of_xml) => out.push_str(letters),
        (_, Some(letter)) => out.push(letter),
        _ => out.extend(["&", name, ";"]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(text: &str) -> Vec<String> {
        let source: Source = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
        let name = Name { shown: "a.rss".into(), id: "a.rss".into() };
        match read(source, &name, 1_000) {
            Err(error) => vec![error.to_string()],
            Ok(records) => records
                .into_iter()
                .map(|record| match record.and_then(Raw::record) {
                    Err(error) => error.to_string(),
                    Ok(it) => [it.id, it.url, it.title, it.published, it.language, it.text].join(" | "),
                })
                .collect(),
        }
    }

    #[test]
    fn entries_of_rss() {
        let text = r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="c" xmlns:dc="d" xmlns:media="m"><channel>
            <title>The house</title><link>https://example.org</link><language>en-gb</language>
            <item><title>Talks &amp; truce</title><link>https://example.org/1</link><guid>tag:1</guid>
              <pubDate>Thu, 16 Feb 2017 19:35:00 GMT</pubDate><description>Short.</description>
              <media:content url="x"><media:title>A picture</media:title></media:content>
              <content:encoded><![CDATA[<p>Talks went on, a spokesman said.</p><p>They end on Friday.</p>]]></content:encoded></item>
            <item><title>Only a title</title><dc:date>2017-02-17</dc:date></item>
            <item><description>&lt;p&gt;Caf&eacute; talks &#8212; again, and for the third time.&lt;/p&gt;</description></item>
            <item></item></channel></rss>"#;
        assert_eq!(
            feed(text),
            [
                "tag:1 | https://example.org/1 | Talks & truce | Thu, 16 Feb 2017 19:35:00 GMT | en-gb | \
                 Talks went on, a spokesman said.\n\nThey end on Friday.\n",
                "a.rss#2 |  | Only a title | 2017-02-17 | en-gb | Only a title\n",
                "a.rss#3 |  |  |  | en-gb | Café talks — again, and for the third time.\n",
                "a.rss: entry 4: it has neither text nor title",
            ]
        );
    }

    #[test]
    fn entries_of_atom() {
        let text = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>House</title><entry><title type="html">Talks</title>
            <link rel="self" href="https://example.org/feed"/><link href="https://example.org/a?b=1&amp;c=2"/>
            <id>urn:a</id><updated>2019-05-02T10:00:00Z</updated><summary>S.</summary>
            <content type="xhtml"><div xmlns="x"><p>He said &lt; 5 &amp; left the hall.</p><p>She stayed.</p></div></content>
            </entry></feed>"#;
        assert_eq!(
            feed(text),
            [
                "urn:a | https://example.org/a?b=1&c=2 | Talks | 2019-05-02T10:00:00Z |  | He said < 5 & left the hall.\n\nShe stayed.\n"
            ]
        );
    }

    #[test]
    fn what_is_broken_is_told_once_and_bombs_stay_small() {
        let cut = "<rss><channel>\n<item><title>Talks</title></item>\n<item><title>Cut";
        assert_eq!(
            feed(cut),
            ["a.rss#1 |  | Talks |  |  | Talks\n", "a.rss:3:17: it is no well-formed feed: it ends within an element"]
        );
        assert_eq!(feed("<rss><channel></channel></rss>"), ["a.rss: the feed has no entries"]);
        assert!(feed("<rss><channel><item><title a=\"></title>")[0].starts_with("a.rss:1:"), "{:?}", feed("<rss a="));
        let bomb = "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><rss><item><title>&b;</title></item></rss>";
        assert_eq!(feed(bomb), ["a.rss#1 |  | &b; |  |  | &b;\n"]);
        assert!(feed(&format!("<rss>{}", "a".repeat(9_000)))[0].contains("--max-bytes"));
        assert_eq!(feed(&format!("<rss><item>{}", "<b>".repeat(2_000))).len(), 1);
    }
}
