"""The one file of metadata: read, and told line by line what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dataset.project import Project
from dataset.releasing.about import read_about
from validation.findings import Unusable

TEXT = """\
name: a-dataset
title: A dataset
description: What it is.
abstract: What it is, at length.
keywords: [one, two]
language: en
licences:
  data: {id: CC-BY-4.0, title: Attribution, url: "https://example.org/by"}
  code: {id: Apache-2.0, title: Apache, url: "https://example.org/apache"}
creators: [Its contributors]
publisher: Its contributors
motivation: [Because.]
uses: [This.]
misuses: [That.]
limits: [There are some.]
"""


def read(folder: Path, text: str):
    project = Project(folder)
    project.metadata.parent.mkdir(parents=True, exist_ok=True)
    project.metadata.write_text(text, encoding="utf-8")
    return read_about(project)


def test_a_whole_file_is_read(tmp_path):
    about, findings = read(tmp_path, TEXT)

    assert findings == []
    assert about.keywords == ("one", "two")
    assert about.licences.data.spdx_url == "https://spdx.org/licenses/CC-BY-4.0"
    assert (about.url, about.doi, about.version_doi("1.0.0")) == (None, None, None)


def test_home_and_identifiers_are_optional_fields(tmp_path):
    more = (
        TEXT + 'url: https://example.org\ndoi: 10.1234/all\nversion_dois: {"1.0.0": 10.1234/one}\n'
    )

    about, findings = read(tmp_path, more)

    assert findings == []
    assert (about.doi, about.version_doi("1.0.0")) == ("10.1234/all", "10.1234/one")
    assert about.version_doi("2.0.0") is None
    assert read(tmp_path, TEXT + "url:\ndoi:\n") == (read(tmp_path, TEXT)[0], [])


BROKEN = {
    "missing": ("title: A dataset\n", "", "1:1", "missing field", "title"),
    "unknown": ("language: en", "language: en\ntilte: x", "7:1", "unknown field", "tilte"),
    "empty": ("title: A dataset", "title:", "2:1", "empty field", "nothing"),
    "empty entry": ("[one, two]", "[one, ~]", "5:17", "empty field", "nothing"),
    "slug": ("name: a-dataset", "name: A Dataset", "1:7", "required form", "A Dataset"),
    "doi as address": (
        "language: en",
        "language: en\ndoi: https://doi.org/10.1234/x",
        "7:6",
        "required form",
        "https://doi.org/10.1234/x",
    ),
    "no address": ("language: en", "language: en\nurl: here", "7:6", "required form", "here"),
    "no version": (
        "language: en",
        'language: en\nversion_dois: {"1": 10.1234/x}',
        "7:16",
        "required form",
        "1",
    ),
    "list": ("keywords: [one, two]", "keywords: one", "5:11", "required form", "one"),
    "empty list": ("keywords: [one, two]", "keywords: []", "5:11", "required form", "a list"),
    "text": ("title: A dataset", "title: [A dataset]", "2:8", "required form", "a list"),
    "mapping": ("title: A dataset", "title: {a: b}", "2:8", "required form", "a mapping"),
    "two lines": ("title: A dataset", 'title: "A\\ndataset"', "2:8", "required form", "A\\u000ad"),
    "too long": ("title: A dataset", f"title: {'a' * 301}", "2:8", "required form", "aaa"),
    "licence": ("id: CC-BY-4.0", "id: CC BY", "8:14", "required form", "CC BY"),
    "twice": ("[one, two]", "[one, two, one]", "5:11", "named twice", "one"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_fault_is_one_finding_with_its_place(tmp_path, name):
    old, new, place, message, found = BROKEN[name]
    assert old in TEXT

    about, findings = read(tmp_path, TEXT.replace(old, new, 1))

    assert about is None
    (finding,) = findings
    assert finding.code == "REL103"
    assert str(finding.place) == f"dataset/metadata.yaml:{place}"
    assert message in finding.message
    assert finding.found.startswith(found)
    assert finding.hint


def test_a_text_where_fields_belong_is_told(tmp_path):
    _, findings = read(tmp_path, "just words\n")

    (finding,) = findings
    assert (finding.code, finding.place.line) == ("REL103", 1)
    assert "write fields" in finding.hint


def test_several_faults_are_told_at_once(tmp_path):
    _, findings = read(
        tmp_path, TEXT.replace("title: A dataset\n", "").replace("en\n", "English\n")
    )

    assert [finding.place.line for finding in findings] == [1, 5]


def test_broken_yaml_is_told_as_in_a_record(tmp_path):
    _, findings = read(tmp_path, TEXT + "title: twice\n")

    assert [finding.code for finding in findings] == ["SYN002"]


def test_a_missing_file_and_a_link_cannot_be_used(tmp_path):
    project = Project(tmp_path)
    with pytest.raises(Unusable, match=r"dataset/metadata.yaml: cannot be read"):
        read_about(project)
    project.metadata.parent.mkdir()
    project.metadata.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Unusable, match="is a link"):
        read_about(project)
