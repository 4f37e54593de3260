//! Noun phrases: where one begins that ends at a token, where one ends that begins at a token, and several that speak
//! together.

use dateline_layers::Token;
use dateline_names::Word;

use crate::cue::Form;
use crate::grammar::Grammar;
use crate::scene::{Run, Scene};

/// How many tokens a phrase may have.
pub(crate) const LONGEST: usize = 24;

/// The noun phrase whose last token is `last`.
pub(crate) fn phrase_ending_at(scene: &Scene<'_>, last: usize, lowest: usize) -> Option<Run> {
    let mut last = last;
    if scene.str(last) == ")" {
        let open = (lowest.max(last.saturating_sub(12))..last).rev().find(|at| scene.str(*at) == "(")?;
        last = open.checked_sub(1).filter(|at| *at >= lowest)?;
    }
    if !scene.is_nominal(last) && !scene.is(last, Grammar::DETERMINER | Grammar::SUBJECT | Grammar::OBJECT) {
        return None;
    }
    if scene.is(last, Grammar::TIME) && !scene.capital_inside(last) {
        return None;
    }
    let floor = lowest.max(last.saturating_sub(LONGEST));
    let mut first = last;
    while first > floor {
        let at = first - 1;
        // "a mother-of-two": whatever a hyphen joins is one word.
        let hyphen = |at: usize| scene.str(at) == "-" && !scene.shape(at, Token::SPACED);
        if hyphen(first) && !scene.shape(first + 1, Token::SPACED) && scene.shape(at, Token::WORD) {
            first = at;
            continue;
        }
        // A dash between spaces and a mark that closes part what stands before them.
        if scene.str(at) == "-" && scene.shape(at, Token::SPACED) || scene.closed_at(at).is_some() {
            break;
        }
        if scene.is_break(at) || scene.is_quoted(at) != scene.is_quoted(last) && !scene.shape(at, Token::WORD) {
            break;
        }
        let joins = scene.read.is_possessive(at) || scene.shape(at, Token::MARK);
        if joins {
            first = at;
            continue;
        }
        if scene.is(at, Grammar::DETERMINER) {
            first = at;
            // "the head of the | delegation": what stands before the determiner goes on behind a preposition only.
            if !(at > floor && scene.is(at - 1, Grammar::PREPOSITION)) {
                break;
            }
            continue;
        }
        if scene.is(at, Grammar::PREPOSITION) {
            // "flew to Oslo to meet | Petrov": an infinitive is no part of a phrase.
            let infinitive = scene.str(at) == "to"
                && !scene.read.is_capital(at + 1)
                && !scene.is(at + 1, Grammar::DETERMINER)
                && scene.cues[at + 1].is_some_and(|cue| cue.form == Form::Base)
                || matches!(scene.str(at + 1), "meet" | "see" | "visit" | "join" | "help");
            if infinitive {
                break;
            }
            if at > floor
                && scene.is_nominal(at - 1)
                && !scene.is(at - 1, Grammar::TIME)
                && !is_finite_cue(scene, at - 1)
                && !matches!(scene.str(at), "as" | "since" | "after" | "before" | "until")
            {
                first = at - 1;
                continue;
            }
            break;
        }
        if matches!(scene.str(at), "and" | "or") {
            let pair = scene.read.is_capital(first)
                && at > floor
                && scene.read.is_capital(at - 1)
                && !is_met(scene, at - 1, floor)
                || at > floor
                    && scene.word(last).any(Word::PLURAL)
                    && scene.is_nominal(at - 1)
                    && !is_finite_cue(scene, at - 1);
            if !pair {
                break;
            }
            first = at - 1;
            continue;
        }
        if !scene.is_nominal(at)
            || is_finite_cue(scene, at)
            || scene.word(at).any(Word::STARTER) && !scene.capital_inside(at)
        {
            break;
        }
        first = at;
    }
    first = joint(scene, first, last, lowest).unwrap_or(first);
    // A fronted adverbial of time is no part of it: "Thursday Trump said".
    while first < last
        && (scene.is(first, Grammar::TIME) || scene.is(first, Grammar::PREPOSITION))
        && !scene.read.is_possessive(first + 1)
    {
        first += 1;
    }
    Some(Run::new(first, last))
}

