//! The layout of a page as it was learned: what each line most likely is, given what it and its neighbours look like and
//! what a page is made of from top to bottom.
//!
//! A page is a walk through four parts: above its headline, between headline and story, the story, the foot. Each kind of
//! line in each part is a state; `data/layout.tsv` has a weight for each sign of a line in each state, and for each step
//! from state to state. The best walk is found in one pass (Viterbi).

mod looks;
mod share;
mod sign;
mod text;
mod walk;
mod weights;
mod words;

use dateline_core::RegionKind;

use std::sync::LazyLock;

use crate::cues::Cue;
use crate::lines::Line;
use crate::story::{self, Story};
use crate::when::When;

pub use sign::{Looks, RULES, SIGNS};
pub use walk::{best_walk, may_follow};
pub use weights::{ROWS, Weights, rows};

/// A part of the page and a kind of line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// 0 above the headline, 1 the headline, 2 below it, 3 the story, 4 the foot.
    pub part: u8,
    /// What the line is.
    pub kind: RegionKind,
}

/// How many states there are.
pub const STATES: usize = 23;

/// All states.
pub const ALL: [State; STATES] = {
    const fn of(part: u8, kind: RegionKind) -> State {
        State { part, kind }
    }
    [
        of(0, RegionKind::BOILERPLATE),
        of(0, RegionKind::HEADER),
        of(0, RegionKind::BYLINE),
        of(0, RegionKind::CAPTION),
        of(0, RegionKind::RELATED),
        of(1, RegionKind::HEADLINE),
        of(2, RegionKind::BOILERPLATE),
        of(2, RegionKind::HEADER),
        of(2, RegionKind::BYLINE),
        of(2, RegionKind::CAPTION),
        of(2, RegionKind::RELATED),
        of(2, RegionKind::LEAD),
        of(3, RegionKind::BODY),
        of(3, RegionKind::BOILERPLATE),
        of(3, RegionKind::HEADER),
        of(3, RegionKind::BYLINE),
        of(3, RegionKind::CAPTION),
        of(3, RegionKind::RELATED),
        of(4, RegionKind::BOILERPLATE),
        of(4, RegionKind::HEADER),
        of(4, RegionKind::BYLINE),
        of(4, RegionKind::CAPTION),
        of(4, RegionKind::RELATED),
    ]
};

/// The headline, a paragraph above the rest of the story, and one of the rest.
const HEADLINE: usize = 5;
const LEAD: usize = 11;
const BODY: usize = 12;
/// A page of fewer lines is a piece of one.
const FEWEST: usize = 5;
/// What has more lines is a list and no page, and a walk through it would take some hundred bytes a line.
const MOST: usize = 20_000;
/// More than all weights of a page are.
const HELD: i32 = 1 << 24;

/// The weights as they were learned.
static WEIGHTS: LazyLock<Weights> =
    LazyLock::new(|| Weights::parse(include_str!("../../data/layout.tsv")).expect("the table of weights is sound"));

/// What reading a layout works in.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    page: share::Scratch,
    pub(crate) looks: Vec<Looks>,
    back: Vec<[u8; STATES]>,
    walk: Vec<u8>,
}

