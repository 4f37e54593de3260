//! Clauses: which noun phrase is the subject of each verb group, and on which other verb it hangs.

use super::chunk::{Chunk, Kind, Mood, Verb};
use super::grammar::Grammar;

/// How a clause hangs on the rest of its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Link {
    /// Its own main clause.
    Main,
    /// The content of another verb: "agreed to meet", "said it met".
    Content,
    /// Beside another verb: ", accusing", "after meeting".
    Beside,
    /// A relative clause or a bare participle.
    Relative,
    /// Behind "if", "unless", "until".
    Condition,
}

/// What the clause of a verb group is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clause {
    /// The chunks of its subject: the first, and the one after the last.
    pub(crate) subject: Option<(usize, usize)>,
    /// Whether the subject was taken over from the verb it hangs on.
    pub(crate) shared: bool,
    /// The verb it hangs on, by position.
    pub(crate) governor: Option<usize>,
    pub(crate) link: Link,
    /// The chunks behind the verb that belong to it: the first, and the one after the last.
    pub(crate) after: (usize, usize),
}

/// Finds the clause of every verb group, in their order.
pub(crate) fn clauses(grammar: &Grammar, headline: bool, chunks: &[Chunk], verbs: &[Verb], clauses: &mut Vec<Clause>) {
    clauses.clear();
    for at in 0..verbs.len() {
        let clause = Finder { grammar, headline, chunks, verbs, clauses }.clause(at);
        clauses.push(clause);
    }
}

struct Finder<'a> {
    grammar: &'a Grammar,
    headline: bool,
    chunks: &'a [Chunk],
    verbs: &'a [Verb],
    clauses: &'a [Clause],
}

