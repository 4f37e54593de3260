//! HTML: a saved page in, its story out.
//!
//! A page is decoded (`charset`), made a flat tree (`tree`), asked what it says of itself (`facts`, `data`, `dates`), and
//! searched for its story (`names`, `story`); what is read of it comes line by line (`lines`), with an empty line
//! between, and what the page knows of a line (that it is a caption, the headline) goes along as its region. Everything
//! takes time and memory in proportion to the page, whatever is in it, and nothing recurses.

mod charset;
mod data;
mod dates;
mod facts;
mod lines;
mod names;
#[cfg(test)]
mod properties;
mod story;
mod tags;
mod tree;

use dateline_core::{Day, Region, Span};

use super::{Name, ReadError, Source, whole};
use crate::{Raw, Record};

pub(super) use charset::decode;
use tags::Tag;
use tree::Tree;

/// What is known of a page beside its bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct About<'a> {
    /// The charset that the server named, or "".
    pub(crate) charset: &'a str,
    /// The address it was fetched from, or "".
    pub(crate) url: &'a str,
    /// The day on which it was fetched: no page was published later.
    pub(crate) fetched: Option<Day>,
}

/// Reads a page: its story as text, and what it says of itself. The record has no id.
///
/// # Errors
///
/// When no text to speak of is found, and why that may be.
pub(crate) fn page(bytes: &[u8], about: About<'_>) -> Result<Record, String> {
    let html = charset::decode(bytes, Some(about.charset).filter(|label| !label.is_empty()));
    if is_binary(&html) {
        return Err("it is no page: it is binary, or in a charset that it does not name".to_owned());
    }
    let tree = Tree::new(&html);
    let look = story::look(&tree);
    let mut facts = facts::gather(&tree, about.url);
    let story = story::find(&tree, &look).ok_or_else(|| nothing(&tree))?;
    let (headings, texts) = lines::headings(&tree, &look, story);
    let title = facts.title(&texts);
    let headline = headings.iter().zip(&texts).find(|(_, text)| **text == title).map(|(at, _)| *at);
    if facts.dates.is_empty() {
        dates::beside(&tree, &look, story, headline, &mut facts.dates);
    }
    let mut record = Record { title, url: facts.url, language: facts.language, ..Record::default() };
    for line in lines::lines(&tree, &look, story, headline) {
        if !record.text.is_empty() {
            record.text.push_str("\n\n");
        }
        let start = record.text.len() as u32;
        record.text.push_str(&line.text);
        if !line.kind.is_none() {
            record.regions.push(Region { span: Span::new(start, record.text.len() as u32), kind: line.kind });
        }
    }
    record.text.push('\n');
    if record.text.trim().is_empty() {
        return Err(nothing(&tree));
    }
    if let Some((published, from)) = facts.dates.settle(&record.url, about.fetched) {
        record.published = published.to_string();
        record.published_from = from;
    }
    Ok(record)
}

/// Whether the head of a page holds more than one in twenty of what no text has.
fn is_binary(html: &str) -> bool {
    /// How many bytes are looked at.
    const LOOK: usize = 20_000;
    let head = &html.as_bytes()[..html.len().min(LOOK)];
    let all = count(head, |byte| !(0x80..0xc0).contains(&byte));
    let controls = count(head, |byte| byte < 9 || (14..32).contains(&byte) || byte == 127);
    // The controls beyond ASCII, and the sign for what could not be decoded.
    let beyond = memchr::memchr2_iter(0xc2, 0xef, head)
        .filter(|at| matches!(head[*at..], [0xc2, 0x80..=0x84 | 0x86..=0x9f, ..] | [0xef, 0xbf, 0xbd, ..]))
        .count();
    let odd = controls + beyond;
    odd > 4 && odd * 20 > all
}

/// How many bytes are so; in pieces whose count fits a byte, which many can be counted of at a time.
fn count(bytes: &[u8], is_so: impl Fn(u8) -> bool) -> usize {
    bytes.chunks(255).map(|piece| usize::from(piece.iter().map(|byte| u8::from(is_so(*byte))).sum::<u8>())).sum()
}

/// Why a page has no story.
fn nothing(tree: &Tree) -> String {
    let why = if tree.is_full() {
        "; it has more than a million elements, and those behind them are not read"
    } else if tree.all(Tag::Script).next().is_some() {
        "; its text may come from scripts, which are not run"
    } else {
        ""
    };
    format!("no text was found in the page{why}")
}

/// Reads a file that is one page.
pub(super) fn read(source: Source, name: Name, limit: u64) -> Result<Raw, ReadError> {
    let bytes = whole(source, &name, limit)?;
    if bytes.len() as u64 > limit {
        let message = format!("it is longer than {limit} bytes, the longest a document may be (--max-bytes)");
        return Err(ReadError::new(&name.shown, message));
    }
    Ok(Raw::new(name.id.clone(), bytes, move |bytes| {
        let record = page(&bytes, About::default()).map_err(|message| ReadError::new(&name.shown, message))?;
        Ok(Record { id: name.id, ..record })
    }))
}
