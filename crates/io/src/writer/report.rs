//! A report for people at a terminal: who said what, when, where and in what tone, and what else was found.

use std::collections::BTreeMap;

use anstyle::Style;
use dateline_core::{Document, Layer, LayerView, Published, Severity, Span};
use dateline_layers::{Event, Focus, Place, Quote, SaidInFrom, SaidOnFrom, Statement, Temporal, Tone, ToneLabel};

use super::Writer;
use super::ink::{ALARM, BAD, FAINT, GOOD, Ink, NAME, PLAIN, SECTION, TITLE, Tame};

/// Writes the report. Colours are always written; whoever prints strips them where they are not wanted.
pub(super) struct Report {
    layers: Vec<String>,
}

/// What a reader asks first comes first; kinds of others come last.
const ORDER: [&str; 6] = ["statement", "quote", "tone", "event", "date", "location"];

impl Report {
    pub(super) fn new(layers: Vec<String>) -> Report {
        Report { layers }
    }
}

impl Writer for Report {
    fn write(&mut self, document: &Document, out: &mut Vec<u8>) {
        let mut page = Page { document, ink: Ink(out) };
        page.head();
        let chosen = |layer: &&Layer| {
            let schema = layer.schema();
            let found = schema.is_written() && !schema.is_summary() && !layer.is_empty();
            found && self.layers.iter().any(|name| name == layer.key().name)
        };
        let statements = document.layers.iter().filter(chosen).any(|layer| layer.view::<Statement>().is_some());
        let mut layers: Vec<&Layer> = document.layers.iter().filter(chosen).collect();
        layers.sort_by_key(|layer| ORDER.iter().position(|kind| *kind == layer.schema().kind).unwrap_or(ORDER.len()));
        for layer in layers {
            if let Some(view) = layer.view::<Statement>() {
                page.statements(view);
            } else if let Some(view) = layer.view::<Quote>() {
                // Statements show their quotations.
                if !statements {
                    page.quotes(view);
                }
            } else if let Some(view) = layer.view::<Temporal>() {
                page.dates(view);
            } else if let Some(view) = layer.view::<Place>() {
                page.places(view);
            } else if let Some(view) = layer.view::<Event>() {
                page.events(view);
            } else if let Some(view) = layer.view::<Tone>() {
                if !statements {
                    page.tones(view);
                }
            } else {
                page.others(layer);
            }
        }
        page.diagnostics();
        page.ink.line();
    }
}

struct Page<'a> {
    document: &'a Document,
    ink: Ink<'a>,
}

