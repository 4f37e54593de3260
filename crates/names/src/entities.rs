//! The extractor of named mentions.

use std::ops::Range;

use dateline_core::{Context, Error, Extractor, Item, LayerKey, Ref, RegionKind, Span, Str};
use dateline_data_actors::Kind;
use dateline_layers::{EntityType, Gender, Mention, Name, Sentence, Tag, Token};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::candidate::{Candidate, candidates, opens};
use crate::capitals::{CAPITAL, Capitals, SMALL};
use crate::link::Links;
use crate::{Known, Reading, Table, Word, affiliation, recognised, role};

/// Finds named persons, organisations, groups and states, with role, gender, code and full name.
///
/// Left out: adjectives of peoples ("Syrian"), offices without a name ("the minister"), names of things (treaties,
/// streets, operations). In a line of capitals alone, or a headline that capitalises every word, only names that the
/// rest of the document knows are found.
///
/// Example in: `Russia's chief negotiator Alexander Lavrentyev said. Lavrentyev left.`
/// Example out: two mentions of a person, both with the name "Alexander Lavrentyev", the second coreferent to the first.
pub struct Entities;

/// The options of [`Entities`]: there are none.
#[derive(Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct EntitiesConfig {}

/// What [`Entities`] works with.
#[derive(Debug, Default)]
pub struct EntitiesScratch {
    words: Vec<Known>,
    small: Capitals,
    bodies: Bodies,
    actors: Vec<affiliation::Named>,
    found: Vec<Candidate>,
    links: Links,
    mentions: Vec<(u32, u32)>,
    /// The tokens of each line whose capitals mean nothing.
    headlines: Vec<Range<usize>>,
    name: String,
}

/// How often the recogniser takes each name for a body and for a person.
#[derive(Debug)]
struct Bodies(Table<[u8; 2]>);

impl Default for Bodies {
    fn default() -> Self {
        Bodies(Table::with_capacity(64))
    }
}

impl Extractor for Entities {
    type Config = EntitiesConfig;
    type Output = Mention;
    // Taken out while it works; making a fresh one for that would allocate for every document.
    type Scratch = Option<EntitiesScratch>;
    const NAME: &'static str = "entities";

    fn requires(_: &EntitiesConfig) -> Vec<LayerKey> {
        vec![Token::KEY, Known::KEY, Sentence::KEY, Tag::KEY, Name::KEY]
    }

    fn new(_: EntitiesConfig) -> Result<Entities, Error> {
        Ok(Entities)
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let mut scratch = cx.scratch().take().unwrap_or_default();
        scratch.run(cx);
        *cx.scratch() = Some(scratch);
    }
}

impl EntitiesScratch {
    fn run(&mut self, cx: &mut Context<'_, Entities>) {
        let (tokens, sentences) = (cx.layer::<Token>(), cx.layer::<Sentence>());
        self.actors.clear();
        self.found.clear();
        self.links.clear();
        self.words.clear();
        self.words.extend_from_slice(cx.layer::<Known>().items());
        self.words.resize(tokens.len(), Known::NONE);
        self.look_up(cx.text(), tokens.items());
        let words = std::mem::take(&mut self.words);
        let read = Reading { text: cx.text(), tokens: tokens.items(), sentences: sentences.items(), words: &words };
        self.collect(&read);
        recognised::lay_over(&read, cx.layer::<Name>().items(), &mut self.bodies.0, &mut self.found);
        self.ask(&read);
        self.settle(&read, cx);
        self.emit(&read, cx);
        self.words = words;
    }

    /// Which states and bodies are named.
    fn look_up(&mut self, text: &str, tokens: &[Token]) {
        let mut at = 0;
        while at < tokens.len() {
            let begins = tokens[at].is(Token::WORD | Token::CAPITALISED) & self.words[at].word().any(Word::ACTOR);
            let named = begins.then(|| {
                let window = &tokens[at..tokens.len().min(at + 8)];
                dateline_data_actors::name_at(window.iter().map(|token| token.span.of(text)))
            });
            let Some(named) = named.flatten() else {
                at += 1;
                continue;
            };
            let bits = match named.actor.kind {
                Kind::State | Kind::Capital => Word::PLACE,
                Kind::People => Word::DEMONYM,
                Kind::Seat | Kind::Organisation | Kind::Group | Kind::Own => Word::KNOWN,
            };
            let last = at + named.words - 1;
            self.words[at..=last].iter_mut().for_each(|word| word.add(bits));
            self.actors.push((at as u32, last as u32, named.actor));
            at = last + 1;
        }
    }

