//! Where.

use dateline_core::{Ascii, Id, List, Ref, Span, Str, code, item, record};

code! {
    /// What a toponym stands for.
    pub enum ToponymType {
        /// The place itself.
        LITERAL = "literal",
        /// A place, capital or seat that acts or speaks: its government or people.
        METONYM = "metonym",
        /// An adjective or the name of a people.
        DEMONYM = "demonym",
        /// Possessor or modifier of an institution, office or event.
        ASSOCIATIVE = "associative",
    }
}

record! {
    /// Another place that the toponym may mean.
    pub struct Alternative {
        /// Its GeoNames id; null where GeoNames does not list it.
        pub geonameid: Id,
        /// Its name in the gazetteer.
        pub name: Str,
        /// ISO 3166-1 alpha-2 of the country that it lies in.
        pub country: Ascii<1>,
        /// Its first-level division, by name.
        pub admin1: Str,
        /// Class and code of GeoNames.
        pub feature: Ascii<2>,
        /// Latitude in degrees, WGS 84.
        pub lat: f32,
        /// Longitude in degrees, WGS 84.
        pub lon: f32,
        /// Its part, 0 to 1, of all that the name may mean.
        pub score: f32,
    }
}

item! {
    /// A place that the text names.
    pub struct Place: "location", "l" {
        /// The toponym.
        pub span: Span,
        /// The name of the place in the gazetteer.
        pub name: Str,
        /// Its GeoNames id; null where it could not be resolved.
        pub geonameid: Id,
        /// Latitude in degrees, WGS 84.
        pub lat: f32,
        /// Longitude in degrees, WGS 84.
        pub lon: f32,
        /// ISO 3166-1 alpha-2 of the country that it lies in.
        pub country: Ascii<1>,
        /// Its first-level division, by name.
        pub admin1: Str,
        /// Class and code of GeoNames (`P.PPLC`).
        pub feature: Ascii<2>,
        /// What the toponym stands for here.
        pub toponym_type: ToponymType,
        /// How sure the resolution is, 0 to 1.
        pub confidence: f32,
        /// What else it may mean, the likeliest first: as many as the option `alternatives` asks for.
        pub alternatives: List<Alternative>,
    }
}

record! {
    /// How much of a report is about a country.
    pub struct CountryShare {
        /// ISO 3166-1 alpha-2.
        pub country: Ascii<1>,
        /// Its usual English name.
        pub name: Str,
        /// How often it, a place in it, or its people are named.
        pub mentions: u32,
        /// Its share of the weight of all places, 0 to 1; what stands in the headline and the lead weighs more.
        pub share: f32,
    }
}

item! {
    /// The country and the place that a report is about.
    pub struct Focus: "focus", "*" {
        /// The first mention of the country or of a place in it.
        pub span: Span,
        /// ISO 3166-1 alpha-2 of the country with the largest share.
        pub country: Ascii<1>,
        /// Its usual English name.
        pub name: Str,
        /// Its share of the weight of all places, 0 to 1.
        pub share: f32,
        /// The place in it, narrower than the country, that weighs most; null where there is none.
        pub place: Ref<Place>,
        /// The name of that place in the gazetteer.
        pub place_name: Str,
        /// All countries, the largest share first.
        pub countries: List<CountryShare>,
    }
}
