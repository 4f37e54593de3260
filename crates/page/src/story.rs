//! Where the story begins, and which of the lines above it is its headline.

use dateline_core::{RegionKind, Span};

use crate::cues::Cue;
use crate::dateline::{self, Reading};
use crate::lines::{End, Line, head};
use crate::when::When;

/// Where the parts of the story stand: positions among the lines.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Story {
    /// The first paragraph.
    pub(crate) lead: usize,
    /// The headline.
    pub(crate) headline: Option<usize>,
    /// The paragraph that begins with the dateline, and what it says.
    pub(crate) dateline: Option<(usize, Reading)>,
    /// How much of the first paragraph is a headline that was joined to it.
    pub(crate) joined: Option<Span>,
}

/// What the search for a headline works in.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary(Vec<u64>);

/// How many lines above the first paragraph are looked at, and how many paragraphs below it for the dateline.
const ABOVE: usize = 60;
const BELOW: usize = 4;

/// Finds the parts of the story and gives the lines above it their kinds.
pub(crate) fn find(text: &str, title: &str, lines: &mut [Line], when: &mut When, known: &mut Vocabulary) -> Story {
    let mut story = Story { lead: lead_of(text, lines, when), ..Story::default() };
    story.dateline = dateline_of(text, lines, story.lead, when);
    if story.lead == 0
        && story.dateline.is_none()
        && !lines[0].is_given()
        && let Some((span, reading)) = joined_headline(text, &lines[0], when)
    {
        story.joined = Some(span);
        story.dateline = Some((0, reading));
        return story;
    }
    for at in 0..story.lead {
        if lines[at].is_given() {
            continue;
        }
        lines[at].kind = above(text, &lines[at]);
        if lines[at].kind.is_none() && lines[at].is_prose() && shows_its_day(text, &lines[at..], when) {
            lines[at].kind = RegionKind::CAPTION;
        }
    }
    if let Some((at, reading)) = story.dateline
        && reading.alone
    {
        lines[at].kind = RegionKind::DATELINE;
    }
    story.headline = headline_of(text, title, lines, &story, known);
    if let Some(at) = story.headline {
        settle(text, lines, at, story.lead);
    }
    story
}

/// The first paragraph that is prose of the story: no caption, no notice of the site.
fn lead_of(text: &str, lines: &[Line], when: &mut When) -> usize {
    let reach = lines.len().min(ABOVE);
    for (at, line) in lines[..reach].iter().enumerate().filter(|(_, line)| !line.is_given()) {
        let told = line.is_prose() || line.span.len() >= 100;
        let signed = told && dateline::read(line.span.of(text), when).is_some_and(|it| it.is_sure && !it.alone);
        // A title that ends as a sentence does is above the story when the story says where it begins.
        if signed
            || (tells(text, line)
                && !is_caption_above(&lines[at..])
                && !shows_its_day(text, &lines[at..], when)
                && !is_titled(text, &lines[at..], at, when))
        {
            return if signed { at } else { below_deck(text, &lines[..reach], at) };
        }
    }
    // No prose at all: a list, a poem, a headline alone.
    lines.iter().position(|line| !line.is_given()).unwrap_or(0)
}

/// A sentence that the author's name or the date stand below is a deck: the story begins after them.
fn below_deck(text: &str, lines: &[Line], at: usize) -> usize {
    let near = |from: usize, count: usize| from + 1..lines.len().min(from + 1 + count);
    let furniture = |line: &Line| {
        let dated = !line.is_prose() && line.moment.covers * 2 >= line.span.len();
        let labelled = line.words <= 12 && line.digits && line.cues.any(&[Cue::Published, Cue::Updated]);
        dated || labelled || is_byline(line.span.of(text))
    };
    if at == 0 || lines[at].words > 40 {
        return at;
    }
    let Some(last) = near(at, 4).rfind(|below| furniture(&lines[*below])) else { return at };
    near(last, 3).find(|below| tells(text, &lines[*below])).unwrap_or(at)
}

/// Whether a line is prose, and nothing that a site says of itself or of a picture.
fn tells(text: &str, line: &Line) -> bool {
    let aside = line.cues.any(&[Cue::Credit, Cue::End, Cue::Chrome, Cue::Related]);
    let notice = line.words < 25 && line.digits && line.cues.any(&[Cue::Published, Cue::Updated, Cue::Byline]);
    line.is_prose() && !aside && !notice && !ends_in_credit(line.span.of(text))
}

