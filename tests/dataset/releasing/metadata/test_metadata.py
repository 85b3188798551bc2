"""All metadata files together: the same facts give the same bytes, and the pages tell what the tables hold."""

from __future__ import annotations

import json
import re

import pyarrow.parquet as pq
import pytest

from dataset.releasing import datasheet
from dataset.releasing.coverage import measure
from dataset.releasing.facts import gather
from dataset.releasing.metadata import write_metadata
from schema.codebook import body, json_schemas
from schema.tables import TABLES
from validation.findings import Unusable


def test_the_same_facts_give_the_same_bytes(released, facts, about, tmp_path):
    written = write_metadata(facts, about, tmp_path)

    assert written == sorted(path for path in tmp_path.rglob("*") if path.is_file())
    for path in written:
        data = path.read_bytes()
        assert data == (released / path.relative_to(tmp_path)).read_bytes()
        assert data.endswith(b"\n")
        assert b"\r" not in data
        assert str(tmp_path).encode() not in data


def test_every_kind_of_file_is_there(released):
    names = {path.relative_to(released).as_posix() for path in released.rglob("*.*")}

    assert {
        "datapackage.json",
        "croissant.json",
        "CITATION.cff",
        "datacite.json",
        "DATASHEET.md",
        "DICTIONARY.md",
        "expectations/cross-table.json",
    } <= names
    assert {f"expectations/{table.name}.json" for table in TABLES} <= names
    for name, text in json_schemas():
        assert (released / "json-schema" / name).read_text(encoding="utf-8") == text


def test_the_dictionary_is_the_codebook_of_its_version(released):
    text = (released / "DICTIONARY.md").read_text(encoding="utf-8")

    assert text.startswith(
        "# Dictionary: Iran–Iraq Security Dialogue Dataset\n\nVersion 1.0.0, 2026-11-22."
    )
    assert text.endswith(body())
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert links
    assert all(link.startswith("#") for link in links)


@pytest.fixture(scope="module")
def sheet(released):
    return (released / "DATASHEET.md").read_text(encoding="utf-8")


def table_after(text: str, heading: str) -> list[list[str]]:
    """Rows of the first table behind a heading."""
    rows = text.partition(heading)[2].partition("| --- |")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in rows.splitlines()[1:]]


def test_the_datasheet_counts_rows_years_outlets_and_states(sheet, released, facts):
    counted = {row[0].strip("`"): int(row[1]) for row in table_after(sheet, "## What is in it")}
    assert counted == {table.name: table.rows for table in facts.tables}

    statements = pq.read_table(released / "statements.parquet")
    years = table_after(sheet, "### By year")
    assert sum(int(row[2]) for row in years) == statements.num_rows
    outlets = table_after(sheet, "### By outlet")
    assert sum(int(row[3]) for row in outlets) == statements.num_rows
    parties = pq.read_table(released / "statement_parties.parquet").to_pylist()
    by_iran = {p["statement_id"] for p in parties if p["role"] == "speaker" and p["iso3"] == "IRN"}
    (iran,) = (row for row in table_after(sheet, "### By state") if row[1] == "IRN")
    assert int(iran[2]) == len(by_iran)


def test_the_datasheet_counts_nulls_and_shares(sheet, released):
    nulls = {row[0].strip("`"): int(row[1]) for row in table_after(sheet, "### Missing values")}
    for table in TABLES:
        content = pq.read_table(released / f"{table.name}.parquet")
        for column in table.columns:
            if column.derived_from is None:
                expected = content[column.name].null_count
                assert nulls.pop(f"{table.name}.{column.name}", 0) == expected
    assert nulls == {}

    shares = pq.read_table(released / "article_shares.parquet").to_pylist()
    told = {row[0].strip("`"): row[3] for row in table_after(sheet, "## Rights")}
    assert told == {row["article_id"]: f"{100 * row['published_share']:.1f} %" for row in shares}


def test_the_sampling_frame_is_told(sheet, released):
    for row in pq.read_table(released / "collections.parquet").to_pylist():
        assert f"### `{row['collection_id']}`" in sheet
        assert row["description"] in sheet
        assert f"Design: {row['design']}." in sheet


def test_without_figures_the_datasheet_says_so(sheet):
    assert "No figures of a second reading were given" in sheet
    assert "No evaluation of an extractor was given" in sheet


def test_figures_that_are_given_are_printed(facts, about, coverage, tmp_path):
    evaluation, agreement = tmp_path / "evaluation.json", tmp_path / "agreement.json"
    evaluation.write_text(json.dumps({"recall": {"direct": 0.87654321}, "n": [1, 2]}))
    agreement.write_text(json.dumps({"kappa|speech_act": 0.5}))

    text = datasheet.text(facts, about, coverage, evaluation=evaluation, agreement=agreement)

    assert "| `recall.direct` | 0.8765 |" in text
    assert "| `n.2` | 2 |" in text
    assert "| `kappa\\|speech_act` | 0.5 |" in text


