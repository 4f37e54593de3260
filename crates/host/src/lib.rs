//! Extractors from outside: shared libraries, and programs that speak JSON lines.
//!
//! A native plugin is trusted code: its constructors run when it is loaded, before any handshake. So only files that the
//! user names are loaded, or the libraries in a directory that the user names; never what lies in the working directory.
//! A library that was loaded stays loaded: unloading would leave text and code dangling. What a native plugin can break
//! in this process (a stack overflow, `exit`, a loop without end) it can not break from a child process: [`Isolation`]
//! runs it there, over the same protocol that programs in other languages speak.

mod allow;
mod connection;
mod native;
mod program;
mod protocol;
mod serve;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use allow::AllowList;
use dateline_core::Offer;
pub use serve::serve;

/// How plugins are loaded.
#[derive(Clone, Debug)]
pub struct LoadOptions {
    /// Files that may be loaded, by their SHA-256; all that are named when there is no list.
    pub allow: Option<AllowList>,
    /// Whether native plugins run in child processes.
    pub isolation: Option<Isolation>,
    /// How long a child process may take for one document.
    pub time_limit: Duration,
}

impl Default for LoadOptions {
    fn default() -> Self {
        LoadOptions { allow: None, isolation: None, time_limit: Duration::from_secs(30) }
    }
}

/// The command that serves a native plugin over JSON lines when the path of the library is added to it.
#[derive(Clone, Debug)]
pub struct Isolation {
    /// The program and its first arguments.
    pub command: Vec<PathBuf>,
}

/// What was loaded from one file.
pub struct Loaded {
    /// The file.
    pub path: PathBuf,
    /// How it runs: "native", "isolated" or "program".
    pub kind: &'static str,
    /// Its extractors.
    pub offers: Vec<Box<dyn Offer>>,
}

/// Why a file cannot be used as a plugin.
#[derive(Debug)]
pub struct LoadError {
    path: PathBuf,
    reason: String,
}

impl LoadError {
    fn new(path: &Path, reason: impl Into<String>) -> LoadError {
        LoadError { path: path.to_owned(), reason: reason.into() }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot load the plugin {}: {}", self.path.display(), self.reason)
    }
}

impl std::error::Error for LoadError {}

/// Loads a shared library, starts a program that speaks JSON lines, or loads every shared library of a directory in the
/// order of their names.
///
/// # Errors
///
/// When there is no such file, it is neither a library nor a program, it has no entry of a dateline plugin, it was built
/// for another version of the plugin ABI or the protocol, its manifest is not right, or it is not on the list of files
/// that may be loaded. The message names the file and says what to do.
pub fn load(path: &Path, options: &LoadOptions) -> Result<Vec<Loaded>, LoadError> {
    if !path.is_dir() {
        return Ok(vec![load_file(path, options)?]);
    }
    let fail = |error: std::io::Error| LoadError::new(path, error.to_string());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(fail)? {
        let file = entry.map_err(fail)?.path();
        if is_library(&file) {
            files.push(file);
        }
    }
    if files.is_empty() {
        let reason = format!("the directory holds no file that ends in .{}", std::env::consts::DLL_EXTENSION);
        return Err(LoadError::new(path, reason));
    }
    files.sort();
    files.iter().map(|file| load_file(file, options)).collect()
}

fn load_file(path: &Path, options: &LoadOptions) -> Result<Loaded, LoadError> {
    let absolute = path.canonicalize().map_err(|error| LoadError::new(path, error.to_string()))?;
    if let Some(allow) = &options.allow {
        allow.check(&absolute).map_err(|reason| LoadError::new(path, reason))?;
    }
    let path = path.to_owned();
    if let Some(isolation) = options.isolation.as_ref().filter(|_| is_library(&path)) {
        let mut command = isolation.command.clone();
        command.push(absolute);
        let offers = program::start(&path, command, options.time_limit)?;
        return Ok(Loaded { path, kind: "isolated", offers });
    }
    if is_program(&path) {
        let offers = program::start(&path, vec![absolute], options.time_limit)?;
        return Ok(Loaded { path, kind: "program", offers });
    }
    let offers = native::load(&path)?.into_iter().map(|offer| Box::new(offer) as Box<dyn Offer>).collect();
    Ok(Loaded { path, kind: "native", offers })
}

fn is_library(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == std::env::consts::DLL_EXTENSION)
}

/// Whether a file may be run: not a library, and executable by somebody.
fn is_program(path: &Path) -> bool {
    if is_library(path) {
        return false;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        path.metadata().is_ok_and(|file| file.permissions().mode() & 0o111 != 0)
    }
    #[cfg(not(unix))]
    {
        path.extension().is_some_and(|extension| extension == "exe")
    }
}
