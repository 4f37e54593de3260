//! The extractor of references: pronouns and roles that stand for somebody who is named elsewhere.

mod phrase;
mod pronoun;
mod roles;
mod things;

use dateline_core::{Ascii, Context, Error, Extractor, Item, LayerKey, Ref, RegionKind, Str};
use dateline_layers::{EntityType, Gender, Mention, Reference, ReferenceType, Sentence, Tag, Token};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::candidate::gender;
use crate::{Known, Reading, Word};
use phrase::{Function, Head, Page, Phrase};
use pronoun::{Asks, Clause, choose, is_empty_it, weight};
use roles::{Description, body};
use things::Things;

/// Links pronouns and roles without a name to the person, body or state that is named elsewhere in the document.
///
/// Nouns compete: where "it" most likely means "the plan", nothing is found. Captions, headlines and related links never
/// lend a name. Left out: what refers to nobody with a name, "it" that stands for nothing ("it is clear that").
///
/// Example in: `Sergei Antonov met the Kenyan minister. He said the ministry had called him.`
/// Example out: "He" and "him", both with the name "Sergei Antonov".
pub struct References;

/// The options of [`References`]: there are none.
#[derive(Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReferencesConfig {}

/// What [`References`] works with.
#[derive(Debug, Default)]
pub struct ReferencesScratch {
    phrases: Vec<Phrase>,
    things: Things,
    /// The thing of each mention, by the first mention of it.
    of_mention: Vec<Option<u32>>,
    /// How many mentions each first mention stands for.
    names: Vec<u32>,
    /// The thing of each phrase.
    of_phrase: Vec<Option<u32>>,
    found: Vec<Found>,
}

/// A reference before it is written.
#[derive(Clone, Copy, Debug)]
struct Found {
    phrase: u32,
    mention: u32,
    kind: ReferenceType,
    gender: Gender,
    rule: &'static str,
    confidence: f32,
}

impl Extractor for References {
    type Config = ReferencesConfig;
    type Output = Reference;
    // Taken out while it works; making a fresh one for that would allocate for every document.
    type Scratch = Option<ReferencesScratch>;
    const NAME: &'static str = "references";

    fn requires(_: &ReferencesConfig) -> Vec<LayerKey> {
        vec![Token::KEY, Known::KEY, Sentence::KEY, Tag::KEY, Mention::KEY]
    }

    fn new(_: ReferencesConfig) -> Result<References, Error> {
        Ok(References)
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let mut scratch = cx.scratch().take().unwrap_or_default();
        scratch.run(cx);
        *cx.scratch() = Some(scratch);
    }
}

impl ReferencesScratch {
    fn run(&mut self, cx: &mut Context<'_, References>) {
        let (tokens, sentences) = (cx.layer::<Token>(), cx.layer::<Sentence>());
        let (tags, mentions) = (cx.layer::<Tag>(), cx.layer::<Mention>());
        let text = cx.text();
        let words = cx.layer::<Known>();
        let read = Reading { text, tokens: tokens.items(), sentences: sentences.items(), words: words.items() };
        let page = Page { read, tags: tags.items(), mentions: mentions.items() };
        self.clear(&page);
        let mut next = 0;
        for (at, sentence) in read.sentences.iter().enumerate() {
            let first = self.phrases.len();
            page.phrases(at, &mut next, &mut self.phrases);
            let tells = tells(cx.region_at(sentence.span.start));
            for phrase in first..self.phrases.len() {
                let thing = self.resolve(&page, cx, phrase, tells);
                self.of_phrase.push(thing);
            }
        }
        self.quoted(&page);
        self.emit(&page, cx);
    }

    fn clear(&mut self, page: &Page<'_>) {
        self.phrases.clear();
        self.things.clear();
        self.of_phrase.clear();
        self.found.clear();
        self.of_mention.clear();
        self.of_mention.resize(page.mentions.len(), None);
        self.names.clear();
        self.names.resize(page.mentions.len(), 0);
        for at in 0..page.mentions.len() as u32 {
            self.names[page.root(at) as usize] += 1;
        }
    }

    /// The thing that a phrase stands for; it is made or touched on the way.
    fn resolve(&mut self, page: &Page<'_>, cx: &Context<'_, References>, at: usize, tells: bool) -> Option<u32> {
        let phrase = self.phrases[at];
        let thing = match phrase.head {
            Head::Name(mention) => self.name(page, mention, tells)?,
            Head::Pronoun => self.pronoun(page, at)?,
            Head::Noun => self.noun(page, cx, at, tells)?,
        };
        if tells {
            // "Who" tells more of somebody, but makes nobody the topic.
            let relative = phrase.head == Head::Pronoun && page.read.str(phrase.last).starts_with(['w', 'W']);
            let weight = if relative { 0.3 } else { weight(phrase.function) };
            let weight = weight * if phrase.quoted { QUOTED } else { 1.0 };
            self.things.touch(thing, phrase.sentence, phrase.function, weight);
            if phrase.speaks {
                self.things.all[thing as usize].spoke = Some(phrase.sentence);
                self.things.speaker = Some(thing);
            }
        }
        Some(thing)
    }

