"""The allowlist: what an entry must say, what it excuses, and when it is itself a finding."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dataset.curation.yaml_reader import load
from validation.allowlist import (
    NEVER,
    Allowlist,
    accept,
    conclude,
    parse,
    ready_entry,
    refusal,
    together,
)
from validation.codes import CODES, LAYERS
from validation.findings import CheckRun, Finding, Place, Report

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs/allowlist.md").read_text(encoding="utf-8")
FILE = "dataset/allowlist.yaml"
ARTICLE = "dataset/records/articles/a.yaml"
TODAY = date(2026, 11, 22)

POST = Finding(
    "REF006", "post not held", Place(ARTICLE, 9, 3, field="statements.2.date"), "a-bcd", "2020"
)
ORPHAN = Finding("TAB008", "orphan", Place(table="statements", record="x"), "x", "y", count=3)
REFERENCES = CheckRun("references", "failed", 5)

ENTRY = f"""\
- fingerprint: {POST.fingerprint}
  code: REF006
  record: a-bcd
  reason: the vote was later
"""


def read(text: str) -> Allowlist:
    document = load(text, FILE, any_escape=True)
    assert not document.findings
    return parse(document.tree, document.positions, FILE)


def concluded(
    findings: list[Finding], text: str, *runs: CheckRun, today: date | None = TODAY
) -> Report:
    report = Report(list(findings), list(runs))
    conclude(report, read(text), today)
    return report


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


# what an entry must say


def test_an_entry_is_read_with_its_place() -> None:
    (entry,) = read(f"{ENTRY}  count: 3\n  until: 2027-06-30\n").entries

    assert (entry.fingerprint, entry.code, entry.record) == (POST.fingerprint, "REF006", "a-bcd")
    assert (entry.reason, entry.count) == ("the vote was later", 3)
    assert (entry.until, entry.place) == (date(2027, 6, 30), Place(FILE, 1, 3, field="0"))


FAULTS = [
    ("no list", lambda _: "a: b", "ALW003", "a: b", "a mapping"),
    ("no mapping", lambda _: "- REF006\n", "ALW003", "REF006", "REF006"),
    ("unknown field", lambda text: f"{text}  reasons: x\n", "ALW003", "reasons", "reasons"),
    ("no fingerprint", lambda text: "-" + text[text.index("\n") + 2 :], "ALW003", "code", ""),
    ("a short fingerprint", lambda text: text.replace(POST.fingerprint, "0f"), "ALW003", "0f", "0f"),
    (
        "a fingerprint with a line break",
        lambda text: text.replace(POST.fingerprint, f'"{POST.fingerprint}\\n"'),
        "ALW003",
        '"',
        f"{POST.fingerprint}\\u000a",
    ),
    ("no code", lambda text: text.replace("  code: REF006\n", ""), "ALW003", "fingerprint", ""),
    ("an unknown code", lambda text: text.replace("REF006", "REF06"), "ALW003", "REF06", "REF06"),
    ("a code like no other", lambda text: text.replace("REF006", "zz"), "ALW003", "zz", "zz"),
    ("no record", lambda text: text.replace("  record: a-bcd\n", ""), "ALW003", "fingerprint", ""),
    ("a blank record", lambda text: text.replace("a-bcd", '" "'), "ALW003", '" "', " "),
    ("a list of records", lambda text: text.replace("a-bcd", "[a]"), "ALW003", "[a]", "a list"),
    ("no reason", lambda text: text.replace("  reason: the vote was later\n", ""), "ALW002", "fingerprint", ""),
    ("an empty reason", lambda text: text.replace(" the vote was later", ""), "ALW002", "", ""),
    ("a blank reason", lambda text: text.replace("the vote was later", "' '"), "ALW002", "' '", ""),
    ("a list of reasons", lambda text: text.replace("the vote was later", "[a]"), "ALW003", "[a]", "a list"),
    ("a count of none", lambda text: f"{text}  count: 0\n", "ALW003", "0\n", "0"),
    ("a count in words", lambda text: f"{text}  count: two\n", "ALW003", "two", "two"),
    ("a month", lambda text: f"{text}  until: 2027-06\n", "ALW003", "2027-06", "2027-06"),
    ("an impossible day", lambda text: f"{text}  until: 2027-06-31\n", "ALW003", "2027-06-31", "2027-06-31"),
    ("an empty day", lambda text: f"{text}  until:\n", "ALW003", "", ""),
    ("a fingerprint twice", lambda text: text + text, "ALW003", None, POST.fingerprint),
    ("a code never accepted", lambda text: text.replace("REF006", "QUO003"), "ALW004", "QUO003", "QUO003"),
]  # fmt: skip


@pytest.mark.parametrize(
    "spoil, code, at, found", [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS]
)
def test_one_fault_is_one_finding_at_its_place_and_excuses_nothing(
    spoil: Callable[[str], str], code: str, at: str | None, found: str
) -> None:
    text = spoil(ENTRY)
    allowlist = read(text)

    (finding,) = allowlist.findings
    assert (finding.code, finding.found) == (code, found)
    assert finding.severity == "error"
    assert finding.hint
    if at:
        line = text[: text.index(at)].count("\n") + 1
        assert finding.place.line == line
    sound = 1 if at is None else 0
    assert len(allowlist.entries) == sound


def test_an_unknown_field_is_shown_at_its_name() -> None:
    (finding,) = read(f"{ENTRY}  reasons: x\n").findings

    assert (finding.place.line, finding.place.column) == (5, 3)


def test_a_near_code_is_named() -> None:
    (near,) = read(ENTRY.replace("REF006", "ref006")).findings
    (far,) = read(ENTRY.replace("REF006", "zz")).findings

    assert near.hint == "did you mean REF006?"
    assert far.hint == "`dataset explain all` lists the codes"


def test_the_second_of_two_names_the_place_of_the_first() -> None:
    (finding,) = read(ENTRY + ENTRY).findings

    assert finding.hint == f"keep one of the two; the other is at {FILE}:1:3"
    assert finding.place.line == 5


def test_all_faults_are_told_in_one_go() -> None:
    allowlist = read("- x\n- code: TIM06\n")

    assert [f.message for f in allowlist.findings] == [
        "not an entry",
        "fingerprint is missing",
        "no such code",
        "record is missing",
        "no reason is given",
    ]


# what is never accepted


@pytest.mark.parametrize(
    "code",
    [
        "SYN001",
        "SYN007",
        "REC007",
        "REF001",
        "REF012",
        "QUO001",
        "QUO003",
        "TIM003",
        "TAB015",
        "ALW001",
    ],
)
def test_what_cannot_be_read_proved_or_published_is_never_accepted(code: str) -> None:
    assert refusal(code)


@pytest.mark.parametrize("code", ["REF006", "QUO007", "QUO013", "TIM001", "TAB008", "TAB016"])
def test_what_is_a_matter_of_judgement_may_be_accepted(code: str) -> None:
    assert refusal(code) == ""


def test_only_codes_and_layers_that_exist_are_refused() -> None:
    assert all(name in CODES or name in LAYERS for name in NEVER)


# what an entry excuses


def test_an_accepted_finding_fails_nothing_and_is_kept_with_its_reason() -> None:
    report = concluded([POST], f"{ENTRY}  until: 2026-11-22\n", REFERENCES)

    assert (report.findings, report.exit_code()) == ([], 0)
    (accepted,) = report.accepted
    assert accepted.finding == POST
    assert (accepted.reason, accepted.until) == ("the vote was later", TODAY)
    assert accepted.place.line == 1
    assert report.runs[-1] == CheckRun("allowlist", "passed", 1)


def test_moved_lines_and_records_added_above_change_nothing() -> None:
    moved = replace(POST, place=Place(ARTICLE, 99, 5, field="statements.17.date"))

    assert concluded([moved], ENTRY, REFERENCES).findings == []


@pytest.mark.parametrize(
    "other",
    [
        replace(POST, found="2021"),
        replace(POST, record="a-xyz"),
        replace(POST, code="TIM004"),
        replace(POST, place=replace(POST.place, field="statements.2.title")),
        replace(POST, place=replace(POST.place, table="statements")),
    ],
    ids=["value", "record", "code", "field", "table"],
)
def test_another_finding_is_not_excused(other: Finding) -> None:
    report = concluded([POST, other], ENTRY, REFERENCES)

    assert report.findings == [other]
    assert len(report.accepted) == 1


def test_warnings_are_accepted_too() -> None:
    warning = replace(POST, severity="warning")

    assert concluded([warning], ENTRY, REFERENCES).exit_code(strict=True) == 0


def test_all_findings_of_one_fingerprint_are_accepted_if_they_are_as_many_as_said() -> None:
    twin = replace(POST, place=Place(ARTICLE, 12, 3, field="statements.5.date"))

    report = concluded([POST, twin], entry_for(POST, 2), REFERENCES)

    assert (report.findings, len(report.accepted)) == ([], 2)


def entry_for(finding: Finding, count: int) -> str:
    return "\n".join(ready_entry(finding, count)) + " because\n"


def test_a_ready_entry_is_accepted_once_the_reason_is_written() -> None:
    counts = together([POST, ORPHAN])
    empty = "\n".join([*ready_entry(POST, 1), *ready_entry(ORPHAN, 3)])
    assert [f.code for f in read(empty).findings] == ["ALW002", "ALW002"]

    text = entry_for(POST, counts[POST.fingerprint]) + entry_for(ORPHAN, counts[ORPHAN.fingerprint])

    assert len(concluded([POST, ORPHAN], text).accepted) == 2
    assert "count" not in entry_for(POST, 1)


@pytest.mark.parametrize("record", ["a: b", "#1", "null", "é\u202e", '"', "x/2020/1", "- a", "12"])
def test_a_ready_entry_can_be_read_whatever_the_record_is_called(record: str) -> None:
    finding = replace(POST, record=record)

    assert len(concluded([finding], entry_for(finding, 1)).accepted) == 1


def test_a_finding_without_a_record_is_named_by_its_file_or_table() -> None:
    assert replace(POST, record="").subject == ARTICLE
    assert Finding("TAB013", "x", Place(table="t", field="c")).subject == "t"
    assert replace(POST, record="", place=Place(table="t", record="k")).subject == "k"


# when the entry is a finding


def test_a_stale_entry_is_an_error_at_its_place() -> None:
    report = concluded([], ENTRY, REFERENCES)

    (finding,) = report.findings
    assert (finding.code, finding.place.file, finding.place.line) == ("ALW001", FILE, 1)
    assert (finding.record, finding.found) == ("a-bcd", "REF006")
    assert report.exit_code() == 1
    assert report.runs[-1] == CheckRun("allowlist", "failed", 1)


@pytest.mark.parametrize(
    "code, ran, other",
    [
        ("REF006", "references", "time"),
        ("QUO007", "quote proof", "time"),
        ("TAB008", "structure", "time"),
    ],
)
def test_stale_is_judged_only_if_the_check_ran(code: str, ran: str, other: str) -> None:
    text = ENTRY.replace("REF006", code)

    assert codes(concluded([], text, CheckRun(ran, "passed"))) == ["ALW001"]
    assert codes(concluded([], text, CheckRun(other, "passed"))) == []
    assert codes(concluded([], text, CheckRun(ran, "not-run"))) == []


@pytest.mark.parametrize("code, producer", [("TIM001", "time"), ("REF005", "references")])
def test_what_records_and_tables_may_yield_is_stale_only_if_both_were_checked(
    code: str, producer: str
) -> None:
    text = ENTRY.replace("REF006", code)
    of_records, of_tables = CheckRun(producer, "passed"), CheckRun("structure", "passed")
    skipped = CheckRun("cross-table.x", "not-run", reason="missing")

    assert codes(concluded([], text, of_records)) == []
    assert codes(concluded([], text, of_tables)) == []
    assert codes(concluded([], text, of_records, of_tables, skipped)) == []
    assert codes(concluded([], text, of_records, of_tables)) == ["ALW001"]


def test_findings_of_tables_are_stale_only_if_every_check_of_tables_ran() -> None:
    text = ENTRY.replace("REF006", "TAB008")
    runs = [CheckRun("structure", "passed"), CheckRun("statements.x", "not-run", reason="missing")]

    assert codes(concluded([], text, *runs)) == []


@pytest.mark.parametrize(
    "code, hides",
    [
        *((code, True) for code in ("SYN001", "REC003", "QUO003", "REF001", "TIM003", "TIM005")),
        *((code, False) for code in ("SYN007", "TIM004", "TAB015", "TAB009")),
    ],
)
def test_nothing_is_stale_while_its_finding_may_be_hidden(code: str, hides: bool) -> None:
    found = Finding(code, "x", Place(ARTICLE))

    stale = "ALW001" in codes(concluded([found], ENTRY, REFERENCES))

    assert stale is not hides


def test_what_is_accepted_may_hide_something_too() -> None:
    part = Finding("TIM005", "outside the visit", Place(ARTICLE), "m")

    report = concluded([part], ENTRY + entry_for(part, 1), REFERENCES)

    assert (report.findings, len(report.accepted)) == ([], 1)


def test_a_faulty_entry_does_not_keep_another_from_being_stale() -> None:
    text = ENTRY + "- x\n"

    assert sorted(codes(concluded([], text, REFERENCES))) == ["ALW001", "ALW003"]


def test_an_expired_entry_excuses_nothing_and_says_so() -> None:
    text = f"{ENTRY}  until: 2026-11-21\n"

    report = concluded([POST], text, REFERENCES)

    assert codes(report) == ["REF006", "ALW005"]
    assert report.findings[1].found == "until 2026-11-21"
    assert codes(concluded([], text, REFERENCES)) == ["ALW001"]


def test_without_a_day_nothing_expires() -> None:
    report = concluded([POST], f"{ENTRY}  until: 1999-01-01\n", REFERENCES, today=None)

    assert (report.findings, len(report.accepted)) == ([], 1)


@pytest.mark.parametrize(
    "old, new, told",
    [
        ("REF006", "TIM004", "code TIM004, now REF006"),
        ("a-bcd", "a-xyz", "record a-xyz, now a-bcd"),
        ("later\n", "later\n  count: 2\n", "count 2, now 1"),
    ],
)
def test_an_entry_that_says_something_else_excuses_nothing(old: str, new: str, told: str) -> None:
    report = concluded([POST], ENTRY.replace(old, new), REFERENCES)

    assert codes(report) == ["REF006", "ALW003"]
    assert report.findings[1].found == told
    assert report.accepted == []


def test_what_an_entry_says_is_shown_without_hidden_characters() -> None:
    text = ENTRY.replace("a-bcd", r'"a\u202eb"')

    report = concluded([POST], text, REFERENCES)

    assert report.findings[1].found == r"record a\u202eb, now a-bcd"


def test_one_more_offender_ends_the_acceptance() -> None:
    text = entry_for(ORPHAN, 3)

    report = concluded([replace(ORPHAN, count=4)], text)

    assert codes(report) == ["TAB008", "ALW003"]
    assert report.findings[1].found == "count 3, now 4"


def test_accepting_twice_is_the_same_as_once() -> None:
    entries = read(ENTRY).entries
    report = Report([POST], [REFERENCES])

    accept(report, entries, TODAY)
    conclude(report, read(ENTRY), TODAY)

    assert (report.findings, len(report.accepted)) == ([], 1)


def test_without_a_file_nothing_is_said() -> None:
    report = Report([POST], [REFERENCES])

    conclude(report, Allowlist(), TODAY)

    assert report == Report([POST], [REFERENCES])


def test_reports_taken_over_keep_what_was_accepted() -> None:
    one, other = concluded([POST], ENTRY, REFERENCES), Report()
    other.extend(one)

    assert other.accepted == one.accepted


def test_fingerprints_hold_for_any_text() -> None:
    odd: dict[str, Any] = {"record": "\ud800", "found": "\x00"}

    assert replace(POST, **odd).fingerprint != POST.fingerprint


# the document


def test_the_entry_in_the_document_is_a_sound_one() -> None:
    (block,) = re.findall(r"^```yaml\n(.*?)^```$", DOCUMENT, re.DOTALL | re.MULTILINE)

    allowlist = read(block)

    assert (len(allowlist.entries), list(allowlist.findings)) == (1, [])


def test_the_document_lists_what_is_never_accepted() -> None:
    rows = DOCUMENT[DOCUMENT.index("| findings | why |") :].splitlines()[2:]
    told = set()
    for first, last in re.findall(
        r"([A-Z]{3}\d*)(?: to ([A-Z]{3}\d*))?", " ".join(r.split("|")[1] for r in rows)
    ):
        numbers = range(int(first[3:] or 0), int((last or first)[3:] or 0) + 1)
        told |= {f"{first[:3]}{number:03}" if number else first for number in numbers}

    assert told == set(NEVER) - {"SYN007"}
