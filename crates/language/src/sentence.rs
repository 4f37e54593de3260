//! The sentence splitter: where blocks and marks end sentences, and where they do not.
//!
//! Every block border, and every region border that the caller names, ends a sentence. Inside a block only a mark
//! (or the full stop of an abbreviation) can, with the closing quotation marks, brackets and note numbers that
//! follow it; whether it does is decided by its neighbours ([`decide`]). A quotation of several sentences parts
//! between them, as Universal Dependencies has it; each part knows that it began inside quotation marks.

mod decide;
mod pairs;

use dateline_core::Span;

use dateline_layers::{Sentence, Token};

use crate::lines::{LineScratch, mark_blocks};
use pairs::Pairs;

/// What the splitter works in, kept between documents so that none allocates.
#[derive(Default, Debug)]
pub struct SentenceScratch {
    lines: LineScratch,
    pairs: Pairs,
}

/// Marks where the sentences of `tokens` begin and end: [`Token::SENTENCE_START`] and [`Token::SENTENCE_END`]. It also
/// completes the other bits that a token alone does not tell: [`Token::BLOCK_START`], [`Token::QUOTED`], and
/// [`Token::OPENS`] or [`Token::CLOSES`] of quotation marks that their spacing leaves open.
///
/// `borders` are byte offsets that no sentence crosses, ascending: the ends of regions. [`sentences`] reads the result.
///
/// ```
/// use dateline_language::{SentenceScratch, sentences, split_sentences, tokenize};
///
/// let text = "ASTANA (Agency) — \"It is a step,\" Gen. Petrov said on Jan. 24. He left at 7 p.m. Wednesday.";
/// let mut tokens = Vec::new();
/// tokenize(text, &mut tokens);
/// split_sentences(text, &mut tokens, &[], &mut SentenceScratch::default());
/// let found: Vec<&str> = sentences(&tokens).map(|s| s.span.of(text)).collect();
/// assert_eq!(found.len(), 2);
/// assert_eq!(found[1], "He left at 7 p.m. Wednesday.");
/// ```
pub fn split_sentences(text: &str, tokens: &mut [Token], borders: &[u32], scratch: &mut SentenceScratch) {
    mark_blocks(text, tokens, &mut scratch.lines);
    let mut borders = borders.iter().copied().peekable();
    for token in tokens.iter_mut() {
        while borders.next_if(|&border| border <= token.span.start).is_some() {
            token.shape |= Token::BLOCK_START;
        }
    }
    let mut first = 0;
    while first < tokens.len() {
        let mut end = first + 1;
        while end < tokens.len() && !tokens[end].is(Token::BLOCK_START) {
            end += 1;
        }
        let block = &mut tokens[first..end];
        scratch.pairs.resolve(block);
        split_block(text, block, &scratch.pairs);
        first = end;
    }
}

/// The sentences of tokens that [`split_sentences`] has marked; they cover every token.
pub fn sentences(tokens: &[Token]) -> impl Iterator<Item = Sentence> {
    let mut first = 0;
    std::iter::from_fn(move || {
        let rest = tokens.get(first..)?;
        let start = rest.first()?.span.start;
        let count = rest.iter().position(|token| token.is(Token::SENTENCE_END)).map_or(rest.len(), |last| last + 1);
        let span = Span::new(start, rest[count - 1].span.end);
        let sentence = Sentence { span, first: first as u32, tokens: count as u32 };
        first += count;
        Some(sentence)
    })
}

fn split_block(text: &str, block: &mut [Token], pairs: &Pairs) {
    let (mut first, mut at) = (0, 0);
    while at < block.len() {
        if !block[at].is_any(Token::STOP | Token::ABBREVIATION) {
            at += 1;
            continue;
        }
        let next = closers_end(text, block, at);
        if next < block.len() && decide::ends(&decide::Place { text, block, pairs, first, at, next }) {
            mark(block, first, next);
            first = next;
        }
        at = next;
    }
    if first < block.len() {
        mark(block, first, block.len());
    }
}

/// How many tokens a sentence has at most. Nobody writes longer ones, but a file may be one line without a full stop, and
/// what is read of a sentence may take time that grows with the square of its length.
const LONGEST: usize = 1000;

fn mark(block: &mut [Token], first: usize, end: usize) {
    for sentence in block[first..end].chunks_mut(LONGEST) {
        sentence[0].shape |= Token::SENTENCE_START;
        sentence[sentence.len() - 1].shape |= Token::SENTENCE_END;
    }
}

/// The index after the marks that belong to the end of a sentence at `at`: more stops, closing marks, notes.
fn closers_end(text: &str, block: &[Token], at: usize) -> usize {
    let mut next = at + 1;
    while let Some(&token) = block.get(next) {
        let glued = !token.is(Token::SPACED);
        let stop = token.is(Token::STOP) && (glued || block[next - 1].is(Token::STOP));
        let closer =
            token.is(Token::CLOSES) && (glued || token.is(Token::QUOTE_MARK) && !block[next - 1].is(Token::QUOTE_MARK));
        let face = token.is(Token::SYMBOL)
            && token.span.len() > 1
            && text.as_bytes()[token.span.start as usize].is_ascii_punctuation();
        if stop || closer || face {
            next += 1;
        } else if is_note(text, block, next) {
            next += 3;
        } else {
            break;
        }
    }
    next
}

/// Whether a note number in square brackets stands here: "[12]".
fn is_note(text: &str, block: &[Token], at: usize) -> bool {
    let is = |i: usize, what: &str| block.get(i).is_some_and(|t| &text[t.span.range()] == what);
    is(at, "[") && is(at + 2, "]") && block[at + 1].is(Token::DIGIT) && block[at + 1].span.len() <= 3
}
