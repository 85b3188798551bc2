"""`dataset extract ARTICLE` and `dataset candidates` as a curator types them."""

from __future__ import annotations

import contextlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from dataset.cli import app, completion
from dataset.project import Project
from validation.findings import Unusable

ARTICLE = "gazette-crossing"
FILE = f"dataset/records/articles/{ARTICLE}.yaml"
CANDIDATES = f"dataset/candidates/{ARTICLE}.yaml"
TEXT = """\
Ministers confer on a second crossing
BASRA, March 12 (Gazette) – Iranian Transport Minister Karim Taheri met his Iraqi counterpart Nouri al-Basri on Monday.
“The old crossing is too narrow,” Taheri said, adding that work must begin in spring.
Al-Basri thanked Iran for its patience.
"""


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


def run(project: Project, *arguments: str, **environment: str) -> Done:
    """Run the command in the project, without a git that knows anybody; as `main` does, but in this process."""
    nobody = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CEILING_DIRECTORIES": str(project.root.parent),
        **environment,
    }
    with contextlib.chdir(project.root):
        done = CliRunner().invoke(app, list(arguments), env=nobody)
    if isinstance(done.exception, Unusable):
        return Done(2, done.stdout, f"{done.stderr}dataset: {done.exception}\n")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return Done(done.exit_code, done.stdout, done.stderr)


@pytest.fixture
def project(made, tmp_path: Path) -> Project:
    """A made-up project whose article has no statements yet."""
    root = tmp_path / "project"
    root.mkdir()
    return made(root, TEXT, "Ministers confer on a second crossing", "its patience.").project


@pytest.fixture
def proposed(project: Project) -> tuple[Project, list[str]]:
    """The same with candidates; their letters."""
    done = run(project, "extract", ARTICLE)
    assert done.returncode == 0, done.stderr
    return project, [line.split("\t")[0] for line in done.stdout.splitlines()[1:]]


def test_an_article_gets_candidates_beside_the_records(project: Project) -> None:
    before = (project.root / FILE).read_bytes()

    done = run(project, "extract", ARTICLE)

    assert done.returncode == 0
    head, *rows = done.stdout.splitlines()
    assert head == "letters\ttier\tscore\tspeaker\tcue\tcontent\tlook at"
    assert len(rows) == 3
    assert all(re.match(r"[a-z]{3}\t(high|medium|low)\t[01]\.\d\d\t", row) for row in rows)
    assert done.stderr.splitlines() == [
        "3 candidates, 0 rejected earlier",
        "3 new; found again: 0 recorded, 0 rejected",
        f"wrote {CANDIDATES}",
    ]
    assert (project.root / FILE).read_bytes() == before
    assert run(project, "validate", "--records-only").returncode == 0


def test_an_article_that_is_recorded_whole_gets_nothing_and_several_are_told_apart(
    proposed,
) -> None:
    project, letters = proposed
    run(project, "candidates", "accept", ARTICLE, *letters, "--reviewer", "A. L.")
    (project.root / CANDIDATES).unlink()

    done = run(project, "extract", ARTICLE, ARTICLE)

    assert done.returncode == 0
    assert done.stderr.count("0 new; found again: 3 recorded, 0 rejected\n") == 2
    assert [line for line in done.stdout.splitlines() if line] == [
        *(ARTICLE, "letters\ttier\tscore\tspeaker\tcue\tcontent\tlook at"),
        *(ARTICLE, "letters\ttier\tscore\tspeaker\tcue\tcontent\tlook at"),
    ]
    assert not project.candidates.joinpath(f"{ARTICLE}.yaml").exists()


