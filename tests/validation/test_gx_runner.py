"""The runner: every kind of check, every way a check cannot run, and nothing else to be seen."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import sqlalchemy
from hypothesis import given, settings
from hypothesis import strategies as st

from validation import gx_queries, gx_runner, parquet_sql
from validation.checks import CheckResult, TableCheck
from validation.findings import Unusable
from validation.gx_runner import expectation, run
from validation.parquet_sql import Limits, opened

ROOT = Path(__file__).parents[2]

STATEMENTS = pa.table(
    {
        "id": ["s3", "s1", "s2", "s5", "s4"],
        "article": ["a1", "a1", "a2", "a9", None],
        "kind": ["direct", "mixed", None, "shouted", "direct"],
        "word": ["ab", "abc", None, "abcdef", "ÄÖ"],
        "start": pa.array([1, 5, 9, 4, None], pa.int32()),
        "end": pa.array([2, 5, 8, None, 3], pa.int32()),
        "day": [date(2020, 1, day) for day in (1, 2, 3, 4)] + [None],
        "pair": ["x", "x", "y", None, None],
        "nothing": pa.array([None] * 5, pa.string()),
        "at": pa.array([0.5, 1.5, float("nan"), None, -1.0]),
    }
)
ARTICLES = pa.table({"id": ["a1", "a2", "a3"], "end": [1, 2, 3]})
TABLES = {
    "statements": STATEMENTS,
    "references": ARTICLES,  # a reserved word
    "empty": STATEMENTS.slice(0, 0),
    "parts": [ARTICLES.slice(0, 2), ARTICLES.slice(1)],
}
KEYS = {"statements": ("id",), "references": ("id",), "empty": ("id",), "parts": ("id",)}

Package = dict[str, list[Path]]


def write(folder: Path, tables: Mapping[str, Any]) -> Package:
    package: Package = {}
    for name, table in tables.items():
        parts = table if isinstance(table, list) else [table]
        package[name] = [folder / f"{name}-{number}.parquet" for number in range(len(parts))]
        for part, path in zip(parts, package[name], strict=True):
            pq.write_table(part, path)
    return package


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return write(tmp_path_factory.mktemp("package"), TABLES)


@pytest.fixture
def in_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave every table in its files, as a large one is."""
    monkeypatch.setattr(parquet_sql, "COPIED_BYTES", 0)


def check(
    kind: str, *columns: str, table: str = "statements", check_id: str = "", **params: Any
) -> TableCheck:
    name = check_id or f"{table}.{kind}.{'-'.join(columns)}"
    return TableCheck(name, table, "TAB001", columns, kind, params, "is wrong", "put it right")


def rows(sql: str, *columns: str, table: str = "statements", **params: Any) -> TableCheck:
    return check("rows", *columns, table=table, sql=sql, **params)


def only(checks: TableCheck, package: Package, **options: Any) -> CheckResult:
    [result] = run([checks], package, KEYS, **options)
    return result


def run_with(checks: Sequence[TableCheck], package: Package, **engine: Any) -> list[CheckResult]:
    """Run over tables that were opened with settings of the engine."""
    with opened(package, Limits(**engine)) as tables:
        return run(checks, tables, KEYS)


def ids(result: CheckResult) -> list[str]:
    return [row["id"] for row in result.rows]


# ------------------------------------------------------------------------------- every kind

PASSING = [
    check("not_null", "id"),
    check("unique", "id"),
    check("unique", "word"),
    check("unique", "pair", "id"),
    check("unique", "article", "pair", check_id="nulls in a key are not compared", table="empty"),
    check("in_set", "kind", values=["direct", "mixed", "shouted"]),
    check("in_set", "start", values=(1, 4, 5, 9)),
    check("matches", "id", regex="^s[1-5]$"),
    check("matches", "word", regex=r"[\p{L}]{2,6}"),
    check("matches", "nothing", regex="x"),
    check("length_between", "word", min=2, max=6),
    check("length_between", "nothing", min=2),
    check("between", "start", min=1, max=9),
    check("between", "day", min=date(2020, 1, 1), max=date(2020, 1, 4)),
    check("not_after", "id", "id"),
    check("not_after", "nothing", "word"),
    check("row_count_at_least", min=5),
    check("parent", "nothing", tables=("references",), key="id"),
    check("parent", "pair", tables=("statements",), key="pair"),
    rows("SELECT * FROM {batch} WHERE id > 's5'"),
]

