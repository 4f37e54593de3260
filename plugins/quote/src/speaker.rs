//! Stage three: who the speaker is. Pronouns link to the last speaker that fits, surnames to full names, roles to the one
//! who bears them; what cannot be known stays without a name.

use dateline_core::{LayerView, Span};
use dateline_layers::{EntityType, Gender, Mention, Reference, ReferenceType, Token};
use dateline_names::Word;

use crate::confidence;
use crate::grammar::Grammar;
use crate::scene::{Run, Scene};

/// A speaker as far as the document tells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Who {
    /// The words at this place; none where the speaker is only implied.
    pub(crate) span: Span,
    /// The mention whose name is the speaker's.
    pub(crate) mention: Option<u32>,
    /// The words that are the name where no mention bears it.
    pub(crate) named: Span,
    /// The words that state a role at this place.
    pub(crate) role: Span,
    /// What a pronoun for the speaker would be.
    pub(crate) gender: Gender,
    /// How sure this is.
    pub(crate) confidence: f32,
}

/// Those who have spoken so far, and the persons named.
#[derive(Debug, Default)]
pub(crate) struct History {
    said: Vec<(Who, u32)>,
}

/// The pronouns that stand for a speaker.
const PRONOUNS: [(&[&str], Gender); 4] = [
    (&["he", "him", "his", "himself"], Gender::MALE),
    (&["she", "her", "herself"], Gender::FEMALE),
    (&["it", "its", "itself"], Gender::NEUTER),
    (&["they", "them", "their", "themselves"], Gender::PLURAL),
];

/// How many speakers back a pronoun may reach.
const MEMORY: usize = 6;

impl History {
    pub(crate) fn clear(&mut self) {
        self.said.clear();
    }

    /// Remembers who spoke at a token.
    pub(crate) fn note(&mut self, who: Who, at: usize) {
        if who.mention.is_some() || who.named.is_some() || who.role.is_some() {
            self.said.push((who, at as u32));
        }
    }

    /// The last speaker.
    pub(crate) fn last(&self) -> Option<Who> {
        self.said.last().map(|(who, _)| *who)
    }

    fn last_fitting(&self, fits: impl Fn(&Who) -> bool) -> Option<(Who, u32)> {
        self.said.iter().rev().take(MEMORY).find(|(who, _)| fits(who)).copied()
    }
}

/// The resolver of one document.
pub(crate) struct Resolver<'a> {
    pub(crate) scene: Scene<'a>,
    pub(crate) mentions: LayerView<'a, Mention>,
    pub(crate) references: LayerView<'a, Reference>,
    /// Whether a mention stands where the story is told: no caption, related link or heading.
    pub(crate) tells: &'a [bool],
}

