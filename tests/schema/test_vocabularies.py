"""The vocabularies: what ships is sound, and a file that is not sound is refused."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema import vocabularies
from schema.vocabularies import Term, VocabularyFileError

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

# Vocabularies whose values are the codes of a standard, with the form that the standard gives them.
STANDARD_CODES = {
    "iso3": re.compile(r"[A-Z]{3}"),
    "sector": re.compile(r"[A-Z]{3}"),
    "plover_event": re.compile(r"[A-Z]+"),
}

# The value lists that the table of columns in the design closes.
DESIGN = {
    "coding_scope": "full statements meetings",
    "design": "purposive census sample",
    "date_basis": "stated inferred external inherited",
    "role_class": "head-of-state supreme-leader head-of-government foreign-minister "
    "defence-minister interior-minister nsa speaker chief-justice ambassador military-commander "
    "party-leader other",
    "modality": "in-person phone video written",
    "meeting_kind": "visit talks conference call press-conference interview",
    "meeting_status": "proposed planned ongoing held postponed cancelled unclear",
    "report_stance": "reports denies",
    "participant_role": "host guest attendee observer mediator",
    "attendance": "attended expected invited absent disputed",
    "quote_type": "direct mixed indirect",
    "statement_location": "headline lead body",
    "channel": "meeting press-conference interview letter speech written-statement via-agency "
    "unknown",
    "speech_act": "assert request commit offer support thank accuse reject threaten warn announce "
    "deny hope",
    "report_relation": "same translation paraphrase summary",
    "method": "curated extracted",
    "tier": "high medium low",
    "party_role": "speaker relayer addressee recipient",
    "party_basis": "named pronoun title metonym external",
    "anchor_role": "content quoted cue speaker relayer addressee recipient participant support",
    "region_kind": "headline caption body credits",
    "credit_kind": "photo contributed source",
    "mention_form": "name title pronoun",
    "evidence_stance": "supports contradicts",
    "retirement_reason": "withdrawn merged duplicate out-of-scope error",
    "quad": "verbal-cooperation material-cooperation verbal-conflict material-conflict",
}

# A whole file, small enough to break one thing at a time.
SOUND = """\
quad:
  title: Quad class
  description: Four classes.
  source: PLOVER 2
  values:
    verbal-conflict: {label: Verbal conflict, definition: Words against somebody.}
plover_event:
  title: Event
  description: Event types.
  source: PLOVER 2
  values:
    REQUEST:
      label: Request
      definition: Asks.
      quad: verbal-conflict
      modes: [meet]
      recipient: optional
plover_mode:
  title: Mode
  description: Modes of events.
  source: PLOVER 2
  values:
    meet: {label: Meet, definition: A meeting is asked for., events: [REQUEST]}
speech_act:
  title: Speech act
  description: What it does.
  source: Guide
  values:
    invite: {label: Invite, definition: Asks to come., plover_event: REQUEST, plover_mode: meet}
