"""Persons named in an article: where, with which title, of which state."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from scripts.extract.gazetteer import CAPITALS, CITIES, DEMONYMS, NAMES, country_of
from scripts.extract.grammar import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    MONTHS,
    OTHER_PRONOUNS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    WEEKDAYS,
)
from scripts.extract.lexicon import lines, words
from scripts.extract.phrases import is_verb, phrase_before
from scripts.extract.text import MARK, QUOTE, WORD, Text

Span = tuple[int, int]

HEADS = words("titles", "heads")
RANKS = words("titles", "ranks")
_BEFORE = words("titles", "before")
_ORGANS = words("titles", "organs")
_GIVEN = words("given_names")
_TITLE_WORDS = HEADS | RANKS | _BEFORE
_CLOSED = (
    ADVERBS
    | AUXILIARIES
    | CONJUNCTIONS
    | DETERMINERS
    | OTHER_PRONOUNS
    | PREPOSITIONS
    | SUBJECT_PRONOUNS
    | SUBORDINATORS
    | WEEKDAYS
    | MONTHS
)
_PARTICLE = re.compile(r"(?:al|el|ul|as|ash|ad|an|ar|at|az|bin|ol)-[A-Z]")
_LINK = frozenset(["al", "bin", "ibn", "ul", "abu", "el", "de", "von", "van", "der", "e"])
_WALK = 16
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

    def roles(self) -> str:
        """All words of the titles, lower case, for a look-up."""
        return " | ".join((*self.titles, *self.styles)).lower()


def key(word: str) -> str:
    """A name without its article, possessive and spelling habits: "al-Kadhimi's" and "Kazemi" come near."""
    word = word.lower().removesuffix("'s").removesuffix("'")
    word = re.sub(r"^(?:al|el|ul|as|ash|ad|an|ar|at|az|ol)[- ]", "", word)
    return word


def find_persons(text: Text, speakers: Iterable[Span] = ()) -> list[Person]:
    """The persons of an article in the order of their first mention; `speakers` are spans known to speak."""
    spoken = {a for a, _ in speakers} | {
        b for a, b in speakers if not any(text.low[i] == "," for i in range(a, b))
    }
    runs = _runs(text)
    persons: list[Person] = []
    short: list[Span] = []
    by_key: dict[str, list[Person]] = {}
    for run in runs:
        if run[0] == run[1]:
            short.append(run)
            continue
        keys = tuple(
            key(text.words_of(i, i).replace("’", "'"))
            for i in range(run[0], run[1] + 1)
            if text.low[i] not in _LINK
        )
        same = next((p for p in by_key.get(keys[-1], []) if _same(p.keys, keys)), None)
        if same is not None and len(same.titles) > 2:
            same.spans.append(run)
            continue
        title, country, post = _title(text, run)
        if same is None:
            if not (
                title or keys[0].split("-")[0] in _GIVEN or run[0] in spoken or run[1] in spoken
            ):
                continue
            same = Person(_printed(text, run), keys)
            persons.append(same)
            by_key.setdefault(keys[-1], []).append(same)
        elif len(keys) > len(same.keys):
            same.name, same.keys = _printed(text, run), keys
        _add(text, same, run, title, country, post)
    names: dict[str, list[Person]] = {}
    for person in persons:
        for part in dict.fromkeys((*person.keys, *(p for k in person.keys for p in k.split("-")))):
            names.setdefault(part, []).append(person)
    for run in short:
        word = key(text.words_of(run[0], run[1]).replace("’", "'"))
        owner = _owner(names, word, run)
        if owner is not None and len(owner.titles) > 1:
            owner.spans.append(run)
            continue
        title, country, post = _title(text, run)
        if owner is None:
            upper = text.words_of(*run).isupper()
            if not title or _follows_organ(text, run) or (upper and not _is_rank(title)):
                continue
            owner = Person(_printed(text, run), (word,))
            persons.append(owner)
            names.setdefault(word, []).append(owner)
        _add(text, owner, run, title, country, post)
    persons.sort(key=lambda p: min(p.spans))
    for person in persons:
        person.spans.sort()
    _infer_countries(text, persons)
    return persons


def _follows_organ(text: Text, run: Span) -> bool:
    return run[1] + 1 < len(text.low) and text.low[run[1] + 1] in _ORGANS


def _add(
    text: Text, person: Person, run: Span, title: str | None, country: str | None, post: Span | None
) -> None:
    person.spans.append(run)
    if title and title not in person.titles and len(person.titles) < _MOST_STYLES:
        person.titles.append(title)
    if country and person.country is None:
        person.country = country
    if post:
        person.posts.append(post)
        style = " ".join(text.words_of(*post).split())
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


def _place_word(word: str) -> bool:
    bare = word.removesuffix("'s")
    return any(
        form in table
        for form in (bare, bare.removesuffix("s"))
        for table in (NAMES, DEMONYMS, CAPITALS, CITIES)
    )


def _runs(text: Text) -> list[Span]:
    """Runs of capitalised words that may be names of persons."""
    runs: list[Span] = []
    low, n = text.low, len(text.low)
    done = -1
    for i in [k for k in range(n) if text.capital[k] or ("-" in low[k] and len(low[k]) > 3)]:
        if i <= done or not _namely(text, i):
            continue
        j = i
        while j + 1 < n:
            gap = text.raw[text.end[j] : text.start[j + 1]]
            if low[j].endswith("'s") or (gap and gap.strip(" \xa0")) or "\n" in gap:
                break
            if _namely(text, j + 1):
                j += 1
            elif (
                (low[j + 1] in _LINK and j + 2 < n and _namely(text, j + 2))
                or (low[j + 1] == "." and j + 2 < n and len(low[j]) == 1 and _namely(text, j + 2))
                or (
                    low[j + 1] == "-"
                    and j + 2 < n
                    and text.start[j + 1] == text.end[j]
                    and text.start[j + 2] == text.end[j + 1]
                    and _namely(text, j + 2)
                )
            ):
                j += 2
            else:
                break
        after = low[j + 1] if j + 1 < n else ""
        body = (after in _ORGANS and text.capital[j + 1]) or any(
            low[k] in _ORGANS or low[k].removesuffix("'s") in _ORGANS for k in range(i, j + 1)
        )
        place = i > 0 and low[i - 1] == "of" and not _titled_of(text, i)
        if (
            not body
            and not place
            and j - i < 6
            and not (text.words_of(i, j).isupper() and j - i > 3)
        ):
            runs.append((i, j))
        done = j
    return runs


def _titled_of(text: Text, i: int) -> bool:
    return False


def _namely(text: Text, i: int) -> bool:
    """Whether a token may be part of a person's name."""
    word = text.low[i]
    if not text.capital[i]:
        return "-" in word and bool(
            _PARTICLE.match(text.raw[text.start[i] : text.end[i]].replace("’", "'"))
        )
    known = _NAMELY.get(word)
    if known is None:
        if len(_NAMELY) > _MOST_WORDS:
            _NAMELY.clear()
        known = _NAMELY[word] = _may_name(word)
    return known and (len(word) > 1 or (i + 1 < len(text.low) and text.low[i + 1] == "."))