FAILING = [
    (check("not_null", "kind"), ["s2"]),
    (check("not_null", "nothing"), ["s1", "s2", "s3", "s4", "s5"]),
    (check("unique", "kind"), ["s3", "s4"]),
    (check("unique", "pair"), ["s1", "s3"]),
    (check("unique", "article", "pair"), ["s1", "s3"]),
    (check("in_set", "kind", values=["mixed", "direct"]), ["s5"]),
    (check("in_set", "start", values=[1]), ["s1", "s2", "s5"]),
    (check("matches", "word", regex="ab"), ["s1", "s4", "s5"]),
    (check("matches", "word", regex="^ab|c$"), ["s1", "s4", "s5"]),
    (check("matches", "word", regex="[a-z]{2,3}"), ["s4", "s5"]),
    (check("length_between", "word", min=3), ["s3", "s4"]),
    (check("length_between", "word", max=5), ["s5"]),
    (check("length_between", "word", min=3, max=5), ["s3", "s4", "s5"]),
    (check("between", "start", min=2, max=8), ["s2", "s3"]),
    (check("between", "at", min=0, max=1), ["s1", "s2", "s4"]),
    (check("between", "day", min=date(2020, 1, 3)), ["s1", "s3"]),
    (check("between", "day", max=date(2020, 1, 3)), ["s5"]),
    (check("not_after", "start", "end"), ["s2"]),
    (check("parent", "article", tables=("references",), key="id"), ["s5"]),
    (rows("SELECT * FROM {batch} WHERE word = 'abc'", "word"), ["s1"]),
]


@pytest.mark.parametrize("good", PASSING, ids=lambda c: c.check_id)
def test_a_check_passes(good: TableCheck, package: Package):
    expected = 0 if good.table == "empty" else 5

    assert only(good, package) == CheckResult(good, "passed", examined=expected)


@pytest.mark.parametrize("bad, offenders", FAILING, ids=lambda c: getattr(c, "check_id", ""))
def test_a_check_fails_and_names_the_offenders_by_key(
    bad: TableCheck, offenders: list[str], package: Package
):
    result = only(bad, package)

    assert (result.outcome, result.reason, result.examined) == ("failed", "", 5)
    assert (result.unexpected, ids(result)) == (len(offenders), offenders)


def test_a_row_shows_its_key_and_the_checked_columns(package: Package):
    [row] = only(check("not_after", "start", "end"), package).rows

    assert row == {"id": "s2", "start": 9, "end": 8}


def test_too_few_rows_is_one_finding_with_the_number(package: Package):
    result = only(check("row_count_at_least", min=6), package)

    assert (result.outcome, result.unexpected) == ("failed", 1)
    assert result.rows == [{"row_count": 5}]


def test_an_empty_table_passes_everything_but_a_row_count(package: Package):
    checks = [check_of(c, table="empty") for c, _ in FAILING]

    assert {r.outcome for r in run(checks, package, KEYS)} == {"passed"}
    assert only(check("row_count_at_least", table="empty", min=1), package).outcome == "failed"


def check_of(original: TableCheck, table: str) -> TableCheck:
    name = f"{table}.{random.random()}"  # noqa: S311 # only has to be another one
    return check(
        original.kind, *original.columns, table=table, check_id=name, **dict(original.params)
    )


def test_the_files_of_a_table_are_one_table(package: Package):
    result = only(check("unique", "id", table="parts"), package)

    assert (result.examined, result.unexpected, ids(result)) == (4, 2, ["a2", "a2"])


def test_keywords_are_good_names_for_tables_and_columns(package: Package):
    checks = [
        check("not_null", "end", table="references"),
        check("unique", "id", "end", table="references"),
        check("not_after", "end", "end", table="references"),
        check("unique", "at", "end"),
        rows('SELECT c.* FROM {batch} c JOIN "references" r USING ("end")'),
    ]

    assert [r.outcome for r in run(checks, package, KEYS)] == ["passed"] * 4 + ["failed"]


def test_paths_with_quotes_wildcards_and_partitions_are_only_paths(tmp_path: Path):
    folder = tmp_path / "version=1" / 'it\'s "new" [x]*? 100%'
    folder.mkdir(parents=True)
    files = write(folder, {"references": ARTICLES})

    result = only(rows("SELECT * FROM {batch}", table="references"), files)

    assert ids(result) == ["a1", "a2", "a3"]
    assert result.rows[0] == {"id": "a1"}


def test_a_very_long_value_comes_back_whole(tmp_path: Path):
    long = "ä" * 2_000_000
    files = write(tmp_path, {"statements": pa.table({"id": ["s1"], "word": [long]})})

    result = only(check("length_between", "word", max=1_999_999), files)

    assert result.rows == [{"id": "s1", "word": long}]


