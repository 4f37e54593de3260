//! What a toponym stands for: the place, its government, its institution, its language.

use dateline_data_gazetteer::Place;
use dateline_layers::{ToponymType, Xpos};

use crate::hints::Taken;
use crate::lexicon::Class;
use crate::page::Page;
use crate::spots::{Spelling, Spot};
use crate::words::Gap;

/// The type of the spot at index `i`, which is no demonym.
pub(crate) fn of(page: &Page<'_>, i: usize, place: Option<Place<'_>>) -> ToponymType {
    let spot = &page.spots[i];
    if is_associative(page, spot) || place.is_some_and(is_state) && is_noun_s(page, spot) {
        ToponymType::ASSOCIATIVE
    } else if place.is_some_and(may_act) && (has_a_stance(page, spot) || acts(page, i)) {
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
    feature.starts_with("A.PCL")
        || feature.starts_with("A.ADM1")
        || matches!(feature, "P.PPLC" | "P.PPLG")
        || feature.starts_with("S.")
        || feature.starts_with("L.")
        || feature.starts_with("R.")
        || place.population() > 2_000_000
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

fn is_state(place: Place<'_>) -> bool {
    let feature = place.feature();
    feature.starts_with("A.PCL") || feature == "L.ZN"
}

/// "EU aviation policy", "U.S. drones": a noun of which the name says whose it is. But a border and a city lie there.
fn is_noun_s(page: &Page<'_>, spot: &Spot) -> bool {
    let Some((at, word)) = page.behind(spot).and_then(|at| Some((at, page.word(at)?))) else { return false };
    let lies = Class::SETTLEMENT.or(Class::KIND_OF).or(Class::PART).or(Class::SITE).or(Class::FEATURE);
    let none = lies.or(Class::CALENDAR).or(Class::ACTS).or(Class::SAYS);
    let noun = matches!(page.hints.tag(word.start), Xpos::NN | Xpos::NNS | Xpos::NNP | Xpos::NNPS);
    // "Former Vice President of the United States Joe Biden": another name begins.
    let name = matches!(page.hints.taken(word.start, word.end), Taken::Person | Taken::HeadOfPerson);
    let day = matches!(word.of(page.text), "yesterday" | "today" | "tomorrow" | "tonight");
    noun && !name && !day && !page.class(at).has(none) && !page.is_spot(at)
}

/// "Britain's view", "Tunisia's most recent decision": what only somebody has who acts.
fn has_a_stance(page: &Page<'_>, spot: &Spot) -> bool {
    let owns = page.word(spot.behind).is_some_and(|w| w.gap == Gap::Apostrophe && w.len() == 1);
    let small = |at: &u32| page.word(*at).is_some_and(|w| w.gap == Gap::Space && !w.capital);
    let phrase = (spot.behind + 1..spot.behind + 5).take_while(small);
    owns && phrase
        .take_while(|&at| !page.class(at).has(Class::WHERE.or(Class::WITHER)))
        .any(|at| page.class(at).has(Class::STANCE))
}

/// Whether the spot, or the list that it is part of, is the subject of an act, or the one that is acted upon as an actor.
fn acts(page: &Page<'_>, i: usize) -> bool {
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
    // "near the shoal, Manila said": what speaks behind a comma is no part of a list before it.
    let spot = &page.spots[i];
    let apart = page.word(spot.first).is_some_and(|w| w.gap == Gap::Comma);
    if apart && page.behind(spot).is_some_and(|next| page.class(next).has(Class::SAYS)) {
        return true;
    }
    if let Some(before) = list_start(page, i) {
        let class = page.class(before);
        match page.text_of(before) {
            // "talks between Russia and Turkey", but "trains that run between London and Paris".
            "between" | "among" => {
                return !(before.saturating_sub(5)..before).any(|w| page.class(w).has(Class::JOURNEY));
            }
            // "a threat against Iran".
            "with" | "against" => {
                let partner = Class::EVENT.or(Class::RELATION).or(Class::PARTNER);
                return before > 0 && page.class(before - 1).has(partner);
            }
            // "Pressure on Georgia", "backing from the United States".
            "on" | "from" if before > 0 && page.class(before - 1).has(Class::PARTNER) => return true,
            "by" => return before > 0 && is_passive(page, before - 1),
            "and" | "or" | "after" | "than" | "as" => {}
            _ if class.has(Class::ADDRESSES) => return true,
            _ if class.has(Class::CAUSES) && is_to_do(page, page.spots[last].behind) => return true,
            _ if class.has(Class::WHERE.or(Class::WITHER)) => return false,
            _ => {}
        }
    }
    let end = &page.spots[last];
    let verb = page.behind(end).or_else(|| {
        // "Russia, for its part, will": the verb stands behind an aside.
        let aside = page.word(end.behind).is_some_and(|w| w.gap == Gap::Comma);
        aside
            .then(|| (end.behind + 1..end.behind + 8).find(|&w| page.word(w).is_some_and(|w| w.gap == Gap::Comma)))
            .flatten()
    });
    let starts = page.word(page.spots[list_first(page, i)].first).is_some_and(|w| w.gap == Gap::Sentence);
    verb.map(|v| behind_adverbs(page, v)).is_some_and(|v| is_act(page, v, starts))
}

/// "to consider": an infinitive.
fn is_to_do(page: &Page<'_>, at: u32) -> bool {
    let verb = page.word(at + 1).map_or(Xpos::NONE, |w| page.hints.tag(w.start));
    page.text_of(at) == "to" && matches!(verb, Xpos::VB | Xpos::NONE)
}

/// The first word from `at` on that is no adverb and says no time: "Russia on Monday also [pulled] out".
fn behind_adverbs(page: &Page<'_>, mut at: u32) -> u32 {
    for _ in 0..4 {
        let (class, word) = (page.class(at), page.text_of(at));
        let next = page.word(at + 1).filter(|w| w.gap == Gap::Space);
        let on_a_day = word == "on" && next.is_some() && page.class(at + 1).has(Class::CALENDAR);
        let this_week = matches!(word, "this" | "last" | "earlier")
            && next.is_some_and(|w| matches!(w.of(page.text), "week" | "month" | "year" | "weekend"));
        let adverb = class.has(Class::CALENDAR)
            || matches!(
                word,
                "also" | "now" | "still" | "already" | "again" | "never" | "not" | "then" | "even" | "today"
            )
            || word.len() > 4 && word.ends_with("ly");
        match (on_a_day || this_week, adverb && next.is_some()) {
            (true, _) => at += 2,
            (_, true) => at += 1,
            _ => break,
        }
    }
    at
}

fn is_passive(page: &Page<'_>, at: u32) -> bool {
    let word = page.text_of(at);
    word.ends_with("ed") || word.ends_with("en") || page.word(at).is_some_and(|w| page.hints.tag(w.start) == Xpos::VBN)
}

/// Whether the word is a finite verb of which states are subjects. `starts`: the state stands where a headline begins.
fn is_act(page: &Page<'_>, at: u32, starts: bool) -> bool {
    let Some(word) = page.word(at).filter(|w| w.gap != Gap::Sentence) else { return false };
    let (class, tag) = (page.class(at), page.hints.tag(word.start));
    let after = behind_adverbs(page, at + 1);
    let (next, next_tag) = (page.class(after), page.word(after).map_or(Xpos::NONE, |w| page.hints.tag(w.start)));
    match word.of(page.text) {
        // "Syria was accused" and "Iran is considering", but "Syria was hit" and "Iran is large".
        "is" | "was" | "are" | "were" => return next.has(Class::ADDRESSES) || next_tag == Xpos::VBG,
        "has" | "have" | "had" if page.text_of(after) == "been" => {
            let was = page.word(after + 1).map_or(Xpos::NONE, |w| page.hints.tag(w.start));
            return page.class(after + 1).has(Class::ADDRESSES) || was == Xpos::VBG;
        }
        "has" | "have" | "had" => {
            let done = matches!(next_tag, Xpos::VBN | Xpos::VBD)
                || page.hints.tags.is_empty() && page.text_of(after).ends_with("ed");
            return (done || next.has(Class::ACTS)) && !next.has(Class::UNDERGOES);
        }
        _ => {}
    }
    if tag == Xpos::MD
        || class.has(Class::ACTS)
            && matches!(word.of(page.text), "will" | "would" | "may" | "might" | "can" | "could" | "should" | "must")
    {
        return page.text_of(after) != "be" && !next.has(Class::UNDERGOES);
    }
    if class.has(Class::UNDERGOES) {
        return false;
    }
    match tag {
        Xpos::VBD | Xpos::VBZ | Xpos::VBP => true,
        Xpos::NN | Xpos::NNS => starts && class.has(Class::ACTS),
        _ => class.has(Class::ACTS),
    }
}

/// The word before the list of places that the spot is part of, and before words as "southern".
fn list_start(page: &Page<'_>, i: usize) -> Option<u32> {
    let before = page.before(&page.spots[list_first(page, i)])?;
    let spaced = page.word(before).is_some_and(|w| w.gap == Gap::Space);
    Some(if before > 0 && spaced && page.class(before).has(Class::PART) { before - 1 } else { before })
}

/// The first of the list of places that the spot is part of.
fn list_first(page: &Page<'_>, i: usize) -> usize {
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
    first
}
