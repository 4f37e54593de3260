#![doc = include_str!("../README.md")]

mod byline;
mod confidence;
mod contain;
mod finder;
mod focus;
mod hints;
mod judge;
mod known;
mod lexicon;
mod meaning;
mod page;
mod pairs;
mod people;
mod resolve;
mod sense;
mod spots;
mod words;

use std::path::PathBuf;

use dateline_core::{Ascii, Context, Error, Extractor, Id, Item, LayerKey, List, Severity, Span, Str, register};
use dateline_data_gazetteer::Gazetteer;
use dateline_layers::{Alternative, Name, Place, Tag};

pub use finder::Scratch;
pub use focus::{FocusScratch, Focuses};

use finder::{Finder, Found};
use hints::Hints;

register! {
    plugin: "location",
    readme: include_str!("../README.md"),
    extractors: [Locations, Focuses],
}

/// Options of the extractor.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Places below this confidence are left out, 0 to 1.
    pub least_confidence: f32,
    /// For bulk work: one round of resolution instead of three, without distances between places, names and parts of speech.
    pub fast: bool,
    /// How many other places that a name may mean stand with each finding, the likeliest first.
    pub alternatives: usize,
    /// A gazetteer file that `dateline gazetteer build` made, in place of the one inside.
    pub gazetteer: Option<PathBuf>,
    /// A CSV file of places of one's own, which are laid over the gazetteer: name, lat, lon, and where known country, id,
    /// feature, population, aliases.
    pub places: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Options { least_confidence: 0.0, fast: false, alternatives: 0, gazetteer: None, places: None }
    }
}

/// The extractor: every place that a report names, resolved to GeoNames.
///
/// ```
/// use dateline_core::{Extractor, extract_alone};
/// use dateline_location::{Locations, Options};
///
/// let layer = extract_alone(&Locations::new(Options { fast: true, ..Options::default() })?, "He was born in Paris, Texas.");
/// let places = layer.view::<dateline_layers::Place>().unwrap();
/// assert_eq!(places[0].country.as_str(), "US");
/// # Ok::<(), dateline_core::Error>(())
/// ```
pub struct Locations {
    finder: Finder,
    options: Options,
}

impl Extractor for Locations {
    type Config = Options;
    type Output = Place;
    type Scratch = Scratch;
    const NAME: &'static str = "location";

    fn requires(options: &Options) -> Vec<LayerKey> {
        if options.fast { Vec::new() } else { vec![Tag::KEY, Name::KEY] }
    }

    fn new(options: Options) -> Result<Self, Error> {
        let mut gazetteer = match &options.gazetteer {
            None => Gazetteer::embedded(),
            Some(path) => dateline_gazetteer::open(path).map_err(Error::new)?,
        };
        if let Some(path) = &options.places {
            // An extractor cannot warn before it has a text: a list that is not right throughout is refused.
            let mut wrong = None;
            let places = dateline_gazetteer::read_places(path, &mut |line, why| {
                wrong.get_or_insert_with(|| format!("{}:{line}: {why}", path.display()));
            });
            let places = places.map_err(Error::new)?;
            if let Some(wrong) = wrong {
                return Err(Error::new(wrong));
            }
            gazetteer = gazetteer.lay_over(&places).map_err(Error::new)?;
        }
        Ok(Locations { finder: Finder::new(gazetteer, options.fast, options.alternatives), options })
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let text = cx.text();
        let mut scratch = std::mem::take(cx.scratch());
        let hints = if self.options.fast {
            Hints::default()
        } else {
            Hints { names: cx.layer::<Name>().items(), tags: cx.layer::<Tag>().items() }
        };
        self.finder.find(text, hints, &mut scratch);
        if self.finder.gazetteer.is_damaged() {
            let said = "the gazetteer file is damaged, so places may be missing or wrong: \"dateline gazetteer check\" says more";
            cx.report(Severity::WARNING, said, Span::new(0, 0));
        }
        // The agency of a dateline is a body, whatever place it is named after.
        // But "(NEW YORK) — Police said" has nothing else in its place.
        let dateline = cx.meta().dateline;
        let agency = if dateline.place.is_empty() { Span::new(0, 0) } else { dateline.agency };
        for found in scratch.found.iter().filter(|f| f.confidence >= self.options.least_confidence) {
            let item = self.item(cx, found, &scratch.others);
            if item.span.overlaps(agency) {
                continue;
            }
            let rule = if item.geonameid.0 == 0 { "a name without a place" } else { "a name in the gazetteer" };
            let emitted = cx.emit(item);
            cx.why(emitted, rule, &format_args!("{} {}", item.feature.as_str(), item.country.as_str()), &[item.span]);
        }
        *cx.scratch() = scratch;
    }
}

impl Locations {
    fn item(&self, cx: &mut Context<'_, Self>, found: &Found, others: &[(u32, f32)]) -> Place {
        let span = Span::new(found.start, found.end);
        let toponym_type = found.toponym_type;
        let alternatives = self.alternatives(cx, found, others);
        let place = found.row.and_then(|row| self.finder.gazetteer.place(row));
        let Some(place) = place else {
            let name = cx.intern(span.of(cx.text()));
            return Place {
                span,
                name,
                geonameid: Id(0),
                lat: f32::NAN,
                lon: f32::NAN,
                country: Ascii::NONE,
                admin1: Str::NONE,
                feature: Ascii::NONE,
                toponym_type,
                confidence: found.confidence,
                alternatives,
            };
        };
        let division = found.division.checked_sub(1).and_then(|row| self.finder.gazetteer.place(row));
        Place {
            span,
            name: cx.intern(place.name()),
            geonameid: Id(place.id().unwrap_or(0)),
            lat: place.lat() as f32,
            lon: place.lon() as f32,
            country: Ascii::new(place.iso2()),
            admin1: division.map_or(Str::NONE, |division| cx.intern(division.name())),
            feature: Ascii::new(place.feature()),
            toponym_type,
            confidence: found.confidence,
            alternatives,
        }
    }

