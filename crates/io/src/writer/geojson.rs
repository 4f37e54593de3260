//! Maps: one GeoJSON feature a line (RFC 8142 without its separators, as GDAL, QGIS and browsers' map libraries read it).

use serde_json::{Map, Value, json};

use super::convert::{Convert, annotations};

/// Writes each resolved place as a point, with what was said there.
pub(super) struct Features;

impl Convert for Features {
    fn document(&self, document: &Map<String, Value>, out: &mut Vec<u8>) {
        for place in annotations(document).filter(|one| one.get("kind").is_some_and(|kind| kind == "location")) {
            let number = |field| place.get(field).and_then(Value::as_f64);
            let (Some(lat), Some(lon)) = (number("lat"), number("lon")) else { continue };
            let mut properties = place.clone();
            properties.retain(|field, _| !["kind", "lat", "lon"].contains(&field.as_str()));
            for field in ["published", "headline"] {
                properties.insert(field.to_owned(), document.get(field).cloned().unwrap_or_default());
            }
            properties.insert("document".to_owned(), document.get("id").cloned().unwrap_or_default());
            properties.insert("statements".to_owned(), said_in(document, place.get("id")));
            // Longitude first, as RFC 7946 has it.
            let geometry = json!({"type": "Point", "coordinates": [lon, lat]});
            let feature = json!({"type": "Feature", "geometry": geometry, "properties": properties});
            // Memory takes every feature.
            let _ = serde_json::to_writer(&mut *out, &feature);
            out.push(b'\n');
        }
    }
}

/// Speaker, day and words of the statements that were made at a place.
fn said_in(document: &Map<String, Value>, place: Option<&Value>) -> Value {
    let statements = annotations(document).filter(|one| one.get("kind").is_some_and(|kind| kind == "statement"));
    let here = statements.filter(|one| one.get("said_in").is_some_and(|said_in| Some(said_in) == place));
    let short = |one: &Map<String, Value>| json!({"speaker": one.get("speaker"), "said_on": one.get("said_on"), "text": one.get("text")});
    here.map(short).collect()
}