# ------------------------------------------------------------------------------ `rows` queries


@pytest.mark.parametrize(
    "sql, offenders",
    [
        ("SELECT * FROM {batch} WHERE regexp_matches(word, '^[a-z]{2,3}$')", ["s1", "s3"]),
        ("SELECT * FROM {batch} WHERE regexp_matches(word, '^(?:ab){1}$');", ["s3"]),
        ("SELECT * FROM {batch} WHERE word <> '{12} {} {x} { }} :ab ::' AND \"end\"=5", ["s1"]),
        ("SELECT s.* FROM {batch} s WHERE s.\"end\"::VARCHAR = '2'", ["s3"]),
        (
            """SELECT s.* FROM {batch} AS s LEFT JOIN "references" r ON s.article = r.id
            WHERE s.article IS NOT NULL AND r.id IS NULL""",
            ["s5"],
        ),
        (
            """SELECT s.* FROM {batch} s WHERE NOT EXISTS
            (SELECT 1 FROM "references" r WHERE r.id = s.article)""",
            ["s4", "s5"],
        ),
        (
            """WITH many AS (SELECT kind FROM {batch} GROUP BY kind HAVING count(*) > 1)
            SELECT * FROM {batch} WHERE kind IN (FROM many)""",
            ["s3", "s4"],
        ),
        ("-- a remark\nSELECT * FROM {batch} WHERE word = 'abc'", ["s1"]),
    ],
)
def test_sql_may_hold_braces_colons_aliases_and_joins(
    sql: str, offenders: list[str], package: Package
):
    result = only(rows(sql), package)

    assert (result.reason, ids(result)) == ("", offenders)


def test_a_query_shows_what_it_computes_beside_key_and_columns(package: Package):
    sql = "SELECT s.*, length(s.word) AS letters FROM {batch} s WHERE s.id = 's5'"

    assert only(rows(sql, "kind"), package).rows == [{"id": "s5", "kind": "shouted", "letters": 6}]


def test_a_query_without_the_key_shows_what_it_selects(package: Package):
    sql = "SELECT pair, count(*) AS n FROM {batch} GROUP BY pair"

    assert only(rows(sql, "pair"), package).rows == [
        {"pair": "x", "n": 2},
        {"pair": "y", "n": 1},
        {"pair": None, "n": 2},
    ]
    assert only(rows("SELECT pair FROM {batch} WHERE id = 's1'"), package).rows == [{"pair": "x"}]


sql_texts = st.text(alphabet="ab1 {}:\\$%'\"-;\n(?", max_size=30)


@given(before=sql_texts, after=sql_texts)
def test_a_query_reaches_the_engine_as_it_was_written(before: str, after: str):
    try:
        made = rows(f"{before}{{batch}}{after}")
    except ValueError as refused:
        assert "colon" in str(refused)  # noqa: PT017 # either is right
        return

    formatted = gx_queries.escaped(made.params["sql"]).format(batch="T")

    assert str(sqlalchemy.text(formatted)) == made.params["sql"].replace(
        "{batch}", "(SELECT * FROM T)"
    )


# --------------------------------------------------------------------------- refused at once


@pytest.mark.parametrize(
    "make, complaint",
    [
        (lambda: check("nonsense"), "unknown kind 'nonsense'; use one of not_null, "),
        (lambda: check("not_null"), "not_null takes 1 column(s), not 0"),
        (lambda: check("not_null", "a", "b"), "not_null takes 1 column(s), not 2"),
        (lambda: check("unique"), "unique takes at least 1 column(s), not 0"),
        (lambda: check("in_set", "a"), "in_set needs values"),
        (lambda: check("in_set", "a", values=[]), "values must name at least one value"),
        (lambda: check("in_set", "a", values=["x", None]), "and no null"),
        (lambda: check("matches", "a", regex="a", flags="i"), "matches does not take flags"),
        (lambda: check("between", "a"), "between needs min, max or both"),
        (lambda: check("between", "a", min=None), "between needs min, max or both"),
        (lambda: check("between", "a", min="b"), "min and max must be int or float or date"),
        (lambda: check("length_between", "a", max=1.5), "min and max must be int"),
        (lambda: check("parent", "a", tables=(), key="b"), "parent takes one table"),
        (lambda: rows("SELECT 1"), "the SQL must read the checked table as {batch}"),
        (lambda: rows(r"SELECT '\:' FROM {batch}"), "write the colon as chr(58)"),
        (lambda: rows("SELECT ':a:' FROM {batch}"), "write the colon as chr(58)"),
        (
            lambda: TableCheck("x", "t", "TAB001", ("a",), "not_null", {}, "m", "h", "fatal"),
            "unknown severity 'fatal'; use one of error, warning",
        ),
    ],
)
def test_a_check_that_cannot_be_meant_is_refused(make: Callable[[], TableCheck], complaint: str):
    with pytest.raises(ValueError, match=re.escape(complaint)):
        make()


