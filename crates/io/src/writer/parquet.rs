//! Parquet files of what the writer of tables writes.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::csv::{Cell, columns};

/// A group of rows is written when it has so many rows or bytes: they wait in memory until then.
const MOST_ROWS: usize = 50_000;
const MOST_BYTES: usize = 16 << 20;

/// A Parquet file with the columns of [`OutputFormat::CSV`](crate::OutputFormat::CSV), in long form: one row an
/// annotation. Numbers and flags have types of their own; what is absent is null.
///
/// The writer of [`OutputFormat::PARQUET`](crate::OutputFormat::PARQUET) writes rows as text, which this makes a file of:
/// a Parquet file is no row of documents, and can only be written as a whole.
pub struct ParquetFile<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    columns: Vec<Column>,
    rows: usize,
    bytes: usize,
    /// The names of the columns come first.
    is_begun: bool,
}

struct Column {
    values: Values,
    /// For each row 1 where there is a value, else 0.
    levels: Vec<i16>,
}

enum Values {
    Text(Vec<ByteArray>),
    Count(Vec<i64>),
    Number(Vec<f64>),
    Flag(Vec<bool>),
}

impl<W: Write + Send> ParquetFile<W> {
    /// Begins a file.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn new(out: W) -> io::Result<ParquetFile<W>> {
        let mut fields = Vec::new();
        let mut kept = Vec::new();
        for (name, cell) in columns() {
            let (physical, logical, values) = match cell {
                Cell::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String), Values::Text(Vec::new())),
                Cell::Count => (Physical::INT64, None, Values::Count(Vec::new())),
                Cell::Number => (Physical::DOUBLE, None, Values::Number(Vec::new())),
                Cell::Flag => (Physical::BOOLEAN, None, Values::Flag(Vec::new())),
            };
            let field = Type::primitive_type_builder(&name, physical)
                .with_repetition(Repetition::OPTIONAL)
                .with_logical_type(logical)
                .build()
                .map_err(failed)?;
            fields.push(Arc::new(field));
            kept.push(Column { values, levels: Vec::new() });
        }
        let schema = Type::group_type_builder("annotations").with_fields(fields).build().map_err(failed)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("dateline ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(failed)?;
        Ok(ParquetFile { writer, columns: kept, rows: 0, bytes: 0, is_begun: false })
    }

    /// Adds rows as the writer wrote them.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn take(&mut self, rows: &[u8]) -> io::Result<()> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(rows);
        let mut row = csv::StringRecord::new();
        while reader.read_record(&mut row).map_err(io::Error::other)? {
            if !std::mem::replace(&mut self.is_begun, true) {
                continue;
            }
            for (at, column) in self.columns.iter_mut().enumerate() {
                column.push(row.get(at).unwrap_or(""));
            }
            self.rows += 1;
            self.bytes += row.as_slice().len();
        }
        if self.rows >= MOST_ROWS || self.bytes >= MOST_BYTES { self.write_group() } else { Ok(()) }
    }

    fn write_group(&mut self) -> io::Result<()> {
        let mut group = self.writer.next_row_group().map_err(failed)?;
        for column in &mut self.columns {
            let Some(mut writer) = group.next_column().map_err(failed)? else { break };
            let levels = Some(column.levels.as_slice());
            match &mut column.values {
                Values::Text(values) => {
                    writer.typed::<ByteArrayType>().write_batch(values, levels, None).map_err(failed)?;
                    values.clear();
                }
                Values::Count(values) => {
                    writer.typed::<Int64Type>().write_batch(values, levels, None).map_err(failed)?;
                    values.clear();
                }
                Values::Number(values) => {
                    writer.typed::<DoubleType>().write_batch(values, levels, None).map_err(failed)?;
                    values.clear();
                }
                Values::Flag(values) => {
                    writer.typed::<BoolType>().write_batch(values, levels, None).map_err(failed)?;
                    values.clear();
                }
            }
            column.levels.clear();
            writer.close().map_err(failed)?;
        }
        group.close().map_err(failed)?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }

    /// Ends the file, and gives back what it was written to.
    ///
    /// # Errors
    ///
    /// When the rest of it cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        if self.rows > 0 {
            self.write_group()?;
        }
        self.writer.into_inner().map_err(failed)
    }

    /// What it is written to.
    pub fn inner(&self) -> &W {
        self.writer.inner()
    }
}

impl Column {
    fn push(&mut self, cell: &str) {
        let is_there = match &mut self.values {
            Values::Text(values) => keep(values, (!cell.is_empty()).then(|| ByteArray::from(cell))),
            Values::Count(values) => keep(values, cell.parse().ok()),
            Values::Number(values) => keep(values, cell.parse().ok()),
            Values::Flag(values) => keep(values, cell.parse().ok()),
        };
        self.levels.push(i16::from(is_there));
    }
}

fn keep<T>(values: &mut Vec<T>, value: Option<T>) -> bool {
    let is_there = value.is_some();
    values.extend(value);
    is_there
}

/// A failure to write keeps its kind: a full disk, a closed pipe.
fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(cause) => *cause,
            Err(cause) => io::Error::other(cause),
        },
        other => io::Error::other(other),
    }
}
