//! Which files may be loaded, by what is in them.

use std::fmt::Write;
use std::path::Path;

use sha2::{Digest, Sha256};

/// The SHA-256 of the files that may be loaded, as `sha256sum` writes them.
#[derive(Clone, Debug, Default)]
pub struct AllowList {
    hashes: Vec<String>,
}

impl AllowList {
    /// Reads a list: a line a file, the hash in hexadecimal first; empty lines and lines that begin with `#` say nothing.
    ///
    /// ```
    /// use dateline_host::AllowList;
    ///
    /// let hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    /// assert!(AllowList::parse(&format!("# empty\n{hash}  plugin.so\n")).is_ok());
    /// assert_eq!(AllowList::parse("e3b0  plugin.so").unwrap_err(), "line 1: \"e3b0\" is no SHA-256 (64 hexadecimal digits)");
    /// ```
    ///
    /// # Errors
    ///
    /// When a line does not begin with a hash.
    pub fn parse(text: &str) -> Result<AllowList, String> {
        let mut hashes = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let Some(hash) = line.split_ascii_whitespace().next().filter(|hash| !hash.starts_with('#')) else {
                continue;
            };
            if hash.len() != 64 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return Err(format!("line {}: \"{hash}\" is no SHA-256 (64 hexadecimal digits)", at + 1));
            }
            hashes.push(hash.to_ascii_lowercase());
        }
        Ok(AllowList { hashes })
    }

    /// Whether a file is on the list.
    pub(crate) fn check(&self, path: &Path) -> Result<(), String> {
        let content = std::fs::read(path).map_err(|error| error.to_string())?;
        let mut hash = String::new();
        for byte in Sha256::digest(&content) {
            let _ = write!(hash, "{byte:02x}");
        }
        if self.hashes.contains(&hash) {
            return Ok(());
        }
        Err(format!("its SHA-256 is {hash}, which is not on the list of files that may be loaded"))
    }
}