def test_the_same_check_id_twice_is_refused(package: Package):
    with pytest.raises(ValueError, match="two checks have the same check_id"):
        run([check("not_null", "id"), check("not_null", "id")], package, KEYS)


@pytest.mark.parametrize("memory", ["plenty", "2", "-1GB", "80%", ""])
def test_what_is_no_amount_of_memory_is_refused(memory: str):
    with pytest.raises(Unusable, match=f"memory limit '{memory}': no amount of memory"):
        Limits(memory=memory)


@pytest.mark.parametrize("memory", ["0GB", "99 MB", "95MiB"])
def test_too_little_memory_is_refused(memory: str):
    with pytest.raises(Unusable, match=f"memory limit '{memory}': too little"):
        Limits(memory=memory)


def test_a_setting_that_duckdb_refuses_is_refused(package: Package):
    with pytest.raises(Unusable, match=r"threads 0: .*at least 1 thread"):
        run_with([check("not_null", "id")], package, threads=0)


def test_settings_reach_duckdb(package: Package, tmp_path: Path):
    sql = (
        "SELECT current_setting('threads') AS t, current_setting('memory_limit') AS m, "
        "current_setting('temp_directory') AS d FROM {batch} WHERE id = 's1'"
    )
    spill = tmp_path / "o'spill"

    [result] = run_with([rows(sql)], package, threads=1, memory="1GiB", spill=spill)

    [row] = result.rows
    assert (row["t"], row["m"], Path(row["d"]).parent) == (1, "1.0 GiB", spill)
    assert list(spill.iterdir()) == []


# ------------------------------------------------------------------------------- did not run

GOOD = check("not_null", "id", check_id="good")
BAD = check("not_null", "kind", check_id="bad")


def reasons(checks: Sequence[TableCheck], package: Package, *, bundled: bool = True) -> list[str]:
    """Run checks between one that passes and one that fails; return why they did not run."""
    first, *results, last = run([GOOD, *checks, BAD], package, KEYS, bundled=bundled)
    assert (first.outcome, last.outcome, ids(last)) == ("passed", "failed", ["s2"])
    assert {(r.outcome, r.examined, r.unexpected, len(r.rows)) for r in results} == {
        ("not-run", 0, 0, 0)
    }
    return [result.reason for result in results]


def test_a_missing_table_or_column_is_named(package: Package):
    undeclared = rows("SELECT s.* FROM {batch} s JOIN absent a ON true", check_id="undeclared")
    checks = [
        check("not_null", "id", table="absent"),
        check("unique", "id", "colour"),
        rows("SELECT * FROM {batch}", tables=("references", "absent")),
        undeclared,
        rows("SELECT colour FROM {batch}", check_id="column in the query"),
    ]

    *ours, engines = reasons(checks, package)

    assert ours == [
        "table absent is missing",
        "table statements has no column colour",
        "table absent is missing",
        "table absent is missing",
    ]
    assert 'column "colour" not found' in engines


def test_an_error_of_one_check_does_not_touch_the_others(package: Package):
    checks = [
        check("matches", "word", regex="(?=a)"),
        check("between", "word", min=3),
        rows("SELEC * FROM {batch}", check_id="syntax"),
        rows("SELECT error('two\nlines') FROM {batch}", check_id="at run time"),
    ]

    found = reasons(checks, package)

    for reason, part in zip(found, ["(?=", "VARCHAR", "syntax error", "two"], strict=True):
        assert part in reason
        assert not {"\n", "lines", "_duckdb"} & {*reason, *reason.split(), *reason.split(".")}


@pytest.mark.parametrize("damage", ["no parquet", "truncated", "missing", "second of two", "none"])
def test_a_file_that_cannot_be_read_is_named(damage: str, package: Package, tmp_path: Path):
    files = write(tmp_path, {"references": ARTICLES})["references"]
    [broken] = files
    if damage == "no parquet":
        broken.write_text("id,end\n")
    elif damage == "truncated":
        broken.write_bytes(broken.read_bytes()[:-100])
    elif damage == "missing":
        broken.unlink()
    elif damage == "second of two":
        broken.write_bytes(b"PAR1")
        files = [package["references"][0], broken]
    else:
        files = []
    checks = [
        check("not_null", "id", table="references"),
        rows('SELECT s.* FROM {batch} s JOIN "references" r ON true', check_id="undeclared"),
        rows("SELECT * FROM {batch}", tables=("references",)),
    ]

    found = reasons(checks, package | {"references": files})

    assert len(set(found)) == 1
    if damage == "none":
        assert found[0] == "table references has no files"
    else:
        assert found[0].startswith(f"{broken} cannot be read: ")


