//! Plugins from outside.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use dateline::host::{AllowList, Isolation, LoadOptions};
use dateline::{Builder, Pipeline};

use crate::args::Load;

/// A builder with everything loaded that the user named.
pub(crate) fn builder(args: &Load) -> Result<Builder> {
    let options = options(args)?;
    let mut builder = Pipeline::builder();
    for path in &args.plugin_path {
        builder = builder.load(path, &options)?;
    }
    Ok(builder)
}

/// How plugins are to be loaded.
pub(crate) fn options(args: &Load) -> Result<LoadOptions> {
    let allow = args.plugin_sha256.as_deref().map(allow_list).transpose()?;
    let isolation = if args.isolate {
        let program = std::env::current_exe().context("--isolate: this program does not find itself")?;
        Some(Isolation { command: vec![program, "serve-plugin".into()] })
    } else {
        None
    };
    let time_limit = Duration::try_from_secs_f32(args.plugin_time_limit).ok().filter(|limit| !limit.is_zero());
    let Some(time_limit) = time_limit else {
        bail!("--plugin-time-limit {}: it takes a number of seconds above 0", args.plugin_time_limit);
    };
    Ok(LoadOptions { allow, isolation, time_limit })
}

fn allow_list(file: &Path) -> Result<AllowList> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    AllowList::parse(&text).map_err(|problem| anyhow!("{}: {problem}", file.display()))
}
