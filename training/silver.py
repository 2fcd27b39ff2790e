"""Silver names by a spaCy pipeline, merged with gold; writes the name data for train.py.

    python silver.py --data DATA --model SPACY_MODEL_DIR [--model SECOND_DIR] --out OUT

With two pipelines a word allows the tags of both: where they differ the gold names decide.

In: DATA/ud, DATA/ner, DATA/news. Out: OUT/ud.jsonl {sent_id, sets}, OUT/names.jsonl
{words, sets, source}, OUT/held.jsonl {words, gold, source}; `sets` lists the allowed tags per word.
"""
import argparse
import csv
import io
import pathlib
import re
import sys
import zipfile

import spacy
from spacy.tokens import Doc

import names
from data import read_conllu, write_jsonl

csv.field_size_limit(1 << 24)
# Tokens of the treebanks split at hyphens, spaCy's own tokenizer mostly does so too.
CLOSED = {line.split("\t")[0]: line.rstrip("\n").split("\t")[1]
          for line in open(pathlib.Path(__file__).parent / "known_names.txt", encoding="utf8")
          if line.strip() and not line.startswith("#")}


def tags_of(doc):
    """BIO tags with the closed list of countries and demonyms put right, titles of address and
    stray determiners taken off."""
    found = []
    words = [t.text for t in doc]
    for ent in doc.ents:
        start, end, kind = ent.start, ent.end, ent.label_
        if kind in names.NAMES and kind not in ("WORK_OF_ART", "EVENT", "LAW"):
            while end - start > 1 and words[end - 1] in ("'s", "’s", "'"):
                end -= 1
        known = CLOSED.get(" ".join(words[start:end]).removeprefix("the ").removeprefix("The "))
        if known and kind in names.NAMES:
            kind = known
        if kind in names.KINDS:
            found.append((start, end, kind))
    taken = {i for s, e, _ in found for i in range(s, e)}
    for i in range(len(words)):  # missed countries, longest first
        for length in (4, 3, 2, 1):
            at = range(i, min(i + length, len(words)))
            known = CLOSED.get(" ".join(words[i:i + length]))
            if known and len(at) == length and not taken.intersection(at):
                found.append((i, i + length, known))
                taken.update(at)
    return names.bio(len(words), sorted(found))


def tagged(nlp, sentences, batch=64):
    """[(silver tags, proper-noun flags)] of given words."""
    with nlp.select_pipes(disable=["parser", "attribute_ruler"]):
        docs = (Doc(nlp.vocab, words=list(words)) for words in sentences)
        return [(tags_of(doc), [t.tag_.startswith("NNP") for t in doc]) for doc in nlp.pipe(docs, batch_size=batch)]


def merged(pipelines, sentences, merge):
    """Allowed sets of every sentence: `merge(index, tags, proper)` per pipeline, then their union."""
    out = None
    for nlp in pipelines:
        sets = [merge(i, *x) for i, x in enumerate(tagged(nlp, sentences))]
        out = sets if out is None else [names.union(a, b) for a, b in zip(out, sets)]
    return [[sorted(x) for x in sets] for sets in out]


def split_text(nlp, text):
    """[(words, offset of each word)] of running text."""
    out = []
    for paragraph in re.finditer(r"[^\n]+", text):
        doc = nlp(paragraph.group())
        for sent in doc.sents:
            tokens = [t for t in sent if not t.is_space]
            if tokens:
                out.append(([t.text for t in tokens],
                            [(paragraph.start() + t.idx, paragraph.start() + t.idx + len(t)) for t in tokens]))
    return out


def usable(words):
    letters = sum(w[:1].isalpha() for w in words)
    return 3 <= len(words) <= 80 and letters * 2 > len(words)


