//! The words of a document as the rules see them: tokens looked up in the vocabulary.
//!
//! A hyphen parts words and then vanishes ("cease-fire" reads as "cease fire", "US-led" as "US led"), however the
//! tokenizer treats it; case and typographic apostrophes make no difference for the look-up.

use dateline_core::{Context, Extractor, Item, LayerKey, Result, Span, item};
use dateline_layers::{Sentence, Token};

use crate::lexicon::{Lexicon, lexicon};
use crate::vocabulary::{Form, Vocabulary};

item! {
    /// A word or mark of the text, looked up in the lexicons of this crate.
    pub(crate) struct Word: "tone-word", "" {
        /// Where it stands.
        pub(crate) span: Span,
        /// What it is to the lexicons: the number of its form.
        form: u32,
        /// The shape of its token, and whether a hyphen glues it to a neighbour.
        shape: u32,
    }
}

impl Word {
    /// A bit of the shape that tokens have no use for.
    const HYPHENATED: u32 = 1 << 31;

    fn new(span: Span, form: Form, shape: u32) -> Word {
        Word { span, form: form.0, shape }
    }

    /// What it is to the lexicons.
    pub(crate) fn form(&self) -> Form {
        Form(self.form)
    }

    /// Whether all these bits of [`Token`] are set.
    pub(crate) fn is(&self, bits: u32) -> bool {
        self.shape & bits == bits
    }

    /// Whether a hyphen glues it to a neighbour.
    pub(crate) fn is_hyphenated(&self) -> bool {
        self.is(Word::HYPHENATED)
    }

    /// Its letters.
    pub(crate) fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.span.range()]
    }
}

/// The words that lie in a stretch of the text.
pub(crate) fn within(words: &[Word], span: Span) -> &[Word] {
    let first = words.partition_point(|word| word.span.start < span.start);
    let after = words[first..].partition_point(|word| word.span.end <= span.end);
    &words[first..first + after]
}

/// Looks the words of a document up, once for all extractors of this crate.
pub(crate) struct Words {
    lexicon: &'static Lexicon,
}

impl Extractor for Words {
    type Config = ();
    type Output = Word;
    type Scratch = Reader;
    const NAME: &'static str = "tone-words";

    fn requires((): &()) -> Vec<LayerKey> {
        vec![Token::KEY, Sentence::KEY]
    }

    fn new((): ()) -> Result<Words> {
        Ok(Words { lexicon: lexicon() })
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let mut reader = std::mem::take(cx.scratch());
        let (tokens, sentences) = (cx.layer::<Token>(), cx.layer::<Sentence>());
        for word in reader.read(&self.lexicon.vocabulary, cx.text(), &tokens, &sentences) {
            cx.emit(*word);
        }
        *cx.scratch() = reader;
    }
}

/// Reads the words of documents, one after another.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    all: Vec<Word>,
    /// A word without its soft hyphens.
    whole: String,
    after_hyphen: bool,
}

impl Reader {
    /// The words of a document.
    pub(crate) fn read(
        &mut self,
        vocabulary: &Vocabulary,
        text: &str,
        tokens: &[Token],
        sentences: &[Sentence],
    ) -> &[Word] {
        self.all.clear();
        self.after_hyphen = false;
        for sentence in sentences {
            for token in tokens.get(sentence.range()).unwrap_or_default() {
                self.push(vocabulary, text, token);
            }
        }
        &self.all
    }

    fn push(&mut self, vocabulary: &Vocabulary, text: &str, token: &Token) {
        let surface = token.span.of(text);
        let is_word = token.is(Token::WORD);
        if !is_word && is_hyphen(surface) && !token.is(Token::SPACED) {
            if let Some(before) = self.all.last_mut().filter(|before| before.span.end == token.span.start) {
                before.shape |= Word::HYPHENATED;
                self.after_hyphen = true;
            }
            return;
        }
        self.after_hyphen &= !token.is(Token::SPACED);
        if is_word && surface.as_bytes().contains(&b'-') {
            return self.push_parts(vocabulary, token, surface);
        }
        let form = self.form(vocabulary, surface);
        let hyphen = if std::mem::take(&mut self.after_hyphen) { Word::HYPHENATED } else { 0 };
        self.all.push(Word::new(token.span, form, token.shape | hyphen));
    }

    /// Pushes the words between the hyphens of a token.
    fn push_parts(&mut self, vocabulary: &Vocabulary, token: &Token, surface: &str) {
        self.after_hyphen = false;
        let mut start = token.span.start;
        for part in surface.split('-') {
            let end = start + part.len() as u32;
            if !part.is_empty() {
                let form = self.form(vocabulary, part);
                self.all.push(Word::new(Span::new(start, end), form, token.shape | Word::HYPHENATED));
            }
            start = end + 1;
        }
    }

    fn form(&mut self, vocabulary: &Vocabulary, surface: &str) -> Form {
        let form = vocabulary.get(surface);
        if form != Form::UNKNOWN || surface.is_ascii() || !surface.contains(SOFT_HYPHEN) {
            return form;
        }
        self.whole.clear();
        self.whole.extend(surface.split(SOFT_HYPHEN));
        vocabulary.get(&self.whole)
    }
}

/// Where a word may be parted at the end of a line; it means nothing.
const SOFT_HYPHEN: char = '\u{ad}';

fn is_hyphen(surface: &str) -> bool {
    matches!(surface, "-" | "\u{2010}" | "\u{2011}")
}
