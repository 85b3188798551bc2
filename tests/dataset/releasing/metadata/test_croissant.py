"""The Croissant description: against the specification's own list, and read record set by record set."""

from __future__ import annotations

import json
import logging

import pyarrow.parquet as pq
import pytest

from dataset.releasing import croissant
from schema.tables import TABLES

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")

REQUIRED = (
    "@context",
    "@type",
    "conformsTo",
    "name",
    "description",
    "license",
    "url",
    "creator",
    "datePublished",
    "distribution",
)


@pytest.fixture(scope="module")
def document(released):
    return json.loads((released / "croissant.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def dataset(released):
    import mlcroissant

    return mlcroissant.Dataset(jsonld=released / "croissant.json")


def test_everything_that_the_specification_requires_is_there(document):
    assert [name for name in REQUIRED if not document.get(name)] == []
    assert document["@type"] == "sc:Dataset"
    assert document["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert document["@context"]["conformsTo"] == "dct:conformsTo"
    assert document["license"] == "https://spdx.org/licenses/CC-BY-4.0"
    for file in document["distribution"]:
        assert file["@type"] == "cr:FileObject"
        assert {"@id", "name", "contentUrl", "contentSize", "encodingFormat", "sha256"} <= set(file)


def test_identifiers_are_unique_and_lead_somewhere(document):
    files = {file["@id"] for file in document["distribution"]}
    fields = [f for records in document["recordSet"] for f in records["field"]]
    sets = {records["@id"] for records in document["recordSet"]}
    everything = [*files, *sets, *(field["@id"] for field in fields)]

    assert len(set(everything)) == len(everything)
    assert {field["source"]["fileObject"]["@id"] for field in fields} == files
    for records in document["recordSet"]:
        own = {field["@id"] for field in records["field"]}
        assert {key["@id"] for key in records["key"]} <= own


def test_without_a_home_the_address_is_the_page_beside_it(
    document, released, facts, with_home, coverage
):
    assert (released / document["url"]).is_file()
    assert "identifier" not in document

    at_home = croissant.document(facts, with_home, coverage)

    assert at_home["url"] == "https://example.org/dataset"
    assert at_home["identifier"] == "https://doi.org/10.1234/one"
    assert "doi = {10.1234/one}" in at_home["citeAs"]


def test_mlcroissant_has_nothing_to_say(dataset, released, caplog):
    import mlcroissant

    with caplog.at_level(logging.WARNING):
        again = mlcroissant.Dataset(jsonld=released / "croissant.json")

    assert again.metadata.ctx.issues.report() == ""
    assert caplog.messages == []
    assert [records.id for records in dataset.metadata.record_sets] == [t.name for t in TABLES]


@pytest.mark.parametrize("name", [table.name for table in TABLES])
def test_every_record_set_is_read_as_it_is(dataset, released, name):
    found = [
        {field.removeprefix(f"{name}/"): plain(value) for field, value in record.items()}
        for record in dataset.records(name)
    ]

    assert found == pq.read_table(released / f"{name}.parquet").to_pylist()


def plain(value):
    """A value as Arrow has it: the reader gives texts as bytes, days as times, and nulls as it finds them."""
    import pandas as pd

    if isinstance(value, bytes):
        return value.decode()
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def test_a_changed_table_is_not_read(released, tmp_path):
    import mlcroissant

    (tmp_path / "croissant.json").write_bytes((released / "croissant.json").read_bytes())
    data = bytearray((released / "articles.parquet").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "articles.parquet").write_bytes(data)

    with pytest.raises(mlcroissant.GenerationError):
        list(mlcroissant.Dataset(jsonld=tmp_path / "croissant.json").records("articles"))
