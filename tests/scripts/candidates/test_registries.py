"""What the registries lack is offered as YAML that can be pasted, and nothing is written."""

from __future__ import annotations

import re

import pytest

from dataset.building.build import check_records
from dataset.curation.canonical import fmt
from dataset.curation.yaml_reader import load
from scripts.candidates.propose import answered
from scripts.candidates.registries import proposals
from scripts.candidates.scenes import known_meetings


def offered(world, *, officials=None, meetings=None, reported=()) -> str:
    more = {}
    if officials is not None:
        more["officials"] = officials
    if meetings is not None:
        more["meetings"] = meetings
    desk = world.desk()
    answer = answered(desk.material, world.engine(**more))
    return proposals(desk.material, answer, desk.taken, reported)


def split(text: str) -> list[str]:
    """The parts that are offered: officials, meetings, reports."""
    return [
        part
        for part in re.split(r"(?m)^(?=# (?:Officials|Meetings|Reports|Printed) )", text)
        if part
    ]


def parts(text: str) -> list:
    """Their trees."""
    return [load(part, "offered").tree for part in split(text)]


def test_whom_and_what_the_registries_have_is_not_offered(world) -> None:
    assert offered(world, reported=["taheri-basri-talks"]) == ""


def test_a_report_that_the_article_lacks_is_offered_with_its_words(world) -> None:
    (reports,) = parts(offered(world))
    (report,) = reports["meeting_reports"]
    assert report["meeting_id"] == "taheri-basri-talks"
    assert (report["reported_status"], report["reported_start"], report["reported_place"]) == (
        "held",
        "2024-03-11",
        "Basra",
    )
    assert report["support"].startswith("BASRA, March 12 (Gazette) – Iranian Transport Minister")


def test_a_new_official_is_offered_with_every_printed_form(world) -> None:
    new = {**world.taheri, "id": None, "name": "Karim Táheri"}

    (tree, *_) = parts(offered(world, officials=(new,), meetings=()))

    (official,) = tree
    assert official["id"] == "karim-taheri-2"
    assert (official["name"], official["iso3"]) == ("Karim Táheri", "IRN")
    assert [(n["name"], n["kind"]) for n in official["names"]] == [
        ("Karim Taheri", "printed"),
        ("Taheri", "short"),
    ]
    assert official["evidence"][0]["quote"] == "Iranian Transport Minister Karim Taheri"


def test_a_printed_form_that_an_official_lacks_is_offered(world) -> None:
    forms = world.at("the Iraqi minister")
    there = {**world.basri, "spans": [*world.basri["spans"], forms]}

    text = offered(world, officials=(world.taheri, there), reported=["taheri-basri-talks"])

    (tree,) = parts(text)
    assert tree == [
        {
            "id": "nouri-al-basri",
            "names": [
                {
                    "name": "the Iraqi minister",
                    "language": "en",
                    "script": "Latn",
                    "kind": "printed",
                }
            ],
        }
    ]
    assert text.startswith("# Printed forms of names that dataset/records/officials.yaml lacks")


def test_a_post_whose_body_is_unknown_is_told_above(world) -> None:
    text = offered(world, officials=({**world.taheri, "id": None},), meetings=())
    assert (
        "# Title as printed: Transport Minister. Its body is not in the registries.\n- id:" in text
    )
    assert "tenures" not in text


def test_a_post_whose_body_others_show_is_offered_with_its_evidence(world) -> None:
    registry = world.project.records / "officials.yaml"
    text = registry.read_text(encoding="utf-8").replace(
        "role_class: other", "role_class: foreign-minister"
    )
    registry.write_text(text, encoding="utf-8")
    new = {**world.taheri, "id": None, "title": "Foreign Minister"}

    (tree, *_) = parts(offered(world, officials=(new,), meetings=()))

    (tenure,) = tree[0]["tenures"]
    assert tenure["organization_id"] == "iran-ministry-of-transport"
    assert (tenure["title"], tenure["role_class"]) == ("Foreign Minister", "foreign-minister")
    assert tenure["evidence"][0]["field"] == "title"


@pytest.mark.parametrize("country", [None, "ATL"])
def test_without_a_known_country_there_is_none_and_no_body(world, country) -> None:
    new = {**world.taheri, "id": None, "country": country, "title": "Foreign Minister"}
    text = offered(world, officials=(new,), meetings=())
    assert "iso3" not in text
    assert "tenures" not in text


