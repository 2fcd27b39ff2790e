//! Room 6. Comes in: event mentions. Goes out: the same mentions, each with the event it belongs to.
//!
//! Two mentions tell of one event where nothing they say of it differs: the type, the mode where both have one, the
//! parties, the day, the place. Mentions are taken in text order; each joins the first event that all its mentions allow.

use lexicon::Lexicon;
use schema::{Actor, Basis, DateValue, EventMention, Parsed, Status};
use std::collections::{BTreeMap, BTreeSet};

/// Joins mentions of one event within a document: sets [`EventMention::event`].
pub fn merge(parsed: &Parsed, mut mentions: Vec<EventMention>, lexicon: &Lexicon) -> Vec<EventMention> {
    let mut events: Vec<Event> = Vec::new();
    // Events of a type, in order: no other can be the same.
    let mut of_type: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for at in 0..mentions.len() {
        let told = Told::of(&mentions[at], lexicon);
        let rivals = of_type.entry(mentions[at].event_type.clone()).or_default();
        let joins = |event: &Event| event.told.iter().all(|other| other.agrees(&told)) && beside(parsed, event, &mentions, at);
        let event = rivals.iter().copied().find(|&e| joins(&events[e])).unwrap_or_else(|| {
            rivals.push(events.len());
            events.push(Event::default());
            events.len() - 1
        });
        events[event].members.push(at);
        if !events[event].told.contains(&told) {
            events[event].told.push(told);
        }
        mentions[at].event = Some(event);
    }
    mentions
}

/// Mentions joined so far, in text order, and what they tell, each thing once: a report says the same many times.
#[derive(Default)]
struct Event {
    members: Vec<usize>,
    told: Vec<Told>,
}

/// What a mention of a type tells of its event.
#[derive(PartialEq)]
struct Told {
    mode: Option<String>,
    status: Status,
    /// Of a mutual act, all parties stand together, and there are no recipients.
    actors: BTreeSet<String>,
    recipients: BTreeSet<String>,
    mutual: bool,
    date: Option<DateValue>,
    country: Option<String>,
}

impl Told {
    fn of(mention: &EventMention, lexicon: &Lexicon) -> Told {
        let mutual = lexicon.ontology.types.get(&mention.event_type).is_some_and(|t| t.mutual);
        let (actors, recipients) = match mutual {
            true => (keys(mention.actors.iter().chain(&mention.recipients)), BTreeSet::new()),
            false => (keys(mention.actors.iter()), keys(mention.recipients.iter())),
        };
        let country = mention.place.as_ref().and_then(|p| p.country.clone());
        Told { mode: mention.mode.clone(), status: standing(mention.status), actors, recipients, mutual, date: mention.date, country }
    }

    /// May both be told of one event?
    fn agrees(&self, other: &Told) -> bool {
        agree(self.mode.as_ref(), other.mode.as_ref()) && self.status == other.status && self.parties(other) && days(self.date, other.date) && agree(self.country.as_ref(), other.country.as_ref())
    }

    /// The same parties on both sides: one mention may know fewer of them.
    fn parties(&self, other: &Told) -> bool {
        let fit = |x: &BTreeSet<String>, y: &BTreeSet<String>| x.is_subset(y) || y.is_subset(x);
        let known = |x: &BTreeSet<String>, y: &BTreeSet<String>| !x.is_empty() && !y.is_empty();
        let actors = known(&self.actors, &other.actors);
        let recipients = !self.mutual && known(&self.recipients, &other.recipients);
        fit(&self.actors, &other.actors) && fit(&self.recipients, &other.recipients) && (actors || recipients)
    }
}

/// Two mentions in one sentence are two events, unless they share their words or the later one points back.
fn beside(parsed: &Parsed, event: &Event, mentions: &[EventMention], at: usize) -> bool {
    let b = &mentions[at];
    let mut near = event.members.iter().rev().map(|&m| &mentions[m]).take_while(|a| a.sentence == b.sentence);
    near.all(|a| a.trigger == b.trigger || nested(a, b) || points_back(parsed, b))
}

/// Equal, or one of them unknown.
fn agree<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

/// What happened is one with what goes on; what is planned, denied or only thought of is not.
fn standing(status: Status) -> Status {
    match status {
        Status::Ongoing | Status::Historical => Status::Happened,
        other => other,
    }
}

/// What a party is known by: its country, else its name.
fn keys<'a>(actors: impl Iterator<Item = &'a Actor>) -> BTreeSet<String> {
    actors.filter_map(|a| a.country.clone().or_else(|| a.entity.clone()).or_else(|| a.name.as_ref().map(|n| n.to_lowercase()))).collect()
}

