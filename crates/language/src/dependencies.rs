//! Dependencies as an extractor.

use std::path::PathBuf;

use dateline_core::{Context, Extractor, Item, LayerKey, Ref, Result, Str};
use dateline_layers::{Dependency, Sentence, Tag, Token};
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::morphology::Parsed;
use crate::parser::model::Model;
use crate::parser::{Parser, ParserScratch};
use crate::tree::Tree;
use crate::weights::Weights;

/// Whether sentences are parsed, and by which model.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DependencyOptions {
    /// Parse: without it CoNLL-U has neither heads nor grammatical features, and is written in half of the time.
    pub parse: bool,
    /// A file of weights that `cargo xtask train parser` wrote, in place of the embedded one.
    pub model: Option<PathBuf>,
}

impl Default for DependencyOptions {
    fn default() -> DependencyOptions {
        DependencyOptions { parse: true, model: None }
    }
}

/// Finds what each token depends on, and its grammatical features.
pub struct Dependencies {
    parser: Option<Parser<'static>>,
}

/// What [`Dependencies`] works in.
#[derive(Default)]
pub struct DependenciesScratch {
    parser: ParserScratch,
    tree: Tree,
    features: String,
    /// How many documents there were.
    documents: u32,
    /// Where the features that words share lie in the layer, and of which document that is true.
    interned: FxHashMap<String, (Str, u32)>,
}

impl Extractor for Dependencies {
    type Config = DependencyOptions;
    type Output = Dependency;
    type Scratch = DependenciesScratch;
    const NAME: &'static str = "dependencies";

    fn requires(_: &DependencyOptions) -> Vec<LayerKey> {
        vec![Token::KEY, Sentence::KEY, Tag::KEY]
    }

    fn new(options: DependencyOptions) -> Result<Dependencies> {
        if !options.parse {
            return Ok(Dependencies { parser: None });
        }
        let weights = Weights::named(options.model.as_deref(), dateline_data_parser::weights(), Model::templates())?;
        Ok(Dependencies { parser: Some(Parser::new(Model::read(&weights)?)) })
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let Some(parser) = &self.parser else { return };
        let text = cx.text();
        let tokens = cx.layer::<Token>().items();
        let tags = cx.layer::<Tag>().items();
        let mut scratch = std::mem::take(cx.scratch());
        let DependenciesScratch { parser: working, tree, features, documents, interned } = &mut scratch;
        *documents = documents.wrapping_add(1);
        for sentence in cx.layer::<Sentence>().items() {
            let words = &tokens[sentence.range()];
            // Without tags, which a lost layer leaves empty, there is nothing to parse by.
            let Some(tags) = tags.get(sentence.range()) else { break };
            parser.parse(text, words, tags, working, tree);
            let parsed = Parsed { text, tokens: words, tags, tree };
            for (at, token) in words.iter().enumerate() {
                parsed.features(at, features);
                let features = match interned.get_mut(features.as_str()) {
                    _ if features.is_empty() => Str::NONE,
                    Some((known, document)) => {
                        if *document != *documents {
                            (*known, *document) = (cx.intern(features), *documents);
                        }
                        *known
                    }
                    None => {
                        let new = cx.intern(features);
                        interned.insert(features.clone(), (new, *documents));
                        new
                    }
                };
                let head = tree.head(at).map_or(Ref::NONE, |head| Ref::to(sentence.first + head as u32));
                cx.emit(Dependency { span: token.span, head, relation: tree.relation(at), features });
            }
        }
        *cx.scratch() = scratch;
    }
}
