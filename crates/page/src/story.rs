//! Where the story begins, and which of the lines above it is its headline.

use dateline_core::{RegionKind, Span};

use crate::cues::Cue;
use crate::dateline::{self, Reading};
use crate::gazette::{AGENCIES, CITIES};
use crate::headline::{Vocabulary, headline_of, same_words};
use crate::lines::{End, Line, head};
use crate::signs::{
    ends_in_credit, is_byline, is_dated, is_furniture, is_names, is_sign_off, names_agency, names_maker, names_then_day,
};
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
        let before = at.checked_sub(1).map(|before| &lines[before]);
        if before.is_some_and(|before| before.span.of(text).eq_ignore_ascii_case("by")) && lines[at].words <= 6 {
            lines[at].kind = RegionKind::BYLINE;
        } else if lines[at].kind == RegionKind::CAPTION
            && is_sign_off(&lines[at], lines[at].span.of(text))
            && lines[at].span.of(text).split_once('/').is_some_and(|(first, other)| {
                AGENCIES.has(first) && (AGENCIES.has(other) || other.starts_with("The ") || !other.contains(' '))
            })
        {
            // "AFP/The Example": who took a picture only below its caption.
            let shown = before.is_some_and(|before| before.kind == RegionKind::CAPTION);
            lines[at].kind = if shown { RegionKind::CAPTION } else { RegionKind::NONE };
        } else if lines[at].kind.is_none()
            && names_then_day(&lines[at], lines[at].span.of(text))
            && lines[..at].iter().any(|line| line.kind.is_none() && line.words >= 4)
        {
            lines[at].kind = RegionKind::BYLINE;
        } else if lines[at].kind.is_none() && is_shown(text, &lines[at..]) {
            lines[at].kind = RegionKind::CAPTION;
        }
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
    let mut points_end = 0;
    for (at, line) in lines[..reach].iter().enumerate().filter(|(_, line)| !line.is_given()) {
        if line.cues.has(Cue::Points) {
            points_end = end_of_points(text, &lines[..reach], at);
        }
        if at < points_end {
            continue;
        }
        let told = line.is_prose() || line.span.len() >= 100;
        let signed = told && dateline::read(line.span.of(text), when).is_some_and(|it| it.is_sure && !it.alone);
        // A title that ends as a sentence does is above the story when the story says where it begins.
        if signed
            || (tells(text, line)
                && !is_caption_above(&lines[at..])
                && !is_shown(text, &lines[at..])
                && !shows_its_day(text, &lines[at..], when)
                && !is_titled(text, &lines[at..], at, when))
        {
            return if signed { at } else { below_deck(text, &lines[..reach], at) };
        }
    }
    // No prose at all: a list, a poem, a headline alone.
    lines.iter().position(|line| !line.is_given()).unwrap_or(0)
}

/// Where the points of a summary end, whose label stands at `label`: at an empty line, the author or the date, when prose
/// follows. Else they are the story.
fn end_of_points(text: &str, lines: &[Line], label: usize) -> usize {
    let first = label + 1;
    let over = |at: usize| {
        let line = &lines[at];
        (at > first && line.after_blank) || is_byline(line.span.of(text)) || is_dated(line) || line.words > 40
    };
    let end = (first..lines.len().min(first + 8)).find(|at| over(*at));
    end.filter(|end| lines[*end..].iter().any(Line::is_prose)).unwrap_or(first)
}

/// A sentence that the author's name or the date stand below is a deck: the story begins after them.
fn below_deck(text: &str, lines: &[Line], at: usize) -> usize {
    let near = |from: usize, count: usize| from + 1..lines.len().min(from + 1 + count);
    let furniture = |line: &Line| {
        let dated = !line.is_prose() && line.moment.covers * 2 >= line.span.len();
        let labelled = line.words <= 12 && line.digits && line.cues.any(&[Cue::Published, Cue::Updated]);
        dated || labelled || (is_byline(line.span.of(text)) && !line.cues.has(Cue::Related))
    };
    if at == 0 || lines[at].words > 40 {
        return at;
    }
    let pictured = |line: &Line| {
        line.cues.has(Cue::Credit) || ends_in_credit(line.span.of(text)) || names_maker(line.span.of(text))
    };
    let Some(last) = near(at, 4).rfind(|below| furniture(&lines[*below])) else {
        // A short sentence right below the title, then a picture, then a longer paragraph.
        let shown = !lines[at].after_blank && lines.get(at + 1).is_some_and(pictured);
        let longer = |below: &usize| tells(text, &lines[*below]) && lines[*below].words > lines[at].words;
        return near(at, 3).find(longer).filter(|_| shown && lines[at].words <= 18).unwrap_or(at);
    };
    near(last, 3).find(|below| tells(text, &lines[*below])).unwrap_or(at)
}

