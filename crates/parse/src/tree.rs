//! Comes in: a score for every arc. Goes out: the head of every word in the best tree with one word under the root.
//!
//! Maximum spanning arborescence by contraction of cycles (Chu & Liu 1965, Edmonds 1967), in the order of Gabow et al.
//! 1986: walk from word to best head until the root or a cycle is met. O(n^2) for the dense graphs of a sentence.

/// Heads of words 1..=n (0 = root) in the best tree in which exactly one word hangs from the root.
///
/// `scores[(dependent - 1) * columns + head]`, heads 0..=n, `columns > n`; scores on the diagonal are not read and scores
/// that are no number count as the lowest. Ties go to the lower head. The root's arcs are made dearer than any
/// tree's worth, so the best tree has one of them, and it is the best of those that have one.
pub fn best_tree(scores: &[f32], n: usize, columns: usize) -> Vec<usize> {
    if n == 0 {
        return Vec::new();
    }
    let clean = |v: f32| if v.is_finite() { f64::from(v.clamp(-1e6, 1e6)) } else { -1e6 };
    let score = |d: usize, h: usize| clean(scores[(d - 1) * columns + h]);
    let (mut low, mut high) = (f64::MAX, f64::MIN);
    let mut graph = Graph::new(n);
    for d in 1..=n {
        for h in (0..=n).filter(|&h| h != d) {
            let s = score(d, h);
            (low, high) = (low.min(s), high.max(s));
            graph.set(d, h, s, (h as u32, d as u32));
        }
    }
    let toll = 1.0 + (high - low) * n as f64;
    for d in 1..=n {
        let at = d * graph.size;
        graph.score[at] -= toll;
    }
    graph.solve()
}

/// A graph whose vertices are slots; a contracted cycle lives on in one of its slots under a new node number.
struct Graph {
    size: usize,
    /// `[dependent slot][head slot]`
    score: Vec<f64>,
    /// The arc between words that the score stands for: (head, dependent).
    arc: Vec<(u32, u32)>,
    /// Node that each slot stands for. Nodes 0..size are words, the others contracted cycles.
    node: Vec<usize>,
    alive: Vec<bool>,
    /// Cycle that each node was contracted into.
    parent: Vec<Option<usize>>,
    /// Arc by which each node was entered.
    enter: Vec<(u32, u32)>,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Fresh,
    OnPath,
    Done,
}

impl Graph {
    fn new(n: usize) -> Graph {
        let size = n + 1;
        Graph {
            size,
            score: vec![f64::NEG_INFINITY; size * size],
            arc: vec![(0, 0); size * size],
            node: (0..size).collect(),
            alive: vec![true; size],
            parent: vec![None; size],
            enter: vec![(0, 0); size],
        }
    }

    fn set(&mut self, d: usize, h: usize, score: f64, arc: (u32, u32)) {
        self.score[d * self.size + h] = score;
        self.arc[d * self.size + h] = arc;
    }

    /// The best head slot of a slot, ties to the lower one.
    fn best_head(&self, d: usize) -> usize {
        let row = &self.score[d * self.size..(d + 1) * self.size];
        let mut best = 0;
        for h in 0..self.size {
            if self.alive[h] && h != d && row[h] > row[best] {
                best = h;
            }
        }
        best
    }

    fn solve(mut self) -> Vec<usize> {
        let mut state = vec![State::Fresh; self.size];
        state[0] = State::Done;
        let mut path: Vec<usize> = Vec::new();
        for start in 1..self.size {
            if !self.alive[start] || state[start] == State::Done {
                continue;
            }
            path.clear();
            path.push(start);
            while let Some(&d) = path.last() {
                state[d] = State::OnPath;
                let h = self.best_head(d);
                self.enter[self.node[d]] = self.arc[d * self.size + h];
                match state[h] {
                    State::Fresh => path.push(h),
                    State::Done => {
                        path.drain(..).for_each(|slot| state[slot] = State::Done);
                    }
                    State::OnPath => {
                        let from = path.iter().position(|&slot| slot == h).expect("a slot on the path is in it");
                        let cycle = path.split_off(from);
                        path.push(self.contract(&cycle));
                    }
                }
            }
        }
        self.expand()
    }

