//! `dateline plugins` and `dateline schema`.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, anyhow};
use dateline::host::LoadOptions;
use dateline::{Builder, Offer};
use dateline_core::{Schema, suggest};
use dateline_io::json_schema;
use serde_json::Value;

use crate::args::{self, Plugins, PluginsCommand};
use crate::load;
use crate::messages::Failed;
use crate::output::is_closed;

pub(crate) fn plugins(args: &Plugins) -> Result<ExitCode> {
    match &args.command {
        PluginsCommand::List => print(&list(&load::builder(&args.load)?)?),
        PluginsCommand::Show { name } => print(&show(&load::builder(&args.load)?, name)?),
        PluginsCommand::Check { file } => check(file, &load::options(&args.load)?),
    }
}

/// Prints the JSON Schema of the output.
pub(crate) fn schema(args: &args::Schema) -> Result<ExitCode> {
    let builder = load::builder(&args.load)?;
    let kinds: Vec<&Schema> =
        builder.offers().iter().map(|offer| offer.schema()).filter(|schema| schema.is_written()).collect();
    print(&format!("{:#}\n", json_schema(&kinds)))
}

/// Says whether a file would load, and what it offers; exit code 0 or 1.
fn check(file: &Path, options: &LoadOptions) -> Result<ExitCode> {
    let loaded = match dateline::host::load(file, options) {
        Ok(loaded) => loaded,
        Err(error) => return Err(Failed(error.to_string()).into()),
    };
    let mut text = String::new();
    for plugin in &loaded {
        writeln!(text, "{}: {} plugin, it would load", plugin.path.display(), plugin.kind)?;
        for offer in &plugin.offers {
            let (name, kind, version) = (offer.name(), offer.schema().kind, offer.version());
            writeln!(text, "  {name} {version} of the plugin \"{}\" writes \"{kind}\"", offer.plugin())?;
        }
    }
    print(&text)
}

/// Serves a library to the program that started this one.
pub(crate) fn serve(file: &Path) -> Result<ExitCode> {
    let served = dateline::host::serve(file, std::io::stdin().lock(), std::io::stdout().lock());
    served.map_err(|error| Failed(error.to_string()))?;
    Ok(ExitCode::SUCCESS)
}

fn print(text: &str) -> Result<ExitCode> {
    std::io::stdout().write_all(text.as_bytes()).or_else(is_closed)?;
    Ok(ExitCode::SUCCESS)
}

/// A line an extractor, under the plugin that it belongs to.
fn list(builder: &Builder) -> Result<String> {
    let mut rows = vec![["PLUGIN", "EXTRACTOR", "WRITES", "READS", "VERSION", "FROM"].map(str::to_owned)];
    let mut offers = builder.offers();
    offers.sort_by(|a, b| (a.plugin(), a.name()).cmp(&(b.plugin(), b.name())));
    for offer in offers {
        let reads: Vec<&str> = offer.requires(&Value::Null)?.iter().map(|key| key.name).collect();
        let is_built_in = dateline_core::registered().iter().any(|built_in| built_in.name == offer.name());
        let from = match builder.origin(offer.name()) {
            None => "built in".to_owned(),
            Some(plugin) => {
                let place = if is_built_in { ", in place of the built-in one" } else { "" };
                format!("{} {}{place}", plugin.kind, plugin.path.display())
            }
        };
        rows.push([
            offer.plugin().to_owned(),
            offer.name().to_owned(),
            offer.schema().kind.to_owned(),
            if reads.is_empty() { "-".to_owned() } else { reads.join(",") },
            offer.version().to_owned(),
            from,
        ]);
    }
    let widths: Vec<usize> = (0..6).map(|at| rows.iter().map(|row| row[at].len()).max().unwrap_or(0)).collect();
    let mut text = String::new();
    for row in &rows {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    Ok(text)
}

/// The README of a plugin, and the options and rules of its extractors.
fn show(builder: &Builder, name: &str) -> Result<String> {
    let offers: Vec<&dyn Offer> = builder.offers().into_iter().filter(|offer| offer.plugin() == name).collect();
    let Some(first) = offers.first() else {
        let known = builder.offers();
        let known = known.iter().map(|offer| offer.plugin());
        return Err(anyhow!("there is no plugin \"{name}\": {}", suggest(name, known)));
    };
    let mut text = first.readme().trim_end().to_owned();
    text.push('\n');
    for offer in offers {
        let (defaults, options) = (offer.defaults(), offer.options());
        let properties = options["properties"].as_object();
        let properties = properties.filter(|properties| !properties.is_empty());
        writeln!(text, "\n## Options of the extractor \"{}\"\n", offer.name())?;
        for (option, about) in properties.into_iter().flatten() {
            let doc = about["description"].as_str().unwrap_or_default().replace('\n', " ");
            writeln!(
                text,
                "- `--option {}.{option}={}` (the default): {doc}",
                offer.name(),
                defaults[option.as_str()]
            )?;
        }
        if properties.is_none() {
            text.push_str("None.\n");
        }
        let rules = offer.rules();
        if !rules.is_empty() {
            writeln!(text, "\n## Rules of the extractor \"{}\"\n", offer.name())?;
        }
        for rule in rules {
            let example = if rule.example.is_empty() { "" } else { " Example: " };
            writeln!(text, "- `{}`: {}{example}{}", rule.name, rule.doc, rule.example)?;
        }
    }
    Ok(text)
}
