//! What comes in and what goes out: the only crate that reads files and that knows code points.
//!
//! [`walk`] finds the inputs that a user named, [`open`] streams the [`Record`]s of one ([`open_raw`] leaves it to the
//! worker to take them apart), [`Record::fill`] makes one the document that a worker works on, and a [`Writer`] turns the finished document into bytes. Whatever is wrong with an
//! input is a [`ReadError`] that names the file, the line and the column; the records after it are still read.

mod actors;
mod brat_folder;
mod fields;
mod format;
mod offsets;
mod pairs;
mod published;
mod raw;
mod reader;
mod record;
mod schema;
mod walk;
mod writer;

pub use actors::read_actors;
pub use brat_folder::BratFolder;
pub use fields::FieldMap;
pub use format::InputFormat;
pub use offsets::OffsetUnit;
pub use pairs::{PairRow, Party, event_rows, tone_rows};
pub use published::parse_published;
pub use raw::{IntoRecord, Raw};
pub use reader::{
    Documents, RawRecords, ReadError, ReadOptions, Records, open, open_documents, open_raw, open_raw_stream,
};
pub use record::Record;
pub use schema::json_schema;
pub use walk::{Input, walk};
#[cfg(feature = "parquet")]
pub use writer::ParquetFile;
pub use writer::{OutputFormat, WriteOptions, Writer, writer};
