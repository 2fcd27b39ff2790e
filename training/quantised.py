"""The exported model, run as the Rust program runs it (int8 weights per row, activations per token).

In: model.safetensors. Out: word vectors, label scores, arc and relation scores. Integer products are
carried in floats (exact in `torch.float64`, within rounding in `torch.float32`, which is faster).
"""
import json
import math

import torch
from safetensors import safe_open
from torch.nn import functional as F

FORMAT = "demarche-model-1"
TAGGERS = ("upos", "xpos", "feats", "lemma", "ner")


def quantise_rows(weight):
    """(q int8 [out, in], scale f32 [out]) with weight ~= q * scale, symmetric."""
    scale = weight.abs().amax(1) / 127
    q = (weight / scale.clamp(min=1e-30).unsqueeze(1)).round().clamp(-127, 127)
    return q.to(torch.int8), scale.float()


class Quantised:
    """`Quantised(path)(batch)` gives (tags, arcs, rel_dep, rel_head) like model.Parser."""

    def __init__(self, path, product=torch.float32):
        self.product, self.t = product, {}
        with safe_open(str(path), "pt") as f:
            meta = f.metadata()
            if meta["format"] != FORMAT:
                raise ValueError(f"{path}: format {meta['format']}, wanted {FORMAT}")
            for name in f.keys():
                t = f.get_tensor(name)
                self.t[name] = t.to(product) if t.dtype == torch.int8 and "embed" not in name else t
        self.labels = {k: json.loads(meta[k]) for k in TAGGERS + ("deprel",)}

    def linear(self, name, x):
        t = self.t
        s = x.abs().amax(-1, keepdim=True) / 127
        q = torch.where(s > 0, x / s, torch.zeros_like(x)).round()  # half to even
        y = (q.to(self.product) @ t[name + ".weight"].T).float()
        return y * (s * t[name + ".scale"]) + t[name + ".bias"]

    def norm(self, name, x):
        return F.layer_norm(x, (x.shape[-1],), self.t[name + ".weight"], self.t[name + ".bias"], 1e-12)

    def words(self, batch):
        t, ids = self.t, batch["pieces"]
        x = t["embed.word.weight"][ids].float() * t["embed.word.scale"][ids].unsqueeze(-1)
        x = self.norm("embed.norm", x + t["embed.position"][: ids.shape[1]])
        outside = (batch["attend"] == 0)[:, None, None, :]
        b, n, d = x.shape
        for i in range(6):
            at = f"layer.{i}."
            q, k, v = self.linear(at + "qkv", x).view(b, n, 3, 12, 32).permute(2, 0, 3, 1, 4)
            scores = (q @ k.transpose(-1, -2) / math.sqrt(32)).masked_fill(outside, -1e9)
            mixed = (torch.softmax(scores, -1) @ v).transpose(1, 2).reshape(b, n, d)
            x = self.norm(at + "norm1", x + self.linear(at + "out", mixed))
            x = self.norm(at + "norm2", x + self.linear(at + "down", F.gelu(self.linear(at + "up", x))))
        first = torch.gather(x, 1, batch["first"].unsqueeze(-1).expand(-1, -1, d))
        return F.gelu(self.linear("word", torch.cat([first, t["shape"][batch["shape"]]], -1)))

    @torch.no_grad()
    def __call__(self, batch):
        words = self.words(batch)
        tags = {k: self.linear(k, words) for k in TAGGERS}
        heads = torch.cat([self.t["root"].expand(len(words), 1, -1), words], 1)
        act = lambda name, x: F.leaky_relu(self.linear(name, x), 0.1)
        dep = self.linear("arc.bilinear", with_one(act("arc.dep", words)))
        arcs = dep @ act("arc.head", heads).transpose(1, 2)
        arcs = arcs.masked_fill(~F.pad(batch["mask"], (1, 0), value=True).unsqueeze(1), -1e4)
        return tags, arcs, act("rel.dep", words), act("rel.head", heads)

    @torch.no_grad()
    def relations(self, rel_dep, rel_head, heads):
        """Scores [B, W, L] given each word's head (0 = root)."""
        chosen = torch.gather(rel_head, 1, heads.unsqueeze(-1).expand(-1, -1, rel_head.shape[-1]))
        rows = self.linear("rel.bilinear", with_one(rel_dep)).view(*rel_dep.shape[:2], -1, 65)
        return (rows * with_one(chosen).unsqueeze(2)).sum(-1)


def with_one(x):
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)