def test_files_that_do_not_fit_together_are_named(package: Package, tmp_path: Path):
    [other] = write(tmp_path, {"parts": pa.table({"name": ["x"]})})["parts"]
    files = [*package["parts"], other]

    [reason] = reasons([check("not_null", "id", table="parts")], package | {"parts": files})

    assert str(other) in reason


def test_data_damaged_behind_a_sound_footer_is_no_finding(tmp_path: Path):
    [path] = write(tmp_path, {"statements": STATEMENTS})["statements"]
    content = bytearray(path.read_bytes())
    content[4:400] = b"\xff" * 396
    path.write_bytes(bytes(content))

    result = only(check("in_set", "kind", values=["direct"]), {"statements": [path]})

    assert result.outcome == "not-run"
    assert result.reason


def test_a_verdict_without_rows_or_rows_without_a_verdict_is_no_result(
    package: Package, monkeypatch: pytest.MonkeyPatch
):
    def nothing(_: TableCheck, table: str) -> tuple[str, list[Any]]:
        return f"SELECT * FROM {table} LIMIT 0", []

    monkeypatch.setattr(gx_runner, "offenders", nothing)
    for bundled in (True, False):
        good, bad = run([GOOD, BAD], package, KEYS, bundled=bundled)
        assert good.outcome == "passed"
        assert (bad.outcome, bad.reason) == ("not-run", "verdict and rows disagree")

    def every(_: TableCheck, table: str) -> tuple[str, list[Any]]:
        return f"SELECT * FROM {table}", []

    monkeypatch.setattr(gx_runner, "offenders", every)
    good, bad = run([GOOD, BAD], package, KEYS, bundled=False)
    assert (good.outcome, good.reason) == ("not-run", "verdict and rows disagree")
    assert bad.outcome == "failed"


def test_whatever_great_expectations_raises_is_a_reason(
    package: Package, monkeypatch: pytest.MonkeyPatch
):
    def made(asked: TableCheck) -> Any:
        if asked.check_id == "raises":
            raise RuntimeError("\n  first\tline \nsecond")
        return expectation(asked)

    monkeypatch.setattr(gx_runner, "expectation", made)

    raising = check("not_null", "id", check_id="raises")
    assert reasons([raising], package, bundled=False) == ["first line"]


def test_a_table_that_great_expectations_cannot_open_is_a_reason():
    def refuse(**_: Any) -> None:
        raise RuntimeError("no such asset")

    def unknown(_: str) -> None:
        raise LookupError

    source: Any = SimpleNamespace(add_table_asset=refuse, get_asset=unknown)

    assert gx_runner._verdicts(source, [GOOD]) == {"good": "no such asset"}


def test_a_result_that_is_left_out_is_a_reason():
    batch: Any = SimpleNamespace(validate=lambda *_, **__: SimpleNamespace(results=[]))

    assert gx_runner._validate(batch, [GOOD]) == {"good": "Great Expectations gave no result"}


@pytest.mark.parametrize(
    "info, message",
    [
        ({}, ""),
        ({"raised_exception": False, "exception_message": None}, ""),
        ({"raised_exception": True, "exception_message": "whole"}, "whole"),
        ({"('m', 'x')": {"raised_exception": True, "exception_message": "part"}}, "part"),
        ({"m": {"raised_exception": False, "exception_message": None}}, ""),
    ],
)
def test_both_shapes_of_exception_info_are_understood(info: dict[str, Any], message: str):
    assert gx_runner._engine_error(info) == message


@pytest.mark.parametrize(
    "message, line",
    [
        ("", "unknown error"),
        ("one\r\ntwo", "one"),
        ('wrapped: "(_duckdb.BinderException) Binder Error: no\n\nLINE 1: x', "Binder Error: no"),
        ("x" * 301, "x" * 299 + "…"),
    ],
)
def test_a_reason_is_one_short_line(message: str, line: str):
    assert parquet_sql.one_line(message) == line


# -------------------------------------------------------------------- order, limits, progress