/// Whether the paragraph is a caption in the form of a sentence: people in a pose, and more prose below.
fn is_caption_above(rest: &[Line]) -> bool {
    rest[0].cues.has(Cue::Pose) && rest[0].moment.at.day.is_some() && rest[1..].iter().take(6).any(Line::is_prose)
}

/// Whether the paragraph is a caption that ends with the day of its picture, and the next one begins with the dateline.
fn shows_its_day(text: &str, rest: &[Line], when: &mut When) -> bool {
    let [first, below @ ..] = rest else { return false };
    let words = first.span.of(text);
    let figures = words
        .trim_end_matches('.')
        .rsplit(' ')
        .next()
        .is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()));
    figures
        && first.words <= 40
        && dateline::read(words, when).is_none()
        && when.ends_with_day(words)
        && below
            .iter()
            .find(|line| line.is_prose())
            .is_some_and(|next| dateline::read(next.span.of(text), when).is_some())
}

/// Whether the first line of the page is its title although it ends as a sentence may: in capitals as titles are, with
/// quoted words that it does not begin with, or with a dateline right below it.
fn is_titled(text: &str, rest: &[Line], at: usize, when: &mut When) -> bool {
    let [first, below @ ..] = rest else { return false };
    let Some(next) = below.iter().take(3).find(|line| line.is_prose()) else { return false };
    at == 0
        && next.after_blank
        && first.words <= 20
        && (first.is_title_case()
            || (first.end == End::Quote && !first.span.of(text).starts_with(['"', '“', '‘', '\'']))
            || dateline::read(next.span.of(text), when).is_some_and(|it| it.is_sure))
}

fn dateline_of(text: &str, lines: &[Line], lead: usize, when: &mut When) -> Option<(usize, Reading)> {
    let end = lines.len().min(lead + BELOW);
    // On a line of its own, right above the story.
    let is_signed = dateline::read(lines[lead].span.of(text), when).is_some_and(|it| it.is_sure && !it.alone);
    if let Some(at) = lead.checked_sub(1)
        && let Some(reading) = dateline::read(lines[at].span.of(text), when)
        && reading.alone
        && !is_signed
        && !lines[at].cues.any(&[Cue::Byline, Cue::Chrome, Cue::Clock, Cue::Published, Cue::Updated])
    {
        return Some((at, reading));
    }
    (lead..end).find_map(|at| {
        let reading = dateline::read(lines[at].span.of(text), when)?;
        // Below the first paragraph only what can be nothing else.
        (!reading.alone && lines[at].is_prose() && (at == lead || reading.is_sure)).then_some((at, reading))
    })
}

/// "Bridge opens after two years. CHARLESTON, W.Va. — The bridge": feeds join the title to the text. The dateline in the
/// middle tells.
fn joined_headline(text: &str, first: &Line, when: &mut When) -> Option<(Span, Reading)> {
    let paragraph = first.span.of(text);
    let reach = head(paragraph, 220);
    let mut from = 0;
    while let Some(at) = reach[from..].find([' ', '\u{a0}']).map(|at| from + at) {
        from = at + 1;
        while !reach.is_char_boundary(from) {
            from += 1;
        }
        let before = reach[..at].trim_end();
        if at >= 15 && before.ends_with(['.', '?', '!']) {
            let rest = paragraph[from..].trim_start();
            let start = first.span.start + (paragraph.len() - rest.len()) as u32;
            let caps = rest.split(|c: char| !c.is_uppercase()).next().is_some_and(|run| run.len() >= 3);
            if let Some(mut reading) = dateline::read(rest, when).filter(|it| !it.alone && (caps || it.is_sure)) {
                let shift = start - first.span.start;
                reading.dateline = dateline::shifted(&reading, shift).dateline;
                let end = first.span.start + before.len() as u32;
                return Some((Span::new(first.span.start, end), reading));
            }
        }
    }
    None
}

/// What a line above the story is, its headline apart.
fn above(text: &str, line: &Line) -> RegionKind {
    let words = line.span.of(text);
    let dated = line.moment.covers > 0;
    if line.cues.has(Cue::End) {
        RegionKind::BOILERPLATE
    } else if line.cues.has(Cue::Credit)
        || ends_in_credit(words)
        || (line.cues.has(Cue::Pose) && (dated || line.words >= 12))
    {
        RegionKind::CAPTION
    } else if is_byline(words) || (line.cues.has(Cue::Byline) && line.words <= 25) {
        RegionKind::BYLINE
    } else if is_dated(line) {
        RegionKind::HEADER
    } else if line.cues.any(&[Cue::Related, Cue::List]) && line.words > 2 {
        RegionKind::RELATED
    } else if line.cues.any(&[Cue::Chrome, Cue::List]) || line.bars >= 2 {
        RegionKind::BOILERPLATE
    } else {
        RegionKind::NONE
    }
}

