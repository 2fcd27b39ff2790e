"""Trains the parser and name tagger for a set number of epochs.

    python train.py --data DATA --encoder DIR --names SILVER_OUT --out OUT --epochs 7

In: DATA/ud/*.conllu; DIR with the encoder's model.safetensors and tokenizer.json; SILVER_OUT from
silver.py. Out: OUT/model.pt {state, labels, ...}; OUT/checkpoint.pt after each epoch, from which the
same command goes on after a stop.

The learning rate falls linearly with the words seen, to zero at the end. Losses: arc + rel + 0.5 (upos + xpos + feats + lemma) + ner.
"""
import argparse
import json
import os
import pathlib
import random
import time

import torch

import data
import events
import names
from model import Parser, losses

WEIGHTS = {"arc": 1.0, "rel": 1.0, "upos": 0.5, "xpos": 0.5, "feats": 0.5, "lemma": 0.5, "ner": 1.0,
           "event": 4.0, "status": 0.3, "role": 0.1}


def arguments():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--data", type=pathlib.Path, required=True)
    a.add_argument("--encoder", type=pathlib.Path, required=True)
    a.add_argument("--names", type=pathlib.Path, required=True, help="output folder of silver.py")
    a.add_argument("--out", type=pathlib.Path, required=True)
    a.add_argument("--events", type=pathlib.Path, action="append", default=[], help="output of demarche corpus export")
    a.add_argument("--records", type=pathlib.Path, help="PLOVER gold standard records")
    a.add_argument("--init", type=pathlib.Path, help="model.pt to go on from, heads it lacks begin anew")
    a.add_argument("--frozen", action="store_true", help="train the event heads alone, on the encoder of --init")
    a.add_argument("--tree-share", type=float, default=1.0, help="share of the trees and names that an epoch sees")
    a.add_argument("--hold", help="leave out every Kth event sentence, beginning with N: N/K")
    a.add_argument("--epochs", type=int, default=7)
    a.add_argument("--threads", type=int, default=2)
    a.add_argument("--pieces", type=int, default=1500, help="padded word pieces per batch")
    a.add_argument("--lr", type=float, default=4e-4, help="encoder")
    a.add_argument("--head-lr", type=float, default=1e-3)
    a.add_argument("--encoder-dropout", type=float, default=0.1)
    a.add_argument("--head-dropout", type=float, default=0.15)
    a.add_argument("--float32", action="store_true", help="no bf16 autocast")
    a.add_argument("--seed", type=int, default=1)
    return a.parse_args()


def load_examples(args):
    """(parsed examples, name-only examples, event examples, labels, tag sets, sets of event labels)."""
    tag_sets = names.TagSets()
    silver = {r["sent_id"]: r["sets"] for r in data.read_jsonl(args.names / "ud.jsonl")}
    trees = []
    for bank in ("ewt", "gum"):
        for s in data.read_conllu(args.data / "ud" / f"en_{bank}-train.conllu"):
            sets = silver.get(s.sent_id)
            if sets and len(sets) == len(s.words):
                s.names = [tag_sets.id(x) for x in sets]
            trees.append(s)
    labels = data.build_labels(trees)
    labels["ner"] = names.TAGS
    only = [data.Sentence(r["words"], names=[tag_sets.id(x) for x in r["sets"]], genre=r["source"])
            for r in data.read_jsonl(args.names / "names.jsonl")]
    pieces = data.Pieces(args.encoder / "tokenizer.json")
    annotated = [s for path in args.events for s in events.read_exported(path)]
    if args.init:
        labels = torch.load(args.init, weights_only=True)["labels"]
    if annotated:
        labels |= {"event": events.build_labels(annotated), "status": list(events.STATUS), "role": list(events.ROLES)}
        if args.records:
            annotated += events.read_records(args.records, {x.split("/")[0] for x in labels["event"]})
        if args.hold:
            first, step = map(int, args.hold.split("/"))
            annotated = [s for i, s in enumerate(annotated) if i % step != first]
    sets = events.LabelSets(labels.get("event", []))
    coded = data.encode(annotated, labels, pieces, event_targets=lambda s: events.targets(s, sets))
    return data.encode(trees, labels, pieces), data.encode(only, labels, pieces), coded, labels, tag_sets, sets


