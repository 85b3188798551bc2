"""Findings of a draft: the validators of the records, asked about one article as it would be."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dataset.curation.canonical import allot_ids
from dataset.curation.read import read_record
from dataset.curation.yaml_reader import Document, Tree
from schema.articles import Article
from scripts.candidates.decide import reviewed
from scripts.review.draft import Draft, Item
from scripts.review.opened import Opened
from validation import reference_checks, time_checks
from validation.allowlist import accept
from validation.article_proof import prove
from validation.findings import Finding, Positions, Report
from validation.records import Entry, RecordSet

_IN_STATEMENT = re.compile(r"statements\.([0-9]+)(?:\.(.*))?")


@dataclass(frozen=True)
class Told:
    """A finding with what it is about on the desk: the item (none for the article itself) and its field.

    `is_new` tells that the records on disk do not have it; of a candidate that waits it is what they would have.
    """

    ref: str | None
    field: str
    finding: Finding
    is_new: bool


def findings(opened: Opened, draft: Draft, reviewer: str, day: dt.date) -> list[Told]:
    """Everything that is wrong with the article, if each candidate that is not rejected were accepted.

    Records of other files are not looked at: nothing that is done here can break them, and saving checks them all.
    """
    items = [item for item in draft.items.values() if item.decision != "rejected"]
    trees = [_as_recorded(item, reviewer, day) for item in items]
    kind = opened.desk.file.kind
    document = opened.desk.document.tree
    head = document if isinstance(document, dict) else {}
    tree = allot_ids(kind, {**head, "statements": [*trees]}, set(opened.desk.taken))
    statements = tree["statements"] if isinstance(tree, dict) else []
    written = statements if isinstance(statements, list) else []
    refs = [item.ref for item in items]
    broken, said = _unreadable(opened, head, written)
    told = [_told(opened, refs, finding) for finding in said]
    sound = [number for number in range(len(written)) if number not in broken]
    record, _ = _read(opened, {**head, "statements": [written[n] for n in sound]})
    if record is not None:
        report = _checked(opened, record)
        told += [_told(opened, [refs[n] for n in sound], finding) for finding in report.sorted()]
    return told


def _as_recorded(item: Item, reviewer: str, day: dt.date) -> dict[str, Tree]:
    if item.kind != "candidate":
        return item.tree
    return reviewed({**item.about, "statement": item.tree}, reviewer, day)


def _read(opened: Opened, tree: Mapping[str, Tree]) -> tuple[Article | None, list[Finding]]:
    document = Document(dict(tree), Positions(), [], "")
    record, said = read_record(opened.desk.file, document, (), dict(tree))
    return (record if isinstance(record, Article) else None), said


def _unreadable(
    opened: Opened, head: Mapping[str, Tree], statements: Sequence[Tree]
) -> tuple[set[int], list[Finding]]:
    """Numbers of statements that their model refuses, and what it says."""
    record, said = _read(opened, {**head, "statements": [*statements]})
    if record is not None:
        return set(), said
    numbers = (_IN_STATEMENT.fullmatch(finding.place.field) for finding in said)
    return {int(match[1]) for match in numbers if match}, said


def _checked(opened: Opened, record: Article) -> Report:
    entry = Entry(record.id, record, opened.desk.file.name, ())
    sources = opened.checked.records.sources
    name = record.source_file
    alone = RecordSet(articles=[entry], sources={name: sources[name]})
    index = opened.checked.index.with_article(entry)
    report = reference_checks.check(alone, index)
    suspect = {f.record for f in report.findings if f.code == "REF012"}
    report.extend(time_checks.check(alone, index, suspect))
    report.extend(prove(alone).report)
    accept(report, opened.checked.allowlist.entries)
    return report


def local_field(finding: Finding) -> str:
    """The field that a finding is about, within its statement if it is in one."""
    match = _IN_STATEMENT.fullmatch(finding.place.field)
    return finding.place.field if match is None else match[2] or ""


def _told(opened: Opened, refs: Sequence[str], finding: Finding) -> Told:
    match = _IN_STATEMENT.fullmatch(finding.place.field)
    is_new = finding.fingerprint not in opened.desk.before
    ref = None if match is None else refs[int(match[1])]
    return Told(ref, local_field(finding), finding, is_new)
