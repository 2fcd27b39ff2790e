//! Where an event happened: in come an event's tokens and the document's resolved places, out goes its place.
//!
//! In this order: a place at the act itself or in its noun phrases; one of the clause that carries it; the place told before of
//! the act that a definite noun takes up; the dateline's, where its country takes part. The place of whoever reports the event
//! is never taken.

use crate::Scene;
use crate::when::{antecedent, carriers, continued, depth_below, preposition, scene_at};
use schema::{DateValue, Deprel, Part, Place, PlaceGrain};

/// The place of the event at `trigger` (whose act is `act`); `countries` are those of its participants, `date` is its date.
pub(crate) fn event_place(scene: &Scene<'_>, trigger: usize, act: usize, countries: &[&str], date: Option<DateValue>) -> Option<Place> {
    let mut tokens = carriers(scene, act);
    tokens.extend(carriers(scene, trigger));
    if let Some(place) = tokens.into_iter().find_map(|token| told_at(scene, token)) {
        return Some(place);
    }
    if let Some((sentence, token)) = antecedent(scene, act, |s, t| told_at(s, t).is_some()) {
        return told_at(&scene_at(scene, sentence)?, token);
    }
    if let Some(place) = continued(scene, trigger, told_at) {
        return Some(place);
    }
    dateline(scene, countries).filter(|_| is_news(scene, date))
}

/// How well a preposition or relation says that a place is the event's own; lower is better.
fn told_at(scene: &Scene<'_>, token: usize) -> Option<Place> {
    let mut best: Option<((u8, usize, usize), &Place)> = None;
    for n in scene.found.toponyms_in(scene.at..=scene.at) {
        let toponym = &scene.found.toponyms[n];
        let Some(place) = scene.resolved.places.get(n).and_then(Option::as_ref) else { continue };
        let head = scene.sentence.head_of(toponym.first, toponym.last);
        let Some(depth) = depth_below(scene, head, token) else { continue };
        let Some(kind) = tie(scene, head, token, place) else { continue };
        let rank = (kind, depth, toponym.first);
        if best.is_none_or(|(b, _)| rank < b) {
            best = Some((rank, place));
        }
    }
    best.map(|(_, place)| place.clone())
}

/// Reads the way up from a toponym to the act: the phrase nearest to the toponym that has a preposition decides.
fn tie(scene: &Scene<'_>, head: usize, token: usize, place: &Place) -> Option<u8> {
    let words = &scene.lexicon.places;
    let (mut at, mut top, mut found, mut subject) = (head, head, None, false);
    for _ in 0..12 {
        if at == token {
            break;
        }
        let here = scene.sentence.tokens.get(at)?;
        subject |= here.deprel == Deprel::Nsubj;
        // Whoever does it, or gets it, is no place.
        if matches!(here.deprel, Deprel::OblAgent | Deprel::Iobj | Deprel::Vocative) {
            return None;
        }
        if found.is_none() {
            let case = preposition(scene.sentence, at);
            // "the town of Dara": the town's phrase says where.
            let named = |up: usize| scene.lexicon.words.transparent_nouns.contains(&crate::triggers::lemma(scene, up)) && up != token;
            if let Some(up) = here.head.filter(|&up| at == top && case.as_ref() == Some(&scene.lexicon.words.belonging_preposition) && named(up)) {
                (at, top) = (up, up);
                continue;
            }
            let whole = place.grain == PlaceGrain::Country;
            found = match case.as_deref() {
                Some(case) if words.at.contains(case) => Some(0),
                Some(case) if words.to.contains(case) => Some(1),
                Some(case) if words.from.contains(case) => Some(4),
                // "the shelling of the town", but not "the president of the country".
                Some(case) if case == scene.lexicon.words.belonging_preposition && here.head == Some(token) && !whole => Some(1),
                Some(_) => return None,
                None if matches!(here.deprel, Deprel::Obj | Deprel::NsubjPass) && at == top && here.head == Some(token) && words.of_object.contains(&crate::triggers::lemma(scene, token)) => Some(1),
                // A town that is attacked or visited is where it happens; a country more often stands for its people.
                None if matches!(here.deprel, Deprel::Obj | Deprel::NsubjPass) && at == top && here.head == Some(token) && !whole => Some(1),
                None if matches!(here.deprel, Deprel::Obj | Deprel::Nsubj | Deprel::NsubjPass) => return None,
                None if matches!(here.deprel, Deprel::Advmod | Deprel::OblUnmarked) => Some(2),
                None => None,
            };
        }
        at = here.head?;
    }
    found.map(|kind| if subject { kind.max(3) } else { kind })
}

/// Does the event lie within days of the report?
fn is_news(scene: &Scene<'_>, date: Option<DateValue>) -> bool {
    const DAYS: i32 = 3;
    let near = |event: DateValue, report: DateValue| event.end.until(report.start).is_ok_and(|s| s.get_days().abs() <= DAYS);
    scene.sentence.part != Part::Related && date.zip(scene.resolved.document_date).is_none_or(|(event, report)| near(event, report))
}

/// Reports are written where things happen only if those who live there take part.
fn dateline(scene: &Scene<'_>, countries: &[&str]) -> Option<Place> {
    let inside = |t: &schema::Toponym| scene.parsed.sentences.get(t.sentence).is_some_and(|s| s.part == Part::Dateline);
    let at = scene.found.toponyms.iter().position(inside)?;
    let place = scene.resolved.places.get(at)?.as_ref()?;
    place.country.as_deref().is_some_and(|c| countries.contains(&c)).then(|| place.clone())
}
