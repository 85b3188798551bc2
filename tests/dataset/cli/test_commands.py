"""The commands as a user types them: what they print where, and with which exit code."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dataset.project import Project

ROOT = Path(__file__).resolve().parents[3]
ARTICLE = "dataset/records/articles/iran-daily-expel-us.yaml"


def dataset(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "dataset", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def replace(project: Project, name: str, old: str, new: str) -> str:
    """Change a file of the project once; returns its new text."""
    path = project.root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def test_build_prints_what_was_built_and_where(project: Project) -> None:
    done = dataset("build", "--root", project.root)

    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "table\trows\tcolumns\tone row is")
    assert re.search(r"^statements\t\d+\t36\tOne attributed statement", done.stdout, re.MULTILINE)
    assert f"25 tables in {project.build}" in done.stderr
    assert "of iran-daily-expel-us" in done.stderr


def test_build_refuses_broken_records_and_writes_nothing(project: Project) -> None:
    replace(project, ARTICLE, "published: 2020-07-22", "published: 2020-07-32")

    done = dataset("build", "--root", project.root)

    assert (done.returncode, done.stdout) == (1, "")
    assert "REC005" in done.stderr
    assert not project.build.exists()


def test_validate_is_clean_on_the_project() -> None:
    done = dataset("validate")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("no findings; ")


def test_a_finding_names_line_column_nearest_text_and_remedy(project: Project) -> None:
    text = replace(
        project,
        ARTICLE,
        "content: Foreign forces won’t bring",
        "content: Foreign forces won't bring",
    )
    line = text[: text.index("won't")].count("\n") + 1

    done = dataset("validate", "--records-only", "--root", project.root)

    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        f"{ARTICLE}:{line}:14 QUO001 content is not in the source (Foreign forces won't bring regional stability)",
        f"  {line} |     content: Foreign forces won't bring regional stability",
        (
            '      |              ^ nearest: "Foreign forces won’t bring regional stability"'
            " (characters 345-390); first difference at character 19"
        ),
        "      = help: copy the words exactly as printed, or correct the source id",
        "",
        "1 error; 7 checks ran. `dataset explain CODE` tells more.",
    ]


def test_with_broken_records_the_tables_are_not_checked_and_that_is_said(project: Project) -> None:
    replace(project, ARTICLE, "cue: welcomed", "cue: applauded")

    done = dataset("validate", "--root", project.root)

    assert done.returncode == 1
    assert "not run: tables: records have errors" in done.stdout


def test_validate_tells_form_apart_from_facts(project: Project) -> None:
    replace(project, ARTICLE, "quote_type: mixed", "quote_type:   mixed")

    done = dataset("validate", "--records-only", "--root", project.root)

    assert (done.returncode, done.stdout.count("SYN007")) == (1, 1)


def test_validate_checks_a_folder_of_parquet(built: Path, tmp_path: Path) -> None:
    assert dataset("validate", built).returncode == 0

    done = dataset("validate", tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "no Parquet files" in done.stderr


def test_fmt_gives_new_statements_an_id_once(project: Project) -> None:
    replace(project, ARTICLE, "  - id: iran-daily-expel-us-qtl\n    content:", "  - content:")

    check = dataset("fmt", "--check", "--root", project.root)
    first = dataset("fmt", "--root", project.root)
    text = (project.root / ARTICLE).read_text(encoding="utf-8")
    second = dataset("fmt", "--root", project.root)

    assert (check.returncode, check.stdout) == (1, f"would change {ARTICLE}\n")
    assert "REC008" in check.stderr
    assert (first.returncode, first.stdout) == (0, f"changed {ARTICLE}\n")
    assert (second.returncode, second.stdout) == (0, "")
    assert text.count("  - id: iran-daily-expel-us-") == 25


def test_explain_tells_what_a_code_means() -> None:
    done = dataset("explain", "quo001")

    assert done.returncode == 0
    assert done.stdout.startswith("QUO001 not in the source\n\nCause    ")
    assert len(dataset("explain").stdout.splitlines()) > 60


@pytest.mark.parametrize(
    "arguments, told",
    [(["explain", "QUO01"], "did you mean"), (["explain", "xyz"], "`dataset explain` lists them")],
)
def test_an_unknown_code_is_a_usage_error(arguments: list[str], told: str) -> None:
    done = dataset(*arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


def test_outside_a_checkout_one_line_says_what_to_do(tmp_path: Path) -> None:
    done = dataset("validate", cwd=tmp_path)

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "--root" in done.stderr


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from dataset.cli import app\n"
        "try: app(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'great_expectations', 'pandas', 'pyarrow', 'duckdb', 'pydantic', 'sqlalchemy', 'yaml', 'numpy'}\n"
        "sys.stderr.write(' '.join(sorted(heavy & sys.modules.keys())))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert "validate" in done.stdout
    assert done.stderr == ""


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"'{sys.executable}' -m dataset explain all | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout == "SYN001  not valid YAML\n"
    assert done.stderr == ""


class TestErrors:
    """What `main` makes of whatever a command raises."""

    @pytest.fixture(autouse=True)
    def _in_process(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("DATASET_DEBUG", raising=False)

    def outcome(self, error: BaseException, monkeypatch: pytest.MonkeyPatch) -> int:
        from dataset import cli

        def raises() -> None:
            raise error

        monkeypatch.setattr(cli, "app", raises)
        with pytest.raises(SystemExit) as caught:
            cli.main()
        assert isinstance(caught.value.code, int)
        return caught.value.code

    def test_an_unforeseen_error_is_one_line(self, monkeypatch, capsys) -> None:
        assert self.outcome(RuntimeError("boom"), monkeypatch) == 2
        assert capsys.readouterr().err.startswith(
            "dataset: internal error: RuntimeError: boom; set DATASET_DEBUG=1"
        )

    def test_a_full_disk_names_the_file(self, monkeypatch, capsys) -> None:
        assert self.outcome(OSError(28, "No space left on device", "x.parquet"), monkeypatch) == 2
        assert capsys.readouterr().err == "dataset: x.parquet: No space left on device\n"

    def test_an_interrupt_is_130(self, monkeypatch, capsys) -> None:
        assert self.outcome(KeyboardInterrupt(), monkeypatch) == 130
        assert capsys.readouterr().err == "dataset: interrupted\n"

    def test_debugging_shows_the_error(self, monkeypatch) -> None:
        from dataset import cli

        def raises() -> None:
            raise RuntimeError("boom")

        monkeypatch.setenv("DATASET_DEBUG", "1")
        monkeypatch.setattr(cli, "app", raises)
        with pytest.raises(RuntimeError, match="boom"):
            cli.main()

    def test_foreign_packages_stop_everything(self, monkeypatch, capsys) -> None:
        from dataset import cli

        monkeypatch.setattr(cli.collision, "check", lambda: "foreign package schema")
        with pytest.raises(SystemExit) as caught:
            cli.main()
        assert (caught.value.code, capsys.readouterr().err) == (2, "foreign package schema\n")