RATE = {"precision": 1.0, "recall": 0.5, "f1": 2 / 3}
ONE = {"gold": 4, "found": 2, "relaxed": RATE, "strict": RATE, "joint": RATE}
OTHER = {"gold": 4, "found": 2, "named": RATE, "all three": RATE, "reported": RATE}
OTHER |= {"participants": RATE, "intervals": {"named": [0.5, 0.75]}}
EVALUATION = {
    "format": 1,
    "engine": "rules-7",
    "articles": 3,
    "statements": {
        "types": {"all": ONE, "mixed": ONE},
        "tiers": {"high": {"found": 1, "of_all": 0.5, "relaxed": 1.0, "joint": None}},
        "intervals": {"all.joint": [0.25, 0.875]},
    },
    "officials": OTHER,
    "meetings": OTHER,
}


def test_an_evaluation_is_told_in_tables(facts, about, coverage, tmp_path):
    path = tmp_path / "evaluation.json"
    path.write_text(json.dumps(EVALUATION))

    text = datasheet.text(facts, about, coverage, evaluation=path)

    assert "The engine rules-7 read the 3 source texts" in text
    assert "| all | 4 | 2 | 66.7 | 66.7 | 66.7 | 25.0 to 87.5 |" in text
    assert "| mixed | 4 | 2 | 66.7 | 66.7 | 66.7 |  |" in text
    assert "| high | 1 | 50.0 | 100.0 |  |" in text
    assert "| officials, by name | 4 | 2 | 66.7 | 50.0 to 75.0 |" in text
    assert "| meetings | 4 | 2 | 66.7 |  |" in text


@pytest.mark.parametrize("lost", ["engine", "statements", "meetings"])
def test_an_evaluation_that_lacks_something_is_refused(facts, about, coverage, tmp_path, lost):
    path = tmp_path / "evaluation.json"
    path.write_text(json.dumps({k: v for k, v in EVALUATION.items() if k != lost}))

    with pytest.raises(Unusable, match=r"evaluation.json: not an evaluation of format 1"):
        datasheet.text(facts, about, coverage, evaluation=path)


@pytest.mark.parametrize("content", ["{", None])
def test_figures_that_are_none_stop_before_anything_is_written(facts, about, tmp_path, content):
    path = tmp_path / "evaluation.json"
    if content:
        path.write_text(content)
    out = tmp_path / "out"
    out.mkdir()

    with pytest.raises(Unusable, match=r"evaluation.json: not a file of figures"):
        write_metadata(facts, about, out, evaluation=path)

    assert list(out.iterdir()) == []


def test_home_and_doi_are_told_in_the_datasheet(facts, with_home, coverage):
    text = datasheet.text(facts, with_home, coverage)

    assert (
        "Home: <https://example.org/dataset>. DOI of all versions: <https://doi.org/10.1234/all>."
        in text
    )


def test_a_dataset_without_articles_has_a_datasheet_too(built, about, tmp_path):
    for table in TABLES:
        empty = pq.read_table(built / f"{table.name}.parquet").slice(0, 0)
        pq.write_table(empty, tmp_path / f"{table.name}.parquet")
    facts = gather(tmp_path, version="0.1.0", date=datasheet_day())

    text = datasheet.text(facts, about, measure(tmp_path))

    assert "0 statements and 0 meetings from 0 articles" in text
    assert "without dates" in text


def test_a_long_listing_is_cut_and_says_so(facts, about, coverage, monkeypatch):
    monkeypatch.setattr("dataset.releasing.datasheet_figures.MOST_ROWS", 2)

    text = datasheet.text(facts, about, coverage)

    assert f"The first 2 of {len(coverage.outlets)}." in text


def test_withdrawn_records_are_counted(built, facts, about, coverage, tmp_path):
    import dataclasses
    import shutil

    folder = shutil.copytree(built, tmp_path / "tables")
    path = folder / "retired.parquet"
    schema = pq.read_schema(path)
    row = dict.fromkeys(schema.names) | {
        "retired_id": "gone",
        "record_table": "statements",
        "reason": "duplicate",
        "note": "The same words twice.",
    }
    pq.write_table(type(pq.read_table(path)).from_pylist([row], schema=schema), path)

    text = datasheet.text(dataclasses.replace(facts, folder=folder), about, coverage)

    assert "| statements | duplicate | 1 |" in text


def datasheet_day():
    import datetime as dt

    return dt.date(2026, 11, 22)
