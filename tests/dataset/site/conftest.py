"""The site of the newest release, made once, releases that a test may change, and a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from dataset.project import Project
from dataset.releasing import manifest
from dataset.releasing.versions import newest
from dataset.site import tables
from dataset.site.build import build_site
from dataset.site.tables import Tables
from dataset.site.views import Views

ROOT = Path(__file__).resolve().parents[3]
PROJECT = Project(ROOT)
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

Rows = list[dict[str, Any]]
Change = Callable[[Rows], None]


def silent(_: str) -> None:
    """Nobody looks at the progress."""


@pytest.fixture(scope="session")
def newest_release() -> Path:
    """The newest release of the project; nobody writes into it."""
    found = newest(PROJECT)
    assert found is not None
    return found[1]


@pytest.fixture(scope="session")
def release_tables(newest_release: Path) -> Tables:
    """All its rows."""
    return tables.read(newest_release)


@pytest.fixture(scope="session")
def views(release_tables: Tables) -> Views:
    """Its records as pages show them, with the source texts at hand."""
    return Views(release_tables, PROJECT.sources)


@pytest.fixture(scope="session")
def site(newest_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its site, in a folder whose name a careless link would stumble over; nobody writes into it."""
    out = tmp_path_factory.mktemp("site") / "a site, 100% of it"
    build_site(newest_release, out, PROJECT.sources, silent)
    return out


@pytest.fixture
def changed(newest_release: Path, tmp_path: Path) -> Callable[..., Path]:
    """What makes a release with some tables changed, sealed anew so that it is sound."""

    def change(**changes: Change) -> Path:
        folder = Path(shutil.copytree(newest_release, tmp_path / newest_release.name))
        said = manifest.read(folder)
        for name, edit in changes.items():
            file = folder / f"{name}.parquet"
            schema = pq.read_schema(file)
            rows = pq.read_table(file).to_pylist()
            edit(rows)
            pq.write_table(pa.Table.from_pylist(rows, schema=schema), file)
        for name in (manifest.NAME, manifest.SUMS):
            (folder / name).unlink()
        kept = {"version", "date", "schema_version", "previous", "git", "changelog"}
        manifest.seal(folder, **{name: getattr(said, name) for name in kept})
        return folder

    return change


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as the machine has it; playwright's own download is never asked for."""
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
    """Somebody who opens pages of a site from disk; what the browser complains of or asks for is kept."""

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
        """Go to an address of the site, as its pages write them, and wait until its charts are drawn."""
        path, sign, rest = address.partition("#" if "#" in address else "?")
        self.page.goto("about:blank")
        self.page.goto((self.root / path).as_uri() + sign + rest)
        self.drawn()
        return self.page

    def drawn(self) -> None:
        """Wait until every chart of the page is drawn."""
        expect(self.page.locator("[data-chart]:not([data-drawn])")).to_have_count(0)

    def check(self) -> None:
        """Nothing was complained of, and nothing but files of the site was asked for."""
        home = self.root.as_uri() + "/"
        foreign = [
            url for url in self.requests if not url.startswith((home, "about:", "blob:", "data:"))
        ]
        assert (self.complaints, foreign) == ([], [])


@pytest.fixture
def visit(browser: Browser, site: Path) -> Iterator[Callable[..., Visitor]]:
    """What sends a visitor to a site, with a screen and a taste for light or dark."""
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def send(root: Path = site, *, phone: bool = False, dark: bool = False, **more: Any) -> Visitor:
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
