"""Exported tables are read back by each format's usual reader, cell by cell as Parquet has them."""

import csv
import datetime as dt
import functools
import hashlib
import html
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.io.stata import StataParser

from dataset.building import swap
from dataset.releasing import export_sqlite
from dataset.releasing.export import Format, Options, export
from dataset.releasing.export_stata import LONGEST_NAME, RESERVED, label, stata_name
from dataset.releasing.export_text import FORMULA, guarded, plain
from dataset.releasing.sheets import open_source
from validation.findings import Unusable

FORMATS: tuple[Format, ...] = ("csv", "jsonl", "sqlite", "stata")
DATABASE = "iran-iraq-security-dialogue.sqlite"
LONG = "a_name_that_is_longer_than_stata_can_bear"
TEXTS = [
    '=HYPERLINK("http://example.org";"x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\ttab",
    "\rreturn",
    "\nline",
    "＝1",  # noqa: RUF001, the wide form is meant
    "'quoted'",
    "'=1",
    "''=1",
    'a "b", c;\r\nd\n',
    "NA",
    "null",
    "1.10",
    "امنیت\u200cملی",
    "\U0001f54a é",
    "x" * 3000,
    "",
    None,
]
Rows = list[dict[str, Any]]


def sheet(
    folder: Path,
    name: str,
    columns: dict[str, pa.Array],
    key: str,
    references: dict[str, str] | None = None,
) -> None:
    """Write one table as a build does: with its dictionary inside."""
    dictionary = {
        "description": f"A row of {name}.",
        "primary_key": [key],
        "foreign_keys": [{"column": c, "references": t} for c, t in (references or {}).items()],
        "columns": [{"name": c, "description": f"What `{c}` is. " * 9} for c in columns],
    }
    fields = [
        pa.field(c, array.type, nullable=bool(array.null_count) or c != key)
        for c, array in columns.items()
    ]
    schema = pa.schema(fields, metadata={"dataset.table": json.dumps(dictionary)})
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(list(columns.values()), schema=schema), folder / f"{name}.parquet")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables with every type, and texts that trip readers, in a folder that trips SQL."""
    folder = tmp_path_factory.mktemp("hostile") / "it's [a*b]=2020"
    count = len(TEXTS)
    days = [dt.date(1, 1, 1), dt.date(1959, 12, 31), dt.date(2020, 7, 21), dt.date(9999, 12, 31)]
    columns = {
        "id": pa.array([f"r{n}" for n in range(count)]),
        "text": pa.array(TEXTS, pa.string()),
        "end": pa.array([*range(-1, count - 3), 2**31 - 1, None], pa.int32()),
        "flag": pa.array([True, False, None, *[True] * (count - 3)]),
        "share": pa.array([0.1, 1e-9, None, -2.5, *[1 / 3] * (count - 4)]),
        "day": pa.array([*days, *[None] * (count - 4)], pa.date32()),
        "parent_id": pa.array([*["r1"] * (count - 1), None]),
        LONG: pa.array(["v"] * count),
    }
    sheet(folder, "references", columns, "id", {"parent_id": "references"})
    sheet(folder, "nothing", {"id": pa.array([], pa.string())}, "id")
    return folder


def written(source: Path, out: Path, format_: Format, **options: bool) -> Path:
    export(open_source(source), out, format_, Options(**options))
    return out


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, Format], Path]:
    """Exports that several tests read and none changes, each made once."""
    home = tmp_path_factory.mktemp("it's shared")

    @functools.cache
    def exported(source: Path, format_: Format) -> Path:
        return written(source, home / f"{source.name[:5]}-{format_}", format_)

    return exported


def rows_of(folder: Path, table: str) -> Rows:
    return pq.read_table(folder / f"{table}.parquet", partitioning=None).to_pylist()


def tables_of(folder: Path) -> list[str]:
    return sorted(file.stem for file in folder.glob("*.parquet"))


def as_text(value: Any) -> str | None:
    """A cell as CSV has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return value if value is None else str(value)


# ------------------------------------------------------------------------------------------- CSV


