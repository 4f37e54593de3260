//! Shared libraries, in this process.

use std::path::Path;

use dateline_core::abi::{self, Remote, Table, check_table};
use dateline_core::{Offer, registered};
use libloading::Library;

use crate::LoadError;

/// Loads one library and asks it for the extractors of its package.
pub(crate) fn load(path: &Path) -> Result<Vec<Remote>, LoadError> {
    let fail = |reason: String| LoadError::new(path, reason);
    // An absolute path: a bare name would make the system look in places that the user did not name.
    let absolute = path.canonicalize().map_err(|error| fail(error.to_string()))?;
    // SAFETY: running the constructors of a library that the user named is what the user asked for.
    let library = unsafe { Library::new(&absolute) }
        .map_err(|error| fail(format!("it is no library that loads here: {error}")))?;
    // Never unloaded: findings, threads and hooks of it may outlive any scope that we could name.
    let library: &'static Library = Box::leak(Box::new(library));
    // SAFETY: a symbol of this name is a function of this type by the contract of the plugin ABI.
    let entry = unsafe { library.get::<unsafe extern "C" fn() -> *const Table>(abi::ENTRY.as_bytes()) };
    let entry = entry.map_err(|_| {
        fail(format!(
            "it is a library, but has no symbol {}: build the extractor with `cargo rustc --release --lib --crate-type cdylib`",
            abi::ENTRY
        ))
    })?;
    // SAFETY: as above; the library stays loaded.
    let table = unsafe { check_table(entry()) }.map_err(|error| fail(error.to_string()))?;
    let offers = Remote::all(table).map_err(|error| fail(error.to_string()))?;
    of_root_package(offers, path).map_err(fail)
}

/// Keeps the extractors of the package that the library stands for: an image also holds those of the crates that it
/// depends on. Cargo names the file after the package; a file that was renamed stands for what is not built in here.
fn of_root_package(offers: Vec<Remote>, path: &Path) -> Result<Vec<Remote>, String> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let stem = stem.strip_prefix(std::env::consts::DLL_PREFIX).unwrap_or(&stem).replace('-', "_");
    let is_named = |offer: &Remote| offer.package().replace('-', "_") == stem;
    if offers.iter().any(is_named) {
        return Ok(offers.into_iter().filter(is_named).collect());
    }
    let is_built_in = |offer: &Remote| registered().iter().any(|built_in| built_in.package == offer.package());
    let all: Vec<String> = offers.iter().map(|offer| offer.package().to_owned()).collect();
    let kept: Vec<Remote> = offers.into_iter().filter(|offer| !is_built_in(offer)).collect();
    match kept.first() {
        Some(first) if kept.iter().all(|offer| offer.package() == first.package()) => Ok(kept),
        Some(_) => {
            Err(format!("it holds the extractors of several packages ({}): name the file after one", all.join(", ")))
        }
        None if all.is_empty() => Err("it holds no extractor: does its crate call register! ?".to_owned()),
        None => Err(format!(
            "all that it holds is built in here ({}): name the file after the package to replace it",
            all.join(", ")
        )),
    }
}
