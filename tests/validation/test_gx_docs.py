"""Data Docs: the published suites as Great Expectations shows them, without a network, and nothing in a value works."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from validation import gx_docs, suites
from validation.findings import CheckRun, Report
from validation.gx_docs import NotMade
from validation.parquet_sql import OpenTables, opened
from validation.table_checks import find_tables

ALL = {check.check_id for check in suites.all_checks()}
WRONG = "meetings.modality.in-vocabulary"

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def tables(documented: Any) -> Iterator[OpenTables]:
    """The tables of the project with a modality that is none, and tries to be a script."""
    with opened(find_tables(documented.tables)) as tables:
        yield tables


@pytest.fixture(scope="module")
def made(documented: Any) -> tuple[Path, dict[str, bool]]:
    """Data Docs of these tables, and the verdicts."""
    return documented.folder / "data-docs", documented.verdicts


def test_every_published_suite_has_its_two_pages_and_stands_in_the_index(
    made: tuple[Path, dict[str, bool]],
) -> None:
    folder, _ = made
    names = [suite.name for suite in suites.published()]
    files = {f"{name.replace(' ', '-')}.html" for name in names}
    index = (folder / "index.html").read_text(encoding="utf-8")

    assert {p.name for p in (folder / "validations").iterdir()} == files
    assert {p.name for p in (folder / "expectations").iterdir()} == files
    for file in files:
        assert index.count(f'href="validations/{file}"') == 1
        assert index.count(f'href="expectations/{file}"') == 2
    assert all(name in index for name in names)


def test_every_link_leads_somewhere(made: tuple[Path, dict[str, bool]]) -> None:
    folder, _ = made
    for page in folder.rglob("*.html"):
        for address in re.findall(r'href="([^"#]+)"', page.read_text(encoding="utf-8")):
            target = (page.parent / address).resolve()
            assert target.exists() or target == (folder.parent / "index.html").resolve(), address


def test_one_wrong_value_fails_one_expectation_which_shows_it(
    made: tuple[Path, dict[str, bool]],
) -> None:
    folder, verdicts = made
    page = (folder / "validations" / "meetings.html").read_text(encoding="utf-8")

    assert {check for check, is_right in verdicts.items() if not is_right} == {WRONG}
    assert set(verdicts) == ALL
    assert page.count('class="fas fa-times') == 2  # the suite, and the expectation
    assert "1 unexpected values found." in page
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert index.index("validations/meetings.html") < index.index("validations/articles.html")
    assert index.count(">Failed</a>") == 1


def test_markup_in_a_value_is_text(made: tuple[Path, dict[str, bool]]) -> None:
    folder, _ = made
    pages = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.html")}

    assert "&lt;script&gt;document.title" in pages[folder / "validations" / "meetings.html"]
    assert not any(re.search(r"<(script|img|iframe|object)\b", text) for text in pages.values())


def test_pages_load_nothing_and_let_nothing_run(made: tuple[Path, dict[str, bool]]) -> None:
    folder, _ = made
    for path in folder.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "default-src 'none'; style-src 'unsafe-inline';" in text
        assert not re.search(r'(src|href)="(https?:)?//', text)


def test_the_same_tables_give_the_same_bytes_and_what_cannot_run_is_left_out(
    made: tuple[Path, dict[str, bool]], tables: OpenTables, tmp_path: Path
) -> None:
    folder, _ = made
    kept = {check for check in ALL if check.startswith("meetings.")}
    gx_docs.write(tables, kept, tmp_path / "again")

    def files(of: Path) -> dict[str, bytes]:
        return {p.relative_to(of).as_posix(): p.read_bytes() for p in of.rglob("*.html")}

    again, pages = files(tmp_path / "again"), files(folder)
    assert set(again) == {
        "index.html",
        *(
            f"{of}/meetings{kind}.html"
            for of in ("validations", "expectations")
            for kind in ("", "-cross-table")
        ),
    }
    for own in ("validations/meetings.html", "expectations/meetings.html"):
        assert again[own] == pages[own]


def test_nothing_is_made_when_nothing_can_run(tables: OpenTables, tmp_path: Path) -> None:
    with pytest.raises(NotMade, match="no suite can run"):
        gx_docs.write(tables, set(), tmp_path / "docs")

    assert not (tmp_path / "docs").exists()


def test_progress_counts_suites(tables: OpenTables, tmp_path: Path) -> None:
    kept = {check for check in ALL if check.startswith(("retired.", "names."))}
    told: list[tuple[int, int]] = []

    gx_docs.write(tables, kept, tmp_path / "docs", lambda done, total: told.append((done, total)))

    assert told == [(n, told[-1][1]) for n in range(1, told[-1][1] + 1)]
    assert len(told) == 3  # names, its queries, and retired


def test_whatever_great_expectations_stumbles_over_is_a_reason_in_one_line(
    tables: OpenTables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object) -> None:
        raise ValueError("first line\nsecond line")

    monkeypatch.setattr(gx_docs, "batch_of", stumble)

    with pytest.raises(NotMade, match=r"^ValueError: first line$"):
        gx_docs.write(tables, ALL, tmp_path / "docs")


def test_a_part_of_a_page_that_great_expectations_leaves_out_is_missed(
    tables: OpenTables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It catches what goes wrong in a part, logs it, and writes the page without."""
    from great_expectations.expectations import registry

    def stumble(*_: object, **__: object) -> None:
        raise ValueError("no such value")

    known = registry._registered_renderers["expect_column_values_to_be_in_set"]
    monkeypatch.setitem(known, "renderer.diagnostic.observed_value", ("x", stumble))

    with pytest.raises(NotMade, match="An unexpected Exception occurred during data docs"):
        gx_docs.write(tables, {WRONG}, tmp_path / "docs")

    handlers = logging.getLogger("great_expectations").handlers
    assert not [handler for handler in handlers if isinstance(handler, gx_docs._Complaints)]


def test_a_full_disk_is_no_fault_of_great_expectations(tables: OpenTables, tmp_path: Path) -> None:
    (tmp_path / "docs").write_text("in the way", encoding="utf-8")

    with pytest.raises(OSError, match="docs"):
        gx_docs.write(tables, ALL, tmp_path / "docs")


def test_nor_is_one_that_fills_up_meanwhile(
    tables: OpenTables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(gx_docs, "_write", full)

    with pytest.raises(OSError, match="No space left"):
        gx_docs.write(tables, {WRONG}, tmp_path / "docs")


def test_where_the_two_disagree_the_check_did_not_run() -> None:
    runs = [
        CheckRun("a", "passed", 3),
        CheckRun("b", "failed", 3),
        CheckRun("c", "passed", 3),
        CheckRun("d", "passed"),
    ]
    report = Report(runs=[*runs])

    gx_docs.distrust(report, {"a": True, "b": False, "c": False})

    assert [run.outcome for run in report.runs] == ["passed", "failed", "not-run", "passed"]
    assert (
        report.runs[2].reason == "passed here, but not as a stock expectation of Great Expectations"
    )
    assert report.exit_code() == 2
