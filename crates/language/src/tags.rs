//! Parts of speech and lemmas as extractors.

use std::path::PathBuf;

use dateline_core::{Context, Extractor, Item, LayerKey, Result};
use dateline_layers::{Lemma, Sentence, Tag, Token, Upos, Xpos};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::tagger::lemma::Lemmatiser;
use crate::tagger::model::Model;
use crate::tagger::{Tagger, TaggerScratch};
use crate::weights::Weights;

/// Which file of weights tells tags and lemmas.
#[derive(Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TagOptions {
    /// A file of weights that `cargo xtask train tagger` wrote, in place of the embedded one.
    pub model: Option<PathBuf>,
}

/// Finds the part of speech of each token.
pub struct Tags {
    tagger: Tagger<'static>,
    labels: Vec<(Xpos, Upos)>,
}

/// What [`Tags`] works in.
#[derive(Default)]
pub struct TagsScratch {
    tagger: TaggerScratch,
    labels: Vec<u8>,
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
        Ok(Tags { tagger: Tagger::new(model), labels })
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
            cx.emit(Tag { span: token.span, xpos, upos });
        }
        *cx.scratch() = scratch;
    }
}

/// Finds the lemma of each token. No other extractor reads them, so they have a layer of their own, which is made for
/// those who ask for it.
pub struct Lemmas {
    lemmatiser: Lemmatiser<'static>,
}

impl Extractor for Lemmas {
    type Config = TagOptions;
    type Output = Lemma;
    type Scratch = String;
    const NAME: &'static str = "lemmas";

    fn requires(_: &TagOptions) -> Vec<LayerKey> {
        vec![Token::KEY, Tag::KEY]
    }

    fn new(options: TagOptions) -> Result<Lemmas> {
        let weights = Weights::named(options.model.as_deref(), dateline_data_tagger::weights(), Model::templates())?;
        Ok(Lemmas { lemmatiser: Lemmatiser::read(&weights)? })
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let text = cx.text();
        let (tokens, tags) = (cx.layer::<Token>(), cx.layer::<Tag>());
        let mut room = std::mem::take(cx.scratch());
        for (token, tag) in tokens.iter().zip(tags.iter()) {
            let lemma = cx.intern(self.lemmatiser.lemma(token.span.of(text), tag.xpos, &mut room));
            cx.emit(Lemma { span: token.span, lemma });
        }
        *cx.scratch() = room;
    }
}

fn named_or_none(xpos: &str) -> Xpos {
    Xpos::named(xpos).unwrap_or(Xpos::NONE)
}
