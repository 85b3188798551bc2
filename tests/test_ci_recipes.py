"""The recipes of docs/ci.md: what can be tried without GitHub and GitLab is tried here."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from pre_commit.clientlib import load_config
from typer.testing import CliRunner

from dataset.cli import app
from dataset.cli.options import Format
from dataset.project import Project
from validation.findings import Accepted, Finding, Place, Report
from validation.render_sarif import document

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
RECIPES = dict(re.findall(r"^```yaml\n# (\S+)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE))
PIPELINES = {
    ".github/workflows/validate.yml": "vendor.github-workflows",
    ".github/workflows/code-scanning.yml": "vendor.github-workflows",
    ".github/workflows/report.yml": "vendor.github-workflows",
    ".gitlab-ci.yml": "vendor.gitlab-ci",
    ".gitlab-ci-report.yml": "vendor.gitlab-ci",
}
HOOKS = ".pre-commit-config.yaml"
DATASET = ".venv/bin/dataset "


def test_every_recipe_is_known_here() -> None:
    assert sorted(RECIPES) == sorted([*PIPELINES, HOOKS])
    assert TEXT.count("```yaml") == len(RECIPES)


@pytest.mark.parametrize("name, schema", PIPELINES.items())
def test_pipelines_fit_the_schema_of_their_service(name: str, schema: str, tmp_path: Path) -> None:
    path = tmp_path / Path(name).name
    spoiled = RECIPES[name].replace("script:", "scripts:").replace("runs-on:", "run-on:")
    answers = []
    for text in (RECIPES[name], spoiled):
        path.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, path],
            capture_output=True,
            text=True,
            check=False,
        )
        answers.append(done.returncode)

    assert answers == [0, 1]


def commands() -> list[tuple[str, str]]:
    """Every shell command of the recipes, with the name of its recipe."""
    found = []
    for name, text in RECIPES.items():
        found += [(name, line) for line in _strings(yaml.safe_load(text)) if line.strip()]
    return found


def _strings(node: Any) -> list[str]:
    if isinstance(node, list):
        return [line for item in node for line in _strings(item)]
    if not isinstance(node, dict):
        return []
    lines = []
    for key, value in node.items():
        if key in {"run", "entry"}:
            lines += value.splitlines()
        elif key == "script":
            lines += value
        else:
            lines += _strings(value)
    return lines


def test_commands_are_those_that_the_tests_below_know() -> None:
    others = {line for _, line in commands() if not line.startswith((DATASET, "jq "))}

    assert others == {"make env"}
    assert re.search(r"^env:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize(
    "line", sorted({line for _, line in commands() if line.startswith(DATASET)})
)
def test_commands_run_and_leave_the_file_that_the_recipe_takes_up(
    line: str, project: Project, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = shlex.split(line.removeprefix(DATASET).removesuffix(" || true"))
    quick = ["--records-only"] if arguments[0] == "validate" else []

    done = CliRunner().invoke(app, [*arguments, *quick, "--root", str(project.root)])

    assert (done.exit_code, done.exception) == (0, None)
    if "--output" in arguments:
        name = arguments[arguments.index("--output") + 1]
        recipes = [recipe for recipe, command in commands() if command == line]
        assert (tmp_path / name).stat().st_size > 0
        assert all(RECIPES[recipe].count(name) > 1 for recipe in recipes)
    if "--report" in arguments:
        name = arguments[arguments.index("--report") + 1]
        (recipe,) = [recipe for recipe, command in commands() if command == line]
        assert (tmp_path / name / "index.html").stat().st_size > 0
        assert re.search(rf"(path: |- ){name}/?$", RECIPES[recipe], re.MULTILINE)


def test_every_format_is_in_the_table() -> None:
    assert re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE) == [kind.value for kind in Format]


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
def test_what_is_accepted_is_taken_out_before_the_upload(tmp_path: Path) -> None:
    place = Place("dataset/records/officials.yaml", 1, 1)
    kept = Finding("TIM001", "kept", place)
    report = Report([kept], accepted=[Accepted(Finding("TIM004", "left out", place), "so", place)])
    (tmp_path / "validation.sarif").write_text(json.dumps(document(report)), encoding="utf-8")
    (line,) = [command for _, command in commands() if command.startswith("jq ")]

    subprocess.run(["bash", "-euc", line], cwd=tmp_path, check=True)

    upload = json.loads((tmp_path / "upload.sarif").read_text(encoding="utf-8"))
    assert upload == document(Report([kept]))
    assert "sarif_file: upload.sarif" in RECIPES[".github/workflows/code-scanning.yml"]


def test_hooks_are_valid_and_those_of_this_project(tmp_path: Path) -> None:
    path = tmp_path / HOOKS
    path.write_text(RECIPES[HOOKS], encoding="utf-8")
    (ours,) = load_config(ROOT / HOOKS)["repos"]
    (theirs,) = load_config(path)["repos"]

    by_id = {hook["id"]: hook for hook in ours["hooks"]}
    assert all(hook == by_id[hook["id"]] for hook in theirs["hooks"])


def git(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "COV"))}
    environment = {
        **kept,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "PRE_COMMIT_HOME": str(root.parent / "pre-commit"),
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        arguments, cwd=root, env=environment, capture_output=True, text=True, check=False
    )


def test_a_hook_stops_a_commit_with_a_broken_record(project: Project) -> None:
    tool = project.root / ".venv/bin/dataset"
    tool.parent.mkdir(parents=True)
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dataset "$@"\n', encoding="utf-8")
    tool.chmod(0o755)
    (project.root / HOOKS).write_text(RECIPES[HOOKS], encoding="utf-8")
    git(project.root, "git", "init", "--quiet")
    git(project.root, "git", "add", "dataset", HOOKS)
    hook = (sys.executable, "-m", "pre_commit", "run", "validate", "--all-files")

    clean = git(project.root, *hook)
    path = project.records / "officials.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("iso3: IRN", "iso3: IRO"), "utf-8")
    broken = git(project.root, *hook)

    assert clean.returncode == 0, clean.stdout + clean.stderr
    assert (broken.returncode, "REC004" in broken.stdout) == (1, True)
