"""All files or none, nothing twice, nothing over what is there; and one line for everything that cannot be."""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Callable
from pathlib import Path

import pytest

from dataset.building.build import check_records
from dataset.curation.read import read
from dataset.project import Project
from scripts.ingest import Options, Outcome, files, ingest, understood
from scripts.ingest.stories import Part
from scripts.ingest.stub import problems
from validation.findings import Unusable

COLLECTION = "dataset/records/collections.yaml"
TEXT = (
    "Council rejects the tolls\n"
    "EASTPORT, 2 May 2024 – The harbour council of Eastport has rejected the tolls, its chairwoman announced.\n"
    "“Nobody asked us, and nobody will pay,” she said in front of the old customs house on Thursday evening.\n"
)
SECOND = TEXT.replace("Council rejects the tolls", "Ministry is surprised").replace(
    "2 May", "3 May"
)
ID = "example-gazette-council-rejects-tolls"


def snapshot(project: Project) -> dict[str, bytes]:
    """Every file of a project with its bytes."""
    found = sorted(path for path in project.root.rglob("*") if path.is_file())
    return {path.relative_to(project.root).as_posix(): path.read_bytes() for path in found}


def plain(
    project: Project, text: str = TEXT, *, dry_run: bool = False, **options: object
) -> Outcome:
    """Ingest a plain text of the Gazette."""
    given = {"collection_id": "invented-pages", "publisher_id": "example-gazette", **options}
    return ingest(project, understood("text.txt", text.encode()), Options(**given), dry_run=dry_run)


def refusal(project: Project, text: str = TEXT, **options: object) -> str:
    """What a refused ingest says; it must have left everything as it was."""
    before = snapshot(project)
    with pytest.raises(Unusable) as caught:
        plain(project, text, **options)
    assert snapshot(project) == before
    assert "\n" not in str(caught.value)
    return str(caught.value)


def count(project: Project) -> int:
    (collection,) = read(project).records.collections
    return collection.record.n_included


def test_source_stub_and_count_are_written(made_up: Project) -> None:
    outcome = plain(made_up)

    assert outcome.written == [
        f"dataset/sources/{ID}.txt",
        f"dataset/records/articles/{ID}.yaml",
    ]
    assert outcome.changed == [COLLECTION]
    assert (made_up.sources / f"{ID}.txt").read_bytes() == TEXT.encode()
    assert count(made_up) == 2
    findings = check_records(made_up, form=True).report.findings
    assert [(finding.code, finding.record) for finding in findings] == [("REC010", ID)]


def test_a_plain_text_keeps_its_marks_and_line_ends(made_up: Project) -> None:
    text = "\ufeff" + TEXT.replace("\n", "\r\n")
    outcome = plain(made_up, text)
    assert (made_up.sources / f"{ID}.txt").read_bytes() == text.encode()
    assert outcome.articles[0].stub.fields["source_chars"] == str(len(text))
    assert check_records(made_up).is_clean


def test_the_same_again_changes_nothing(made_up: Project) -> None:
    plain(made_up)
    before = snapshot(made_up)

    for options in ({}, {"ids": ("another-id",)}, {"stories": ("Council rejects the tolls",)}):
        outcome = plain(made_up, **options)
        assert (outcome.known, outcome.articles, outcome.remarks) == ([ID], [], [])
        assert (outcome.written, outcome.changed) == ([], [])
        assert snapshot(made_up) == before


def test_the_same_again_is_known_while_the_stub_is_incomplete(made_up: Project) -> None:
    text = TEXT.replace("Council rejects the tolls", "")
    plain(made_up, text, publisher_id=None, ids=("some-id",))
    assert check_records(made_up).report.count("error") == 2  # no headline, no outlet
    assert plain(made_up, text, publisher_id=None, ids=("some-id",)).known == ["some-id"]


