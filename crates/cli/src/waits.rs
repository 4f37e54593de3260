//! Whether the inputs of a run may have to be waited for.

use std::path::PathBuf;

/// Whom a run may have to wait for when it asks for the next record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Waits {
    /// Nobody: all is in files.
    Never,
    /// Whoever writes to standard input.
    ForStdin,
    /// Whoever writes to a pipe with a name, or to another thing that is no file.
    ForOthers,
}

impl Waits {
    pub(crate) fn of(inputs: &[PathBuf]) -> Waits {
        let is_stdin = |input: &PathBuf| input.as_os_str() == "-";
        // What is not there is an error at once.
        let is_file = |input: &PathBuf| input.metadata().is_ok_and(|about| about.is_file() || about.is_dir());
        if inputs.iter().any(|input| !is_stdin(input) && input.exists() && !is_file(input)) {
            Waits::ForOthers
        } else if inputs.iter().any(is_stdin) {
            Waits::ForStdin
        } else {
            Waits::Never
        }
    }

    /// Whether more is there now. Of standard input that is known: a pipe into which nothing was written has nothing, a
    /// pipe that was closed and a file have something.
    pub(crate) fn is_at_hand(self) -> bool {
        match self {
            Waits::Never => true,
            Waits::ForStdin => is_stdin_ready(),
            Waits::ForOthers => false,
        }
    }
}

#[cfg(unix)]
fn is_stdin_ready() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let stdin = std::io::stdin();
    let mut asked = [PollFd::new(&stdin, PollFlags::IN)];
    poll(&mut asked, Some(&Timespec { tv_sec: 0, tv_nsec: 0 })).is_ok_and(|ready| ready > 0)
}

#[cfg(not(unix))]
fn is_stdin_ready() -> bool {
    false
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn files_are_never_waited_for_and_pipes_may_be() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let (stdin, missing) = (Path::new("-"), folder.join("none"));
        let file = folder.join("Cargo.toml");
        let of = |names: &[&Path]| Waits::of(&names.iter().map(PathBuf::from).collect::<Vec<_>>());
        assert_eq!(of(&[&file, folder, &missing]), Waits::Never);
        assert_eq!(of(&[&file, stdin]), Waits::ForStdin);
        #[cfg(unix)]
        assert_eq!(of(&[&file, stdin, Path::new("/dev/null")]), Waits::ForOthers);
    }
}
