//! Repairs of syntax, once and for all rules: in comes a dependency tree, out go the arguments of each word.
//!
//! After repair `nsubj` is the logical subject and `obj` the logical object; conjuncts, relative and participial clauses,
//! understood subjects and light verbs are resolved; `obl`, `nmod` and clauses carry their preposition or conjunction.
//! The idea is that of enhanced Universal Dependencies; what differs: voice is undone, and light verbs give way to nouns.

use lexicon::Words;
use schema::{Arg, Deprel, Repair, Sentence, Upos};

/// Fills [`Sentence::args`].
pub fn repair(sentence: &mut Sentence, words: &Words) {
    let tree = Tree { sentence, words };
    let mut args = tree.plain();
    tree.agents_of_nouns(&mut args);
    tree.relative_clauses(&mut args);
    tree.distribute_conjuncts(&mut args);
    tree.share_over_predicates(&mut args);
    tree.control(&mut args);
    tree.distribute_conjuncts(&mut args);
    tree.light_verbs(&mut args);
    sentence.args = args;
}

type Args = Vec<Vec<Arg>>;

struct Tree<'a> {
    sentence: &'a Sentence,
    words: &'a Words,
}

impl Tree<'_> {
    /// Each word's own dependents, with prepositions, voice undone.
    fn plain(&self) -> Args {
        let tokens = &self.sentence.tokens;
        let mut args: Args = vec![Vec::new(); tokens.len()];
        for (i, token) in tokens.iter().enumerate() {
            let Some(head) = token.head else { continue };
            let case = self.case(i);
            let (rel, repair) = match token.deprel {
                Deprel::NsubjPass => (Deprel::Obj, Repair::Passive),
                Deprel::CsubjPass => (Deprel::Ccomp, Repair::Passive),
                Deprel::OblAgent => (Deprel::Nsubj, Repair::Passive),
                Deprel::NsubjOuter => (Deprel::Nsubj, Repair::Copula),
                Deprel::OblUnmarked => (Deprel::Obl, Repair::Plain),
                Deprel::NmodUnmarked => (Deprel::Nmod, Repair::Plain),
                Deprel::Det | Deprel::Punct | Deprel::Case | Deprel::Mark | Deprel::Cc | Deprel::Aux | Deprel::AuxPass | Deprel::Cop => continue,
                // A gerund's only noun behind it is its object: "in meeting the envoy".
                Deprel::Nsubj if i > head && tokens[head].xpos == "VBG" && self.bare_gerund(head) => (Deprel::Obj, Repair::Plain),
                rel => (rel, Repair::Plain),
            };
            let case = if repair == Repair::Passive { String::new() } else { case };
            args[head].push(Arg { rel, case, token: i, repair });
        }
        args
    }

    /// "The kidnapping of two monks by bandits": the tree often hangs the bandits on the monks.
    fn agents_of_nouns(&self, args: &mut Args) {
        let tokens = &self.sentence.tokens;
        for (agent, token) in tokens.iter().enumerate() {
            let Some(inner) = token.head.filter(|_| token.deprel == Deprel::Nmod && self.words.doer_prepositions.contains(&self.case(agent))) else { continue };
            let Some(outer) = tokens[inner].head.filter(|_| tokens[inner].deprel == Deprel::Nmod && self.case(inner) == self.words.belonging_preposition) else { continue };
            let case = self.case(agent);
            if !args[outer].iter().any(|a| a.case == case) {
                args[outer].push(Arg { rel: Deprel::Nmod, case, token: agent, repair: Repair::Passive });
            }
        }
    }

    /// The lemma of the preposition or conjunction that introduces a word; fixed expressions are joined by `_`.
    fn case(&self, at: usize) -> String {
        let tokens = &self.sentence.tokens;
        let marker = self
            .sentence
            .children(at)
            .find(|&c| matches!(tokens[c].deprel, Deprel::Case) && !self.is_clitic(c))
            .or_else(|| self.sentence.children_by(at, Deprel::Mark).next());
        let Some(marker) = marker else { return String::new() };
        let mut parts = vec![tokens[marker].form.to_lowercase()];
        parts.extend(self.sentence.children_by(marker, Deprel::Fixed).map(|f| tokens[f].form.to_lowercase()));
        parts.join("_")
    }

    /// Under a preposition or conjunction, and with neither auxiliary nor object of its own.
    fn bare_gerund(&self, verb: usize) -> bool {
        let has = |rel| self.sentence.children_by(verb, rel).next().is_some();
        (has(Deprel::Mark) || has(Deprel::Case)) && !has(Deprel::Aux) && !has(Deprel::Obj)
    }

    /// "to" before an infinitive.
    fn has_particle_mark(&self, verb: usize) -> bool {
        self.sentence.children_by(verb, Deprel::Mark).any(|c| self.sentence.tokens[c].upos == Upos::Part)
    }

    /// The possessive clitic is no preposition.
    fn is_clitic(&self, at: usize) -> bool {
        self.sentence.tokens[at].xpos == "POS" || self.sentence.tokens[at].upos == Upos::Part
    }

    /// Relative and participial clauses: the noun they hang on is their subject or object.
    fn relative_clauses(&self, args: &mut Args) {
        let tokens = &self.sentence.tokens;
        for (verb, token) in tokens.iter().enumerate() {
            let Some(noun) = token.head else { continue };
            match token.deprel {
                Deprel::AclRelcl => self.relative(verb, noun, args),
                Deprel::Acl if self.case(verb).is_empty() => {
                    if has_rel(&args[verb], Deprel::Nsubj) && has_rel(&args[verb], Deprel::Obj) {
                        continue;
                    }
                    if token.xpos == "VBN" || token.has("VerbForm=Part") && !token.has("Tense=Pres") {
                        self.by_phrase(verb, args);
                        push(&mut args[verb], Deprel::Obj, noun, Repair::Relative);
                    } else if token.upos == Upos::Verb && !has_rel(&args[verb], Deprel::Nsubj) {
                        push(&mut args[verb], Deprel::Nsubj, noun, Repair::Relative);
                    }
                }
                // "The minister, in meeting his colleague, said": a gerund under a preposition is what the noun before it does.
                Deprel::Acl if token.xpos == "VBG" && !self.has_particle_mark(verb)
                    && !has_rel(&args[verb], Deprel::Nsubj) => {
                        push(&mut args[verb], Deprel::Nsubj, noun, Repair::Control);
                    }
                // "Iran's decision to withdraw": whose decision, his withdrawal.
                Deprel::Acl => {
                    if !has_rel(&args[verb], Deprel::Nsubj)
                        && let Some(owner) = args[noun].iter().find(|a| a.rel == Deprel::NmodPoss).map(|a| a.token)
                    {
                        push(&mut args[verb], Deprel::Nsubj, owner, Repair::Control);
                    }
                }
                _ => {}
            }
        }
    }

    fn relative(&self, verb: usize, noun: usize, args: &mut Args) {
        let tokens = &self.sentence.tokens;
        let pronoun = args[verb].iter().position(|a| {
            let t = &tokens[a.token];
            t.has("PronType=Rel") || (matches!(t.xpos.as_str(), "WDT" | "WP") && matches!(a.rel, Deprel::Nsubj | Deprel::Obj))
        });
        match pronoun {
            Some(at) => {
                args[verb][at].token = noun;
                args[verb][at].repair = Repair::Relative;
            }
            // A clause without a pronoun lacks its object: "the men police arrested".
            None if has_rel(&args[verb], Deprel::Nsubj) && !has_rel(&args[verb], Deprel::Obj) => {
                push(&mut args[verb], Deprel::Obj, noun, Repair::Relative);
            }
            None if !has_rel(&args[verb], Deprel::Nsubj) => push(&mut args[verb], Deprel::Nsubj, noun, Repair::Relative),
            None => {}
        }
        // "whose": the noun owns what the pronoun owned.
        for owned in args.iter_mut() {
            for arg in owned.iter_mut().filter(|a| a.rel == Deprel::NmodPoss && tokens[a.token].has("PronType=Rel")) {
                if self.sentence.dominates(verb, arg.token) {
                    arg.token = noun;
                    arg.repair = Repair::Relative;
                }
            }
        }
    }

    /// A by-phrase of a participle that the parser did not mark as agent.
    fn by_phrase(&self, verb: usize, args: &mut Args) {
        if has_rel(&args[verb], Deprel::Nsubj) {
            return;
        }
        let tokens = &self.sentence.tokens;
        let found = args[verb].iter_mut().find(|a| a.rel == Deprel::Obl && tokens[a.token].deprel == Deprel::OblAgent);
        if let Some(arg) = found {
            arg.rel = Deprel::Nsubj;
            arg.case.clear();
            arg.repair = Repair::Passive;
        }
    }

    /// Every conjunct of an argument is an argument too.
    fn distribute_conjuncts(&self, args: &mut Args) {
        for list in args.iter_mut() {
            let mut more = Vec::new();
            for arg in list.iter().filter(|a| !matches!(a.rel, Deprel::Conj | Deprel::Parataxis | Deprel::Appos | Deprel::List)) {
                for conjunct in self.conjuncts(arg.token) {
                    let known = |a: &Arg| a.rel == arg.rel && a.token == conjunct;
                    if !list.iter().any(known) && !more.iter().any(known) {
                        more.push(Arg { token: conjunct, repair: Repair::Conjunct, ..arg.clone() });
                    }
                }
            }
            list.extend(more);
        }
    }

    fn conjuncts(&self, first: usize) -> Vec<usize> {
        let mut out: Vec<usize> = self.sentence.children_by(first, Deprel::Conj).collect();
        let mut at = 0;
        while let Some(&next) = out.get(at) {
            let nested: Vec<usize> = self.sentence.children_by(next, Deprel::Conj).filter(|c| !out.contains(c)).collect();
            out.extend(nested);
            at += 1;
        }
        out
    }

    /// "The army shelled and stormed the town": subjects, objects, owners shared between conjuncts.
    fn share_over_predicates(&self, args: &mut Args) {
        let tokens = &self.sentence.tokens;
        for (second, token) in tokens.iter().enumerate() {
            let (Deprel::Conj, Some(first)) = (token.deprel, token.head) else { continue };
            let verbal = |i: usize| matches!(tokens[i].upos, Upos::Verb | Upos::Aux | Upos::Adj) || self.sentence.children_by(i, Deprel::Cop).next().is_some();
            if verbal(first) && verbal(second) {
                let own = args[second].iter().any(|a| a.rel == Deprel::Nsubj && a.repair != Repair::Passive) || self.passive(second) && has_rel(&args[second], Deprel::Obj);
                if !own {
                    let shared = self.surface_subjects(first, args);
                    let passive = self.passive(second) || self.passive(first) && tokens[second].xpos == "VBN" && self.sentence.children_by(second, Deprel::Aux).next().is_none();
                    let rel = if passive { Deprel::Obj } else { Deprel::Nsubj };
                    for subject in shared {
                        push(&mut args[second], rel, subject, Repair::Conjunct);
                    }
                    if passive && !has_rel(&args[second], Deprel::Nsubj) {
                        let agents: Vec<usize> = args[first].iter().filter(|a| a.rel == Deprel::Nsubj && a.repair == Repair::Passive && a.token > second).map(|a| a.token).collect();
                        for agent in agents {
                            push(&mut args[second], Deprel::Nsubj, agent, Repair::Conjunct);
                        }
                    }
                }
                // An object to the right of both belongs to both.
                if !has_rel(&args[second], Deprel::Obj) && !self.passive(second) {
                    let shared: Vec<usize> = args[first].iter().filter(|a| a.rel == Deprel::Obj && a.token > second).map(|a| a.token).collect();
                    for object in shared {
                        push(&mut args[second], Deprel::Obj, object, Repair::Conjunct);
                    }
                }
            } else if tokens[first].upos == Upos::Noun && tokens[second].upos == Upos::Noun && !has_rel(&args[second], Deprel::NmodPoss) {
                let owners: Vec<usize> = args[first].iter().filter(|a| a.rel == Deprel::NmodPoss && a.token < first).map(|a| a.token).collect();
                if self.sentence.children_by(second, Deprel::Det).next().is_none() {
                    for owner in owners {
                        push(&mut args[second], Deprel::NmodPoss, owner, Repair::Conjunct);
                    }
                }
            }
        }
    }

    /// Understood subjects of infinitives and participles.
    fn control(&self, args: &mut Args) {
        let tokens = &self.sentence.tokens;
        // Governors come before what they govern: walk by depth.
        let mut order: Vec<usize> = (0..tokens.len()).collect();
        order.sort_by_key(|&i| (self.depth(i), i));
        for at in order {
            let token = &tokens[at];
            let Some(governor) = token.head else { continue };
            if !matches!(token.deprel, Deprel::Xcomp | Deprel::Advcl | Deprel::Ccomp | Deprel::Acl) || self.has_own_subject(at, args) {
                continue;
            }
            let objects: Vec<usize> = args[governor].iter().filter(|a| matches!(a.rel, Deprel::Obj | Deprel::Iobj) && a.token != at).map(|a| a.token).collect();
            let by_object = match token.deprel {
                Deprel::Xcomp => !self.words.subject_control.contains(&tokens[governor].lemma),
                Deprel::Advcl => self.words.object_control_marks.contains(&self.case(at)),
                _ => continue,
            };
            let controllers = if by_object && !objects.is_empty() { objects } else { self.surface_subjects(governor, args) };
            let passive = self.passive(at) || (token.deprel == Deprel::Advcl && token.xpos == "VBN" && self.sentence.children_by(at, Deprel::Aux).next().is_none());
            for controller in controllers.into_iter().filter(|&c| c != at) {
                push(&mut args[at], if passive { Deprel::Obj } else { Deprel::Nsubj }, controller, Repair::Control);
            }
        }
    }

    fn has_own_subject(&self, at: usize, args: &Args) -> bool {
        if self.passive(at) {
            args[at].iter().any(|a| a.rel == Deprel::Obj && a.repair == Repair::Passive)
        } else {
            has_rel(&args[at], Deprel::Nsubj)
        }
    }

    /// What stands as subject in the words: the logical object of a passive.
    fn surface_subjects(&self, verb: usize, args: &Args) -> Vec<usize> {
        let passive = self.passive(verb) || args[verb].iter().any(|a| a.rel == Deprel::Obj && a.repair == Repair::Passive);
        let rel = if passive { Deprel::Obj } else { Deprel::Nsubj };
        args[verb].iter().filter(|a| a.rel == rel).map(|a| a.token).collect()
    }

    fn passive(&self, verb: usize) -> bool {
        self.sentence.children(verb).any(|c| matches!(self.sentence.tokens[c].deprel, Deprel::AuxPass | Deprel::NsubjPass))
    }

    fn depth(&self, at: usize) -> usize {
        let mut depth = 0;
        let mut node = at;
        while let Some(head) = self.sentence.tokens[node].head {
            depth += 1;
            node = head;
            if depth > self.sentence.tokens.len() {
                break;
            }
        }
        depth
    }

    /// "Held talks with": the noun takes over the subject and the prepositional phrases.
    fn light_verbs(&self, args: &mut Args) {
        for verb in 0..self.sentence.tokens.len() {
            if self.sentence.tokens[verb].upos != Upos::Verb || !self.is_light(verb) {
                continue;
            }
            let carried: Vec<(usize, Option<String>)> = args[verb]
                .iter()
                .filter(|a| matches!(a.rel, Deprel::Obj) || a.rel == Deprel::Obl && self.light_with(verb, &a.case))
                .filter(|a| self.sentence.tokens[a.token].upos == Upos::Noun)
                .map(|a| (a.token, (a.rel == Deprel::Obl).then(|| a.case.clone())))
                .collect();
            for (noun, _) in carried {
                let handed: Vec<Arg> = args[verb]
                    .iter()
                    .filter(|a| a.token != noun && matches!(a.rel, Deprel::Nsubj | Deprel::Obl | Deprel::Iobj | Deprel::Advcl | Deprel::Xcomp))
                    .map(|a| Arg { repair: Repair::LightVerb, ..a.clone() })
                    .collect();
                for arg in handed {
                    if !args[noun].iter().any(|a| a.rel == arg.rel && a.token == arg.token) {
                        args[noun].push(arg);
                    }
                }
            }
        }
    }

    /// The light verb of a list such as `hold`, `carry out`, `engage in`.
    fn is_light(&self, verb: usize) -> bool {
        let lemma = &self.sentence.tokens[verb].lemma;
        self.words.light_verbs.iter().any(|light| {
            let mut parts = light.split(' ');
            parts.next() == Some(lemma) && parts.next().is_none_or(|p| self.has_particle(verb, p) || self.governs_case(verb, p))
        })
    }

    fn light_with(&self, verb: usize, case: &str) -> bool {
        let lemma = &self.sentence.tokens[verb].lemma;
        self.words.light_verbs.iter().any(|light| light.split_once(' ').is_some_and(|(v, rest)| v == lemma && rest.rsplit(' ').next() == Some(case)))
    }

    fn has_particle(&self, verb: usize, particle: &str) -> bool {
        self.sentence.children(verb).any(|c| matches!(self.sentence.tokens[c].deprel, Deprel::CompoundPrt | Deprel::Advmod) && self.sentence.tokens[c].lemma == particle)
    }

    fn governs_case(&self, verb: usize, case: &str) -> bool {
        self.sentence.children_by(verb, Deprel::Obl).any(|c| self.case(c) == case)
    }
}

fn has_rel(args: &[Arg], rel: Deprel) -> bool {
    args.iter().any(|a| a.rel == rel)
}

fn push(args: &mut Vec<Arg>, rel: Deprel, token: usize, repair: Repair) {
    if !args.iter().any(|a| a.rel == rel && a.token == token) {
        args.push(Arg { rel, case: String::new(), token, repair });
    }
}
