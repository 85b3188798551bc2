"""Who takes part in what a sentence tells: its subject, its objects, the party behind "with"."""

from __future__ import annotations

from dataclasses import dataclass

from scripts.extract.clauses import clause_follows, main_subject
from scripts.extract.gazetteer import country_of
from scripts.extract.grammar import AUXILIARIES, WEEKDAYS, is_adverb
from scripts.extract.lexicon import words
from scripts.extract.names import Person
from scripts.extract.phrases import phrase_after
from scripts.extract.speakers import Speakers
from scripts.extract.subject_before import left_subject
from scripts.extract.text import QUOTE, STOPS, WORD, Text
from scripts.extract.titles import BEFORE, HEADS

Span = tuple[int, int]
Party = Person | str
"""A person, or the words for somebody whom the article does not name."""
_PLANS = words("meetings", "future") | {"to", "set", "also"}
_ENDS = words("meetings", "ends")
_THEN = words("meetings", "then")
_UNNAMED = words("meetings", "unnamed")
_REACH = 45
_VAGUE = frozenset(("number", "several", "some", "other", "officials"))


@dataclass(slots=True)
class Sentence:
    """A sentence of an article, and who is who in it."""

    text: Text
    speakers: Speakers
    number: int
    first: int
    last: int

    @property
    def low(self) -> list[str]:
        """The words of the article in lower case."""
        return self.text.low

    def before(self, i: int, reach: int) -> list[str]:
        """The words before token i, so many at most."""
        return self.text.low[max(self.first, i - reach) : i]

    def behind(self, i: int, reach: int) -> list[str]:
        """The words from token i on, so many at most."""
        return self.text.low[i : min(self.last + 1, i + reach)]

    def persons(self) -> list[Person]:
        """The persons whom the sentence names."""
        return self.speakers.inside(self.first, self.last)

    def owner(self, i: int) -> list[Party]:
        """Whose the noun at token i is: "Khalid's visit", "his visit"."""
        if i == self.first:
            return []
        before = self.low[i - 1]
        person = self.speakers.by_token.get(i - 1) if before.endswith(("'s", "s'")) else None
        if person is not None:
            return [person]
        return [*self.speaker()] if before in ("his", "her") else []

    def speaker(self) -> list[Person]:
        """Who speaks in the sentence, or is its subject."""
        person = self.speakers.spoke.get(self.number) or self.speakers.subject(self.number)
        return [person] if person else []

    def subject_span(self, i: int) -> Span | None:
        """The words for who acts in the verb at token i."""
        j = i
        while j > self.first and (
            is_adverb(self.low[j - 1])
            or self.low[j - 1] in AUXILIARIES
            or self.low[j - 1] in _PLANS
        ):
            j -= 1
        return left_subject(self.text, j, self.first) or main_subject(self.text, self.first, i)

    def subject(self, i: int) -> list[Party]:
        """Who acts in the verb at token i."""
        span = self.subject_span(i)
        return self.parties(*span) if span else []

    def parties(self, first: int, last: int) -> list[Party]:
        """The parties that a list of phrases names, each person once."""
        inside = self.speakers.inside(first, last)
        if inside:
            return [*inside, *self._by_title(first, last, inside)]
        low = self.low
        if low[first] == "both" or low[first : first + 2] == ["the", "two"]:
            return [*self.speakers.two_before(first)]
        person = self.speakers.of((first, last), self.number).person
        if person is not None:
            return [person]
        several = self.by_states(first, last)
        if several:
            return list(several)
        return [words for a, b in self._listed(first, last) if (words := self._post(a, b))]

    def by_states(self, first: int, last: int) -> list[Person]:
        """Who holds a post in each of several states: "the foreign ministers of Iran and Iraq"."""
        low = self.low
        plural = next(
            (i for i in range(first, last + 1) if low[i].endswith("s") and low[i][:-1] in HEADS),
            None,
        )
        states = [c for i in range(first, last + 1) if (c := country_of(low[i]))]
        if plural is None or len(states) < 2:
            return []
        kind = low[plural - 1] if plural > first and low[plural - 1] in BEFORE else None
        return self.speakers.holders(low[plural][:-1], kind, states, first)

    def object(self, i: int) -> list[Party]:
        """The parties that begin at token i, each of a list its own."""
        low = self.low
        end = i
        while end <= self.last and end < i + _REACH and not self._ends_object(i, end):
            end += 1
        end -= 1
        while end >= i and low[end] in (",", "and"):
            end -= 1
        named = self.parties(i, end) if end >= i else []
        more = self._behind_day(end + 1) if named else None
        return [*named, *(p for p in self.object(more) if p not in named)] if more else named

    def _behind_day(self, i: int) -> int | None:
        """Where a list goes on behind a day: "A on Wednesday and B later in the week"."""
        low = self.low
        day = low[i : i + 1] == ["on"] and low[i + 1] in WEEKDAYS and low[i + 2 : i + 3] == ["and"]
        titled = day and i + 4 <= self.last and self.text.capital[i + 3]
        return i + 3 if titled else None

    def host(self, i: int) -> list[Party]:
        """The other party of "in a meeting with X": the subject of the sentence, or who acts in it."""
        for span in (main_subject(self.text, self.first, i - 1), self._subject_behind(i)):
            if span is not None and (parties := self.parties(*span)):
                return parties
        spoke = self.speakers.spoke
        person = self.speakers.subject(self.number) or next(
            (spoke[n] for n in range(self.number, max(-1, self.number - 3), -1) if n in spoke), None
        )
        return [person] if person else []

    def sends(self, span: Span | None) -> bool:
        """Whether words speak of a delegation or post whose holder is not named."""
        return span is not None and not _UNNAMED.isdisjoint(self.low[span[0] : span[1] + 1])

    def _ends_object(self, begin: int, i: int) -> bool:
        text, low, last = self.text, self.low, self.last
        word = low[i]
        if word in STOPS:
            return not (word == "." and i > begin and len(low[i - 1]) < 5)
        if text.kind[i] == QUOTE:
            return True
        if word in _ENDS and i > begin:
            return not (word in ("for", "to") and low[i - 1] in HEADS)
        if word == "," and i < last and clause_follows(text, i + 1, last):
            return True
        return word == "and" and i < last and low[i + 1] in _THEN

    def _listed(self, first: int, last: int) -> list[Span]:
        """The members of a list parted by commas and "and"."""
        spans = []
        start = first
        for k in range(first, last + 2):
            if k == last + 1 or self.low[k] in (",", "and"):
                if start < k:
                    spans.append((start, k - 1))
                start = k + 1
        return spans

    def _post(self, first: int, last: int) -> str | None:
        """A post whose holder the article does not name, as printed."""
        low = self.low
        said = [low[i] for i in range(first, last + 1) if self.text.kind[i] == WORD]
        if HEADS.isdisjoint(said) or not _VAGUE.isdisjoint(said):
            return None
        while first < last and low[first] in ("the", "a", "an", "with"):
            first += 1
        return " ".join(self.text.words_of(first, last).split())

    def _by_title(self, first: int, last: int, inside: list[Person]) -> list[Person]:
        """Who stands in a list by a title alone: "A, the head of B, and the Iranian minister"."""
        found: list[Person] = []
        for a, b in self._listed(first, last):
            if self.low[a] in ("the", "his", "its") and not any(
                i in self.speakers.by_token for i in range(a, b + 1)
            ):
                person = self.speakers.of((a, b), self.number).person
                if person is not None and person not in inside and person not in found:
                    found.append(person)
        return found

    def _subject_behind(self, i: int) -> Span | None:
        """The subject behind a comma: "In a meeting with X, Y said"."""
        text = self.text
        for j in range(i, self.last + 1):
            if text.low[j] == ",":
                span = phrase_after(text, j + 1, self.last)
                if (
                    span is not None
                    and span[1] < self.last
                    and text.kind[span[1] + 1] == WORD
                    and text.low[span[1] + 1] != "and"
                ):
                    return span
        return None
