//! Runs a case through the real pipeline: reader's record in, native output out.

use std::ops::ControlFlow;

use dateline::{Batch, Builder, Pipeline};
use dateline_core::{Schema, registered};
use dateline_io::{OutputFormat, Record, WriteOptions};
use serde_json::Value;

use crate::page::Case;
use crate::schema;

/// The output for the document of a case. Three documents go through on two threads, the case being the first and the
/// last: what a worker read before must not show.
pub(crate) fn extract(case: &Case) -> Result<Value, String> {
    let setting = |key: &str| case.settings.get(key).cloned().unwrap_or_default();
    let builder = builder(&setting("plugins"), &setting("options"))?;
    let of_case = Record {
        id: "case".to_owned(),
        url: setting("url"),
        title: setting("title"),
        text: case.text.clone(),
        published: setting("published"),
        ..Record::default()
    };
    let other = Record { id: "other".to_owned(), text: case.text.to_uppercase(), ..Record::default() };
    let batch = Batch { format: OutputFormat::JSONL, write: WriteOptions::default(), threads: 2, time: None };
    let mut outputs: Vec<Vec<u8>> = Vec::new();
    let records = [of_case.clone(), other, of_case].map(Ok);
    let pipeline = builder.build().map_err(|error| error.to_string())?;
    let ControlFlow::Continue(()) = dateline::run(&pipeline, batch, records.into_iter(), |bytes, _| {
        outputs.push(bytes.to_vec());
        ControlFlow::<std::convert::Infallible>::Continue(())
    });
    let [first, _, last] = outputs.as_slice() else {
        return Err(format!("{} outputs came for three documents", outputs.len()));
    };
    if first != last {
        return Err("a document that was read before changes the output".to_owned());
    }
    let output = serde_json::from_slice(first).map_err(|error| format!("the output is no JSON: {error}"))?;
    let kinds: Vec<&Schema> = builder.offers().iter().map(|offer| offer.schema()).collect();
    match schema::violations(&dateline_io::json_schema(&kinds), &output, "the document").as_slice() {
        [] => Ok(output),
        violations => Err(format!("the output is not what its JSON Schema says:\n{}", violations.join("\n"))),
    }
}

fn builder(plugins: &str, options: &str) -> Result<Builder, String> {
    let mut chosen: Vec<&str> = plugins.split_whitespace().collect();
    if chosen.is_empty() {
        chosen.push(under_test()?);
    }
    let mut builder = Pipeline::builder().plugins(chosen);
    if !options.is_empty() {
        let all: serde_json::Map<String, Value> =
            serde_json::from_str(options).map_err(|error| format!("the options are no JSON object: {error}"))?;
        for (extractor, value) in all {
            builder = builder.options(&extractor, value);
        }
    }
    Ok(builder)
}

/// The plugin of the crate whose test runs.
fn under_test() -> Result<&'static str, String> {
    let package = std::env::var("CARGO_PKG_NAME").map_err(|_| "not run by cargo: say `plugins: NAME`".to_owned())?;
    let own = registered().iter().find(|one| one.package == package);
    own.map(|one| one.plugin)
        .ok_or_else(|| format!("{package} registers no plugin that is linked: say `plugins: NAME`"))
}
