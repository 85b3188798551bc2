"""Operations: what a reviewer does to candidates, recorded statements and new ones, and what is refused."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from scripts.review.draft import in_order
from scripts.review.operations import OPERATIONS

RECORDED = "gazette-crossing-bcd"


def quote(target: str, part: str, span) -> dict:
    return {"do": "quote", "target": target, "part": part, "span": span}


def label(target: str, span, role: str = "speakers", number: int = 0) -> dict:
    return {"do": "label", "target": target, "role": role, "number": number, "span": span}


def put(target: str, field: str, value) -> dict:
    return {"do": "set", "target": target, "field": field, "value": value}


def who(target: str, number: int = 0, role: str = "speakers", **more) -> dict:
    return {"do": "who", "target": target, "role": role, "number": number, **more}


def fields_of(item) -> list[str]:
    return [entry["field"] for entry in item.tree.get("evidence", [])]


# decisions


def test_a_candidate_is_accepted_rejected_and_put_back(world) -> None:
    ref = world.letters("work must")
    assert world.item(ref).decision is None
    assert world.item(ref, {"do": "accept", "target": ref}).decision == "accepted"
    rejected = world.item(ref, {"do": "reject", "target": ref, "reason": "A test."})
    assert (rejected.decision, rejected.reason) == ("rejected", "A test.")
    back = world.item(
        ref, {"do": "reject", "target": ref, "reason": "x"}, {"do": "reopen", "target": ref}
    )
    assert (back.decision, back.reason, back.is_changed) == (None, None, False)


def test_only_candidates_are_decided_and_only_what_is_there(world) -> None:
    assert "only a candidate" in world.refusal({"do": "accept", "target": RECORDED})
    assert "not there any more" in world.refusal({"do": "accept", "target": "qqq"})


def test_what_is_rejected_is_put_back_before_it_is_changed(world) -> None:
    ref = world.letters("work must")
    refusal = world.refusal({"do": "reject", "target": ref}, put(ref, "speech_act", "warn"))
    assert "put it back" in refusal


def test_one_refusal_does_not_stop_the_others(world) -> None:
    ref = world.letters("work must")
    draft = world.draft({"do": "accept", "target": "qqq"}, {"do": "accept", "target": ref})
    assert list(draft.refused) == [0]
    assert draft.items[ref].decision == "accepted"


# words


def test_a_content_is_selected_anew_with_its_type_and_place(world) -> None:
    ref = world.letters("🚧 The road is long")
    item = world.item(
        ref,
        quote(ref, "content", [*world.at("The road is long, al")[:1], world.at(", al-Basri")[0]]),
    )
    assert item.tree["content"] == {"exact": "The road is long", "suffix": ", al-Basri"}
    assert item.tree["quote_type"] == "indirect"
    assert item.tree["cue"] == "warned"
    assert world.words(*world.opened.parts(item.tree).content) == ["The road is long"]


def test_words_that_stand_twice_are_told_apart_and_found_where_they_were_selected(world) -> None:
    ref = world.letters("The road is long,")
    span = world.at("The road is long", 1)
    item = world.item(ref, quote(ref, "content", span))
    assert item.tree["content"]["exact"] == "The road is long"
    assert [world.opened.parts(item.tree).start] == span[:1]


def test_a_quotation_in_marks_is_direct_and_one_around_them_mixed(world) -> None:
    ref = world.letters("the way was open")
    item = world.item(ref, quote(ref, "content", world.at("«راه باز است» into the guest book")))
    assert item.tree["quote_type"] in {"mixed", "indirect"}
    start, end = world.at("“The crossing is too narrow for trade,”")
    item = world.item(ref, quote(ref, "content", [start, end]))
    assert item.tree["content"] == "The crossing is too narrow for trade,"
    assert (item.tree["quote_type"], item.tree["quoted"]) == (
        "direct",
        ["The crossing is too narrow for trade,"],
    )


def test_a_segment_is_added_in_the_order_of_the_text_and_never_twice(world) -> None:
    ref = world.letters("the way was open")
    before = world.at("راه باز است")
    item = world.item(ref, quote(ref, "segment", before))
    assert item.tree["content"] == ["راه باز است", "the way was open"]
    refusal = world.refusal(quote(ref, "segment", world.at("way was")))
    assert "overlap" in refusal


def test_a_content_is_not_taken_away_nor_from_where_no_statement_is(world) -> None:
    ref = world.letters("the way was open")
    assert "has a content" in world.refusal(quote(ref, "content", None))
    assert "site furniture" in world.refusal(quote(ref, "content", world.at("Ten lakes")))


def test_a_cue_is_selected_taken_away_and_refused_inside_the_content(world) -> None:
    ref = world.letters("work must")
    item = world.item(ref, quote(ref, "cue", world.at("told")))
    assert item.tree["cue"] == "told"
    assert "cue" not in world.item(ref, quote(ref, "cue", None)).tree
    assert "beside the content" in world.refusal(quote(ref, "cue", world.at("must begin")))


def test_labels_stay_where_they_stood_when_the_cue_moves(world) -> None:
    ref = world.letters("The road is long,")
    before = world.opened.parts(world.item(ref).tree)
    item = world.item(ref, quote(ref, "cue", world.at("said", 2)))
    after = world.opened.parts(item.tree)
    assert after.labels == before.labels
    assert after.cue is not None


def test_quoted_words_are_part_of_the_content_and_set_the_type(world) -> None:
    ref = world.letters("The crossing is too narrow")
    item = world.item(ref, quote(ref, "quoted", world.at("too narrow")))
    assert (item.tree["quoted"], item.tree["quote_type"]) == (["too narrow"], "mixed")
    more = world.item(
        ref,
        quote(ref, "quoted", world.at("too narrow")),
        quote(ref, "more-quoted", world.at("The crossing")),
    )
    assert more.tree["quoted"] == ["The crossing", "too narrow"]
    whole = world.item(ref, quote(ref, "quoted", world.at("The crossing is too narrow for trade,")))
    assert whole.tree["quote_type"] == "direct"
    none = world.item(ref, quote(ref, "quoted", None))
    assert ("quoted" in none.tree, none.tree["quote_type"]) == (False, "indirect")
    assert "part of the content" in world.refusal(quote(ref, "quoted", world.at("work must")))


def test_a_type_brings_the_words_that_go_with_it(world) -> None:
    ref = world.letters("The crossing is too narrow")
    indirect = world.item(ref, put(ref, "quote_type", "indirect"))
    assert ("quoted" in indirect.tree, indirect.tree["quote_type"]) == (False, "indirect")
    direct = world.item(ref, put(ref, "quote_type", "direct"))
    assert direct.tree["quoted"] == ["The crossing is too narrow for trade,"]
    other = world.letters("work must")
    assert "no quotation marks" in world.refusal(put(other, "quote_type", "mixed"))


# parties


def test_somebody_else_speaks_with_post_basis_and_evidence(world) -> None:
    ref = world.letters("We will bear")
    item = world.item(ref, who(ref, official_id="nouri-al-basri"))
    assert item.tree["speakers"] == [
        {"official_id": "nouri-al-basri", "basis": "pronoun", "label": "he"}
    ]
    assert "speaker.official_id" in fields_of(item)
    back = world.item(
        ref, who(ref, official_id="nouri-al-basri"), who(ref, official_id="karim-taheri")
    )
    assert back.tree["speakers"][0]["tenure_id"] == "karim-taheri-fgh"
    assert fields_of(back).count("speaker.official_id") == 1


def test_a_body_speaks_by_its_name_or_as_a_metonym_and_nobody_by_words_alone(world) -> None:
    ref = "gazette-crossing-bcd"
    item = world.item(ref, who(ref), who(ref, organization_id="government-of-iran"))
    assert item.tree["speakers"][0] == {
        "organization_id": "government-of-iran",
        "basis": "metonym",
        "label": "Tehran",
    }
    other = world.letters("We will bear")
    assert (
        world.item(other, who(other, organization_id="gazette")).tree["speakers"][0]["basis"]
        == "pronoun"
    )
    nobody = world.item(other, who(other))
    assert nobody.tree["speakers"] == [{"basis": "pronoun", "label": "he"}]
    third = world.letters("The crossing is")
    assert world.item(third, who(third)).tree["speakers"] == [{"basis": "title", "label": "Taheri"}]
    assert (
        world.item(third, who(third, organization_id="gazette")).tree["speakers"][0]["basis"]
        == "title"
    )


def test_only_whom_the_registries_hold_is_somebody(world) -> None:
    ref = world.letters("We will bear")
    assert "officials.yaml" in world.refusal(who(ref, official_id="nobody"))
    assert "organizations.yaml" in world.refusal(who(ref, organization_id="nothing"))
    assert "there are 1 speakers" in world.refusal(who(ref, 3, official_id="karim-taheri"))


def test_a_label_is_selected_and_whoever_is_resolved_stays(world) -> None:
    ref = world.letters("work must")
    item = world.item(ref, label(ref, world.at("the Iraqi minister")))
    assert item.tree["speakers"] == [
        {
            "official_id": "karim-taheri",
            "tenure_id": "karim-taheri-fgh",
            "basis": "title",
            "label": "the Iraqi minister",
        }
    ]
    assert "beside the content" in world.refusal(label(ref, world.at("begin in")))
    assert "there are 1 speakers" in world.refusal(label(ref, world.at("Taheri", 1), number=4))


def test_a_second_speaker_is_resolved_and_evidence_counts_the_two(world) -> None:
    ref = world.letters("We will bear")
    assert fields_of(world.item(ref)).count("speaker.official_id") == 1
    two = world.item(ref, label(ref, world.at("al-Basri", 1), number=1))
    assert [party["official_id"] for party in two.tree["speakers"]] == [
        "karim-taheri",
        "nouri-al-basri",
    ]
    assert "speaker.1.official_id" in fields_of(two)
    assert "speaker.official_id" not in fields_of(two)
    first_goes = {"do": "remove", "target": ref, "role": "speakers", "number": 0}
    one = world.item(ref, label(ref, world.at("al-Basri", 1), number=1), first_goes)
    assert [party["official_id"] for party in one.tree["speakers"]] == ["nouri-al-basri"]
    assert not [field for field in fields_of(one) if field.startswith("speaker")]
    second_goes = {**first_goes, "number": 1}
    again = world.item(ref, label(ref, world.at("al-Basri", 1), number=1), second_goes)
    assert "speaker.official_id" in fields_of(again)


def test_other_roles_are_added_and_go(world) -> None:
    ref = world.letters("work must")
    added = world.item(ref, label(ref, world.at("the Iraqi minister"), "addressees"))
    assert added.tree["addressees"][0]["label"] == "the Iraqi minister"
    gone = world.item(
        ref,
        label(ref, world.at("the Iraqi minister"), "addressees"),
        {"do": "remove", "target": ref, "role": "addressees", "number": 0},
    )
    assert "addressees" not in gone.tree
    assert "there are 0 addressees" in world.refusal(
        {"do": "remove", "target": ref, "role": "addressees", "number": 0}
    )


def test_a_detail_of_a_party_is_set_and_taken_away(world) -> None:
    ref = world.letters("We will bear")
    detail = {"do": "detail", "target": ref, "role": "speakers", "number": 0}
    item = world.item(ref, {**detail, "field": "tenure_id", "value": "karim-taheri-bcd"})
    assert item.tree["speakers"][0]["tenure_id"] == "karim-taheri-bcd"
    assert (
        "tenure_id"
        not in world.item(ref, {**detail, "field": "tenure_id", "value": None}).tree["speakers"][0]
    )
    assert "there are 1 speakers" in world.refusal(
        {**detail, "number": 2, "field": "basis", "value": "named"}
    )


# fields


def test_a_field_is_set_and_is_no_guess_any_more(world) -> None:
    ref = world.letters("We will bear")
    assert "speech_act" in world.item(ref).guesses
    item = world.item(ref, put(ref, "speech_act", "commit"))
    assert item.tree["speech_act"] == "commit"
    assert "speech_act" not in item.guesses
    assert item.is_changed


def test_what_goes_with_a_field_goes_with_it(world) -> None:
    ref = world.letters("We will bear")
    with_event = [put(ref, "plover_event", "AGREE"), put(ref, "plover_mode", "meet")]
    assert "plover_mode" in world.item(ref, *with_event).tree
    assert (
        not {"plover_event", "plover_mode"}
        & world.item(ref, *with_event, put(ref, "plover_event", None)).tree.keys()
    )
    assert not {"date", "date_basis"} & world.item(ref, put(ref, "date", None)).tree.keys()
    repeated = world.item(ref, put(ref, "utterance_id", RECORDED))
    assert (repeated.tree["is_primary"], repeated.tree["report_relation"]) == ("false", "summary")
    alone = world.item(ref, put(ref, "utterance_id", RECORDED), put(ref, "utterance_id", None))
    assert not {"is_primary", "report_relation", "utterance_id"} & alone.tree.keys()


def test_topics_are_a_list_and_nothing_else_is(world) -> None:
    ref = world.letters("We will bear")
    assert world.item(ref, put(ref, "topics", ["trade-and-economy"])).tree["topics"] == [
        "trade-and-economy"
    ]
    assert "a list" in world.refusal(put(ref, "topics", "trade-and-economy"))
    assert "one value" in world.refusal(put(ref, "channel", ["speech"]))


def test_evidence_is_added_and_taken_away(world) -> None:
    ref = world.letters("The crossing is")
    before = len(fields_of(world.item(ref)))
    words = {
        "do": "evidence",
        "target": ref,
        "field": "speaker.official_id",
        "span": world.at("Transport Minister Karim Taheri"),
    }
    item = world.item(ref, words)
    assert item.tree["evidence"][-1] == {
        "field": "speaker.official_id",
        "quote": "Transport Minister Karim Taheri",
    }
    page = {
        "do": "evidence",
        "target": ref,
        "field": "speech_act",
        "reference_id": "page",
        "note": "So it says.",
    }
    item = world.item(ref, put(ref, "speech_act", "warn"), page)
    assert item.tree["evidence"][-1] == {
        "field": "speech_act",
        "reference_id": "page",
        "note": "So it says.",
        "value": "warn",
    }
    gone = world.item(ref, *[{"do": "no-evidence", "target": ref, "number": 0}] * before)
    assert "evidence" not in gone.tree
    assert "pieces of evidence" in world.refusal({"do": "no-evidence", "target": ref, "number": 99})
    twice = {**words, "span": [world.at("\n")[0] + 1, world.at("crossings")[1]]}
    assert world.item(ref, twice).tree["evidence"][-1]["quote"]


# new statements


def test_a_missed_statement_is_begun_with_its_content_and_filled_in_step_by_step(world) -> None:
    add = {"do": "add", "target": "new-1", "content": [world.at("that the way was open.")]}
    item = world.item("new-1", add)
    assert item.tree["content"] == "the way was open"
    assert item.tree["speakers"] == []
    assert (item.tree["quote_type"], item.tree["location"], item.tree["guide_version"]) == (
        "indirect",
        "body",
        "0.1",
    )
    said = quote("new-1", "cue", world.at("said", 1))
    item = world.item(
        "new-1", add, said, label("new-1", [*world.at("He wrote")[:1], world.at("He wrote")[0] + 2])
    )
    assert item.tree["cue"] == "said"
    assert item.tree["speakers"][0]["official_id"] == "nouri-al-basri"
    assert "speakers" in item.guesses
    assert item.found is not None
    assert "speaker.official_id" in fields_of(item)


def test_cue_and_speaker_may_come_with_the_content(world) -> None:
    add = {
        "do": "add",
        "target": "new-1",
        "content": [world.at("“The road is long,”")],
        "cue": world.at("said", 2),
        "speaker": world.at("Taheri", 3),
    }
    item = world.item("new-1", add)
    assert item.tree["content"] == {"exact": "The road is long,", "suffix": "”"}
    assert item.tree["quote_type"] == "direct"
    assert item.tree["speakers"][0]["official_id"] == "karim-taheri"
    assert item.guesses.isdisjoint({"speakers"})


def test_what_was_set_by_hand_is_not_filled_in_again(world) -> None:
    add = {"do": "add", "target": "new-1", "content": [world.at("the way was open")]}
    item = world.item(
        "new-1", add, put("new-1", "speech_act", "warn"), quote("new-1", "cue", world.at("said", 1))
    )
    assert (item.tree["speech_act"], item.tree["cue"], item.found) == ("warn", "said", None)


def test_a_new_statement_changes_its_content_loses_its_cue_and_is_given_up(world) -> None:
    add = {
        "do": "add",
        "target": "new-1",
        "content": [world.at("the way was open")],
        "cue": world.at("said", 1),
    }
    moved = world.item("new-1", add, quote("new-1", "content", world.at("way was open")))
    assert moved.tree["content"] == "way was open"
    split = world.item("new-1", add, quote("new-1", "segment", world.at("guest book")))
    assert split.tree["content"] == ["guest book", "the way was open"]
    bare = world.item("new-1", add, quote("new-1", "cue", None))
    assert ("cue" in bare.tree, bare.found["cue"]) == (False, None)
    assert "new-1" not in world.draft(add, {"do": "drop", "target": "new-1"}).items


def test_a_new_statement_is_refused_where_it_cannot_be(world) -> None:
    content = [world.at("the way was open")]
    add = {"do": "add", "target": "new-1", "content": content}
    assert "already" in world.refusal(add, add)
    assert "site furniture" in world.refusal({**add, "content": [world.at("Home | News")]})
    assert "overlap" in world.refusal({**add, "content": [*content, world.at("way was")]})
    assert "cue cannot be quoted" in world.refusal({**add, "cue": world.at("way was")})


def test_a_pronoun_before_anybody_spoke_is_nobody(world) -> None:
    add = {
        "do": "add",
        "target": "new-1",
        "content": [world.at("met his Iraqi counterpart")],
        "speaker": world.at("his"),
    }
    assert world.draft(add).refused == {
        0: "no speaker is printed that can be quoted; select other words"
    }
    headline = {"do": "reject", "target": world.letters("crossings")}
    add = {
        "do": "add",
        "target": "new-1",
        "content": [world.at("Iraqi counterpart")],
        "speaker": world.at("his"),
    }
    item = world.item("new-1", headline, add)
    assert item.tree["speakers"] == [{"basis": "pronoun", "label": "his"}]


def test_items_are_in_the_order_of_the_text(world) -> None:
    draft = world.draft(
        {"do": "add", "target": "new-1", "content": [world.at("met his Iraqi counterpart")]}
    )
    order = [item.ref for item, _ in in_order(world.opened, draft)]
    assert order.index("new-1") == 1
    assert order[-1] == world.letters("The road is long,")


# shapes


@pytest.mark.parametrize(
    "operation",
    [
        {"do": "accept"},
        {"do": "accept", "target": "../../etc/passwd"},
        {"do": "explode", "target": "abc"},
        {"do": "accept", "target": "abc", "more": 1},
        {"do": "add", "target": "abc", "content": [[0, 1]]},
        {"do": "add", "target": "new-1", "content": []},
        {"do": "add", "target": "new-1", "content": [[3, 1]]},
        {"do": "quote", "target": "abc", "part": "content", "span": [-1, 4]},
        {"do": "set", "target": "abc", "field": "id", "value": "x"},
        {"do": "set", "target": "abc", "field": "reviewed_by", "value": "x"},
        {"do": "set", "target": "abc", "field": "date", "value": "2024\x00"},
        {
            "do": "who",
            "target": "abc",
            "role": "speakers",
            "number": 0,
            "official_id": "a",
            "organization_id": "b",
        },
        {"do": "evidence", "target": "abc", "field": "date"},
        {"do": "evidence", "target": "abc", "field": "Date!", "reference_id": "page"},
        {"do": "reject", "target": "abc", "reason": " "},
    ],
)
def test_what_is_no_operation_is_refused_by_its_shape(operation: dict) -> None:
    with pytest.raises(ValidationError):
        OPERATIONS.validate_python([operation])