_NAMELY: dict[str, bool] = {}
_MOST_WORDS = 60_000


def _may_name(word: str) -> bool:
    if word in _CLOSED or word in _TITLE_WORDS or word in _ORGANS or _place_word(word):
        return False
    bare = word.removesuffix("'s")
    return not (bare in _CLOSED or bare in _TITLE_WORDS or bare in _ORGANS)


def _title(text: Text, run: Span) -> tuple[str | None, str | None, Span | None]:
    """Title, state and tokens of the title that stands before or behind a name."""
    before = _title_before(text, run[0])
    behind = _title_behind(text, run[1])
    best = (
        before
        if before[0] and not (behind[0] and _is_rank(before[0]))
        else behind
        if behind[0]
        else before
    )
    return best[0], best[1] or before[1] or behind[1], best[2]


def _is_rank(title: str) -> bool:
    return all(word in RANKS for word in title.lower().replace(".", "").split())


def _title_before(text: Text, start: int) -> tuple[str | None, str | None, Span | None]:
    low = text.low
    floor = max(0, start - _WALK)
    if start - 2 >= floor and low[start - 1] == ",":
        return _title_apart(text, start - 2, floor)
    first = start
    head = False
    i = start - 1
    while i >= floor:
        word = low[i]
        if text.kind[i] == MARK:
            if word == "." and i > 0 and low[i - 1] in RANKS:
                i -= 1
                continue
            if word == ")":
                j = i
                while j > floor and low[j] != "(":
                    j -= 1
                i = j - 1
                continue
            if (
                word == ","
                and first < start
                and all(low[k] in RANKS or low[k] == "." for k in range(first, start))
            ):
                # "his Iraqi counterpart, Major General Nasir al-Khafaji"
                apart = _title_apart(text, i - 1, max(0, i - _WALK))
                if apart[0]:
                    return apart
            break
        if text.kind[i] != WORD:
            break
        if word in HEADS:
            head = True
        elif (
            word not in ("of", "the", "for")
            and not (
                text.capital[i]
                or word in _TITLE_WORDS
                or word.removesuffix("'s") in _ORGANS
                or _place_word(word)
            )
        ) or (is_verb(text, i) and not text.capital[i] and word not in _TITLE_WORDS):
            break
        first = i
        i -= 1
    if not head or first >= start:
        return _ranks_before(text, start, floor)
    return _phrase(text, first, start - 1)


