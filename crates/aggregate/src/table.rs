//! The rows while they are counted: in memory up to a limit, then in sorted runs on disk that are merged at the end.

use std::collections::BinaryHeap;
use std::io;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::row::Row;
use crate::run::{Head, Run};

/// What one row is about. What has an identity, other than 0, counts once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Key {
    pub(crate) day: String,
    pub(crate) source: String,
    pub(crate) target: String,
    pub(crate) quad: u8,
    pub(crate) identity: u64,
}

impl Key {
    /// Whether two keys differ in nothing but which event they are.
    fn is_same_row(&self, other: &Key) -> bool {
        (self.quad, &self.day, &self.source, &self.target) == (other.quad, &other.day, &other.source, &other.target)
    }
}

/// Sums in thousandths: they are exact, and the order of documents makes no difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sums {
    events: u64,
    goldstein: i64,
    tones: u64,
    tone: i64,
    repeats: u64,
}

const PARTS: f64 = 1000.0;

impl Sums {
    /// What one event adds.
    pub(crate) fn of_event(goldstein: f64, tone: Option<f64>, repeated: bool) -> Sums {
        Sums {
            events: 1,
            goldstein: (goldstein * PARTS).round() as i64,
            tones: u64::from(tone.is_some()),
            tone: (tone.unwrap_or(0.0) * PARTS).round() as i64,
            repeats: u64::from(repeated),
        }
    }

    /// What a tone without an event adds.
    pub(crate) fn of_tone(tone: f64) -> Sums {
        Sums { tones: 1, tone: (tone * PARTS).round() as i64, ..Sums::default() }
    }

    fn add(&mut self, other: Sums) {
        self.events += other.events;
        self.goldstein += other.goldstein;
        self.tones += other.tones;
        self.tone += other.tone;
        self.repeats += other.repeats;
    }

    /// What another sighting of a key adds. Of an event with an identity the first counts, and it is a repeat only if
    /// nobody told it first-hand.
    fn meet(&mut self, other: Sums, identity: u64) {
        if identity == 0 {
            self.add(other);
        } else {
            self.repeats = self.repeats.min(other.repeats);
        }
    }
}

/// Rows by their key.
pub(crate) struct Table {
    rows: FxHashMap<Key, Sums>,
    limit: usize,
    runs: Vec<Run>,
}

impl Table {
    pub(crate) fn new(limit: usize) -> Table {
        Table { rows: FxHashMap::default(), limit: limit.max(1), runs: Vec::new() }
    }

    pub(crate) fn add(&mut self, key: Key, sums: Sums) -> io::Result<()> {
        if let Some(known) = self.rows.get_mut(&key) {
            known.meet(sums, key.identity);
            return Ok(());
        }
        if self.rows.len() >= self.limit {
            self.spill()?;
        }
        self.rows.insert(key, sums);
        Ok(())
    }

    /// Moves the rows to a sorted run on disk.
    fn spill(&mut self) -> io::Result<()> {
        let rows = self.sorted();
        self.runs.push(Run::on_disk(&rows)?);
        Ok(())
    }

    fn sorted(&mut self) -> Vec<(Key, Sums)> {
        let mut rows: Vec<_> = self.rows.drain().collect();
        rows.sort_unstable_by(|one, other| one.0.cmp(&other.0));
        rows
    }

    pub(crate) fn finish(mut self) -> io::Result<Rows> {
        let last = self.sorted();
        self.runs.push(Run::in_memory(last));
        let mut heads = BinaryHeap::with_capacity(self.runs.len());
        for (order, run) in self.runs.into_iter().enumerate() {
            heads.extend(Head::of(run, order)?);
        }
        Ok(Rows { heads, next: None })
    }
}

/// The rows of a run, merged and in order.
pub struct Rows {
    heads: BinaryHeap<Head>,
    next: Option<(Key, Sums)>,
}

impl Rows {
    /// The next row of all runs; the same key comes once for each run that has it, the earliest first.
    fn pop(&mut self) -> io::Result<Option<(Key, Sums)>> {
        let Some(head) = self.heads.pop() else { return Ok(None) };
        let (row, rest) = head.split()?;
        self.heads.extend(rest);
        Ok(Some(row))
    }

    fn row(&mut self) -> io::Result<Option<Row>> {
        let first = match self.next.take() {
            Some(row) => Some(row),
            None => self.pop()?,
        };
        let Some((key, sums)) = first else { return Ok(None) };
        let (mut total, mut identity, mut one) = (Sums::default(), key.identity, sums);
        while let Some((other, sums)) = self.pop()? {
            if !other.is_same_row(&key) {
                self.next = Some((other, sums));
                break;
            }
            if other.identity == identity {
                one.meet(sums, identity);
            } else {
                total.add(one);
                (identity, one) = (other.identity, sums);
            }
        }
        total.add(one);
        let sums = total;
        let mean = |sum: i64, count: u64| (count > 0).then(|| round(sum as f64 / PARTS / count as f64));
        Ok(Some(Row {
            day: key.day,
            source: key.source,
            target: key.target,
            quad: key.quad,
            events: sums.events,
            goldstein_sum: sums.goldstein as f64 / PARTS,
            goldstein_mean: mean(sums.goldstein, sums.events),
            tones: sums.tones,
            tone_sum: sums.tone as f64 / PARTS,
            tone_mean: mean(sums.tone, sums.tones),
            repeats: sums.repeats,
        }))
    }
}

impl Iterator for Rows {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<io::Result<Row>> {
        self.row().transpose()
    }
}

fn round(value: f64) -> f64 {
    (value * PARTS).round() / PARTS
}
