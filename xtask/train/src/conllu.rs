//! Treebanks in CoNLL-U, with their text put together again.

use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result};
use dateline_core::Span;
use dateline_language::{SentenceScratch, scan_mark, shape, split_sentences};
use dateline_layers::Token;

/// A document of a treebank.
#[derive(Default)]
pub(crate) struct Document {
    /// The running text.
    pub(crate) text: String,
    /// The gold tokens, with the shape bits that the tokeniser would give them.
    pub(crate) tokens: Vec<Token>,
    /// What the treebank says of each.
    pub(crate) gold: Vec<Gold>,
    /// One past the last token of each sentence.
    pub(crate) ends: Vec<usize>,
}

/// What a treebank says of a word.
pub(crate) struct Gold {
    pub(crate) lemma: String,
    pub(crate) upos: String,
    pub(crate) xpos: String,
    pub(crate) features: String,
    /// The number of its head in the sentence, from 1; 0 for the root.
    pub(crate) head: u32,
    pub(crate) relation: String,
}

impl Document {
    /// The token range of each sentence.
    pub(crate) fn sentences(&self) -> impl Iterator<Item = std::ops::Range<usize>> + Clone + '_ {
        self.ends.iter().scan(0, |start, &end| Some(std::mem::replace(start, end)..end))
    }

    /// The words of a token.
    pub(crate) fn word(&self, at: usize) -> &str {
        self.tokens[at].span.of(&self.text)
    }
}

/// The text of a file, unpacked where its name ends in `.gz`.
pub(crate) fn read_text(path: &Path) -> Result<String> {
    let file = std::fs::File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut text = String::new();
    if path.extension().is_some_and(|e| e == "gz") {
        flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text)
    } else {
        std::io::BufReader::new(file).read_to_string(&mut text)
    }
    .with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text)
}

/// The documents of a treebank.
pub(crate) fn read(path: &Path) -> Result<Vec<Document>> {
    let text = read_text(path)?;
    let mut documents = Vec::new();
    let mut document = Document::default();
    let mut paragraph = true;
    for block in text.split("\n\n") {
        if block.contains("# newdoc") && !document.tokens.is_empty() {
            documents.push(finish(std::mem::take(&mut document)));
        }
        paragraph |= block.contains("# newpar");
        if read_sentence(block, paragraph, &mut document) {
            paragraph = false;
        }
    }
    if !document.tokens.is_empty() {
        documents.push(finish(document));
    }
    Ok(documents)
}

/// Appends a sentence; false where the block holds none.
fn read_sentence(block: &str, paragraph: bool, document: &mut Document) -> bool {
    let first = document.tokens.len();
    let (mut inside, mut space_after, mut surface_end) = (0, false, 0);
    for line in block.lines().filter(|line| !line.starts_with('#')) {
        let row: Vec<&str> = line.split('\t').collect();
        if row.len() < 10 || row[0].contains('.') {
            continue;
        }
        let spaced = !row[9].contains("SpaceAfter=No");
        if let Some((from, to)) = row[0].split_once('-') {
            let count = |n: &str| n.parse::<usize>().unwrap_or(0);
            (inside, space_after) = (count(to) + 1 - count(from), spaced);
            surface_end = usize::MAX;
            continue;
        }
        if document.tokens.len() == first && !document.text.is_empty() {
            document.text.push_str(if paragraph { "\n\n" } else { " " });
        }
        let start = document.text.len();
        document.text.push_str(row[1]);
        let span = Span::new(start as u32, document.text.len() as u32);
        document.tokens.push(Token { span, shape: 0 });
        document.gold.push(Gold {
            lemma: row[2].into(),
            upos: row[3].into(),
            xpos: row[4].into(),
            features: row[5].into(),
            head: row[6].parse().unwrap_or(0),
            relation: row[7].into(),
        });
        inside = usize::saturating_sub(inside, 1);
        if inside == 0 {
            if if surface_end == usize::MAX { space_after } else { spaced } {
                document.text.push(' ');
            }
            surface_end = 0;
        }
    }
    if document.tokens.len() == first {
        return false;
    }
    let kept = document.text.trim_end().len();
    document.text.truncate(kept);
    document.ends.push(document.tokens.len());
    true
}

/// Gives the gold tokens their shapes.
fn finish(mut document: Document) -> Document {
    let mut end = 0;
    for token in &mut document.tokens {
        let word = token.span.of(&document.text);
        let gap = &document.text[end..token.span.start as usize];
        let spaced = end == 0 || !gap.is_empty();
        let bits = shape(word);
        token.shape =
            if bits & Token::MARK == 0 { bits } else { scan_mark(&document.text, token.span.start as usize, spaced).1 };
        token.shape |= if spaced { Token::SPACED } else { 0 };
        token.shape |= if end == 0 || gap.contains('\n') { Token::LINE_START | Token::PARAGRAPH_START } else { 0 };
        end = token.span.end as usize;
    }
    split_sentences(&document.text, &mut document.tokens, &[], &mut SentenceScratch::default());
    document
}
