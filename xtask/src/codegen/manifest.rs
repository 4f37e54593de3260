//! Manifests of generated files, in the format of `sha256sum`: hash, two spaces, path from the workspace's root.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};

/// The name of every manifest; it stands at the top of the crate that embeds the outputs.
pub(crate) const NAME: &str = "codegen.sha256";

/// The manifests among `files`.
pub(crate) fn all(files: &[PathBuf]) -> Vec<PathBuf> {
    files.iter().filter(|path| path.file_name().is_some_and(|name| name == NAME)).cloned().collect()
}

/// Writes the manifest of the crate at `directory` (from the root): the committed inputs and outputs of one generator.
pub(crate) fn write(root: &Path, directory: &Path, files: &[PathBuf]) -> anyhow::Result<()> {
    let mut lines = String::new();
    for file in files {
        writeln!(lines, "{}  {}", hash(&root.join(file))?, file.display())?;
    }
    let path = root.join(directory).join(NAME);
    fs::write(&path, lines).with_context(|| format!("cannot write {}", path.display()))
}

/// One sentence for each file that is missing or no longer has the hash that its manifest states.
pub(crate) fn verify(root: &Path, manifest: &Path) -> anyhow::Result<Vec<String>> {
    let text =
        fs::read_to_string(root.join(manifest)).with_context(|| format!("cannot read {}", manifest.display()))?;
    let mut problems = Vec::new();
    for (path, stated) in entries(&text).with_context(|| manifest.display().to_string())? {
        match hash(&root.join(&path)) {
            Ok(found) if found == stated => {}
            Ok(_) => problems.push(format!("{} has changed since {} was written", path.display(), manifest.display())),
            Err(error) => problems.push(format!("{error:#}")),
        }
    }
    Ok(problems)
}

/// The paths and hashes of a manifest.
pub(crate) fn entries<'a>(manifest: &'a str) -> anyhow::Result<Vec<(PathBuf, &'a str)>> {
    let entry = |(number, line): (usize, &'a str)| {
        let (hash, path) = line.split_once("  ").with_context(|| format!("line {}: not `HASH  PATH`", number + 1))?;
        Ok((PathBuf::from(path), hash))
    };
    manifest.lines().enumerate().map(entry).collect()
}

/// The SHA-256 of a file, in hexadecimal digits.
pub(crate) fn hash(path: &Path) -> anyhow::Result<String> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Sha256::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_or_missing_file_is_named() {
        let root = std::env::temp_dir().join(format!("dateline-manifest-{}", std::process::id()));
        let data = Path::new("data");
        fs::create_dir_all(root.join(data)).unwrap();
        let (input, output) = (data.join("in.tsv"), data.join("out.bin"));
        fs::write(root.join(&input), "Astana\n").unwrap();
        fs::write(root.join(&output), [1, 2, 3]).unwrap();
        write(&root, data, &[input.clone(), output.clone()]).unwrap();
        assert_eq!(verify(&root, &data.join(NAME)).unwrap(), Vec::<String>::new());

        fs::write(root.join(&input), "Almaty\n").unwrap();
        fs::remove_file(root.join(&output)).unwrap();
        let problems = verify(&root, &data.join(NAME)).unwrap();
        assert_eq!(problems.len(), 2);
        assert!(problems[0].starts_with("data/in.tsv has changed"), "{problems:?}");
        assert!(problems[1].contains("out.bin"), "{problems:?}");
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn the_hash_is_sha_256() {
        let path = std::env::temp_dir().join(format!("dateline-hash-{}", std::process::id()));
        fs::write(&path, "abc").unwrap();
        assert_eq!(hash(&path).unwrap(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        fs::remove_file(path).unwrap();
    }
}