    /// Candidates of every sentence; lines in capitals wait until the names of the document are known.
    fn collect(&mut self, read: &Reading<'_>) {
        self.headlines.clear();
        for sentence in read.sentences {
            if is_headline(read, sentence) {
                self.headlines.push(sentence.range());
            } else {
                candidates(read, sentence.range(), &mut self.found);
            }
        }
    }

    /// How the document writes the words of which that is asked: those of candidates, and of lines in capitals.
    fn ask(&mut self, read: &Reading<'_>) {
        self.small.clear();
        for one in &self.found {
            (one.first..=one.last).for_each(|at| self.small.ask(read.hash(at as usize)));
        }
        for at in self.headlines.iter().cloned().flatten().filter(|at| read.shape(*at, Token::CAPITALISED)) {
            self.small.ask(read.hash(at));
        }
        self.small.read(read);
    }

    /// Says what each candidate names, in two passes: those that tell it themselves, then those that the others explain.
    fn settle(&mut self, read: &Reading<'_>, cx: &Context<'_, Entities>) {
        let mut found = std::mem::take(&mut self.found);
        // Where there is a story, its headline has the names that the story knows, and no verb in capitals with them.
        if self.headlines.len() < read.sentences.len() {
            found.retain(|one| !self.headlines.iter().any(|line| line.contains(&(one.first as usize))));
        }
        for one in &mut found {
            // "TOKYO, March 3": capitals that open a dateline are a town, no acronym.
            let start = read.tokens[one.first as usize].span.start;
            if one.first == one.last
                && one.kind == EntityType::ORGANISATION
                && read.shape(one.first as usize, Token::CAPITALS | Token::LINE_START)
                && !read.word(one.first as usize).any(Word::KNOWN)
                && cx.region_at(start) == RegionKind::DATELINE
            {
                one.kind = EntityType::PLACE;
            }
            self.trim(read, one);
            if one.kind == EntityType::NONE && one.first < one.last && !one.guessed && speaks_like_a_person(read, one) {
                one.kind = EntityType::PERSON;
            }
            if one.kind != EntityType::NONE
                && !is_part(read, one)
                && (one.first < one.last || !self.is_plain(read, one))
            {
                self.links.add(read, one);
            }
        }
        self.links.expand(read, &found);
        // What only the document explains: a last name alone, a name of two words that is met again by its last.
        found.retain_mut(|one| {
            let known = self.links.find(read, one.first, one.last);
            if let Some(known) = known.filter(|_| one.first < one.last || !self.is_plain(read, one)) {
                let kind = self.links.entities[known as usize].kind;
                if one.kind == EntityType::NONE
                    || one.guessed
                    || one.kind == EntityType::ORGANISATION && kind == EntityType::PERSON
                {
                    one.kind = kind;
                }
            } else if !self.is_plain(read, one) {
                if one.kind == EntityType::NONE && !one.guessed && speaks_like_a_person(read, one) {
                    one.kind = EntityType::PERSON;
                    self.links.add(read, one);
                } else if one.kind != EntityType::NONE && is_part(read, one) {
                    self.links.add(read, one);
                }
            }
            one.kind != EntityType::NONE && !(one.first == one.last && self.is_plain(read, one))
        });
        for line in &self.headlines {
            self.known_names(read, line.clone(), &mut found);
        }
        found.retain(|one| cx.region_at(read.tokens[one.first as usize].span.start) != RegionKind::BOILERPLATE);
        found.sort_unstable_by_key(|one| one.first);
        self.found = found;
    }

    /// Takes from a candidate what any word has at the start of a sentence.
    fn trim(&self, read: &Reading<'_>, one: &mut Candidate) {
        while one.first < one.last && one.title == one.first && read.str(one.first as usize + 1) != "-" {
            let word = read.word(one.first as usize);
            let hash = read.hash(one.first as usize);
            let common = one.opens
                && self.small.is(hash, SMALL)
                && !word.any(Word::GIVEN | Word::HEAD | Word::KNOWN | Word::PLACE);
            let people = word.any(Word::DEMONYM) && one.kind == EntityType::PERSON;
            if !(common || people || one.kind == EntityType::NONE && word.any(Word::DEMONYM)) {
                break;
            }
            one.first += 1;
            one.title = one.first;
            one.opens = false;
        }
    }

