"""Reference checks: every id leads to a record of the right kind, and to one that makes sense there."""

from __future__ import annotations

import functools
import re
import types
import typing
from collections import Counter
from collections.abc import Iterator, Sequence

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from schema import edtf, vocabularies
from schema.base import DateProfile, Record, References, Vocabulary
from schema.meetings import Participant
from schema.officials import Official
from schema.organizations import Name, Organization
from schema.statements import Party
from validation.article_proof import PARTY_LISTS, evidence_of
from validation.findings import CheckRun, FieldPath, Finding, Report
from validation.index import KIND_WORDS, Index, all_entries
from validation.records import Entry, RecordSet

PARTY_FIELD = re.compile(
    r"^(speaker|relayer|addressee|recipient|participant)(\.[1-9][0-9]*)?\.(\w+)$"
)


def check(records: RecordSet, index: Index) -> Report:
    """All findings about references (codes REF)."""
    findings: list[Finding] = []
    findings += _duplicates(records)
    findings += _retired(records, index)
    dangling = list(_dangling(records, index))
    findings += dangling
    bad = {(f.place.file, f.place.field) for f in dangling}
    findings += _parties(records, index, bad)
    findings += _repeated_parties(records)
    findings += _outside_knowledge(records)
    findings += _circles(records)
    findings += _evidence_fields(records)
    findings += _codes_of_states(records)
    findings += _plover(records)
    findings += _primaries(records, index)
    findings += _tombstones(records, index)
    findings += _evidence_values(records)
    findings += _evidence_missing(records)
    findings += _numbers_of_articles(records, index)
    findings += _uncoded(records)
    run = CheckRun("references", "failed" if findings else "passed", len(index.tables))
    return Report(findings, [run])


def _duplicates(records: RecordSet) -> Iterator[Finding]:
    seen: dict[str, tuple[str, Entry[Record]]] = {}
    for table, entry in all_entries(records):
        if not entry.id:
            continue
        if entry.id in seen:
            first_table, first = seen[entry.id]
            place = records.positions.place(first.file, (*first.path, "id"))
            yield records.finding(
                "REF003",
                entry,
                ("id",),
                f"id is already that of {KIND_WORDS[first_table]}",
                found=entry.id,
                hint=f"give this record another id; the first stands at {place}",
                related=(place,),
            )
        else:
            seen[entry.id] = (table, entry)


def _retired(records: RecordSet, index: Index) -> Iterator[Finding]:
    for _, entry in all_entries(records):
        tombstone = index.retired.get(entry.id)
        if tombstone is not None:
            yield records.finding(
                "REF004",
                entry,
                ("id",),
                f"the id was retired ({tombstone.reason}) and is never used again",
                found=entry.id,
                hint=f"use {tombstone.replaced_by}"
                if tombstone.replaced_by
                else "give the record another id",
            )


def references_of(model: BaseModel, path: FieldPath = ()) -> Iterator[tuple[FieldPath, str, str]]:
    """Every foreign key in a record and what is nested in it: (path, table referred to, id)."""
    for name, target in _targets(type(model)):
        value = getattr(model, name)
        if target is not None and isinstance(value, str):
            yield (*path, name), target, value
        elif isinstance(value, BaseModel):
            yield from references_of(value, (*path, name))
        elif isinstance(value, list):
            for number, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from references_of(item, (*path, name, number))


@functools.cache
def _targets(model: type[BaseModel]) -> tuple[tuple[str, str | None], ...]:
    """Every field of a model, with the table that it refers to."""
    fields = model.model_fields.items()
    return tuple((name, _target(field.annotation, field.metadata)) for name, field in fields)


def _target(annotation: object, metadata: Sequence[object]) -> str | None:
    for marker in metadata:
        if isinstance(marker, References):
            return marker.table
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        for option in typing.get_args(annotation):
            found = _target(option, getattr(option, "__metadata__", ()))
            if found:
                return found
    return None


def _dangling(records: RecordSet, index: Index) -> Iterator[Finding]:
    """Ids that lead nowhere or to another kind. Nested records with an id of their own are their own entries."""
    for table, entry in all_entries(records):
        for path, target, value in references_of(entry.record):
            if (table, path[0]) in {("articles", "statements"), ("officials", "tenures")}:
                continue
            yield from _dangling_one(records, index, entry, path, target, value)


