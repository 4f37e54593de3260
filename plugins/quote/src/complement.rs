//! Where the content after a cue begins, and of what kind it is.

use dateline_layers::Token;
use dateline_names::Word;

use crate::cue::{Cue, Form, Frames};
use crate::grammar::Grammar;
use crate::scene::{Run, Scene};
use crate::subject::{Before, Subject};

/// What stands after a cue.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Complement {
    /// The first token of the content (a quotation mark may be it).
    pub(crate) first: usize,
    /// What kind of content it is.
    pub(crate) kind: Kind,
    /// The person between cue and content.
    pub(crate) addressee: Option<Run>,
}

/// The kinds of content after a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// "said that ..."
    That,
    /// "said ..."
    Bare,
    /// "said: ...", "said, “...”"
    Quoted,
    /// "asked whether ..."
    Question,
    /// "vowed to ..."
    Infinitive,
    /// "praised ..."
    Topic,
}

/// How far from a cue its "that" may stand.
const REACH: usize = 16;

/// The content after the cue at `at`; `end` is one past the last token of the sentence.
pub(crate) fn after(scene: &Scene<'_>, at: usize, end: usize) -> Option<Complement> {
    let cue = scene.cues[at]?;
    let frames = cue.frames;
    let speaks = frames.any(Frames::CLAUSE | Frames::THAT | Frames::QUOTE);
    // "vowed not to yield"
    if frames.any(Frames::TO) && scene.str(at + 1) == "not" && scene.str(at + 2) == "to" && at + 3 < end {
        let told = !keeps_silent(scene, at, at + 2);
        return told.then_some(Complement { first: at + 1, kind: Kind::Infinitive, addressee: None });
    }
    if let Some(found) = anchored(scene, cue, at, end) {
        return Some(found);
    }
    let next = skip_adverbials(scene, at + 1, end);
    if next >= end {
        return None;
    }
    if keeps_silent(scene, at, next) {
        return None;
    }
    if frames.any(Frames::TO) && !frames.any(Frames::OBJECT) && is_infinitive(scene, next, end) {
        return Some(Complement { first: next, kind: Kind::Infinitive, addressee: None });
    }
    if frames.any(Frames::CLAUSE)
        && speaks
        && let Some(found) = bare(scene, cue, next, end)
    {
        return Some(found);
    }
    if frames.any(Frames::OBJECT)
        && frames.any(Frames::TO)
        && let Some(found) = object_to(scene, next, end)
    {
        return Some(found);
    }
    if frames.any(Frames::TO) && is_infinitive(scene, next, end) {
        return Some(Complement { first: next, kind: Kind::Infinitive, addressee: None });
    }
    if frames.any(Frames::PARTY)
        && matches!(scene.str(at + 1), "on" | "upon" | "to" | "with")
        && let Some(found) = object_to(scene, at + 2, end)
    {
        return Some(found);
    }
    topic(scene, cue, at, next, end)
}

/// The rest of a clause whose subject stands before the speaker: "his daughters, who he said | were abroad", "what
/// officials say | is the worst flood".
pub(crate) fn gap(scene: &Scene<'_>, at: usize, before: Before, start: usize, end: usize) -> Option<Complement> {
    let cue = scene.cues[at].filter(|cue| cue.frames.any(Frames::CLAUSE) && !cue.frames.any(Frames::ADDRESSEE))?;
    let first = skip_adverbials(scene, at + 1, end);
    let spoken = matches!(before.subject, Subject::Words(_)) && !before.passive && !before.relative;
    // "What he said is wrong" says nothing.
    let opened = before.begins > start + 1 && !scene.shape(before.begins - 1, Token::SENTENCE_START);
    let relative = scene.is(before.begins.checked_sub(1)?, Grammar::RELATIVE | Grammar::QUESTION);
    let verb = scene.is(first, Grammar::AUX | Grammar::MODAL) && !scene.read.is_possessive(first);
    let fits = spoken && opened && relative && verb && cue.form != Form::Ing && first + 2 < end;
    fits.then_some(Complement { first, kind: Kind::Bare, addressee: None })
}

/// Whether an infinitive begins here, and not "to the fair", "to Iran", "to making peace".
fn is_infinitive(scene: &Scene<'_>, at: usize, end: usize) -> bool {
    let verb = at + 1;
    scene.str(at) == "to"
        && verb < end
        && !scene.is(verb, Grammar::DETERMINER | Grammar::OBJECT)
        && !scene.read.is_capital(verb)
        && !scene.cues[verb].is_some_and(|cue| cue.form == Form::Ing)
}

