//! `dateline.toml`: options of `extract` under their long names, and tables of options for extractors.
//!
//! There is no second list of options: what a key means, and what it takes, is what the command line declares for the
//! option of that name. What is typed goes before what the file says.

use std::any::TypeId;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Error, Result, anyhow, bail};
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};
use dateline_core::suggest;
use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The name that is looked for.
const NAME: &str = "dateline.toml";
/// What loads code or writes files is not taken from a file that merely lies above the folder that one works in.
const RISKY: [&str; 3] = ["plugin-path", "out", "errors"];

/// What a file says.
#[derive(Default)]
pub(crate) struct Settings {
    /// Options of the command, with each of their values as the command line takes it (none for a flag that is set).
    options: Vec<(String, Option<OsString>, Place)>,
    /// Options of extractors.
    pub(crate) extractors: Vec<Table>,
}

/// The options of one extractor.
pub(crate) struct Table {
    pub(crate) extractor: String,
    pub(crate) place: Place,
    pub(crate) options: Vec<(String, Value, Place)>,
}

impl Table {
    /// All of them as one object.
    pub(crate) fn object(&self) -> Map<String, Value> {
        self.options.iter().map(|(name, value, _)| (name.clone(), value.clone())).collect()
    }
}

/// File, line and column.
#[derive(Clone, Debug)]
pub(crate) struct Place(String);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Settings {
    /// The options that were not typed, as they would be typed.
    pub(crate) fn arguments(&self, command: &Command, typed: &ArgMatches) -> Vec<OsString> {
        let mut arguments = Vec::new();
        for (name, value, _) in &self.options {
            let arg = option(command, name).filter(|arg| {
                typed.try_contains_id(arg.get_id().as_str()).is_ok()
                    && typed.value_source(arg.get_id().as_str()) == Some(ValueSource::CommandLine)
            });
            if arg.is_none() {
                arguments.push(argument(name, value.as_ref()));
            }
        }
        arguments
    }

    /// Puts the place in the file before an error about something that stands there.
    pub(crate) fn locate(&self, error: Error) -> Error {
        let message = format!("{error:#}");
        let place = self.options.iter().find(|(name, value, _)| {
            let value = value.as_ref().map(|value| format!("\"{}\"", value.to_string_lossy()));
            message.starts_with(&format!("--{name}:")) || value.is_some_and(|value| message.contains(&value))
        });
        match place {
            Some((_, _, place)) => error.context(place.to_string()),
            None => error,
        }
    }
}

/// The file that counts: the one that was named, else the nearest one upwards.
pub(crate) fn find(named: Option<&Path>, folder: &Path) -> Option<PathBuf> {
    match named {
        Some(named) => Some(named.to_owned()),
        None => folder.ancestors().map(|folder| folder.join(NAME)).find(|file| file.is_file()),
    }
}

/// Reads a file for this command; `is_named` when the user named it.
pub(crate) fn read(file: &Path, is_named: bool, command: &Command) -> Result<Settings> {
    let text = std::fs::read_to_string(file).map_err(|error| anyhow!("cannot read {}: {error}", file.display()))?;
    let reader = Reader { file, text: &text, is_named, command };
    let table = DeTable::parse(&text).map_err(|error| {
        let place = reader.place(error.span().map_or(0, |span| span.start));
        anyhow!("{place}: it is not TOML: {}", error.message().trim_end())
    })?;
    let mut settings = Settings::default();
    for (key, value) in table.get_ref() {
        if key.get_ref() == "extractors" {
            reader.extractors(value, &mut settings)?;
        } else {
            reader.option(key, value, &mut settings)?;
        }
    }
    Ok(settings)
}

/// The file that is read, for what has to be said of it.
struct Reader<'r> {
    file: &'r Path,
    text: &'r str,
    is_named: bool,
    command: &'r Command,
}

