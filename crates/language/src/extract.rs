//! The functions of this crate as extractors of the plugin `language`.

use dateline_core::{Context, Extractor, LayerKey, Region, RegionKind, Result};
use dateline_layers::{Sentence, Token};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dependencies::Dependencies;
use crate::names::Names;
use crate::tags::{Lemmas, Tags};
use crate::{SentenceScratch, sentences, split_sentences, tokenize};

/// No options.
#[derive(Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {}

/// Finds the tokens of a document, with the bits that say where its sentences and blocks begin and end.
pub struct Tokens;

/// What [`Tokens`] works in.
#[derive(Default)]
pub struct TokensScratch {
    tokens: Vec<Token>,
    borders: Vec<u32>,
    sentences: SentenceScratch,
}

impl Extractor for Tokens {
    type Config = Options;
    type Output = Token;
    type Scratch = TokensScratch;
    const NAME: &'static str = "tokens";

    fn requires(_: &Options) -> Vec<LayerKey> {
        Vec::new()
    }

    fn new(_: Options) -> Result<Tokens> {
        Ok(Tokens)
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let (text, regions) = (cx.text(), cx.regions());
        let mut scratch = std::mem::take(cx.scratch());
        scratch.tokens.clear();
        tokenize(text, &mut scratch.tokens);
        scratch.borders.clear();
        scratch.borders.extend(borders(regions));
        split_sentences(text, &mut scratch.tokens, &scratch.borders, &mut scratch.sentences);
        for &token in &scratch.tokens {
            cx.emit(token);
        }
        *cx.scratch() = scratch;
    }
}

/// The byte offsets that no sentence crosses: where regions begin and end. A dateline is part of the first sentence.
fn borders(regions: &[Region]) -> impl Iterator<Item = u32> {
    let mut end = 0;
    regions.iter().enumerate().flat_map(move |(at, region)| {
        let gap = (at > 0 && region.span.start > end).then_some(end);
        let follows_dateline = at > 0 && regions[at - 1].kind == RegionKind::DATELINE && region.span.start <= end + 1;
        end = region.span.end;
        gap.into_iter().chain((!follows_dateline).then_some(region.span.start))
    })
}

/// Finds the sentences of a document, as its tokens mark them.
pub struct Sentences;

impl Extractor for Sentences {
    type Config = Options;
    type Output = Sentence;
    type Scratch = ();
    const NAME: &'static str = "sentences";

    fn requires(_: &Options) -> Vec<LayerKey> {
        vec![<Token as dateline_core::Item>::KEY]
    }

    fn new(_: Options) -> Result<Sentences> {
        Ok(Sentences)
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let tokens = cx.layer::<Token>();
        for sentence in sentences(tokens.items()) {
            cx.emit(sentence);
        }
    }
}

dateline_core::register! {
    plugin: "language",
    readme: include_str!("../README.md"),
    extractors: [Tokens, Sentences, Tags, Lemmas, Dependencies, Names],
}
