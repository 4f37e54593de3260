//! A gazetteer file, mapped into memory.

use std::fs::File;
use std::path::Path;

use dateline_data_gazetteer::{Gazetteer, verify};

use crate::{Error, Problem};

/// Maps a gazetteer file that [`crate::Dump`] made, and checks all of it. The mapping stays until the program ends.
///
/// # Errors
/// When the file cannot be read, is no gazetteer, is of another version of the format, is cut short or has changed.
pub fn open(path: &Path) -> Result<Gazetteer, Error> {
    let file = File::open(path).map_err(Error::io(path))?;
    if file.metadata().map_err(Error::io(path))?.len() == 0 {
        return Err(Error::wrong(path, None, "the file is empty, and no gazetteer"));
    }
    // SAFETY: the bytes must not change while they are mapped. Gazetteer files are written under another name, moved
    // into place when they are whole and never written to again, so a later build leaves this file to those who read it.
    let bytes = unsafe { memmap2::Mmap::map(&file) }.map_err(Error::io(path))?;
    let damaged = |error| Error { path: path.to_owned(), problem: Problem::Format(error) };
    verify(&bytes).map_err(damaged)?;
    Gazetteer::open(Box::leak(Box::new(bytes))).map_err(damaged)
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
