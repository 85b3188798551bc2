"""Who speaks: from "he", "the Iranian minister" or a surname to the person whom the article names."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from scripts.extract.clauses import main_subject
from scripts.extract.gazetteer import country_of
from scripts.extract.names import Person
from scripts.extract.peers import holds_peer_post
from scripts.extract.reports import Found
from scripts.extract.roles import (
    complete,
    has_role,
    is_plural,
    may_be_called,
    roles_called,
    shown,
    untitled,
)
from scripts.extract.text import WORD, Text
from scripts.extract.titles import HEADS, RANKS

Span = tuple[int, int]
_HE = frozenset(("he", "she", "him", "himself", "herself", "his", "her"))
_CLAUSES = frozenset(("who", "which"))
_IT = frozenset(("it", "they", "we", "i", "you", "who", "which", "that"))
_INDEFINITE = frozenset(
    (
        "a",
        "an",
        "some",
        "several",
        "many",
        "another",
        "two",
        "three",
        "one",
        "no",
        "few",
        "other",
        "others",
    )
)
_LEADING = frozenset(("asked", "referring", "pointing", "speaking", "addressing", "quoted"))
"""Before a comma and the subject."""
_BACK = 14
"""Sentences that a pronoun is traced back."""
_TWO_REACH = 150
"""Tokens back to whom "the two" means."""
_NEAR = 80
"""Persons among whom the owner of a pronoun or title is looked for."""
_AHEAD = 8
"""Sentences within which a post without a name may be followed by its holder's name."""


@dataclass(slots=True)
class Speaker:
    """Who speaks: a person of the article, or the words printed for a body; `basis` as in the annotation guide."""

    person: Person | None
    name: str | None
    basis: str


