//! Names of the gazetteer in the text: where they stand, and which of their meanings the spelling allows.

use dateline_data_gazetteer::{Candidates, Gazetteer, Match, NameKind, Place};

use crate::words::{Gap, Word};

/// A name of the gazetteer in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot {
    pub start: u32,
    pub end: u32,
    /// The first of its words and the one behind its last.
    pub first: u32,
    pub behind: u32,
    pub found: Match,
    pub spelling: Spelling,
    pub kind: Kind,
}

/// What the word beside a name says it is: "Kano state", "Edgar County", "the province of Idlib", "the city of Homs", "a senator
/// from Vermont".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    #[default]
    Any,
    First,
    Second,
    City,
}

impl Kind {
    fn of(text: &str, words: &[Word], first: usize, behind: usize) -> Self {
        let spaced = |at: usize| words.get(at).filter(|w| w.gap == Gap::Space);
        let named = match spaced(behind).filter(|w| w.len() > 4).map(|w| w.of(text)) {
            // "Moscow State Medical University" is no division's.
            Some("State") if is_of_university(text, words, behind) => Self::Any,
            Some(
                "state" | "province" | "oblast" | "governorate" | "region" | "State" | "Province" | "Oblast"
                | "Governorate" | "Region",
            ) => Self::First,
            Some("county" | "County" | "district" | "municipality") => Self::Second,
            _ if is_of_several(text, words, behind) => Self::First,
            _ => Self::Any,
        };
        let of = named == Self::Any
            && first > 1
            && spaced(first).and(spaced(first - 1)).is_some_and(|w| matches!(w.of(text), "of" | "from"));
        if !of {
            return named;
        }
        match words[first - 2].of(text) {
            "state" | "province" | "oblast" | "governorate" | "region" | "governor" | "Governor" | "senator"
            | "Senator" => Self::First,
            "county" | "district" => Self::Second,
            "city" | "town" | "village" | "port" | "suburb" => Self::City,
            _ => Self::Any,
        }
    }
}

fn is_of_university(text: &str, words: &[Word], state: usize) -> bool {
    let rest =
        words.get(state + 1..).unwrap_or_default().iter().take(4).take_while(|w| w.capital && w.gap == Gap::Space);
    rest.into_iter().any(|w| matches!(w.of(text), "University" | "College" | "Institute" | "Academy" | "Conservatory"))
}

/// Whether a plural says what the name before `behind` and the ones joined to it are: "Zulia and Táchira states".
fn is_of_several(text: &str, words: &[Word], behind: usize) -> bool {
    let plural = |w: &Word| matches!(w.of(text), "states" | "provinces" | "oblasts" | "governorates" | "regions");
    let linked = |w: &&Word| {
        w.gap == Gap::Space && (w.capital || plural(w) || w.of(text) == "and") || w.gap == Gap::Comma && w.capital
    };
    let ahead = words.get(behind..).unwrap_or_default();
    let last = ahead.iter().take(8).take_while(linked).find(|w| plural(w));
    last.is_some_and(|w| w.gap == Gap::Space)
        && ahead.first().is_some_and(|w| plural(w) || w.gap == Gap::Comma || w.of(text) == "and")
}

/// How a name is written, which decides what kinds of names it can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// "Syria", "SYRIA": a name or a demonym.
    Plain,
    /// "Calif.", "W. Va.": a name that ends in a point.
    Pointed,
    /// "U.S.", "N.Y.": a name with points inside.
    Initials,
    /// "US", "TX", "UAE": short and in capitals.
    Capitals,
}

impl Spelling {
    pub(crate) fn allows(self, kind: NameKind) -> bool {
        match kind {
            NameKind::Pointed => self == Self::Pointed,
            NameKind::Initials => self == Self::Initials,
            NameKind::Capitals => self == Self::Capitals,
            NameKind::Name | NameKind::Alternate | NameKind::Demonym => self == Self::Plain,
        }
    }
}

/// The places that a spot may mean, in its spelling.
pub(crate) fn meanings<'g>(
    gazetteer: &'g Gazetteer,
    spot: &Spot,
) -> impl Iterator<Item = dateline_data_gazetteer::Candidate<'g>> + use<'g> {
    let spelling = spot.spelling;
    let all: Candidates<'g> = gazetteer.candidates(spot.found);
    all.filter(move |c| spelling.allows(c.kind))
}

/// So many words are asked for together.
const AHEAD: usize = 256;

