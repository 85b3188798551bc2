"""Statements as an engine answers them, filled up to what a curator writes in an article's file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dataset.curation.yaml_reader import Tree
from scripts.candidates.material import Material, Reading
from scripts.candidates.parties import Parties, People
from scripts.candidates.quoting import near, segments
from scripts.candidates.scenes import Scene, Scenes, known_meetings
from scripts.guesses.codes import speech_act
from validation.quote_proof import Span

GUIDE_VERSION = "0.1"
"""Of the annotation guide that the guesses follow."""

Found = Mapping[str, Any]


@dataclass(frozen=True)
class Draft:
    """A statement as it could be written; `found` is what the engine answered."""

    found: Found
    content: tuple[Span, ...]
    tree: dict[str, Tree]
    guesses: tuple[str, ...]


@dataclass
class Filled:
    """All drafts of an article in the order of the text, and what could not be made into one, with the reason."""

    drafts: list[Draft] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def fill(material: Material, answer: Mapping[str, Any]) -> Filled:
    """Make drafts of everything that an engine answers for an article."""
    filler = Filler(material, answer)
    filled = Filled()
    for found in answer["statements"]:
        draft = filler.draft(found)
        if isinstance(draft, Draft):
            filled.drafts.append(draft)
        else:
            start = found["content"][0][0]
            filled.left_out.append(f"characters {start}-{found['content'][-1][1]}: {draft}")
    return filled


class Filler:
    """Makes the drafts of one article: an object, because scenes go on from one statement to the next."""

    def __init__(
        self, material: Material, answer: Mapping[str, Any], reading: Reading | None = None
    ) -> None:
        self.material = material
        self.reading = reading or Reading(material)
        contents = [Span(*s) for found in answer["statements"] for s in found["content"]]
        officials = answer["officials"]
        ids = known_meetings(material, officials, answer["meetings"])
        meetings = {id_: material.index.meetings[id_] for id_ in ids if id_ is not None}
        self.people = People(material, self.reading, officials)
        self.scenes = Scenes(material, self.reading, officials, meetings, contents)

    def draft(self, found: Found, *, nameless: bool = False) -> Draft | str:
        """A statement as it could be written, or why it cannot; `nameless`, one without a speaker may be begun."""
        material = self.material
        content = tuple(Span(*span) for span in found["content"])
        scene = self.scenes.scene(found)
        words = segments(material, content)
        if words is None:
            return "its content cannot be quoted so that it is found"
        day = scene.date or (material.published.isoformat() if material.published else None)
        is_begun = nameless and found["speaker"] is None
        parties = Parties() if is_begun else self.people.parties(found, content, day)
        if parties is None:
            return "no speaker is printed that can be quoted"
        cue = near(material, Span(*found["cue"]), content, content) if found["cue"] else None
        if found["cue"] and cue is None:
            return "its cue cannot be quoted so that it is found"
        quote_type, quoted = self.reading.quoted(found["mode"], content)
        tree: dict[str, Tree] = {
            "content": words,
            "quoted": list(quoted),
            "cue": cue,
            "speakers": parties.speakers,
            "relayers": parties.relayers,
            "addressees": parties.addressees,
            "quote_type": quote_type,
            "location": self.reading.location(content[0]),
            "channel": scene.channel,
            "said_at_meeting_id": scene.meeting_id,
            "date": scene.date,
            "date_basis": scene.date_basis,
            "speech_act": self._speech_act(found, content),
            "guide_version": GUIDE_VERSION,
            "evidence": [*parties.evidence, *self._of_date(scene)],
        }
        written = {name: value for name, value in tree.items() if value not in (None, [])}
        guesses = {*parties.guesses, *scene.guesses, "speech_act", "topics"}
        guesses |= {"quote_type"} if quote_type != found["mode"] else set()
        guesses |= {"location"} if material.is_guessed else set()
        return Draft(found, content, {**written, "topics": []}, tuple(sorted(guesses)))

    def _speech_act(self, found: Found, content: Sequence[Span]) -> str:
        text = self.material.text
        cue = text[slice(*found["cue"])] if found["cue"] else ""
        return speech_act(cue, " ".join(text[s.start : s.end] for s in content))

    @staticmethod
    def _of_date(scene: Scene) -> list[Tree]:
        if scene.date_evidence is None:
            return []
        return [{"field": "date", "value": scene.date, "quote": scene.date_evidence}]
