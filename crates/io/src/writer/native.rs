//! The native format: one JSON object a document, on one line or indented.

use dateline_core::{Day, Document, Key, Layer, Meta, Schema, Span, Visitor, Why, visit_row, visit_summary};

use super::emit::Emit;
use super::rows::Program;
use super::{WriteOptions, Writer};
use crate::offsets::Offsets;

/// The keys of every item.
const KIND: Key = Key::of("kind");
const ID: Key = Key::of("id");
const START: Key = Key::of("start");
const END: Key = Key::of("end");
const TEXT: Key = Key::of("text");

/// Writes documents by the contract `dateline/1`.
pub(super) struct Native {
    options: WriteOptions,
    layers: Vec<String>,
    indented: bool,
    offsets: Offsets,
    cursors: Vec<Cursor>,
    /// How the items of each layer are written, with the schemas of the documents that this holds for.
    programs: Vec<Option<Program>>,
    schemas: Vec<&'static Schema>,
}

impl Native {
    pub(super) fn new(options: WriteOptions, layers: Vec<String>, indented: bool) -> Native {
        let (offsets, cursors, programs, schemas) = Default::default();
        Native { options, layers, indented, offsets, cursors, programs, schemas }
    }

    /// Makes the programs for documents with these layers. As a rule those of one are those of all.
    fn prepare(&mut self, layers: &[Layer]) {
        let schemas = || layers.iter().map(Layer::schema);
        if self.schemas.len() != layers.len()
            || self.schemas.iter().zip(schemas()).any(|(one, other)| !std::ptr::eq(*one, other))
        {
            self.schemas = schemas().collect();
            let program = |schema: &&'static Schema| {
                let is_listed =
                    schema.is_written() && !schema.is_summary() && self.layers.iter().any(|name| name == schema.kind);
                if is_listed && !self.indented { Program::of(schema, layers) } else { None }
            };
            self.programs = self.schemas.iter().map(program).collect();
        }
    }
}

impl Writer for Native {
    fn write(&mut self, document: &Document, out: &mut Vec<u8>) {
        self.offsets.index(&document.text, self.options.offsets);
        self.prepare(&document.layers);
        let to = Emit::new(out, self.indented);
        let mut json = Json { to, document, offsets: &self.offsets };
        json.to.begin_object();
        json.head(self.options.text);
        json.regions();
        json.summaries(&self.layers, self.options.explain);
        json.annotations(&self.layers, &self.programs, &mut self.cursors, self.options.explain);
        json.diagnostics();
        json.to.end_object();
        json.to.finish();
        out.push(b'\n');
    }
}

/// One document on its way out. As a [`Visitor`] it writes the fields of an item.
struct Json<'a> {
    to: Emit<'a>,
    document: &'a Document,
    offsets: &'a Offsets,
}

/// A written layer, by its position, with the position of the item that is next.
#[derive(Clone, Copy)]
struct Cursor {
    /// Start and end of that item: what annotations are sorted by, before their kinds.
    place: u64,
    layer: usize,
    next: usize,
}

impl Cursor {
    /// At an item of a layer; none behind the last one.
    fn at(layers: &[Layer], layer: usize, next: usize) -> Option<Cursor> {
        let raw = layers[layer].raw();
        let row = raw.rows.get(next * raw.stride..)?;
        Some(Cursor { place: u64::from(*row.first()?) << 32 | u64::from(*row.get(1)?), layer, next })
    }
}