def test_results_come_in_the_order_of_the_checks_and_do_not_depend_on_it(package: Package):
    checks = [c for c in PASSING if c.table == "statements"] + [c for c, _ in FAILING]
    checks += [check("not_null", "id", table=table) for table in KEYS]
    checks = list({c.check_id: c for c in checks}.values())
    ordered = run_with(checks, package, threads=2)
    shuffled = random.Random(5).sample(checks, len(checks))  # noqa: S311 # any order

    again = run_with(shuffled, dict(reversed(package.items())), threads=1)

    assert [r.check for r in ordered] == checks
    assert [r.check for r in again] == shuffled
    assert {r.check.check_id: repr(r) for r in again} == {
        r.check.check_id: repr(r) for r in ordered
    }


def test_a_large_table_gives_the_same_results_as_a_small_one(
    package: Package, request: pytest.FixtureRequest
):
    checks = [c for c in PASSING if c.table == "statements"] + [c for c, _ in FAILING]
    checks = list({c.check_id: c for c in checks}.values())
    checks += [
        check("row_count_at_least", table="parts", min=5),
        check("unique", "id", table="parts"),
    ]
    small = run(checks, package, KEYS)

    request.getfixturevalue("in_files")

    assert list(map(repr, run(checks, package, KEYS))) == list(map(repr, small))
    assert {result.outcome for result in small} == {"passed", "failed"}


@pytest.mark.usefixtures("in_files")
def test_files_read_side_by_side_do_not_hide_a_key_that_comes_twice(tmp_path: Path):
    """Each file rises by itself; several threads share the reading."""
    numbers = pa.array(range(300_000))
    files = []
    for name, start in (("a", 0), ("b", 1), ("c", 299_999)):
        files.append(tmp_path / f"{name}.parquet")
        table = pa.table({"id": numbers.cast(pa.int64()), "part": [name] * len(numbers)})
        pq.write_table(table.slice(start), files[-1], row_group_size=20_000)
    checks = [
        check("unique", "id"),
        check("unique", "id", "part"),
        check("not_null", "id"),
    ]

    with opened({"statements": files}, Limits(threads=2)) as tables:
        both, compound, _ = run(checks, tables, {"statements": ("id", "part")})

    assert (both.outcome, both.unexpected) == ("failed", 599_999)
    assert [tuple(row.values()) for row in both.rows[:2]] == [(1, "a"), (1, "b")]
    assert compound.outcome == "passed"


def test_a_key_that_does_not_rise_is_unique_all_the_same(tmp_path: Path):
    table = pa.table({"id": ["c", None, "a", "b", None], "word": list("xyzzy")})
    files = write(tmp_path, {"statements": table})

    checks = [check("unique", "id"), check("unique", "word", "id")]

    assert [r.outcome for r in run(checks, files, KEYS)] == ["passed", "passed"]


def test_a_null_between_them_does_not_hide_a_key_that_comes_twice(tmp_path: Path):
    files = write(tmp_path, {"statements": pa.table({"id": ["a", None, "a"]})})

    assert only(check("unique", "id"), files).unexpected == 2


def test_a_package_in_which_nearly_everything_fails_is_told_in_full(tmp_path: Path):
    """Great Expectations shows at most 200 rows of a query."""
    names = [f"c{number}" for number in range(230)]
    files = write(tmp_path, {"statements": pa.table({name: ["x"] for name in names})})
    checks = [check("not_null", name) for name in names]
    suspected = [check("in_set", name, values=["y"]) for name in names]

    with opened(files) as tables, gx_runner.source_of(tables) as source:
        package = gx_runner._Package(source, tables, {})
        assert gx_runner._suspects(package, checks + suspected) == {c.check_id for c in suspected}


def test_great_expectations_is_imported_with_the_collector_at_rest_whatever_is_asked_first():
    """The collector took a sixth of that time, and would again if somebody else imported it first."""
    script = """if True:
        import gc, sys
        from validation.gx_runner import source_of
        from validation.parquet_sql import opened

        class Watch:
            def find_spec(self, name, *_):
                if name == "great_expectations.checkpoint":
                    print(gc.isenabled())

        sys.meta_path.insert(0, Watch())
        with opened({}) as tables, source_of(tables):
            pass
    """
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout == "False\n"


def test_twins_with_different_ids_both_get_an_answer(package: Package):
    twins = [check("not_null", "kind", check_id=name) for name in ("one", "two")]

    assert [r.outcome for r in run(twins, package, KEYS)] == ["failed", "failed"]


