//! An extractor crate, unchanged, built as a shared library, loaded, planned and run among linked ones.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use dateline_core::{Context, Extractor, LayerKey, Offer, Result, Span, layer_to_json, registered};
use dateline_engine::{Options, Pipeline, Worker};
use dateline_host::{LoadOptions, load};
use dateline_layers::Token;
use serde_json::json;

/// Words between blanks: a stand-in for the language layer, which this crate must not know.
struct Words;

impl Extractor for Words {
    type Config = NoOptions;
    type Output = Token;
    type Scratch = ();
    const NAME: &'static str = "words";

    fn requires(_: &NoOptions) -> Vec<LayerKey> {
        Vec::new()
    }

    fn new(_: NoOptions) -> Result<Words> {
        Ok(Words)
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let text = cx.text();
        for word in text.split_ascii_whitespace() {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            let bit = |set: bool, bit: u32| if set { bit } else { 0 };
            let shape = bit(word.starts_with(char::is_uppercase), Token::CAPITALISED)
                | bit(word.contains(|letter: char| letter.is_ascii_digit()), Token::DIGIT);
            cx.emit(Token { span: Span::of_range(start..start + word.len()), shape });
        }
    }
}

#[derive(Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct NoOptions {}

dateline_core::register! { plugin: "words", readme: "", extractors: [Words] }

/// Builds the worked example as a plugin, once, and returns the file.
fn example() -> &'static Path {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    FILE.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(&root).args(["rustc", "--quiet", "--package", "dateline-example-treaties", "--lib"]);
        cargo.args(["--crate-type", "cdylib", "--message-format", "json"]);
        let output = cargo.output().expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let messages = String::from_utf8_lossy(&output.stdout).into_owned();
        let files = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        let files = files.filter(|message| message["target"]["name"] == "dateline_example_treaties");
        let file = files.filter_map(|message| message["filenames"][0].as_str().map(PathBuf::from)).next_back();
        file.expect("cargo tells which file it built")
    })
}

#[test]
fn a_loaded_extractor_reads_a_linked_layer_and_emits_findings() {
    let loaded = load(example(), &LoadOptions::default()).expect("the example loads");
    let mut offers: Vec<&dyn Offer> = registered().iter().map(|one| *one as &dyn Offer).collect();
    offers.extend(loaded.iter().flat_map(|library| &library.offers).map(AsRef::as_ref));
    let pipeline = Pipeline::new(&offers, &["treaties"], &Options::new(), true).expect("it can be planned");
    let names: Vec<&str> = pipeline.steps().iter().map(|step| step.name.as_str()).collect();
    assert_eq!(names, ["words", "treaties"]);
    assert_eq!(pipeline.written().map(|schema| schema.kind).collect::<Vec<_>>(), ["example/treaty"]);

    let mut worker = Worker::new(&pipeline);
    let text = "They renewed the New START Treaty under Resolution 2254 and an Accord Centre .";
    for _ in 0..3 {
        let document = worker.process(|document| document.text.push_str(text));
        assert_eq!(document.diagnostics, []);
        let layer = document.layer("example/treaty").expect("it ran");
        let json = layer_to_json(layer.schema(), layer.raw());
        assert_eq!(json, r#"[{"end":33,"form":"named","start":17},{"end":55,"form":"numbered","start":40}]"#);
        let rules: Vec<_> = layer.raw().whys.iter().map(|why| layer.raw().pool.str(why.rule)).collect();
        assert_eq!(rules, [Some("capitals before an instrument"), Some("numbered resolution")]);
    }
}

#[test]
fn options_cross_the_border_and_wrong_ones_are_named() {
    let loaded = load(example(), &LoadOptions::default()).expect("the example loads");
    let treaties = &loaded[0].offers[0];
    assert_eq!(treaties.plugin(), "treaties");
    assert!(treaties.create(&json!({"instruments": ["Entente"]})).is_ok());
    let error = treaties.create(&json!({"instrument": []})).err().expect("it has no such option").to_string();
    assert!(error.contains("unknown field `instrument`") && error.contains("`instruments`"), "{error}");
}

#[test]
fn what_is_no_plugin_is_refused_with_the_file_and_the_reason() {
    let (directory, options) = (Path::new(env!("CARGO_MANIFEST_DIR")), LoadOptions::default());
    let error = load(&directory.join("none.so"), &options).err().expect("there is no such file").to_string();
    assert!(error.contains("none.so: No such file"), "{error}");
    let error = load(&directory.join("Cargo.toml"), &options).err().expect("it is no library").to_string();
    assert!(error.contains("Cargo.toml: it is no library that loads here"), "{error}");
    let error = load(&directory.join("src"), &options).err().expect("it holds no library").to_string();
    assert!(error.contains("the directory holds no file that ends in"), "{error}");
}
