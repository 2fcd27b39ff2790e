"""Scores of the exported model, run as int8 (quantised.py) or, with --checkpoint, unquantised.

    python evaluate.py --model models/en/model.safetensors --encoder DIR --data DATA --names SILVER_OUT

Trees: gold words, gold sentences; single-root maximum spanning tree; punctuation counted; LAS by
universal relation (subtypes stripped). Names: exact spans on the held-back gold of silver.py.
"""
import argparse
import collections
import json
import pathlib

import torch

import data
import names
from decode import best_name_tags, single_root_tree

HELD = {"wikigold": {"PER": {"PERSON"}, "LOC": names.PLACE, "ORG": {"ORG"}},
        "re3d": {"Person": {"PERSON"}, "Location": names.PLACE, "Organisation": {"ORG"}}}


def predict(model, batch, want_trees=True):
    """Label ids of every head (names: best well-formed sequence), trees [list of heads] and relation ids."""
    tags, arcs, rel_dep, rel_head = model(batch)
    out = {k: v.argmax(-1).tolist() for k, v in tags.items()}
    for i, n in enumerate(batch["mask"].sum(1).tolist()):
        out["ner"][i][:n] = best_name_tags(tags["ner"][i, :n].float().numpy(), names.TAGS)
    if want_trees:
        arcs = arcs.float()
        trees = torch.zeros(arcs.shape[:2], dtype=torch.long)
        for i, n in enumerate(batch["mask"].sum(1).tolist()):
            square = torch.cat([torch.zeros(1, n + 1), arcs[i, :n, : n + 1]])
            trees[i, :n] = torch.tensor(single_root_tree(square.numpy()))
        relations = getattr(model, "relations", None) or model.biaffine.relations
        out["head"] = trees.tolist()
        out["deprel"] = relations(rel_dep, rel_head, trees).argmax(-1).tolist()
    return out


def predicted(model, sentences, pieces, labels, want_trees=True):
    """(sentence, prediction columns) for every sentence, no length limit but the model's."""
    examples = data.encode(sentences, labels, pieces, max_words=10000)
    with torch.no_grad():
        for chosen in data.batches(examples, 4000):
            batch = data.collate([examples[i] for i in chosen])
            columns = predict(model, batch, want_trees)
            for k, i in enumerate(chosen):
                n = len(examples[i]["shape"])
                yield examples[i]["sentence"], {c: v[k][:n] for c, v in columns.items()}


def score_trees(model, sentences, pieces, labels):
    """{genre or "all": {measure: per cent}}"""
    count = collections.defaultdict(collections.Counter)
    for s, p in predicted(model, sentences, pieces, labels):
        for i, word in enumerate(s.words):
            head = p["head"][i] == s.heads[i]
            relation = labels["deprel"][p["deprel"][i]].split(":")[0] == s.deprels[i].split(":")[0]
            right = {"UAS": head, "LAS": head and relation}
            for column, gold in (("upos", s.upos), ("xpos", s.xpos), ("feats", s.feats)):
                right[column.upper()] = labels[column][p[column][i]] == gold[i]
            right["LEMMA"] = data.apply_script(word, labels["lemma"][p["lemma"][i]]) == s.lemmas[i]
            for group in ("all", s.genre):
                count[group].update({k for k, v in right.items() if v})
                count[group]["words"] += 1
    return {g: {"words": c["words"], **{k: round(100 * c[k] / c["words"], 2)
                for k in ("UAS", "LAS", "UPOS", "XPOS", "FEATS", "LEMMA")}} for g, c in count.items()}


def strip(words, span):
    """Leading determiners off: silver and re3d spans have them, wikigold's mostly do not."""
    start, end = span
    while end - start > 1 and words[start].lower() in names.DETERMINERS:
        start += 1
    return start, end


def score_names(model, held, pieces, labels):
    """{source: {gold kind: {P, R, F, gold spans}}}, leading determiners ignored on both sides, and
    "wikigold strict", where they count. re3d: only gold spans with a capital in them count (it marks
    common nouns and pronouns too, which are no names)."""
    sentences = [data.Sentence(r["words"], genre=r["source"], misc=r["gold"]) for r in held]
    hits = collections.Counter()

    def add(source, kind, gold, got):
        hits.update({(source, kind, "both"): len(gold & got), (source, kind, "gold"): len(gold), (source, kind, "got"): len(got)})

    for s, p in predicted(model, sentences, pieces, labels, want_trees=False):
        found = names.spans([labels["ner"][i] for i in p["ner"]])
        for kind, fine in HELD[s.genre].items():
            fix = lambda span: strip(s.words, span)
            gold = {fix((b, e)) for b, e, k in s.misc if k == kind}
            if s.genre == "re3d":
                gold = {g for g in gold if any(w[:1].isupper() for w in s.words[g[0]:g[1]]) and
                        s.words[g[0]] not in ("We", "They", "He", "She", "It", "I", "You")}
            got = {fix((b, e)) for b, e, k in found if k in fine}
            if s.genre == "wikigold":
                exact = {(b, e) for b, e, k in s.misc if k == kind}, {(b, e) for b, e, k in found if k in fine}
                add("wikigold strict", kind, *exact)
            add(s.genre, kind, gold, got)
    out = {}
    for source in ("wikigold", "wikigold strict", "re3d"):
        table = {}
        for kind in list(HELD[source.split()[0]]) + ["all"]:
            of = lambda what: sum(v for (s, k, w), v in hits.items() if s == source and w == what and kind in (k, "all"))
            both, gold, got = of("both"), of("gold"), of("got")
            table[kind] = {"P": round(100 * both / max(1, got), 1), "R": round(100 * both / max(1, gold), 1),
                           "F": round(200 * both / max(1, gold + got), 1), "gold": gold}
        out[source] = table
    return out


def load(path):
    """(model, labels) of an exported file or a train.py checkpoint (.pt)."""
    if path.suffix == ".pt":
        from model import Parser
        saved = torch.load(path, weights_only=True)
        model = Parser(saved["labels"])
        model.load_state_dict(saved["state"])
        return model.eval(), saved["labels"]
    from quantised import Quantised
    model = Quantised(path)
    return model, model.labels


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--model", type=pathlib.Path, required=True, help="model.safetensors or model.pt")
    a.add_argument("--encoder", type=pathlib.Path, required=True)
    a.add_argument("--data", type=pathlib.Path, required=True)
    a.add_argument("--names", type=pathlib.Path, required=True)
    a.add_argument("--sets", default="ewt-dev,ewt-test,gum-dev,gum-test")
    a.add_argument("--threads", type=int, default=1)
    a = a.parse_args()
    torch.set_num_threads(a.threads)
    model, labels = load(a.model)
    pieces = data.Pieces(a.encoder / "tokenizer.json")
    for name in filter(None, a.sets.split(",")):
        scores = score_trees(model, data.read_conllu(a.data / "ud" / f"en_{name}.conllu"), pieces, labels)
        shown = scores if name.startswith("gum") else {"all": scores["all"]}
        for group, row in sorted(shown.items()):
            print(name, group, json.dumps(row), flush=True)
    for source, table in score_names(model, data.read_jsonl(a.names / "held.jsonl"), pieces, labels).items():
        for kind, row in table.items():
            print(source, kind, json.dumps(row))


if __name__ == "__main__":
    main()
