"""Metadata files that disagree: whatever is changed in one of them is one finding that names it."""

from __future__ import annotations

import json
import shutil

import pytest

from dataset.releasing.metadata import cross_check, write_metadata


@pytest.fixture
def folder(released, tmp_path):
    return shutil.copytree(released, tmp_path / "release")


def test_what_was_written_together_agrees(released):
    assert cross_check(released) == []


def test_with_home_and_dois_it_agrees_too(folder, facts, with_home):
    write_metadata(facts, with_home, folder)

    assert cross_check(folder) == []


def set_at(*path):
    def change(document, value):
        for part in path[:-1]:
            document = document[part]
        document[path[-1]] = value

    return change


OTHER = "d" * 64
JSON_CHANGES = [
    ("datapackage.json", ("version",), "1.0.1", "version"),
    ("datapackage.json", ("title",), "Another dataset", "title"),
    ("datapackage.json", ("created",), "2026-11-23T00:00:00Z", "created"),
    ("datapackage.json", ("licenses", 0, "name"), "CC0-1.0", "licenses.0.name"),
    ("datapackage.json", ("licenses",), [], "licenses.0.name"),
    ("datapackage.json", ("contributors", 0, "title"), "Somebody", "contributors"),
    ("datapackage.json", ("contributors",), "nobody", "contributors"),
    ("datapackage.json", ("resources", 1, "bytes"), 1, "resources.1.size"),
    ("datapackage.json", ("resources", 1, "hash"), f"sha256:{OTHER}", "resources.1.hash"),
    ("croissant.json", ("version",), "1.0.1", "version"),
    ("croissant.json", ("name",), "Another dataset", "name"),
    ("croissant.json", ("datePublished",), "2026-11-23", "datePublished"),
    ("croissant.json", ("license",), "https://spdx.org/licenses/CC0-1.0", "license"),
    ("croissant.json", ("creator",), [], "creator"),
    ("croissant.json", ("citeAs",), "@misc{x, version = {1.0.1}}", "citeAs"),
    ("croissant.json", ("citeAs",), None, "citeAs"),
    ("croissant.json", ("identifier",), "https://doi.org/10.1234/x", "identifier"),
    ("croissant.json", ("distribution", 2, "contentSize"), "1 B", "distribution.2.size"),
    ("croissant.json", ("distribution", 2, "sha256"), OTHER, "distribution.2.hash"),
    ("datacite.json", ("version",), None, "version"),
    ("datacite.json", ("titles", 0, "title"), "Another dataset", "titles.0.title"),
    ("datacite.json", ("dates", 0, "date"), "2027-11-22", "dates"),
    ("datacite.json", ("dates",), [], "dates"),
    ("datacite.json", ("publicationYear",), "2027", "publicationYear"),
    ("datacite.json", ("rightsList",), 7, "rightsList.0.rightsIdentifier"),
    ("datacite.json", ("creators", 0, "name"), "Somebody", "creators"),
    ("datacite.json", ("doi",), "10.1234/x", "doi"),
]


@pytest.mark.parametrize(
    "name, path, value, field",
    JSON_CHANGES,
    ids=[f"{c[0]} {c[3]} {number}" for number, c in enumerate(JSON_CHANGES)],
)
def test_a_changed_field_is_one_finding(folder, name, path, value, field):
    document = json.loads((folder / name).read_text(encoding="utf-8"))
    set_at(*path)(document, value)
    (folder / name).write_text(json.dumps(document), encoding="utf-8")

    (finding,) = cross_check(folder)

    assert (finding.code, finding.place.file, finding.place.field) == ("REL101", name, field)


