//! A long run that is killed again and again, and goes on each time, beside one that is let be.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};

use crate::corpus::Corpus;
use crate::{documents, long_runs};

/// Arguments of the bench of killed runs.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How much text, in megabytes.
    #[arg(long, default_value_t = 100)]
    megabytes: u64,
    /// How often the run is killed.
    #[arg(long, default_value_t = 20)]
    kills: u32,
    /// The plugins to run, parted by commas.
    #[arg(long, default_value = "date")]
    plugins: String,
    /// The formats to read.
    #[arg(long, value_delimiter = ',', default_value = "jsonl,html.warc")]
    formats: Vec<String>,
    /// Draws the moments of the kills.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where the files are made, and removed at the end.
    #[arg(long, value_name = "FOLDER", default_value = "target/bench-resume")]
    folder: PathBuf,
    /// Open news texts as JSON Lines.
    #[arg(long, value_name = "FOLDER", default_value = "../shared/train/wikinews")]
    texts: PathBuf,
    /// The program.
    #[arg(long, value_name = "FILE", default_value = "target/release/dateline")]
    dateline: PathBuf,
}

/// Makes the corpus, runs, and compares.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let root = documents::root();
    let folder = root.join(&args.folder);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let corpus = Corpus::new(&root.join(&args.texts))?;
    let mut draw = args.seed;
    for format in &args.formats {
        let file = folder.join(format!("corpus.{format}"));
        long_runs::make(&corpus, &file, format, args.megabytes * 1_000_000)?;
        let (whole, killed) = (folder.join("whole.jsonl"), folder.join("killed.jsonl"));
        let start = |out: &Path| -> anyhow::Result<Child> {
            let mut command = Command::new(root.join(&args.dateline));
            command.arg("extract").arg(&file).args(["--plugins", &args.plugins, "--quiet", "--no-config", "--resume"]);
            command.arg("--out").arg(out).stdin(Stdio::null()).spawn().context("cannot run dateline")
        };
        let began = Instant::now();
        ensure!(start(&whole)?.wait()?.success(), "the run that was let be failed");
        let undisturbed = began.elapsed();
        let mut kills = Vec::new();
        while kills.len() < args.kills as usize {
            draw = draw.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // On average, all kills together leave as much to do as there was time for.
            let share = (draw >> 40) as f64 / f64::from(1 << 24);
            let until = undisturbed.mul_f64(2.0 * share / f64::from(args.kills));
            let mut child = start(&killed)?;
            std::thread::sleep(until);
            if child.try_wait()?.is_some() {
                break;
            }
            child.kill()?;
            child.wait()?;
            kills.push(until);
        }
        ensure!(killed.is_file() || start(&killed)?.wait()?.success(), "the run that was gone on with failed");
        let is_same = same(&whole, &killed)?;
        let spent: Duration = kills.iter().sum();
        println!(
            "{format}: {:.0} MB, undisturbed in {:.1} s; killed {} times after {:.1} s in all, then gone on with: {} bytes, {}",
            file.metadata()?.len() as f64 / 1e6,
            undisturbed.as_secs_f64(),
            kills.len(),
            spent.as_secs_f64(),
            whole.metadata()?.len(),
            if is_same { "identical" } else { "NOT identical" }
        );
        for file in [&file, &whole, &killed] {
            fs::remove_file(file)?;
        }
        ensure!(is_same, "the outputs differ");
    }
    fs::remove_dir(&folder)?;
    Ok(())
}

/// Whether two files are the same.
fn same(one: &Path, other: &Path) -> io::Result<bool> {
    let (mut one, mut other) = (File::open(one)?, File::open(other)?);
    if one.metadata()?.len() != other.metadata()?.len() {
        return Ok(false);
    }
    let (mut left, mut right) = (vec![0; 1 << 20], vec![0; 1 << 20]);
    loop {
        let read = one.read(&mut left)?;
        if read == 0 {
            return Ok(true);
        }
        other.read_exact(&mut right[..read])?;
        if left[..read] != right[..read] {
            return Ok(false);
        }
    }
}