/// Gives all lines their kinds by what was learned, where the page is more than paragraphs. A page of which its record
/// says what some lines are stays as the rules have it.
pub(crate) fn settle(
    text: &str,
    title: &str,
    lines: &mut [Line],
    story: &mut Story,
    when: &mut When,
    scratch: &mut Scratch,
) {
    scratch.looks.clear();
    if story.joined.is_some() || lines.iter().any(Line::is_given) || !(FEWEST..=MOST).contains(&lines.len()) {
        return;
    }
    if is_plain(lines, story) {
        return;
    }
    looks::look(text, title, lines, story, &mut scratch.page, &mut scratch.looks);
    best_walk(&WEIGHTS, &scratch.looks, guard(&scratch.looks), &mut scratch.back, &mut scratch.walk);
    let titled = scratch.walk.iter().position(|state| usize::from(*state) == HEADLINE);
    // A headline that the rules are sure of is not lost, and one that they do not see must look like one: the rest of the
    // page is read around it.
    let held = match (story.headline, titled) {
        (Some(at), None) => Some((at, HELD)),
        (Some(at), Some(other)) if at != other && lines[other].is_prose() => Some((at, HELD)),
        (None, Some(at)) if !is_titular(&lines[..=at]) => Some((at, -HELD)),
        _ => None,
    };
    if let Some((line, weight)) = held {
        let guard = guard(&scratch.looks);
        let held = |at: usize, state: usize| {
            let title = state == HEADLINE && (at == line || weight < 0);
            guard(at, state) + if title { weight } else { 0 }
        };
        best_walk(&WEIGHTS, &scratch.looks, held, &mut scratch.back, &mut scratch.walk);
    }
    let state = |at: usize| ALL[scratch.walk[at] as usize];
    let tells = |at: usize| matches!(state(at).kind, RegionKind::LEAD | RegionKind::BODY);
    let Some(first) = (0..scratch.walk.len()).find(|at| tells(*at)) else { return };
    // The last of the leads: a deck and the points of a summary stand before the first paragraph.
    let last = (first..lines.len()).take_while(|at| state(*at).kind != RegionKind::BODY);
    let last = last.filter(|at| tells(*at)).last().unwrap_or(first);
    // Where it is, the rules know best; they take a deck for it at times.
    let kept = tells(story.lead);
    let deck = kept && state(story.lead).part == 2 && lines[story.lead].words < 25;
    let below = (story.lead + 1..=last).find(|at| deck && state(*at).kind == RegionKind::LEAD);
    let lead = if kept { below.unwrap_or(story.lead) } else { last };
    for (at, line) in lines.iter_mut().enumerate() {
        let kind = state(at).kind;
        line.kind = if at > lead && kind == RegionKind::LEAD { RegionKind::BODY } else { kind };
    }
    story.headline = lines.iter().position(|line| line.kind == RegionKind::HEADLINE);
    if lead != story.lead {
        story.lead = lead;
        story.dateline = story::dateline_of(text, lines, lead, when);
    }
    if let Some((at, reading)) = story.dateline
        && reading.alone
    {
        lines[at].kind = RegionKind::DATELINE;
    }
}

/// Whether the last of these lines may be a headline although the rules see none: of some words, none about a picture, and
/// below no paragraph.
fn is_titular(lines: &[Line]) -> bool {
    let [above @ .., line] = lines else { return false };
    line.words >= 4 && !line.cues.any(&[Cue::Credit, Cue::Pose]) && !above.iter().any(Line::is_prose)
}

/// What keeps a paragraph in its story, where the rules see one and nothing shows that it is of the site: a paragraph that
/// is lost costs more than furniture that is kept. And what the rules say counts for a little by itself.
pub fn guard(looks: &[Looks]) -> impl Fn(usize, usize) -> i32 {
    |line, state| {
        let story = matches!(ALL[state].kind, RegionKind::LEAD | RegionKind::BODY);
        let lost = !story && ALL[state].part > 1 && looks[line] & sign::PLAIN == sign::PLAIN;
        let ruled = sign::rule_of(looks[line]) == ALL[state].kind && ALL[state].part > 2;
        let unsigned = ALL[state].kind == RegionKind::BYLINE && ALL[state].part == 3 && looks[line] & sign::SIGNED == 0;
        if lost || unsigned {
            -GUARD
        } else if ruled {
            if looks[line] & sign::CREDITED == sign::CREDITED { GUARD } else { RULED }
        } else {
            0
        }
    }
}

/// How much is asked for a paragraph that shows no reason to be anything else, and how much the word of the rules counts.
const GUARD: i32 = 1000;
const RULED: i32 = 50;

