//! Comes in: a score for every name tag of every word. Goes out: the tags' best valid sequence as entities.

use crate::model::Word;
use schema::{Deprel, Entity, EntityKind, Upos};

/// Name tags in the order of the model's scores.
pub(crate) struct NameTags(Vec<Tag>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag {
    Out,
    Begin(EntityKind),
    In(EntityKind),
}

impl NameTags {
    /// Reads "O", "B-PERSON", "I-PERSON" …; gives back the first label that is none of these.
    pub(crate) fn read(labels: &[String]) -> Result<NameTags, String> {
        let tag = |label: &String| match label.split_once('-') {
            None if label == "O" => Ok(Tag::Out),
            Some(("B", kind)) => kind.parse().map(Tag::Begin).map_err(|_| label.clone()),
            Some(("I", kind)) => kind.parse().map(Tag::In).map_err(|_| label.clone()),
            _ => Err(label.clone()),
        };
        let tags = labels.iter().map(tag).collect::<Result<Vec<Tag>, String>>()?;
        // without a tag that may follow anything, a sentence might have no valid sequence
        if tags.iter().all(|t| matches!(t, Tag::In(_))) {
            return Err("no tag but I-".to_string());
        }
        Ok(NameTags(tags))
    }

    /// The best-scoring sequence in which `I-X` only follows `B-X` or `I-X` (Viterbi), ties to the earlier label.
    ///
    /// `rows` holds one score per tag for each word.
    pub(crate) fn entities(&self, rows: &[&[f32]]) -> Vec<Entity> {
        let tags = &self.0;
        let mut total = vec![0.0f32; tags.len()];
        let mut back: Vec<Vec<usize>> = Vec::with_capacity(rows.len());
        for (i, row) in rows.iter().enumerate() {
            let best = argmax(&total);
            let from: Vec<usize> = tags
                .iter()
                .map(|tag| match tag {
                    Tag::In(kind) => argmax_where(&total, |t| matches!(tags[t], Tag::Begin(k) | Tag::In(k) if k == *kind)).unwrap_or(best),
                    _ => best,
                })
                .collect();
            let allowed = |t: usize| match tags[t] {
                Tag::In(kind) => i > 0 && matches!(tags[from[t]], Tag::Begin(k) | Tag::In(k) if k == kind),
                _ => true,
            };
            total = (0..tags.len()).map(|t| if allowed(t) { total[from[t]] + row[t] } else { f32::MIN }).collect();
            // keep totals small, so that long sentences lose no precision
            let top = total[argmax(&total)];
            total.iter_mut().filter(|v| **v > f32::MIN).for_each(|v| *v -= top);
            back.push(from);
        }
        let mut sequence = vec![Tag::Out; rows.len()];
        let mut at = argmax(&total);
        for (i, from) in back.iter().enumerate().rev() {
            sequence[i] = tags[at];
            at = from[at];
        }
        spans(&sequence)
    }
}

fn spans(tags: &[Tag]) -> Vec<Entity> {
    let mut out: Vec<Entity> = Vec::new();
    for (i, tag) in tags.iter().enumerate() {
        match tag {
            Tag::Out => {}
            Tag::Begin(kind) => out.push(Entity { first: i, last: i, kind: *kind }),
            Tag::In(kind) => match out.last_mut() {
                Some(open) if open.last + 1 == i && open.kind == *kind => open.last = i,
                _ => out.push(Entity { first: i, last: i, kind: *kind }),
            },
        }
    }
    out
}

/// Entities without the possessive clitic that ends them and the marks at their ends; one of nothing else is dropped.
pub(crate) fn trimmed(entities: Vec<Entity>, words: &[Word]) -> Vec<Entity> {
    let mark = |i: usize| words[i].upos == Upos::Punct;
    let cut = |e: Entity| {
        let end = (e.first..=e.last).rfind(|&i| !mark(i) && words[i].xpos != "POS")?;
        let first = (e.first..=end).find(|&i| !mark(i))?;
        Some(Entity { first, last: end, kind: e.kind })
    };
    joined(entities.into_iter().filter_map(cut).collect(), words)
}

/// One person's name told in two pieces side by side ("Mohammed" "Shia al-Sudani") is one, where the tree holds them together.
fn joined(entities: Vec<Entity>, words: &[Word]) -> Vec<Entity> {
    let inside = |e: &Entity, at: usize| e.first <= at && at <= e.last;
    let hangs = |on: &Entity, e: &Entity| (e.first..=e.last).any(|i| words[i].deprel == Deprel::Flat && words[i].head.is_some_and(|h| inside(on, h)));
    let mut out: Vec<Entity> = Vec::with_capacity(entities.len());
    for entity in entities {
        match out.last_mut() {
            Some(before) if before.kind == EntityKind::Person && entity.kind == EntityKind::Person && before.last + 1 == entity.first && hangs(before, &entity) => {
                before.last = entity.last;
            }
            _ => out.push(entity),
        }
    }
    out
}

/// Index of the largest value, the first among equals; 0 where there is none.
pub(crate) fn argmax(values: &[f32]) -> usize {
    argmax_where(values, |_| true).unwrap_or(0)
}

/// The same among the indices allowed.
pub(crate) fn argmax_where(values: &[f32], allowed: impl Fn(usize) -> bool) -> Option<usize> {
    let mut best: Option<usize> = None;
    for i in (0..values.len()).filter(|&i| allowed(i)) {
        if best.is_none_or(|b| values[i] > values[b]) {
            best = Some(i);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tags() -> NameTags {
        let labels = ["O", "B-GPE", "I-GPE", "B-ORG", "I-ORG"].map(String::from);
        NameTags::read(&labels).expect("good labels")
    }

    #[test]
    fn the_best_valid_sequence_wins() {
        let scores = [
            [0.0, 1.0, 0.0, 1.5, 0.0], // alone it would be ORG
            [0.0, 0.0, 4.0, 0.0, 1.0], // but only a GPE can go on so
            [1.0, 0.0, 0.0, 0.0, 0.0],
            [0.5, 0.0, 3.0, 0.0, 0.0], // I-GPE after O is not allowed; B-GPE on the word before is too dear
        ];
        let entities = tags().entities(&scores.iter().map(|r| &r[..]).collect::<Vec<_>>());
        assert_eq!(entities[0], Entity { first: 0, last: 1, kind: EntityKind::Gpe });
    }

    #[test]
    fn possessives_and_marks_at_the_ends_are_no_part_of_a_name() {
        let word = |upos, xpos| Word {
            upos,
            xpos,
            feats: "",
            lemma: String::new(),
            head: None,
            deprel: schema::Deprel::Root,
            upos_confidence: 1.0,
            head_confidence: 1.0,
            deprel_confidence: 1.0,
        };
        let (name, mark, clitic) = (word(Upos::Propn, "NNP"), word(Upos::Punct, "``"), word(Upos::Part, "POS"));
        let words = [mark.clone(), name.clone(), clitic.clone(), name.clone(), clitic.clone(), mark, clitic];
        let entity = |first, last| Entity { first, last, kind: EntityKind::Org };
        assert_eq!(trimmed(vec![entity(0, 4), entity(5, 6)], &words), [entity(1, 3)]);
        assert_eq!(trimmed(vec![entity(3, 3)], &words), [entity(3, 3)]);
    }

    #[test]
    fn labels_are_checked() {
        for bad in ["B-PLACE", "X-GPE", "B", ""] {
            assert!(NameTags::read(&["O".to_string(), bad.to_string()]).is_err(), "{bad}");
        }
        assert!(NameTags::read(&["I-GPE".to_string()]).is_err());
        assert!(tags().entities(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn spans_are_ordered_and_apart(scores in prop::collection::vec(-3.0f32..3.0, 0..60)) {
            let n = scores.len() / 5;
            let entities = tags().entities(&scores.chunks_exact(5).collect::<Vec<_>>());
            let mut free = 0;
            for e in entities {
                prop_assert!(e.first >= free && e.first <= e.last && e.last < n);
                free = e.last + 1;
            }
        }
    }
}