@pytest.mark.parametrize("outlet", ["example-gazette", None])
def test_the_same_page_is_known_by_its_own_bytes(
    made_up: Project, page: Callable[..., str], outlet: str | None
) -> None:
    received = understood("x.html", page().encode())
    ingest(made_up, received, Options("invented-pages", ("some-id",), publisher_id=outlet))
    # as if another version of trafilatura had read it, and its text stood in the source
    path = made_up.sources / "some-id.txt"
    old, new = path.read_bytes(), path.read_bytes() + b"more\n"
    path.write_bytes(new)
    stub = made_up.records / "articles" / "some-id.yaml"
    text = stub.read_text(encoding="utf-8")
    for was, now in (
        (hashlib.sha256(old).hexdigest(), hashlib.sha256(new).hexdigest()),
        (f"source_chars: {len(old.decode())}", f"source_chars: {len(new.decode())}"),
    ):
        assert was in text
        text = text.replace(was, now)
    stub.write_text(text, encoding="utf-8")
    assert check_records(made_up).is_clean == (outlet is not None)

    assert ingest(made_up, received, Options("invented-pages")).known == ["some-id"]
    with pytest.raises(Unusable, match="this version of trafilatura reads it differently"):
        ingest(made_up, received, Options("invented-pages", stories=("Nobody asked us",)))


def test_a_second_story_is_added_over_the_same_source(made_up: Project) -> None:
    both = TEXT + SECOND
    first = plain(made_up, both, stories=("Council rejects the tolls",))
    second = plain(made_up, both, stories=("Council rejects the tolls", "Ministry is surprised"))

    assert plain(made_up, both).offers == second.offers == []
    assert [made.stub.id for made in second.articles] == ["example-gazette-ministry-surprised"]
    assert second.known == [ID]
    assert second.written == ["dataset/records/articles/example-gazette-ministry-surprised.yaml"]
    assert second.articles[0].stub.fields["source_file"] == f"{ID}.txt"
    assert second.articles[0].stub.fields["published"] == "2024-05-03"
    assert count(made_up) == 3
    assert check_records(made_up).is_clean
    assert first.articles[0].stub.fields["published"] == "2024-05-02"


def test_two_stories_at_once_share_a_source(made_up: Project) -> None:
    stories = ("Council rejects the tolls", "Ministry is surprised")
    outcome = plain(made_up, TEXT + SECOND, stories=stories, ids=("one-story", "other-story"))
    assert [made.stub.fields["source_file"] for made in outcome.articles] == ["one-story.txt"] * 2
    assert count(made_up) == 3
    assert check_records(made_up).is_clean


def test_a_dry_run_writes_nothing_and_says_the_same(made_up: Project) -> None:
    before = snapshot(made_up)
    dry = plain(made_up, dry_run=True)
    assert snapshot(made_up) == before
    wet = plain(made_up)
    assert (dry.written, dry.changed) == (wet.written, wet.changed)
    written = (made_up.records / "articles" / f"{ID}.yaml").read_text(encoding="utf-8")
    assert dry.articles[0].stub.text() == written


@pytest.mark.parametrize(
    "options, words",
    [
        (
            {"collection_id": "invented-page"},
            "--collection invented-page: no collection has this id; did you mean invented-pages?",
        ),
        ({"collection_id": "zzz"}, "add a collection of this id to collections.yaml first"),
        ({"collection_id": "example-gazette"}, "an organization, not a collection"),
        ({"publisher_id": "gazette-page"}, "a reference, not an organization"),
        ({"reference_id": "gazete-page"}, "did you mean gazette-page?"),
        ({"language": "xx"}, "--language xx: no such value; there are en, fa"),
        ({"scope": "half"}, "--scope half: no such value"),
        ({"url": "ftp://x"}, "--url ftp://x: not an address"),
        ({"published": "2 May 2024"}, "--published: a date"),
        ({"published": "2024-05-01/2024-05-02"}, "--published: an interval"),
        (
            {"published": "2024-05-09"},
            "--published 2024-05-09: no credit line prints that day; say with --reference",
        ),
        ({"ids": ("../../etc/passwd",)}, "write lower-case letters"),
        ({"ids": ("Upper",)}, "write lower-case letters"),
        ({"ids": ("x\n",)}, "write lower-case letters"),
        ({"ids": ("a" * 117,)}, "at most 116"),
        ({"ids": ("one", "two")}, "2 ids for 1 new stories"),
        (
            {"ids": ("example-gazette-ferries",)},
            "an article over other words, and a source never changes",
        ),
        ({"ids": ("example-gazette",)}, "example-gazette is an organization; give another --id"),
        (
            {"ids": ("example-gazette-old-story",)},
            "was retired (duplicate) and is never used again",
        ),
        (
            {"stories": ("Council rejected the tolls",)},
            "the nearest is “Council rejects the tolls”",
        ),
        ({"stories": ("Zzz",)}, "--story “Zzz” is not printed there"),
    ],
)
def test_an_option_that_leads_nowhere_is_refused(
    made_up: Project, options: dict[str, object], words: str
) -> None:
    assert words in refusal(made_up, **options)


