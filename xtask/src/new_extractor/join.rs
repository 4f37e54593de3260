//! Names a new plugin where the workspace names its plugins: in the root's dependencies and in the bundle.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

/// Adds the plugin to the workspace at `root`; the folder `plugins` is a member as a whole.
pub(crate) fn workspace(name: &str, root: &Path) -> anyhow::Result<()> {
    edit(&root.join("Cargo.toml"), |text| named_in_root(text, name))?;
    edit(&root.join("crates/bundle/Cargo.toml"), |text| named_in_bundle(text, name))?;
    edit(&root.join("crates/bundle/src/lib.rs"), |text| Some(linked_in_bundle(text, name)))
}

fn edit(path: &Path, change: impl FnOnce(&str) -> Option<String>) -> anyhow::Result<()> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let new = change(&text).with_context(|| format!("{} does not look as expected", path.display()))?;
    fs::write(path, new).with_context(|| format!("cannot write {}", path.display()))
}

fn named_in_root(text: &str, name: &str) -> Option<String> {
    let line = format!("dateline-{name} = {{ path = \"plugins/{name}\", version = \"0.1.0\" }}\n");
    inserted(text, text.find("dateline-bundle = ")?, &line)
}

fn named_in_bundle(text: &str, name: &str) -> Option<String> {
    let defaults = text.find("default = [")?;
    let text = inserted(text, defaults + text[defaults..].find(']')?, &format!(", \"{name}\""))?;
    let feature = format!("{name} = [\"dep:dateline-{name}\", \"language\"]\n");
    let text = inserted(&text, text.find("\n[dependencies]")?, &feature)?;
    let dependency = format!("dateline-{name} = {{ workspace = true, optional = true }}\n");
    inserted(&text, text.find("\n[lints]")?, &dependency)
}

fn linked_in_bundle(text: &str, name: &str) -> String {
    format!("{text}#[cfg(feature = \"{name}\")]\nuse dateline_{} as _;\n", name.replace('-', "_"))
}

fn inserted(text: &str, at: usize, what: &str) -> Option<String> {
    Some([text.get(..at)?, what, text.get(at..)?].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_and_the_bundle_name_the_plugin() {
        let root =
            named_in_root("[workspace.dependencies]\ndateline-bundle = { path = \"crates/bundle\" }\n", "sea-ice");
        let line = "dateline-sea-ice = { path = \"plugins/sea-ice\", version = \"0.1.0\" }\ndateline-bundle";
        assert!(root.unwrap().contains(line));

        let bundle = "[features]\ndefault = [\"date\"]\ndate = [\"dep:dateline-date\"]\n\n[dependencies]\n\
            dateline-date = { workspace = true, optional = true }\n\n[lints]\nworkspace = true\n";
        let bundle = named_in_bundle(bundle, "sea-ice").unwrap();
        assert!(bundle.contains("default = [\"date\", \"sea-ice\"]\n"));
        assert!(bundle.contains("sea-ice = [\"dep:dateline-sea-ice\", \"language\"]\n\n[dependencies]"));
        assert!(bundle.contains("dateline-sea-ice = { workspace = true, optional = true }\n\n[lints]"));
        assert!(linked_in_bundle("", "sea-ice").ends_with("\nuse dateline_sea_ice as _;\n"));
    }

    #[test]
    fn a_bundle_of_another_make_is_left_alone() {
        assert_eq!(named_in_bundle("[features]\n", "sea-ice"), None);
    }
}
