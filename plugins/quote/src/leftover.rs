//! Quotations that no cue of their sentence claims: paragraphs of the running speaker, and fragments.

use dateline_layers::{Mode, Token};

use crate::cue::Frames;
use crate::find::Draft;
use crate::phrase;
use crate::scene::{Run, Scene};
use crate::subject::{self, Subject};

/// Fewer words than this between marks are a title, a nickname or a scare quote, unless a cue claims them.
const FEWEST: usize = 4;

/// Appends the quotations among the marks that no draft covers. `covered` has a flag a token; `speaks` says where the
/// page lets anybody speak.
pub(crate) fn unclaimed(scene: &Scene<'_>, covered: &[bool], speaks: impl Fn(usize) -> bool, out: &mut Vec<Draft>) {
    for mark in scene.marks.iter().filter(|mark| mark.level == 1) {
        let inside = mark.inside();
        if inside.is_empty() || covered[inside.start] || covered[inside.end - 1] || !speaks(mark.open as usize) {
            continue;
        }
        let words = inside.clone().filter(|at| scene.shape(*at, Token::WORD)).count();
        if words < FEWEST || !is_sentence(scene, mark.open as usize, mark.close as usize) {
            continue;
        }
        let content = Run::new(inside.start, inside.end - 1);
        if let Some(draft) =
            announced(scene, mark.open as usize, content).or_else(|| signed(scene, mark.close as usize, content))
        {
            out.push(draft);
            continue;
        }
        out.push(Draft {
            content,
            cue: None,
            subject: Subject::Running,
            attribution: None,
            addressee: None,
            via: None,
            mode: Mode::SPEECH,
            group: None,
            level: 1,
            rule: "running speaker",
        });
    }
}

/// The quotation that the clause before a colon announces: "X continued:" and a new paragraph.
fn announced(scene: &Scene<'_>, open: usize, content: Run) -> Option<Draft> {
    let colon = open.checked_sub(1).filter(|at| scene.str(*at) == ":")?;
    let start = (colon.saturating_sub(20)..colon).rev().find(|at| scene.shape(*at, Token::SENTENCE_START))?;
    let cue = (start..colon).rev().find(|at| {
        scene.cues[*at].is_some_and(|cue| !cue.noun && cue.frames.any(Frames::QUOTE | Frames::CLAUSE | Frames::WHETHER))
    });
    let Some(at) = cue else {
        // "His deputy was more blunt:", "She went on:", "Ana Lind:"
        let run = phrase::phrase_beginning_at(scene, start, colon).filter(|_| !scene.is_quoted(start))?;
        return Some(Draft {
            content,
            cue: None,
            subject: Subject::Words(run),
            attribution: Some(Run::new(start, colon)),
            addressee: None,
            via: None,
            mode: Mode::SPEECH,
            group: None,
            level: 1,
            rule: "announced by a colon",
        });
    };
    let before = subject::before(scene, at, start)?;
    Some(Draft {
        content,
        cue: Some(Run::new(at, at)),
        subject: before.subject,
        attribution: Some(Run::new(before.begins, colon)),
        addressee: None,
        via: None,
        mode: Mode::SPEECH,
        group: None,
        level: 1,
        rule: "announced by a colon",
    })
}

/// The quotation that the name behind a dash signs: "“It is over.” — Ana Lind, envoy".
fn signed(scene: &Scene<'_>, close: usize, content: Run) -> Option<Draft> {
    let dash = close + 1;
    let signs = scene.shape(dash, Token::DASH) && scene.read.is_capital(dash + 1);
    let end = (dash + 1..scene.read.tokens.len().min(dash + 26)).find(|at| scene.shape(*at, Token::BLOCK_START));
    let end = end.unwrap_or_else(|| scene.read.tokens.len().min(dash + 26));
    let run = phrase::phrase_beginning_at(scene, dash + 1, end).filter(|_| signs)?;
    // Nothing but the name and an apposition stands there.
    let stop = scene.shape(run.last + 1, Token::STOP) && run.last + 2 >= end;
    let alone = run.last + 1 >= end || scene.is_comma(run.last + 1) || stop;
    (alone && !scene.has_sure_finite(run.first, end)).then_some(Draft {
        content,
        cue: None,
        subject: Subject::Words(run),
        attribution: Some(Run::new(dash, run.last)),
        addressee: None,
        via: None,
        mode: Mode::SPEECH,
        group: None,
        level: 1,
        rule: "signed with a name",
    })
}

/// Whether what stands between the marks is a sentence of its own rather than a part of the author's.
fn is_sentence(scene: &Scene<'_>, open: usize, close: usize) -> bool {
    let opens = scene.shape(open, Token::SENTENCE_START)
        || scene.shape(open, Token::BLOCK_START)
        || open > 0 && (scene.shape(open - 1, Token::STOP) || scene.str(open - 1) == ":");
    let ends = scene.shape(close - 1, Token::STOP)
        || scene.shape(close, Token::SENTENCE_END)
        || scene.shape(close + 1, Token::STOP)
        || scene.shape(close, Token::BLOCK_START)
        || close >= scene.read.tokens.len();
    opens && ends
}
