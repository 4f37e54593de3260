//! From what the user chose to a pipeline.

use std::path::Path;

use dateline_core::{Document, Error, Offer, Published, PublishedFrom, Result, registered};
use dateline_engine::Options;
use dateline_host::{LoadOptions, Loaded};
use serde_json::{Map, Value};

use crate::Pipeline;

// Links the extractors in.
use dateline_bundle as _;

/// The plugins that run when none are named.
pub const DEFAULT_PLUGINS: [&str; 5] = ["date", "location", "quote", "statement", "tone"];

/// Collects what a pipeline is to be made of.
#[derive(Default)]
pub struct Builder {
    plugins: Vec<String>,
    options: Options,
    published: Option<String>,
    explain: bool,
    fast: bool,
    loaded: Vec<Loaded>,
}

impl Builder {
    /// The plugins to run, by name; all of [`DEFAULT_PLUGINS`] when this is not called.
    #[must_use]
    pub fn plugins<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Builder {
        self.plugins = names.into_iter().map(Into::into).collect();
        self
    }

    /// Options for one extractor: a JSON object.
    #[must_use]
    pub fn options(mut self, extractor: &str, options: Value) -> Builder {
        self.options.insert(extractor.to_owned(), options);
        self
    }

    /// When every document was published, whatever it says itself: `2017-02-16` or `2017-02-16T19:35:00+03:00`.
    #[must_use]
    pub fn published(mut self, when: impl Into<String>) -> Builder {
        self.published = Some(when.into());
        self
    }

    /// Whether to keep the reasons for findings.
    #[must_use]
    pub fn explain(mut self, explain: bool) -> Builder {
        self.explain = explain;
        self
    }

    /// Whether extractors that have an option `fast` are to be quick rather than thorough. An option that [`Self::options`]
    /// sets goes before it.
    #[must_use]
    pub fn fast(mut self, fast: bool) -> Builder {
        self.fast = fast;
        self
    }

    /// The options of an extractor: those that were given, and `fast` where it is asked for and there is such an option.
    pub fn options_of(&self, offer: &dyn Offer) -> Value {
        let mut options = self.options.get(offer.name()).cloned().unwrap_or(Value::Null);
        if self.fast && offer.options()["properties"].get("fast").is_some() {
            if options.is_null() {
                options = Value::Object(Map::new());
            }
            if let Some(options) = options.as_object_mut() {
                options.entry("fast").or_insert(Value::Bool(true));
            }
        }
        options
    }

    /// Loads the extractors of a shared library, of all in a directory, or of a program that speaks JSON lines. One
    /// that bears the name of a built-in replaces it.
    ///
    /// # Errors
    ///
    /// When something cannot be loaded, or two loaded plugins offer extractors of one name.
    pub fn load(mut self, path: &Path, options: &LoadOptions) -> Result<Builder> {
        for plugin in dateline_host::load(path, options).map_err(Error::new)? {
            for offer in &plugin.offers {
                if let Some((other, _)) = self.loaded_offers().find(|(_, other)| other.name() == offer.name()) {
                    return Err(Error::new(format_args!(
                        "two loaded plugins offer an extractor \"{}\": {} and {}",
                        offer.name(),
                        other.path.display(),
                        plugin.path.display()
                    )));
                }
            }
            self.loaded.push(plugin);
        }
        Ok(self)
    }

    /// Every extractor that can be had, sorted by name; a loaded one stands in the place of the built-in of its name.
    pub fn offers(&self) -> Vec<&dyn Offer> {
        let mut offers: Vec<&dyn Offer> = self.loaded_offers().map(|(_, offer)| offer).collect();
        for built_in in registered() {
            if self.origin(built_in.name).is_none() {
                offers.push(*built_in);
            }
        }
        offers.sort_by(|a, b| a.name().cmp(b.name()));
        offers
    }

    /// The plugin that an extractor was loaded from; none for one that is built in.
    pub fn origin(&self, name: &str) -> Option<&Loaded> {
        self.loaded_offers().find(|(_, offer)| offer.name() == name).map(|(plugin, _)| plugin)
    }

    fn loaded_offers(&self) -> impl Iterator<Item = (&Loaded, &dyn Offer)> {
        self.loaded.iter().flat_map(|plugin| plugin.offers.iter().map(move |offer| (plugin, offer.as_ref())))
    }

    /// Plans and makes the pipeline.
    ///
    /// # Errors
    ///
    /// When a plugin is unknown, an option is not right, something that is required is missing, or the day of
    /// publication is not one.
    pub fn build(&self) -> Result<Pipeline> {
        let plugins: Vec<&str> = if self.plugins.is_empty() {
            DEFAULT_PLUGINS.to_vec()
        } else {
            self.plugins.iter().map(String::as_str).collect()
        };
        let published = self.published.as_deref().map(|when| {
            dateline_io::parse_published(when).ok_or_else(|| {
                Error::new(format_args!(
                    "\"{when}\" is no day of publication: write it as 2017-02-16 or 2017-02-16T19:35:00+03:00"
                ))
            })
        });
        let published = published.transpose()?;
        let offers = self.offers();
        let mut options = self.options.clone();
        if self.fast {
            for offer in &offers {
                let all = self.options_of(*offer);
                if !all.is_null() {
                    options.insert(offer.name().to_owned(), all);
                }
            }
        }
        let shared = dateline_engine::Pipeline::new(&offers, &plugins, &options, self.explain)?;
        Ok(Pipeline::of(shared, published))
    }
}

/// Lets the user's day of publication stand for what the record says.
pub(crate) fn publish(document: &mut Document, published: Option<Published>) {
    if let Some(published) = published {
        document.meta.published = published;
        document.meta.published_from = PublishedFrom::OPTION;
    }
}
