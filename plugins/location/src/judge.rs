//! Recognition: how much the words around a name speak for a place, as log odds.
//!
//! The sum starts from what the gazetteer knows of the name (a country, a city of a million, a village that is also a
//! surname) and adds what stands before and behind it. A sum above zero is a place. The weights were set by hand and
//! checked on news; each has its reason beside it.

use dateline_data_gazetteer::{Level, NameKind, Place, Source};

use crate::hints::Taken;
use crate::lexicon::Class;
use crate::page::Page;
use crate::pairs::of_the_pair;
use crate::spots::{Kind, Spelling, Spot};
use crate::words::{Gap, Word};

/// What sort of place a name is first of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rank {
    Demonym,
    Country,
    /// A continent, sea, river, region or seat of the hand-keyed tables.
    Keyed,
    Division,
    City,
}

/// Whether somebody put the place on a list because reports name it.
pub(crate) fn is_chosen(place: Place<'_>) -> bool {
    matches!(place.source(), Source::Keyed | Source::User)
}

/// What a meaning is first of all, and how much the gazetteer alone speaks for a place of that name.
pub(crate) fn strength(place: Place<'_>, level: Level, kind: NameKind, people: f32) -> (Rank, f32) {
    if kind == NameKind::Demonym {
        return (Rank::Demonym, 4.5);
    }
    let people = (people + 1.0).log10();
    let (rank, strength) = match level {
        Level::Country => (Rank::Country, 4.5),
        Level::First => (Rank::Division, (people - 3.0).clamp(0.2, 3.5)),
        Level::Second | Level::Lower => (Rank::Division, (people * 0.7 - 3.0).clamp(-1.0, 1.0)),
        // What a user listed, and what was keyed by hand, is known by its name; a creek of a large dump is not.
        _ if is_chosen(place) => (Rank::Keyed, 3.2),
        _ => (Rank::City, people * 0.95 - 3.4),
    };
    (rank, if kind == NameKind::Alternate { strength - 1.2 } else { strength })
}

/// The log odds that a spot names a place, before other occurrences of the name are asked.
pub(crate) fn judge(page: &Page<'_>, spot: &Spot, (rank, strength): (Rank, f32)) -> f32 {
    let mut sum = strength;
    let single = spot.behind == spot.first + 1;
    let class = page.class(spot.first);
    if single {
        sum += of_the_word(page, spot, (rank, strength), class);
    } else {
        // A name of several words is rarely anything else, unless its first word is one that begins sentences.
        let article = page.text_of(spot.first).eq_ignore_ascii_case("the");
        sum += match page.class(spot.first + u32::from(article)).has(Class::COMMON) {
            true if article && rank != Rank::Country => -3.0,
            true => 0.2,
            false => 1.0,
        };
        // "Central High" is a school somewhere, "Northern District" a court, "National Park" a part of a longer name.
        let body = Class::PART.or(Class::INSTITUTION);
        let park = page.text_of(spot.first) == "National" && page.class(spot.behind - 1).has(Class::FEATURE);
        let body = park || (spot.first..spot.behind).all(|w| page.class(w).has(body));
        if body && !matches!(rank, Rank::Country | Rank::Keyed) {
            sum -= if page.text_of(spot.behind - 1) == "District" { 7.0 } else { 2.0 };
        }
    }
    // "Off Palawan province", "the governor of Idlib".
    if matches!(spot.kind, Kind::First | Kind::Second) && rank == Rank::Division {
        sum += 2.0;
    }
    if (spot.first..spot.behind).any(|w| page.people.is_part(w)) {
        sum -= if rank == Rank::Demonym { 5.0 } else { 8.0 };
    }
    sum + before(page, spot, rank)
        + behind(page, spot, (rank, strength))
        + of_the_pair(page, spot, rank)
        + taken(page, spot, (rank, strength))
}

