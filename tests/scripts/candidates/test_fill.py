"""From what an engine answers to what a curator would write: parties, scenes, quotations."""

from __future__ import annotations

import pytest

from dataset.building.build import check_records
from scripts.candidates import propose


def speaker(world, *found, **more):
    (tree,) = world.trees(*found, **more)
    return tree["speakers"]


def test_the_made_up_project_is_sound(world) -> None:
    findings = check_records(world.project, form=True).report.findings
    # its one article awaits review, and nothing else is to be said
    assert [finding.code for finding in findings] == ["REC010"]


# parties


def test_a_named_speaker_is_the_official_in_the_post_of_that_day(world) -> None:
    assert speaker(world, "narrow") == [
        {
            "official_id": "karim-taheri",
            "tenure_id": "karim-taheri-fgh",
            "basis": "named",
            "label": "Taheri",
        }
    ]


def test_without_a_day_a_post_that_is_not_the_only_one_is_left_open(world) -> None:
    path = world.article
    text = path.read_text(encoding="utf-8").replace(
        "published: 2024-03-12\ndate_basis: stated\n", ""
    )
    path.write_text(text.partition("evidence:")[0], encoding="utf-8")

    (party,) = speaker(world, "narrow", meetings=())

    assert "tenure_id" not in party


def test_a_pronoun_carries_the_words_that_introduce_the_person(world) -> None:
    (tree,) = world.trees("cost")

    assert tree["speakers"][0]["basis"] == "pronoun"
    assert tree["evidence"][0] == {
        "field": "speaker.official_id",
        "quote": "Iranian Transport Minister Karim Taheri",
    }


def test_a_title_is_told_from_a_name(world) -> None:
    found = {**world.found["cost"], "speaker": world.at("the Iraqi minister")}
    found["speaker_id"] = "nouri-al-basri"

    (tree,) = world.trees(found)

    assert tree["speakers"] == [
        {"official_id": "nouri-al-basri", "basis": "title", "label": "the Iraqi minister"}
    ]
    assert tree["evidence"][0]["quote"] == "Nouri al-Basri"


@pytest.mark.parametrize(
    "words, party",
    [
        ("Tehran", {"organization_id": "government-of-iran", "basis": "metonym"}),
        ("The Gazette", {"organization_id": "gazette", "basis": "named"}),
        ("a source", {"basis": "title"}),
        ("He", {"basis": "pronoun"}),
        ("Karim Taheri", {"basis": "named"}),
        ("his Iraqi counterpart Nouri al-Basri", {"basis": "named"}),
    ],
)
def test_whoever_is_no_official_of_the_registries_is_a_body_or_words(world, words, party) -> None:
    unknown = tuple({**one, "id": None} for one in (world.taheri, world.basri))
    found = {**world.found["cost"], "speaker": world.at(words), "speaker_id": None, "cue": None}
    found["content"] = [world.at("patience")] if words in ("He", "a source") else found["content"]

    (got,) = speaker(world, found, officials=unknown)

    assert {key: value for key, value in got.items() if key != "label"} == party


def test_a_government_that_the_registries_lack_stays_words(world) -> None:
    registry = world.project.records / "organizations.yaml"
    text = registry.read_text(encoding="utf-8").replace(
        "classification: government", "classification: state-body"
    )
    registry.write_text(text, encoding="utf-8")

    assert speaker(world, "patience") == [{"basis": "metonym", "label": "Tehran"}]


def test_two_states_side_by_side_are_two_speakers(world) -> None:
    parties = speaker(world, "headline")

    assert [(p["label"], p.get("organization_id")) for p in parties] == [
        ("Iran", "government-of-iran"),
        ("Iraq", None),
    ]


def test_whoever_is_told_is_the_addressee_and_needs_a_look(world) -> None:
    (tree,) = propose(world.desk(), world.engine("narrow")).trees

    assert tree["statement"]["addressees"] == [{"basis": "title", "label": "the Iraqi minister"}]
    assert "addressees" in tree["guesses"]


def test_an_addressee_who_is_named_is_resolved(world) -> None:
    found = {**world.found["narrow"], "cue": world.at("told")}
    there = {**world.basri, "spans": [*world.basri["spans"], world.at("the Iraqi minister")]}

    (tree,) = world.trees(found, officials=(world.taheri, there))

    (party,) = tree["addressees"]
    assert (party["official_id"], party["basis"]) == ("nouri-al-basri", "named")


@pytest.mark.parametrize("cue", ["adding", "said"])
def test_nobody_is_addressed_by_other_words(world, cue) -> None:
    name = "spring" if cue == "adding" else "cost"
    (tree,) = world.trees(name)
    assert "addressees" not in tree


