"""The day of publication: printed, declared, given by hand, or left empty and told."""

from __future__ import annotations

import pytest

from scripts.ingest.lines import plain_lines
from scripts.ingest.metadata import Declared
from scripts.ingest.publication import Given, NoEvidenceError, Publication, publication
from scripts.ingest.stories import find_stories

PROSE = "The harbour council of Eastport has rejected the tolls on the crossing, its chairwoman announced on Thursday."
LD = "JSON-LD datePublished"


def found(
    line: str = "",
    *declared: str,
    published: str | None = None,
    reference: str | None = None,
    begin: str = "",
) -> Publication:
    text = f"Council rejects the tolls\n{line}\n{begin}{PROSE}\n"
    lines = plain_lines(text)
    (story,), _ = find_stories(text, lines)
    said = [Declared(value, LD) for value in declared]
    return publication(text, lines, story, said, Given(published, reference))


@pytest.mark.parametrize(
    "line, declared, quote",
    [
        ("2 May 2024", [], "2 May 2024"),
        ("Published: 2 May 2024", [], "Published: 2 May 2024"),
        ("By Robin Writer | Thursday, May 2, 2024 - 10:15", [], "Thursday, May 2, 2024"),
        ("Updated: 3 May 2024 | Published: 2 May 2024", [], "Published: 2 May 2024"),
        ("Published: 2 May 2024; last modified 3 May 2024", [], "Published: 2 May 2024"),
        ("1 May 2024 | Posted 2 May 2024", [], "Posted 2 May 2024"),
        ("13/02/1403", [], "13/02/1403"),
        ("02/05/2024", ["2024-05-02T10:00:00+03:00"], "02/05/2024"),
        ("1 May 2024 | 2 May 2024", ["2024-05-02"], "2 May 2024"),
        ("2 May 2024", ["2024-05-01T22:10:00Z"], "2 May 2024"),
        ("2 May 2024", ["nonsense"], "2 May 2024"),
        ("1 May 2024 | 2 May 2024", ["2024-05-02T08:00:00Z"], "2 May 2024"),
        ("By A WriterMay 2, 20245:01 PM", [], "By A WriterMay 2, 20245"),
    ],
)
def test_a_printed_day_is_recorded_with_its_words(
    line: str, declared: list[str], quote: str
) -> None:
    day = found(line, *declared)
    assert (day.published, day.basis, day.remarks) == ("2024-05-02", "stated", [])
    (evidence,) = day.evidence
    assert (evidence["field"], evidence["value"], evidence["quote"]) == (
        "published",
        "2024-05-02",
        quote,
    )


def test_a_dateline_with_a_year_will_do() -> None:
    day = found(begin="EASTPORT, 2 May 2024 – ")
    assert (day.published, day.evidence[0]["quote"]) == ("2024-05-02", "EASTPORT, 2 May 2024")


def test_the_note_tells_calendar_and_stamp() -> None:
    (evidence,) = found("1403/02/13", "2024-05-02T10:00:00+03:00").evidence
    assert evidence["note"] == (
        f"Printed in the Persian calendar. The page's code declares 2024-05-02T10:00:00+03:00 ({LD})."
    )
    assert "note" not in found("2 May 2024").evidence[0]


@pytest.mark.parametrize(
    "line, declared, remark",
    [
        ("", [], None),
        ("3 days ago", [], None),
        ("Updated: 2 May 2024", [], None),
        ("02/05/2024", [], "prints 2024-02-05 or 2024-05-02, and not which"),
        ("1 May 2024 | 2 May 2024", [], "prints 2024-05-01 or 2024-05-02, and not which"),
        (
            "2 May 2024",
            ["2024-05-01"],
            f"prints 2024-05-02, but its code declares 2024-05-01 ({LD})",
        ),
        ("2 May 2024", ["2024-04-30T22:10:00Z"], "but its code declares"),
        ("2 May 2024", ["2024-05-01T08:10:00Z"], "but its code declares"),
        ("Aktualisiert: 2 May 2024", [], None),
        ("", ["2024-05-02"], "no line prints the day; with --reference ID"),
        ("", ["2024-05-02T10:00:00Z"], "in UTC, so the outlet's own day is not sure"),
        ("", ["2024-05-02", "2024-05-03"], "decide which it is"),
        ("2 May 2024 and \u202e more", ["2024-05-09"], "but its code declares"),
    ],
)
def test_what_is_not_sure_stays_empty_and_is_told(
    line: str, declared: list[str], remark: str | None
) -> None:
    day = found(line, *declared)
    assert (day.published, day.basis, day.evidence) == (None, None, [])
    assert len(day.remarks) == (remark is not None)
    assert (remark or "") in " ".join(day.remarks)


def test_a_day_elsewhere_on_the_page_bears_out_what_the_code_declares() -> None:
    below = "Weather\nTides\nFares\nLakes\nTown\nLast modified: 2 May 2024\nOn the web since 2 May 2024\n"
    text = f"Council rejects the tolls\n{PROSE}\n{below}"
    lines = plain_lines(text)
    (story,), _ = find_stories(text, lines)
    assert not list(story.of_kind("credits"))
    none = publication(text, lines, story, [], Given())
    assert (none.published, none.remarks) == (None, [])
    day = publication(text, lines, story, [Declared("2024-05-02", LD)], Given())
    assert (day.published, day.evidence[0]["quote"]) == (
        "2024-05-02",
        "On the web since 2 May 2024",
    )


def test_words_that_no_record_can_quote_are_no_evidence() -> None:
    day = found("Published:\u202e 2 May 2024")
    assert (day.published, day.remarks) == (
        None,
        ["prints 2024-05-02, but in words that no record can quote"],
    )


def test_a_declared_day_is_recorded_with_a_reference() -> None:
    day = found("", "2024-05-02", reference="page")
    assert (day.published, day.basis, day.remarks) == ("2024-05-02", "stated", [])
    assert day.evidence == [
        {
            "field": "published",
            "value": "2024-05-02",
            "reference_id": "page",
            "note": f"Declared in the page's code, not printed: 2024-05-02 ({LD}).",
        }
    ]


def test_a_reference_stands_beside_the_printed_day() -> None:
    day = found("2 May 2024", reference="page")
    assert [item.get("reference_id") for item in day.evidence] == [None, "page"]


def test_a_day_given_by_hand_needs_evidence() -> None:
    with pytest.raises(NoEvidenceError):
        found("", published="2024-05-02")
    with pytest.raises(NoEvidenceError):
        found("3 May 2024", published="2024-05-02")
    with pytest.raises(NoEvidenceError):
        found("2 May 2024", published="2024-05")


def test_a_day_given_by_hand_is_held_against_the_text() -> None:
    day = found("1 May 2024 | 2 May 2024", "2024-05-01", published="2024-05-02")
    assert (day.published, day.basis) == ("2024-05-02", "stated")
    assert [(item["value"], item.get("stance")) for item in day.evidence] == [
        ("2024-05-02", None),
        ("2024-05-01", "contradicts"),
    ]
    day = found("3 May 2024", published="2024-05-02~", reference="page")
    assert (day.published, day.basis) == ("2024-05-02~", "external")
    assert [item.get("reference_id") for item in day.evidence] == ["page", None]
