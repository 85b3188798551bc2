"""A small made-up project: two ministers, a crossing, an article without statements. Nobody in it exists."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dataset.project import Project
from scripts.candidates import Desk, Proposal, load, propose, save
from scripts.candidates.decide import proposed
from scripts.standoff.engines import Engine

ARTICLE = "gazette-crossing"

TEXT = """\
Home | News | Lakes
Iran, Iraq stress crossings
BASRA, March 12 (Gazette) – Iranian Transport Minister Karim Taheri met his Iraqi counterpart Nouri al-Basri on Monday.
The crossing is “too narrow for trade,” Taheri told the Iraqi minister, adding that work must begin in spring.
“We will bear the cost,” he said.
Tehran urged patience on Tuesday. The Gazette quoted a source as saying that rain fell. He said that rain fell.
Ahead of the opening on March 20, 2024, Taheri said nothing would change.
Read more: Ten lakes. He said.
"""

REGISTRIES = {
    "collections.yaml": "- id: made-up\n  description: A made-up article.\n  design: purposive\n  n_included: 1\n",
    "references.yaml": "- id: page\n  url: https://example.org/page\n",
    "retired.yaml": "[]\n",
    "organizations.yaml": """\
- id: government-of-iran
  name: Government of Iran
  classification: government
  iso3: IRN

- id: iran-ministry-of-transport
  name: Ministry of Transport of Iran
  classification: ministry
  iso3: IRN

- id: iraq-ministry-of-transport
  name: Ministry of Transport of Iraq
  classification: ministry
  iso3: IRQ

- id: gazette
  name: The Gazette
  classification: newspaper
  names:
    - name: Parliament
      kind: generic
""",
    "officials.yaml": """\
- id: karim-taheri
  name: Karim Taheri
  iso3: IRN
  names:
    - name: Taheri
      kind: short
  tenures:
    - id: karim-taheri-bcd
      organization_id: iran-ministry-of-transport
      title: Deputy Minister of Transport
      role_class: other
      end: 2023-12-31
      evidence:
        - field: title
          reference_id: page
        - field: end
          reference_id: page
    - id: karim-taheri-fgh
      organization_id: iran-ministry-of-transport
      title: Minister of Transport
      role_class: other
      start: 2024-01-01
      evidence:
        - field: title
          reference_id: page
        - field: start
          reference_id: page

- id: nouri-al-basri
  name: Nouri al-Basri
  iso3: IRQ
  names:
    - name: al-Basri
      kind: short
""",
    "meetings.yaml": """\
- id: taheri-basri-talks
  title: Talks of Karim Taheri with Nouri al-Basri
  kind: talks
  start: 2024-03-11
  end: 2024-03-11
  date_basis: external
  participants:
    - official_id: karim-taheri
      role: guest
      attendance: attended
    - official_id: nouri-al-basri
      role: host
      attendance: attended
  evidence:
    - field: start
      reference_id: page
""",
}

ARTICLE_YAML = """\
# A made-up article.

id: gazette-crossing
collection_id: made-up
coding_scope: full
title: {title}
publisher_id: gazette
language: en
published: 2024-03-12
date_basis: stated
source_file: 900_gazette.txt
source_sha256: {sha256}
source_chars: {chars}
rights: publisher-property
regions:
  - kind: headline
    starts: {title}
  - kind: body
    starts: BASRA
    ends: {ends}
evidence:
  - field: published
    value: 2024-03-12
    quote: March 12
"""


def at(words: str, nth: int = 0) -> list[int]:
    """Where words stand in the text, for the n-th time from 0."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return [start, start + len(words)]


def statement(content: Any, speaker: Any, cue: Any, **more: Any) -> dict[str, Any]:
    """A statement as an engine answers it; words stand for the place where they stand first."""

    def span(words: Any) -> Any:
        return at(words) if isinstance(words, str) else words

    return {
        "speaker": span(speaker),
        "speaker_name": None,
        "speaker_id": None,
        "cue": span(cue),
        "content": [span(content)],
        "mode": "indirect",
        "confidence": 0.9,
        "tier": "high",
        **more,
    }


