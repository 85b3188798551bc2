# ruff: noqa: E501  # one case a line
from __future__ import annotations

import os
from pathlib import Path

import pytest

from dataset.curation import read as module
from dataset.curation.kinds import nested
from dataset.curation.read import read
from schema.articles import Article
from schema.base import Quote
from schema.evidence import Evidence
from schema.statements import Party, Statement
from validation.findings import Unusable

ARTICLE = "articles/daily-visit.yaml"


def only(result):
    assert len(result.report.findings) == 1, result.report.findings
    return result.report.findings[0]


def test_sound_project_is_read_whole(sample):
    result = read(sample.project)
    assert result.report.findings == []
    records = result.records
    assert [entry.id for entry in records.organizations] == ["norland", "daily"]
    assert [tenure.id for _, tenure in records.tenures()] == ["ada-lund-kqz", "ada-lund-bcd"]
    assert [s.id for _, s in records.statements()] == ["daily-visit-hjk", "daily-visit-lmn"]
    assert records.articles[0].path == ()
    assert records.meetings[0].record.ordinal == 6
    assert records.officials[0].record.tenures[1].acting is True
    assert records.articles[0].record.statements[1].content[1].prefix == "to "
    assert list(records.sources) == ["000.txt"]
    assert records.sources["000.txt"].startswith(b"Lund")
    assert (result.broken_ids, result.incomplete) == ({}, set())
    assert [(run.check, run.outcome, run.examined) for run in result.report.runs] == [
        ("syntax", "passed", 7),
        ("records", "passed", 8),
        ("sources in use", "passed", 1),
    ]


def test_positions_lead_to_key_and_value(sample):
    records = read(sample.project).records
    place = records.positions.place("dataset/records/officials.yaml", (0, "tenures", 1, "title"))
    assert (place.line, place.column) == (16, 14)
    key = records.positions.place(
        "dataset/records/officials.yaml", (0, "tenures", 1, "title"), key=True
    )
    assert (key.line, key.column) == (16, 7)
    assert records.positions.lines["dataset/records/officials.yaml"][15] == "      title: Editor"


