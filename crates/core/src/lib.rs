//! The document model, the [`Extractor`] trait and the plugin ABI of dateline.
//!
//! A [`Document`] is a text that is never changed, what its page says of itself ([`Meta`], [`Region`]s), and one
//! [`Layer`] of findings per extractor. An extractor reads the layers that it requires and writes one of its own. What
//! a finding is made of is declared once ([`item!`], [`record!`], [`code!`]); storage, output, checks and the border to
//! loaded plugins follow from that declaration.
//!
//! This crate does no IO, starts no threads and cannot fail on text.

pub mod abi;
mod context;
mod diagnostic;
mod document;
mod error;
mod extractor;
mod field;
mod guard;
mod item;
mod json;
mod key;
mod layer;
mod plan;
mod registry;
mod rule;
mod schema;
mod span;
pub mod table;
mod view;

pub use context::Context;
pub use diagnostic::{Diagnostic, Severity};
pub use document::{
    Dateline, DocView, Document, KeyedLayers, LayerSource, Meta, Published, PublishedFrom, Region, RegionKind,
};
pub use error::{Error, Result, suggest};
pub use extractor::{AnyExtractor, Extractor, extract_alone};
pub use field::{Ascii, Day, Field, Flag, Id, List, Ref, Str};
pub use guard::{Lost, guard};
pub use item::Item;
pub use json::{layer_to_json, push_json, record_from_json, record_to_json};
pub use key::Key;
pub use layer::{Layer, LayerView, Order, Pool, PoolView, RawLayer, Room, Why};
pub use plan::{Candidate, is_chosen, plan};
pub use registry::{Offer, Registration, registered};
pub use rule::RuleDoc;
pub use schema::{FieldSchema, LayerKey, Schema, Type};
pub use span::Span;
pub use view::{Visitor, check_row, visit_row, visit_summary};

#[doc(hidden)]
pub use inventory;
