//! Who acts and who is acted upon.

use dateline_core::{Ascii, Span, Str, record};

record! {
    /// A state, organisation, office or group as an actor.
    pub struct Actor {
        /// The words that name it; absent where it is only implied.
        pub span: Span,
        /// Its full name.
        pub name: Str,
        /// ISO 3166-1 alpha-3 of its state, or the code of an international organisation.
        pub code: Ascii<2>,
        /// Its CAMEO sector: GOV, MIL, REB, OPP and so on.
        pub sector: Ascii<1>,
    }
}
