//! The extractor `focus`: the country and the place that a report is about.
//!
//! Each mention of a place gives its country a weight: most in the headline, much in the lead, and little where it only
//! names an institution. The largest share wins; the place is the heaviest one in that country that is narrower than it.

use dateline_core::{Ascii, Context, Extractor, Item, LayerKey, Ref, RegionKind, Result, Str};
use dateline_data_actors::{alpha3, name_of};
use dateline_layers::{CountryShare, Focus, Place, ToponymType};

/// What a mention weighs in the headline and in the lead, where one in the body weighs 1.
const HEADLINE: f32 = 3.0;
const LEAD: f32 = 2.0;
/// The part of its weight that a mention keeps which only names an institution, or where the report was filed.
const ASIDE: f32 = 0.5;

/// The extractor.
pub struct Focuses;

/// What it works with.
#[derive(Default)]
pub struct FocusScratch {
    countries: Vec<Tally>,
    places: Vec<Tally>,
    shares: Vec<CountryShare>,
}

/// What is known of a country or a place so far.
#[derive(Clone, Copy)]
struct Tally {
    /// The country.
    country: Ascii<1>,
    /// The GeoNames id, where it is a place in a country.
    id: u32,
    /// The position of its first mention.
    first: usize,
    mentions: u32,
    weight: f32,
}

impl Extractor for Focuses {
    type Config = ();
    type Output = Focus;
    type Scratch = FocusScratch;
    const NAME: &'static str = "focus";

    fn requires((): &()) -> Vec<LayerKey> {
        vec![Place::KEY]
    }

    fn new((): ()) -> Result<Self> {
        Ok(Focuses)
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let places = cx.layer::<Place>();
        let mut scratch = std::mem::take(cx.scratch());
        let FocusScratch { countries, places: narrow, shares } = &mut scratch;
        countries.clear();
        narrow.clear();
        shares.clear();
        for (at, place) in places.iter().enumerate() {
            let weight = weight(cx, place);
            if place.country.is_none() || weight == 0.0 {
                continue;
            }
            let tally = Tally { country: place.country, id: 0, first: at, mentions: 1, weight };
            add(countries, tally);
            let is_narrow = !["A.PCL", "L.", "H."].iter().any(|wide| place.feature.as_str().starts_with(wide));
            if is_narrow && place.toponym_type == ToponymType::LITERAL && place.geonameid.0 != 0 {
                add(narrow, Tally { id: place.geonameid.0, ..tally });
            }
        }
        if !countries.is_empty() {
            let total: f32 = countries.iter().map(|tally| tally.weight).sum();
            countries.sort_by(heavier);
            for tally in countries.iter() {
                let name = alpha3(tally.country.as_str()).and_then(name_of);
                let name = name.map_or(Str::NONE, |name| cx.intern(name));
                let share = (tally.weight / total * 100.0).round() / 100.0;
                shares.push(CountryShare { country: tally.country, name, mentions: tally.mentions, share });
            }
            let best = countries[0];
            let place = narrow.iter().filter(|tally| tally.country == best.country).min_by(|a, b| heavier(a, b));
            let place_name = place.and_then(|tally| places.str(places[tally.first].name));
            let focus = Focus {
                span: places[best.first].span,
                country: best.country,
                name: shares[0].name,
                share: shares[0].share,
                place: place.map_or(Ref::NONE, |tally| Ref::to(tally.first as u32)),
                place_name: place_name.map_or(Str::NONE, |name| cx.intern(name)),
                countries: cx.list(shares),
            };
            let at = cx.emit(focus);
            let note = format_args!("{} mentions, weight {:.1} of {total:.1}", best.mentions, best.weight);
            cx.why(at, "the largest share of the places", &note, &[places[best.first].span]);
        }
        *cx.scratch() = scratch;
    }
}

/// What a mention weighs.
fn weight(cx: &Context<'_, Focuses>, place: &Place) -> f32 {
    let weight = match cx.region_at(place.span.start) {
        RegionKind::HEADLINE => HEADLINE,
        RegionKind::LEAD => LEAD,
        RegionKind::DATELINE => ASIDE,
        RegionKind::BODY | RegionKind::CAPTION => 1.0,
        // Menus, bylines and other stories' headlines.
        _ => 0.0,
    };
    if place.toponym_type == ToponymType::ASSOCIATIVE { weight * ASIDE } else { weight }
}

fn add(tallies: &mut Vec<Tally>, new: Tally) {
    match tallies.iter_mut().find(|tally| (tally.country, tally.id) == (new.country, new.id)) {
        Some(known) => {
            known.mentions += 1;
            known.weight += new.weight;
        }
        None => tallies.push(new),
    }
}

/// The heavier first, then the one that the report names first.
fn heavier(one: &Tally, other: &Tally) -> std::cmp::Ordering {
    other.weight.total_cmp(&one.weight).then(one.first.cmp(&other.first))
}
