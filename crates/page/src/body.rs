//! What stands between the paragraphs of a story and below them.

use dateline_core::RegionKind;

use crate::cues::Cue;
use crate::gazette::AGENCIES;
use crate::lines::{End, Line};
use crate::signs::{ends_in_credit, is_address, is_byline, is_dated, is_mark, is_sign_off, is_signature};
use crate::story::Story;

/// Gives every line from the first paragraph on its kind.
pub(crate) fn settle(text: &str, lines: &mut [Line], story: &Story) {
    let from = story.lead;
    // Where paragraphs do not end as sentences do (lists, transcripts, verse), a missing mark says nothing.
    let (mut prose, mut open) = (0, 0);
    for line in lines[from..].iter().take(200) {
        // A short sentence is none of a list.
        if line.words >= 5 || line.end == End::Stop {
            *if line.is_prose() || line.end == End::Stop { &mut prose } else { &mut open } += 1;
        }
    }
    let orderly = prose >= 3 && open * 2 <= prose;
    // What stands below the last paragraph, and is none.
    let foot =
        if orderly { lines.iter().rposition(Line::is_prose).map_or(lines.len(), |last| last + 1) } else { lines.len() };
    let mut after_list = false;
    let mut over = false;
    for at in from..lines.len() {
        if lines[at].is_given() {
            continue;
        }
        if at == from {
            lines[at].kind = RegionKind::LEAD;
            continue;
        }
        let kind = match kind_of(text, lines, at, orderly, after_list) {
            _ if over => RegionKind::BOILERPLATE,
            RegionKind::BODY if at < foot || !is_loose(&lines[at], lines[at].span.of(text)) => RegionKind::BODY,
            RegionKind::BODY if is_titular(&lines[at], lines[at].span.of(text)) => RegionKind::RELATED,
            RegionKind::BODY => RegionKind::BOILERPLATE,
            kind => kind,
        };
        let line = &lines[at];
        // A list of links lasts until the story goes on.
        let label = line.cues.has(Cue::List) || (line.cues.has(Cue::Related) && line.end == End::Colon);
        after_list = label || (after_list && kind == RegionKind::RELATED);
        let ends = line.cues.has(Cue::End) || is_signature(line, line.span.of(text));
        let late = at * 2 > from + lines.len() || at >= foot;
        over |= kind == RegionKind::BOILERPLATE && ends && late;
        lines[at].kind = kind;
    }
}

fn kind_of(text: &str, lines: &[Line], at: usize, orderly: bool, after_list: bool) -> RegionKind {
    let line = &lines[at];
    let words = line.span.of(text);
    let prose = line.is_prose();
    if line.cues.has(Cue::End) && (line.words <= 40 || !prose) {
        return RegionKind::BOILERPLATE;
    }
    if is_credit_at_end(line, words) {
        return RegionKind::BYLINE;
    }
    if line.cues.has(Cue::List) && line.words <= 6 {
        return RegionKind::BOILERPLATE;
    }
    if line.cues.has(Cue::Related) && line.words >= 4 && line.words <= 30 {
        return RegionKind::RELATED;
    }
    if is_caption(text, lines, at) {
        return RegionKind::CAPTION;
    }
    let chrome = line.words <= 16 && line.cues.has(Cue::Chrome);
    if line.words == 0 || chrome || is_address(words) || is_call(line, words) {
        return RegionKind::BOILERPLATE;
    }
    if at + 3 >= lines.len() && is_signature(line, words) {
        return RegionKind::BOILERPLATE;
    }
    if !prose && is_dated(line) && line.cues.any(&[Cue::Published, Cue::Updated, Cue::Clock]) {
        return RegionKind::HEADER;
    }
    // The day at the foot of a statement.
    if !prose && at + 2 >= lines.len() && line.moment.at.day.is_some() && line.moment.covers * 2 >= line.span.len() {
        return RegionKind::HEADER;
    }
    if !prose && line.words <= 14 && is_byline(words) {
        return RegionKind::BYLINE;
    }
    if line.words <= 8 && line.end == End::Open && words.contains(" : ") {
        return RegionKind::HEADER;
    }
    if at + 4 >= lines.len() && line.words <= 4 && signs_with_agency(words) {
        return RegionKind::BYLINE;
    }
    if at + 3 >= lines.len() && is_mark(line, words) {
        return RegionKind::BOILERPLATE;
    }
    if at + 6 >= lines.len() && (is_sign_off(line, words) || is_initials(words)) {
        return RegionKind::BYLINE;
    }
    if is_pointer(line, words) {
        return RegionKind::RELATED;
    }
    if after_list && line.words >= 3 && line.end == End::Open {
        return RegionKind::RELATED;
    }
    if orderly && is_link(lines, at, words) {
        return RegionKind::RELATED;
    }
    if line.words >= 6 && line.span.len() >= 40 && repeats(text, lines, at) {
        return RegionKind::BOILERPLATE;
    }
    RegionKind::BODY
}

