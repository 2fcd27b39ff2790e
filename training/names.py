"""Name labels: tag inventory, partial (coarse) gold labels, silver labels, their merging.

In: sentences of words with silver BIO tags (silver.py), coarse gold spans.
Out: per word an id into `TagSets`, the table of sets of fine tags that the label allows.

A gold span of a coarse scheme (PER, LOC, ...) allows every fine kind that fits; where the silver
tagger proposes a fitting kind on the same words, its kind is taken. Gold beats silver.
"""
import json
import pathlib
import re

KINDS = ("PERSON NORP ORG GPE LOC FAC EVENT LAW PRODUCT WORK_OF_ART LANGUAGE "
         "DATE TIME MONEY PERCENT QUANTITY CARDINAL ORDINAL").split()
NUMERIC = frozenset("DATE TIME MONEY PERCENT QUANTITY CARDINAL ORDINAL".split())
NAMES = frozenset(KINDS) - NUMERIC
TAGS = ["O"] + [f"{p}-{k}" for k in KINDS for p in "BI"]
PLACE = frozenset({"GPE", "LOC", "FAC"})

WIKIGOLD = {"PER": {"PERSON"}, "LOC": PLACE, "ORG": {"ORG"},
            "MISC": NAMES - {"PERSON", "ORG"} - PLACE}
RE3D = {"Person": {"PERSON"}, "Location": PLACE, "Organisation": {"ORG", "GPE", "NORP"},
        "Nationality": {"NORP"}, "MilitaryPlatform": {"PRODUCT"}, "Weapon": {"PRODUCT"},
        "Temporal": {"DATE", "TIME"}, "Money": {"MONEY"}}
GUM = {"person": {"PERSON", "NORP"}, "place": PLACE, "organization": {"ORG", "GPE", "NORP", "FAC"}}
DETERMINERS = {"the", "a", "an", "this", "that", "these", "those", "its", "their", "his", "her", "our"}
LOWER_IN_NAMES = {"of", "the", "and", "for", "in", "on", "al", "el", "ul", "bin", "ibn", "bint", "abu", "van",
                  "von", "de", "del", "della", "di", "da", "dos", "la", "le", "du", "der", "den", "ben", "-", "’s", "'s"}


class TagSets:
    """Sets of allowed tags by id; singletons first, in the order of TAGS."""

    def __init__(self):
        self.sets = [frozenset([t]) for t in TAGS]
        self.index = {s: i for i, s in enumerate(self.sets)}

    def id(self, tags):
        tags = frozenset(tags)
        if tags not in self.index:
            self.index[tags] = len(self.sets)
            self.sets.append(tags)
        return self.index[tags]

    def table(self):
        """[sets][tags] of bool."""
        return [[t in s for t in TAGS] for s in self.sets]


def spans(tags):
    """[(start, end, kind)] of a BIO sequence; a stray I- opens a span."""
    out, start, kind = [], None, None
    for i, tag in enumerate(list(tags) + ["O"]):
        prefix, _, k = tag.partition("-")
        if start is not None and (prefix != "I" or k != kind):
            out.append((start, i, kind))
            start = None
        if prefix != "O" and start is None:
            start, kind = i, k
    return out


def bio(n, found):
    tags = ["O"] * n
    for start, end, kind in found:
        tags[start:end] = [f"B-{kind}"] + [f"I-{kind}"] * (end - start - 1)
    return tags


def set_span(sets, start, end, kinds):
    for i in range(start, end):
        sets[i] = {f"{'B' if i == start else 'I'}-{k}" for k in kinds}


def narrow(kinds, silver, start, end):
    """The silver kind of the span's words if it fits the coarse kinds, else all of them."""
    fitting = [k for s, e, k in silver if s < end and start < e and k in kinds]
    return {fitting[0]} if fitting else kinds


def merge_full(tags, gold, scheme):
    """Allowed sets where gold marks every name: outside gold spans silver may only give the
    kinds that the gold scheme does not mark (dates, numbers)."""
    silver = spans(tags)
    sets = [{"O"} for _ in tags]
    for start, end, kind in silver:
        if kind in NUMERIC:
            set_span(sets, start, end, {kind})
        else:  # a name that gold does not have
            for i in range(start, end):
                sets[i] = {"O"} | {f"{p}-{k}" for k in NUMERIC for p in "BI"}
    covered = [False] * len(tags)
    for start, end, kind in gold:
        covered[start:end] = [True] * (end - start)
        set_span(sets, start, end, narrow(scheme[kind], silver, start, end))
    for start, end, kind in silver:  # a numeric span cut by a gold one is no longer known
        if kind in NUMERIC and any(covered[start:end]) and not all(covered[start:end]):
            for i in range(start, end):
                if not covered[i]:
                    sets[i] = {"O"} | {f"{p}-{k}" for k in NUMERIC for p in "BI"}
    return sets