"""


def breaking(old: str, new: str) -> str:
    assert SOUND.count(old) == 1
    return SOUND.replace(old, new)


# --- what ships -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DESIGN)
def test_value_lists_are_those_of_the_design(name: str) -> None:
    assert vocabularies.values(name) == tuple(DESIGN[name].split())


def test_every_value_is_kebab_case_or_a_code_of_its_standard() -> None:
    odd = [
        (entry.vocabulary, entry.value)
        for entry in vocabularies.terms()
        if not STANDARD_CODES.get(entry.vocabulary, KEBAB).fullmatch(entry.value)
    ]
    assert odd == []


def test_definitions_are_whole_sentences_and_none_is_used_twice() -> None:
    definitions = [entry.definition for entry in vocabularies.terms()]

    assert [text for text in definitions if not re.fullmatch(r"\S.*\w.*\.", text)] == []
    assert sorted(definitions) == sorted(set(definitions))


def test_labels_are_unique_within_a_vocabulary() -> None:
    for name in vocabularies.names():
        labels = [entry.label for entry in vocabularies.vocabulary(name).values()]
        assert sorted(labels) == sorted(set(labels)), name


@pytest.mark.parametrize("name", vocabularies.names())
def test_a_vocabulary_says_what_it_is_for_and_where_it_comes_from(name: str) -> None:
    about = vocabularies.about(name)

    assert about.name == name
    assert re.fullmatch(r"[A-Z].*\w", about.title)
    assert about.description.endswith(".")
    assert re.search(r"guide|rules|PLOVER|ISO|BCP", about.source)
    assert {entry.source for entry in vocabularies.vocabulary(name).values()} == {about.source}


@pytest.mark.parametrize("name", ["plover_event", "plover_mode", "sector", "quad"])
def test_plover_vocabularies_name_the_commit_of_the_manual(name: str) -> None:
    assert "openeventdata/PLOVER commit 5e0c24f" in vocabularies.about(name).source


def test_plover_events_are_the_sixteen_of_the_manual_in_their_classes() -> None:
    by_class: dict[str, set[str]] = {}
    for event in vocabularies.values("plover_event"):
        by_class.setdefault(vocabularies.quad(event), set()).add(event)

    assert by_class == {
        "verbal-cooperation": {"AGREE", "CONSULT", "SUPPORT", "CONCEDE"},
        "material-cooperation": {"COOPERATE", "AID", "RETREAT"},
        "verbal-conflict": {"REQUEST", "ACCUSE", "REJECT", "THREATEN"},
        "material-conflict": {"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"},
    }


def test_events_and_modes_name_each_other() -> None:
    by_event = {
        (event, mode)
        for event in vocabularies.values("plover_event")
        for mode in vocabularies.modes(event)
    }
    by_mode = {
        (event, mode.value)
        for mode in vocabularies.vocabulary("plover_mode").values()
        for event in mode.events
    }

    assert by_event == by_mode
    assert all(mode.events for mode in vocabularies.vocabulary("plover_mode").values())


@pytest.mark.parametrize(
    "event, count",
    [
        ("AGREE", 0),
        ("CONSULT", 4),
        ("SUPPORT", 0),
        ("CONCEDE", 0),
        ("COOPERATE", 0),
        ("AID", 0),
        ("RETREAT", 6),
        ("REQUEST", 4),
        ("ACCUSE", 3),
        ("REJECT", 4),
        ("THREATEN", 6),
        ("PROTEST", 7),
        ("SANCTION", 4),
        ("MOBILIZE", 4),
        ("COERCE", 10),
        ("ASSAULT", 15),
    ],
)
def test_an_event_has_as_many_modes_as_the_manuals_table(event: str, count: int) -> None:
    found = vocabularies.modes(event)

    assert len(found) == len(set(found)) == count


def test_request_and_reject_share_their_modes() -> None:
    assert (
        vocabularies.modes("REQUEST")
        == vocabularies.modes("REJECT")
        == ("assist", "change", "yield", "meet")
    )


def test_only_three_events_must_have_a_recipient() -> None:
    events = vocabularies.vocabulary("plover_event").values()

    assert {event.value for event in events if event.recipient == "required"} == {
        "COOPERATE",
        "AID",
        "SANCTION",
    }
    assert {event.recipient for event in events} == {"required", "optional"}


def test_crosswalks_lead_to_existing_events_and_to_modes_of_those_events() -> None:
    crossed = [entry for entry in vocabularies.terms() if entry.plover_event or entry.plover_mode]

    assert {entry.vocabulary for entry in crossed} == {"speech_act", "meeting_kind", "modality"}
    for entry in crossed:
        assert entry.plover_event in vocabularies.values("plover_event"), entry
        if entry.plover_mode is not None:
            assert entry.plover_mode in vocabularies.modes(entry.plover_event), entry


def test_the_codebook_warns_that_a_request_counts_as_verbal_conflict() -> None:
    assert vocabularies.quad("REQUEST") == "verbal-conflict"
    assert "REQUEST" in vocabularies.about("plover_event").description
    assert (
        "request before accuse before support before assert"
        in vocabularies.about("speech_act").description
    )


@pytest.mark.parametrize("iso3, number", [("IRN", 630), ("IRQ", 645), ("USA", 2), ("PSE", None)])
def test_country_numbers(iso3: str, number: int | None) -> None:
    assert vocabularies.ccode(iso3) == number


def test_no_two_countries_share_a_number() -> None:
    numbers = [
        number for iso3 in vocabularies.values("iso3") if (number := vocabularies.ccode(iso3))
    ]

    assert len(numbers) == len(set(numbers)) == len(vocabularies.values("iso3")) - 1


def test_facts_stand_only_where_they_mean_something() -> None:
    for entry in vocabularies.terms():
        assert entry.ccode is None or entry.vocabulary == "iso3"
        assert entry.cap_code is None or entry.vocabulary == "topic"
        assert entry.quad is None or entry.vocabulary == "plover_event"
        assert not entry.modes or entry.vocabulary == "plover_event"
        assert not entry.events or entry.vocabulary == "plover_mode"


def test_topics_are_few_enough_to_choose_from_and_come_with_an_example() -> None:
    topics = vocabularies.vocabulary("topic").values()

    assert 16 <= len(topics) <= 24
    assert [entry.value for entry in topics if ", for example " not in entry.definition] == []


# --- asking ---------------------------------------------------------------------------------------


def test_terms_come_in_the_order_of_the_vocabularies_and_each_once() -> None:
    keys = [(entry.vocabulary, entry.value) for entry in vocabularies.terms()]

    assert keys == [
        (name, value) for name in vocabularies.names() for value in vocabularies.values(name)
    ]
    assert len(keys) == len(set(keys))


def test_a_term_is_found_by_its_value() -> None:
    found = vocabularies.term("meeting_kind", "visit")

    assert found is vocabularies.vocabulary("meeting_kind")["visit"]
    assert (found.label, found.plover_event, found.plover_mode) == ("Visit", "CONSULT", "visit")


def test_terms_and_vocabularies_cannot_be_changed() -> None:
    found = vocabularies.vocabulary("quad")

    with pytest.raises(FrozenInstanceError):
        found["verbal-conflict"].label = "x"  # type: ignore[misc]
    with pytest.raises(TypeError):
        found["x"] = found["verbal-conflict"]  # type: ignore[index]


def test_an_unknown_vocabulary_raises_with_the_nearest_name() -> None:
    with pytest.raises(KeyError, match="no vocabulary 'topics'; did you mean 'topic'"):
        vocabularies.vocabulary("topics")


def test_an_unknown_vocabulary_far_from_all_raises_without_a_guess() -> None:
    with pytest.raises(KeyError, match="no vocabulary 'xyzzy'") as caught:
        vocabularies.values("xyzzy")
    assert "did you mean" not in str(caught.value)


def test_an_unknown_value_raises_with_the_nearest_value() -> None:
    with pytest.raises(
        KeyError, match="no value 'vist' in the vocabulary 'meeting_kind'; did you mean 'visit'"
    ):
        vocabularies.term("meeting_kind", "vist")
    with pytest.raises(KeyError, match="did you mean 'REQUEST'"):
        vocabularies.quad("REQUESTS")
    with pytest.raises(KeyError, match="did you mean 'ACCUSE'"):
        vocabularies.modes("accuse")
    with pytest.raises(KeyError, match="XXX"):
        vocabularies.ccode("XXX")


@pytest.mark.parametrize(
    "name, written, meant",
    [
        ("meeting_kind", "talk", "talks"),
        ("speech_act", "requests", "request"),
        ("iso3", "Iran", "IRN"),
        ("iso3", "irq", "IRQ"),
        ("sector", "Military", "MIL"),
        ("topic", "border security", "border-security"),
        ("role_class", "defense-minister", "defence-minister"),
        ("role_class", "zzzz", None),
        ("role_class", "", None),
    ],
)
def test_closest(name: str, written: str, meant: str | None) -> None:
    assert vocabularies.closest(name, written) == meant


@given(st.sampled_from(vocabularies.terms()))
def test_a_value_is_always_closest_to_itself(entry: Term) -> None:
    assert vocabularies.closest(entry.vocabulary, entry.value) == entry.value
    assert vocabularies.closest(entry.vocabulary, entry.value.upper()) == entry.value


@given(st.text(max_size=40))
def test_a_suggestion_is_a_value_of_the_vocabulary_or_nothing(written: str) -> None:
    assert vocabularies.closest("topic", written) in {None, *vocabularies.values("topic")}


def test_importing_the_module_does_not_import_the_matcher() -> None:
    code = "import sys, schema.vocabularies as v; v.terms(); sys.exit('rapidfuzz' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- reading --------------------------------------------------------------------------------------


def test_a_sound_file_is_read_in_order() -> None:
    found = vocabularies.parse(SOUND)

    assert list(found) == ["quad", "plover_event", "plover_mode", "speech_act"]
    about, entries = found["speech_act"]
    assert (about.title, about.source) == ("Speech act", "Guide")
    assert entries["invite"] == Term(
        vocabulary="speech_act",
        value="invite",
        label="Invite",
        definition="Asks to come.",
        source="Guide",
        plover_event="REQUEST",
        plover_mode="meet",
    )
    assert found["plover_event"][1]["REQUEST"].modes == ("meet",)


@pytest.mark.parametrize(
    "trap", ["NO", "no", "Yes", "on", "OFF", "true", "null", "12", "1e3", "2020-01-03", "0x1F", "y"]
)
def test_what_yaml_would_turn_into_something_else_is_read_as_text(trap: str) -> None:
    text = f"""\
