"""Outlets, credits and languages: what the records know of an article before it is coded."""

from __future__ import annotations

from pathlib import Path

import pytest

from dataset.curation.read import read
from dataset.project import Project
from scripts.ingest.lines import plain_lines
from scripts.ingest.metadata import Declared, Metadata
from scripts.ingest.naming import slug, suggested
from scripts.ingest.registry import Outlets, language, printed_name
from scripts.ingest.stories import find_stories

PROSE = "The harbour council of Eastport has rejected the tolls on the crossing, its chairwoman announced on Thursday."


def outlets(project: Project) -> Outlets:
    return Outlets(read(project).records)


def site(*names: str, url: str = "", title: str = "") -> Metadata:
    found = Metadata(sites=[Declared(name, "meta og:site_name") for name in names])
    found.urls += [Declared(url, "canonical link")] if url else []
    found.titles += [Declared(title, "title")] if title else []
    return found


@pytest.mark.parametrize(
    "page, told",
    [
        (site("The Example Gazette"), "meta og:site_name: The Example Gazette"),
        (site("THE EXAMPLE GAZETTE!"), "meta og:site_name"),
        (site(title="Head line - The Example Gazette"), "title: The Example Gazette"),
        (site(title="The Example Gazette | Head line"), "title: The Example Gazette"),
        (
            site(url="https://gazette.example/x"),
            "address of articles recorded before: gazette.example",
        ),
        (site(url="https://en.gazette.example/x"), "address of articles recorded before"),
        (site("The Example Gazette", url="https://m.gazette.example/x"), "meta og:site_name"),
        (site("The Example Gazette", url="https://other.example/x"), "meta og:site_name"),
    ],
)
def test_an_outlet_is_found_by_name_or_address(made_up: Project, page: Metadata, told: str) -> None:
    found = outlets(made_up).publisher(page)
    assert found.id == "example-gazette"
    assert told in found.told


@pytest.mark.parametrize(
    "page, told",
    [
        (site(), "add the outlet to organizations"),
        (site("Unheard Of"), "the page calls its site “Unheard Of”"),
        (site("Gazette"), "the page calls its site “Gazette”"),
        (site("Ministry of Transport of Northland"), "the page calls its site"),
        (site("!!!"), "the page calls its site “!!!”"),
        (
            site("NNA", url="https://gazette.example/x"),
            "name and address of the page lead to different outlets",
        ),
        (
            site("NNA", "The Example Gazette"),
            "may be any of example-gazette, northland-news-agency",
        ),
        (site(url="https://notgazette.example/x"), "add the outlet"),
        (site(url="https://[broken"), "add the outlet"),
    ],
)
def test_an_outlet_that_is_not_sure_is_none(made_up: Project, page: Metadata, told: str) -> None:
    found = outlets(made_up).publisher(page)
    assert found.id is None
    assert told in found.told


def credits_of(
    project: Project, text: str, publisher: str | None = None
) -> list[tuple[object, ...]]:
    (story,), _ = find_stories(text, plain_lines(text))
    found = outlets(project).credits(text, story, publisher)
    return [(item["organization_id"], item["kind"], item["label"]) for item in found]


@pytest.mark.parametrize(
    "text, credit",
    [
        (f"EASTPORT (NNA) – {PROSE}", ("source", "NNA")),
        (
            f"{PROSE}\nNorthland News Agency contributed to this story.",
            ("contributed", "Northland News Agency"),
        ),
        (f"{PROSE}\nSource: NNA", ("source", "NNA")),
        (f"{PROSE}\nPhoto: NNA", ("photo", "NNA")),
        (f"Major (L) meets Roe in Norton. NNA\n{PROSE}", ("photo", "NNA")),
    ],
)
def test_an_agency_is_credited_for_what_it_supplied(
    made_up: Project, text: str, credit: tuple[str, str]
) -> None:
    whole = f"Council rejects the tolls\n{text}\n"
    assert credits_of(made_up, whole) == [("northland-news-agency", *credit)]
    assert credits_of(made_up, whole, "northland-news-agency") == []


@pytest.mark.parametrize(
    "text", [f"{PROSE} NNA was there.", f"{PROSE}\nBy an NNA reporter", f"NNA – {PROSE}"]
)
def test_an_agency_that_is_only_named_is_not_credited(made_up: Project, text: str) -> None:
    assert credits_of(made_up, f"Council rejects the tolls\n{text}\n") == []


def test_a_label_that_stands_twice_gets_context(made_up: Project) -> None:
    text = f"Council rejects the tolls\nPhoto: NNA\nEASTPORT (NNA) – {PROSE}\n"
    (photo, source) = credits_of(made_up, text)
    assert photo[2] == {"exact": "NNA", "suffix": "\nEASTPORT (NNA) – Th"}
    assert source[1:] == ("source", {"exact": "NNA", "suffix": ") – The harbour coun"})


def test_the_name_of_the_outlet_is_quoted_from_outside_of_the_body() -> None:
    text = f"The Gazette\nCouncil rejects the tolls\n{PROSE} The Gazette was there.\n"
    (story,), _ = find_stories(text, plain_lines(text))
    assert printed_name(text, story, "The Gazette") == {
        "exact": "The Gazette",
        "suffix": "\nCouncil rejects the",
    }
    assert printed_name(text, story, "NNA") is None
    assert printed_name(text, story, "") is None


@pytest.mark.parametrize(
    "text, declared, tag, remark",
    [
        (PROSE, "", "en", ""),
        (PROSE, "en-US", "en", ""),
        (PROSE, "fa", "en", "its code says fa"),
        ("دو وزیر در شهر با هم گفت‌وگو کردند و قرار شد که کار از بهار آغاز شود", "", "fa", ""),
        ("التقى الوزيران في المدينة و قال إن هذا العمل من أجل الشعب على كل حال", "ar-IQ", "ar", ""),
        ("Zzz qqq xxx", "tr_TR", "tr", ""),
        ("Zzz qqq xxx", "xx", "und", "could not be told"),
        ("12 : 34", "", "und", "could not be told"),
    ],
)
def test_a_language_is_told_by_its_words(text: str, declared: str, tag: str, remark: str) -> None:
    found = language(text, [Declared(declared, "html lang")] if declared else [])
    assert found.tag == tag
    assert remark in " ".join(found.remarks)
    assert bool(remark) == bool(found.remarks)


def test_the_language_of_each_curated_article_is_found() -> None:
    records = read(Project(Path(__file__).resolve().parents[3])).records
    for entry in records.articles:
        text = records.sources[entry.record.source_file].decode()
        assert language(text, []).tag == entry.record.language


@pytest.mark.parametrize(
    "outlet, title, id_",
    [
        (
            "iran-daily",
            "Ministers confer on a second crossing",
            "iran-daily-ministers-confer-second-crossing",
        ),
        ("The Gazette", "‘Café’ owners’ grief", "gazette-cafe-owners-grief"),
        ("", "It’s the harbour’s tolls", "harbours-tolls"),
        ("گفت", "Tolls", "tolls"),
        ("gazette", "گفت‌وگو", None),
        ("gazette", "The of and", None),
        ("x" * 90, "Tolls", "x" * 80),
        ("../../etc", "passwd\n", "etc-passwd"),
    ],
)
def test_an_id_is_made_of_outlet_and_headline(outlet: str, title: str, id_: str | None) -> None:
    assert suggested(outlet, title) == id_


def test_a_slug_holds_latin_letters_and_digits_only() -> None:
    assert slug(" Zoë's  2nd—Visit! ") == "zoes-2nd-visit"
