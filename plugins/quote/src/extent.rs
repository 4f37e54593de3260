//! Where the content after a cue ends.

use dateline_layers::Token;
use dateline_names::Word;

use crate::complement::Kind;
use crate::cue::{Form, Frames};
use crate::grammar::Grammar;
use crate::phrase;
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

/// What is known of a content before its end is: its kind, how its clause stands, and the cue it belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clause {
    pub(crate) kind: Kind,
    pub(crate) side: Side,
    /// The form and frames of the cue.
    pub(crate) form: Form,
    pub(crate) frames: Frames,
}

impl Clause {
    /// A clause of the author's sentence whose cue says nothing of its end.
    pub(crate) fn main(kind: Kind) -> Clause {
        Clause { kind, side: Side::Main, form: Form::Past, frames: Frames::default() }
    }
}

/// One past the last token of the content that begins at `first`.
pub(crate) fn extent(scene: &Scene<'_>, first: usize, end: usize, clause: Clause) -> usize {
    let kind = clause.kind;
    let mut at = first;
    if kind == Kind::Quoted
        && let Some(mark) = scene.opened_at(first)
    {
        let close = mark.close as usize;
        // The quotation is all of it, unless the sentence goes on in the speaker's words.
        if close + 1 >= end || scene.shape(close.saturating_sub(1), Token::STOP) {
            return close.min(end);
        }
        at = close + 1;
    }
    while at < end {
        if scene.is_quoted(at) {
            at += 1;
            continue;
        }
        let closed = scene.closed_at(at).is_some();
        // "called the vote “a farce” | on Monday": a topic ends with the words that describe it.
        if kind == Kind::Topic && closed && !topic_goes_on(scene, at, end) {
            return at + 1;
        }
        let text = scene.str(at);
        if kind == Kind::Topic
            && text == ","
            && let Some(next) = past_apposition(scene, at, end, clause.frames)
        {
            at = next;
            continue;
        }
        let dash = text == "-" && scene.shape(at, Token::SPACED) && scene.shape(at + 1, Token::SPACED);
        let comma = dash || matches!(text, "," | ";" | "—" | "–" | "--");
        if comma && ends_content(scene, first, at, end, clause) {
            return at;
        }
        // The comma stands inside of the marks: "was “a mistake,” | adding that".
        if closed && scene.is_comma(at - 1) && ends_content(scene, first, at, end, clause) {
            return at + 1;
        }
        if at > first
            && matches!(text, "and" | "but" | "while" | "before" | "after")
            && reports_next(scene, at, end, clause.form)
        {
            return at;
        }
        if kind == Kind::Topic && ends_topic(scene, first, at, clause.frames) {
            return at;
        }
        at += 1;
    }
    end
}

/// Whether a topic ends before this word.
fn ends_topic(scene: &Scene<'_>, first: usize, at: usize, frames: Frames) -> bool {
    let text = scene.str(at);
    let described = text == "as"
        && (frames.takes(text) || scene.opened_at(at + 1).is_some() || matches!(scene.str(at + 1), "a" | "an"));
    text == "("
        || at > first + 1
            && !described
            && (scene.is(at, Grammar::SUBORDINATOR) && !scene.is(at, Grammar::PREPOSITION)
                || matches!(text, "after" | "during"))
}

/// Where a topic goes on behind an apposition: "assailed a judge, Ana Lind, | for", "praised X, who lost, | as".
fn past_apposition(scene: &Scene<'_>, comma: usize, end: usize, frames: Frames) -> Option<usize> {
    let close = (comma + 2..end.min(comma + 16)).find(|at| scene.is_comma(*at) && !scene.is_quoted(*at))?;
    let preposition = frames.takes_preposition() && frames.takes(scene.str(close + 1));
    let marked = frames.any(Frames::NAME) && scene.opened_at(close + 1).is_some();
    (preposition || marked).then_some(close + 1)
}

/// What a cue must take to be another attribution.
const REPORTS: u32 = Frames::CLAUSE | Frames::QUOTE | Frames::TOPIC | Frames::NAME | Frames::OBJECT;

