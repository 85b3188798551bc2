"""Of which state a person is, and what his post is, where his own title does not tell."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise

from scripts.extract.gazetteer import CAPITALS, CITIES, NAMES, country_of
from scripts.extract.lexicon import words
from scripts.extract.names import Person
from scripts.extract.text import Text
from scripts.extract.titles import BEFORE, HEADS, is_rank
from scripts.extract.tokens import places


def infer_countries(text: Text, persons: list[Person]) -> None:
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
        if person.country is None and person.titles and not is_rank(person.titles[0]):
            person.country = (
                _by_headline(text, person, persons)
                or _by_destination(text, person)
                or _by_side(text, person)
                or _nearest_state(text, person)
                or (
                    dateline
                    if _governs(person.titles[0]) and person.keys[0] not in _ABROAD
                    else None
                )
            )
    side = next((p.country for p in persons if p.country in _SIDES), None)
    for number, person in enumerate(persons):
        if any("counterpart" in t.lower() for t in person.titles):
            # until the titles are settled he can be called by the other side's post
            post = _counterpart_post(person, _near(persons, number))
            if post:
                person.styles.append(post)
        if person.country is None and any("spokes" in t.lower() for t in person.titles):
            person.country = side


def _nearest_state(text: Text, person: Person) -> str | None:
    """The state named last before "the ministry's spokesman"."""
    if not person.titles[0].lower().startswith("ministry"):
        return None
    start = person.spans[0][0]
    for i in range(start - 1, max(-1, start - 30), -1):
        if text.capital[i] and (found := country_of(text.low[i])):
            return found
    return None


def _by_side(text: Text, person: Person) -> str | None:
    """As in "The Iraqi side was headed by National Security Adviser X"."""
    start = person.spans[0][0]
    for i in range(start - 1, max(1, start - 14), -1):
        if text.low[i] in ("side", "delegation", "team"):
            return country_of(text.low[i - 1])
        if text.low[i] in (".", ",", "\n"):
            return None
    return None


_NEAR = 40
"""Persons before and behind one, among whom his counterpart is looked for."""


def _near(persons: list[Person], number: int) -> list[Person]:
    return persons[max(0, number - _NEAR) : number + _NEAR]


def _counterpart_post(person: Person, persons: list[Person]) -> str | None:
    """The post of the other side: of the person named last before "his Iraqi counterpart"."""
    start = person.spans[0]
    titled = [
        p
        for p in persons
        if p is not person
        and (p.country is None or p.country != person.country)
        and any(not is_rank(t) and "counterpart" not in t.lower() for t in p.titles)
    ]
    if not titled:
        return None
    other = max(titled, key=lambda p: max((s for s in p.spans[:40] if s < start), default=(-1, -1)))
    posts = [t for t in other.titles if not is_rank(t) and "counterpart" not in t.lower()]
    post = max(posts, key=lambda t: len(t.split())).partition(" to ")[0]
    return " ".join(word for word in post.split() if not country_of(word.lower()))


def settle_titles(persons: list[Person]) -> None:
    """Give counterparts the post of the other side, and put the fullest title of each person first."""
    for number, person in enumerate(persons):
        other = [t for t in person.titles if "counterpart" not in t.lower()]
        if len(other) < len(person.titles) and not any(not is_rank(t) for t in other):
            post = _counterpart_post(person, _near(persons, number))
            if post:
                other.insert(0, post)
        person.titles = sorted(other, key=lambda t: (is_rank(t), -min(len(t.split()), 7)))


_SIDES = {"IRN": "IRQ", "IRQ": "IRN"}


def infer_sides(parties: Iterable[list[Person]]) -> None:
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
    """As in "with his Iranian counterpart", whoever that is: the person named before is of the other side."""
    low = text.low
    firsts = [p.spans[0][0] for p in persons]
    for i in places(low, "counterpart"):
        if i < 2 or low[i - 2] not in ("his", "her"):
            continue
        side = country_of(low[i - 1])
        if side not in _SIDES:
            continue
        at = bisect_left(firsts, i)
        before = [
            p
            for p in persons[max(0, at - _NEAR) : at]
            if p.country is None and p.titles and not is_rank(p.titles[0])
        ]
        if before:
            latest = max(before, key=lambda p: p.spans[bisect_left(p.spans, (i, 0)) - 1])
            latest.country = _SIDES[side]


def _coordinate(text: Text, persons: list[Person]) -> None:
    """As in "Iraqi Prime Minister A and National Security Adviser B", "the ministers of Iran and Iraq, A and B"."""
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
                while start > shared[0] and low[start - 1] in BEFORE:
                    start -= 1
                title = text.words_of(start, plural)[:-1]
                before.titles, person.titles = [title], [title]
                before.country, person.country = states


def _by_headline(text: Text, person: Person, persons: list[Person]) -> str | None:
    """The state before the same post elsewhere: "Iraq's foreign minister" in the headline."""
    head = person.titles[0].lower().split()
    low = text.low
    i = 0
    reach = min(text.paragraphs[:_HEADLINES][-1][1] + 1, _HEADLINE_REACH)
    early = persons[: 2 * _NEAR]
    for _ in range(_TRIES):
        try:
            i = low.index(head[0], i + 1, reach)
        except ValueError:
            return None
        found = country_of(low[i - 1]) if low[i : i + len(head)] == head else None
        if found and not any(a <= i <= b for p in early if p is not person for a, b in p.posts):
            return found
    return None


_HEADLINES = 3
"""Paragraphs in which a post is looked up for its state."""
_HEADLINE_REACH = 400
"""Tokens in which it is looked up at most."""


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
