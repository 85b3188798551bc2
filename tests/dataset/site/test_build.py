"""A site appears whole or not at all, the same each time, and never over what is no site."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
import vl_convert
from typer.testing import CliRunner, Result

from dataset.building import swap
from dataset.cli.site import site as command
from dataset.project import Project
from dataset.releasing import manifest
from dataset.site import build
from dataset.site.build import as_json, build_site
from dataset.site.charts import matrix
from dataset.site.markdown import render
from dataset.site.tables import Tables, read
from dataset.site.views import Views, by_year
from validation.findings import Unusable

ROOT = Path(__file__).resolve().parents[3]
PROJECT = Project(ROOT)

app = typer.Typer()
app.command()(command)


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, args)])


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def refused(release: Path, out: Path) -> str:
    with pytest.raises(Unusable) as caught:
        build_site(release, out, None, lambda _: None)
    told = str(caught.value)
    assert "\n" not in told
    return told


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_command_writes_the_newest_release_and_says_where(
    site: Path, newest_release: Path, tmp_path: Path, seed: str
) -> None:
    """And the same release gives the same bytes, in another process, folder and at another time."""
    done = subprocess.run(
        [sys.executable, "-m", "dataset", "site", "--out", tmp_path / "out", "--root", ROOT],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    pages = len(list(site.rglob("*.html")))
    assert done.stderr == (
        f"{pages} pages of version {newest_release.name} are in {tmp_path / 'out'}\n"
        f"open {tmp_path / 'out' / 'index.html'} in a browser\n"
    )
    assert tree(tmp_path / "out") == tree(site)


def test_a_release_alone_has_no_context_and_it_is_said(
    newest_release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Path(shutil.copytree(newest_release, tmp_path / newest_release.name))
    monkeypatch.chdir(tmp_path)
    done = run(copy, "--out", "out")
    assert done.exit_code == 0, done.exception
    assert "and 3 more stand without context: their source texts are not at hand" in done.stderr
    assert "none" in (tmp_path / "out" / "about.html").read_text(encoding="utf-8")


def test_a_root_that_is_none_is_told(newest_release: Path, tmp_path: Path) -> None:
    done = run(newest_release, "--out", tmp_path / "out", "--root", tmp_path)
    assert isinstance(done.exception, Unusable)
    assert not (tmp_path / "out").exists()


def test_a_damaged_release_is_told_file_by_file_and_nothing_is_written(
    newest_release: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(newest_release, tmp_path / newest_release.name))
    for name in ("names.parquet", "DATASHEET.md"):
        data = bytearray((copy / name).read_bytes())
        data[len(data) // 2] ^= 1
        (copy / name).write_bytes(data)
    done = run(copy, "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert done.stdout.count("REL002") == 2
    assert not (tmp_path / "out").exists()


def test_an_earlier_site_is_replaced_whole(
    newest_release: Path, site: Path, tmp_path: Path
) -> None:
    out = Path(shutil.copytree(site, tmp_path / "out"))
    record = json.loads((out / "site.json").read_text("utf-8"))
    (out / "old-page.html").write_text("old")
    record["files"].append("old-page.html")
    (out / "site.json").write_text(json.dumps(record))
    build_site(newest_release, out, PROJECT.sources, lambda _: None)
    assert tree(out) == tree(site)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_is_no_site_is_left_alone(newest_release: Path, site: Path, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("mine")
    assert "mine.txt is not of the site builder's making" in refused(
        newest_release, tmp_path / "notes"
    )

    out = Path(shutil.copytree(site, tmp_path / "out"))
    (out / "record" / "mine.txt").write_text("mine")
    assert "record/mine.txt is not of the site builder's making" in refused(newest_release, out)
    assert (out / "record" / "mine.txt").read_text() == "mine"

    (tmp_path / "file").write_text("mine")
    assert "is no folder" in refused(newest_release, tmp_path / "file")


def test_when_a_page_fails_the_earlier_site_stays(
    newest_release: Path, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = Path(shutil.copytree(site, tmp_path / "out"))

    def fails(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(build, "_write", fails)
    with pytest.raises(OSError, match="No space"):
        build_site(newest_release, out, None, lambda _: None)
    assert tree(out) == tree(site)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_without_exchange_an_earlier_site_is_replaced_too(
    newest_release: Path, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = Path(shutil.copytree(site, tmp_path / "out"))
    (out / "index.html").write_text("old")
    monkeypatch.setattr(swap, "exchange", lambda *_: False)
    build_site(newest_release, out, PROJECT.sources, lambda _: None)
    assert tree(out) == tree(site)


def test_a_release_of_another_major_schema_is_refused(newest_release: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(newest_release, tmp_path / newest_release.name))
    said = json.loads((copy / manifest.NAME).read_text("utf-8"))
    (copy / manifest.NAME).write_text(json.dumps({**said, "schema_version": "99.0.0"}))
    assert "has schema version 99.0.0" in refused(copy, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_table_that_is_none_and_a_description_that_is_none_are_told(
    newest_release: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(newest_release, tmp_path / newest_release.name))
    size = (copy / "names.parquet").stat().st_size
    (copy / "names.parquet").write_bytes(b"x" * size)
    assert "fetch the release again" in refused(copy, tmp_path / "out")
    shutil.copy(newest_release / "names.parquet", copy)
    (copy / "datapackage.json").write_text("{")
    assert "datapackage.json is not JSON; fetch the release again" in refused(
        copy, tmp_path / "out"
    )


def test_an_article_that_is_missing_is_told(release_tables: Tables) -> None:
    rows = {**release_tables.rows, "articles": []}
    tables = Tables(release_tables.folder, release_tables.manifest, release_tables.about, rows)
    with pytest.raises(ValueError, match="though a record needs it"):
        Views(tables, None).record("statements", release_tables.rows["statements"][0])


def test_a_value_that_the_release_does_not_explain_is_shown_as_it_is(
    release_tables: Tables,
) -> None:
    assert release_tables.label("topic", "made-up") == "made-up"
    assert release_tables.meaning("topic", "made-up") == ""
    assert release_tables.label("topic", None) == ""


def test_the_notices_are_of_the_versions_that_the_chart_library_has(site: Path) -> None:
    """With another vl-convert the notices have to be looked through again."""
    notices = (site / "assets" / "licences.txt").read_text(encoding="utf-8")
    library = (site / "assets" / "vega.js").read_text(encoding="utf-8")
    (lite,) = set(re.findall(rf'"({re.escape(build.VEGA_LITE)}\.\d+)"', library))
    assert (
        f"Vega {vl_convert.get_vega_version()}, Vega-Lite {lite} and"
        f" Vega-Embed {vl_convert.get_vega_embed_version()}" in notices
    )


def test_json_in_a_page_cannot_end_its_script() -> None:
    found = as_json({"text": "</script><!-- <script> & \u2028"})
    assert not set("<>&\u2028") & set(found)
    assert json.loads(found) == {"text": "</script><!-- <script> & \u2028"}


def test_an_empty_corner_of_a_table_is_no_header() -> None:
    made = render("|  | found |\n| --- | --- |\n| named | 3 |\n")
    assert made.count("<th") == 2  # thead, and the one header
    assert "<td></td>\n<th>found</th>" in made


def test_of_a_link_to_a_file_of_the_project_the_words_stay() -> None:
    made = render("[how](docs/scale.md), [where](#one) and [who](https://example.org/)")
    assert made == (
        '<p>how, <a href="#one">where</a> and <a href="https://example.org/">who</a></p>\n'
    )


def test_html_in_markdown_is_text() -> None:
    made = render("# One\n\n<script>alert(1)</script>\n\n## One\n\n| a |\n| --- |\n| <b> |", down=1)
    assert "<script>" not in made
    assert '<h2 id="one">' in made
    assert '<h3 id="one-more">' in made
    assert 'aria-label="One, table 1"' in made
    assert "&lt;b&gt;" in made


def test_an_anchor_of_the_dictionary_becomes_the_id_of_its_heading() -> None:
    assert '<h3 id="vocabulary-topic">topic</h3>' in render(
        '### <a id="vocabulary-topic"></a>topic'
    )


def test_records_without_a_date_come_last(views: Views) -> None:
    years = [year for year, _ in by_year(views.meetings.values())]
    assert years == [*sorted(year for year in years if year), None]


def test_a_matrix_counts_every_statement_once_for_each_value(views: Views) -> None:
    acts = {s.id: (s.row["speech_act"],) for s in views.statements.values()}
    found = matrix(views, acts)
    assert sum(found.total(value) for value in found.values) == len(views.statements)
    known = [year for year in found.years if year is not None]
    assert known == list(range(min(known), max(known) + 1))


def test_a_release_without_statements_and_meetings_still_has_a_site(
    changed: Callable[..., Path], tmp_path: Path
) -> None:
    def nothing(rows: list[dict[str, Any]]) -> None:
        rows.clear()

    tables = (
        "statements", "statements_wide", "statement_parties", "statement_topics", "anchors", "evidence",
        "meetings", "meetings_wide", "meeting_reports", "meeting_topics", "participants", "dyad_events",
    )  # fmt: skip
    release = changed(**dict.fromkeys(tables, nothing))
    made = build_site(release, tmp_path / "out", PROJECT.sources, lambda _: None)
    assert made.pages == len(list((tmp_path / "out").rglob("*.html")))
    text = (tmp_path / "out" / "network.html").read_text(encoding="utf-8")
    assert "No coded article reports a meeting" in text
    assert read(release).rows["statements"] == []
