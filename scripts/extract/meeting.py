"""A meeting as an article reports it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scripts.extract.names import Person
from scripts.extract.parties import Party


@dataclass(slots=True)
class Meeting:
    """A meeting as the article reports it; kinds and statuses are those of the vocabularies."""

    kind: str
    status: str
    parties: list[Party]
    at: int
    """Token that tells of it."""
    date: str | None = None
    place: str | None = None
    inferred: bool = False
    """Whether the day is that of the scene, not of the sentence."""
    undated: bool = False
    """Whether the days of its sentence are not its own: "before he leaves on Wednesday"."""
    hinted: bool = False
    """Whether only a topic tells of it, so that it may be one told of before: "A and B discussed the border"."""
    follows: bool = False
    """Whether those of the meeting told of before take part as well: "after that meeting, ..."."""

    @property
    def participants(self) -> list[str]:
        """The names of the parties, or the words for those without one."""
        return [party if isinstance(party, str) else party.name for party in self.parties]

    @property
    def persons(self) -> list[Person]:
        """The parties that the article names."""
        return persons_of(self.parties)


def persons_of(parties: Iterable[Party]) -> list[Person]:
    """Those of several parties whom the article names."""
    return [party for party in parties if isinstance(party, Person)]


def one_each(
    kind: str, status: str, subject: list[Party], others: list[Party], at: int
) -> list[Meeting]:
    """A meeting for each counterpart; none without somebody on both sides."""
    if not subject:
        return []
    return [
        Meeting(kind, status, [*subject, other], at) for other in others if other not in subject
    ]
