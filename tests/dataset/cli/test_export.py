"""`dataset export` finds the tables that are meant, and shows its progress on a terminal alone."""

import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from dataset.cli import progress
from dataset.cli.export import export
from dataset.project import Project
from validation.findings import Unusable

app = typer.Typer()
app.command()(export)


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, args)])


def test_the_last_build_is_exported_by_default(
    project: Project, built: Path, tmp_path: Path
) -> None:
    args = ("--format", "jsonl", "--out", tmp_path / "out", "--root", project.root)
    missing = run(*args)
    assert isinstance(missing.exception, Unusable)
    assert str(missing.exception).startswith("there is no build/parquet yet; run `dataset build`")
    shutil.copytree(built, project.build)
    done = run(*args)
    assert done.exit_code == 0, done.exception
    assert done.stdout == ""
    assert done.stderr == f"25 tables of {project.build} are in {tmp_path / 'out'}\n"
    assert (tmp_path / "out" / "statements.jsonl").is_file()


def test_a_version_is_exported(
    project: Project, built: Path, seal: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    seal(Path(shutil.copytree(built, project.releases / "1.2.0")), "1.2.0")
    args = ("1.2.0", "--format", "jsonl", "--out", tmp_path / "out", "--root", project.root)
    done = run(*args)
    assert done.exit_code == 0, done.exception
    assert done.stderr == f"25 tables of version 1.2.0 are in {tmp_path / 'out'}\n"
    assert isinstance(run(*args).exception, Unusable)
    assert run(*args, "--force").exit_code == 0


def test_a_folder_is_exported_without_a_checkout(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(built, "--format", "csv", "--out", "out", "--bom", "--raw").exit_code == 0
    assert (
        (tmp_path / "out" / "statements.csv").read_bytes().startswith(b"\xef\xbb\xbfstatement_id")
    )
    nowhere = run("nowhere", "--format", "csv", "--out", "more")
    assert "is neither a version nor a folder" in str(nowhere.exception)


def test_format_and_folder_must_be_given(tmp_path: Path) -> None:
    assert run("--out", tmp_path / "out").exit_code == 2
    assert run("--format", "csv").exit_code == 2
    assert run("--format", "xlsx", "--out", tmp_path / "out").exit_code == 2


class Screen(io.StringIO):
    """A terminal as far as rich can tell."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm-256color")
    with progress.bar(2) as begin:
        begin("articles")
        begin("meetings")
    assert "meetings" in screen.getvalue()
    assert "50%" in screen.getvalue()


def test_a_pipe_sees_none(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.bar(2) as begin:
        begin("articles")
    assert capsys.readouterr() == ("", "")
