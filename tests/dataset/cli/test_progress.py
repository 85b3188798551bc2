"""Long work tells how far it is on a terminal, and is silent in a pipe."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
COMMAND = [sys.executable, "-m", "dataset", "validate", "--records-only"]


def everything(terminal: int) -> bytes:
    """Read a terminal until whoever writes to it has gone, which Linux reports as an error."""
    shown = b""
    with os.fdopen(terminal, "rb", buffering=0) as file, contextlib.suppress(OSError):
        while part := file.read(4096):
            shown += part
    return shown


def test_a_terminal_is_told_that_work_is_under_way_and_a_pipe_gets_the_answer_alone() -> None:
    pty = pytest.importorskip("pty", reason="terminals of this kind are a matter of Unix")
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm"}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen(
        COMMAND, cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs, env=environment
    ) as running:
        os.close(theirs)
        shown = everything(ours)
        answer, _ = running.communicate()

    assert b"reading records" in shown
    assert running.returncode == 0
    assert answer.startswith(b"no findings")


def test_a_pipe_hears_nothing_of_it() -> None:
    done = subprocess.run(COMMAND, cwd=ROOT, capture_output=True, check=True)

    assert done.stderr == b""
    assert done.stdout.startswith(b"no findings")
