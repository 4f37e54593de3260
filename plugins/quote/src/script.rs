//! Lines that a label and a colon begin: "SECRETARY DALTON: Good afternoon." in a transcript, "Kremlin: no date yet" in a
//! heading. The label is the speaker and the rest of the line is what is said, marks or none.

use dateline_core::{RegionKind, Span};
use dateline_layers::{Mode, Token};
use dateline_names::Word;

use crate::find::Draft;
use crate::grammar::Grammar;
use crate::scene::{Run, Scene};
use crate::subject::Subject;

/// The rule of a line of a transcript, whose words are the speaker's own.
pub(crate) const TRANSCRIPT: &str = "line of a transcript";

/// Labels that name nobody.
const NOBODY: [&str; 8] = ["QUESTION", "ANSWER", "Q", "A", "MODERATOR", "REPORTER", "INTERVIEWER", "PARTICIPANT"];

/// Words of labels that stand before what the page shows or links to.
const CHROME: [&str; 24] = [
    "photo",
    "photos",
    "video",
    "audio",
    "image",
    "images",
    "picture",
    "file",
    "caption",
    "credit",
    "source",
    "note",
    "read",
    "see",
    "watch",
    "listen",
    "also",
    "more",
    "related",
    "update",
    "breaking",
    "analysis",
    "opinion",
    "correction",
];

/// Labels of more tokens than this are clauses.
const LONGEST: usize = 7;

/// The quotation of the block that begins at `start`, if a label begins it. `is_named` tells whether a person is
/// named in a stretch of text or, where a body will do, a body.
pub(crate) fn labelled(
    scene: &Scene<'_>,
    start: usize,
    region: RegionKind,
    is_named: impl Fn(Span, bool) -> bool,
) -> Option<Draft> {
    let tokens = scene.read.tokens;
    if let Some(draft) = bracketed(scene, start, region) {
        return Some(draft);
    }
    let colon = (start + 1..tokens.len().min(start + LONGEST + 1)).find(|at| scene.is_break(*at))?;
    if scene.str(colon) != ":" || scene.opened_at(colon + 1).is_some() {
        return None;
    }
    let label = Run::new(start, colon - 1);
    let end = (colon + 1..tokens.len()).find(|at| scene.shape(*at, Token::BLOCK_START)).unwrap_or(tokens.len());
    if end < colon + 3 {
        return None;
    }
    let heading = region == RegionKind::HEADLINE;
    let chrome = (start..colon).any(|at| CHROME.iter().any(|word| scene.str(at).eq_ignore_ascii_case(word)));
    if chrome || !matches!(region, RegionKind::HEADLINE | RegionKind::LEAD | RegionKind::BODY) {
        return None;
    }
    let office = (start..colon).any(|at| scene.word(at).any(Word::ROLE));
    let named = is_named(scene.read.span(label.first, label.last), heading);
    let nobody = is_nobody(scene, label);
    let fits = if heading {
        let verb = (start..colon).any(|at| scene.cues[at].is_some() || scene.is(at, Grammar::AUX | Grammar::MODAL));
        !verb && (office || named)
    } else {
        let upper = |c: char| c.is_uppercase() || matches!(c, '.' | '\'' | '’' | '-');
        let capitals = |at: usize| scene.shape(at, Token::MARK) || scene.str(at).chars().all(upper);
        nobody || (office || named) && (start..colon).all(capitals)
    };
    let (rule, last) = if heading { ("label of a heading", end - 1) } else { (TRANSCRIPT, end - 1) };
    fits.then_some(Draft {
        content: Run::new(colon + 1, last),
        cue: Some(Run::new(colon, colon)),
        subject: Subject::Words(label),
        attribution: Some(Run::new(start, colon)),
        addressee: None,
        via: None,
        mode: Mode::SPEECH,
        group: None,
        level: 1,
        rule,
    })
}

/// Whether a label is of a speaker without a name: "QUESTION".
pub(crate) fn is_nobody(scene: &Scene<'_>, label: Run) -> bool {
    label.len() == 1 && NOBODY.contains(&scene.str(label.first))
}

/// "((Ana Lind)) We are late.": the label of an interview, in brackets.
fn bracketed(scene: &Scene<'_>, start: usize, region: RegionKind) -> Option<Draft> {
    let opens = scene.str(start) == "(" && scene.str(start + 1) == "(" && region == RegionKind::BODY;
    let tokens = scene.read.tokens;
    let close = (start + 3..tokens.len().min(start + 4 + LONGEST)).find(|at| opens && scene.str(*at) == ")")?;
    let end = (close..tokens.len()).find(|at| scene.shape(*at, Token::BLOCK_START)).unwrap_or(tokens.len());
    let named = scene.read.is_capital(start + 2) && scene.str(close + 1) == ")" && end > close + 2;
    named.then_some(Draft {
        content: Run::new(close + 2, end - 1),
        cue: None,
        subject: Subject::Words(Run::new(start + 2, close - 1)),
        attribution: Some(Run::new(start, close + 1)),
        addressee: None,
        via: None,
        mode: Mode::SPEECH,
        group: None,
        level: 1,
        rule: TRANSCRIPT,
    })
}