TAHERI = {
    "name": "Karim Taheri",
    "title": "Transport Minister",
    "country": "IRN",
    "spans": [at("Karim Taheri"), at("Taheri", 1)],
    "id": "karim-taheri",
}
BASRI = {
    "name": "Nouri al-Basri",
    "title": "counterpart",
    "country": "IRQ",
    "spans": [at("Nouri al-Basri")],
    "id": "nouri-al-basri",
}
TALKS = {
    "kind": "talks",
    "status": "held",
    "date": "2024-03-11",
    "place": "Basra",
    "participants": ["Karim Taheri", "Nouri al-Basri"],
}
HE = [at("” he said")[0] + 2, at("” he said")[0] + 4]
STATEMENTS = {
    "narrow": statement(
        "The crossing is “too narrow for trade,”",
        at("Taheri", 1),
        "told",
        speaker_id="karim-taheri",
        mode="mixed",
    ),
    "spring": statement(
        "work must begin in spring",
        at("Taheri", 1),
        "adding",
        speaker_id="karim-taheri",
        tier="medium",
    ),
    "cost": statement(
        "We will bear the cost,", HE, "said", speaker_id="karim-taheri", mode="direct"
    ),
    "patience": statement("patience", "Tehran", "urged"),
    "source": statement("rain fell", "a source", "saying"),
    "rain": statement(
        at("rain fell", 1), [*at("He said that")[:1], at("He said that")[0] + 2], at("said", 1)
    ),
    "plans": statement(
        "nothing would change", at("Taheri", 2), at("said", 2), speaker_id="karim-taheri"
    ),
    "headline": statement("crossings", "Iran, Iraq", "stress"),
}


@dataclass
class MadeUp:
    """The project on disk, and an engine that answers what a test wants."""

    project: Project
    text: str = TEXT
    at = staticmethod(at)
    statement = staticmethod(statement)
    taheri = TAHERI
    basri = BASRI
    talks = TALKS
    found = STATEMENTS

    def engine(
        self,
        *statements: str | dict[str, Any],
        officials: tuple[dict[str, Any], ...] = (TAHERI, BASRI),
        meetings: tuple[dict[str, Any], ...] = (TALKS,),
    ) -> Engine:
        """An engine that finds just these statements, given or known by their names."""
        chosen = [STATEMENTS[one] if isinstance(one, str) else one for one in statements]
        answer = {
            "article_id": ARTICLE,
            "statements": sorted(chosen, key=lambda one: one["content"]),
            "officials": list(officials),
            "meetings": list(meetings),
        }
        return Engine("test", "test-1", lambda *_: answer)

    def propose(self, *statements: str | dict[str, Any], **more: Any) -> Proposal:
        """Put what is found into the file of candidates."""
        desk = self.desk()
        proposal = propose(desk, self.engine(*statements, **more))
        save(proposed(desk, proposal))
        return proposal

    def trees(self, *statements: str | dict[str, Any], **more: Any) -> list[dict[str, Any]]:
        """The statements as they would be written."""
        proposal = propose(self.desk(), self.engine(*statements, **more))
        return [tree["statement"] for tree in proposal.trees]

    def desk(self) -> Desk:
        return load(self.project, ARTICLE)

    @property
    def article(self) -> Path:
        return self.project.records / "articles" / f"{ARTICLE}.yaml"

    @property
    def candidates(self) -> Path:
        return self.project.candidates / f"{ARTICLE}.yaml"


def made_up(
    root: Path,
    text: str = TEXT,
    title: str = "Iran, Iraq stress crossings",
    ends: str = "nothing would change.",
) -> MadeUp:
    """Write the project."""
    (root / "pyproject.toml").touch()
    project = Project(root)
    (project.records / "articles").mkdir(parents=True)
    project.sources.mkdir()
    data = text.encode()
    (project.sources / "900_gazette.txt").write_bytes(data)
    for name, words in REGISTRIES.items():
        (project.records / name).write_text(words, encoding="utf-8")
    filled = ARTICLE_YAML.format(
        sha256=hashlib.sha256(data).hexdigest(), chars=len(text), title=title, ends=ends
    )
    (project.records / "articles" / f"{ARTICLE}.yaml").write_text(filled, encoding="utf-8")
    return MadeUp(project, text)


@pytest.fixture
def world(tmp_path: Path) -> MadeUp:
    return made_up(tmp_path)


@pytest.fixture(scope="session")
def made() -> Callable[..., MadeUp]:
    return made_up