def union(first, second):
    """Two silver taggers: where they differ, either may be right."""
    return [a | b for a, b in zip(first, second)]


def surnames(tagged):
    """BIO tags of one document's sentences [(words, tags)], with a lone surname made PERSON where
    the document has the full name as PERSON."""
    last = {words[e - 1] for words, tags in tagged for s, e, k in spans(tags) if k == "PERSON" and e - s in (2, 3)}
    out = []
    for words, tags in tagged:
        found = [(s, e, "PERSON" if e - s == 1 and k in NAMES and words[s] in last else k) for s, e, k in spans(tags)]
        out.append(bio(len(words), found))
    return out


def name_core(words, start, end):
    """Span without leading determiners if it then looks like a name, else None."""
    while start < end and words[start].lower() in DETERMINERS:
        start += 1
    inner = words[start:end]
    good = inner and inner[0][:1].isupper() and inner[-1][:1].isupper() and all(
        w[:1].isupper() or w[:1].isdigit() or w.lower() in LOWER_IN_NAMES for w in inner)
    return (start, end) if good else None


def merge_partial(words, tags, gold, scheme, proper):
    """Allowed sets where gold spans are noun phrases: they correct the kind of silver names with
    the same last word, and add names that silver missed; elsewhere silver stands.
    `proper`: one bool per word, is it a proper noun."""
    sets = [{t} for t in tags]
    silver = spans(tags)
    for start, end, kind in gold:
        kinds = scheme.get(kind)
        if not kinds:
            continue
        core = name_core(words, start, end)
        if core is None or not proper[end - 1]:
            continue
        same_end = [s for s in silver if s[1] == end and s[0] >= start]
        if same_end:
            s, e, k = same_end[0]
            if k not in kinds and not (k in NUMERIC and not kinds & NUMERIC):
                set_span(sets, s, e, kinds)
            continue
        if not any(s < core[1] and core[0] < e for s, e, _ in silver):
            set_span(sets, *core, kinds)
    return sets


def read_wikigold(path):
    """[(words, gold spans)] in file order; tags are I-KIND."""
    out, words, tags = [], [], []
    for line in list(open(path, encoding="utf8")) + ["\n"]:
        line = line.strip()
        if line and not line.startswith("-DOCSTART-"):
            word, tag = line.rsplit(" ", 1)
            words.append(word)
            tags.append(tag)
        elif words:
            out.append((words, spans(tags)))
            words, tags = [], []
    return out


def wikigold_held_back(index, block=20):
    """Every third block of 20 sentences is held back (blocks: an article's names stay together)."""
    return (index // block) % 3 == 2


def read_re3d(folder):
    """[(document id, text, [(begin, end, type)])] in file order."""
    out = []
    for sub in sorted(p for p in pathlib.Path(folder).iterdir() if p.is_dir()):
        marks = {}
        for line in open(sub / "entities.json", encoding="utf8"):
            if line.strip():
                e = json.loads(line)
                marks.setdefault(e["documentId"], []).append((e["begin"], e["end"], e["type"]))
        for line in open(sub / "documents.json", encoding="utf8"):
            if line.strip():
                d = json.loads(line)
                out.append((d["_id"], d["text"], sorted(set(marks.get(d["_id"], [])))))
    return out


def re3d_held_back(index):
    return index % 3 == 2


def gum_spans(sentence):
    """[(start, end, entity type, head index)] of GUM's Entity= brackets that close in the sentence.
    Format of an opening: (id-etype-infstat-salience-centering-minspan-...; 0-based, half-open."""
    out, open_spans = [], {}
    for i, misc in enumerate(sentence.misc):
        value = next((m[7:] for m in misc.split("|") if m.startswith("Entity=")), "")
        for opening, single, closing in re.findall(r"\(([^()]+)(\))?|([^()]+)\)", value):
            if opening:
                parts = opening.split("-")
                if len(parts) < 3:
                    continue
                if single:
                    out.append((i, i + 1, parts[1]))
                else:
                    open_spans.setdefault(parts[0], []).append((i, parts[1]))
            elif open_spans.get(closing):
                start, kind = open_spans[closing].pop()
                out.append((start, i + 1, kind))
    return out


def gum_heads(sentence):
    """Coarse spans of named entities: the proper-noun head with its flat and compound dependents."""
    out = []
    for start, end, kind in gum_spans(sentence):
        if kind not in GUM:
            continue
        inside = [i for i in range(start, end) if not start < sentence.heads[i] <= end]
        if len(inside) != 1 or sentence.upos[inside[0]] != "PROPN":
            continue
        head = inside[0]
        first, last = head, head + 1
        while first > start and sentence.upos[first - 1] == "PROPN" and sentence.heads[first - 1] - 1 in range(first, end):
            first -= 1
        while last < end and sentence.upos[last] == "PROPN" and sentence.deprels[last].startswith("flat"):
            last += 1
        out.append((first, last, kind))
    return out