    /// The other meanings of the name, as many as are asked for.
    fn alternatives(&self, cx: &mut Context<'_, Self>, found: &Found, others: &[(u32, f32)]) -> List<Alternative> {
        if self.options.alternatives == 0 {
            return List::EMPTY;
        }
        let others = others.get(found.others.0 as usize..found.others.1 as usize).unwrap_or_default();
        let places = others.iter().filter_map(|&(row, score)| Some((self.finder.gazetteer.place(row)?, score)));
        let all: Vec<Alternative> = places
            .map(|(place, score)| Alternative {
                geonameid: Id(place.id().unwrap_or(0)),
                name: cx.intern(place.name()),
                country: Ascii::new(place.iso2()),
                admin1: place.admin1().map_or(Str::NONE, |a| cx.intern(a.name())),
                feature: Ascii::new(place.feature()),
                lat: place.lat() as f32,
                lon: place.lon() as f32,
                score,
            })
            .collect();
        cx.list(&all)
    }
}

#[cfg(test)]
mod tests {
    use dateline_core::{Extractor as _, extract_alone};

    use super::*;

    /// Without the layers that only a pipeline has.
    fn alone() -> Locations {
        Locations::new(Options { fast: true, ..Options::default() }).expect("the defaults are right")
    }

    fn names(locations: &Locations, text: &str) -> Vec<(String, bool)> {
        let layer = extract_alone(locations, text);
        let places = layer.view::<Place>().expect("the layer is one of places");
        places.iter().map(|p| (p.span.of(text).to_owned(), p.lat.is_finite())).collect()
    }

    #[test]
    fn how_earlier_documents_write_a_name_changes_nothing() {
        let finder = Finder::new(dateline_data_gazetteer::Gazetteer::embedded(), false, 0);
        let read = |scratch: &mut finder::Scratch, text: &str| {
            finder.find(text, Hints::default(), scratch);
            scratch.found.iter().map(|found| (found.row, found.confidence.to_bits())).collect::<Vec<_>>()
        };
        let texts = [
            "He lives in St. John’s.",
            "He lives in St. John's.",
            "Talks in Medellín failed.",
            "Talks in Medellin failed.",
        ];
        let mut kept = finder::Scratch::default();
        for text in texts.iter().chain(texts.iter().rev()) {
            assert_eq!(read(&mut kept, text), read(&mut finder::Scratch::default(), text), "{text}");
        }
    }

    /// The third column of `data/cues.tsv`: "[name]" is a place of the sentence, "{name}" is none.
    #[test]
    fn the_examples_of_the_cues_hold() {
        let locations = alone();
        for (_, _, example) in lexicon::cues() {
            let plain = example.replace(['[', ']', '{', '}'], "");
            let found = names(&locations, &plain);
            let marked =
                |open, close| example.split(open).skip(1).map(move |rest: &str| rest.split(close).next().unwrap_or(""));
            for name in marked('[', ']') {
                assert!(found.iter().any(|(n, _)| n == name), "{name} is a place: {example} {found:?}");
            }
            for name in marked('{', '}') {
                assert!(!found.iter().any(|(n, _)| n == name), "{name} is no place: {example} {found:?}");
            }
        }
    }

    #[test]
    fn a_list_of_one_s_own_is_found_and_a_wrong_one_is_refused_with_its_line() {
        let path = std::env::temp_dir().join(format!("dateline-own-places-{}.csv", std::process::id()));
        let options = || Options { places: Some(path.clone()), fast: true, ..Options::default() };
        std::fs::write(&path, "name,lat,lon,country\nCamp Marigold,36.4,38.3,SY\n").expect("can be written");
        let locations = Locations::new(options()).expect("the list is right");
        let found = names(&locations, "Shelling hit Camp Marigold, said a medic in Paris.");
        assert_eq!(found, [("Camp Marigold".to_owned(), true), ("Paris".to_owned(), true)]);
        std::fs::write(&path, "name,lat,lon\nCamp Marigold,36.4,38.3\nNowhere,x,1\n").expect("can be written");
        let error = Locations::new(options()).err().expect("is refused").to_string();
        assert!(error.contains("csv:3: lat \"x\""), "{error}");
        std::fs::remove_file(&path).expect("can be removed");
    }

    #[test]
    fn no_text_is_an_error_and_spans_lie_on_characters() {
        let locations = alone();
        let odd = [
            "",
            "\0",
            ".",
            "U.",
            "U.S",
            "al-",
            "al-A",
            "é-É",
            "Paris,",
            "Paris, ",
            ", Texas",
            "(",
            "’s",
            "St. ",
            "St.\u{a0}",
            "Ka\u{ad}",
            "\u{301}Paris\u{301}",
            "Париж Paris巴黎",
            "counties",
            "Paris and counties",
            "in , Tex.",
            "A\u{feff}B",
        ];
        for text in odd {
            names(&locations, text);
        }
    }

    #[test]
    fn a_megabyte_of_one_thing_takes_linear_time() {
        let locations = alone();
        let marks = [
            "(",
            ".",
            "-",
            "'",
            "\n",
            "A",
            "A ",
            "A. ",
            "a-",
            "Paris",
            "Paris ",
            "Paris, ",
            "Springfield, Ill., ",
            "U.S.",
        ];
        for mark in marks {
            names(&locations, &mark.repeat((1 << 20) / mark.len()));
        }
    }
}
