"""The DataCite record: against the JSON schema of DataCite's own client library.

The library's newest schema is that of 4.5; 4.6, which the record follows, adds the one value of a list that we use.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path

import datacite as library
import jsonschema
import pytest

from dataset.releasing import datacite

PATH = Path(library.__file__).parent / "schemas" / "datacite-v4.5.json"
SCHEMA_4_5 = json.loads(PATH.read_text(encoding="utf-8"))


def schema_4_6() -> dict:
    schema = copy.deepcopy(SCHEMA_4_5)
    schema["definitions"]["dateType"]["enum"].append("Coverage")
    return schema


def errors(document: object) -> list[str]:
    validator = jsonschema.Draft201909Validator(
        schema_4_6(), format_checker=jsonschema.Draft201909Validator.FORMAT_CHECKER
    )
    return [error.message for error in validator.iter_errors(document)]


@pytest.fixture(scope="module")
def document(released):
    return json.loads((released / "datacite.json").read_text(encoding="utf-8"))


def test_it_follows_the_schema(document):
    assert errors(document) == []
    assert "doi" not in document
    assert document["types"]["resourceTypeGeneral"] == "Dataset"
    assert document["publicationYear"] == "2026"


def test_a_home_and_dois_follow_it_too(facts, with_home, coverage):
    document = datacite.document(facts, with_home, coverage)

    assert errors(document) == []
    assert document["doi"] == "10.1234/one"
    relations = {
        (r["relationType"], r["relatedIdentifier"]) for r in document["relatedIdentifiers"]
    }
    assert ("IsVersionOf", "10.1234/all") in relations
    assert ("IsCompiledBy", "https://example.org/code") in relations


def test_the_addresses_of_articles_are_named_unless_there_are_too_many(
    document, facts, about, coverage, monkeypatch
):
    named = [r["relatedIdentifier"] for r in document["relatedIdentifiers"]]
    assert tuple(named) == coverage.addresses

    monkeypatch.setattr(datacite, "MOST_SOURCES", len(named) - 1)
    assert "relatedIdentifiers" not in datacite.document(facts, about, coverage)


@pytest.mark.parametrize("name", ["creators", "titles", "publisher", "publicationYear", "types"])
def test_the_schema_would_miss_a_mandatory_property(document, name):
    assert len(errors({key: value for key, value in document.items() if key != name})) == 1


def test_a_repository_or_a_doi_alone_is_named_too(facts, with_home, coverage):
    for left_out, relation in (("doi", "IsCompiledBy"), ("repository", "IsVersionOf")):
        about = with_home.model_copy(update={left_out: None})
        related = datacite.document(facts, about, coverage)["relatedIdentifiers"]

        assert related[0]["relationType"] == relation
        assert len(related) == 1 + len(coverage.addresses)
