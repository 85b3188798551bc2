"""The TAB key in a real bash: commands, tables, codes and ids, from the script that the README names."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dataset.cli import completion
from dataset.project import Project

ROOT = Path(__file__).resolve().parents[3]
COMMAND = f"""#!{sys.executable}
import sys
sys.path.insert(0, {str(ROOT)!r})
from dataset.cli import main
main()
"""
PRESS_TAB = """
function=$(complete -p dataset | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
press_tab() {
    COMP_WORDS=(dataset "$@") COMP_CWORD=$# COMPREPLY=()
    "$function" dataset "${COMP_WORDS[-1]}" "${COMP_WORDS[-2]}"
    echo "${COMPREPLY[@]}"
}
"""


@pytest.fixture
def bash(tmp_path: Path):
    """A function that runs lines in one bash, with `dataset` on the PATH and a home of its own."""
    program = shutil.which("bash")
    if program is None:
        pytest.skip("no bash on this machine")
    command = tmp_path / "bin" / "dataset"
    command.parent.mkdir()
    command.write_text(COMMAND, encoding="utf-8")
    command.chmod(0o755)

    def run(*lines: str) -> list[str]:
        done = subprocess.run(
            [program, "--noprofile", "--norc", "-c", "\n".join(lines)],
            cwd=ROOT,
            env={
                **os.environ,
                "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
                "HOME": str(tmp_path),
                "SHELL": program,
            },
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stderr == ""
        return done.stdout.splitlines()

    return run


def test_bash_completes_with_the_script_that_is_printed(bash) -> None:
    offered = bash(
        'eval "$(dataset --show-completion)"',
        PRESS_TAB,
        "press_tab val",
        "press_tab describe dyad",
        "press_tab explain QUO00",
        "press_tab show iran-daily-expel-us-nr",
        "press_tab describe no-such-table",
    )

    assert offered == [
        "validate",
        "dyad_events",
        " ".join(f"QUO00{digit}" for digit in range(1, 10)),
        "iran-daily-expel-us-nrh",
        "",
    ]


def test_bash_completes_once_the_script_is_installed(bash) -> None:
    bash("dataset --install-completion", "true")

    assert bash('source "$HOME/.bashrc"', PRESS_TAB, "press_tab expl") == ["explain"]


def test_names_hold_tables_and_vocabularies() -> None:
    assert completion.names("statement_") == [
        "statement_parties",
        "statement_topics",
        "statement_location",
    ]


def test_ids_are_those_of_records_of_every_kind_and_not_of_what_they_refer_to(
    project: Project, monkeypatch
) -> None:
    (project.records / "articles" / "half-written.yaml").write_text(
        "id: half-written\npublisher_id: half-meant\nstatements:\n  - id: half-written-bcd # new\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(project.root)

    assert completion.record_ids("half-") == ["half-written", "half-written-bcd"]
    assert completion.record_ids("ali-shamkhani")[0] == "ali-shamkhani"


def test_nothing_is_offered_outside_a_checkout_or_where_nothing_can_be_read(
    project: Project, tmp_path: Path, monkeypatch
) -> None:
    (project.records / "officials.yaml").write_bytes(b"- id: broken\xff\n")
    monkeypatch.chdir(project.root)
    assert completion.record_ids("") == []

    monkeypatch.chdir(tmp_path)
    assert completion.record_ids("") == []
