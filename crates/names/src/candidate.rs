//! Candidates: runs of capitalised words that may be a name, with the title before it.

use dateline_layers::{EntityType, Gender, Token};

use crate::{Reading, Word};

/// A run of tokens that may be a name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    /// Its first token, title left out.
    pub(crate) first: u32,
    /// Its last token.
    pub(crate) last: u32,
    /// The first token of the title that stands before it; `first` where there is none.
    pub(crate) title: u32,
    /// What it names, as far as it can be told from itself.
    pub(crate) kind: EntityType,
    /// Whether the run stands where any word has a capital, so that its own means nothing.
    pub(crate) opens: bool,
    /// The gender of titles and given names.
    pub(crate) gender: Gender,
    /// Whether only the words around it say what it names.
    pub(crate) guessed: bool,
}

/// Appends the candidates among the tokens of one sentence. Linear in their number.
pub(crate) fn candidates(read: &Reading<'_>, range: std::ops::Range<usize>, out: &mut Vec<Candidate>) {
    let mut at = range.start;
    while at < range.end {
        if !may_begin(read, at) {
            at += 1;
            continue;
        }
        let last = run_end(read, at, range.end);
        split_run(read, at, last, out);
        at = last + 1;
    }
}

/// Whether a name or title may begin at a token.
fn may_begin(read: &Reading<'_>, at: usize) -> bool {
    let word = read.word(at);
    if !read.is_capital(at) {
        return word.any(Word::PARTICLE)
            && read.str(at).len() > 1
            && read.is_capital(at + 1)
            && !opens(read, at)
            && joins_by_hyphen(read, at);
    }
    // "US", "WHO": a state and a body, not the pronouns.
    if read.shape(at, Token::CAPITALS) && matches!(read.str(at), "US" | "WHO") {
        return word.any(Word::PLACE | Word::KNOWN);
    }
    if read.shape(at, Token::CLITIC) || word.any(Word::CALENDAR | Word::PRONOUN) {
        return false;
    }
    let common = Word::FUNCTION | Word::STARTER;
    !word.any(common) || (word.any(Word::GIVEN | Word::TITLE | Word::ADDRESS) && read.is_capital(at + 1))
}

/// "al-Jaafari" where the tokeniser parts it.
fn joins_by_hyphen(read: &Reading<'_>, at: usize) -> bool {
    read.is_mark(at + 1, "-") || !read.word(at).any(Word::FUNCTION)
}

/// How many tokens a name with its office may have.
const LONGEST: usize = 24;

/// The last token of the run that begins at `at`.
fn run_end(read: &Reading<'_>, at: usize, end: usize) -> usize {
    let mut last = at;
    loop {
        let next = last + 1;
        if next >= end || next - at > LONGEST || read.shape(next, Token::LINE_START) {
            return last;
        }
        let word = read.word(next);
        if read.is_capital(next) && !word.any(Word::CALENDAR) {
            if word.any(Word::FUNCTION | Word::PRONOUN) && !read.shape(next, Token::CAPITALS) {
                return last;
            }
            last = next;
        } else if glued(read, next) && next + 1 < end && read.is_capital(next + 1) {
            last = next + 1;
        } else if let Some(joined) = joined_by_small_words(read, last, end) {
            last = joined;
        } else {
            return last;
        }
    }
}

/// A hyphen or ampersand inside a name.
fn glued(read: &Reading<'_>, at: usize) -> bool {
    let hyphen =
        matches!(read.str(at), "-" | "‐" | "‑") && !read.shape(at, Token::SPACED) && !read.shape(at + 1, Token::SPACED);
    hyphen || read.is_mark(at, "&") || read.str(at) == "&"
}