/// Finds the longest names, left to right, into `spots`.
pub(crate) fn find(gazetteer: &Gazetteer, text: &str, words: &[Word], spots: &mut Vec<Spot>) {
    spots.clear();
    let (mut at, mut ahead) = (0, 0);
    while at < words.len() {
        if at >= ahead {
            ahead = at + AHEAD;
            let next = &words[at..ahead.min(words.len())];
            gazetteer.ahead(next.iter().filter(|w| w.capital).map(|w| w.of(text)));
        }
        match may_begin(text, words, at).then(|| longest(gazetteer, text, words, at)).flatten() {
            Some(mut spot) => {
                at = spot.behind as usize;
                // "al-Raqqa" is listed as "Raqqa": the article belongs to the name as the report writes it.
                if spot.first > 0 && is_article(text, words, spot.first as usize - 1) {
                    spot.first -= 1;
                    spot.start = words[spot.first as usize].start;
                }
                // "Plateau state" is listed as "Plateau State": the small word is none of the name.
                if words[at - 1].gap == Gap::Space && is_type(words[at - 1].of(text)) {
                    at -= 1;
                    spot.behind -= 1;
                    spot.end = words[at - 1].end;
                }
                spot.kind = Kind::of(text, words, spot.first as usize, at);
                spots.push(spot);
            }
            None => at += 1,
        }
    }
}

/// A name begins with a capital, or with an Arabic article before one ("al-Raqqa").
fn may_begin(text: &str, words: &[Word], at: usize) -> bool {
    words[at].capital || words[at].len() == 2 && is_article(text, words, at)
}

fn is_article(text: &str, words: &[Word], at: usize) -> bool {
    let word = &words[at];
    word.len() == 2
        && !word.capital
        && words.get(at + 1).is_some_and(|n| n.capital && n.gap == Gap::Hyphen)
        && matches!(word.of(text), "al" | "el" | "ar" | "as" | "ad" | "at" | "an" | "ez" | "ed")
}

fn longest(gazetteer: &Gazetteer, text: &str, words: &[Word], at: usize) -> Option<Spot> {
    let start = words[at].start as usize;
    let mut best = None;
    gazetteer.names_of_word(text, (start, words[at].end as usize), |found| {
        let behind = at + words[at..].iter().take_while(|w| (w.start as usize) < found.end).count();
        // A name ends where a word ends: "Paris" is not found in a word that goes on in another script.
        if words[behind - 1].end as usize != found.end {
            return;
        }
        if !is_written_as_name(text, &words[at..behind]) {
            return;
        }
        // Two names that a hyphen joins ("Paris-Nice") are one only where the gazetteer has them as one, in capitals.
        if words[at + 1..behind].iter().any(|w| w.gap == Gap::Hyphen && !w.capital && w.len() > 4) {
            return;
        }
        // The apostrophe counts for nothing in names: "Tonga's" is no village of the name "Tongas".
        let owns = behind > at + 1
            && words[behind - 1].gap == Gap::Apostrophe
            && matches!(words[behind - 1].of(text), "s" | "S");
        let spelling = spelling(text, start, found.end, &words[at..behind]);
        let spot = Spot {
            start: start as u32,
            end: found.end as u32,
            first: at as u32,
            behind: behind as u32,
            found,
            spelling,
            kind: Kind::Any,
        };
        let plain = spelling != Spelling::Capitals || is_among_capitals(text, words, at, behind);
        for spelling in [spelling, Spelling::Plain].into_iter().take(1 + usize::from(plain)) {
            let spot = Spot { spelling, end: end_of(text, &spot, spelling), ..spot };
            let any =
                |place: Place<'_>| !owns || place.name().ends_with(['s', 'S']) && place.name().contains(['\'', '’']);
            let fits = spelling_fits(text, &spot) && meanings(gazetteer, &spot).any(|c| any(c.place));
            // "St. Paul's mayor" is that of the city, not of a hamlet on Saint Helena.
            let people = |spot| meanings(gazetteer, spot).next().map_or(0, |c| c.place.population());
            if fits && !(owns && best.as_ref().is_some_and(|shorter| people(shorter) / 10 > people(&spot))) {
                best = Some(spot);
                return;
            }
        }
    });
    best
}