def _dangling_one(
    records: RecordSet, index: Index, entry: Entry[Record], path: FieldPath, target: str, value: str
) -> Iterator[Finding]:
    actual = index.tables.get(value)
    if actual == target or index.broken.get(value) == target:
        return
    if actual is not None:
        yield records.finding(
            "REF002",
            entry,
            path,
            f"{KIND_WORDS[actual]} where {KIND_WORDS[target]} belongs",
            found=value,
            hint=f"use the id of {KIND_WORDS[target]}",
        )
    elif value in index.retired:
        tombstone = index.retired[value]
        yield records.finding(
            "REF004",
            entry,
            path,
            f"the id was retired ({tombstone.reason})",
            found=value,
            hint=f"use {tombstone.replaced_by}"
            if tombstone.replaced_by
            else "refer to another record",
        )
    elif target not in index.incomplete:
        near = index.closest(value, target)
        yield records.finding(
            "REF001",
            entry,
            path,
            f"no {target.removesuffix('s')} has this id",
            found=value,
            hint=f"did you mean {near}?"
            if near
            else f"add {KIND_WORDS[target]} of this id first, or correct it",
        )


def parties_of(
    records: RecordSet,
) -> Iterator[tuple[Entry[Record], FieldPath, Party | Participant]]:
    """Every party to a statement and participant in a meeting, with its path in the record."""
    for _, statement in records.statements():
        for name in PARTY_LISTS:
            for number, party in enumerate(getattr(statement.record, name)):
                yield statement, (name, number), party
    for meeting in records.meetings:
        for number, participant in enumerate(meeting.record.participants):
            yield meeting, ("participants", number), participant


def _parties(records: RecordSet, index: Index, bad: set[tuple[str, str]]) -> Iterator[Finding]:
    for entry, path, party in parties_of(records):
        inside = records.positions.place(entry.file, (*entry.path, *path)).field
        if any(file == entry.file and field.startswith(f"{inside}.") for file, field in bad):
            continue  # an id of this party is wrong already; what follows from it is not a second mistake
        mismatch = _tenure_mismatch(records, index, entry, path, party)
        if mismatch is not None:
            yield mismatch
        elif isinstance(party, Party) and party.basis == "named" and party.label is not None:
            yield from _label(records, index, entry, path, party, party.label.exact)


def _tenure_mismatch(
    records: RecordSet,
    index: Index,
    entry: Entry[Record],
    path: FieldPath,
    party: Party | Participant,
) -> Finding | None:
    if party.tenure_id is None or party.tenure_id not in index.tenures:
        return None
    _, holder, tenure = index.tenures[party.tenure_id]
    if party.official_id != holder:
        return records.finding(
            "REF005",
            entry,
            (*path, "official_id"),
            "the tenure is that of somebody else",
            found=f"{party.official_id or 'no official'} with {party.tenure_id}",
            hint=f"{party.tenure_id} is the post of {holder} as {tenure.title}; correct the official or the tenure",
        )
    if party.organization_id is not None and party.organization_id != tenure.organization_id:
        return records.finding(
            "REF005",
            entry,
            (*path, "organization_id"),
            "the tenure is in another organization",
            found=party.organization_id,
            hint=f"{party.tenure_id} is in {tenure.organization_id}; leave organization_id out, or correct it",
        )
    return None


def forms_of(record: Official | Organization) -> list[str]:
    """Every recorded form of a name."""
    names: Sequence[Name] = record.names
    return [record.name, *(name.name for name in names)]


def contains_form(label: str, form: str) -> bool:
    """Whether a label holds a form of a name as whole words; a possessive `s` that lost its apostrophe may follow."""
    return re.search(rf"(?<!\w){re.escape(form)}s?(?!\w)", label, re.IGNORECASE) is not None


def _label(
    records: RecordSet,
    index: Index,
    entry: Entry[Record],
    path: FieldPath,
    party: Party,
    label: str,
) -> Iterator[Finding]:
    record: Official | Organization | None = None
    if party.official_id is not None:
        record = index.officials.get(party.official_id)
    elif party.organization_id is not None:
        record = index.organizations.get(party.organization_id)
    if record is None or any(contains_form(label, form) for form in forms_of(record)):
        return
    yield records.finding(
        "REF006",
        entry,
        (*path, "label"),
        f"the label holds no recorded form of the name {record.name}",
        found=label,
        hint="correct the id; or set basis to title, pronoun or metonym; or add the printed form to the names",
    )