/// "(Reporting by Ana Ruiz; Editing by Tom Reed)" and the like.
fn is_credit_at_end(line: &Line, words: &str) -> bool {
    line.cues.has(Cue::Byline) && (words.starts_with(['(', '[']) || line.words <= 30)
}

/// "(Hina) xvd mkr": the agency in brackets, and initials.
fn signs_with_agency(words: &str) -> bool {
    let inside = words.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    inside.is_some_and(|(name, rest)| AGENCIES.has(name) && !rest.contains(char::is_uppercase))
}

/// "Opinion: What Paris leaves to our children" between the paragraphs of a story.
fn is_pointer(line: &Line, words: &str) -> bool {
    const LABELS: [&str; 6] = ["Opinion: ", "Analysis: ", "Watch: ", "In pictures: ", "Live updates: ", "Explainer: "];
    line.words <= 20
        && matches!(line.end, End::Open | End::Asking | End::Quote)
        && LABELS.iter().any(|label| words.starts_with(label))
}

/// Whether a line is no sentence, nor holds the end of one.
fn is_loose(line: &Line, words: &str) -> bool {
    (line.end == End::Open || (line.end == End::Asking && line.words <= 4))
        && line.words <= 20
        && ![". ", "? ", "! ", ".\u{201d} ", ".\" "].iter().any(|end| words.contains(end))
}

/// Whether a line without a mark at its end may be the title of another story.
fn is_titular(line: &Line, words: &str) -> bool {
    (5..=20).contains(&line.words)
        && !["Our ", "SOURCE", "Support "].iter().any(|start| words.starts_with(start))
        && words.starts_with(char::is_uppercase)
        && !words.contains(['@', '|', '/', '('])
}

/// "hs.ma": who wrote and who edited, in initials.
fn is_initials(words: &str) -> bool {
    let initials = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase());
    words.split_once('.').is_some_and(|(one, other)| initials(one) && initials(other))
}

/// "Follow Example News on Telegram", "Join our channel": a call to come elsewhere.
fn is_call(line: &Line, words: &str) -> bool {
    const CALLS: [&str; 10] =
        ["Follow ", "Join ", "Subscribe ", "Download ", "Find us ", "Get ", "Stream ", "Sign up ", "Support ", "Stay "];
    const PLACES: [&str; 13] = [
        "subscribe",
        "Telegram",
        "WhatsApp",
        "Facebook",
        "Twitter",
        "Instagram",
        "YouTube",
        "newsletter",
        "Google News",
        " by email",
        "your inbox",
        " app ",
        "Anytime",
    ];
    line.words <= 20
        && CALLS.iter().any(|call| words.starts_with(call))
        && PLACES.iter().any(|place| words.contains(place))
}

/// A caption names who took the picture, or shows people in a pose on a day that is told in full.
fn is_caption(text: &str, lines: &[Line], at: usize) -> bool {
    let line = &lines[at];
    if line.words > 70 {
        return false;
    }
    let day_at_end =
        line.moment.at.day.is_some() && (line.moment.first + line.moment.covers + 20) >= line.span.len() * 3 / 5;
    let mut signs = 0;
    signs += i32::from(line.cues.has(Cue::Credit) || ends_in_credit(line.span.of(text))) * 2;
    signs += i32::from(line.cues.has(Cue::Pose));
    signs += i32::from(line.cues.has(Cue::Pose) && day_at_end);
    signs += i32::from(line.end == End::Open && line.cues.has(Cue::Pose) && line.words >= 5);
    signs >= 2
}

/// A headline between the paragraphs of a story links to another story.
fn is_link(lines: &[Line], at: usize, words: &str) -> bool {
    let line = &lines[at];
    if line.words < 5 || line.words > 30 || !words.starts_with(|c: char| c.is_uppercase() || "\"“‘'".contains(c)) {
        return false;
    }
    // Headings within a story are shorter.
    let sentence = (7..=14).contains(&line.words)
        && is_loose(line, words)
        && line.end == End::Open
        && lines.get(at + 1).is_some_and(Line::is_prose);
    let titled = sentence || (line.is_title_case() && matches!(line.end, End::Open | End::Asking | End::Quote));
    // In the small letters of a sentence it could be a paragraph that lost its stop, or a heading: only beside a caption.
    let beside = lines[at - 1].kind == RegionKind::CAPTION && !line.after_blank && line.end == End::Open;
    titled || beside
}

/// Whether a paragraph stands in the story already: sites repeat the lead in a box or below a picture.
fn repeats(text: &str, lines: &[Line], at: usize) -> bool {
    let this = lines[at].span.of(text);
    let reach = at.saturating_sub(12);
    lines[reach..at].iter().any(|line| line.span.len() == lines[at].span.len() && line.span.of(text) == this)
}