/// "declined to comment", "asked not to be named": the source says nothing.
fn keeps_silent(scene: &Scene<'_>, at: usize, to: usize) -> bool {
    if scene.str(to) != "to" {
        return false;
    }
    let unnamed = scene.str(to + 1) == "be" && matches!(scene.str(to + 2), "named" | "identified" | "quoted");
    let refuses = ["declin", "refus"].iter().any(|stem| scene.str(at).starts_with(stem));
    let silent = matches!(scene.str(to + 1), "comment" | "answer" | "respond" | "discuss" | "elaborate");
    unnamed || refuses && silent
}

/// Content that a word or mark announces: "that", a colon, a quotation mark, a question word.
fn anchored(scene: &Scene<'_>, cue: Cue, at: usize, end: usize) -> Option<Complement> {
    let frames = cue.frames;
    let mut addressee = None;
    let limit = end.min(at + 1 + REACH);
    let mut next = at + 1;
    while next < limit {
        let found = |first, kind| Some(Complement { first, kind, addressee });
        let text = scene.str(next);
        if scene.is_quote_mark(next) && scene.opened_at(next).is_some() {
            // "said the “hard part” was over": the marks are inside a noun phrase, which begins the clause.
            let verb = Grammar::AUX | Grammar::MODAL | Grammar::PAST | Grammar::PRESENT;
            let part = scene.is(next - 1, Grammar::DETERMINER | Grammar::PREPOSITION)
                || scene.read.is_possessive(next - 1)
                // "said the offer remained “a trap”": a verb stands before them.
                || scene.is(next - 1, Grammar::PAST | Grammar::PRESENT) && next > at + 2
                // "says Europe “must choose”": the marks begin with the verb of the clause.
                || next > at + 1
                    && !frames.any(Frames::ADDRESSEE)
                    && scene.is_nominal(next - 1)
                    && !scene.is(next - 1, Grammar::TIME)
                    && (scene.is(next + 1, verb) || scene.cues[next + 1].is_some_and(|cue| cue.form == Form::Third));
            let near = !part && (next == at + 1 || frames.any(Frames::CLAUSE | Frames::QUOTE | Frames::THAT));
            return if near && !frames.any(Frames::NAME) { found(next, Kind::Quoted) } else { None };
        }
        if text == ":" || text == "," {
            let quoted = scene.opened_at(next + 1).is_some();
            // "says his book, “The Sea,” was a joke": what the marks hold is in apposition.
            if quoted && text == "," && is_titled(scene, at, next, end) {
                return found(at + 1, Kind::Bare);
            }
            if quoted && frames.any(Frames::QUOTE | Frames::WHETHER)
                || quoted && frames.any(Frames::CLAUSE | Frames::THAT) && cue.form != Form::Base
                || text == ":" && frames.any(Frames::CLAUSE | Frames::QUOTE) && next + 1 < end
            {
                return found(next + 1, Kind::Quoted);
            }
            if text == ":" || !frames.any(Frames::CLAUSE | Frames::QUOTE | Frames::THAT) {
                return None;
            }
            if scene.str(next + 1) == "that" {
                next += 1;
                continue;
            }
            // "said, in a statement, that"; "said on Monday, “..."
            let phrase = scene.is(next + 1, Grammar::PREPOSITION | Grammar::ADVERB | Grammar::TIME);
            let close = (next + 1..limit + 8).find(|at| {
                scene.is_comma(*at) && (scene.str(*at + 1) == "that" || phrase && scene.opened_at(*at + 1).is_some())
            })?;
            if (next + 1..close).any(|at| {
                scene.opened_at(at).is_some() || scene.cues[at].is_some_and(|cue| !cue.noun && cue.form == Form::Past)
            }) && !phrase
            {
                return None;
            }
            next = if scene.str(close + 1) == "that" { close + 1 } else { close };
            continue;
        }
        // "argued — in one sentence — that"
        if matches!(text, "—" | "–" | "--")
            && let Some(close) = (next + 1..limit).find(|at| scene.str(*at) == text)
            && scene.str(close + 1) == "that"
        {
            next = close + 1;
            continue;
        }
        if text == "that" && next > at && !scene.is_break(next) {
            // "said that was wrong" is a pronoun, "resources that could come" a relative clause.
            let verb = scene.is(next + 1, Grammar::AUX | Grammar::MODAL | Grammar::PAST | Grammar::PRESENT)
                && !scene.capital_inside(next + 1)
                && !scene.is(next + 1, Grammar::TIME);
            let phrase = next > at + 1 && scene.is(next - 1, Grammar::PREPOSITION) && scene.str(next - 1) != "in";
            // "having said that, he left", but "said that, in May, he left"
            let done = scene.is_comma(next + 1) && scene.read.is_word(at.saturating_sub(1), "having");
            let alone = next + 2 >= end || matches!(scene.str(next + 1), "." | "?") || done;
            let demonstrative = verb || next == at + 1 && alone;
            // "at that time"
            if phrase {
                next += 1;
                continue;
            }
            if demonstrative {
                return None;
            }
            // "said managers fail to understand that": the clause has begun.
            let deep = next > at + 3
                && scene.cues[next - 1].is_some_and(|cue| cue.form == Form::Base)
                && scene.str(next - 2) == "to";
            if deep {
                return None;
            }
            if frames.any(Frames::CLAUSE | Frames::THAT) && next + 1 < end {
                return found(next + 1, Kind::That);
            }
            return None;
        }
        let question = scene.is(next, Grammar::QUESTION)
            && text != "which"
            && (frames.any(Frames::WHETHER) || !matches!(text, "when" | "where" | "if"));
        if question && (frames.any(Frames::WHETHER) || frames.any(Frames::CLAUSE) && next == at + 1) && next + 2 < end {
            return found(next, Kind::Question);
        }
        if scene.is_break(next)
            || scene.is(next, Grammar::SUBJECT | Grammar::AUX | Grammar::MODAL | Grammar::RELATIVE)
                && !scene.read.is_possessive(next)
        {
            return None;
        }
        if next > at + 1 && scene.cues[next].is_some_and(|cue| cue.form != Form::Base && cue.form != Form::Third) {
            return None;
        }
        if next == at + 1
            && frames.any(Frames::ADDRESSEE)
            && let Some(run) = person_at(scene, next, end)
        {
            addressee = Some(run);
            next = run.last + 1;
            continue;
        }
        if text == "to" && frames.any(Frames::TO) && next == at + 1 {
            return None;
        }
        if text == "to" {
            addressee = addressee.or_else(|| person_at(scene, next + 1, end));
        }
        next += 1;
    }
    None
}