def test_a_new_meeting_is_offered_with_parties_day_and_place(world) -> None:
    new = {
        **world.talks,
        "kind": "visit",
        "status": "planned",
        "participants": ["Karim Taheri", "the envoy"],
    }

    meetings, reports = parts(offered(world, meetings=(new,)))

    (meeting,) = meetings
    assert (meeting["id"], meeting["title"]) == (
        "taheri-envoy-visit",
        "Visit of Karim Taheri, the envoy",
    )
    assert [
        (p.get("official_id"), p["label"], p["role"], p["attendance"])
        for p in meeting["participants"]
    ] == [
        ("karim-taheri", "Karim Taheri", "guest", "expected"),
        (None, "the envoy", "guest", "expected"),
    ]
    assert {e["field"]: e["value"] for e in meeting["evidence"]} == {
        "start": "2024-03-11",
        "place": "Basra",
    }
    assert reports["meeting_reports"][0]["meeting_id"] == "taheri-envoy-visit"


BY_THE_ARTICLE = """\
    - official_id: nouri-al-basri
      label: his Iraqi counterpart
      role: host
      attendance: attended
      article_id: {article}
"""


@pytest.mark.parametrize(
    "participants, article, is_known",
    [
        (["Karim Taheri", "his Iraqi counterpart"], "gazette-crossing", True),
        (["Karim Taheri", "His Iraqi Counterpart"], "gazette-crossing", True),
        (["Karim Taheri", "the envoy"], "gazette-crossing", False),
        (["Karim Taheri", "his Iraqi counterpart"], "another-article", False),
    ],
)
def test_a_meeting_is_known_by_what_the_article_calls_who_took_part(
    world, participants, article, is_known
) -> None:
    path = world.project.records / "meetings.yaml"
    before, role, after = path.read_text("utf-8").partition(
        "    - official_id: nouri-al-basri\n      role: host\n      attendance: attended\n"
    )
    assert role
    told = BY_THE_ARTICLE.format(article=article)
    path.write_text(f"{before}{told}{after}", "utf-8")
    found = {**world.talks, "participants": participants}
    desk = world.desk()
    answer = answered(desk.material, world.engine(meetings=(found,)))
    (id_,) = known_meetings(desk.material, answer["officials"], answer["meetings"])
    assert (id_ == "taheri-basri-talks") is is_known


def test_of_two_meetings_that_fit_the_one_with_nobody_else_is_meant(world) -> None:
    path = world.project.records / "meetings.yaml"
    text = path.read_text("utf-8")
    alone = text.replace("taheri-basri-talks", "taheri-remarks").partition(
        "    - official_id: nouri-al-basri"
    )
    path.write_text(text + alone[0] + "  evidence:" + alone[2].partition("  evidence:")[2], "utf-8")
    desk = world.desk()

    def known(*participants: str) -> list[str | None]:
        found = {**world.talks, "participants": [*participants]}
        answer = answered(desk.material, world.engine(meetings=(found,)))
        return known_meetings(desk.material, answer["officials"], answer["meetings"])

    assert known("Karim Taheri") == ["taheri-remarks"]
    assert known("Karim Taheri", "Nouri al-Basri") == ["taheri-basri-talks"]
    assert known("Nouri al-Basri") == ["taheri-basri-talks"]
    assert known() == [None]


def test_the_words_of_a_report_are_those_that_tell_of_the_meeting(world) -> None:
    alone = {**world.talks, "kind": "visit", "participants": ["Nouri al-Basri"], "date": None}
    first = {**world.basri, "spans": [world.at("Iraqi minister"), *world.basri["spans"]]}
    text = offered(world, officials=(world.taheri, first), meetings=(alone,))
    assert "support: BASRA, March 12 (Gazette) – Iranian Transport Minister" in text


def test_a_day_without_words_to_prove_it_is_told_above_and_not_written(world) -> None:
    new = {**world.talks, "participants": [], "place": None}
    text = offered(world, meetings=(new,))
    assert "# Start found: 2024-03-11. It needs words of the article as evidence." in text
    (meetings,) = parts(text)
    assert meetings[0]["id"] == "unnamed-talks"
    assert "start" not in meetings[0]


def test_what_is_offered_passes_every_check_once_it_is_pasted(world) -> None:
    """A curator who pastes everything as it is, and runs fmt, has no finding: nothing is malformed or unproved."""
    officials = tuple({**one, "id": None} for one in (world.taheri, world.basri))
    for name in ("officials.yaml", "meetings.yaml"):
        (world.project.records / name).write_text("[]\n", encoding="utf-8")
    text = offered(world, officials=officials, meetings=({**world.talks, "kind": "call"},))
    new_officials, new_meetings, reports = split(text)
    (world.project.records / "officials.yaml").write_text(new_officials, encoding="utf-8")
    (world.project.records / "meetings.yaml").write_text(new_meetings, encoding="utf-8")
    article = world.article.read_text(encoding="utf-8")
    world.article.write_text(f"{article}\n{reports}", encoding="utf-8")

    assert fmt(world.project).report.findings == []
    assert [str(f.place) + f.message for f in check_records(world.project).report.findings] == []
