//! Reads JSON Lines (`id`, `text`, `published`), writes the dates found as JSON Lines; `--bench N` reads the texts N
//! times instead and says how fast that was.
//!
//!     cargo run --release -p dateline-date --example predict -- dev.jsonl > predicted.jsonl

use std::io::{BufWriter, Write};
use std::time::Instant;

use dateline_core::{Day, Document, Layer, Published, registered};
use dateline_date as _;
use dateline_layers::Temporal;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("which file?")?;
    let rounds = match arguments.next().as_deref() {
        Some("--bench") => arguments.next().ok_or("how often?")?.parse()?,
        _ => 0,
    };
    let mut documents = Vec::new();
    for line in std::fs::read_to_string(path)?.lines().filter(|line| !line.is_empty()) {
        documents.push(document(&serde_json::from_str(line)?));
    }
    let offer = registered().iter().find(|offer| offer.name == "date").ok_or("the date extractor is not linked")?;
    let extractor = (offer.create)(&Value::Null)?;
    let mut scratch = extractor.scratch();
    let mut layer = Layer::new(offer.schema);
    let mut reports = Vec::new();
    let nothing: &[Layer] = &[];
    if rounds > 0 {
        let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
        let mut best = f64::MAX;
        for _ in 0..rounds {
            let start = Instant::now();
            for document in &documents {
                layer.clear();
                extractor
                    .extract(&document.view(&nothing, false), scratch.as_mut(), &mut layer, &mut reports)
                    .map_err(|_| "a document was lost")?;
            }
            best = best.min(start.elapsed().as_secs_f64());
        }
        writeln!(std::io::stdout(), "{:.1} MB/s ({bytes} bytes, best of {rounds})", bytes as f64 / best / 1e6)?;
        return Ok(());
    }
    let mut out = BufWriter::new(std::io::stdout());
    for document in &documents {
        layer.clear();
        extractor
            .extract(&document.view(&nothing, true), scratch.as_mut(), &mut layer, &mut reports)
            .map_err(|_| "a document was lost")?;
        let view = layer.view::<Temporal>().ok_or("the layer is not one of dates")?;
        let points = |at: u32| document.text[..at as usize].chars().count();
        let annotations: Vec<Value> = view
            .items()
            .iter()
            .map(|one| {
                json!({
                    "kind": "date", "start": points(one.span.start), "end": points(one.span.end),
                    "text": one.span.of(&document.text), "type": format!("{:?}", one.temporal_type),
                    "value": view.str(one.value),
                })
            })
            .collect();
        writeln!(out, "{}", json!({"id": document.id, "text": document.text, "annotations": annotations}))?;
    }
    Ok(())
}

fn document(record: &Value) -> Document {
    let field = |name: &str| record[name].as_str().unwrap_or_default().to_owned();
    let mut document = Document { id: field("id"), text: field("text"), ..Document::default() };
    let mut numbers = record["published"].as_str().unwrap_or_default().get(..10).unwrap_or_default().split('-');
    if let (Some(Ok(year)), Some(Ok(month)), Some(Ok(day))) =
        (numbers.next().map(str::parse), numbers.next().map(str::parse), numbers.next().map(str::parse))
    {
        document.meta.published = Published::on(Day::new(year, month, day));
    }
    document
}
