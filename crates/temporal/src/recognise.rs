//! Text to meanings: the lexer, then the layers of rules.

use dateline_core::Span;

use crate::captures::{Captures, Outcome};
use crate::lexer;
use crate::pattern::{BEFORE_PHRASE, Match};
use crate::rules::Grammar;
use crate::token::Token;
use crate::{Classes, Core, Grain, Meaning, TimeOfDay};

/// What a recogniser works in; kept between texts, so that none but the first few allocate.
#[derive(Debug, Default)]
pub struct Workspace {
    /// Words, marks and phrases of the text last read, in order.
    pub tokens: Vec<Token>,
    /// The meanings that tokens and other meanings refer to.
    pub meanings: Vec<Meaning>,
    /// Where the phrases are among the tokens, in order.
    phrases: Vec<u32>,
    found: Vec<u32>,
    /// The steps that matching took: proportional to the text's length, which a test holds.
    pub cost: u64,
}

impl Grammar {
    /// Reads a text. Afterwards `work.tokens` holds its phrases among its other words; those in [`Classes::FOUND`]
    /// are the expressions.
    ///
    /// ```
    /// use dateline_temporal::{Classes, Grammar, Workspace};
    ///
    /// let grammar = Grammar::new();
    /// let mut work = Workspace::default();
    /// let text = "Talks resume on 5 May 1998, a year after they broke down.";
    /// grammar.read(text, &mut work);
    /// let found: Vec<&str> = work.found().map(|token| token.span.of(text)).collect();
    /// assert_eq!(found[0], "5 May 1998");
    /// ```
    pub fn read(&self, text: &str, work: &mut Workspace) {
        work.tokens.clear();
        work.meanings.clear();
        work.cost = 0;
        lexer::lex(text, &self.lexicon, &mut work.tokens, &mut work.meanings);
        for layer in 0..self.layers.len() {
            self.collapse(layer, work);
        }
    }

    /// Replaces what the layer's rules match by phrases, from left to right, the longest match first.
    ///
    /// Every rule above the lowest layer holds a phrase of a lower one, so there only what stands shortly before a
    /// phrase can begin a match; all else is passed over.
    fn collapse(&self, layer: usize, work: &mut Workspace) {
        let patterns = &self.layers[layer];
        let Workspace { tokens, meanings, phrases, found, cost } = work;
        found.clear();
        let mut ahead = phrases.iter().map(|at| *at as usize);
        let mut next = if layer == 0 { 0 } else { ahead.next().unwrap_or(usize::MAX) };
        let (mut read, mut write) = (0, 0);
        loop {
            let mut begin = read;
            if layer > 0 {
                while next < read {
                    next = ahead.next().unwrap_or(usize::MAX);
                }
                begin = next.saturating_sub(BEFORE_PHRASE).clamp(read, tokens.len());
            }
            // What is no phrase and begins none is moved together with its like.
            while tokens.get(begin).is_some_and(|token| token.rule == Token::NO_RULE && !patterns.begins(tokens, begin))
            {
                begin += 1;
            }
            if write < read {
                tokens.copy_within(read..begin, write);
            }
            (read, write) = (begin, write + begin - read);
            if read == tokens.len() {
                break;
            }
            if patterns.begins(tokens, read) {
                // Phrases already made stand just before the match, where guards look.
                if write < read && write > 0 {
                    tokens[read - 1] = tokens[write - 1];
                }
                let mut best = patterns.longest(tokens, read, None, cost);
                let mut made = (None, None);
                while let Some(matched) = best {
                    made = self.make(matched, read, tokens, meanings);
                    if made.0.is_some() {
                        break;
                    }
                    best = patterns.longest(tokens, read, Some(matched), cost);
                }
                if let Some(matched) = best {
                    for token in [made.0, made.1].into_iter().flatten() {
                        found.push(write as u32);
                        tokens[write] = token;
                        write += 1;
                    }
                    read += matched.length;
                    continue;
                }
            }
            if tokens[read].rule != Token::NO_RULE {
                found.push(write as u32);
            }
            if write < read {
                tokens[write] = tokens[read];
            }
            (read, write) = (read + 1, write + 1);
        }
        tokens.truncate(write);
        std::mem::swap(phrases, found);
    }

