//! Who a noun phrase is: the actor that it names, or the role or person that it describes.

use dateline_core::Span;
use dateline_data_actors::{Role, sector_of_roles};
use dateline_layers::Token;
use rustc_hash::FxHashMap;

use super::chunk::{Chunk, Kind};
use super::tag::Tag;
use crate::actors::Found;
use crate::vocabulary::{Form, Vocabulary};
use crate::words::Word;

/// How well a noun phrase is known to be an actor, the best last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Quality {
    /// A thing of unknown kind.
    Thing,
    /// A pronoun, whose noun stands elsewhere.
    Pronoun,
    /// A name that no table has.
    Name,
    /// A role: "rebels", "the president".
    Role,
    /// It holds the name of an actor.
    Actor,
}

/// A party to an event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Party {
    pub(crate) span: Span,
    /// The position of its first chunk.
    pub(crate) chunk: usize,
    /// Its code, or "".
    pub(crate) code: &'static str,
    /// Its sector, or "".
    pub(crate) sector: &'static str,
    /// The name of the state or organisation that it is or belongs to, or "".
    pub(crate) name: &'static str,
    pub(crate) quality: Quality,
}

/// The nouns of roles.
#[derive(Debug, Default)]
pub(crate) struct Roles {
    by_first: FxHashMap<Form, Vec<(Vec<Form>, Role)>>,
}

impl Roles {
    /// Adds the roles to the vocabulary.
    pub(crate) fn compile(vocabulary: &mut Vocabulary) -> Roles {
        let mut roles = Roles::default();
        for (noun, role) in dateline_data_actors::roles() {
            let mut forms: Vec<Form> = noun.split([' ', '-']).map(|word| vocabulary.add(word)).collect();
            let rest = forms.split_off(1);
            roles.by_first.entry(forms[0]).or_default().push((rest, role));
        }
        #[expect(
            clippy::iter_over_hash_type,
            reason = "each list is sorted by itself; the order of lists means nothing"
        )]
        for roles in roles.by_first.values_mut() {
            roles.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
        roles
    }

    /// The sector of the role that words describe.
    fn sector(&self, words: &[Word]) -> Option<&'static str> {
        sector_of_roles((0..words.len()).filter_map(|at| {
            let roles = self.by_first.get(&words[at].form())?;
            let role = roles.iter().find(|(rest, _)| {
                words
                    .get(at + 1..at + 1 + rest.len())
                    .is_some_and(|words| words.iter().map(Word::form).eq(rest.iter().copied()))
            });
            role.map(|(_, role)| *role)
        }))
    }
}

/// A sentence with what the parties are read from.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) roles: &'a Roles,
    pub(crate) words: &'a [Word],
    pub(crate) tags: &'a [Tag],
    pub(crate) chunks: &'a [Chunk],
    /// The actors named in the sentence, in their order.
    pub(crate) actors: &'a [Found],
    /// The form of "of".
    pub(crate) of: Form,
    /// Whether it is a headline in title case.
    pub(crate) headline: bool,
}

