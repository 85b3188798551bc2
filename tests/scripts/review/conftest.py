"""A made-up project with one article, opened for review. Nobody in it exists; the text holds traps on purpose."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, expect

from dataset.curation.canonical import fmt
from dataset.curation.yaml_reader import load as load_yaml
from dataset.project import Project
from scripts.review.bench import Bench
from scripts.review.doing import drafted
from scripts.review.draft import Draft, Item
from scripts.review.guard import TOKEN
from scripts.review.opened import Opened
from scripts.review.operations import OPERATIONS
from scripts.review.serve import HOST, listening, server_of

ARTICLE = "gazette-crossing"
RECORDED = "gazette-crossing-bcd"
DAY = dt.date(2026, 11, 30)
REVIEWER = "A. L."
SECRET = "a-token-of-the-tests"  # noqa: S105
COMMAND = Path(sys.executable).parent / "dataset"
LONGEST = 120
"""Seconds after which a desk that neither answers nor ends is given up, so that nothing hangs."""

PHONE = {"width": 390, "height": 844}
SCREEN = {"width": 1360, "height": 860}


@dataclass
class OnDisk:
    """The files of the project that a review reads and writes."""

    project: Project

    @property
    def article(self) -> Path:
        return self.project.records / "articles" / f"{ARTICLE}.yaml"

    @property
    def candidates(self) -> Path:
        return self.project.candidates / f"{ARTICLE}.yaml"

    def statements(self) -> list[dict[str, Any]]:
        """The statements on disk."""
        tree = load_yaml(self.article.read_bytes(), "article").tree
        return tree["statements"]  # type: ignore[index,call-overload,return-value]


@dataclass
class World(OnDisk):
    """The project on disk, and what a reviewer does in it."""

    bench: Bench

    @property
    def opened(self) -> Opened:
        return self.bench.open(ARTICLE)

    @property
    def text(self) -> str:
        return self.opened.material.text

    def at(self, words: str, nth: int = 0) -> list[int]:
        """Where words stand, for the n-th time from 0: in code points."""
        start = -1
        for _ in range(nth + 1):
            start = self.text.index(words, start + 1)
        return [start, start + len(words)]

    def words(self, *spans: Any) -> list[str]:
        """What stands at spans."""
        return [self.text[s.start : s.end] for s in spans]

    def letters(self, start: str) -> str:
        """The letters of the candidate whose content begins with these words."""
        return next(
            c.letters
            for c in self.opened.desk.pending
            if c.statement.content[0].exact.startswith(start)
        )

    def draft(self, *operations: dict[str, Any]) -> Draft:
        return drafted(self.opened, OPERATIONS.validate_python(list(operations)))

    def item(self, ref: str, *operations: dict[str, Any]) -> Item:
        """An item after operations, none of which may be refused."""
        draft = self.draft(*operations)
        assert draft.refused == {}
        return draft.items[ref]

    def refusal(self, *operations: dict[str, Any]) -> str:
        """Why the last of some operations is refused."""
        draft = self.draft(*operations)
        assert list(draft.refused) == [len(operations) - 1]
        return draft.refused[len(operations) - 1]

    def save(self, *operations: dict[str, Any]) -> Any:
        return self.bench.save(
            ARTICLE, OPERATIONS.validate_python(list(operations)), self.opened.base
        )

    def is_canonical(self) -> bool:
        return not fmt(self.project, check=True).changed


MADE_UP = Path(__file__).parent / "project"


@pytest.fixture
def made_up(tmp_path: Path) -> Project:
    """A copy of the project on disk that a test may change; nothing is proposed yet."""
    return Project(Path(shutil.copytree(MADE_UP, tmp_path / "project")))


@pytest.fixture(scope="session")
def proposed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with candidates of the project's own engine; nobody writes into this folder."""
    root = Path(shutil.copytree(MADE_UP, tmp_path_factory.mktemp("proposed") / "project"))
    Bench(Project(root), REVIEWER, today=lambda: DAY).propose(ARTICLE)
    return root


@pytest.fixture
def world(proposed: Path, tmp_path: Path) -> World:
    """A copy of that project which a test may change, with a bench."""
    project = Project(Path(shutil.copytree(proposed, tmp_path / "project")))
    return World(project, Bench(project, REVIEWER, today=lambda: DAY))


# ------------------------------------------------------------------------------------------ over HTTP


