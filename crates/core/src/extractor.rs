//! The trait that authors implement, and its erased form that engines run.

use std::any::Any;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::guard::{Lost, guard};
use crate::{Context, Diagnostic, DocView, Error, Item, Layer, LayerKey, Result, RuleDoc};

/// Finds one kind of thing in documents.
///
/// It reads the layers that it requires and writes exactly one of its own. Making one can fail; extracting cannot: text
/// is never an error. An extractor is shared by all workers, so what it changes while it works lives in its `Scratch`.
///
/// ```
/// use dateline_core::{Context, Error, Extractor, Flag, Item, LayerKey, Span};
///
/// dateline_core::item! {
///     /// A word that is written in capitals.
///     pub struct Shout: "example/shout", "example/shout" {
///         /// The word.
///         pub span: Span,
///         /// Whether it ends in an exclamation mark.
///         pub loud: Flag,
///     }
/// }
///
/// #[derive(Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
/// #[serde(default, deny_unknown_fields)]
/// struct Options {
///     /// How many letters it takes.
///     least: usize,
/// }
///
/// struct Shouts(Options);
///
/// impl Extractor for Shouts {
///     type Config = Options;
///     type Output = Shout;
///     type Scratch = ();
///     const NAME: &'static str = "shouts";
///
///     fn requires(_: &Options) -> Vec<LayerKey> {
///         Vec::new()
///     }
///
///     fn new(options: Options) -> Result<Shouts, Error> {
///         Ok(Shouts(options))
///     }
///
///     fn extract(&self, cx: &mut Context<'_, Self>) {
///         let text = cx.text();
///         for word in text.split_ascii_whitespace() {
///             let letters = word.trim_end_matches('!');
///             if letters.len() >= self.0.least && letters.bytes().all(|byte| byte.is_ascii_uppercase()) {
///                 let start = word.as_ptr() as usize - text.as_ptr() as usize;
///                 let span = Span::of_range(start..start + letters.len());
///                 cx.emit(Shout { span, loud: Flag::new(letters.len() < word.len()) });
///             }
///         }
///     }
/// }
///
/// let layer = dateline_core::extract_alone(&Shouts::new(Options { least: 2 })?, "we said NO! to it");
/// let shouts = layer.view::<Shout>().expect("the layer is one of shouts");
/// assert_eq!((shouts.len(), shouts[0].span(), shouts[0].loud.get()), (1, Span::new(8, 10), true));
/// # Ok::<(), Error>(())
/// ```
pub trait Extractor: Sized + Send + Sync + 'static {
    /// Its options: every one has a default, and unknown ones are refused.
    type Config: Default + Serialize + DeserializeOwned + JsonSchema;
    /// What it finds.
    type Output: Item;
    /// What it works with; one a worker, kept from document to document.
    type Scratch: Default + Send + 'static;
    /// Its name; an extractor that is alone in its plugin bears the plugin's.
    const NAME: &'static str;

    /// The layers that it reads, which may depend on the options.
    fn requires(config: &Self::Config) -> Vec<LayerKey>;

    /// Its rules, where it has some that users can read.
    fn rules() -> Vec<RuleDoc> {
        Vec::new()
    }

    /// Makes one.
    ///
    /// # Errors
    ///
    /// When the options contradict each other, or something that they name cannot be had.
    fn new(config: Self::Config) -> Result<Self>;

    /// Finds what there is in one document.
    fn extract(&self, cx: &mut Context<'_, Self>);
}

/// An extractor whose types are forgotten: what planners and engines hold, whether it was linked or loaded.
pub trait AnyExtractor: Send + Sync {
    /// Makes what a worker keeps for it.
    fn scratch(&self) -> Box<dyn Any + Send>;

    /// Finds what there is, into a cleared layer of its schema, which it leaves sorted.
    ///
    /// # Errors
    ///
    /// When the extractor panicked or broke its contract: the layer is lost for this document, and only that.
    fn extract(
        &self,
        view: &DocView<'_>,
        scratch: &mut (dyn Any + Send),
        out: &mut Layer,
        reports: &mut Vec<Diagnostic>,
    ) -> Result<(), Lost>;
}

/// A Rust extractor with its types forgotten.
pub(crate) struct Erased<E: Extractor> {
    extractor: E,
    requires: Vec<LayerKey>,
}

impl<E: Extractor> Erased<E> {
    pub(crate) fn boxed(config: &serde_json::Value) -> Result<Box<dyn AnyExtractor>> {
        let config = parse_config::<E>(config)?;
        let requires = E::requires(&config);
        let extractor = E::new(config)?;
        Ok(Box::new(Erased { extractor, requires }))
    }
}

pub(crate) fn parse_config<E: Extractor>(config: &serde_json::Value) -> Result<E::Config> {
    if config.is_null() {
        return Ok(E::Config::default());
    }
    E::Config::deserialize(config).map_err(|error| {
        Error::new(format_args!(
            "the options of the extractor \"{}\" are not right: {error} (`dateline plugins show` lists them)",
            E::NAME
        ))
    })
}

impl<E: Extractor> AnyExtractor for Erased<E> {
    fn scratch(&self) -> Box<dyn Any + Send> {
        Box::new(E::Scratch::default())
    }

    fn extract(
        &self,
        view: &DocView<'_>,
        scratch: &mut (dyn Any + Send),
        out: &mut Layer,
        reports: &mut Vec<Diagnostic>,
    ) -> Result<(), Lost> {
        let result = guard(|| {
            let scratch = scratch.downcast_mut::<E::Scratch>().expect("a worker keeps the scratch that it was given");
            let mut cx = Context::new(view, &self.requires, out, scratch, reports);
            self.extractor.extract(&mut cx);
            out.finish();
        });
        if result.is_err() {
            // A panic may have left the scratch half changed: start from a fresh one.
            if let Some(scratch) = scratch.downcast_mut::<E::Scratch>() {
                *scratch = E::Scratch::default();
            }
        }
        result
    }
}

/// Runs an extractor that requires nothing over a bare text: for examples and for tests of authors.
///
/// # Panics
///
/// When the extractor does, or when it asks for a layer.
pub fn extract_alone<E: Extractor>(extractor: &E, text: &str) -> Layer {
    let document = crate::Document { text: text.to_owned(), ..Default::default() };
    let nothing: &[Layer] = &[];
    let view = document.view(&nothing, false);
    let mut layer = Layer::new(&const { E::Output::SCHEMA });
    let mut reports = Vec::new();
    let mut scratch = E::Scratch::default();
    extractor.extract(&mut Context::new(&view, &[], &mut layer, &mut scratch, &mut reports));
    layer.finish();
    layer
}
