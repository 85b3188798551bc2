"""Pages in the manner of news sites, and what must come of each: the source text and the stubs."""

from __future__ import annotations

import importlib.metadata
import os
from pathlib import Path

import pytest

from dataset.building.build import check_records
from dataset.curation.canonical import canonical
from dataset.project import Project
from scripts.ingest import Options, Outcome, ingest, receive

HERE = Path(__file__).parent
PAGES = sorted(path.stem for path in (HERE / "pages").glob("*.html"))
TRAFILATURA = importlib.metadata.version("trafilatura")
OPTIONS = {
    "two-stories": {
        "stories": (
            "Harbour council rejects the tolls",
            "Northland calls the vote a misunderstanding",
        )
    },
    "persian": {"ids": ("example-gazette-fa-crossing",)},
    "no-headline": {"ids": ("nna-crossing-has-two-ends",)},
    "declared-only": {"reference_id": "gazette-page"},
}


def ingested(project: Project, name: str) -> Outcome:
    received = receive(str(HERE / "pages" / f"{name}.html"))
    return ingest(project, received, Options("invented-pages", **OPTIONS.get(name, {})))


def expected(name: str, found: str) -> str:
    """What lies beside the page; written anew where that is asked for, to be looked at with `git diff`."""
    path = HERE / "pages" / name
    if os.environ.get("INGEST_EXPECT") == "write":
        path.write_text(found, encoding="utf-8", newline="")
    return path.read_bytes().decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_becomes_what_lies_beside_it(made_up: Project, name: str) -> None:
    outcome = ingested(made_up, name)

    first, *others = [made.stub.id for made in outcome.articles]
    source = (made_up.sources / f"{first}.txt").read_bytes().decode()
    assert source == expected(f"{name}.txt", source)
    for number, id_ in enumerate((first, *others), 1):
        stub = (made_up.records / "articles" / f"{id_}.yaml").read_text(encoding="utf-8")
        stub = stub.replace(f"trafilatura {TRAFILATURA}", "trafilatura VERSION")
        assert stub == expected(f"{name}{'' if number == 1 else f'.{number}'}.yaml", stub)
        assert stub == canonical(stub, "articles")


@pytest.mark.parametrize("name", PAGES)
def test_what_is_left_to_do_is_what_the_page_does_not_tell(made_up: Project, name: str) -> None:
    outcome = ingested(made_up, name)

    found = check_records(made_up, form=True).report.findings
    empty = {name for made in outcome.articles for name in made.unknown}
    wanted = {"REC002"} if empty & {"title", "publisher_id"} else {"REC010"}
    assert {finding.code for finding in found} == wanted
