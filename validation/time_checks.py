"""Time checks. Dates may be unknown or imprecise, so only what is surely wrong is a finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from schema import edtf
from schema.base import STILL, Record
from schema.meetings import Participant
from schema.officials import Tenure
from validation.findings import CheckRun, FieldPath, Finding, Report
from validation.index import Index
from validation.records import Entry, RecordSet
from validation.reference_checks import parties_of

ATTENDED = ("attended",)


def check(records: RecordSet, index: Index, suspect: AbstractSet[str] = frozenset()) -> Report:
    """All findings about dates (codes TIM).

    `suspect` are ids of records whose dates are known to be wrong: what rests on them is not told
    a second time. Nor is what rests on an end before its start, or on a part outside its whole.
    """
    doubtful = set(suspect)
    findings: list[Finding] = []
    for rule in (_ends, _parts, _tenures, _lives, _reports, _statements):
        found = list(rule(records, index, doubtful))
        findings += found
        if rule in (_ends, _parts):
            doubtful |= {finding.record for finding in found}
    return Report(
        findings, [CheckRun("time", "failed" if findings else "passed", len(index.tables))]
    )


def earliest(text: str | None) -> dt.date | None:
    """First day that a date can mean; None if unknown."""
    return edtf.bounds(text)[0] if text not in (None, STILL) else None


def latest(text: str | None) -> dt.date | None:
    """Last day that a date can mean; None if unknown or open."""
    return edtf.bounds(text)[1] if text not in (None, STILL) else None


def surely_before(first: str | None, second: str | None) -> bool:
    """Whether every day that `first` can mean lies before every day that `second` can mean.

    Nothing is sure of a date that is unknown, still open, or carries a qualifier.
    """
    if first is None or second is None or STILL in (first, second):
        return False
    return edtf.precedes(edtf.parse(first), edtf.parse(second)) is True


def surely_outside(date: str | None, start: str | None, end: str | None) -> bool:
    """Whether a day surely lies outside a stretch of time; an unknown start or end excludes nothing."""
    return surely_before(date, start) or surely_before(end, date)


def _ends(records: RecordSet, _: Index, doubtful: AbstractSet[str]) -> Iterator[Finding]:
    entries: list[tuple[Entry[Record], str, str, FieldPath]] = []
    entries += [(tenure, "start", "end", ()) for _, tenure in records.tenures()]
    entries += [(meeting, "start", "end", ()) for meeting in records.meetings]
    entries += [(official, "born", "died", ()) for official in records.officials]
    for article in records.articles:
        for number in range(len(article.record.meeting_reports)):
            entries.append((article, "reported_start", "reported_end", ("meeting_reports", number)))
    for entry, first, last, path in entries:
        model: object = entry.record
        for step in path:
            model = (
                model[step]
                if isinstance(model, list) and isinstance(step, int)
                else getattr(model, str(step))
            )
        start, end = getattr(model, first), getattr(model, last)
        if entry.id not in doubtful and surely_before(end, start):
            yield records.finding(
                "TIM003",
                entry,
                (*path, last),
                f"{last} lies before {first}",
                found=f"{end} before {start}",
                hint="correct one of the two",
            )


def _act_date(entry: Entry[Record]) -> str | None:
    """Day of a statement, or first day of a meeting."""
    record = entry.record
    date: str | None = getattr(record, "date", None) or getattr(record, "start", None)
    return date


def _tenures(records: RecordSet, index: Index, doubtful: AbstractSet[str]) -> Iterator[Finding]:
    for entry, path, party in parties_of(records):
        found = index.tenures.get(party.tenure_id or "")
        if found is None or found[1] != party.official_id:
            continue
        if {entry.id, party.tenure_id} & doubtful:
            continue
        _, _, tenure = found
        date = _act_date(entry)
        if surely_outside(date, tenure.start, tenure.end):
            yield records.finding(
                "TIM001",
                entry,
                (*path, "tenure_id"),
                f"the post was not held on {date}",
                found=f"{party.tenure_id}, {_period(tenure)}",
                hint="use the post held on that day, or correct the dates",
            )


def _period(tenure: Tenure) -> str:
    return f"{tenure.start or 'unknown'} to {tenure.end or 'unknown'}"


def _lives(records: RecordSet, index: Index, doubtful: AbstractSet[str]) -> Iterator[Finding]:
    for entry, path, party in parties_of(records):
        acts = path[0] == "speakers" or (
            isinstance(party, Participant) and party.attendance in ATTENDED
        )
        official = index.officials.get(party.official_id or "")
        if not acts or official is None or {entry.id, party.official_id} & doubtful:
            continue
        tenure = index.tenures.get(party.tenure_id or "")
        date = _act_date(entry)
        if tenure is not None and surely_outside(date, tenure[2].start, tenure[2].end):
            continue  # told already: the post was not held
        if surely_outside(date, official.born, official.died):
            life = f"{official.born or 'unknown'} to {official.died or 'unknown'}"
            yield records.finding(
                "TIM006",
                entry,
                (*path, "official_id"),
                f"{official.name} did not live on {date}",
                found=life,
                hint="correct the person or the dates",
            )


def _reports(records: RecordSet, index: Index, doubtful: AbstractSet[str]) -> Iterator[Finding]:
    for article in records.articles:
        for number, report in enumerate(article.record.meeting_reports):
            if {article.id, report.meeting_id} & doubtful:
                continue
            meeting = index.meetings.get(report.meeting_id)
            start = report.reported_start or (meeting.start if meeting else None)
            if (
                report.reported_status in ("held", "ongoing")
                and report.stance == "reports"
                and surely_before(article.record.published, start)
            ):
                yield records.finding(
                    "TIM002",
                    article,
                    ("meeting_reports", number, "reported_status"),
                    f"reported as {report.reported_status} before it took place",
                    found=f"published {article.record.published}, meeting {start}",
                    hint="correct the dates or the reported status",
                )


def _statements(records: RecordSet, index: Index, doubtful: AbstractSet[str]) -> Iterator[Finding]:
    for article, statement in records.statements():
        date, meeting_id = statement.record.date, statement.record.said_at_meeting_id
        if {statement.id, article.id} & doubtful:
            continue
        if surely_before(article.record.published, date):
            yield records.finding(
                "TIM004",
                statement,
                ("date",),
                "said after the article was published",
                found=f"said {date}, published {article.record.published}",
                hint="correct the date of the statement or of the article",
            )
            continue
        meeting = index.meetings.get(meeting_id or "") if meeting_id not in doubtful else None
        if meeting and surely_outside(date, meeting.start, meeting.end or meeting.start):
            yield records.finding(
                "TIM007",
                statement,
                ("date",),
                "said outside the days of the meeting at which it is recorded",
                found=f"said {date}, meeting {meeting.start} to {meeting.end or meeting.start}",
                hint="correct the date, or said_at_meeting_id",
            )


def _parts(records: RecordSet, index: Index, doubtful: AbstractSet[str]) -> Iterator[Finding]:
    for meeting in records.meetings:
        whole = index.meetings.get(meeting.record.parent_meeting_id or "")
        if whole is None or {meeting.id, meeting.record.parent_meeting_id} & doubtful:
            continue
        last = whole.end or whole.start
        for name in ("start", "end"):
            day = getattr(meeting.record, name)
            if surely_outside(day, whole.start, last):
                yield records.finding(
                    "TIM005",
                    meeting,
                    (name,),
                    f"outside the meeting it is part of, {meeting.record.parent_meeting_id}",
                    found=f"{day} outside {whole.start} to {last}",
                    hint="correct the dates or the parent",
                )
                break