/// Whether the marks behind a comma hold the name of what stands before it, and the clause goes on behind them.
fn is_titled(scene: &Scene<'_>, at: usize, comma: usize, end: usize) -> bool {
    let Some(mark) = scene.opened_at(comma + 1) else { return false };
    let close = mark.close as usize;
    let behind = if scene.is_comma(close + 1) { close + 2 } else { close + 1 };
    let parted = behind == close + 2 || scene.is_comma(close - 1);
    let phrase = scene.is(at + 1, Grammar::DETERMINER) && (at + 2..comma).all(|at| scene.is_nominal(at));
    phrase && comma > at + 2 && parted && behind < end && scene.is(behind, Grammar::AUX | Grammar::MODAL)
}

/// The noun phrase or pronoun of an addressee.
fn person_at(scene: &Scene<'_>, at: usize, end: usize) -> Option<Run> {
    if scene.is(at, Grammar::OBJECT) {
        return Some(Run::new(at, at));
    }
    if scene.read.is_capital(at) {
        // A run of capitals: "told Fox News he would".
        let mut last = at;
        while last + 1 < end
            && (scene.read.is_capital(last + 1) || scene.read.is_possessive(last + 1) || scene.str(last + 1) == "&")
        {
            last += 1;
        }
        return Some(Run::new(at, last));
    }
    if scene.is(at, Grammar::DETERMINER) || scene.is_nominal(at) {
        let limit = end.min(at + 8);
        let mut last = at;
        while last + 1 < limit
            && (scene.is_nominal(last + 1) || scene.read.is_possessive(last + 1))
            && !scene.is(last + 1, Grammar::DETERMINER | Grammar::TIME)
        {
            last += 1;
        }
        return Some(Run::new(at, last));
    }
    None
}