# One thing broken, one finding. The caret-like mark stands where the finding must point.
MUTATIONS = {
    "unknown field": (ARTICLE, "    cue: urged", "    ‸queue: urged", "REC001", "queue"),
    "unknown field with a suggestion": (
        "officials.yaml",
        "  iso3: IRN",
        "  ‸iso: IRN",
        "REC001",
        "did you mean iso3?",
    ),
    "unknown field deep inside": (
        ARTICLE,
        "        basis: named\n",
        "        basis: named\n        ‸lable: Lund\n",
        "REC001",
        "did you mean label?",
    ),
    "required field misspelt": (
        ARTICLE,
        "speech_act: request",
        "‸speach_act: request",
        "REC001",
        "did you mean speech_act?",
    ),
    "missing field": (
        ARTICLE,
        "  - id: daily-visit-hjk\n    content: neighbours to join hands",
        "  - ‸id: daily-visit-hjk",
        "REC002",
        "content",
    ),
    "missing field of the record": ("retired.yaml", "- id: old-visit\n  record_table: meetings", "- ‸id: old-visit", "REC002", "record_table"),
    "part of a field's name": ("retired.yaml", "  record_table:", "  ‸table:", "REC001", "did you mean record_table?"),
    "empty required field": (ARTICLE, "    speech_act: request", "    ‸speech_act:", "REC002", "speech_act"),
    "empty quoted text": ("meetings.yaml", "title: Visit of Ada Lund", 'title: ‸""', "REC002", "title"),
    "empty content": (ARTICLE, "content: neighbours to join hands", 'content: ‸""', "REC002", "content"),
    "empty content without quotes": (ARTICLE, "    content: neighbours to join hands", "    ‸content:", "REC002", "content"),
    "empty list": (ARTICLE, "speakers:\n      - basis: pronoun\n        label: she", "speakers: ‸[]", "REC002", "speakers"),
    "empty entry": ("meetings.yaml", "- border-security", "-‸", "REC002", "empty entry"),
    "empty list field": ("meetings.yaml", "topics:\n    - border-security", "‸topics:", "REC003", "leave the field out"),
    "text for a number": ("meetings.yaml", "ordinal: 6", "ordinal: ‸sixth", "REC003", "not a whole number"),
    "number with a sign": ("collections.yaml", "n_included: 1", "n_included: ‸-1", "REC003", "not a whole number"),
    "text for a truth value": ("officials.yaml", "acting: true", "acting: ‸yes", "REC003", "neither true nor false"),
    "mapping for a text": ("officials.yaml", "  name: Ada Lund", "  name:\n    ‸given: Ada", "REC003", "a mapping"),
    "list for a text": (ARTICLE, "title: Lund in town", "title:\n  ‸- Lund", "REC003", "a list"),
    "text for a list": ("meetings.yaml", "topics:\n    - border-security", "topics: ‸border-security", "REC003", "not a list"),
    "text for a mapping": (ARTICLE, "- official_id: ada-lund\n        basis: named\n        label: Lund", "- ‸Lund", "REC003", "not a mapping"),
    "list for a quotation": (ARTICLE, "label: Lund", "label: ‸[Lund]", "REC003", "a list"),
    "not a number": (ARTICLE, "cue: urged", "cue: urged\n    extractor_score: ‸high", "REC003", "not a number"),
    "number out of range": (ARTICLE, "cue: urged", "cue: urged\n    extractor_score: ‸1.5", "REC006", "at most 1"),
    "negative number": (ARTICLE, "cue: urged", "cue: urged\n    extractor_score: ‸-0.5", "REC006", "at least 0"),
    "not a number at all": (ARTICLE, "cue: urged", "cue: urged\n    extractor_score: ‸nan", "REC006", "nan"),
    "not in a short vocabulary": (ARTICLE, "quote_type: indirect", "quote_type: ‸partial", "REC004", "one of direct, mixed, indirect"),
    "not in a vocabulary, nearly": (ARTICLE, "quote_type: indirect", "quote_type: ‸indirekt", "REC004", "did you mean indirect?"),
    "not in a long vocabulary": ("officials.yaml", "iso3: IRN", "iso3: ‸QQQQQ", "REC004", "dataset describe"),
    "vocabulary in a list": ("meetings.yaml", "- border-security", "- ‸borders-security", "REC004", "border-security"),
    "impossible date": ("meetings.yaml", "start: 2020-07-21", "start: ‸2021-02-29", "REC005", "2021-02-29"),
    "malformed id": ("officials.yaml", "- id: ada-lund\n", "- id: ‸Ada_Lund\n", "REC006", "lower-case"),
    "blank text": (ARTICLE, "title: Lund in town", 'title: ‸" "', "REC006", "blank"),
    "malformed address": ("references.yaml", "https://example.org/one", "‸example.org/one", "REC006", "pattern"),
    "path in a file name": (ARTICLE, "source_file: 000.txt", "source_file: ‸../000.txt", "REC006", "../000.txt"),
    "id too long": ("retired.yaml", "id: old-visit", f"id: ‸{'a' * 121}", "REC006", "at most 120"),
    "too many topics": ("meetings.yaml", "topics:\n    - border-security", "topics:\n    ‸- trade\n    - borders\n    - media\n    - other", "REC006", "at most 3"),
    "fields that contradict each other": ("organizations.yaml", "classification: state\n  ccode: 630", "classification: party\n  ccode: ‸630", "REC007", "630"),
    "output of the extractor that nobody reviewed": (ARTICLE, "speech_act: request\n", "speech_act: request\n    method: ‸extracted\n    extractor: rules-1\n    reviewed_by: A. L.\n", "REC007", "reviewed_on"),
    "a tier without an extractor": (ARTICLE, "speech_act: request\n", "speech_act: request\n    tier: ‸high\n", "REC007", "tier"),
    "contradiction deep inside": (ARTICLE, "- basis: pronoun\n        label: she", "- ‸basis: pronoun", "REC007", "label"),
    "contradiction by absence": (ARTICLE, "    quoted:\n      - We will\n    speakers:\n      - basis: pronoun\n        label: she\n    quote_type: ", "    speakers:\n      - basis: pronoun\n        label: she\n    quote_type: ‸", "REC007", "mixed"),
    "statement without id": (ARTICLE, "- id: daily-visit-hjk\n    content", "- ‸content", "REC008", "dataset fmt"),
    "statement with empty id": (ARTICLE, "id: daily-visit-hjk", "id:‸", "REC008", "dataset fmt"),
    "tenure without id": ("officials.yaml", "- id: ada-lund-kqz\n      organization_id", "- ‸organization_id", "REC008", "dataset fmt"),
    "statement of another article": (ARTICLE, "id: daily-visit-hjk", "id: ‸other-visit-hjk", "REC009", "daily-visit-<three letters>"),
    "statement id without letters": (ARTICLE, "id: daily-visit-hjk", "id: ‸daily-visit-1", "REC009", "daily-visit-1"),
    "tenure of another official": ("officials.yaml", "id: ada-lund-kqz", "id: ‸eva-lund-kqz", "REC009", "ada-lund-<three letters>"),
    "article not named like its file": (ARTICLE, "id: daily-visit\n", "id: ‸daily-trip\n", "REC009", "daily-trip.yaml"),
    "article id malformed": (ARTICLE, "id: daily-visit\n", "id: ‸Daily\n", "REC006", "lower-case"),
    "duplicate key": (ARTICLE, "cue: urged\n", "cue: urged\n    ‸cue: said\n", "SYN002", "cue"),
    "registry that is a mapping": ("retired.yaml", "- id: old-visit", "‸id: old-visit", "SYN009", "a mapping"),
    "entry that is no record": ("references.yaml", "  accessed: 2026-11-22\n", "  accessed: 2026-11-22\n- ‸page-two\n", "SYN009", "page-two"),
    "entry that is nothing": ("references.yaml", "  accessed: 2026-11-22\n", "  accessed: 2026-11-22\n-‸\n", "SYN009", "nothing"),
    "hidden character": ("officials.yaml", "name: Ada Lund", "name: Ada‸\u202eLund", "SYN005", "U+202E"),
}  # fmt: skip