trap:
  title: {trap}
  description: A trap.
  source: {trap}
  values:
    {trap}: {{label: {trap}, definition: A value that looks like something else., ccode: 385}}
"""
    about, entries = vocabularies.parse(text)["trap"]

    assert (about.title, about.source) == (trap, trap)
    assert [(value, entry.label, entry.ccode) for value, entry in entries.items()] == [
        (trap, trap, 385)
    ]


def test_a_tag_does_not_change_what_is_read() -> None:
    _, entries = vocabularies.parse(breaking("label: Invite", "label: !!int Invite"))["speech_act"]

    assert entries["invite"].label == "Invite"


@pytest.mark.parametrize(
    "old, new, complaint",
    [
        ("  title: Speech act\n", "", r"speech_act\.title: Field required"),
        ("  description: What it does.\n", "", r"speech_act\.description: Field required"),
        ("  source: Guide\n", "", r"speech_act\.source: Field required"),
        ("source: Guide", "source: ''", r"speech_act\.source"),
        ("source: Guide", "source: [Guide]", r"speech_act\.source"),
        ("What it does.", "What it does", r"speech_act\.description"),
        ("Asks to come.", "Asks to come", r"speech_act\.values\.invite\.definition"),
        (
            "definition: Asks to come., ",
            "",
            r"speech_act\.values\.invite\.definition: Field required",
        ),
        ("label: Invite, ", "", r"speech_act\.values\.invite\.label: Field required"),
        ("label: Invite", "label: ' '", r"speech_act\.values\.invite\.label"),
        (
            "label: Invite",
            "note: x, label: Invite",
            r"speech_act\.values\.invite\.note: Extra inputs",
        ),
        ("label: Invite", "ccode: six, label: Invite", r"speech_act\.values\.invite\.ccode"),
        ("label: Invite", "cap_code: x, label: Invite", r"speech_act\.values\.invite\.cap_code"),
        ("    invite: ", "    in vite: ", r"speech_act\.values\.in vite"),
        ("speech_act:", "Speech-Act:", r"Speech-Act"),
        ("recipient: optional", "recipient: maybe", r"plover_event\.values\.REQUEST\.recipient"),
        ("modes: [meet]", "modes: meet", r"plover_event\.values\.REQUEST\.modes"),
        (
            "quad: verbal-conflict\n",
            "quad: verbal\n",
            r"REQUEST has no known quad class \(verbal\)",
        ),
        ("      quad: verbal-conflict\n", "", r"REQUEST has no known quad class \(None\)"),
        ("modes: [meet]", "modes: []", r"event REQUEST and mode meet do not name each other"),
        ("events: [REQUEST]", "events: []", r"event REQUEST and mode meet do not name each other"),
        (
            "plover_event: REQUEST",
            "plover_event: DEMAND",
            r"speech_act\.invite names the unknown event DEMAND",
        ),
        ("plover_mode: meet", "plover_mode: visit", r"speech_act\.invite has a mode \(visit\)"),
        ("plover_event: REQUEST, ", "", r"speech_act\.invite has a mode \(meet\)"),
        (
            "  source: Guide\n",
            "  source: Guide\n  source: Guide\n",
            r"vocabularies\.yaml:\d+ repeats the key 'source'",
        ),
        ("speech_act:", "[speech, act]:", r"vocabularies\.yaml:\d+ has a key that is not text"),
        ("title: Speech act", "title: 'Speech act", r"is not YAML"),
        ("title: Speech act", "title: *speech", r"is not YAML"),
    ],
)
def test_a_malformed_file_is_refused(old: str, new: str, complaint: str) -> None:
    with pytest.raises(VocabularyFileError, match=complaint):
        vocabularies.parse(breaking(old, new))


@pytest.mark.parametrize(
    "text", ["", "- a list\n", "just text\n", "{}\n", "topic: {}\n", "topic: text\n"]
)
def test_a_file_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(VocabularyFileError, match="wrong shape"):
        vocabularies.parse(text)


def test_a_vocabulary_without_values_is_refused() -> None:
    text = "topic: {title: Topic, description: Nothing., source: Guide, values: {}}\n"

    with pytest.raises(VocabularyFileError, match=r"topic\.values"):
        vocabularies.parse(text)


def test_all_faults_of_shape_are_named_at_once() -> None:
    text = SOUND.replace("Asks to come.", "Asks to come").replace("  source: Guide\n", "")

    with pytest.raises(
        VocabularyFileError, match=r"speech_act\.source.*speech_act\.values\.invite\.definition"
    ):
        vocabularies.parse(text)
