"""A small made-up project that is sound in every file, to be broken in one place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from dataset.project import Project

MARKER = "‸"

FILES = {
    "collections.yaml": """\
- id: five
  description: Five articles chosen by hand.
  design: purposive
  n_screened: 9
  n_included: 1
""",
    "references.yaml": """\
- id: page-one
  url: https://example.org/one
  title: A page
  accessed: 2026-11-22
""",
    "organizations.yaml": """\
# Bodies, by country.

- id: norland
  name: Norland
  classification: state
  ccode: 630

- id: daily
  name: Norland Daily
  classification: ministry
""",
    "officials.yaml": """\
- id: ada-lund
  name: Ada Lund
  iso3: IRN
  born: 1955
  names:
    - name: Lund
      kind: short
  tenures:
    - id: ada-lund-kqz
      organization_id: norland
      title: Secretary
      role_class: nsa
      start: 2013-09-10
    - id: ada-lund-bcd
      organization_id: daily
      title: Editor
      role_class: other
      acting: true
""",
    "meetings.yaml": """\
- id: lund-visit
  title: Visit of Ada Lund
  kind: visit
  start: 2020-07-21
  date_basis: stated
  ordinal: 6
  topics:
    - border-security
  participants:
    - official_id: ada-lund
      role: guest
      attendance: attended
""",
    "retired.yaml": """\
- id: old-visit
  record_table: meetings
  reason: error
  note: Entered twice.
""",
    "articles/daily-visit.yaml": """\
id: daily-visit
collection_id: five
coding_scope: full
title: Lund in town
publisher_id: daily
language: en
published: 2020-07-22
date_basis: stated
source_file: 000.txt
source_sha256: 0000000000000000000000000000000000000000000000000000000000000000
source_chars: 40
rights: unknown
regions:
  - kind: headline
    starts: Lund in town

meeting_reports:
  - meeting_id: lund-visit
    reported_status: held
    support: Lund in town

statements:
  - id: daily-visit-hjk
    content: neighbours to join hands
    cue: urged
    speakers:
      - official_id: ada-lund
        basis: named
        label: Lund
    quote_type: indirect
    location: body
    channel: unknown
    speech_act: request
    guide_version: 1
    topics:
      - border-security

  - id: daily-visit-lmn
    content:
      - We will
      - exact: join hands
        prefix: "to "
    quoted:
      - We will
    speakers:
      - basis: pronoun
        label: she
    quote_type: mixed
    location: body
    channel: unknown
    date: 2020-07-21
    date_basis: inherited
    speech_act: commit
    guide_version: 1
    topics:
      - border-security
    evidence:
      - field: date
        note: Said on the first day.
        quote: on Tuesday
""",
}
SOURCES = {"000.txt": "Lund in town\nLund urged neighbours to join hands.\n"}


@dataclass
class Sample:
    """The made-up project on disk, with the means to break it."""

    project: Project

    def path(self, name: str) -> Path:
        return self.project.records / name

    def text(self, name: str) -> str:
        return self.path(name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        self.path(name).parent.mkdir(exist_ok=True)
        self.path(name).write_bytes(text.encode())

    def replace(self, name: str, old: str, new: str) -> tuple[str, int, int]:
        """Replace a text that occurs once; the place of the marker in the new text, without it."""
        text = self.text(name)
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {name}"
        marked = text.replace(old, new)
        before = marked[: marked.index(MARKER)].split("\n")
        self.write(name, marked.replace(MARKER, ""))
        return f"dataset/records/{name}", len(before), len(before[-1]) + 1


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    (tmp_path / "pyproject.toml").touch()
    project = Project(tmp_path)
    for folder in (project.records / "articles", project.sources):
        folder.mkdir(parents=True)
    for name, text in FILES.items():
        (project.records / name).write_bytes(text.encode())
    for name, text in SOURCES.items():
        (project.sources / name).write_bytes(text.encode())
    return Sample(project)
