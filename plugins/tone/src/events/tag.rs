//! Light tags: what each word is in its sentence, by closed classes, verb forms and neighbours.
//!
//! The frames only ask where the verbs are, and these rules were made with them. Where they see a verb that may be a noun,
//! a trained tagger that sees a noun is right more often: what it makes of the words is asked there, if it is there.

use dateline_layers::{Token, Xpos};

use super::grammar::{Grammar, Lemma, class, form};
use super::parts::Parts;
use crate::vocabulary::{Form, Vocabulary, mark};
use crate::words::Word;

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    Det,
    Poss,
    Prep,
    /// "to" before a verb.
    To,
    Be,
    Have,
    Do,
    /// "will", "would".
    Will,
    /// "may", "could".
    Could,
    /// "must", "should".
    Should,
    Not,
    Conj,
    But,
    Rel,
    That,
    Sub,
    If,
    /// A pronoun.
    Pronoun,
    Time,
    Adverb,
    Number,
    Verb(Lemma, u8),
    /// A noun, an adjective, a name: whatever else stands in a noun phrase.
    Noun,
    Comma,
    Quote,
    End,
}

impl Tag {
    /// Whether it can only stand inside a noun phrase, before its noun.
    fn opens_noun(self) -> bool {
        matches!(self, Tag::Det | Tag::Poss | Tag::Number)
    }

    /// Whether it is an auxiliary.
    pub(crate) fn is_auxiliary(self) -> bool {
        matches!(self, Tag::Be | Tag::Have | Tag::Do | Tag::Will | Tag::Could | Tag::Should)
    }
}

/// Tags the words of a sentence; tells whether it is a headline in title case. `parts` are the parts of speech of its
/// tokens, or none.
pub(crate) fn tag(grammar: &Grammar, text: &str, words: &[Word], parts: Parts<'_>, tags: &mut Vec<Tag>) -> bool {
    tags.clear();
    tags.reserve(words.len());
    let headline = is_headline(words);
    let is_end = |word: &Word| grammar.class(word.form()) & class::END != 0;
    let ends = words.iter().rev().take(2).any(is_end);
    let tagger = Tagger { grammar, text, words, parts, tags, headline, ends };
    while let Some(word) = words.get(tagger.tags.len()) {
        let at = tagger.tags.len();
        // Half of all words.
        if let Some(tag) = word.always().filter(|_| !word.any(mark::OPENS) && !word.is_hyphenated()) {
            tagger.tags.push(ALWAYS[tag].1);
        } else if let Some((tag, len)) = tagger.run(at) {
            tagger.tags.extend(std::iter::repeat_n(tag, len));
        } else {
            let tag = tagger.at(at);
            tagger.tags.push(tag);
        }
    }
    headline
}

struct Tagger<'a> {
    grammar: &'a Grammar,
    text: &'a str,
    words: &'a [Word],
    parts: Parts<'a>,
    tags: &'a mut Vec<Tag>,
    headline: bool,
    /// Whether it ends with a mark that ends sentences.
    ends: bool,
}

/// How many words a bracket may hold to be an aside within its clause.
const ASIDE: usize = 12;

