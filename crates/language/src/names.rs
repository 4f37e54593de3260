//! Names as an extractor.

use std::path::PathBuf;

use dateline_core::{Context, Extractor, Item, LayerKey, Result};
use dateline_layers::{Name, Sentence, Tag, Token, Xpos};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ner::model::Model;
use crate::ner::{Recogniser, RecogniserScratch};
use crate::weights::Weights;

/// Which model finds names.
#[derive(Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NameOptions {
    /// A file of weights that `cargo xtask train names` wrote, in place of the embedded one.
    pub model: Option<PathBuf>,
}

/// Finds the names of persons, organisations, places and groups.
pub struct Names {
    recogniser: Recogniser<'static>,
}

/// What [`Names`] works in.
#[derive(Default)]
pub struct NamesScratch {
    recogniser: RecogniserScratch,
    tags: Vec<Xpos>,
    found: Vec<Name>,
}

impl Extractor for Names {
    type Config = NameOptions;
    type Output = Name;
    type Scratch = NamesScratch;
    const NAME: &'static str = "mentions";

    fn requires(_: &NameOptions) -> Vec<LayerKey> {
        vec![Token::KEY, Sentence::KEY, Tag::KEY]
    }

    fn new(options: NameOptions) -> Result<Names> {
        let weights = Weights::named(options.model.as_deref(), dateline_data_names::weights(), Model::templates())?;
        Ok(Names { recogniser: Recogniser::new(Model::read(&weights)?) })
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let text = cx.text();
        let tokens = cx.layer::<Token>().items();
        let sentences = cx.layer::<Sentence>().items();
        let tags = cx.layer::<Tag>().items();
        let mut scratch = std::mem::take(cx.scratch());
        scratch.tags.clear();
        scratch.tags.extend(tags.iter().map(|tag| tag.xpos));
        // Without tags, which a lost layer leaves empty, every word is of no part of speech.
        scratch.tags.resize(tokens.len(), Xpos::NONE);
        scratch.found.clear();
        let found = &mut scratch.found;
        let ranges = sentences.iter().map(Sentence::range);
        self.recogniser.find(text, tokens, &scratch.tags, ranges, &mut scratch.recogniser, |name| found.push(name));
        for &name in &scratch.found {
            cx.emit(name);
        }
        *cx.scratch() = scratch;
    }
}