def test_who_passes_it_on_is_the_relayer(world) -> None:
    (tree,) = world.trees("source")
    assert tree["relayers"] == [
        {"organization_id": "gazette", "basis": "named", "label": "The Gazette"}
    ]


# quotations


def test_words_that_stand_twice_are_told_apart_by_what_stands_beside(world) -> None:
    first, second = world.trees("source", "rain")
    assert first["content"] == {"exact": "rain fell", "suffix": ". He"}
    assert second["content"]["exact"] == "rain fell"
    assert second["content"] != first["content"]


def test_quoted_words_are_those_in_marks_and_go_with_the_type(world) -> None:
    mixed, indirect, direct = world.trees("narrow", "spring", "cost")
    assert (mixed["quote_type"], mixed["quoted"]) == ("mixed", ["too narrow for trade,"])
    assert (indirect["quote_type"], "quoted" in indirect) == ("indirect", False)
    assert (direct["quote_type"], direct["quoted"]) == ("direct", ["We will bear the cost,"])


@pytest.mark.parametrize(
    "name, mode, quote_type",
    [("spring", "mixed", "indirect"), ("cost", "mixed", "direct"), ("narrow", "mixed", "mixed")],
)
def test_a_type_that_the_marks_contradict_is_mended_and_said(world, name, mode, quote_type) -> None:
    (tree,) = propose(world.desk(), world.engine({**world.found[name], "mode": mode})).trees

    assert tree["statement"]["quote_type"] == quote_type
    assert ("quote_type" in tree["guesses"]) == (quote_type != mode)


@pytest.mark.parametrize(
    "change, reason",
    [
        ({"speaker": None}, "no speaker is printed that can be quoted"),
        ({"speaker": [0, 3]}, "no speaker is printed that can be quoted"),
        ({"content": [[3, 9]]}, "its content cannot be quoted so that it is found"),
        ({"cue": [0, 2]}, "its cue cannot be quoted so that it is found"),
    ],
)
def test_what_cannot_be_written_is_left_out_with_the_reason(world, change, reason) -> None:
    proposal = propose(world.desk(), world.engine({**world.found["cost"], **change}))

    assert proposal.trees == []
    (line,) = proposal.left_out
    assert line.endswith(reason)


# scenes


def test_a_meeting_that_the_registries_know_opens_a_scene_that_others_take_over(world) -> None:
    narrow, spring, cost = world.trees("narrow", "spring", "cost")
    for tree in (narrow, spring, cost):
        assert tree["said_at_meeting_id"] == "taheri-basri-talks"
        assert (tree["date"], tree["date_basis"]) == ("2024-03-11", "inherited")
        assert tree["channel"] == "meeting"


def test_a_day_that_is_printed_opens_a_scene_with_its_words_as_evidence(world) -> None:
    (tree,) = world.trees("patience")
    assert (tree["date"], tree["date_basis"]) == ("2024-03-12", "inferred")
    assert tree["evidence"] == [
        {"field": "date", "value": "2024-03-12", "quote": "Tehran urged patience on Tuesday"}
    ]
    assert "said_at_meeting_id" not in tree


def test_the_day_of_the_dateline_is_none_and_a_headline_has_no_scene(world) -> None:
    headline, narrow = world.trees("headline", "narrow", meetings=())
    assert (headline["location"], headline["channel"]) == ("headline", "unknown")
    assert "date" not in headline
    assert (narrow["date"], narrow["location"]) == ("2024-03-11", "body")


def test_a_speaker_who_took_no_part_was_not_at_the_meeting(world) -> None:
    found = {**world.found["cost"], "speaker_id": None}
    (tree,) = world.trees(found)
    assert "said_at_meeting_id" not in tree
    assert (tree["channel"], tree["date"]) == ("unknown", "2024-03-11")


def test_a_meeting_on_another_day_is_not_the_one(world) -> None:
    registry = world.project.records / "meetings.yaml"
    text = registry.read_text(encoding="utf-8").replace("2024-03-11", "2023-01-01")
    registry.write_text(text, encoding="utf-8")

    (tree,) = world.trees("narrow")

    assert "said_at_meeting_id" not in tree
    assert tree["date"] == "2024-03-11"


def test_a_day_after_publication_is_a_plan_and_no_scene(world) -> None:
    patience, plans = world.trees("patience", "plans")
    assert (plans["date"], plans["date_basis"]) == (patience["date"], "inherited")


def test_what_a_statement_does_is_guessed_and_said_to_be(world) -> None:
    trees = propose(world.desk(), world.engine("spring", "patience", "cost")).trees
    acts = {tree["letters"]: tree["statement"]["speech_act"] for tree in trees}
    assert list(acts.values()) == ["request", "assert", "request"]
    assert all({"speech_act", "topics", "channel"} <= set(tree["guesses"]) for tree in trees)


