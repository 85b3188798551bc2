"""`dataset extract` as a user types it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import jsonschema
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dataset.project import Project

ROOT = Path(__file__).resolve().parents[3]
TEXT = (
    "NORTON – Iranian Foreign Minister Ali Rezaei said on Tuesday that the road is open.\r\n"
    "“It stays open,” he added.\r\n"
)
SCHEMA = json.loads((ROOT / "docs/json-schema/standoff.schema.json").read_text(encoding="utf-8"))


def run(
    *arguments: str | Path, cwd: Path, given: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "dataset", "extract", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        input=given,
        capture_output=True,
        check=False,
    )


def answers(data: bytes) -> list[dict]:
    return [json.loads(line) for line in data.decode().splitlines()]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("b", "a"):
        (folder / f"{name}.txt").write_bytes(TEXT.encode())
    return folder


def words(span: Sequence[int]) -> str:
    return TEXT[slice(*span)]


def test_a_file_becomes_a_line_of_the_form_with_exact_offsets(texts: Path) -> None:
    done = run(texts / "a.txt", "--published", "2023-02-24", cwd=texts)

    assert (done.returncode, done.stderr) == (0, b"")
    (answer,) = answers(done.stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(answer)
    assert list(answer)[:4] == ["article_id", "statements", "officials", "meetings"]
    assert answer["article_id"] == "a"
    first, second = answer["statements"]
    assert list(first)[:7] == [
        *("speaker", "speaker_name", "cue", "content", "mode", "confidence", "tier")
    ]
    assert [words(span) for s in (first, second) for span in s["content"]] == [
        "the road is open",
        "It stays open,",
    ]
    assert (first["speaker_name"], second["speaker_name"]) == ("Ali Rezaei", "Ali Rezaei")
    assert (words(second["speaker"]), words(second["cue"])) == ("he", "added")
    assert [words(span) for span in answer["officials"][0]["spans"]] == ["Ali Rezaei"]


def test_every_kind_of_input_gives_the_same_and_the_order_is_that_of_the_names(
    texts: Path, tmp_path: Path
) -> None:
    rows = [{"article_id": name, "text": TEXT} for name in ("a", "b")]
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    (tmp_path / "news.jsonl").write_bytes(lines)
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "news.parquet")

    wanted = run(texts, cwd=tmp_path)

    assert [answer["article_id"] for answer in answers(wanted.stdout)] == ["a", "b"]
    for given in ("news.jsonl", "news.parquet", "-"):
        done = run(given, cwd=tmp_path, given=lines)
        assert (done.returncode, done.stdout, done.stderr) == (0, wanted.stdout, b""), given


def test_the_same_bytes_under_every_locale_and_hash_seed(texts: Path) -> None:
    outputs = {
        run(texts, cwd=texts, LC_ALL=locale, PYTHONHASHSEED=seed, PYTHONUTF8="0").stdout
        for locale, seed in (("C", "1"), ("C.UTF-8", "2"))
    }
    assert len(outputs) == 1


def test_what_fails_is_told_and_the_rest_is_written(texts: Path, tmp_path: Path) -> None:
    (texts / "aa.txt").write_bytes(b"caf\xe9")
    (texts / "ab.txt").write_bytes(b"a\0b")
    out = tmp_path / "out.jsonl"
    out.write_text("old", encoding="utf-8")

    done = run(texts, "--out", out, cwd=tmp_path)

    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().splitlines() == [
        f"dataset: {texts}/aa.txt: not UTF-8 text (byte 0xE9 at offset 3); save it as UTF-8",
        f"dataset: {texts}/ab.txt: not a text (NUL at character 1); a binary file, or UTF-16: save it as UTF-8",
        "dataset: 2 left out",
    ]
    assert [a["article_id"] for a in answers(out.read_bytes())] == ["a", "b"]


@pytest.mark.parametrize(
    "arguments, told",
    [
        (["nowhere"], "nowhere: no such file or folder"),
        (["texts", "nowhere"], "nowhere: no such file or folder"),
        (["texts", "--engine", "bert"], "--engine bert: no such engine; there are rules"),
        (["texts", "--root", "texts"], "no dataset in texts or above it"),
        (["texts", "--out", "texts"], "texts: is no file; give the name of a file to write"),
        (["texts", "--out", "no/x"], "no/x: cannot be written (No such file or directory)"),
    ],
)
def test_usage_that_cannot_work_is_one_line_and_writes_nothing(
    texts: Path, arguments: list[str], told: str
) -> None:
    done = run(*arguments, cwd=texts.parent)

    assert (done.returncode, done.stdout) == (2, b"")
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith(f"dataset: {told}")
    assert [path.name for path in texts.parent.iterdir()] == ["texts"]


def test_a_day_that_is_none_is_refused(texts: Path) -> None:
    done = run(texts, "--published", "24.2.2023", cwd=texts)
    assert done.returncode == 2
    assert b"--published" in done.stderr


def test_in_a_checkout_officials_have_the_ids_of_the_registries(project: Project) -> None:
    source = project.sources / "002_5bd232881ca3315c.txt"

    inside = answers(run(source, cwd=project.root).stdout)
    outside = answers(run(source, cwd=project.root.parent).stdout)

    assert "ali-shamkhani" in {official["id"] for official in inside[0]["officials"]}
    assert not any("id" in official for official in outside[0]["officials"])
    named = answers(run(source, "--root", project.root, cwd=project.root.parent).stdout)
    assert named == inside


def test_registries_that_cannot_be_read_are_told(project: Project) -> None:
    (project.records / "officials.yaml").write_text("- id: [\n", encoding="utf-8")

    done = run(project.sources, cwd=project.root)

    assert done.returncode == 0
    assert b"some officials cannot be read and get no ids; run `dataset validate`" in done.stderr


def test_an_interrupted_run_leaves_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("old", encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "dataset", "extract", "-", "--out", str(out)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        line = json.dumps({"article_id": "a", "text": TEXT}).encode() + b"\n"
        running.stdin.write(line)
        running.stdin.flush()
        while not list(tmp_path.glob(".dataset-*.tmp")):
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        _, told = running.communicate()

    assert (running.returncode, told) == (130, b"dataset: interrupted\n")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.jsonl"]
    assert out.read_text(encoding="utf-8") == "old"


def test_articles_are_passed_on_one_by_one(tmp_path: Path) -> None:
    """A reader of stdout gets what is done while more is awaited; nothing piles up."""
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "dataset", "extract", "-"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as running:
        for name in ("a", "b"):
            running.stdin.write(json.dumps({"article_id": name, "text": TEXT}).encode() + b"\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["article_id"] == name
        running.stdin.close()

    assert running.returncode == 0


def test_a_terminal_is_told_the_rate_and_failures_above_it(texts: Path, tmp_path: Path) -> None:
    import pty

    (texts / "aa.txt").write_bytes(b"\xff")
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "dataset", "extract", str(texts), "--out", str(tmp_path / "o")],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "200"},
        stdin=subprocess.DEVNULL,
        stderr=theirs,
    ) as running:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # how Linux reports that the other end has gone
            pass
    os.close(ours)

    assert running.returncode == 1
    assert b"aa.txt: not UTF-8 text" in shown
    assert b"articles" in shown
