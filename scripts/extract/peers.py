"""Counterparts: who is called by the post of somebody on the other side."""

from __future__ import annotations

from scripts.extract.gazetteer import country_of
from scripts.extract.lexicon import words
from scripts.extract.names import Person
from scripts.extract.text import Text
from scripts.extract.titles import is_rank

PEERS = words("titles", "peers")
NEAR = 40
"""Persons before and behind one, among whom his counterpart is looked for."""


def holds_peer_post(person: Person) -> bool:
    """Whether a person is printed as somebody's counterpart."""
    return any(_is_peer(title) for title in person.titles)


def _is_peer(title: str) -> bool:
    return not PEERS.isdisjoint(title.lower().split())


def _speaks_only(person: Person) -> bool:
    """Whether a person is a spokesman, who meets no counterpart."""
    return any(not _SPEAKING.isdisjoint(title.lower().split()) for title in person.titles)


_SPEAKING = frozenset(("spokesman", "spokeswoman", "spokesperson"))


def peer_post(text: Text, person: Person, others: list[Person]) -> str | None:
    """The post of the other side, of whom "his Iraqi counterpart" speaks; None if nobody has one."""
    other = _peer(text, person, others)
    if other is None:
        return None
    posts = [t for t in other.titles if not is_rank(t) and not _is_peer(t)]
    post = max(posts, key=lambda t: len(t.split())).partition(" to ")[0]
    return " ".join(word for word in post.split() if not country_of(word.lower()))


def peer_country(text: Text, person: Person, others: list[Person]) -> str | None:
    """The state of the other side; None if it is not known."""
    other = _peer(text, person, others)
    return other.country if other is not None else None


def _peer(text: Text, person: Person, others: list[Person]) -> Person | None:
    """Of those with a post and of another state, one of the same sentence, else the one named last before."""
    start = person.spans[0]
    titled = [
        p
        for p in others
        if p is not person
        and (p.country is None or p.country != person.country)
        and any(not is_rank(t) and not _is_peer(t) for t in p.titles)
    ]
    if not titled:
        return None
    titled = [p for p in titled if not _speaks_only(p)] or titled
    first, last = text.sentence_at(start[0])
    here = [p for p in titled if p.starts(first, last)]
    return max(
        here or titled,
        key=lambda p: max((s for s in p.spans[:40] if s < start), default=(-1, -1)),
    )