/// Whether a line is prose, and nothing that a site says of itself or of a picture.
fn tells(text: &str, line: &Line) -> bool {
    let aside = line.cues.any(&[Cue::Credit, Cue::End, Cue::Chrome, Cue::Related]);
    let notice = line.words < 25 && line.digits && line.cues.any(&[Cue::Published, Cue::Updated, Cue::Byline]);
    let words = line.span.of(text);
    line.is_prose() && !aside && !notice && !is_trail(words) && !ends_in_credit(words) && !names_maker(words)
}

/// Whether a line says where in the site the page stands: "Home / World / Talks on the river re...".
fn is_trail(words: &str) -> bool {
    words.contains('/')
        && words.matches(" / ").count() >= 2
        && words.split(" / ").next().is_some_and(|first| first.split(' ').count() <= 3)
}

/// Whether the paragraph is a caption in the form of a sentence: people in a pose, and more prose below.
fn is_caption_above(rest: &[Line]) -> bool {
    rest[0].cues.has(Cue::Pose) && rest[0].moment.at.day.is_some() && rest[1..].iter().take(6).any(Line::is_prose)
}

/// Whether who took the picture stands on the next line: "Ana Ruiz | Pool | Reuters".
fn is_shown(text: &str, rest: &[Line]) -> bool {
    let [first, next, ..] = rest else { return false };
    let words = next.span.of(text);
    first.words >= 5 && first.words <= 50 && !next.after_blank && next.words <= 6 && names_agency(words)
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

/// The dateline of the story that begins at `lead`.
pub(crate) fn dateline_of(text: &str, lines: &[Line], lead: usize, when: &mut When) -> Option<(usize, Reading)> {
    let end = lines.len().min(lead + BELOW);
    // On a line of its own, right above the story.
    let is_signed = dateline::read(lines[lead].span.of(text), when).is_some_and(|it| it.is_sure && !it.alone);
    if let Some(at) = lead.checked_sub(1)
        && let Some(reading) = dateline::read(lines[at].span.of(text), when)
        && reading.alone
        && !is_signed
        && !is_byline(lines[at].span.of(text))
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
    if line.cues.has(Cue::Related) && line.words > 2 && words.contains('|') {
        RegionKind::RELATED
    } else if (is_trail(words) && !dated) || line.cues.any(&[Cue::End, Cue::Points]) || words.eq_ignore_ascii_case("by")
    {
        RegionKind::BOILERPLATE
    } else if line.cues.has(Cue::Credit)
        || ends_in_credit(words)
        || names_maker(words)
        || (line.cues.has(Cue::Pose) && (dated || line.words >= 12))
    {
        RegionKind::CAPTION
    } else if is_byline(words)
        || (words.starts_with("Source: ") && line.moment.covers == 0)
        || (line.cues.has(Cue::Byline) && line.words <= 25)
    {
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

/// Gives the other lines above the story their kinds, now that the headline is known.
fn settle(text: &str, lines: &mut [Line], headline: usize, lead: usize) {
    lines[headline].kind = RegionKind::HEADLINE;
    let title = lines[headline].span.of(text);
    // Whether author or day stand between headline and line.
    let mut headed = false;
    let mut points = 0;
    for (at, line) in lines[..lead].iter_mut().enumerate() {
        headed |= at > headline && matches!(line.kind, RegionKind::BYLINE | RegionKind::HEADER);
        // The points of a summary stand below their label, in one block.
        points = match points {
            _ if line.cues.has(Cue::Points) => 1,
            0 => 0,
            past if past > 1 && line.after_blank => 0,
            past => past + 1,
        };
        if !line.kind.is_none() {
            continue;
        }
        let words = line.span.of(text);
        let repeats = same_words(words, title);
        line.kind = if points > 1 && line.words >= 3 && at > headline {
            RegionKind::LEAD
        } else if is_furniture(line, words, at < headline) {
            RegionKind::BOILERPLATE
        } else if at < headline {
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
        } else if headed && line.words >= 5 && !line.is_prose() && line.end == End::Open && !is_names(line, words) {
            // Who stands below the day without a mark at the end is shown in a picture.
            RegionKind::CAPTION
        } else if line.words >= 5 && !is_names(line, words) {
            // The deck: a sentence or two between headline and story.
            RegionKind::LEAD
        } else if is_names(line, words)
            || words.starts_with('@')
            || (is_sign_off(line, words) && !words.contains(" / "))
        {
            // A name on a line of its own.
            headed = true;
            RegionKind::BYLINE
        } else if line.digits || line.capitals || words.contains([',', ':']) || CITIES.has(words) || AGENCIES.has(words)
        {
            RegionKind::HEADER
        } else {
            // Buttons and subjects.
            RegionKind::BOILERPLATE
        };
    }
}
