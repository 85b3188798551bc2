"""Persons named in an article: where, with which title, of which state."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from scripts.extract.gazetteer import LONG_PLACES, place_at
from scripts.extract.lexicon import Remembered, words
from scripts.extract.posts import Post, post_beside
from scripts.extract.text import Text
from scripts.extract.titles import ORGANS, SITES, STYLES, Span, is_rank, naming

_GIVEN = words("given_names")


_LINK = STYLES | {"al", "bin", "ibn", "ul", "abu", "el", "de", "von", "van", "der", "e"}


_JOINTS = _LINK | {".", "-"}
_MOST_STYLES = 8


@dataclass(slots=True)
class Person:
    """A person with a name: the fullest form printed, the titles, the state, and where the names stand."""

    name: str
    keys: tuple[str, ...]
    titles: list[str] = field(default_factory=list)
    country: str | None = None
    spans: list[Span] = field(default_factory=list)
    """Tokens of each mention by name."""
    posts: list[Span] = field(default_factory=list)
    """Tokens of the titles that stand with the name."""
    styles: list[str] = field(default_factory=list)
    """Titles with every rank printed beside them."""
    known_id: str | None = None
    weak: bool = False
    """Whether the state is a guess: that in which the news is set."""

    def starts(self, first: int, last: int) -> list[int]:
        """Where the mentions by name begin that lie within a range of tokens."""
        at = bisect_left(self.spans, (first, 0))
        return [a for a, _ in self.spans[at : bisect_left(self.spans, (last + 1, 0))]]

    def roles(self) -> str:
        """All words of the titles, lower case, for a look-up."""
        return " | ".join((*self.titles, *self.styles)).lower()


def key(word: str) -> str:
    """A name without its article, possessive and spelling habits: "al-Kadhimi's" and "Kazemi" come near."""
    return _KEYS[word.replace("’", "'").lower()]


def _key(word: str) -> str:
    return _ARTICLE.sub("", word.removesuffix("'s").removesuffix("'"))


_ARTICLE = re.compile(r"^(?:al|el|ul|as|ash|ad|an|ar|at|az|ol)[- ]")
_KEYS = Remembered(_key)
_NAMESAKES = 40
"""Persons of one name among whom an owner is looked for, so that no text costs more than another."""


def find_persons(text: Text, speakers: Iterable[Span] = ()) -> list[Person]:
    """The persons of an article in the order of their first mention; `speakers` are spans known to speak."""
    spoken = {a for a, _ in speakers} | {b for a, b in speakers if "," not in text.low[a:b]}
    runs = _in_sentences(text, _runs(text))
    persons = _with_full_names(text, [run for run in runs if run[0][0] < run[0][1]], spoken)
    names: dict[str, list[Person]] = {}
    for person in persons:
        for part in dict.fromkeys((*person.keys, *(p for k in person.keys for p in k.split("-")))):
            _put(names, part, person)
    low = text.low
    for run, sentence in runs:
        if run[0] < run[1]:
            continue
        word = _KEYS[low[run[0]]]
        owner = _owner(names, word, run)
        if owner is not None and len(owner.titles) > 1:
            owner.spans.append(run)
            continue
        post = post_beside(text, run, sentence)
        if owner is None:
            title = post.title
            if (
                not title
                or _follows_organ(text, run)
                or (text.words_of(*run).isupper() and not is_rank(title))
            ):
                continue
            owner = Person(_printed(text, run), (word,))
            persons.append(owner)
            _put(names, word, owner)
        _add(text, owner, run, post)
    persons.sort(key=lambda p: min(p.spans))
    for person in persons:
        person.spans.sort()
    return persons


def _in_sentences(text: Text, runs: list[Span]) -> list[tuple[Span, Span]]:
    """Runs of words that may be names, each with the sentence in which it stands."""
    found: list[tuple[Span, Span]] = []
    sentences = iter(text.sentences)
    sentence = next(sentences, (0, -1))
    for run in runs:
        while sentence[1] < run[0]:
            sentence = next(sentences, (0, len(text.low) - 1))
        found.append((run, sentence))
    return found


def _with_full_names(
    text: Text, runs: Iterable[tuple[Span, Span]], spoken: set[int]
) -> list[Person]:
    """Those named with more than one word: by a post, a known given name, or since they speak."""
    persons: list[Person] = []
    by_key: dict[str, list[Person]] = {}
    low = text.low
    for run, sentence in runs:
        keys = tuple([_KEYS[word] for word in low[run[0] : run[1] + 1] if word not in _LINK])
        same = next((p for p in by_key.get(keys[-1], ()) if _same(p.keys, keys)), None)
        if same is not None and len(same.titles) > 2:
            same.spans.append(run)
            continue
        post = post_beside(text, run, sentence)
        if same is None:
            if not (
                post.title
                or keys[0].split("-")[0] in _GIVEN
                or run[0] in spoken
                or run[1] in spoken
            ):
                continue
            same = Person(_printed(text, run), keys)
            persons.append(same)
            _put(by_key, keys[-1], same)
        elif len(keys) > len(same.keys):
            same.name, same.keys = _printed(text, run), keys
        _add(text, same, run, post)
    return persons


def _put(by_name: dict[str, list[Person]], name: str, person: Person) -> None:
    namesakes = by_name.setdefault(name, [])
    if len(namesakes) < _NAMESAKES:
        namesakes.append(person)


def _follows_organ(text: Text, run: Span) -> bool:
    return run[1] + 1 < len(text.low) and text.low[run[1] + 1] in ORGANS


def _add(text: Text, person: Person, run: Span, post: Post) -> None:
    person.spans.append(run)
    if post.title and post.title not in person.titles and len(person.titles) < _MOST_STYLES:
        person.titles.append(post.title)
    if post.country and person.country is None:
        person.country = post.country
    if post.span:
        person.posts.append(post.span)
        style = " ".join(text.words_of(*post.span).split())
        if style not in person.styles and len(person.styles) < _MOST_STYLES:
            person.styles.append(style)


def _same(known: tuple[str, ...], seen: tuple[str, ...]) -> bool:
    """Whether two full names are one: the shorter is part of the longer, or first and last agree."""
    return (
        set(known) <= set(seen)
        or set(seen) <= set(known)
        or (known[0] == seen[0] and known[-1] == seen[-1])
    )


def _owner(names: dict[str, list[Person]], word: str, run: Span) -> Person | None:
    """The person whom a single name means: a last name first, then any name of his, the latest before it."""
    fits = names.get(word)
    if not fits and len(word) > 3 and word.endswith("s"):
        # an apostrophe lost: "Shamkhanis"
        fits = names.get(word[:-1])
    if not fits:
        return None
    last = [p for p in fits if p.keys[-1] == word] or fits
    if len(last) == 1:
        return last[0]
    before = [p for p in last if p.spans[0] < run] or last
    return max(before, key=lambda p: max((s for s in p.spans[-8:] if s < run), default=(-1, -1)))


def _printed(text: Text, run: Span) -> str:
    name = " ".join(text.words_of(*run).split())
    for ending in ("'s", "’s", "'", "’"):
        name = name.removesuffix(ending)
    return name


def _runs(text: Text) -> list[Span]:
    """Runs of capitalised words that may be names of persons."""
    runs: list[Span] = []
    low, n = text.low, len(text.low)
    names = naming(text)
    within = set(names)
    done = -1
    for i in names:
        if i <= done:
            continue
        j = i
        while j + 1 < n and not low[j].endswith("'s"):
            step = 1
            if j + 1 not in within:
                if low[j + 1] not in _JOINTS or not _linked(text, j, within):
                    break
                step = 2
            if text.raw[text.end[j] : text.start[j + 1]].strip(" \xa0"):
                break
            j += step
        done = j
        if (
            not (j + 1 < n and low[j + 1] in ORGANS and text.capital[j + 1])
            and not (i > 0 and low[i - 1] == "of")
            and j - i < 6
            and not (j - i > 3 and text.words_of(i, j).isupper())
            and not (j + 1 < n and low[j + 1] in SITES)
            and not _is_place(text, i, j)
        ):
            runs.append((i, j))
    return runs


def _is_place(text: Text, first: int, last: int) -> bool:
    """Whether a run of words is a place of several words: "Parviz Khan"."""
    low = text.low
    begin = first - 1 if first and low[first - 1] in STYLES else first
    if low[begin] not in LONG_PLACES and low[first] not in LONG_PLACES:
        return False
    return any(
        (place := place_at(low, i, last)) is not None and i + place[0] > last
        for i in {begin, first}
    )


def _linked(text: Text, j: int, names: set[int]) -> bool:
    """Whether a name goes on behind token j by way of "al", "bin", an initial's point or a hyphen."""
    link = text.low[j + 1]
    if link in _LINK:
        return j + 2 in names
    if link == ".":
        return len(text.low[j]) == 1 and j + 2 in names
    return (
        link == "-"
        and j + 2 in names
        and text.start[j + 1] == text.end[j]
        and text.start[j + 2] == text.end[j + 1]
    )
