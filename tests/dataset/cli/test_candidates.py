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

ROOT = Path(__file__).resolve().parents[3]
ARTICLE = "islamic-invitation-turkey-collective-cooperation"
FILE = f"dataset/records/articles/{ARTICLE}.yaml"
CANDIDATES = f"dataset/candidates/{ARTICLE}.yaml"


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
def cut(project: Project) -> Project:
    """The project with an article of which the last three statements are not recorded yet."""
    path = project.root / FILE
    text = path.read_text(encoding="utf-8")
    ids = re.findall(r"^  - id: (\S+)$", text, re.MULTILINE)
    path.write_text(text[: text.index(f"  - id: {ids[-3]}")].rstrip() + "\n", encoding="utf-8")
    return project


@pytest.fixture
def proposed(cut: Project) -> tuple[Project, list[str]]:
    """The same with candidates; their letters."""
    done = run(cut, "extract", ARTICLE)
    assert done.returncode == 0, done.stderr
    return cut, [line.split("\t")[0] for line in done.stdout.splitlines()[1:]]


def test_an_article_gets_candidates_beside_the_records(cut: Project) -> None:
    before = (cut.root / FILE).read_bytes()

    done = run(cut, "extract", ARTICLE)

    assert done.returncode == 0
    head, *rows = done.stdout.splitlines()
    assert head == "letters\ttier\tscore\tspeaker\tcue\tcontent\tlook at"
    assert len(rows) == 3
    assert all(re.match(r"[a-z]{3}\t(high|medium|low)\t[01]\.\d\d\t", row) for row in rows)
    assert done.stderr.splitlines() == [
        "3 candidates, 0 rejected earlier",
        "3 new; found again: 6 recorded, 0 rejected",
        f"wrote {CANDIDATES}",
    ]
    assert (cut.root / FILE).read_bytes() == before
    assert run(cut, "validate", "--records-only").returncode == 0


def test_an_article_that_is_recorded_whole_gets_no_file(project: Project) -> None:
    done = run(project, "extract", ARTICLE, "iran-daily-expel-us")

    assert done.returncode == 0
    assert "\n0 new; found again: 9 recorded, 0 rejected\n" in done.stderr
    assert [line for line in done.stdout.splitlines() if line] == [
        *(ARTICLE, "letters\ttier\tscore\tspeaker\tcue\tcontent\tlook at"),
        *("iran-daily-expel-us", "letters\ttier\tscore\tspeaker\tcue\tcontent\tlook at"),
    ]
    assert not project.candidates.exists()


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
    assert "0 new; found again: 7 recorded, 1 rejected\n" in again.stderr
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
        path.read_text(encoding="utf-8").replace("cue: expressed hope", "cue: sang"),
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
            ["iran-daily-expel"],
            "no such file or folder, and no article has this id; did you mean the article iran-",
        ),
    ],
)
def test_ids_and_texts_are_told_apart(project: Project, arguments: list[str], told: str) -> None:
    done = run(project, "extract", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


def test_an_article_as_json_lines_is_its_regions_with_offsets_into_its_source(
    project: Project,
) -> None:
    done = run(project, "extract", "--format", "jsonl", "al-mayadeen-letter-to-un")

    assert done.returncode == 0
    (answer,) = map(json.loads, done.stdout.splitlines())
    assert answer["article_id"] == "al-mayadeen-letter-to-un"
    text = next(project.sources.glob("003_*")).read_text(encoding="utf-8")
    second = text.index("ends letter to UN")
    assert all(start >= second - 20 for s in answer["statements"] for start, _ in s["content"])


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
    done = run(project, "candidates", "registries", ARTICLE)
    assert done.returncode == 0
    assert (done.stdout == "") == ("the registries have everybody" in done.stderr)
    registry = project.records / "officials.yaml"
    text = registry.read_text(encoding="utf-8")
    assert text == (ROOT / "dataset/records/officials.yaml").read_text(encoding="utf-8")


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

    assert completion.articles("islamic") == [ARTICLE]
    assert seen == [letters, [letters[0]]]
    assert completion.engines("ru") == ["rules"]
    CliRunner().invoke(small, ["nothing"], catch_exceptions=False)
    assert seen[2:] == [[], []]
    monkeypatch.chdir(project.root.parent)
    assert completion.articles("") == []
