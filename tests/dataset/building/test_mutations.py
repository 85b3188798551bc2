"""One thing broken in the real records: exactly one finding, with the right code, line and column.

Each case replaces one text in one file. Where the finding must point is given as text too: the first place of
`at` after the change, or else in the file, so that the cases stay readable when the records grow.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dataset.building.build import check_records
from dataset.project import Project

ARTICLE = "dataset/records/articles/iran-daily-expel-us.yaml"
OFFICIALS = "dataset/records/officials.yaml"
ORGANIZATIONS = "dataset/records/organizations.yaml"
MEETINGS = "dataset/records/meetings.yaml"
COLLECTIONS = "dataset/records/collections.yaml"
RETIRED = "dataset/records/retired.yaml"
SOURCE = "dataset/sources/002_5bd232881ca3315c.txt"


@dataclass(frozen=True)
class Case:
    """One mutation and the finding it must give."""

    name: str
    file: str
    old: str
    new: str
    code: str
    at: str
    reported_in: str = ""
    last: bool = False


CASES = [
    Case(
        "one character of a quotation",
        ARTICLE,
        "content: Foreign forces won’t bring",
        "content: Foreign forces won't bring",
        "QUO001",
        "Foreign forces won't",
    ),
    Case(
        "a repeated headline without its suffix",
        ARTICLE,
        'content:\n      exact: Neighbors must join hands to expel evil US from region\n      suffix: "\\n\\nIran"',
        "content: Neighbors must join hands to expel evil US from region",
        "QUO002",
        "Neighbors must join hands to expel evil US from region",
    ),
    Case(
        "a cue that is not in the text",
        ARTICLE,
        "cue: welcomed",
        "cue: applauded",
        "QUO001",
        "applauded",
    ),
    Case(
        "a label that is not in the text",
        ARTICLE,
        "label: Washingtons",
        "label: Washington’s",
        "QUO001",
        "Washington’s",
    ),
    Case(
        "quoted words outside the content", ARTICLE, "- malicious\n", "- evil\n", "QUO008", "evil\n"
    ),
    Case(
        "an indirect quotation called direct",
        ARTICLE,
        "quote_type: mixed",
        "quote_type: direct",
        "QUO009",
        "direct",
    ),
    Case(
        "a body statement called a headline",
        ARTICLE,
        "location: lead",
        "location: headline",
        "QUO012",
        "headline",
    ),
    Case(
        "a title shortened by hand",
        ARTICLE,
        'title: "Iran: Neighbors must join hands to expel evil US from region"',
        'title: "Iran: Neighbors must join hands to expel US from region"',
        "QUO013",
        '"Iran: Neighbors must join hands to expel US',
    ),
    Case(
        "evidence that is not in the text",
        ARTICLE,
        "quote: Press TV and Tasnim contributed to this story.",
        "quote: Press TV contributed to this story.",
        "QUO001",
        "Press TV contributed",
    ),
    Case(
        "a changed source byte",
        SOURCE,
        "Page Generated",
        "page Generated",
        "QUO003",
        "776b4af7",
        ARTICLE,
    ),
    Case(
        "a wrong length of the source",
        ARTICLE,
        "source_chars: 4667",
        "source_chars: 4668",
        "QUO003",
        "4668",
    ),
    Case(
        "a source that is not there",
        ARTICLE,
        "source_file: 002_5bd232881ca3315c.txt",
        "source_file: 003.txt",
        "QUO006",
        "003.txt",
    ),
    Case(
        "a region that is not in the text",
        ARTICLE,
        "starts: Secretary of Iran’s Supreme",
        "starts: Secretary of Irans Supreme Council",
        "QUO001",
        "Secretary of Irans Supreme Council",
    ),
    Case(
        "a party named twice in one role",
        ARTICLE,
        "        label: Washingtons\n",
        "        label: Washingtons\n"
        "      - organization_id: government-of-the-united-states\n"
        "        basis: title\n"
        "        label: Washingtons\n",
        "REF016",
        "government-of-the-united-states\n        basis: title",
    ),
    Case(
        "a swapped speaker",
        ARTICLE,
        "official_id: ali-shamkhani\n",
        "official_id: hassan-rouhani\n",
        "REF005",
        "hassan-rouhani",
    ),
    Case(
        "another speaker with his own tenure",
        ARTICLE,
        "official_id: ali-shamkhani\n        tenure_id: ali-shamkhani-kqz\n        basis: named",
        "official_id: hassan-rouhani\n        tenure_id: {rouhani}\n        basis: named",
        "REF006",
        "Secretary of Irans Supreme National Security Council (SNSC) Ali Shamkhani",
    ),
    Case(
        "an organization where a person belongs",
        ARTICLE,
        "official_id: mustafa-al-kadhimi",
        "official_id: government-of-iraq",
        "REF002",
        "government-of-iraq",
    ),
    Case(
        "a misspelt id",
        MEETINGS,
        "official_id: mustafa-al-kadhimi",
        "official_id: mustafa-al-kadhimy",
        "REF001",
        "mustafa-al-kadhimy",
    ),
    Case(
        "a person from outside without a reference",
        ARTICLE,
        "basis: named",
        "basis: external",
        "REF007",
        "external",
    ),
    Case(
        "evidence for a field that does not exist",
        ARTICLE,
        "- field: publisher_id",
        "- field: publisher",
        "REF009",
        "publisher\n",
    ),
    Case("the number of another state", ORGANIZATIONS, "ccode: 630", "ccode: 645", "REF010", "645"),
    Case(
        "a mode of another event",
        ARTICLE,
        "plover_mode: allege",
        "plover_mode: visit",
        "REF011",
        "visit\n",
    ),
    Case("an unknown field", ARTICLE, "    addressees:", "    adressees:", "REC001", "adressees"),
    Case(
        "a missing field",
        ARTICLE,
        "    speech_act: accuse\n",
        "",
        "REC002",
        "id: iran-daily-expel-us-knf",
    ),
    Case(
        "a value outside the vocabulary",
        ARTICLE,
        "quote_type: mixed",
        "quote_type: partial",
        "REC004",
        "partial",
    ),
    Case(
        "an impossible date",
        ARTICLE,
        "published: 2020-07-22",
        "published: 2020-07-32",
        "REC005",
        "2020-07-32",
    ),
    Case(
        "an interval where a day belongs",
        ARTICLE,
        "published: 2020-07-22",
        "published: 2020-07-22/2020-07-23",
        "REC005",
        "2020-07-22/",
    ),
    Case(
        "an id with a capital",
        OFFICIALS,
        "- id: ali-shamkhani\n",
        "- id: Ali-shamkhani\n",
        "REC006",
        "Ali-shamkhani",
    ),
    Case(
        "fields that contradict each other",
        ARTICLE,
        "quote_type: mixed",
        "quote_type: indirect",
        "REC007",
        "- malicious",
    ),
    Case(
        "a statement under another article's id",
        ARTICLE,
        "id: iran-daily-expel-us-tzb",
        "id: irna-expel-us-tzb",
        "REC009",
        "irna-expel-us-tzb",
    ),
    Case("a count in words", COLLECTIONS, "n_included: ", "n_included: about ", "REC003", "about"),
    Case(
        "a key given twice",
        ARTICLE,
        "    cue: welcomed\n",
        "    cue: welcomed\n    cue: said\n",
        "SYN002",
        "cue: said",
    ),
    Case("an alias", ARTICLE, "cue: welcomed", "cue: *welcomed", "SYN003", "*welcomed"),
    Case(
        "broken YAML",
        ARTICLE,
        'title: "Iran: Neighbors must join hands to expel evil US from region"',
        "title: Iran: Neighbors must join hands",
        "SYN001",
        ": Neighbors must join hands",
    ),
    Case(
        "segments out of order",
        ARTICLE,
        "content: Foreign forces won’t bring regional stability",
        "content:\n      - won’t bring regional stability\n      - Foreign forces",
        "QUO004",
        "Foreign forces\n",
    ),
    Case(
        "words that are site furniture",
        ARTICLE,
        "content: Foreign forces won’t bring regional stability",
        "content: Captcha refresh",
        "QUO005",
        "Captcha",
    ),
    Case("a cue from far away", ARTICLE, "cue: urging", "cue: praised", "QUO007", "praised"),
    Case(
        "a region before the one that precedes it",
        ARTICLE,
        "starts: Press TV and Tasnim contributed to this story.",
        "starts: Secretary of Iran’s Supreme",
        "QUO010",
        "Secretary of Iran’s Supreme",
    ),
    Case(
        "a statement from a caption",
        ARTICLE,
        "content: Foreign forces won’t bring regional stability",
        "content: (L) meets visiting Iraqi",
        "QUO011",
        "(L) meets",
    ),
    Case(
        "evidence that names no article",
        MEETINGS,
        "      article_id: iran-daily-expel-us\n      quote:",
        "      quote:",
        "REC002",
        "field: start\n      value: 2020-07-21\n      note: Tuesday, counted back from publication on Wednesday 22 July 2020.\n      quote: Kadhimi traveled",
    ),
    Case(
        "a meeting that is part of itself",
        MEETINGS,
        "parent_meeting_id: kadhimi-tehran-visit-bqz",
        "parent_meeting_id: kadhimi-qalibaf-talks-tjm",
        "REF008",
        "kadhimi-qalibaf-talks-tjm",
        last=True,
    ),
    Case(
        "the tenure in another body",
        ARTICLE,
        "        tenure_id: ali-shamkhani-kqz\n        basis: title",
        "        organization_id: government-of-iran\n        tenure_id: ali-shamkhani-kqz\n        basis: title",
        "REF005",
        "government-of-iran\n        tenure_id",
    ),
    Case(
        "reported as held before it took place",
        ARTICLE,
        "    reported_start: 2020-07-22\n    reported_end: 2020-07-22",
        "    reported_start: 2020-07-23\n    reported_end: 2020-07-23",
        "TIM002",
        "held\n    reported_start: 2020-07-23",
    ),
    Case("a tag", ARTICLE, "cue: welcomed", "cue: !!str welcomed", "SYN004", "!!str"),
    Case("a hidden character", ARTICLE, "cue: welcomed", "cue: wel\u202ecomed", "SYN005", "\u202e"),
    Case(
        "a cue from the site furniture",
        ARTICLE,
        "cue: welcomed",
        "cue: Captcha refresh",
        "QUO005",
        "Captcha refresh",
    ),
    Case(
        "a summary of a summary",
        ARTICLE,
        "utterance_id: iran-daily-expel-us-dqd",
        "utterance_id: iran-daily-expel-us-tzb",
        "REF013",
        "iran-daily-expel-us-tzb",
    ),
    Case(
        "an event that lacks its recipient",
        ARTICLE,
        "    speech_act: assert\n",
        "    speech_act: assert\n    plover_event: AID\n",
        "REF014",
        "AID",
    ),
    Case(
        "said outside its meeting",
        ARTICLE,
        "    date: 2020-07-21\n    date_basis: inherited",
        "    date: 2020-07-20\n    date_basis: inherited",
        "TIM007",
        "2020-07-20",
    ),
    Case(
        "a fact without evidence",
        OFFICIALS,
        "  born: 1955\n",
        "  born: 1955\n  wikidata_id: Q99999999\n",
        "REF015",
        "Q99999999",
    ),
    Case(
        "a number of articles that is not theirs",
        COLLECTIONS,
        "n_included: ",
        "n_included: 1",
        "REC007",
        "1",
    ),
    Case(
        "a number too large for the tables",
        MEETINGS,
        "  modality: in-person\n",
        "  modality: in-person\n  ordinal: 99999999999\n",
        "REC006",
        "99999999999",
    ),
    Case(
        "a topic named twice",
        ARTICLE,
        "      - foreign-forces\n      - regional-security\n",
        "      - foreign-forces\n      - foreign-forces\n",
        "REC007",
        "- foreign-forces",
    ),
    Case(
        "a time that does not exist",
        ARTICLE,
        "published: 2020-07-22\n",
        "published: 2020-07-22\npublished_at: 2020-07-22T25:00:00Z\n",
        "REC006",
        "2020-07-22T25",
    ),
    Case(
        "an id used twice",
        ARTICLE,
        "id: iran-daily-expel-us-qtl",
        "id: iran-daily-expel-us-knf",
        "REF003",
        "iran-daily-expel-us-knf",
    ),
    Case(
        "an end that its evidence contradicts",
        OFFICIALS,
        "end: 2023-05-22",
        "end: 2020-07-20",
        "REF012",
        "2020-07-20",
    ),
    Case(
        "an end before its start",
        OFFICIALS,
        "  died: 2026-02-28",
        "  died: 1950",
        "REF012",
        "1950",
    ),
    Case(
        "said after publication",
        ARTICLE,
        "    date: 2020-07-22\n    date_basis: inherited",
        "    date: 2020-07-23\n    date_basis: inherited",
        "TIM004",
        "2020-07-23",
    ),
    Case(
        "a day that its evidence contradicts",
        MEETINGS,
        "  start: 2020-07-22\n  end: 2020-07-22",
        "  start: 2020-07-25\n  end: 2020-07-25",
        "REF012",
        "2020-07-25",
    ),
]


def broken(project: Project, case: Case) -> tuple[int, int]:
    """Apply the mutation; returns the line and column that the finding must have."""
    path = project.root / case.file
    text = path.read_text(encoding="utf-8")
    assert case.old in text, "the records have changed: adapt the case"
    new = case.new.replace("{rouhani}", tenure_of(project, "hassan-rouhani"))
    where = text.rindex(case.old) if case.last else text.index(case.old)
    path.write_text(text[:where] + new + text[where + len(case.old) :], encoding="utf-8")
    reported = (project.root / (case.reported_in or case.file)).read_text(encoding="utf-8")
    after = 0 if case.reported_in else where
    at = reported.find(case.at, after)
    return line_and_column(reported, at if at != -1 else reported.index(case.at))


def tenure_of(project: Project, official: str) -> str:
    """Id of the tenure of an official that the records hold."""
    text = (project.root / OFFICIALS).read_text(encoding="utf-8")
    start = text.index(f"id: {official}-")
    return text[start + 4 : text.index("\n", start)]


def line_and_column(text: str, at: int) -> tuple[int, int]:
    """Position of an index of a text, counted from 1."""
    before = text[:at]
    return before.count("\n") + 1, at - before.rfind("\n")


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_one_mistake_is_one_finding_in_its_place(project: Project, case: Case) -> None:
    expected = broken(project, case)

    findings = check_records(project).report.findings

    assert [f.code for f in findings] == [case.code]
    (finding,) = findings
    assert finding.place.file == (case.reported_in or case.file)
    assert (finding.place.line, finding.place.column) == expected
    assert finding.message
    assert finding.hint


def test_the_records_as_they_are_have_no_finding(project: Project) -> None:
    assert check_records(project).report.findings == []


def test_a_date_against_its_accepted_evidence_names_every_source(project: Project) -> None:
    path = project.root / OFFICIALS
    old = path.read_text(encoding="utf-8")
    path.write_text(old.replace("start: 2013-09-10\n", "start: 2013-01-01\n", 1), encoding="utf-8")

    (finding,) = check_records(project).report.findings

    assert finding.code == "REF012"
    assert len(finding.related) == old.count("value: 2013-09-10")


TOMBSTONE = "- id: {id}\n  record_table: {table}\n  reason: merged\n  replaced_by: {new}\n  note: Coded twice.\n"


@pytest.mark.parametrize(
    "stones, code, at",
    [
        (
            [("old-a", "officials", "ali-shamkhani"), ("old-a", "officials", "ali-shamkhani")],
            "REF003",
            "old-a",
        ),
        ([("old-a", "officials", "nobody")], "REF001", "nobody"),
        ([("old-a", "meetings", "ali-shamkhani")], "REF002", "ali-shamkhani"),
        ([("old-a", "nonsense", "ali-shamkhani")], "REC006", "nonsense"),
    ],
    ids=[
        "id retired twice",
        "replaced by nobody",
        "replaced by another kind",
        "table that does not exist",
    ],
)
def test_tombstones_lead_somewhere_once(project: Project, stones, code: str, at: str) -> None:
    text = "\n".join(TOMBSTONE.format(id=i, table=t, new=n) for i, t, n in stones)
    (project.root / RETIRED).write_text(text, encoding="utf-8")

    (finding,) = check_records(project).report.findings

    assert finding.code == code
    assert (finding.place.line, finding.place.column) == line_and_column(text, text.rindex(at))


def test_a_sound_tombstone_is_no_finding(project: Project) -> None:
    text = TOMBSTONE.format(id="old-a", table="officials", new="ali-shamkhani")
    (project.root / RETIRED).write_text(text, encoding="utf-8")

    assert check_records(project).report.findings == []


def test_a_retired_id_is_never_used_again(project: Project) -> None:
    (project.root / RETIRED).write_text(
        "- id: iran-daily-expel-us-tzb\n  record_table: statements\n  reason: error\n  note: Coded twice.\n",
        encoding="utf-8",
    )
    text = (project.root / ARTICLE).read_text(encoding="utf-8")

    (finding,) = check_records(project).report.findings

    assert finding.code == "REF004"
    assert (finding.place.line, finding.place.column) == line_and_column(
        text, text.index("iran-daily-expel-us-tzb")
    )


def change(project: Project, name: str, old: str, new: str) -> None:
    """Replace a text everywhere in a file."""
    path = project.root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_post_held_at_another_time_is_told_at_every_act(project: Project) -> None:
    change(project, OFFICIALS, "2023-05-22", "2020-07-20")

    report = check_records(project).report
    files = [project.root / ARTICLE, project.root / MEETINGS]
    acts = sum(f.read_text(encoding="utf-8").count("tenure_id: ali-shamkhani-kqz") for f in files)

    assert {f.code for f in report.findings} == {"TIM001"}
    assert len(report.findings) == acts


def test_an_end_before_its_start_is_told_once_and_nothing_that_rests_on_it(
    project: Project,
) -> None:
    change(project, OFFICIALS, "2013-09-10", "2023-09-10")

    assert [f.code for f in check_records(project).report.findings] == ["TIM003"]


def test_talks_outside_the_visit_are_told_once_and_nothing_that_rests_on_them(
    project: Project,
) -> None:
    path = project.root / MEETINGS
    text = path.read_text(encoding="utf-8")
    start = text.index("- id: kadhimi-qalibaf-talks-tjm")
    end = text.index("\n- id: ", start)
    talks = text[start:end].replace("2020-07-22", "2020-07-25")
    path.write_text(text[:start] + talks + text[end:], encoding="utf-8")

    assert [f.code for f in check_records(project).report.findings] == ["TIM005"]


def test_an_act_of_the_dead_is_told(project: Project) -> None:
    change(project, OFFICIALS, "died: 2026-02-28", "died: 2020-01-03")
    change(project, OFFICIALS, "\n      value: 2026-02-28", "\n      value: 2020-01-03")

    codes = {f.code for f in check_records(project).report.findings}

    assert codes == {"TIM006"}


@pytest.mark.parametrize(
    "kept, scope, is_told",
    [
        ("", "full", True),
        ("", "statements", True),
        ("", "meetings", True),
        ("meeting_reports", "full", False),
        ("meeting_reports", "statements", True),
        ("meeting_reports", "meetings", False),
    ],
)
def test_an_article_without_what_was_looked_for_is_told(
    project: Project, kept: str, scope: str, is_told: bool
) -> None:
    path = project.root / "dataset/records/articles/daylinews-border-cooperation.yaml"
    text = path.read_text(encoding="utf-8")
    end = text.index("\nstatements:" if kept else "\nmeeting_reports:")
    path.write_text(text[:end].replace("scope: full", f"scope: {scope}"), encoding="utf-8")

    told = [f for f in check_records(project).report.findings if f.code == "REC010"]

    assert [(f.severity, f.place.field, f.found) for f in told] == [
        ("warning", "coding_scope", scope)
    ] * is_told