def test_one_is_accepted_one_rejected_and_the_rest_accepted_by_tier(proposed) -> None:
    project, (one, other, last) = proposed

    done = run(
        project, "candidates", "accept", ARTICLE, one, "--reviewer", "A. L.", "--on", "2026-11-30"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"accepted {ARTICLE}-{one}\t")
    assert done.stderr.splitlines()[:2] == [f"wrote {FILE}", f"wrote {CANDIDATES}"]

    done = run(
        project,
        "candidates",
        "reject",
        ARTICLE,
        other,
        "--reviewer",
        "A. L.",
        "--reason",
        "A test.",
    )
    assert (done.returncode, done.stdout) == (0, f"rejected {other}\n")

    again = run(project, "extract", ARTICLE)
    assert "0 new; found again: 1 recorded, 1 rejected\n" in again.stderr
    assert (
        run(project, "candidates", "list").stdout
        == f"article\tcandidates\trejected\n{ARTICLE}\t1\t1\n"
    )
    assert run(project, "candidates", "list", ARTICLE).stdout.splitlines()[1].startswith(last)

    done = run(project, "candidates", "accept", ARTICLE, "--tier", "high", "--reviewer", "A. L.")
    assert done.returncode == 0, done.stderr
    text = (project.root / FILE).read_text(encoding="utf-8")
    assert text.count("method: extracted\n    extractor: rules-") == 2
    assert text.count("reviewed_on: 2026-11-30\n") >= 1
    assert run(project, "validate", "--records-only").returncode == 0
    assert run(project, "fmt", "--check").returncode == 0


def test_a_candidate_with_findings_is_told_and_stays_while_the_others_are_accepted(
    proposed,
) -> None:
    project, (one, other, last) = proposed
    path = project.root / CANDIDATES
    path.write_text(
        path.read_text(encoding="utf-8").replace("cue: adding", "cue: sang"),
        encoding="utf-8",
    )

    done = run(project, "candidates", "accept", ARTICLE, one, other, last, "--reviewer", "A. L.")

    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 2
    assert re.search(rf"{FILE}:\d+:\d+ QUO001 cue is not in the source \(sang\)", done.stderr)
    assert "     cue: sang\n" in done.stderr
    assert run(project, "candidates", "list", ARTICLE).stdout.splitlines()[1].startswith(other)
    assert run(project, "validate", "--records-only").returncode == 0

    alone = run(project, "candidates", "accept", ARTICLE, other, "--reviewer", "A. L.")
    assert (alone.returncode, alone.stdout) == (1, "")
    assert alone.stderr.endswith("nothing was written\n")


