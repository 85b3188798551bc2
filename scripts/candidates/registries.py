"""Officials and meetings that the registries lack, as YAML to look at, complete and paste. Nothing here is written."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from dataset.curation.canonical import rendered
from dataset.curation.comments import Attached
from dataset.curation.kinds import KINDS
from dataset.curation.resolve import side
from dataset.curation.yaml_reader import Tree, load
from schema import vocabularies
from schema.meetings import Participant
from scripts.candidates.material import Material, Reading
from scripts.candidates.parties import People
from scripts.candidates.quoting import evidence
from scripts.candidates.scenes import TELLS_OF_MEETING, known_meetings
from scripts.guesses.posts import role_class
from validation.quote_proof import Span
from validation.reference_checks import contains_form, forms_of

Found = Mapping[str, Any]

OFFICIALS = "dataset/records/officials.yaml"
MEETINGS = "dataset/records/meetings.yaml"
_TITLES = {
    "talks": "Talks of",
    "visit": "Visit of",
    "call": "Call of",
    "conference": "Conference with",
    "press-conference": "Press conference of",
    "interview": "Interview of",
}
_NO_SLUG = re.compile(r"[^a-z0-9]+")
_HELD = ("held", "ongoing")


def proposals(
    material: Material, answer: Found, taken: Collection[str], reported: Collection[str]
) -> str:
    """YAML of the officials and meetings of an answer that the registries lack, with comments on what is open.

    `taken` are the ids in use; `reported` are meetings of which the article has a report already.
    """
    maker = _Maker(material, answer, set(taken))
    parts = [
        *_part(
            f"Printed forms of names that {OFFICIALS} lacks: to be added to their officials",
            "officials",
            list(maker.forms()),
        ),
        *_part(f"Officials that are not in {OFFICIALS}", "officials", list(maker.officials())),
        *_part(f"Meetings that are not in {MEETINGS}", "meetings", list(maker.meetings())),
        *_reports(material.article_id, list(maker.reports(reported))),
    ]
    return "\n".join(parts)


_Record = tuple[dict[str, Tree], list[str]]
"""A record, and what has to be said above it."""


def _part(title: str, kind: str, records: Sequence[_Record]) -> Iterator[str]:
    if not records:
        return
    notes = Attached(
        above={(n,): [f"# {line}" for line in said] for n, (_, said) in enumerate(records)}
    )
    text = rendered(KINDS[kind], load("[]\n", kind), [tree for tree, _ in records], notes)
    yield f"# {title}. Look at each, complete it, and paste it there.\n\n{text}"


def _reports(article_id: str, reports: Sequence[dict[str, Tree]]) -> Iterator[str]:
    if not reports:
        return
    kind = KINDS["articles"]
    text = rendered(kind, load("{}\n", kind.name), {"meeting_reports": [*reports]}, Attached())
    file = f"dataset/records/articles/{article_id}.yaml"
    yield f"# Reports of meetings that are not in {file}. Look at each, and paste it there.\n\n{text}"


class _Maker:
    """Makes the records of one answer: an object, because all look at the same text and give ids."""

    def __init__(self, material: Material, answer: Found, taken: set[str]) -> None:
        self.material = material
        self.answer = answer
        self.taken = taken
        self.reading = Reading(material)
        self.people = People(material, self.reading, answer["officials"])
        known = known_meetings(material, answer["officials"], answer["meetings"])
        self.found = list(zip(answer["meetings"], known, strict=True))
        self.new_ids: dict[int, str] = {}

    def officials(self) -> Iterator[_Record]:
        for official in self.answer["officials"]:
            if official.get("id") is None:
                yield self._official(official)

    def forms(self) -> Iterator[_Record]:
        """Printed forms of known officials that hold no recorded form: a label of that form would be a finding."""
        for official in self.answer["officials"]:
            known = self.material.index.officials.get(official.get("id") or "")
            if known is None:
                continue
            printed = dict.fromkeys(self.material.text[a:b] for a, b in official["spans"])
            new = [
                name
                for name in printed
                if not any(contains_form(name, form) for form in forms_of(known))
            ]
            if new:
                yield {"id": known.id, "names": [self._form(name) for name in new]}, []

    def _form(self, name: str) -> dict[str, Tree]:
        return {
            "name": name,
            "language": self.material.language,
            "script": "Latn",
            "kind": "short" if len(name.split()) == 1 else "printed",
        }

    def _official(self, official: Found) -> _Record:
        country = official["country"]
        iso3 = country if country in vocabularies.values("iso3") else None
        quoted = self._printed_with_title(official)
        tree: dict[str, Tree] = {"id": self._id(official["name"]), "name": official["name"]}
        said: list[str] = []
        if iso3 is not None:
            tree["iso3"] = iso3
        names = self._names(official)
        if names:
            tree["names"] = names
        title = official["title"]
        body = self._body_of(title, iso3) if title else None
        if title and body and quoted is not None:
            tree["tenures"] = [self._tenure(title, body, quoted)]
        elif title:
            said.append(
                f"Title as printed: {' '.join(title.split())}. Its body is not in the registries."
            )
        if iso3 is not None and quoted is not None:
            tree["evidence"] = [
                {
                    "field": "iso3",
                    "value": iso3,
                    "article_id": self.material.article_id,
                    "quote": quoted,
                }
            ]
        return tree, said

    def _names(self, official: Found) -> list[Tree]:
        """Every other form of the name that is printed."""
        text = self.material.text
        printed = dict.fromkeys(text[a:b] for a, b in official["spans"])
        return [self._form(name) for name in printed if name != official["name"]]

    def _tenure(self, title: str, body: str, quoted: Tree) -> dict[str, Tree]:
        return {
            "organization_id": body,
            "title": " ".join(title.split()),
            "role_class": role_class(title) or "other",
            "evidence": [
                {"field": "title", "article_id": self.material.article_id, "quote": quoted}
            ],
        }

    def _body_of(self, title: str, iso3: str | None) -> str | None:
        """The body of others who held a post of this class for this state, if that is always one."""
        role = role_class(title)
        if role in {None, "other"} or iso3 is None:
            return None
        index = self.material.index
        bodies: Counter[str] = Counter()
        for _, holder, tenure in index.tenures.values():
            party = Participant(
                official_id=holder, tenure_id=tenure.id, role="guest", attendance="attended"
            )
            if tenure.role_class == role and side(index, party).iso3 == iso3:
                bodies[tenure.organization_id] += 1
        return next(iter(bodies)) if len(bodies) == 1 else None

    def _printed_with_title(self, official: Found) -> Tree | None:
        spans = sorted(
            (self.people.with_title(Span(*span)) for span in official["spans"]),
            key=lambda span: (span.start - span.end, span.start),
        )
        quotes = (evidence(self.material, span) for span in spans)
        return next((quote for quote in quotes if quote is not None), None)

    # meetings

    def meetings(self) -> Iterator[_Record]:
        for number, (meeting, known) in enumerate(self.found):
            if known is None:
                tree, said = self._meeting(meeting)
                self.new_ids[number] = str(tree["id"])
                yield tree, said

    def _meeting(self, meeting: Found) -> _Record:
        persons = [self._official_named(name) for name in meeting["participants"]]
        names = [
            str(p["name"]) if p else name
            for p, name in zip(persons, meeting["participants"], strict=True)
        ]
        short = [name.split()[-1] for name in names] or [meeting["place"] or "unnamed"]
        tree: dict[str, Tree] = {
            "id": self._id("-".join([*short[:2], meeting["kind"]])),
            "title": f"{_TITLES[meeting['kind']]} {', '.join(names) or 'nobody named'}",
            "kind": meeting["kind"],
        }
        sentence = self._sentence_of(meeting)
        quoted = evidence(self.material, sentence) if sentence is not None else None
        said = []
        for field, value in (("start", meeting["date"]), ("place", meeting["place"])):
            if value is None:
                continue
            if quoted is None:
                said.append(
                    f"{field.capitalize()} found: {value}. It needs words of the article as evidence."
                )
                continue
            tree[field] = value
        if "start" in tree:
            tree["date_basis"] = "inferred"
        tree["participants"] = [
            self._participant(meeting, official, name)
            for official, name in zip(persons, meeting["participants"], strict=True)
        ]
        of = [
            {
                "field": field,
                "value": tree[field],
                "article_id": self.material.article_id,
                "quote": quoted,
            }
            for field in ("start", "place")
            if field in tree and quoted is not None
        ]
        if of:
            tree["evidence"] = [*of]
        return tree, said

    def _participant(self, meeting: Found, official: Found | None, name: str) -> dict[str, Tree]:
        id_ = official.get("id") if official else None
        known: dict[str, Tree] = {"official_id": id_} if id_ else {}
        label = name
        if official is not None:
            start, end = official["spans"][0]
            label = self.material.text[start:end]
        return {
            **known,
            "label": label,
            "role": "guest" if meeting["kind"] == "visit" else "attendee",
            "attendance": "attended" if meeting["status"] in _HELD else "expected",
            "article_id": self.material.article_id,
        }

    def _official_named(self, name: str) -> Found | None:
        return next((o for o in self.answer["officials"] if o["name"] == name), None)

    def _sentence_of(self, meeting: Found) -> Span | None:
        """The sentence that names most participants of a meeting; of several, the first that tells of meeting."""
        officials = [o for name in meeting["participants"] if (o := self._official_named(name))]
        best, most = None, (0, False)
        for span in self.reading.sentences:
            count = sum(any(span.contains(Span(*s)) for s in o["spans"]) for o in officials)
            tells = bool(TELLS_OF_MEETING.search(self.material.text, span.start, span.end))
            if count and (count, tells) > most:
                best, most = span, (count, tells)
        return best

    def reports(self, reported: Collection[str]) -> Iterator[dict[str, Tree]]:
        """What the article says of each meeting, where its words can be quoted."""
        for number, (meeting, known) in enumerate(self.found):
            id_ = known or self.new_ids.get(number)
            sentence = self._sentence_of(meeting)
            quoted = evidence(self.material, sentence) if sentence is not None else None
            if id_ is None or id_ in reported or quoted is None:
                continue
            tree: dict[str, Tree] = {
                "meeting_id": id_,
                "reported_status": meeting["status"],
                "reported_start": meeting["date"],
                "reported_place": meeting["place"],
                "support": quoted,
            }
            yield {name: value for name, value in tree.items() if value is not None}

    def _id(self, words: str) -> str:
        """An id from words, with a number where it is in use: for the curator to choose better."""
        plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
        base = _NO_SLUG.sub("-", plain.replace("'", "")).strip("-") or "unnamed"
        id_, number = base, 2
        while id_ in self.taken:
            id_, number = f"{base}-{number}", number + 1
        self.taken.add(id_)
        return id_
