//! Packs every crate as for a registry, which refuses what is larger than 10 MB.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use serde_json::Value;

use crate::workspace::{cargo_says, root};

/// What a registry takes at most.
const MOST_BYTES: u64 = 10 * 1024 * 1024;

/// Packs the crates, without building them again, and names those that are too large.
pub(crate) fn check() -> anyhow::Result<()> {
    let folder = root().join("target/package");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    let mut packing = vec!["package".to_owned(), "--no-verify".to_owned(), "--allow-dirty".to_owned()];
    packing.extend(published()?.into_iter().flat_map(|name| ["--package".to_owned(), name]));
    cargo_says(&packing)?;
    let mut packed = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "crate") {
            packed.push((path.clone(), fs::metadata(&path)?.len()));
        }
    }
    let large = too_large(&packed);
    match large.as_slice() {
        [] if packed.is_empty() => bail!("cargo package packed nothing"),
        [] => Ok(()),
        large => bail!("{}", large.join("\n")),
    }
}

/// The packages of the workspace that a registry is to have.
fn published() -> anyhow::Result<Vec<String>> {
    let metadata = cargo_says(&["metadata", "--no-deps", "--format-version", "1"])?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata gives no JSON")?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    // `publish = false` is told as an empty list of registries.
    let published = packages.filter(|package| package["publish"].is_null());
    Ok(published.filter_map(|package| Some(package["name"].as_str()?.to_owned())).collect())
}

fn too_large(packed: &[(PathBuf, u64)]) -> Vec<String> {
    let name = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let large = packed.iter().filter(|(_, bytes)| *bytes > MOST_BYTES);
    large.map(|(path, bytes)| format!("{} has {bytes} bytes, more than {MOST_BYTES}", name(path))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_crate_is_named() {
        let packed = [("a/small-1.0.0.crate".into(), MOST_BYTES), ("a/large-1.0.0.crate".into(), MOST_BYTES + 1)];
        assert_eq!(too_large(&packed), ["large-1.0.0.crate has 10485761 bytes, more than 10485760"]);
    }
}
