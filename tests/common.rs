//! What end-to-end tests share: the binary, a folder of their own, and what a run left.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What a run left.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs `dateline` with these arguments in `folder`, with nothing on standard input.
pub(crate) fn dateline(folder: &Path, arguments: &[&str]) -> Run {
    dateline_with(folder, arguments, b"")
}

/// Runs `dateline` with these arguments in `folder`, with `input` on standard input.
pub(crate) fn dateline_with(folder: &Path, arguments: &[&str], input: &[u8]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.current_dir(folder).args(arguments).env_remove("NO_COLOR");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary was built for this test");
    let mut stdin = child.stdin.take().expect("it is piped");
    let input = input.to_vec();
    let feeder = std::thread::spawn(move || {
        // A program that stops reading early closes the pipe, which is its right.
        let _ = stdin.write_all(&input);
    });
    let Output { status, stdout, stderr } = child.wait_with_output().expect("it ends");
    feeder.join().expect("feeding does not panic");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it writes UTF-8");
    Run { code: status.code().expect("it ends by itself"), stdout: text(stdout), stderr: text(stderr) }
}

/// A folder for one test, empty, below the folder that cargo gives to tests.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the folder of tests can be written");
    folder
}

/// Writes a file into a folder of a test.
pub(crate) fn file(folder: &Path, name: &str, content: &[u8]) {
    std::fs::write(folder.join(name), content).expect("the folder of tests can be written");
}

/// The example report of the README.
pub(crate) fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/geneva.txt")
}

/// The lines of JSON Lines.
pub(crate) fn lines(stdout: &str) -> Vec<serde_json::Value> {
    stdout.lines().map(|line| serde_json::from_str(line).expect("every line is JSON")).collect()
}