impl Reader<'_> {
    fn place(&self, at: usize) -> Place {
        let before = &self.text.as_bytes()[..at.min(self.text.len())];
        let line = before.split(|byte| *byte == b'\n').count();
        let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
        Place(format!("{}:{line}:{column}", self.file.display()))
    }

    fn option(
        &self,
        key: &Spanned<impl AsRef<str>>,
        value: &Spanned<DeValue<'_>>,
        settings: &mut Settings,
    ) -> Result<()> {
        let (name, place) = (key.get_ref().as_ref(), self.place(key.span().start));
        let Some(arg) = option(self.command, name) else {
            let known = names(self.command).chain(std::iter::once("extractors"));
            bail!("{place}: there is no option \"{name}\": {}", suggest(name, known));
        };
        if RISKY.contains(&name) && !self.is_named {
            bail!("{place}: {name} is only taken from the command line or from a file that --config names");
        }
        let place = self.place(value.span().start);
        let values: Vec<&Spanned<DeValue<'_>>> = match value.get_ref() {
            DeValue::Array(values) => values.iter().collect(),
            _ => vec![value],
        };
        for value in values {
            let place = self.place(value.span().start);
            let value = if arg.get_action().takes_values() {
                let Some(text) = plain(value.get_ref()) else {
                    bail!("{place}: {name} takes a text or a number, and this is a {}", value.get_ref().type_str());
                };
                let is_path = arg.get_value_parser().type_id() == TypeId::of::<PathBuf>();
                Some(if is_path { self.beside(&text) } else { text.into() })
            } else {
                match value.get_ref().as_bool() {
                    Some(true) => None,
                    Some(false) => continue,
                    None => bail!("{place}: {name} takes true or false"),
                }
            };
            settings.options.push((name.to_owned(), value, place));
        }
        // The command line says by itself what is wrong with a value.
        let given = settings.options.iter().filter(|(known, ..)| known == name);
        let words = given.map(|(name, value, _)| argument(name, value.as_ref()));
        let line = std::iter::once(OsString::from("extract")).chain(words);
        if let Err(error) = self.command.clone().try_get_matches_from(line) {
            let message = error.to_string();
            let message = message.lines().next().unwrap_or_default().trim_start_matches("error: ");
            bail!("{place}: {name}: {message}");
        }
        Ok(())
    }

    /// A path in the file begins where the file lies.
    fn beside(&self, path: &str) -> OsString {
        self.file.parent().unwrap_or(Path::new("")).join(path).into()
    }

    fn extractors(&self, value: &Spanned<DeValue<'_>>, settings: &mut Settings) -> Result<()> {
        const FORM: &str = "write the options of an extractor as a table, as [extractors.date]";
        let Some(tables) = value.get_ref().as_table() else { bail!("{}: {FORM}", self.place(value.span().start)) };
        for (name, value) in tables {
            let place = self.place(name.span().start);
            let Some(table) = value.get_ref().as_table() else { bail!("{place}: {FORM}") };
            let options = table.iter().map(|(option, value)| {
                let place = self.place(option.span().start);
                Ok((
                    option.get_ref().to_string(),
                    json(value.get_ref()).map_err(|error| anyhow!("{place}: {error}"))?,
                    place,
                ))
            });
            let options = options.collect::<Result<_>>()?;
            settings.extractors.push(Table { extractor: name.get_ref().to_string(), place, options });
        }
        Ok(())
    }
}

/// The option of this long name, those apart that say where the file is.
fn option<'c>(command: &'c Command, name: &str) -> Option<&'c Arg> {
    command.get_arguments().find(|arg| is_known(arg) && arg.get_long() == Some(name))
}

fn names(command: &Command) -> impl Iterator<Item = &str> {
    command.get_arguments().filter(|arg| is_known(arg)).filter_map(Arg::get_long)
}

fn is_known(arg: &Arg) -> bool {
    !matches!(arg.get_long(), None | Some("config" | "no-config" | "help" | "version"))
}

/// An option as it is typed.
fn argument(name: &str, value: Option<&OsString>) -> OsString {
    let mut argument = OsString::from(format!("--{name}"));
    if let Some(value) = value {
        argument.push("=");
        argument.push(value);
    }
    argument
}

/// A value that the command line takes as a word.
fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::Array(_) | DeValue::Table(_) => None,
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().replace('_', "")),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok().map(|it| it.to_string()),
        DeValue::Float(number) => Some(number.as_str().replace('_', "")),
        DeValue::Boolean(is) => Some(is.to_string()),
        DeValue::Datetime(when) => Some(when.to_string()),
    }
}

/// A value as extractors take it; a date is a string.
fn json(value: &DeValue<'_>) -> Result<Value> {
    Ok(match value {
        DeValue::Array(values) => {
            Value::Array(values.iter().map(|value| json(value.get_ref())).collect::<Result<_>>()?)
        }
        DeValue::Table(table) => {
            let fields = table.iter().map(|(key, value)| Ok((key.get_ref().to_string(), json(value.get_ref())?)));
            Value::Object(fields.collect::<Result<_>>()?)
        }
        DeValue::Boolean(is) => Value::Bool(*is),
        DeValue::Integer(_) | DeValue::Float(_) => {
            let text = plain(value).unwrap_or_default();
            serde_json::from_str(text.trim_start_matches('+')).map_err(|_| anyhow!("{text} is no number of JSON"))?
        }
        _ => Value::String(plain(value).unwrap_or_default()),
    })
}
