//! Room 6. Comes in: event mentions. Goes out: the same mentions, each with the event it belongs to.
//!
//! Two mentions tell of one event where nothing they say of it differs: the type, the mode where both have one, the
//! parties, the day, the place. Mentions are taken in text order; each joins the first event that all its mentions allow.

use lexicon::Lexicon;
use schema::{Actor, Basis, DateValue, EventMention, Parsed, Status};
use std::collections::BTreeSet;

/// Joins mentions of one event within a document: sets [`EventMention::event`].
pub fn merge(parsed: &Parsed, mut mentions: Vec<EventMention>, lexicon: &Lexicon) -> Vec<EventMention> {
    let mut events: Vec<Vec<usize>> = Vec::new();
    for at in 0..mentions.len() {
        let same = |event: &Vec<usize>| event.iter().all(|&other| one_event(parsed, &mentions[other], &mentions[at], lexicon));
        let event = events.iter().position(same).unwrap_or_else(|| {
            events.push(Vec::new());
            events.len() - 1
        });
        events[event].push(at);
        mentions[at].event = Some(event);
    }
    mentions
}

/// May both be reports of one event?
fn one_event(parsed: &Parsed, a: &EventMention, b: &EventMention, lexicon: &Lexicon) -> bool {
    a.event_type == b.event_type
        && agree(a.mode.as_ref(), b.mode.as_ref())
        && standing(a.status) == standing(b.status)
        && parties(a, b, lexicon)
        && days(a.date, b.date)
        && agree(a.place.as_ref().and_then(|p| p.country.as_ref()), b.place.as_ref().and_then(|p| p.country.as_ref()))
        && (a.sentence != b.sentence || a.trigger == b.trigger || nested(a, b) || points_back(parsed, b))
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

/// The same parties on both sides: one mention may know fewer of them. Of a mutual act, all stand together.
fn parties(a: &EventMention, b: &EventMention, lexicon: &Lexicon) -> bool {
    let mutual = lexicon.ontology.types.get(&a.event_type).is_some_and(|t| t.mutual);
    if mutual {
        let all = |e: &EventMention| -> BTreeSet<String> { keys(e.actors.iter().chain(&e.recipients)) };
        let (x, y) = (all(a), all(b));
        return !x.is_empty() && !y.is_empty() && (x.is_subset(&y) || y.is_subset(&x));
    }
    let actors = (keys(a.actors.iter()), keys(b.actors.iter()));
    let recipients = (keys(a.recipients.iter()), keys(b.recipients.iter()));
    let fit = |(x, y): &(BTreeSet<String>, BTreeSet<String>)| x.is_subset(y) || y.is_subset(x);
    let known = |(x, y): &(BTreeSet<String>, BTreeSet<String>)| !x.is_empty() && !y.is_empty();
    fit(&actors) && fit(&recipients) && (known(&actors) || known(&recipients))
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