    /// Joins the slots of a cycle, each the dependent of the next, into the first; gives that slot.
    fn contract(&mut self, cycle: &[usize]) -> usize {
        let size = self.size;
        let joined = self.parent.len();
        let slot = cycle[0];
        let mut cost = Vec::with_capacity(cycle.len());
        for (i, &c) in cycle.iter().enumerate() {
            self.parent[self.node[c]] = Some(joined);
            cost.push(self.score[c * size + cycle[(i + 1) % cycle.len()]]);
            self.alive[c] = false;
        }
        for x in 0..size {
            if !self.alive[x] {
                continue;
            }
            // into the cycle from x: the arc that it replaces inside is given back
            let mut best = (f64::NEG_INFINITY, (0, 0));
            for (&c, cost) in cycle.iter().zip(&cost) {
                let gain = self.score[c * size + x] - cost;
                if gain > best.0 {
                    best = (gain, self.arc[c * size + x]);
                }
            }
            // out of the cycle to x
            let mut out = (f64::NEG_INFINITY, (0, 0));
            for &c in cycle {
                if self.score[x * size + c] > out.0 {
                    out = (self.score[x * size + c], self.arc[x * size + c]);
                }
            }
            self.set(slot, x, best.0, best.1);
            self.set(x, slot, out.0, out.1);
        }
        self.alive[slot] = true;
        self.node[slot] = joined;
        self.parent.push(None);
        self.enter.push((0, 0));
        slot
    }

    /// Opens the cycles from the last to the first: the arc into a cycle is the arc into one of its members.
    fn expand(mut self) -> Vec<usize> {
        for joined in (self.size..self.parent.len()).rev() {
            let arc = self.enter[joined];
            let mut member = arc.1 as usize;
            while let Some(above) = self.parent[member].filter(|&above| above != joined) {
                member = above;
            }
            self.enter[member] = arc;
        }
        (1..self.size).map(|d| self.enter[d].0 as usize).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Total of a tree, or nothing where it is none or has not one word under the root.
    fn total(heads: &[usize], scores: &[f32], columns: usize) -> Option<f64> {
        if heads.iter().filter(|&&h| h == 0).count() != 1 {
            return None;
        }
        let mut sum = 0.0;
        for (i, &h) in heads.iter().enumerate() {
            let (mut at, mut steps) = (i + 1, 0);
            while at != 0 {
                at = heads[at - 1];
                steps += 1;
                if steps > heads.len() {
                    return None;
                }
            }
            sum += f64::from(scores[i * columns + h]);
        }
        Some(sum)
    }

    fn brute_force(scores: &[f32], n: usize, columns: usize) -> f64 {
        let mut best = f64::NEG_INFINITY;
        for code in 0..(n + 1).pow(n as u32) {
            let heads: Vec<usize> = (0..n).map(|i| code / (n + 1).pow(i as u32) % (n + 1)).collect();
            best = best.max(total(&heads, scores, columns).unwrap_or(f64::NEG_INFINITY));
        }
        best
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn no_tree_with_one_root_is_better(n in 1usize..=5, whole in prop::collection::vec(-20i8..20, 40)) {
            let columns = n + 2;
            let scores: Vec<f32> = whole[..n * columns].iter().map(|&s| f32::from(s)).collect();
            let heads = best_tree(&scores, n, columns);
            prop_assert_eq!(total(&heads, &scores, columns), Some(brute_force(&scores, n, columns)));
        }

        #[test]
        fn any_scores_give_a_tree(n in 1usize..40, bits in prop::collection::vec(any::<u32>(), 40 * 41)) {
            let scores: Vec<f32> = bits.iter().map(|&b| f32::from_bits(b)).collect();
            let heads = best_tree(&scores, n, n + 1);
            prop_assert!(total(&heads, &vec![0.0; scores.len()], n + 1).is_some(), "{:?}", heads);
        }

        #[test]
        fn few_values_mean_many_cycles(n in 1usize..60, whole in prop::collection::vec(0i8..3, 60 * 61)) {
            let scores: Vec<f32> = whole.iter().map(|&s| f32::from(s)).collect();
            let heads = best_tree(&scores, n, n + 1);
            prop_assert!(total(&heads, &scores, n + 1).is_some(), "{:?}", heads);
        }
    }

    #[test]
    fn nothing_has_no_heads() {
        assert!(best_tree(&[], 0, 1).is_empty());
    }
}
