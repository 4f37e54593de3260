//! What an extractor works with.

use std::fmt::Display;

use crate::layer::Why;
use crate::{
    Diagnostic, DocView, Extractor, Field, Item, Layer, LayerKey, LayerView, List, Meta, Region, RegionKind, Severity,
    Span, Str,
};

/// One document, the layers that were required, and the layer to write.
pub struct Context<'a, E: Extractor> {
    view: &'a DocView<'a>,
    requires: &'a [LayerKey],
    out: &'a mut Layer,
    scratch: &'a mut E::Scratch,
    reports: &'a mut Vec<Diagnostic>,
}

impl<'a, E: Extractor> Context<'a, E> {
    pub(crate) fn new(
        view: &'a DocView<'a>,
        requires: &'a [LayerKey],
        out: &'a mut Layer,
        scratch: &'a mut E::Scratch,
        reports: &'a mut Vec<Diagnostic>,
    ) -> Self {
        Context { view, requires, out, scratch, reports }
    }

    /// The text.
    pub fn text(&self) -> &'a str {
        self.view.text
    }

    /// The document as it was before any extractor ran.
    pub fn view(&self) -> &'a DocView<'a> {
        self.view
    }

    /// When it was published, its headline, its dateline.
    pub fn meta(&self) -> &'a Meta {
        self.view.meta
    }

    /// What is what on the page: sorted, not overlapping.
    pub fn regions(&self) -> &'a [Region] {
        self.view.regions
    }

    /// The kind of the region that a position lies in; body where it lies in none.
    pub fn region_at(&self, at: u32) -> RegionKind {
        self.view.region_at(at)
    }

    /// A layer that was required. It is empty when its extractor failed on this document.
    ///
    /// # Panics
    ///
    /// When the layer was not required: what an extractor finds must not depend on who else runs.
    pub fn layer<T: Item>(&self) -> LayerView<'a, T> {
        let is_it = |key: &LayerKey| key.schema == T::KEY.schema && key.name == T::KEY.name;
        assert!(self.requires.iter().any(is_it), "{} reads the layer \"{}\" without requiring it", E::NAME, T::KIND);
        self.view.layers.raw(T::KEY).map_or(LayerView::EMPTY, LayerView::of_raw)
    }

    /// The worker's own scratch, as it was left on the last document.
    pub fn scratch(&mut self) -> &mut E::Scratch {
        self.scratch
    }

    /// Adds a finding. Its position in the order of emission is what references within the layer name.
    pub fn emit(&mut self, item: E::Output) -> u32 {
        self.out.push(&item)
    }

    /// A finding of this document, to change it before the layer is sorted.
    ///
    /// # Panics
    ///
    /// When nothing was emitted at this position.
    pub fn emitted(&mut self, at: u32) -> &mut E::Output {
        self.out.get_mut(at).expect("a finding is changed after it was emitted")
    }

    /// How many findings this document has so far.
    pub fn emitted_len(&self) -> u32 {
        self.out.len() as u32
    }

    /// Keeps a string for a field of a finding.
    pub fn intern(&mut self, text: &str) -> Str {
        self.out.pool_mut().intern(text)
    }

    /// Keeps a list for a field of a finding.
    pub fn list<T: Field>(&mut self, values: &[T]) -> List<T> {
        self.out.pool_mut().list(values)
    }

    /// A string of this layer, as it was interned.
    pub fn interned(&self, text: Str) -> &str {
        self.out.raw().pool.str(text).unwrap_or("")
    }

    /// Whether reasons are wanted: skip what only they need when they are not.
    pub fn explains(&self) -> bool {
        self.view.explain
    }

    /// Says why the finding at this position was made: the rule by name, a note, and where the evidence stands.
    /// Free when nobody asked.
    pub fn why(&mut self, item: u32, rule: &str, note: &dyn Display, evidence: &[Span]) {
        if self.view.explain {
            let note = note.to_string();
            let pool = self.out.pool_mut();
            let note = if note.is_empty() { Str::NONE } else { pool.intern(&note) };
            let why = Why { item, rule: pool.intern(rule), note, evidence: pool.list(evidence) };
            self.out.push_why(why);
        }
    }

    /// Tells the user that something is wrong with the document.
    pub fn report(&mut self, severity: Severity, message: impl Display, span: Span) {
        self.reports.push(Diagnostic { severity, extractor: E::NAME.to_owned(), message: message.to_string(), span });
    }
}
