//! A place as the readers of the gazetteer see it.

use crate::Gazetteer;
use crate::format::Section;

/// One place: a row of the table, read where it lies.
#[derive(Clone, Copy)]
pub struct Place<'g> {
    pub(crate) gazetteer: &'g Gazetteer,
    pub(crate) row: u32,
}

/// What a place is, by its feature code: as much as most readers need, and cheap to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// A country or territory (`A.PCL*`, `A.TERR`).
    Country,
    /// A first-level division (`A.ADM1`).
    First,
    /// A second-level division (`A.ADM2`).
    Second,
    /// A smaller division (`A.ADM3` and on).
    Lower,
    /// A capital (`P.PPLC`), and a seat of government that is none (`P.PPLG`: La Paz, The Hague).
    Capital,
    /// A section of a populated place (`P.PPLX`).
    Section,
    /// Any other populated place (`P.*`).
    City,
    /// A region, water, range, road, building: everything else.
    Feature,
}

impl Level {
    /// The level of a GeoNames feature class and code.
    ///
    /// ```
    /// use dateline_data_gazetteer::Level;
    /// assert_eq!(Level::of("A.PCLI"), Level::Country);
    /// assert_eq!(Level::of("H.STM"), Level::Feature);
    /// ```
    pub fn of(feature: &str) -> Self {
        match feature {
            "A.ADM1" => Self::First,
            "A.ADM2" => Self::Second,
            "P.PPLC" | "P.PPLG" => Self::Capital,
            "P.PPLX" => Self::Section,
            _ if feature.starts_with("A.PCL") || feature.starts_with("A.TER") => Self::Country,
            _ if feature.starts_with("A.") => Self::Lower,
            _ if feature.starts_with("P.") => Self::City,
            _ => Self::Feature,
        }
    }
}

/// Where a row comes from; `NOTICE` has the terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Keyed by hand in this project's tables.
    Keyed,
    /// GeoNames, countries.
    GeonamesCountry,
    /// GeoNames, administrative divisions.
    GeonamesDivision,
    /// GeoNames, populated places of 500 people and more.
    GeonamesCity,
    /// A user's own file.
    User,
    /// A GeoNames dump that a user made a gazetteer of.
    GeonamesDump,
}

impl Source {
    /// Where it comes from, in words.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Keyed => "dateline, keyed by hand",
            Self::GeonamesCountry => "GeoNames, countries",
            Self::GeonamesDivision => "GeoNames, administrative divisions",
            Self::GeonamesCity => "GeoNames, populated places of 500 people and more",
            Self::User => "places of one's own",
            Self::GeonamesDump => "GeoNames dump",
        }
    }

    pub(crate) fn from_code(code: u8) -> Self {
        match code {
            1 => Self::GeonamesCountry,
            2 => Self::GeonamesDivision,
            3 => Self::GeonamesCity,
            4 => Self::User,
            5 => Self::GeonamesDump,
            _ => Self::Keyed,
        }
    }

    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Keyed => 0,
            Self::GeonamesCountry => 1,
            Self::GeonamesDivision => 2,
            Self::GeonamesCity => 3,
            Self::User => 4,
            Self::GeonamesDump => 5,
        }
    }
}

impl<'g> Place<'g> {
    /// The columns that this row stands in, and its number there.
    #[inline]
    fn cell(self) -> (&'g Gazetteer, u32) {
        let base = self.gazetteer;
        match &base.over {
            Some(over) if self.row >= base.rows => (&over.places, self.row - base.rows),
            _ => (base, self.row),
        }
    }

    #[inline]
    fn wide(self, section: Section) -> u32 {
        let (columns, row) = self.cell();
        columns.wide(section, row)
    }

    /// The row number: stable within one gazetteer file only.
    #[inline]
    pub fn row(self) -> u32 {
        self.row
    }

    /// The GeoNames id; `None` for a region that GeoNames does not list.
    pub fn id(self) -> Option<u32> {
        let id = self.wide(Section::Ids);
        (id != 0).then_some(id)
    }

