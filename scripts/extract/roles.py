"""What a person may be called without a name: by his posts, and by the words for them in `data/roles.txt`."""

from __future__ import annotations

from scripts.extract.lexicon import words
from scripts.extract.names import Person
from scripts.extract.peers import PEERS
from scripts.extract.posts import post_of
from scripts.extract.text import Text
from scripts.extract.titles import HEADS, RANKS, ROLES

_KINDS = words("titles", "kinds")


def is_plural(words: list[str]) -> bool:
    """Whether a phrase speaks of several: "officials on both sides", "the ministers"."""
    head = next((n for n, word in enumerate(words) if n and word in _JOINTS), len(words))
    noun = words[head - 1]
    return (
        noun.endswith("s")
        and noun not in ("affairs", "guards", "forces", "minister's", "boss")
        and noun.removesuffix("s") in HEADS
    ) or (words[0].endswith("s") and words[0].removesuffix("s") in HEADS)


_JOINTS = frozenset(("of", "for", "in", "on", "at", "from", "to", "with", "and"))


def _ranks(title: str) -> bool:
    return all(word in RANKS for word in title.lower().replace(".", "").split())


def untitled(person: Person) -> bool:
    """Whether no post is printed with a name, at most a rank or "colleague"."""
    return all(
        _ranks(title) or not PEERS.isdisjoint(title.lower().split()) for title in person.titles
    )


def complete(person: Person, title: str) -> None:
    """Add a fuller title to those printed beside a name: "interior minister" to "minister"."""
    plain = [t for t in person.titles if not _ranks(t)]
    paraphrase = plain and title.lower() in ROLES and title.lower().startswith("head of ")
    known = any(t.lower() == title.lower() for t in plain)
    if all(len(t.split()) < 2 for t in plain) and not paraphrase and not known:
        person.titles.insert(0, title)


def shown(text: Text, first: int, last: int) -> str:
    """A title as printed, without its article and state."""
    return post_of(text, first, last).title or ""


def roles_called(phrase: str) -> tuple[str, ...]:
    """What titles a person may have who is called so: by the longest entry of the list that the phrase holds."""
    if phrase in ROLES:
        return ROLES[phrase]
    head = phrase
    for joint in (" of ", " for ", " in ", " at "):
        head = head.partition(joint)[0]
    best = ""
    for alias in ROLES:
        if len(alias) > len(best) and (head == alias or head.endswith(f" {alias}")):
            best = alias
    return ROLES.get(best, ())


def may_be_called(
    person: Person, phrase: str, called: tuple[str, ...], country: str | None
) -> bool:
    """Whether a phrase with these roles, `called`, and this state may mean a person."""
    if country and person.country and country != person.country:
        return False
    if not person.titles:
        return False
    roles = person.roles().replace("defence", "defense").replace("'s", "")
    phrase = phrase.replace("defence", "defense")
    if "deputy" in roles and "minister" in phrase and "deputy" not in phrase and not country:
        return False
    if has_role(person, called):
        # "the foreign minister" is no interior minister
        words = [w for w in phrase.split() if w in _KINDS]
        return all(w in roles for w in words) or not any(w in roles for w in _KINDS)
    heads = [w for w in phrase.split() if w in HEADS]
    if "'s" in phrase and phrase.split()[-1] not in roles:
        return False
    return (
        bool(heads)
        and all(w in roles for w in heads if w not in RANKS)
        and any(w in roles for w in heads)
        and all(w in roles for w in phrase.split() if w in _KINDS)
    )


def has_role(person: Person, called: tuple[str, ...]) -> bool:
    """Whether a person has one of several roles."""
    roles = f" {person.roles().replace('defence', 'defense')}"
    return any(f" {word.replace('defence', 'defense')}" in roles for word in called)
