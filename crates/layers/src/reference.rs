//! Who is meant by words that name nobody.

use dateline_core::{Ascii, Ref, Span, Str, code, item};

use crate::{Gender, Mention};

code! {
    /// With what kind of words somebody is referred to.
    pub enum ReferenceType {
        /// A pronoun of any person: "she", "its", "himself"; "I" where somebody is quoted.
        PRONOUN = "pronoun",
        /// "Who" behind a name or noun.
        RELATIVE = "relative",
        /// What somebody or something is: "the minister", "the company".
        ROLE = "role",
    }
}

item! {
    /// Words that refer to a person, body or state without naming it.
    pub struct Reference: "reference", "r" {
        /// The words.
        pub span: Span,
        /// What kind of words they are.
        pub reference_type as "type": ReferenceType,
        /// The nearest mention by name.
        pub antecedent: Ref<Mention>,
        /// The full name, resolved within the document.
        pub name: Str,
        /// What a pronoun for it would be, where known.
        pub gender: Gender,
        /// ISO 3166-1 alpha-3 or organisation code, where it is an actor of one.
        pub actor: Ascii<2>,
        /// How sure this is, 0 to 1.
        pub confidence: f32,
    }
}
