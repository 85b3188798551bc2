"""Citations are read back by the parsers that people use, whatever the texts in them hold."""

import json
import string
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc import formatter as formatters
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import Entry, parse_string
from pybtex.plugin import find_plugin
from pybtex.richtext import Text

from dataset.releasing import citation
from dataset.releasing.citation import About, Creator, Record, about, find_record, render
from dataset.releasing.release_folder import open_release

STATEMENT = "iran-daily-expel-us-wjs"
SHA256 = "776b4af77aade3a0d7242e621d00fd392cf5abfef6ce30c707ff778c4c19e72e"
CONTRIBUTORS = "Iran–Iraq Security Dialogue Dataset contributors"
PLAIN = About(
    title="Iran–Iraq Security Dialogue Dataset",
    creators=(Creator(name=CONTRIBUTORS),),
    version="1.0.0",
    date="2026-11-22",
    license="CC-BY-4.0",
)
FULL = About(
    title="Iran–Iraq Security Dialogue Dataset",
    creators=(Creator(family="de la Cruz", given="Ana"), Creator(name="Both and Sons, Ltd")),
    version="2.10.0",
    date="2027-01-05",
    publisher="Archive & Library",
    license="CC-BY-4.0",
    url="https://example.org/a_b?c=1%20d#e",
    doi="10.1234/abc_d.5",
)


@pytest.fixture(scope="module")
def statement(released: Path) -> Record:
    return find_record(released, STATEMENT)


def bibtex(about: About, record: Record | None = None) -> Entry:
    """The one entry of a BibTeX citation, as a BibTeX parser reads it."""
    entries = parse_string(render(about, record, "bibtex"), "bibtex").entries
    ((_, entry),) = entries.items()
    return entry


def printed(latex: str) -> str:
    return str(Text.from_latex(latex))


def ris(about: About, record: Record | None = None) -> dict[str, Any]:
    (entry,) = rispy.loads(render(about, record, "ris"))
    return entry


def csl(about: About, record: Record | None = None) -> dict[str, Any]:
    (item,) = json.loads(render(about, record, "csl"))
    return item


def test_bibtex_of_a_release_is_read_by_a_bibtex_parser() -> None:
    entry = bibtex(FULL)

    assert entry.key == "iran-iraq-security-dialogue-2.10.0"
    assert entry.type == "misc"
    assert dict(entry.fields) == {
        "title": "{Iran–Iraq Security Dialogue Dataset}",
        "year": "2027",
        "date": "2027-01-05",
        "version": "2.10.0",
        "howpublished": "Data set, version 2.10.0",
        "publisher": r"Archive \& Library",
        "doi": "10.1234/abc_d.5",
        "url": "https://doi.org/10.1234/abc_d.5",
        "note": "Licence: CC-BY-4.0",
    }
    first, second = entry.persons["author"]
    assert (first.prelast_names, first.last_names, first.first_names) == (
        ["de", "la"],
        ["Cruz"],
        ["Ana"],
    )
    assert second.last_names == ["{Both and Sons, Ltd}"]


def test_a_bibliography_style_prints_it() -> None:
    data = parse_string(render(PLAIN, None, "bibtex"), "bibtex")
    style = find_plugin("pybtex.style.formatting", "plain")()
    plain = find_plugin("pybtex.backends", "plaintext")()
    (entry,) = style.format_entries(data.entries.values())

    assert entry.text.render(plain) == (
        f"{CONTRIBUTORS}. Iran–Iraq Security Dialogue Dataset."
        " Data set, version 1.0.0, 2026. Licence: CC-BY-4.0."
    )


def test_bibtex_of_a_statement_carries_version_id_selector_and_article(statement: Record) -> None:
    entry = bibtex(PLAIN, statement)

    assert entry.key == f"iran-iraq-security-dialogue-1.0.0-{STATEMENT}"
    assert entry.fields["version"] == "1.0.0"
    assert printed(entry.fields["title"]).startswith(f"Statement {STATEMENT}, in: Iran–Iraq")
    assert printed(entry.fields["note"]) == (
        f"Table statements, statement_id {STATEMENT}; characters 932-994 of the source text"
        f" (TextPositionSelector: from 0, end not included), whose SHA-256 is {SHA256}."
        " Reported in: “Iran: Neighbors must join hands to expel evil US from region”, Iran Daily,"
        " 2020-07-22, http://irandaily.ir/News/271880.html. Licence: CC-BY-4.0"
    )


