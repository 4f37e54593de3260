//! Places of one's own, laid over a gazetteer: they are found beside its places, and replace those of equal id.

use crate::{Builder, FormatError, Gazetteer, NameKind, Place, Row, Source};

/// A place to lay over a gazetteer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Laid {
    /// GeoNames id; 0 for none. The place of this id is not found any more by its other names.
    pub id: u32,
    /// The name to show and to find.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Degrees north and east.
    pub point: (f64, f64),
    /// ISO 3166-1 alpha-2; empty for none.
    pub country: String,
    /// GeoNames feature class and code.
    pub feature: String,
    /// People; 0 where unknown.
    pub population: u32,
}

/// What is laid over a gazetteer. Parents and countries are rows of the gazetteer below.
pub(crate) struct Over {
    pub(crate) places: Gazetteer,
    /// Ids that are replaced, sorted.
    replaced: Vec<u32>,
}

impl Gazetteer {
    /// Lays places over this gazetteer; those that were laid before are gone.
    ///
    /// # Errors
    /// When the index of names cannot be built.
    ///
    /// ```
    /// use dateline_data_gazetteer::{Gazetteer, Laid};
    /// let camp = Laid { name: "Camp Marigold".into(), point: (36.4, 38.3), country: "SY".into(), ..Laid::default() };
    /// let gazetteer = Gazetteer::embedded().lay_over(&[camp])?;
    /// let found = gazetteer.find("Camp Marigold").next().unwrap().place;
    /// assert_eq!((found.lat(), found.country().unwrap().name()), (36.4, "Syria"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn lay_over(mut self, places: &[Laid]) -> Result<Self, FormatError> {
        self.over = None;
        let mut builder = Builder::default();
        for place in places {
            let country = (0..self.countries).find(|&row| self.country_is(row, &place.country));
            let feature = if place.feature.is_empty() { "P.PPL" } else { &place.feature };
            let row = builder.place(Row {
                id: place.id,
                name: place.name.clone(),
                point: place.point,
                population: place.population,
                parent: country,
                country,
                feature: feature.to_owned(),
                source: Source::User,
                code: String::new(),
                capital: None,
            });
            for name in std::iter::once(&place.name).chain(&place.aliases) {
                builder.name(row, name, NameKind::of(name, NameKind::Name));
            }
        }
        let bytes = builder.finish("").map_err(FormatError::Names)?;
        // A gazetteer is read where it lies for as long as the program runs; this one is small.
        let opened = Gazetteer::open(Vec::leak(bytes))?;
        let mut replaced: Vec<u32> = places.iter().map(|p| p.id).filter(|&id| id != 0).collect();
        replaced.sort_unstable();
        self.over = Some(Box::new(Over { places: opened, replaced }));
        Ok(self)
    }

    fn country_is(&self, row: u32, iso2: &str) -> bool {
        self.place(row).is_some_and(|p| p.iso2().eq_ignore_ascii_case(iso2))
    }

    /// Whether a place of the file itself is replaced by one laid over it.
    pub(crate) fn is_replaced(&self, place: Place<'_>) -> bool {
        let replaced = |over: &Over| {
            !over.replaced.is_empty() && place.id().is_some_and(|id| over.replaced.binary_search(&id).is_ok())
        };
        place.row() < self.rows && self.over.as_ref().is_some_and(|over| replaced(over))
    }
}
