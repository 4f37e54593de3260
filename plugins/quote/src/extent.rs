//! Where the content after a cue ends.

use dateline_layers::Token;
use dateline_names::Word;

use crate::complement::Kind;
use crate::cue::{Form, Frames};
use crate::grammar::Grammar;
use crate::scene::Scene;
use crate::subject;

/// How the clause of a cue stands to the rest of its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// It is the main clause, or one beside it.
    Main,
    /// It is a relative clause: "the minister, who said ...".
    Relative,
    /// It opens the sentence and the main clause follows its comma: "While he said ...,".
    Fronted,
}

/// One past the last token of the content that begins at `first`.
///
/// `side`: the clause of the cue depends on the author's ("who said ...", "While he said ..."), which goes on behind it.
pub(crate) fn extent(scene: &Scene<'_>, first: usize, end: usize, kind: Kind, side: Side, form: Form) -> usize {
    let mut at = first;
    let mut last = end;
    if kind == Kind::Quoted
        && let Some(mark) = scene.opened_at(first)
    {
        let close = mark.close as usize;
        // The quotation is all of it, unless the sentence goes on in the speaker's words.
        if close + 1 >= end
            || scene.shape(close.saturating_sub(1), Token::STOP | Token::PAUSE)
            || scene.shape(close.saturating_sub(1), Token::STOP)
        {
            return close.min(end);
        }
        at = close + 1;
    }
    while at < end {
        if scene.is_quoted(at) {
            at += 1;
            continue;
        }
        // "called the vote “a farce” | on Monday": a topic ends with the words that describe it.
        if kind == Kind::Topic && scene.closed_at(at).is_some() {
            return at + 1;
        }
        let text = scene.str(at);
        let comma = matches!(text, "," | ";" | "—" | "–" | "--");
        if comma && ends_content(scene, first, at, end, kind, side) {
            last = at;
            break;
        }
        // The comma stands inside of the marks: "was “a mistake,” | adding that".
        if scene.closed_at(at).is_some() && scene.is_comma(at - 1) && ends_content(scene, first, at, end, kind, side) {
            return at + 1;
        }
        if matches!(text, "and" | "but" | "while" | "before" | "after") && at > first && reports_next(scene, at, end, form) {
            last = at;
            break;
        }
        let described = text == "as" && (scene.opened_at(at + 1).is_some() || matches!(scene.str(at + 1), "a" | "an"));
        if kind == Kind::Topic
            && at > first + 1
            && !described
            && (scene.is(at, Grammar::SUBORDINATOR) && !scene.is(at, Grammar::PREPOSITION)
                || matches!(text, "after" | "during" | "("))
        {
            last = at;
            break;
        }
        if text == "(" && kind == Kind::Topic {
            last = at;
            break;
        }
        at += 1;
    }
    last
}

/// Whether the author goes on with another cue in the form of this one: "said ... and added that", "saying ... but
/// calling it", or with a participle: "while adding that". A negated one counts too: "but did not say".
fn reports_next(scene: &Scene<'_>, joint: usize, end: usize, form: Form) -> bool {
    let mut verb = joint + 1;
    let mut helped = false;
    while verb < end && scene.is(verb, Grammar::ADVERB | Grammar::NEGATION) || form == Form::Past && scene.str(verb) == "did" {
        helped |= scene.str(verb) == "did";
        verb += 1;
    }
    let joins = matches!(scene.str(joint), "and" | "but");
    verb < end
        && scene.cues[verb].is_some_and(|cue| {
            let goes_on = if helped { cue.form == Form::Base } else { cue.form == form || cue.form == Form::Past };
            (if joins { goes_on } else { cue.form == Form::Ing })
                && cue.frames.any(Frames::CLAUSE | Frames::THAT | Frames::TOPIC | Frames::OBJECT | Frames::NAME)
        })
}

/// Whether content ends at this comma: another attribution follows, or the author goes on.
fn ends_content(scene: &Scene<'_>, first: usize, comma: usize, end: usize, kind: Kind, side: Side) -> bool {
    let mut next = comma + 1;
    if scene.is(next, Grammar::ADVERB)
        && scene.cues.get(next + 1).is_some_and(|cue| cue.is_some_and(|cue| cue.form == Form::Ing))
    {
        next += 1;
    }
    if scene.str(next) == "according" || kind == Kind::Topic {
        return true;
    }
    // "said the alliance, which has troops there, was ready": the clause is not over before its verb.
    if matches!(scene.str(next), "which" | "although") {
        return kind != Kind::Bare || scene.has_finite(first + 1, comma);
    }
    if scene.str(comma) == "—" && scene.str(next) != "and" {
        return true;
    }
    if side == Side::Fronted {
        return scene.is_comma(comma);
    }
    if side == Side::Relative {
        // The clause of the author goes on behind the relative clause.
        return scene.is(next, Grammar::AUX | Grammar::MODAL | Grammar::PAST | Grammar::PRESENT)
            || scene.cues.get(next).is_some_and(Option::is_some);
    }
    if scene.cues.get(next).is_some_and(|cue| {
        cue.is_some_and(|cue| {
            cue.form == Form::Ing && cue.frames.any(Frames::CLAUSE | Frames::QUOTE | Frames::THAT | Frames::NAME)
        })
    }) {
        return true;
    }
    if matches!(scene.str(next), "but" | "and" | "while" | "though" | "although" | "yet") {
        // Not the first cue alone: "but an official, who declined to be named, said".
        let reports = |verb: usize| {
            let cue = scene.cues[verb].is_some_and(|cue| {
                matches!(cue.form, Form::Past | Form::Third | Form::Ing)
                    && cue.frames.any(Frames::CLAUSE | Frames::QUOTE | Frames::TOPIC)
            });
            cue && (verb <= next + 2
                || subject::phrase_ending_at(scene, verb - 1, next).is_some_and(|run| run.first <= next + 2)
                || subject::before(scene, verb, next).is_some_and(|found| found.begins == next + 1 && !found.relative)
                || scene.is(verb - 1, Grammar::SUBJECT))
        };
        let verb = (next + 1..end.min(next + 20)).find(|at| !scene.is_quoted(*at) && reports(*at));
        if verb.is_some() {
            return true;
        }
        return false;
    }
    // Another parenthetical attribution: ", he said".
    parenthetical(scene, next, end)
}

/// Whether "X said" stands here as a clause by itself.
fn parenthetical(scene: &Scene<'_>, first: usize, end: usize) -> bool {
    let limit = end.min(first + 8);
    let Some(verb) = (first + 1..limit).find(|at| {
        scene.cues[*at].is_some_and(|cue| {
            matches!(cue.form, Form::Past | Form::Third)
                && cue.frames.any(Frames::QUOTE)
                && cue.mode == dateline_layers::Mode::SPEECH
        })
    }) else {
        return false;
    };
    scene.is(first, Grammar::SUBJECT) && verb <= first + 2
        || subject::phrase_ending_at(scene, verb - 1, first)
            .is_some_and(|run| run.first == first && !scene.word(first).any(Word::STARTER))
}