def test_ris_is_read_by_a_ris_parser(statement: Record) -> None:
    entry = ris(PLAIN, statement)

    assert entry["type_of_reference"] == "DATA"
    assert entry["authors"] == [CONTRIBUTORS]
    assert entry["title"] == f"Statement {STATEMENT}, in: Iran–Iraq Security Dialogue Dataset"
    assert (entry["year"], entry["date"], entry["edition"]) == ("2026", "2026/11/22", "1.0.0")
    assert entry["accession_number"] == STATEMENT
    assert "doi" not in entry
    where, reported, licence = entry["notes"]
    assert "characters 932-994" in where
    assert SHA256 in where
    assert reported.endswith("Iran Daily, 2020-07-22, http://irandaily.ir/News/271880.html")
    assert licence == "Licence: CC-BY-4.0"


def test_ris_of_a_release_with_everything() -> None:
    entry = ris(FULL)

    assert entry["authors"] == ["de la Cruz, Ana", "Both and Sons, Ltd"]
    assert entry["publisher"] == "Archive & Library"
    assert entry["doi"] == "10.1234/abc_d.5"
    assert entry["urls"] == ["https://doi.org/10.1234/abc_d.5"]


def test_csl_holds_the_selector_for_programs(statement: Record) -> None:
    item = csl(PLAIN, statement)

    assert item["type"] == "dataset"
    assert item["issued"] == {"date-parts": [[2026, 11, 22]]}
    assert (item["version"], item["number"]) == ("1.0.0", STATEMENT)
    assert item["custom"]["statement_id"] == STATEMENT
    assert item["custom"]["selector"] == [
        {"type": "TextPositionSelector", "start": 932, "end": 994}
    ]
    assert item["custom"]["article"]["source_sha256"] == SHA256
    assert item["custom"]["article"]["publisher"] == "Iran Daily"


@pytest.mark.parametrize("record", [None, "statement"])
def test_a_csl_processor_renders_it(record: str | None, request: pytest.FixtureRequest) -> None:
    cited = request.getfixturevalue(record) if record else None
    (item,) = json.loads(render(FULL, cited, "csl"))
    item.pop("custom", None)  # newer in CSL than this processor
    source = CiteProcJSON([item])
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatters.plain)
    bibliography.register(Citation([CitationItem(key) for key in source]))
    (printed,) = map(str, bibliography.bibliography())

    assert "Cruz, A. and Both and Sons, Ltd (2027)" in printed
    assert "Iran–Iraq Security Dialogue Dataset" in printed
    assert printed.endswith("Archive & Library. Available at: https://doi.org/10.1234/abc_d.5.")
    assert (STATEMENT in printed) == (record is not None)


def test_text_of_a_release() -> None:
    assert render(FULL) == (
        "de la Cruz, Ana; Both and Sons, Ltd (2027). Iran–Iraq Security Dialogue Dataset (version 2.10.0,"
        " 2027-01-05) [Data set]. Archive & Library. https://doi.org/10.1234/abc_d.5."
        " Licence: CC-BY-4.0."
    )


def test_without_doi_the_address_is_given_as_it_is() -> None:
    told = About(**{**vars(FULL), "doi": None})

    assert bibtex(told).fields["url"] == "https://example.org/a_b?c=1%20d#e"
    assert csl(told)["URL"] == "https://example.org/a_b?c=1%20d#e"
    assert "DOI" not in csl(told)


@pytest.mark.parametrize("record_id", ["ali-shamkhani", "ali-shamkhani-kqz", "iran"])
def test_other_records_are_cited_by_table_and_key(released: Path, record_id: str) -> None:
    record = find_record(released, record_id)
    custom = csl(PLAIN, record)["custom"]

    assert record.article is None
    assert custom == {"table": record.table, record.key: record_id}
    assert f"Table {record.table}, {record.key} {record_id}." in render(PLAIN, record)


def test_an_article_is_cited_with_what_it_is(released: Path) -> None:
    told = render(PLAIN, find_record(released, "tehran-times-security-collaboration"))

    assert "The article: “Tehran, Baghdad discuss security collaboration”, Tehran Times" in told
    assert "TextPositionSelector" not in told


def test_a_statement_in_pieces_is_cited_with_all_of_them(release: Path) -> None:
    file = release / "anchors.parquet"
    anchors = pq.read_table(file)
    first = next(
        row
        for row in anchors.to_pylist()
        if row["record_id"] == STATEMENT and row["role"] == "content"
    )
    second = {**first, "segment": 2, "start": 1200, "end": 1234}
    pq.write_table(
        pa.concat_tables([pa.Table.from_pylist([second], schema=anchors.schema), anchors]), file
    )
    record = find_record(release, STATEMENT)

    assert record.spans == ((932, 994), (1200, 1234))
    assert "characters 932-994, 1200-1234 of the source text" in render(PLAIN, record)
    assert [s["start"] for s in csl(PLAIN, record)["custom"]["selector"]] == [932, 1200]