def _repeated_parties(records: RecordSet) -> Iterator[Finding]:
    """A party is who it is: the person, else the body, else the words printed; each once in a role."""
    seen: dict[tuple[str, FieldPath, str, str, str], FieldPath] = {}
    for entry, path, party in parties_of(records):
        label = party.label if isinstance(party, Participant) else party.label and party.label.exact
        field, who = next(
            (name, value)
            for name, value in (
                ("official_id", party.official_id),
                ("organization_id", party.organization_id),
                ("label", label),
            )
            if value
        )
        role = party.role if isinstance(party, Participant) else str(path[0])
        first = seen.setdefault((entry.file, entry.path, role, field, who), path)
        if first != path:
            place = records.positions.place(entry.file, (*entry.path, *first))
            yield records.finding(
                "REF016",
                entry,
                (*path, field),
                "the party is named twice in one role",
                found=who,
                hint=f"remove one of the two, or correct its role; the first stands at {place}",
                related=(place,),
            )


def _outside_knowledge(records: RecordSet) -> Iterator[Finding]:
    """What no article in the project says needs a reference (annotation guide: `basis: external`)."""
    cited: dict[tuple[str, FieldPath], set[str]] = {}
    for owner, _, evidence in evidence_of(records):
        if evidence.reference_id is not None:
            cited.setdefault((owner.file, owner.path), set()).add(evidence.field)
    for _, statement in records.statements():
        fields = cited.get((statement.file, statement.path), set())
        for name, role in PARTY_LISTS.items():
            for number, party in enumerate(getattr(statement.record, name)):
                wanted = {
                    f"{role}.official_id",
                    f"{role}.{number + 1}.official_id",
                    f"{role}.organization_id",
                    f"{role}.{number + 1}.organization_id",
                }
                if party.basis == "external" and not wanted & fields:
                    yield records.finding(
                        "REF007",
                        statement,
                        (name, number, "basis"),
                        "the party comes from outside the article, but no reference is given",
                        found=party.official_id or party.organization_id or "",
                        hint=f"add evidence for {role}.official_id with a reference_id",
                    )
    for entry, date_fields in _dated(records):
        basis = getattr(entry.record, "date_basis", None)
        if basis == "external" and not cited.get((entry.file, entry.path), set()) & set(
            date_fields
        ):
            yield records.finding(
                "REF007",
                entry,
                ("date_basis",),
                "the date comes from outside the article, but no reference is given",
                found="external",
                hint=f"add evidence for {date_fields[0]} with a reference_id",
            )


def _dated(records: RecordSet) -> Iterator[tuple[Entry[Record], tuple[str, ...]]]:
    yield from ((statement, ("date",)) for _, statement in records.statements())
    yield from ((meeting, ("start", "end")) for meeting in records.meetings)
    yield from ((article, ("published", "published_at")) for article in records.articles)


def _circles(records: RecordSet) -> Iterator[Finding]:
    parents: list[tuple[str, Sequence[Entry[Record]]]] = [
        ("parent_id", records.organizations),
        ("parent_meeting_id", records.meetings),
        ("reprint_of", records.articles),
        ("parent_statement_id", [s for _, s in records.statements()]),
        ("utterance_id", [s for _, s in records.statements()]),
    ]
    for field, entries in parents:
        above = {entry.id: getattr(entry.record, field) for entry in entries}
        reported: set[str] = set()
        for entry in entries:
            chain, at = [entry.id], above.get(entry.id)
            while at is not None and at not in chain:
                chain.append(at)
                at = above.get(at)
            if at == entry.id and not reported & set(chain):
                reported |= set(chain)
                yield records.finding(
                    "REF008",
                    entry,
                    (field,),
                    "the record is, by way of others, above itself",
                    found=" > ".join([*chain, entry.id]),
                    hint=f"correct {field} of one of them",
                )


