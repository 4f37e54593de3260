//! Trains the models that the language crates embed.
//!
//! Started by `cargo xtask train MODEL --data DIR`: from the data to the same bytes every time, with the scores on the
//! development splits. Data whose terms are not listed in `terms` are refused.
#![allow(clippy::print_stdout, reason = "a command line tool speaks on its standard streams")]

mod attach;
mod augment;
mod bio;
mod conllu;
mod evaluate;
mod folds;
mod layout;
mod lemma;
mod names;
mod oracle;
mod parser;
mod perceptron;
mod shortcuts;
mod tagger;
mod terms;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

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
    /// Print the scores of the parser from raw text as JSON, a line for each set, and nothing else.
    #[arg(long, global = true, requires = "score")]
    json: bool,
}

#[derive(Subcommand)]
enum ModelKind {
    /// Parts of speech.
    Tagger,
    /// Dependencies.
    Parser,
    /// Persons, organisations, places and groups.
    Names,
    /// What the lines of a page are; trained on the golden pages of `crates/page`.
    Layout,
}

fn main() -> Result<()> {
    let args = Args::parse();
    match args.model {
        ModelKind::Tagger => tagger(&args),
        ModelKind::Parser => train_parser(&args),
        ModelKind::Names => train_names(&args),
        ModelKind::Layout => train_layout(&args),
    }
}

/// The treebanks that the tagger and the parser are trained on, and their terms.
fn treebanks(args: &Args) -> Result<(Vec<conllu::Document>, String)> {
    let sources = terms::header(&terms::TREEBANKS)?;
    println!("{sources}");
    let mut documents = Vec::new();
    for name in terms::TREEBANKS {
        documents.extend(conllu::read(&terms::listed(&args.data, name)?)?);
    }
    Ok((documents, sources))
}

fn tagger(args: &Args) -> Result<()> {
    let file = match &args.score {
        Some(path) => std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?,
        None => {
            let (documents, sources) = treebanks(args)?;
            tagger::train(&documents.iter().collect::<Vec<_>>(), tagger::EPOCHS, &sources, &mut |line| {
                println!("{line}");
            })
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

fn train_parser(args: &Args) -> Result<()> {
    let file = match &args.score {
        Some(path) => std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?,
        None => {
            let (documents, _) = treebanks(args)?;
            let sources = terms::header(&[&terms::TREEBANKS[..], &[terms::CLUSTERS]].concat())?;
            let clusters = conllu::read_text(&terms::listed(&args.data, terms::CLUSTERS)?)?;
            let tags = folds::tag(&documents, &mut |line| println!("{line}"));
            parser::train(&documents, &tags, &clusters, &sources, &mut |line| println!("{line}"))
        }
    };
    if let Some(out) = &args.out {
        std::fs::write(out, &file).with_context(|| format!("cannot write {}", out.display()))?;
    }
    if !args.json {
        println!("{} bytes", file.len());
    }
    for (set, name) in [("GUM dev", "gum/gum-dev.conllu.gz"), ("EWT dev", "ewt/ewt-dev.conllu.gz")] {
        let documents = conllu::read(Path::new(&args.data).join(name).as_path())?;
        let [gold, raw] = attach::parser(&file, dateline_data_tagger::weights(), &documents)?;
        if args.json {
            let attach::Scores { uas, las, clas, features, .. } = raw;
            println!("{}", serde_json::json!({"set": set, "uas": uas, "las": las, "clas": clas, "features": features}));
        } else {
            println!("{set}, gold tokens: {gold}\n{set}, raw text: {raw}");
        }
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
    let listed = |name: &str| terms::listed(&args.data, name);
    let (wikigold, wikigold_held) = hold_out(bio::read(&listed("ner/wikigold.bio")?)?);
    let re3d = bio::read(&listed("ner/re3d-train.bio")?)?;
    let (mut re3d, re3d_held) = hold_out(re3d);
    re3d.retain(|document| !document.id.starts_with("Wikipedia"));
    re3d.iter_mut().for_each(bio::without_titles);
    let gum = bio::read_gum(&listed("gum/gum-train.conllu.gz")?)?;
    println!("{} + {} + {} documents", wikigold.len(), re3d.len(), gum.len());
    let list = |name: &str| conllu::read_text(&listed(&format!("plugins/location/data/{name}"))?);
    let lists = [list("first_names.txt")?, list("surnames.txt")?];
    let reader = names::Reader::new(&lists, &conllu::read_text(&listed(terms::CLUSTERS)?)?)?;
    let file = match &args.score {
        Some(path) => std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?,
        None => {
            let mut documents = wikigold;
            documents.extend(re3d);
            documents.extend(gum);
            let texts = listed("wikinews/wikinews-2019-2020.jsonl.gz")?;
            documents.extend(bio::read_silver(&texts, &listed("xtask/train/silver/wikinews.tsv")?)?);
            documents.extend(more(&documents, &lists)?);
            names::train(&documents, &reader, &terms::header(&terms::NAMES)?, &mut |line| println!("{line}"))
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

fn train_layout(args: &Args) -> Result<()> {
    let pages = layout::read(Path::new("crates/page/golden"))?;
    let mut all = layout::Score::default();
    let show = |lot: &str, score: &layout::Score| {
        let layout::Score { headlines: [titled, pages], lines: [right, lines], lost, taken } = score;
        let share = 100.0 * *right as f64 / *lines as f64;
        println!(
            "{lot}: headline {titled} of {pages}, lines {right} of {lines} ({share:.1}%), of the story {lost} lost, {taken} taken"
        );
    };
    for (lot, score) in layout::cross_validate(&pages) {
        show(lot, &score);
        for (sum, part) in [(&mut all.headlines, score.headlines), (&mut all.lines, score.lines)] {
            (sum[0], sum[1]) = (sum[0] + part[0], sum[1] + part[1]);
        }
        (all.lost, all.taken) = (all.lost + score.lost, all.taken + score.taken);
    }
    show("each lot without itself", &all);
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("crates/page/data/layout.tsv"));
    let weights = layout::train(&pages.iter().collect::<Vec<_>>());
    std::fs::write(&out, weights.table()).with_context(|| format!("cannot write {}", out.display()))?;
    println!("wrote {}", out.display());
    Ok(())
}
