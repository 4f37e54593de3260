//! Parts of speech and lemmas as an extractor.

use std::path::PathBuf;

use dateline_core::{Context, Extractor, Item, LayerKey, Result};
use dateline_layers::{Sentence, Tag, Token, Upos, Xpos};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::tagger::lemma::Lemmatiser;
use crate::tagger::model::Model;
use crate::tagger::{Tagger, TaggerScratch};
use crate::weights::Weights;

/// Which model tags.
#[derive(Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TagOptions {
    /// A file of weights that `cargo xtask train tagger` wrote, in place of the embedded one.
    pub model: Option<PathBuf>,
}

/// Finds the part of speech and the lemma of each token.
pub struct Tags {
    tagger: Tagger<'static>,
    lemmatiser: Lemmatiser<'static>,
    labels: Vec<(Xpos, Upos)>,
}

/// What [`Tags`] works in.
#[derive(Default)]
pub struct TagsScratch {
    tagger: TaggerScratch,
    labels: Vec<u8>,
    lemma: String,
}

impl Extractor for Tags {
    type Config = TagOptions;
    type Output = Tag;
    type Scratch = TagsScratch;
    const NAME: &'static str = "tags";

    fn requires(_: &TagOptions) -> Vec<LayerKey> {
        vec![Token::KEY, Sentence::KEY]
    }

    fn new(options: TagOptions) -> Result<Tags> {
        let weights = Weights::named(options.model.as_deref(), dateline_data_tagger::weights(), Model::templates())?;
        let model = Model::read(&weights)?;
        let labels = model.labels().map(|(xpos, upos)| (named_or_none(xpos), Upos::named(upos).unwrap_or(Upos::X)));
        let labels = labels.collect();
        Ok(Tags { tagger: Tagger::new(model), lemmatiser: Lemmatiser::read(&weights)?, labels })
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let text = cx.text();
        let tokens = cx.layer::<Token>().items();
        let mut scratch = std::mem::take(cx.scratch());
        scratch.labels.clear();
        for sentence in cx.layer::<Sentence>().items() {
            let words = &tokens[sentence.range()];
            self.tagger.tag(text, words, &mut scratch.tagger, &mut scratch.labels);
        }
        for (token, label) in tokens.iter().zip(&scratch.labels) {
            let (xpos, upos) = self.labels.get(usize::from(*label)).copied().unwrap_or((Xpos::NONE, Upos::X));
            let lemma = cx.intern(self.lemmatiser.lemma(token.span.of(text), xpos, &mut scratch.lemma));
            cx.emit(Tag { span: token.span, xpos, upos, lemma });
        }
        *cx.scratch() = scratch;
    }
}

fn named_or_none(xpos: &str) -> Xpos {
    Xpos::named(xpos).unwrap_or(Xpos::NONE)
}