    /// A single word whose capital means nothing: common in this document, or at the start of a sentence and unknown.
    fn is_plain(&self, read: &Reading<'_>, one: &Candidate) -> bool {
        let at = one.first as usize;
        let word = read.word(at);
        if one.first < one.last || one.title < one.first || word.any(Word::KNOWN | Word::PLACE | Word::DEMONYM) {
            return false;
        }
        if word.any(Word::THING | Word::STARTER | Word::CALENDAR | Word::FUNCTION | Word::PLURAL | Word::ROLE) {
            return true;
        }
        // "Hackers said": a plural at the start of a sentence, unless it is a name elsewhere too.
        if one.opens && read.str(at).ends_with('s') && !word.any(Word::GIVEN) && !self.small.is(read.hash(at), CAPITAL)
        {
            return true;
        }
        let hash = read.hash(at);
        if self.small.is(hash, SMALL) && !word.any(Word::GIVEN) {
            return true;
        }
        one.opens
            && !self.small.is(hash, CAPITAL)
            && !(self.links.find(read, one.first, one.last).is_some() || speaks_like_a_person(read, one))
    }

    /// The names of the document within a line whose capitals mean nothing.
    fn known_names(&self, read: &Reading<'_>, range: Range<usize>, found: &mut Vec<Candidate>) {
        let mut at = range.start;
        while at < range.end {
            let longest = (at..range.end.min(at + 4)).rev().find_map(|last| {
                let fits = read.shape(at, Token::CAPITALISED) && read.shape(last, Token::CAPITALISED);
                let known = self.links.find(read, at as u32, last as u32).filter(|_| fits)?;
                let hash = read.hash(at);
                let word = read.word(at);
                let name = at < last
                    || word.any(Word::KNOWN | Word::PLACE)
                    || self.small.is(hash, CAPITAL) && !self.small.is(hash, SMALL);
                name.then_some((last, known))
            });
            let Some((last, known)) = longest else {
                at += 1;
                continue;
            };
            let entity = self.links.entities[known as usize];
            found.push(Candidate {
                first: at as u32,
                last: last as u32,
                title: at as u32,
                kind: entity.kind,
                opens: opens(read, at),
                gender: entity.gender,
                guessed: false,
            });
            at = last + 1;
        }
    }

    fn emit(&mut self, read: &Reading<'_>, cx: &mut Context<'_, Entities>) {
        self.mentions.clear();
        self.mentions.resize(self.links.entities.len(), (u32::MAX, 0));
        let tags = cx.layer::<Tag>().items();
        let mut sentence = 0;
        for at in 0..self.found.len() {
            let one = self.found[at];
            while sentence + 1 < read.sentences.len() && read.sentences[sentence + 1].first <= one.first {
                sentence += 1;
            }
            let range = read.sentences[sentence].range();
            let (first, last) = (one.first as usize, one.last as usize);
            let known = self.links.find(read, one.first, one.last);
            let entity = known.map(|known| self.links.entities[known as usize]);
            let full =
                entity.map_or(read.span(first, last), |entity| read.span(entity.first as usize, entity.last as usize));
            let role = if one.kind == EntityType::PERSON {
                role::before(read, tags, range.start, first, one.title as usize)
                    .or_else(|| role::after(read, last, range.end))
                    .or_else(|| role::apposed(read, tags, range, (first, last)))
            } else {
                None
            };
            let mut gender = entity.map_or(one.gender, |entity| entity.gender);
            if gender == Gender::NONE {
                gender = role.and_then(|role| gender_of_role(read, role)).unwrap_or(Gender::NONE);
                if let Some(known) = known.filter(|_| one.kind == EntityType::PERSON) {
                    self.links.entities[known as usize].gender = gender;
                }
            }
            let mention = Mention {
                span: read.span(first, last),
                entity_type: one.kind,
                name: self.intern(cx, full),
                role: role.map_or(Str::NONE, |role| self.intern(cx, role)),
                gender,
                actor: affiliation::actor(read, &self.actors, &one, role),
                sector: affiliation::sector(read, &self.actors, &one, role, &mut self.name),
                coreferent: Ref::NONE,
            };
            let index = cx.emit(mention);
            if let Some(known) = known {
                let (earliest, _) = self.mentions[known as usize];
                if earliest == u32::MAX {
                    self.mentions[known as usize] = (index, 0);
                } else {
                    cx.emitted(index).coreferent = Ref::to(earliest);
                }
            }
            cx.why(index, if known.is_some() { "name of the document" } else { "name by its shape" }, &"", &[full]);
        }
        affiliation::share(cx);
    }