    fn name(&mut self, page: &Page<'_>, at: u32, tells: bool) -> Option<u32> {
        let mention = &page.mentions[at as usize];
        let root = page.root(at);
        if !tells {
            return self.of_mention[root as usize];
        }
        let (things, names) = (&mut self.things, &self.names);
        let thing = *self.of_mention[root as usize].get_or_insert_with(|| {
            let thing = things.add(Some(root), 0, mention.entity_type, mention.gender);
            things.all[thing as usize].names = names[root as usize];
            thing
        });
        let known = &mut self.things.all[thing as usize];
        known.mention = at;
        if known.gender == Gender::NONE {
            known.gender = mention.gender;
        }
        Some(thing)
    }

    fn pronoun(&mut self, page: &Page<'_>, at: usize) -> Option<u32> {
        let phrase = self.phrases[at];
        let asks = Asks::of(page.read.str(phrase.last))?;
        let (thing, confidence, rule, kind) = match asks {
            Asks::I => return None,
            Asks::Who => {
                let thing = self.before_who(page, at)?;
                (thing, 0.9, "who, behind its noun", ReferenceType::RELATIVE)
            }
            Asks::It if is_empty_it(page, phrase.last) => return None,
            _ => {
                let subject = self.subject_before(at);
                if page.read.str(phrase.last).len() > 5 {
                    // "Himself" is the subject of its clause.
                    let thing = subject.filter(|thing| {
                        let gender = self.things.all[*thing as usize].gender;
                        gender == asks.gender() || gender == Gender::NONE
                    });
                    (thing?, 0.85, "subject of its clause", ReferenceType::PRONOUN)
                } else {
                    let bound = subject.filter(|_| phrase.function == Function::Object);
                    let owner = subject.filter(|_| phrase.function == Function::Oblique);
                    let clause = Clause { owner, speaker: self.speaker_before(at) };
                    let not = [bound, self.quoted_speaker(page, at)];
                    match choose(&self.things, asks, &phrase, not, clause) {
                        Some((thing, sure)) => (thing, sure * 0.9, "most present that fits", ReferenceType::PRONOUN),
                        None => (self.coming(page, at, asks)?, 0.6, "subject that follows", ReferenceType::PRONOUN),
                    }
                }
            }
        };
        let known = &mut self.things.all[thing as usize];
        if known.gender == Gender::NONE && asks != Asks::Who {
            known.gender = asks.gender();
        }
        self.note(at, thing, kind, rule, confidence);
        Some(thing)
    }

    /// "In his speech, X said": the person who is the subject of the sentence that a pronoun opens.
    fn coming(&mut self, page: &Page<'_>, at: usize, asks: Asks) -> Option<u32> {
        let phrase = self.phrases[at];
        let behind = self.phrases[at + 1..].iter().take(LOOK).take_while(|one| one.sentence == phrase.sentence);
        let subject = behind.filter(|one| one.function == Function::Subject).find_map(|one| match one.head {
            Head::Name(mention) => Some(mention),
            _ => None,
        })?;
        let mention = &page.mentions[subject as usize];
        let fits = mention.entity_type == EntityType::PERSON
            && !phrase.quoted
            && (mention.gender == asks.gender() || mention.gender == Gender::NONE);
        if fits && matches!(asks, Asks::He | Asks::She) { self.name(page, subject, true) } else { None }
    }

    fn note(&mut self, phrase: usize, thing: u32, kind: ReferenceType, rule: &'static str, confidence: f32) {
        let known = &self.things.all[thing as usize];
        if known.root.is_some() {
            let (mention, gender) = (known.mention, known.gender);
            self.found.push(Found { phrase: phrase as u32, mention, kind, gender, rule, confidence });
        }
    }

    /// The thing of the noun or name right before "who", a comma aside.
    fn before_who(&self, page: &Page<'_>, at: usize) -> Option<u32> {
        let phrase = self.phrases[at];
        let before = self.phrases[..at].iter().rposition(|one| one.last < phrase.first)?;
        let end = self.phrases[before].last + 1;
        let gap = phrase.first - end;
        let fits =
            self.phrases[before].sentence == phrase.sentence && (gap == 0 || gap == 1 && page.read.is_mark(end, ","));
        let thing = self.of_phrase.get(before).copied().flatten().filter(|_| fits)?;
        let person = self.things.all[thing as usize].kind == EntityType::PERSON;
        person.then_some(thing)
    }

