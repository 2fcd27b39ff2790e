"""Maximum spanning arborescence with a single root (Chu & Liu 1965, Edmonds 1967).

In: scores [n+1, n+1], row = dependent, column = head, 0 = root. Out: head of each of 1..n.
"""
import numpy as np

LOW = -1e9


def single_root_tree(scores):
    """Heads [n] (0 = root) of the best tree in which exactly one word hangs from the root."""
    s = np.array(scores, dtype=np.float64)
    np.fill_diagonal(s, LOW)
    s[0] = LOW
    heads = best_tree(s)
    roots = [i for i in range(1, len(heads)) if heads[i] == 0]
    if len(roots) > 1:  # the best tree with each candidate as the only root
        best = None
        for root in roots:
            t = s.copy()
            t[1:, 0] = LOW
            t[root, 0] = s[root, 0]
            tree = best_tree(t)
            total = sum(t[i, tree[i]] for i in range(1, len(tree)))
            if best is None or total > best[0]:
                best = (total, tree)
        heads = best[1]
    return [int(h) for h in heads[1:]]


def find_cycle(heads):
    """Words of a cycle, or None."""
    colour = [0] * len(heads)
    for i in range(1, len(heads)):
        path, v = [], i
        while v != 0 and colour[v] == 0:
            colour[v] = i
            path.append(v)
            v = heads[v]
        if v != 0 and colour[v] == i and v in path:
            return path[path.index(v):]
    return None


def best_tree(s):
    """Heads of the best arborescence of one dense graph; contracts one cycle per call."""
    heads = s.argmax(1)
    heads[0] = 0
    cycle = find_cycle(heads)
    if cycle is None:
        return heads
    rest = [v for v in range(len(s)) if v not in set(cycle)]
    at = {v: i for i, v in enumerate(rest)}
    m = len(rest)
    small = np.full((m + 1, m + 1), LOW)
    small[:m, :m] = s[np.ix_(rest, rest)]
    total = sum(s[v, heads[v]] for v in cycle)
    gain = s[cycle] - s[cycle, heads[cycle]][:, None]  # [cycle, all heads]
    enter = {u: cycle[int(gain[:, u].argmax())] for u in rest}
    leave = {v: cycle[int(s[v, cycle].argmax())] for v in rest if v != 0}
    for u in rest:
        small[m, at[u]] = gain[:, u].max() + total
    for v in rest:
        if v != 0:
            small[at[v], m] = s[v, leave[v]]
    np.fill_diagonal(small, LOW)
    small[0] = LOW
    inner = best_tree(small)
    out = heads.copy()
    for v in rest:
        if v != 0:
            h = inner[at[v]]
            out[v] = leave[v] if h == m else rest[h]
    u = rest[inner[m]]
    out[enter[u]] = u
    return out


def best_name_tags(scores, tags):
    """Best well-formed BIO sequence (Viterbi): I-X only after B-X or I-X.

    scores [n, len(tags)]: any scores whose row-wise log-softmax are log-probabilities. Out: n tag ids.
    A name's words agree on its kind this way, which single-word argmax does not see to.
    """
    scores = np.asarray(scores, dtype=np.float64)
    top = scores.max(1, keepdims=True)
    scores = scores - top - np.log(np.exp(scores - top).sum(1, keepdims=True))
    allowed = np.array([[not to.startswith("I-") or (before[2:] == to[2:]) for to in tags] for before in tags])
    step = np.where(allowed, 0.0, LOW)
    first = np.array([LOW if t.startswith("I-") else 0.0 for t in tags])
    best, back = scores[0] + first, []
    for row in scores[1:]:
        through = best[:, None] + step
        back.append(through.argmax(0))
        best = through.max(0) + row
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]