def test_other_words_under_a_known_id_are_refused(made_up: Project) -> None:
    plain(made_up)
    assert "is an article over other words" in refusal(made_up, TEXT + "One word more.\n")


def test_two_stories_of_one_id_are_refused(made_up: Project) -> None:
    stories = ("Council rejects the tolls", "Ministry is surprised")
    told = refusal(made_up, TEXT + SECOND, stories=stories, ids=("same-id", "same-id"))
    assert "would be the id of two stories" in told


@pytest.mark.parametrize("text", ["only\ntwo\n", "Home | News\n"])
def test_a_text_without_an_article_is_refused(made_up: Project, text: str) -> None:
    assert "no line reads like an article" in refusal(made_up, text, ids=("some-id",))


def test_a_headline_that_gives_no_id_asks_for_one(made_up: Project) -> None:
    assert "name the article with --id" in refusal(
        made_up, "گفت‌وگوی دو وزیر\nوزیران با هم گفت‌وگو کردند.\n"
    )


def test_words_that_no_record_can_quote_are_told_and_left_out(made_up: Project) -> None:
    text = TEXT.replace("Council", "\u202eCouncil") + "\u2066“No,” she said again and again.\n"
    outcome = plain(made_up, text, ids=("some-id",))
    (made,) = outcome.articles
    assert made.stub.fields["title"] is None
    assert any("no record can quote" in remark for remark in made.remarks)
    assert not {"SYN005", "QUO001"} & {f.code for f in check_records(made_up).report.findings}


def test_a_source_that_is_there_is_not_overwritten(made_up: Project) -> None:
    (made_up.sources / f"{ID}.txt").write_text("other words", encoding="utf-8")
    assert "is there already" in refusal(made_up)
    (made_up.sources / f"{ID}.txt").unlink()
    (made_up.sources / f"{ID}.txt").symlink_to("ferries.txt")
    assert "is there already" in refusal(made_up)


def test_nothing_is_written_outside_of_the_project(made_up: Project, tmp_path: Path) -> None:
    made_up.sources.rename(tmp_path / "elsewhere")
    made_up.sources.symlink_to(tmp_path / "elsewhere")
    assert "leads out of the project" in refusal(made_up)
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["ferries.txt"]


def test_an_ingest_that_was_killed_is_completed_by_the_next(made_up: Project) -> None:
    done = plain(made_up)
    complete = snapshot(made_up)
    stub = made_up.root / done.written[1]
    stub.unlink()  # the last file to be written
    assert {f.code for f in check_records(made_up).report.findings} == {"REC007", "QUO014"}

    again = plain(made_up)
    assert (again.written, again.changed) == (done.written[1:], [])
    assert snapshot(made_up) == complete


@pytest.mark.parametrize("failing", [1, 2, 3])
@pytest.mark.parametrize("error", [Unusable("disk full"), KeyboardInterrupt()])
def test_a_write_that_fails_takes_back_what_was_written(
    made_up: Project, monkeypatch: pytest.MonkeyPatch, failing: int, error: BaseException
) -> None:
    before, calls, real = snapshot(made_up), [], files.replace_file

    def fail(path: Path, text: str, name: str) -> None:
        calls.append(name)
        if len(calls) == failing:
            raise error
        real(path, text, name)

    monkeypatch.setattr(files, "replace_file", fail)
    with pytest.raises(type(error)):
        plain(made_up)
    assert snapshot(made_up) == before


