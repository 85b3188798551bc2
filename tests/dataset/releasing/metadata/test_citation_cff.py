"""CITATION.cff: against the format's schema, of a release and of the checkout."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import check_jsonschema
import jsonschema
import pytest
import yaml

from dataset.project import Project
from dataset.releasing import citation_cff

VENDORED = Path(check_jsonschema.__file__).parent / "builtin_schemas" / "vendor"
SCHEMA = json.loads((VENDORED / "citation-file-format.json").read_text(encoding="utf-8"))


def errors(text: str) -> list[str]:
    document = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  # plain texts, as the format has them
    return [error.message for error in jsonschema.Draft7Validator(SCHEMA).iter_errors(document)]


def test_it_follows_the_schema_of_the_format(released):
    text = (released / "CITATION.cff").read_text(encoding="utf-8")

    assert errors(text) == []
    document = yaml.safe_load(text)
    assert document["cff-version"] == "1.2.0"
    assert document["type"] == "dataset"
    assert (document["version"], document["date-released"]) == ("1.0.0", "2026-11-22")
    assert document["license"] == "CC-BY-4.0"


def test_a_home_and_dois_follow_it_too(with_home):
    text = citation_cff.text(with_home, "1.0.0", dt.date(2026, 11, 22))

    assert errors(text) == []
    document = yaml.safe_load(text)
    assert document["doi"] == "10.1234/all"
    assert [entry["value"] for entry in document["identifiers"]] == ["10.1234/one"]
    assert document["url"] == "https://example.org/dataset"


def test_the_schema_would_find_a_mistake(about):
    text = citation_cff.text(about, "1.0.0", dt.date(2026, 11, 22))

    assert errors(text.replace("type: dataset", "type: data")) != []


def test_before_any_release_the_checkout_names_no_version(about, tmp_path):
    text = citation_cff.of_checkout(Project(tmp_path), about)

    assert errors(text) == []
    assert "version" not in yaml.safe_load(text)


@pytest.mark.parametrize("versions", [("1.0.0",), ("1.9.0", "1.10.0"), ("2.0.0", "1.10.0")])
def test_the_checkout_names_its_newest_release(about, tmp_path, versions):
    project = Project(tmp_path)
    for number, version in enumerate(versions):
        folder = project.releases / version
        folder.mkdir(parents=True)
        text = citation_cff.text(about, version, dt.date(2026, 11, 1 + number))
        (folder / "CITATION.cff").write_text(text, encoding="utf-8")
    newest = max(versions, key=lambda version: [int(part) for part in version.split(".")])

    document = yaml.safe_load(citation_cff.of_checkout(project, about))

    assert document["version"] == newest
    assert document["date-released"] == f"2026-11-{1 + versions.index(newest):02d}"