def _evidence_fields(records: RecordSet) -> Iterator[Finding]:
    for owner, path, evidence in evidence_of(records):
        model = Name if path[0] == "names" else type(owner.record)
        allowed = set(model.model_fields)
        party = PARTY_FIELD.match(evidence.field)
        if party and _has_party(owner.record, party[1], party[2]):
            allowed_in_party = set(
                Participant.model_fields if party[1] == "participant" else Party.model_fields
            )
            if party[3] in allowed_in_party:
                continue
        elif evidence.field in allowed:
            continue
        yield records.finding(
            "REF009",
            owner,
            (*path, "field"),
            "the record has no such field",
            found=evidence.field,
            hint="name a field of the record, or role.field for a party (speaker.official_id)",
        )


def _codes_of_states(records: RecordSet) -> Iterator[Finding]:
    for entry in records.organizations:
        code, iso3 = entry.record.ccode, entry.record.iso3
        right = vocabularies.ccode(iso3) if iso3 else None
        if code is not None and code != right:
            yield records.finding(
                "REF010",
                entry,
                ("ccode",),
                f"not the Correlates of War number of {iso3 or 'a state without iso3'}",
                found=str(code),
                hint=f"write {right}"
                if right is not None
                else "leave ccode out, or add the state to the vocabulary with a source",
            )


def _plover(records: RecordSet) -> Iterator[Finding]:
    for _, entry in records.statements():
        event, mode = entry.record.plover_event, entry.record.plover_mode
        if event is not None and mode is not None and mode not in vocabularies.modes(event):
            allowed = ", ".join(vocabularies.modes(event)) or "none"
            yield records.finding(
                "REF011",
                entry,
                ("plover_mode",),
                f"not a mode of {event}",
                found=mode,
                hint=f"modes of {event}: {allowed}",
            )
        if event is not None and not entry.record.recipients and _needs_recipient(event):
            yield records.finding(
                "REF014",
                entry,
                ("plover_event",),
                f"{event} needs somebody at whom it is directed",
                found=event,
                hint="add recipients, or another event",
            )


def _needs_recipient(event: str) -> bool:
    return vocabularies.term("plover_event", event).recipient == "required"


def _has_party(record: Record, role: str, number: str | None) -> bool:
    """Whether evidence can mean this party: with several of a role it must say which."""
    parties: Sequence[object] = getattr(record, f"{role}s", ())
    if number is None:
        return len(parties) == 1
    return 1 <= int(number[1:]) <= len(parties)


def _primaries(records: RecordSet, index: Index) -> Iterator[Finding]:
    for _, entry in records.statements():
        primary = index.statements.get(entry.record.utterance_id or "")
        if (
            primary is not None
            and not primary[1].is_primary
            and entry.record.utterance_id != entry.id
        ):
            yield records.finding(
                "REF013",
                entry,
                ("utterance_id",),
                "the record repeated is itself a repetition",
                found=entry.record.utterance_id or "",
                hint=f"use {primary[1].utterance_id}, the primary record",
            )


def _tombstones(records: RecordSet, index: Index) -> Iterator[Finding]:
    """Tombstones lead somewhere, once: the promise of the ids rests on them."""
    seen: set[str] = set()
    for entry in records.retired:
        stone = entry.record
        if entry.id in seen:
            hint = "remove one of the two"
            yield records.finding(
                "REF003", entry, ("id",), "the id is already retired", found=entry.id, hint=hint
            )
        seen.add(entry.id)
        new = stone.replaced_by
        if new is None or new in index.broken:
            continue
        table = index.tables.get(new)
        if table is None and stone.record_table not in index.incomplete:
            yield records.finding(
                "REF001",
                entry,
                ("replaced_by",),
                "no record has this id",
                found=new,
                hint="give the id of the record that takes its place, or leave it out",
            )
        elif table is not None and table != stone.record_table:
            yield records.finding(
                "REF002",
                entry,
                ("replaced_by",),
                f"{KIND_WORDS[table]} takes the place of {KIND_WORDS[stone.record_table]}",
                found=new,
                hint=f"use the id of {KIND_WORDS[stone.record_table]}",
            )


