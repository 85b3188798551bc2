"""Of which state a person is, where the words of his own post do not tell."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise

from scripts.extract.gazetteer import CAPITALS, CITIES, NAMES, country_of, place_at
from scripts.extract.lexicon import lines, words
from scripts.extract.names import Person
from scripts.extract.peers import NEAR, PEERS, holds_peer_post, peer_country, peer_post
from scripts.extract.text import STOPS, Text
from scripts.extract.titles import BEFORE, HEADS, is_rank
from scripts.extract.tokens import places

OTHER_SIDE = {"IRN": "IRQ", "IRQ": "IRN"}
"""Of each of the two states, the other."""
_ABROAD = words("given_names", "abroad")
_PRIVATE = words("titles", "private") | words("titles", "parties")
_CIVIL = words("titles", "civil")
_FOREIGN = words("titles", "abroad")
_DEPENDENT = words("titles", "dependent")
_BODIES = words("titles", "bodies")
_UNIQUE = words("titles", "unique")
_OFFICES = [tuple(part.strip() for part in line.split("|")) for line in lines("offices")]
_OUTLETS = [tuple(part.strip() for part in line.split("|")) for line in lines("outlets")]
_FACTIONS = words("titles", "factions")
_LEADING = frozenset(
    ("heads", "leads", "commands", "chairs", "runs", "represents", "governs", "headed", "led")
)
_PEER_NAME = 8
"""Tokens behind "counterpart" within which his own name begins."""
_AND_REACH = 6
_LEAD_REACH = 80
"""Tokens back to the sentence that names the posts of those who are named next."""
_LED = frozenset(("led", "headed", "by", "under", "including", "from"))
_LED_REACH = 14
"""Tokens from a delegation to the name of who leads it."""
_BODY_REACH = 90
"""Tokens back to the body for which somebody speaks."""
_CLAUSE = 16
"""Tokens of the clause behind a name that tells what somebody heads."""
_HEADLINES = 3
"""Paragraphs in which a post is looked up for its state."""
_HEADLINE_REACH = 400
"""Tokens in which it is looked up at most."""
_TRIES = 40
"""Places in an article at which a post is looked up for its state."""


def infer_countries(text: Text, persons: list[Person]) -> None:
    """States of persons whose posts name none.

    They come from the clause behind the name, the other side, the headline, the body for which somebody speaks, the
    office, or the state in which the news is set.
    """
    home = _home(text)
    for person in persons:
        if person.country is None:
            person.country = _by_peer(text, person) or _by_clause(text, person, home)
    for person in persons:
        if person.country is None and person.titles:
            person.country = _by_office(person)
    _coordinate(text, persons)
    _from_lead(text, persons)
    _by_company(text, persons)
    _by_other_side(text, persons)
    for number, person in enumerate(persons):
        if person.country is None and person.titles:
            person.country = (
                _by_headline(text, person, persons)
                or _by_destination(text, person)
                or _by_side(text, person)
                or _by_place(text, person)
                or _by_body(text, person)
                or _by_rival(person, near(persons, number))
                or _by_first(person, persons)
            )
            if person.country is None:
                person.country = _by_home(person, home, near(persons, number))
                person.weak = person.country is not None
    _coordinate(text, persons)
    for number, person in enumerate(persons):
        if person.country is None and holds_peer_post(person):
            person.country = OTHER_SIDE.get(peer_country(text, person, near(persons, number)) or "")
        if holds_peer_post(person):
            # until the titles are settled he can be called by the other side's post
            post = peer_post(text, person, near(persons, number))
            if post:
                person.styles.append(post)


def near(persons: list[Person], number: int) -> list[Person]:
    """The persons first named before and behind one, as many as count."""
    return persons[max(0, number - NEAR) : number + NEAR]


def settle_titles(text: Text, persons: list[Person]) -> None:
    """Give counterparts the post of the other side, and put the fullest title of each person first."""
    for number, person in enumerate(persons):
        other = [t for t in person.titles if PEERS.isdisjoint(t.lower().split())]
        if len(other) < len(person.titles):
            post = peer_post(text, person, near(persons, number))
            plain = [t for t in other if not is_rank(t)]
            if post and all(post.lower().endswith(t.lower()) for t in plain):
                other.insert(0, post)
        person.titles = sorted(other, key=lambda t: (is_rank(t), -min(len(t.split()), 7)))


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
                person.country = OTHER_SIDE.get(next(iter(sides)))


def _governs(title: str) -> bool:
    """Whether a title is a state's, as far as its words tell: "head of the Fatah Coalition" is none."""
    said = title.lower().replace(".", "").split()
    return _PRIVATE.isdisjoint(said) and not _CIVIL.issuperset(said)


