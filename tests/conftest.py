"""What many tests share: a copy of the project's records and sources that a test may break."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import settings
from typer.testing import CliRunner, Result

from dataset.building.build import build_tables, check_records
from dataset.building.parquet import publish
from dataset.project import Project

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parent.parent
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1200, "height": 900}

# Nothing that the browser does by itself may reach for a network.
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)

# A busy machine is no fault of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def _interrupts_are_heard() -> None:
    """A suite that a shell starts in the background ignores Ctrl-C, and so would the commands it starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A copy of the records and sources, in a folder of its own."""
    root = tmp_path / "project"
    for name in ("records", "sources"):
        shutil.copytree(ROOT / "dataset" / name, root / "dataset" / name)
    shutil.copy(ROOT / "pyproject.toml", root)
    return Project(root)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the project, built once for all tests; nobody writes into this folder."""
    folder = tmp_path_factory.mktemp("built") / "parquet"
    checked = check_records(Project(ROOT))
    assert checked.is_clean
    publish(build_tables(checked), folder)
    return folder


@dataclass(frozen=True)
class Documented:
    """A report with Data Docs, in `folder`, of `tables`; `verdicts` as `gx_docs.write` gave them, by check."""

    tables: Path
    folder: Path
    verdicts: dict[str, bool]
    done: Result


SCRIPT = '<script>document.title="taken"</script><img src=x onerror="alert(1)">'


@pytest.fixture(scope="session")
def documented(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Documented:
    """The report of a folder of Parquet in which one value is wrong, and is a script; nobody writes into it.

    Great Expectations takes its time, so it is made once, by the command itself.
    """
    from dataset.cli import app
    from validation import gx_docs

    base = tmp_path_factory.mktemp("documented")
    tables = Path(shutil.copytree(built, base / "parquet"))
    path = tables / "meetings.parquet"
    schema = pq.read_schema(path)
    rows = pq.read_table(path).to_pylist()
    rows[0]["modality"] = SCRIPT
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)
    verdicts: dict[str, bool] = {}
    write = gx_docs.write

    def heard(*arguments: Any) -> dict[str, bool]:
        verdicts.update(write(*arguments))
        return verdicts

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gx_docs, "write", heard)
        out = base / "report"
        done = CliRunner().invoke(app, ["validate", str(tables), "--report", str(out)])
    return Documented(tables, out, verdicts, done)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as the machine has it; playwright's own download is never asked for."""
    from playwright.sync_api import expect, sync_playwright

    found = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    expect.set_options(timeout=60_000)  # a busy machine is no fault of the pages
    if found is None:
        pytest.fail(
            "there is no Chromium on this machine; `apt-get install chromium` (.ci/run does)"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(SWITCHES))
        yield browser
        browser.close()


class Visitor:
    """Somebody who opens pages from disk; what the browser complains of or asks for is kept.

    A context of a browser is a window of its own; `root` is the folder of the pages.
    """

    def __init__(self, context: BrowserContext, root: Path) -> None:
        self.root = root
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))
        context.on("request", lambda request: self.requests.append(request.url))

    def open(self, address: str) -> Page:
        """Go to an address below the folder, as its pages write them, and wait until its charts are drawn."""
        path, sign, rest = address.partition("#" if "#" in address else "?")
        self.page.goto("about:blank")
        self.page.goto((self.root / path).as_uri() + sign + rest)
        self.drawn()
        return self.page

    def drawn(self) -> None:
        """Wait until every chart of the page is drawn."""
        from playwright.sync_api import expect

        expect(self.page.locator("[data-chart]:not([data-drawn])")).to_have_count(0)

    def check(self) -> None:
        """Nothing was complained of, and nothing but files of the folder was asked for."""
        home = self.root.as_uri() + "/"
        foreign = [
            url for url in self.requests if not url.startswith((home, "about:", "blob:", "data:"))
        ]
        assert (self.complaints, foreign) == ([], [])


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """What sends a visitor to a folder of pages, with a screen and a taste for light or dark."""
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def send(root: Path, *, phone: bool = False, dark: bool = False, **more: Any) -> Visitor:
        context = browser.new_context(
            viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            **more,
        )
        context.set_default_timeout(60_000)
        contexts.append(context)
        visitors.append(Visitor(context, root))
        return visitors[-1]

    yield send
    for visitor in visitors:
        visitor.check()
    for context in contexts:
        context.close()