impl Resolver<'_> {
    /// Who the words at this place name.
    pub(crate) fn resolve(&self, run: Run, history: &History) -> Who {
        let span = self.scene.read.span(run.first, run.last);
        if self.is_pronoun(run) {
            return self.pronoun(run.first, span, history);
        }
        if run.len() == 1 && self.scene.is(run.first, Grammar::SUBJECT | Grammar::DETERMINER) {
            return Who { span, ..UNKNOWN };
        }
        self.phrase(run, span, history)
    }

    /// Whether the words are a pronoun.
    pub(crate) fn is_pronoun(&self, run: Run) -> bool {
        run.len() == 1 && self.scene.word(run.first).any(Word::PRONOUN)
    }

    fn pronoun(&self, at: usize, span: Span, history: &History) -> Who {
        let text = self.scene.str(at);
        let row = PRONOUNS.iter().find(|(words, _)| words.iter().any(|word| text.eq_ignore_ascii_case(word)));
        let Some((_, gender)) = row.copied() else { return Who { span, ..UNKNOWN } };
        let person = gender == Gender::MALE || gender == Gender::FEMALE;
        let fits = |of: Gender| {
            of == gender || of == Gender::NONE || !person && (of == Gender::PLURAL || of == Gender::NEUTER)
        };
        let said = history
            .last_fitting(|who| fits(who.gender) && (!person || who.gender != Gender::NONE || self.may_be_person(who)));
        let newer = if person { self.subject_since(said.map_or(0, |(_, at)| at), at, gender) } else { None };
        let found = newer
            .or_else(|| said.map(|(who, _)| who))
            .or_else(|| if person { self.named_before(at, gender) } else { None });
        match found {
            Some(who) => {
                let nameless = who.mention.is_none() && who.named.is_none();
                Who { span, role: if nameless { who.role } else { Span::NONE }, confidence: confidence::NEAR, ..who }
            }
            None => self.referred(span, false).unwrap_or(Who { span, gender, ..UNKNOWN }),
        }
    }

    /// Whom the words mean by the resolver of names, which knows no speakers but every role.
    fn referred(&self, span: Span, role: bool) -> Option<Who> {
        let index = self.references.starting_in(Span::new(span.start, span.start + 1)).next()?;
        let reference = &self.references[index];
        let fits = reference.span.end <= span.end && (reference.reference_type == ReferenceType::ROLE) == role;
        let mention = reference.antecedent.get().filter(|_| fits)?;
        // "they" are no place: the town of the dateline has no wishes.
        let place = self.mentions[mention].entity_type == EntityType::PLACE || !self.tells[mention];
        if place
            && !role
            && ["they", "them", "their"].iter().any(|word| span.of(self.scene.read.text).eq_ignore_ascii_case(word))
        {
            return None;
        }
        Some(Who { span, confidence: 0.9 * reference.confidence, ..self.who_of(mention as u32) })
    }

    /// Whether nothing speaks against a person.
    pub(crate) fn may_be_person(&self, who: &Who) -> bool {
        // One word that the layer of names does not know is more often a company than a person.
        if who.mention.is_none() && who.named.is_some() && !self.mentions.is_empty() {
            return who.named.of(self.scene.read.text).contains(char::is_whitespace);
        }
        who.mention.is_none_or(|mention| self.mentions[mention as usize].entity_type == EntityType::PERSON)
    }

    /// A person who became the topic after the last speaker: named first in a sentence since then.
    fn subject_since(&self, from: u32, at: usize, gender: Gender) -> Option<Who> {
        let tokens = self.scene.read.tokens;
        let position = tokens[at].span.start;
        let from = tokens.get(from as usize).map_or(0, |token| token.span.end);
        let window = self.mentions.starting_in(Span::new(from, position));
        let recent = window.rev().take(8).find(|index| {
            let mention = &self.mentions[*index];
            let first = tokens.partition_point(|token| token.span.start < mention.span.start);
            let opens = self.opens_sentence(first);
            let possessor =
                self.scene.read.is_possessive(tokens.partition_point(|token| token.span.start < mention.span.end));
            self.tells[*index]
                && opens
                && !possessor
                && mention.entity_type == EntityType::PERSON
                && (mention.gender == gender || mention.gender == Gender::NONE)
                && !self.scene.is_quoted(first)
        })?;
        Some(self.who_of(recent as u32))
    }

    /// Whether a name stands where the subject of its sentence does: first, behind its office, or behind a comma that an
    /// apposition or a phrase of time and place ends ("Her counterpart, Hany Fouad, was", "In Oslo, Petrov waited").
    fn opens_sentence(&self, first: usize) -> bool {
        let start = |at: usize| at == 0 || self.scene.shape(at, Token::SENTENCE_START);
        let office = Word::ROLE | Word::TITLE | Word::ADDRESS | Word::DEMONYM | Word::ADJECTIVE;
        let behind_office = || {
            let begin = (first.saturating_sub(3)..first).rev().find(|at| start(*at));
            begin.is_some_and(|begin| (begin..first).all(|at| self.scene.word(at).any(office)))
        };
        let behind_comma = || {
            let comma = first.checked_sub(1).filter(|at| self.scene.is_comma(*at))?;
            let begin = (comma.saturating_sub(8)..comma).rev().find(|at| start(*at))?;
            Some(!self.scene.has_sure_finite(begin, comma) && !(begin..comma).any(|at| self.scene.is_break(at)))
        };
        start(first) || behind_office() || behind_comma() == Some(true)
    }

    /// The last person named before, outside of captions and quotations.
    fn named_before(&self, at: usize, gender: Gender) -> Option<Who> {
        let position = self.scene.read.tokens[at].span.start;
        let before = self.mentions.starting_in(Span::new(0, position));
        let fits = |index: &usize| {
            let mention = &self.mentions[*index];
            self.tells[*index]
                && mention.entity_type == EntityType::PERSON
                && (mention.gender == gender || mention.gender == Gender::NONE)
        };
        before.rev().take(24).find(fits).map(|index| self.who_of(index as u32))
    }

    fn who_of(&self, index: u32) -> Who {
        let mention = &self.mentions[index as usize];
        let gender = match (mention.gender, mention.entity_type) {
            (Gender::NONE, EntityType::PERSON) => Gender::NONE,
            (Gender::NONE, _) => Gender::NEUTER,
            (gender, _) => gender,
        };
        Who { span: mention.span, mention: Some(index), named: Span::NONE, role: Span::NONE, gender, confidence: 0.9 }
    }

    fn phrase(&self, run: Run, span: Span, history: &History) -> Who {
        let scene = &self.scene;
        let tokens = scene.read.tokens;
        // The name that the phrase ends in, or that an opening comma or bracket cuts off.
        let inside = self.mentions.starting_in(span);
        let last_end = tokens[run.last].span.end;
        let head = inside.clone().rev().find(|index| {
            let end = self.mentions[*index].span.end;
            end >= last_end
        });
        // "Prime Minister X of Japan": a person followed by a preposition.
        let person = || {
            inside.clone().find(|index| {
                let mention = &self.mentions[*index];
                let first = tokens.partition_point(|token| token.span.start < mention.span.start);
                let next = tokens.partition_point(|token| token.span.start < mention.span.end);
                mention.entity_type == EntityType::PERSON
                    && !(run.first..first).any(|at| scene.is(at, Grammar::PREPOSITION))
                    && (scene.is(next, Grammar::PREPOSITION | Grammar::CONJUNCTION) || scene.is_break(next))
            })
        };
        let head = match head {
            Some(index) if self.mentions[index].entity_type == EntityType::PERSON => Some(index),
            other => person().or(other),
        };
        // "Lind and Petrov", "Lind and her allies": the first one's name stands for both.
        let head = self.first_of_several(run).or(head);
        if let Some(index) = head {
            let mention = &self.mentions[index];
            let first = tokens.partition_point(|token| token.span.start < mention.span.start);
            // "a spokesman for X": the name belongs to a preposition behind a role.
            let owner = (run.first..first).rev().find(|at| scene.is(*at, Grammar::PREPOSITION));
            let role_noun = (run.first..first)
                .find(|at| scene.word(*at).any(Word::ROLE | Word::PLURAL) && !scene.word(*at).any(Word::GIVEN));
            let other = owner.is_some_and(|owner| {
                (run.first..owner).any(|at| {
                    scene.word(at).any(Word::ROLE | Word::PLURAL)
                        || !scene.read.is_capital(at) && scene.is_nominal(at) && !scene.is(at, Grammar::DETERMINER)
                }) && !names_the_role(mention, owner, first)
            });
            let another_role = mention.entity_type != EntityType::PERSON && role_noun.is_some_and(|noun| noun > first);
            if !(other || another_role) {
                let role = if first > run.first { scene.read.span(run.first, first - 1) } else { Span::NONE };
                let says_role = (run.first..first).any(|at| {
                    scene.read.tokens[at].is(Token::WORD)
                        && !scene.is(at, Grammar::DETERMINER)
                        && !scene.word(at).any(Word::TITLE | Word::ADDRESS)
                });
                let role = if mention.entity_type == EntityType::PERSON && says_role { role } else { Span::NONE };
                return Who { span, role, confidence: confidence::NAMED, ..self.who_of(index as u32) };
            }
        } else if let Some(named) = self.capitals_at_end(run) {
            let named = self.in_full(named, history).unwrap_or(named);
            return Who {
                span,
                named,
                role: Span::NONE,
                gender: Gender::NONE,
                mention: None,
                confidence: confidence::UNKNOWN_NAME,
            };
        }
        self.role(run, span, history)
    }

    /// The name that a joint subject begins with.
    fn first_of_several(&self, run: Run) -> Option<usize> {
        let (scene, tokens) = (&self.scene, self.scene.read.tokens);
        let first = run.first + usize::from(scene.is(run.first, Grammar::DETERMINER));
        let start = tokens.get(first)?.span.start;
        let index = self.mentions.starting_in(Span::new(start, start + 1)).next()?;
        let behind = tokens.partition_point(|token| token.span.start < self.mentions[index].span.end);
        let several = (behind..run.last).any(|at| scene.str(at) == "and")
            && (scene.str(behind) == "and" || scene.is_comma(behind))
            && !(behind..=run.last).any(|at| scene.read.is_possessive(at));
        several.then_some(index)
    }

    /// A name that the names layer does not know, at the end of the phrase.
    fn capitals_at_end(&self, run: Run) -> Option<Span> {
        let scene = &self.scene;
        if !scene.read.is_capital(run.last)
            || scene.word(run.last).any(Word::ROLE | Word::PLURAL | Word::CALENDAR | Word::STARTER | Word::FUNCTION)
        {
            return None;
        }
        let mut first = run.last;
        while first > run.first
            && scene.read.is_capital(first - 1)
            && !scene.word(first - 1).any(Word::ROLE | Word::TITLE | Word::ADDRESS | Word::FUNCTION | Word::STARTER)
        {
            first -= 1;
        }
        // "the Union's Children's Fund", but not "Oslo's Treasury"
        let people = Word::PLURAL | Word::PEOPLE;
        let before = first.wrapping_sub(2);
        let many = scene.word(before).any(people) || matches!(scene.str(before), "Children" | "Women" | "Men");
        if first > run.first + 1 && scene.read.is_possessive(first - 1) && many {
            first -= 2;
            while first > run.first && scene.read.is_capital(first - 1) && !scene.word(first - 1).any(Word::FUNCTION) {
                first -= 1;
            }
        }
        let owned = first > run.first && scene.is(first - 1, Grammar::PREPOSITION);
        // "the Secretary-General" is an office.
        let office = first > run.first && scene.str(first - 1) == "-" && !scene.shape(first, Token::SPACED);
        (!owned && !office).then(|| scene.read.span(first, run.last))
    }

    /// The name of a speaker before that ends in these words: "Lind" after "Maria Lind".
    fn in_full(&self, named: Span, history: &History) -> Option<Span> {
        let text = self.scene.read.text;
        let surname = named.of(text);
        let said = history.said.iter().rev().take(4 * MEMORY).map(|(who, _)| who.named.of(text));
        let longer = |name: &&str| name.strip_suffix(surname).is_some_and(|given| given.ends_with(char::is_whitespace));
        let found = said.filter(|name| name.len() > surname.len()).find(longer)?;
        let start = (found.as_ptr().addr() - text.as_ptr().addr()) as u32;
        Some(Span::new(start, start + found.len() as u32))
    }

    /// The person between commas behind a role: "the envoy for the island, Ana Silva, said".
    fn apposed(&self, run: Run) -> Option<u32> {
        let tokens = self.scene.read.tokens;
        let mut first = run.last + 2;
        while first < run.last + 4 && self.scene.word(first).any(Word::TITLE | Word::ADDRESS) {
            first += 1;
        }
        let start = tokens.get(first).filter(|_| self.scene.is_comma(run.last + 1))?.span.start;
        let index = self.mentions.starting_in(Span::new(start, start + 1)).next()?;
        let mention = &self.mentions[index];
        let behind = tokens.partition_point(|token| token.span.start < mention.span.end);
        (mention.entity_type == EntityType::PERSON && behind < tokens.len() && self.scene.is_comma(behind))
            .then_some(index as u32)
    }

    /// A role without a name: "the top negotiator", "the ministry", "two officials".
    fn role(&self, run: Run, span: Span, history: &History) -> Who {
        let scene = &self.scene;
        let noun = (run.first..=run.last).rfind(|at| {
            !(run.first..*at).any(|before| scene.is(before, Grammar::PREPOSITION))
                && scene.is_nominal(*at)
                && !scene.is(*at, Grammar::DETERMINER)
        });
        let Some(noun) = noun else { return Who { span, ..UNKNOWN } };
        if let Some(index) = self.apposed(run) {
            return Who { span, role: span, confidence: 0.9, ..self.who_of(index) };
        }
        let word = scene.word(noun);
        let definite = ["the", "this", "that"].iter().any(|word| scene.read.is_word(run.first, word));
        if !word.any(Word::PLURAL)
            && let Some(who) = self.referred(span, true)
        {
            let role = if word.any(Word::ROLE) { span } else { Span::NONE };
            return Who { role, ..who };
        }
        if definite && !word.any(Word::PLURAL) {
            if let Some(index) = self.bearer(noun, span.start) {
                let role = scene.read.span(run.first, run.last);
                return Who { span, role, confidence: confidence::BEARER, ..self.who_of(index) };
            }
            if let Some((who, _)) = history.last_fitting(|who| who.role.is_some() && self.ends_in(who.role, noun)) {
                return Who { span, confidence: confidence::BEARER, ..who };
            }
        }
        let office = word.any(Word::ROLE | Word::TITLE);
        let gender = if word.any(Word::PLURAL) || scene.str(noun).ends_with('s') && !word.any(Word::ROLE) {
            Gender::PLURAL
        } else if office {
            match (word.any(Word::MALE), word.any(Word::FEMALE)) {
                (true, false) => Gender::MALE,
                (false, true) => Gender::FEMALE,
                _ => Gender::NONE,
            }
        } else {
            Gender::NEUTER
        };
        Who { span, mention: None, named: Span::NONE, role: span, gender, confidence: confidence::NAMELESS }
    }

    /// The last one named before whose role or own last word is this noun: "the ministry", "the ambassador".
    fn bearer(&self, noun: usize, before: u32) -> Option<u32> {
        let word = self.scene.str(noun);
        let window = self.mentions.starting_in(Span::new(0, before));
        window
            .rev()
            .take(48)
            .find(|index| {
                let mention = &self.mentions[*index];
                if !self.tells[*index] {
                    return false;
                }
                let own = mention.span.of(self.scene.read.text);
                let body = mention.entity_type == EntityType::ORGANISATION
                    && own.len() > word.len()
                    // "the ministry" after "Foreign Ministry" and after "Ministry of Health".
                    && (last_word(own).eq_ignore_ascii_case(word) || begins_with(own, word));
                let role = self.mentions.str(mention.role).is_some_and(|role| {
                    role.split([' ', ','])
                        .take_while(|part| !matches!(*part, "of" | "at" | "for" | "to" | "in"))
                        .any(|part| part.eq_ignore_ascii_case(word))
                });
                body || role && mention.entity_type == EntityType::PERSON
            })
            .map(|index| index as u32)
    }

    fn ends_in(&self, role: Span, noun: usize) -> bool {
        role.of(self.scene.read.text).split_whitespace().any(|part| part.eq_ignore_ascii_case(self.scene.str(noun)))
    }
}

/// "Russia's chief negotiator at the talks X": the name stands behind the whole role.
fn names_the_role(mention: &Mention, owner: usize, first: usize) -> bool {
    mention.entity_type == EntityType::PERSON && !mention.role.is_none() && first > owner + 1
}

/// Somebody of whom nothing is known.
pub(crate) const UNKNOWN: Who = Who {
    span: Span::NONE,
    mention: None,
    named: Span::NONE,
    role: Span::NONE,
    gender: Gender::NONE,
    confidence: confidence::NOBODY,
};

/// Whether a name is "WORD of ...".
fn begins_with(name: &str, word: &str) -> bool {
    let head = name.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    head && name[word.len()..].starts_with(" of ")
}

fn last_word(name: &str) -> &str {
    name.rsplit(|c: char| c.is_whitespace()).next().unwrap_or(name)
}
