//! The words of a document as the rules see them: tokens looked up in the vocabulary.
//!
//! A hyphen parts words and then vanishes ("cease-fire" reads as "cease fire", "US-led" as "US led"), however the
//! tokenizer treats it; case and typographic apostrophes make no difference for the look-up.

use std::ops::Range;

use dateline_core::{Context, Extractor, Item, LayerKey, Result, Span, item};
use dateline_layers::{Sentence, Token};
use dateline_names::{Fixed, Known, hash_word};

use crate::lexicon::{Lexicon, lexicon};
use crate::vocabulary::{Form, Marked, mark};

item! {
    /// A word or mark of the text, looked up in the lexicons of this crate.
    pub(crate) struct Word: "tone-word", "" {
        /// Where it stands.
        pub(crate) span: Span,
        /// What it is to the lexicons: its form with its marks.
        marked: u32,
        /// The shape of its token, and whether a hyphen glues it to a neighbour.
        shape: u32,
    }
}

impl Word {
    /// Bits of the shape that tokens have no use for: a hyphen glues it to a neighbour.
    const HYPHENATED: u32 = 1 << 31;
    /// The name of an actor of the tables may begin with it.
    pub(crate) const ACTOR: u32 = 1 << 30;

    fn new(span: Span, marked: Marked, shape: u32) -> Word {
        Word { span, marked: marked.bits(), shape }
    }

    /// Which word of the lexicons it is.
    #[inline]
    pub(crate) fn form(&self) -> Form {
        Marked::of_bits(self.marked).form()
    }

    /// What it is to the rules.
    #[inline]
    pub(crate) fn marks(&self) -> u32 {
        Marked::of_bits(self.marked).marks()
    }

    /// Whether it has one of these marks.
    #[inline]
    pub(crate) fn any(&self, marks: u32) -> bool {
        self.marks() & marks != 0
    }

    /// Whether all these bits of [`Token`] are set.
    pub(crate) fn is(&self, bits: u32) -> bool {
        self.shape & bits == bits
    }

    /// Whether a hyphen glues it to a neighbour.
    pub(crate) fn is_hyphenated(&self) -> bool {
        self.is(Word::HYPHENATED)
    }

    /// Whether it is spelt so, in these very letters.
    #[inline]
    pub(crate) fn is_spelt(&self, text: &str, letters: &str) -> bool {
        self.span.len() as usize == letters.len() && self.bytes(text) == letters.as_bytes()
    }

    /// The number of the tag that it has everywhere, if it has one.
    #[inline]
    pub(crate) fn always(&self) -> Option<usize> {
        mark::tag(self.marks())
    }

    /// The bytes of its letters.
    #[inline]
    pub(crate) fn bytes<'t>(&self, text: &'t str) -> &'t [u8] {
        &text.as_bytes()[self.span.range()]
    }

    /// Its letters.
    pub(crate) fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.span.range()]
    }
}

/// Where the words lie of a stretch of the text that does not begin before the word at `from`.
pub(crate) fn within(words: &[Word], mut from: usize, span: Span) -> Range<usize> {
    let mut step = 8;
    while words.get(from + step).is_some_and(|word| word.span.start < span.start) {
        from += step;
        step *= 2;
    }
    let near = &words[from..words.len().min(from + step)];
    range_near(words, from + near.partition_point(|word| word.span.start < span.start), span)
}

/// The words that lie in a stretch of the text, which begin at this word or behind it.
fn range_near(words: &[Word], from: usize, span: Span) -> Range<usize> {
    let first = from + words[from..].iter().take_while(|word| word.span.start < span.start).count();
    let after = words[first..].iter().take_while(|word| word.span.end <= span.end).count();
    first..first + after
}