impl Scene<'_> {
    /// The party that a chunk is.
    pub(crate) fn party(&self, at: usize) -> Option<Party> {
        let chunk = self.chunks.get(at)?;
        match chunk.kind {
            Kind::Pronoun => Some(self.plain(at, chunk.first, chunk.end, Quality::Pronoun)),
            Kind::Noun => Some(self.noun(at, chunk)),
            _ => None,
        }
    }

    /// The parties of a noun phrase and those that are coordinated with it to its right: "Iran, Iraq and Syria".
    pub(crate) fn parties_from(&self, at: usize, end: usize, parties: &mut Vec<Party>) {
        let Some(party) = self.party(at) else { return };
        parties.push(party);
        let mut next = at + 1;
        let list_ends = (next..end)
            .find(|at| !matches!(self.chunks[*at].kind, Kind::Noun | Kind::Comma | Kind::Conj))
            .unwrap_or(end);
        let conjunction = (next..list_ends).rev().find(|at| self.chunks[*at].kind == Kind::Conj);
        // A headline leaves "and" out: its subject is the two nouns around the comma.
        let two = self.headline && list_ends == end && end == at + 3 && self.chunks[at + 1].kind == Kind::Comma;
        let Some(conjunction) = conjunction.or(two.then_some(at + 1)) else { return };
        while next < list_ends && next <= conjunction + 1 {
            if let Some(party) =
                self.party(next).filter(|other| other.quality >= Quality::Role || party.quality < Quality::Role)
            {
                parties.push(party);
            }
            next += 1;
        }
    }

    /// The parties of a subject: of its noun phrases, or else of what prepositions hang on them ("officials from Iran").
    pub(crate) fn subject(&self, range: (usize, usize), parties: &mut Vec<Party>) {
        let (first, end) = range;
        let before = parties.len();
        let nouns = (first..end).take_while(|at| {
            matches!(self.chunks[*at].kind, Kind::Noun | Kind::Comma | Kind::Conj | Kind::Pronoun | Kind::Time)
        });
        let head_ends = nouns.last().map_or(first + 1, |last| last + 1);
        self.parties_from(first, head_ends, parties);
        let named = parties[before..].iter().any(|party| party.quality == Quality::Actor);
        if named {
            return;
        }
        if let Some(head) = parties.get_mut(before) {
            self.explain(head, first + 1);
            if head.quality < Quality::Actor {
                self.lend(head, head_ends, end);
            }
        }
    }

    /// Gives a party without a code that of the phrase that explains it: "Berg, the Norwegian envoy".
    pub(crate) fn explain(&self, party: &mut Party, comma: usize) {
        let is_comma = self.chunks.get(comma).is_some_and(|chunk| chunk.kind == Kind::Comma);
        let goes_on = self.chunks.get(comma + 2).is_some_and(|chunk| chunk.kind == Kind::Conj);
        if !is_comma || goes_on || self.headline || party.quality < Quality::Pronoun {
            return;
        }
        if let Some(other) =
            self.party(comma + 1).filter(|other| other.quality == Quality::Actor && !other.sector.is_empty())
        {
            *party = Party { span: party.span, chunk: party.chunk, ..other };
        }
    }

    /// Gives a party without a code that of the actor that a preposition hangs on it: "officials FROM RUSSIA". The party
    /// keeps its own words.
    pub(crate) fn lend(&self, party: &mut Party, first: usize, end: usize) {
        let hanging = (first..end.min(self.chunks.len()))
            .find(|at| self.chunks[*at].kind == Kind::Noun && self.chunks[*at - 1].kind == Kind::Prep);
        let named = hanging.and_then(|at| self.party(at)).filter(|other| other.quality == Quality::Actor);
        if let Some(named) = named {
            party.code = named.code;
            party.name = named.name;
            party.quality = Quality::Actor;
        }
    }

    fn noun(&self, at: usize, chunk: &Chunk) -> Party {
        // "hundreds of prisoners" has its head behind "of".
        let of = (chunk.first..chunk.end).find(|word| self.words[*word].form() == self.of && !self.is_in_name(*word));
        let of = of.filter(|of| self.tags[chunk.first..*of].contains(&Tag::Noun));
        let head_end = of.unwrap_or(chunk.end);
        let first = (chunk.first..head_end).find(|word| !matches!(self.tags[*word], Tag::Det)).unwrap_or(chunk.first);
        let in_head = self.actor_in(chunk.first, head_end);
        let sector = self.roles.sector(&self.words[first..head_end]);
        if let Some(found) = in_head {
            let mut party = self.plain(at, first, head_end, Quality::Actor);
            party.code = found.actor.code;
            party.name = found.actor.name;
            party.sector = match sector {
                Some(role) if found.actor.sector.is_empty() => role,
                _ => found.actor.sector,
            };
            return party;
        }
        let tail = self.actor_in(head_end, chunk.end);
        if tail.is_none() && sector.is_none() && head_end < chunk.end && !self.has_name(chunk.first, head_end) {
            // "the decision of the regional government": the thing is of somebody.
            if let Some(role) = self.roles.sector(&self.words[head_end..chunk.end]) {
                let mut party = self.plain(at, head_end + 1, chunk.end, Quality::Role);
                party.sector = role;
                return party;
            }
            if self.has_name(head_end, chunk.end) {
                return self.plain(at, head_end + 1, chunk.end, Quality::Name);
            }
        }
        let quality = if sector.is_some() {
            Quality::Role
        } else if self.has_name(chunk.first, head_end) {
            Quality::Name
        } else {
            Quality::Thing
        };
        // "Berg's plan" is Berg's.
        let owner = self.owner(chunk).filter(|_| quality == Quality::Name);
        let mut party = self.plain(at, first, owner.map_or(head_end, |owner| owner.max(first + 1)), quality);
        party.sector = sector.unwrap_or("");
        if let Some(found) = tail {
            party.code = found.actor.code;
            party.name = found.actor.name;
            party.quality = Quality::Actor;
            if sector.is_none() {
                party.span = found.span;
                party.sector = found.actor.sector;
            } else {
                party.span.end = self.words[chunk.end - 1].span.end;
            }
        }
        party
    }

    /// The party that "of" hangs on the noun at a word of a chunk: "the withdrawal OF THE REBELS".
    pub(crate) fn tail(&self, at: usize, noun: usize) -> Option<Party> {
        let chunk = self.chunks.get(at)?;
        let of = noun + 1;
        let hangs = of + 1 < chunk.end && self.words[of].form() == self.of;
        hangs.then(|| self.noun(at, &Chunk { first: of + 1, ..*chunk }))
    }

    /// The position of the possessive of a phrase that is somebody's by name: "Berg'S plan".
    pub(crate) fn owner(&self, chunk: &Chunk) -> Option<usize> {
        let at = (chunk.first + 1..chunk.end.saturating_sub(1)).find(|at| self.tags[*at] == Tag::Poss)?;
        (self.words[at].is(Token::CLITIC) && self.has_name(chunk.first, at)).then_some(at)
    }

    /// The first actor named between two words.
    fn actor_in(&self, first: usize, end: usize) -> Option<&Found> {
        let from = self.actors.partition_point(|found| found.first < first);
        self.actors[from..].iter().find(|found| found.first < end).filter(|found| found.first + found.words <= end)
    }

    /// Whether a word is part of the name of an actor: the "of" in "Bank of England".
    fn is_in_name(&self, word: usize) -> bool {
        let after = self.actors.partition_point(|found| found.first <= word);
        self.actors[..after].last().is_some_and(|found| word < found.first + found.words)
    }

    fn plain(&self, at: usize, first: usize, end: usize, quality: Quality) -> Party {
        let mut last = end - 1;
        // "Iran's" alone is Iran.
        if last > first && self.tags[last] == Tag::Poss {
            last -= 1;
        }
        let span = Span::new(self.words[first].span.start, self.words[last].span.end);
        Party { span, chunk: at, code: "", sector: "", name: "", quality }
    }

    /// Whether a phrase holds a name: a capital that does not just open the sentence.
    fn has_name(&self, first: usize, end: usize) -> bool {
        (first..end).any(|at| {
            let word = &self.words[at];
            let opens = at == 0 || matches!(self.tags[at - 1], Tag::Quote | Tag::End | Tag::Comma);
            let goes_on = at + 1 < end && self.words[at + 1].is(Token::CAPITALISED);
            // The first word of a sentence has a capital anyway: it is a name where no lexicon knows it.
            word.is(Token::CAPITALISED) && (!opens || word.form() == Form::UNKNOWN || goes_on)
        })
    }
}
