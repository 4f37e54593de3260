//! Whom a statement is about: the actors of its tone and its events, and the states that it names.

use dateline_core::{Ascii, LayerView, List, Ref, Span};
use dateline_data_actors::{alpha3, name_of};
use dateline_layers::{Actor, Event, Place, ToponymType};

use crate::place::holds;

/// How many actors a statement lists at most: one that names more is about none of them.
const MOST: usize = 8;

/// An actor with its name where the layer that knows it keeps it.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    pub(crate) span: Span,
    pub(crate) name: Option<&'a str>,
    pub(crate) code: Ascii<2>,
    pub(crate) sector: Ascii<1>,
}

/// The actors of one statement, each once.
pub(crate) struct About<'a> {
    quote: Span,
    found: [Option<Known<'a>>; MOST],
}

impl<'a> About<'a> {
    /// Nobody yet; the span is that of the quotation, and who is named outside of it does not count.
    pub(crate) fn of(quote: Span) -> About<'a> {
        About { quote, found: [None; MOST] }
    }

    /// Adds the actors of events.
    pub(crate) fn add_events(&mut self, events: LayerView<'a, Event>, which: &[Ref<Event>]) {
        for event in which.iter().filter_map(|event| events.get(event.get()?)) {
            self.add_list(events, event.source);
            self.add_list(events, event.target);
        }
    }

    /// Adds the actors of a list of a layer.
    pub(crate) fn add_list<T: 'static>(&mut self, layer: LayerView<'a, T>, actors: List<Actor>) {
        for actor in layer.list(actors) {
            let name = layer.str(actor.name);
            self.add(Known { span: actor.span, name, code: actor.code, sector: actor.sector });
        }
    }

    /// Adds the states that the quotation names.
    pub(crate) fn add_states(&mut self, text: &'a str, places: LayerView<'a, Place>) {
        for place in places.starting_in(self.quote).filter_map(|at| places.get(at)) {
            let is_state = place.feature.as_str().starts_with("A.PCL") || place.toponym_type == ToponymType::METONYM;
            let Some(code) = alpha3(place.country.as_str()).filter(|_| is_state) else { continue };
            let name = name_of(code).unwrap_or(place.span.of(text));
            self.add(Known { span: place.span, name: Some(name), code: Ascii::new(code), sector: Ascii::NONE });
        }
    }

    /// The actors, in the order in which they were added.
    pub(crate) fn actors(&self) -> impl Iterator<Item = Known<'a>> {
        self.found.iter().flatten().copied()
    }

    fn add(&mut self, known: Known<'a>) {
        let nobody = known.code.is_none() && known.name.is_none();
        let outside = known.span.is_some() && !holds(self.quote, known.span);
        let same =
            |other: Known| if known.code.is_none() { other.name == known.name } else { other.code == known.code };
        if nobody || outside || self.actors().any(same) {
            return;
        }
        if let Some(free) = self.found.iter_mut().find(|slot| slot.is_none()) {
            *free = Some(known);
        }
    }
}
