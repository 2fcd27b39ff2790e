"""Writes a trained model in the exchange format read by crates/parse.

    python export.py --model OUT/model.pt --encoder DIR --out models/en [--reference FOLDER]

In: model.pt of train.py; DIR with vocab.txt. Out: model.safetensors, vocab.txt; with --reference also
test vectors for the reader in Rust (reference.py).
"""
import argparse
import json
import pathlib
import shutil

import torch
from safetensors.torch import save_file

from data import MAX_PIECES
from model import EVENT_TAGGERS, LAYERS, TAGGERS
from quantised import FORMAT, quantise_rows

TRAINED_ON = ("UD English EWT (CC BY-SA 4.0), UD English GUM open genres (CC BY, public domain), wikigold (CC BY 4.0), "
              "re3d (public domain, OGL v3), Wikinews (CC BY 2.5), synthetic PLOVER stories (MIT); "
              "silver names by spaCy en_core_web_md (MIT); encoder all-MiniLM-L6-v2 (Apache-2.0)")


def tensors(state):
    """Tensors of the exchange format from model.Parser's state."""
    out = {}

    def int8(name, weight, bias=None):
        q, scale = quantise_rows(weight.float())
        out[name + ".weight"], out[name + ".scale"] = q.contiguous(), scale
        if name != "embed.word":  # bilinear products have no bias of their own: zeros
            out[name + ".bias"] = torch.zeros(len(weight)) if bias is None else bias.float()

    def linear(name, source):
        int8(name, state[source + ".weight"], state[source + ".bias"])

    def norm(name, source):
        out[name + ".weight"] = state[source + ".weight"].float()
        out[name + ".bias"] = state[source + ".bias"].float()

    int8("embed.word", state["encoder.word.weight"])
    out["embed.position"] = state["encoder.position.weight"][:MAX_PIECES].float().contiguous()
    norm("embed.norm", "encoder.norm")
    for i in range(LAYERS):
        for part in ("qkv", "out", "up", "down"):
            linear(f"layer.{i}.{part}", f"encoder.layers.{i}.{part}")
        for part in ("norm1", "norm2"):
            norm(f"layer.{i}.{part}", f"encoder.layers.{i}.{part}")
    out["shape"] = state["shape.weight"].float()
    linear("word", "word")
    for tagger in TAGGERS + EVENT_TAGGERS:
        if f"taggers.{tagger}.weight" in state:
            linear(tagger, f"taggers.{tagger}")
    if "roles.bilinear" in state:
        for part in ("trigger", "filler"):
            linear(f"role.{part}", f"roles.{part}")
        int8("role.bilinear", state["roles.bilinear"])
    out["root"] = state["biaffine.root"].float()
    for task in ("arc", "rel"):
        for part in ("dep", "head"):
            linear(f"{task}.{part}", f"biaffine.{task}_{part}")
        int8(f"{task}.bilinear", state[f"biaffine.{task}"])
    return {k: v.clone() for k, v in out.items()}


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--model", type=pathlib.Path, required=True)
    a.add_argument("--encoder", type=pathlib.Path, required=True)
    a.add_argument("--out", type=pathlib.Path, required=True)
    a.add_argument("--version", default="1")
    a.add_argument("--reference", type=pathlib.Path, help="folder for model, vocabulary and reference.json")
    a = a.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    saved = torch.load(a.model, weights_only=True)
    meta = {"format": FORMAT, "trained_on": TRAINED_ON, "version": a.version}
    kinds = [k for k in TAGGERS + EVENT_TAGGERS + ("deprel", "role") if k in saved["labels"]]
    meta |= {k: json.dumps(saved["labels"][k], ensure_ascii=False) for k in kinds}
    save_file(tensors(saved["state"]), str(a.out / "model.safetensors"), metadata=meta)
    shutil.copyfile(a.encoder / "vocab.txt", a.out / "vocab.txt")
    if a.reference:
        import reference
        reference.write(a.out, a.encoder, a.reference)


if __name__ == "__main__":
    main()