/// The capital behind small words that belong to a name: "Ministry of Foreign Affairs", "Ursula von der Leyen".
fn joined_by_small_words(read: &Reading<'_>, last: usize, end: usize) -> Option<usize> {
    let mut at = last + 1;
    while at < end && at - last <= 3 && read.word(at).any(Word::PARTICLE) && !read.shape(at, Token::LINE_START) {
        at += 1;
        if at < end && matches!(read.str(at), "-") {
            at += 1;
        }
    }
    if at > last + 1 && at < end && read.is_capital(at) && !read.word(at).any(Word::CALENDAR) {
        return Some(at);
    }
    // "of", "for" and "on" join after the head of a body or an office, "and" between two parts of what follows it.
    let head = (last.saturating_sub(3)..=last).rev().find(|at| read.word(*at).any(Word::HEAD | Word::ROLE))?;
    let mut at = last + 1;
    let preposition = matches!(read.str(at), "of" | "for" | "on");
    let conjunction =
        read.str(at) == "and" && head < last && (head..last).any(|at| matches!(read.str(at), "of" | "for" | "on"));
    if !(preposition && (head == last || conjunction_open(read, head, last)) || conjunction) {
        return None;
    }
    at += 1;
    if matches!(read.str(at), "the") {
        at += 1;
    }
    let fits = at < end && read.is_capital(at) && !read.word(at).any(Word::CALENDAR | Word::PRONOUN);
    (fits && !(conjunction && read.word(at).any(Word::GIVEN))).then_some(at)
}

/// "Office for the Coordination of Humanitarian Affairs": a second "of" close behind the first.
fn conjunction_open(read: &Reading<'_>, head: usize, last: usize) -> bool {
    (head..last).any(|at| matches!(read.str(at), "of" | "for" | "on"))
        && !read.word(last).any(Word::PLACE | Word::GIVEN)
}

/// Whether any word would have a capital here: the start of a sentence or line, behind an opening mark or a colon.
pub(crate) fn opens(read: &Reading<'_>, at: usize) -> bool {
    at == 0
        || read.shape(at, Token::SENTENCE_START)
        || read.shape(at, Token::LINE_START)
        || (at > 0
            && (read.shape(at - 1, Token::QUOTE_MARK) || matches!(read.str(at - 1), ":" | "-" | "—" | "–" | "•" | "…")))
}

/// Parts a run into a body, a title and a person: "NATO | Secretary General | Jens Stoltenberg".
fn split_run(read: &Reading<'_>, first: usize, last: usize, out: &mut Vec<Candidate>) {
    let mut first = first;
    let opens = opens(read, first);
    // A word that opens a sentence, or an adjective, is no part of the name: "Former President X", "Meanwhile Y".
    while first < last
        && read.word(first).any(Word::FUNCTION | Word::STARTER | Word::ADJECTIVE)
        && !read.word(first).any(Word::GIVEN | Word::HEAD | Word::KNOWN | Word::TITLE | Word::ROLE)
        && !(first + 1..=last).any(|at| read.word(at).any(Word::HEAD))
    {
        first += 1;
    }
    // "the talks on Syria Alexander Lavrentyev": a state or body, then somebody's full name.
    let named = Word::PLACE | Word::KNOWN | Word::DEMONYM;
    let given = (first + 1..last).find(|at| read.word(*at).any(Word::GIVEN) && !read.word(*at).any(named));
    if let Some(given) = given.filter(|given| (first..*given).all(|at| read.word(at).any(named))) {
        out.push(candidate(read, first, given - 1, first, opens));
        first = given;
    }
    let office = Word::TITLE | Word::ROLE | Word::ADDRESS;
    let end_of_office = (first..=last)
        .rev()
        .find(|at| read.word(*at).any(office) && !(read.word(*at).any(Word::GIVEN) && *at + 1 < last));
    let Some(office_end) = end_of_office else {
        out.push(candidate(read, first, last, first, opens));
        return;
    };
    if office_end == last {
        // An office without a name; what stands before it may still be a body ("the White House Press Secretary").
        if let Some(before) = start_of_office(read, first, last).checked_sub(1)
            && before >= first
        {
            // "Ministry of Justice": what a body is for is no office.
            let whole = matches!(read.str(before), "of" | "for" | "the" | "and");
            out.push(candidate(read, first, if whole { last } else { before }, first, opens));
        }
        return;
    }
    let mut start = start_of_office(read, first, office_end);
    let mut name = office_end + 1;
    if read.str(name) == "of" || read.str(name) == "for" {
        // "Secretary of State John Kerry": the name begins with the given name, else it is the last word or two.
        let given = (name + 1..=last).find(|at| read.word(*at).any(Word::GIVEN));
        match given {
            Some(given) => name = given,
            None => {
                return out.push(Candidate { kind: EntityType::NONE, ..candidate(read, start, last, start, opens) });
            }
        }
    }
    while name < last && read.word(name).any(Word::FUNCTION | Word::ADJECTIVE) {
        name += 1;
    }
    if start > first {
        out.push(candidate(read, first, start - 1, first, opens));
    } else {
        start = first;
    }
    let mut person = candidate(read, name, last, start, false);
    // "Prime Ministry", "General Motors", "Press TV": a word of office that belongs to a body.
    if person.kind == EntityType::ORGANISATION
        || read.word(office_end).any(Word::HEAD) && !read.word(name).any(Word::GIVEN)
    {
        person = candidate(read, start, last, start, opens);
    } else if person.kind != EntityType::PLACE || read.word(office_end).any(Word::ADDRESS) {
        person.kind = EntityType::PERSON;
    }
    let titled = (start..name).fold(Word::default(), |all, at| {
        if read.word(at).any(office) { all.with(read.word(at).gender()) } else { all }
    });
    if let Some(gender) = gender(titled) {
        person.gender = gender;
    }
    out.push(person);
}

