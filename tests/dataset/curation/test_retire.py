"""A published record goes, its tombstone stays, and nothing else changes."""

from __future__ import annotations

import pytest

from dataset.building.build import build_tables, check_records
from dataset.curation.read import read
from dataset.curation.retire import Tombstone, retire
from dataset.project import Project
from validation.findings import Unusable

ARTICLE = "iran-daily-expel-us"
STATEMENT = "iran-daily-expel-us-zfp"
NEXT = "iran-daily-expel-us-pdh"
MEETING = "kadhimi-qalibaf-talks-tjm"
OTHER_MEETING = "kadhimi-khamenei-talks-dfn"
SMALL_ARTICLE = "al-mayadeen-letter-to-un"
OTHER_ARTICLE = "al-mayadeen-regional-security"
MEETINGS = "dataset/records/meetings.yaml"
RETIRED = "dataset/records/retired.yaml"


def stone(id_: str, replaced_by: str | None = None, since: str | None = None) -> Tombstone:
    return Tombstone(
        id_, "", "merged" if replaced_by else "error", "For a test.", replaced_by, since
    )


def snapshot(project: Project) -> dict[str, bytes]:
    return {
        project.name(path): path.read_bytes() for path in sorted(project.records.rglob("*.yaml"))
    }


def ids(project: Project, table: str) -> set[str]:
    records = read(project).records
    pairs = {"statements": records.statements, "tenures": records.tenures}
    if table in pairs:
        return {entry.id for _, entry in pairs[table]()}
    return {entry.id for entry in getattr(records, table)}


def test_a_statement_goes_and_its_tombstone_stays(project: Project) -> None:
    before = snapshot(project)
    file = f"dataset/records/articles/{ARTICLE}.yaml"

    done = retire(project, stone(STATEMENT, since="1.1.0"))

    assert (done.changed, done.removed, done.redirected) == ([RETIRED, file], [], 0)
    assert STATEMENT not in ids(project, "statements")
    (entry,) = read(project).records.retired
    assert (entry.id, entry.record.record_table, entry.record.reason, entry.record.since) == (
        STATEMENT,
        "statements",
        "error",
        "1.1.0",
    )
    checked = check_records(project, form=True)
    assert checked.report.findings == []
    tables = build_tables(checked)
    assert tables["retired"]["retired_id"].to_pylist() == [STATEMENT]
    assert STATEMENT not in tables["anchors"]["record_id"].to_pylist()
    after = snapshot(project)
    assert {name for name in before if before[name] != after[name]} == {RETIRED, file}


def test_only_the_lines_of_the_record_leave_its_file(project: Project) -> None:
    path = project.records / "articles" / f"{ARTICLE}.yaml"
    text = path.read_text("utf-8").replace(
        f"  - id: {STATEMENT}\n", f"  # about this one\n  - id: {STATEMENT}\n"
    )
    marked = text.replace(f"  - id: {NEXT}\n", f"  # stays with the next\n  - id: {NEXT}\n")
    path.write_text(marked, "utf-8")

    retire(project, stone(STATEMENT))

    start = marked.index("  # about this one\n")
    end = marked.index("  # stays with the next\n")
    assert path.read_text("utf-8") == marked[:start] + marked[end:]


def test_references_to_a_merged_record_lead_to_what_replaces_it(project: Project) -> None:
    done = retire(project, stone(MEETING, OTHER_MEETING))

    assert done.redirected > 3
    text = b"".join(snapshot(project).values()).decode()
    assert text.count(f"meeting_id: {MEETING}") == 0
    (entry,) = read(project).records.retired
    assert entry.record.replaced_by == OTHER_MEETING
    assert {f.code for f in check_records(project).report.findings} & {"REF001", "REF004"} == set()


def test_a_reference_that_would_lead_nowhere_is_named_and_nothing_is_written(
    project: Project,
) -> None:
    before = snapshot(project)

    done = retire(project, stone(MEETING))

    places = {f.place.file for f in done.report.findings}
    assert f"dataset/records/articles/{ARTICLE}.yaml" in places
    first = done.report.sorted()[0]
    assert (first.code, first.record) == ("REL013", MEETING)
    assert first.place.line > 0
    assert snapshot(project) == before


def test_an_article_goes_with_its_statements_only_if_that_is_said(project: Project) -> None:
    before = snapshot(project)
    with pytest.raises(Unusable, match="move or retire them first, or give --with-children"):
        retire(project, stone(SMALL_ARTICLE))
    assert snapshot(project) == before
    statements = {id_ for id_ in ids(project, "statements") if id_.startswith(SMALL_ARTICLE)}

    done = retire(project, stone(SMALL_ARTICLE, OTHER_ARTICLE), with_children=True)

    assert done.removed == [f"dataset/records/articles/{SMALL_ARTICLE}.yaml"]
    assert {s.id for s in done.tombstones} == {SMALL_ARTICLE, *statements}
    assert {s.table for s in done.tombstones} == {"articles", "statements"}
    assert {s.id for s in done.tombstones if s.replaced_by} == {SMALL_ARTICLE}
    assert not (project.records / "articles" / f"{SMALL_ARTICLE}.yaml").exists()
    assert ids(project, "retired") == {SMALL_ARTICLE, *statements}


@pytest.mark.parametrize(
    "tombstone, message",
    [
        (stone("nobody-at-all"), "no record has the id 'nobody-at-all'"),
        (stone(MEETING, "nobody-at-all"), "no record has the id 'nobody-at-all'"),
        (stone(MEETING, MEETING), "cannot replace itself"),
        (stone(MEETING, "ali-shamkhani"), "is one of the officials and cannot replace"),
        (stone("ali-shamkhani"), "has [0-9]+ tenures; move or retire them first"),
    ],
)
def test_what_makes_no_sense_is_refused(
    project: Project, tombstone: Tombstone, message: str
) -> None:
    before = snapshot(project)

    with pytest.raises(Unusable, match=message):
        retire(project, tombstone)

    assert snapshot(project) == before


def test_names_without_permanence_have_no_tombstone(project: Project) -> None:
    reference = min(ids(project, "references"))

    with pytest.raises(Unusable, match="which have no permanent ids; delete it by hand"):
        retire(project, stone(reference))


def test_faults_of_syntax_anywhere_forbid_it(project: Project) -> None:
    path = project.root / MEETINGS
    path.write_text(path.read_text("utf-8") + "- id: [\n", "utf-8")
    before = snapshot(project)

    done = retire(project, stone(STATEMENT))

    assert [f.code for f in done.report.findings] == ["SYN001"]
    assert snapshot(project) == before


def test_the_registry_of_tombstones_is_made_when_it_is_not_there(project: Project) -> None:
    (project.root / RETIRED).unlink()

    done = retire(project, stone(STATEMENT))

    assert done.changed[0] == RETIRED
    assert ids(project, "retired") == {STATEMENT}
    assert check_records(project, form=True).report.findings == []