    /// The subject of the clause of a phrase: the last one before it in its sentence.
    fn subject_before(&self, at: usize) -> Option<u32> {
        let sentence = self.phrases[at].sentence;
        let mut before = (0..at).rev().take(LOOK).take_while(|one| self.phrases[*one].sentence == sentence);
        let subject = before.find(|one| self.phrases[*one].function == Function::Subject)?;
        self.of_phrase[subject]
    }

    /// The subject before a phrase in its sentence when it is that of a verb of saying, outside of quotation marks.
    fn speaker_before(&self, at: usize) -> Option<u32> {
        let phrase = self.phrases[at];
        let mut before = (0..at).rev().take(LOOK).take_while(|one| self.phrases[*one].sentence == phrase.sentence);
        let subject = before.find(|one| self.phrases[*one].function == Function::Subject)?;
        let speaks = self.phrases[subject].speaks && !phrase.quoted && phrase.function != Function::Object;
        self.of_phrase[subject].filter(|_| speaks)
    }

    /// Who speaks where a phrase is quoted: the subject of the verb of saying in its sentence, else in the ones next to it.
    fn quoted_speaker(&self, page: &Page<'_>, at: usize) -> Option<u32> {
        let phrase = self.phrases[at];
        if !phrase.quoted {
            return None;
        }
        let speaks = |one: &usize| {
            self.phrases[*one].speaks
                && !self.phrases[*one].quoted
                && self.phrases[*one].sentence.abs_diff(phrase.sentence) <= 1
        };
        let near = |at: usize| self.phrases[at].sentence == phrase.sentence;
        let after = (at + 1..self.phrases.len()).take(LOOK).find(speaks);
        let before = (0..at).rev().take(LOOK).find(speaks);
        let found = match (before, after) {
            (Some(before), _) if near(before) => before,
            (_, Some(after)) if near(after) => after,
            (Some(before), _) => before,
            (None, Some(after)) => after,
            (None, None) => return None,
        };
        if let Some(thing) = self.of_phrase.get(found) {
            return *thing;
        }
        // What stands further on has not been looked at yet; a name tells itself.
        let Head::Name(mention) = self.phrases[found].head else { return None };
        let root = page.root(mention);
        self.of_mention[root as usize]
    }

    fn noun(&mut self, page: &Page<'_>, cx: &Context<'_, References>, at: usize, tells: bool) -> Option<u32> {
        let phrase = self.phrases[at];
        let (word, noun) = (page.read.word(phrase.last), page.read.hash(phrase.last));
        let plural = page.tag(phrase.last).is_plural();
        let person = word.any(Word::ROLE | Word::TITLE | Word::HUMAN);
        if person && let Some(thing) = self.beside(page, at).or_else(|| self.before_name(page, at)) {
            self.things.all[thing as usize].learn(noun);
            return Some(thing);
        }
        if phrase.definite && !plural {
            let described = Description::of(page, &phrase);
            let found = if person {
                self.bearer(page, cx, &phrase, &described)
            } else {
                body(page, &self.things, phrase.sentence, &described)
            };
            if let Some((thing, confidence)) = found {
                let rule = if person { "bears the role" } else { "a body of that kind" };
                self.note(at, thing, ReferenceType::ROLE, rule, confidence);
                return Some(thing);
            }
        }
        if !tells {
            return None;
        }
        if phrase.definite
            && let Some(same) = self.things.latest_of_noun(noun)
        {
            return Some(same);
        }
        let (kind, gender) = if plural || word.any(Word::PLURAL) {
            (EntityType::NONE, Gender::PLURAL)
        } else if person {
            (EntityType::PERSON, gender(word).unwrap_or(Gender::NONE))
        } else {
            (EntityType::NONE, Gender::NEUTER)
        };
        Some(self.things.add(None, noun, kind, gender))
    }

    /// The person that a noun is an apposition to ("X, head of the delegation,"), or who is said to be it ("X is the
    /// head", "X as its head").
    fn beside(&self, page: &Page<'_>, at: usize) -> Option<u32> {
        let phrase = self.phrases[at];
        let before = self.phrases[..at].iter().rposition(|one| one.last < phrase.first)?;
        let thing = self.of_phrase[before]?;
        let last = self.phrases[before].last;
        let known = &self.things.all[thing as usize];
        let word = |word: &str| page.read.is_word(last + 1, word);
        let beside = match phrase.first - last - 1 {
            1 if page.read.is_mark(last + 1, ",") || word("as") => true,
            1 | 2 => {
                (word("is") || word("was") || word("became")) && self.phrases[before].function == Function::Subject
            }
            _ => false,
        };
        let person = known.kind == EntityType::PERSON && known.root.is_some();
        (self.phrases[before].sentence == phrase.sentence && person && beside).then_some(thing)
    }