/// What the recogniser of names says. It knows the words around a name, but not which names are places.
fn taken(page: &Page<'_>, spot: &Spot, (rank, strength): (Rank, f32)) -> f32 {
    let taken = page.hints.taken(spot.start, spot.end);
    match taken {
        // A first name before a name that no list has: "Victoria Nuland". A people as a surname: "Qandeel Baloch".
        Taken::HeadOfPerson if page.class(spot.first).has(Class::FIRST) && is_before_surname(page, spot) => -6.0,
        Taken::HeadOfPerson | Taken::TailOfPerson if page.class(spot.first).has(Class::FIRST) => -4.0,
        Taken::HeadOfPerson if rank != Rank::Demonym && is_before_surname(page, spot) => -3.0,
        Taken::TailOfPerson if rank == Rank::Demonym => -4.0,
        Taken::HeadOfPerson | Taken::TailOfPerson | Taken::InPerson => -1.5,
        _ if matches!(rank, Rank::Demonym | Rank::Country) => 0.0,
        Taken::Place => 1.0,
        // Nobody is called by a first name that is a city of half a million.
        Taken::Person if rank == Rank::City && strength > 2.0 => -0.3,
        Taken::Person => -1.2,
        Taken::Nothing | Taken::Body => -0.5,
        Taken::Silent | Taken::InPlace | Taken::InBody | Taken::Group => 0.0,
    }
}

/// Whether the word behind may be a surname: "Sydney Sweeney", but not "Toledo Mayor" and "Slidell PD".
fn is_before_surname(page: &Page<'_>, spot: &Spot) -> bool {
    const NONE: Class = Class::OFFICE.or(Class::TITLE).or(Class::INSTITUTION).or(Class::EVENT).or(Class::FEATURE);
    let surname = |w: &Word| w.gap == Gap::Space && w.capital && !w.shouted && !w.number;
    let single = spot.behind == spot.first + 1;
    single && page.word(spot.behind).is_some_and(surname) && !page.class(spot.behind).has(NONE)
}

fn of_the_word(page: &Page<'_>, spot: &Spot, (rank, strength): (Rank, f32), class: Class) -> f32 {
    let word = page.text_of(spot.first);
    let mut sum = 0.0;
    if class.has(Class::CALENDAR) || class.has(Class::TITLE) && rank != Rank::Country {
        sum -= 6.0;
    }
    // "Bayern Munich".
    if class.has(Class::CLUB) && page.behind(spot).is_some_and(|next| page.is_spot(next)) {
        sum -= 6.0;
    }
    if rank == Rank::Country || rank == Rank::Demonym {
        // "Turkey", "Chad" and "Jordan" are countries unless something says otherwise.
        return sum;
    }
    let starts = page.word(spot.first).is_some_and(|w| w.gap == Gap::Sentence);
    let mut other = 0.0_f32;
    if class.has(Class::FIRST) {
        other += 1.2;
    }
    if class.has(Class::SURNAME) {
        other += if rank == Rank::City { 1.0 } else { 0.5 };
    }
    if class.has(Class::COMMON) && spot.spelling == Spelling::Plain {
        // A city of a hundred thousand is as likely as its word. A word that is a surname too is one of both.
        other = other.max(if starts { 3.5 } else { 2.2 } - if strength > 1.3 { 1.0 } else { 0.0 });
    }
    // "PHOTO: POOL": capitals of a credit, not of a dateline.
    let shouted = page.word(spot.first).is_some_and(|w| w.shouted);
    if class.has(Class::COMMON) && shouted && spot.spelling == Spelling::Plain && !starts {
        other += 2.5;
    }
    sum -= other;
    if class.has(Class::INSTITUTION) || class.has(Class::STREET) || class.has(Class::FEATURE) {
        sum -= 3.0;
    }
    if class.has(Class::PART) || class.has(Class::NO_PLACE) {
        sum -= 6.0;
    }
    // Postal codes of two letters are also words and companies: only an address shows them.
    if spot.spelling == Spelling::Capitals && rank == Rank::Division && word.len() == 2 {
        let comma = page.word(spot.first).is_some_and(|w| w.gap == Gap::Comma)
            && spot.first > 0
            && page.word(spot.first - 1).is_some_and(|w| w.capital);
        let zip = page.word(spot.behind).is_some_and(|w| w.number && w.len() == 5);
        let lies = page.before(spot).is_some_and(|b| matches!(page.text_of(b), "in" | "of" | "from"));
        sum += if comma || zip || lies && !class.has(Class::COMMON) { 0.5 } else { -5.0 };
    }
    sum
}

