"""Findings, reports, positions, and their text."""

from __future__ import annotations

import pytest

from validation.codes import CODES, LAYERS
from validation.findings import CheckRun, Finding, Place, Positions, Report, grouped, printable
from validation.render_text import explain, render, summary

FILE = "records/a.yaml"
LINES = {FILE: ["id: a", 'content: "Neighbours must join"', "名前: x"]}


def finding(line: int = 2, column: int = 10, **changes: object) -> Finding:
    """A finding with sensible values for whatever a test does not care about."""
    values: dict[str, object] = {
        "code": "QUO001",
        "message": "content is not in the source",
        "place": Place(FILE, line, column, field="content"),
        "record": "a-bcd",
        "found": "Neighbours must join",
        "hint": "copy the words exactly as printed",
        **changes,
    }
    return Finding(**values)  # type: ignore[arg-type]


def text_of(report: Report) -> str:
    """The whole rendering as one text."""
    return "\n".join(render(report, lambda name: LINES.get(name, [])))


def test_a_finding_shows_line_caret_note_and_help() -> None:
    report = Report(
        [finding(note='nearest: "Neighbors must join" (characters 4-23)')],
        [CheckRun("quote proof", "failed", 1)],
    )

    assert text_of(report).splitlines() == [
        "records/a.yaml:2:10 QUO001 content is not in the source (Neighbours must join)",
        '    2 | content: "Neighbours must join"',
        '      |          ^ nearest: "Neighbors must join" (characters 4-23)',
        "      = help: copy the words exactly as printed",
        "",
        "1 error; 1 checks ran. `dataset explain CODE` tells more.",
    ]


def test_the_caret_counts_wide_characters_as_two_cells() -> None:
    lines = text_of(Report([finding(line=3, column=5)])).splitlines()

    assert lines[1] == "    3 | 名前: x"
    assert lines[2].index("^") == len("    3 | ") + 6


def test_a_long_line_is_shown_around_the_column() -> None:
    long = "x" * 400 + "HERE" + "y" * 400
    shown = list(render(Report([finding(line=1, column=401)]), lambda _: [long]))

    assert shown[1].startswith("    1 | ...")
    assert shown[1][shown[2].index("^") :].startswith("HERE")


def test_control_characters_never_reach_the_terminal() -> None:
    lines = list(render(Report([finding(line=1, column=1)]), lambda _: ["a\x1b[31m\u202eb"]))

    assert all(character.isprintable() for line in lines for character in line)


def test_repeats_are_grouped_with_the_exact_total() -> None:
    many = [finding(line=n) for n in range(1, 9)]

    (one,) = grouped(many)

    assert one.count == 8
    assert len(one.related) == 4
    assert grouped(many[:5]) == many[:5]


def test_findings_in_files_come_before_findings_in_tables_and_in_order_of_place() -> None:
    table = finding(place=Place(table="statements", record="a"))
    report = Report([table, finding(line=9), finding(line=2)])

    assert [f.place.line for f in report.sorted()] == [2, 9, 0]


@pytest.mark.parametrize(
    "report, strict, expected",
    [
        (Report(), False, 0),
        (Report([finding()]), False, 1),
        (Report([finding(severity="warning")]), False, 0),
        (Report([finding(severity="warning")]), True, 1),
        (Report([], [CheckRun("x", "not-run", reason="no engine")]), False, 2),
        (Report([finding()], [CheckRun("x", "not-run", reason="records have errors")]), False, 1),
    ],
)
def test_exit_codes(
    report: Report, strict: bool, expected: int
) -> None:  # a column of the table above
    assert report.exit_code(strict=strict) == expected


def test_a_check_that_could_not_run_is_told_and_never_counted_as_run() -> None:
    report = Report(
        [],
        [
            CheckRun("tables", "not-run", reason="records have errors"),
            CheckRun("time", "passed", 3),
        ],
    )

    assert "not run: tables: records have errors" in text_of(report)
    assert summary(report) == "no findings; 1 checks ran, 1 could not run"


def test_the_fingerprint_survives_moved_lines_but_not_another_value() -> None:
    assert finding(line=2).fingerprint == finding(line=99).fingerprint
    assert finding().fingerprint != finding(found="other").fingerprint


def test_an_unknown_code_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="ZZZ999"):
        finding(code="ZZZ999")


def test_positions_fall_back_to_the_nearest_thing_around() -> None:
    positions = Positions({(FILE, ()): (1, 1), (FILE, ("a",)): (3, 5)}, {(FILE, ("a",)): (3, 1)})

    assert positions.place(FILE, ("a", 0, "exact")) == Place(FILE, 3, 5, field="a.0.exact")
    assert positions.place(FILE, ("a",), key=True) == Place(FILE, 3, 1, field="a")
    assert positions.place(FILE, ("b",)) == Place(FILE, 1, 1, field="b")
    assert positions.place("other.yaml", ("b",)) == Place("other.yaml", field="b")


def test_printable_escapes_and_shortens() -> None:
    assert printable("a\nb\u202e") == "a\\u000ab\\u202e"
    assert printable("x" * 200, 21) == "x" * 9 + "..." + "x" * 9


def test_places_name_what_they_are() -> None:
    assert str(Place("a.yaml", 3, 4)) == "a.yaml:3:4"
    assert str(Place("a.yaml")) == "a.yaml"
    assert str(Place(table="statements", record="x", field="date")) == "statements.date in x"
    assert str(Place()) == "dataset"


@pytest.mark.parametrize("code", CODES)
def test_every_code_explains_itself(code: str) -> None:
    text = explain(code)

    assert code[:3] in LAYERS
    assert text.startswith(f"{code} ")
    assert all(
        part.strip()
        for part in (CODES[code].title, CODES[code].cause, CODES[code].remedy, CODES[code].example)
    )
