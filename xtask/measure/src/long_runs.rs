//! How fast everything that can be read is read, and how fast and in how much memory a run goes from end to end.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use cpu_time::ProcessTime;
use dateline::{AtHand, Batch, Pipeline};
use dateline_io::{Input, OutputFormat, ReadOptions, Record, WriteOptions, open};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use crate::corpus::{Corpus, Report};
use crate::documents;

/// Arguments of the bench of long runs.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How much text, in megabytes.
    #[arg(long, default_value_t = 200)]
    megabytes: u64,
    /// The plugins to run, parted by commas; those of `dateline extract` by default.
    #[arg(long, value_delimiter = ',')]
    plugins: Vec<String>,
    /// The formats to read.
    #[arg(long, value_delimiter = ',', default_value = "jsonl,json,csv,jsonl.gz,html.warc,html.warc.gz,rss")]
    formats: Vec<String>,
    /// Where the files are made, and removed at the end.
    #[arg(long, value_name = "FOLDER", default_value = "target/bench-corpus")]
    folder: PathBuf,
    /// Open news texts as JSON Lines.
    #[arg(long, value_name = "FOLDER", default_value = "../shared/train/wikinews")]
    texts: PathBuf,
    /// The program that is run from end to end.
    #[arg(long, value_name = "FILE", default_value = "target/release/dateline")]
    dateline: PathBuf,
    /// How often the program and the pipeline by itself are measured in turn.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Leave the files where they were made.
    #[arg(long)]
    keep: bool,
    /// Leave out the runs from end to end.
    #[arg(long)]
    readers_only: bool,
}

/// The largest feed that is made: readers take one as a whole.
const LARGEST_FEED: u64 = 50_000_000;

/// Makes the corpus, measures, and prints the table.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let root = documents::root();
    let folder = root.join(&args.folder);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let corpus = Corpus::new(&root.join(&args.texts))?;
    let (paragraphs, names) = corpus.size();
    println!("reports of {paragraphs} paragraphs and {names} names; {} MB of text", args.megabytes);
    println!("{:<14} {:>8} {:>9} {:>9} {:>9}", "", "MB", "text MB", "MB/s", "text MB/s");
    for format in &args.formats {
        let file = folder.join(format!("corpus.{format}"));
        make(&corpus, &file, format, args.megabytes * 1_000_000)?;
        let began = Instant::now();
        let text = read(&file)?;
        let seconds = began.elapsed().as_secs_f64();
        let size = file.metadata()?.len() as f64 / 1e6;
        let text = text as f64 / 1e6;
        println!("{format:<14} {size:>8.1} {text:>9.1} {:>9.1} {:>9.1}", size / seconds, text / seconds);
        if !args.readers_only && ["jsonl", "html.warc"].contains(&format.as_str()) {
            against_the_pipeline(args, &root.join(&args.dateline), &file, text)?;
        }
        if !args.keep {
            fs::remove_file(&file)?;
        }
    }
    if !args.keep {
        fs::remove_dir(&folder)?;
    }
    Ok(())
}

