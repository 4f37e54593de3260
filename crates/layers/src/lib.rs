//! The vocabulary that extractors share and that users see in the output.
//!
//! Each kind of item is declared once, here; its doc lines become the descriptions in `dateline schema`. An extractor of
//! somebody else's declares its own kinds in its own crate, named `crate/kind`.

mod actor;
mod dependency;
mod event;
mod language;
mod place;
mod quote;
mod reference;
mod statement;
mod tag;
mod temporal;

pub use actor::Actor;
pub use dependency::{Dependency, Relation};
pub use event::{Aggregate, Event, EventDate, PairSide, PairSum, Plover, Quads, Status, Tone, ToneLabel};
pub use language::{EntityType, Gender, Mention, Name, Sentence, Token};
pub use place::{Alternative, CountryShare, Focus, Place, ToponymType};
pub use quote::{Mode, Party, Quote, QuoteType, Speaker};
pub use reference::{Reference, ReferenceType};
pub use statement::{SaidInFrom, SaidOnFrom, Statement, ToneSummary};
pub use tag::{Lemma, Tag, Upos, Xpos};
pub use temporal::{Interval, Mod, Temporal, TemporalType};
