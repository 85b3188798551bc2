"""Everything of a release but its publication: checks, tables, comparison, metadata, manifest.

All of it happens in a hidden folder beside the releases. Nobody sees it, and a process that is
killed leaves nothing but that folder, which the next release removes.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dataset.building.build import Step, build_tables, check_records
from dataset.building.parquet import flush, write
from dataset.project import Project
from dataset.releasing import changelog, diff_render, difference, git, manifest, version_rule
from dataset.releasing.about import About, read_about
from dataset.releasing.difference import Difference, Side
from dataset.releasing.facts import gather
from dataset.releasing.metadata import cross_check, write_metadata
from dataset.releasing.version_rule import Bump
from dataset.releasing.versions import Version, newest
from schema.tables import SCHEMA_VERSION
from validation import render_json
from validation.allowlist import conclude
from validation.findings import CheckRun, Finding, Place, Report

MARKDOWN_ROWS = 200
"""Rows of one table that CHANGES.md lists; changes.json has all."""

TEXT_ROWS = 10
"""Rows of one table that the command prints."""

Evaluate = Callable[[Path], str]
"""Measures the extractor against the tables of a folder; returns the text of `evaluation.json`."""


@dataclass
class Prepared:
    """A release that lies ready, or the findings that forbid it."""

    version: Version
    date: dt.date
    folder: Path
    report: Report
    last: Version | None = None
    bump: Bump | None = None
    section: str = ""
    summary: tuple[str, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands against publishing it."""
        return self.report.exit_code() == 0


def prepare(
    project: Project,
    version: Version,
    date: dt.date,
    folder: Path,
    step: Step,
    evaluate: Evaluate | None = None,
) -> Prepared:
    """Put a complete release into an empty folder, with what `evaluate` measures if it is given.

    All that forbids it is found in one run, as far as one thing does not hide another: an unclean
    state of records yields no tables to compare. Raises Unusable when git, or a file, cannot be read.
    """
    prepared = Prepared(version, date, folder, Report())
    report = prepared.report
    last = newest(project)
    prepared.last = last[0] if last else None
    step("looking at git and the notes")
    _add(report, "version", _order(project, version, prepared.last))
    _add(report, "committed", _uncommitted(project))
    _add(report, "change notes", changelog.check(project.root))
    about, malformed = read_about(project)
    _add(report, "release metadata", malformed)
    checked = check_records(project, step, form=True, today=date)
    if checked.is_clean:
        step("building tables")
        folder.mkdir()
        for name, table in build_tables(checked).items():
            write(table, folder / f"{name}.parquet")
        _check_tables(checked.report, folder, step)
    conclude(checked.report, checked.allowlist, date)
    report.extend(checked.report)
    if not checked.is_clean or about is None:
        return prepared
    with _compared(last, folder, step) as found:
        if found is not None:
            prepared.bump = version_rule.smallest_bump(found)
            gone = version_rule.refusals(found, project.name(project.records / "retired.yaml"))
            _add(report, "published ids", gone)
            place = project.name(project.releases / str(version))
            rule = version_rule.too_small(version, last[0], prepared.bump, place) if last else []
            _add(report, "version rule", rule)
            prepared.summary = tuple(
                diff_render.text(found, prepared.bump, prepared.last, limit=TEXT_ROWS)
            )
        if report.exit_code() == 0:
            step("writing metadata")
            _write_changes(prepared, project.root, found)
    if report.exit_code() == 0:
        if evaluate is not None:
            step("evaluating the extractor")
            (folder / manifest.EVALUATION).write_text(evaluate(folder), "utf-8", newline="\n")
        _write_rest(prepared, project, about, last, checked.report)
    return prepared


def _add(report: Report, check: str, findings: Iterable[Finding]) -> None:
    found = list(findings)
    report.findings += found
    report.runs.append(CheckRun(check, "failed" if found else "passed", 1))


def _order(project: Project, version: Version, last: Version | None) -> Iterator[Finding]:
    place = Place(project.name(project.releases / str(version)))
    if (project.releases / str(version)).exists():
        hint = "a release is never changed; choose the next version"
        yield Finding(
            "REL010", "this version is released already", place, found=str(version), hint=hint
        )
    elif last is not None and version < last:
        hint = f"choose a version above {last}"
        yield Finding("REL010", f"{last} is released already", place, found=str(version), hint=hint)


def _uncommitted(project: Project) -> Iterator[Finding]:
    for name in git.uncommitted(project.root):
        hint = "commit it or take it back; a release is made from a commit"
        yield Finding("REL011", "differs from the last commit", Place(name), hint=hint)


def _check_tables(report: Report, folder: Path, step: Step) -> None:
    from dataset.building.check import check_folder

    report.extend(check_folder(folder, step))


@contextmanager
def _compared(
    last: tuple[Version, Path] | None, folder: Path, step: Step
) -> Iterator[Difference | None]:
    """What differs from the last release; None if there is none."""
    if last is None:
        yield None
        return
    step(f"comparing with {last[0]}")
    before, after = Side(str(last[0]), last[1]), Side("the new release", folder)
    scratch = folder / ".scratch"
    scratch.mkdir()
    try:
        with difference.compare(before, after, scratch=scratch) as found:
            yield found
    finally:
        shutil.rmtree(scratch)


def _write_changes(prepared: Prepared, root: Path, found: Difference | None) -> None:
    """`changes.json` and `CHANGES.md`: what people wrote of the release, then what was measured."""
    section = changelog.section(root, prepared.version, prepared.date)
    lines: Iterable[str] = ("This is the first release: everything in it is new.",)
    document: Iterable[str] = ('{"format": 1, "before": null}',)
    if found is not None and prepared.bump is not None:
        lines = diff_render.markdown(found, prepared.bump, prepared.last, MARKDOWN_ROWS)
        document = diff_render.as_json(found, prepared.bump, prepared.last)
    prepared.section = f"{section}\n### Records\n\n" + "".join(f"{line}\n" for line in lines)
    _write(prepared.folder / "CHANGES.md", [prepared.section.rstrip("\n")])
    _write(prepared.folder / "changes.json", document)


def _write_rest(
    prepared: Prepared,
    project: Project,
    about: About,
    last: tuple[Version, Path] | None,
    report: Report,
) -> None:
    """Verdict, metadata, manifest and checksums, in this order: each names what came before it."""
    folder = prepared.folder
    _write(folder / "validation.json", render_json.render(report))
    facts = gather(folder, version=str(prepared.version), date=prepared.date)
    given = {"agreement": project.agreement, "evaluation": folder / manifest.EVALUATION}
    figures = {name: path for name, path in given.items() if path.is_file()}
    write_metadata(facts, about, folder, **figures)
    _add(prepared.report, "metadata of the release", cross_check(folder))
    manifest.seal(
        folder,
        version=str(prepared.version),
        date=prepared.date.isoformat(),
        schema_version=SCHEMA_VERSION,
        previous=manifest.Previous.of(last[1]) if last is not None else None,
        git=manifest.Git(inputs=git.input_ids(project.root)),
        changelog=tuple(path.name for path in changelog.notes(project.root)),
    )
    for path in (*manifest.files_in(folder).values(), *_folders(folder)):
        flush(path)


def _folders(folder: Path) -> Iterator[Path]:
    yield from (path for path in folder.rglob("*") if path.is_dir())
    yield folder


def _write(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(f"{line}\n" for line in lines)