/// Writes the corpus in a format.
pub(crate) fn make(corpus: &Corpus, file: &Path, format: &str, most: u64) -> anyhow::Result<()> {
    let out = BufWriter::new(File::create(file).with_context(|| format!("cannot write {}", file.display()))?);
    let mut out: Box<dyn Write> = match format {
        "jsonl.gz" => Box::new(GzEncoder::new(out, Compression::fast())),
        _ => Box::new(out),
    };
    let most = if format == "rss" { most.min(LARGEST_FEED) } else { most };
    match format {
        "json" => out.write_all(b"[")?,
        "csv" => out.write_all(b"id,title,published,text\n")?,
        "rss" => out.write_all(b"<rss version=\"2.0\"><channel><title>Reports</title>")?,
        _ => {}
    }
    let mut bytes = 0;
    for number in 0.. {
        let report = corpus.report(number);
        bytes += report.text.len() as u64;
        if bytes > most {
            break;
        }
        match format {
            "jsonl" | "jsonl.gz" => writeln!(out, "{}", as_json(&report))?,
            "json" => write!(out, "{}{}", if number == 0 { "" } else { ",\n" }, as_json(&report))?,
            "csv" => {
                let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
                let Report { id, title, published, text } = &report;
                writeln!(out, "{id},{},{published},{}", quoted(title), quoted(text))?;
            }
            "html.warc" => out.write_all(&as_record(&report))?,
            "html.warc.gz" => {
                let mut member = GzEncoder::new(Vec::new(), Compression::fast());
                member.write_all(&as_record(&report))?;
                out.write_all(&member.finish()?)?;
            }
            "rss" => {
                let Report { id, title, published, .. } = &report;
                let (title, text) = (escaped(title), escaped(&as_page(&report)));
                write!(
                    out,
                    "<item><title>{title}</title><guid>{id}</guid><pubDate>{published}</pubDate><description>{text}</description></item>"
                )?;
            }
            other => bail!("there is no corpus in the format {other}"),
        }
    }
    match format {
        "json" => out.write_all(b"]\n")?,
        "rss" => out.write_all(b"</channel></rss>\n")?,
        _ => {}
    }
    out.flush()?;
    Ok(())
}

fn as_json(report: &Report) -> serde_json::Value {
    json!({"id": report.id, "title": report.title, "published": report.published, "text": report.text})
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn as_page(report: &Report) -> String {
    let paragraphs: Vec<String> =
        report.text.trim().split("\n\n").map(|part| format!("<p>{}</p>\n", escaped(part))).collect();
    let paragraphs = paragraphs.concat();
    let (title, published) = (escaped(&report.title), &report.published);
    format!(
        "<!DOCTYPE html><html><head><title>{title}</title><meta property=\"article:published_time\" content=\"{published}\">\
         <script>var menu = [\"home\", \"world\"];</script></head><body><nav><ul><li><a href=\"/\">Home</a></li>\
         <li><a href=\"/world\">World</a></li></ul></nav><article><h1>{title}</h1>{paragraphs}</article>\
         <footer><a href=\"/about\">About us</a></footer></body></html>"
    )
}

fn as_record(report: &Report) -> Vec<u8> {
    let page = as_page(report);
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:{id}>\r\nWARC-Target-URI: https://reports.example/{id}\r\n\
         WARC-Date: 2025-06-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n\
         {head}{page}\r\n\r\n",
        head.len() + page.len(),
        id = report.id,
    )
    .into_bytes()
}

/// Reads all of a file, and says how many bytes of text it holds.
fn read(file: &Path) -> anyhow::Result<u64> {
    let mut bytes = 0;
    for record in open(&Input::file(file), &ReadOptions::default())? {
        bytes += record?.text.len() as u64;
    }
    Ok(bytes)
}

/// Megabytes of text in a second of wall time, and in a second of processor time.
#[derive(Clone, Copy)]
struct Speed {
    wall: f64,
    processor: f64,
}

/// How many bytes of text stand in memory for the pipeline by itself.
const SAMPLE: usize = 40_000_000;

/// Says with one thread and with two how fast the program runs over a file, and what share that is of the pipeline's own
/// speed. The two are measured in turn and compared round by round, since a machine is seldom as fast for a minute; what is
/// printed is the middle of the rounds.
fn against_the_pipeline(args: &Args, program: &Path, file: &Path, text: f64) -> anyhow::Result<()> {
    let mut pipeline = Pipeline::builder();
    if !args.plugins.is_empty() {
        pipeline = pipeline.plugins(args.plugins.iter().cloned());
    }
    let pipeline = pipeline.build()?;
    let records = sample(file)?;
    for threads in [1, 2] {
        let mut peak = 0;
        let mut rounds = Vec::new();
        for _ in 0..args.rounds.max(1) {
            let own = own_speed(&pipeline, &records, threads);
            let (run, memory) = from_end_to_end(args, program, file, text, threads)?;
            peak = peak.max(memory);
            rounds.push((own, run));
        }
        let middle = |of: &dyn Fn(&(Speed, Speed)) -> f64| {
            let mut all: Vec<f64> = rounds.iter().map(of).collect();
            all.sort_by(f64::total_cmp);
            all[all.len() / 2]
        };
        println!(
            "  {threads} threads: the pipeline by itself {:.2} text MB/s, {:.2} in a second of processor time",
            middle(&|(own, _)| own.wall),
            middle(&|(own, _)| own.processor),
        );
        let shares: Vec<String> =
            rounds.iter().map(|(own, run)| format!("{:.0}", 100.0 * run.processor / own.processor)).collect();
        println!(
            "  {threads} threads: dateline extract {:.2} text MB/s ({:.0}%), {:.2} in a second of processor time ({:.0}%; {}), at \
             most {:.0} MB of memory",
            middle(&|(_, run)| run.wall),
            middle(&|(own, run)| 100.0 * run.wall / own.wall),
            middle(&|(_, run)| run.processor),
            middle(&|(own, run)| 100.0 * run.processor / own.processor),
            shares.join(", "),
            peak as f64 / 1e3
        );
    }
    Ok(())
}

