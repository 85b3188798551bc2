"""The recipes of the README for pandas, DuckDB, polars, R and Stata, each with the real reader."""

from __future__ import annotations

import io
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pytest

import dataset

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
LOAD = README[README.index("\n## Load it") : README.index("\n## See why")]
RECIPES = dict(re.findall(r"\*\*([^*]+?)\.?\*\*((?:(?!\*\*).)*)", LOAD, re.DOTALL))
R = shutil.which("Rscript")
needs_r = pytest.mark.skipif(R is None, reason="no R on this machine; .ci/run installs it")


def block(recipe: str, language: str) -> str:
    """The one code block in a language that a recipe has."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", RECIPES[recipe], re.DOTALL)
    return found


@pytest.fixture
def folder(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder with the built tables, in which the recipe runs."""
    shutil.copytree(built, tmp_path / "build" / "parquet")
    monkeypatch.setattr("dataset.loader.folder", lambda _=None: built)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def follow(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[str], dict[str, Any]]:
    """A function that runs a recipe's Python and returns its names, what it printed as `out`."""

    def run(recipe: str) -> dict[str, Any]:
        assert Path.cwd() == folder
        names: dict[str, Any] = {}
        exec(compile(block(recipe, "python"), "README.md", "exec"), names)  # noqa: S102  # our own document
        return names | {"out": capsys.readouterr().out}

    return run


def run_r(script: str, folder: Path) -> str:
    """Run R in a folder and return what it prints."""
    done = subprocess.run(
        [str(R), "--vanilla", "-e", script],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def directed(built: Path) -> list[dict[str, Any]]:
    """The directed events, read by pyarrow alone."""
    events = dataset.load("dyad_events", built)
    return events.filter(events["directed"]).to_pylist()


def test_every_tool_has_a_recipe() -> None:
    assert list(RECIPES) == [
        "Python, with this package",
        "pandas",
        "DuckDB",
        "polars",
        "R",
        "Stata",
    ]
    assert README.count("```python") == 1 + LOAD.count("```python")  # the first lines are tried too


@pytest.mark.usefixtures("folder")
def test_the_first_lines_of_the_readme_run(capsys) -> None:
    first = README[: README.index("\n## ")]
    (snippet,) = re.findall(r"```python\n(.*?)```", first, re.DOTALL)

    exec(compile(snippet, "README.md", "exec"), {})  # noqa: S102  # our own document

    assert "speakers" in capsys.readouterr().out


def test_this_package(follow, built: Path) -> None:
    names = follow("Python, with this package")

    assert str(dataset.tables(built)) in names["out"]
    assert names["table"] == dataset.load("dyad_events", built)
    assert "Ali Shamkhani" in names["out"]


def test_pandas(follow, built: Path) -> None:
    names = follow("pandas")

    table = dataset.load("statements_wide", built)
    assert names["statements"].shape == table.shape
    assert names["statements"]["date_earliest"].dtype == "date32[day][pyarrow]"
    assert names["statements"]["content"].to_list() == table["content"].to_pylist()
    assert "Ali Shamkhani" in names["out"]


def test_duckdb(follow, built: Path) -> None:
    names = follow("DuckDB")

    rows = names["pairs"].fetchall()
    assert sum(count for *_, count in rows) == len(directed(built))
    assert ("IRN", "IRQ", "AGREE") in [row[:3] for row in rows]


def test_polars(follow, built: Path) -> None:
    names = follow("polars")

    table = dataset.load("meetings_wide", built)
    assert names["meetings"].shape == table.shape
    assert names["meetings"]["title"].to_list() == table["title"].to_pylist()
    held = pc.sum(pc.equal(table["status"], "held")).as_py()
    assert f"shape: ({held}, 3)" in names["out"]


@needs_r
def test_r_reads_what_a_query_writes(folder: Path, built: Path) -> None:
    line, target = block("R", "sh").strip().split(" > ")
    program, *arguments = shlex.split(line)
    done = subprocess.run(
        [sys.executable, "-m", program, *arguments, "--data", str(built)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    (folder / target).write_bytes(done.stdout)

    shown = run_r(
        block("R", "r") + "cat('rows', nrow(events), nrow(directed), sum(is.na(events$year)))\n"
        "stopifnot(is.integer(events$ccode1))\n",
        folder,
    )

    events = dataset.load("dyad_events", built)
    counts = (events.num_rows, len(directed(built)), events["year"].null_count)
    assert f"rows {' '.join(map(str, counts))}" in shown
    from_to = [(row["ccode1"], row["ccode2"], row["year"]) for row in directed(built)]
    table = io.StringIO(shown[: shown.index("rows")])
    rows = [tuple(map(int, line.split()[1:])) for line in list(table)[1:]]
    assert rows
    assert all(from_to.count(tuple(key)) == count for *key, count in rows)


def test_stata_file_is_read_back_whole(follow, folder: Path, built: Path) -> None:
    import pyreadstat

    follow("Stata")

    path = folder / "statements_wide.dta"
    read, about = pyreadstat.read_dta(path)
    assert b"<release>118</release>" in path.read_bytes()[:80]
    table = dataset.load("statements_wide", built)
    assert read.shape == table.shape
    assert about.original_variable_types["date_earliest"] == "%td"
    for name in ("statement_id", "content", "speakers", "date_earliest", "topics"):
        written = [value or "" for value in table[name].to_pylist()]
        assert read[name].fillna("").to_list() == written, name


@needs_r
def test_stata_file_is_read_by_r(follow, folder: Path, built: Path) -> None:
    if run_r("cat(requireNamespace('haven', quietly = TRUE))", folder) != "TRUE":
        pytest.skip("R has no package haven; .ci/run installs it")
    follow("Stata")

    shown = run_r(
        "d <- haven::read_dta('statements_wide.dta')\n"
        "stopifnot(inherits(d$date_earliest, 'Date'))\n"
        "cat(dim(d), max(nchar(d$content)), format(min(d$date_earliest, na.rm = TRUE)))",
        folder,
    )

    table = dataset.load("statements_wide", built)
    longest = max(len(text) for text in table["content"].to_pylist())
    first = pc.min(table["date_earliest"]).as_py()
    assert shown.split() == [*map(str, table.shape), str(longest), str(first)]