@pytest.mark.parametrize("mutation", MUTATIONS.values(), ids=MUTATIONS.keys())
def test_one_broken_thing_is_one_finding(sample, mutation):
    name, old, new, code, words = mutation
    if name == "retired.yaml" and code == "SYN009":
        file, line, column = sample.replace(name, sample.text(name), "‸id: old-visit\n")
    else:
        file, line, column = sample.replace(name, old, new)
    result = read(sample.project)
    finding = only(result)
    assert (finding.code, finding.place.file) == (code, file)
    assert (finding.place.line, finding.place.column) == (line, column)
    assert words in f"{finding.message} ({finding.found}); {finding.hint}"
    run = next(run for run in result.report.runs if run.outcome == "failed")
    assert run.check == ("syntax" if code.startswith("SYN") else "records")


def test_texts_that_files_might_hold_are_read_instead_of_the_files(sample):
    path = sample.path(ARTICLE)
    other = sample.text(ARTICLE).replace("speech_act: commit", "speech_act: promise")

    assert only(read(sample.project, {path: other})).found == "promise"
    assert read(sample.project).report.findings == []


def test_findings_name_the_innermost_record(sample):
    sample.replace(ARTICLE, "speech_act: commit", "speech_act: ‸promise")
    assert only(read(sample.project)).record == "daily-visit-lmn"


def test_two_mistakes_are_two_findings_in_one_run(sample):
    sample.replace(ARTICLE, "cue: urged", "‸queue: urged")
    sample.replace(ARTICLE, "speech_act: commit", "speech_act: ‸promise")
    sample.replace("officials.yaml", "born: 1955", "born: ‸1955-13")
    assert sorted(f.code for f in read(sample.project).report.findings) == [
        "REC001",
        "REC004",
        "REC005",
    ]


def test_unlike_unknown_field_gets_no_suggestion(sample):
    sample.replace("officials.yaml", "  iso3: IRN", "  ‸zzzzzzzz: IRN")
    assert "did you mean" not in only(read(sample.project)).hint


