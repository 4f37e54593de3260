//! What was chosen and all that it requires, in running order.

use std::collections::BTreeMap;

use dateline_core::{AnyExtractor, Candidate, Error, LayerKey, Offer, Result, Schema, is_chosen, plan, suggest};
use serde_json::Value;

/// The options of extractors, by name; those that are absent have their defaults.
pub type Options = BTreeMap<String, Value>;

/// Extractors in running order. It is shared by all workers.
pub struct Pipeline {
    steps: Vec<Step>,
    /// The keys of the layers that the steps make.
    keys: Vec<LayerKey>,
    explain: bool,
}

/// One extractor of a pipeline.
pub struct Step {
    /// Its name.
    pub name: String,
    /// The plugin that it belongs to.
    pub plugin: String,
    /// What it writes.
    pub schema: &'static Schema,
    /// The layers that it reads.
    pub requires: Vec<LayerKey>,
    /// Whether its layer was asked for; else it only serves others, and is not written.
    pub chosen: bool,
    pub(crate) extractor: Box<dyn AnyExtractor>,
}

impl Pipeline {
    /// Plans and makes what these plugins need.
    ///
    /// # Errors
    ///
    /// When a plugin or the name of an option is unknown, something that is required is missing, extractors require each
    /// other in a circle, or one of them refuses its options.
    pub fn new(offers: &[&dyn Offer], plugins: &[&str], options: &Options, explain: bool) -> Result<Pipeline> {
        if let Some(name) = options.keys().find(|name| !offers.iter().any(|offer| offer.name() == *name)) {
            let known = offers.iter().map(|offer| offer.name());
            return Err(Error::new(format_args!(
                "there are options for \"{name}\", which is no extractor: {}",
                suggest(name, known)
            )));
        }
        let options_of = |offer: &dyn Offer| options.get(offer.name()).unwrap_or(&Value::Null);
        let mut candidates = Vec::new();
        for offer in offers {
            candidates.push(Candidate {
                plugin: offer.plugin(),
                name: offer.name(),
                provides: offer.schema().key(),
                requires: offer.requires(options_of(*offer))?,
            });
        }
        let mut steps = Vec::new();
        for at in plan(&candidates, plugins)? {
            let (offer, candidate) = (offers[at], &candidates[at]);
            steps.push(Step {
                name: offer.name().to_owned(),
                plugin: offer.plugin().to_owned(),
                schema: offer.schema(),
                requires: candidate.requires.clone(),
                chosen: is_chosen(candidate, plugins),
                extractor: offer.create(options_of(offer))?,
            });
        }
        let keys = steps.iter().map(|step| step.schema.key()).collect();
        Ok(Pipeline { steps, keys, explain })
    }

    /// The extractors, in running order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    pub(crate) fn keys(&self) -> &[LayerKey] {
        &self.keys
    }

    /// Whether reasons are kept.
    pub fn explains(&self) -> bool {
        self.explain
    }

    /// The kinds that are written: those of the chosen plugins that users are to see.
    pub fn written(&self) -> impl Iterator<Item = &'static Schema> {
        self.steps.iter().filter(|step| step.chosen && step.schema.is_written()).map(|step| step.schema)
    }
}
