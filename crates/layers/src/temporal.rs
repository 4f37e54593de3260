//! When: temporal expressions as TIMEX3.

use dateline_core::{Day, Ref, Span, Str, code, item, record};

code! {
    /// The types of TIMEX3.
    pub enum TemporalType {
        /// A day or a longer calendar unit.
        DATE = "DATE",
        /// A time of day.
        TIME = "TIME",
        /// How long something takes.
        DURATION = "DURATION",
        /// How often something happens.
        SET = "SET",
    }
}

code! {
    /// The modifiers of TIMEX3.
    pub enum Mod {
        BEFORE = "BEFORE",
        AFTER = "AFTER",
        ON_OR_BEFORE = "ON_OR_BEFORE",
        ON_OR_AFTER = "ON_OR_AFTER",
        LESS_THAN = "LESS_THAN",
        MORE_THAN = "MORE_THAN",
        EQUAL_OR_LESS = "EQUAL_OR_LESS",
        EQUAL_OR_MORE = "EQUAL_OR_MORE",
        START = "START",
        MID = "MID",
        END = "END",
        APPROX = "APPROX",
    }
}

record! {
    /// The whole interval that a date is one end of.
    pub struct Interval {
        /// Its first day.
        pub begin: Day,
        /// Its last day.
        pub end: Day,
        /// The date that is its other end.
        pub with: Ref<Temporal>,
    }
}

item! {
    /// A temporal expression with its value.
    pub struct Temporal: "date", "d" {
        /// The expression.
        pub span: Span,
        /// Its type.
        pub temporal_type as "type": TemporalType,
        /// Its TIMEX3 value: `2017-02-16`, `2017-W07`, `P2D`, `PRESENT_REF`.
        pub value: Str,
        /// Its TIMEX3 modifier.
        pub modifier as "mod": Mod,
        /// The interval that it is one end of ("February 15-16" is two dates).
        pub range: Interval,
        /// The first day it covers.
        pub begin: Day,
        /// The last day it covers.
        pub end_date: Day,
        /// The day that a relative expression was counted from.
        pub anchor: Day,
    }
}
