//! The meanings of a name, before the document is asked: what each place has for and against it from the start.

use std::cell::OnceCell;

use dateline_data_gazetteer::{Gazetteer, Level, NameKind, Place, Source, key, without_type};

use crate::judge::{Rank, is_chosen, strength};
use crate::spots::{Kind, Spot, meanings};

/// The weights of the signals of resolution, in natural logarithms. Found by coordinate search over news in plain steps.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weights {
    /// Of the logarithm of the population.
    pub population: f32,
    /// Beyond that, of the logarithm of the population over 300,000: great cities and states are named without a hint.
    pub great: f32,
    /// Of a region, water or seat of the hand-keyed tables.
    pub feature: f32,
    /// Of the logarithm of one more than the votes for its country, its first and its second-level division.
    pub country: f32,
    pub admin1: f32,
    pub admin2: f32,
    /// How much the name of a country itself counts among the votes for it, beside that of a town in it.
    pub mention: f32,
    /// The same of a capital, which often stands for its government.
    pub seat: f32,
    /// Of the logarithm of one more than the nearness of the other places.
    pub near: f32,
    /// For a place that is named with what it lies in ("Paris, Texas").
    pub contained: f32,
    /// For a capital, a country, a name that is not the usual one.
    pub capital: f32,
    /// For the seat of a first-level division: Geneva, Lyon, Peshawar.
    pub chief: f32,
    pub state: f32,
    pub alternate: f32,
    /// Beyond that, for another name that is not even like the usual one: "Berea" of Aleppo.
    pub strange: f32,
    /// For a place in a country of the same name: Djibouti in Djibouti.
    pub homeland: f32,
    /// For a village of the name of a country, of a region, of a state of its country.
    pub overshadowed: f32,
    /// For an island or a region of the name of a country: Ireland.
    pub island: f32,
    /// For the capital of a country that the document names.
    pub named: f32,
    /// For a place of the kind that the word beside the name says: "Kano state", "the city of Homs".
    pub kind: f32,
    /// For smaller and for first-level divisions, for those that bear the name of a city of theirs, and for sections of cities.
    pub county: f32,
    pub division: f32,
    pub namesake: f32,
    pub section: f32,
    /// For a second-level division before the word "counties".
    pub counties: f32,
    /// How much sharper the first vote is than the later ones.
    pub first: f32,
}

impl Weights {
    pub(crate) const DEFAULT: Self = Self {
        population: 0.32,
        great: 0.5,
        feature: 8.0,
        country: 1.75,
        admin1: 2.0,
        admin2: 1.6,
        mention: 0.25,
        seat: 0.5,
        near: 2.4,
        contained: 6.0,
        capital: 2.0,
        chief: 1.5,
        state: 2.5,
        alternate: -2.0,
        strange: -2.0,
        homeland: -5.0,
        overshadowed: -3.0,
        island: -4.0,
        named: 2.0,
        kind: 5.0,
        county: -0.8,
        division: -0.5,
        namesake: -2.0,
        section: -1.5,
        counties: 6.0,
        first: 1.5,
    };
}

/// One meaning of a name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub row: u32,
    pub kind: NameKind,
    pub level: Level,
    /// What speaks for it before the document is asked, and after.
    pub prior: f32,
    pub score: f32,
    /// Its part of the softmax over the candidates of its group.
    pub share: f32,
    /// Rows plus one of its country, first and second-level division; 0 for none.
    pub lies_in: [u32; 3],
    pub people: f32,
    /// The point on the unit sphere.
    pub at: [f32; 3],
    /// What the other names say for its country, in votes.
    pub countrymen: f32,
    /// The text names it with what it lies in, or with what lies in it.
    pub contained: bool,
}

/// Appends the candidates of a spot and says what its name is first of all.
pub(crate) fn candidates(
    gazetteer: &Gazetteer,
    (text, spot): (&str, &Spot),
    weights: &Weights,
    most: usize,
    out: &mut Vec<Candidate>,
) -> (Rank, f32) {
    let mut rank = (Rank::City, f32::MIN);
    let first = out.len();
    let surface = Surface::of(text.get(spot.start as usize..spot.end as usize).unwrap_or_default());
    for meaning in meanings(gazetteer, spot).take(most) {
        let people = people_of(meaning.place);
        let level = meaning.place.level();
        let (kind, usual) = match meaning.kind {
            // "Frankfurt" and "St. Louis" are as good as the usual names.
            NameKind::Alternate => match surface.likeness(meaning.place.name(), level) {
                Likeness::Same => (NameKind::Name, Likeness::Same),
                other => (NameKind::Alternate, other),
            },
            kind => (kind, Likeness::Same),
        };
        let mut named = strength(meaning.place, level, kind, people);
        // A former name of a small town: few know it, and it is a word of its own ("Jules" was Euless).
        if usual == Likeness::Strange && people < 100_000.0 {
            named.1 -= if meaning.place.iso2() == "US" { 1.5 } else { 0.5 };
        }
        if named.1 > rank.1 {
            rank = named;
        }
        let mut made = candidate(meaning.place, level, kind, people, weights);
        // A damaged file may say that a place lies in a village.
        let inside = |of: Place<'_>| (of.row() < gazetteer.coded()).then_some(of.row() + 1);
        made.lies_in = meaning.place.lies_in().map(|of| of.and_then(inside).unwrap_or(0));
        made.prior += if usual == Likeness::Strange { weights.strange } else { 0.0 };
        let of_kind = match spot.kind {
            Kind::Any => false,
            Kind::First => level == Level::First,
            Kind::Second => level == Level::Second,
            Kind::City => matches!(level, Level::City | Level::Capital | Level::Section),
        };
        made.prior += if of_kind { weights.kind } else { 0.0 };
        out.push(made);
    }
    weigh_together(&mut out[first..], weights);
    out[first..].iter_mut().for_each(|c| c.score = c.prior);
    rank
}