def epoch(parsed, only, coded, rng, share=1.0):
    """One pass: every tree, news-like ones twice; gold names twice, half of the silver news; of these only a `share`;
    every sentence with annotated events."""
    twice = [e for e in parsed if e["sentence"].genre in data.NEWS_LIKE]
    gold = [e for e in only if e["sentence"].genre in ("wikigold", "re3d")]
    silver = [e for e in only if e["sentence"].genre in ("wikinews", "synthetic")]
    some = rng.sample(silver, len(silver) // 2)
    trees = parsed + twice + gold + gold + some
    if share < 1:
        trees = rng.sample(trees, int(share * len(trees)))
    return [data.augment(e, rng) for e in trees] + coded


def optimiser(model, args):
    encoder = [p for p in model.encoder.parameters() if p.requires_grad]
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.") and p.requires_grad]
    return torch.optim.AdamW([{"params": heads, "lr": args.head_lr, "base": args.head_lr},
                              {"params": encoder, "lr": args.lr, "base": args.lr}],
                             weight_decay=0.01, betas=(0.9, 0.98), fused=True)


def save(model, labels, path, **more):
    temporary = path.with_suffix(".tmp")
    torch.save({"state": model.state_dict(), "labels": labels, **more}, temporary)
    os.replace(temporary, path)


def resume(model, opt, rng, path):
    """(epoch, step, words) to go on from; a checkpoint is written at an epoch's end only."""
    if not path.exists():
        return 0, 0, 0
    c = torch.load(path, weights_only=False)
    model.load_state_dict(c["state"])
    opt.load_state_dict(c["optimiser"])
    rng.setstate(c["rng"])
    torch.set_rng_state(c["torch_rng"])
    return c["epoch"], c["step"], c["words"]


def train(model, parsed, only, coded, labels, tag_sets, event_sets, args):
    rng = random.Random(args.seed)
    opt = optimiser(model, args)
    table = torch.tensor(tag_sets.table())
    event_table = torch.tensor(event_sets.table()) if coded else None
    done, step, words = resume(model, opt, rng, args.out / "checkpoint.pt")
    start, cpu, first = time.time(), time.process_time(), words
    mean = {}
    model.train()
    for number in range(done, args.epochs):
        examples = coded if args.frozen else epoch(parsed, only, coded, rng, args.tree_share)
        total_words = sum(len(e["shape"]) for e in examples)
        seen = 0
        for chosen in data.batches(examples, args.pieces, rng):
            left = 1 - (number + seen / total_words) / args.epochs
            for group in opt.param_groups:
                group["lr"] = group["base"] * min(1.0, (step + 1) / 100) * max(left, 0.0)
            batch = data.collate([examples[i] for i in chosen])
            with torch.autocast("cpu", torch.bfloat16, enabled=not args.float32):
                parts = losses(model, batch, table, event_table)
            total = sum(WEIGHTS[k] * v for k, v in parts.items() if v.requires_grad)
            opt.zero_grad(set_to_none=True)
            total.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step()
            step += 1
            seen += int(batch["mask"].sum())
            for k, v in parts.items():
                mean[k] = 0.98 * mean.get(k, v.item()) + 0.02 * v.item()
            if step % 50 == 0:
                elapsed = time.time() - start
                print(f"{elapsed:.0f}s cpu {time.process_time() - cpu:.0f}s step {step} "
                      f"epoch {number + seen / total_words:.2f} {(words + seen - first) / elapsed:.0f} words/s "
                      + " ".join(f"{k} {v:.3f}" for k, v in mean.items()), flush=True)
        words += seen
        save(model, labels, args.out / "checkpoint.pt", optimiser=opt.state_dict(), rng=rng.getstate(),
             torch_rng=torch.get_rng_state(), epoch=number + 1, step=step, words=words)
    save(model, labels, args.out / "model.pt", words=words, epochs=args.epochs, steps=step, arguments=str(vars(args)))
    print(f"done: {step} steps, {words} words, {time.time() - start:.0f} s wall, "
          f"{time.process_time() - cpu:.0f} s CPU", flush=True)


def main():
    args = arguments()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    parsed, only, coded, labels, tag_sets, event_sets = load_examples(args)
    print({k: len(v) for k, v in labels.items()}, "trees", len(parsed), "name sentences", len(only), "event sentences", len(coded),
          "tag sets", len(tag_sets.sets), flush=True)
    (args.out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False), encoding="utf8")
    model = Parser(labels, args.encoder_dropout, args.head_dropout)
    if args.init:
        new = model.load_state_dict(torch.load(args.init, weights_only=True)["state"], strict=False)
        print("begun anew:", new.missing_keys, flush=True)
    else:
        model.encoder.load(args.encoder / "model.safetensors")
    if args.frozen:
        for name, p in model.named_parameters():
            p.requires_grad_(name.startswith(("roles.", "taggers.event", "taggers.status")))
    train(model, parsed, only, coded, labels, tag_sets, event_sets, args)


if __name__ == "__main__":
    main()
