"""`dataset query` answers in the form that the reader needs, and mistakes take one line."""

import csv
import datetime as dt
import decimal
import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from dataset.cli import output
from dataset.cli.query import _interruptible, query
from validation.findings import Unusable

ROOT = Path(__file__).parents[3]
HOSTILE = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202ereversed\r\n\tend\x7f"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
PLAIN_CODES = re.compile(r"\x1b\[[0-9;]*m")

app = typer.Typer()
app.command()(query)


@pytest.fixture
def built(tmp_path: Path) -> Path:
    pages = {
        "reference_id": ["a", "b"],
        "accessed": [dt.date(2026, 11, 22), None],
        "note": ["plain, with a comma", HOSTILE],
    }
    pq.write_table(pa.table(pages), tmp_path / "references.parquet")
    pq.write_table(pa.table({"n": list(range(250))}), tmp_path / "numbers.parquet")
    return tmp_path


def ask(built: Path, *args: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["--data", str(built), *args], input=stdin)


def told(result: Result) -> str:
    """The message of a command that could not work; `main` prints it and exits with 2."""
    assert isinstance(result.exception, Unusable)
    assert result.stdout == ""
    return str(result.exception)


def on_a_terminal(monkeypatch: pytest.MonkeyPatch, width: int = 90) -> None:
    monkeypatch.setattr(output, "is_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)


def test_a_pipe_gets_csv_with_iso_dates_and_empty_nulls(built: Path) -> None:
    result = ask(built, 'SELECT reference_id, accessed FROM "references" ORDER BY 1')
    assert result.exit_code == 0
    assert result.stdout == "reference_id,accessed\na,2026-11-22\nb,\n"


def test_csv_for_a_program_keeps_every_character(built: Path) -> None:
    result = ask(built, "SELECT note FROM \"references\" WHERE reference_id = 'b'")
    rows = list(csv.reader(io.StringIO(result.stdout_bytes.decode(), newline="")))
    assert rows == [["note"], [HOSTILE]]


def test_json_is_a_list_of_objects_and_escapes_without_loss(built: Path) -> None:
    result = ask(built, "--format", "json", 'SELECT * FROM "references" ORDER BY 1')
    assert json.loads(result.stdout) == [
        {"reference_id": "a", "accessed": "2026-11-22", "note": "plain, with a comma"},
        {"reference_id": "b", "accessed": None, "note": HOSTILE},
    ]
    assert not CONTROL.search(result.stdout)


def test_a_column_that_comes_twice_loses_no_value_in_json(built: Path) -> None:
    result = ask(built, "--format", "json", "SELECT 1 AS a, 2 AS a, 3 AS a_2")
    assert json.loads(result.stdout) == [{"a": 1, "a_2": 2, "a_2_2": 3}]


def test_a_table_in_a_pipe_is_tab_separated(built: Path) -> None:
    sql = "SELECT 1 AS a, true AS b, NULL AS c, [1, 2] AS d, 'x' || chr(9) || 'y' AS e"
    result = ask(built, "--format", "table", sql)
    assert result.stdout == "a\tb\tc\td\te\n1\ttrue\t\t[1, 2]\tx\\u0009y\n"


def test_sql_may_come_from_stdin(built: Path) -> None:
    assert ask(built, "-", stdin="SELECT 'é' AS a".encode()).stdout == "a\né\n"


def test_stdin_that_is_no_text_is_told(built: Path) -> None:
    assert told(ask(built, "-", stdin=b"SELECT \xff")) == (
        "query: stdin is not UTF-8 text (offset 7)"
    )


@pytest.mark.parametrize("sql", ["", "  \n ", "/* nothing */", ";"])
def test_no_sql_is_told(built: Path, sql: str) -> None:
    assert told(ask(built, sql)) == "query: there is no SQL to run"


def test_a_limit_cuts_and_says_so_on_stderr(built: Path) -> None:
    result = ask(built, "SELECT n FROM numbers ORDER BY n", "--limit", "2")
    assert result.stdout == "n\n0\n1\n"
    assert result.stderr == "only the first 2 rows are shown; --limit 0 shows all\n"


@pytest.mark.parametrize("limit, shown", [(250, 250), (249, 249), (30, 30), (31, 31), (1, 1)])
def test_a_limit_holds_across_batches(
    built: Path, monkeypatch: pytest.MonkeyPatch, limit: int, shown: int
) -> None:
    monkeypatch.setattr("dataset.cli.query.BATCH", 10)
    result = ask(built, "SELECT n FROM numbers ORDER BY 1", "--limit", str(limit))
    assert result.stdout.splitlines() == ["n", *map(str, range(shown))]
    assert ("only the first" in result.stderr) == (limit < 250)


@pytest.mark.parametrize("chosen", ["csv", "json", "jsonl", "table"])
def test_batches_leave_no_seam(built: Path, monkeypatch: pytest.MonkeyPatch, chosen: str) -> None:
    asked = ("SELECT n, n::VARCHAR AS t FROM numbers ORDER BY 1", "--format", chosen)
    whole = ask(built, *asked).stdout
    monkeypatch.setattr("dataset.cli.query.BATCH", 7)
    assert ask(built, *asked).stdout == whole
    if chosen == "json":
        assert json.loads(whole) == [{"n": n, "t": str(n)} for n in range(250)]
    if chosen == "jsonl":
        assert [json.loads(line)["n"] for line in whole.splitlines()] == list(range(250))


@pytest.mark.parametrize("chosen, nothing", [("json", "[]\n"), ("jsonl", ""), ("csv", "n\n")])
def test_an_empty_answer_is_still_well_formed(built: Path, chosen: str, nothing: str) -> None:
    assert ask(built, "--format", chosen, "SELECT n FROM numbers WHERE n < 0").stdout == nothing


def test_a_mistake_after_rows_were_printed_says_how_many(built: Path) -> None:
    late = "CASE WHEN i < 500000 THEN 1 ELSE error('too far') END"
    result = ask(built, f"SELECT repeat('x', 100), {late} FROM range(500001) t(i)")
    assert isinstance(result.exception, Unusable)
    rows = result.stdout.count("\n") - 1
    assert 0 < rows < 500000
    assert str(result.exception).startswith(f"query: after {rows} rows: ")
    assert "too far" in str(result.exception)


def peak_memory(built: Path, rows: int) -> int:
    """Return the most memory in MB that a query with so many rows of a kilobyte takes."""
    code = (
        "import atexit, resource, sys\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000\n"
        "atexit.register(lambda: print(peak(), file=sys.stderr))\n"
        "from dataset.cli import main\n"
        "main()\n"
    )
    sql = f"SELECT i, repeat('x', 1000) AS t FROM range({rows}) r(i)"
    done = subprocess.run(
        [sys.executable, "-c", code, "query", sql, "--data", str(built)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=True,
    )
    return int(done.stderr)


def test_an_answer_of_any_size_takes_little_memory(built: Path) -> None:
    # the rows that the second has more take 150 MB in any form
    assert peak_memory(built, 170_000) - peak_memory(built, 20_000) < 75


def test_an_interrupt_ends_work_that_duckdb_has_begun_or_is_about_to() -> None:
    endless = "SELECT count(*) FROM range(1000000000000) t(a), range(1000) u(b) WHERE a % 7 = b"
    with duckdb.connect() as connection:

        def interrupted() -> None:
            os.kill(os.getpid(), signal.SIGINT)
            connection.execute(endless)

        with pytest.raises(KeyboardInterrupt):
            _interruptible(connection, interrupted)
        assert connection.execute("SELECT 1").fetchall() == [(1,)]


def test_an_interrupted_query_is_one_line_and_130(built: Path) -> None:
    with subprocess.Popen(
        [
            sys.executable,
            "-m",
            "dataset",
            "query",
            "FROM range(1000000000000)",
            "--data",
            str(built),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "range\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
        assert process.stderr.read() == "dataset: interrupted\n"


def test_a_limit_that_is_not_reached_says_nothing(built: Path) -> None:
    result = ask(built, "SELECT n FROM numbers", "--limit", "250")
    assert result.stdout.count("\n") == 251
    assert result.stderr == ""


def test_a_pipe_has_no_limit_of_its_own(built: Path) -> None:
    assert ask(built, "--format", "table", "SELECT n FROM numbers").stdout.count("\n") == 251


def test_an_unknown_table_is_answered_with_the_nearest_and_all(built: Path) -> None:
    assert told(ask(built, "SELECT * FROM refrences")) == (
        "query: Table with name refrences does not exist;"
        ' did you mean "references"? there are numbers, "references"\n'
        "LINE 1: SELECT * FROM refrences\n"
        "                      ^^^^^^^^^"
    )


def test_an_unknown_table_like_no_other_gets_the_list_alone(built: Path) -> None:
    first = told(ask(built, "SELECT * FROM zzzz")).split("\n")[0]
    assert first.endswith('Table with name zzzz does not exist; there are numbers, "references"')


def test_the_reserved_word_is_explained(built: Path) -> None:
    first = told(ask(built, "SELECT * FROM references")).split("\n")[0]
    assert first.endswith('; the name of the table is a word of SQL, so quote it: "references"')


def test_a_mistake_shows_its_place(built: Path) -> None:
    lines = told(ask(built, "SELECT m FROM numbers")).split("\n")
    assert lines[0].startswith('query: Binder Error: Referenced column "m" not found')
    assert lines[1:] == ["LINE 1: SELECT m FROM numbers", "               ^"]


def test_a_mistake_that_shows_only_while_running_is_told_too(built: Path) -> None:
    message = told(ask(built, 'SELECT CAST(note AS INTEGER) FROM "references"'))
    assert message.startswith("query: Conversion Error: Could not convert string")


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    message = told(ask(tmp_path / "nowhere", "SELECT 1"))
    assert re.fullmatch("query: no folder .*nowhere; give the folder .*", message)


def test_an_unreadable_table_is_told(built: Path) -> None:
    (built / "bad.parquet").write_bytes(b"nothing")
    assert "bad.parquet cannot be read as Parquet" in told(ask(built, "SELECT 1"))


@pytest.mark.parametrize("args", [["--format", "xml", "SELECT 1"], ["--limit", "-1", "SELECT 1"]])
def test_wrong_options_are_usage_errors(built: Path, args: list[str]) -> None:
    result = ask(built, *args)
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_terminal_gets_a_drawn_table_with_numbers_to_the_right(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_a_terminal(monkeypatch)
    result = ask(built, "SELECT * FROM (VALUES ('x', 5), ('long name', 12345)) t(name, count)")
    lines = [line.rstrip() for line in PLAIN_CODES.sub("", result.stdout).split("\n")]
    assert lines == [
        "name        count",
        "─────────────────",
        "x               5",
        "long name   12345",
        "",
    ]


def test_an_empty_answer_still_shows_its_columns(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_a_terminal(monkeypatch)
    result = ask(built, "SELECT n FROM numbers WHERE n < 0")
    assert PLAIN_CODES.sub("", result.stdout).split() == ["n", "─"]


def test_a_terminal_gets_a_hundred_rows_of_a_table(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_a_terminal(monkeypatch)
    result = ask(built, "SELECT n FROM numbers ORDER BY n")
    assert PLAIN_CODES.sub("", result.stdout).split()[-1] == "99"
    assert "only the first 100 rows" in result.stderr


def test_a_terminal_never_draws_more_than_it_can(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_a_terminal(monkeypatch)
    monkeypatch.setattr("dataset.cli.query.MOST_DRAWN", 150)
    result = ask(built, "SELECT n FROM numbers ORDER BY 1", "--limit", "0")
    assert "149" in result.stdout
    assert "150" not in result.stdout
    assert result.stderr == "only the first 150 rows are shown; --format csv prints all\n"


def test_what_is_too_wide_is_printed_record_by_record_without_nulls(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_a_terminal(monkeypatch, width=40)
    sql = (
        "WITH t AS (SELECT 'many words that need some room' AS a FROM range(2))"
        " SELECT a, a AS b, NULL AS c, a AS d FROM t"
    )
    result = ask(built, sql)
    lines = [line.rstrip() for line in PLAIN_CODES.sub("", result.stdout).split("\n")]
    record = [f"  {name}  many words that need some room" for name in "abd"]
    assert lines == ["", "1 of 2", *record, "", "2 of 2", *record, ""]


@pytest.mark.parametrize("form", ["table", "csv", "json"])
@pytest.mark.parametrize("width", [30, 200])
def test_no_control_character_of_a_value_reaches_a_terminal(
    built: Path, monkeypatch: pytest.MonkeyPatch, form: str, width: int
) -> None:
    on_a_terminal(monkeypatch, width)
    sql = 'SELECT note, note AS b, note AS c, reference_id AS "x\x1b[2J" FROM "references"'
    result = ask(built, "--format", form, sql)
    shown = PLAIN_CODES.sub("", result.stdout)
    assert not CONTROL.search(shown)
    assert "\\u001b]0;owned" in shown.replace("\n", "")


def test_a_real_terminal_gets_the_drawn_table(built: Path) -> None:
    """The same where stdout is a pseudo-terminal of the system and nothing is put in its place."""
    here, there = pty.openpty()
    sql = 'SELECT note FROM "references" ORDER BY reference_id DESC LIMIT 1'
    code = "import sys; from dataset.cli.query import _interruptible, query; query(sys.argv[1], sys.argv[2])"
    ran = subprocess.run(
        [sys.executable, "-c", code, sql, built],
        stdout=there,
        stderr=subprocess.PIPE,
        check=True,
        cwd=ROOT,
        env=os.environ | {"COLUMNS": "120", "TERM": "xterm"},
    )
    os.close(there)
    shown = os.read(here, 100_000).decode()
    os.close(here)
    assert ran.stderr == b""
    assert "\x1b[1m" in shown
    assert not CONTROL.search(PLAIN_CODES.sub("", shown).replace("\r\n", "\n"))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_clean_text_has_no_control_character_and_json_loses_none(text: str) -> None:
    shown = output.clean(text)
    assert not CONTROL.search(shown)
    assert "\n" not in shown
    written = output.json_text({"text": text})
    assert not CONTROL.search(written)
    assert json.loads(written) == {"text": text}


def test_persian_keeps_its_joiner() -> None:
    assert output.clean("می\u200cگوید") == "می\u200cگوید"


@pytest.mark.parametrize(
    "value, expected",
    [
        (None, ""),
        (True, "true"),
        (dt.date(2020, 7, 21), "2020-07-21"),
        (dt.datetime(2020, 7, 21, 1, 37, tzinfo=dt.UTC), "2020-07-21T01:37:00+00:00"),
        (decimal.Decimal("1.5"), "1.5"),
        (float("nan"), ""),
        (b"\x00\xff", "00ff"),
        ({"a": (1, None)}, '{"a": [1, null]}'),
        (dt.timedelta(days=1), "1 day, 0:00:00"),
        ("text", "text"),
    ],
)
def test_cells(value: object, expected: str) -> None:
    assert output.cell(value) == expected