/// Intervals that share a day; a date that only stands in for an unknown one forbids nothing.
fn days(a: Option<DateValue>, b: Option<DateValue>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) if a.basis != Basis::Document && b.basis != Basis::Document => a.start <= b.end && b.start <= a.end,
        (Some(a), Some(b)) if a.basis != b.basis => {
            // One is dated by its own words, the other by the document: that day must not lie far off.
            let (own, document) = if a.basis == Basis::Document { (b, a) } else { (a, b) };
            own.end.until(document.start).map(|gap| gap.get_days() <= NEAR && gap.get_days() >= -NEAR).unwrap_or(false)
        }
        _ => true,
    }
}

/// Days between an event's own date and the day of a report that speaks of it without a date.
const NEAR: i32 = 3;

/// One trigger inside the other.
fn nested(a: &EventMention, b: &EventMention) -> bool {
    a.trigger.contains(b.trigger) || b.trigger.contains(a.trigger)
}

/// A definite noun ("the strikes", "that visit") may tell again what its own sentence told.
fn points_back(parsed: &Parsed, mention: &EventMention) -> bool {
    let sentence = &parsed.sentences[mention.sentence];
    sentence.children(mention.trigger_token).any(|c| {
        let token = &sentence.tokens[c];
        token.has("Definite=Def") || token.has("PronType=Dem") || token.deprel == schema::Deprel::NmodPoss
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use schema::{DateGrain, Date};

    fn mention(sentence: usize, event_type: &str, actors: &[&str], recipients: &[&str]) -> EventMention {
        let side = |codes: &[&str]| codes.iter().map(|c| Actor { country: Some((*c).to_owned()), ..Actor::default() }).collect();
        EventMention {
            sentence,
            trigger: schema::Span::new(10 * sentence, 10 * sentence + 5),
            trigger_token: 0,
            event_type: event_type.to_owned(),
            mode: None,
            cameo: None,
            contexts: Vec::new(),
            actors: side(actors),
            recipients: side(recipients),
            date: None,
            date_span: None,
            place: None,
            status: Status::Happened,
            attribution: None,
            counts: Default::default(),
            confidence: Default::default(),
            evidence: Default::default(),
            problems: Vec::new(),
            event: None,
        }
    }

    fn events(mentions: Vec<EventMention>) -> Vec<Option<usize>> {
        let sentence = schema::Sentence { tokens: Vec::new(), ..Default::default() };
        let parsed = Parsed { document: Default::default(), sentences: vec![sentence; 9], problems: Vec::new() };
        let lexicon = Lexicon::embedded().unwrap();
        merge(&parsed, mentions, &lexicon).into_iter().map(|m| m.event).collect()
    }

    fn on(mut mention: EventMention, day: Date, basis: Basis) -> EventMention {
        mention.date = Some(DateValue { start: day, end: day, grain: DateGrain::Day, basis });
        mention
    }

    #[test]
    fn a_mention_that_knows_fewer_parties_joins() {
        let all = mention(0, "ASSAULT", &["USA"], &["IRQ", "SYR"]);
        let fewer = mention(1, "ASSAULT", &["USA"], &[]);
        assert_eq!(events(vec![all, fewer]), [Some(0), Some(0)]);
    }

    #[test]
    fn other_parties_types_and_days_stay_apart() {
        let day = |d| Date::constant(2024, 2, d);
        let first = on(mention(0, "ASSAULT", &["USA"], &["IRQ"]), day(2), Basis::Relative);
        let other = on(mention(1, "ASSAULT", &["ISR"], &["IRQ"]), day(2), Basis::Relative);
        let kind = on(mention(2, "COERCE", &["USA"], &["IRQ"]), day(2), Basis::Relative);
        let later = on(mention(3, "ASSAULT", &["USA"], &["IRQ"]), day(4), Basis::Relative);
        let again = on(mention(4, "ASSAULT", &["USA"], &["IRQ"]), day(4), Basis::Document);
        assert_eq!(events(vec![first, other, kind, later, again]), [Some(0), Some(1), Some(2), Some(3), Some(0)]);
    }

    #[test]
    fn a_mutual_act_is_one_whoever_is_named_first() {
        let a = mention(0, "CONSULT", &["IRN", "IRQ"], &[]);
        let b = mention(1, "CONSULT", &["IRQ"], &["IRN"]);
        assert_eq!(events(vec![a, b]), [Some(0), Some(0)]);
    }
}
