//! Scores of the parser on the development splits.

use std::ops::Range;

use anyhow::Result;
use cpu_time::ThreadTime;
use dateline_core::Span;
use dateline_language::morphology::Parsed;
use dateline_language::parser::model::Model;
use dateline_language::parser::{Parser, ParserScratch};
use dateline_language::tree::Tree;
use dateline_language::weights::Weights;
use dateline_language::{SentenceScratch, sentences, split_sentences, tokenize};
use dateline_layers::{Sentence, Tag, Token};
use rustc_hash::FxHashMap;

use crate::conllu::{Document, Gold};
use crate::evaluate::Aligned;
use crate::folds;

/// Shares of words, in percent; a word that the tokeniser misses counts as wrong.
#[derive(Default)]
pub(crate) struct Scores {
    /// Right heads.
    pub(crate) uas: f64,
    /// Right heads with the right relation, its kind aside.
    pub(crate) las: f64,
    /// The same, of words with content alone.
    pub(crate) clas: f64,
    /// All features right.
    pub(crate) features: f64,
    /// Megabytes that the parser reads in a second of processor time, tags given.
    pub(crate) speed: f64,
}

/// The relations of function words and marks, which CLAS leaves out (the shared task on parsing of 2018).
const FUNCTION: [&str; 8] = ["aux", "case", "cc", "clf", "cop", "det", "mark", "punct"];

/// What no rule of grammar tells: mistakes, style, foreign words, and the part that a fixed phrase plays.
const ASIDE: [&str; 5] = ["Abbr", "ExtPos", "Foreign", "Style", "Typo"];

/// Scores the parser in `file` over the tags of the tagger in `tagger`, on the gold tokens and from the raw text.
pub(crate) fn parser(file: &[u8], tagger: &[u8], documents: &[Document]) -> Result<[Scores; 2]> {
    let file = Aligned::new(file);
    let weights = Weights::read(file.bytes(), Model::templates())?;
    weights.check()?;
    let parser = Parser::new(Model::read(&weights)?);
    let mut counts = [Counts::default(), Counts::default()];
    for document in documents {
        let tags = folds::by(tagger, &document.text, &document.tokens, document.sentences());
        counts[0].document(&parser, document, &document.tokens, &tags, document.sentences());
        let mut tokens = Vec::new();
        tokenize(&document.text, &mut tokens);
        split_sentences(&document.text, &mut tokens, &[], &mut SentenceScratch::default());
        let ranges: Vec<Range<usize>> = sentences(&tokens).map(|sentence: Sentence| sentence.range()).collect();
        let tags = folds::by(tagger, &document.text, &tokens, ranges.iter().cloned());
        counts[1].document(&parser, document, &tokens, &tags, ranges.into_iter());
    }
    Ok(counts.map(|counts| counts.scores()))
}

#[derive(Default)]
struct Counts {
    all: u32,
    heads: u32,
    labelled: u32,
    content: u32,
    content_labelled: u32,
    features: u32,
    bytes: usize,
    seconds: f64,
}

/// What was found of a word: where its head stands, its relation and its features.
type Found = (Option<Span>, &'static str, String);

impl Counts {
    fn document(
        &mut self,
        parser: &Parser<'_>,
        document: &Document,
        tokens: &[Token],
        tags: &[Tag],
        ranges: impl Iterator<Item = Range<usize>> + Clone,
    ) {
        let (mut scratch, mut tree) = (ParserScratch::default(), Tree::default());
        let mut fastest = f64::MAX;
        for _ in 0..5 {
            let start = ThreadTime::now();
            for range in ranges.clone() {
                parser.parse(&document.text, &tokens[range.clone()], &tags[range], &mut scratch, &mut tree);
            }
            fastest = fastest.min(start.elapsed().as_secs_f64());
        }
        self.seconds += fastest;
        self.bytes += document.text.len();
        let mut found: FxHashMap<Span, Found> = FxHashMap::default();
        for range in ranges {
            let (tokens, tags) = (&tokens[range.clone()], &tags[range]);
            parser.parse(&document.text, tokens, tags, &mut scratch, &mut tree);
            let parsed = Parsed { text: &document.text, tokens, tags, tree: &tree };
            for (at, token) in tokens.iter().enumerate() {
                let mut features = String::new();
                parsed.features(at, &mut features);
                let head = tree.head(at).map(|head| tokens[head].span);
                found.insert(token.span, (head, tree.relation(at).base(), features));
            }
        }
        for range in document.sentences() {
            let spans: Vec<Span> = document.tokens[range.clone()].iter().map(|token| token.span).collect();
            for (at, gold) in document.gold[range].iter().enumerate() {
                self.word(gold, &spans, found.get(&spans[at]));
            }
        }
    }

    /// Compares what was found of a word with the gold; `spans` are those of its sentence.
    fn word(&mut self, gold: &Gold, spans: &[Span], found: Option<&Found>) {
        let base = gold.relation.split(':').next().unwrap_or_default();
        let content = !FUNCTION.contains(&base);
        self.all += 1;
        self.content += u32::from(content);
        let Some((head, relation, features)) = found else { return };
        let right = *head == (gold.head as usize).checked_sub(1).map(|head| spans[head]);
        let labelled = right && *relation == base;
        self.heads += u32::from(right);
        self.labelled += u32::from(labelled);
        self.content_labelled += u32::from(content && labelled);
        let stated = gold.features.split('|').filter(|one| *one != "_" && !ASIDE.iter().any(|a| one.starts_with(a)));
        self.features += u32::from(stated.eq(features.split('|').filter(|one| !one.is_empty())));
    }

    fn scores(&self) -> Scores {
        let share = |n: u32, of: u32| 100.0 * f64::from(n) / f64::from(of.max(1));
        Scores {
            uas: share(self.heads, self.all),
            las: share(self.labelled, self.all),
            clas: share(self.content_labelled, self.content),
            features: share(self.features, self.all),
            speed: self.bytes as f64 / 1e6 / self.seconds,
        }
    }
}

impl std::fmt::Display for Scores {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Scores { uas, las, clas, features, speed } = self;
        write!(f, "UAS {uas:.2} LAS {las:.2} CLAS {clas:.2} features {features:.2}, {speed:.1} MB/s after the tags")
    }
}