impl Finder<'_> {
    fn clause(&self, at: usize) -> Clause {
        let verb = &self.verbs[at];
        let after = self.after(at);
        let clause = |subject, governor, link| Clause { subject, shared: false, governor, link, after };
        let before = verb.chunk.checked_sub(1).map(|before| self.chunks[before].kind);
        match verb.mood {
            Mood::Infinitive => {
                let governor = self.verb_before(verb.chunk);
                let subject = governor.and_then(|governor| self.controlled(governor));
                Clause { shared: true, ..clause(subject, governor, Link::Content) }
            }
            Mood::Participle => clause(self.nearest_noun(verb.chunk), None, Link::Relative),
            Mood::Ing => match before {
                Some(Kind::Noun | Kind::Time) if !self.behind_preposition(verb.chunk - 1) => {
                    clause(self.subject(verb.chunk), self.verb_before(verb.chunk), Link::Relative)
                }
                _ => {
                    let governor = self.verb_before(verb.chunk).or_else(|| self.finite_after(at));
                    let subject = governor.and_then(|governor| {
                        if governor < at {
                            self.clauses[governor].subject
                        } else {
                            self.subject(self.verbs[governor].chunk)
                        }
                    });
                    // "is considering sending": the gerund is what the verb before is about.
                    let link = if matches!(before, Some(Kind::Verb(_))) { Link::Content } else { Link::Beside };
                    Clause { shared: true, ..clause(subject, governor, link) }
                }
            },
            Mood::Finite => self.finite(at, after, before),
        }
    }

    fn finite(&self, at: usize, after: (usize, usize), before: Option<Kind>) -> Clause {
        let chunk = self.verbs[at].chunk;
        if self.verbs[at].base
            && matches!(before, Some(Kind::Conj | Kind::Comma))
            && let Some(other) = at.checked_sub(1)
            && self.verbs[other].mood == Mood::Infinitive
        {
            // "agreed to open its border and grant asylum".
            return Clause { after, ..self.clauses[other] };
        }
        let clause = |subject, shared, governor, link| Clause { subject, shared, governor, link, after };
        if before == Some(Kind::Rel) || (before == Some(Kind::That) && self.is_relative_that(chunk - 1)) {
            return clause(self.nearest_noun(chunk - 1), false, self.verb_before(chunk), Link::Relative);
        }
        if matches!(before, Some(Kind::Conj | Kind::But)) || self.is_comma_after_verb_phrase(chunk) {
            // "met Y and attacked Z": the subject of the verb before.
            if let Some(other) = self.coordinate(chunk) {
                let with = self.clauses[other];
                return clause(with.subject, with.shared, with.governor, with.link);
            }
        }
        let subject = self.subject(chunk);
        let first = subject.map_or(chunk, |subject| subject.0);
        let opener = first.checked_sub(1).map(|before| self.chunks[before].kind);
        let governor = self.verb_before(first);
        let says = |governor: usize| self.verbs[governor].lemma.is_some_and(|lemma| self.grammar.says(lemma));
        match opener {
            Some(Kind::If) => clause(subject, false, governor, Link::Condition),
            Some(Kind::Sub) => clause(subject, false, governor, Link::Beside),
            Some(Kind::Rel) => clause(subject, false, governor, Link::Relative),
            Some(Kind::That) => clause(subject, false, governor, Link::Content),
            _ => match governor {
                Some(governor) if says(governor) && first <= self.clauses[governor].after.0 + 3 => {
                    clause(subject, false, Some(governor), Link::Content)
                }
                _ => clause(subject, false, None, Link::Main),
            },
        }
    }

    /// The chunks behind a verb up to the next clause: noun phrases, prepositions, times, conjunctions between nouns.
    fn after(&self, at: usize) -> (usize, usize) {
        let first = self.verbs[at].chunk + 1;
        let mut end = first;
        let mut commas = 0;
        while let Some(chunk) = self.chunks.get(end) {
            match chunk.kind {
                Kind::Noun | Kind::Time | Kind::Pronoun | Kind::Prep | Kind::Conj | Kind::Quote => {}
                Kind::Comma if commas < 4 => commas += 1,
                // "the threats made by": the participle hangs on the noun, and what follows it still belongs to us.
                Kind::Verb(verb) if self.verbs[verb as usize].mood == Mood::Participle => {}
                _ => break,
            }
            end += 1;
        }
        // What the next finite verb takes as its subject is not ours.
        if let Some(Chunk { kind: Kind::Verb(next), .. }) = self.chunks.get(end)
            && self.verbs[*next as usize].mood == Mood::Finite
        {
            let comma = (first..end).rev().find(|at| matches!(self.chunks[*at].kind, Kind::Comma | Kind::Conj));
            if let Some(comma) = comma {
                end = comma;
            } else if end > first && self.chunks[end - 1].kind != Kind::Prep && !self.behind_preposition(end - 1) {
                end -= 1;
            }
        }
        (first, end)
    }

    /// The subject of a verb group: the nearest noun phrase to its left that no preposition governs, with those that it is
    /// coordinated with and the phrases that hang on it.
    fn subject(&self, chunk: usize) -> Option<(usize, usize)> {
        let mut at = chunk;
        while at > 0 {
            at -= 1;
            match self.chunks[at].kind {
                Kind::Noun | Kind::Pronoun => {
                    let first = self.appositive_from(self.coordinated_from(at), at, chunk);
                    if !self.behind_preposition(first) && !self.behind_subordinator(first, at, chunk) {
                        return Some((first, chunk));
                    }
                    at = first;
                }
                Kind::Verb(verb) => {
                    let mood = self.verbs[verb as usize].mood;
                    let relative = self.clauses.get(verb as usize).is_some_and(|clause| clause.link == Link::Relative);
                    if mood == Mood::Finite && !relative {
                        return None;
                    }
                    if relative {
                        // Over the relative clause to the noun that it describes.
                        let noun = self.clauses[verb as usize].subject;
                        if let Some((first, _)) = noun
                            && !self.behind_preposition(first)
                        {
                            return noun;
                        }
                    }
                }
                Kind::Sub | Kind::If | Kind::End => return None,
                _ => {}
            }
        }
        None
    }

    /// The first noun phrase of a coordination that ends at this one: "Russia, Iran and Turkey".
    fn coordinated_from(&self, last: usize) -> usize {
        let is_noun = |at: usize| matches!(self.chunks[at].kind, Kind::Noun | Kind::Pronoun);
        let mut first = last;
        if self.headline && last >= 2 && self.chunks[last - 1].kind == Kind::Comma && is_noun(last - 2) {
            // A headline leaves "and" out: "Kenya, Uganda sign accord".
            return if self.behind_preposition(last - 2) { last } else { last - 2 };
        }
        if last < 2 || self.chunks[last - 1].kind != Kind::Conj {
            return last;
        }
        let mut at = last - 1;
        if at > 0 && self.chunks[at - 1].kind == Kind::Comma {
            at -= 1;
        }
        while at > 0 && is_noun(at - 1) {
            first = at - 1;
            if first < 2 || self.chunks[first - 1].kind != Kind::Comma {
                break;
            }
            at = first - 1;
        }
        if first > 0 && matches!(self.chunks[first - 1].kind, Kind::Verb(_)) { last } else { first }
    }

    /// The noun phrase that one between commas explains: "Berg, the negotiator, accused".
    fn appositive_from(&self, first: usize, last: usize, verb: usize) -> usize {
        let is = |at: usize, kind: Kind| self.chunks[at].kind == kind;
        let between = first == last && first >= 2 && is(first - 1, Kind::Comma) && is(verb - 1, Kind::Comma);
        let explained = between && !self.headline && is(first - 2, Kind::Noun) && !self.behind_preposition(first - 2);
        if explained { first - 2 } else { first }
    }

    fn behind_preposition(&self, at: usize) -> bool {
        at > 0 && self.chunks[at - 1].kind == Kind::Prep
    }

    /// Whether a noun phrase only names a time or reason at the head of the sentence: "After the talks, Iran said".
    fn behind_subordinator(&self, first: usize, last: usize, verb: usize) -> bool {
        first > 0
            && self.chunks[first - 1].kind == Kind::Sub
            && self.chunks[last + 1..verb].iter().any(|chunk| chunk.kind == Kind::Comma)
    }

    fn nearest_noun(&self, chunk: usize) -> Option<(usize, usize)> {
        let at = (0..chunk).rev().take(3).find(|at| matches!(self.chunks[*at].kind, Kind::Noun | Kind::Pronoun))?;
        Some((at, at + 1))
    }

    /// The verb group before a chunk, relative clauses left out, within the sentence part.
    fn verb_before(&self, chunk: usize) -> Option<usize> {
        let verb = self.verbs.partition_point(|verb| verb.chunk < chunk);
        (0..verb).rev().find(|at| {
            self.clauses
                .get(*at)
                .is_none_or(|clause| clause.link != Link::Relative || self.verbs[*at].chunk + 3 >= chunk)
        })
    }

    fn finite_after(&self, at: usize) -> Option<usize> {
        (at + 1..self.verbs.len()).find(|other| self.verbs[*other].mood == Mood::Finite)
    }

    /// Whom an infinitive takes its subject from: the object of its governor ("urged Y to go"), else its subject.
    fn controlled(&self, governor: usize) -> Option<(usize, usize)> {
        self.clauses.get(governor)?.subject
    }

    /// The verb that a verb behind "and", "but" or a comma is coordinated with.
    fn coordinate(&self, chunk: usize) -> Option<usize> {
        let before = self.verbs.partition_point(|verb| verb.chunk < chunk);
        (0..before).rev().find(|at| self.verbs[*at].mood == Mood::Finite)
    }

    fn is_comma_after_verb_phrase(&self, chunk: usize) -> bool {
        chunk >= 2 && self.chunks[chunk - 1].kind == Kind::Comma && self.subject(chunk).is_none()
    }

    fn is_relative_that(&self, at: usize) -> bool {
        at > 0 && self.chunks[at - 1].kind == Kind::Noun
    }
}