impl Tagger<'_> {
    /// Words that are one thing together: a bracket, which interrupts no clause, and "more than" before a number.
    fn run(&self, at: usize) -> Option<(Tag, usize)> {
        let word = &self.words[at];
        // No lexicon has "less".
        let opens = word.any(mark::OPENS) || (word.form() == Form::UNKNOWN && word.is_spelt(self.text, "less"));
        if !opens {
            return None;
        }
        let next = |follows: &[&str]| follows.iter().any(|follows| self.next_is(at, follows));
        let pair = match word.of(self.text) {
            "(" => {
                let within = self.words[at..].iter().take(ASIDE).position(|word| word.is_spelt(self.text, ")"));
                return within.map(|len| (Tag::Adverb, len + 1));
            }
            "at" | "At" => next(&["least", "most"]),
            "more" | "less" | "fewer" | "More" | "Fewer" => next(&["than"]),
            "up" | "close" | "Up" => next(&["to"]),
            _ => false,
        };
        if !pair {
            return None;
        }
        let number = self.words.get(at + 2).is_some_and(|word| {
            let counts = ["a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "half"];
            word.is(Token::DIGIT) || counts.contains(&word.of(self.text)) || word.of(self.text).ends_with("dozen")
        });
        number.then_some((Tag::Det, 2))
    }

    fn at(&self, at: usize) -> Tag {
        let word = &self.words[at];
        if let Some(tag) = word.always().filter(|_| !word.is_hyphenated()) {
            return ALWAYS[tag].1;
        }
        let info = self.grammar.info(word.form());
        if word.is_hyphenated() && !word.is(Token::MARK) && info.class & (class::CONJ | class::PREP) == 0 {
            return Tag::Noun;
        }
        if let Some(tag) = word.always() {
            return ALWAYS[tag].1;
        }
        if info.class != 0
            && let Some(tag) = self.closed(at, info.class)
        {
            return tag;
        }
        if word.is(Token::MARK) {
            return if word.is(Token::QUOTE_MARK) { Tag::Quote } else { Tag::Comma };
        }
        if !info.verbs.is_empty() && !self.is_name(at) {
            let forms = info.verbs.iter().fold(0, |forms, reading| forms | reading.forms);
            if let Some(form) = self.verb_form(at, forms, info.noun).filter(|form| !self.is_noun(at, *form)) {
                let reading = info.verbs.iter().find(|reading| reading.forms & form != 0);
                return reading.map_or(Tag::Noun, |reading| Tag::Verb(reading.lemma, reading.forms & form));
            }
            return Tag::Noun;
        }
        let letters = word.bytes(self.text);
        if matches!(letters, [.., b'e', b'd']) && self.is_unknown_verb(at, info.noun) {
            return Tag::Verb(Lemma::UNKNOWN, form::PAST | form::PARTICIPLE);
        }
        if word.is(Token::DIGIT) && !word.is(Token::WORD) {
            // "June 13".
            return if self.tags.last() == Some(&Tag::Time) { Tag::Time } else { Tag::Number };
        }
        let is_adverb = letters.len() > 4 && matches!(letters, [.., b'l', b'y']) && !word.is(Token::CAPITALISED);
        if is_adverb { Tag::Adverb } else { Tag::Noun }
    }

    /// The tag of a word of a closed class; none where it is something else here.
    fn closed(&self, at: usize, classes: u32) -> Option<Tag> {
        let is = |bits: u32| classes & bits != 0;
        let before = self.before(at);
        Some(match () {
            () if is(class::TO) => {
                let is_verb = |tag: &Tag| matches!(tag, Tag::Verb(..)) || tag.is_auxiliary();
                if self.next_is_base(at) && self.headline && at > 0 && !self.tags.iter().any(is_verb) {
                    // "Kenya to Send Police": a headline's future.
                    Tag::Will
                } else if self.next_is_base(at) {
                    Tag::To
                } else {
                    Tag::Prep
                }
            }
            () if is(class::THAT) => self.that(at, before),
            () if is(class::POSS) && self.words[at].is(Token::CLITIC) && before == Some(Tag::Pronoun) => Tag::Be,
            // The state, not the pronoun.
            () if is(class::OBJECT) && self.words[at].is_spelt(self.text, "US") => return None,
            () if is(class::OBJECT) && is(class::POSS) => {
                if self.next_opens_noun(at) {
                    Tag::Poss
                } else {
                    Tag::Pronoun
                }
            }
            () if is(class::POSS) => Tag::Poss,
            () if is(class::BE) => Tag::Be,
            () if is(class::HAVE) => Tag::Have,
            () if is(class::DO) => Tag::Do,
            () if is(class::MODAL) && !(before.is_some_and(Tag::opens_noun)) => Tag::Will,
            () if is(class::COULD) && !self.is_name(at) => Tag::Could,
            () if is(class::SHOULD) => Tag::Should,
            () if is(class::NOT) => Tag::Not,
            () if is(class::CONJ) => Tag::Conj,
            () if is(class::BUT) => Tag::But,
            () if is(class::IF) => Tag::If,
            () if is(class::REL) => Tag::Rel,
            () if is(class::PREP) => Tag::Prep,
            // "used them as a shield".
            () if is(class::SUB)
                && self.words[at].is_spelt(self.text, "as")
                && ["a", "an", "part", "human"].iter().any(|next| self.next_is(at, next)) =>
            {
                Tag::Prep
            }
            () if is(class::SUB) => Tag::Sub,
            () if is(class::SUBJECT | class::OBJECT) => Tag::Pronoun,
            () if is(class::DET) => Tag::Det,
            () if is(class::ADVERB) => Tag::Adverb,
            () if is(class::TIME) && self.grammar.info(self.words[at].form()).verbs.is_empty() => Tag::Time,
            () if is(class::TIME) && self.words[at].is(Token::CAPITALISED) && at > 0 => Tag::Time,
            () if is(class::ADJECTIVE)
                && !before.is_some_and(|tag| tag.is_auxiliary() || tag == Tag::Not)
                && (self.headline || !self.next_opens_object(at)) =>
            {
                Tag::Noun
            }
            () if is(class::END) => Tag::End,
            () if is(class::COMMA) => Tag::Comma,
            () if is(class::QUOTE) => Tag::Quote,
            () => return None,
        })
    }

    /// "that" as determiner, relative pronoun or complementiser.
    fn that(&self, at: usize, before: Option<Tag>) -> Tag {
        let next = self.words.get(at + 1).map(|word| self.grammar.info(word.form()));
        let verb_next = next.is_some_and(|info| {
            let auxiliary = class::BE | class::HAVE | class::DO | class::MODAL | class::COULD | class::SHOULD;
            info.class & auxiliary != 0
                || info.verbs.iter().any(|reading| reading.forms & (form::PAST | form::THIRD) != 0)
        });
        match before {
            Some(Tag::Noun | Tag::Time | Tag::Comma) if verb_next => Tag::Rel,
            Some(Tag::Prep | Tag::End) | None if !verb_next => Tag::Det,
            _ => Tag::That,
        }
    }

    /// Which form of a verb the word is here; none where it is a noun or an adjective.
    fn verb_form(&self, at: usize, forms: u8, noun: bool) -> Option<u8> {
        let before = self.before(at);
        let has = |form: u8| forms & form != 0;
        let auxiliary =
            matches!(before, Some(Tag::Be | Tag::Have | Tag::Do | Tag::Will | Tag::Could | Tag::Should | Tag::Not));
        if has(form::BASE)
            && matches!(before, Some(Tag::To | Tag::Do | Tag::Will | Tag::Could | Tag::Should | Tag::Not))
        {
            return Some(form::BASE);
        }
        if has(form::PARTICIPLE | form::PAST) && auxiliary {
            return Some(if has(form::PARTICIPLE) { form::PARTICIPLE } else { form::PAST });
        }
        if has(form::ING) {
            let after_noun = matches!(before, Some(Tag::Det | Tag::Poss)) || self.next_is(at, "of");
            let act = before == Some(Tag::Be) || (self.starts_clause(at) && self.next_opens_object(at));
            return (!after_noun && (!noun || act)).then_some(form::ING);
        }
        if before.is_some_and(Tag::opens_noun) {
            return None;
        }
        if has(form::PAST) {
            let adjective = matches!(before, Some(Tag::Prep))
                || (self.starts_clause(at) && self.next_is_plain_noun(at) && !self.next_is_name(at));
            return (!adjective).then_some(form::PAST | (forms & form::PARTICIPLE));
        }
        if has(form::PARTICIPLE) {
            return (!matches!(before, Some(Tag::Prep))).then_some(form::PARTICIPLE);
        }
        if has(form::THIRD) {
            let after_subject = matches!(before, Some(Tag::Noun | Tag::Pronoun | Tag::Rel | Tag::Adverb | Tag::Time))
                || (before == Some(Tag::Comma) && !noun && self.next_opens_object(at));
            let sure = !noun || (self.next_opens_object(at) && !self.next_is(at, "to") && !self.within_of(at));
            let object = !self.next_opens_object(at) && self.is_within_object(at);
            return (after_subject && sure && !object && !self.after_plural(at)).then_some(form::THIRD);
        }
        let coordinated = matches!(before, Some(Tag::Conj)) && self.after_infinitive(at);
        let after_plural = matches!(before, Some(Tag::Noun))
            && self.after_plural(at)
            && (!noun || self.next_opens_object(at) || self.next_is(at, "on"));
        let subject = (before == Some(Tag::Pronoun) && !self.after_object_pronoun(at)) || before == Some(Tag::Rel);
        let subjunctive = before == Some(Tag::Noun) && (!noun || self.next_opens_object(at)) && self.after_that(at);
        let headline = before == Some(Tag::Noun) && !noun && self.headline && !self.next_is_plain_noun(at);
        (coordinated || after_plural || subject || subjunctive || headline).then_some(form::BASE)
    }

    /// Whether the trained tagger takes what looks like this form of a verb for a noun or an adjective. Of headlines, which
    /// end without a mark, it has seen few, and forms of the past it takes for adjectives too often.
    fn is_noun(&self, at: usize, form: u8) -> bool {
        if self.headline || !self.ends || form & (form::BASE | form::THIRD | form::ING) == 0 {
            return false;
        }
        let nouns_and_adjectives = [Xpos::NN, Xpos::NNS, Xpos::NNP, Xpos::NNPS, Xpos::JJ, Xpos::JJR, Xpos::JJS];
        self.parts.of(at, &self.words[at]).is_some_and(|xpos| nouns_and_adjectives.contains(&xpos))
    }

    /// The tag before, adverbs left out.
    fn before(&self, at: usize) -> Option<Tag> {
        self.tags[..at].iter().rev().copied().find(|tag| *tag != Tag::Adverb)
    }

    /// Whether a word in "-ed" that no lexicon knows looks like a verb in the past: behind an auxiliary, or between a noun
    /// and what only a verb can take.
    fn is_unknown_verb(&self, at: usize, noun: bool) -> bool {
        let word = &self.words[at];
        if word.span.len() < 5 || noun || word.is(Token::CAPITALISED) {
            return false;
        }
        match self.before(at) {
            Some(Tag::Have | Tag::Be | Tag::Rel) => true,
            Some(Tag::Noun | Tag::Pronoun | Tag::Time) => self.next_opens_object(at),
            _ => false,
        }
    }

    fn starts_clause(&self, at: usize) -> bool {
        matches!(self.before(at), None | Some(Tag::Comma | Tag::End | Tag::Quote | Tag::Conj | Tag::That | Tag::Sub))
    }

    /// Whether the next word, adverbs left out, can be the base of a verb, and is not written as a name.
    fn next_is_base(&self, at: usize) -> bool {
        let next = self.words[at + 1..].iter().find(|word| !matches!(word.bytes(self.text), [.., b'l', b'y']));
        next.is_some_and(|word| {
            let info = self.grammar.info(word.form());
            let capital = word.is(Token::CAPITALISED);
            let forms = if capital { form::BASE } else { form::BASE | form::ING };
            let base = info.verbs.iter().any(|reading| reading.forms & forms != 0);
            let auxiliary = info.class & (class::BE | class::HAVE | class::DO) != 0;
            (base || auxiliary) && (self.headline || !capital) && !(info.noun && self.next_is_of(word))
        })
    }

    fn next_is_of(&self, word: &Word) -> bool {
        let at = self.words.partition_point(|other| other.span.start <= word.span.start);
        let is = |letters: &str| self.words.get(at).is_some_and(|next| next.is_spelt(self.text, letters));
        is("of") || is("by")
    }

    fn next_is(&self, at: usize, letters: &str) -> bool {
        self.words.get(at + 1).is_some_and(|word| word.is_spelt(self.text, letters))
    }

    /// Whether a noun phrase without a determiner may go on behind this word.
    fn next_is_plain_noun(&self, at: usize) -> bool {
        self.words.get(at + 1).is_some_and(|word| {
            word.is(Token::WORD)
                && self.grammar.class(word.form()) == 0
                && self.grammar.info(word.form()).verbs.is_empty()
        })
    }

    fn next_is_name(&self, at: usize) -> bool {
        self.words.get(at + 1).is_some_and(|word| word.is(Token::CAPITALISED)) && !self.headline
    }

    fn next_opens_noun(&self, at: usize) -> bool {
        self.words
            .get(at + 1)
            .is_some_and(|word| word.is(Token::WORD) && self.grammar.class(word.form()) & !class::TIME == 0)
    }

    /// Whether what follows can only be the object of a verb: a determiner, a name, a pronoun, "to", "that".
    fn next_opens_object(&self, at: usize) -> bool {
        self.words.get(at + 1).is_some_and(|word| {
            let opens = class::DET | class::POSS | class::OBJECT | class::TO | class::THAT;
            word.is(Token::CAPITALISED) || word.is(Token::DIGIT) || self.grammar.class(word.form()) & opens != 0
        })
    }

    /// Whether the word before looks like a plural, or ends a pair: "China and Russia".
    fn after_plural(&self, at: usize) -> bool {
        let noun = self.tags[..at].iter().rposition(|tag| !matches!(tag, Tag::Noun | Tag::Adverb | Tag::Det));
        if noun.is_some_and(|conj| conj > 0 && self.tags[conj] == Tag::Conj && self.tags[conj - 1] == Tag::Noun) {
            return true;
        }
        let before = at.checked_sub(1).map(|before| self.words[before].bytes(self.text));
        before.is_some_and(|word| {
            (matches!(word, [.., b's']) && !matches!(word, [.., b's' | b'u', b's']))
                || matches!(word, b"police" | b"people" | b"men" | b"women")
        })
    }

    /// Whether the pronoun before can only be an object: "given him free rein".
    fn after_object_pronoun(&self, at: usize) -> bool {
        let pronoun = (0..at).rev().find(|before| self.tags[*before] == Tag::Pronoun);
        pronoun.is_some_and(|before| {
            self.grammar.class(self.words[before].form()) & (class::OBJECT | class::SUBJECT) == class::OBJECT
        })
    }

    /// Whether the words before are the object of a verb that reports nothing: "seized all three pumping stations".
    fn is_within_object(&self, at: usize) -> bool {
        let noun = |tag: &Tag| matches!(tag, Tag::Noun | Tag::Adverb | Tag::Det | Tag::Number | Tag::Poss);
        let before = self.tags[..at].iter().rposition(|tag| !noun(tag)).map(|before| self.tags[before]);
        matches!(before, Some(Tag::Verb(lemma, forms)) if forms & form::ING == 0 && !self.grammar.says(lemma))
    }

    /// Whether the noun phrase before this word hangs on "of": "an offer of unconditional talks".
    fn within_of(&self, at: usize) -> bool {
        let before = self.tags[..at].iter().rposition(|tag| !matches!(tag, Tag::Noun | Tag::Adverb | Tag::Det));
        before.is_some_and(|before| self.tags[before] == Tag::Prep && self.words[before].is_spelt(self.text, "of"))
    }

    /// Whether an infinitive stands within a few words before: "to meet and discuss".
    fn after_infinitive(&self, at: usize) -> bool {
        self.tags[at.saturating_sub(8)..at].iter().any(|tag| matches!(tag, Tag::To | Tag::Will | Tag::Should))
    }

    /// Whether "that" opened this clause, and no verb has followed yet: "demanded that Greece release".
    fn after_that(&self, at: usize) -> bool {
        let back = self.tags[at.saturating_sub(8)..at].iter().rev();
        let mut clause = back.take_while(|tag| !matches!(tag, Tag::Verb(..) | Tag::Will | Tag::Be | Tag::Have));
        clause.any(|tag| *tag == Tag::That)
    }

    /// Whether a word that could be a verb is part of a name: capitalised in the middle of a sentence that is no headline.
    fn is_name(&self, at: usize) -> bool {
        let word = &self.words[at];
        let first = at == 0 || matches!(self.tags[at - 1], Tag::Quote | Tag::End);
        word.is(Token::CAPITALISED) && !first && !self.headline
    }
}

