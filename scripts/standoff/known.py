"""What the registries hold that an engine can use."""

from __future__ import annotations

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