/// Whether a line ends with who took a picture: "(Dan Katz/Flash)", "[Ali Noor/Reuters]", "(Example News: Dan Katz)".
pub(crate) fn ends_in_credit(line: &str) -> bool {
    let credit = if let Some(inner) = line.strip_suffix([')', ']']) {
        inner.rfind(['(', '[']).map(|at| &inner[at + 1..])
    } else {
        line.rsplit_once(". Source: ").map(|(_, credit)| credit)
    };
    let capitals = |credit: &str| {
        credit.split(['/', ' ']).filter(|word| !word.is_empty()).all(|word| word.starts_with(char::is_uppercase))
    };
    credit
        .is_some_and(|credit| (credit.contains('/') || credit.contains(": ")) && credit.len() <= 60 && capitals(credit))
}

/// Whether a line is there to state a date: it is most of it, or the line is short and labels it.
pub(crate) fn is_dated(line: &Line) -> bool {
    let labelled = line.cues.any(&[Cue::Published, Cue::Updated, Cue::Clock]);
    let leads = line.moment.first == 0 && line.moment.covers >= 10 && line.words <= 14 && line.end == End::Open;
    line.moment.covers > 0
        && line.end != End::Quote
        && (line.moment.covers * 2 >= line.span.len() || (labelled && line.words <= 25) || line.words <= 8 || leads)
}

/// "By Ana Ruiz", "by ANA RUIZ and TOM REED, Example Agency", "Ana Ruiz | Vienna 14 July 2010".
pub(crate) fn is_byline(line: &str) -> bool {
    // "(By Ana Ruiz)".
    let line = line.strip_prefix('(').and_then(|line| line.strip_suffix(')')).unwrap_or(line);
    for label in ["By ", "by ", "BY ", "By: ", "By\u{a0}"] {
        if let Some(rest) = line.strip_prefix(label) {
            // "By Monday the talks had moved" goes on in small letters.
            return is_name(rest) && !line.ends_with('.');
        }
    }
    if let Some((name, rest)) = line.split_once(" | ") {
        let words = name.split_whitespace().count();
        let dated = rest.bytes().any(|byte| byte.is_ascii_digit());
        return (2..=4).contains(&words) && is_name(name) && dated;
    }
    false
}

/// Whether every word is one of a name, of several, or of what stands between them.
fn is_name(text: &str) -> bool {
    const SMALL: [&str; 16] =
        ["and", "of", "for", "in", "de", "van", "von", "der", "den", "al", "bin", "del", "la", "the", "with", "e"];
    let text = text.split(['|', '(']).next().unwrap_or(text);
    let mut count = 0;
    let fits = text.split_whitespace().filter(|word| word.starts_with(char::is_alphabetic)).all(|word| {
        count += 1;
        word.starts_with(char::is_uppercase) || SMALL.contains(&word) || word.starts_with("al-")
    });
    fits && (1..=14).contains(&count) && !text.bytes().any(|byte| byte.is_ascii_digit())
}

/// A name on a line of its own, or several: "Ana Ruiz", "Ana Ruiz and Tom Reed".
fn is_names(line: &Line, text: &str) -> bool {
    let most = if text.contains(" and ") && line.end == End::Open { 7 } else { 4 };
    (2..=most).contains(&line.words) && is_name(text)
}

