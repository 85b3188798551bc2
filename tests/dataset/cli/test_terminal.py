"""`show` and `describe` draw tables on a terminal of the system, and are plain in a pipe."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SOUND = ROOT / "tests" / "corpus" / "sound"
STYLE = re.compile(r"\x1b\[[0-9;]*m")


def on_terminal(*arguments: str) -> str:
    """What a command writes to a terminal of 90 columns."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "90"}
    environment.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "dataset", *arguments]
    shown = b""
    with subprocess.Popen(
        command, cwd=ROOT, stdout=theirs, stderr=subprocess.PIPE, env=environment
    ) as running:
        os.close(theirs)
        # Linux reports it as an error when whoever writes has gone.
        with os.fdopen(ours, "rb", buffering=0) as file, contextlib.suppress(OSError):
            while part := file.read(4096):
                shown += part
        assert running.wait(60) == 0
    return shown.decode().replace("\r\n", "\n")


def in_pipe(*arguments: str) -> str:
    command = [sys.executable, "-m", "dataset", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    "arguments, heading",
    [
        (("describe", "quote_type"), "value"),
        (("show", "lund-in-town-hjk", "--root", str(SOUND)), "Who"),
    ],
    ids=["describe", "show"],
)
def test_a_terminal_gets_styles_and_columns_and_a_pipe_plain_text(
    arguments: tuple[str, ...], heading: str
) -> None:
    drawn, plain = on_terminal(*arguments), in_pipe(*arguments)

    assert f"\x1b[1m{heading}" in drawn
    lines = STYLE.sub("", drawn).split("\n")
    assert all(len(line) <= 90 for line in lines)
    assert "\x1b" not in plain
    assert not re.search(r" $", plain, re.MULTILINE)
    if arguments[0] == "describe":
        assert any(set(line) == {"─"} for line in lines)
        assert plain.startswith("value\tlabel\tdefinition\n")
        assert not set("─│┃") & set(plain)
    else:
        assert "\x1b[2mspeaker " in drawn
        assert "  speaker         Ada Lund [ada-lund]\n" in plain