def test_git_tells_who_reviews_if_nobody_else_does(proposed) -> None:
    project, (one, *_) = proposed
    nobody = run(project, "candidates", "accept", ARTICLE, one)
    assert (nobody.returncode, nobody.stdout) == (2, "")
    assert nobody.stderr == "dataset: --reviewer: say who reviews (git knows no user.name here)\n"
    named = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "user.name",
        "GIT_CONFIG_VALUE_0": "Ada Lund",
    }

    assert run(project, "candidates", "accept", ARTICLE, one, **named).returncode == 0

    assert "reviewed_by: Ada Lund\n" in (project.root / FILE).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments, told",
    [
        (
            ["accept", ARTICLE, "--reviewer", "A"],
            "nothing to accept; give letters of candidates, or --tier",
        ),
        (
            ["accept", ARTICLE, "--tier", "low", "--reviewer", "A"],
            "nothing to accept; give another --tier",
        ),
        (
            ["accept", ARTICLE, "--tier", "top", "--reviewer", "A"],
            "--tier top: no such tier; there are high",
        ),
        (["accept", ARTICLE, "xyz", "--reviewer", "A"], "has no candidate xyz; there are "),
        (["reject", ARTICLE, "xyz", "--reviewer", "A"], "has no candidate xyz; there are "),
        (
            ["accept", ARTICLE, "--tier", "high", "--reviewer", " "],
            "a reviewer has a name or initials",
        ),
        (["list", "nobody-knows"], "nobody-knows: no article has this id; "),
        (["registries", "nobody-knows"], "nobody-knows: no article has this id; "),
    ],
)
def test_what_cannot_be_done_is_one_line(proposed, arguments: list[str], told: str) -> None:
    project, _ = proposed
    before = {p: p.read_bytes() for p in project.root.rglob("*.yaml")}

    done = run(project, "candidates", *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert told in line
    assert {p: p.read_bytes() for p in project.root.rglob("*.yaml")} == before


@pytest.mark.parametrize(
    "arguments, told",
    [
        ([ARTICLE, "dataset/sources"], "give ids of articles, or texts, not both"),
        ([ARTICLE, "--out", "x.yaml"], "leave out --out and --published"),
        ([ARTICLE, "--published", "2023-01-01"], "leave out --out and --published"),
        (
            ["gazete-crossing"],
            "no such file or folder, and no article has this id; did you mean the article gaz",
        ),
    ],
)
def test_ids_and_texts_are_told_apart(project: Project, arguments: list[str], told: str) -> None:
    done = run(project, "extract", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


def test_an_article_as_json_lines_is_its_regions_with_offsets_into_its_source(
    made, tmp_path: Path
) -> None:
    text = f"Menu. Somebody said no.\n{TEXT}Read more. He said yes.\n"
    project = made(tmp_path, text, "Ministers confer on a second crossing", "its patience.").project

    done = run(project, "extract", "--format", "jsonl", ARTICLE)

    assert done.returncode == 0
    (answer,) = map(json.loads, done.stdout.splitlines())
    assert answer["article_id"] == ARTICLE
    contents = [text[slice(*span)] for s in answer["statements"] for span in s["content"]]
    assert contents == [
        "The old crossing is too narrow,",
        "work must begin in spring",
        "Iran for its patience",
    ]


def test_a_text_as_yaml_is_for_looking_at(project: Project, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text("Minister Ada Lund said that it rains.", encoding="utf-8")
    (texts / "b.txt").write_text("x" * 600_000, encoding="utf-8")
    (texts / "c.txt").write_bytes(b"\xff")

    done = run(project, "extract", "--format", "yaml", str(texts))

    assert done.returncode == 1
    assert done.stdout.startswith("---\n# yaml-language-server: ")
    assert done.stdout.count("\narticle_id: ") == 1
    assert "b.txt: longer than 500,000 characters, so nobody will review it; use" in done.stderr
    assert "c.txt: not UTF-8 text" in done.stderr
    outside = run(Project(texts), "extract", "--format", "yaml", "a.txt")
    assert (outside.returncode, outside.stdout) == (0, done.stdout)


def test_what_the_registries_lack_is_printed_and_not_written(project: Project) -> None:
    before = {p: p.read_bytes() for p in project.root.rglob("*.yaml")}

    done = run(project, "candidates", "registries", ARTICLE)

    assert done.returncode == 0
    assert done.stdout.startswith("# Reports of meetings that are not in dataset/records/articles/")
    assert {p: p.read_bytes() for p in project.root.rglob("*.yaml")} == before
    reports = done.stdout.partition("\n\n")[2]
    path = project.root / FILE
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{reports}", encoding="utf-8")
    again = run(project, "candidates", "registries", ARTICLE)
    assert (again.stdout, again.stderr) == (
        "",
        f"the registries have everybody and every meeting found in {ARTICLE}\n",
    )


def test_a_file_that_cannot_be_read_is_told_when_all_are_listed(proposed) -> None:
    project, _ = proposed
    (project.root / CANDIDATES).write_text("article_id: [\n", encoding="utf-8")
    done = run(project, "candidates", "list")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{CANDIDATES}:1:13 not valid YAML" in done.stderr


def test_an_engine_that_is_none_is_told(project: Project) -> None:
    done = run(project, "extract", ARTICLE, "--engine", "bert")
    assert (done.returncode, "no such engine" in done.stderr) == (2, True)


def test_articles_and_letters_are_completed(proposed, monkeypatch) -> None:
    project, letters = proposed
    monkeypatch.chdir(project.root)
    small = typer.Typer()
    seen = []

    @small.command()
    def command(ctx: typer.Context, article: str) -> None:
        del article
        seen.extend([completion.letters(ctx, ""), completion.letters(ctx, letters[0])])

    CliRunner().invoke(small, [ARTICLE], catch_exceptions=False)

    assert completion.articles("gaz") == [ARTICLE]
    assert seen == [letters, [letters[0]]]
    assert completion.engines("ru") == ["rules"]
    CliRunner().invoke(small, ["nothing"], catch_exceptions=False)
    assert seen[2:] == [[], []]
    monkeypatch.chdir(project.root.parent)
    assert completion.articles("") == []