/// The sentences, which are in order, each with its words.
pub(crate) fn by_sentence<'w>(
    words: &'w [Word],
    sentences: &'w [Sentence],
) -> impl Iterator<Item = (&'w Sentence, &'w [Word])> {
    let mut next = 0;
    sentences.iter().map(move |sentence| {
        // Where no hyphen parts words, a sentence has as many of them as tokens.
        let guess = next..next + sentence.tokens as usize;
        let begins = next == 0 || words[next - 1].span.start < sentence.span.start;
        let ends =
            guess.end == words.len() || words.get(guess.end).is_some_and(|word| word.span.end > sentence.span.end);
        let inside = words.get(guess.clone()).is_some_and(|words| match words {
            [first, .., last] => first.span.start >= sentence.span.start && last.span.end <= sentence.span.end,
            _ => false,
        });
        let range = if begins && inside && ends { guess } else { range_near(words, next, sentence.span) };
        next = range.end;
        (sentence, &words[range])
    })
}

/// Looks the words of a document up, once for all extractors of this crate.
pub(crate) struct Words {
    lexicon: &'static Lexicon,
}

impl Extractor for Words {
    type Config = ();
    type Output = Word;
    type Scratch = ReadScratch;
    const NAME: &'static str = "tone-words";

    fn requires((): &()) -> Vec<LayerKey> {
        vec![Token::KEY, Known::KEY, Sentence::KEY]
    }

    fn new((): ()) -> Result<Words> {
        Ok(Words { lexicon: lexicon() })
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let (tokens, known, sentences) = (cx.layer::<Token>(), cx.layer::<Known>(), cx.layer::<Sentence>());
        let (text, mut scratch) = (cx.text(), std::mem::take(cx.scratch()));
        read(&self.lexicon.forms, text, (&tokens, &known), &sentences, &mut scratch, |word| {
            cx.emit(word);
        });
        *cx.scratch() = scratch;
    }
}

/// What words are read with.
#[derive(Default)]
pub(crate) struct ReadScratch {
    /// What the lexicons know of the tokens of a sentence.
    marked: Vec<Marked>,
    /// Room for a word without its soft hyphens.
    whole: String,
}

/// Tells the words of a document, of whose tokens is known what the second list tells.
pub(crate) fn read(
    forms: &Fixed<Marked>,
    text: &str,
    (tokens, known): (&[Token], &[Known]),
    sentences: &[Sentence],
    scratch: &mut ReadScratch,
    tell: impl FnMut(Word),
) {
    let ReadScratch { marked, whole } = scratch;
    let mut reader = Reader { forms, text, whole, tell, before: None, after_hyphen: false };
    for sentence in sentences {
        let tokens = tokens.get(sentence.range()).unwrap_or_default();
        let known = known.get(sentence.range()).unwrap_or_default();
        // All of a sentence at once, with nothing between that waits for what was found.
        marked.clear();
        marked.extend(known.iter().map(|known| forms.get(known.hash())));
        for ((token, known), marked) in tokens.iter().zip(known).zip(marked.iter()) {
            reader.read(token, known, *marked);
        }
    }
    reader.before.map(reader.tell);
}

/// Reads the words of a document, one after another.
struct Reader<'a, F> {
    forms: &'a Fixed<Marked>,
    text: &'a str,
    /// Room for a word without its soft hyphens.
    whole: &'a mut String,
    tell: F,
    /// The last word, which a hyphen may still follow.
    before: Option<Word>,
    after_hyphen: bool,
}

