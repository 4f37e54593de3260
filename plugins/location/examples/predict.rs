//! Reads documents as JSON Lines on standard input and writes the places of each: `predict < docs.jsonl > places.jsonl`.

use std::io::{BufRead as _, Write as _};
use std::time::{Duration, Instant};

use dateline_core::{Extractor as _, extract_alone};
use dateline_layers::Place;
use dateline_location::{Locations, Options};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let start = Instant::now();
    let locations = Locations::new(Options::default())?;
    let opened = start.elapsed();
    let (mut out, mut spent, mut bytes) = (std::io::stdout().lock(), Duration::ZERO, 0);
    for line in std::io::stdin().lock().lines() {
        let mut document: serde_json::Value = serde_json::from_str(&line?)?;
        let text = document["text"].as_str().unwrap_or_default().to_owned();
        let begun = Instant::now();
        let layer = extract_alone(&locations, &text);
        spent += begun.elapsed();
        bytes += text.len();
        let mut annotations = Vec::new();
        let (mut at, mut points) = (0, 0);
        let mut code_points = |byte: usize| {
            points += text[at..byte].chars().count();
            at = byte;
            points
        };
        for place in layer.view::<Place>().iter().flat_map(|v| v.iter()) {
            let (start, end) = (place.span.start as usize, place.span.end as usize);
            annotations.push(serde_json::json!({
                "kind": "location", "start": code_points(start), "end": code_points(end), "text": &text[start..end],
                "geonameid": (place.geonameid.0 != 0).then_some(place.geonameid.0), "lat": place.lat.is_finite().then_some(place.lat),
                "lon": place.lon.is_finite().then_some(place.lon), "country": place.country.as_str(),
                "feature": place.feature.as_str(),
                "toponym_type": place.toponym_type.name(), "confidence": place.confidence,
            }));
        }
        document["annotations"] = annotations.into();
        writeln!(out, "{document}")?;
    }
    let rate = bytes as f64 / 1e6 / spent.as_secs_f64();
    writeln!(std::io::stderr(), "opened in {opened:?}; {bytes} bytes in {spent:?}: {rate:.1} MB/s")?;
    Ok(())
}
