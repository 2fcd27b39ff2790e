"""Treebank and name data as tensors for the Demarche language model.

In: CoNLL-U files (Universal Dependencies), JSON lines of name-only sentences (see names.py).
Out: `Sentence` records, label lists, encoded examples, padded batches.

Words are word-pieced one by one; the word's vector is that of its first piece, so every word
has exactly one position. The encoder's vocabulary is uncased: case comes back as a word shape.
"""
import collections
import dataclasses
import json

IGNORE = -100
MAX_PIECES_PER_WORD = 12
MAX_PIECES = 256  # positions kept in the exported model, [CLS] and [SEP] included
SHAPES = 12
LABEL_KINDS = ("upos", "xpos", "feats", "lemma", "deprel")
# GUM genres closest to news reports; their sentences are seen twice per epoch.
NEWS_LIKE = {"news", "interview", "bio", "voyage", "speech", "textbook"}


@dataclasses.dataclass
class Sentence:
    """Words with gold columns. `heads` are 1-based, 0 = root. Empty lists where not annotated.
    `names`: one id into the table of allowed tag sets per word (names.TagSets), or None."""
    words: list
    upos: list = dataclasses.field(default_factory=list)
    xpos: list = dataclasses.field(default_factory=list)
    feats: list = dataclasses.field(default_factory=list)
    lemmas: list = dataclasses.field(default_factory=list)
    heads: list = dataclasses.field(default_factory=list)
    deprels: list = dataclasses.field(default_factory=list)
    misc: list = dataclasses.field(default_factory=list)
    genre: str = ""
    sent_id: str = ""
    names: list = None
    events: list = None  # as events.py reads them; None where events are not annotated
    events_open: bool = False  # words outside the triggers may evoke events too

    @property
    def parsed(self):
        return bool(self.heads)


