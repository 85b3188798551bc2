"""What lies beside exported tables: a dictionary of every column, and how to read the files."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from dataset.releasing.export_text import guarded

if TYPE_CHECKING:
    from dataset.releasing.export import Format, Names, Options
    from dataset.releasing.sheets import Source

TITLE = "Iran–Iraq Security Dialogue Dataset"
HEADINGS = (
    "table",
    "column",
    "exported_as",
    "type",
    "nullable",
    "in_key",
    "references",
    "vocabulary",
    "description",
)


def write_dictionary(source: Source, file: Path, names: Names) -> None:
    """Write one line for each column of each table, as UTF-8 CSV."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEADINGS)
        for sheet in source.sheets:
            for column in sheet.columns:
                writer.writerow(
                    (
                        sheet.name,
                        column.name,
                        names.get(sheet.name, {}).get(column.name, column.name),
                        column.type,
                        str(column.nullable).lower(),
                        str(column.name in sheet.key).lower(),
                        column.references,
                        column.vocabulary,
                        guarded(column.description),
                    )
                )


def write_readme(source: Source, file: Path, format_: Format, options: Options) -> None:
    """Write what the files are and how they are to be read."""
    version = (
        f"Version {source.version}, released {source.date}."
        if source.version
        else "Built from records that are not released: do not cite it, cite a release."
    )
    width = max(len(sheet.name) for sheet in source.sheets)
    tables = [
        f"  {sheet.name:<{width}}  {sheet.rows:>7} rows  {sheet.description.splitlines()[0]}"
        for sheet in source.sheets
    ]
    lines = [
        TITLE,
        version,
        "",
        *_how(format_, options),
        "",
        "dictionary.csv explains every column. Where it names a vocabulary, the table vocabularies has",
        "the label and the definition of each value.",
        "",
        "The data are licensed under CC BY 4.0; words quoted from articles stay with their publishers.",
        "",
        "Tables",
        "",
        *tables,
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _how(format_: Format, options: Options) -> list[str]:
    if format_ == "csv":
        guard = (
            "Texts are written as they are: do not open the files in a spreadsheet unless you trust them."
            if options.raw
            else "A text that a spreadsheet would take for a formula has an apostrophe before it; to get the text\n"
            "back, remove one apostrophe where only apostrophes stand before = + - @, a tab or a line break."
        )
        mark = " with a byte order mark" if options.bom else ""
        return [
            f"One CSV file per table: UTF-8{mark}, separated by commas, days as 2020-07-21,",
            'true and false. An empty cell is null; an empty text is written "".',
            guard,
        ]
    return {
        "jsonl": [
            "One file per table, one JSON object a line (UTF-8). Days are texts as 2020-07-21; null is null.",
        ],
        "sqlite": [
            "One SQLite database with primary and foreign keys. Days are texts as 2020-07-21; true and false",
            "are 1 and 0. To look at it: datasette iran-iraq-security-dialogue.sqlite --metadata metadata.json",
        ],
        "stata": [
            "One file per table for Stata 14 and later. Stata has no null for texts: an empty text is null.",
            "Days are %td; true and false are bytes labelled yes and no. Long texts are strL.",
            "dictionary.csv tells under exported_as where a name had to be shortened to 32 characters.",
        ],
    }[format_]