/// Past adverbs and what says when: "said Thursday that", "said late on Monday".
pub(crate) fn skip_adverbials(scene: &Scene<'_>, from: usize, end: usize) -> usize {
    let mut at = from;
    loop {
        let before = at;
        while at < end
            && scene.is(at, Grammar::ADVERB)
            && !scene.is(at, Grammar::DETERMINER | Grammar::SUBORDINATOR)
            // "said there was": the clause begins with it.
            && scene.str(at) != "there"
        {
            at += 1;
        }
        // "in the strongest terms", "in no uncertain terms"
        if scene.str(at) == "in"
            && let Some(terms) = (at + 1..end.min(at + 6)).find(|at| scene.str(*at) == "terms")
        {
            at = terms + 1;
        }
        let preposition = matches!(
            scene.str(at),
            "on" | "in" | "this" | "last" | "late" | "early" | "earlier" | "by" | "next" | "at"
        );
        let skip = usize::from(preposition);
        if at + skip < end && scene.is(at + skip, Grammar::TIME) && !scene.is(at + skip, Grammar::MODAL) {
            at += skip + 1;
            while at < end
                && (scene.is(at, Grammar::TIME) && !scene.is(at, Grammar::MODAL) || scene.shape(at, Token::NUMBER))
            {
                at += 1;
            }
        }
        if at == before {
            return at;
        }
    }
}

/// A clause without "that", with an addressee before it where the cue takes one.
fn bare(scene: &Scene<'_>, cue: Cue, next: usize, end: usize) -> Option<Complement> {
    let mut first = next;
    let mut addressee = None;
    if cue.frames.any(Frames::ADDRESSEE) {
        let run = person_at(scene, next, end)?;
        addressee = Some(run);
        first = skip_adverbials(scene, run.last + 1, end);
        if scene.is(first, Grammar::PREPOSITION) {
            first = past_phrase(scene, first, end);
        }
    } else if scene.is(next, Grammar::PREPOSITION) && !scene.is(next, Grammar::DETERMINER) {
        // "agreed to meet" is no phrase to pass, "said to reporters" is.
        let person = Word::PLURAL | Word::PRONOUN;
        let phrase = scene.word(next + 1).any(person)
            || scene.read.is_capital(next + 1)
            || scene.is(next + 1, Grammar::DETERMINER);
        if scene.str(next) == "to" && !phrase {
            return None;
        }
        first = past_phrase(scene, next, end);
    }
    first = skip_adverbials(scene, first, end);
    let pronoun = scene.is(first, Grammar::SUBJECT) && scene.str(first) != "who"
        || matches!(scene.str(first), "there" | "this" | "that" | "these" | "those");
    let phrase = scene.is(first, Grammar::DETERMINER)
        || scene.is_nominal(first)
        || scene.is(first, Grammar::QUESTION)
        || matches!(
            scene.str(first),
            "no" | "not"
                | "if"
                | "while"
                | "when"
                | "because"
                | "in"
                | "by"
                | "to"
                | "under"
                | "after"
                | "although"
                | "though"
                | "since"
                | "once"
                | "unless"
                | "until"
                | "without"
                | "despite"
                | "before"
                | "from"
                | "with"
                | "for"
                | "at"
                | "as"
                | "having"
        );
    if first >= end || !(pronoun || phrase) || scene.is_break(first) {
        return None;
    }
    let close =
        (first..end).find(|at| matches!(scene.str(*at), "," | ";" | "—" | "–") && !scene.is_quoted(*at)).unwrap_or(end);
    // "said if he won, he would": the verb stands behind the clause that opens the content.
    let opener = scene.is(first, Grammar::SUBORDINATOR | Grammar::PREPOSITION) && !scene.is(first, Grammar::DETERMINER);
    let finite = scene.has_finite(first + 1, if close > first + 2 && !opener { close.max(first + 1) } else { end })
        // "said the gunman, a former clerk, had left": the verb stands behind the apposition.
        || scene.is_comma(close) && verb_behind_apposition(scene, close, end);
    let speaks = cue.mode == dateline_layers::Mode::SPEECH && cue.frames.any(Frames::QUOTE);
    let fits = if pronoun { finite || end - first > 3 } else { finite };
    (fits && end - first > 2 && (speaks || finite)).then_some(Complement { first, kind: Kind::Bare, addressee })
}