def _evidence_values(records: RecordSet) -> Iterator[Finding]:
    """What accepted evidence says must agree with what is recorded, as far as the two can be compared."""
    against: dict[tuple[str, FieldPath, str], list[tuple[Entry[Record], FieldPath, str]]] = {}
    for owner, path, evidence in evidence_of(records):
        recorded = getattr(owner.record, evidence.field, None)
        comparable = path[0] != "names" and isinstance(recorded, str)
        if not comparable or not evidence.accepted or evidence.stance != "supports":
            continue
        field = type(owner.record).model_fields[evidence.field]
        if evidence.value is not None and _disagree(field, str(recorded), evidence.value):
            key = (owner.file, owner.path, evidence.field)
            against.setdefault(key, []).append((owner, (*path, "value"), evidence.value))
    for (_, _, name), sources in against.items():
        owner = sources[0][0]
        values = ", ".join(dict.fromkeys(value for _, _, value in sources))
        yield records.finding(
            "REF012",
            owner,
            (name,),
            f"accepted evidence gives another {name}",
            found=f"{getattr(owner.record, name)}, but the evidence says {values}",
            hint="correct the value; or set accepted: false or stance: contradicts on the evidence",
            related=tuple(records.positions.place(o.file, (*o.path, *p)) for o, p, _ in sources),
        )


def _disagree(field: FieldInfo, recorded: str, value: str) -> bool:
    """Whether two values of a field surely differ: ids and closed values by text, dates by their days."""
    if has_marker(field, References) or has_marker(field, Vocabulary):
        return value != recorded
    if not has_marker(field, DateProfile):
        return False
    try:
        one, other = edtf.parse(recorded), edtf.parse(value)
    except edtf.EdtfError:
        return recorded != value
    days = (one.earliest, one.latest, other.earliest, other.latest)
    if None in days:
        return False
    return one.latest < other.earliest or other.latest < one.earliest  # type: ignore[operator]


def has_marker(field: FieldInfo, marker: type) -> bool:
    """Whether a field carries a marker of that type, at whatever depth of its annotation."""
    stack: list[object] = [field.annotation, *field.metadata]
    while stack:
        item = stack.pop()
        if isinstance(item, marker):
            return True
        stack.extend(typing.get_args(item))
        stack.extend(getattr(item, "__metadata__", ()))
    return False


NEEDS_EVIDENCE: dict[str, tuple[str, ...]] = {
    "organizations": ("media_ownership", "wikidata_id"),
    "officials": ("name_native", "born", "died", "wikidata_id"),
    "tenures": ("title", "start", "end"),
    "meetings": ("start", "end", "place"),
    "articles": ("published",),
}
"""Facts that nobody may simply write down. The words of a statement are proved by the quote proof."""


def _evidence_missing(records: RecordSet) -> Iterator[Finding]:
    told: dict[tuple[str, FieldPath], set[str]] = {}
    for owner, _, evidence in evidence_of(records):
        told.setdefault((owner.file, owner.path), set()).add(evidence.field)
    for table, entry in all_entries(records):
        have = told.get((entry.file, entry.path), set())
        for name in NEEDS_EVIDENCE.get(table, ()):
            value = getattr(entry.record, name)
            one_day = name == "end" and value == getattr(entry.record, "start", None)
            if value is not None and name not in have and not one_day:
                yield records.finding(
                    "REF015",
                    entry,
                    (name,),
                    f"{name} has no evidence",
                    found=str(value),
                    hint=f"add evidence with field: {name}, or leave the value out",
                )


def _numbers_of_articles(records: RecordSet, index: Index) -> Iterator[Finding]:
    counts = Counter(article.record.collection_id for article in records.articles)
    for entry in records.collections:
        if "articles" in index.incomplete or "articles" in index.broken.values():
            return
        if entry.record.n_included != counts[entry.id]:
            yield records.finding(
                "REC007",
                entry,
                ("n_included",),
                "n_included is not the number of articles of the collection",
                found=str(entry.record.n_included),
                hint=f"write {counts[entry.id]}",
            )


def _uncoded(records: RecordSet) -> Iterator[Finding]:
    """Articles of which nothing is recorded that was looked for: hardly ever true, and mostly a stub left lying."""
    for entry in records.articles:
        article = entry.record
        recorded = {
            "statements": bool(article.statements),
            "meetings": bool(article.meeting_reports),
            "full": bool(article.statements or article.meeting_reports),
        }
        if not recorded[article.coding_scope]:
            yield records.finding(
                "REC010",
                entry,
                ("coding_scope",),
                "nothing is recorded of what was looked for",
                found=article.coding_scope,
                hint="record it; if the article has none of it, accept the finding in the allowlist with that reason",
                severity="warning",
            )
