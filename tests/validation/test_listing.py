"""The ids of all rows of findings in one file: which rows, in which form, and what is refused."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from dataset.cli import app
from validation.findings import Unusable
from validation.listing import Listing, Subject, fit

SUBJECT = Subject("TAB007", "names", "name", "it's blank")


@pytest.fixture(scope="module")
def faulty(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's tables, in which every title of an article is blank."""
    folder = tmp_path_factory.mktemp("listing") / "tables"
    shutil.copytree(built, folder)
    path = folder / "articles.parquet"
    table = pq.read_table(path)
    at = table.schema.get_field_index("title")
    blank = pa.array([" "] * table.num_rows)
    pq.write_table(table.set_column(at, table.schema.field("title"), blank), path)
    return folder


def test_one_command_lists_every_row_within_limits(faulty: Path, tmp_path: Path) -> None:
    ids, spill = tmp_path / "ids.csv", tmp_path / "spill"
    limits = ["--memory-limit", "500MB", "--spill-directory", spill, "--threads", "1"]

    done = CliRunner().invoke(app, ["validate", *map(str, [faulty, "--ids", ids, *limits])])

    articles = pq.read_table(faulty / "articles.parquet", columns=["article_id"])
    with ids.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["table"] == "articles"]
    assert done.exit_code == 1
    assert rows == [
        {
            "code": "TAB007",
            "table": "articles",
            "field": "title",
            "message": "title is blank",
            "record": article,
        }
        for article in sorted(articles["article_id"].to_pylist())
    ]
    assert f"[{len(rows)} times]" in done.stdout
    assert sorted(tmp_path.iterdir()) == [ids, spill]
    assert [*spill.iterdir()] == []


@pytest.mark.parametrize(
    "arguments, told",
    [
        (["--ids", "ids.csv"], "--ids goes with a folder of Parquet"),
        (["--memory-limit", "2GB"], "--memory-limit goes with a folder of Parquet"),
        (["TABLES", "--memory-limit", "much"], "no amount of memory; write it as 500MB or 2GB"),
        (["TABLES", "--memory-limit", "1MB"], "too little; give at least 100MB"),
        (["TABLES", "--ids", "ids.txt"], "ids.txt: ids are written as Parquet or CSV"),
        (["TABLES", "--ids", "nowhere/ids.csv"], "there is no folder nowhere; make it first"),
    ],
)
def test_what_cannot_be_done_is_refused_before_any_work(
    built: Path, arguments: list[str], told: str
) -> None:
    given = [str(built) if argument == "TABLES" else argument for argument in arguments]

    done = CliRunner().invoke(app, ["validate", *given])

    assert isinstance(done.exception, Unusable)
    assert told in str(done.exception)


def test_a_folder_is_no_file_to_write(tmp_path: Path) -> None:
    (tmp_path / "ids.csv").mkdir()

    with pytest.raises(Unusable, match=r"ids.csv: is no file"):
        fit(tmp_path / "ids.csv")


@pytest.mark.parametrize("name", ["ids.parquet", "ids.csv"])
def test_a_key_of_several_columns_is_one_id_and_null_is_told(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with duckdb.connect() as connection:
        listing = Listing(connection, path)
        listing.add(SUBJECT, ["a", "b"], "SELECT * FROM (VALUES (2, NULL), (1, 'x')) t(a, b)")
        listing.add(SUBJECT, ["a"], "SELECT 'y' AS a WHERE 1 < ?", [0])
        listing.write()
        found = connection.execute(f"SELECT * FROM '{path}'").fetchall()

    what = ("TAB007", "names", "name", "it's blank")
    assert found == [(*what, "1/x"), (*what, "2/None")]


def test_a_file_that_the_disk_refuses_leaves_the_old_one(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    with duckdb.connect() as connection:
        listing = Listing(connection, folder / "ids.csv")
        folder.rmdir()
        with pytest.raises(Unusable, match=r"gone/ids.csv: cannot be written \(IO Error"):
            listing.write()
