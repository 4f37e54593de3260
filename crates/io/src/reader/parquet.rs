//! Parquet: one document a row.
//!
//! Only the columns that the field map names are read, a few rows at a time. The footer of a Parquet file stands at its
//! end, so it must be a file, neither packed nor a pipe.

use std::fs::File;
use std::sync::Arc;

use parquet::basic::LogicalType;
use parquet::errors::ParquetError;
use parquet::file::reader::FileReader;
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use parquet::schema::types::Type;
use serde_json::Value;

use super::parquet_pages::Unpacked;
use super::{Name, ReadError};
use crate::{FieldMap, Record};

/// How many rows are read at a time: they stand in memory together.
const ROWS: usize = 16;

/// The documents of a Parquet file.
pub(super) struct Rows {
    source: RowIter<'static>,
    /// Columns whose moments are civil ones, without a zone.
    civil: Vec<String>,
    name: Name,
    map: FieldMap,
    limit: u64,
    records: u64,
    done: bool,
}

impl Rows {
    pub(super) fn new(file: File, name: Name, map: FieldMap, limit: u64) -> Result<Rows, ReadError> {
        let shown = name.shown.clone();
        let refused =
            |error: ParquetError| ReadError::new(&shown, format!("it cannot be read as Parquet: {}", plain(&error)));
        let reader = guarded(|| Unpacked::new(file)).map_err(refused)?;
        let schema = reader.metadata().file_metadata().schema().clone();
        let fields = schema.get_fields();
        let wanted: Vec<_> = fields.iter().filter(|field| map.wants(field.name())).cloned().collect();
        if wanted.is_empty() {
            let names: Vec<&str> = fields.iter().map(|field| field.name()).collect();
            let message = format!("no column is known among these: {} (--map says which is which)", names.join(", "));
            return Err(ReadError::new(&name.shown, message));
        }
        let is_civil = |field: &&Arc<Type>| {
            let logical = field.get_basic_info().logical_type_ref().cloned();
            matches!(logical, Some(LogicalType::Timestamp(about)) if !about.is_adjusted_to_u_t_c)
        };
        let civil = wanted.iter().filter(is_civil).map(|field| field.name().to_owned()).collect();
        let projection = Type::group_type_builder(schema.name()).with_fields(wanted).build().map_err(refused)?;
        let rows =
            guarded(|| RowIter::from_file_into(Box::new(reader)).with_batch_size(ROWS).project(Some(projection)));
        let source = rows.map_err(refused)?.with_batch_size(ROWS);
        Ok(Rows { source, civil, name, map, limit, records: 0, done: false })
    }

    fn record(&self, row: Row) -> Result<Record, String> {
        let mut collected = self.map.collect();
        for (column, field) in row.into_columns() {
            let is_civil = self.civil.contains(&column);
            collected.take(&column, value(field, is_civil));
        }
        let number = self.records;
        collected.finish(|| format!("{}#{number}", self.name.id), self.limit)
    }
}

impl Iterator for Rows {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let row = match guarded(|| self.source.next().transpose()) {
            Ok(row) => row?,
            Err(error) => {
                self.done = true;
                let row = self.records + 1;
                let message = format!("row {row} and those below it cannot be read: {}", plain(&error));
                return Some(Err(ReadError::new(&self.name.shown, message)));
            }
        };
        self.records += 1;
        let refused = |message| ReadError::new(&self.name.shown, format!("row {}: {message}", self.records));
        Some(self.record(row).map_err(refused))
    }
}

/// Runs what reads a file that may be broken in every way. The crate has checks that panic, for files that lie about
/// themselves; that is no more than an error here.
fn guarded<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, ParquetError> {
    dateline_core::guard(read).unwrap_or_else(|_| Err(ParquetError::General("it is damaged".to_owned())))
}

/// A message for a person.
fn plain(error: &ParquetError) -> String {
    let message = error.to_string();
    let message = message.strip_prefix("Parquet error: ").unwrap_or(&message);
    if message.contains("codec") || message.contains("Disabled feature") {
        return format!("{message} (dateline reads Snappy, gzip, Zstandard, Brotli and LZ4: write it anew so)");
    }
    message.to_owned()
}

/// A value as JSON has it: moments and days as ISO 8601 writes them.
fn value(field: Field, is_civil: bool) -> Value {
    let moment = |moment: Result<jiff::Timestamp, jiff::Error>| match moment {
        Ok(moment) => {
            let shown = moment.to_string();
            Value::String(if is_civil { shown.trim_end_matches('Z').to_owned() } else { shown })
        }
        Err(_) => Value::Null,
    };
    match field {
        Field::Bool(is) => is.into(),
        Field::Byte(number) => number.into(),
        Field::Short(number) => number.into(),
        Field::Int(number) => number.into(),
        Field::Long(number) => number.into(),
        Field::UByte(number) => number.into(),
        Field::UShort(number) => number.into(),
        Field::UInt(number) => number.into(),
        Field::ULong(number) => number.into(),
        Field::Float(number) => number.into(),
        Field::Double(number) => number.into(),
        Field::Str(text) => Value::String(text),
        Field::Bytes(bytes) => std::str::from_utf8(bytes.data()).map_or(Value::Null, Value::from),
        Field::Date(days) => {
            let day = jiff::civil::date(1970, 1, 1)
                .checked_add(jiff::Span::new().days(i64::from(days).clamp(-4_000_000, 4_000_000)));
            day.map_or(Value::Null, |day| Value::String(day.to_string()))
        }
        Field::TimestampMillis(count) => moment(jiff::Timestamp::from_millisecond(count)),
        Field::TimestampMicros(count) => moment(jiff::Timestamp::from_microsecond(count)),
        Field::Group(row) => row.into_columns().into_iter().map(|(name, field)| (name, value(field, false))).collect(),
        Field::ListInternal(list) => list.elements().iter().map(|field| value(field.clone(), false)).collect(),
        _ => Value::Null,
    }
}
