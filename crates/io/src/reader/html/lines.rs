//! The lines that are read of a page: headline, who and when, captions, paragraphs.

use dateline_core::RegionKind;

use super::names::Role;
use super::story::{Look, is_link};
use super::tags::Tag;
use super::tree::Tree;

/// A line of text, and what it is; NONE for what belongs to the story.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) kind: RegionKind,
    is_heading: bool,
    is_link: bool,
}

/// The headings that may be the headline, the likeliest first, and their texts.
pub(super) fn headings(tree: &Tree, look: &Look, story: usize) -> (Vec<usize>, Vec<String>) {
    let mut found: Vec<(i32, usize)> = Vec::new();
    for (at, node) in tree.nodes.iter().enumerate() {
        let named = look.roles[at].has(Role::Title);
        let is_candidate = node.tag.is_heading() || (named && node.tag.is_block());
        if !is_candidate {
            continue;
        }
        let mut score = match node.tag {
            Tag::H1 => 4,
            Tag::H2 => 1,
            _ => 0,
        };
        score += i32::from(named) * 2 - i32::from(look.is_out[at]) * 3;
        let is_before = at < story && tree.nodes[at].end as usize <= story;
        let is_within = (story..tree.nodes[story].end as usize).contains(&at);
        score += if is_before || is_within { 1 } else { -4 };
        if score > 0 {
            found.push((score, at));
        }
    }
    found.sort_by_key(|(score, at)| (-score, *at));
    found.truncate(12);
    let texts = found.into_iter().map(|(_, at)| (at, tree.text_within(at)));
    texts.filter(|(_, text)| !text.is_empty()).unzip()
}

/// What is read of a page, line by line: the headline first, what stands between it and the story, and the story.
pub(super) fn lines(tree: &Tree, look: &Look, story: usize, headline: Option<usize>) -> Vec<Line> {
    let mut lines = Vec::new();
    let end = tree.nodes[story].end as usize;
    let mut from = story;
    if let Some(at) = headline {
        lines.push(Line::new(tree.text_within(at), RegionKind::HEADLINE));
        let behind = tree.nodes[at].end as usize;
        if behind <= story {
            above(tree, look, behind..story, &mut lines);
        } else if at >= story && look.letters_between(story, at) * 4 < look.letters(tree, story) {
            from = behind;
        }
    }
    let head = lines.len();
    within(tree, look, story, from..end, &mut lines);
    without_links(&mut lines, head);
    lines
}

impl Line {
    fn new(text: String, kind: RegionKind) -> Line {
        Line { text, kind, is_heading: false, is_link: false }
    }
}

/// What an element says of the story beside it: its kind, if it is short and says such a thing.
fn aside_of(tree: &Tree, look: &Look, at: usize) -> Option<(RegionKind, String)> {
    let roles = look.roles[at];
    let tag = tree.nodes[at].tag;
    let is_date = roles.has(Role::Date) || tag == Tag::Time;
    let is_byline = roles.has(Role::Byline);
    if !is_date && !is_byline && !roles.has(Role::Deck) {
        return None;
    }
    let letters = look.letters(tree, at);
    if letters == 0 || letters > 400 {
        return None;
    }
    let text = tree.text_within(at);
    let has_year = text.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit));
    if is_byline && letters <= 80 && !is_date {
        return Some((RegionKind::BYLINE, text));
    }
    if (is_date || is_byline) && has_year && letters <= 120 {
        return Some((RegionKind::HEADER, text));
    }
    (roles.has(Role::Deck) && letters > 20).then_some((RegionKind::NONE, text))
}

/// Takes who, when and the deck from between the headline and the story.
fn above(tree: &Tree, look: &Look, range: std::ops::Range<usize>, lines: &mut Vec<Line>) {
    let mut at = range.start;
    while at < range.end {
        if look.is_out[at] {
            at = tree.nodes[at].end as usize;
            continue;
        }
        if let Some((kind, text)) = aside_of(tree, look, at)
            && tree.nodes[at].end as usize <= range.end
        {
            if lines.iter().all(|line| line.text != text) {
                lines.push(Line::new(text, kind));
            }
            at = tree.nodes[at].end as usize;
            continue;
        }
        at += 1;
    }
}