def test_folders_that_are_missing_are_made(made_up: Project) -> None:
    for path in (
        made_up.records / "articles" / "example-gazette-ferries.yaml",
        made_up.sources / "ferries.txt",
    ):
        path.unlink()
        path.parent.rmdir()
    plain(made_up)
    assert count(made_up) == 1
    assert check_records(made_up).is_clean


def test_records_that_cannot_be_read_stop_everything(made_up: Project) -> None:
    path = made_up.records / "retired.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "- id: [\n", encoding="utf-8")
    before = snapshot(made_up)
    outcome = plain(made_up)
    assert {finding.code for finding in outcome.findings} == {"SYN001"}
    assert snapshot(made_up) == before


def test_a_collection_may_stand_in_a_folder_with_comments(made_up: Project) -> None:
    (made_up.records / "collections").mkdir()
    text = (made_up.root / COLLECTION).read_text(encoding="utf-8")
    (made_up.root / COLLECTION).write_text("[]\n", encoding="utf-8")
    moved = made_up.records / "collections" / "invented.yaml"
    moved.write_text(
        text.replace("n_included: 1", "n_included: 1  # and counting"), encoding="utf-8"
    )
    assert plain(made_up).changed == ["dataset/records/collections/invented.yaml"]
    assert moved.read_text(encoding="utf-8").endswith("n_included: 2  # and counting\n")


def test_the_same_address_with_other_words_is_remarked_upon(made_up: Project) -> None:
    outcome = plain(made_up, url="https://www.gazette.example/news/ferries")
    assert outcome.remarks == [
        "example-gazette-ferries is recorded from the same address with other words: did the page change?"
    ]


def _one_of_many(root: Path, number: int) -> None:
    text = TEXT.replace("tolls\n", f"tolls {number}\n")
    plain(Project(root), text, ids=(f"story-{chr(97 + number)}",))


def test_many_at_once_raise_the_count_by_as_many(made_up: Project) -> None:
    start = multiprocessing.get_context("spawn").Process
    started = [start(target=_one_of_many, args=(made_up.root, number)) for number in range(4)]
    for process in started:
        process.start()
    for process in started:
        process.join()
    assert [process.exitcode for process in started] == [0] * 4
    assert count(made_up) == 5
    assert check_records(made_up).is_clean


def test_what_is_said_of_a_text_is_taken_as_given(made_up: Project) -> None:
    fields = (
        plain(made_up, url="https://x.example/y", language="fa", scope="meetings")
        .articles[0]
        .stub.fields
    )
    assert (fields["url"], fields["language"], fields["coding_scope"]) == (
        "https://x.example/y",
        "fa",
        "meetings",
    )


def test_what_a_page_declares_of_its_one_article_is_taken_however_it_words_the_headline(
    made_up: Project, page: Callable[..., str]
) -> None:
    ld = '{"@type": "Article", "headline": "Tolls: no!", "datePublished": "2024-05-02", "author": "Robin Writer"}'
    whole = page(
        "<p>Robin Writer, 2 May 2024</p>", head=f'<script type="application/ld+json">{ld}</script>'
    )
    options = Options("invented-pages", publisher_id="example-gazette")
    fields = ingest(made_up, understood("x.html", whole.encode()), options).articles[0].stub.fields
    assert (fields["published"], fields["byline"]) == ("2024-05-02", "Robin Writer")
    assert "JSON-LD datePublished" in str(fields["evidence"])


def test_a_stub_that_would_not_hold_is_found_before_it_is_written(made_up: Project) -> None:
    (made,) = plain(made_up, dry_run=True).articles
    data = TEXT.encode()
    assert problems(made.stub, "x", data, made.parts) == []
    assert problems(made.stub, "x", data, [Part("body", 0, 5)]) == [
        "a region is found in another place"
    ]
    made.stub.fields["title"] = "Council accepts the tolls"
    assert problems(made.stub, "x", data, made.parts)[0].startswith("QUO013")
    made.stub.fields["source_sha256"] = "0" * 64
    assert problems(made.stub, "x", data, made.parts)[0].startswith("QUO003")