/// Whether a topic goes on behind the marks that close: "a “fierce” | battle", "“a fool” | who", "“rash” | and “rude”".
fn topic_goes_on(scene: &Scene<'_>, close: usize, end: usize) -> bool {
    let next = close + 1;
    let noun = |at: usize| {
        at < end
            && scene.is_nominal(at)
            && !scene.is(at, Grammar::TIME | Grammar::PAST | Grammar::PRESENT)
            && scene.cues[at].is_none_or(|cue| cue.noun)
    };
    let part = |at: usize| at < end && (scene.opened_at(at).is_some() || scene.is(at, Grammar::DETERMINER) || noun(at));
    next < end
        && (noun(next)
            || scene.is(next, Grammar::RELATIVE) && !matches!(scene.str(next), "when" | "where")
            || matches!(scene.str(next), "and" | "or") && part(next + 1)
            || scene.is_comma(close - 1) && scene.opened_at(next).is_some()
            || matches!(scene.str(next), "of" | "for" | "in" | "about" | "from" | "as" | "against" | "to"))
}

/// Whether the author goes on with another cue in the form of this one: "said ... and added that", "saying ... but
/// calling it", or with a participle: "while adding that". A negated one counts too: "but did not say".
fn reports_next(scene: &Scene<'_>, joint: usize, end: usize, form: Form) -> bool {
    let mut verb = joint + 1;
    let mut helped = false;
    while verb < end && scene.is(verb, Grammar::ADVERB | Grammar::NEGATION)
        || form == Form::Past && scene.str(verb) == "did"
    {
        helped |= scene.str(verb) == "did";
        verb += 1;
    }
    let coordinates = matches!(scene.str(joint), "and" | "but");
    verb < end
        && scene.cues[verb].is_some_and(|cue| {
            let goes_on = if helped { cue.form == Form::Base } else { cue.form == form || cue.form == Form::Past };
            (if coordinates { goes_on } else { cue.form == Form::Ing })
                && cue.frames.any(Frames::CLAUSE | Frames::THAT | Frames::TOPIC | Frames::OBJECT | Frames::NAME)
        })
}

/// Whether content ends at this comma: another attribution follows, or the author goes on.
fn ends_content(scene: &Scene<'_>, first: usize, comma: usize, end: usize, clause: Clause) -> bool {
    let Clause { kind, side, .. } = clause;
    let mut next = comma + 1;
    if scene.is(next, Grammar::ADVERB)
        && scene.cues.get(next + 1).is_some_and(|cue| cue.is_some_and(|cue| cue.form == Form::Ing))
    {
        next += 1;
    }
    if scene.str(next) == "according" || kind == Kind::Topic {
        return true;
    }
    // "said it was “over,” | sharpening the tone": behind marks a participle is the author's.
    let word = scene.str(next);
    if scene.closed_at(comma).is_some()
        && word.len() > 4
        && word.ends_with("ing")
        && !scene.is(next, Grammar::PREPOSITION)
    {
        return true;
    }
    // "said the alliance, which has troops there, was ready": the clause is not over before its verb.
    if matches!(scene.str(next), "which" | "although") {
        return kind != Kind::Bare || scene.has_finite(first + 1, comma);
    }
    // A semicolon parts what the author says from what was said, unless the speaker lists.
    if scene.str(comma) == ";" && !matches!(scene.str(next), "that" | "and" | "or") {
        return true;
    }
    if matches!(scene.str(comma), "—" | "-") && scene.str(next) != "and" {
        return true;
    }
    if side == Side::Fronted {
        return scene.is_comma(comma) || scene.closed_at(comma).is_some();
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
            let cue = scene.cues[verb]
                .is_some_and(|cue| matches!(cue.form, Form::Past | Form::Third | Form::Ing) && cue.frames.any(REPORTS));
            cue && (verb <= next + 2
                || phrase::phrase_ending_at(scene, verb - 1, next).is_some_and(|run| run.first <= next + 2)
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
        || phrase::phrase_ending_at(scene, verb - 1, first)
            .is_some_and(|run| run.first == first && !scene.word(first).any(Word::STARTER))
}
