//! One step of test-all: a command whose end decides, or whose tests are counted.

use std::ops::AddAssign;
use std::process::Command;
use std::time::Instant;

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

impl Count {
    const PASS: Count = Count { passed: 1, failed: 0 };
    const FAIL: Count = Count { passed: 0, failed: 1 };
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Count) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Something that is run and that passes or fails.
pub(crate) struct Step {
    pub(crate) name: String,
    work: Work,
}

enum Work {
    /// A command that counts as one test: passed when it ends with 0.
    Check(Command),
    /// A command whose tests are counted.
    Tests(Command),
    /// A function that prepares a command whose tests are counted.
    Prepared(fn() -> anyhow::Result<Command>),
    /// A function of xtask; counts as one test.
    Call(fn() -> anyhow::Result<()>),
}

impl Step {
    /// A command that counts as one test: passed when it ends with 0.
    pub(crate) fn check(name: impl Into<String>, command: Command) -> Step {
        Step { name: name.into(), work: Work::Check(command) }
    }

    /// A `cargo test` whose tests are counted; a failure that is no test's (it does not compile) counts as one more.
    pub(crate) fn tests(name: impl Into<String>, command: Command) -> Step {
        Step { name: name.into(), work: Work::Tests(command) }
    }

    /// As [`Step::tests`], for a command that needs something to be made before.
    pub(crate) fn prepared(name: impl Into<String>, prepare: fn() -> anyhow::Result<Command>) -> Step {
        Step { name: name.into(), work: Work::Prepared(prepare) }
    }

    /// A function that counts as one test.
    pub(crate) fn call(name: impl Into<String>, function: fn() -> anyhow::Result<()>) -> Step {
        Step { name: name.into(), work: Work::Call(function) }
    }

    /// Runs it, says how it went, and shows its output if it failed.
    pub(crate) fn run(self) -> Count {
        println!("== {}", self.name);
        let start = Instant::now();
        let (count, output) = match self.work {
            Work::Check(command) => run_command(command, false),
            Work::Tests(command) => run_command(command, true),
            Work::Prepared(prepare) => match prepare() {
                Ok(command) => run_command(command, true),
                Err(error) => (Count::FAIL, format!("{error:#}")),
            },
            Work::Call(function) => match function() {
                Ok(()) => (Count::PASS, String::new()),
                Err(error) => (Count::FAIL, format!("{error:#}")),
            },
        };
        if count.failed > 0 {
            println!("{}", output.trim_end());
        }
        let verdict = if count.failed > 0 { "FAILED" } else { "ok" };
        let (of, seconds) = (count.passed + count.failed, start.elapsed().as_secs_f64());
        println!("   {verdict}: {} of {of}, {seconds:.0} s", count.passed);
        count
    }
}

fn run_command(mut command: Command, has_tests: bool) -> (Count, String) {
    match command.output() {
        Ok(output) => {
            let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            (judge(has_tests, &text[0], output.status.success()), text.concat())
        }
        Err(error) => (Count::FAIL, format!("cannot run {}: {error}", command.get_program().display())),
    }
}

fn judge(has_tests: bool, stdout: &str, success: bool) -> Count {
    let mut count = if has_tests { counted(stdout) } else { Count::default() };
    let explained = if success { count.failed == 0 && has_tests } else { count.failed > 0 };
    if !explained {
        count += if success { Count::PASS } else { Count::FAIL };
    }
    count
}

/// The sum of all `test result:` lines of cargo test; ignored tests count as failed, for there must be none.
fn counted(stdout: &str) -> Count {
    let mut sum = Count::default();
    for line in stdout.lines().filter_map(|line| line.trim_start().strip_prefix("test result: ")) {
        let number = |what: &str| {
            let before = line.split([';', '.']).find_map(|part| part.trim().strip_suffix(what));
            before.and_then(|number| number.trim().parse::<usize>().ok()).unwrap_or(0)
        };
        sum += Count { passed: number("passed"), failed: number("failed") + number("ignored") };
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_BINARIES: &str = "running 3 tests\n\
        test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
        test result: FAILED. 4 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";

    #[test]
    fn results_of_all_binaries_are_summed_and_ignored_tests_are_failures() {
        assert_eq!(counted(TWO_BINARIES), Count { passed: 7, failed: 3 });
    }

    #[test]
    fn a_run_that_does_not_compile_is_one_failure() {
        assert_eq!(judge(true, "", false), Count::FAIL);
    }

    #[test]
    fn failed_tests_are_not_counted_a_second_time_for_the_exit_code() {
        assert_eq!(judge(true, TWO_BINARIES, false), Count { passed: 7, failed: 3 });
    }

    #[test]
    fn a_check_counts_as_one_test() {
        assert_eq!(judge(false, TWO_BINARIES, true), Count::PASS);
        assert_eq!(judge(false, "", false), Count::FAIL);
    }

    #[test]
    fn tests_of_a_run_that_ends_well_are_counted_alone() {
        let line = TWO_BINARIES.lines().nth(1).unwrap();
        assert_eq!(judge(true, line, true), Count { passed: 3, failed: 0 });
    }
}
