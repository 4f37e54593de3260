//! Writers: one finished document in, bytes out.

mod brat;
mod conllu;
mod convert;
mod csv;
mod emit;
mod events;
mod geojson;
mod ink;
mod native;
#[cfg(feature = "parquet")]
mod parquet;
mod report;
mod rows;
mod tape;
mod timeml;
mod web;

#[cfg(feature = "parquet")]
pub use parquet::ParquetFile;

use dateline_core::{Document, suggest};

use crate::OffsetUnit;

dateline_core::code! {
    /// What the output looks like.
    pub enum OutputFormat {
        /// JSON Lines: one document a line. The native format.
        JSONL = "jsonl",
        /// The same, indented; one document after another.
        JSON = "json",
        /// A report for people, with the colours of a terminal.
        TEXT = "text",
        /// CoNLL-U: one word a line with its part of speech and lemma; it needs the plugin `language`.
        CONLLU = "conllu",
        /// A table: one row an annotation, the same columns whatever was found.
        CSV = "csv",
        /// Events as a table with tabs: one row for each ordered pair of actors, with CAMEO and PLOVER columns; it needs
        /// the plugin `tone`.
        EVENTS = "events",
        /// GeoJSON: one feature a line for each place that was resolved, with what was said there.
        GEOJSON = "geojson",
        /// TimeML: the text with its dates marked inline; it needs the plugin `date`.
        TIMEML = "timeml",
        /// Brat standoff: a folder with the text and the annotations of each document in two files. What is written is a
        /// row of files, which [`BratFolder`](crate::BratFolder) takes.
        BRAT = "brat",
        /// W3C Web Annotations: one annotation a line, as JSON-LD.
        WEB = "web-annotation",
        /// Parquet: the table of `csv` with types. What is written is that table; `ParquetFile` takes it.
        PARQUET = "parquet",
    }
}

impl OutputFormat {
    /// The format of this name.
    ///
    /// # Errors
    ///
    /// When there is none of this name: the known ones, the likeliest meant first.
    pub fn parse(name: &str) -> Result<OutputFormat, String> {
        OutputFormat::named(name).ok_or_else(|| {
            format!("there is no output format \"{name}\": {}", suggest(name, OutputFormat::NAMES.iter().copied()))
        })
    }
}

/// How documents are written.
#[derive(Clone, Copy, Debug)]
pub struct WriteOptions {
    /// What offsets count.
    pub offsets: OffsetUnit,
    /// Whether the text of the document is repeated.
    pub text: bool,
    /// Whether each annotation says why it was made; the reasons must have been kept when it was.
    pub explain: bool,
}

impl Default for WriteOptions {
    fn default() -> Self {
        WriteOptions { offsets: OffsetUnit::CODE_POINTS, text: true, explain: false }
    }
}

/// Turns documents into bytes. Each worker has one of its own and keeps it, so that its scratch is allocated once; what
/// it appends for a document depends on that document alone.
pub trait Writer: Send {
    /// What stands before the first document.
    fn begin(&mut self, _out: &mut Vec<u8>) {}

    /// Appends a document.
    fn write(&mut self, document: &Document, out: &mut Vec<u8>);
}

/// The writer of a format for the layers of these names; layers that are not there, and those that only serve others,
/// are passed over.
///
/// ```
/// use dateline_core::Document;
/// use dateline_io::{OutputFormat, WriteOptions, writer};
///
/// let document = Document { id: "a".into(), text: "Talks go on.".into(), ..Document::default() };
/// let mut out = Vec::new();
/// writer(OutputFormat::JSONL, WriteOptions::default(), &["date"]).write(&document, &mut out);
/// assert!(out.starts_with(br#"{"schema":"dateline/1","id":"a","text":"Talks go on.","language":"en","published":null"#));
/// ```
pub fn writer(format: OutputFormat, options: WriteOptions, layers: &[&str]) -> Box<dyn Writer> {
    let layers: Vec<String> = layers.iter().map(|layer| (*layer).to_owned()).collect();
    match format {
        OutputFormat::CONLLU => Box::new(conllu::Conllu::new(options)),
        OutputFormat::CSV | OutputFormat::PARQUET => {
            Box::new(convert::Converted::new(options, layers, csv::Table::new()))
        }
        OutputFormat::BRAT => {
            let brat = brat::Brat::new(&layers);
            Box::new(convert::Converted::new(options, layers, brat))
        }
        OutputFormat::WEB => Box::new(convert::Converted::new(options, layers, web::WebAnnotations)),
        OutputFormat::EVENTS => Box::new(convert::Converted::new(options, layers, events::Events)),
        OutputFormat::GEOJSON => Box::new(convert::Converted::new(options, layers, geojson::Features)),
        OutputFormat::TIMEML => Box::new(timeml::TimeMl),
        OutputFormat::TEXT => Box::new(report::Report::new(layers)),
        OutputFormat::JSON => Box::new(native::Native::new(options, layers, true)),
        _ => Box::new(native::Native::new(options, layers, false)),
    }
}