impl<F: FnMut(Word)> Reader<'_, F> {
    fn push(&mut self, word: Word) {
        if let Some(before) = self.before.replace(word) {
            (self.tell)(before);
        }
    }

    #[inline]
    fn read(&mut self, token: &Token, known: &Known, mut marked: Marked) {
        let spaced = token.is(Token::SPACED);
        if token.is(Token::DASH) && !spaced && is_hyphen(token.span.of(self.text)) {
            return self.read_hyphen(token);
        }
        // What the lexicons know has no hyphen in it, neither a hard one nor a soft one.
        if marked.form() == Form::UNKNOWN && !is_plain(&self.text.as_bytes()[token.span.range()]) {
            let surface = token.span.of(self.text);
            if token.is(Token::WORD) && surface.contains('-') {
                return self.read_parts(token, surface);
            }
            marked = self.without_soft_hyphens(surface);
        }
        let hyphen = if std::mem::take(&mut self.after_hyphen) && !spaced { Word::HYPHENATED } else { 0 };
        let actor = if known.word().any(dateline_names::Word::ACTOR) { Word::ACTOR } else { 0 };
        self.push(Word::new(token.span, marked, token.shape | hyphen | actor));
    }

    /// A hyphen that no space parts from the word before it: it makes no word of its own.
    fn read_hyphen(&mut self, token: &Token) {
        if let Some(before) = self.before.as_mut().filter(|before| before.span.end == token.span.start) {
            before.shape |= Word::HYPHENATED;
            self.after_hyphen = true;
        }
    }

    /// Reads the words between the hyphens of a token.
    fn read_parts(&mut self, token: &Token, surface: &str) {
        self.after_hyphen = false;
        let mut start = token.span.start;
        for part in surface.split('-') {
            let end = start + part.len() as u32;
            if !part.is_empty() {
                let mut marked = self.forms.get(hash_word(part));
                if marked.form() == Form::UNKNOWN {
                    marked = self.without_soft_hyphens(part);
                }
                // Whether an actor is named so was not asked of parts of tokens.
                let shape = token.shape | Word::HYPHENATED | Word::ACTOR;
                self.push(Word::new(Span::new(start, end), marked, shape));
            }
            start = end + 1;
        }
    }

    /// The form of a word without the soft hyphens in it, if there are any.
    fn without_soft_hyphens(&mut self, surface: &str) -> Marked {
        if !surface.contains(SOFT_HYPHEN) {
            return Marked::default();
        }
        self.whole.clear();
        self.whole.extend(surface.split(SOFT_HYPHEN));
        self.forms.get(hash_word(self.whole))
    }
}

/// Where a word may be parted at the end of a line; it means nothing.
const SOFT_HYPHEN: char = '\u{ad}';

/// Whether a word has no hyphen of any kind in it, as nearly all have none.
#[inline]
fn is_plain(word: &[u8]) -> bool {
    // Few words are so long or so short that they are not two runs of letters, which may overlap.
    if let (Some(first), Some(last), ..=16) = (word.first_chunk::<8>(), word.last_chunk::<8>(), word.len()) {
        return are_plain(u64::from_le_bytes(*first)) & are_plain(u64::from_le_bytes(*last));
    }
    if let (Some(first), Some(last), ..=8) = (word.first_chunk::<4>(), word.last_chunk::<4>(), word.len()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        return are_plain(u64::from(first) << 32 | u64::from(last));
    }
    word.iter().all(|byte| byte.is_ascii() && *byte != b'-')
}

/// Whether eight bytes are of ASCII, and none of them is a hyphen.
#[inline]
const fn are_plain(eight: u64) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let hyphens = eight ^ (ONES * b'-' as u64);
    // The high bit of each byte that was zero, and perhaps of ones above it.
    let zeros = hyphens.wrapping_sub(ONES) & !hyphens;
    (eight | zeros) & (0x80 * ONES) == 0
}

fn is_hyphen(surface: &str) -> bool {
    matches!(surface, "-" | "\u{2010}" | "\u{2011}")
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn a_hyphen_or_a_letter_beyond_ascii_is_seen_wherever_it_stands() {
        for len in 1..20 {
            assert!(is_plain("a".repeat(len).as_bytes()));
            for at in 0..len {
                for other in ["-", "é"] {
                    let word = format!("{}{other}{}", "a".repeat(at), "a".repeat(len - at - 1));
                    assert!(!is_plain(word.as_bytes()), "{word}");
                }
            }
        }
    }
}
