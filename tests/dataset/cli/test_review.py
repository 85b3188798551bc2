"""`dataset review` as a command: how it begins, what it prints, how it ends. What it serves has tests of its own."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dataset.cli import app
from dataset.project import Project
from validation.findings import Unusable

ROOT = Path(__file__).resolve().parents[3]
COMMAND = Path(sys.executable).parent / "dataset"
MADE_UP = ROOT / "tests" / "scripts" / "review" / "project"
ADDRESS = re.compile(
    r"the review desk is at http://127\.0\.0\.1:(\d+)(/\S*)#token=([\w-]{43}) \(Ctrl-C ends it\)\n"
)
LONGEST = 120
"""Seconds after which a command is ended, so that nothing hangs."""


@pytest.fixture
def made_up(tmp_path: Path) -> Project:
    return Project(Path(shutil.copytree(MADE_UP, tmp_path / "project")))


def refusal(project: Project, *arguments: str) -> str:
    """Why the command does not begin, in this process and without a git that knows anybody."""
    nobody = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CEILING_DIRECTORIES": str(project.root.parent),
    }
    with contextlib.chdir(project.root):
        done = CliRunner().invoke(app, ["review", "--no-browser", *arguments], env=nobody)
    assert done.stdout == ""
    assert isinstance(done.exception, Unusable)  # which `main` makes one line and exit code 2
    return str(done.exception)


@contextlib.contextmanager
def begun(
    project: Project, *arguments: str, **environment: str
) -> Iterator[tuple[subprocess.Popen[str], re.Match[str]]]:
    """The command and the line that it prints, until it is ended."""
    with subprocess.Popen(
        [COMMAND, "review", "--reviewer", "A. L.", *arguments],
        cwd=project.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    ) as process:
        assert process.stdout is not None
        silence = threading.Timer(LONGEST, process.kill)
        silence.start()
        line = process.stdout.readline()
        silence.cancel()
        match = ADDRESS.fullmatch(line)
        assert match is not None, line
        yield process, match


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Ctrl-C."""
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=LONGEST)
    return process.returncode, out, err


def test_one_line_says_the_address_and_ctrl_c_ends_it(made_up: Project) -> None:
    with socket.socket() as taken:  # a port that was free a moment ago
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with begun(made_up, "--no-browser", "--port", str(port)) as (process, match):
        assert match[1] == str(port)
        assert match[2] == "/"
        assert ended(process) == (0, "", "the review desk is closed\n")


def test_an_article_is_opened_and_the_browser_is_given_its_address(
    made_up: Project, tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {seen}\n', encoding="utf-8")
    browser.chmod(0o755)
    with begun(made_up, "gazette-crossing", BROWSER=str(browser)) as (process, match):
        assert match[2] == "/articles/gazette-crossing"
        code, _, _ = ended(process)
    assert code == 0
    assert seen.read_text(encoding="utf-8") == match[0].split()[5]


def test_a_port_that_is_taken_is_told(made_up: Project) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        told = refusal(made_up, "--reviewer", "A. L.", "--port", port)
    assert told == f"--port {port}: address already in use; leave it out for a free one"


@pytest.mark.parametrize(
    "arguments, told",
    [
        (
            ("gazette-crosing",),
            "gazette-crosing: no article has this id; did you mean gazette-crossing?",
        ),
        (("../records",), "../records: no article has this id; `dataset review` lists all"),
        (("--reviewer", " "), "--reviewer: a reviewer has a name or initials"),
        (("--engine", "no-engine"), "--engine no-engine: no such engine"),
    ],
)
def test_what_cannot_be_opened_is_one_line(
    made_up: Project, arguments: tuple[str, ...], told: str
) -> None:
    given = () if "--reviewer" in arguments else ("--reviewer", "A. L.")
    found = refusal(made_up, *given, *arguments)
    assert found.startswith(told)
    assert "\n" not in found


def test_an_article_that_cannot_be_read_is_one_line(made_up: Project) -> None:
    path = made_up.records / "articles" / "gazette-crossing.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("language: en", "language: xx"), encoding="utf-8"
    )
    told = refusal(made_up, "--reviewer", "A. L.", "gazette-crossing")
    assert "its records have findings; run `dataset validate --records-only`" in told


def test_somebody_must_review(made_up: Project) -> None:
    assert refusal(made_up) == "--reviewer: say who reviews (git knows no user.name here)"


def test_a_browser_that_breaks_off_does_not_end_the_desk(made_up: Project) -> None:
    """Whoever writes to somebody who has gone is sent this signal, which ends the other commands, and rightly."""
    with begun(made_up, "--no-browser") as (process, found):
        process.send_signal(signal.SIGPIPE)
        with socket.create_connection(("127.0.0.1", int(found[1])), LONGEST) as browser:
            browser.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            answer = browser.recv(9)
        assert (answer, ended(process)[0]) == (b"HTTP/1.1 ", 0)
