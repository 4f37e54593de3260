//! A folder of brat standoff files.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// Puts what the writer of [`OutputFormat::BRAT`](crate::OutputFormat::BRAT) writes into a folder: for each document
/// `NAME.txt` and `NAME.ann`, named by its id, and `annotation.conf` for all of them. Each file appears when all of it is
/// there. Documents of one name get numbers behind it.
pub struct BratFolder {
    place: PathBuf,
    /// How often each name was written.
    names: BTreeMap<String, u32>,
}

impl BratFolder {
    /// Makes the folder, which may be there already.
    ///
    /// # Errors
    ///
    /// When it cannot be made, or a file stands there.
    pub fn new(place: &Path) -> io::Result<BratFolder> {
        std::fs::create_dir_all(place)?;
        Ok(BratFolder { place: place.to_owned(), names: BTreeMap::new() })
    }

    /// Writes the files of one document.
    ///
    /// # Errors
    ///
    /// When a file cannot be written, or the bytes are not those that the writer made.
    pub fn take(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let ((name, content), rest) = next(bytes).ok_or_else(|| io::Error::other("these are no files for brat"))?;
            let count = self.names.entry(name.to_owned()).or_insert(0);
            *count += 1;
            let name = match (*count, name.rsplit_once('.')) {
                (1, _) | (_, None) => name.to_owned(),
                (count, Some((stem, ending))) => format!("{stem}-{count}.{ending}"),
            };
            let beside = self.place.join(format!(".{name}.partial"));
            std::fs::write(&beside, content)?;
            std::fs::rename(&beside, self.place.join(&name))?;
            bytes = rest;
        }
        Ok(())
    }
}

type File<'b> = (&'b str, &'b [u8]);

/// The first file, and what stands behind it.
fn next(bytes: &[u8]) -> Option<(File<'_>, &[u8])> {
    let line = |bytes: &'_ [u8]| memchr::memchr(b'\n', bytes);
    let end = line(bytes)?;
    let name = std::str::from_utf8(&bytes[..end]).ok()?;
    let bytes = &bytes[end + 1..];
    let end = line(bytes)?;
    let length: usize = std::str::from_utf8(&bytes[..end]).ok()?.parse().ok()?;
    let (content, rest) = bytes[end + 1..].split_at_checked(length)?;
    Some(((name, content), rest))
}
