"""What the registries hold that an engine can use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from scripts.extract import Known, KnownOfficial
from validation.records import RecordSet
from validation.reference_checks import forms_of


def known_of(records: RecordSet) -> Known:
    """Officials of the records, with every form of their names."""
    return Known(
        tuple(
            KnownOfficial(
                entry.id, entry.record.name, tuple(forms_of(entry.record)[1:]), entry.record.iso3
            )
            for entry in records.officials
        )
    )


def known_in(rows: Callable[[str], Iterable[dict[str, Any]]]) -> Known:
    """Officials of built tables; `rows` gives the rows of a table by its name."""
    forms: dict[str, list[str]] = {}
    for row in rows("names"):
        if row["record_table"] == "officials":
            forms.setdefault(row["record_id"], []).append(row["name"])
    return Known(
        tuple(
            KnownOfficial(
                row["official_id"],
                row["name"],
                tuple(forms.get(row["official_id"], ())),
                row["iso3"],
            )
            for row in rows("officials")
        )
    )
