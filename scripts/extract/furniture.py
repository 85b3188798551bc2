"""Site furniture and captions: what stands on a page and is no part of the article's own words."""

from __future__ import annotations

import re

from scripts.extract.lexicon import phrases
from scripts.extract.text import Text

_BEGINS = tuple(phrases("furniture", "begins"))
_ENDS = tuple(phrases("furniture", "ends"))
_LONG = 240
"""Characters beyond which a paragraph is prose, however it begins."""
_BEFORE = re.compile(r"^[\W\d_]+")
_CREDIT = re.compile(
    r"[.!?)\"”]\s+(?:\(?(?:[A-Z]{2,}[A-Z .]*|Photo: .{2,40}"
    r"|/?[A-Z][\w ]{1,30}/[A-Z][\w ]{1,30}))\)?\s*$"
)
_POSE = re.compile(r"\((?:L|R|C|left|right|center|centre|file photo|2nd [LR])\)", re.IGNORECASE)
_POSING = re.compile(
    r"\b(?:shak(?:es?|ing) hands?|meets?|poses?|speaks?|attends?|receives?"
    r"|greets?|welcomes?|talks?"
    r"|listens?|stands?|sits?|is seen|are seen|is pictured|walks?|looks? on|gestures?|waves?"
    r"|arrives?|addresses|holds?)\b"
)
_NUMBER = re.compile(
    r"^\W*(?:\d[\d:.,/\s-]*|[A-Z][a-z]+ \d{1,2}, \d{4}(?:\s*[-–|,]?\s*\d{1,2}:\d{2})?)\W*$"
)


def _begins_with(low: str, begin: str) -> bool:
    """Whether a paragraph is furniture by its first words: "Comments by the minister were" is prose."""
    if not low.startswith(begin) or low[len(begin) : len(begin) + 1].isalpha():
        return False
    short = len(low) <= len(begin) + 3
    return begin[-1] == ":" or short or begin not in _MAY_BEGIN_PROSE


def is_furniture(text: Text, first: int, last: int) -> bool:
    """Whether a paragraph (tokens `first` to `last`) is site furniture or a caption, which yields no statement."""
    length = text.end[last] - text.start[first]
    if length > _LONG * 3:
        return False
    words = text.raw[text.start[first] : text.end[last]]
    return is_of_the_site(words) or is_caption(words)


def is_of_the_site(words: str) -> bool:
    """Whether a paragraph is furniture of the site, such as a menu, a stamp or a comment form."""
    if len(words) > _LONG:
        return False
    low = _BEFORE.sub("", words).lower().replace("’", "'")
    if low.startswith(_BEGINS) and any(_begins_with(low, begin) for begin in _BEGINS):
        return True
    return low.endswith(_ENDS) or _NUMBER.match(words) is not None


def is_caption(words: str) -> bool:
    """Whether a paragraph reads like the caption of a picture: who stands where, or a credit behind the last stop."""
    if len(words) > _LONG * 3:
        return False
    if "(" in words and len(words) <= _LONG * 2 and _POSE.search(words) and _POSING.search(words):
        return True
    return _CREDIT.search(words[-60:]) is not None


_MAY_BEGIN_PROSE = frozenset(
    (
        "comments",
        "comment",
        "tags",
        "keywords",
        "categories",
        "print",
        "download",
        "loading",
        "reply",
        "submit",
        "telegram",
        "whatsapp",
        "cookie",
        "recommended",
        "copyright",
        "subscribe",
        "more on",
        "captcha",
        "sign up",
        "advertisement",
    )
)