/// The walk that the kinds of all lines make, as they were annotated.
pub fn walk_of(kinds: &[RegionKind]) -> Vec<usize> {
    let headline = kinds.iter().position(|kind| *kind == RegionKind::HEADLINE);
    let body = kinds.iter().position(|kind| *kind == RegionKind::BODY);
    let last = kinds.iter().rposition(|kind| matches!(*kind, RegionKind::BODY | RegionKind::LEAD)).unwrap_or(0);
    let mut walk = Vec::new();
    for (at, kind) in kinds.iter().enumerate() {
        let part = match () {
            () if headline.is_some_and(|headline| at < headline) => 0,
            () if headline == Some(at) => 1,
            () if body.is_none_or(|body| at < body) && at <= last => 2,
            () if at <= last => 3,
            () => 4,
        };
        let kind = match (*kind, part) {
            (RegionKind::DATELINE, _) => RegionKind::HEADER,
            (RegionKind::LEAD, 3) => RegionKind::BODY,
            (RegionKind::LEAD, 0) => RegionKind::CAPTION,
            (RegionKind::HEADLINE, 2) => RegionKind::BOILERPLATE,
            (kind, _) => kind,
        };
        walk.push(ALL.iter().position(|state| *state == State { part, kind }).unwrap_or(0));
    }
    walk
}

/// Whether the rules can say of every line why it is what they say: it is a paragraph, the headline, or a phrase or a date
/// in it tells. Then there is nothing to learn. Paragraphs alone have no layout.
fn is_plain(lines: &[Line], story: &Story) -> bool {
    if lines[..lines.len() - 1].iter().all(Line::is_prose) {
        return true;
    }
    lines.iter().enumerate().all(|(at, line)| match line.kind {
        RegionKind::LEAD | RegionKind::BODY => line.is_prose() && !line.cues.any(&[Cue::Writer, Cue::Mended]),
        RegionKind::HEADLINE => Some(at) == story.headline,
        RegionKind::HEADER | RegionKind::DATELINE => line.moment.at.day.is_some(),
        RegionKind::BYLINE => line.cues.has(Cue::Byline),
        RegionKind::CAPTION => line.cues.has(Cue::Credit),
        RegionKind::RELATED => line.cues.has(Cue::Related),
        _ => line.cues.any(&[Cue::Chrome, Cue::End, Cue::List]),
    })
}

#[cfg(test)]
mod tests {
    use dateline_core::Document;

    use super::*;

    #[test]
    fn the_states_are_where_their_names_say() {
        assert_eq!(ALL[HEADLINE].kind, RegionKind::HEADLINE);
        assert_eq!(ALL[LEAD].kind, RegionKind::LEAD);
        assert_eq!(ALL[BODY].kind, RegionKind::BODY);
        assert!(!may_follow(Some(BODY), Some(LEAD)) && may_follow(None, Some(HEADLINE)));
    }

    #[test]
    fn a_list_without_end_is_no_page() {
        let read = |lines: usize| {
            let mut document = Document { text: "a\n".repeat(lines), ..Document::default() };
            crate::Analyser::new().looks(&mut document).map_or(0, |(_, looks)| looks.len())
        };
        assert_eq!((read(MOST), read(MOST + 1)), (MOST, 0));
    }

    #[test]
    fn a_page_is_read_as_a_whole() {
        let text = "We value your privacy\nWe and our partners use cookies and process personal data for ads.\n\
            MORE OPTIONS AGREE\nTalks on the river resume in Geneva\nAna Ruiz\nJune 5, 2017\n\n\
            Two governments that share the river resumed their talks in Geneva on Monday after a year.\n\n\
            A spokesman said that the talks on the river would go on for a week.\n\n\
            Join Our Newsletter\nEnter your email...\nContact us: news@example.com\n";
        let mut document = Document { text: text.to_owned(), ..Document::default() };
        crate::Analyser::new().analyse(&mut document);
        assert_eq!(document.headline(), Some("Talks on the river resume in Geneva"));
        let last = document.regions.last().expect("a page has regions");
        assert_eq!(last.kind, RegionKind::BOILERPLATE);
        assert!(last.span.of(text).starts_with("Join Our Newsletter"));
    }
}