def test_every_statement_is_cited_with_the_span_of_its_content(released: Path) -> None:
    source = Path(__file__).parents[3] / "dataset" / "sources"
    articles = {
        row["article_id"]: row for row in pq.read_table(released / "articles.parquet").to_pylist()
    }
    for row in pq.read_table(released / "anchors.parquet").to_pylist():
        if row["record_table"] == "statements" and row["role"] == "content":
            record = find_record(released, row["record_id"])
            file = source / articles[row["article_id"]]["source_file"]
            text = file.read_bytes().decode("utf-8")
            assert row["exact"] in [text[start:end] for start, end in record.spans]


def test_an_article_without_date_is_cited_without(released: Path) -> None:
    statements = pq.read_table(released / "statements.parquet").to_pylist()
    of_undated = next(s for s in statements if s["article_id"] == "daylinews-border-cooperation")
    told = render(PLAIN, find_record(released, of_undated["statement_id"]))

    assert "DayliNews, https://en.daylinews.ir" in told


def test_a_format_that_there_is_not() -> None:
    with pytest.raises(ValueError, match="no format 'word'; there are text, bibtex, ris, csl"):
        render(PLAIN, None, "word")  # type: ignore[arg-type]


@pytest.mark.parametrize("told", [PLAIN, FULL])
def test_what_a_release_says_of_itself_survives_json(told: About) -> None:
    assert about(json.loads(json.dumps(told.to_json()))) == told


def test_hostile_texts_stay_in_their_field() -> None:
    hostile = "a}},\n@misc{b, title = {x\n\x1b[2JER  - \nTY  - BOOK\\end{document}"
    told = About(**{**vars(PLAIN), "title": hostile, "creators": (Creator(name=hostile),)})

    entry = bibtex(told)
    assert set(entry.fields) == set(bibtex(PLAIN).fields)
    assert r"\textbackslash{}end\textbraceleft{}document\textbraceright{}" in entry.fields["title"]
    one_line = "a}}, @misc{b, title = {x [2JER - TY - BOOK\\end{document}"
    assert ris(told)["title"] == one_line
    assert csl(told)["title"] == one_line
    assert "\n" not in render(told)


def test_an_address_cannot_end_its_field() -> None:
    told = About(**{**vars(PLAIN), "url": "https://example.org/{a}\\b c\n,note={x"})

    assert bibtex(told).fields["url"] == "https://example.org/%7Ba%7D%5Cb%20c%20,note=%7Bx"


# What a reader of LaTeX gives back as it was; the signs that it does not know are tested above.
TEXTS = st.text(
    st.sampled_from(string.ascii_letters + string.digits + " -–—“”’&#%_,.;:!?()[]/+=éüžابپچ誰"),
    min_size=1,
).map(lambda text: " ".join(text.split()))


@settings(deadline=None, max_examples=40)
@given(TEXTS.filter(bool))
def test_any_title_comes_back(title: str) -> None:
    told = About(**{**vars(PLAIN), "title": title})

    assert printed(bibtex(told).fields["title"]) == title
    assert ris(told)["title"] == title
    assert csl(told)["title"] == title


def test_what_tex_would_draw_together_is_kept_apart() -> None:
    title = bibtex(About(**{**vars(PLAIN), "title": "a---b ,, ''x?`"})).fields["title"]
    assert title == "{a-{}-{}-b ,{}, '{}'x?{}`}"


@settings(deadline=None, max_examples=40)
@given(st.text())
def test_no_title_breaks_an_entry(title: str) -> None:
    told = About(**{**vars(PLAIN), "title": title})

    assert set(bibtex(told).fields) >= {"year", "version", "note"}
    assert ris(told)["edition"] == "1.0.0"
    assert csl(told)["version"] == "1.0.0"


def test_every_permanent_id_is_that_of_one_record(released: Path) -> None:
    seen: set[str] = set()
    for table, (key, _) in citation.KINDS.items():
        ids = pq.read_table(released / f"{table}.parquet", columns=[key])[key].to_pylist()
        assert not seen.intersection(ids)
        seen.update(ids)
    assert open_release(released).version == "1.0.0"