    /// The name to show, in the spelling that English reports use where the tables know it.
    pub fn name(self) -> &'g str {
        self.cell().0.string(self.wide(Section::NameOffsets))
    }

    /// Degrees north, to five decimals.
    #[inline]
    pub fn lat(self) -> f64 {
        f64::from(self.wide(Section::Lats).cast_signed()) / 1e5
    }

    /// Degrees east, to five decimals.
    #[inline]
    pub fn lon(self) -> f64 {
        f64::from(self.wide(Section::Lons).cast_signed()) / 1e5
    }

    /// People; of a division, those of the listed places in it; 0 where unknown.
    #[inline]
    pub fn population(self) -> u32 {
        self.wide(Section::Populations)
    }

    /// GeoNames feature class and code: `P.PPLC`, `A.ADM1`, `H.STM`.
    #[inline]
    pub fn feature(self) -> &'g str {
        self.cell().0.features.get(self.wide(Section::Features) as usize).map_or("", |(feature, _)| feature)
    }

    /// What it is, by its feature code.
    #[inline]
    pub fn level(self) -> Level {
        self.cell().0.features.get(self.wide(Section::Features) as usize).map_or(Level::Feature, |(_, level)| *level)
    }

    /// What this place lies in: city, second-level division, first-level division, country.
    pub fn parent(self) -> Option<Place<'g>> {
        let row = self.wide(Section::Parents);
        (row != 0).then(|| Place { gazetteer: self.gazetteer, row: row - 1 })
    }

    /// The country it lies in, or itself where it is one.
    pub fn country(self) -> Option<Place<'g>> {
        let index = self.wide(Section::Countries);
        (index != 0).then(|| Place { gazetteer: self.gazetteer, row: index - 1 })
    }

    /// ISO 3166-1 alpha-2 of its country, empty for what belongs to none.
    pub fn iso2(self) -> &'g str {
        self.country().map_or("", |c| c.code().get(..2).unwrap_or(""))
    }

    /// ISO 3166-1 alpha-3 of its country, empty for what belongs to none.
    pub fn iso3(self) -> &'g str {
        self.country().map_or("", |c| c.code().get(3..6).unwrap_or(""))
    }

    /// The first-level division it lies in, or itself where it is one.
    pub fn admin1(self) -> Option<Place<'g>> {
        self.division(Level::First)
    }

    /// The second-level division it lies in, or itself where it is one.
    pub fn admin2(self) -> Option<Place<'g>> {
        self.division(Level::Second)
    }

    /// The country, the first-level and the second-level division that it lies in, itself included: one walk for all three.
    pub fn lies_in(self) -> [Option<Place<'g>>; 3] {
        let (mut found, mut at) = ([self.country(), None, None], Some(self));
        for _ in 0..7 {
            let Some(place) = at else { break };
            match place.level() {
                Level::First => {
                    found[1] = Some(place);
                    break;
                }
                Level::Second => found[2] = found[2].or(Some(place)),
                // Above a country there are only regions.
                Level::Country => break,
                _ => {}
            }
            at = place.parent();
        }
        found
    }

    fn division(self, level: Level) -> Option<Place<'g>> {
        let mut place = self;
        // No chain is longer than city, five levels of divisions, country; a damaged file must not send us in circles.
        for _ in 0..7 {
            if place.level() == level {
                return Some(place);
            }
            place = place.parent()?;
        }
        None
    }

    /// Of a division its GeoNames code (`US.TX`, `GB.ENG.Q5`), of a country `US.USA`; empty for other places.
    pub fn code(self) -> &'g str {
        if self.row < self.gazetteer.coded() {
            self.gazetteer.string(self.gazetteer.u32(Section::Codes, self.row))
        } else {
            ""
        }
    }

    /// The seat of government of a country.
    pub fn capital(self) -> Option<Place<'g>> {
        if self.row >= self.gazetteer.countries() {
            return None;
        }
        let row = self.gazetteer.u32(Section::Capitals, self.row);
        (row != 0).then(|| Place { gazetteer: self.gazetteer, row: row - 1 })
    }

    /// Where this row comes from.
    #[inline]
    pub fn source(self) -> Source {
        Source::from_code(self.wide(Section::Sources) as u8)
    }

    /// Great-circle distance to another place, in kilometres, on a sphere of the Earth's mean radius.
    pub fn distance_km(self, other: Place<'_>) -> f64 {
        great_circle_km((self.lat(), self.lon()), (other.lat(), other.lon()))
    }
}

/// Great-circle distance of two points in degrees, in kilometres.
pub(crate) fn great_circle_km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (north, other) = (a.0.to_radians(), b.0.to_radians());
    let h = ((other - north) / 2.0).sin().powi(2)
        + north.cos() * other.cos() * ((b.1 - a.1).to_radians() / 2.0).sin().powi(2);
    12_742.0 * h.sqrt().min(1.0).asin()
}

impl PartialEq for Place<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.row == other.row
    }
}

impl std::fmt::Debug for Place<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({}, {})", self.name(), self.feature(), self.iso2())
    }
}