/// The classes whose words have one tag wherever they stand, if they are of no other class.
const ALWAYS: [(u32, Tag); 16] = [
    (class::DET, Tag::Det),
    (class::PREP, Tag::Prep),
    (class::NOT, Tag::Not),
    (class::BE, Tag::Be),
    (class::HAVE, Tag::Have),
    (class::DO, Tag::Do),
    (class::SHOULD, Tag::Should),
    (class::CONJ, Tag::Conj),
    (class::BUT, Tag::But),
    (class::REL, Tag::Rel),
    (class::IF, Tag::If),
    (class::SUBJECT, Tag::Pronoun),
    (class::END, Tag::End),
    (class::COMMA, Tag::Comma),
    (class::QUOTE, Tag::Quote),
    (class::ADVERB, Tag::Adverb),
];

/// Marks the words that always have one tag, and those that may open words which are one thing together.
pub(super) fn mark_words(vocabulary: &mut Vocabulary, grammar: &Grammar) {
    for form in grammar.forms() {
        let class = grammar.class(form);
        if let Some(tag) = ALWAYS.iter().position(|(of, _)| *of == class) {
            vocabulary.mark(form, mark::always(tag));
        }
    }
    vocabulary.add_marked(mark::OPENS, "( at more fewer up close");
}

/// How many longer words tell a headline.
const LONG: u32 = 16;

/// Whether most longer words are capitalised: a headline in title case.
fn is_headline(words: &[Word]) -> bool {
    let (mut all, mut small) = (0, 0);
    for word in words {
        let long = word.is(Token::WORD) & (word.span.len() > 3);
        all += u32::from(long);
        small += u32::from(long & !word.is(Token::CAPITALISED));
        // With a fifth of them in small letters it is none, and no more than sixteen are looked at.
        if small > LONG / 5 || all == LONG {
            break;
        }
    }
    all >= 3 && small * 5 <= all
}
