//! The cost of a text is linear in its length, however its marks and cues are heaped: counted in looks at tokens and drafts,
//! which no busy machine changes.

use std::cell::Cell;

use dateline_core::{Document, Layer, registered};
use dateline_language as _;
use serde_json::json;

thread_local! {
    pub(crate) static STEPS: Cell<u64> = const { Cell::new(0) };
}

/// How many looks the quotations of a text take, and how many tokens it has.
fn steps(text: &str) -> (u64, usize) {
    let mut document = Document { text: text.to_owned(), ..Default::default() };
    for (name, options) in [("tokens", json!(null)), ("sentences", json!(null)), ("quote", json!({"fast": true}))] {
        let one = registered().iter().find(|one| one.name == name).expect("the extractor is linked");
        let extractor = (one.create)(&options).expect("these are options");
        let mut layer = Layer::new(one.schema);
        let layers = document.layers.as_slice();
        let view = document.view(&layers, false);
        STEPS.set(0);
        extractor.extract(&view, &mut *extractor.scratch(), &mut layer, &mut Vec::new()).expect("no text fails");
        document.layers.push(layer);
    }
    (STEPS.get(), document.layers[0].len())
}

/// A text of this many bytes made of one unit.
fn heap(unit: &str, bytes: usize) -> String {
    unit.repeat(bytes / unit.len())
}

#[test]
fn twice_the_text_takes_twice_the_looks() {
    let units = [
        "\"",
        "“",
        "”",
        "„",
        "«",
        "»",
        "‘",
        "’",
        "‹",
        "›",
        "''",
        "``",
        "'",
        "`",
        "´",
        "＂",
        "“‘",
        "“ ‘ « ",
        "\" ' ",
        "“a\n\n",
        "\n",
        "\n\n",
        "A: ",
        "A A: \n\n",
        "said ",
        "\",\" he said \"",
        "he said, “",
        "X said that ",
        "according to ",
        "as A said, ",
        "quoted A as saying ",
        "warned of “a” b ",
        "and said ",
        ", who said ",
        "not to ",
        "(",
        "; ",
        "— ",
        "“a,” ",
        "claim that ",
    ];
    for unit in units {
        let (once, tokens) = steps(&heap(unit, 1 << 15));
        let (twice, _) = steps(&heap(unit, 1 << 16));
        assert!(twice <= once * 21 / 10 + 10_000, "{unit:?}: {once} looks, then {twice}, for {tokens} tokens");
    }
}

#[test]
fn a_megabyte_of_unbalanced_marks_takes_a_few_looks_a_token() {
    for unit in [
        "\"",
        "“",
        "”",
        "„ ",
        "« ",
        "» ",
        "‘",
        "’",
        "‹",
        "›",
        "''",
        "`` ",
        "' ",
        "“‘\"«",
        "“a\n\n",
        "x’ ‘y ",
        "\" a ",
        "\n",
    ] {
        let (looks, tokens) = steps(&heap(unit, 1 << 20));
        assert!(looks <= 60 * tokens as u64 + 10_000, "{unit:?}: {looks} looks for {tokens} tokens");
    }
}
