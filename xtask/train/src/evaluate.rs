//! Scores on the development splits.

use std::time::Instant;

use anyhow::Result;
use dateline_language::ner;
use dateline_language::tagger::lemma::Lemmatiser;
use dateline_language::tagger::model::Model;
use dateline_language::tagger::{Tagger, TaggerScratch};
use dateline_language::weights::Weights;
use dateline_language::{SentenceScratch, sentences, split_sentences, tokenize};
use dateline_layers::Xpos;

use crate::bio::Named;
use crate::conllu::Document;

/// A copy of the file that begins at a multiple of 64 bytes.
pub(crate) struct Aligned(Vec<[u64; 8]>, usize);

impl Aligned {
    pub(crate) fn new(bytes: &[u8]) -> Aligned {
        let mut words = vec![[0; 8]; bytes.len().div_ceil(64)];
        bytemuck::cast_slice_mut(&mut words)[..bytes.len()].copy_from_slice(bytes);
        Aligned(words, bytes.len())
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &bytemuck::cast_slice(&self.0)[..self.1]
    }
}

/// Shares of right tags on gold tokens and from raw text, and the speed from raw text.
pub(crate) fn tagger(file: &[u8], documents: &[Document]) -> Result<String> {
    let file = Aligned::new(file);
    let weights = Weights::read(file.bytes(), Model::templates())?;
    weights.check()?;
    let tagger = Tagger::new(Model::read(&weights)?);
    let labels: Vec<(&str, &str)> = tagger.model().labels().collect();
    let tags: Vec<Xpos> = labels.iter().map(|(xpos, _)| Xpos::named(xpos).unwrap_or(Xpos::NONE)).collect();
    let lemmatiser = Lemmatiser::read(&weights)?;
    let (mut lemma, mut lemmas) = (String::new(), 0);
    let mut scratch = TaggerScratch::default();
    let (mut all, mut xpos, mut upos, mut raw) = (0_u32, 0_u32, 0_u32, 0_u32);
    let mut found = Vec::new();
    for document in documents {
        found.clear();
        for range in document.sentences() {
            tagger.tag(&document.text, &document.tokens[range], &mut scratch, &mut found);
        }
        for (gold, &label) in document.gold.iter().zip(&found) {
            all += 1;
            xpos += u32::from(labels[usize::from(label)].0 == gold.xpos);
            upos += u32::from(labels[usize::from(label)].1 == gold.upos);
        }
    }
    let (mut bytes, mut seconds) = (0, 0.0);
    let (mut tokens, mut split) = (Vec::new(), SentenceScratch::default());
    for document in documents {
        let mut fastest = f64::MAX;
        for _ in 0..5 {
            let start = Instant::now();
            tokens.clear();
            found.clear();
            tokenize(&document.text, &mut tokens);
            split_sentences(&document.text, &mut tokens, &[], &mut split);
            for sentence in sentences(&tokens) {
                tagger.tag(&document.text, &tokens[sentence.range()], &mut scratch, &mut found);
            }
            fastest = fastest.min(start.elapsed().as_secs_f64());
        }
        seconds += fastest;
        bytes += document.text.len();
        let mut at = 0;
        for (token, gold) in document.tokens.iter().zip(&document.gold) {
            while at < tokens.len() && tokens[at].span.start < token.span.start {
                at += 1;
            }
            let right = at < tokens.len() && tokens[at].span == token.span;
            raw += u32::from(right && labels[usize::from(found[at])].0 == gold.xpos);
            if right {
                let lemma = lemmatiser.lemma(token.span.of(&document.text), tags[usize::from(found[at])], &mut lemma);
                lemmas += u32::from(lemma.to_lowercase() == gold.lemma.to_lowercase());
            }
        }
    }
    let share = |n: u32| 100.0 * f64::from(n) / f64::from(all.max(1));
    Ok(format!(
        "XPOS {:.2} UPOS {:.2} on gold tokens; XPOS {:.2} lemmas {:.2} from raw text, {:.1} MB/s",
        share(xpos),
        share(upos),
        share(raw),
        share(lemmas),
        bytes as f64 / 1e6 / seconds
    ))
}

/// Precision, recall and F1 of exact spans of persons, organisations and places, and the speed of this step alone.
pub(crate) fn names(file: &[u8], reader: &crate::names::Reader, documents: &[Named]) -> Result<String> {
    let file = Aligned::new(file);
    let weights = Weights::read(file.bytes(), ner::model::Model::templates())?;
    let recogniser = ner::Recogniser::new(ner::model::Model::read(&weights)?);
    let mut scratch = ner::RecogniserScratch::default();
    let (mut right, mut said, mut gold) = ([0_u32; 4], [0_u32; 4], [0_u32; 4]);
    let (mut bytes, mut seconds) = (0, 0.0);
    for document in documents {
        let read = reader.read(&Named { ends: Vec::new(), text: document.text.clone(), ..Named::default() });
        let mut found = Vec::new();
        let mut fastest = f64::MAX;
        for _ in 0..5 {
            found.clear();
            let start = Instant::now();
            recogniser.find(
                &document.text,
                &read.tokens,
                &read.tags,
                read.ranges.iter().cloned(),
                &mut scratch,
                |name| {
                    found.push((name.span, ner::model::KINDS.iter().position(|k| *k == name.entity_type).unwrap_or(3)));
                },
            );
            fastest = fastest.min(start.elapsed().as_secs_f64());
        }
        seconds += fastest;
        bytes += document.text.len();
        for (_, kind) in &document.names {
            gold[*kind] += 1;
        }
        for name in &found {
            said[name.1] += 1;
            right[name.1] += u32::from(document.names.contains(name));
        }
    }
    let f1 = |kinds: std::ops::Range<usize>| {
        let sum = |counts: &[u32; 4]| counts[kinds.clone()].iter().sum::<u32>();
        200.0 * f64::from(sum(&right)) / f64::from((sum(&said) + sum(&gold)).max(1))
    };
    let precision = 100.0 * f64::from(right[..3].iter().sum::<u32>()) / f64::from(said[..3].iter().sum::<u32>().max(1));
    Ok(format!(
        "F1 {:.2} (precision {precision:.1}; persons {:.1}, organisations {:.1}, places {:.1}), {:.1} MB/s after the tags",
        f1(0..3),
        f1(0..1),
        f1(1..2),
        f1(2..3),
        bytes as f64 / 1e6 / seconds
    ))
}