/// Takes the lines of the story.
fn within(tree: &Tree, look: &Look, story: usize, range: std::ops::Range<usize>, lines: &mut Vec<Line>) {
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut run = Run::default();
    let mut at = range.start;
    let mut paragraphs = 0;
    while at < range.end {
        while open.last().is_some_and(|(_, end)| *end <= at) {
            open.pop();
            paragraphs += usize::from(run.flush(lines));
        }
        let node = &tree.nodes[at];
        let end = node.end as usize;
        if look.is_out[at] && node.tag != Tag::Text {
            if node.tag.is_block() {
                paragraphs += usize::from(run.flush(lines));
            }
            at = end;
            continue;
        }
        // Above and below the story its author and its day may stand within it.
        if paragraphs == 0
            && at != story
            && node.tag != Tag::Text
            && let Some((kind, text)) = aside_of(tree, look, at)
        {
            run.flush(lines);
            if !text.is_empty() && lines.iter().all(|line| line.text != text) {
                lines.push(Line::new(text, kind));
            }
            at = end;
            continue;
        }
        match node.tag {
            Tag::Text => {
                let is_link = tree.around(at).take_while(|around| *around != story).any(|at| is_link(tree, at));
                run.add(tree.text(at), is_link);
            }
            // Two breaks in a row end a paragraph.
            Tag::Br if run.text.ends_with('\n') => paragraphs += usize::from(run.flush(lines)),
            Tag::Br | Tag::Hr => run.push_break(),
            tag if tag.is_block() => {
                paragraphs += usize::from(run.flush(lines));
                open.push((at, end));
                run.kind = kind_within(tree, look, story, at);
                run.is_heading = tag.is_heading();
            }
            _ if look.roles[at].has(Role::Caption) => {
                paragraphs += usize::from(run.flush(lines));
                open.push((at, end));
                run.kind = RegionKind::CAPTION;
            }
            _ => {}
        }
        at += 1;
        if open.last().is_none_or(|(_, end)| *end <= at) {
            paragraphs += usize::from(run.flush(lines));
            run.kind = RegionKind::NONE;
        }
    }
    run.flush(lines);
}

/// Whether a block stands below a picture.
fn kind_within(tree: &Tree, look: &Look, story: usize, at: usize) -> RegionKind {
    let is_caption =
        |at: usize| matches!(tree.nodes[at].tag, Tag::Figcaption | Tag::Figure) || look.roles[at].has(Role::Caption);
    let around = std::iter::once(at).chain(tree.around(at)).take_while(|at| *at > story);
    if around.take(4).any(is_caption) { RegionKind::CAPTION } else { RegionKind::NONE }
}

/// The line that is being read.
#[derive(Default)]
struct Run {
    text: String,
    letters: usize,
    linked: usize,
    kind: RegionKind,
    is_heading: bool,
}

impl Run {
    fn add(&mut self, text: &str, is_link: bool) {
        let letters = text.trim().len();
        self.letters += letters;
        self.linked += if is_link { letters } else { 0 };
        let is_open = self.text.is_empty() || self.text.ends_with([' ', '\n']);
        self.text.push_str(if is_open { text.trim_start() } else { text });
    }

    fn push_break(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// Ends the line. Whether it was a paragraph.
    fn flush(&mut self, lines: &mut Vec<Line>) -> bool {
        let is_link = self.linked * 10 > self.letters * 7;
        let text = self.text.trim();
        let is_paragraph = self.kind.is_none() && !self.is_heading && text.len() > 60;
        if !text.is_empty() {
            let text = text.to_owned();
            lines.push(Line { text, kind: self.kind, is_heading: self.is_heading, is_link });
        }
        self.text.clear();
        (self.letters, self.linked) = (0, 0);
        is_paragraph
    }
}

/// Takes off lines that link to other stories, and headings that nothing stands below.
fn without_links(lines: &mut Vec<Line>, head: usize) {
    let is_other = |line: &Line| line.kind.is_none() && line.is_link && (line.text.len() < 120 || line.is_heading);
    let mut keep = vec![true; lines.len()];
    let mut is_followed = false;
    for at in (head..lines.len()).rev() {
        let line = &lines[at];
        if is_other(line) {
            (keep[at], is_followed) = (false, false);
        } else if line.is_heading {
            keep[at] = is_followed;
        } else if line.kind.is_none() {
            is_followed = true;
        }
    }
    let mut at = 0;
    lines.retain(|_| {
        at += 1;
        keep[at - 1]
    });
}