    /// The phrase or phrases of a match.
    fn make(
        &self,
        found: Match,
        start: usize,
        tokens: &[Token],
        meanings: &mut Vec<Meaning>,
    ) -> (Option<Token>, Option<Token>) {
        let matched = &tokens[start..start + found.length];
        let caps = Captures { tokens: matched, path: &found.path[..found.length], meanings };
        let rule = &self.rules[usize::from(found.rule)];
        let outcome = rule.action.apply(&caps);
        let (first, last) = (matched[0], matched[found.length - 1]);
        let whole = Span::new(first.span.start, last.span.end);
        let mut phrase = |span: Span, marks: u8, meaning: Meaning| {
            let mut token = Token::bare(0, 0);
            token.span = span;
            token.marks = marks;
            token.rule = found.rule;
            token.meaning = meanings.len() as u32;
            token.classes = classes(&meaning);
            meanings.push(meaning);
            token
        };
        match outcome {
            Outcome::None => (None, None),
            Outcome::One(mut meaning) => {
                meaning.fiscal |= rule.fiscal;
                let mut token = phrase(whole, first.marks, meaning);
                if found.length == 1 {
                    token.word = first.word;
                    token.classes = token.classes.with(Classes(first.classes.0 & Classes::LIT.0));
                }
                if last.is(Classes::PLURAL) {
                    token.classes = token.classes.with(Classes::PLURAL);
                }
                (Some(token), None)
            }
            Outcome::Two(one, end, begin, two) => {
                let one_span = Span::new(first.span.start, matched[end - 1].span.end);
                let two_span = Span::new(matched[begin].span.start, last.span.end);
                let one = phrase(one_span, first.marks, one);
                let two = phrase(two_span, matched[begin].marks, two);
                (Some(one), Some(two))
            }
        }
    }
}

impl Workspace {
    /// The expressions of the text last read, in order.
    pub fn found(&self) -> impl Iterator<Item = &Token> {
        self.positions().map(|at| &self.tokens[at])
    }

    /// Where they are among the tokens.
    pub fn positions(&self) -> impl Iterator<Item = usize> {
        let positions = self.phrases.iter().map(|at| *at as usize);
        positions.filter(|at| self.tokens[*at].is(Classes::FOUND))
    }

    /// The meaning of a phrase.
    pub fn meaning(&self, token: &Token) -> Option<&Meaning> {
        self.meanings.get(token.meaning as usize)
    }
}

/// What kind of phrase a meaning makes.
fn classes(meaning: &Meaning) -> Classes {
    let timed = meaning.time != TimeOfDay::None;
    let date = Classes::DATE.with(Classes::FOUND);
    let base = match meaning.core {
        Core::Nothing => return Classes(0),
        Core::Amount(_) => return Classes::QUANT.with(Classes::FOUND),
        Core::TimeOnly => return Classes::TIME.with(Classes::FOUND),
        Core::Span(..) | Core::Every(_) | Core::EachField(_) | Core::Reference(_) => return Classes::FOUND,
        Core::Fields(fields, _) if fields.weekday.is_some() && fields.day.is_none() => date.with(Classes::BAREDAY),
        Core::Fields(fields, _) if fields.day.is_some() => date.with(Classes::OPENDAY),
        Core::Compared(_) => return date.with(Classes::COMPARED),
        Core::Shift(crate::Origin::Now, ..) | Core::Away(crate::Origin::Now, ..) => date.with(Classes::DEICTIC),
        _ => date,
    };
    if timed {
        return base;
    }
    match meaning.grain() {
        Some(Grain::Day) => base.with(Classes::DAYDATE),
        Some(Grain::Week | Grain::Weekend) => base.with(Classes::WEEKENDDATE),
        Some(Grain::Month) => base.with(Classes::MONTHDATE),
        Some(Grain::Quarter | Grain::Half) => base.with(Classes::QUARTERDATE),
        Some(Grain::Season) => base.with(Classes::SEASONDATE),
        Some(Grain::Year) if matches!(meaning.core, Core::Shift(..)) => {
            base.with(Classes::YEARDATE).with(Classes::YEARREF)
        }
        Some(Grain::Year) => base.with(Classes::YEARDATE),
        Some(Grain::Decade | Grain::Century | Grain::Millennium) => base.with(Classes::BIGDATE),
        _ => base,
    }
}