TEXT_CHANGES = [
    ("CITATION.cff", "version: 1.0.0", "version: 1.0.1", "version"),
    ("CITATION.cff", "2026-11-22", "2026-11-23", "date-released"),
    ("CITATION.cff", "title: Iran", "title: Oman", "title"),
    ("CITATION.cff", "CC-BY-4.0", "CC0-1.0", "license"),
    ("CITATION.cff", "- name: Iran", "- name: Oman", "authors"),
    (
        "CITATION.cff",
        "keywords:",
        "identifiers:\n- value: 10.1234/x\nkeywords:",
        "identifiers.0.value",
    ),
    ("DATASHEET.md", "# Datasheet: Iran", "# Datasheet: Oman", "title"),
    ("DATASHEET.md", "Version 1.0.0", "Version 1.0.1", "version"),
    ("DATASHEET.md", "2026-11-22. Schema", "2026-11-23. Schema", "date"),
    ("DATASHEET.md", "Licence CC-BY-4.0.\n", "Licence CC0-1.0.\n", "licence"),
    ("DATASHEET.md", "\nBy Iran", "\nBy Oman", "creators"),
    ("DATASHEET.md", "\nBy Iran", "\nFrom Iran", "creators"),
    ("DICTIONARY.md", "# Dictionary: Iran", "# Dictionary: Oman", "title"),
    ("DICTIONARY.md", "Version 1.0.0", "Version 1.0.1", "version"),
    ("DICTIONARY.md", "2026-11-22. Schema", "2026-11-23. Schema", "date"),
]


@pytest.mark.parametrize(
    "name, old, new, field",
    TEXT_CHANGES,
    ids=[f"{c[0]} {c[3]} {number}" for number, c in enumerate(TEXT_CHANGES)],
)
def test_a_changed_line_is_one_finding(folder, name, old, new, field):
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    (finding,) = cross_check(folder)

    assert (finding.code, finding.place.file, finding.place.field) == ("REL101", name, field)


@pytest.mark.parametrize(
    "name, content",
    [
        ("datapackage.json", None),
        ("datapackage.json", b"{"),
        ("croissant.json", b"\xff\xfe"),
        ("croissant.json", b"[" * 100_000),
        ("datacite.json", b""),
        ("CITATION.cff", b"title: one\ntitle: two\n"),
        ("DATASHEET.md", None),
        ("DICTIONARY.md", b"\x80"),
    ],
    ids=str,
)
def test_a_missing_or_broken_file_is_one_finding(folder, name, content):
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)

    (finding,) = cross_check(folder)

    assert (finding.code, finding.place.file) == ("REL102", name)


def test_a_link_in_the_place_of_a_file_is_not_followed(folder, released):
    (folder / "datacite.json").unlink()
    (folder / "datacite.json").symlink_to(released / "datacite.json")

    (finding,) = cross_check(folder)

    assert (finding.code, finding.place.file) == ("REL102", "datacite.json")


def test_a_file_that_is_too_large_is_not_read(folder, monkeypatch):
    size = (folder / "datapackage.json").stat().st_size
    monkeypatch.setattr("dataset.releasing.cross_check.LONGEST", size - 1)

    codes = {(f.code, f.place.file) for f in cross_check(folder)}

    assert ("REL102", "datapackage.json") in codes


def test_a_json_file_of_another_shape_disagrees_and_breaks_nothing(folder):
    (folder / "datacite.json").write_text("[]", encoding="utf-8")

    findings = cross_check(folder)

    assert {f.place.file for f in findings} == {"datacite.json"}
    assert {f.code for f in findings} == {"REL101"}


def test_a_changed_table_is_told_at_the_table(folder):
    path = folder / "articles.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)

    (finding,) = cross_check(folder)

    assert (finding.code, finding.place.file) == ("REL101", "articles.parquet")
    assert "SHA-256" in finding.message


def test_a_table_that_is_not_there_or_not_described_is_told_once(folder):
    (folder / "articles.parquet").unlink()
    document = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    document["resources"] = [r for r in document["resources"] if r["name"] != "meetings"]
    (folder / "datapackage.json").write_text(json.dumps(document), encoding="utf-8")
    (folder / "extra.parquet").write_bytes(b"PAR1")

    found = [(f.place.file, f.found) for f in cross_check(folder)]

    assert sorted(found) == [
        ("articles.parquet", "articles.parquet"),
        ("croissant.json", "extra.parquet"),
        ("datapackage.json", "extra.parquet"),
        ("datapackage.json", "meetings.parquet"),
    ]
