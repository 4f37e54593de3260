//! Lays the file out as it is read fastest: rows in place of columns, and a table of the words that names begin with. Such a
//! file would make the package half as large again, and takes a second to make.

use std::path::Path;

use fst::raw::{Fst, Output};

#[expect(dead_code, reason = "looking a word up is for the library")]
#[path = "src/first.rs"]
mod first;
#[expect(dead_code, unreachable_pub, reason = "most of it is for the library")]
#[path = "src/format.rs"]
mod format;
#[expect(dead_code, reason = "reading is for the library")]
#[path = "src/rows.rs"]
mod rows;
#[expect(dead_code, unreachable_pub, reason = "most of it is for the library")]
#[path = "src/word.rs"]
mod word;

use first::{FOLLOWING, MARK, NAME, ON, SLOTS, VALUE, line, mix};
use format::{CONTENTS, HEADER, LAID, SECTIONS, Section, u32_at, u64_at};
use rows::{Row, WIDTH};

/// The sections that have a cell for each row.
const COLUMNS: [Section; 9] = [
    Section::Ids,
    Section::Lats,
    Section::Lons,
    Section::Populations,
    Section::Parents,
    Section::Countries,
    Section::Features,
    Section::Sources,
    Section::NameOffsets,
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for input in ["build.rs", "data/gazetteer.bin", "src/first.rs", "src/format.rs", "src/rows.rs", "src/word.rs"] {
        println!("cargo::rerun-if-changed={input}");
    }
    let file = std::fs::read("data/gazetteer.bin")?;
    let out = std::env::var("OUT_DIR")?;
    std::fs::write(Path::new(&out).join("gazetteer.bin"), laid_out(&file))?;
    let names = Fst::new(section(&file, Section::Names as usize))?;
    std::fs::write(Path::new(&out).join("first.bin"), table(&names))?;
    Ok(())
}

fn section(file: &[u8], section: usize) -> &[u8] {
    let entry = CONTENTS + 16 * section;
    let (start, len) = (u64_at(file, entry) as usize, u64_at(file, entry + 8) as usize);
    &file[start..start + len]
}

/// The file with its rows in the place of the first column, and no others.
fn laid_out(file: &[u8]) -> Vec<u8> {
    let mut rows: Vec<Row> = vec![[0; WIDTH]; u32_at(file, 20) as usize];
    for column in COLUMNS {
        let (at, width) = rows::cell(column);
        for (plane, bytes) in section(file, column as usize).chunks(rows.len()).enumerate() {
            assert!(plane < width && bytes.len() == rows.len(), "{column:?} does not fit");
            for (row, byte) in rows.iter_mut().zip(bytes) {
                row[at + plane] = *byte;
            }
        }
    }
    let mut out = file[..HEADER].to_vec();
    out[4..8].copy_from_slice(&LAID.to_le_bytes());
    for at in 0..SECTIONS {
        let bytes = match COLUMNS.iter().position(|column| *column as usize == at) {
            Some(0) => rows.as_flattened(),
            Some(_) => &[],
            None => section(file, at),
        };
        out.resize(out.len().next_multiple_of(64), 0);
        let entry = CONTENTS + 16 * at;
        let start = out.len() as u64;
        out[entry..entry + 8].copy_from_slice(&start.to_le_bytes());
        out[entry + 8..entry + 16].copy_from_slice(&(bytes.len() as u64).to_le_bytes());
        out.extend(bytes);
    }
    out
}

/// A word that names begin with.
#[derive(Default)]
struct Word {
    text: Vec<u8>,
    posting: Option<u32>,
    /// What may follow behind a space.
    bits: u32,
    /// Whether a name goes on behind it with something else than a letter or digit.
    on: bool,
}

/// The table of first words.
fn table(names: &Fst<&[u8]>) -> Vec<u8> {
    let words = words(names);
    let slots = words.len() + words.iter().filter(|word| word.on).count();
    let mut lines = vec![[0_u64; SLOTS]; slots.div_ceil(SLOTS) * 8 / 5];
    for word in &words {
        let hash = mix(word::as_numbers(&word.text).expect("longer words are left out"));
        let (value, next) = match word.posting {
            Some(posting) if !word.on => (u64::from(posting), None),
            _ => {
                let (addr, out) = walk(names, &word.text);
                let bits = word.bits | if word.posting.is_some() { NAME } else { 0 };
                (out | ON, Some(addr | u64::from(bits) << FOLLOWING))
            }
        };
        assert!(value & !ON < ON && next.is_none_or(|next| next & !(!0 << FOLLOWING) < 1 << VALUE), "too many names");
        let mut at = line(hash, lines.len());
        loop {
            let slots = &mut lines[at];
            assert!(slots.iter().all(|slot| (slot ^ hash) & MARK != 0), "two words cannot be told apart");
            let free = slots.iter().position(|slot| *slot == 0).unwrap_or(SLOTS);
            if free + usize::from(next.is_some()) < SLOTS {
                slots[free] = hash & MARK | value;
                if let Some(next) = next {
                    slots[free + 1] = next;
                }
                break;
            }
            // A line that a word did not fit into is full.
            slots[free..].fill(1);
            at = (at + 1) % lines.len();
        }
    }
    lines.as_flattened().iter().flat_map(|slot| slot.to_le_bytes()).collect()
}

/// The first words of up to sixteen letters and digits, in order.
fn words(names: &Fst<&[u8]>) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut stream = names.stream();
    while let Some((name, posting)) = fst::Streamer::next(&mut stream) {
        let len = name.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if len == 0 || len > 16 {
            continue;
        }
        if words.last().is_none_or(|word| word.text != name[..len]) {
            words.push(Word { text: name[..len].to_vec(), ..Word::default() });
        }
        let Some(word) = words.last_mut() else { continue };
        match name[len..] {
            [] => word.posting = Some(posting.value() as u32),
            [b' ', next, ..] => {
                word.on = true;
                word.bits |= first::bit(next).unwrap_or(0);
            }
            _ => word.on = true,
        }
    }
    words
}

/// Where a word leads to in the automaton, and the sum of what is put out on the way there.
fn walk(names: &Fst<&[u8]>, word: &[u8]) -> (u64, u64) {
    let (mut node, mut out) = (names.root(), Output::zero());
    for &letter in word {
        let transition = node.transition(node.find_input(letter).expect("a name begins so"));
        out = out.cat(transition.out);
        node = names.node(transition.addr);
    }
    (node.addr() as u64, out.value())
}