def _by_peer(text: Text, person: Person) -> str | None:
    """As in "his Iraqi counterpart", "her Iraqi colleague"."""
    low = text.low
    for first, last in person.posts:
        peer = next((i for i in range(last, first - 1, -1) if low[i] in PEERS), None)
        if peer is not None:
            return next(
                (c for i in range(peer - 1, first - 1, -1) if (c := country_of(low[i]))), None
            )
    return None


def _by_clause(text: Text, person: Person, home: str | None) -> str | None:
    """As in "X, who heads the Iranian committee", "President X of Iraq"; who heads what else is at home."""
    low = text.low
    for start, end in person.spans[:4]:
        if start and text.capital[start - 1] and (found := country_of(low[start - 1])):
            # "Iran's Rezaei"
            return found
        i = end + 1
        last = min(len(low), i + _CLAUSE) - 1
        if low[i : i + 1] in (["of"], ["for"]):
            for k in (i + 1, i + 2):
                if k <= last and (place := place_at(low, k, last)) is not None:
                    return place[1]
        if low[i : i + 2] == [",", "who"] and not _LEADING.isdisjoint(low[i + 2 : i + 5]):
            for k in range(i + 3, last + 1):
                if low[k] == "," or low[k] in STOPS:
                    break
                if (place := place_at(low, k, last)) is not None:
                    return place[1]
            return home
    return None


def _by_headline(text: Text, person: Person, persons: list[Person]) -> str | None:
    """The state before the same post elsewhere: "Iraq's foreign minister" in the headline."""
    head = person.titles[0].lower().split()
    low = text.low
    i = 0
    reach = min(text.paragraphs[:_HEADLINES][-1][1] + 1, _HEADLINE_REACH)
    early = persons[: 2 * NEAR]
    for _ in range(_TRIES):
        try:
            i = low.index(head[0], i + 1, reach)
        except ValueError:
            return None
        found = country_of(low[i - 1]) if low[i : i + len(head)] == head else None
        if found and not any(a <= i <= b for p in early if p is not person for a, b in p.posts):
            return found
    return None


def _by_destination(text: Text, person: Person) -> str | None:
    """The state of a host: "an invitation from President X to visit Tehran"."""
    first = person.spans[0][1] + 1
    ahead = text.low[first : first + 8]
    if "visit" not in ahead:
        return None
    return next((c for word in ahead[ahead.index("visit") :] if (c := country_of(word))), None)


def _by_side(text: Text, person: Person) -> str | None:
    """As in "The Iraqi side was headed by National Security Adviser X"."""
    start = person.spans[0][0]
    for i in range(start - 1, max(1, start - 14), -1):
        if text.low[i] in ("side", "delegation", "team"):
            return country_of(text.low[i - 1])
        if text.low[i] in (".", ",", "\n"):
            return None
    return None


def _by_place(text: Text, person: Person) -> str | None:
    """As in "In Baghdad, government spokesman X said"."""
    first, _ = text.sentence_at(person.spans[0][0])
    if text.low[first] != "in" or not _governs(person.titles[0]) or _is_foreign(person):
        return None
    place = place_at(text.low, first + 1, min(first + 4, len(text.low) - 1))
    comma = first + 1 + place[0] if place else 0
    return place[1] if place and text.low[comma : comma + 1] == [","] else None


def _is_foreign(person: Person) -> bool:
    return not _FOREIGN.isdisjoint(person.titles[0].lower().split())


def _by_body(text: Text, person: Person) -> str | None:
    """The state of the body for which somebody speaks, named before him outside quotations.

    As in "The Iraqi embassy denied it. ... , ambassador X insisted"; for other posts only in the same sentence, as in
    "a delegation of the Iranian Interior Ministry led by Deputy Minister X".
    """
    low = text.low
    start = person.spans[0][0]
    said = _BODIES.intersection(person.titles[0].lower().split())
    speaks_for = not _DEPENDENT.isdisjoint(person.titles[0].lower().split())
    if not speaks_for and not _governs(person.titles[0]):
        return None
    floor = max(0, start - _BODY_REACH)
    for i in range(start - 1, floor - 1, -1):
        if not speaks_for and (low[i] in STOPS or low[i] == "\n" or start - i > _LED_REACH):
            return None
        if (
            low[i] in _BODIES
            and (not said or low[i] in said or not speaks_for)
            and (speaks_for or not _LED.isdisjoint(low[i:start]))
            and (text.quotation[i] < 0 or text.quotation[i] == text.quotation[start])
        ):
            for k in range(i - 1, max(floor, i - 5) - 1, -1):
                if low[k] in STOPS or low[k] in (",", "\n"):
                    break
                if found := country_of(low[k]):
                    return found
    return None


