//! Planning: closed over requirements, sorted, and clear when it cannot be done.

use dateline_core::{Candidate, LayerKey, plan};
use proptest::prelude::*;

fn key(name: &'static str) -> LayerKey {
    LayerKey { name, schema: 1 }
}

fn candidate(name: &'static str, requires: &[&'static str]) -> Candidate<'static> {
    Candidate { plugin: name, name, provides: key(name), requires: requires.iter().map(|name| key(name)).collect() }
}

fn names(candidates: &[Candidate<'static>], chosen: &[&str]) -> Result<Vec<&'static str>, String> {
    plan(candidates, chosen)
        .map(|order| order.iter().map(|at| candidates[*at].name).collect())
        .map_err(|e| e.to_string())
}

fn house() -> Vec<Candidate<'static>> {
    vec![
        candidate("statement", &["quote", "date", "location"]),
        candidate("quote", &["sentence", "token"]),
        candidate("date", &[]),
        candidate("location", &["token"]),
        candidate("sentence", &["token"]),
        candidate("token", &[]),
    ]
}

#[test]
fn what_is_required_runs_before_what_requires_it_and_nothing_else_runs() {
    assert_eq!(names(&house(), &["date"]).unwrap(), ["date"]);
    assert_eq!(names(&house(), &["quote"]).unwrap(), ["token", "sentence", "quote"]);
    let all = names(&house(), &["statement"]).unwrap();
    assert_eq!(all, ["date", "token", "location", "sentence", "quote", "statement"]);
}

#[test]
fn an_unknown_plugin_names_the_nearest_and_the_known() {
    let error = names(&house(), &["quotes"]).unwrap_err();
    assert!(error.starts_with("there is no plugin \"quotes\": did you mean \"quote\"? known: quote, "), "{error}");
}

#[test]
fn a_circle_prints_its_path() {
    let circle = [candidate("a", &["b"]), candidate("b", &["c"]), candidate("c", &["a"])];
    assert_eq!(names(&circle, &["a"]).unwrap_err(), "extractors require each other in a circle: a -> b -> c -> a");
}

#[test]
fn a_missing_provider_is_named() {
    let error = names(&[candidate("a", &["tokens"]), candidate("token", &[])], &["a"]).unwrap_err();
    assert!(
        error.contains("\"a\" requires the layer \"tokens\", which no plugin here writes: did you mean \"token\"?"),
        "{error}"
    );
}

#[test]
fn two_providers_of_one_layer_are_refused() {
    let mut two = vec![candidate("a", &[]), candidate("b", &[])];
    two[1].provides = key("a");
    let error = names(&two, &["a"]).unwrap_err();
    assert!(error.contains("\"a\" and \"b\" both write the layer \"a\""), "{error}");
}

#[test]
fn another_version_of_a_layer_is_refused_but_json_takes_any() {
    let mut both = vec![candidate("a", &["b"]), candidate("b", &[])];
    both[0].requires[0].schema = 2;
    assert!(names(&both, &["a"]).unwrap_err().contains("another version of the layer \"b\""));
    both[0].requires[0].schema = 0;
    assert_eq!(names(&both, &["a"]).unwrap(), ["b", "a"]);
}

proptest! {
    #[test]
    fn the_plan_does_not_depend_on_the_order_of_candidates_or_choice(
        shuffled in Just(house()).prop_shuffle(),
        chosen in Just(vec!["statement", "date", "quote"]).prop_shuffle(),
    ) {
        prop_assert_eq!(names(&shuffled, &chosen), names(&house(), &["date", "quote", "statement"]));
    }
}
