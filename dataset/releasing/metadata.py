"""The metadata files of a release: all written together, and compared with each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dataset.releasing import (
    citation_cff,
    croissant,
    datacite,
    datapackage,
    datasheet,
    dictionary,
    expectations,
)
from dataset.releasing.about import About
from dataset.releasing.coverage import measure
from dataset.releasing.cross_check import cross_check
from dataset.releasing.facts import ReleaseFacts
from dataset.releasing.texts import as_json
from schema.codebook import json_schemas

__all__ = ["cross_check", "write_metadata"]

SCHEMAS = "json-schema"


def write_metadata(
    facts: ReleaseFacts,
    about: About,
    folder: Path,
    *,
    evaluation: Path | None = None,
    agreement: Path | None = None,
) -> list[Path]:
    """Write every metadata file into `folder`; the same facts always give the same bytes.

    Returns the paths, sorted. `evaluation` and `agreement` are JSON files of figures for the datasheet.

    Raises:
        Unusable: a file of figures is not JSON; nothing has been written.
        OSError: the disk refuses.
    """
    texts = dict(_texts(facts, about, evaluation, agreement))
    written = []
    for name, text in sorted(texts.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return written


def _texts(
    facts: ReleaseFacts, about: About, evaluation: Path | None, agreement: Path | None
) -> Iterator[tuple[str, str]]:
    """Name within the release, and text, of every metadata file."""
    coverage = measure(facts.folder)
    sheet = datasheet.text(facts, about, coverage, evaluation=evaluation, agreement=agreement)
    yield datasheet.FILE_NAME, sheet
    yield dictionary.FILE_NAME, dictionary.text(facts, about)
    yield datapackage.FILE_NAME, as_json(datapackage.descriptor(facts, about, coverage))
    yield croissant.FILE_NAME, as_json(croissant.document(facts, about, coverage))
    yield datacite.FILE_NAME, as_json(datacite.document(facts, about, coverage))
    yield citation_cff.FILE_NAME, citation_cff.text(about, facts.version, facts.date)
    yield from expectations.files()
    for name, text in json_schemas():
        yield f"{SCHEMAS}/{name}", text