/// How many people live there. Where nobody counted those of the seat of a district, some thousands.
fn people_of(place: Place<'_>) -> f32 {
    match place.population() {
        0 if matches!(place.feature(), "P.PPLA" | "P.PPLA2") => 6000.0,
        people => people as f32,
    }
}

/// What meanings of one name say of each other.
fn weigh_together(all: &mut [Candidate], weights: &Weights) {
    let countries = all.iter().any(|c| c.level == Level::Country);
    let named = all.iter().any(|c| c.level == Level::Country && c.kind == NameKind::Name);
    // Most names have no meaning that says anything of the others, and many are shared by a hundred villages.
    let capitals = all.iter().any(|c| c.level == Level::Capital && c.kind == NameKind::Name);
    let greats: Vec<usize> = (0..all.len()).filter(|&i| may_overshadow(&all[i])).collect();
    for i in 0..all.len() {
        let one = all[i];
        // "Ireland" is the state before it is the island.
        if one.level == Level::Feature && named {
            all[i].prior += weights.island;
        }
        // What is another name of one place is rarely that where a city of its division has the name: New Delhi.
        let bears =
            |c: &Candidate| c.level == Level::Capital && c.kind == NameKind::Name && c.lies_in[1] == one.lies_in[1];
        if capitals && one.kind == NameKind::Alternate && one.level == Level::City && all.iter().any(bears) {
            all[i].prior += weights.strange;
        }
        // The name of a country is rarely a town in it.
        let home = |c: &Candidate| c.level == Level::Country && c.row + 1 == one.lies_in[0];
        if countries && one.level != Level::Country && all.iter().any(home) {
            all[i].prior += weights.homeland;
        }
        if !greats.is_empty() && matches!(one.level, Level::City | Level::Section | Level::Second | Level::Lower) {
            let overshadowed = greats.iter().map(|&great| overshadows(&all[great], &one, weights));
            all[i].prior += weights.overshadowed * overshadowed.fold(0.0, f32::max);
        }
        // A city that gives its division the name is meant first: New York, Kharkiv.
        let city = |c: &Candidate| matches!(c.level, Level::City | Level::Capital) && c.kind == NameKind::Name;
        let eponym = |c: &Candidate| city(c) && c.lies_in[1] == one.row + 1 && c.people > 0.15 * one.people;
        if one.level == Level::First && all.iter().any(eponym) {
            all[i].prior += weights.namesake;
        }
    }
}

/// How far one meaning overshadows a village of its name, which is named with what it lies in ("Russia, Ohio", "Nevada in
/// Iowa"), the more so the smaller it is.
fn overshadows(great: &Candidate, village: &Candidate, weights: &Weights) -> f32 {
    let times = great.people / (village.people + 100.0);
    let overshadows = match great.level {
        Level::Country => times > 30.0 || village.kind == NameKind::Alternate,
        // But a city may be the seat of the division that it gives the name.
        Level::First => times > 5.0 && great.lies_in[0] == village.lies_in[0] && village.lies_in[1] != great.row + 1,
        // "Atlanta", among many towns of Texas.
        Level::City | Level::Capital => {
            // "Paris", among towns of Texas: home papers write of theirs, so that it weighs less.
            if great.people > 500_000.0 && village.people < 30_000.0 && great.lies_in[0] != village.lies_in[0] {
                return 0.4;
            }
            great.people > GREAT && village.people < 30_000.0 && great.lies_in[0] == village.lies_in[0]
        }
        Level::Feature => great.prior >= weights.feature,
        _ => false,
    };
    if overshadows { 1.0 + 0.3 * (times / 1000.0).ln().max(0.0) } else { 0.0 }
}

/// Whether a meaning is one of those that villages of its name can be overshadowed by: most are villages themselves.
fn may_overshadow(great: &Candidate) -> bool {
    great.kind != NameKind::Alternate
        && match great.level {
            Level::Country | Level::First | Level::Feature => true,
            Level::City | Level::Capital => great.people > GREAT,
            _ => false,
        }
}

/// More people than this make a city overshadow the villages of its name.
const GREAT: f32 = 300_000.0;