@dataclass
class Sender:
    """What the page of a desk sends over HTTP; each part of it can be left out or forged."""

    port: int
    world: World

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self.port}"

    def send(
        self, method: str, path: str, body: Any = None, **headers: str | None
    ) -> httpx.Response:
        own = {
            "Host": f"{HOST}:{self.port}",
            TOKEN: SECRET,
            "Origin": self.origin if method == "POST" else None,
            "Content-Type": "application/json" if method == "POST" else None,
            "Sec-Fetch-Site": "same-origin",
        }
        own |= {name.replace("_", "-"): value for name, value in headers.items()}
        sent = [(name, value) for name, value in own.items() if value is not None]
        content = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        with httpx.Client(trust_env=False) as client:
            return client.request(method, f"{self.origin}{path}", content=content, headers=sent)

    def get(self, path: str, **headers: str | None) -> httpx.Response:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str | None) -> httpx.Response:
        return self.send("POST", path, body, **headers)

    def work(self, *operations: dict) -> dict:
        return {"base": self.world.opened.base, "operations": list(operations)}


@contextmanager
def answering(world: World) -> Iterator[Sender]:
    """A desk that answers on a port of this machine, in a thread of the tests."""
    with listening(0) as listener:
        port = listener.getsockname()[1]
        ready = threading.Event()
        server = server_of(world.bench, SECRET, port, ready.set)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        assert ready.wait(LONGEST)
        yield Sender(port, world)
        server.should_exit = True
        thread.join(LONGEST)


@pytest.fixture
def page(world: World) -> Iterator[Sender]:
    """The page of a desk, which may write."""
    with answering(world) as sender:
        yield sender


@pytest.fixture(scope="module")
def stranger(proposed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sender]:
    """The page of a desk at which nothing comes to be written."""
    root = Path(shutil.copytree(proposed, tmp_path_factory.mktemp("stranger") / "project"))
    with answering(
        World(Project(root), Bench(Project(root), REVIEWER, today=lambda: DAY))
    ) as sender:
        yield sender


# ------------------------------------------------------------------------------------- in the browser


class Reviewer:
    """Somebody at a desk in a real browser. What the browser complains of, or asks of others, is kept."""

    def __init__(self, context: BrowserContext, desk: Desk) -> None:
        self.desk = desk
        self.context = context
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.expected: set[str] = set()
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._dialog)
        self.page.on("request", lambda request: self.requests.append(request.url))

    def _dialog(self, dialog: Dialog) -> None:
        if dialog.type != "beforeunload":
            self.complaints.append(f"dialog: {dialog.message}")
        dialog.accept()

    def open(self, path: str = f"/articles/{ARTICLE}") -> Page:
        """Open a page of the desk as the command prints its address, and wait until the validators have answered."""
        self.page.goto(f"{self.desk.origin}{path}#token={self.desk.token}")
        if path != "/":
            self.validated()
        return self.page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def select(self, words: str, nth: int = 0) -> None:
        """Select words in the text with the mouse."""
        corners = self.page.evaluate(PLACE_OF_WORDS, [words, nth])
        (x, y), (to_x, to_y) = corners
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move((x + to_x) / 2, (y + to_y) / 2)
        self.page.mouse.move(to_x, to_y)
        self.page.mouse.up()
        expect(self.page.locator("#picked-words")).to_contain_text(words[:40])

    @property
    def current(self) -> Locator:
        """The card that is open."""
        return self.page.locator(".card.open")

    def visit(self, start: str) -> None:
        """Open the card of the statement whose content begins with these words."""
        self.page.locator(".card-head", has_text=start).first.click()
        expect(self.current).to_contain_text(start)

    def validated(self) -> None:
        """Wait until the validators have answered about what was done last."""
        expect(self.page.locator("#list .card").first).to_be_visible()
        self.page.wait_for_function(
            "() => document.getElementById('findings').dataset.fresh"
            " === String(JSON.parse(sessionStorage.getItem("
            "'review-work:' + location.pathname.split('/').at(-1)) ?? '{\"steps\":[]}')"
            ".steps.flat().length)"
        )

    def check(self) -> None:
        """Nothing was complained of, and nobody but the desk was asked for anything."""
        foreign = [url for url in self.requests if not url.startswith((self.desk.origin, "about:"))]
        complaints = [
            text for text in self.complaints if not any(one in text for one in self.expected)
        ]
        assert (complaints, foreign) == ([], [])


