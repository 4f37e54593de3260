//! Noun phrases of a sentence, in order: names, pronouns and nouns, each with what it does in its clause.

use dateline_layers::{Mention, Tag, Token, Xpos};

use crate::{Known, Reading, Word};

/// What a phrase does in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    Subject,
    Object,
    /// Behind a preposition.
    Oblique,
    /// Before "'s", or a possessive pronoun.
    Possessor,
    /// A name before the noun of its phrase ("Kenya talks").
    Modifier,
    Other,
}

/// What stands at the head of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Head {
    /// The mention at this position of its layer.
    Name(u32),
    Pronoun,
    Noun,
}

/// A noun phrase.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Phrase {
    /// Its first token, determiner included.
    pub(crate) first: usize,
    /// Its last token, which is its head.
    pub(crate) last: usize,
    pub(crate) head: Head,
    pub(crate) function: Function,
    /// Introduced by "the", "this" or an owner's name.
    pub(crate) definite: bool,
    /// The subject of a verb of saying.
    pub(crate) speaks: bool,
    /// Between quotation marks.
    pub(crate) quoted: bool,
    /// Its sentence.
    pub(crate) sentence: usize,
}

/// A document with its parts of speech and named mentions.
#[derive(Clone, Copy)]
pub(crate) struct Page<'a> {
    pub(crate) read: Reading<'a>,
    pub(crate) tags: &'a [Tag],
    pub(crate) mentions: &'a [Mention],
}

