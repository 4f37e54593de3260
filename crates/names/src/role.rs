//! The role that a text states beside a name: before it ("Russia's chief negotiator X"), after it ("X, head of the
//! delegation,") or in a relative clause ("X, who heads the delegation,").

use dateline_core::Span;
use dateline_layers::{Tag, Token};

use crate::{Reading, Word};

/// How many tokens a role may have.
const LONGEST: usize = 16;

/// The role before the name that begins at `first` (its title included), within the sentence that begins at `start`.
pub(crate) fn before(read: &Reading<'_>, tags: &[Tag], start: usize, first: usize, title: usize) -> Option<Span> {
    let lowest = start.max(first.saturating_sub(LONGEST));
    let last = last_of_role(read, tags, lowest, first, title)?;
    let mut from = last.min(title);
    // What belongs to the noun: adjectives, peoples, names, possessors, and plain words behind a determiner.
    let mut plain = false;
    let mut at = from;
    while at > lowest {
        at -= 1;
        let word = read.word(at);
        let name = read.is_capital(at) && !word.any(Word::STARTER | Word::FUNCTION | Word::CALENDAR);
        let noun = Word::ADJECTIVE | Word::ROLE | Word::TITLE | Word::PLURAL | Word::DEMONYM | Word::PLACE | Word::HEAD;
        if is_determiner(read, at) {
            from = at;
            break;
        }
        if word.any(Word::SPEECH | Word::FUNCTION | Word::PRONOUN) && !read.is_possessive(at) || is_stop(read, at) {
            break;
        }
        // Behind a plain word, which may be a verb ("met President X"), only a possessor or determiner shows the role.
        if read.is_possessive(at) || !plain && (name || word.any(noun)) {
            from = at;
            plain = false;
        } else if plain && (name || word.any(noun)) || from - at > 3 {
            break;
        } else {
            plain = true;
        }
    }
    if (from..first).all(|at| read.word(at).any(Word::ADDRESS)) {
        return None;
    }
    (from < first).then(|| read.span(from, first - 1))
}

/// The last token of the role before a name: the title itself, the word before the name, or the noun of
/// "negotiator at Astana talks on Syria", where nothing but prepositions parts the noun from the name.
fn last_of_role(read: &Reading<'_>, tags: &[Tag], lowest: usize, first: usize, title: usize) -> Option<usize> {
    if title < first {
        return Some(title);
    }
    let office = Word::ROLE | Word::TITLE;
    let near = first.checked_sub(1).filter(|at| *at >= lowest)?;
    if read.word(near).any(office) && !read.word(near).any(Word::GIVEN) {
        return Some(near);
    }
    // "The lawyer of X": the name is whose lawyer it is.
    if matches!(read.str(near), "of" | "for" | "to" | "with" | "at" | "on" | "in" | "by" | "from") {
        return None;
    }
    let mut prepositions = 0;
    for at in (lowest..=near).rev() {
        let word = read.word(at);
        let finite = tags.get(at).is_some_and(|tag| tag.xpos.is_finite()) && !read.is_capital(at);
        if is_stop(read, at)
            || finite
            || word.any(Word::SPEECH | Word::PRONOUN)
            || at > lowest && is_verb_form(read, at)
        {
            return None;
        }
        if matches!(read.str(at), "of" | "for" | "at" | "on" | "in" | "to" | "with") {
            prepositions += 1;
        } else if word.any(Word::FUNCTION)
            && !is_determiner(read, at)
            && !read.is_possessive(at)
            && read.str(at) != "and"
        {
            return None;
        }
        if prepositions > 0 && word.any(office) && !read.word(at + 1).any(office) {
            // "the head of the Syrian delegation Bashar X", not "a minister in London": a name must follow directly.
            return matches!(read.str(at + 1), "of" | "for" | "at" | "on" | "to").then_some(at);
        }
    }
    None
}

