//! What somebody said, and who.

use dateline_core::{Ascii, Ref, Span, Str, code, item, record};

code! {
    /// How much of the content stands between quotation marks.
    pub enum QuoteType {
        /// All of it.
        DIRECT = "direct",
        /// Some of it.
        MIXED = "mixed",
        /// None of it.
        INDIRECT = "indirect",
    }
}

code! {
    /// What the speaker did with the content.
    pub enum Mode {
        /// Said, wrote or announced it.
        SPEECH = "speech",
        /// Thought, believed, hoped or planned it.
        THOUGHT = "thought",
        /// Took a stand on a topic that is no clause ("slammed the deal").
        ATTITUDE = "attitude",
    }
}

record! {
    /// Who said it.
    pub struct Speaker {
        /// The words that name the speaker at this place; absent where the speaker is only implied.
        pub span: Span,
        /// The full name, resolved within the document.
        pub name: Str,
        /// The role that the text states ("Russia's chief negotiator").
        pub role: Str,
        /// ISO 3166-1 alpha-3 or organisation code, where the speaker speaks for one.
        pub actor: Ascii<2>,
    }
}

record! {
    /// Somebody who takes part without being the speaker.
    pub struct Party {
        /// The words that name it.
        pub span: Span,
        /// The full name, resolved within the document.
        pub name: Str,
    }
}

item! {
    /// Reported speech or thought: the content, without its outer quotation marks.
    pub struct Quote: "quote", "q" {
        /// The content.
        pub span: Span,
        /// How much of it stands between quotation marks.
        pub quote_type as "type": QuoteType,
        /// Said, thought, or a stand taken.
        pub mode: Mode,
        /// 1 for an outer quotation, 2 for one inside another.
        pub level: u32,
        /// Who said it; null where that cannot be known.
        pub speaker: Speaker,
        /// The relaying source of second-hand speech ("TASS quoted the ministry").
        pub via: Party,
        /// The words that make it a report ("said", "according to").
        pub cue: Span,
        /// The clause of the attribution, where day, place and addressee of the saying stand.
        pub attribution: Span,
        /// Whom it was said to ("told reporters").
        pub addressee: Party,
        /// The first piece of a split quotation, named by every piece of it.
        pub group: Ref<Quote>,
        /// How sure content and speaker are, 0 to 1.
        pub confidence: f32,
    }
}