@pytest.mark.parametrize("limit, shown", [(0, 0), (3, 3), (300, 300), (None, 750)])
def test_the_count_is_exact_whatever_the_limit(limit: int | None, shown: int, tmp_path: Path):
    keys = [f"{n:04}" for n in range(1000)]
    random.Random(7).shuffle(keys)  # noqa: S311 # any order
    table = pa.table({"id": keys, "word": [None if key > "0249" else "x" for key in keys]})

    result = only(check("not_null", "word"), write(tmp_path, {"statements": table}), limit=limit)

    assert result.unexpected == 750
    assert ids(result) == [f"{n:04}" for n in range(250, 250 + shown)]


def test_rows_with_the_same_key_are_ordered_by_the_rest(tmp_path: Path):
    table = pa.table({"id": ["a"] * 4, "word": ["z", None, "x", "y"]})
    files = write(tmp_path, {"statements": table})

    result = only(rows("SELECT * FROM {batch}", "word"), files)

    assert [row["word"] for row in result.rows] == ["x", "y", "z", None]


def test_a_table_without_a_key_is_ordered_by_what_is_shown(package: Package):
    [result] = run([check("not_null", "kind")], package, {})

    assert result.rows == [{"kind": None}]


def test_progress_is_told_after_every_table(package: Package):
    told: list[tuple[int, int]] = []
    checks = [
        check("not_null", "id"),
        check("not_null", "id", table="empty"),
        check("unique", "id"),
        check("not_null", "id", table="absent"),
    ]

    run(checks, package, KEYS, progress=lambda done, total: told.append((done, total)))

    assert told == [(2, 4), (3, 4), (4, 4)]


def test_no_checks_give_no_results(package: Package):
    assert run([], package, KEYS) == []


# ------------------------------------------------------------------------- against an oracle

cells = st.fixed_dictionaries(
    {
        "text": st.none() | st.sampled_from(["", "a", "ab", "abc", "ä\n", "A|B", "a$"]),
        "low": st.none() | st.integers(-3, 3),
        "high": st.none() | st.integers(-3, 3),
    }
)
Row = dict[str, Any]


def repeated(table: list[Row], *columns: str) -> Iterator[bool]:
    found = [tuple(row[column] for column in columns) for row in table]
    times = Counter(found)
    return (None not in key and times[key] > 1 for key in found)


ORACLE: list[tuple[TableCheck, Callable[[list[Row]], Iterator[bool]]]] = [
    (check("not_null", "text"), lambda t: (r["text"] is None for r in t)),
    (check("unique", "text"), lambda t: repeated(t, "text")),
    (check("unique", "low", "high"), lambda t: repeated(t, "low", "high")),
    (
        check("in_set", "text", values=["a", "A|B"]),
        lambda t: (r["text"] not in (None, "a", "A|B") for r in t),
    ),
    (
        check("matches", "text", regex="a|[a-z]{2}"),
        lambda t: (r["text"] is not None and not re.fullmatch("a|[a-z]{2}", r["text"]) for r in t),
    ),
    (
        check("length_between", "text", min=1, max=2),
        lambda t: (r["text"] is not None and not 1 <= len(r["text"]) <= 2 for r in t),
    ),
    (
        check("between", "low", min=-1, max=2),
        lambda t: (r["low"] is not None and not -1 <= r["low"] <= 2 for r in t),
    ),
    (
        check("not_after", "low", "high"),
        lambda t: (None not in (r["low"], r["high"]) and r["low"] > r["high"] for r in t),
    ),
]


@settings(max_examples=12, deadline=None)
@given(table=st.lists(cells, max_size=8))
def test_verdict_and_count_are_those_of_plain_python(
    table: list[Row], tmp_path_factory: pytest.TempPathFactory
):
    schema = pa.schema([("text", pa.string()), ("low", pa.int32()), ("high", pa.int32())])
    files = write(
        tmp_path_factory.mktemp("oracle"), {"statements": pa.Table.from_pylist(table, schema)}
    )

    results = run([made for made, _ in ORACLE], files, {})

    assert [(r.check.check_id, r.unexpected, r.reason) for r in results] == [
        (made.check_id, sum(broken(table)), "") for made, broken in ORACLE
    ]
    assert {r.outcome for r in results if r.unexpected} <= {"failed"}
    assert {r.outcome for r in results if not r.unexpected} <= {"passed"}


# ------------------------------------------------------------------------------ as published


