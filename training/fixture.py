"""Writes the small file of expected results that the tests of crates/parse hold the weights against.

    python fixture.py --reference FOLDER --out crates/parse/tests/data/reference.json

In: FOLDER/reference.json of export.py --reference. Out: one record a line, without what the tests do not read.
"""
import argparse
import json
import pathlib

KEPT = ("words", "vectors", "upos", "xpos", "feats", "ner_decoded", "mst")


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--reference", type=pathlib.Path, required=True)
    a.add_argument("--out", type=pathlib.Path, required=True)
    a = a.parse_args()
    records = json.loads((a.reference / "reference.json").read_text(encoding="utf8"))
    lines = []
    for record in records:
        record = {k: record[k] for k in KEPT}
        record["vectors"] = [[round(v, 3) for v in row] for row in record["vectors"]]
        lines.append(json.dumps(record, ensure_ascii=False, separators=(",", ":")))
    a.out.parent.mkdir(parents=True, exist_ok=True)
    a.out.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf8")


if __name__ == "__main__":
    main()
