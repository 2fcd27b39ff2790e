"""Event annotations as training targets.

In: JSON lines of `demarche corpus export` {source, words, events: [{trigger, head, type, mode, status, roles}]},
and the PLOVER gold standard records (types and parties only). Out: `data.Sentence` records with `events`.

A trigger's label is TYPE/mode, or TYPE where the words tell no mode. Where an annotation knows the type alone,
all labels of that type are allowed, and the loss asks for their summed probability (as for names in model.losses).
Only the word that heads a trigger bears its label; the other words of the trigger are left open.
"""
import json
import re

from data import IGNORE, Sentence, read_jsonl

NONE = "none"
STATUS = ("happened", "ongoing", "planned", "denied", "hypothetical", "historical")
ROLES = ("actor", "recipient", "place", "date", "dead", "injured", "arrested", "size", "attribution")


def label(event):
    return event["type"] + (f"/{event['mode']}" if event.get("mode") else "")


def build_labels(sentences, floor=5):
    """Labels of triggers: none, types, and the modes seen at least `floor` times, sorted."""
    counts = {}
    for s in sentences:
        for e in s.events:
            for name in {e["type"], label(e)}:
                counts[name] = counts.get(name, 0) + (1 if "/" in name else floor)
    return [NONE] + sorted(name for name, n in counts.items() if n >= floor)


class LabelSets:
    """Sets of allowed labels by id; singletons first, in the order of the labels."""

    def __init__(self, labels):
        self.labels = list(labels)
        self.sets = [frozenset([x]) for x in self.labels]
        self.index = {s: i for i, s in enumerate(self.sets)}

    def id(self, names):
        names = frozenset(names)
        if names not in self.index:
            self.index[names] = len(self.sets)
            self.sets.append(names)
        return self.index[names]

    def of(self, event):
        """The labels that an event's annotation allows."""
        name = label(event)
        if event.get("mode_known", True) and name in self.labels:
            return {name}
        return {x for x in self.labels if x.split("/")[0] == event["type"]}

    def table(self):
        return [[x in s for x in self.labels] for s in self.sets]


def read_exported(path):
    """Sentences of `demarche corpus export`."""
    return [Sentence(r["words"], genre="events", sent_id=r["source"], events=r["events"]) for r in read_jsonl(path)]


OLD = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
MARK = re.compile(r"\((EVT|SRC/TAR|SRC|TAR|TAR/SRC)\s*:\s*([^()]*)\)")


def read_records(path, types):
    """PLOVER gold standard records: the first word of the event's words, and the parties' last words."""
    out = []
    for record in read_jsonl(path):
        kind = OLD.get(record["event"], record["event"])
        info = record.get("textInfo")
        markup = info.get("markup") or "" if isinstance(info, dict) else ""
        if kind not in types or "EVT" not in markup:
            continue
        words, trigger, roles, at = [], [], [], 0
        for m in MARK.finditer(markup):
            words += tokens(markup[at:m.start()])
            inside = tokens(m.group(2))
            first, last = len(words), len(words) + len(inside) - 1
            words += inside
            at = m.end()
            if not inside:
                continue
            if m.group(1) == "EVT":
                trigger.append((first, last))
            else:
                roles += [[r, last] for r in ("actor",) if "SRC" in m.group(1)] + [["recipient", last]] * (m.group(1) == "TAR")
        words += tokens(markup[at:])
        if not trigger or not 3 <= len(words) <= 100:
            continue
        event = {"trigger": [i for a, b in trigger for i in range(a, b + 1)], "head": trigger[0][0], "type": kind, "mode": None,
                 "mode_known": False, "status": None, "roles": roles, "roles_known": False}
        out.append(Sentence(words, genre="records", sent_id=record["id"], events=[event], events_open=True))
    return out


def tokens(text):
    return re.findall(r"\w+(?:[-.']\w+)*|'s|[^\w\s]", text)


def targets(sentence, sets):
    """{"event": set ids per word, "status": ids per word, "roles": [(head, {word: [role ids]})]} of a sentence."""
    n = len(sentence.words)
    none = IGNORE if sentence.events_open else sets.index[frozenset([NONE])]
    event, status, roles, allowed = [none] * n, [IGNORE] * n, [], {}
    for e in sentence.events:
        for i in e["trigger"]:
            if i < n:
                event[i] = IGNORE
    for e in sentence.events:
        head = e["head"]
        if head >= n:
            continue
        allowed.setdefault(head, set()).update(sets.of(e))
        if e["status"] is not None:
            status[head] = STATUS.index(e["status"])
        if e.get("roles_known", True):
            words = {}
            for role, i in e["roles"]:
                if i < n:
                    words.setdefault(i, []).append(ROLES.index(role))
            roles.append((head, words))
    for head, names in allowed.items():
        event[head] = sets.id(names)
    return {"event": event, "status": status, "roles": roles}