SCENES = """\
Home
Iran, Iraq stress crossings
BASRA – Karim Taheri said on 3 March 2024 that it rains. He added that it pours.
Taheri then met Nouri al-Basri. Bob Ray said it snows. Taheri noted that it hails.
In a letter, Taheri wrote that it thaws. He wrote that it melts.
Eva Berg asked whether it dries. Ahead of April 1, Taheri said nothing would change.
Foot
"""


def scenes(made, tmp_path, *wanted):
    """Statements of a text of its own by their contents; each is wanted by content, label, official and cue."""
    world = made(tmp_path, SCENES)

    def span(words, nth=0):
        start = -1
        for _ in range(nth + 1):
            start = SCENES.index(words, start + 1)
        return [start, start + len(words)]

    def near(words, before):
        start = SCENES.rindex(words, 0, before)
        return [start, start + len(words)]

    found = [
        world.statement(
            content := span(words),
            near(label, content[0]),
            near(cue, content[0]),
            speaker_id=official,
        )
        for words, label, official, cue in wanted
    ]
    taheri = {
        **world.taheri,
        "spans": [span("Karim Taheri"), *(span("Taheri", n) for n in range(1, 5))],
    }
    basri = {**world.basri, "spans": [span("Nouri al-Basri")]}
    talks = {**world.talks, "date": None}
    trees = propose(
        world.desk(), world.engine(*found, officials=(taheri, basri), meetings=(talks,))
    )
    return {tree["statement"]["content"]: tree["statement"] for tree in trees.trees}


RAINS = ("it rains", "Karim Taheri", "karim-taheri", "said")
POURS = ("it pours", "He", "karim-taheri", "added")
SNOWS = ("it snows", "Bob Ray", None, "said")
HAILS = ("it hails", "Taheri", "karim-taheri", "noted")
THAWS = ("it thaws", "Taheri", "karim-taheri", "wrote")
MELTS = ("it melts", "He", "karim-taheri", "wrote")
DRIES = ("it dries", "Eva Berg", None, "asked")


def test_a_day_printed_with_its_year_is_stated_and_goes_on(made, tmp_path) -> None:
    found = scenes(made, tmp_path, RAINS, POURS)
    rains, pours = found["it rains"], found["it pours"]
    assert (rains["date"], rains["date_basis"]) == ("2024-03-03", "stated")
    assert (pours["date"], pours["date_basis"]) == ("2024-03-03", "inherited")
    assert "said_at_meeting_id" not in rains


def test_a_sentence_without_a_statement_opens_a_scene_too(made, tmp_path) -> None:
    found = scenes(made, tmp_path, RAINS, SNOWS, HAILS)
    snows, hails = found["it snows"], found["it hails"]
    assert (hails["said_at_meeting_id"], hails["date"]) == ("taheri-basri-talks", "2024-03-11")
    assert hails["channel"] == "meeting"
    assert "said_at_meeting_id" not in snows  # he took no part, which takes nothing from the next


def test_a_letter_ends_a_meeting_and_goes_on_while_the_same_person_writes(made, tmp_path) -> None:
    found = scenes(made, tmp_path, HAILS, THAWS, MELTS, DRIES)
    assert [found[f"it {verb}"]["channel"] for verb in ("hails", "thaws", "melts", "dries")] == [
        *("meeting", "letter", "letter", "unknown"),
    ]
    assert "said_at_meeting_id" not in found["it melts"]


@pytest.mark.parametrize(
    "kind, channel", [("press-conference", "press-conference"), ("call", "meeting")]
)
def test_the_kind_of_the_meeting_is_the_channel(world, kind, channel) -> None:
    registry = world.project.records / "meetings.yaml"
    text = registry.read_text(encoding="utf-8").replace("kind: talks", f"kind: {kind}")
    registry.write_text(text, encoding="utf-8")

    (tree,) = world.trees("narrow", meetings=({**world.talks, "kind": kind},))

    assert (tree["said_at_meeting_id"], tree["channel"]) == ("taheri-basri-talks", channel)


def test_two_meetings_that_fit_are_none(world) -> None:
    registry = world.project.records / "meetings.yaml"
    text = registry.read_text(encoding="utf-8")
    more = text.replace("taheri-basri-talks", "taheri-basri-call").replace(
        "kind: talks", "kind: call"
    )
    registry.write_text(f"{text}\n{more}", encoding="utf-8")

    (tree,) = world.trees("narrow", meetings=(world.talks, {**world.talks, "kind": "call"}))

    assert "said_at_meeting_id" not in tree
