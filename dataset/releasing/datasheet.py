"""`DATASHEET.md`: why a release was made, what is in it, how it came about, and what it must not be used for.

The order of questions is that of Gebru and others, Datasheets for Datasets. The words come from
dataset/metadata.yaml, every figure from the tables of the release: nothing is typed that could drift from the data.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dataset.releasing import datasheet_evaluation
from dataset.releasing import datasheet_figures as figures
from dataset.releasing.about import About
from dataset.releasing.coverage import Coverage, opened
from dataset.releasing.facts import ReleaseFacts

if TYPE_CHECKING:
    import duckdb

FILE_NAME = "DATASHEET.md"


def text(
    facts: ReleaseFacts,
    about: About,
    coverage: Coverage,
    *,
    evaluation: Path | None = None,
    agreement: Path | None = None,
) -> str:
    """The datasheet as Markdown.

    `evaluation` and `agreement` are JSON files of figures: how well scripts find statements, and how far two
    readings of the same articles agree. Without them the datasheet says that there are none.

    Raises Unusable when such a file is not JSON.
    """
    with opened(facts.folder) as connection:
        parts = [
            _title(facts, about),
            "## Why it was made",
            *about.motivation,
            *_composition(facts, coverage, connection),
            *_collection(connection),
            *_quality(connection, evaluation, agreement),
            *_rights(about, connection),
            "## What it is for",
            _list(about.uses),
            "What it is not for:",
            _list(about.misuses),
            "## Known limits",
            _list(about.limits),
            *_distribution(about, connection),
        ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _title(facts: ReleaseFacts, about: About) -> str:
    licence = about.licences.data
    return (
        f"# Datasheet: {about.title}\n\n"
        f"Version {facts.version}, {facts.date.isoformat()}. Schema version {facts.schema_version}. "
        f"Licence {licence.id}.\n\n"
        f"By {'; '.join(about.creators)}.\n\n"
        f"{about.abstract}\n\n"
        "Every figure below was computed from the tables of this release when it was cut."
    )


def _list(items: Sequence[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _composition(
    facts: ReleaseFacts, coverage: Coverage, connection: duckdb.DuckDBPyConnection
) -> list[str]:
    languages = ", ".join(coverage.languages) or "none"
    period = f"from {coverage.first} to {coverage.last}" if coverage.period else "without dates"
    return [
        "## What is in it",
        (
            f"{coverage.statements} statements and {coverage.meetings} meetings from {coverage.articles} articles "
            f"of {len(coverage.outlets)} outlets (language: {languages}). The statements were made and the "
            f"meetings took place {period}, as far as dates are known. {len(coverage.states)} states speak, "
            "are spoken to or take part."
        ),
        figures.tables(facts),
        "### By year",
        figures.by_year(connection),
        "A year is that of the latest day that a date can mean. Meetings are those held or ongoing.",
        "### By outlet",
        figures.by_outlet(connection),
        "### By state",
        figures.by_state(connection),
        "A state speaks or is spoken to where the party stands for it at that time; a party may have no state.",
        "### Missing values",
        "Columns with nulls. Null is unknown or does not apply; the dictionary says which it can be.",
        figures.missing(connection),
    ]


def _collection(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [
        "## How the articles were found",
        figures.collections(connection),
        figures.scopes(connection),
    ]


def _quality(
    connection: duckdb.DuckDBPyConnection, evaluation: Path | None, agreement: Path | None
) -> list[str]:
    return [
        "## How it was coded and checked",
        (
            "Curators copied words; scripts found them again, exactly and in order, in a source text whose SHA-256 "
            "is recorded with its article. Every id, date, post and table was checked before the release was cut; "
            "`validation.json` holds the outcome, `expectations/` the checks of the tables for anybody to run."
        ),
        figures.methods(connection),
        "### Agreement",
        figures.from_file(agreement)
        or "No figures of a second reading were given to this release.",
        "### Evaluation of the extractor",
        datasheet_evaluation.evaluation(evaluation)
        or "No evaluation of an extractor was given to this release.",
    ]


def _rights(about: About, connection: duckdb.DuckDBPyConnection) -> list[str]:
    licence = about.licences.data
    return [
        "## Rights",
        (
            f"The data are licensed under {licence.title} ({licence.id}, <{licence.url}>), the tools that make "
            f"them under {about.licences.code.title} ({about.licences.code.id}). The articles belong to their "
            "publishers and are not part of the release: it publishes contents of statements, short labels, "
            "positions and hashes."
        ),
        figures.shares(connection),
    ]


def _distribution(about: About, connection: duckdb.DuckDBPyConnection) -> list[str]:
    home = f"Home: <{about.url}>." if about.url else ""
    doi = f"DOI of all versions: <https://doi.org/{about.doi}>." if about.doi else ""
    return [
        "## Distribution and upkeep",
        f"{home} {doi}".strip(),
        (
            "A release is a folder that never changes. Versions are numbered MAJOR.MINOR.PATCH: MAJOR where a table "
            "or column was removed, renamed or retyped or a closed value removed, MINOR where rows, columns, "
            "tables or values were added or a record withdrawn, PATCH where values were corrected. An id that was "
            "published once is never used for anything else; a withdrawn record leaves a tombstone in the table "
            "`retired`."
        ),
        figures.retired(connection),
    ]