/// Whether the apposition that a comma opens is closed by another, with a verb behind it.
fn verb_behind_apposition(scene: &Scene<'_>, open: usize, end: usize) -> bool {
    let close = (open + 2..end.min(open + 20)).find(|at| scene.is_comma(*at) && !scene.is_quoted(*at));
    close.is_some_and(|close| {
        scene.is(close + 1, Grammar::AUX | Grammar::MODAL | Grammar::PAST)
            || scene.cues.get(close + 1).is_some_and(|cue| cue.is_some_and(|cue| cue.form == Form::Past))
    })
}

/// Past a prepositional phrase, where its end can be told: at a determiner, pronoun or capital behind its noun.
fn past_phrase(scene: &Scene<'_>, preposition: usize, end: usize) -> usize {
    let mut at = preposition + 1;
    let limit = end.min(preposition + 10);
    if scene.is(at, Grammar::DETERMINER) {
        at += 1;
    }
    let capital = scene.read.is_capital(at);
    while at < limit && (scene.is_nominal(at) || scene.read.is_possessive(at)) && !scene.is(at, Grammar::DETERMINER) {
        if !capital && scene.read.is_capital(at) && !scene.is(at, Grammar::TIME) {
            break;
        }
        at += 1;
    }
    if scene.is(at, Grammar::PREPOSITION) && at < limit { past_phrase(scene, at, end) } else { at }
}

/// "urged Iran to stop".
fn object_to(scene: &Scene<'_>, next: usize, end: usize) -> Option<Complement> {
    let limit = end.min(next + REACH);
    let mut at = next;
    while at < limit
        && (scene.is_nominal(at)
            || scene.is(at, Grammar::DETERMINER | Grammar::OBJECT | Grammar::CONJUNCTION | Grammar::PREPOSITION)
            || scene.read.is_possessive(at))
    {
        if scene.str(at) == "to" && at > next && is_infinitive(scene, at, end) {
            return Some(Complement { first: at, kind: Kind::Infinitive, addressee: Some(Run::new(next, at - 1)) });
        }
        at += 1;
    }
    None
}

/// A noun phrase as the topic of a stand: "praised the deal", "accused Iran of lying", "called the deal a step".
fn topic(scene: &Scene<'_>, cue: Cue, at: usize, next: usize, end: usize) -> Option<Complement> {
    let frames = cue.frames;
    let opens = |at: usize| scene.is(at, Grammar::DETERMINER | Grammar::OBJECT) || scene.is_nominal(at);
    let found = |first| Some(Complement { first, kind: Kind::Topic, addressee: None });
    if frames.takes_preposition() {
        let limit = end.min(next + 12);
        let mut preposition = next;
        while preposition < limit
            && !(frames.takes(scene.str(preposition)) && (frames.any(Frames::OBJECT) == (preposition > next)))
            // "accused China | on Monday | of"
            && (opens(preposition) || scene.is(preposition + 1, Grammar::TIME) && preposition > next)
            && frames.any(Frames::OBJECT)
        {
            preposition += 1;
        }
        if frames.takes(scene.str(preposition))
            && (preposition == at + 1 || frames.any(Frames::OBJECT))
            && preposition + 1 < end
        {
            // "a charge Belgrade rejected as “a lie”": what is described stands before the verb.
            return found(if frames.any(Frames::OBJECT) && preposition > next { next } else { preposition + 1 });
        }
    }
    let named = frames.any(Frames::NAME) && scene.opened_at(next).is_some();
    let near = next == at + 1 || scene.str(next - 1) == "terms";
    let direct = frames.any(Frames::TOPIC | Frames::NAME) && near && (opens(next) || named) && next + 1 < end;
    // "a drug called Sorbene", "a festival called “Light”": the name of a thing is no stand on it.
    let thing = frames.any(Frames::NAME)
        && cue.form == Form::Past
        && at > 0
        && scene.is_nominal(at - 1)
        && !scene.read.is_capital(at - 1)
        && !scene.word(at - 1).any(Word::ROLE | Word::PLURAL | Word::PEOPLE | Word::GIVEN);
    let name_at = next + usize::from(scene.is(next, Grammar::DETERMINER) || named);
    if direct && thing && scene.read.is_capital(name_at) {
        let mut behind = name_at;
        while behind < end && (scene.read.is_capital(behind) || scene.is_quoted(behind) || scene.is_quote_mark(behind))
        {
            behind += 1;
        }
        if behind >= end || !(scene.is(behind, Grammar::DETERMINER) || scene.is_nominal(behind)) {
            return None;
        }
    }
    if direct { found(next) } else { None }
}
