//! How far the confidence of places can be believed: of the findings of each tenth, the share that is right.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde_json::Value;

/// How far a point may be from the gold, as in the scorer.
const NEAR_KM: f64 = 161.0;

/// The table for gold and found documents, both JSON Lines.
pub(crate) fn table(gold: &Path, found: &Path) -> anyhow::Result<String> {
    let found: HashMap<String, Value> = documents(found)?.into_iter().map(|one| (id(&one), one)).collect();
    let mut tenths = [(0_u32, 0_u32); 10];
    // Each corpus by itself, and every tenth document, which is left out when weights are fitted.
    let mut parts: BTreeMap<String, [(u32, u32); 10]> = BTreeMap::new();
    for (at, document) in documents(gold)?.into_iter().enumerate() {
        let Some(answer) = found.get(&id(&document)) else { continue };
        count(&document, answer, &mut tenths);
        let corpus = document["source"].as_str().unwrap_or("no source").to_owned();
        count(&document, answer, parts.entry(corpus).or_default());
        if at % 10 == 9 {
            count(&document, answer, parts.entry("the tenth held out".to_owned()).or_default());
        }
    }
    let mut text = render(&tenths);
    for (part, tenths) in &parts {
        let all: u32 = tenths.iter().map(|(count, _)| count).sum();
        let (sure, right) = tenths[9];
        let share = |part: u32, whole: u32| 100.0 * f64::from(part) / f64::from(whole.max(1));
        // Writing to a string does not fail.
        let _ =
            writeln!(text, "{part}: {:.1} of all at 0.9 and more, {:.1} right", share(sure, all), share(right, sure));
    }
    Ok(text)
}

fn documents(path: &Path) -> anyhow::Result<Vec<Value>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    text.lines()
        .map(|line| serde_json::from_str(line).with_context(|| format!("{}: no JSON", path.display())))
        .collect()
}

fn id(document: &Value) -> String {
    document["id"].as_str().unwrap_or_default().to_owned()
}

fn places(document: &Value) -> Vec<&Value> {
    let all = document["annotations"].as_array().into_iter().flatten();
    all.filter(|one| one["kind"] == "location").collect()
}

/// Adds the findings of a document, each with whether it is right. What the scorer leaves out counts neither way.
fn count(document: &Value, answer: &Value, tenths: &mut [(u32, u32); 10]) {
    let gold = places(document);
    let ignored = |one: &Value| {
        document["ignore_types"].as_array().into_iter().flatten().any(|kind| *kind == one["toponym_type"])
    };
    let found: Vec<&Value> = places(answer).into_iter().filter(|one| !ignored(one)).collect();
    let shared = |a: &Value, b: &Value| {
        let edge = |one: &Value, name: &str| one[name].as_i64().unwrap_or(0);
        edge(a, "end").min(edge(b, "end")) - edge(a, "start").max(edge(b, "start"))
    };
    // One to one, the longest overlap first.
    let all = gold
        .iter()
        .enumerate()
        .flat_map(|(g, one)| found.iter().enumerate().map(move |(f, two)| (g, f, shared(one, two))));
    let mut overlaps: Vec<_> = all.filter(|(.., shared)| *shared > 0).collect();
    overlaps.sort_by_key(|(g, f, shared)| (-shared, *g, *f));
    let (mut taken, mut pair) = (vec![false; gold.len()], vec![None; found.len()]);
    for (g, f, _) in overlaps {
        if !taken[g] && pair[f].is_none() {
            taken[g] = true;
            pair[f] = Some(gold[g]);
        }
    }
    for (one, pair) in found.iter().zip(pair) {
        if pair.is_some_and(|gold| gold["optional"] == true || gold["lat"].is_null()) {
            continue;
        }
        let confidence = one["confidence"].as_f64().unwrap_or(0.0);
        let tenth = &mut tenths[((confidence * 10.0) as usize).min(9)];
        tenth.0 += 1;
        tenth.1 += u32::from(pair.is_some_and(|gold| is_right(gold, one)));
    }
}

fn is_right(gold: &Value, found: &Value) -> bool {
    let same = !gold["geonameid"].is_null() && gold["geonameid"] == found["geonameid"];
    let point = |one: &Value| Some((one["lat"].as_f64()?.to_radians(), one["lon"].as_f64()?.to_radians()));
    let near = point(gold).zip(point(found)).is_some_and(|((lat1, lon1), (lat2, lon2))| {
        let h = ((lat2 - lat1) / 2.0).sin().powi(2) + lat1.cos() * lat2.cos() * ((lon2 - lon1) / 2.0).sin().powi(2);
        12_742.0 * h.sqrt().min(1.0).asin() <= NEAR_KM
    });
    same || near
}

fn render(tenths: &[(u32, u32); 10]) -> String {
    let all: u32 = tenths.iter().map(|(count, _)| count).sum();
    let mut text = format!("{:<12} {:>8} {:>8} {:>8}\n", "confidence", "findings", "of all", "right");
    for (at, (count, right)) in tenths.iter().enumerate().filter(|(_, (count, _))| *count > 0) {
        let share = |part: u32, whole: u32| 100.0 * f64::from(part) / f64::from(whole.max(1));
        let from = at as f64 / 10.0;
        // Writing to a string does not fail.
        let _ = writeln!(text, "{from:<12.1} {count:>8} {:>8.1} {:>8.1}", share(*count, all), share(*right, *count));
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn findings_are_counted_by_their_confidence() {
        let place = |start: u32, lat: f64, confidence: f64| json!({"kind": "location", "start": start, "end": start + 5, "lat": lat, "lon": 0.0, "confidence": confidence});
        let gold = json!({"annotations": [place(0, 10.0, 0.0), place(10, 10.0, 0.0), {"kind": "location", "start": 20, "end": 25, "lat": null}]});
        let found = json!({"annotations": [place(1, 10.5, 0.95), place(10, 50.0, 0.91), place(20, 1.0, 0.5), place(40, 1.0, 0.2)]});
        let mut tenths = [(0, 0); 10];
        count(&gold, &found, &mut tenths);
        assert_eq!((tenths[9], tenths[2], tenths[5]), ((2, 1), (1, 0), (0, 0)));
        assert!(render(&tenths).contains("0.9                 2     66.7     50.0"), "{}", render(&tenths));
    }
}
