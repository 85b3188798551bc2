"""Write all that is generated: codebook, JSON Schemas, code pages, agreement, evaluation, CITATION.cff.

`--check` tells what is stale.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from dataset.project import Project
from dataset.releasing import citation_cff
from dataset.releasing.about import read_about
from schema.codebook import codebook, json_schemas
from scripts import agreement, evaluation_page
from scripts.candidates import form as candidates
from scripts.standoff import form
from validation import code_pages, render_json
from validation.findings import Unusable

ROOT = Path(__file__).resolve().parent.parent


def generated() -> Iterator[tuple[str, str]]:
    """Path from the project root, and text, of every generated file."""
    yield "docs/codebook.md", codebook()
    for name, text in json_schemas():
        yield f"docs/json-schema/{name}", text
    report = json.dumps(render_json.schema(), indent=2, ensure_ascii=False)
    yield "docs/json-schema/report.schema.json", f"{report}\n"
    standoff = json.dumps(form.json_schema(), indent=2, ensure_ascii=False)
    yield "docs/json-schema/standoff.schema.json", f"{standoff}\n"
    yield "docs/json-schema/candidates.schema.json", candidates.json_schema()
    yield from code_pages.pages()
    yield agreement.PAGE, agreement.page()
    figures = json.dumps(agreement.figures(), indent=2, ensure_ascii=False)
    yield agreement.FIGURES, f"{figures}\n"
    project = Project(ROOT)
    about, findings = read_about(project)
    if about is None:
        raise Unusable("; ".join(f"{f.place} {f.code} {f.message} ({f.found})" for f in findings))
    yield citation_cff.FILE_NAME, citation_cff.of_checkout(project, about)
    yield evaluation_page.PAGE, evaluation_page.page(project)


def stale(root: Path = ROOT) -> list[str]:
    """Generated files that differ from what the models yield, or that nothing generates any more."""
    wanted = dict(generated())
    found = [name for name, text in wanted.items() if _read(root / name) != text]
    kept = {
        path.relative_to(root).as_posix()
        for folder, pattern in (("docs/json-schema", "*.json"), (code_pages.FOLDER, "*.md"))
        for path in (root / folder).rglob(pattern)
    }
    return sorted([*found, *(kept - wanted.keys())])


def write(root: Path = ROOT) -> list[str]:
    """Bring every generated file up to date; returns those that changed."""
    changed = stale(root)
    wanted = dict(generated())
    for name in changed:
        path = root / name
        if name in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[name], encoding="utf-8")
        else:
            path.unlink()
    return changed


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def main(arguments: list[str]) -> int:
    """Write, or with `--check` only compare. Exit code 1 if something is stale, 2 if nothing can be made."""
    try:
        return _run(arguments)
    except Unusable as unusable:
        print(unusable, file=sys.stderr)
        return 2


def _run(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        found = stale()
        for name in found:
            print(f"{name} is stale; run `make generate`")
        return 1 if found else 0
    for name in write():
        print(f"wrote {name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