def test_broken_record_is_left_out_and_remembered(sample):
    sample.replace("officials.yaml", "iso3: IRN", "iso3: ‸IRNN")
    sample.replace(
        ARTICLE,
        "location: body\n    channel: unknown\n    date:",
        "location: ‸rear\n    channel: unknown\n    date:",
    )
    result = read(sample.project)
    assert result.records.officials == []
    assert result.records.articles == []
    assert result.broken_ids == {
        "ada-lund": "officials",
        "ada-lund-kqz": "tenures",
        "ada-lund-bcd": "tenures",
        "daily-visit": "articles",
        "daily-visit-hjk": "statements",
        "daily-visit-lmn": "statements",
    }
    assert result.incomplete == set()


def test_file_that_stops_early_leaves_its_tables_incomplete(sample):
    sample.replace("officials.yaml", "      title: Editor", "      title: ‸@")
    result = read(sample.project)
    assert only(result).code == "SYN001"
    assert result.broken_ids["ada-lund"] == "officials"
    assert result.incomplete == {"officials", "tenures"}


def test_article_of_unusable_syntax_is_known_by_its_file_name(sample):
    sample.write(ARTICLE, "[\n")
    result = read(sample.project)
    assert result.broken_ids == {"daily-visit": "articles"}
    assert result.incomplete == {"articles", "statements"}


def test_article_that_is_a_list(sample):
    sample.write(ARTICLE, "- a\n")
    finding = only(read(sample.project))
    assert (finding.code, finding.found) == ("SYN009", "a list")


def test_missing_id_makes_the_table_incomplete(sample):
    sample.replace("meetings.yaml", "- id: lund-visit\n  title", "- ‸title")
    result = read(sample.project)
    assert (only(result).code, result.incomplete) == ("REC002", {"meetings"})


def test_owner_must_leave_room_for_its_ids(sample):
    long = "a" * 117
    text = sample.text("officials.yaml").replace("id: ada-lund\n", f"id: {long}\n")
    sample.write("officials.yaml", text.replace("    - id: ada-lund-kqz\n      ", "    - "))
    finding = only(read(sample.project))
    assert (finding.code, finding.place.line, finding.place.column) == ("REC006", 1, 7)


def test_sound_records_of_a_registry_survive_a_bad_neighbour(sample):
    sample.replace("organizations.yaml", "name: Norland Daily", "‸label: Norland Daily")
    result = read(sample.project)
    assert [entry.id for entry in result.records.organizations] == ["norland"]
    assert result.records.organizations[0].path == (0,)


# files


def test_registry_may_be_split_over_a_folder(sample):
    sample.write("officials/b.yaml", "- id: eva-lund\n  name: Eva Lund\n")
    sample.write("officials/a.yaml", "- id: ida-lund\n  name: Ida Lund\n")
    result = read(sample.project)
    assert result.report.findings == []
    assert [e.id for e in result.records.officials] == ["ada-lund", "ida-lund", "eva-lund"]
    assert result.records.officials[1].file == "dataset/records/officials/a.yaml"


def test_absent_registries_are_empty(sample):
    sample.path("retired.yaml").unlink()
    assert read(sample.project).records.retired == []


STRAYS = {
    "other ending": ("articles/other.yml", "wrong name"),
    "other ending of a registry": ("meetings.yml", "wrong name"),
    "not a slug": ("articles/Other Visit.yaml", "wrong name"),
    "hidden record file": ("articles/.other.yaml", "wrong name"),
    "unknown registry": ("people.yaml", "not a record file"),
    "articles in one file": ("articles.yaml", "wrong name"),
    "a note": ("articles/note.txt", "not a record file"),
    "a folder in a folder": ("articles/2020/other.yaml", "folder out of place"),
    "an unknown folder": ("people/other.yaml", "folder out of place"),
}


@pytest.mark.parametrize("stray", STRAYS.values(), ids=STRAYS.keys())
def test_stray_file_is_one_finding(sample, stray):
    name, words = stray
    sample.path(name).parent.mkdir(parents=True, exist_ok=True)
    sample.path(name).write_text("- id: other\n")
    result = read(sample.project)
    finding = only(result)
    assert finding.code == "SYN010"
    assert words in finding.message
    assert finding.place.file.startswith("dataset/records/")
    assert len(result.records.articles) == 1


def test_stray_that_may_be_a_registry_makes_it_incomplete(sample):
    sample.write("officials.yml", "[]")
    assert read(sample.project).incomplete == {"officials", "tenures"}


