//! Where it was said: in the clause of the cue, or by the dateline.

use dateline_core::{Meta, Ref, Span};
use dateline_layers::{Place, Quote, ToponymType};

/// Prepositions that make a place the scene.
const AT: [&str; 6] = ["in", "at", "from", "near", "outside", "aboard"];
/// Words that may stand between the preposition and the name: "in the Kazakh capital Astana".
const HEADS: [&str; 8] = ["the", "capital", "city", "town", "port", "village", "of", "resort"];
/// How far back a preposition is looked for, in words.
const REACH: usize = 5;

/// The place that the attribution states ("told reporters in Geneva"): behind the cue before in front of it, and the
/// first of several ("in Geneva, Switzerland").
pub(crate) fn in_clause(text: &str, quote: &Quote, clause: Span, places: &[Place]) -> Ref<Place> {
    if clause.is_none() {
        return Ref::NONE;
    }
    let first = places.partition_point(|place| place.span.start < clause.start);
    let inside = places[first..].iter().enumerate().take_while(|(_, place)| place.span.start < clause.end);
    let scenes = inside.filter(|(_, place)| {
        let outside = place.span.end <= quote.span.start || place.span.start >= quote.span.end;
        outside
            && place.toponym_type == ToponymType::LITERAL
            && !crate::clause::is_aside(text, quote.attribution, quote.cue, place.span)
            && is_scene(&text[clause.start as usize..place.span.start as usize])
    });
    let before_cue = |place: &Place| !quote.cue.is_none() && place.span.start < quote.cue.start;
    scenes.min_by_key(|(at, place)| (before_cue(place), *at)).map_or(Ref::NONE, |(at, _)| Ref::to((first + at) as u32))
}

/// The place of the dateline, if the location layer knows it.
pub(crate) fn of_dateline(meta: &Meta, places: &[Place]) -> Ref<Place> {
    let dateline = meta.dateline.place;
    if dateline.is_none() {
        return Ref::NONE;
    }
    let overlaps = |place: &Place| place.span.start < dateline.end && dateline.start < place.span.end;
    places.iter().position(overlaps).map_or(Ref::NONE, |at| Ref::to(at as u32))
}

/// Whether what stands before a place, within its clause, makes it the scene.
fn is_scene(before: &str) -> bool {
    let mut words = before.split_whitespace().rev().take(REACH);
    words.find(|word| !is_head(word)).is_some_and(|word| AT.iter().any(|at| word.eq_ignore_ascii_case(at)))
}

/// Whether a word may stand between the preposition and the name: a head noun, or an adjective of a people.
fn is_head(word: &str) -> bool {
    let word = word.trim_end_matches("'s").trim_end_matches("’s");
    let adjective = dateline_data_actors::name_at([word]).is_some();
    adjective || HEADS.iter().any(|head| word.eq_ignore_ascii_case(head))
}

/// Whether a stretch holds another.
pub(crate) fn holds(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preposition_makes_the_scene() {
        assert!(is_scene("told reporters in ") && is_scene("In "));
        assert!(is_scene("said in the Kazakh capital ") && is_scene("said in Kazakhstan’s capital of "));
        assert!(!is_scene("the negotiator on ") && !is_scene("said the envoy to ") && !is_scene(""));
        assert!(!is_scene("in a meeting with "));
    }
}