def read_conllu(path):
    """Sentences of a CoNLL-U file; multiword-token lines and empty nodes are skipped."""
    sentences, rows, genre, sent_id = [], [], "", ""

    def close():
        if rows:
            col = lambda i: [r[i] for r in rows]
            sentences.append(Sentence(col(1), col(3), col(4), col(5), col(2),
                                      [int(h) for h in col(6)], col(7), col(9), genre, sent_id))
            rows.clear()

    with open(path, encoding="utf8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if not line:
                close()
            elif line.startswith("# newdoc id"):
                doc = line.split("=", 1)[1].strip()
                genre = doc.split("_")[1] if doc.startswith("GUM_") else doc.split("-")[0]
            elif line.startswith("# sent_id"):
                sent_id = line.split("=", 1)[1].strip()
            elif line[0] != "#":
                row = line.split("\t")
                if row[0].isdigit():
                    rows.append(row)
    close()
    return sentences


def lemma_script(form, lemma):
    """Edit script form -> lemma: "L|cut|suffix" on the lower-cased form, "K|cut|suffix" on the
    form as it stands (lemma keeps its capital), "W|lemma" where nothing is shared."""
    keeps_case = not (lemma.islower() or not lemma[:1].isupper())
    base = form if keeps_case else form.lower()
    shared = 0
    while shared < min(len(base), len(lemma)) and base[shared] == lemma[shared]:
        shared += 1
    if shared == 0:
        return "W|" + lemma
    return f"{'K' if keeps_case else 'L'}|{len(base) - shared}|{lemma[shared:]}"


def apply_script(form, script):
    """Inverse of lemma_script."""
    kind, rest = script.split("|", 1)
    if kind == "W":
        return rest
    cut, suffix = rest.split("|", 1)
    base = form.lower() if kind == "L" else form
    return (base[:max(0, len(base) - int(cut))] if int(cut) else base) + suffix


def shape_id(word, first):
    """2 * kind + first: all lower, all upper (len > 1), capital first, digit, letter, other."""
    if word.islower():
        kind = 0
    elif word.isupper() and len(word) > 1:
        kind = 1
    elif word[:1].isupper():
        kind = 2
    elif any(c.isdigit() for c in word):
        kind = 3
    elif any(c.isalpha() for c in word):
        kind = 4
    else:
        kind = 5
    return kind * 2 + (1 if first else 0)


class Pieces:
    """Word -> piece ids by the encoder's own tokenizer (BERT uncased)."""

    def __init__(self, tokenizer_json):
        from tokenizers import Tokenizer
        self.tokenizer = Tokenizer.from_file(str(tokenizer_json))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.cls, self.sep, self.unk = (self.tokenizer.token_to_id(t) for t in ("[CLS]", "[SEP]", "[UNK]"))
        self.cache = {}

    def word(self, word):
        if word not in self.cache:
            ids = self.tokenizer.encode(word, add_special_tokens=False).ids or [self.unk]
            self.cache[word] = ids[:MAX_PIECES_PER_WORD]
        return self.cache[word]

    def sentence(self, words):
        """(piece ids with [CLS] and [SEP], index of each word's first piece)."""
        ids, first = [self.cls], []
        for word in words:
            first.append(len(ids))
            ids += self.word(word)
        return ids + [self.sep], first


def build_labels(sentences, min_lemma=2, min_feats=3):
    """Label lists from the training trees, most frequent first (ties: alphabetic)."""
    counts = {kind: collections.Counter() for kind in LABEL_KINDS}
    for s in sentences:
        counts["upos"].update(s.upos)
        counts["xpos"].update(s.xpos)
        counts["feats"].update(s.feats)
        counts["deprel"].update(s.deprels)
        counts["lemma"].update(map(lemma_script, s.words, s.lemmas))
    floor = {"lemma": min_lemma, "feats": min_feats}
    return {kind: [label for label, n in sorted(c.items(), key=lambda x: (-x[1], x[0]))
                   if n >= floor.get(kind, 1)] for kind, c in counts.items()}


def encode(sentences, labels, pieces, max_words=120, event_targets=None):
    """Examples (dicts of id lists). Sentences over the limits are left out. `event_targets`: sentence -> events.targets."""
    index = {kind: {label: i for i, label in enumerate(labels[kind])} for kind in LABEL_KINDS}
    examples = []
    for s in sentences:
        ids, first = pieces.sentence(s.words)
        if len(s.words) > max_words or len(ids) > MAX_PIECES:
            continue
        n = len(s.words)
        blank = [IGNORE] * n
        look = lambda kind, xs, default=IGNORE: [index[kind].get(x, default) for x in xs] if s.parsed else blank
        examples.append({
            "sentence": s, "pieces": ids, "first": first,
            "shape": [shape_id(w, i == 0) for i, w in enumerate(s.words)],
            "upos": look("upos", s.upos), "xpos": look("xpos", s.xpos),
            "feats": look("feats", s.feats, index["feats"]["_"]),
            "lemma": look("lemma", list(map(lemma_script, s.words, s.lemmas))) if s.parsed else blank,
            "deprel": look("deprel", s.deprels), "head": s.heads if s.parsed else blank,
            "ner": s.names if s.names is not None else blank,
            **(event_targets(s) if event_targets and s.events is not None else {"event": blank, "status": blank, "roles": []})})
    return examples


PER_WORD = ("shape", "upos", "xpos", "feats", "lemma", "deprel", "head", "ner", "event", "status")


def augment(example, rng, case=0.05, stop=0.10):
    """Headline noise: `case` of the sentences lose their case (all lower, all caps or title
    case: only the shapes change, pieces are uncased), `stop` lose their final full stop."""
    words = example["sentence"].words
    n = len(words)
    drop = n > 2 and words[-1] == "." and rng.random() < stop and n not in example["head"] and len(example["shape"]) == n
    recase = rng.random() < case
    if not drop and not recase:
        return example
    out = dict(example)
    if recase:
        change = rng.choice((str.lower, str.upper, lambda w: w[:1].upper() + w[1:]))
        out["shape"] = [shape_id(change(w), i == 0) for i, w in enumerate(words)]
    if drop:
        for key in PER_WORD:
            out[key] = out[key][:-1]
        out["first"] = out["first"][:-1]
        out["pieces"] = out["pieces"][:-2] + out["pieces"][-1:]
    return out


def batches(examples, pieces_per_batch, rng=None):
    """Index lists of like length, at most `pieces_per_batch` padded pieces each."""
    jitter = (lambda: rng.random() * 4) if rng else (lambda: 0)
    order = sorted(range(len(examples)), key=lambda i: len(examples[i]["pieces"]) + jitter())
    out, current, longest = [], [], 0
    for i in order:
        longest_with = max(longest, len(examples[i]["pieces"]))
        if current and longest_with * (len(current) + 1) > pieces_per_batch:
            out.append(current)
            current, longest_with = [], len(examples[i]["pieces"])
        current.append(i)
        longest = longest_with
    if current:
        out.append(current)
    if rng:
        rng.shuffle(out)
    return out


def collate(examples):
    """Padded tensors [batch, words] (labels, first, shape, mask) and [batch, pieces]."""
    import torch  # here, so that the silver step runs in an environment without it

    def pad(rows, fill):
        width = max(map(len, rows))
        return torch.tensor([list(r) + [fill] * (width - len(r)) for r in rows])
    out = {"pieces": pad([e["pieces"] for e in examples], 0),
           "attend": pad([[1] * len(e["pieces"]) for e in examples], 0),
           "first": pad([e["first"] for e in examples], 0),
           "mask": pad([[1] * len(e["shape"]) for e in examples], 0).bool()}
    for key in PER_WORD:
        out[key] = pad([e[key] for e in examples], 0 if key == "shape" else IGNORE)
    out["roles"] = [(b, head, words) for b, e in enumerate(examples) for head, words in e["roles"]]
    return out


def write_jsonl(path, rows):
    with open(path, "w", encoding="utf8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def read_jsonl(path):
    with open(path, encoding="utf8") as lines:
        return [json.loads(line) for line in lines]
