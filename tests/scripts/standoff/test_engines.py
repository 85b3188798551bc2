"""Our own engine, and plug-ins as they are really installed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.extract import EXTRACTOR, Known, KnownOfficial
from scripts.standoff import engines
from scripts.standoff.articles import Article, Failure
from validation.findings import Unusable

TEXT = "Minister Ada Lund said that the road is open."
ARTICLE = Article("a", TEXT, None, "news.jsonl:7")

HALF = """
def extract(article_id, text, published):
    print("noise on stdout")
    if "crash" in text:
        raise RuntimeError("model is\\nnot loaded")
    if "exit" in text:
        raise SystemExit(3)
    if "liar" in text:
        return {"article_id": article_id, "statements": "many"}
    at = text.find("said")
    statement = {
        "speaker": None, "speaker_name": None, "cue": (at, at + 4), "content": [(at + 10, len(text))],
        "mode": "indirect", "confidence": 1, "tier": "high",
    }
    return {"article_id": article_id, "statements": [statement], "officials": [], "meetings": []}
"""


@pytest.fixture(scope="session")
def half(installed: Callable[..., Path]) -> Path:
    return installed("half_engine", HALF, 'half = "half_engine:extract"')


def test_our_own_engine_is_there_by_default_and_knows_the_registries() -> None:
    known = Known((KnownOfficial("ada-lund", "Ada Lund"),))
    engine = engines.load(known=known)

    answer = engine.answer(ARTICLE)

    assert (engine.name, engine.label) == ("rules", EXTRACTOR)
    assert answer["statements"][0]["speaker_id"] == "ada-lund"
    assert "speaker_id" not in engines.load().answer(ARTICLE)["statements"][0]


def test_a_plug_in_that_is_installed_is_found_by_its_name(half: Path, monkeypatch, capsys) -> None:
    assert engines.names() == ["rules"]
    monkeypatch.syspath_prepend(str(half))

    engine = engines.load("half")
    answer = engine.answer(ARTICLE)

    assert engines.names() == ["rules", "half"]
    assert engine.label == "half-1.2"
    assert answer["statements"][0]["cue"] == [18, 22]
    assert answer["statements"][0]["content"] == [[28, 45]]
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "noise on stdout\n")


@pytest.mark.parametrize(
    "word, told",
    [
        ("crash", r"half-1.2 failed (RuntimeError: model is\u000anot loaded)"),
        ("exit", "half-1.2 failed (SystemExit: 3)"),
        ("liar", "half-1.2 answered out of form: statements: input should be a valid list"),
    ],
)
def test_what_a_plug_in_gets_wrong_concerns_one_article(
    half: Path, monkeypatch, word: str, told: str
) -> None:
    monkeypatch.syspath_prepend(str(half))
    engine = engines.load("half")

    bad = engine.answer(Article("b", word, None, "news.jsonl:8"))

    assert isinstance(bad, Failure)
    assert str(bad).startswith(f"news.jsonl:8: {told}")
    assert not isinstance(engine.answer(ARTICLE), Failure)


def test_an_unknown_engine_is_told_with_those_that_there_are() -> None:
    with pytest.raises(Unusable, match=r"no such engine; there are rules \(a plug-in is an entry"):
        engines.load("bert")


def test_two_of_one_name_are_told_with_their_owners(
    half: Path, installed: Callable[..., Path], monkeypatch
) -> None:
    other = installed("other_engine", HALF, 'half = "other_engine:extract"', "2.0")
    for folder in (half, other):
        monkeypatch.syspath_prepend(str(folder))

    with pytest.raises(Unusable, match=r"several are installed \(half-engine 1.2, other-engine 2"):
        engines.load("half")


@pytest.mark.parametrize(
    "code, told",
    [
        ("import no_such_module", "cannot be imported (ModuleNotFoundError: No module"),
        ("raise SystemExit('bye')", "cannot be imported (SystemExit: bye)"),
        ("extract = 3", "is nothing that can be called"),
        ("", "cannot be imported (AttributeError"),
    ],
    ids=["import", "exit", "no function", "no attribute"],
)  # fmt: skip
def test_a_plug_in_that_cannot_be_used_is_one_line(
    installed: Callable[..., Path], monkeypatch, code: str, told: str, request
) -> None:
    module = f"bad_engine_{request.node.callspec.id.replace(' ', '_')}"
    folder = installed(module, code, f'bad = "{module}:extract"')
    monkeypatch.syspath_prepend(str(folder))

    with pytest.raises(Unusable) as refused:
        engines.load("bad")

    assert str(refused.value).startswith("--engine bad: ")
    assert told in str(refused.value)
    sys.modules.pop(module, None)


def test_what_our_own_engine_might_raise_concerns_one_article() -> None:
    def broken(*_: object) -> dict[str, object]:
        raise ZeroDivisionError

    engine = engines.Engine("rules", "rules-1", broken)

    assert str(engine.answer(ARTICLE)) == "news.jsonl:7: rules-1 failed (ZeroDivisionError)"