impl Page<'_> {
    pub(crate) fn tag(&self, at: usize) -> Xpos {
        self.tags.get(at).map_or(Xpos::NONE, |tag| tag.xpos)
    }

    /// The first mention of whom a mention names.
    pub(crate) fn root(&self, mention: u32) -> u32 {
        self.mentions[mention as usize].coreferent.get().map_or(mention, |root| root as u32)
    }

    /// A noun, or a role that looks like an adjective where no noun follows ("the premier left").
    fn is_noun(&self, at: usize) -> bool {
        self.tag(at).is_noun()
            || self.read.word(at).any(Word::ROLE)
                && self.tag(at) == Xpos::JJ
                && !self.tag(at + 1).is_noun()
                && at > 0
                && matches!(self.tag(at - 1), Xpos::DT | Xpos::JJ)
    }

    fn is_preposition(&self, at: usize) -> bool {
        matches!(self.tag(at), Xpos::IN | Xpos::TO)
    }

    /// Appends the phrases of one sentence. `next` is the first mention that does not stand before it.
    pub(crate) fn phrases(&self, sentence: usize, next: &mut usize, out: &mut Vec<Phrase>) {
        let range = self.read.sentences[sentence].range();
        let start = out.len();
        let mut at = range.start;
        while at < range.end {
            let place = self.read.words.get(at).map_or(self.read.tokens[at].span, Known::span);
            // Most tokens stand for nothing: one question for all that they might be.
            let stands = self.tag(at).is_noun() | self.read.word(at).any(Word::PRONOUN | Word::FIRST | Word::ROLE);
            let named = self.mentions.get(*next).is_some_and(|mention| mention.span.start <= place.start);
            if !(stands | named) {
                at += 1;
                continue;
            }
            while self.mentions.get(*next).is_some_and(|mention| mention.span.start < place.start) {
                *next += 1;
            }
            if let Some(mention) = self.mentions.get(*next).filter(|mention| mention.span.start == place.start) {
                let mut last = at;
                while last + 1 < range.end && self.read.tokens[last + 1].span.end <= mention.span.end {
                    last += 1;
                }
                let modifies = last + 1 < range.end
                    && self.tag(last + 1).is_noun()
                    && !self.read.shape(last + 1, Token::LINE_START)
                    && !self.read.is_capital(last + 1);
                self.add(out, start, range.clone(), at, last, Head::Name(*next as u32), sentence);
                if modifies && let Some(phrase) = out.last_mut() {
                    phrase.function = Function::Modifier;
                }
                at = last + 1;
            } else if is_pronoun(&self.read, at) {
                self.add(out, start, range.clone(), at, at, Head::Pronoun, sentence);
                at += 1;
            } else if self.is_noun(at) && !self.read.shape(at, Token::CLITIC) {
                let mut last = at;
                let starts_mention = |at: usize| {
                    let place = self.read.tokens[at].span.start;
                    self.mentions[*next..].iter().take(2).any(|mention| mention.span.start == place)
                };
                while last + 1 < range.end && self.tag(last + 1).is_noun() && !starts_mention(last + 1) {
                    last += 1;
                }
                // "Negotiator Antonov": the noun is the title of the name.
                if !(last + 1 < range.end && starts_mention(last + 1)) {
                    self.add(out, start, range.clone(), at, last, Head::Noun, sentence);
                }
                at = last + 1;
            } else {
                at += 1;
            }
        }
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of a phrase")]
    fn add(
        &self,
        out: &mut Vec<Phrase>,
        start: usize,
        sentence_tokens: std::ops::Range<usize>,
        at: usize,
        last: usize,
        head: Head,
        sentence: usize,
    ) {
        let (first, definite) = match head {
            Head::Pronoun => (at, true),
            _ => self.begin(sentence_tokens.start, at),
        };
        let before = out.get(start..).and_then(<[Phrase]>::last).copied();
        let (function, speaks) = self.function(&sentence_tokens, first, last, before);
        let function = match head {
            Head::Pronoun => self.case(at, function),
            _ => function,
        };
        let quoted = self.read.shape(last, Token::QUOTED);
        out.push(Phrase { first, last, head, function, definite, speaks, quoted, sentence });
    }

    /// Where the phrase of the noun or name at `at` begins, and whether it is definite.
    fn begin(&self, lowest: usize, at: usize) -> (usize, bool) {
        let mut first = at;
        while first > lowest {
            let before = first - 1;
            match self.tag(before) {
                Xpos::PRPS => return (before, false),
                Xpos::DT | Xpos::PDT => {
                    return (before, !self.read.word(before).any(Word::INDEFINITE));
                }
                Xpos::POS => return (before, true),
                Xpos::JJ | Xpos::JJR | Xpos::JJS | Xpos::CD | Xpos::HYPH | Xpos::NN | Xpos::NNP | Xpos::NNS => {
                    first = before;
                }
                Xpos::VBN | Xpos::VBG | Xpos::RB | Xpos::RBS | Xpos::RBR
                    if before > lowest && matches!(self.tag(before - 1), Xpos::DT | Xpos::PRPS | Xpos::POS) =>
                {
                    first = before;
                }
                _ => break,
            }
        }
        (first, false)
    }

    /// What the phrase does, and whether it is the subject of a verb of saying.
    fn function(
        &self,
        sentence: &std::ops::Range<usize>,
        first: usize,
        last: usize,
        before: Option<Phrase>,
    ) -> (Function, bool) {
        let read = &self.read;
        if self.tag(last + 1) == Xpos::POS && read.is_possessive(last + 1) {
            return (Function::Possessor, false);
        }
        let opening = first > sentence.start && read.shape(first - 1, Token::QUOTE_MARK);
        let front = first - usize::from(opening);
        let previous = (front > sentence.start).then(|| front - 1);
        let governed = previous.is_some_and(|at| self.is_preposition(at) && !read.word(at).any(Word::JOINING));
        if !governed && let Some(verb) = self.verb_after(sentence.end, last) {
            return (Function::Subject, read.word(verb).any(Word::SPEECH | Word::STANCE));
        }
        let Some(previous) = previous else {
            return (Function::Subject, false);
        };
        if governed {
            return (Function::Oblique, false);
        }
        if self.tag(previous).is_verb() {
            // `"...," said Antonov`: verb and subject change places.
            let turned = read.word(previous).any(Word::SPEECH)
                && previous > sentence.start
                && (read.shape(previous - 1, Token::QUOTE_MARK) || read.is_mark(previous - 1, ","));
            return if turned { (Function::Subject, true) } else { (Function::Object, false) };
        }
        let joined = self.tag(previous) == Xpos::CC || read.is_mark(previous, ",");
        match before.filter(|_| joined) {
            Some(phrase) => (phrase.function, false),
            None => (Function::Other, false),
        }
    }

    /// The finite verb of which the phrase that ends at `last` is the subject: behind adverbs, a chain of prepositional
    /// phrases, or an apposition between commas.
    fn verb_after(&self, end: usize, last: usize) -> Option<usize> {
        let mut at = last + 1;
        let limit = end.min(last + 26);
        if self.read.is_mark(at, ",") || self.read.is_mark(at, "(") {
            let close = if self.read.is_mark(at, ",") { "," } else { ")" };
            let fits = matches!(self.tag(at + 1), Xpos::DT | Xpos::WP | Xpos::CD | Xpos::JJ | Xpos::VBN | Xpos::PRPS)
                || self.tag(at + 1).is_noun();
            let found = (at + 1..limit).find(|at| self.read.is_mark(*at, close)).filter(|_| fits)?;
            at = found + 1;
        } else if self.tag(at) == Xpos::IN && !self.read.word(at).any(Word::JOINING) {
            let within = |at: &usize| {
                let tag = self.tag(*at);
                tag.is_noun()
                    || matches!(tag, Xpos::IN | Xpos::DT | Xpos::JJ | Xpos::CD | Xpos::POS | Xpos::HYPH | Xpos::PRPS)
            };
            at = (at..limit.min(last + 10)).find(|at| !within(at))?;
        }
        while at < limit && matches!(self.tag(at), Xpos::RB | Xpos::RBR | Xpos::RP) {
            at += 1;
        }
        // "X promised reforms": a participle with an object right behind its subject is a verb that was tagged amiss.
        let amiss = at == last + 1
            && self.tag(at) == Xpos::VBN
            && (self.tag(at + 1).is_noun() || matches!(self.tag(at + 1), Xpos::DT | Xpos::PRP | Xpos::PRPS));
        if at >= limit || !(self.tag(at).is_finite() || amiss) {
            return None;
        }
        // Auxiliaries pass on to the verb of saying: "has said", "did not say".
        let verb = (at..limit.min(at + 4)).find(|at| self.read.word(*at).any(Word::SPEECH));
        Some(
            verb.filter(|verb| (at..*verb).all(|at| self.tag(at).is_finite() || self.tag(at) == Xpos::RB))
                .unwrap_or(at),
        )
    }

    /// What a pronoun does, where its form tells.
    fn case(&self, at: usize, function: Function) -> Function {
        let form = |words: &[&str]| words.iter().any(|word| self.read.is_word(at, word));
        if form(&["his", "their", "its", "my", "our", "whose"]) || self.tag(at) == Xpos::PRPS {
            return Function::Possessor;
        }
        if form(&["he", "she", "they", "i", "we", "who"]) {
            return Function::Subject;
        }
        match function {
            Function::Oblique => Function::Oblique,
            Function::Subject if form(&["it"]) => Function::Subject,
            _ => Function::Object,
        }
    }
}

/// Whether a word stands for somebody or something named before: the pronouns that are resolved.
pub(crate) fn is_pronoun(read: &Reading<'_>, at: usize) -> bool {
    read.word(at).any(Word::PRONOUN | Word::FIRST)
}