impl Page<'_> {
    fn head(&mut self) {
        let Document { id, meta, .. } = self.document;
        self.ink.wrapped(TITLE, 0, self.document.headline().unwrap_or(id));
        let mut apart = "";
        let mut say = |ink: &mut Ink<'_>, what: &dyn std::fmt::Display| {
            ink.put(FAINT, format_args!("{apart}{what}"));
            apart = " · ";
        };
        if meta.published.day.is_some() {
            say(&mut self.ink, &format_args!("published {}", moment(meta.published)));
        }
        for span in [meta.dateline.span, meta.byline] {
            if span.is_some() {
                let words = span.of(&self.document.text).trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')');
                say(&mut self.ink, &Tame(words));
            }
        }
        if let Some(focus) = self.document.layer("focus").and_then(Layer::view::<Focus>)
            && let Some(first) = focus.first()
        {
            let about = [focus.str(first.place_name), focus.str(first.name)];
            let about: Vec<&str> = about.into_iter().flatten().collect();
            if !about.is_empty() {
                say(&mut self.ink, &format_args!("about {}", Tame(&about.join(", "))));
            }
        }
        say(&mut self.ink, id);
        self.ink.line();
    }

    fn section(&mut self, name: &str, count: usize) {
        self.ink.line();
        self.ink.put(SECTION, name).put(FAINT, format_args!("  {count}"));
        self.ink.line();
    }

    fn statements(&mut self, statements: LayerView<'_, Statement>) {
        self.section("Statements", statements.len());
        let places = self.document.layer("location").and_then(Layer::view::<Place>);
        let quotes = self.document.layer("quote").and_then(Layer::view::<Quote>);
        for statement in statements.iter() {
            let quote = statement.quote.get().and_then(|at| quotes?.items().get(at));
            let role = quote.and_then(|quote| quotes?.str(quote.speaker.role));
            self.speaker(statements.str(statement.speaker), role);
            if statement.said_on.is_some() {
                let sure = statement.said_on_from == SaidOnFrom::CUE;
                self.ink.put(PLAIN, " — ").put(if sure { PLAIN } else { FAINT }, statement.said_on);
            }
            let place = statement.said_in.get().and_then(|at| places?.items().get(at));
            if let Some(place) = place {
                let sure = statement.said_in_from == SaidInFrom::CUE;
                let name =
                    places.and_then(|places| places.str(place.name)).unwrap_or(place.span.of(&self.document.text));
                self.ink.put(PLAIN, " — ").put(if sure { PLAIN } else { FAINT }, Tame(name));
            }
            if let Some(label) = statement.tone.label.name() {
                let style = tone_style(statement.tone.label);
                self.ink.put(PLAIN, " — ").put(style, format_args!("{label} {:+.1}", statement.tone.score));
            }
            self.ink.line();
            self.ink.wrapped(PLAIN, 4, statement.span.of(&self.document.text));
        }
    }

    fn quotes(&mut self, quotes: LayerView<'_, Quote>) {
        self.section("Quotations", quotes.len());
        for quote in quotes.iter() {
            self.speaker(quotes.str(quote.speaker.name), quotes.str(quote.speaker.role));
            let cue = quote.cue.of(&self.document.text);
            let kind = quote.quote_type.name().unwrap_or("");
            let apart = if cue.is_empty() { "" } else { ": " };
            self.ink.put(FAINT, format_args!(" — {kind}{apart}{}", Tame(cue))).line();
            self.ink.wrapped(PLAIN, 4, quote.span.of(&self.document.text));
        }
    }

    fn speaker(&mut self, name: Option<&str>, role: Option<&str>) {
        self.ink.put(NAME, format_args!("  {}", Tame(name.unwrap_or("(nobody named)"))));
        if let Some(role) = role.filter(|role| !role.is_empty()) {
            self.ink.put(FAINT, format_args!(", {}", Tame(role)));
        }
    }

    fn dates(&mut self, dates: LayerView<'_, Temporal>) {
        let rows = dates.iter().map(|date| {
            let value = dates.str(date.value).unwrap_or("?");
            (date.span, value.to_owned(), date.modifier.name().unwrap_or("").to_lowercase())
        });
        self.table("Dates", dates.len(), rows);
    }

    fn places(&mut self, places: LayerView<'_, Place>) {
        let rows = places.iter().map(|place| {
            let mut known = places.str(place.name).unwrap_or("(not resolved)").to_owned();
            let country = place.country.as_str();
            if !country.is_empty() {
                known = format!("{known}, {country}");
            }
            let kind = place.toponym_type.name().unwrap_or("");
            let note = if place.lat.is_finite() && place.lon.is_finite() {
                format!("{:.2} {:.2}  {kind}", place.lat, place.lon)
            } else {
                kind.to_owned()
            };
            (place.span, known, note)
        });
        self.table("Places", places.len(), rows);
    }

    fn events(&mut self, events: LayerView<'_, Event>) {
        self.section("Events", events.len());
        for event in events.iter() {
            let actors = |list| {
                let names = events.list(list).iter();
                let names: Vec<&str> = names
                    .map(|actor: &dateline_layers::Actor| events.str(actor.name).unwrap_or(actor.code.as_str()))
                    .collect();
                if names.is_empty() { "?".to_owned() } else { names.join(", ") }
            };
            let (source, target) = (actors(event.source), actors(event.target));
            let arrow = if event.reciprocal.get() { "↔" } else { "→" };
            self.ink.put(NAME, format_args!("  {} {arrow} {}", Tame(&source), Tame(&target)));
            let known = [event.plover.name().unwrap_or(""), event.cameo.as_str(), event.status.name().unwrap_or("")];
            for what in known.into_iter().filter(|what| !what.is_empty()) {
                self.ink.put(PLAIN, " — ").put(PLAIN, what);
            }
            if event.goldstein.is_finite() {
                let style = if event.goldstein < 0.0 { BAD } else { GOOD };
                self.ink.put(PLAIN, " ").put(style, format_args!("{:+.1}", event.goldstein));
            }
            self.ink.line();
            self.ink.wrapped(FAINT, 4, event.span.of(&self.document.text));
        }
    }

    fn tones(&mut self, tones: LayerView<'_, Tone>) {
        self.section("Tone", tones.len());
        for tone in tones.iter() {
            let label = tone.label.name().unwrap_or("?");
            self.ink.put(tone_style(tone.label), format_args!("  {label} {:+.1}", tone.score)).line();
            self.ink.wrapped(PLAIN, 4, tone.span.of(&self.document.text));
        }
    }

    /// Findings of any other kind: what they are is known only by their schema, so their words are shown.
    fn others(&mut self, layer: &Layer) {
        let raw = layer.raw();
        let kind = layer.schema().kind;
        let rows =
            raw.rows.chunks_exact(raw.stride).map(|row| (Span::new(row[0], row[1]), String::new(), String::new()));
        self.table(kind, layer.len(), rows);
    }

    /// Rows of words, what they mean, and a note; equal ones are one row with a count, in the order of the text.
    fn table(&mut self, name: &str, count: usize, rows: impl Iterator<Item = (Span, String, String)>) {
        self.section(name, count);
        let mut order: Vec<((String, String, String), usize)> = Vec::new();
        let mut seen: BTreeMap<(String, String, String), usize> = BTreeMap::new();
        for (span, known, note) in rows {
            let key = (Tame(span.of(&self.document.text)).to_string(), Tame(&known).to_string(), note);
            let at = *seen.entry(key.clone()).or_insert_with(|| {
                order.push((key, 0));
                order.len() - 1
            });
            order[at].1 += 1;
        }
        let widest = |part: fn(&(String, String, String)) -> &str| {
            order.iter().map(|(row, _)| part(row).chars().count()).max().unwrap_or(0).min(40) + 2
        };
        let (words, meaning) = (widest(|row| &row.0), widest(|row| &row.1));
        for ((surface, known, note), times) in &order {
            self.ink.put(PLAIN, "  ").column(PLAIN, surface, words).column(GOOD, known, meaning).put(FAINT, note);
            if *times > 1 {
                self.ink.put(FAINT, format_args!("  ×{times}"));
            }
            self.ink.line();
        }
    }

    fn diagnostics(&mut self) {
        let diagnostics = &self.document.diagnostics;
        if diagnostics.is_empty() {
            return;
        }
        self.section("Remarks", diagnostics.len());
        for diagnostic in diagnostics {
            let style = if diagnostic.severity == Severity::ERROR { ALARM } else { PLAIN };
            let severity = diagnostic.severity.name().unwrap_or("note");
            self.ink.put(style, format_args!("  {severity}")).put(FAINT, format_args!(" {}: ", diagnostic.extractor));
            self.ink.put(PLAIN, Tame(&diagnostic.message)).line();
        }
    }
}

fn tone_style(label: ToneLabel) -> Style {
    match label {
        ToneLabel::HOSTILE => ALARM,
        ToneLabel::CRITICAL => BAD,
        ToneLabel::CONCILIATORY | ToneLabel::COOPERATIVE => GOOD,
        _ => PLAIN,
    }
}

/// A point in time as people write it: "16 February 2017, 19:35 +03:00".
fn moment(published: Published) -> String {
    let iso = published.to_string();
    let Some((day, clock)) = iso.split_once('T') else { return iso };
    match clock.get(8..).unwrap_or("") {
        "" => format!("{day} {}", &clock[..5]),
        "Z" => format!("{day} {} UTC", &clock[..5]),
        zone => format!("{day} {} {zone}", &clock[..5]),
    }
}