def _title_apart(text: Text, last: int, floor: int) -> tuple[str | None, str | None, Span | None]:
    """The title that a comma parts from the name: "Iran's ambassador to Iraq, Mohammad Jalali"."""
    span = phrase_before(text, last, floor)
    if span is None or not any(
        word in HEADS or (word.endswith("s") and word[:-1] in HEADS)
        for word in text.low[span[0] : span[1] + 1]
    ):
        return (None, None, None)
    if any(_namely(text, i) and _namely(text, i + 1) for i in range(span[0], span[1])):
        return (None, None, None)
    return _phrase(text, *span)


def _ranks_before(text: Text, start: int, floor: int) -> tuple[str | None, str | None, Span | None]:
    i = start
    while i - 1 >= floor and (
        text.low[i - 1] in RANKS
        or (text.low[i - 1] == "." and i - 2 >= floor and text.low[i - 2] in RANKS)
    ):
        i -= 1
    return (
        _phrase(text, i, start - 1)
        if i < start and text.low[i] not in ("his", "her", "hers")
        else (None, None, None)
    )


def _title_behind(text: Text, end: int) -> tuple[str | None, str | None, Span | None]:
    low = text.low
    i = end + 1
    n = len(low)
    if i + 1 >= n or low[i] not in (",", "("):
        return (None, None, None)
    first = i + 1
    if text.kind[first] != WORD:
        return (None, None, None)
    j = first
    head = False
    while j < min(n, first + 14):
        word = low[j]
        if text.kind[j] in (MARK, QUOTE) and word not in ("-", "'"):
            break
        if text.kind[j] > QUOTE:
            break
        if word in HEADS and j - first < 9:
            head = True
        if word.endswith("ed") and not text.capital[j] and word not in _TITLE_WORDS:
            return (None, None, None)
        if word in ("who", "whose", "said", "told", "and") or (
            is_verb(text, j) and word not in _TITLE_WORDS
        ):
            if word in ("who", "whose") or word == "and":
                break
            return (None, None, None)
        j += 1
    if not head or (low[first] in PREPOSITIONS):
        return (None, None, None)
    return _phrase(text, first, j - 1)


def _title_begins(low: list[str], first: int, last: int) -> int:
    """Past "during his reception of" to the words of the post."""
    for i in range(last - 1, first, -1):
        if low[i] in ("of", "with", "by", "from") and not any(w in HEADS for w in low[first:i]):
            if any(w in HEADS for w in low[i : last + 1]):
                return i + 1
    return first


def title_of(text: Text, first: int, last: int) -> str | None:
    """A title as printed, without its article and state."""
    return _phrase(text, first, last)[0]


_DROPPED = frozenset(
    [
        "the",
        "a",
        "an",
        "his",
        "her",
        "its",
        "their",
        "our",
        "visiting",
        "former",
        "ex",
        "late",
        "new",
        "newly-appointed",
        "outgoing",
        "incoming",
        "then",
        "one",
        "high-ranking",
        "senior",
        "top",
    ]
)