fn candidate(place: Place<'_>, level: Level, kind: NameKind, people: f32, weights: &Weights) -> Candidate {
    // A village of unknown size has some people; a region of the hand-keyed tables is as well known as a small country.
    let size = weights.population * (people + 200.0).ln() + weights.great * (people / 300_000.0).ln().max(0.0);
    let mut prior = match level {
        Level::Country => weights.population * (people + 1e6).ln() + weights.state,
        Level::First => size + weights.division,
        Level::Second | Level::Lower => size + weights.county,
        Level::Capital => size + weights.capital,
        Level::City if place.feature().ends_with("PPLA") => size + weights.chief,
        Level::City => size,
        Level::Feature if is_chosen(place) => weights.feature,
        Level::Section | Level::Feature => size + weights.section,
    };
    if place.source() == Source::User {
        prior = prior.max(weights.feature);
    }
    if kind == NameKind::Alternate {
        prior += weights.alternate;
    }
    let (lat, lon) = (place.lat().to_radians() as f32, place.lon().to_radians() as f32);
    Candidate {
        row: place.row(),
        kind,
        level,
        prior,
        score: prior,
        share: 0.0,
        lies_in: [0; 3],
        people,
        at: [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()],
        countrymen: 0.0,
        contained: false,
    }
}

/// How another name of a place is like its usual one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Likeness {
    /// The same but for its tail, or written otherwise.
    Same,
    /// A spelling of it, or a part.
    Like,
    Strange,
}

/// A name as the text writes it.
struct Surface<'t> {
    text: &'t str,
    /// Folded at the first meaning that needs it.
    key: OnceCell<Option<String>>,
}

impl<'t> Surface<'t> {
    fn of(text: &'t str) -> Self {
        Surface { text, key: OnceCell::new() }
    }

    /// How it is like the usual name of a place.
    fn likeness(&self, name: &str, level: Level) -> Likeness {
        // A county of the United States is called by its short name only among others.
        let untyped = || level == Level::First && without_type(name).is_some_and(|n| n.eq_ignore_ascii_case(self.text));
        if is_short_for(self.text, name) || is_written_out(self.text, name) || untyped() {
            Likeness::Same
        } else if self.is_like(name) {
            Likeness::Like
        } else {
            Likeness::Strange
        }
    }

    /// Whether it is a spelling of the usual name: they begin alike, or one is a part of the other.
    fn is_like(&self, name: &str) -> bool {
        // Most are seen to be at once.
        if self.text.bytes().zip(name.bytes()).take(4).filter(|(a, b)| a.eq_ignore_ascii_case(b)).count() == 4 {
            return true;
        }
        let surface = self.key.get_or_init(|| key(self.text)).as_deref();
        let (Some(surface), Some(name)) = (surface, key(name)) else { return false };
        // An article may be all that is alike.
        let alike = surface.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
        let part = |long: &str, short: &str| short.len() > 2 && long.contains(short);
        alike > 3 || part(&name, surface) || part(surface, &name) || consonants(surface).eq(consonants(&name))
    }
}

/// Whether it is the usual name without what tells it from others: "Frankfurt" of "Frankfurt am Main", "Newcastle" of
/// "Newcastle upon Tyne".
fn is_short_for(surface: &str, name: &str) -> bool {
    let rest =
        name.get(..surface.len()).filter(|head| head.eq_ignore_ascii_case(surface)).map(|head| &name[head.len()..]);
    let particle = |rest: &str| rest.starts_with([' ', '-']) && rest[1..].starts_with(|c: char| c.is_lowercase());
    rest.is_some_and(|rest| particle(rest) || rest.starts_with(" ("))
}

/// Whether the two differ in how their first word is written: "St. Louis" and "Saint Louis", "Mount" and "Mt.".
fn is_written_out(surface: &str, name: &str) -> bool {
    const PAIRS: [(&str, &str); 4] = [("saint", "st"), ("sainte", "ste"), ("mount", "mt"), ("fort", "ft")];
    let split = |name| str::split_once(name, [' ', '-']).map(|(head, rest)| (head.trim_end_matches('.'), rest));
    let (Some((a, rest)), Some((b, other))) = (split(surface), split(name)) else { return false };
    let pair = |long: &str, short: &str| a.eq_ignore_ascii_case(long) && b.eq_ignore_ascii_case(short);
    rest.eq_ignore_ascii_case(other) && PAIRS.iter().any(|(long, short)| pair(long, short) || pair(short, long))
}

/// The consonants of a folded name as they sound, without article, doubled ones once.
fn consonants(name: &str) -> impl Iterator<Item = u8> {
    let name = ["al ", "el ", "as ", "ad ", "ar ", "an "].iter().find_map(|a| name.strip_prefix(a)).unwrap_or(name);
    let mut last = 0;
    let sound = |b: u8| match b {
        b'j' => b'g',
        b'q' | b'c' | b'x' => b'k',
        b'z' => b's',
        b'v' | b'w' => b'b',
        b'd' => b't',
        other => other,
    };
    name.bytes().filter(|b| b.is_ascii_alphabetic() && !b"aeiouyh".contains(b)).map(sound).filter(move |&b| {
        let new = b != last;
        last = b;
        new
    })
}