/// The role before the comma before a name that stands in apposition to it: "the envoy for Cyprus, Ana Silva,". The role
/// opens with a determiner or a possessor, its noun comes before any preposition, and behind the full name the sentence
/// pauses, or goes on with a verb where the role opens it.
pub(crate) fn apposed(
    read: &Reading<'_>,
    tags: &[Tag],
    range: std::ops::Range<usize>,
    (first, last): (usize, usize),
) -> Option<Span> {
    let comma = first.checked_sub(1).filter(|at| *at > range.start && read.is_mark(*at, ","))?;
    let pauses = last + 1 >= range.end || is_stop(read, last + 1);
    let finite = |at: usize| tags.get(at).is_some_and(|tag| tag.xpos.is_finite()) && !read.is_capital(at);
    if first == last || !(pauses || finite(last + 1)) {
        return None;
    }
    let lowest = range.start.max(comma.saturating_sub(LONGEST));
    let mut head = None;
    let mut from = None;
    for at in (lowest..comma).rev() {
        let word = read.word(at);
        if is_stop(read, at) || finite(at) || word.any(Word::SPEECH | Word::PRONOUN) && !is_determiner(read, at) {
            break;
        }
        if matches!(read.str(at), "of" | "for" | "at" | "on" | "in" | "to") {
            head = None;
        } else if word.any(Word::ROLE | Word::TITLE) && !word.any(Word::GIVEN) && head.is_none() {
            head = Some(at);
        }
        if head.is_some() && (is_determiner(read, at) || read.is_capital(at) && read.is_possessive(at + 1)) {
            from = Some(at);
        }
        if is_determiner(read, at) && head.is_some() {
            break;
        }
    }
    // "Before the visit of the king, Ana Silva spoke": what stands before the subject is no apposition.
    let from = from.filter(|from| pauses || *from == range.start)?;
    Some(read.span(from, comma - 1))
}

/// The role after the name that ends at `last`.
pub(crate) fn after(read: &Reading<'_>, last: usize, end: usize) -> Option<Span> {
    if !read.is_mark(last + 1, ",") {
        return None;
    }
    let mut first = last + 2;
    if read.shape(first, Token::DIGIT) && read.is_mark(first + 1, ",") {
        first += 2;
    }
    if read.is_word(first, "who") && read.word(first + 1).any(Word::HEADING) {
        return Some(read.span(first, close(read, first + 2, end)?));
    }
    let word = read.word(first);
    let noun = Word::ADJECTIVE | Word::ROLE | Word::TITLE | Word::DEMONYM;
    if !(is_determiner(read, first) || word.any(noun) || read.is_capital(first) && read.is_possessive(first + 1))
        || is_verb_form(read, first)
    {
        return None;
    }
    let stop = close(read, first, end)?;
    let head =
        (first..=stop).find(|at| read.word(*at).any(Word::ROLE | Word::TITLE) && !read.word(*at).any(Word::GIVEN))?;
    let plain = (first + 1..head).all(|at| {
        !read.word(at).any(Word::FUNCTION | Word::SPEECH | Word::PRONOUN)
            || read.is_possessive(at)
            || matches!(read.str(at), "of" | "and" | "the")
    });
    plain.then(|| read.span(first, stop))
}

/// The last token before the comma, stop or bracket that closes an apposition.
fn close(read: &Reading<'_>, first: usize, end: usize) -> Option<usize> {
    let limit = end.min(first + LONGEST);
    let close = (first..limit).find(|at| is_stop(read, *at)).unwrap_or(limit);
    (close > first && (close < limit || limit == end)).then(|| close - 1)
}

/// A mark that ends a phrase; a hyphen does not.
fn is_stop(read: &Reading<'_>, at: usize) -> bool {
    read.shape(at, Token::MARK) && !matches!(read.str(at), "-" | "‐" | "/" | "&") && !read.is_possessive(at)
}

fn is_determiner(read: &Reading<'_>, at: usize) -> bool {
    read.word(at).any(Word::FUNCTION)
        && ["a", "an", "the", "his", "her", "its", "their", "one", "another", "our", "my"]
            .iter()
            .any(|word| read.is_word(at, word))
}

/// A word that looks like a participle or is an auxiliary: no part of a role.
fn is_verb_form(read: &Reading<'_>, at: usize) -> bool {
    let text = read.str(at);
    let known = Word::ADJECTIVE | Word::ROLE | Word::TITLE;
    text.len() > 4 && text.ends_with("ing") && !read.word(at).any(known) && !read.is_capital(at)
}
