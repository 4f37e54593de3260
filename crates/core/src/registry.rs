//! What is linked in: extractors register themselves, and the registry lists them by name.

use std::sync::LazyLock;

use serde_json::Value;

use crate::extractor::{Erased, parse_config};
use crate::{AnyExtractor, Extractor, Item, LayerKey, Result, RuleDoc, Schema};

/// One extractor as its crate announces it; made by [`register!`](crate::register).
pub struct Registration {
    /// The package that registers it.
    pub package: &'static str,
    /// The version of that package.
    pub version: &'static str,
    /// The plugin that it belongs to: what `--plugins` names.
    pub plugin: &'static str,
    /// The documentation of the plugin: its README.md.
    pub readme: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it writes.
    pub schema: &'static Schema,
    /// The layers that it reads with these options (null for the defaults).
    pub requires: fn(&Value) -> Result<Vec<LayerKey>>,
    /// Makes it with these options (null for the defaults).
    pub create: fn(&Value) -> Result<Box<dyn AnyExtractor>>,
    /// Its options with their defaults.
    pub defaults: fn() -> Value,
    /// The JSON Schema of its options.
    pub options: fn() -> Value,
    /// Its rules.
    pub rules: fn() -> Vec<RuleDoc>,
}

inventory::collect!(Registration);

/// An extractor that can be had, wherever it comes from: what pipelines are planned and made of.
pub trait Offer: Send + Sync {
    /// The package that it comes from.
    fn package(&self) -> &str;
    /// The version of that package.
    fn version(&self) -> &str;
    /// The plugin that it belongs to: what `--plugins` names.
    fn plugin(&self) -> &str;
    /// Its name.
    fn name(&self) -> &str;
    /// The documentation of the plugin, Markdown.
    fn readme(&self) -> &str;
    /// What it writes.
    fn schema(&self) -> &'static Schema;
    /// Its options with their defaults.
    fn defaults(&self) -> Value;
    /// The JSON Schema of its options.
    fn options(&self) -> Value;
    /// Its rules, where it has some that users can read.
    fn rules(&self) -> Vec<RuleDoc>;

    /// The layers that it reads with these options (null for the defaults).
    ///
    /// # Errors
    ///
    /// When the options are not right.
    fn requires(&self, options: &Value) -> Result<Vec<LayerKey>>;

    /// Makes it with these options (null for the defaults).
    ///
    /// # Errors
    ///
    /// When the options are not right, or it cannot be made.
    fn create(&self, options: &Value) -> Result<Box<dyn AnyExtractor>>;
}

impl Offer for Registration {
    fn package(&self) -> &str {
        self.package
    }

    fn version(&self) -> &str {
        self.version
    }

    fn plugin(&self) -> &str {
        self.plugin
    }

    fn name(&self) -> &str {
        self.name
    }

    fn readme(&self) -> &str {
        self.readme
    }

    fn schema(&self) -> &'static Schema {
        self.schema
    }

    fn defaults(&self) -> Value {
        (self.defaults)()
    }

    fn options(&self) -> Value {
        (self.options)()
    }

    fn rules(&self) -> Vec<RuleDoc> {
        (self.rules)()
    }

    fn requires(&self, options: &Value) -> Result<Vec<LayerKey>> {
        (self.requires)(options)
    }

    fn create(&self, options: &Value) -> Result<Box<dyn AnyExtractor>> {
        (self.create)(options)
    }
}

impl Registration {
    /// The announcement of an extractor.
    pub const fn of<E: Extractor>(
        package: &'static str,
        version: &'static str,
        plugin: &'static str,
        readme: &'static str,
    ) -> Registration {
        Registration {
            package,
            version,
            plugin,
            readme,
            name: E::NAME,
            schema: &const { E::Output::SCHEMA },
            requires: |config| Ok(E::requires(&parse_config::<E>(config)?)),
            create: Erased::<E>::boxed,
            defaults: || serde_json::to_value(E::Config::default()).unwrap_or_default(),
            options: || schemars::schema_for!(E::Config).to_value(),
            rules: E::rules,
        }
    }
}

/// Everything that is linked in, sorted by name: the order in which a linker put it together means nothing.
pub fn registered() -> &'static [&'static Registration] {
    static SORTED: LazyLock<Vec<&'static Registration>> = LazyLock::new(|| {
        let mut all: Vec<&Registration> = inventory::iter::<Registration>().collect();
        all.sort_by_key(|one| (one.name, one.package));
        all
    });
    &SORTED
}

/// Registers the extractors of a plugin, so that linking its crate is enough to have them.
///
/// ```text
/// dateline_core::register! {
///     plugin: "tone",
///     readme: include_str!("../README.md"),
///     extractors: [Events, Tones],
/// }
/// ```
#[macro_export]
macro_rules! register {
    (plugin: $plugin:literal, readme: $readme:expr, extractors: [$($extractor:ty),+ $(,)?] $(,)?) => {
        $(
            $crate::inventory::submit! {
                $crate::Registration::of::<$extractor>(
                    env!("CARGO_PKG_NAME"),
                    env!("CARGO_PKG_VERSION"),
                    $plugin,
                    $readme,
                )
            }
        )+
    };
}
