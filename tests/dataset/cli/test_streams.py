"""Commands end as other tools do when a reader leaves, a stream is closed or the disk is full."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SOUND = ROOT / "tests" / "corpus" / "sound"


def in_bash(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command line in which `dataset` stands for the command."""
    script = f"set -o pipefail; dataset() {{ '{sys.executable}' $OPTIONS -m dataset \"$@\"; }}; {command}"
    return subprocess.run(
        ["bash", "-c", script],
        cwd=ROOT,
        env={**os.environ, "OPTIONS": "", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", ["describe", "explain all"])
def test_a_reader_may_leave(command: str, unbuffered: str) -> None:
    done = in_bash(f"dataset {command} 2>/dev/null | head -1", PYTHONUNBUFFERED=unbuffered)
    assert done.returncode in (0, 141)  # 0: all was written before the reader left
    assert (done.stdout.count("\n"), done.stderr) == (1, "")


def test_of_a_long_output_the_reader_takes_one_line(built: Path) -> None:
    sql = "SELECT repeat('x', 100) FROM range(1000000000)"
    done = in_bash(f'dataset query "{sql}" --data "{built}" | head -1')
    assert (done.returncode, done.stdout.count("\n"), done.stderr) == (141, 1, "")


def test_a_closed_stdout_is_told() -> None:
    done = in_bash("dataset describe >&-")
    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        "dataset: stdout is closed; send it to /dev/null if nobody is to read it\n",
    )


def test_a_closed_stdin_is_an_empty_one(built: Path) -> None:
    done = in_bash(f'dataset query - --data "{built}" <&-')
    assert (done.returncode, done.stderr) == (2, "dataset: query: there is no SQL to run\n")
    done = in_bash(f'dataset query "SELECT 1 AS a" --data "{built}" <&-')
    assert (done.returncode, done.stdout) == (0, "a\n1\n")


def test_a_closed_stderr_takes_nothing_from_stdout() -> None:
    done = in_bash(f"dataset validate --records-only --root '{SOUND}' 2>&-")
    assert (done.returncode, done.stdout.count("\n")) == (0, 1)
    done = in_bash("dataset explain NONE 2>&-")
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_is_one_line(unbuffered: str) -> None:
    done = in_bash("dataset explain SYN001 >/dev/full", PYTHONUNBUFFERED=unbuffered)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "No space left on device" in done.stderr


def test_optimized_python_checks_and_describes_alike() -> None:
    for command in (f"dataset validate --records-only --root '{SOUND}'", "dataset describe"):
        plain, optimized = in_bash(command), in_bash(command, OPTIONS="-OO")
        assert (optimized.returncode, optimized.stdout) == (0, plain.stdout)
        assert plain.returncode == 0