/// The line above the story that is most likely its headline, if one is likely at all.
///
/// A headline speaks of what the story speaks of, which a menu does not; so the words that a line shares with the head
/// of the story weigh most.
fn headline_of(text: &str, title: &str, lines: &[Line], story: &Story, known: &mut Vocabulary) -> Option<usize> {
    let given = lines.iter().position(|line| line.is_given() && line.kind == RegionKind::HEADLINE);
    if given.is_some() {
        return given;
    }
    let above = &lines[..story.lead];
    let candidate = |line: &Line| line.kind.is_none() && line.words >= 2 && line.words <= 35 && line.span.len() <= 250;
    if !above.iter().any(candidate) {
        return None;
    }
    known.learn(lines[story.lead..].iter().take(8).map(|line| head(line.span.of(text), Line::LOOK)));
    let score = |at: usize| {
        let line = &lines[at];
        let words = line.span.of(text);
        let shared = known.share(words);
        let mut score = 4.0 * shared;
        score += if line.words >= 4 { 1.0 } else { -1.5 };
        score += if matches!(line.end, End::Stop | End::Colon) && !line.is_title_case() { -1.0 } else { 0.5 };
        score += if line.is_title_case() { 0.5 } else { 0.0 };
        score -= f64::from(line.bars);
        score += if !title.is_empty() && same_words(words, title) { 4.0 } else { 0.0 };
        score += if line.after_blank { 0.3 } else { 0.0 };
        score += if line.words < 4 && shared == 0.0 { -2.0 } else { 0.0 };
        score
    };
    let best = (0..story.lead).filter(|at| candidate(&lines[*at])).map(score).fold(f64::MIN, f64::max);
    // Below the headline often stands a deck, which shares as much with the story: the first of the good ones counts,
    // but of repetitions the last.
    let first = (0..story.lead).find(|at| candidate(&lines[*at]) && score(*at) >= best - 1.2)?;
    let repeated = (first + 1..story.lead).rev().find(|at| {
        candidate(&lines[*at])
            && lines[*at].bars == 0
            && same_words(lines[first].span.of(text), lines[*at].span.of(text))
    });
    let chosen = repeated.unwrap_or(first);
    (best >= if story.lead == 1 { 1.0 } else { 1.8 }).then_some(chosen)
}

/// Gives the other lines above the story their kinds, now that the headline is known.
fn settle(text: &str, lines: &mut [Line], headline: usize, lead: usize) {
    lines[headline].kind = RegionKind::HEADLINE;
    let title = lines[headline].span.of(text);
    for (at, line) in lines[..lead].iter_mut().enumerate() {
        if !line.kind.is_none() {
            continue;
        }
        let repeats = same_words(line.span.of(text), title);
        line.kind = if at < headline {
            if line.cues.has(Cue::Pose) || (line.is_prose() && !repeats) {
                RegionKind::CAPTION
            } else if line.words <= 4 && !line.digits {
                // What the menus and the section of a site are called: "Africa", "World News".
                RegionKind::BOILERPLATE
            } else {
                RegionKind::HEADER
            }
        } else if line.cues.has(Cue::Pose) {
            RegionKind::CAPTION
        } else if repeats {
            RegionKind::BOILERPLATE
        } else if line.words >= 5 && !is_names(line, line.span.of(text)) {
            // The deck: a sentence or two between headline and story.
            RegionKind::LEAD
        } else if is_names(line, line.span.of(text)) || line.span.of(text).starts_with('@') {
            // A name on a line of its own.
            RegionKind::BYLINE
        } else {
            RegionKind::HEADER
        };
    }
}

/// Whether two titles are the same but for marks and what a site adds to one of them.
///
/// ```
/// assert!(dateline_page::same_words("Talks on river resume", "Talks on River Resume | Example News"));
/// ```
pub fn same_words(one: &str, other: &str) -> bool {
    fn words(text: &str) -> impl Iterator<Item = &str> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
    }
    let (mut shared, mut count) = (0, 0);
    let mut others = words(other);
    for word in words(one) {
        count += 1;
        shared += usize::from(others.next().is_some_and(|other| other.eq_ignore_ascii_case(word)));
    }
    let least = count.min(words(other).count());
    least >= 3 && shared == least
}

impl Vocabulary {
    /// Remembers the longer words of a text by how they begin.
    fn learn<'a>(&mut self, texts: impl Iterator<Item = &'a str>) {
        self.0.clear();
        for text in texts {
            self.0.extend(stems(text));
        }
        self.0.sort_unstable();
        self.0.dedup();
    }

    /// Which part of the longer words of a line it knows, 0 to 1.
    fn share(&self, line: &str) -> f64 {
        let (mut all, mut known) = (0.0_f64, 0.0);
        for stem in stems(line) {
            all += 1.0;
            known += f64::from(u8::from(self.0.binary_search(&stem).is_ok()));
        }
        // One word alone proves little.
        if all == 0.0 { 0.0 } else { known / all.max(3.0) }
    }
}

/// The first five letters of each word of four and more, small, packed in one number. Bytes beyond ASCII are letters.
fn stems(text: &str) -> impl Iterator<Item = u64> {
    let words = text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric() && byte.is_ascii());
    words
        .filter(|word| word.len() >= 4)
        .map(|word| word.iter().take(5).fold(0, |packed, byte| packed << 8 | u64::from(byte.to_ascii_lowercase())))
}
