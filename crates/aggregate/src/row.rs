//! One row of the counts, and how it is written.

use serde::Serialize;

dateline_core::code! {
    /// How rows are written.
    pub enum RowFormat {
        /// A table with tabs.
        TSV = "tsv",
        /// A table with commas.
        CSV = "csv",
        /// JSON Lines: one object a row.
        JSONL = "jsonl",
    }
}

/// One ordered pair on one day in one quad class.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The day, ISO 8601; a longer date where the reports state no day, "" where nothing is known.
    pub day: String,
    /// Who acted: a code, or a name where there is no code.
    pub source: String,
    /// Toward whom, or "".
    pub target: String,
    /// 1 to 4: verbal and material cooperation, verbal and material conflict; 0 for statements, appeals and tone alone.
    pub quad: u8,
    /// How many events.
    pub events: u64,
    /// The sum of their Goldstein values.
    pub goldstein_sum: f64,
    /// Its mean; none where there are no events.
    pub goldstein_mean: Option<f64>,
    /// How many of them stand in a statement or sentence with a tone, and how many tones stand alone.
    pub tones: u64,
    /// The sum of these tones.
    pub tone_sum: f64,
    /// Its mean; none where there are none.
    pub tone_mean: Option<f64>,
    /// How many of the events are from reports that repeat an earlier one.
    pub repeats: u64,
}

/// The columns, in their order.
const COLUMNS: [&str; 11] = [
    "day",
    "source",
    "target",
    "quad",
    "events",
    "goldstein_sum",
    "goldstein_mean",
    "tones",
    "tone_sum",
    "tone_mean",
    "repeats",
];

impl Row {
    /// The line before the first row; empty for JSON Lines.
    pub fn head(format: RowFormat) -> Vec<u8> {
        match format {
            RowFormat::JSONL => Vec::new(),
            format => line(format, &COLUMNS.map(str::to_owned)),
        }
    }

    /// The row as a line with its break.
    pub fn line(&self, format: RowFormat) -> Vec<u8> {
        if format == RowFormat::JSONL {
            // A row holds nothing that JSON cannot.
            let mut line = serde_json::to_vec(self).unwrap_or_default();
            line.push(b'\n');
            return line;
        }
        let mean = |mean: Option<f64>| mean.map(|mean| mean.to_string()).unwrap_or_default();
        let cells = [
            self.day.clone(),
            self.source.clone(),
            self.target.clone(),
            self.quad.to_string(),
            self.events.to_string(),
            self.goldstein_sum.to_string(),
            mean(self.goldstein_mean),
            self.tones.to_string(),
            self.tone_sum.to_string(),
            mean(self.tone_mean),
            self.repeats.to_string(),
        ];
        line(format, &cells)
    }
}

fn line(format: RowFormat, cells: &[String]) -> Vec<u8> {
    if format == RowFormat::TSV {
        let clean = |cell: &String| cell.replace(['\t', '\n', '\r'], " ");
        let mut line = cells.iter().map(clean).collect::<Vec<_>>().join("\t").into_bytes();
        line.push(b'\n');
        return line;
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Memory takes every row.
    let _ = writer.write_record(cells);
    writer.into_inner().unwrap_or_default()
}
