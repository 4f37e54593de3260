//! The whole of it: a document in, what its page says of itself in its metadata and regions.

use dateline_core::{Document, Meta, Region, RegionKind, Span};

use crate::cues::{self, Cue};
use crate::headline::Vocabulary;
use crate::lines::{self, Line};
use crate::story::{self, Story};
use crate::when::When;
use crate::{body, dateline, layout, published};

/// Tells what is what on a page. Each worker has one and keeps it: what it works in is allocated once.
///
/// ```
/// use dateline_core::Document;
/// use dateline_page::Analyser;
///
/// let text = "16 February 2017\n\nTalks Resume on Shared River\n\nGENEVA (Agency) - Talks on the river resumed, a spokesman said.\n";
/// let mut document = Document { text: text.to_owned(), ..Document::default() };
/// Analyser::new().analyse(&mut document);
/// assert_eq!(document.headline(), Some("Talks Resume on Shared River"));
/// assert_eq!(document.meta.dateline.place.of(text), "GENEVA");
/// assert_eq!(document.meta.published.to_string(), "2017-02-16");
/// ```
#[derive(Debug, Default)]
pub struct Analyser {
    lines: Vec<Line>,
    when: When,
    known: Vocabulary,
    given: Vec<Region>,
    layout: layout::Scratch,
}

/// Lines longer than this state no date of the page and are no captions; in bytes.
const DATED: u32 = 500;

impl Analyser {
    /// Makes one.
    pub fn new() -> Analyser {
        Analyser::default()
    }

    /// The lines of a document and their signs, for the training of the layout.
    #[doc(hidden)]
    pub fn looks(&mut self, document: &mut Document) -> Option<(Vec<Span>, Vec<layout::Looks>)> {
        self.analyse(document);
        let looks = self.layout.looks.clone();
        (!looks.is_empty()).then(|| (self.lines.iter().map(|line| line.span).collect(), looks))
    }

    /// Fills in `meta` and `regions` of a document. What its record gave (the day of publication, a title, the regions
    /// of some lines) stays.
    pub fn analyse(&mut self, document: &mut Document) {
        let Document { text, title, url, meta, regions, .. } = document;
        lines::split(text, &mut self.lines);
        self.given.clear();
        self.given.append(regions);
        if self.lines.is_empty() {
            return;
        }
        let mut given = self.given.iter().peekable();
        for line in &mut self.lines {
            while given.next_if(|region| region.span.end <= line.span.start).is_some() {}
            if let Some(region) = given.peek().filter(|region| region.span.start <= line.span.start) {
                line.kind = region.kind;
                line.given = region.kind;
            }
            let words = line.span.of(text);
            line.cues = cues::find(words);
            let aside = !line.is_prose() || line.cues != cues::CueSet::default();
            if line.digits && line.span.len() <= DATED && aside {
                line.moment = self.when.moment(words);
            }
        }
        let mut story = story::find(text, title, &mut self.lines, &mut self.when, &mut self.known);
        body::settle(text, &mut self.lines, &story);
        layout::settle(text, title, &mut self.lines, &mut story, &mut self.when, &mut self.layout);
        state(&self.lines, &story, text, meta);
        published::settle(text, &self.lines, &story, url, meta);
        lay_out(text, &self.lines, &story, meta, regions);
    }
}

/// Puts what was found into the metadata.
fn state(lines: &[Line], story: &Story, text: &str, meta: &mut Meta) {
    meta.headline = story.joined.or(story.headline.map(|at| lines[at].span)).unwrap_or(Span::NONE);
    // Who the author is stands below the story, in a sentence; that is no byline.
    let byline =
        lines.iter().find(|line| line.kind == RegionKind::BYLINE && !(line.is_prose() && line.cues.has(Cue::Writer)));
    meta.byline = byline.map_or(Span::NONE, |line| {
        // "Ana Ruiz | Vienna 14 July 2010": the name is what comes before the bar.
        let words = line.span.of(text);
        let name = words.split(" | ").next().unwrap_or(words).trim_end();
        Span::new(line.span.start, line.span.start + name.len() as u32)
    });
    if let Some((at, reading)) = &story.dateline {
        meta.dateline = dateline::shifted(reading, lines[*at].span.start).dateline;
    }
}

/// Lines as regions. Neighbours of one kind are one region, but for headlines of other stories and captions, each of
/// which is its own. A dateline is cut out of its paragraph, as is a headline that was joined to it.
fn lay_out(text: &str, lines: &[Line], story: &Story, meta: &Meta, regions: &mut Vec<Region>) {
    let mut put = |span: Span, kind: RegionKind| {
        let merges = matches!(kind, RegionKind::BODY | RegionKind::HEADER | RegionKind::BOILERPLATE);
        match regions.last_mut() {
            Some(last) if merges && last.kind == kind => last.span.end = span.end,
            _ if !span.is_empty() => regions.push(Region { span, kind }),
            _ => {}
        }
    };
    for (at, line) in lines.iter().enumerate() {
        let kind = match line.kind {
            RegionKind::NONE if line.words >= 3 => RegionKind::BODY,
            RegionKind::NONE => RegionKind::HEADER,
            kind => kind,
        };
        let mut rest = line.span;
        if at == 0
            && let Some(headline) = story.joined
        {
            put(headline, RegionKind::HEADLINE);
            rest = trimmed(text, Span::new(headline.end, rest.end));
        }
        if let Some((_, reading)) = story.dateline.filter(|(of, _)| *of == at) {
            put(meta.dateline.span, RegionKind::DATELINE);
            rest = trimmed(text, Span::new(meta.dateline.span.end, rest.end));
            if reading.alone {
                continue;
            }
        }
        put(rest, kind);
    }
}

/// A span without the white space at its head.
fn trimmed(text: &str, span: Span) -> Span {
    let rest = span.of(text);
    Span::new(span.end - rest.trim_start().len() as u32, span.end)
}
