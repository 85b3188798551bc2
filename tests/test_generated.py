"""Generated files: up to date, and told when they are not."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest
import yaml

from scripts import generate

ROOT = Path(__file__).resolve().parent.parent


def test_nothing_generated_is_stale() -> None:
    assert generate.stale() == []


def test_a_stale_a_missing_and_a_left_over_file_are_named_and_mended(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    (tmp_path / "docs/codebook.md").write_text("old", encoding="utf-8")
    (tmp_path / "docs/json-schema/article.schema.json").unlink()
    (tmp_path / "docs/json-schema/left-over.schema.json").write_text("{}", encoding="utf-8")
    (tmp_path / "docs/codes/QUO001.md").write_text("old", encoding="utf-8")
    (tmp_path / "docs/codes/XYZ001.md").write_text("left over", encoding="utf-8")
    names = [
        "CITATION.cff",
        "docs/codebook.md",
        "docs/codes/QUO001.md",
        "docs/codes/XYZ001.md",
        "docs/json-schema/article.schema.json",
        "docs/json-schema/left-over.schema.json",
    ]

    assert generate.stale(tmp_path) == names
    assert generate.write(tmp_path) == names
    assert generate.stale(tmp_path) == []


def test_the_command_tells_and_its_exit_code_says_so(monkeypatch, capsys) -> None:
    assert generate.main(["--check"]) == 0
    assert generate.main([]) == 0
    monkeypatch.setattr(generate, "stale", lambda: ["docs/codebook.md"])
    assert generate.main(["--check"]) == 1
    assert capsys.readouterr().out == "docs/codebook.md is stale; run `make generate`\n"
    monkeypatch.setattr(generate, "write", lambda: ["docs/codebook.md"])
    assert generate.main([]) == 0


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs/json-schema").rglob("*.json")), ids=lambda path: path.stem
)
def test_every_json_schema_is_one(path: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))


class EditorLoader(yaml.SafeLoader):
    """Reads YAML as an editor does that follows YAML 1.2: a date is a text."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.mark.parametrize(
    "path", sorted((ROOT / "dataset/records").rglob("*.yaml")), ids=lambda path: path.stem
)
def test_an_editor_that_follows_the_json_schema_has_nothing_to_say(path: Path) -> None:
    name = "article" if path.parent.name == "articles" else path.stem
    text = (ROOT / f"docs/json-schema/{name}.schema.json").read_text(encoding="utf-8")
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=EditorLoader)  # noqa: S506  # a safe loader

    errors = jsonschema.Draft202012Validator(json.loads(text)).iter_errors(document)

    assert [f"{error.json_path}: {error.message[:120]}" for error in errors] == []


def test_metadata_that_cannot_be_used_stop_the_command(monkeypatch, tmp_path, capsys) -> None:
    (tmp_path / "dataset").mkdir()
    (tmp_path / "dataset/metadata.yaml").write_text("name: one\n", encoding="utf-8")
    monkeypatch.setattr(generate, "ROOT", tmp_path)

    assert generate.main(["--check"]) == 2
    assert "dataset/metadata.yaml:1:1 REL103 missing field" in capsys.readouterr().err
