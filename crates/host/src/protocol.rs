//! The JSON lines between this program and a plugin in another process; `book/` describes them for authors.
//!
//! The plugin begins with a [`Hello`]. Then this program sends one [`Request`] a line, and the plugin answers each with
//! one [`Reply`]. Offsets are bytes of UTF-8.

use dateline_core::abi::Manifest;
use dateline_core::{DocView, Layer, LayerKey, RawLayer, Span, Why, layer_to_json, record_to_json};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// The version of the protocol.
pub(crate) const VERSION: u32 = 1;

/// The first line of a plugin.
#[derive(Serialize, Deserialize)]
pub(crate) struct Hello {
    /// [`VERSION`].
    pub(crate) dateline: u32,
    pub(crate) extractors: Vec<Announced>,
}

/// One extractor of a plugin.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Announced {
    #[serde(flatten)]
    pub(crate) manifest: Manifest,
    /// The names of the layers that it reads with its default options.
    #[serde(default)]
    pub(crate) requires: Vec<String>,
}

/// One line to a plugin.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Request {
    /// Take these options from now on. The reply holds `requires`, or an `error`.
    Configure { extractor: String, options: Value },
    /// Find what there is in this document. The reply holds `items`, or an `error`.
    Extract { extractor: String, document: Box<RawValue> },
}

/// One line from a plugin.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Reply {
    /// What went wrong, if something did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<String>,
    /// The names of the layers that it reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) requires: Option<Vec<String>>,
    /// The findings: objects by the schema that was announced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) items: Option<Box<RawValue>>,
    /// Why they were found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) whys: Vec<Reason>,
    /// What the user should know about the document.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) reports: Vec<Report>,
}

/// Why an item was found.
#[derive(Serialize, Deserialize)]
pub(crate) struct Reason {
    /// The position of the item in `items`.
    pub(crate) item: u32,
    pub(crate) rule: String,
    #[serde(default)]
    pub(crate) note: Option<String>,
    #[serde(default)]
    pub(crate) evidence: Vec<[u32; 2]>,
}

/// A diagnostic.
#[derive(Serialize, Deserialize)]
pub(crate) struct Report {
    /// `info`, `warning` or `error`.
    pub(crate) severity: String,
    pub(crate) message: String,
    #[serde(default)]
    pub(crate) span: Option<[u32; 2]>,
}

/// A document as a plugin gets it, with the layers that it requires.
pub(crate) fn document_to_json(doc: &DocView<'_>, requires: &[LayerKey]) -> String {
    let mut layers = serde_json::Map::new();
    for key in requires {
        if let Some((schema, raw)) = doc.layers.described(key.name) {
            let items = serde_json::from_str(&layer_to_json(schema, raw)).unwrap_or_default();
            layers.insert(key.name.to_owned(), items);
        }
    }
    json!({
        "id": doc.id,
        "url": doc.url,
        "title": doc.title,
        "text": doc.text,
        "meta": record_to_json(doc.meta),
        "regions": doc.regions.iter().map(record_to_json).collect::<Vec<_>>(),
        "layers": layers,
        "explain": doc.explain,
    })
    .to_string()
}

/// The reasons of a layer.
pub(crate) fn reasons_of(layer: RawLayer<'_>) -> Vec<Reason> {
    let reason = |why: &Why| Reason {
        item: why.item,
        rule: layer.pool.str(why.rule).unwrap_or_default().to_owned(),
        note: layer.pool.str(why.note).map(str::to_owned),
        evidence: layer.pool.list(why.evidence).iter().map(|span| [span.start, span.end]).collect(),
    };
    layer.whys.iter().map(reason).collect()
}

/// Adds reasons that came from a plugin.
pub(crate) fn push_reasons(layer: &mut Layer, reasons: &[Reason]) {
    for reason in reasons {
        let evidence: Vec<Span> = reason.evidence.iter().map(|[start, end]| Span::new(*start, *end)).collect();
        let pool = layer.pool_mut();
        let note = reason.note.as_deref().map_or(dateline_core::Str::NONE, |note| pool.intern(note));
        let why = Why { item: reason.item, rule: pool.intern(&reason.rule), note, evidence: pool.list(&evidence) };
        layer.push_why(why);
    }
}
