//! Names that are one name of something else with the word beside them: a road, a day, a company, a people of another country.

use crate::judge::Rank;
use crate::page::Page;
use crate::spots::{Spelling, Spot};
use crate::words::Gap;

/// Names that everybody knows as one.
const PAIRS: [(&str, &str); 5] =
    [("Boko", "Haram"), ("Wells", "Fargo"), ("Rio", "Tinto"), ("Abu", "Sayyaf"), ("Dalai", "Lama")];

/// Pairs that are one name of something else.
pub(crate) fn of_the_pair(page: &Page<'_>, spot: &Spot, rank: Rank) -> f32 {
    let next = page.word(spot.behind).filter(|w| matches!(w.gap, Gap::Space | Gap::Hyphen | Gap::Point));
    // "Cipriani S.A.", "the I-Man."
    let short = matches!(spot.spelling, Spelling::Initials | Spelling::Pointed);
    let tail = page.word(spot.first).is_some_and(|w| match w.gap {
        Gap::Space => page.before(spot).and_then(|b| page.word(b)).is_some_and(|b| b.capital && b.gap != Gap::Sentence),
        // But "Bob Casey, D-Pa."
        Gap::Hyphen => !matches!(page.text_of(spot.first - 1), "D" | "R" | "DFL"),
        _ => false,
    });
    if short && tail && !page.is_spot(spot.first - 1) {
        return -5.0;
    }
    let word = page.text_of(spot.first);
    let beside = |at: u32| page.text_of(at);
    if PAIRS.iter().any(|&(a, b)| {
        word == a && beside(spot.first + 1) == b || word == b && spot.first > 0 && beside(spot.first - 1) == a
    }) {
        return -8.0;
    }
    // "Lassa fever", "Middle East respiratory syndrome": a disease.
    if is_disease(page, spot.behind) {
        return -8.0;
    }
    // "U.S. 31", "US-24": a road.
    if rank == Rank::Country && next.is_some_and(|w| w.number && w.len() < 4) && spot.spelling != Spelling::Plain {
        return -8.0;
    }
    // "Mon 12 June": a day, not a state of Myanmar.
    let day = matches!(page.text_of(spot.first), "Mon" | "Tue" | "Wed" | "Thu" | "Fri" | "Sat" | "Sun");
    if day && page.word(spot.behind).is_some_and(|w| w.number) {
        return -8.0;
    }
    // "African-Americans" live in America, and "Asian American" voters.
    if rank == Rank::Demonym {
        let groups = |word: &str| matches!(word, "African" | "Asian" | "Native" | "Latin");
        let americans = |word: &str| matches!(word, "American" | "Americans");
        let linked = page.word(spot.first).is_some_and(|w| matches!(w.gap, Gap::Space | Gap::Hyphen)) && spot.first > 0;
        if groups(page.text_of(spot.first)) && next.is_some_and(|w| americans(w.of(page.text)))
            || americans(page.text_of(spot.first)) && linked && groups(page.text_of(spot.first - 1))
        {
            return -8.0;
        }
        // "Pan-American", "Inter-American", "Organization of American States": of all the Americas.
        let all = linked && matches!(page.text_of(spot.first - 1), "Pan" | "pan" | "Inter" | "inter");
        if page.text_of(spot.first) == "American" && (all || next.is_some_and(|w| w.of(page.text) == "States")) {
            return -8.0;
        }
    }
    0.0
}

/// Whether the word at `at`, or the one behind an adjective there, is that of a disease.
fn is_disease(page: &Page<'_>, at: u32) -> bool {
    let spaced = |at: u32| page.word(at).filter(|w| w.gap == Gap::Space).map(|w| w.of(page.text));
    let disease = |word: &str| matches!(word, "fever" | "virus" | "flu" | "encephalitis" | "syndrome" | "measles");
    match spaced(at) {
        Some("respiratory" | "hemorrhagic" | "haemorrhagic" | "equine") => spaced(at + 1).is_some_and(disease),
        word => word.is_some_and(disease),
    }
}
