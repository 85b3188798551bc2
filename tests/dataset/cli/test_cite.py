"""`dataset cite` finds the release that is meant and prints nothing but the citation."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from dataset.cli.cite import cite
from dataset.cli.releases import complete_version
from dataset.project import Project
from validation.findings import Unusable

STATEMENT = "iran-daily-expel-us-wjs"

app = typer.Typer()
app.command()(cite)


@pytest.fixture
def checkout(project: Project, built: Path, seal: Callable[[Path, str], Path]) -> Path:
    """A checkout with two releases and one that is being written."""
    for version in ("1.9.0", "1.10.0"):
        seal(Path(shutil.copytree(built, project.releases / version)), version)
    (project.releases / ".2.0.0.new").mkdir()
    return project.root


def run(*args: str, root: Path | None = None) -> Result:
    return CliRunner().invoke(app, [*args, *(["--root", str(root)] if root else [])])


def printed(*args: str, root: Path | None = None) -> str:
    result = run(*args, root=root)
    assert result.exit_code == 0, result.exception
    assert result.stderr == ""
    return result.stdout


def told(*args: str, root: Path | None = None) -> str:
    """The message of a command that could not work; `main` prints it and exits with 2."""
    result = run(*args, root=root)
    assert isinstance(result.exception, Unusable)
    assert result.stdout == ""
    return str(result.exception)


def test_without_a_version_the_newest_is_cited(checkout: Path) -> None:
    assert "(version 1.10.0, 2026-11-22)" in printed(root=checkout)


def test_a_version_is_cited(checkout: Path) -> None:
    assert "(version 1.9.0, 2026-11-22)" in printed("1.9.0", root=checkout)
    assert "(version 1.9.0, 2026-11-22)" in printed("v1.9.0", root=checkout)


def test_a_record_of_a_version(checkout: Path) -> None:
    text = printed("1.9.0", STATEMENT, "--format", "bibtex", root=checkout)
    assert text.startswith(f"@misc{{iran-iraq-security-dialogue-1.9.0-{STATEMENT},\n")


def test_an_id_alone_is_a_record_of_the_newest_release(checkout: Path) -> None:
    assert f"Statement {STATEMENT}, in: Iran" in printed(STATEMENT, root=checkout)


def test_a_folder_is_cited_without_a_checkout(
    released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "(version 1.0.0," in printed(str(released))
    assert f"Statement {STATEMENT}" in printed(str(released), STATEMENT)


def test_without_any_release_it_is_told_what_to_do(project: Project) -> None:
    assert told(root=project.root) == (
        "there is no release in dataset/releases yet; make one with `dataset release`, or give the folder of one"
    )


def test_a_version_that_there_is_not_names_those_that_there_are(checkout: Path) -> None:
    assert "releases: 1.9.0, 1.10.0" in told("3.0.0", root=checkout)


def test_neither_version_nor_folder(checkout: Path) -> None:
    assert told("no/where", root=checkout).startswith(
        "'no/where' is neither a version nor a folder"
    )
    assert told("nowhere", STATEMENT, root=checkout).startswith("'nowhere' is neither")


def test_outside_a_checkout_a_version_means_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "no dataset in" in told("1.0.0")


def test_an_unknown_id_is_told(checkout: Path) -> None:
    assert "did you mean 'iran'" in told("1.9.0", "irann", root=checkout)


def test_an_unknown_format_is_a_usage_error() -> None:
    assert run("--format", "word").exit_code == 2


def test_the_shell_completes_versions(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(checkout)
    assert complete_version("") == ["1.10.0", "1.9.0"]
    assert complete_version("1.9") == ["1.9.0"]
    monkeypatch.chdir(tmp_path)
    assert complete_version("") == []