impl Json<'_> {
    fn head(&mut self, with_text: bool) {
        let Document { id, url, text, meta, .. } = self.document;
        let to = &mut self.to;
        to.name("schema");
        to.string("dateline/1");
        to.name("id");
        to.string(id);
        if with_text {
            to.name("text");
            to.string(text);
        }
        to.name("language");
        to.string("en");
        let published = &meta.published;
        to.value_or_null("published", published.day.is_some().then_some(format_args!("{published}")));
        to.text_or_null("published_from", meta.published_from.name().unwrap_or(""));
        to.text_or_null("headline", self.document.headline().unwrap_or(""));
        to.text_or_null("byline", meta.byline.of(text));
        to.text_or_null("url", url);
        self.dateline(meta);
    }

    fn dateline(&mut self, meta: &Meta) {
        let dateline = &meta.dateline;
        self.to.name("dateline");
        if dateline.span.is_none() {
            return self.to.null();
        }
        self.to.begin_object();
        self.ends(dateline.span);
        self.to.text_or_null("place", dateline.place.of(&self.document.text));
        self.to.text_or_null("agency", dateline.agency.of(&self.document.text));
        self.to.value_or_null("date", dateline.day.is_some().then_some(format_args!("{}", dateline.day)));
        self.to.end_object();
    }

    fn regions(&mut self) {
        self.to.name("regions");
        self.to.begin_list();
        for region in &self.document.regions {
            self.to.begin_object();
            self.to.text_or_null("kind", region.kind.name().unwrap_or(""));
            self.ends(region.span);
            self.to.end_object();
        }
        self.to.end_list();
    }

    /// What sums the document up, each under the name of its kind.
    fn summaries(&mut self, chosen: &[String], explain: bool) {
        let is_chosen = |layer: &&Layer| chosen.iter().any(|name| name == layer.key().name);
        for layer in self.document.layers.iter().filter(|layer| layer.schema().is_summary()).filter(is_chosen) {
            let (schema, raw): (&Schema, _) = (layer.schema(), layer.raw());
            self.to.name(schema.kind);
            if layer.is_empty() {
                self.to.null();
                continue;
            }
            self.to.begin_object();
            visit_summary(schema, &raw.rows[..raw.stride], raw.pool, self);
            if explain {
                self.whys(layer, 0);
            }
            self.to.end_object();
        }
    }

    /// The items of the chosen layers, merged: each layer is sorted, so the least of the next ones comes first.
    fn annotations(
        &mut self,
        chosen: &[String],
        programs: &[Option<Program>],
        cursors: &mut Vec<Cursor>,
        explain: bool,
    ) {
        self.to.name("annotations");
        self.to.begin_list();
        let layers = &self.document.layers;
        let written = |layer: &Layer| {
            let schema = layer.schema();
            schema.is_written() && !schema.is_summary() && chosen.iter().any(|name| name == layer.key().name)
        };
        let of = (0..layers.len()).filter(|at| written(&layers[*at]));
        cursors.clear();
        cursors.extend(of.filter_map(|layer| Cursor::at(layers, layer, 0)));
        // Of items at one place the first is taken.
        cursors.sort_by_key(|cursor| layers[cursor.layer].schema().kind);
        while let Some((first, cursor)) = cursors.iter_mut().enumerate().min_by_key(|(_, cursor)| cursor.place) {
            self.annotation(&layers[cursor.layer], cursor.next, programs[cursor.layer].as_ref());
            if explain {
                self.whys(&layers[cursor.layer], cursor.next);
            }
            self.to.end_object();
            match Cursor::at(layers, cursor.layer, cursor.next + 1) {
                Some(next) => *cursor = next,
                None => {
                    cursors.remove(first);
                }
            }
        }
        self.to.end_list();
    }

    /// An item, but for what ends it.
    fn annotation(&mut self, layer: &Layer, at: usize, program: Option<&Program>) {
        let (schema, raw): (&Schema, _) = (layer.schema(), layer.raw());
        if let Some(program) = program {
            return self.to.begin_written(|tape| program.write(raw, at, self.document, self.offsets, tape));
        }
        self.to.begin_object();
        self.to.key(&KIND);
        self.to.string(schema.kind);
        self.to.key(&ID);
        self.to.id(schema.prefix, at as u32 + 1);
        visit_row(schema, &raw.rows[at * raw.stride..][..raw.stride], raw.pool, self);
    }

    /// Why the item at this position was made.
    fn whys(&mut self, layer: &Layer, at: usize) {
        let raw = layer.raw();
        let first = raw.whys.partition_point(|why| (why.item as usize) < at);
        self.to.name("why");
        self.to.begin_list();
        for why in raw.whys[first..].iter().take_while(|why| why.item as usize == at) {
            self.why(layer, why);
        }
        self.to.end_list();
    }

    fn why(&mut self, layer: &Layer, why: &Why) {
        let pool = layer.raw().pool;
        self.to.begin_object();
        self.to.text_or_null("rule", pool.str(why.rule).unwrap_or(""));
        self.to.text_or_null("note", pool.str(why.note).unwrap_or(""));
        self.to.name("evidence");
        self.to.begin_list();
        for span in pool.list(why.evidence) {
            self.to.begin_object();
            self.span(Some(*span));
            self.to.end_object();
        }
        self.to.end_list();
        self.to.end_object();
    }

    fn diagnostics(&mut self) {
        self.to.name("diagnostics");
        self.to.begin_list();
        for diagnostic in &self.document.diagnostics {
            self.to.begin_object();
            self.to.text_or_null("severity", diagnostic.severity.name().unwrap_or(""));
            self.to.name("extractor");
            self.to.string(&diagnostic.extractor);
            self.to.name("message");
            self.to.string(&diagnostic.message);
            if diagnostic.span.is_some() {
                self.ends(diagnostic.span);
            }
            self.to.end_object();
        }
        self.to.end_list();
    }

    /// The offsets of a span, as fields of the object that is open.
    fn ends(&mut self, span: Span) {
        let text = &self.document.text;
        self.to.key(&START);
        self.to.number(self.offsets.of(text, span.start));
        self.to.key(&END);
        self.to.number(self.offsets.of(text, span.end));
    }
}

impl Visitor for Json<'_> {
    fn null(&mut self) {
        self.to.null();
    }

    fn flag(&mut self, value: bool) {
        self.to.flag(value);
    }

    fn number(&mut self, value: i64) {
        match u32::try_from(value) {
            Ok(value) => self.to.number(value),
            Err(_) => self.to.value(value),
        }
    }

    fn float(&mut self, value: f32) {
        self.to.float(value);
    }

    fn text(&mut self, value: &str) {
        self.to.string(value);
    }

    fn day(&mut self, value: Day) {
        self.to.day(value);
    }

    fn span(&mut self, span: Option<Span>) {
        let Some(span) = span else {
            for key in [START, END, TEXT] {
                self.to.key(&key);
                self.to.null();
            }
            return;
        };
        self.ends(span);
        self.to.key(&TEXT);
        self.to.string(span.of(&self.document.text));
    }

    fn reference(&mut self, kind: &'static str, index: u32) {
        match self.document.layer(kind) {
            Some(layer) => self.to.id(layer.schema().prefix, index + 1),
            None => self.to.null(),
        }
    }

    fn begin_object(&mut self) {
        self.to.begin_object();
    }

    fn key(&mut self, key: &'static Key) {
        self.to.key(key);
    }

    fn end_object(&mut self) {
        self.to.end_object();
    }

    fn begin_list(&mut self) {
        self.to.begin_list();
    }

    fn end_list(&mut self) {
        self.to.end_list();
    }
}
