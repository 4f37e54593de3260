//! What a toponym stands for: the place, its government, its institution, its language.

use dateline_data_gazetteer::Place;
use dateline_layers::ToponymType;

use crate::judge::Page;
use crate::lexicon::Class;
use crate::spots::{Spelling, Spot};
use crate::words::Gap;

/// The type of the spot at index `i`, which is no demonym.
pub(crate) fn of(page: &Page<'_>, i: usize, place: Option<Place<'_>>) -> ToponymType {
    let spot = &page.spots[i];
    if is_associative(page, spot) {
        ToponymType::ASSOCIATIVE
    } else if place.is_some_and(may_act) && acts(page, i) {
        ToponymType::METONYM
    } else {
        ToponymType::LITERAL
    }
}

/// "in English", "speaks French": the adjective names a language.
pub(crate) fn is_language(page: &Page<'_>, spot: &Spot) -> bool {
    let before = page.before(spot).map(|b| (page.class(b), page.text_of(b)));
    let behind = page.word(spot.behind).filter(|w| matches!(w.gap, Gap::Space | Gap::Hyphen));
    let spoken = before.is_some_and(|(class, _)| class.has(Class::TONGUE));
    let alone = page.word(spot.behind).is_none_or(|w| !matches!(w.gap, Gap::Space | Gap::Hyphen))
        || page.class(spot.behind).has(Class::WHERE.or(Class::WITHER));
    let within = before.is_some_and(|(_, word)| matches!(word, "in" | "into" | "from")) && alone;
    spoken && !behind.is_some_and(|w| w.capital)
        || within && !page.text_of(spot.first).ends_with('s')
        || behind.is_some_and(|w| matches!(w.of(page.text), "language" | "speaking" | "speaker" | "speakers"))
}

/// Countries, capitals and other seats of government act; villages do not.
fn may_act(place: Place<'_>) -> bool {
    let feature = place.feature();
    let people = place.population();
    feature.starts_with("A.PCL")
        || feature.starts_with("A.ADM1")
        || feature == "P.PPLC"
        || feature.starts_with("S.")
        || feature.starts_with("L.")
        || feature.starts_with("R.")
        || people > 2_000_000
}

fn is_associative(page: &Page<'_>, spot: &Spot) -> bool {
    let body = Class::INSTITUTION.or(Class::OFFICE).or(Class::EVENT);
    if let Some(before) = page.before(spot) {
        let of = page.text_of(before) == "of" && before > 0;
        if of && page.class(before - 1).has(Class::INSTITUTION_OF.or(Class::OFFICE)) {
            return true;
        }
    }
    let Some(mut at) = page.word(spot.behind).map(|_| spot.behind) else { return false };
    let possessive = page.word(at).is_some_and(|w| w.gap == Gap::Apostrophe && w.len() == 1);
    if possessive {
        at += 1;
    }
    // "Russia's chief negotiator", "Syria peace consultations": within three words of one phrase.
    for step in 0..3 {
        let Some(word) = page.word(at + step) else { return false };
        let of_initials = step == 0 && spot.spelling == Spelling::Initials && word.gap == Gap::Point;
        if word.gap != Gap::Space && !of_initials {
            return false;
        }
        let class = page.class(at + step);
        if class.has(body) {
            return true;
        }
        if class.has(Class::WHERE.or(Class::WITHER).or(Class::ACTS).or(Class::SAYS)) || !possessive && step > 0 {
            return false;
        }
    }
    false
}

/// Whether the spot, or the list that it is part of, is the subject of an act, or the one that is acted upon as an actor.
fn acts(page: &Page<'_>, i: usize) -> bool {
    let spot = &page.spots[i];
    if let Some(before) = page.before(spot) {
        let (class, word) = (page.class(before), page.text_of(before));
        if matches!(word, "between" | "by") {
            return true;
        }
        if class.has(Class::WHERE) || matches!(word, "from" | "to" | "of" | "into" | "through" | "for" | "on") {
            return false;
        }
        if matches!(word, "accused" | "accuses" | "blamed" | "blames" | "urged" | "urges" | "warned" | "warns" | "told")
        {
            return true;
        }
    }
    // The verb stands behind the last of a list: "Russia, Iran and Turkey agreed".
    let mut last = i;
    for _ in 0..8 {
        let Some(next) = page.spots.get(last + 1) else { break };
        let behind = page.spots[last].behind;
        let comma = next.first == behind && page.word(behind).is_some_and(|w| w.gap == Gap::Comma);
        let and = next.first == behind + 1 && matches!(page.text_of(behind), "and" | "or");
        if !comma && !and {
            break;
        }
        last += 1;
    }
    let begins = list_start(page, i);
    if begins.is_some_and(|b| matches!(page.text_of(b), "between" | "by" | "among")) {
        return true;
    }
    if begins.is_some_and(|b| {
        let conjunction = matches!(page.text_of(b), "and" | "or" | "after" | "than" | "as");
        page.class(b).has(Class::WHERE.or(Class::WITHER)) && !conjunction
    }) {
        return false;
    }
    let end = &page.spots[last];
    let verb = page.behind(end).or_else(|| {
        // "Russia, for its part, will": the verb stands behind an aside.
        let aside = page.word(end.behind).is_some_and(|w| w.gap == Gap::Comma);
        aside
            .then(|| (end.behind + 1..end.behind + 8).find(|&w| page.word(w).is_some_and(|w| w.gap == Gap::Comma)))
            .flatten()
    });
    verb.is_some_and(|v| page.class(v).has(Class::ACTS) && page.word(v).is_some_and(|w| w.gap != Gap::Sentence))
}

/// The word before the list of places that the spot is part of.
fn list_start(page: &Page<'_>, i: usize) -> Option<u32> {
    let mut first = i;
    while first > i.saturating_sub(8) {
        let (before, this) = (&page.spots[first - 1], &page.spots[first]);
        let comma = this.first == before.behind && page.word(this.first).is_some_and(|w| w.gap == Gap::Comma);
        let and = this.first == before.behind + 1 && matches!(page.text_of(before.behind), "and" | "or");
        if !comma && !and {
            break;
        }
        first -= 1;
    }
    page.before(&page.spots[first])
}
