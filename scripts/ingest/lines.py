"""The lines of a text, each with what is known of it: the common ground of saved pages and plain texts."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from scripts.extract.text import read


@dataclass(frozen=True)
class Line:
    """One line of the source: `text[start:end]`, without the white space around it.

    A page tells more than a plain text does:

    * `heading`: 1 to 6 for a heading of that rank, else 0.
    * `is_caption`, `is_credit`: the page marks it as a caption, or as byline, date or credit.
    * `is_story`: trafilatura takes it for the article; None where nobody was asked.
    * `linked`: share of its characters that are links.
    * `article`: number of the element that holds one story, as far as the page has such elements; 0 outside of them.
    * `parent`: number of the element in which it stands beside others; 0 where nobody was asked.
    * `stamps`: machine-readable times of `time` elements in it.
    """

    start: int
    end: int
    words: str
    heading: int = 0
    is_caption: bool = False
    is_credit: bool = False
    is_story: bool | None = None
    linked: float = 0.0
    article: int = 0
    parent: int = 0
    stamps: tuple[str, ...] = ()


def plain_lines(text: str) -> list[Line]:
    """The lines of a plain text that are not blank."""
    seen = read(text)
    spans = ((seen.start[first], seen.end[last]) for first, last in seen.paragraphs)
    return [Line(start, end, text[start:end]) for start, end in spans]


def letters(words: str) -> str:
    """What two versions of the same words have in common, however they are spaced, composed and punctuated."""
    folded = unicodedata.normalize("NFKC", words).casefold()
    return "".join(filter(str.isalnum, folded))
