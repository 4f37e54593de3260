//! The join: who said what, when, where, about whom, in what tone.

use dateline_core::{Day, List, Ref, Span, Str, code, item, record};

use crate::{Actor, Event, Place, Quote, ToneLabel};

code! {
    /// Where the day of saying comes from.
    pub enum SaidOnFrom {
        /// The clause of the cue says it ("said Thursday").
        CUE = "cue",
        /// It is the speaker's last stated day in the report.
        SPEAKER = "speaker",
        /// It is the day of the dateline.
        DATELINE = "dateline",
        /// It is the day of publication.
        PUBLISHED = "published",
    }
}

code! {
    /// Where the place of saying comes from.
    pub enum SaidInFrom {
        /// The clause of the cue says it ("told reporters in Geneva").
        CUE = "cue",
        /// It is the speaker's last stated place in the report.
        SPEAKER = "speaker",
        /// It is the place of the dateline.
        DATELINE = "dateline",
    }
}

record! {
    /// A tone in short.
    pub struct ToneSummary {
        /// From -10, hostile, to 10, cooperative.
        pub score: f32,
        /// The score in five steps.
        pub label: ToneLabel,
    }
}

item! {
    /// One statement with everything that is known of it.
    pub struct Statement: "statement", "s" {
        /// The quotation that it is.
        pub span: Span,
        /// That quotation.
        pub quote: Ref<Quote>,
        /// The resolved name of the speaker.
        pub speaker: Str,
        /// The day on which it was said.
        pub said_on: Day,
        /// How that is known.
        pub said_on_from: SaidOnFrom,
        /// The place where it was said.
        pub said_in: Ref<Place>,
        /// How that is known.
        pub said_in_from: SaidInFrom,
        /// The actors that it is about.
        pub about: List<Actor>,
        /// Its tone.
        pub tone: ToneSummary,
        /// The events that it reports.
        pub events: List<Ref<Event>>,
    }
}
