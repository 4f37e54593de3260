//! A gazetteer file, mapped into memory.

use std::fs::File;
use std::path::Path;

use dateline_data_gazetteer::{FormatError, Gazetteer, verify};

use crate::{Error, Problem};

/// Maps a gazetteer file that [`crate::Dump`] made. Its header and the places of its sections are looked at, and nothing
/// else, so that a file of any size opens in the same moment; [`check`] reads all of it. The mapping stays until the
/// program ends.
///
/// # Errors
/// When the file cannot be read, is no gazetteer, is of another version of the format or is cut short.
pub fn open(path: &Path) -> Result<Gazetteer, Error> {
    let bytes = map(path)?;
    Gazetteer::open(Box::leak(Box::new(bytes))).map_err(damaged(path))
}

/// Reads all of a gazetteer file and compares it with its checksum. Returns how many places it has.
///
/// # Errors
/// The same as of [`open`], and when the bytes are not those that were written.
pub fn check(path: &Path) -> Result<usize, Error> {
    verify(&map(path)?).map_err(damaged(path))?;
    Ok(open(path)?.len())
}

fn damaged(path: &Path) -> impl Fn(FormatError) -> Error {
    move |error| Error { path: path.to_owned(), problem: Problem::Format(error) }
}

fn map(path: &Path) -> Result<memmap2::Mmap, Error> {
    let file = File::open(path).map_err(Error::io(path))?;
    if file.metadata().map_err(Error::io(path))?.len() == 0 {
        return Err(Error::wrong(path, None, "the file is empty, and no gazetteer"));
    }
    // SAFETY: the bytes must not change while they are mapped. Gazetteer files are written under another name, moved
    // into place when they are whole and never written to again, so a later build leaves this file to those who read it.
    unsafe { memmap2::Mmap::map(&file) }.map_err(Error::io(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_gazetteer_is_refused_with_its_name() {
        let path = std::env::temp_dir().join(format!("dateline-no-gazetteer-{}", std::process::id()));
        for (content, said) in [(&b""[..], "is empty"), (b"geonameid,name\n1,Here\n", "does not begin with \"DLGZ\"")] {
            std::fs::write(&path, content).expect("can be written");
            let error = open(&path).err().expect("is refused").to_string();
            assert!(error.contains(said) && error.contains("dateline-no-gazetteer"), "{error}");
        }
        std::fs::remove_file(&path).expect("can be removed");
        assert!(open(&path).is_err());
    }
}