def _phrase(text: Text, first: int, last: int) -> tuple[str | None, str | None, Span | None]:
    """Title without article and state, the state, and the tokens."""
    low = text.low
    country: str | None = None
    to = False
    for i in range(first, last + 1):
        if low[i] == "to":
            to = True
        two = f"{low[i]} {low[i + 1]}" if i < last else ""
        found = country_of(low[i]) or country_of(two) or country_of(low[i].removesuffix("s"))
        if two.startswith("kurdistan region") or low[i] in ("kurdistan", "krg"):
            found = "IRQ"
        if found and not to and country is None:
            country = found
    begin = _title_begins(low, first, last)
    while begin <= last and (
        low[begin] in _DROPPED
        or low[begin] in ("of", "and", "for", "to")
        or country_of(low[begin])
        or country_of(low[begin].removesuffix("s"))
    ):
        begin += 1
    kept: list[str] = []
    i = begin
    if any(low[k] == "," for k in range(begin, last + 1)):
        # a rank behind the comma is no part of the post
        last = next(k for k in range(begin, last + 1) if low[k] == ",") - 1
    while i <= last:
        word = text.words_of(i, i)
        if low[i] == "(":
            while i <= last and low[i] != ")":
                i += 1
            i += 1
            continue
        if (
            i > begin
            and country_of(low[i].removesuffix("'s"))
            and low[i - 1] in ("of", "for")
            and i < last
            and low[i].endswith(("'s", "s"))
            and low[i] not in DEMONYMS
        ):
            kept.append("the")
        elif low[i] == "." and kept:
            kept[-1] += "."
        else:
            kept.append(word)
        i += 1
    while (
        len(kept) > 1
        and kept[-1].lower().strip(".") in RANKS
        and any(w.lower() in HEADS - RANKS for w in kept)
    ):
        kept.pop()
    title = " ".join(kept).strip(" ,")
    return (title or None, country, (first, last))


def _infer_countries(text: Text, persons: list[Person]) -> None:
    """States of persons whose titles name none: the counterpart's other side, then the place in the dateline."""
    for person in persons:
        for first, last in person.posts:
            if person.country is None and "counterpart" in text.low[first : last + 1]:
                person.country = next(
                    (c for i in range(first, last + 1) if (c := country_of(text.low[i]))), None
                )
    _coordinate(text, persons)
    if "counterpart" in text.low:
        _by_counterpart(text, persons)
    dateline = _dateline(text)
    for person in persons:
        if person.country is None and person.titles and not _is_rank(person.titles[0]):
            person.country = (
                _by_headline(text, person, persons)
                or _by_destination(text, person)
                or (
                    dateline
                    if _governs(person.titles[0]) and person.keys[0] not in _ABROAD
                    else None
                )
            )
    first = next((p.country for p in persons if p.country in _SIDES), None)
    for person in persons:
        if any("counterpart" in t.lower() for t in person.titles):
            # until the titles are settled he can be called by the other side's post
            post = _counterpart_post(person, persons)
            if post:
                person.styles.append(post)
        if person.country is None and any("spokes" in t.lower() for t in person.titles):
            person.country = first


def _counterpart_post(person: Person, persons: list[Person]) -> str | None:
    """The post of the other side: of the person named last before "his Iraqi counterpart"."""
    start = person.spans[0]
    titled = [
        p
        for p in persons
        if p is not person
        and (p.country is None or p.country != person.country)
        and any(not _is_rank(t) and "counterpart" not in t.lower() for t in p.titles)
    ]
    if not titled:
        return None
    other = max(titled, key=lambda p: max((s for s in p.spans[:40] if s < start), default=(-1, -1)))
    posts = [t for t in other.titles if not _is_rank(t) and "counterpart" not in t.lower()]
    post = max(posts, key=lambda t: len(t.split())).partition(" to ")[0]
    return " ".join(word for word in post.split() if not country_of(word.lower()))


def settle_titles(persons: list[Person]) -> None:
    """Give counterparts the post of the other side, and put the fullest title of each person first."""
    for person in persons:
        other = [t for t in person.titles if "counterpart" not in t.lower()]
        if len(other) < len(person.titles) and not any(not _is_rank(t) for t in other):
            post = _counterpart_post(person, persons)
            if post:
                other.insert(0, post)
        person.titles = sorted(other, key=lambda t: (_is_rank(t), -min(len(t.split()), 7)))


_SIDES = {"IRN": "IRQ", "IRQ": "IRN"}


def infer_sides(persons: list[Person], parties: Iterable[list[Person]]) -> None:
    """States of persons who met somebody of Iran or Iraq and hold a state's post: the other side."""
    for met in parties:
        sides = {p.country for p in met if p.country}
        for person in met:
            if (
                person.country is None
                and len(sides) == 1
                and person.titles
                and _governs(person.titles[0])
            ):
                person.country = _SIDES.get(next(iter(sides)))


