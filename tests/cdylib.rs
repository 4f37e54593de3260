//! Building shared libraries for tests of loading: extractor crates as they are, and small C files.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Builds an extractor crate as a plugin, as an author would, and returns the file.
pub(crate) fn build(package: &str) -> PathBuf {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root()).args(["rustc", "--quiet", "--package", package, "--lib", "--crate-type", "cdylib"]);
    let output = cargo.args(["--message-format", "json"]).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let messages = String::from_utf8_lossy(&output.stdout).into_owned();
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let name = package.replace('-', "_");
    let of_target = messages.filter(|message| message["target"]["name"] == name.as_str());
    let file = of_target.filter_map(|message| message["filenames"][0].as_str().map(PathBuf::from)).next_back();
    file.expect("cargo tells which file it built")
}

/// Builds a C file as a plugin; none, said out loud, on a machine without a C compiler.
pub(crate) fn compile(source: &Path, folder: &Path) -> Option<PathBuf> {
    let name = source.file_stem().expect("a file").to_string_lossy().into_owned();
    let file = folder.join(name).with_extension(std::env::consts::DLL_EXTENSION);
    let include = root().join("crates/core/include");
    let mut cc = Command::new("cc");
    cc.args(["-std=c99", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-I"]).arg(include).arg("-o").arg(&file);
    match cc.arg(source).output() {
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            Some(file)
        }
        Err(error) => {
            eprintln!("skipped: there is no C compiler here ({error})");
            None
        }
    }
}

/// Writes a program of the shell, which may be run.
pub(crate) fn script(folder: &Path, name: &str, content: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    let file = folder.join(name);
    std::fs::write(&file, format!("#!/bin/sh\n{content}")).expect("the folder of tests can be written");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).expect("it is ours");
    file.display().to_string()
}
