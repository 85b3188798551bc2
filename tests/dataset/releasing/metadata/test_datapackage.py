"""The Data Package: against the standard's own profile, and read by another implementation."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import dplib
import jsonschema
import pyarrow.parquet as pq
import pytest

from dataset.releasing import datapackage
from schema import vocabularies
from schema.tables import BY_NAME, TABLES

PROFILES = Path(dplib.__file__).parent / "profiles" / "2.0"


@pytest.fixture(scope="module")
def document(released):
    return json.loads((released / "datapackage.json").read_text(encoding="utf-8"))


def errors(profile: str, document: object) -> list[str]:
    schema = json.loads((PROFILES / f"{profile}.json").read_text(encoding="utf-8"))
    return [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(document)]


def test_it_follows_the_profiles_of_the_standard(document):
    assert errors("datapackage", document) == []
    for resource in document["resources"]:
        assert errors("dataresource", resource) == []
        assert errors("tableschema", resource["schema"]) == []


def test_a_home_and_a_doi_follow_them_too(facts, with_home, coverage):
    document = datapackage.descriptor(facts, with_home, coverage)

    assert errors("datapackage", document) == []
    assert document["homepage"] == "https://example.org/dataset"
    assert document["id"] == "https://doi.org/10.1234/one"


def test_the_demands_that_no_profile_checks_are_met(document):
    names = [resource["name"] for resource in document["resources"]]
    assert len(set(names)) == len(names) > 0
    assert document["$schema"].endswith("/2.0/datapackage.json")
    assert document["name"].islower()
    assert document["version"] not in document["name"]
    assert all(licence["name"] and licence["path"] for licence in document["licenses"])
    for resource in document["resources"]:
        assert "data" not in resource
        assert not resource["path"].startswith(("/", "."))
        fields = [field["name"] for field in resource["schema"]["fields"]]
        assert set(resource["schema"]["primaryKey"]) <= set(fields)
        for link in resource["schema"].get("foreignKeys", []):
            target = link["reference"].get("resource", resource["name"])
            assert link["reference"].get("resource") != resource["name"]
            assert set(link["fields"]) <= set(fields)
            assert tuple(link["reference"]["fields"]) == BY_NAME[target].key


def test_sizes_and_checksums_are_those_of_the_files(document, released):
    for resource in document["resources"]:
        data = (released / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"


def test_fields_are_the_columns_of_the_files_with_their_closed_values(document, released):
    for resource, table in zip(document["resources"], TABLES, strict=True):
        fields = resource["schema"]["fields"]
        assert [f["name"] for f in fields] == pq.read_schema(released / resource["path"]).names
        for field, column in zip(fields, table.columns, strict=True):
            values = [category["value"] for category in field.get("categories", [])]
            known = vocabularies.values(column.vocabulary) if column.vocabulary else ()
            assert values == list(known)
            constraints = field.get("constraints", {})
            assert constraints.get("required", False) is not column.nullable
            assert not constraints.get("pattern", "").startswith("^")


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
@pytest.mark.parametrize("name", ["articles", "retired", "dyad_events"])
def test_frictionless_reads_the_same_rows(released, name, monkeypatch):
    frictionless = pytest.importorskip("frictionless")
    monkeypatch.chdir(released)

    package = frictionless.Package("datapackage.json")
    found = [row.to_dict() for row in package.get_resource(name).read_rows()]

    assert found == pq.read_table(released / f"{name}.parquet").to_pylist()
