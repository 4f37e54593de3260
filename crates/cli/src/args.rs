//! What can be typed.

use std::path::PathBuf;

use clap::{Args as Arguments, Parser, Subcommand, ValueHint};

use crate::aggregate::Aggregate;
use crate::dates::Dates;
use crate::shard::Shard;

/// Reads news and diplomatic reports and says who said what, when, where, and in what tone.
#[derive(Parser)]
#[command(name = "dateline", version, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Find quotations, dates, places, tone and statements in reports
    Extract(Box<Extract>),
    /// Count events by ordered pair of actors, day and quad class
    Aggregate(Aggregate),
    /// What can be extracted, and with which options
    Plugins(Plugins),
    /// Find places by name, id or point, and make gazetteers of GeoNames dumps
    Gazetteer(Gazetteer),
    /// Print the JSON Schema of the output
    Schema(Schema),
    /// Print the sources of the data inside, and their terms
    Licenses,
    /// Print a script that completes commands in a shell
    #[command(after_help = "\
Examples:
  dateline completions bash > ~/.local/share/bash-completion/completions/dateline
  dateline completions zsh > ~/.zfunc/_dateline
  dateline completions fish > ~/.config/fish/completions/dateline.fish")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page of dateline or of one of its commands
    #[command(after_help = "Example: dateline man extract | man -l -")]
    Man {
        /// The command [default: dateline itself]
        command: Option<String>,
    },
    /// Serve a shared library over JSON lines: what --isolate runs
    #[command(hide = true)]
    ServePlugin {
        /// The library
        file: PathBuf,
    },
}

/// Find quotations, dates, places, tone and statements in reports
#[derive(Arguments)]
#[command(after_help = "\
Examples:
  dateline extract report.txt                         a readable report on a terminal
  dateline extract reports/ --out found.jsonl         every file below a folder
  cat report.txt | dateline extract - | jq .          JSON Lines in a pipe
  dateline extract report.txt --plugins date,quote    only what is asked for

Offsets in the output count Unicode code points. Exit code: 0; 1 when an input failed or a layer was lost; 2 for wrong usage.")]
pub(crate) struct Extract {
    /// Files, folders, or - for standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub(crate) inputs: Vec<PathBuf>,
    /// The plugins to run (`dateline plugins list` shows them)
    #[arg(short, long, value_delimiter = ',', value_name = "NAMES")]
    pub(crate) plugins: Vec<String>,
    /// The output format: jsonl, json, text, csv, parquet, events, geojson, timeml, brat,
    /// web-annotation or conllu [default: text on a terminal, else jsonl]
    #[arg(short, long, value_name = "FORMAT")]
    pub(crate) format: Option<String>,
    /// The input format: text, html, warc, feed, parquet, jsonl, json, csv, tsv or timeml [default: by extension and content; .gz and .zst are unpacked]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) input_format: Option<String>,
    /// Which fields of a record are what: text=body,published=date, or a preset as news-please, trafilatura, mediacloud,
    /// eventregistry, newspaper, ninjs
    #[arg(long, value_name = "PART=FIELD,...|PRESET")]
    pub(crate) map: Option<String>,
    /// When the documents were published, whatever they say themselves: 2017-02-16, 2017-02-16T19:35:00+03:00
    #[arg(long, value_name = "WHEN")]
    pub(crate) published: Option<String>,
    /// Be quick rather than thorough: sets the option `fast` of every extractor that has one
    #[arg(long)]
    pub(crate) fast: bool,
    /// An option of an extractor: date.locale=day-first (`dateline plugins show` lists them)
    #[arg(short = 'o', long = "option", value_name = "EXTRACTOR.NAME=VALUE")]
    pub(crate) options: Vec<String>,
    /// Resolve places with this gazetteer, which `dateline gazetteer build` made, and not with the one inside
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) gazetteer: Option<PathBuf>,
    /// Lay the places of this CSV file over the gazetteer: name, lat, lon, and where known country, id, feature,
    /// population, aliases
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) places: Option<PathBuf>,
    /// Give each place so many others that its name may mean, the likeliest first
    #[arg(long, value_name = "N")]
    pub(crate) alternatives: Option<u32>,
    /// Lay a table of your own over the actors: CSV with name,code,sector,aliases,from,to (aliases parted by ;)
    #[arg(long, value_name = "FILE")]
    pub(crate) actors: Option<PathBuf>,
    /// Whose table of Goldstein values the events have: gdelt or icews [default: gdelt]
    #[arg(long, value_name = "TABLE", value_parser = ["gdelt", "icews"], hide_possible_values = true)]
    pub(crate) goldstein: Option<String>,
    /// How many threads work [default: one a core]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Leave the text of the documents out of the output
    #[arg(long)]
    pub(crate) no_text: bool,
    /// Say which rule and which words made each finding
    #[arg(long)]
    pub(crate) explain: bool,
    /// What offsets count: codepoints, bytes or utf16
    #[arg(long, value_name = "UNIT", default_value = "codepoints")]
    pub(crate) offsets: String,
    /// Write to this file, which appears when all of it is there (for brat to this folder)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
    /// Skip documents above this many bytes
    #[arg(long, value_name = "BYTES", default_value_t = 10_000_000)]
    pub(crate) max_bytes: u64,
    /// Make no more of a document that has taken so long: what has begun is ended, and what is left out is told
    #[arg(long, value_name = "SECONDS")]
    pub(crate) max_seconds: Option<f64>,
    #[command(flatten)]
    pub(crate) long: LongRuns,
    #[command(flatten)]
    pub(crate) config: Config,
    #[command(flatten)]
    pub(crate) dates: Dates,
    #[command(flatten)]
    pub(crate) load: Load,
}

