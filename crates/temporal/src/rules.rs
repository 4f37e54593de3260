//! The grammar: layers of rules, read from tables.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use dateline_core::table;

use crate::Classes;
use crate::action::Action;
use crate::lexicon::Lexicon;
use crate::pattern::Patterns;

/// A rule: what it matches and what that means.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name, as `--explain` shows it.
    pub name: Cow<'static, str>,
    /// What it looks for; the language is that of the module `pattern`.
    pub pattern: Cow<'static, str>,
    /// What that means: an action and its arguments.
    pub meaning: Cow<'static, str>,
    /// A sentence with the expression in square brackets.
    pub example: Cow<'static, str>,
    /// What it is for, in a sentence.
    pub doc: Cow<'static, str>,
    pub(crate) action: Action,
    /// Counted in fiscal years, of which nobody knows the days.
    pub(crate) fiscal: bool,
}

/// The tables, lowest layer first. A layer sees the phrases that lower ones have made.
const TABLES: [(&str, &str); 4] = [
    ("units", include_str!("../data/rules-1-units.tsv")),
    ("relations", include_str!("../data/rules-2-relations.tsv")),
    ("modifiers", include_str!("../data/rules-3-modifiers.tsv")),
    ("times", include_str!("../data/rules-4-times.tsv")),
];

/// The compiled grammar.
#[derive(Debug)]
pub struct Grammar {
    pub(crate) rules: Vec<Rule>,
    pub(crate) layers: Vec<Patterns>,
    pub(crate) lexicon: Lexicon,
}

impl Default for Grammar {
    fn default() -> Grammar {
        Grammar::new()
    }
}

impl Grammar {
    /// The built-in rules.
    ///
    /// # Panics
    /// Never for the tables in this repository; a test reads them line by line.
    pub fn new() -> Grammar {
        let mut grammar = Grammar { rules: Vec::new(), layers: Vec::new(), lexicon: Lexicon::read() };
        for (layer, (table, lines)) in TABLES.into_iter().enumerate() {
            grammar.layers.push(Patterns::for_rules(lines));
            for line in table::rows(lines) {
                grammar.add_line(layer, line).unwrap_or_else(|what| panic!("{table}: {line:?}: {what}"));
            }
        }
        for (name, pattern, id) in crate::festival::patterns() {
            let columns =
                [name.into(), pattern.into(), format!("festival {id}").into(), "".into(), "A named day.".into()];
            grammar.add(0, columns).unwrap_or_else(|what| panic!("festivals: {name}: {what}"));
        }
        grammar.finish();
        grammar
    }

    /// The built-in rules, which are read once and shared.
    pub fn shared() -> Arc<Grammar> {
        static SHARED: LazyLock<Arc<Grammar>> = LazyLock::new(|| Arc::new(Grammar::new()));
        Arc::clone(&SHARED)
    }

    /// Adds an expression of a user's own: its name, pattern and meaning, either a TIMEX3 value or an action.
    ///
    /// ```
    /// use dateline_temporal::Grammar;
    ///
    /// let mut grammar = Grammar::new();
    /// grammar.add_own("d-day", "d - day", "1944-06-06").unwrap();
    /// assert!(grammar.add_own("odd", "d - day", "whenever").is_err());
    /// ```
    ///
    /// # Errors
    /// Where the pattern or meaning cannot be read; the message says which part.
    pub fn add_own(&mut self, name: &str, pattern: &str, meaning: &str) -> Result<(), String> {
        let [name, pattern, meaning] = [name, pattern, meaning].map(|column| Cow::Owned(column.to_owned()));
        let added = self.add(0, [name, pattern, meaning, "".into(), "An expression of your own.".into()]);
        self.finish();
        added
    }

    /// To be called when all rules are added.
    fn finish(&mut self) {
        self.lexicon.finish();
        self.layers.iter_mut().for_each(Patterns::finish);
    }

    fn add_line(&mut self, layer: usize, line: &'static str) -> Result<(), String> {
        let mut columns = table::parts(line, b'\t').map(Cow::Borrowed);
        let mut next = || columns.next().ok_or("fewer than 5 columns");
        let row = [next()?, next()?, next()?, next()?, next()?];
        if columns.next().is_some() {
            return Err("more than 5 columns".to_owned());
        }
        self.add(layer, row)
    }

    /// Adds a rule of these columns.
    fn add(&mut self, layer: usize, columns: [Cow<'static, str>; 5]) -> Result<(), String> {
        let [name, pattern, meaning, example, doc] = columns;
        let (fiscal, action) = meaning.strip_prefix("fiscal ").map_or((false, &*meaning), |action| (true, action));
        let action = action.parse()?;
        let id = self.rules.len() as u16;
        // Alternatives that share a meaning are separated by " ; ".
        for alternative in pattern.split(" ; ") {
            let needs = if layer == 0 { Classes(0) } else { Classes::PHRASES };
            self.layers[layer].add(id, alternative, needs, &mut self.lexicon)?;
        }
        self.rules.push(Rule { name, pattern, meaning, example, doc, action, fiscal });
        Ok(())
    }

    /// The number that tokens of this word bear, in small letters; none where neither rules nor the word list have it.
    pub fn word(&self, word: &str) -> Option<crate::WordId> {
        Some(self.lexicon.find(crate::lexicon::key(word.as_bytes()), word.as_bytes())).filter(|word| *word != 0)
    }

    /// All rules, lowest layer first.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }
}