@pytest.fixture(scope="module", params=["released", "hostile"])
def source(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.getfixturevalue(request.param)
    return folder


def test_csv_is_read_by_duckdb_cell_by_cell(
    source: Path, shared: Callable[[Path, Format], Path]
) -> None:
    out = shared(source, "csv")
    for table in tables_of(source):
        name = str(out / f"{table}.csv").replace("'", "''")
        read = duckdb.sql(
            f"FROM read_csv('{name}', all_varchar = true, header = true, delim = ',',"
            " quote = '\"', escape = '\"', allow_quoted_nulls = false, max_line_size = 10000000)"
        )
        found = [
            dict(zip(read.columns, (None if c is None else plain(c) for c in row), strict=True))
            for row in read.fetchall()
        ]
        expected = [{k: as_text(v) for k, v in row.items()} for row in rows_of(source, table)]
        for row in (*found, *expected):
            for column in ("share", "published_share"):
                if row.get(column) is not None:
                    row[column] = float(row[column])
        assert found == expected, table


def test_csv_is_read_by_pandas_cell_by_cell(
    source: Path, shared: Callable[[Path, Format], Path]
) -> None:
    out = shared(source, "csv")
    for table in tables_of(source):
        schema = pq.read_schema(source / f"{table}.parquet")
        text = {f.name: str for f in schema if f.type == pa.string()}
        read = pd.read_csv(out / f"{table}.csv", dtype=text, keep_default_na=False, na_values=[""])
        assert list(read.columns) == schema.names
        for field in schema:
            expected = [row[field.name] for row in rows_of(source, table)]
            found = [None if pd.isna(value) else value for value in read[field.name]]
            if field.type == pa.string():
                # pandas does not tell an empty text from null
                expected = [value or None for value in expected]
                found = [value if value is None else plain(value) for value in found]
            elif field.type == pa.date32():
                found = [None if value is None else dt.date.fromisoformat(value) for value in found]
            assert found == expected, field


def test_no_cell_of_a_csv_begins_a_formula_unless_asked_for(hostile: Path, tmp_path: Path) -> None:
    safe = (written(hostile, tmp_path / "safe", "csv") / "references.csv").open(newline="")
    raw = (written(hostile, tmp_path / "raw", "csv", raw=True) / "references.csv").open(newline="")
    with safe, raw:
        cells = [row["text"] for row in csv.DictReader(safe)]
        assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r\n")]
        assert [row["text"] for row in csv.DictReader(raw)] == [text or "" for text in TEXTS]


def test_a_byte_order_mark_stands_first_if_asked_for(hostile: Path, tmp_path: Path) -> None:
    without = written(hostile, tmp_path / "without", "csv") / "references.csv"
    marked = written(hostile, tmp_path / "marked", "csv", bom=True)
    assert (marked / "references.csv").read_bytes() == b"\xef\xbb\xbf" + without.read_bytes()
    assert (marked / "nothing.csv").read_bytes() == b"\xef\xbb\xbfid\n"
    assert not list(marked.glob("*.part"))


@given(st.text())
def test_a_guarded_text_begins_no_formula_and_comes_back(text: str) -> None:
    cell = guarded(text)
    assert plain(cell) == text
    assert cell[:1] not in tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001, the wide forms are meant


@settings(deadline=None, max_examples=30)
@given(st.lists(st.text(st.sampled_from("'=+-@\t\r\n＝＋－＠ax")), min_size=1))  # noqa: RUF001
def test_duckdb_guards_as_python_does(texts: list[str]) -> None:
    cells = pa.table({"t": texts})  # noqa: F841, DuckDB finds it by its name
    found = duckdb.sql(
        f"SELECT regexp_matches(t, '{FORMULA.replace(chr(39), chr(39) * 2)}') FROM cells"
    )
    assert [row[0] for row in found.fetchall()] == [guarded(text) != text for text in texts]


# ----------------------------------------------------------------------------------------- JSONL


def test_jsonl_is_read_line_by_line(source: Path, shared: Callable[[Path, Format], Path]) -> None:
    out = shared(source, "jsonl")
    for table in tables_of(source):
        lines = (out / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()
        expected = [
            {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in row.items()}
            for row in rows_of(source, table)
        ]
        assert [json.loads(line) for line in lines] == expected


def test_jsonl_is_read_by_pandas_and_duckdb(
    released: Path, shared: Callable[[Path, Format], Path]
) -> None:
    file = shared(released, "jsonl") / "statements_wide.jsonl"
    expected = rows_of(released, "statements_wide")

    read = pd.read_json(file, lines=True, dtype=False)
    assert read["content"].tolist() == [row["content"] for row in expected]
    days = duckdb.read_json(str(file)).select("date_earliest").fetchall()
    assert [day for (day,) in days] == [row["date_earliest"] for row in expected]


# ---------------------------------------------------------------------------------------- SQLite


def test_sqlite_is_read_cell_by_cell(source: Path, shared: Callable[[Path, Format], Path]) -> None:
    out = shared(source, "sqlite")
    with closing(sqlite3.connect(out / DATABASE)) as database:
        database.row_factory = sqlite3.Row
        for table in tables_of(source):
            expected = [
                {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in row.items()}
                for row in rows_of(source, table)
            ]
            assert [dict(row) for row in database.execute(f'SELECT * FROM "{table}"')] == expected


def test_sqlite_has_keys_that_hold(released: Path, shared: Callable[[Path, Format], Path]) -> None:
    out = shared(released, "sqlite")
    with closing(sqlite3.connect(out / DATABASE)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        for table in open_source(released).sheets:
            keys = database.execute(f'PRAGMA foreign_key_list("{table.name}")').fetchall()
            assert {(key[3], key[2]) for key in keys} == {
                (column.name, column.references) for column in table.columns if column.references
            }
            columns = database.execute(f'PRAGMA table_info("{table.name}")').fetchall()
            in_key = sorted((c[5], c[1]) for c in columns if c[5])
            assert tuple(name for _, name in in_key) == table.key
        database.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            database.execute("UPDATE statements SET article_id = 'none'")
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            database.execute("UPDATE statements SET is_primary = 2")


def test_datasette_opens_it_and_shows_the_descriptions(
    released: Path, shared: Callable[[Path, Format], Path]
) -> None:
    out = shared(released, "sqlite")
    page = subprocess.run(
        [
            *(sys.executable, "-m", "datasette", DATABASE, "--metadata", "metadata.json"),
            *("--get", "/iran-iraq-security-dialogue/officials?_size=max"),
        ],
        cwd=out,
        capture_output=True,
        check=True,
    ).stdout.decode()
    assert "A person who speaks or acts for a state, body, party or armed group" in page
    assert all(row["name"] in html.unescape(page) for row in rows_of(released, "officials"))


def test_a_reference_to_nothing_is_told(tmp_path: Path) -> None:
    ids, parents = pa.array(["a", "b"]), pa.array(["a", "z"])
    sheet(tmp_path / "in", "t", {"id": ids, "up": parents}, "id", {"up": "t"})
    told = refused(tmp_path / "in", tmp_path / "out", "sqlite")
    assert "line 2 of t refers to a row that t has not; run `dataset validate`" in told


def test_a_reference_to_a_table_that_is_not_there_is_told(tmp_path: Path) -> None:
    ids = pa.array(["a"])
    sheet(tmp_path / "in", "t", {"id": ids, "up": ids}, "id", {"up": "\x1bgone"})
    told = refused(tmp_path / "in", tmp_path / "out", "sqlite")
    assert r"up refers to the table \u001bgone, which is not there" in told


@pytest.mark.parametrize("values", [["a", "a"], ["a", None]])
def test_a_key_that_does_not_hold_is_told(tmp_path: Path, values: list[str | None]) -> None:
    sheet(tmp_path / "in", "t", {"id": pa.array(values)}, "id")
    assert "its keys do not hold" in refused(tmp_path / "in", tmp_path / "out", "sqlite")


def test_many_rows_go_through_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_sqlite, "BATCH", 7)
    sheet(tmp_path / "in", "t", {"id": pa.array([f"{n:03}" for n in range(100)])}, "id")
    out = written(tmp_path / "in", tmp_path / "out", "sqlite")
    with closing(sqlite3.connect(out / DATABASE)) as database:
        ids = [row[0] for row in database.execute("SELECT id FROM t")]
    assert ids == [f"{n:03}" for n in range(100)]


# ----------------------------------------------------------------------------------------- Stata


def stata_rows(file: Path) -> Rows:
    """Rows as pyreadstat reads them, with what Stata has no null or no boolean for."""
    read, _ = pyreadstat.read_dta(str(file), disable_datetime_conversion=False)
    return [
        {name: None if pd.isna(value) else value for name, value in row.items()}
        for row in read.to_dict("records")
    ]


def test_stata_is_read_cell_by_cell(source: Path, shared: Callable[[Path, Format], Path]) -> None:
    out = shared(source, "stata")
    for table in tables_of(source):
        expected = [
            {stata_name(k): "" if v is None and t == pa.string() else v for (k, v), t in zip(
                row.items(), pq.read_schema(source / f"{table}.parquet").types, strict=True
            )}
            for row in rows_of(source, table)
        ]  # fmt: skip
        if expected:
            assert stata_rows(out / f"{table}.dta") == expected, table


def test_stata_is_read_by_pandas_too(
    released: Path, shared: Callable[[Path, Format], Path]
) -> None:
    out = shared(released, "stata")
    read = pd.read_stata(out / "statements.dta", convert_categoricals=False)
    expected = rows_of(released, "statements")
    assert read["content"].tolist() == [row["content"] for row in expected]
    assert read["is_primary"].tolist() == [row["is_primary"] for row in expected]


def test_stata_has_labels_types_and_formats(
    hostile: Path, shared: Callable[[Path, Format], Path]
) -> None:
    out = shared(hostile, "stata")
    _, about = pyreadstat.read_dta(str(out / "references.dta"))

    assert about.file_label == "A row of references."
    assert about.column_names[2] == "end_"
    assert len(about.column_names[-1]) == LONGEST_NAME
    assert about.column_names_to_labels["flag"].startswith("What flag is. What flag is.")
    assert max(len(text) for text in about.column_labels) <= 80
    assert about.variable_value_labels == {"flag": {0: "no", 1: "yes"}}
    kinds = dict(zip(about.column_names, about.readstat_variable_types.values(), strict=True))
    assert (kinds["flag"], kinds["end_"], kinds["share"]) == ("int8", "double", "double")
    assert about.original_variable_types["day"] == "%td"
    with (out / "references.dta").open("rb") as file:
        assert b"<release>118</release>" in file.read(100)


def test_the_dictionary_tells_the_names_that_stata_has(
    hostile: Path, shared: Callable[[Path, Format], Path]
) -> None:
    out = shared(hostile, "stata")
    with (out / "dictionary.csv").open(encoding="utf-8", newline="") as file:
        names = {row["column"]: row["exported_as"] for row in csv.DictReader(file)}
    _, about = pyreadstat.read_dta(str(out / "references.dta"))
    assert list(about.column_names) == [
        names[c] for c in pq.read_schema(hostile / "references.parquet").names
    ]
    assert (
        names[LONG]
        == "a_name_that_is_longer_than__" + hashlib.sha256(LONG.encode()).hexdigest()[:4]
    )


def test_no_name_is_one_that_stata_keeps_for_itself() -> None:
    # pandas would rename such a column by a rule of its own
    assert StataParser().RESERVED_WORDS <= RESERVED
    assert stata_name("str12") == "str12_"
    assert stata_name("strange") == "strange"


@given(st.text())
def test_a_label_is_never_too_long(text: str) -> None:
    assert len(label(text)) <= 80


def test_a_label_is_cut_after_a_word() -> None:
    assert label("`a` b") == "a b"
    assert label("word, " * 20) == "word, " * 12 + "word…"
    assert label("x" * 90) == "…"


# --------------------------------------------------------------------------------- every format


@pytest.mark.parametrize("format_", FORMATS)
def test_every_export_explains_itself(
    released: Path, shared: Callable[[Path, Format], Path], format_: Format
) -> None:
    out = shared(released, format_)
    readme = (out / "README.txt").read_text(encoding="utf-8")
    assert readme.startswith(
        "Iran–Iraq Security Dialogue Dataset\nVersion 1.0.0, released 2026-11-22.\n"
    )
    assert "statements_wide" in readme
    with (out / "dictionary.csv").open(encoding="utf-8", newline="") as file:
        dictionary = list(csv.DictReader(file))
    assert [(d["table"], d["column"]) for d in dictionary] == [
        (table.name, column.name)
        for table in open_source(released).sheets
        for column in table.columns
    ]
    about = json.loads((out / "export.json").read_text(encoding="utf-8"))
    assert (about["version"], about["format"]) == ("1.0.0", format_)
    assert {*about["files"], "export.json"} == {path.name for path in out.iterdir()}


@pytest.mark.parametrize("format_", FORMATS)
def test_the_same_tables_give_the_same_bytes(
    hostile: Path, tmp_path: Path, format_: Format
) -> None:
    one = written(hostile, tmp_path / "one", format_)
    two = written(hostile, tmp_path / "two", format_)
    for path in one.iterdir():
        assert path.read_bytes() == (two / path.name).read_bytes(), path.name


def test_a_folder_that_is_no_release_must_not_be_cited(built: Path, tmp_path: Path) -> None:
    out = written(built, tmp_path / "out", "jsonl")
    assert "do not cite it, cite a release" in (out / "README.txt").read_text(encoding="utf-8")


def test_every_table_is_announced_as_it_begins(hostile: Path, tmp_path: Path) -> None:
    begun: list[str] = []
    export(open_source(hostile), tmp_path / "out", "csv", started=begun.append)
    assert begun == ["nothing", "references"]


# ---------------------------------------------------------------------------------- where it goes


def refused(source: Path, out: Path, format_: Format = "csv", **options: Any) -> str:
    with pytest.raises(Unusable) as caught:
        export(open_source(source), out, format_, **options)
    left = list(out.parent.glob(f".{out.name}*"))
    assert not left
    told = str(caught.value)
    assert "\n" not in told
    return told


def test_an_earlier_export_is_replaced_only_if_asked_for(hostile: Path, tmp_path: Path) -> None:
    out = written(hostile, tmp_path / "deep" / "out", "csv")
    assert "exists already; give another folder, or --force" in refused(hostile, out)
    export(open_source(hostile), out, "jsonl", replace=True)
    assert not list(out.glob("references.csv"))
    assert (out / "references.jsonl").is_file()
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_an_empty_folder_is_filled(hostile: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert (written(hostile, out, "csv") / "references.csv").is_file()


@pytest.mark.parametrize("record", [None, "[]", "{", '{"files": 5}'])
def test_what_is_no_export_is_never_replaced(
    hostile: Path, tmp_path: Path, record: str | None
) -> None:
    out = tmp_path / "home"
    out.mkdir()
    (out / "thesis.txt").write_text("years of work")
    if record is not None:
        (out / "export.json").write_text(record)
    assert "is not of an export's making" in refused(hostile, out, replace=True)
    assert (out / "thesis.txt").read_text() == "years of work"


def test_a_file_that_was_added_to_an_export_is_kept(hostile: Path, tmp_path: Path) -> None:
    out = written(hostile, tmp_path / "out", "csv")
    (out / "my.do").write_text("summarize")
    assert "my.do is not of an export's making" in refused(hostile, out, replace=True)


@pytest.mark.parametrize("make", [Path.touch, lambda path: path.symlink_to(path.parent)])
def test_what_is_no_folder_is_not_replaced(
    hostile: Path, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "out")
    assert "is no folder" in refused(hostile, tmp_path / "out", replace=True)


def test_when_the_new_folder_cannot_be_moved_the_old_one_is_back(
    hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = written(hostile, tmp_path / "out", "csv")
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.name.endswith(".new"):
            raise PermissionError(13, "Permission denied", str(path))
        return rename(path, target)

    monkeypatch.setattr(swap, "exchange", lambda *_: False)
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PermissionError):
        export(open_source(hostile), out, "jsonl", replace=True)
    assert (out / "references.csv").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("options", [Options(raw=True), Options(bom=True)])
def test_wishes_for_csv_are_refused_elsewhere(
    hostile: Path, tmp_path: Path, options: Options
) -> None:
    assert "are for CSV alone" in refused(hostile, tmp_path / "out", "stata", options=options)


# ------------------------------------------------------------------------------------ what it reads


@pytest.mark.parametrize("format_", FORMATS)
def test_a_table_damaged_inside_is_told(tmp_path: Path, format_: Format) -> None:
    source = tmp_path / "in"
    sheet(source, "t", {"id": pa.array([f"row {n}" for n in range(1000)])}, "id")
    file = source / "t.parquet"
    data = bytearray(file.read_bytes())
    data[4:400] = bytes(396)
    file.write_bytes(data)
    assert "cannot be read" in refused(source, tmp_path / "out", format_)


@pytest.mark.parametrize("column,value", [("text", "a\0b"), ("share", float("nan"))])
def test_what_a_format_would_lose_is_refused(tmp_path: Path, column: str, value: object) -> None:
    sheet(tmp_path / "in", "t", {"id": pa.array(["a"]), column: pa.array([value])}, "id")
    told = refused(tmp_path / "in", tmp_path / "out")
    assert f"1 values of {column} hold NUL or are no finite number" in told


def unopened(folder: Path) -> str:
    with pytest.raises(Unusable) as caught:
        open_source(folder)
    told = str(caught.value)
    assert "\n" not in told
    return told


def test_a_folder_without_tables_is_told(tmp_path: Path) -> None:
    assert "no tables in" in unopened(tmp_path)
    assert "no folder" in unopened(tmp_path / "none")


def test_foreign_parquet_is_told(tmp_path: Path) -> None:
    pq.write_table(pa.table({"x": [1]}), tmp_path / "x.parquet")
    assert "carries no dictionary" in unopened(tmp_path)
    (tmp_path / "x.parquet").write_bytes(b"PAR1")
    assert "cannot be read as Parquet" in unopened(tmp_path)


@pytest.mark.parametrize(
    "dictionary,told",
    [
        ("[]", "its dictionary is no JSON object"),
        ("{", "Expecting property name"),
        ("{}", "its dictionary names no key that it has"),
        ('{"primary_key": ["x", ["y"]]}', "its dictionary names no key that it has"),
    ],
)
def test_a_broken_dictionary_is_told(tmp_path: Path, dictionary: str, told: str) -> None:
    table = pa.table({"x": ["a"]}).replace_schema_metadata({"dataset.table": dictionary})
    pq.write_table(table, tmp_path / "t.parquet")
    assert told in unopened(tmp_path)


@pytest.mark.parametrize(
    "column,values", [("tags", pa.array([["a"]])), ("n", pa.array([1])), ('a"b', pa.array(["x"]))]
)
def test_a_column_that_no_table_has_is_told(tmp_path: Path, column: str, values: pa.Array) -> None:
    sheet(tmp_path, "t", {"id": pa.array(["a"]), column: values}, "id")
    assert "no table of this dataset has a column like" in unopened(tmp_path)


def test_a_table_with_an_impossible_name_is_told(tmp_path: Path) -> None:
    sheet(tmp_path, "=t", {"id": pa.array(["a"])}, "id")
    assert "'=t' is no name of a table" in unopened(tmp_path)


def test_a_release_that_is_not_as_its_manifest_says_is_told(release: Path) -> None:
    (release / "mentions.parquet").unlink()
    assert "table mentions is in the manifest.json" in unopened(release)


def test_a_dictionary_with_gaps_still_serves(tmp_path: Path) -> None:
    dictionary = {"primary_key": ["x"], "columns": [5, {"name": "x", "description": 5}]}
    table = pa.table({"x": ["a"]})
    table = table.replace_schema_metadata({"dataset.table": json.dumps(dictionary)})
    pq.write_table(table, tmp_path / "t.parquet")
    (found,) = open_source(tmp_path).sheets
    assert found.columns[0].description == ""