/// What long runs need
#[derive(Arguments)]
pub(crate) struct LongRuns {
    /// Write the records that failed to this file as JSON Lines, with input, line, column and what is wrong, and not to
    /// standard error
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) errors: Option<PathBuf>,
    /// Keep what is needed to go on after a crash or Ctrl-C: the same command then goes on where the run was ended, and
    /// the output is the same as that of one run
    #[arg(long)]
    pub(crate) resume: bool,
    /// Take only the K-th of N parts of the documents, by their ids, whatever the machine: for runs on several
    #[arg(long, value_name = "K/N")]
    pub(crate) shard: Option<Shard>,
    /// Tell only what failed: no progress, no warnings, no summary
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// Where options come from that are not typed
#[derive(Arguments)]
pub(crate) struct Config {
    /// Take options from this file [default: the nearest dateline.toml in this folder and those above it]
    #[arg(long, value_name = "FILE", conflicts_with = "no_config", value_hint = ValueHint::FilePath)]
    pub(crate) config: Option<PathBuf>,
    /// Take no options from a dateline.toml
    #[arg(long)]
    pub(crate) no_config: bool,
}

/// Where plugins from outside come from
#[derive(Arguments)]
#[command(next_help_heading = "Loaded plugins")]
pub(crate) struct Load {
    /// Load extractors from a shared library, from all in a folder, or from a program that speaks JSON lines
    #[arg(long, value_name = "FILE|DIR", global = true)]
    pub(crate) plugin_path: Vec<PathBuf>,
    /// Run loaded libraries in processes of their own, which may crash or hang without harm
    #[arg(long, global = true)]
    pub(crate) isolate: bool,
    /// Load only files whose SHA-256 stands in this list, as sha256sum writes it
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) plugin_sha256: Option<PathBuf>,
    /// How long a plugin in a process of its own may take for one document
    #[arg(long, value_name = "SECONDS", default_value_t = 30.0, global = true)]
    pub(crate) plugin_time_limit: f32,
}

#[derive(Arguments)]
pub(crate) struct Plugins {
    #[command(flatten)]
    pub(crate) load: Load,
    #[command(subcommand)]
    pub(crate) command: PluginsCommand,
}

#[derive(Subcommand)]
pub(crate) enum PluginsCommand {
    /// List the plugins with their extractors, and what each reads and writes
    List,
    /// Print the documentation and the options of a plugin
    Show {
        /// The name of the plugin
        name: String,
    },
    /// Say whether a file would load as a plugin, and why not
    Check {
        /// A shared library, or a program that speaks JSON lines
        file: PathBuf,
    },
}

#[derive(Arguments)]
pub(crate) struct Schema {
    #[command(flatten)]
    pub(crate) load: Load,
}

#[derive(Arguments)]
pub(crate) struct Gazetteer {
    #[command(subcommand)]
    pub(crate) command: GazetteerCommand,
}

#[derive(Subcommand)]
pub(crate) enum GazetteerCommand {
    /// Look a place up
    Find(FindPlace),
    /// Make a gazetteer file of a GeoNames dump
    Build(BuildGazetteer),
    /// Read all of a gazetteer file and compare it with its checksum
    Check(CheckGazetteer),
}

/// Read all of a gazetteer file and compare it with its checksum
///
/// The other commands look at the header only, so that a file of any size opens in a moment.
#[derive(Arguments)]
pub(crate) struct CheckGazetteer {
    /// A file that `dateline gazetteer build` made
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
}

/// Look a place up
#[derive(Arguments)]
#[command(after_help = "\
Examples:
  dateline gazetteer find Springfield
  dateline gazetteer find 2643743
  dateline gazetteer find 51.13,71.43")]
pub(crate) struct FindPlace {
    /// A name, a GeoNames id, or latitude and longitude in degrees
    #[arg(value_name = "NAME|ID|LAT,LON", allow_hyphen_values = true)]
    pub(crate) query: String,
    /// Look in this gazetteer, and not in the one inside
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) gazetteer: Option<PathBuf>,
    /// Lay the places of this CSV file over it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) places: Option<PathBuf>,
    /// Print at most this many places
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
    /// Print JSON Lines, and not a table
    #[arg(long)]
    pub(crate) json: bool,
}

/// Make a gazetteer file of a GeoNames dump
#[derive(Arguments)]
#[command(after_help = "\
Example:
  dateline gazetteer build geonames/ --out world.gaz --classes APHL --min-population 100 --languages en,es

The folder holds allCountries.txt and, as far as there are any, alternateNamesV2.txt, admin1CodesASCII.txt,
admin2Codes.txt, countryInfo.txt and hierarchy.txt, unpacked. A build that was interrupted goes on when the same command
is given again.")]
pub(crate) struct BuildGazetteer {
    /// The folder of the dump, or a table of places as US.txt with the other tables beside it
    #[arg(value_name = "DUMP", value_hint = ValueHint::AnyPath)]
    pub(crate) dump: PathBuf,
    /// The file to make
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) out: PathBuf,
    /// Take only these feature classes, one letter each: A, H, L, P, R, S, T, U, V
    #[arg(long, value_name = "LETTERS", default_value = "")]
    pub(crate) classes: String,
    /// Take only places of these countries (ISO 3166-1 alpha-2)
    #[arg(long, value_delimiter = ',', value_name = "CODES")]
    pub(crate) countries: Vec<String>,
    /// Leave out populated places of fewer people
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) min_population: u32,
    /// Take only alternate names of these languages, and those without one
    #[arg(long, value_delimiter = ',', value_name = "CODES")]
    pub(crate) languages: Vec<String>,
}
