"""Test vectors for the reader of the weights: what the quantised model gives on 40 word lists.

Out: FOLDER/model.safetensors, vocab.txt and reference.json: a list of {words, pieces, first, vectors
(first 8 values of the first 3 word vectors), upos, xpos, feats, lemma (scripts), ner (argmax),
ner_decoded (best well-formed sequence), greedy (heads by
argmax), mst (heads of the best single-root tree), deprel (argmax, given the mst heads)}.
"""
import json
import os
import shutil

import torch

from data import Pieces, Sentence, collate, encode
from decode import best_name_tags, single_root_tree
from quantised import TAGGERS, Quantised

SENTENCES = """Ministers met .
Yes
Iran
“ No . ”
The president arrived in Baghdad on Tuesday .
Protesters burned tyres outside the parliament in Colombo , police said .
PRIME MINISTER RESIGNS AFTER VOTE
kenya and somalia reopen their border
Troops Withdraw From Northern Valley
Foreign Minister Sergei Lavrov will visit Ankara next week for talks with his Turkish counterpart .
The rebels did n't sign the cease - fire agreement .
Abdel Fattah al - Sisi received a delegation from the African Union .
São Tomé and Príncipe elected a new président .
Mr. Özdemir , who leads the Greens , criticised Łukasz Żółw 's remarks .
北京 said it would respond .
習近平 met Kim Jong Un in Pyongyang .
Hundreds of thousands of people were displaced by the floods , according to the U.N. refugee agency .
At least 12 soldiers were killed and 30 wounded when a suicide bomber attacked a checkpoint near Kandahar .
France and Germany imposed sanctions on three officials accused of ordering the poisoning .
" We will not negotiate with them , " the spokesman told Reuters by phone .
Who ordered the attack ?
Stop the war now !
Pakistan - based militants crossed the line of control , India 's army chief alleged .
The $ 3.5 billion loan was approved on 14 March 2019 .
Nobody denied that the ambassador had been expelled .
The court sentenced opposition leader Kizza Besigye 's aide to five years in prison for treason .
Oil prices rose 2.3 % after Saudi Arabia cut output .
#EndSARS protesters returned to Lekki 's toll gate ...
An agreement was reached between the government of Colombia and the FARC , mediated by Norway and Cuba , which ends half a century of war .
Wang Yi said China opposes unilateral sanctions and “ long - arm jurisdiction ” .
He was arrested .
She , too , left -- quickly .
The European Union , the World Bank and the International Monetary Fund pledged €1bn in aid to Ukraine ; Kyiv welcomed the pledge .
Former U.S. President Jimmy Carter mediated talks at Camp David in 1978 between Anwar Sadat and Menachem Begin .
e - mail : press@example.org
supercalifragilisticexpialidociousantidisestablishmentarianism floccinaucinihilipilificationpneumonoultramicroscopic .
Ethiopia 's parliament , the House of Peoples ' Representatives , declared a six - month state of emergency in Tigray .
Naïve façade coöperation — déjà vu…
Israeli jets struck Hamas targets in the Gaza Strip on Saturday after rockets were fired at Ashkelon , the military said , while Egypt 's intelligence chief Abbas Kamel tried to bring both sides to a truce that would allow fuel , food and medicine to enter through Rafah before the start of the month of Ramadan , a diplomat close to the talks said .
In a joint statement , the foreign ministers of Japan , Australia , India and the United States called on North Korea to halt its missile tests and to return to the six - party talks .""".split("\n")


def vectors(path, pieces, words):
    """One record of reference.json; products in float64, so the integer sums are exact."""
    model = Quantised(path, torch.float64)
    blank = {k: [] for k in TAGGERS + ("deprel",)}
    out = []
    for sentence in words:
        example = encode([Sentence(sentence)], blank | {"feats": ["_"]}, pieces, max_words=1000)[0]
        batch = collate([example])
        tags, arcs, rel_dep, rel_head = model(batch)
        with_root = torch.cat([torch.zeros(1, arcs.shape[2]), arcs[0]])
        tree = single_root_tree(with_root.numpy())
        relations = model.relations(rel_dep, rel_head, torch.tensor([tree]))[0].argmax(-1)
        alone = arcs[0].clone()
        alone[torch.arange(len(sentence)), torch.arange(1, len(sentence) + 1)] = -1e9
        out.append({"words": sentence, "pieces": example["pieces"], "first": example["first"],
                    "vectors": [[round(float(x), 6) for x in v[:8]] for v in model.words(batch)[0][:3].detach()],
                    **{k: [model.labels[k][i] for i in tags[k][0].argmax(-1)] for k in TAGGERS},
                    "ner_decoded": [model.labels["ner"][i] for i in
                                    best_name_tags(tags["ner"][0].numpy(), model.labels["ner"])],
                    "greedy": alone.argmax(-1).tolist(), "mst": tree,
                    "deprel": [model.labels["deprel"][i] for i in relations]})
    return out


def write(model_folder, encoder, folder):
    folder.mkdir(parents=True, exist_ok=True)
    records = vectors(model_folder / "model.safetensors", Pieces(encoder / "tokenizer.json"),
                      [s.split() for s in SENTENCES])
    for name in ("model.safetensors", "vocab.txt"):
        shutil.copyfile(model_folder / name, folder / (name + ".new"))
    with open(folder / "reference.json.new", "w", encoding="utf8") as out:
        json.dump(records, out, ensure_ascii=False, indent=1)
    for name in ("model.safetensors", "vocab.txt", "reference.json"):
        os.replace(folder / (name + ".new"), folder / name)  # a reader never sees half a file
