"""Codebook and JSON Schemas, generated from the models. Text in, text out; `scripts.generate` writes the files."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pydantic import TypeAdapter

from schema import vocabularies
from schema.articles import Article
from schema.base import Record
from schema.collections import Collection
from schema.evidence import Reference, Retired
from schema.meetings import Meeting
from schema.officials import Official
from schema.organizations import Organization
from schema.tables import SCHEMA_VERSION, TABLES, Column, Table

REGISTRIES: dict[str, type[Record]] = {
    "collections": Collection,
    "meetings": Meeting,
    "officials": Official,
    "organizations": Organization,
    "references": Reference,
    "retired": Retired,
}
"""Registry files, each a list of records of one model."""

GROUPS = {
    "record": "Records with permanent ids",
    "link": "Link tables",
    "provenance": "Provenance",
    "vocabulary": "Vocabularies",
    "derived": "Derived tables",
}

REQUEST_WARNING = """\
> **Read before using `quad`.** PLOVER counts every REQUEST as verbal conflict, though "neighbours should
> cooperate" is no conflict. Use `speech_act`, or `quad` together with `plover_mode`."""

RESERVED_WORDS = """\
> **Reserved words.** `references` and `end` are reserved in SQL; write them in double quotes:
> `SELECT start, "end" FROM anchors`."""

HEADER = """# Codebook

Generated from the models by `make generate`; do not edit. Schema version {version}.

Every date column `x` is text in the [date profile](dates.md) and is followed by `x_earliest`, `x_latest` (dates) and
`x_uncertain` (true if a qualifier says so). Spans are Unicode code points into the source text:
`text[start:end]`. A column marked **key** identifies the row; *null* means that the value may be unknown.

{request_warning}

{reserved_words}

"""


def codebook() -> str:
    """The whole codebook as Markdown."""
    header = HEADER.format(
        version=SCHEMA_VERSION, request_warning=REQUEST_WARNING, reserved_words=RESERVED_WORDS
    )
    return header + body()


def body() -> str:
    """List of tables, every table and every closed vocabulary, as Markdown without a title."""
    parts = [_contents()]
    for group, title in GROUPS.items():
        parts.append(f"## {title}\n")
        parts.extend(table_text(table) for table in TABLES if table.group == group)
    parts.append("## Closed vocabularies\n")
    parts.extend(vocabulary_text(name) for name in vocabularies.names())
    return "\n".join(parts).rstrip() + "\n"


def _contents() -> str:
    rows = [f"| [{t.name}](#{t.name}) | {t.description.splitlines()[0]} |" for t in TABLES]
    return "\n".join(["| table | one row is |", "| --- | --- |", *rows, ""])


def table_text(table: Table) -> str:
    """One table as Markdown."""
    lines = [
        f"### {table.name}\n",
        f"{table.description}\n",
        "| column | type | meaning |",
        "| --- | --- | --- |",
    ]
    lines.extend(
        _column_line(table, column) for column in table.columns if column.derived_from is None
    )
    return "\n".join([*lines, ""])


def _column_line(table: Table, column: Column) -> str:
    facts: list[str] = ["date (EDTF)" if column.is_date_profile else column.type]
    if column.name in table.key:
        facts.append("**key**")
    if column.nullable:
        facts.append("*null*")
    notes = [column.description]
    if column.references:
        notes.append(f"References [{column.references}](#{column.references}).")
    if column.vocabulary:
        notes.append(f"Vocabulary [{column.vocabulary}](#vocabulary-{column.vocabulary}).")
    return f"| `{column.name}` | {', '.join(facts)} | {' '.join(notes)} |"


def vocabulary_text(name: str) -> str:
    """One vocabulary as Markdown."""
    about = vocabularies.about(name)
    lines = [
        f'### <a id="vocabulary-{name}"></a>{name}\n',
        f"{about.description}\n",
        f"Source: {about.source}.\n",
    ]
    lines += ["| value | label | definition |", "| --- | --- | --- |"]
    lines += [
        f"| `{t.value}` | {t.label} | {t.definition}{_crosswalk(t)} |"
        for t in vocabularies.vocabulary(name).values()
    ]
    return "\n".join([*lines, ""])


def _crosswalk(term: vocabularies.Term) -> str:
    parts = []
    if term.plover_event:
        parts.append(
            f"PLOVER {term.plover_event}" + (f"/{term.plover_mode}" if term.plover_mode else "")
        )
    if term.quad:
        parts.append(f"quad {term.quad}")
    if term.ccode is not None:
        parts.append(f"COW {term.ccode}")
    if term.cap_code:
        parts.append(f"CAP {term.cap_code}")
    return f" ({'; '.join(parts)})" if parts else ""


def json_schemas() -> Iterator[tuple[str, str]]:
    """File name and text of the JSON Schema of every record file (for editors) and of every table's rows."""
    yield "article.schema.json", _schema_text(Article.model_json_schema())
    for name, model in REGISTRIES.items():
        yield f"{name}.schema.json", _schema_text(TypeAdapter(list[model]).json_schema())  # type: ignore[valid-type]
    for table in TABLES:
        yield f"tables/{table.name}.schema.json", _schema_text(table.model.model_json_schema())


def _schema_text(schema: dict[str, object]) -> str:
    full = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(full, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
