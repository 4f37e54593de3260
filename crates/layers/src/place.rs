//! Where.

use dateline_core::{Ascii, Id, Span, Str, code, item};

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
    }
}