/// Where a joint subject begins whose last members are the tokens from `member` to `last`: "Russia, Iran and | Turkey said", "Lind and | her
/// allies said". Only at the beginning of its clause: else "met Lind and Petrov said" would have two speakers.
fn joint(scene: &Scene<'_>, member: usize, last: usize, lowest: usize) -> Option<usize> {
    let mut comma = member.checked_sub(1).filter(|at| *at > lowest)?;
    let listed = scene.is_comma(comma) && (member..last).any(|at| scene.str(at) == "and");
    if !(scene.str(comma) == "and" || listed) {
        return None;
    }
    for _ in 0..4 {
        // An "and" behind a comma goes on with the list.
        let end = if scene.is_comma(comma - 1) { comma.checked_sub(2)? } else { comma - 1 };
        if end < lowest || !scene.read.is_capital(end) {
            return None;
        }
        let floor = lowest.max(end.saturating_sub(8));
        let mut first = end;
        while first > floor
            && !scene.is_break(first - 1)
            && (scene.is_nominal(first - 1) || scene.read.is_possessive(first - 1) || is_small(scene, first - 1))
            && !is_finite_cue(scene, first - 1)
        {
            first -= 1;
        }
        // "In Oslo, Lind and her allies said"
        let fronted = first - lowest <= 8 && scene.is(lowest, Grammar::PREPOSITION) && scene.is_comma(first - 1);
        let opens = first == lowest
            || fronted && !scene.has_sure_finite(lowest, first)
            || scene.shape(first, Token::SENTENCE_START)
            || ["both", "that", "but", "while"].iter().any(|word| scene.read.is_word(first - 1, word));
        if opens {
            return Some(first);
        }
        comma = first.checked_sub(1).filter(|at| {
            *at > lowest
                && scene.is_comma(*at)
                && (scene.read.is_capital(first) || scene.is(first, Grammar::DETERMINER))
        })?;
    }
    None
}

/// Whether the name that ends at `last` is the object of a verb: "met Omar Haddad | and Anna Petrov said".
fn is_met(scene: &Scene<'_>, last: usize, floor: usize) -> bool {
    let before = (floor..last).rev().find(|at| !scene.read.is_capital(*at));
    before.is_some_and(|at| scene.is(at, Grammar::PAST) || is_finite_cue(scene, at) || scene.str(at).ends_with("ed"))
}

/// A word that may stand within the name of a member: "the", "of".
fn is_small(scene: &Scene<'_>, at: usize) -> bool {
    matches!(scene.str(at), "the" | "The" | "of" | "for" | "Both" | "both")
}

/// A cue that stands here as a finite verb rather than inside a noun phrase.
fn is_finite_cue(scene: &Scene<'_>, at: usize) -> bool {
    let Some(cue) = scene.cues[at] else {
        return scene.is(at, Grammar::PAST | Grammar::PRESENT) && !scene.is(at.wrapping_sub(1), Grammar::DETERMINER);
    };
    cue.form == Form::Past && !scene.capital_inside(at) && !(at > 0 && scene.is(at - 1, Grammar::DETERMINER))
}

/// The noun phrase that begins at `first`, where the verb stands before its subject: "said X, a professor".
pub(crate) fn phrase_beginning_at(scene: &Scene<'_>, first: usize, end: usize) -> Option<Run> {
    if scene.is(first, Grammar::SUBJECT) && scene.str(first) != "who" {
        return Some(Run::new(first, first));
    }
    let opens = scene.is(first, Grammar::DETERMINER) || scene.is_nominal(first);
    if !opens || scene.is_quoted(first) || scene.is(first, Grammar::TIME) && !scene.read.is_capital(first + 1) {
        return None;
    }
    let limit = end.min(first + LONGEST);
    let mut last = first;
    while last + 1 < limit {
        let at = last + 1;
        let joins = scene.read.is_possessive(at) || scene.shape(at, Token::MARK) && !scene.is_break(at);
        let preposition = matches!(scene.str(at), "of" | "for" | "at" | "from")
            || scene.str(at) == "in" && !scene.read.is_capital(last);
        let small = matches!(scene.str(at), "the" | "and" | "a" | "an" | "his" | "her" | "their" | "its");
        if scene.is_quoted(at) || scene.is_break(at) || scene.is(at, Grammar::TIME) && !scene.capital_inside(at) {
            break;
        }
        if scene.is(at, Grammar::TIME) && scene.is(at, Grammar::PREPOSITION | Grammar::ADVERB) {
            break;
        }
        if !(joins || preposition || small && at + 1 < limit || scene.is_nominal(at) && !is_finite_cue(scene, at)) {
            break;
        }
        last = at;
    }
    while last > first
        && scene.is(last, Grammar::PREPOSITION | Grammar::CONJUNCTION | Grammar::DETERMINER | Grammar::TIME)
    {
        last -= 1;
    }
    let determiner_alone = first == last && scene.is(first, Grammar::DETERMINER);
    (!determiner_alone).then_some(Run::new(first, last))
}
