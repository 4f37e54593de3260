//! Which extractors run, and in which order.

use crate::{Error, LayerKey, Result, suggest};

/// What the planner needs to know of an extractor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate<'a> {
    /// The plugin that it belongs to.
    pub plugin: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The layer that it writes.
    pub provides: LayerKey,
    /// The layers that it reads.
    pub requires: Vec<LayerKey>,
}

/// The positions of the candidates that have to run, in an order in which each comes after what it reads. Ties go by
/// name, so the order never depends on that of the candidates or of the choice. Which of their layers are written, [`is_chosen`] tells.
///
/// # Errors
///
/// When a chosen plugin is unknown, a layer has no provider or two, or extractors require each other in a circle.
pub fn plan(candidates: &[Candidate<'_>], chosen: &[&str]) -> Result<Vec<usize>> {
    for (i, one) in candidates.iter().enumerate() {
        if let Some(other) = candidates[..i].iter().find(|other| other.provides.name == one.provides.name) {
            return Err(Error::new(format_args!(
                "the extractors \"{}\" and \"{}\" both write the layer \"{}\": load only one of them",
                other.name, one.name, one.provides.name
            )));
        }
    }
    let mut planner =
        Planner { candidates, state: vec![State::Fresh; candidates.len()], path: Vec::new(), order: Vec::new() };
    let mut wanted = Vec::new();
    for plugin in chosen {
        let before = wanted.len();
        wanted.extend((0..candidates.len()).filter(|i| candidates[*i].plugin == *plugin));
        if wanted.len() == before {
            let known = candidates.iter().map(|one| one.plugin);
            return Err(Error::new(format_args!("there is no plugin \"{plugin}\": {}", suggest(plugin, known))));
        }
    }
    wanted.sort_by_key(|i| candidates[*i].name);
    wanted.dedup();
    for one in wanted {
        planner.visit(one)?;
    }
    Ok(planner.order)
}

/// Whether the layer of a candidate is written when these plugins were chosen.
pub fn is_chosen(candidate: &Candidate<'_>, chosen: &[&str]) -> bool {
    chosen.contains(&candidate.plugin)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Fresh,
    Open,
    Done,
}

struct Planner<'a> {
    candidates: &'a [Candidate<'a>],
    state: Vec<State>,
    path: Vec<usize>,
    order: Vec<usize>,
}

impl Planner<'_> {
    fn visit(&mut self, at: usize) -> Result<()> {
        match self.state[at] {
            State::Done => return Ok(()),
            State::Open => {
                let from = self.path.iter().position(|one| *one == at).unwrap_or(0);
                let circle: Vec<&str> =
                    self.path[from..].iter().chain([&at]).map(|one| self.candidates[*one].name).collect();
                return Err(Error::new(format_args!(
                    "extractors require each other in a circle: {}",
                    circle.join(" -> ")
                )));
            }
            State::Fresh => {}
        }
        self.state[at] = State::Open;
        self.path.push(at);
        let mut needed = Vec::new();
        for key in &self.candidates[at].requires {
            needed.push(self.provider(at, *key)?);
        }
        needed.sort_by_key(|i| self.candidates[*i].name);
        for one in needed {
            self.visit(one)?;
        }
        self.path.pop();
        self.state[at] = State::Done;
        self.order.push(at);
        Ok(())
    }

    fn provider(&self, reader: usize, key: LayerKey) -> Result<usize> {
        let reader = &self.candidates[reader];
        let found = self.candidates.iter().position(|one| one.provides.name == key.name).ok_or_else(|| {
            let known = self.candidates.iter().map(|one| one.provides.name);
            Error::new(format_args!(
                "the extractor \"{}\" requires the layer \"{}\", which no plugin here writes: {}",
                reader.name,
                key.name,
                suggest(key.name, known)
            ))
        })?;
        let provider = &self.candidates[found];
        // A schema of 0 stands for a reader that takes the layer as JSON, whatever its columns.
        if key.schema != 0 && provider.provides.schema != key.schema {
            return Err(Error::new(format_args!(
                "the extractor \"{}\" was built for another version of the layer \"{}\" than \"{}\" writes: \
                 build both against one version of dateline",
                reader.name, key.name, provider.name
            )));
        }
        Ok(found)
    }
}
