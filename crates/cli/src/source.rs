//! The records of a run, each with its place, so that a later run can go on behind any of them.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use dateline::Inputs;
use dateline_io::{Input, Raw, RawRecords, ReadError, ReadOptions, open_raw};
use serde::{Deserialize, Serialize};

use crate::shard::{Shard, hash, hash_of_words};
use crate::waits::Waits;

/// How far a run has come, and what it has read until there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// The inputs that were read to their end.
    pub(crate) inputs: u64,
    /// The records of the next input that were read, failures among them.
    pub(crate) records: u64,
    /// Names, sizes and days of change of the inputs until there.
    files: u64,
    /// The records of the input that is being read.
    content: u64,
}

/// The marks of the records that are under way, in their order: the reader adds one for each record, and whoever writes
/// the results takes one for each.
#[derive(Clone, Default)]
pub(crate) struct Marks(Arc<Mutex<VecDeque<Mark>>>);

impl Marks {
    fn add(&self, mark: Mark) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push_back(mark);
    }

    /// The mark of the next result.
    pub(crate) fn take(&self) -> Option<Mark> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }
}

/// The records of all inputs, one after another; what cannot be read is an error in its place.
pub(crate) struct Source<W> {
    inputs: W,
    options: ReadOptions,
    shard: Option<Shard>,
    /// Files that are not read, although they lie in a folder that is: what the run writes.
    except: Vec<PathBuf>,
    /// Whether what is read is to be known again.
    is_marked: bool,
    waits: Waits,
    current: Option<RawRecords>,
    mark: Mark,
    pub(crate) marks: Marks,
}

impl<W: Iterator<Item = Result<Input, ReadError>>> Source<W> {
    pub(crate) fn new(
        inputs: W,
        options: ReadOptions,
        shard: Option<Shard>,
        except: Vec<PathBuf>,
        is_marked: bool,
        waits: Waits,
    ) -> Source<W> {
        let (mark, marks) = (Mark::default(), Marks::default());
        Source { inputs, options, shard, except, is_marked, waits, current: None, mark, marks }
    }

    /// Passes over everything until there. False when what is read is not what was read then.
    pub(crate) fn skip_to(&mut self, there: Mark) -> bool {
        while self.mark.inputs < there.inputs {
            let Some(input) = self.next_input() else { return false };
            self.enter(&input);
            self.leave();
        }
        for _ in 0..there.records {
            if self.next_record().is_none() || self.mark.inputs != there.inputs {
                return false;
            }
        }
        self.mark == there
    }

    fn next_record(&mut self) -> Option<Result<Raw, ReadError>> {
        loop {
            let Some(current) = &mut self.current else {
                let input = self.next_input()?;
                self.enter(&input);
                self.current = Some(match input.and_then(|input| open_raw(&input, &self.options)) {
                    Ok(records) => records,
                    Err(error) => Box::new(std::iter::once(Err(error))),
                });
                continue;
            };
            let Some(record) = current.next() else {
                self.leave();
                continue;
            };
            if let Some(record) = self.of_shard(record) {
                self.mark.records += 1;
                if self.is_marked {
                    self.mark.content = match &record {
                        Ok(raw) => raw.content().iter().fold(self.mark.content, |hash, part| hash_of_words(hash, part)),
                        Err(error) => hash(self.mark.content, error.to_string().as_bytes()),
                    };
                }
                return Some(record);
            }
        }
    }

    /// The record, if it belongs to the part that is run. One whose name is only known when it is taken apart is so here.
    fn of_shard(&self, record: Result<Raw, ReadError>) -> Option<Result<Raw, ReadError>> {
        let Some(shard) = self.shard else { return Some(record) };
        let named = record.and_then(|raw| if raw.id().is_some() { Ok(raw) } else { raw.record().map(Raw::from) });
        let is_there = match &named {
            Ok(raw) => shard.has(raw.id().unwrap_or("")),
            Err(error) => shard.has(&error.to_string()),
        };
        is_there.then_some(named)
    }

    fn next_input(&mut self) -> Option<Result<Input, ReadError>> {
        let except = &self.except;
        self.inputs.find(|input| {
            let path = input.as_ref().ok().and_then(|input| input.path.as_deref());
            let is_excepted = path.is_some_and(|path| {
                let mut except = except.iter().filter(|except| except.file_name() == path.file_name());
                except.any(|except| path.canonicalize().is_ok_and(|path| path == *except))
            });
            !is_excepted
        })
    }

    /// Takes note of an input that is to be read.
    fn enter(&mut self, input: &Result<Input, ReadError>) {
        if !self.is_marked {
            return;
        }
        let name = input.as_ref().map_or_else(ToString::to_string, Input::shown);
        self.mark.files = hash(self.mark.files, name.as_bytes());
        let path = input.as_ref().ok().and_then(|input| input.path.as_deref());
        if let Some(about) = path.and_then(|path| path.metadata().ok()) {
            let changed = about.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
            let changed = changed.map_or(0, |since| since.as_nanos());
            self.mark.files = hash(hash(self.mark.files, &about.len().to_le_bytes()), &changed.to_le_bytes());
        }
    }

    /// The input is at its end.
    fn leave(&mut self) {
        self.current = None;
        self.mark = Mark { inputs: self.mark.inputs + 1, records: 0, files: self.mark.files, content: 0 };
    }
}

impl<W: Iterator<Item = Result<Input, ReadError>> + Send> Inputs for Source<W> {
    type Input = Result<Raw, ReadError>;

    fn take(&mut self) -> Option<Self::Input> {
        let record = self.next_record()?;
        self.marks.add(self.mark);
        Some(record)
    }

    fn is_at_hand(&mut self) -> bool {
        self.waits.is_at_hand()
    }
}