def _by_rival(person: Person, others: list[Person]) -> str | None:
    """The other side, where somebody of this one holds the same post, which only one of a state holds at a time."""
    post = _unique(person.titles[0])
    if post is None:
        return None
    sides = {
        other.country
        for other in others
        if other is not person
        and other.country in OTHER_SIDE
        and not other.weak
        and any(_unique(title) == post for title in other.titles)
    }
    return OTHER_SIDE[sides.pop() or ""] if len(sides) == 1 else None


def _by_first(person: Person, persons: list[Person]) -> str | None:
    """Who only speaks for somebody, speaks for the one named first."""
    if not {"spokesman", "spokeswoman", "spokesperson"}.isdisjoint(
        person.titles[0].lower().split()
    ):
        first = persons[0]
        return first.country if first is not person and not first.weak else None
    return None


def _by_office(person: Person) -> str | None:
    """The one of two neighbours that has such an office, or sends an ambassador to the other."""
    said = person.titles[0].lower().split()
    if not _FOREIGN.isdisjoint(said) and ("to" in said or "in" in said):
        there = said[max(n for n, word in enumerate(said) if word in ("to", "in")) + 1 :]
        place = place_at(there, 0, len(there) - 1) if there else None
        return OTHER_SIDE.get(place[1]) if place else None
    title = " " + person.titles[0].lower().replace("’", "'").replace("'s", "") + " "
    return next((state for office, state in _OFFICES if f" {office} " in title), None)


def _by_home(person: Person, home: str | None, others: list[Person]) -> str | None:
    """The state in which the news is set, unless somebody of it holds the post already: then the other side."""
    title = person.titles[0]
    said = set(title.lower().split())
    if home is None or person.keys[0] in _ABROAD:
        return None
    if not _governs(title):
        return home if not _FACTIONS.isdisjoint(said) else None
    if _is_foreign(person):
        return OTHER_SIDE.get(home)
    post = _unique(title)
    taken = post and any(
        other is not person
        and other.country == home
        and any(_unique(t) == post for t in other.titles)
        for other in others
    )
    return OTHER_SIDE.get(home) if taken else home


def _unique(title: str) -> str | None:
    """The post that only one person of a state holds at a time, in one word for each; None for others."""
    said = title.lower().replace("defence", "defense").split(" of ")[0].split()
    if not said or not {"deputy", "vice", "former", "assistant"}.isdisjoint(said):
        return None
    if said[-1] == "minister" and len(said) > 1 and said[-2] in _UNIQUE:
        return said[-2]
    return (
        {"pm": "prime", "premier": "prime", "fm": "foreign"}.get(said[-1], said[-1])
        if said[-1] in _UNIQUE
        else None
    )


def _by_other_side(text: Text, persons: list[Person]) -> None:
    """As in "with his Iranian counterpart", whoever that is: the person named before is of the other side."""
    low = text.low
    firsts = [p.spans[0][0] for p in persons]
    for i in places(low, "counterpart"):
        if i < 2 or low[i - 2] not in ("his", "her"):
            continue
        side = country_of(low[i - 1])
        if side not in OTHER_SIDE:
            continue
        at = bisect_left(firsts, i)
        nearby = persons[max(0, at - NEAR) : at + NEAR]
        first, last = text.sentence_at(i)
        here = [p for p in nearby if any(not i < a < i + _PEER_NAME for a in p.starts(first, last))]
        known = here or [p for p in nearby if p.spans[0][0] < i]
        titled = [p for p in known if p.titles and not is_rank(p.titles[0])]
        if titled:
            latest = max(titled, key=lambda p: p.spans[bisect_left(p.spans, (i, 0)) - 1])
            latest.country = latest.country or OTHER_SIDE[side]


