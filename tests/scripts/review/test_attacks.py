"""Other pages in the same browser, and a name that was made to lead here: none reads or changes anything."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.once

ARTICLE = "gazette-crossing"

HOSTILE = """<!doctype html>
<title>A hostile page</title>
<iframe id="frame" src="{desk}/articles/gazette-crossing"></iframe>
<form id="form" method="post" enctype="text/plain" target="sink"
  action="{desk}/api/articles/gazette-crossing/propose"><input name='{{"a":"' value='"}}'></form>
<iframe name="sink"></iframe>
<img id="picture" src="{desk}/assets/icon.svg">
<script src="{desk}/assets/api.js"></script>
<script>
const work = JSON.stringify({{ operations: [] }});
const post = (type) => fetch("{desk}/api/articles/gazette-crossing/again", {{
  method: "POST", headers: {{ "Content-Type": type }}, body: work,
}});
const tries = {{
  read: () => fetch("{desk}/api/articles"),
  readText: () => fetch("{desk}/api/articles/gazette-crossing"),
  readCredentials: () => fetch("{desk}/api/articles", {{ credentials: "include" }}),
  readToken: () => fetch("{desk}/api/articles", {{ headers: {{ "X-Review-Token": "guessed" }} }}),
  blind: () => fetch("{desk}/api/articles/gazette-crossing/propose", {{ method: "POST", mode: "no-cors", body: work }}),
  simple: () => post("text/plain"),
  json: () => post("application/json"),
  page: () => fetch("{desk}/articles/gazette-crossing"),
}};
window.outcome = Promise.all(Object.entries(tries).map(async ([name, attempt]) => {{
  try {{
    const response = await attempt();
    return [name, response.type, response.status, (await response.text()).length];
  }} catch (error) {{
    return [name, error.name, 0, 0];
  }}
}}));
</script>
"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A server that says nothing of what it serves."""

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """What serves a page that is hostile to a desk, from another port of this machine; gives its address."""
    folder = tmp_path / "hostile"
    folder.mkdir()
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()

        def serve(desk: str) -> str:
            (folder / "page.html").write_text(HOSTILE.format(desk=desk), encoding="utf-8")
            return f"http://127.0.0.1:{server.server_port}/page.html"

        yield serve
        server.shutdown()
        thread.join()


def test_a_hostile_page_reads_nothing_and_changes_nothing(at_desk, empty_desk, hostile) -> None:
    reviewer = at_desk(empty_desk)
    reviewer.open("/")  # a desk with its token is open in the same browser
    expect(reviewer.page.locator("#articles li").first).to_be_visible()
    before = empty_desk.article.read_bytes()
    page = reviewer.context.new_page()
    page.goto(hostile(empty_desk.origin))
    outcome = {name: rest for name, *rest in page.evaluate("outcome")}
    assert outcome == {name: ["TypeError", 0, 0] for name in outcome}

    with page.expect_response(lambda response: response.request.method == "POST") as sent:
        page.evaluate("document.getElementById('form').submit()")
    assert sent.value.status == 403
    assert not empty_desk.candidates.exists()
    assert empty_desk.article.read_bytes() == before

    # neither framed, nor used as picture or script
    assert page.evaluate("document.getElementById('picture').naturalWidth") == 0
    frame = page.frames[1]
    assert "gazette-crossing" not in (frame.url if frame.url.startswith("http") else "")


def test_a_hostile_page_cannot_reach_into_the_window_that_it_opens(
    at_desk, empty_desk, hostile
) -> None:
    reviewer = at_desk(empty_desk)
    page = reviewer.context.new_page()
    page.goto(hostile(empty_desk.origin))
    with reviewer.context.expect_page() as popup:
        page.evaluate(f"window.desk = window.open('{empty_desk.origin}/articles/{ARTICLE}')")
    expect(popup.value.locator("#banner")).to_contain_text("no token")
    assert page.evaluate("window.desk.closed") is True  # severed: Cross-Origin-Opener-Policy
    assert popup.value.evaluate("window.opener") is None


def test_a_name_that_was_made_to_lead_here_finds_nothing(at_desk, empty_desk) -> None:
    """DNS rebinding: the browser believes the desk to be of the hostile site, and lets it read what it answers."""
    reviewer = at_desk(empty_desk)
    port = empty_desk.origin.rpartition(":")[2]
    page = reviewer.context.new_page()
    response = page.goto(f"http://hostile.localhost:{port}/")
    assert response is not None
    assert response.status == 421
    told = page.evaluate(
        "async () => { const r = await fetch('/api/articles', { headers: { 'X-Review-Token': 'x' } });"
        " return [r.status, await r.text()]; }"
    )
    assert told[0] == 421
    assert "gazette" not in told[1]
    # even with the token, which it cannot have
    told = page.evaluate(
        "async (token) => (await fetch('/api/articles', { headers: { 'X-Review-Token': token } })).status",
        empty_desk.token,
    )
    assert told == 421


def test_a_page_without_the_token_shows_nothing(at_desk, empty_desk) -> None:
    reviewer = at_desk(empty_desk)
    page = reviewer.page
    page.goto(f"{empty_desk.origin}/")
    expect(page.locator("#summary")).to_contain_text(
        "open the address that `dataset review` printed"
    )
    page.goto(f"{empty_desk.origin}/articles/{ARTICLE}")
    expect(page.locator("#banner")).to_contain_text("no token")
    expect(page.locator("#desk")).to_be_hidden()


def test_a_wrong_token_shows_nothing(at_desk, empty_desk) -> None:
    reviewer = at_desk(empty_desk)
    reviewer.expected = {"401 (Unauthorized)"}
    page = reviewer.page
    page.goto(f"{empty_desk.origin}/articles/{ARTICLE}#token=guessed")
    expect(page.locator("#banner")).to_contain_text("it holds the token")
    expect(page.locator("#desk")).to_be_hidden()


def test_no_cookie_is_set_and_the_token_leaves_the_address(at_desk, empty_desk) -> None:
    reviewer = at_desk(empty_desk)
    reviewer.open("/")
    expect(reviewer.page.locator("#articles li").first).to_be_visible()
    assert reviewer.context.cookies() == []
    assert reviewer.page.url == f"{empty_desk.origin}/"
    assert (
        reviewer.page.evaluate(
            "performance.getEntriesByType('resource').some(e => e.name.includes('token'))"
        )
        is False
    )


def test_the_page_itself_may_not_run_text_as_script(at_desk, desk) -> None:
    reviewer = at_desk(desk)
    reviewer.expected = {
        "TrustedHTML",
        "TrustedScript",
        "Content Security Policy",
        "Refused to",
        "unsafe-eval",
    }
    page = reviewer.open()
    told = page.evaluate(
        """() => {
          const tried = {};
          try { document.getElementById('about').innerHTML = '<img src=x>'; tried.markup = 'done'; }
          catch (error) { tried.markup = error.name; }
          const script = document.createElement('script');
          try { script.textContent = "document.title = 'owned'"; document.body.append(script); }
          catch (error) { tried.script = error.name; }
          return tried;
        }"""
    )
    assert told["markup"] == "TypeError"
    assert page.title() == "Iran, Iraq stress crossings – review"
