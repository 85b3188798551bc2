"""How quick a site of 10,000 statements is: making it, the first paint of its pages from disk, and its search.

    python -m scripts.benchmarks.site --statements 10000

Articles, statements and meetings of the newest release are copied under new ids as often as it takes, into a scratch
folder, and a site is made of it. A real browser then opens its pages, each in a new window, and asks its search.
Needs Chromium and the development packages.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[2]

COPIED = {"articles", "statements", "meetings"}
"""Records that grow in number with the articles; people, bodies, posts and values stay as many as they are."""

QUERIES = {
    "first word, at once": "security",
    "a common word": "iraq",
    "three words": "security cooperation border",
    "a phrase": '"inevitable need"',
    "no such word": "zzzz",
    "nothing, all statements": "",
}
FACETS = {"speaker": "ali-shamkhani", "act": "request", "side": "IRN", "topic": "regional-security"}

PAINT = """() => new Promise((done) => {
  const found = performance.getEntriesByName('first-contentful-paint')[0];
  if (found) done(found.startTime);
  else new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === 'first-contentful-paint') done(entry.startTime);
  }).observe({ type: 'paint', buffered: true });
})"""

ASK = """([id, value]) => {
  const field = document.getElementById(id);
  field.value = value;
  const start = performance.now();
  field.dispatchEvent(new Event('input', { bubbles: true }));
  return performance.now() - start;
}"""


def enlarge(release: Path, folder: Path, copies: int) -> Path:
    """Write a release with so many copies of every article, statement and meeting, sealed as a release is."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from dataset.releasing import manifest
    from schema.tables import TABLES

    shutil.copytree(release, folder)
    said = manifest.read(release)
    for table in TABLES:
        rows = pq.read_table(release / f"{table.name}.parquet").to_pylist()
        ids = [c.name for c in table.columns if c.references in COPIED]
        ids += [table.key[0]] if table.name.removesuffix("_wide") in COPIED else []
        made = list(_copies(rows, sorted(set(ids)), copies))
        schema = pq.read_schema(release / f"{table.name}.parquet")
        pq.write_table(pa.Table.from_pylist(made, schema=schema), folder / f"{table.name}.parquet")
    for name in (manifest.NAME, manifest.SUMS):
        (folder / name).unlink()
    kept = ("version", "date", "schema_version", "previous", "git", "changelog")
    manifest.seal(folder, **{name: getattr(said, name) for name in kept})
    return folder


def _copies(
    rows: Sequence[Mapping[str, Any]], ids: Sequence[str], copies: int
) -> Iterator[dict[str, Any]]:
    """Each row as often as wanted, under other ids; once, if it belongs to none of the records that are copied."""
    for number in range(copies):
        for row in rows:
            changed = [name for name in ids if row[name] is not None]
            if row.get("record_table") in COPIED and row["record_id"] is not None:
                changed.append("record_id")
            if changed or number == 0:
                new = {name: f"{row[name]}-{number}" for name in changed} if number else {}
                yield {**row, **new}


def first_paints(browser: Browser, site: Path, name: str, repeat: int) -> list[float]:
    """Milliseconds until something of a page is seen, each time in a new window."""
    found = []
    for _ in range(repeat):
        context = browser.new_context(viewport={"width": 1200, "height": 900})
        page = context.new_page()
        page.goto((site / name).as_uri(), wait_until="commit")
        found.append(float(page.evaluate(PAINT)))
        context.close()
    return found


def searches(browser: Browser, site: Path, repeat: int) -> Iterator[tuple[str, list[float]]]:
    """Milliseconds from a change in the form until all is shown, by what was asked."""
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.goto((site / "statements.html").as_uri())
    for what, query in QUERIES.items():
        times = 1 if what.startswith("first") else repeat
        yield what, [float(page.evaluate(ASK, ["q", query])) for _ in range(times)]
    for field, value in FACETS.items():
        # Set and cleared in turns: every other change is the one that is measured.
        both = [page.evaluate(ASK, [field, chosen]) for chosen in (value, "") * repeat]
        yield f"{field} = {value}", [float(taken) for taken in both[::2]]
    page.close()


def main(arguments: Sequence[str]) -> int:
    """Make, measure and print."""
    from playwright.sync_api import sync_playwright

    from dataset.project import Project
    from dataset.releasing.versions import newest
    from dataset.site.build import build_site

    parser = argparse.ArgumentParser("scripts.benchmarks.site", description=__doc__)
    parser.add_argument("--statements", type=int, default=10_000, help="at least so many")
    parser.add_argument("--repeat", type=int, default=9, help="how often each figure is taken")
    parser.add_argument(
        "--keep", type=Path, help="a folder for the site, instead of a scratch folder"
    )
    options = parser.parse_args(arguments)
    project = Project(ROOT)
    last = newest(project)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if last is None or chromium is None:
        print("needs a release, and Chromium on the PATH", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
        copies = -(-options.statements // _statements(last[1]))
        release = enlarge(last[1], Path(scratch) / str(last[0]), copies)
        site = options.keep or Path(scratch) / "site"
        begun = time.perf_counter(), time.process_time()
        made = build_site(release, site, project.sources, lambda _: None)
        wall, cpu = time.perf_counter() - begun[0], time.process_time() - begun[1]
        size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) / 1e6
        print(f"{_statements(release)} statements, {made.pages} pages, {size:.0f} MB")
        print(f"made in {wall:.1f} s ({cpu:.1f} s of processor time)\n")
        record = next((site / "record").iterdir()).name
        pages = (
            "index",
            "statements",
            "timeline",
            "network",
            "topics",
            "meetings",
            "articles",
            "officials",
        )
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            print("| first paint of | median ms | worst ms |\n| --- | ---: | ---: |")
            for name in [*(f"{page}.html" for page in pages), f"record/{record}"]:
                _print(name, first_paints(browser, site, name, options.repeat))
            print("\n| search for | median ms | worst ms |\n| --- | ---: | ---: |")
            for what, taken in searches(browser, site, options.repeat):
                _print(what, taken)
            browser.close()
    return 0


def _statements(release: Path) -> int:
    import pyarrow.parquet as pq

    return int(pq.read_metadata(release / "statements.parquet").num_rows)


def _print(what: str, taken: Sequence[float]) -> None:
    print(f"| {what} | {statistics.median(taken):.0f} | {max(taken):.0f} |")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