/// The first token of the office that ends at `last`: "Deputy Foreign Minister".
fn start_of_office(read: &Reading<'_>, first: usize, last: usize) -> usize {
    let mut start = last;
    while start > first {
        let word = read.word(start - 1);
        let part = Word::TITLE | Word::ROLE | Word::ADDRESS | Word::ADJECTIVE | Word::DEMONYM;
        if !word.any(part) || word.any(Word::HEAD) && !word.any(Word::ADJECTIVE) {
            break;
        }
        start -= 1;
    }
    start
}

/// A candidate and what its own words say of it.
fn candidate(read: &Reading<'_>, first: usize, last: usize, title: usize, opens: bool) -> Candidate {
    let words = || (first..=last).map(|at| read.word(at));
    let head = words().enumerate().filter(|(_, word)| word.any(Word::HEAD | Word::CLIPPED)).last();
    let given = read.word(first);
    let kind = if head.is_some_and(|(at, _)| at > 0 || last > first) {
        EntityType::ORGANISATION
    } else if first == last && given.any(Word::PEOPLE) {
        EntityType::GROUP
    } else if words().any(|word| word.any(Word::KNOWN)) {
        EntityType::ORGANISATION
    } else if words().all(|word| word.any(Word::PLACE)) {
        EntityType::PLACE
    } else if first == last && given.any(Word::DEMONYM) {
        if read.str(first).ends_with('s') { EntityType::GROUP } else { EntityType::NONE }
    } else if first < last && given.any(Word::GIVEN) && !read.word(last).any(Word::THING) {
        EntityType::PERSON
    } else if first == last && is_acronym(read, first) {
        EntityType::ORGANISATION
    } else {
        EntityType::NONE
    };
    let gender = match kind {
        EntityType::PERSON | EntityType::NONE => gender(given).unwrap_or(Gender::NONE),
        EntityType::GROUP => Gender::PLURAL,
        _ => Gender::NEUTER,
    };
    Candidate { first: first as u32, last: last as u32, title: title as u32, kind, opens, gender, guessed: false }
}

/// Two to six capitals that are no initial: "OSCE", "U.N.".
fn is_acronym(read: &Reading<'_>, at: usize) -> bool {
    let letters = read.str(at).bytes().filter(u8::is_ascii_uppercase).count();
    read.shape(at, Token::CAPITALS)
        && (2..=6).contains(&letters)
        && !read.word(at).any(Word::THING | Word::ROLE | Word::TITLE)
}

/// The gender that a word tells; none where it tells both or neither.
pub(crate) fn gender(word: Word) -> Option<Gender> {
    match (word.any(Word::MALE), word.any(Word::FEMALE)) {
        (true, false) => Some(Gender::MALE),
        (false, true) => Some(Gender::FEMALE),
        _ => None,
    }
}
