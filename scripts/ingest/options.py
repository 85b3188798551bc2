"""What a curator says of a page, held against the records before anything is done."""

from __future__ import annotations

from dataclasses import dataclass

from dataset.curation.identifiers import LONGEST_OWNER
from dataset.curation.read import SLUG, ReadResult
from schema import edtf
from schema.base import read_date
from schema.vocabularies import values
from scripts.ingest.metadata import is_url
from validation.findings import Unusable, printable
from validation.index import KIND_WORDS, Index


@dataclass(frozen=True)
class Options:
    """What was said of a page; None is left to be found. `stories` are headlines, exactly as printed."""

    collection_id: str
    ids: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()
    publisher_id: str | None = None
    published: str | None = None
    reference_id: str | None = None
    url: str | None = None
    language: str | None = None
    scope: str = "full"


def check_options(options: Options, index: Index, result: ReadResult) -> None:
    """Raise Unusable for an option that leads nowhere."""
    _demand_record("--collection", options.collection_id, "collections", index, result)
    if options.publisher_id is not None:
        _demand_record("--publisher", options.publisher_id, "organizations", index, result)
    if options.reference_id is not None:
        _demand_record("--reference", options.reference_id, "references", index, result)
    for id_ in options.ids:
        if not SLUG.match(id_) or len(id_) > LONGEST_OWNER:
            raise Unusable(
                f"--id {printable(id_)}: write lower-case letters, digits and single hyphens, at most {LONGEST_OWNER}"
            )
    _demand_value("--language", options.language, "language")
    _demand_value("--scope", options.scope, "coding_scope")
    if options.url is not None and not is_url(options.url):
        raise Unusable(f"--url {printable(options.url)}: not an address that begins with https://")
    if options.published is not None:
        try:
            read_date(options.published)
        except edtf.EdtfError as error:
            raise Unusable(f"--published: {error}") from None


def _demand_record(option: str, id_: str, table: str, index: Index, result: ReadResult) -> None:
    actual = index.tables.get(id_) or result.broken_ids.get(id_)
    if actual == table:
        return
    if actual is not None:
        raise Unusable(f"{option} {id_}: {KIND_WORDS[actual]}, not {KIND_WORDS[table]}")
    near = index.closest(id_, table)
    hint = (
        f"did you mean {near}?"
        if near
        else f"add {KIND_WORDS[table]} of this id to {table}.yaml first"
    )
    raise Unusable(f"{option} {printable(id_)}: no {table.removesuffix('s')} has this id; {hint}")


def _demand_value(option: str, value: str | None, vocabulary: str) -> None:
    allowed = values(vocabulary)
    if value is not None and value not in allowed:
        raise Unusable(
            f"{option} {printable(value)}: no such value; there are {', '.join(allowed)}"
        )