def test_files_of_editors_and_tools_are_passed_over(sample):
    sample.write("articles/.gitkeep", "")
    sample.write(".officials.yaml.swp", "")
    assert read(sample.project).report.findings == []


def test_links_are_not_followed(sample, tmp_path):
    outside = tmp_path / "outside.yaml"
    outside.write_text("- id: other\n  name: Other\n")
    sample.path("officials").mkdir()
    sample.path("officials/link.yaml").symlink_to(outside)
    finding = only(read(sample.project))
    assert (finding.code, finding.message) == ("SYN010", "a link")


def test_linked_folder_is_not_followed(sample, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    sample.path("officials").symlink_to(tmp_path / "elsewhere")
    assert only(read(sample.project)).code == "SYN010"


def test_records_folder_that_leads_out_is_unusable(sample, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    sample.project.records.rename(outside / "records")
    sample.project.records.symlink_to(outside / "records")
    with pytest.raises(Unusable, match="leads out"):
        read(sample.project)


def test_no_records_folder_is_unusable(sample):
    sample.project.records.rename(sample.project.root / "gone")
    with pytest.raises(Unusable, match="dataset/records"):
        read(sample.project)


def test_file_beyond_the_limit_is_not_read_whole(sample, monkeypatch):
    monkeypatch.setattr(module, "MAX_BYTES", 10)
    monkeypatch.setattr("dataset.curation.yaml_reader.MAX_BYTES", 10)
    result = read(sample.project)
    assert {f.code for f in result.report.findings} == {"SYN008"}
    assert len(result.report.findings) == 7


def test_unreadable_file_is_one_line(sample, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(Unusable, match=r"collections.yaml: cannot be read \(Permission denied\)"):
        read(sample.project)


# sources


def test_source_that_leads_out_is_not_read(sample, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    source = sample.project.sources / "000.txt"
    source.unlink()
    source.symlink_to(secret)
    assert read(sample.project).records.sources == {}


def test_missing_source_is_left_to_the_quote_proof(sample):
    (sample.project.sources / "000.txt").unlink()
    result = read(sample.project)
    assert (result.records.sources, result.report.findings) == ({}, [])


@pytest.mark.parametrize(
    "make", [Path.touch, Path.mkdir, os.mkfifo], ids=["file", "folder", "pipe"]
)
def test_a_source_of_no_article_is_told(sample, make):
    make(sample.project.sources / "forgotten.txt")
    for passed_over in ("README.md", ".hidden"):
        (sample.project.sources / passed_over).touch()
    (finding,) = read(sample.project).report.findings
    assert (finding.code, finding.severity) == ("QUO014", "warning")
    assert finding.place.file == "dataset/sources/forgotten.txt"


def test_a_broken_article_may_use_any_source(sample):
    (sample.project.sources / "forgotten.txt").touch()
    sample.replace("articles/daily-visit.yaml", "language: en", "language: ‸xx")
    result = read(sample.project)
    assert "QUO014" not in {finding.code for finding in result.report.findings}
    assert ("sources in use", "not-run") in {(r.check, r.outcome) for r in result.report.runs}


def test_source_beyond_the_limit_is_not_read(sample, monkeypatch):
    monkeypatch.setattr(module, "MAX_BYTES", 20)
    (sample.project.sources / "000.txt").write_text("x" * 21)
    monkeypatch.setattr(module, "_content", lambda file: file.path.read_bytes())
    assert read(sample.project).records.sources == {}


def test_unreadable_source_is_one_line(sample, monkeypatch):
    whole = Path.open

    def refuse_texts(path, *args):
        if path.suffix == ".txt":
            raise PermissionError(13, "Permission denied")
        return whole(path, *args)

    monkeypatch.setattr(Path, "open", refuse_texts)
    with pytest.raises(Unusable, match=r"000.txt: cannot be read \(Permission denied\)"):
        read(sample.project)


# models


def test_nested_models_are_found_through_lists_and_options():
    assert nested(Article, "statements") is Statement
    assert nested(Statement, "content") is Quote
    assert nested(Party, "label") is Quote
    assert nested(Statement, "evidence") is Evidence
    assert nested(Statement, "topics") is None
    assert nested(Statement, "no_such_field") is None
