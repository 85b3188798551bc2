"""When, where and through what something was said: the scene of each statement, as the article goes along.

A scene opens with a sentence that gives a day or tells of a meeting; what follows takes it over until the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dataset.curation.yaml_reader import Tree
from schema.meetings import Meeting
from scripts.candidates.material import HEADLINE, Material, Reading
from scripts.candidates.quoting import evidence
from scripts.guesses.codes import UNKNOWN, channel
from validation.quote_proof import Span
from validation.time_checks import surely_before, surely_outside

TELLS_OF_MEETING = re.compile(
    r"\b(?:met|meets?|meetings?|talks|visit(?:ed|ing|s)?|received|hosted|welcomed|reception"
    r"|phone|telephone|conversation|conference|interview(?:ed)?)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_BESIDE_DATE = 40
_DATELINE = 60
_DASH = re.compile(r"\A[^.!?\n]*\s[–—-]{1,2}\s")
_CHANNELS = {"press-conference": "press-conference", "interview": "interview"}

Found = Mapping[str, Any]


@dataclass(frozen=True)
class Scene:
    """What is known of the setting of a statement."""

    date: str | None = None
    date_basis: str | None = None
    date_evidence: Tree | None = None
    meeting_id: str | None = None
    channel: str = UNKNOWN
    guesses: tuple[str, ...] = ()


class Scenes:
    """Gives each statement of an article its scene, in the order of the text."""

    def __init__(
        self,
        material: Material,
        reading: Reading,
        officials: Sequence[Found],
        known: Mapping[str, Meeting],
        contents: Sequence[Span],
    ) -> None:
        self.material = material
        self.reading = reading
        self.officials = officials
        self.known = known
        self._is_content = bytearray(len(material.text))
        for span in contents:
            self._is_content[span.start : span.end] = b"\1" * (span.end - span.start)
        self._now = Scene()
        self._channel = UNKNOWN
        self._speaker: str | None = None
        self._read = -1

    def scene(self, found: Found) -> Scene:
        """The scene of the next statement."""
        at = (found["cue"] or found["content"][0])[0]
        if not self.reading.sentences or self._is_headline(at):
            return Scene(guesses=("channel",))
        sentence = self.reading.sentence_at(at)
        for between in range(self._read + 1, sentence):
            self._pass(between)
        if sentence > self._read:
            self._now = self._entered(sentence, found.get("speaker_id"))
            self._read = sentence
        heard = self._heard(self._outside(sentence), found.get("speaker_id"))
        self._speaker, self._channel = found.get("speaker_id"), heard.channel
        return heard

    def _is_headline(self, at: int) -> bool:
        regions = (r for r in self.material.regions if r.kind == HEADLINE)
        return any(region.span.start <= at < region.span.end for region in regions)

    def _pass(self, sentence: int) -> None:
        """A sentence without a statement: it opens a scene where it tells of a meeting."""
        if not TELLS_OF_MEETING.search(self._outside(sentence)):
            return
        met = self._fits({*self._persons(sentence)})
        if met is not None or self._printed_date(sentence) is not None:
            self._now = self._opened(sentence, met)

    def _entered(self, sentence: int, speaker: str | None) -> Scene:
        """The scene of a sentence with a statement: opened by it, or taken over."""
        met = None
        if TELLS_OF_MEETING.search(self._outside(sentence)):
            met = self._fits({speaker, *self._persons(sentence)} - {None})
            if met is not None and speaker not in _persons_of(self.known[met]):
                met = None
        if met is not None or self._printed_date(sentence) is not None:
            return self._opened(sentence, met)
        date = self._now.date
        return Scene(
            date,
            "inherited" if date is not None else None,
            meeting_id=self._now.meeting_id,
            guesses=("date",) if date is not None else (),
        )

    def _opened(self, sentence: int, meeting_id: str | None) -> Scene:
        """A new scene: its day is printed, or that of the meeting."""
        meeting = self.known.get(meeting_id or "")
        printed = self._printed_date(sentence)
        if printed is None:
            start = meeting.start if meeting is not None else None
            basis = "inherited" if start is not None else None
            return Scene(start, basis, meeting_id=meeting_id, guesses=("date",) if start else ())
        value, basis, quoted = printed
        if meeting and surely_outside(value, meeting.start, meeting.end or meeting.start):
            meeting_id = None
        return Scene(value, basis, quoted, meeting_id)

    def _fits(self, there: set[str | None]) -> str | None:
        """The one known meeting of which a sentence names most persons: two at least, or all; None for several."""
        counted = {
            id_: len(there & persons)
            for id_, meeting in self.known.items()
            if len(there & (persons := _persons_of(meeting))) >= max(1, min(2, len(persons)))
        }
        most = [id_ for id_, count in counted.items() if count == max(counted.values())]
        return most[0] if len(most) == 1 else None

    def _persons(self, sentence: int) -> Iterable[str]:
        span = self.reading.sentences[sentence]
        for official in self.officials:
            if official.get("id") and any(span.contains(Span(*s)) for s in official["spans"]):
                yield official["id"]

    def _outside(self, sentence: int) -> str:
        """A sentence with the contents blanked out: what they speak of is no setting."""
        span = self.reading.sentences[sentence]
        words = self.material.text[span.start : span.end]
        hidden = self._is_content[span.start : span.end]
        return "".join(" " if is_hidden else c for c, is_hidden in zip(words, hidden, strict=True))

    def _printed_date(self, sentence: int) -> tuple[str, str, Tree] | None:
        """The first day that a sentence prints outside of contents and not after publication, with its words."""
        published = self.material.published
        told, start = self._outside(sentence), self.reading.sentences[sentence].start
        for word, value in self.reading.dates(sentence):
            if told[word.start - start : word.end - start].isspace() or self._in_dateline(word):
                continue
            if published is not None and surely_before(published.isoformat(), value):
                continue
            quoted = self._words_of_date(sentence, word)
            if quoted is not None:
                beside = self.material.text[word.start : word.end + 20]
                return value, "stated" if _YEAR.search(beside) else "inferred", quoted
        return None

    def _in_dateline(self, word: Span) -> bool:
        """Whether a day stands in a dateline: `BASRA, March 12 (Agency) –`."""
        text = self.material.text
        line = text.rfind("\n", 0, word.start) + 1
        before, after = text[line : word.start], text[word.end : word.end + _DATELINE]
        return before.isupper() and len(before) < _DATELINE and bool(_DASH.search(after))

    def _words_of_date(self, sentence: int, word: Span) -> Tree | None:
        """The words of a date with some before them, within the sentence."""
        text, whole = self.material.text, self.reading.sentences[sentence]
        start = max(whole.start, word.start - _BESIDE_DATE)
        if start > whole.start:
            start += len(text[start : word.start]) - len(text[start : word.start].partition(" ")[2])
        return evidence(self.material, Span(start, word.end)) or evidence(self.material, word)

    def _heard(self, told: str, speaker: str | None) -> Scene:
        """The scene with its channel: what the sentence says, else that of the meeting, else that of the last one.

        A meeting is one's own only for who took part; a letter or an interview ends it.
        """
        said = channel(told)
        if said not in {
            UNKNOWN,
            "meeting",
            _channel_of(self.known.get(self._now.meeting_id or "")),
        }:
            self._now = replace(self._now, meeting_id=None)
        scene = self._now
        meeting = self.known.get(scene.meeting_id or "")
        if meeting is not None and speaker not in _persons_of(meeting):
            scene, meeting = replace(scene, meeting_id=None), None
        heard = said
        if meeting is not None:
            heard = _channel_of(meeting)
        elif said == UNKNOWN and speaker is not None and speaker == self._speaker:
            heard = self._channel
        guesses = {*scene.guesses, "channel", *({"said_at_meeting_id"} if meeting else ())}
        return replace(scene, channel=heard, guesses=tuple(sorted(guesses)))


def _channel_of(meeting: Meeting | None) -> str:
    return _CHANNELS.get(meeting.kind, "meeting") if meeting is not None else UNKNOWN


def _persons_of(meeting: Meeting) -> set[str | None]:
    return {p.official_id for p in meeting.participants if p.official_id}


def known_meetings(
    material: Material, officials: Sequence[Found], meetings: Sequence[Found]
) -> list[str | None]:
    """For each meeting that an engine found, the one of the registries that it must be; None for a new one.

    Its kind is the same, all whom the engine names take part in it (by their ids, or by the very words that this
    article has for them), no day contradicts, and no other meeting fits as well.
    """
    ids = {official["name"]: official.get("id") for official in officials}
    return [
        _known(
            meeting,
            [(ids.get(name), name.casefold()) for name in meeting["participants"]],
            material,
        )
        for meeting in meetings
    ]


def _known(
    meeting: Found, persons: Sequence[tuple[str | None, str]], material: Material
) -> str | None:
    fits = {
        id_: len(known.participants)
        for id_, known in material.index.meetings.items()
        if persons
        and known.kind == meeting["kind"]
        and all(_takes_part(*person, known, material.article_id) for person in persons)
        and not _apart(meeting["date"], known)
    }
    # where all participants were found, a meeting of these and others is another one
    whole = [id_ for id_, number in fits.items() if number == len(persons)] or [*fits]
    return whole[0] if len(whole) == 1 else None


def _takes_part(id_: str | None, name: str, known: Meeting, article_id: str) -> bool:
    return any(
        (id_ is not None and one.official_id == id_)
        or (one.article_id == article_id and (one.label or "").casefold() == name)
        for one in known.participants
    )


def _apart(day: str | None, known: Meeting) -> bool:
    return surely_outside(day, known.start, known.end or known.start)