class Speakers:
    """Resolves the speakers of one article in the order of its sentences."""

    def __init__(self, text: Text, persons: list[Person], found: list[Found]) -> None:
        self.text = text
        self.persons = persons
        self._firsts = [person.spans[0][0] for person in persons]
        self.by_token: dict[int, Person] = {}
        self.name_end: dict[int, int] = {}  # token of a name -> the last token of it
        for person in persons:
            for first, last in person.spans:
                for i in range(first, last + 1):
                    self.by_token[i] = person
                    self.name_end[i] = last
            for first, last in person.posts:
                for i in range(first, last + 1):
                    self.by_token.setdefault(i, person)
        # sentence -> the last person who spoke in it; None for one whom the article never names
        self.spoke: dict[int, Person | None] = {}
        self.body: str | None = None
        self._subjects: dict[int, Person | None] = {}
        self._busy: set[int] = set()
        self.voices = {
            id(p)
            for f in found
            if f.speaker
            for i in range(f.speaker[0], f.speaker[1] + 1)
            if (p := self.by_token.get(i))
        }

    def resolve(self, statement: Found, sentence: int) -> Speaker:
        """The speaker of a statement; to be asked in the order of the text."""
        if statement.speaker is None:
            return Speaker(None, None, "none")
        content = statement.content
        # "A and B will chair the meeting, he noted": neither of them
        told = bool(content) and content[-1][1] < statement.speaker[0]
        speaker = self.of(statement.speaker, sentence, told=told)
        if speaker.person is not None:
            self.spoke[sentence] = speaker.person
        elif speaker.basis == "unnamed":
            self.spoke[sentence] = None
        elif speaker.name:
            self.body = speaker.name
        return speaker

    def of(self, span: Span, sentence: int, *, told: bool = False) -> Speaker:
        """The party that a span of tokens in a sentence means; `told` if what he says stands before him."""
        text = self.text
        low = text.low
        first, last = span
        if first == last and low[first].split("'")[0] in _HE:
            person = self._before(first, sentence, told=told)
            return Speaker(person, person.name if person else None, "pronoun")
        if first == last and low[first] in _IT:
            return Speaker(None, self.body if low[first] == "it" else None, "pronoun")
        named = self._named(first, last)
        if named is not None:
            return Speaker(named, named.name, "named")
        person = self._by_post(first, last, sentence)
        if person is not None:
            return Speaker(person, person.name, "title")
        if low[first] in _INDEFINITE and any(
            low[i].removesuffix("s") in HEADS for i in range(first, last + 1)
        ):
            return Speaker(None, None, "unnamed")
        name = self._body(first, last)
        if first < last and low[first] == "the" and low[last] in HEADS:
            return Speaker(None, None, "unnamed")
        return Speaker(None, name, "printed")

    def inside(self, first: int, last: int) -> list[Person]:
        """The persons whose names begin within a range of tokens, each once, in order."""
        out: list[Person] = []
        for i in range(first, last + 1):
            if i in self.name_end and (person := self.by_token[i]) not in out:
                out.append(person)
        return out

    def named_before(self, token: int, count: int) -> list[Person]:
        """The persons first named last before a token, so many at most, in order."""
        at = bisect_left(self._firsts, token)
        return self.persons[max(0, at - count) : at]

    def two_before(self, token: int) -> list[Person]:
        """The two persons spoken of last before a token; none if there are not two nearby."""
        found: list[Person] = []
        for i in range(token - 1, max(-1, token - _TWO_REACH), -1):
            person = self.by_token.get(i)
            if person is not None and person not in found:
                found.insert(0, person)
                if len(found) > 1:
                    sides = {person.country for person in found}
                    return found if len(sides) == 2 and None not in sides else []
        return []

    def holders(self, head: str, kind: str | None, states: list[str], token: int) -> list[Person]:
        """Who holds a post in each of several states: "the Iraqi and Iranian ministers"."""
        found: list[Person] = []
        near = self._near(token)
        for state in dict.fromkeys(states):
            fits = [p for p in near if p.country == state and head in p.roles()]
            exact = [p for p in fits if kind is None or kind in p.roles()] or fits
            if exact:
                before = [p for p in exact if p.spans[0][0] < token]
                found.append(
                    max(before, key=lambda p: _last_before(p, token)) if before else exact[0]
                )
        return found if len(found) > 1 else []

    def _named(self, first: int, last: int) -> Person | None:
        for i in range(first, last + 1):
            person = self.by_token.get(i)
            end = self.name_end.get(i)
            if person is None or end is None:
                continue
            # "Shamkhani's deputy" is another person
            if self.text.low[end].endswith("'s") and end < last and self.text.low[end + 1] != ",":
                continue
            if (
                i > first
                and self.text.low[first] in ("a", "an")
                and "," not in self.text.low[first:i]
                and any(self.text.low[k] in ("to", "of", "for") for k in range(first, i))
            ):
                continue
            return person
        return None

    def _body(self, first: int, last: int) -> str | None:
        text = self.text
        if text.low[first] in ("the", "a", "an") and first < last:
            first += 1
        last = next((i - 1 for i in range(first + 1, last + 1) if text.low[i] in _CLAUSES), last)
        if not any(text.capital[i] for i in range(first, last + 1)):
            return None
        return " ".join(text.words_of(first, last).split()).rstrip(",")

    def subject(self, sentence: int) -> Person | None:
        """The person who is the subject of a sentence, by name or title."""
        if sentence in self._subjects:
            return self._subjects[sentence]
        if sentence in self._busy or len(self._busy) > _BACK:
            return None
        self._busy.add(sentence)
        a, b = self.text.sentences[sentence]
        low = self.text.low
        if low[a] in _LEADING and "," in low[a : b + 1]:
            # "Asked whether it would last, the minister smiled."
            a = low.index(",", a, b + 1) + 1
        span = main_subject(self.text, a, b) if a <= b else None
        person = None
        if span is not None:
            if self.text.low[span[0]] in _HE and span[0] == span[1]:
                person = self._before(span[0], sentence)
            else:
                person = self._named(*span) or self._by_post(span[0], span[1], sentence)
        self._busy.discard(sentence)
        self._subjects[sentence] = person
        return person

    def _before(self, token: int, sentence: int, *, told: bool = False) -> Person | None:
        """The person a pronoun means: who spoke or acted last, or is named before in the sentence."""
        if sentence in self.spoke:
            return self.spoke[sentence]
        a, _ = self.text.sentences[sentence]
        if token - a > 2 and not told:
            span = main_subject(self.text, a, token - 1)
            if span is not None and span[1] < token:
                person = self._named(*span) or self._head_of_office(*span)
                if person is not None:
                    return person
        for back in range(sentence - 1, max(-1, sentence - _BACK), -1):
            if back in self.spoke:
                return self.spoke[back]
            person = self.subject(back)
            if person is not None:
                return person
        earlier = [p for p in self._near(token) if p.spans[0][0] < token]
        return max(earlier, key=lambda p: _last_before(p, token)) if earlier else None

    def _head_of_office(self, first: int, last: int) -> Person | None:
        """Whose office speaks: "Khalid's office said he would go"."""
        if self.text.low[last] != "office":
            return None
        return next((p for i in range(first, last) if (p := self.by_token.get(i))), None)

    def _near(self, token: int) -> list[Person]:
        """The persons of whom a token may speak: all of an article, those named about it in a longer text."""
        if len(self.persons) <= _NEAR:
            return self.persons
        at = bisect_left(self._firsts, token)
        return self.persons[max(0, at - _NEAR // 2) : at + _NEAR // 2]

    def _by_post(self, first: int, last: int, sentence: int) -> Person | None:
        text = self.text
        low = text.low
        if low[first] in _INDEFINITE:
            return None
        # Only what stands before "of", "for", ",": "the commander of the guards, who"
        end = last
        for i in range(first, last + 1):
            if low[i] in (",", "who", "which", "("):
                end = i - 1
                break
        words: list[str] = []
        country: str | None = None
        beyond = False
        for i in range(first, end + 1):
            if text.kind[i] != WORD:
                continue
            if low[i] == "to":
                beyond = True
            found = country_of(low[i]) or country_of(low[i].removesuffix("s"))
            if found and not beyond:
                country = country or found
                continue
            words.append(low[i])
        if country is None and "kurdistan" in " ".join(low[first : end + 1]):
            country = "IRQ"
        phrase = " ".join(
            w for w in words if w not in ("the", "his", "her", "its", "their", "visiting", "then")
        )
        if not phrase or not any(w.removesuffix("s") in HEADS for w in words):
            return None
        near = self._near(first)
        if "counterpart" in words:
            others = [p for p in near if country is None or p.country == country]
            if not others:
                # whose state is not known or only guessed, is of that side
                acting = self.spoke.get(sentence) or self.subject(sentence)
                others = [
                    p
                    for p in near
                    if p is not acting and (p.country is None or p.weak) and p.titles
                ][-1:]
                for other in others:
                    other.country, other.weak = country, False
            return self._latest(others, first, sentence, other=True)
        if is_plural(words):
            return None
        fits = self._fitting(near, phrase, country)
        if fits and not (
            fits[0].spans[0][0] > last and self._spoke_before(near, country, sentence)
        ):
            person = self._latest(fits, first, sentence)
            if person is not None and not all(w in RANKS for w in words if w != "the"):
                complete(person, shown(text, first, end))
            if person is not None and country:
                person.country, person.weak = person.country or country, False
            return person
        person = self._spoke_before(near, country, sentence)
        if person is not None:
            person.titles.insert(0, shown(text, first, end))
            if country:
                person.country, person.weak = person.country or country, False
            return person
        return self._named_later(phrase, country, end, sentence, (first, end))

    def _fitting(self, near: list[Person], phrase: str, country: str | None) -> list[Person]:
        """Those who may be called so: by their posts, else by a post that is still to be settled."""
        called = roles_called(phrase)
        fits = [p for p in near if may_be_called(p, phrase, called, country)]
        if len(fits) > 1 and called:
            # "the top lawmaker" is the speaker, though others are lawmakers too
            fits = [p for p in fits if has_role(p, called)] or fits
        if country and any(p.country == country for p in fits):
            fits = [p for p in fits if p.country == country]
        if fits or country is None:
            return fits
        peers = [p for p in near if p.country == country and holds_peer_post(p)]
        if peers:
            return peers
        # The state of some is only a guess, and "the Iraqi minister" tells better.
        guessed = [p for p in near if p.weak and may_be_called(p, phrase, called, None)]
        for person in guessed[:1]:
            person.country = country
        return guessed[:1]

    def _spoke_before(
        self, near: list[Person], country: str | None, sentence: int
    ) -> Person | None:
        """Who spoke last, if no post is known of him and he may be of that state."""
        for back in range(sentence - 1, max(-1, sentence - 6), -1):
            if (person := self.spoke.get(back)) is not None:
                fits = (
                    untitled(person)
                    and person in near
                    and id(person) in self.voices
                    and (country is None or person.country in (None, country))
                )
                return person if fits else None
        return None

    def _latest(
        self, fits: list[Person], token: int, sentence: int, *, other: bool = False
    ) -> Person | None:
        if not fits:
            return None
        for back in range(sentence, max(-1, sentence - 4), -1):
            person = self.spoke.get(back)
            if person in fits and not other:
                return person
        if len(fits) > 1:
            for back in range(sentence - 1, max(-1, sentence - 6), -1):
                person = self.subject(back)
                if person in fits and not other:
                    return person
        before = [p for p in fits if p.spans[0][0] < token]
        if before:
            return max(before, key=lambda p: _last_before(p, token))
        return fits[0]

    def _named_later(
        self, phrase: str, country: str | None, end: int, sentence: int, post: Span
    ) -> Person | None:
        """A post in the lead whose holder is named without it further on."""
        if sentence > _AHEAD or not any(w in HEADS for w in phrase.split()):
            return None
        limit = self.text.sentences[min(len(self.text.sentences) - 1, sentence + _AHEAD)][1]
        for person in self._near(end):
            start = person.spans[0][0]
            plain = untitled(person) and id(person) in self.voices
            if (
                end < start <= limit
                and plain
                and (country is None or person.country in (None, country))
            ):
                person.titles.insert(0, shown(self.text, *post))
                person.posts.append(post)
                if country:
                    person.country, person.weak = person.country or country, False
                return person
            if end < start and id(person) in self.voices:
                return None
        return None


def _last_before(person: Person, token: int) -> Span:
    """The latest mention of a person before a token; his first if there is none."""
    at = bisect_left(person.spans, (token, token))
    return person.spans[max(0, at - 1)]