PLACE_OF_WORDS = """([words, nth]) => {
  const root = document.getElementById('source');
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let text = '';
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    nodes.push([text.length, node]);
    text += node.data;
  }
  let at = -1;
  for (let count = 0; count <= nth; count += 1) at = text.indexOf(words, at + 1);
  if (at < 0) throw new Error(`not in the text: ${words}`);
  const point = (place, isEnd) => {
    const [start, node] = nodes.findLast(([start]) => (isEnd ? start < place : start <= place));
    return [node, place - start];
  };
  const range = document.createRange();
  range.setStart(...point(at, false));
  range.setEnd(...point(at + words.length, true));
  range.startContainer.parentElement.scrollIntoView({ block: 'center' });
  const boxes = [...range.getClientRects()];
  const [first, last] = [boxes[0], boxes.at(-1)];
  const isRight = getComputedStyle(range.startContainer.parentElement).direction === 'rtl'
    || /[\\u0600-\\u06ff]/u.test(words);
  return isRight
    ? [[first.right - 0.5, first.top + first.height / 2], [last.left + 0.5, last.top + last.height / 2]]
    : [[first.left + 0.5, first.top + first.height / 2], [last.right - 0.5, last.top + last.height / 2]];
}"""
"""Where words of the text begin and end on the screen."""


@dataclass
class Desk(OnDisk):
    """A desk that was opened by the real command."""

    process: subprocess.Popen[str]
    origin: str
    token: str

    def end(self) -> int:
        """Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)

    def statement(self, start: str) -> dict[str, Any]:
        """The recorded statement whose content begins with these words."""
        return next(s for s in self.statements() if _exact(s["content"]).startswith(start))


def _exact(content: Any) -> str:
    first = content[0] if isinstance(content, list) else content
    return str(first["exact"] if isinstance(first, dict) else first)


@contextmanager
def opened_desk(project: Project, *arguments: str) -> Iterator[Desk]:
    """The desk of a project, as `dataset review` opens it."""
    command = [COMMAND, "review", "--no-browser", "--reviewer", REVIEWER, *arguments]
    with subprocess.Popen(command, cwd=project.root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        silence = threading.Timer(LONGEST, process.kill)
        silence.start()
        line = process.stdout.readline()
        silence.cancel()
        match = re.search(r"(http://127\.0\.0\.1:\d+)/\S*#token=(\S+)", line)
        try:
            assert match is not None, line
            yield Desk(project, process, match[1], match[2])
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
        assert process.wait(LONGEST) == 0


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One desk for all tests, which lay out the project anew: it reads again whatever has changed on the disk."""
    root = Path(shutil.copytree(MADE_UP, tmp_path_factory.mktemp("desk") / "project"))
    with opened_desk(Project(root)) as desk:
        yield desk


def laid_out(desk: Desk, project: Path) -> Desk:
    """The desk with the project as it is in another folder."""
    ended = desk.process.poll()
    assert ended is None, f"the desk that all tests share ended by itself, with {ended}"
    shutil.rmtree(desk.project.root / "dataset")
    shutil.copytree(project / "dataset", desk.project.root / "dataset")
    return desk


@pytest.fixture
def empty_desk(running: Desk) -> Desk:
    """A desk at which no candidate lies yet."""
    return laid_out(running, MADE_UP)


@pytest.fixture
def desk(running: Desk, proposed: Path) -> Desk:
    """A desk with candidates."""
    return laid_out(running, proposed)


@pytest.fixture
def short_desk(world: World) -> Iterator[Desk]:
    """A desk with candidates that a test may end."""
    with opened_desk(world.project) as desk:
        yield desk


@pytest.fixture
def at_another_desk() -> Callable[[Project], World]:
    """What lets somebody else work on the same project."""
    return lambda project: World(project, Bench(project, "B. M.", today=lambda: DAY))


@pytest.fixture
def at_desk(browser: Browser) -> Iterator[Callable[..., Reviewer]]:
    """What brings a reviewer to a desk, with a screen and a taste for light or dark."""
    reviewers: list[Reviewer] = []

    def come(desk: Desk, *, phone: bool = False, dark: bool = False, **more: Any) -> Reviewer:
        context = browser.new_context(
            viewport=PHONE if phone else SCREEN,  # type: ignore[arg-type]
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            has_touch=phone,
            **more,
        )
        context.set_default_timeout(60_000)
        reviewers.append(Reviewer(context, desk))
        return reviewers[-1]

    yield come
    for reviewer in reviewers:
        reviewer.check()
    for reviewer in reviewers:
        reviewer.context.close()
