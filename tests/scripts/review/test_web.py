"""The desk over real HTTP: what it answers to its own page."""

from __future__ import annotations

from pathlib import Path

from scripts.review import web
from scripts.review.guard import HEADERS

ARTICLE = "gazette-crossing"
ADDRESS = f"/api/articles/{ARTICLE}"


def test_its_pages_are_there_and_allow_nothing_but_themselves(page) -> None:
    for path in (
        "/",
        f"/articles/{ARTICLE}",
        "/assets/desk.js",
        "/assets/desk.css",
        "/assets/icon.svg",
    ):
        answer = page.get(path, X_Review_Token=None)
        assert answer.status_code == 200, path
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
        assert "server" not in answer.headers
        assert not [name for name in answer.headers if name.startswith("access-control-")]
    assert page.get("/assets/desk.js").headers["content-type"] == "text/javascript; charset=utf-8"
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_no_page_holds_a_script_style_or_handler_of_its_own() -> None:
    for path in web.ASSETS.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert text.count("<script") == text.count('<script type="module" src="/assets/')
        assert "<style" not in text
        assert " style=" not in text
        assert " on" not in text.replace(" one", "").replace(" on ", "").replace(" once", "")
    for path in web.ASSETS.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        for dangerous in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
        ):
            assert dangerous not in text, path.name


def test_articles_choices_and_an_article(page) -> None:
    assert [one["id"] for one in page.get("/api/articles").json()] == [ARTICLE]
    assert "vocabularies" in page.get("/api/choices").json()
    given = page.get(ADDRESS).json()
    assert given["article"]["text"] == page.world.text
    assert given["reviewer"] == "A. L."


def test_work_is_drafted_checked_shown_and_saved(page) -> None:
    ref = page.world.letters("work must")
    wrong = {"do": "set", "target": ref, "field": "date", "value": "2025-01-01"}
    accept = {"do": "accept", "target": ref}
    draft = page.post(f"{ADDRESS}/draft", page.work(accept)).json()
    assert next(item for item in draft["items"] if item["ref"] == ref)["decision"] == "accepted"
    found = page.post(f"{ADDRESS}/findings", page.work(wrong)).json()
    assert [one["code"] for one in found] == ["TIM004"]
    faulty = page.post(f"{ADDRESS}/save", page.work(wrong, accept))
    assert (faulty.status_code, [one["ref"] for one in faulty.json()["faulty"]]) == (200, [ref])
    assert "work must begin" in page.post(f"{ADDRESS}/changes", page.work(accept)).json()["diff"]
    work = page.work(accept)
    assert page.post(f"{ADDRESS}/save", work).json()["ids"] == {ref: f"{ARTICLE}-{ref}"}
    stale = page.post(f"{ADDRESS}/save", work)
    assert stale.json()["stale"] == [
        "dataset/records/articles/gazette-crossing.yaml",
        "dataset/candidates/gazette-crossing.yaml",
    ]
    again = page.post(f"{ADDRESS}/again", {"operations": [accept]}).json()
    assert again["draft"]["refused"] == [{"number": 0, "message": f"{ref} is not there any more"}]
    assert page.post(f"{ADDRESS}/propose", {}).json() == {"fresh": 0}


def test_what_is_not_there_is_told_in_words(page) -> None:
    assert page.get("/api/articles/no-such-article").json() == {
        "message": "no article has the id no-such-article"
    }
    assert page.get("/api/articles/no-such-article").status_code == 404
    for path in ("/nothing", "/assets/nothing.js", "/api/nothing"):
        assert (page.get(path).status_code, page.get(path).json()["message"]) == (
            404,
            "there is nothing at this address",
        )
    assert page.get(f"{ADDRESS}/save").status_code == 405


def test_an_article_that_cannot_be_opened_says_why(page) -> None:
    text = page.world.article.read_text(encoding="utf-8")
    page.world.article.write_text(text.replace("language: en", "language: xx"), encoding="utf-8")
    answer = page.get(ADDRESS)
    assert answer.status_code == 422
    assert "validate --records-only" in answer.json()["message"]


def test_an_error_of_ours_is_told_without_a_traceback(page, monkeypatch, capsys) -> None:
    def broken(_: object) -> None:
        msg = "a fault\x1b[2J"
        raise TypeError(msg)

    monkeypatch.setattr(page.world.bench, "articles", broken.__get__(page.world.bench))
    answer = page.get("/api/articles")
    assert answer.status_code == 500
    assert answer.json()["message"].startswith("internal error: TypeError: a fault\\u001b[2J;")
    assert "Traceback" not in capsys.readouterr().err
    monkeypatch.setenv("DATASET_DEBUG", "1")
    page.get("/api/articles")
    assert "Traceback" in capsys.readouterr().err


def test_every_asset_has_a_type() -> None:
    assert {path.suffix for path in Path(web.ASSETS).iterdir()} <= web.TYPES.keys()
