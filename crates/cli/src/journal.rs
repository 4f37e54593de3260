//! The manifest beside an output: how far a run has come, so that the same command goes on where it was ended.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use serde::{Deserialize, Serialize};

use crate::output::hidden;
use crate::progress::Counts;
use crate::source::Mark;

/// What was chosen for a run and has a say in its output: option by option, as it was typed.
pub(crate) type Chosen = BTreeMap<String, Vec<String>>;

/// How far a run has come. Everything until there is written and would survive a loss of power.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Reached {
    pub(crate) mark: Mark,
    /// The bytes of the output.
    pub(crate) output: u64,
    /// The bytes of the file of errors.
    pub(crate) errors: u64,
    pub(crate) counts: Counts,
    /// All is written; only the moves into place are left.
    pub(crate) is_whole: bool,
}

#[derive(Serialize, Deserialize)]
struct Manifest {
    version: String,
    chosen: Chosen,
    reached: Reached,
}

/// The manifest of a run that may be gone on with.
pub(crate) struct Journal {
    file: PathBuf,
    manifest: Manifest,
}

impl Journal {
    /// The manifest beside this output: that of a run that was broken off, which must have been started with the same
    /// options, or a new one.
    pub(crate) fn open(output: &Path, chosen: Chosen) -> Result<Journal> {
        let place = output.canonicalize().unwrap_or_else(|_| output.to_owned());
        let file = hidden(&place, "resume");
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let manifest = Manifest { version, chosen, reached: Reached::default() };
                return Ok(Journal { file, manifest });
            }
            Err(error) => return Err(error).with_context(|| format!("--resume: cannot read {}", file.display())),
        };
        let anew = format!("or delete {} to begin anew", file.display());
        let manifest: Manifest = serde_json::from_str(&text)
            .map_err(|error| anyhow!("--resume: {} is no manifest of a run ({error}): delete it", file.display()))?;
        if manifest.version != version {
            let then = &manifest.version;
            bail!("--resume: the run was begun by dateline {then}, and this is {version}: go on with that one, {anew}");
        }
        if let Some(name) = different(&manifest.chosen, &chosen) {
            let shown = |chosen: &Chosen| chosen.get(name).map_or_else(|| "none".to_owned(), |given| given.join(" "));
            let (then, now) = (shown(&manifest.chosen), shown(&chosen));
            bail!("--resume: the run was begun with other options ({name}: {then}; now {now}): give the same, {anew}");
        }
        Ok(Journal { file, manifest })
    }

    /// How far the run had come.
    pub(crate) fn reached(&self) -> Reached {
        self.manifest.reached
    }

    /// Writes down how far the run has come: wholly, or not at all.
    pub(crate) fn write(&mut self, reached: Reached) -> io::Result<()> {
        self.manifest.reached = reached;
        let next = self.file.with_extension("resume-next");
        let mut file = std::fs::File::create(&next)?;
        file.write_all(&serde_json::to_vec(&self.manifest)?)?;
        file.sync_data()?;
        std::fs::rename(&next, &self.file)
    }

    /// The run is over.
    pub(crate) fn remove(&self) -> io::Result<()> {
        match std::fs::remove_file(&self.file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    pub(crate) fn shown(&self) -> String {
        self.file.display().to_string()
    }
}

/// The first option that is not the same in both.
fn different<'c>(then: &'c Chosen, now: &'c Chosen) -> Option<&'c str> {
    then.keys().chain(now.keys()).find(|name| then.get(*name) != now.get(*name)).map(String::as_str)
}
