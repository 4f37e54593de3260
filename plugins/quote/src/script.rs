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
    let nobody = label.len() == 1 && NOBODY.contains(&scene.str(start));
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
        subject: if nobody { Subject::Nobody } else { Subject::Words(label) },
        attribution: Some(Run::new(start, colon)),
        addressee: None,
        via: None,
        mode: Mode::SPEECH,
        group: None,
        rule,
    })
}
