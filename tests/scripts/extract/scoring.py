"""How far what was found agrees with the gold of the articles beside it, in percent.

Matching and speakers follow the rules of the benchmark: word tokens alone count, a leading "that" is free, one
statement matches one, the closest pairs first. To be replaced by the project's own evaluation.
"""

import re
from functools import lru_cache

_WORD = re.compile(r"\w+(?:['\u2019\-]\w+)*")
_HEAD_ENDS = re.compile(
    r",|\(|\u2014|--|\s(?:of|who|whom|which|that|in|for|at|from|with|to|on|and|whose|by|behind|near)\s"
)


@lru_cache
def _tokens(text):
    return [(*m.span(), m.group().lower()) for m in _WORD.finditer(text)]


def touched(text, spans):
    """Numbers of the word tokens that the spans touch."""
    return {
        i
        for i, (start, end, _) in enumerate(_tokens(text))
        if any(start < b and a < end for a, b in spans)
    }


def _head(text, span):
    """Number of the last word before the first modifier."""
    words = sorted(touched(text, [span]))
    for end in _HEAD_ENDS.finditer(text, *span):
        before = sorted(touched(text, [(span[0], end.start())])) if end.start() > span[0] else []
        if before:
            return before[-1]
    return words[-1] if words else None


def speaker_right(text, wanted, got):
    """Whether the head of one span lies within the other; none agrees with none alone."""
    if wanted is None or got is None:
        return wanted is None and got is None
    return _head(text, wanted) in touched(text, [got]) or _head(text, got) in touched(
        text, [wanted]
    )


def _bare(text, words):
    """The words without a leading "that"."""
    first = min(words, default=None)
    return words - {first} if len(words) > 1 and _tokens(text)[first][2] == "that" else words


def matches(text, wanted, found):
    """Pairs of a wanted statement and a found one that share half of their words, the closest first."""
    gold = [touched(text, s["content"]) for s in wanted]
    mine = [touched(text, s["content"]) for s in found]
    ranked = sorted(
        (-len(g & m) / len(g | m), i, j)
        for i, g in enumerate(gold)
        for j, m in enumerate(mine)
        if g & m
    )
    pairs = {}
    for score, i, j in ranked:
        if -score >= 0.5 and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(wanted[i], found[j]) for i, j in sorted(pairs.items())]


def _f1(right, wanted, found):
    return 200 * right / (wanted + found) if wanted + found else 100.0


def _share(right, of):
    return 100 * right / of if of else 100.0


def statements(results, modes=("direct", "mixed", "indirect")):
    """Relaxed, strict and joint F1 of the statements of some modes, and the share of speakers resolved.

    `results` are pairs of an article and what was found in it.
    """
    wanted = found = named = resolved = 0
    right = {key: [0, 0] for key in ("relaxed", "strict", "joint")}
    for article, result in results:
        text = article["text"]
        wanted += sum(s["mode"] in modes for s in article["statements"])
        found += sum(s["mode"] in modes for s in result["statements"])
        for gold, mine in matches(text, article["statements"], result["statements"]):
            same = _bare(text, touched(text, gold["content"])) == _bare(
                text, touched(text, mine["content"])
            )
            agree = {
                "relaxed": True,
                "strict": same,
                "joint": speaker_right(text, gold["speaker"], mine["speaker"]),
            }
            for key, yes in agree.items():
                right[key][0] += yes and gold["mode"] in modes
                right[key][1] += yes and mine["mode"] in modes
            if gold["who"] and gold["mode"] in modes:
                named += 1
                resolved += mine["speaker_name"] in article["forms"][gold["who"]]
    scores = {}
    for key, (of_wanted, of_found) in right.items():
        recall, precision = _share(of_wanted, wanted), _share(of_found, found)
        scores[key] = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
    return scores | {"resolved": _share(resolved, named), "gold": wanted, "found": found}


def officials(results):
    """F1 of the named people by name and country, and by name alone; a country that the gold leaves open is free."""
    wanted = found = right = named = 0
    for article, result in results:
        wanted += len(article["officials"])
        found += len(result["officials"])
        for gold in article["officials"]:
            same = [o for o in result["officials"] if o["name"] in article["forms"][gold["name"]]]
            named += bool(same)
            right += any(gold["country"] in (None, o["country"]) for o in same)
    return {
        "officials": _f1(right, wanted, found),
        "names": _f1(named, wanted, found),
        "gold": wanted,
        "found": found,
    }


def _canonical(article, names):
    return {
        next((name for name, forms in article["forms"].items() if given in forms), given)
        for given in names
    }


def _meeting_pairs(article, found):
    """Pairs of meetings of one kind that share a participant, or have none, the closest first."""

    def closeness(gold, mine):
        one, other = set(gold["participants"]), _canonical(article, mine["participants"])
        if gold["kind"] != mine["kind"] or not (one & other or one == other):
            return 0
        shared = len(one & other) / len(one | other) if one else 1
        same = [gold[key] == mine[key] for key in ("status", "place")]
        return 3 * shared + 2 * (str(gold["date"]) == str(mine["date"])) + sum(same)

    ranked = sorted(
        (-closeness(gold, mine), i, j)
        for i, gold in enumerate(article["meetings"])
        for j, mine in enumerate(found)
        if closeness(gold, mine)
    )
    pairs = {}
    for _, i, j in ranked:
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(article["meetings"][i], found[j]) for i, j in sorted(pairs.items())]


def meetings(results):
    """F1 of the meetings and of their participants; of those that match, the share of right dates and places."""
    wanted = found = people = named = shared = 0
    pairs = []
    for article, result in results:
        wanted += len(article["meetings"])
        found += len(result["meetings"])
        people += sum(len(m["participants"]) for m in article["meetings"])
        named += sum(len(m["participants"]) for m in result["meetings"])
        for gold, mine in _meeting_pairs(article, result["meetings"]):
            shared += len(set(gold["participants"]) & _canonical(article, mine["participants"]))
            pairs.append((gold, mine))
    same = {
        key: _share(sum(str(g[key]) == str(m[key]) for g, m in pairs), len(pairs))
        for key in ("date", "place", "status")
    }
    return {
        "meetings": _f1(len(pairs), wanted, found),
        "participants": _f1(shared, people, named),
        **same,
        "gold": wanted,
        "found": found,
    }