    /// The person whose name stands behind a noun, between commas: "the top diplomat, X, said".
    fn before_name(&mut self, page: &Page<'_>, at: usize) -> Option<u32> {
        let phrase = self.phrases[at];
        let next = self.phrases.get(at + 1).copied()?;
        let Head::Name(mention) = next.head else { return None };
        let apposed = next.sentence == phrase.sentence
            && page.read.is_mark(phrase.last + 1, ",")
            && page.read.tokens[phrase.last + 2].span.start == page.mentions[mention as usize].span.start
            && (page.read.is_mark(next.last + 1, ",") || page.read.is_mark(next.last + 1, "."));
        let person = page.mentions[mention as usize].entity_type == EntityType::PERSON;
        if apposed && person && phrase.definite { self.name(page, mention, true) } else { None }
    }

    /// The person whose stated role the phrase repeats: the best of those named before, the most present among equals;
    /// else the first of those named further on.
    fn bearer(
        &mut self,
        page: &Page<'_>,
        cx: &Context<'_, References>,
        phrase: &Phrase,
        described: &Description<'_>,
    ) -> Option<(u32, f32)> {
        let mentions = cx.layer::<Mention>();
        let start = page.read.tokens[phrase.first].span.start;
        let border = page.mentions.partition_point(|mention| mention.span.start < start);
        let fits = |at: usize| {
            let mention = &page.mentions[at];
            let role = mentions.str(mention.role).filter(|_| mention.entity_type == EntityType::PERSON)?;
            described.fits(mention, role)
        };
        let mut best: Option<(u32, f32, f32)> = None;
        let noun = described.hash;
        for (at, thing) in self.things.latest().filter(|(_, thing)| thing.root.is_some() && thing.nouns.contains(&noun))
        {
            let presence = thing.presence(phrase.sentence);
            if best.is_none_or(|(.., most)| presence > most) {
                best = Some((at, 0.8, presence));
            }
        }
        for at in (border.saturating_sub(WINDOW)..border).rev() {
            let Some(fit) = fits(at) else { continue };
            let Some(thing) = self.of_mention[page.root(at as u32) as usize] else { continue };
            let presence = self.things.all[thing as usize].presence(phrase.sentence);
            if best.is_none_or(|(_, least, most)| (fit, presence) > (least, most)) {
                best = Some((thing, fit, presence));
            }
        }
        if let Some((thing, fit, _)) = best {
            return Some((thing, fit.min(0.95)));
        }
        let coming = (border..page.mentions.len().min(border + WINDOW)).find(|at| {
            let tells = tells(cx.region_at(page.mentions[*at].span.start));
            tells && fits(*at).is_some_and(|fit| fit >= 0.8)
        })?;
        Some((self.name(page, coming as u32, true)?, 0.6))
    }

    /// "I" between quotation marks is who speaks.
    fn quoted(&mut self, page: &Page<'_>) {
        for at in 0..self.phrases.len() {
            let phrase = self.phrases[at];
            if phrase.head != Head::Pronoun || !phrase.quoted {
                continue;
            }
            if Asks::of(page.read.str(phrase.last)) == Some(Asks::I)
                && let Some(thing) = self.quoted_speaker(page, at)
            {
                self.note(at, thing, ReferenceType::PRONOUN, "who is quoted", 0.8);
            }
        }
    }

    fn emit(&mut self, page: &Page<'_>, cx: &mut Context<'_, References>) {
        let mentions = cx.layer::<Mention>();
        for found in &self.found {
            let phrase = self.phrases[found.phrase as usize];
            let mention = &page.mentions[found.mention as usize];
            let root = &page.mentions[page.root(found.mention) as usize];
            let name = mentions.str(mention.name).map_or(Str::NONE, |name| cx.intern(name));
            let actor = [mention.actor, root.actor].into_iter().find(|actor| !actor.is_none()).unwrap_or(Ascii::NONE);
            let index = cx.emit(Reference {
                span: page.read.span(phrase.first, phrase.last),
                reference_type: found.kind,
                antecedent: Ref::to(found.mention),
                name,
                gender: found.gender,
                actor,
                confidence: found.confidence,
            });
            cx.why(index, found.rule, &"", &[mention.span]);
        }
    }
}

/// How many phrases a look back or ahead within a sentence takes in, so that one without end costs no more.
const LOOK: usize = 32;

/// What is left of the weight of what is spoken of between quotation marks.
const QUOTED: f32 = 0.8;

/// How many mentions before and behind a role are looked at.
const WINDOW: usize = 64;

/// Where the story is told: what stands elsewhere lends no name.
fn tells(region: RegionKind) -> bool {
    !matches!(
        region,
        RegionKind::HEADER
            | RegionKind::BYLINE
            | RegionKind::RELATED
            | RegionKind::BOILERPLATE
            | RegionKind::CAPTION
            | RegionKind::HEADLINE
    )
}
