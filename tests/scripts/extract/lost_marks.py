"""Articles that lost a quotation mark, as badly copied pages do, with the gold moved along."""

import random
import re

_OPENING = re.compile(r"(?:''|[\"'“‘«])\Z")
_CLOSING = re.compile(r"[,.!?]?(''|[\"'”’»])")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’](?=[^\W\d_])")


def marks(article):
    """(number of the statement, side, start, end) of every mark around a direct quotation."""
    text = article["text"]
    found = []
    for number, statement in enumerate(article["statements"]):
        if statement["mode"] == "direct":
            for start, end in statement["content"]:
                if opening := _OPENING.search(text, max(0, start - 2), start):
                    found.append((number, "opening", *opening.span()))
                if closing := _CLOSING.match(text, end):
                    found.append((number, "closing", *closing.span(1)))
    return found


def lost_marks(article, seed):
    """The article without one of its marks, for some seeds without any apostrophe too.

    `damaged` is the number of the statement that lost a mark. ValueError where no direct quotation has a mark.
    """
    there = marks(article)
    if not there:
        raise ValueError(f"{article['id']} has no mark to lose")
    choice = random.Random(f"{article['id']}/{seed}")  # noqa: S311 - chance that can be repeated
    number, side, start, end = choice.choice(there)
    without_apostrophes = choice.random() < 0.25
    gone = set(range(start, end))
    if without_apostrophes:
        gone |= {m.start() for m in _APOSTROPHE.finditer(article["text"])}
    places = sorted(gone)
    return _without(article, places) | {
        "id": f"{article['id']}-without-{side}-{seed}",
        "damaged": number,
        "apostrophes": not without_apostrophes,
    }


def _without(article, places):
    text = article["text"]
    before = [0]
    for i in range(len(text)):
        before.append(before[-1] + (i in places))

    def moved(span):
        return span and (span[0] - before[span[0]], span[1] - before[span[1]])

    return article | {
        "text": "".join(c for i, c in enumerate(text) if i not in places),
        "statements": [
            s
            | {
                "content": [moved(span) for span in s["content"]],
                "cue": moved(s["cue"]),
                "speaker": moved(s["speaker"]),
            }
            for s in article["statements"]
        ],
        "forms": {
            name: forms | {_APOSTROPHE.sub("", form) for form in forms}
            for name, forms in article["forms"].items()
        },
    }