/// The first records of a file.
fn sample(file: &Path) -> anyhow::Result<Vec<Record>> {
    let mut bytes = 0;
    let mut records: Vec<Record> = Vec::new();
    for record in open(&Input::file(file), &ReadOptions::default())? {
        let record = record?;
        bytes += record.text.len();
        records.push(record);
        if bytes > SAMPLE {
            break;
        }
    }
    Ok(records)
}

/// The pipeline's own speed: records out of memory, written as the program writes them, and the output forgotten.
fn own_speed(pipeline: &Pipeline, records: &[Record], threads: usize) -> Speed {
    let batch = Batch { format: OutputFormat::JSONL, write: WriteOptions::default(), threads, time: None };
    let text = records.iter().map(|record| record.text.len()).sum::<usize>() as f64 / 1e6;
    let records = AtHand(records.iter().cloned().map(Ok));
    let (began, worked) = (Instant::now(), ProcessTime::now());
    let _ = dateline::run(pipeline, batch, records, |bytes, _| {
        std::hint::black_box(bytes);
        ControlFlow::<()>::Continue(())
    });
    Speed { wall: text / began.elapsed().as_secs_f64(), processor: text / worked.elapsed().as_secs_f64() }
}

/// Runs the program over a file, and says how fast it was and how many kilobytes of memory it had at most.
fn from_end_to_end(
    args: &Args,
    program: &Path,
    file: &Path,
    text: f64,
    threads: usize,
) -> anyhow::Result<(Speed, u64)> {
    let mut command = Command::new(program);
    command.arg("extract").arg(file).args(["--threads", &threads.to_string(), "--quiet", "--no-config", "--out"]);
    let out = file.with_extension("out.jsonl");
    command.arg(&out).stdin(Stdio::null());
    if !args.plugins.is_empty() {
        command.args(["--plugins", &args.plugins.join(",")]);
    }
    let (began, worked) = (Instant::now(), processor_of_children());
    let mut child = command.spawn().with_context(|| format!("cannot run {}", program.display()))?;
    let mut peak = 0;
    let status = loop {
        peak = peak.max(memory(child.id()).unwrap_or(0));
        match child.try_wait()? {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    let (wall, processor) = (began.elapsed().as_secs_f64(), processor_of_children() - worked);
    if !status.success() {
        bail!("dateline extract over {} ended with {status}", file.display());
    }
    fs::remove_file(&out)?;
    Ok((Speed { wall: text / wall, processor: text / processor }, peak))
}

/// The processor time of the programs that were run and have ended, in seconds; where the system does not tell, nothing.
fn processor_of_children() -> f64 {
    let status = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind = status.rsplit_once(')').map_or("", |(_, behind)| behind);
    // Ticks of a hundredth of a second, of the user and of the system.
    let ticks = behind.split_whitespace().skip(13).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// The most memory that a process had so far, in kilobytes, where the system tells.
fn memory(process: u32) -> io::Result<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.trim().split(' ').next()).and_then(|number| number.parse().ok());
    number.ok_or_else(|| io::Error::other("it is not told"))
}