fn before(page: &Page<'_>, spot: &Spot, rank: Rank) -> f32 {
    if page.is_menu(spot) {
        return -10.0;
    }
    let Some(at) = page.before(spot) else {
        return match page.word(spot.first).map(|w| w.gap) {
            // The second half of a compound of which the first is no place: "Hartsfield-Jackson".
            // "Bob Casey, D-Pa.", "(R-Florence)".
            Some(Gap::Hyphen) if matches!(page.text_of(spot.first - 1), "D" | "R" | "DFL") => 3.0,
            Some(Gap::Hyphen)
                if page.word(spot.first - 1).is_some_and(|w| w.capital) && !page.is_spot(spot.first - 1) =>
            {
                -2.0
            }
            _ => 0.0,
        };
    };
    let (class, word) = (page.class(at), page.text_of(at));
    let capital = page.word(at).is_some_and(|w| w.capital);
    let starts = page.word(at).is_some_and(|w| w.gap == Gap::Sentence);
    let city = matches!(rank, Rank::City | Rank::Keyed);
    if word == "of" && at > 0 {
        let of = page.class(at - 1);
        // "Shares of Santander": nobody owns shares of a town.
        if city && matches!(page.text_of(at - 1), "shares" | "Shares") {
            return -4.0;
        }
        return if of.has(Class::KIND_OF) || of.has(Class::INSTITUTION_OF) { 2.5 } else { 1.0 };
    }
    if class.has(Class::WHERE) {
        return 2.2;
    }
    // "A Falcon 9 rocket".
    let model = page.word(spot.behind).is_some_and(|w| w.gap == Gap::Space && w.number && w.len() < 4);
    let single = spot.behind == spot.first + 1;
    if single && model && matches!(word, "a" | "an" | "A" | "An") && rank != Rank::Demonym {
        return -6.0;
    }
    if class.has(Class::PART) {
        return if capital && !starts { 0.5 } else { 2.0 };
    }
    // "His wife Mary", "the news agency Fars".
    if !capital && class.has(Class::KIN) && !matches!(rank, Rank::Demonym | Rank::Country) {
        return -4.0;
    }
    if class.has(Class::TITLE) && (capital || rank == Rank::City) && rank != Rank::Demonym {
        return -4.0;
    }
    if class.has(Class::WITHER) {
        // "in Paris and Milan": what is joined to a place that something happened in is one too.
        let joined =
            matches!(word, "and" | "or") && at > 0 && page.spot_at(at - 1).is_some_and(|one| page.is_where(one));
        return if joined { 1.6 } else { 0.8 };
    }
    if word.eq_ignore_ascii_case("the") {
        // "the Concord Police" is fine, "the Concord" is a ship.
        let body =
            page.behind(spot).is_some_and(|b| page.class(b).has(Class::INSTITUTION.or(Class::OFFICE).or(Class::EVENT)));
        return if rank == Rank::City && !body { -0.8 } else { 0.0 };
    }
    // A team: "Real Madrid".
    if capital && class.has(Class::CLUB) && !matches!(rank, Rank::Demonym | Rank::Country) {
        return -6.0;
    }
    // A maker before a model: "Dodge Durango".
    if capital && class.has(Class::NO_PLACE) && rank != Rank::Demonym {
        return -4.0;
    }
    // "Ozark Plateau", "Paris Metro": a common noun of which the name before says which one it is.
    let noun = spot.behind == spot.first + 1 && page.class(spot.first).has(Class::COMMON);
    if capital && noun && page.is_spot(at) && matches!(rank, Rank::City | Rank::Division) {
        return -3.0;
    }
    if capital && !starts && !class.has(Class::CALENDAR) && !page.is_spot(at) && !page.is_title_case(spot) {
        // "Tanesha Melbourne-Blake".
        let double = page.word(spot.behind).is_some_and(|w| w.gap == Gap::Hyphen && w.capital);
        if double && matches!(rank, Rank::Division | Rank::City) {
            return -6.0;
        }
        // The tail of a longer name, of a person or a body: "Steve Juge", "Bank Leumi".
        return match rank {
            Rank::Demonym | Rank::Country => -0.5,
            Rank::Keyed => -1.0,
            Rank::Division | Rank::City => -2.4,
        };
    }
    0.0
}