@pytest.mark.parametrize(
    "made, type_, arguments",
    [
        (check("not_null", "a"), "expect_column_values_to_not_be_null", {"column": "a"}),
        (check("unique", "a"), "expect_column_values_to_be_unique", {"column": "a"}),
        (
            check("unique", "a", "b"),
            "expect_compound_columns_to_be_unique",
            {"column_list": ["a", "b"], "ignore_row_if": "any_value_is_missing"},
        ),
        (
            check("in_set", "a", values=("x", "y")),
            "expect_column_values_to_be_in_set",
            {"column": "a", "value_set": ["x", "y"]},
        ),
        (
            check("matches", "a", regex="x{2,3}"),
            "expect_column_values_to_match_regex",
            {"column": "a", "regex": "^x{2,3}$"},
        ),
        (
            check("length_between", "a", min=1),
            "expect_column_value_lengths_to_be_between",
            {"column": "a", "min_value": 1},
        ),
        (
            check("between", "a", max=date(2020, 1, 1)),
            "expect_column_values_to_be_between",
            {"column": "a", "max_value": "2020-01-01"},
        ),
        (
            check("not_after", "a", "b"),
            "expect_column_pair_values_a_to_be_greater_than_b",
            {
                "column_A": "b",
                "column_B": "a",
                "or_equal": True,
                "ignore_row_if": "either_value_is_missing",
            },
        ),
        (
            check("row_count_at_least", min=1),
            "expect_table_row_count_to_be_between",
            {"min_value": 1},
        ),
        (
            check("parent", "a", tables=("order",), key="b"),
            "unexpected_rows_expectation",
            {
                "unexpected_rows_query": 'SELECT c.* FROM (SELECT * FROM {batch}) c LEFT JOIN "order" p '
                'ON c."a" = p."b" WHERE c."a" IS NOT NULL AND p."b" IS NULL'
            },
        ),
        (
            rows("SELECT * FROM {batch} WHERE a = '{'"),
            "unexpected_rows_expectation",
            {"unexpected_rows_query": "SELECT * FROM (SELECT * FROM {batch}) WHERE a = '{{'"},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_check_is_a_stock_expectation_that_survives_json(
    made: TableCheck, type_: str, arguments: dict[str, Any]
):
    published = json.loads(json.dumps(expectation(made).configuration.to_json_dict()))

    assert published["type"] == type_
    assert published["kwargs"] == arguments
    assert published["severity"] == "critical"
    assert published["description"] == "is wrong"
    assert published["meta"] == {
        "check_id": made.check_id,
        "code": "TAB001",
        "table": "statements",
        "hint": "put it right",
    }


def test_a_warning_is_published_as_one():
    made = TableCheck("x", "t", "TAB001", ("a",), "not_null", {}, "m", "h", "warning")

    assert expectation(made).severity == "warning"


@pytest.mark.parametrize(
    "regex, anchored",
    [
        ("a", "^a$"),
        ("^a$", "^a$"),
        ("^a", "^a$"),
        ("a$", "^a$"),
        (r"a\$", r"^a\$$"),
        (r"a\\$", r"^a\\$"),
        ("a|b", "^(?:a|b)$"),
        ("^a|b$", "^(?:a|b)$"),
        ("", "^$"),
        ("$", "^$"),
    ],
)
def test_a_pattern_has_exactly_one_pair_of_anchors(regex: str, anchored: str):
    assert gx_queries.anchored(regex) == anchored


# ---------------------------------------------------------------------- nothing else is seen

QUIET_PROGRAM = """
import sys
from pathlib import Path
from validation.gx_runner import TableCheck, run

heavy = {"great_expectations", "duckdb", "pyarrow", "pandas", "sqlalchemy"} & set(sys.modules)
assert not heavy, heavy

def check(kind, columns, **params):
    return TableCheck(kind + str(params), "t", "TAB001", columns, kind, params, "m", "h")

checks = [
    check("not_null", ("id",)),
    check("unique", ("id",)),
    check("matches", ("id",), regex="(?=x)"),
    check("rows", (), sql="SELECT * FROM {batch}"),
    check("rows", (), sql="SELECT error('no') FROM {batch}"),
]
outcomes = [result.outcome for result in run(checks, {"t": [Path(sys.argv[1])]}, {"t": ("id",)})]
assert outcomes == ["failed", "passed", "not-run", "failed", "not-run"], outcomes
"""


def test_nothing_is_printed_and_no_file_is_left(tmp_path: Path):
    home, here, parquet = tmp_path / "home", tmp_path / "here", tmp_path / "t.parquet"
    home.mkdir()
    here.mkdir()
    pq.write_table(pa.table({"id": ["a", "b", None]}), parquet)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("XDG_")
    } | {"HOME": str(home), "PYTHONPATH": str(ROOT)}

    done = subprocess.run(
        [sys.executable, "-c", QUIET_PROGRAM, str(parquet)],
        cwd=here,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stderr, done.stdout, done.returncode) == ("", "", 0)
    assert [*home.rglob("*"), *here.rglob("*")] == []