    /// A stretch of the text with every run of white space as one space.
    fn intern(&mut self, cx: &mut Context<'_, Entities>, span: Span) -> Str {
        let text = span.of(cx.text());
        if is_squeezed(text) {
            return cx.intern(text);
        }
        self.name.clear();
        for word in text.split_whitespace() {
            if !self.name.is_empty() {
                self.name.push(' ');
            }
            self.name.push_str(word);
        }
        cx.intern(&self.name)
    }
}

/// Whether the white space within a text is single spaces, for all that one look at each byte tells.
fn is_squeezed(text: &str) -> bool {
    let mut before = b' ';
    text.bytes().all(|byte| {
        let before = std::mem::replace(&mut before, byte);
        byte > b' ' && byte.is_ascii() || byte == b' ' && before != b' '
    }) && before != b' '
}

/// What may be a part of a name that stands elsewhere in full, and so waits until those are known: a person's single
/// word or surname with its particle, and bodies of which only the words around them say what they are.
fn is_part(read: &Reading<'_>, one: &Candidate) -> bool {
    let short = one.first == one.last || read.word(one.first as usize).any(Word::PARTICLE);
    short && one.kind == EntityType::PERSON || one.guessed && one.kind == EntityType::ORGANISATION
}

/// Whether a sentence is a line whose capitals mean nothing: all of it capitals, or nearly every longer word capitalised.
fn is_headline(read: &Reading<'_>, sentence: &Sentence) -> bool {
    let last = sentence.range().end.saturating_sub(1);
    if matches!(read.str(last), "." | "!") {
        return false;
    }
    let tokens = read.tokens.get(sentence.range()).unwrap_or_default();
    let (mut long, mut capitals) = (0, 0);
    for token in tokens {
        let is_long = token.is(Token::WORD) & (token.span.len() > 3);
        long += usize::from(is_long);
        capitals += usize::from(is_long & token.is(Token::CAPITALISED));
    }
    long >= 3 && capitals * 10 >= long * 8
}

/// What only a person does: speaks, is followed by a relative clause of persons, or bears a middle initial.
fn speaks_like_a_person(read: &Reading<'_>, one: &Candidate) -> bool {
    let (first, last) = (one.first as usize, one.last as usize);
    if (first..=last).any(|at| read.word(at).any(Word::THING | Word::HEAD | Word::KNOWN | Word::PLACE | Word::DEMONYM))
        || last - first > 3
    {
        return false;
    }
    let next = last + 1;
    let relative = read.is_mark(next, ",") && (read.is_word(next + 1, "who") || read.is_word(next + 1, "whose"));
    let age = read.is_mark(next, ",")
        && read.shape(next + 1, Token::DIGIT)
        && read.str(next + 1).len() == 2
        && read.is_mark(next + 2, ",");
    let said = read.word(next).any(Word::SPEECH) && !read.is_capital(next);
    let inverted = first > 0
        && read.word(first - 1).any(Word::SPEECH)
        && !read.is_capital(first - 1)
        && matches!(read.str(next), "." | ",");
    let role = first > 0 && first < last && read.word(first - 1).any(Word::ROLE) && !read.is_capital(first - 1);
    let initial = first + 2 == last && read.str(first + 1).len() == 2 && read.str(first + 1).ends_with('.');
    relative || role || age || said || inverted || initial || role::after(read, last, read.tokens.len()).is_some()
}

/// The gender that the nouns of a role tell ("spokeswoman"), as long as a preposition does not hand them to another.
fn gender_of_role(read: &Reading<'_>, role: Span) -> Option<Gender> {
    let first = read.tokens.partition_point(|token| token.span.start < role.start);
    let words = (first..read.tokens.len()).take_while(|at| read.tokens[*at].span.end <= role.end);
    words
        .take_while(|at| !matches!(read.str(*at), "of" | "to" | "for" | "who"))
        .filter(|at| read.word(*at).any(Word::ROLE | Word::TITLE | Word::ADDRESS))
        .find_map(|at| crate::candidate::gender(read.word(at)))
}
