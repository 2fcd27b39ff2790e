"""The network: MiniLM-L6 encoder, word vectors, tagging heads and a biaffine parser.

In: piece ids [B, P], attention mask, index of each word's first piece [B, W], shapes [B, W].
Out: word vectors [B, W, 384] and the heads' scores. New heads (events) attach to the same word
vectors: add a Linear to `TAGGERS` or a module beside `Biaffine`.

Sources: Wang et al. 2020 (MiniLM), Dozat & Manning 2017 (deep biaffine attention).
"""
import math

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F

from data import IGNORE, SHAPES

WIDTH, HEADS, INNER, LAYERS = 384, 12, 1536, 6
SHAPE_WIDTH, ARC, REL = 32, 256, 64
TAGGERS = ("upos", "xpos", "feats", "lemma", "ner")
EVENT_TAGGERS = ("event", "status")
ROLE = 64
SLOPE = 0.1  # LeakyReLU


class Layer(nn.Module):
    """Post-norm transformer layer of BERT; q, k, v in one matrix."""

    def __init__(self, dropout):
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x, bias):
        batch, n, _ = x.shape
        q, k, v = self.qkv(x).view(batch, n, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) * (1 / math.sqrt(WIDTH // HEADS)) + bias
        mixed = (torch.softmax(scores, -1).to(v.dtype) @ v).transpose(1, 2).reshape(batch, n, WIDTH)
        x = self.norm1(x + self.drop(self.out(mixed)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """BERT encoder; word embeddings frozen (they are two thirds of all weights)."""

    def __init__(self, dropout=0.1):
        super().__init__()
        self.word = nn.Embedding(30522, WIDTH)
        self.position = nn.Embedding(512, WIDTH)  # token type 0 added in `load`
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.drop = nn.Dropout(dropout)
        self.word.weight.requires_grad_(False)

    def load(self, path):
        """Weights from a Hugging Face BERT `model.safetensors`."""
        w = load_file(str(path))
        w = {k.removeprefix("bert."): v for k, v in w.items()}
        state = {"word.weight": w["embeddings.word_embeddings.weight"],
                 "position.weight": w["embeddings.position_embeddings.weight"]
                 + w["embeddings.token_type_embeddings.weight"][0]}
        for part in ("weight", "bias"):
            state[f"norm.{part}"] = w[f"embeddings.LayerNorm.{part}"]
            for i in range(LAYERS):
                at = f"encoder.layer.{i}."
                state[f"layers.{i}.qkv.{part}"] = torch.cat(
                    [w[f"{at}attention.self.{m}.{part}"] for m in ("query", "key", "value")])
                for ours, theirs in (("out", "attention.output.dense"), ("norm1", "attention.output.LayerNorm"),
                                     ("up", "intermediate.dense"), ("down", "output.dense"),
                                     ("norm2", "output.LayerNorm")):
                    state[f"layers.{i}.{ours}.{part}"] = w[f"{at}{theirs}.{part}"]
        self.load_state_dict(state)

    def forward(self, pieces, attend):
        x = self.drop(self.norm(self.word(pieces) + self.position.weight[: pieces.shape[1]]))
        bias = ((1.0 - attend.float()) * -10000.0)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x


class Biaffine(nn.Module):
    """Arc scores [B, W, W+1] over heads 0..W (0 = root) and relation scores given heads."""

    def __init__(self, relations, dropout):
        super().__init__()
        self.root = nn.Parameter(torch.randn(WIDTH) * 0.02)
        self.arc_dep, self.arc_head = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.rel_dep, self.rel_head = nn.Linear(WIDTH, REL), nn.Linear(WIDTH, REL)
        self.arc = nn.Parameter(torch.randn(ARC, ARC + 1) * 0.01)
        self.rel = nn.Parameter(torch.zeros(relations * (REL + 1), REL + 1))
        self.drop = nn.Dropout(dropout)

    def forward(self, words):
        batch, n, _ = words.shape
        candidates = torch.cat([self.root.to(words.dtype).expand(batch, 1, WIDTH), words], 1)
        act = lambda x: self.drop(F.leaky_relu(x, SLOPE))
        dep, head = act(self.arc_dep(words)), act(self.arc_head(candidates))
        arcs = F.linear(with_one(dep), self.arc) @ head.transpose(1, 2)
        return arcs, act(self.rel_dep(words)), act(self.rel_head(candidates))

    def relations(self, rel_dep, rel_head, heads):
        """Scores [B, W, L] of each word's relation to the head given (0 = root)."""
        chosen = torch.gather(rel_head, 1, heads.unsqueeze(-1).expand(-1, -1, rel_head.shape[-1]))
        rows = F.linear(with_one(rel_dep), self.rel).view(*rel_dep.shape[:2], -1, REL + 1)
        return (rows * with_one(chosen).unsqueeze(2)).sum(-1)


def with_one(x):
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)


class Roles(nn.Module):
    """Which words play which role in the event that a trigger evokes: a biaffine score per role."""

    def __init__(self, roles, dropout):
        super().__init__()
        self.trigger, self.filler = nn.Linear(WIDTH, ROLE), nn.Linear(WIDTH, ROLE)
        self.bilinear = nn.Parameter(torch.zeros(roles * (ROLE + 1), ROLE + 1))
        self.drop = nn.Dropout(dropout)

    def forward(self, words, sentence, trigger):
        """Scores [E, W, roles] for the triggers at words[sentence, trigger]."""
        act = lambda x: self.drop(F.leaky_relu(x, SLOPE))
        triggers = with_one(act(self.trigger(words[sentence, trigger])))  # [E, D+1]
        fillers = with_one(act(self.filler(words)))[sentence]  # [E, W, D+1]
        rows = F.linear(triggers, self.bilinear).view(len(triggers), -1, ROLE + 1)
        return torch.einsum("ewd,erd->ewr", fillers, rows.to(fillers.dtype))


class Parser(nn.Module):
    """Everything. `labels`: {"upos": [...], ..., "deprel": [...], "ner": [...]}."""

    def __init__(self, labels, encoder_dropout=0.1, head_dropout=0.15):
        super().__init__()
        self.encoder = Encoder(encoder_dropout)
        self.shape = nn.Embedding(SHAPES, SHAPE_WIDTH)
        self.word = nn.Linear(WIDTH + SHAPE_WIDTH, WIDTH)
        self.taggers = nn.ModuleDict({t: nn.Linear(WIDTH, len(labels[t])) for t in TAGGERS + EVENT_TAGGERS if t in labels})
        self.roles = Roles(len(labels["role"]), head_dropout) if "role" in labels else None
        self.biaffine = Biaffine(len(labels["deprel"]), head_dropout)
        self.drop = nn.Dropout(head_dropout)

    def words(self, batch):
        x = self.encoder(batch["pieces"], batch["attend"])
        first = torch.gather(x, 1, batch["first"].unsqueeze(-1).expand(-1, -1, WIDTH))
        shape = self.shape(batch["shape"]).to(first.dtype)
        return F.gelu(self.word(torch.cat([first, shape], -1)))

    def forward(self, batch):
        """({tagger: scores [B, W, labels]}, arcs [B, W, W+1], rel_dep, rel_head)."""
        words = self.drop(self.words(batch))
        self.word_vectors = words
        tags = {t: head(words) for t, head in self.taggers.items()}
        arcs, rel_dep, rel_head = self.biaffine(words)
        outside = ~F.pad(batch["mask"], (1, 0), value=True)
        arcs = arcs.float().masked_fill(outside.unsqueeze(1), -1e4)
        return tags, arcs, rel_dep, rel_head


def losses(model, batch, tag_sets, event_sets=None):
    """One loss per task, means over the annotated words of the batch.

    `tag_sets` [S, tags] bool: the name tags that each set id allows. The name loss is
    -log of the summed probability of the allowed tags, so a coarse label teaches what it says.
    """
    tags, arcs, rel_dep, rel_head = model(batch)
    out = {t: cross_entropy(tags[t], batch[t]) for t in TAGGERS if t != "ner"}
    out["arc"] = cross_entropy(arcs, batch["head"])
    rel = model.biaffine.relations(rel_dep, rel_head, batch["head"].clamp(min=0))
    out["rel"] = cross_entropy(rel, batch["deprel"])
    known = batch["ner"] != IGNORE
    scores = tags["ner"].float()[known]
    allowed = scores.masked_fill(~tag_sets[batch["ner"][known]], -1e4)
    out["ner"] = (scores.logsumexp(-1) - allowed.logsumexp(-1)).sum() / max(1, int(known.sum()))
    if event_sets is not None:
        known = batch["event"] != IGNORE
        if known.any():
            scores = tags["event"].float()[known]
            allowed = scores.masked_fill(~event_sets[batch["event"][known]], -1e4)
            out["event"] = (scores.logsumexp(-1) - allowed.logsumexp(-1)).sum() / max(1, int(known.sum()))
            out["status"] = cross_entropy(tags["status"], batch["status"])
            if batch["roles"]:
                out["role"] = role_loss(model, batch)
    return out


def role_loss(model, batch):
    """Binary cross-entropy of every role of every word, per event, means over the words of the events' sentences."""
    at = torch.tensor([(b, head) for b, head, _ in batch["roles"]])
    scores = model.roles(model.word_vectors, at[:, 0], at[:, 1]).float()  # [E, W, roles]
    target = torch.zeros_like(scores)
    for i, (_, _, words) in enumerate(batch["roles"]):
        for word, roles in words.items():
            target[i, word, roles] = 1.0
    inside = batch["mask"][at[:, 0]]
    total = F.binary_cross_entropy_with_logits(scores[inside], target[inside], reduction="sum")
    return total / max(1, len(batch["roles"]))


def cross_entropy(scores, target):
    known = target != IGNORE
    total = F.cross_entropy(scores.float()[known], target[known], reduction="sum")
    return total / max(1, int(known.sum()))