def news_documents(data, nlp, stories):
    """(source, [words]) of every third Wikinews article (title and text) and some synthetic stories."""
    for path in sorted((data / "news").glob("wikinews_*.csv")):
        for i, row in enumerate(csv.DictReader(open(path, encoding="utf8"))):
            if i % 3 == 0:
                yield "wikinews", [w for text in (row["title"], row["text"]) for w, _ in split_text(nlp, text) if usable(w)]
    archive = zipfile.ZipFile(data / "news" / "synthetic-plover-stories.csv.zip")
    member = next(n for n in archive.namelist() if n.endswith(".csv") and not n.startswith("__"))
    rows = list(csv.DictReader(io.TextIOWrapper(archive.open(member), encoding="utf8")))
    for row in rows[:: max(1, len(rows) // stories)]:
        yield "synthetic", [w for w, _ in split_text(nlp, row["text"]) if usable(w) and "{" not in "".join(w)]


def re3d_sentences(nlp, text, marks):
    """[(words, gold spans)]; nested marks: the longest of each type first."""
    for words, offsets in split_text(nlp, text):
        gold = []
        for begin, end, kind in marks:
            inside = [i for i, (b, e) in enumerate(offsets) if b < end and begin < e]
            if inside and offsets[inside[0]][0] <= begin + 1 and offsets[inside[-1]][1] >= end - 1:
                gold.append((inside[0], inside[-1] + 1, kind))
        yield words, gold


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("--data", type=pathlib.Path, required=True)
    args.add_argument("--model", action="append", required=True, help="spaCy model directory; may be given twice")
    args.add_argument("--out", type=pathlib.Path, required=True)
    args.add_argument("--stories", type=int, default=300)
    args = args.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    pipelines = [spacy.load(m, exclude=["lemmatizer"]) for m in args.model]
    write_names(args, pipelines)
    write_treebanks(args, pipelines)


def write_treebanks(args, pipelines):
    trees = [(bank, s) for bank in ("ewt", "gum") for s in read_conllu(args.data / "ud" / f"en_{bank}-train.conllu")]

    def merge(i, tags, _):
        bank, s = trees[i]
        proper = [p == "PROPN" for p in s.upos]
        return names.merge_partial(s.words, tags, names.gum_heads(s) if bank == "gum" else [], names.GUM, proper)

    sets = merged(pipelines, [s.words for _, s in trees], merge)
    write_jsonl(args.out / "ud.jsonl", [{"sent_id": s.sent_id, "sets": x} for (_, s), x in zip(trees, sets)])
    print("treebank sentences", len(trees), file=sys.stderr)


def write_names(args, pipelines):
    rows, held = [], []
    wikigold = names.read_wikigold(args.data / "ner" / "wikigold.conll.txt")
    sets = merged(pipelines, [w for w, _ in wikigold],
                  lambda i, tags, _: names.merge_full(tags, wikigold[i][1], names.WIKIGOLD))
    for i, (words, gold) in enumerate(wikigold):
        if names.wikigold_held_back(i):
            held.append({"words": words, "gold": gold, "source": "wikigold"})
        else:
            rows.append({"words": words, "sets": sets[i], "source": "wikigold"})
    reports = [(i, words, gold) for i, (_, text, marks) in enumerate(names.read_re3d(args.data / "ner" / "re3d"))
               for words, gold in re3d_sentences(pipelines[0], text, marks)]
    sets = merged(pipelines, [w for _, w, _ in reports],
                  lambda i, tags, proper: names.merge_partial(*reports[i][1:2], tags, reports[i][2], names.RE3D, proper))
    for (i, words, gold), x in zip(reports, sets):
        if names.re3d_held_back(i):
            held.append({"words": words, "gold": gold, "source": "re3d"})
        elif usable(words):
            rows.append({"words": words, "sets": x, "source": "re3d"})
    documents = list(news_documents(args.data, pipelines[0], args.stories))
    sentences = [w for _, d in documents for w in d]
    silver = []
    for nlp in pipelines:
        tags = iter(tagged(nlp, sentences))
        silver.append([t for _, d in documents for t in names.surnames([(w, next(tags)[0]) for w in d])])
    sources = [source for source, d in documents for _ in d]
    for words, source, *tags in zip(sentences, sources, *silver):
        rows.append({"words": words, "sets": [sorted(set(x)) for x in zip(*tags)], "source": source})
    write_jsonl(args.out / "names.jsonl", rows)
    write_jsonl(args.out / "held.jsonl", held)
    print("name sentences", len(rows), "held back", len(held), file=sys.stderr)


if __name__ == "__main__":
    main()
