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
const NOBODY: [&str; 6] = ["QUESTION", "ANSWER", "MODERATOR", "REPORTER", "INTERVIEWER", "PARTICIPANT"];

/// Labels of more tokens than this are clauses.
const LONGEST: usize = 7;

/// The quotation of the block that begins at `start`, if a label begins it. `is_named` tells whether a person or body is
/// named in a stretch of text.
pub(crate) fn labelled(
    scene: &Scene<'_>,
    start: usize,
    region: RegionKind,
    is_named: impl Fn(Span) -> bool,
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
    let fits = if heading {
        let person = (start..colon).any(|at| scene.word(at).any(Word::ROLE));
        let verb = (start..colon).any(|at| scene.cues[at].is_some() || scene.is(at, Grammar::AUX | Grammar::MODAL));
        !verb && (person || is_named(scene.read.span(label.first, label.last)))
    } else {
        let capitals = |at: usize| {
            let word = scene.str(at);
            scene.shape(at, Token::MARK)
                || word.len() > 1 && word.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '\'' | '’' | '-'))
        };
        (start..colon).all(capitals) && (label.len() > 1 || scene.str(start).len() > 4)
    };
    let (rule, last) = if heading { ("label of a heading", end - 1) } else { (TRANSCRIPT, end - 1) };
    fits.then_some(Draft {
        content: Run::new(colon + 1, last),
        cue: Some(Run::new(colon, colon)),
        subject: if NOBODY.contains(&scene.str(start)) && label.len() == 1 {
            Subject::Nobody
        } else {
            Subject::Words(label)
        },
        attribution: Some(Run::new(start, colon)),
        addressee: None,
        via: None,
        mode: Mode::SPEECH,
        group: None,
        rule,
    })
}
