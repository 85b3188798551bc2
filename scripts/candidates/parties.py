"""Who speaks, passes on and is spoken to: parties as a curator writes them, resolved through the registries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dataset.curation.yaml_reader import Tree
from schema.officials import Official
from schema.organizations import Organization
from scripts.candidates.material import Material, Reading
from scripts.candidates.quoting import evidence, near
from scripts.extract.gazetteer import CAPITALS, NAMES
from validation.quote_proof import Span
from validation.reference_checks import contains_form, forms_of
from validation.time_checks import surely_outside

PRONOUNS = frozenset(
    {"he", "she", "it", "they", "i", "we", "you", "who", "his", "her", "him", "them"}
)
_BOTH = re.compile(r"(?P<one>[^,]+?)(?:,\s*|\s+and\s+)(?P<other>[^,]+)")
_HEARER = re.compile(
    r"\s+(?P<who>[^\s,.;:“”\"][^,.;:“”\"\n]{0,80}?)"
    r"(?=\s+(?:that|in|on|at|during|after|by|of|about|following)\b|\s*[,.;:“”\"\n]|\s*\Z)"
)
_TOLD = re.compile(
    r"(?:t(?:old|ells?|elling)|inform(?:ed|s|ing)|assur(?:ed|es|ing)|remind(?:ed|s|ing))\Z",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\b(?:quoted|cited|quoting|citing)\s+\Z")
_WORD_BEFORE = re.compile(r"(\S+)[ \xa0]\Z")
_TITLE_WORD = re.compile(r"[A-Z][\w.'’-]*|\([A-Z]+\)|of|the|and|for|to|al|bin")
_LONGEST_TITLE = 10

Found = Mapping[str, Any]
"""A statement or an official as an engine answers it."""


@dataclass
class Parties:
    """The parties of a statement as far as they are known; `guesses` are fields that need a look."""

    speakers: list[Tree] = field(default_factory=list)
    relayers: list[Tree] = field(default_factory=list)
    addressees: list[Tree] = field(default_factory=list)
    evidence: list[Tree] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)


class People:
    """Persons and bodies of an article, and how the registries know them: made once for all its statements."""

    def __init__(self, material: Material, reading: Reading, officials: Sequence[Found]) -> None:
        self.material = material
        self.reading = reading
        self.found = officials
        self.index = material.index

    def parties(self, found: Found, content: Sequence[Span], day: str | None) -> Parties | None:
        """The parties of a statement said on that day; None where no speaker is printed that can be quoted."""
        cue = Span(*found["cue"]) if found["cue"] else None
        target = [cue] if cue else list(content)
        parties = Parties()
        if found["speaker"] is None:
            return None
        for span in self._each(Span(*found["speaker"])):
            label = near(self.material, span, target, content)
            if label is None:
                return None
            party = self.party(span, label, found.get("speaker_id"), day, parties, "speaker")
            parties.speakers.append(party)
        self._evidence(parties, parties.speakers, "speaker")
        self._relayer(found, target, content, parties)
        self._addressee(cue, content, target, day, parties)
        return parties

    def _each(self, span: Span) -> list[Span]:
        """States printed side by side ("Iran, Iraq") are speakers of their own."""
        text = self.material.text
        match = _BOTH.fullmatch(text[span.start : span.end])
        if match is None or not all(_state(words) for words in match.groups()):
            return [span]
        return [
            Span(span.start + match.start(name), span.start + match.end(name))
            for name in ("one", "other")
        ]

    def party(
        self,
        span: Span,
        label: Tree,
        official_id: str | None,
        day: str | None,
        parties: Parties,
        role: str,
    ) -> dict[str, Tree]:
        """A party as it would be written: resolved through the registries, by an official or by the words alone."""
        words = self.material.text[span.start : span.end]
        official = self.index.officials.get(official_id or "")
        if official is not None:
            party: dict[str, Tree] = {
                "official_id": official_id,
                "basis": self.basis(span, official),
            }
            tenure = self.tenure(official, day)
            if tenure is not None:
                party["tenure_id"] = tenure
                if day is None:
                    parties.guesses.append(f"{role}.tenure_id")
        else:
            party = self._body(span, words)
        return {**party, "label": label}

    def basis(self, span: Span, official: Official) -> str:
        """How the words of a span lead to an official."""
        words = self.material.text[span.start : span.end]
        if words.lower() in PRONOUNS:
            return "pronoun"
        if any(contains_form(words, form) for form in forms_of(official)):
            return "named"
        return "named" if self._holds_name(span, official.id) else "title"

    def _holds_name(self, span: Span, official_id: str | None = None) -> bool:
        """Whether a name of the official, or of anybody whom the registries lack, stands in a span."""
        return any(
            span.contains(Span(*place))
            for one in self.found
            if one.get("id") == official_id
            for place in one["spans"]
        )

    def _body(self, span: Span, words: str) -> dict[str, Tree]:
        """A party that is no official of the registries: a government, a body, or the words alone."""
        state = _state(words)
        if state is not None:
            government = self._governments.get(state)
            known: dict[str, Tree] = {"organization_id": government} if government else {}
            return {**known, "basis": "metonym"}
        body = self._bodies.get(_bare(words))
        if body is not None:
            return {"organization_id": body, "basis": "named"}
        if words.lower() in PRONOUNS:
            return {"basis": "pronoun"}
        return {"basis": "named" if self._holds_name(span) else "title"}

    @cached_property
    def _governments(self) -> dict[str, str]:
        """The government of each state, where the registries hold exactly one."""
        found: dict[str, list[str]] = {}
        for id_, body in self.index.organizations.items():
            if body.classification == "government" and body.iso3:
                found.setdefault(body.iso3, []).append(id_)
        return {iso3: ids[0] for iso3, ids in found.items() if len(ids) == 1}

    @cached_property
    def _bodies(self) -> dict[str, str]:
        """Bodies by every form of their name that no other has."""
        found: dict[str, set[str]] = {}
        for id_, body in self.index.organizations.items():
            for form in _own_forms(body):
                found.setdefault(_bare(form), set()).add(id_)
        return {form: next(iter(ids)) for form, ids in found.items() if len(ids) == 1}

    def tenure(self, official: Official, day: str | None) -> str | None:
        """The one post that may have been held on that day; None for none or several."""
        fits = [
            tenure.id
            for tenure in official.tenures
            if tenure.id and not surely_outside(day, tenure.start, tenure.end)
        ]
        return fits[0] if len(fits) == 1 else None

    # evidence

    def _evidence(self, parties: Parties, of: Sequence[Tree], role: str) -> None:
        """Words that carry name and title together, where the label shows neither."""
        for number, party in enumerate(of, 1):
            if not isinstance(party, dict) or party["basis"] not in {"pronoun", "title"}:
                continue
            quoted = self.introduced(str(party.get("official_id")))
            if quoted is not None:
                name = f"{role}.{number}" if len(of) > 1 else role
                parties.evidence.append({"field": f"{name}.official_id", "quote": quoted})

    def introduced(self, official_id: str) -> Tree | None:
        """The fullest mention of an official: his name with the title before it."""
        spans = [Span(*s) for f in self.found if f.get("id") == official_id for s in f["spans"]]
        titled = [self.with_title(span) for span in spans]
        for span in sorted(titled, key=lambda span: (span.start - span.end, span.start)):
            quoted = evidence(self.material, span)
            if quoted is not None:
                return quoted
        return None

    def with_title(self, span: Span) -> Span:
        """A name with the words of a title before it: from the first capitalised one on, within the line."""
        text, at = self.material.text, span.start
        start = span.start
        for _ in range(_LONGEST_TITLE):
            match = _WORD_BEFORE.search(text[max(0, at - 60) : at])
            if match is None or not _TITLE_WORD.fullmatch(match[1]):
                break
            at -= len(match[0])
            if match[1][0].isupper():
                start = at
        return Span(start, span.end)

    # others

    def _relayer(
        self, found: Found, target: Sequence[Span], content: Sequence[Span], parties: Parties
    ) -> None:
        """Take the body that stands before, as in `IRNA quoted a source as saying`."""
        text, start = self.material.text, found["speaker"][0]
        match = _QUOTED.search(text, max(0, start - 20), start)
        if match is None:
            return
        before = text[: match.start()].rstrip()
        for form, id_ in sorted(self._bodies.items(), key=lambda item: -len(item[0])):
            if before.lower().endswith(form) and not before[: -len(form)][-1:].isalnum():
                article = 4 if before[: -len(form)].lower().endswith(("\nthe ", " the ")) else 0
                span = Span(len(before) - len(form) - article, len(before))
                label = near(self.material, span, target, content)
                if label is not None:
                    parties.relayers.append(
                        {"organization_id": id_, "basis": "named", "label": label}
                    )
                return

    def _addressee(
        self,
        cue: Span | None,
        content: Sequence[Span],
        target: Sequence[Span],
        day: str | None,
        parties: Parties,
    ) -> None:
        """Take the words behind the cue, as in `told the visiting minister that`."""
        text = self.material.text
        if cue is None or not _TOLD.search(text[cue.start : cue.end]):
            return
        stop = min((s.start for s in content if s.start >= cue.end), default=len(text))
        match = _HEARER.match(text, cue.end, stop)
        if match is None:
            return
        span = Span(*match.span("who"))
        label = near(self.material, span, target)
        if label is None:
            return
        official = self.named(span)
        party = self.party(span, label, official, day, parties, "addressee")
        parties.addressees.append(party)
        parties.guesses.append("addressees")

    def named(self, span: Span) -> str | None:
        """The official a name of whom stands in a span."""
        for one in self.found:
            if one.get("id") and any(span.contains(Span(*s)) for s in one["spans"]):
                return str(one["id"])
        return None


def _own_forms(body: Organization) -> Iterator[str]:
    yield body.name
    yield from (name.name for name in body.names if name.kind != "generic")


def _bare(words: str) -> str:
    return " ".join(words.lower().split()).removeprefix("the ")


def _state(words: str) -> str | None:
    """The state that a name of a country or capital stands for."""
    bare = _bare(words)
    return NAMES.get(bare) or CAPITALS.get(bare)
