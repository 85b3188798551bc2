"""The site never holds more of an article than the tables publish and the short context that it promises."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dataset.project import Project
from dataset.site.excerpts import MOST_SHOWN, REACHES, Excerpts, Piece
from dataset.site.tables import Tables
from dataset.site.views import Views

ROOT = Path(__file__).resolve().parents[3]
PROJECT = Project(ROOT)
RUN = 40
"""Signs in a row, blanks apart, that a page and an article share before the page is taken to hold the article's words.

Two articles on one matter share shorter phrases."""


class Text(HTMLParser):
    """All text of a page, data in its scripts included; what stands in different blocks is kept apart."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts += [value for name, value in attrs if value and name in {"content", "title"}]
        if tag in {
            "p",
            "li",
            "dd",
            "dt",
            "td",
            "th",
            "h1",
            "h2",
            "h3",
            "div",
            "script",
            "small",
            "a",
        }:
            self.parts.append("\N{SYMBOL FOR RECORD SEPARATOR}")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def flat(text: str) -> tuple[str, list[int]]:
    """A text without white space, and where each of its signs stood."""
    kept = [(sign, at) for at, sign in enumerate(text) if not sign.isspace()]
    return "".join(sign for sign, _ in kept), [at for _, at in kept]


@pytest.fixture(scope="module")
def everything(site: Path) -> list[str]:
    """What each file of the site says, the release itself apart; JSON with its escapes undone."""
    texts = []
    for path in site.rglob("*"):
        if not path.is_file() or "data" in path.relative_to(site).parts:
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            text = "".join(Text(text).parts)
        text = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)
        texts.append(flat(text.replace('\\"', '"').replace("\\", ""))[0])
    assert len(texts) > 200
    return texts


def not_allowed(article: str, allowed: set[int], texts: list[str]) -> tuple[set[int], set[int]]:
    """Places whose words stand in some text, and those of them that may not; looked for without asking the site.

    Words that stand in the article twice, once where they may be shown, are taken for those.
    """
    words, places = flat(article)
    runs: dict[str, list[set[int]]] = {}
    for start in range(len(words) - RUN + 1):
        letters = {at for at in places[start : start + RUN] if article[at].isalnum()}
        runs.setdefault(words[start : start + RUN], []).append(letters)
    shown: set[int] = set()
    extra: set[int] = set()
    for text in texts:
        for start in range(len(text) - RUN + 1):
            found = runs.get(text[start : start + RUN], ())
            shown.update(*found)
            if found and not any(letters <= allowed for letters in found):
                extra.update(*(letters - allowed for letters in found))
    return shown, extra


def source_of(row: dict[str, str]) -> str:
    return (PROJECT.sources / row["source_file"]).read_bytes().decode("utf-8")


def test_no_file_holds_more_of_an_article_than_published_words_and_context(
    views: Views, everything: list[str]
) -> None:
    for row in views.tables.rows["articles"]:
        article = source_of(dict(row))
        allowed: set[int] = set()
        for other in views.tables.rows["articles"]:  # one source file may hold several articles
            if other["source_file"] == row["source_file"]:
                for span in views.excerpts.spans(other["article_id"]):
                    allowed.update(range(span.start, span.end))
        shown, extra = not_allowed(article, allowed, everything)
        assert shown, row["article_id"]
        assert not extra, (row["article_id"], "".join(article[at] for at in sorted(extra))[:80])


def test_one_sentence_too_many_would_be_found(views: Views) -> None:
    """The guard is no guard if it finds nothing in a page that holds the whole article."""
    row = views.tables.rows["articles"][-1]
    article = source_of(dict(row))
    allowed: set[int] = set()
    for span in views.excerpts.spans(row["article_id"]):
        allowed.update(range(span.start, span.end))
    _, extra = not_allowed(article, allowed, [flat(article)[0]])
    assert len(extra) > 100


def test_context_never_makes_more_of_an_article_readable_than_the_limit(views: Views) -> None:
    for article_id, share in views.excerpts.shares.items():
        assert share.published <= share.shown <= max(share.published, MOST_SHOWN * share.chars)
        wider = [reach for reach in REACHES if reach > share.reach]
        assert share.reach in REACHES
        if share.published > MOST_SHOWN * share.chars:
            assert share.reach == 0, article_id
        assert wider == [] or share.reach < max(REACHES)


def test_the_share_in_the_tables_is_the_one_that_the_tables_give(views: Views) -> None:
    """Credit lines alone may differ: their words are published, their places are not."""
    for row in views.tables.rows["article_shares"]:
        share = views.excerpts.shares[row["article_id"]]
        assert share.chars == row["region_chars"]
        credited = sum(
            len(credit["label"])
            for credit in views.tables.group("article_credits", "article_id")[row["article_id"]]
        )
        assert 0 <= row["published_chars"] - share.published <= credited


def test_some_context_is_shown_with_the_sources_and_none_without(
    views: Views, release_tables: Tables
) -> None:
    def context(excerpts: Excerpts) -> list[Piece]:
        return [
            piece
            for row in release_tables.rows["statements"]
            for piece in excerpts.of(row)
            if piece.role == "context" and piece.text.strip()
        ]

    assert len(context(views.excerpts)) > 40
    without = Excerpts(release_tables, None)
    assert context(without) == []
    assert all(share.shown == share.published for share in without.shares.values())


def test_contents_are_shown_whole_and_in_their_place(views: Views) -> None:
    for row in views.tables.rows["statements"]:
        pieces = views.excerpts.of(row)
        content = "".join(piece.text if piece.role != "gap" else " […] " for piece in pieces)
        for segment in row["content"].split(" […] "):
            assert " ".join(segment.split()) in " ".join(content.split()), row["statement_id"]


def test_an_excerpt_stands_in_the_source_word_for_word(views: Views) -> None:
    for row in views.tables.rows["statements"]:
        article = views.tables.find("articles", row["article_id"])
        assert article is not None
        source = " ".join(source_of(dict(article)).split())
        run = ""
        for piece in (*views.excerpts.of(row), Piece("gap")):
            if piece.role != "gap":
                run += piece.text
                continue
            for part in re.split(r"(?<=\w) (?=\W*\w)", " ".join(run.split())):
                assert part in source, row["statement_id"]
            run = ""


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.write_text("The words of somebody else, made up."),
        lambda file: file.unlink(),
        lambda file: (
            file.rename(file.with_suffix(".kept")),
            file.symlink_to(file.with_suffix(".kept")),
        ),
    ],
    ids=["another text", "no text", "a link"],
)
def test_a_source_that_is_not_the_one_of_the_release_gives_no_context(
    release_tables: Tables, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    row = release_tables.rows["articles"][-1]
    sources = Path(shutil.copytree(PROJECT.sources, tmp_path / "sources"))
    spoil(sources / row["source_file"])
    excerpts = Excerpts(release_tables, sources)
    assert not excerpts.has_context(row["article_id"])
    assert excerpts.shares[row["article_id"]].reach == 0


def test_a_source_outside_of_its_folder_is_not_read(release_tables: Tables, tmp_path: Path) -> None:
    row = dict(release_tables.rows["articles"][-1])
    shutil.copy(PROJECT.sources / row["source_file"], tmp_path / "elsewhere.txt")
    (tmp_path / "sources").mkdir()
    rows = {**release_tables.rows, "articles": [{**row, "source_file": "../elsewhere.txt"}]}
    excerpts = Excerpts(
        Tables(release_tables.folder, release_tables.manifest, release_tables.about, rows),
        tmp_path / "sources",
    )
    assert not excerpts.has_context(row["article_id"])
