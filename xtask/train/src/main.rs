//! Trains the models that the language crates embed.
//!
//! Started by `cargo xtask train MODEL --data DIR`: from the data to the same bytes every time, with the scores on the
//! development splits. Data whose terms are not listed in [`TERMS`] is refused.
#![allow(clippy::print_stdout, reason = "a command line tool speaks on its standard streams")]

mod augment;
mod bio;
mod conllu;
mod evaluate;
mod lemma;
mod names;
mod perceptron;
mod tagger;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

/// The data that models may be trained on, and its terms.
const TERMS: [(&str, &str); 2] = [
    ("gum/gum-train.conllu.gz", "GUM: annotations CC BY 4.0; texts CC BY, CC BY-SA 3.0 and public domain by genre"),
    ("ewt/ewt-train.conllu.gz", "UD English EWT 2.15: CC BY-SA 4.0"),
];

#[derive(Parser)]
#[command(name = "cargo xtask train", bin_name = "cargo xtask train")]
struct Args {
    #[command(subcommand)]
    model: ModelKind,
    /// The folder of the training data.
    #[arg(long, global = true, default_value = "../shared/train")]
    data: PathBuf,
    /// Where to write the model.
    #[arg(long, global = true)]
    out: Option<PathBuf>,
    /// Score this model and train none.
    #[arg(long, global = true)]
    score: Option<PathBuf>,
}

#[derive(Subcommand)]
enum ModelKind {
    /// Parts of speech.
    Tagger,
    /// Persons, organisations, places and groups.
    Names,
}

fn main() -> Result<()> {
    let args = Args::parse();
    match args.model {
        ModelKind::Tagger => tagger(&args),
        ModelKind::Names => train_names(&args),
    }
}

fn tagger(args: &Args) -> Result<()> {
    let file = match &args.score {
        Some(path) => std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?,
        None => {
            let mut documents = Vec::new();
            for (name, terms) in TERMS {
                println!("{name}: {terms}");
                documents.extend(conllu::read(&args.data.join(name))?);
            }
            let sources = TERMS.map(|(name, terms)| format!("{name}\t{terms}")).join("\n");
            tagger::train(&documents, &sources, &mut |line| println!("{line}"))
        }
    };
    if let Some(out) = &args.out {
        std::fs::write(out, &file).with_context(|| format!("cannot write {}", out.display()))?;
    }
    println!("{} bytes", file.len());
    for name in ["gum/gum-dev.conllu.gz", "ewt/ewt-dev.conllu.gz"] {
        let documents = conllu::read(Path::new(&args.data).join(name).as_path())?;
        println!("{name}: {}", evaluate::tagger(&file, &documents)?);
    }
    Ok(())
}

/// One document in ten is held out and never trained on.
fn hold_out(documents: Vec<bio::Named>) -> (Vec<bio::Named>, Vec<bio::Named>) {
    let (mut kept, mut held) = (Vec::new(), Vec::new());
    for (n, document) in documents.into_iter().enumerate() {
        if n % 10 == 5 { held.push(document) } else { kept.push(document) }
    }
    (kept, held)
}

/// Texts made from the data and from our own: see [`augment`].
fn more(documents: &[bio::Named], lists: &[String; 2]) -> Result<Vec<bio::Named>> {
    let persons = augment::Persons::new(lists);
    let mut random = perceptron::Random::new(names::SEED);
    let own = |name: &str| conllu::read_text(&Path::new("xtask/train/own").join(name));
    let mut made = augment::letters(&own("letters.txt")?, &own("slots.txt")?, &persons, &mut random)?;
    for (n, document) in documents.iter().enumerate() {
        match n % 6 {
            1 => made.push(augment::small(document)),
            3 => made.push(augment::others(document, &persons, &mut random)),
            _ => {}
        }
    }
    Ok(made)
}

fn train_names(args: &Args) -> Result<()> {
    let (wikigold, wikigold_held) = hold_out(bio::read(&args.data.join("ner/wikigold.bio"))?);
    let re3d = bio::read(&args.data.join("ner/re3d-train.bio"))?;
    let (mut re3d, re3d_held) = hold_out(re3d);
    re3d.retain(|document| !document.id.starts_with("Wikipedia"));
    re3d.iter_mut().for_each(bio::without_titles);
    let gum = bio::read_gum(&args.data.join("gum/gum-train.conllu.gz"))?;
    println!("{} + {} + {} documents", wikigold.len(), re3d.len(), gum.len());
    let list = |name: &str| conllu::read_text(&Path::new("plugins/location/data").join(name));
    let lists = [list("first_names.txt")?, list("surnames.txt")?];
    let reader = names::Reader::new(&lists, &conllu::read_text(Path::new("xtask/train/silver/clusters.tsv.gz"))?)?;
    let file = match &args.score {
        Some(path) => std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?,
        None => {
            let mut documents = wikigold;
            documents.extend(re3d);
            documents.extend(gum);
            let texts = args.data.join("wikinews/wikinews-2019-2020.jsonl.gz");
            documents.extend(bio::read_silver(&texts, Path::new("xtask/train/silver/wikinews.tsv"))?);
            documents.extend(more(&documents, &lists)?);
            names::train(&documents, &reader, "wikigold, re3d, gum", &mut |line| println!("{line}"))
        }
    };
    if let Some(out) = &args.out {
        std::fs::write(out, &file).with_context(|| format!("cannot write {}", out.display()))?;
    }
    println!("{} bytes", file.len());
    let uner = bio::read(&args.data.join("ner/uner-ewt-dev.bio"))?;
    for (name, documents) in [("UNER dev", &uner), ("WikiGold held out", &wikigold_held), ("re3d held out", &re3d_held)]
    {
        println!("{name}: {}", evaluate::names(&file, &reader, documents)?);
    }
    Ok(())
}