_GOVERNING = frozenset(
    [
        "minister",
        "president",
        "premier",
        "spokesman",
        "spokeswoman",
        "adviser",
        "advisor",
        "secretary",
        "speaker",
        "commander",
        "chief",
        "pm",
    ]
)


def _governs(title: str) -> bool:
    """Whether a title is a state's, as far as its words tell: "head of the Fatah Coalition" is none."""
    return any(word in _GOVERNING for word in title.lower().split())


_ABROAD = words("given_names", "abroad")


def _by_destination(text: Text, person: Person) -> str | None:
    """The state of a host: "an invitation from President X to visit Tehran"."""
    first = person.spans[0][1] + 1
    ahead = text.low[first : first + 8]
    if "visit" not in ahead:
        return None
    return next((c for word in ahead[ahead.index("visit") :] if (c := country_of(word))), None)


def _by_counterpart(text: Text, persons: list[Person]) -> None:
    """ "with his Iranian counterpart", whoever that is: the person named before is of the other side."""
    low = text.low
    for i in range(2, len(low)):
        if (
            low[i] == "counterpart"
            and low[i - 2] in ("his", "her")
            and (side := country_of(low[i - 1])) in _SIDES
        ):
            before = [
                p
                for p in persons
                if p.spans[0][0] < i
                and p.country is None
                and p.titles
                and not _is_rank(p.titles[0])
            ]
            if before:
                max(before, key=lambda p: max(s for s in p.spans if s[0] < i)).country = _SIDES[
                    side
                ]


def _coordinate(text: Text, persons: list[Person]) -> None:
    """ "Iraqi Prime Minister A and National Security Adviser B"; "the foreign ministers of Iran and Iraq, A and B"."""
    low = text.low
    for before, person in pairwise(persons):
        first, last = before.spans[0][1] + 1, person.spans[0][0] - 1
        if first > last or last - first > 12 or low[first] not in ("and", ","):
            continue
        post = next((p for p in person.posts if p[1] <= person.spans[0][0]), None)
        if person.country is None and before.country and post and post[0] == first + 1:
            person.country = before.country
        shared = next((p for p in before.posts if p[1] <= before.spans[0][0]), None)
        if last == first and shared and not person.titles:
            states = [c for i in range(shared[0], shared[1] + 1) if (c := country_of(low[i]))]
            plural = next(
                (
                    i
                    for i in range(shared[0], shared[1] + 1)
                    if low[i].endswith("s") and low[i][:-1] in HEADS
                ),
                None,
            )
            if plural is not None and len(states) == 2:
                start = plural
                while start > shared[0] and low[start - 1] in _BEFORE:
                    start -= 1
                title = text.words_of(start, plural)[:-1]
                before.titles, person.titles = [title], [title]
                before.country, person.country = states


def _by_headline(text: Text, person: Person, persons: list[Person]) -> str | None:
    """The state before the same post elsewhere: "Iraq's foreign minister" in the headline."""
    head = person.titles[0].lower().split()
    low = text.low
    i = 0
    reach = text.paragraphs[:_HEADLINES][-1][1] + 1
    for _ in range(_TRIES):
        try:
            i = low.index(head[0], i + 1, reach)
        except ValueError:
            return None
        if low[i : i + len(head)] == head and (found := country_of(low[i - 1])):
            if not any(a <= i <= b for p in persons if p is not person for a, b in p.posts):
                return found
    return None


_HEADLINES = 3
"""Paragraphs in which a post is looked up for its state."""
_TRIES = 40
"""Places in an article at which a post is looked up for its state."""


def _dateline(text: Text) -> str | None:
    for first, last in text.paragraphs[:8]:
        for i in range(first, min(last, first + 10) + 1):
            if text.low[i] in ("–", "—", "--", "-") and i > first:
                for j in range(first, i):
                    found = (
                        CAPITALS.get(text.low[j])
                        or CITIES.get(text.low[j])
                        or NAMES.get(text.low[j])
                    )
                    if found:
                        return found
                break
    return None


ROLES: dict[str, tuple[str, ...]] = {
    called.strip(): tuple(word.strip() for word in known.split(","))
    for called, _, known in (line.partition("|") for line in lines("roles"))
}
