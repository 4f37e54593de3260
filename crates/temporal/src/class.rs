//! The word classes that rules are written in.

/// A set of word classes, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes(pub u64);

impl Classes {
    /// Whether the two share a class.
    #[inline]
    pub const fn meets(self, other: Classes) -> bool {
        self.0 & other.0 != 0
    }

    /// The bit of a single class.
    #[inline]
    pub(crate) const fn index(self) -> u8 {
        self.0.trailing_zeros() as u8
    }

    /// Whether the class of this bit is among them; no class has a bit beyond 63.
    #[inline]
    pub(crate) const fn holds(self, bit: u8) -> bool {
        bit < 64 && (self.0 >> bit) & 1 == 1
    }

    /// Both together.
    #[inline]
    #[must_use]
    pub const fn with(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }

    /// These without the others.
    #[inline]
    #[must_use]
    pub const fn without(self, other: Classes) -> Classes {
        Classes(self.0 & !other.0)
    }
}

impl Classes {
    /// All that only phrases are in.
    pub const PHRASES: Classes = Classes::QUANT
        .with(Classes::DATE)
        .with(Classes::DAYDATE)
        .with(Classes::MONTHDATE)
        .with(Classes::YEARDATE)
        .with(Classes::QUARTERDATE)
        .with(Classes::TIME)
        .with(Classes::OPENDAY)
        .with(Classes::BAREDAY)
        .with(Classes::BIGDATE)
        .with(Classes::FOUND)
        .with(Classes::WEEKENDDATE)
        .with(Classes::DEICTIC)
        .with(Classes::SEASONDATE)
        .with(Classes::YEARREF)
        .with(Classes::COMPARED);
}

macro_rules! classes {
    ($($name:ident $bit:literal $doc:literal)*) => {
        impl Classes {
            $(#[doc = $doc] pub const $name: Classes = Classes(1 << $bit);)*

            /// The class of a name as rules and word lists write it.
            pub fn named(name: &str) -> Option<Classes> {
                match name {
                    $(stringify!($name) => Some(Classes::$name),)*
                    _ => None,
                }
            }

            /// Every class: name, meaning.
            pub const ALL: &[(&str, &str)] = &[$((stringify!($name), $doc),)*];
        }
    };
}

classes! {
    NUM 0 "A whole number, in digits or words."
    ORD 1 "An ordinal number: first, 21st."
    YEAR 2 "A number that can be a year: 1989, '98, nineteen ninety-four."
    DAY 3 "A number from 1 to 31 in digits."
    DAYORD 4 "An ordinal from 1st to 31st."
    MONTH 5 "A month's name."
    WEEKDAY 6 "A weekday's full name."
    WEEKDAYABBR 7 "A weekday's short name."
    SEASON 8 "Spring, summer, autumn, fall, winter."
    UNIT 9 "A calendar or clock unit, singular or plural."
    PLURAL 10 "A plural unit or weekday."
    PART 11 "A part of the day: morning, night."
    DECADE 12 "A decade: 1980s, nineties."
    FISCAL 13 "A fiscal year in short: FY16."
    CLOCK 14 "A clock time with minutes: 19:35."
    HOUR 15 "A number from 0 to 24 in digits."
    HHMM 16 "Four digits that can be a clock time: 1500."
    ROMAN 17 "A Roman numeral in capitals."
    VAGUE 18 "Several, few, some, many."
    ZONE 19 "A time zone's name: GMT, EST."
    COMMITS 20 "A verb whose infinitive lies ahead: agreed, promised."
    AMPM 21 "a.m. or p.m."
    NUMERIC 22 "A date in figures with separators."
    COUNTED 24 "A noun that figures count, or names: what makes a four-digit number no year."
    NAMED 25 "A noun that numbers name: Flight, Resolution, No."
    CAPITAL 26 "Any word that begins with a capital letter."
    STOP 27 "The end of a sentence."
    BREAK 28 "The beginning of a new line or paragraph."
    QUANT 29 "A phrase: an amount of time."
    DATE 30 "A phrase: a period."
    DAYDATE 31 "A phrase: a period that is one day."
    MONTHDATE 32 "A phrase: a month."
    YEARDATE 33 "A phrase: a year."
    QUARTERDATE 34 "A phrase: a quarter or half of a year."
    TIME 35 "A phrase: a clock time."
    OPENDAY 36 "A phrase: a day of a month without its year."
    BAREDAY 37 "A phrase: a weekday alone."
    BIGDATE 38 "A phrase: a decade or century."
    FOUND 39 "A phrase that is reported as it stands."
    PASTVERB 40 "A verb form or word that speaks of the past."
    FUTUREVERB 41 "A verb form or word that speaks of the future."
    PRESENTVERB 42 "A verb form that speaks of the present."
    SAYING 43 "A verb of saying in the past, as wire reports cite with."
    LIT 44 "A word that some rule names."
    MONEY 45 "A sum, percentage or other figure that is no number of anything temporal."
    NAME 46 "A month or season that is also a name or another word, and needs a witness."
    CALMONTH 47 "A month of another calendar."
    WEEKENDDATE 48 "A phrase: a weekend or week."
    DEICTIC 49 "A phrase that is counted from now."
    SEASONDATE 50 "A phrase: a season."
    WITNESS 51 "A preposition or the like that makes the next word a date."
    LOWER 52 "A word in small letters."
    CLAUSE 53 "A word or mark that begins another clause."
    HUNDRED 54 "A number word that multiplies."
    NUMWORD 55 "A number in words."
    QUOTE 56 "A quotation mark."
    BIGNUM 57 "Million, billion, percent: what makes a number a sum."
    QNAME 58 "A quarter's short name: Q3."
    HNAME 59 "A half-year's short name: H1."
    NOUNS 61 "A word in small letters on -s that is not in the list: what rates are of."
    COMPARED 62 "A phrase: the year before, as figures are compared."
    STARTS 63 "A word that some rule of the lowest layer begins with."
    YEARREF 60 "A phrase: a year told relative to another."
}
