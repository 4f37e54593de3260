//! Extractors in another process.

use std::any::Any;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use dateline_core::abi::schema_from_json;
use dateline_core::{
    AnyExtractor, Diagnostic, DocView, Error, Layer, LayerKey, Lost, Offer, Result, Schema, Severity, Span, push_json,
};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::LoadError;
use crate::connection::Connection;
use crate::protocol::{Announced, Reply, Request, document_to_json, push_reasons};

/// How often a worker starts a child again that crashed or hung, before it gives it up.
const RESTARTS: u32 = 5;

/// Starts a command once, to hear what it offers.
pub(crate) fn start(path: &Path, command: Vec<PathBuf>, limit: Duration) -> Result<Vec<Box<dyn Offer>>, LoadError> {
    let fail = |reason: String| LoadError::new(path, reason);
    let connection = Connection::start(&command, limit).map_err(fail)?;
    if connection.hello.extractors.is_empty() {
        return Err(fail("it offers no extractor".to_owned()));
    }
    let command = Arc::new(command);
    let offer = |announced: &Announced| {
        let schema = schema_from_json(&announced.manifest.schema).map_err(|problem| {
            fail(format!("the schema of \"{}\" is not right: {problem}", announced.manifest.name))
        })?;
        let offer = Program { announced: announced.clone(), schema, command: Arc::clone(&command), limit };
        Ok(Box::new(offer) as Box<dyn Offer>)
    };
    connection.hello.extractors.iter().map(offer).collect()
}

/// One extractor that a command offers.
struct Program {
    announced: Announced,
    schema: &'static Schema,
    command: Arc<Vec<PathBuf>>,
    limit: Duration,
}

impl Program {
    fn connect(&self, options: &Value) -> Result<(Connection, Option<Vec<String>>)> {
        let told = |problem: String| Error::new(format_args!("the extractor \"{}\": {problem}", self.name()));
        let mut connection = Connection::start(&self.command, self.limit).map_err(told)?;
        let requires = configure(&mut connection, self.name(), options).map_err(told)?;
        Ok((connection, requires))
    }
}

/// Gives options to a fresh child; without any, it keeps its defaults and is not asked.
fn configure(connection: &mut Connection, extractor: &str, options: &Value) -> Result<Option<Vec<String>>, String> {
    if options.is_null() {
        return Ok(None);
    }
    let request = Request::Configure { extractor: extractor.to_owned(), options: options.clone() };
    let reply: Reply = connection.ask(&serde_json::to_string(&request).map_err(|error| error.to_string())?)?;
    reply.error.map_or(Ok(reply.requires), Err)
}

impl Offer for Program {
    fn package(&self) -> &str {
        &self.announced.manifest.package
    }

    fn version(&self) -> &str {
        &self.announced.manifest.version
    }

    fn plugin(&self) -> &str {
        &self.announced.manifest.plugin
    }

    fn name(&self) -> &str {
        &self.announced.manifest.name
    }

    fn readme(&self) -> &str {
        &self.announced.manifest.readme
    }

    fn schema(&self) -> &'static Schema {
        self.schema
    }

    fn defaults(&self) -> Value {
        self.announced.manifest.defaults.clone()
    }

    fn options(&self) -> Value {
        self.announced.manifest.options.clone()
    }

    fn rules(&self) -> Vec<dateline_core::RuleDoc> {
        self.announced.manifest.rules.clone()
    }

    fn requires(&self, options: &Value) -> Result<Vec<LayerKey>> {
        let (_, requires) =
            if options.is_null() { (None, None) } else { self.connect(options).map(|(c, r)| (Some(c), r))? };
        let names = requires.as_ref().unwrap_or(&self.announced.requires);
        // A name lives as long as the program: there are as few as there are layers.
        let key = |name: &String| LayerKey { name: name.clone().leak(), schema: 0 };
        Ok(names.iter().map(key).collect())
    }

    fn create(&self, options: &Value) -> Result<Box<dyn AnyExtractor>> {
        Ok(Box::new(Distant {
            name: self.name().to_owned(),
            requires: self.requires(options)?,
            options: options.clone(),
            command: Arc::clone(&self.command),
            limit: self.limit,
        }))
    }
}

/// An extractor that works in a child process, one for each worker.
struct Distant {
    name: String,
    requires: Vec<LayerKey>,
    options: Value,
    command: Arc<Vec<PathBuf>>,
    limit: Duration,
}

/// The child of one worker, and how often it had to be started.
#[derive(Default)]
struct Line {
    connection: Option<Connection>,
    starts: u32,
}

impl Distant {
    /// The child of this worker, started when there is none.
    fn child<'l>(&self, line: &'l mut Line) -> Result<&'l mut Connection, String> {
        if line.connection.is_none() {
            if line.starts > RESTARTS {
                return Err(format!("it was given up after {RESTARTS} restarts"));
            }
            line.starts += 1;
            let mut connection = Connection::start(&self.command, self.limit)?;
            configure(&mut connection, &self.name, &self.options)?;
            line.connection = Some(connection);
        }
        line.connection.as_mut().ok_or_else(|| "it has no child".to_owned())
    }

    fn ask(&self, doc: &DocView<'_>, line: &mut Line) -> Result<Reply, String> {
        let document =
            RawValue::from_string(document_to_json(doc, &self.requires)).map_err(|error| error.to_string())?;
        let request = Request::Extract { extractor: self.name.clone(), document };
        let request = serde_json::to_string(&request).map_err(|error| error.to_string())?;
        let answer = self.child(line)?.ask(&request);
        if answer.is_err() {
            // What it may still send belongs to this document: the next one gets a fresh child.
            line.connection = None;
        }
        answer
    }
}

impl AnyExtractor for Distant {
    fn scratch(&self) -> Box<dyn Any + Send> {
        Box::new(Line::default())
    }

    fn extract(
        &self,
        doc: &DocView<'_>,
        scratch: &mut (dyn Any + Send),
        out: &mut Layer,
        reports: &mut Vec<Diagnostic>,
    ) -> Result<(), Lost> {
        let lost = |message: String| Lost { message, location: String::new() };
        let line = scratch.downcast_mut::<Line>().expect("a worker keeps the scratch that it was given");
        let reply = self.ask(doc, line).map_err(lost)?;
        if let Some(problem) = reply.error {
            return Err(lost(problem));
        }
        if let Some(items) = &reply.items {
            let len_of = |kind: &str| {
                let found = self.requires.iter().any(|key| key.name == kind).then(|| doc.layers.described(kind));
                found.flatten().map(|(_, raw)| (raw.rows.len() / raw.stride) as u32)
            };
            let taken = push_json(out, items.get()).and_then(|()| out.check(doc.text, &len_of));
            taken.map_err(|problem| lost(format!("its findings break the contract: {problem}")))?;
        }
        if doc.explain {
            push_reasons(out, &reply.whys);
        }
        for report in reply.reports {
            let span = report.span.map_or(Span::NONE, |[start, end]| Span::new(start, end));
            reports.push(Diagnostic {
                severity: Severity::named(&report.severity).unwrap_or(Severity::WARNING),
                extractor: self.name.clone(),
                message: report.message,
                span: if doc.text.get(span.range()).is_some() { span } else { Span::NONE },
            });
        }
        out.finish();
        Ok(())
    }
}
