"""An article as it was read for review, with what an engine and its quotation marks tell of it."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dataset.building.build import Checked
from dataset.curation.canonical import allot_ids
from dataset.curation.mentions import mentions
from dataset.curation.yaml_reader import Tree
from schema.evidence import MentionRow
from scripts.candidates.desk import Desk
from scripts.candidates.fill import Filler
from scripts.candidates.material import Material, Reading
from scripts.candidates.parties import People
from scripts.candidates.propose import answered
from scripts.review.words import Parts, parts_of
from scripts.standoff.engines import Engine
from validation.article_proof import ArticleProof, Proof
from validation.findings import Unusable
from validation.records import RecordSet

NOTHING: Mapping[str, Any] = {"statements": [], "officials": [], "meetings": []}


@dataclass
class Opened:
    """An article on the desk. Nothing here changes but what is kept so as not to be worked out twice."""

    desk: Desk
    checked: Checked
    engine: Engine
    _parts: dict[str, Parts] = field(default_factory=dict, repr=False)

    @property
    def article_id(self) -> str:
        """Id of the article."""
        return self.desk.article_id

    @property
    def material(self) -> Material:
        """Text, regions and registries."""
        return self.desk.material

    @property
    def proof(self) -> ArticleProof:
        """Where everything that is recorded stands."""
        return self.checked.proof.articles[self.article_id]

    @cached_property
    def base(self) -> dict[str, str | None]:
        """What the two files were when they were read: SHA-256 of their texts, None for a file that is not there."""
        old = self.desk.candidates_document
        return {
            "article": digest(self.desk.document.text),
            "candidates": None if old is None else digest(old.text),
        }

    @cached_property
    def reading(self) -> Reading:
        """Sentences, quotations and the opening paragraph."""
        return Reading(self.material)

    @cached_property
    def answer(self) -> Mapping[str, Any]:
        """What the engine finds: persons and scenes help to fill in a new statement. Nothing where it fails."""
        try:
            return answered(self.material, self.engine)
        except Unusable:
            return NOTHING

    @cached_property
    def people(self) -> People:
        """Persons and bodies of the article."""
        return People(self.material, self.reading, self.answer["officials"])

    def filler(self) -> Filler:
        """What makes one more statement out of spans; each statement needs a new one."""
        return Filler(self.material, self.answer, self.reading)

    @cached_property
    def recorded(self) -> list[dict[str, Tree]]:
        """The statements of the article's file, with the ids that `fmt` would give to those that have none."""
        document = self.desk.document
        with_ids = allot_ids(self.desk.file.kind, document.tree, set(self.desk.taken))
        found = with_ids.get("statements") if isinstance(with_ids, dict) else None
        return [s for s in found if isinstance(s, dict)] if isinstance(found, list) else []

    @cached_property
    def mentions(self) -> list[MentionRow]:
        """Names, titles and pronouns of officials and organizations, as they are recorded now."""
        records = self.checked.records
        alone = RecordSet(
            organizations=records.organizations,
            officials=records.officials,
            articles=[entry for entry in records.articles if entry.id == self.article_id],
        )
        return mentions(alone, Proof({self.article_id: self.proof}))

    def parts(self, tree: Mapping[str, Tree]) -> Parts:
        """Where the parts of a statement stand."""
        key = json.dumps(tree, sort_keys=True)
        found = self._parts.get(key)
        if found is None:
            found = self._parts[key] = parts_of(self.material, tree)
        return found


@functools.lru_cache(maxsize=256)
def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()