fn behind(page: &Page<'_>, spot: &Spot, (rank, strength): (Rank, f32)) -> f32 {
    let Some(at) = page.behind(spot) else {
        return behind_mark(page, spot, rank);
    };
    let (class, word) = (page.class(at), page.text_of(at));
    let capital = page.word(at).is_some_and(|w| w.capital);
    let firm = matches!(rank, Rank::Demonym | Rank::Country);
    if capital && !page.word(at).is_some_and(|w| w.number) {
        if class.has(Class::STREET) {
            return -5.0;
        }
        if class.has(Class::FEATURE) && !firm {
            return -3.0;
        }
        if class.has(Class::INSTITUTION) || class.has(Class::OFFICE) || class.has(Class::EVENT) {
            // "Concord Police" lies in Concord; "First Baptist" and "Central High" lie nowhere by that name.
            let word = page.class(spot.first);
            return match spot.behind > spot.first + 1 {
                false if word.has(Class::PART.or(Class::NO_PLACE)) => 0.0,
                false if word.has(Class::COMMON) => 1.0,
                // "Cornell University" and "Hewlett Foundation" are named after somebody.
                false if rank == Rank::City && strength < 1.0 && class.has(Class::ENDOWED) => 0.5,
                _ => 2.0,
            };
        }
        if class.has(Class::COMPANY) {
            return if firm { -2.5 } else { -4.0 };
        }
        let company = page.word(at + 1).is_some_and(|w| matches!(w.gap, Gap::Space | Gap::Comma) && w.capital)
            && page.class(at + 1).has(Class::COMPANY);
        return if company && !firm {
            -3.0
        } else if firm || page.is_spot(at) || page.is_title_case(spot) || class.has(Class::CALENDAR) {
            0.0
        } else {
            -1.6
        };
    }
    // "The Ili river", "Boni forest": not the town of that name.
    let waters = ["river", "lake", "creek", "forest", "strait", "island", "islands", "desert", "glacier", "peninsula"];
    if waters.contains(&word) && (rank == Rank::City || rank == Rank::Division && strength < 1.0) {
        return -5.0;
    }
    if matches!(word, "county" | "counties" | "township" | "townships" | "parish" | "borough") {
        return 2.0;
    }
    // "A Chapin man died", "Roselle police": people are said to be of a town.
    if class.has(Class::TOWNSMAN) && rank == Rank::City {
        return 2.0;
    }
    // "The Lachin corridor", "Rogun dam".
    if class.has(Class::SITE) && matches!(rank, Rank::City | Rank::Division) {
        return 1.2;
    }
    // A town rarely speaks, a capital does.
    if class.has(Class::SAYS) && rank == Rank::City && strength < 2.4 {
        return -1.2;
    }
    if class.has(Class::EVENT) || class.has(Class::OFFICE) || class.has(Class::INSTITUTION) {
        return 0.8;
    }
    0.0
}

fn behind_mark(page: &Page<'_>, spot: &Spot, rank: Rank) -> f32 {
    let Some(next) = page.word(spot.behind) else { return 0.0 };
    match next.gap {
        Gap::Hyphen if next.capital => {
            // "Melbourne-Blake", "Kuki-Zo", "Dyfed-Powys": one name of something else.
            if page.is_spot(spot.behind) {
                0.5
            } else if matches!(rank, Rank::City | Rank::Keyed) && !next.shouted {
                -3.0
            } else {
                -1.5
            }
        }
        Gap::Hyphen => {
            let compound = ["based", "born", "backed", "led", "area", "controlled", "held", "run", "bound", "style"];
            match next.of(page.text) {
                word if compound.contains(&word) => 2.5,
                // "A Jupiter-like planet", "Hollywood-esque".
                "like" | "type" | "class" | "esque" if rank == Rank::City => -2.0,
                _ => 0.5,
            }
        }
        // "ASTANA (Agency) —", "COLUMBUS, Ohio (AP)": a dateline.
        Gap::Mark if page.word(spot.first).is_some_and(|w| w.shouted && matches!(w.gap, Gap::Sentence | Gap::Mark)) => {
            2.0
        }
        _ => 0.0,
    }
}
