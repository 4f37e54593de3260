//! Who did what to whom, and in what tone.

use dateline_core::{Ascii, Flag, Id, List, Ref, Span, Str, code, item, record};

use crate::{Actor, Place, Quote, Temporal};

code! {
    /// The sixteen types of PLOVER 0.8.
    pub enum Plover {
        AGREE = "AGREE",
        CONSULT = "CONSULT",
        SUPPORT = "SUPPORT",
        COOPERATE = "COOPERATE",
        AID = "AID",
        CONCEDE = "CONCEDE",
        RETREAT = "RETREAT",
        REQUEST = "REQUEST",
        ACCUSE = "ACCUSE",
        REJECT = "REJECT",
        THREATEN = "THREATEN",
        PROTEST = "PROTEST",
        SANCTION = "SANCTION",
        MOBILIZE = "MOBILIZE",
        COERCE = "COERCE",
        ASSAULT = "ASSAULT",
    }
}

code! {
    /// Whether an event is a fact.
    pub enum Status {
        /// It happened or happens.
        OCCURRED = "occurred",
        /// Somebody means to do it.
        INTENDED = "intended",
        /// It depends on something.
        CONDITIONAL = "conditional",
        /// It is only thought of.
        HYPOTHETICAL = "hypothetical",
        /// It did not happen.
        NEGATED = "negated",
        /// Somebody denies it.
        DENIED = "denied",
    }
}

record! {
    /// When an event happened.
    pub struct EventDate {
        /// The TIMEX3 value.
        pub value: Str,
        /// The date that states it.
        pub id: Ref<Temporal>,
    }
}

item! {
    /// Who did or said what to whom.
    pub struct Event: "event", "e" {
        /// The clause or sentence that is the evidence.
        pub span: Span,
        /// Who did it.
        pub source: List<Actor>,
        /// To whom.
        pub target: List<Actor>,
        /// The CAMEO code.
        pub cameo: Ascii<1>,
        /// Its root, 01 to 20.
        pub root: Ascii<1>,
        /// The PLOVER type.
        pub plover: Plover,
        /// The PLOVER mode.
        pub mode: Str,
        /// The PLOVER context.
        pub context: Str,
        /// The quad class, 1 to 4: verbal and material cooperation, verbal and material conflict; null for roots 01 and 02.
        pub quad: Id,
        /// The Goldstein value, -10 to 10.
        pub goldstein: f32,
        /// Whether it is a fact.
        pub status: Status,
        /// The words that made it an event.
        pub triggers: List<Span>,
        /// The words that hedge it: "reportedly", "might".
        pub hedges: List<Span>,
        /// Whether each of source and target did it to the other.
        pub reciprocal: Flag,
        /// When.
        pub date: EventDate,
        /// Where.
        pub place: Ref<Place>,
        /// The quotation that reports it.
        pub quote: Ref<Quote>,
        /// How sure it is, 0 to 1.
        pub confidence: f32,
    }
}

code! {
    /// Tone in five steps, cut on the Goldstein scale.
    pub enum ToneLabel {
        HOSTILE = "hostile",
        CRITICAL = "critical",
        NEUTRAL = "neutral",
        CONCILIATORY = "conciliatory",
        COOPERATIVE = "cooperative",
    }
}

item! {
    /// The tone of a statement or headline.
    pub struct Tone: "tone", "t" {
        /// The statement.
        pub span: Span,
        /// From -10, hostile, to 10, cooperative.
        pub score: f32,
        /// The score in five steps.
        pub label: ToneLabel,
        /// Whose tone it is.
        pub source: List<Actor>,
        /// Whom it is toward.
        pub target: List<Actor>,
        /// The words that make it.
        pub evidence: List<Span>,
        /// How many percent of its words stand in phrases of good will, whatever turns them: counted as GDELT counts words,
        /// which is no tone.
        pub positive_word_percent: f32,
        /// How many percent of its words stand in phrases of ill will, likewise.
        pub negative_word_percent: f32,
        /// The quotation, where it is one.
        pub quote: Ref<Quote>,
        /// How sure it is, 0 to 1.
        pub confidence: f32,
    }
}

record! {
    /// A side of a pair of actors.
    pub struct PairSide {
        /// Its name.
        pub name: Str,
        /// ISO 3166-1 alpha-3 of its state, or the code of an international organisation; null where nobody knows one.
        pub code: Ascii<2>,
    }
}

record! {
    /// How many events there are of each quad class.
    pub struct Quads {
        /// Class 1: roots 03 to 05.
        pub verbal_cooperation: u32,
        /// Class 2: roots 06 to 08.
        pub material_cooperation: u32,
        /// Class 3: roots 09 to 13.
        pub verbal_conflict: u32,
        /// Class 4: roots 14 to 20.
        pub material_conflict: u32,
    }
}

record! {
    /// What one actor did to another and said of him, summed up.
    pub struct PairSum {
        /// Who acted or spoke.
        pub source: PairSide,
        /// Toward whom.
        pub target: PairSide,
        /// How many events occurred between them in this direction.
        pub events: u32,
        /// These by quad class; those of roots 01 and 02 have none.
        pub quads: Quads,
        /// The sum of their Goldstein values.
        pub goldstein_sum: f32,
        /// Its mean; null without events.
        pub goldstein_mean: f32,
        /// How many statements and sentences have a tone from the one toward the other.
        pub tones: u32,
        /// The sum of these tones.
        pub tone_sum: f32,
        /// Its mean; null without any.
        pub tone_mean: f32,
    }
}

item! {
    /// A report summed up: what occurs in it between whom, and in what tone.
    pub struct Aggregate: "aggregate", "*" {
        /// The whole text.
        pub span: Span,
        /// How many events occurred; those that are only intended, conditional, hypothetical, negated or denied do not count.
        pub events: u32,
        /// These by quad class; those of roots 01 and 02 have none.
        pub quads: Quads,
        /// The mean of their Goldstein values; null without events.
        pub goldstein_mean: f32,
        /// How many statements, headlines and sentences have a tone.
        pub tones: u32,
        /// The mean of their scores, -10 to 10; null without any.
        pub tone_mean: f32,
        /// How many percent of the report's words stand in phrases of good will, counted as GDELT counts words, which is no
        /// tone.
        pub positive_word_percent: f32,
        /// How many percent of its words stand in phrases of ill will, likewise.
        pub negative_word_percent: f32,
        /// Each ordered pair of actors between whom there is an event or a tone, in the order of the report. A mutual event
        /// counts in both directions.
        pub pairs: List<PairSum>,
    }
}