def _coordinate(text: Text, persons: list[Person]) -> None:
    """As in "Iraqi Prime Minister A and National Security Adviser B", "the ministers of Iran and Iraq, A and B"."""
    low = text.low
    for before, person in pairwise(persons):
        first, last = before.spans[0][1] + 1, person.spans[0][0] - 1
        if first > last or last - first > 12 or low[first] not in ("and", ","):
            continue
        post = next((p for p in person.posts if p[1] <= person.spans[0][0]), None)
        if person.country is None and before.country and post and _governs(person.titles[0]):
            lead = first + 2 if low[first : first + 2] == [",", "and"] else first + 1
            behind = low[person.spans[0][1] + 1 : person.spans[0][1] + 2]
            listed = low[first] == "and" or lead > first + 1 or behind in ([","], ["and"])
            if listed and post[0] in (lead, lead + 1):
                person.country = before.country
        shared = next((p for p in before.posts if p[1] <= before.spans[0][0]), None)
        if last == first and shared and not person.titles:
            _share_post(text, shared, before, person)


def _by_company(text: Text, persons: list[Person]) -> None:
    """As in "X is accompanied by Minister A and B", "A, an adviser to X": of the state of X."""
    for number, person in enumerate(persons):
        if person.country is not None or not person.titles:
            continue
        known = [p for p in near(persons, number) if p is not person and p.country]
        said = person.titles[0].lower().split()
        if "to" in said:
            served = next((p for p in known if said[-1] == p.keys[-1]), None)
            if served is not None:
                person.country = served.country
                continue
        start = person.spans[0][0]
        first = max(text.sentence_at(start)[0], start - _COMPANY)
        if text.low[first:start].count("accompanied") == 1:
            at = text.low.index("accompanied", first, start)
            lead = [p for p in known if any(at - _COMPANY < a < at for a, _ in p.spans)]
            if lead and text.low[at + 1] == "by":
                person.country = lead[-1].country


_COMPANY = 25
"""Tokens on either side of "accompanied by" within which those stand whom it joins."""


def _from_lead(text: Text, persons: list[Person]) -> None:
    """As in "The border commanders of Iran and Iraq met. General A and General B examined ..."."""
    low = text.low
    for one, other in pairwise(persons[: 2 * NEAR]):
        first, last = one.spans[0][1] + 1, other.spans[0][0]
        if last - first > _AND_REACH or low[first : first + 1] != ["and"]:
            continue
        if any(p.country or any(not is_rank(t) for t in p.titles) for p in (one, other)):
            continue
        start = one.spans[0][0]
        for i in range(start - 1, max(0, start - _LEAD_REACH), -1):
            if low[i].endswith("s") and low[i][:-1] in HEADS and low[i + 1 : i + 2] == ["of"]:
                _share_post(text, (max(0, i - 3), min(start - 1, i + 7)), one, other)
                break


def _share_post(text: Text, shared: tuple[int, int], one: Person, other: Person) -> None:
    """As in "the foreign ministers of Iran and Iraq, A and B"."""
    low = text.low
    states = [c for i in range(shared[0], shared[1] + 1) if (c := country_of(low[i]))]
    plural = next(
        (
            i
            for i in range(shared[0], shared[1] + 1)
            if low[i].endswith("s") and low[i][:-1] in HEADS
        ),
        None,
    )
    if plural is None or len(states) != 2:
        return
    start = plural
    while start > shared[0] and low[start - 1] in BEFORE:
        start -= 1
    title = text.words_of(start, plural)[:-1]
    one.titles, other.titles = [title], [title]
    one.country, other.country = states


def _home(text: Text) -> str | None:
    """The state in which the news is set: of the town in the dateline, else that of headline and first town alike."""
    low = text.low
    for first, last in text.paragraphs[:8]:
        for i in range(first + 1, min(last, first + 10) + 1):
            if low[i] in ("–", "—", "--", "-"):
                for j in range(first, i):
                    found = CAPITALS.get(low[j]) or CITIES.get(low[j]) or NAMES.get(low[j])
                    if found:
                        return found
                break
    named = town = None
    for first, last in text.paragraphs[:4]:
        for i in range(first, min(last, first + 40) + 1):
            if text.capital[i] and text.quotation[i] < 0:
                bare = low[i].removesuffix("'s")
                named = named or country_of(bare)
                town = town or CAPITALS.get(bare) or CITIES.get(bare)
    if named == town or town in OTHER_SIDE:
        # "Iraqi minister in Tehran": in Iran
        return town
    return next((state for outlet, state in _OUTLETS if outlet in text.vocabulary), None)
