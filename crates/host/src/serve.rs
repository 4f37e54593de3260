//! The other end of the protocol: a native plugin, served over JSON lines from a process of its own.

use std::any::Any;
use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};
use std::path::Path;

use dateline_core::abi::{Manifest, schema_to_json};
use dateline_core::{
    AnyExtractor, DocView, Layer, LayerKey, LayerSource, Meta, Offer, RawLayer, Region, Schema, Span, layer_to_json,
    push_json, record_from_json, registered,
};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::protocol::{Announced, Hello, Reply, Report, Request, VERSION, reasons_of};
use crate::{LoadOptions, load};

/// Loads a library and answers requests until the input ends.
///
/// # Errors
///
/// When the library cannot be loaded, or the input or the output breaks.
pub fn serve(library: &Path, input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    let loaded = load(library, &LoadOptions::default()).map_err(io::Error::other)?;
    let offers: Vec<&dyn Offer> = loaded.iter().flat_map(|one| &one.offers).map(AsRef::as_ref).collect();
    let mut hello = Hello { dateline: VERSION, extractors: Vec::new() };
    for offer in &offers {
        let requires = offer.requires(&Value::Null).map_err(io::Error::other)?;
        hello.extractors.push(Announced { manifest: manifest_of(*offer), requires: names(&requires) });
    }
    send(&mut output, &hello)?;
    let mut made = BTreeMap::new();
    for line in input.lines() {
        let line = line?;
        let reply = answer(&offers, &mut made, &line);
        send(&mut output, &reply.unwrap_or_else(|error| Reply { error: Some(error), ..Reply::default() }))?;
    }
    Ok(())
}

fn manifest_of(offer: &dyn Offer) -> Manifest {
    Manifest {
        package: offer.package().to_owned(),
        version: offer.version().to_owned(),
        plugin: offer.plugin().to_owned(),
        name: offer.name().to_owned(),
        readme: offer.readme().to_owned(),
        schema: schema_to_json(offer.schema()),
        defaults: offer.defaults(),
        options: offer.options(),
        rules: offer.rules(),
    }
}

fn names(keys: &[LayerKey]) -> Vec<String> {
    keys.iter().map(|key| key.name.to_owned()).collect()
}

fn send(output: &mut impl Write, line: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *output, line)?;
    output.write_all(b"\n")?;
    output.flush()
}

/// An extractor with what it works with, and the layers that it reads, filled anew for each document.
struct Made {
    extractor: Box<dyn AnyExtractor>,
    requires: Vec<LayerKey>,
    scratch: Box<dyn Any + Send>,
    layer: Layer,
}

/// The document of a request.
#[derive(Deserialize)]
struct Given<'a> {
    id: String,
    url: String,
    title: String,
    text: String,
    meta: Value,
    regions: Vec<Value>,
    #[serde(borrow)]
    layers: BTreeMap<String, &'a RawValue>,
    explain: bool,
}

fn answer(offers: &[&dyn Offer], made: &mut BTreeMap<String, Made>, line: &str) -> Result<Reply, String> {
    let request: Request = serde_json::from_str(line).map_err(|error| format!("the request is not right: {error}"))?;
    let new = |name: &str, options: &Value| -> Result<Made, String> {
        let offer =
            offers.iter().find(|offer| offer.name() == name).ok_or_else(|| format!("there is no \"{name}\" here"))?;
        let extractor = offer.create(options).map_err(|error| error.to_string())?;
        let requires = offer.requires(options).map_err(|error| error.to_string())?;
        Ok(Made { scratch: extractor.scratch(), extractor, requires, layer: Layer::new(offer.schema()) })
    };
    match request {
        Request::Configure { extractor, options } => {
            let one = new(&extractor, &options)?;
            let requires = Some(names(&one.requires));
            made.insert(extractor, one);
            Ok(Reply { requires, ..Reply::default() })
        }
        Request::Extract { extractor, document } => {
            if !made.contains_key(&extractor) {
                made.insert(extractor.clone(), new(&extractor, &Value::Null)?);
            }
            let one = made.get_mut(&extractor).ok_or("it was not made")?;
            let given: Given<'_> =
                serde_json::from_str(document.get()).map_err(|error| format!("the document is not right: {error}"))?;
            extract(one, &given)
        }
    }
}

fn extract(one: &mut Made, given: &Given<'_>) -> Result<Reply, String> {
    let meta: Meta = record_from_json(&given.meta)?;
    let regions = given.regions.iter().map(record_from_json::<Region>).collect::<Result<Vec<_>, _>>()?;
    let mut layers = Filled(Vec::new());
    for key in &one.requires {
        let mut layer = Layer::new(schema_of(*key)?);
        if let Some(items) = given.layers.get(key.name) {
            push_json(&mut layer, items.get()).map_err(|problem| format!("the layer \"{}\": {problem}", key.name))?;
        }
        layers.0.push(layer);
    }
    let doc = DocView {
        id: &given.id,
        url: &given.url,
        title: &given.title,
        text: &given.text,
        meta: &meta,
        regions: &regions,
        layers: &layers,
        explain: given.explain,
    };
    one.layer.clear();
    let mut reports = Vec::new();
    let found = one.extractor.extract(&doc, one.scratch.as_mut(), &mut one.layer, &mut reports);
    found.map_err(|lost| lost.to_string())?;
    let items =
        RawValue::from_string(layer_to_json(one.layer.schema(), one.layer.raw())).map_err(|error| error.to_string())?;
    let report = |one: dateline_core::Diagnostic| Report {
        severity: one.severity.name().unwrap_or("warning").to_owned(),
        message: one.message,
        span: Some(one.span).filter(|span| *span != Span::NONE).map(|span| [span.start, span.end]),
    };
    Ok(Reply {
        items: Some(items),
        whys: reasons_of(one.layer.raw()),
        reports: reports.into_iter().map(report).collect(),
        ..Reply::default()
    })
}

/// Layers come as JSON, and a native plugin reads columns: their schemas are those that are linked into this program.
fn schema_of(key: LayerKey) -> Result<&'static Schema, String> {
    let known = registered().iter().map(|one| one.schema).find(|schema| schema.key() == key);
    known.ok_or_else(|| {
        format!("it reads the layer \"{}\", which this dateline cannot hand to an isolated plugin", key.name)
    })
}

struct Filled(Vec<Layer>);

impl LayerSource for Filled {
    fn raw(&self, key: LayerKey) -> Option<RawLayer<'_>> {
        self.0.iter().find(|layer| layer.key() == key).map(Layer::raw)
    }
}
