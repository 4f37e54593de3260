//! The data that models may be trained on, with their terms; they stand in the header of every model trained on them.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

/// A path in the folder of training data, or from the root of the workspace, and the terms of what lies there.
const TERMS: [(&str, &str); 11] = [
    ("gum/gum-train.conllu.gz", "GUM: annotations CC BY 4.0; texts CC BY, CC BY-SA 3.0 and public domain by genre"),
    (GUM_BY_ATTRIBUTION, "GUM: annotations CC BY 4.0; texts CC BY and public domain by genre"),
    ("ewt/ewt-train.conllu.gz", "UD English EWT 2.15: CC BY-SA 4.0"),
    ("ner/wikigold.bio", "WikiGold (Balasuriya et al. 2009), nine documents in ten: CC BY 4.0"),
    (
        "ner/re3d-train.bio",
        "re3d (Defence Science and Technology Laboratory 2017), nine documents in ten, without Wikipedia: public domain, \
         OGL v3.0, CC BY 3.0 AU",
    ),
    ("wikinews/wikinews-2019-2020.jsonl.gz", "Wikinews, articles of 2019 and 2020: CC BY 2.5"),
    (
        "xtask/train/silver/wikinews.tsv",
        "labels of Wikinews by spaCy en_core_web_md 3.8: MIT, Copyright ExplosionAI GmbH",
    ),
    (
        "xtask/train/silver/clusters.tsv.gz",
        "clusters of words over the vectors of spaCy en_core_web_md 3.8: MIT, Copyright ExplosionAI GmbH",
    ),
    ("xtask/train/own", "letters, reviews and posts written for dateline: as its code"),
    ("plugins/location/data/first_names.txt", "1990 Census of the United States: public domain; and our own"),
    ("plugins/location/data/surnames.txt", "1990 Census of the United States: public domain; and our own"),
];

/// The genres of GUM whose texts ask for attribution alone.
const GUM_BY_ATTRIBUTION: &str =
    "gum/gum-train.conllu.gz (academic, conversation, court, interview, news, speech, textbook, vlog)";

/// What the tagger is trained on, and with [`CLUSTERS`] the parser.
pub(crate) const TREEBANKS: [&str; 2] = ["gum/gum-train.conllu.gz", "ewt/ewt-train.conllu.gz"];

/// Words that are used alike.
pub(crate) const CLUSTERS: &str = "xtask/train/silver/clusters.tsv.gz";

/// What the recogniser of names is trained on.
pub(crate) const NAMES: [&str; 9] = [
    "ner/wikigold.bio",
    "ner/re3d-train.bio",
    GUM_BY_ATTRIBUTION,
    "wikinews/wikinews-2019-2020.jsonl.gz",
    "xtask/train/silver/wikinews.tsv",
    CLUSTERS,
    "xtask/train/own",
    "plugins/location/data/first_names.txt",
    "plugins/location/data/surnames.txt",
];

/// Where a piece of data lies, if its terms are listed.
///
/// # Errors
///
/// When they are not: no model may be trained on it.
pub(crate) fn listed(data: &Path, name: &str) -> Result<PathBuf> {
    of(name)?;
    let ours = ["xtask/", "plugins/"].iter().any(|folder| name.starts_with(folder));
    Ok(if ours { PathBuf::from(name) } else { data.join(name) })
}

/// The header of a model that was trained on these: a line each, path and terms.
///
/// # Errors
///
/// When the terms of one are not listed.
pub(crate) fn header(names: &[&str]) -> Result<String> {
    let lines: Vec<String> = names.iter().map(|name| Ok(format!("{name}\t{}", of(name)?))).collect::<Result<_>>()?;
    Ok(lines.join("\n"))
}

fn of(name: &str) -> Result<&'static str> {
    match TERMS.iter().find(|(listed, _)| *listed == name) {
        Some((_, terms)) => Ok(terms),
        None => bail!(
            "the terms of {name} are not listed in xtask/train/src/terms.rs, so no model may be trained on it; listed are {}",
            TERMS.map(|(listed, _)| listed).join(", ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{CLUSTERS, NAMES, TREEBANKS, header, listed};

    #[test]
    fn data_without_terms_is_refused_by_name() {
        let error = listed(Path::new("data"), "news/scraped.jsonl").unwrap_err().to_string();
        assert!(error.contains("news/scraped.jsonl") && error.contains("gum/gum-train"), "{error}");
        assert!(header(&["news/scraped.jsonl"]).is_err());
    }

    #[test]
    fn what_the_models_are_trained_on_is_listed() {
        assert_eq!(header(&TREEBANKS).unwrap().lines().count(), 2);
        assert_eq!(header(&NAMES).unwrap().lines().count(), NAMES.len());
        assert_eq!(listed(Path::new("data"), TREEBANKS[0]).unwrap(), Path::new("data/gum/gum-train.conllu.gz"));
        assert_eq!(listed(Path::new("data"), CLUSTERS).unwrap(), Path::new(CLUSTERS));
    }
}
