//! `cargo xtask test-all`: every check there is, one after the other, all of them even when one fails.
//!
//! All steps share one target directory and the dev profile, so nothing is compiled twice that need not be. The last
//! line is `N passed, N failed`: real test counts where a step runs tests, and one for each other step.

mod packages;
mod step;

use anyhow::bail;

use crate::new_extractor::check;
use crate::workspace::{cargo, plugins};
use step::{Count, Step};

/// Arguments of `cargo xtask test-all`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Run only the steps whose name contains this.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
}

/// Runs the steps and prints the sum.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let chosen = |step: &Step| args.only.as_deref().is_none_or(|text| step.name.contains(text));
    let mut sum = Count::default();
    for step in steps()?.into_iter().filter(chosen) {
        sum += step.run();
    }
    check::clean();
    println!("{} passed, {} failed", sum.passed, sum.failed);
    if sum.failed > 0 {
        bail!("test-all failed");
    }
    Ok(())
}

fn steps() -> anyhow::Result<Vec<Step>> {
    let mut steps = vec![
        Step::check("format", cargo(["fmt", "--all", "--", "--check"])),
        Step::tests("tidy", cargo(["xtask", "tidy"])),
        Step::check("codegen hashes", cargo(["xtask", "codegen", "--check"])),
        Step::tests("tests and doctests", cargo(["test", "--workspace", "--no-fail-fast"])),
    ];
    for plugin in plugins()? {
        let alone = ["test", "--no-fail-fast", "--manifest-path", &format!("{plugin}/Cargo.toml")];
        steps.push(Step::tests(format!("{plugin} alone"), cargo(alone)));
    }
    steps.push(Step::check(
        "clippy",
        cargo(["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]),
    ));
    steps.push(Step::prepared("new-extractor in the tree", check::in_copy));
    steps.push(Step::prepared("new-extractor standalone", check::outside));
    steps.push(Step::call("packages", packages::check));
    Ok(steps)
}