/// Every word of a name has a capital but particles, and none is the tail of a contraction ("We'll" is no "Well").
fn is_written_as_name(text: &str, words: &[Word]) -> bool {
    const PARTICLES: [&str; 37] = [
        "and", "of", "the", "de", "la", "le", "les", "del", "der", "den", "di", "da", "do", "dos", "das", "du", "am",
        "an", "im", "in", "on", "sur", "upon", "under", "al", "el", "ad", "ar", "as", "ash", "at", "ed", "er", "es",
        "ez", "bin", "ibn",
    ];
    words.iter().skip(1).all(|w| {
        let word = w.of(text);
        match w.gap {
            Gap::Apostrophe => !matches!(word, "ll" | "re" | "ve" | "d" | "t" | "m"),
            _ => {
                w.capital
                    || w.number
                    || PARTICLES.contains(&word)
                    || w.gap == Gap::Hyphen && w.len() < 5
                    || is_type(word)
            }
        }
    })
}

/// What a division is, written small behind its name.
fn is_type(word: &str) -> bool {
    matches!(word, "state" | "province" | "oblast" | "governorate" | "county" | "district" | "region" | "municipality")
}

/// A short word in capitals is a name only where capitals mean nothing: in a dateline or among others ("ROME (AP)").
fn is_among_capitals(text: &str, words: &[Word], at: usize, behind: usize) -> bool {
    // Small words of a headline do not count: "IRAN AND SAUDI ARABIA REOPEN".
    let shouted = |w: Option<&Word>| w.is_some_and(|w| w.shouted && w.len() > 3);
    let small = |at: usize| words.get(at).is_some_and(|w| w.shouted && w.len() < 4 && w.gap == Gap::Space);
    let next = words.get(behind);
    // "Severe acute respiratory syndrome (SARS)": an acronym.
    let bracket = text[..words[at].start as usize].ends_with('(');
    let heads = next.is_some_and(|w| w.gap == Gap::Mark) && !(bracket && words[at].gap == Gap::Mark)
        || words[at].gap == Gap::Sentence
            && next.is_none_or(|w| matches!(w.gap, Gap::Comma | Gap::Sentence | Gap::Point));
    heads
        || shouted(next)
        || small(behind) && shouted(words.get(behind + 1))
        || at > 0 && shouted(words.get(at - 1))
        || at > 1 && small(at - 1) && shouted(words.get(at - 2))
}

/// An abbreviation owns the point behind it.
fn end_of(text: &str, spot: &Spot, spelling: Spelling) -> u32 {
    let point = text.as_bytes().get(spot.end as usize) == Some(&b'.');
    let abbreviated = matches!(spelling, Spelling::Pointed | Spelling::Initials);
    if abbreviated && point { spot.end + 1 } else { spot.end }
}

fn spelling(text: &str, start: usize, end: usize, words: &[Word]) -> Spelling {
    let pointed = text.as_bytes().get(end) == Some(&b'.') && end - start <= 7;
    if words.len() == 1 && words[0].shouted && words[0].len() <= 6 {
        Spelling::Capitals
    } else if words.iter().skip(1).any(|w| w.gap == Gap::Tight) {
        Spelling::Initials
    } else if pointed {
        Spelling::Pointed
    } else {
        Spelling::Plain
    }
}

/// Plain names of two or three letters in capitals are codes of something else ("WHO", "MAY", "OF").
fn spelling_fits(text: &str, spot: &Spot) -> bool {
    let surface = &text[spot.start as usize..spot.end as usize];
    match spot.spelling {
        Spelling::Plain => {
            let lower = surface.bytes().any(|b| b.is_ascii_lowercase());
            surface.chars().any(char::is_uppercase) && (surface.len() > 3 || lower || !surface.is_ascii())
        }
        Spelling::Pointed | Spelling::Initials | Spelling::Capitals => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let gazetteer = Gazetteer::embedded();
        let (mut words, mut spots) = (Vec::new(), Vec::new());
        crate::words::split(text, &mut words);
        find(&gazetteer, text, &words, &mut spots);
        spots.iter().map(|s| text[s.start as usize..s.end as usize].to_owned()).collect()
    }

    #[test]
    fn names_are_found_in_their_spellings() {
        for (text, names) in [
            ("a U.S.-India summit", &["U.S.", "India"][..]),
            ("the US and the UK", &["US", "UK"]),
            ("OAKLAND, Calif. (AP)", &["OAKLAND", "Calif."]),
            ("fighting in al-Raqqa", &["al-Raqqa"]),
            ("New York City and Trinidad and Tobago", &["New York City", "Trinidad and Tobago"]),
            ("intra-Syrian talks", &["Syrian"]),
            ("N. Korean missiles, S. African gold", &["N. Korean", "S. African"]),
            ("told us who may speak", &[]),
            ("Tonga's king in St. John's", &["Tonga", "St. John's"]),
        ] {
            assert_eq!(found(text), names, "{text}");
        }
    }
}
