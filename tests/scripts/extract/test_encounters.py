"""Who met whom, as agencies put it; and of which state those are whose posts do not tell. All of it is made up."""

from datetime import date

import pytest

from scripts.extract import extract

A, B = "Iraqi Foreign Minister Omar Rashid", "Iranian President Karim Nouri"
BOTH = ["Omar Rashid", "Karim Nouri"]
MONDAY = ("held", "2024-05-06", "Tehran")


def _found(text):
    return extract("x", text.format(A=A, B=B), date(2024, 5, 8))


def _meetings(text):
    return [
        (m["kind"], (m["status"], m["date"], m["place"]), sorted(m["participants"]))
        for m in _found(text)["meetings"]
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{A} was received by {B} in Tehran on Monday.",
        "{B} received in Tehran on Monday {A}.",
        "During a meeting with {A} in Tehran on Monday, {B} said that trade must grow.",
        "{B} told {A} in a meeting in Tehran on Monday that trade must grow.",
        "{A} and {B}, meeting in Tehran on Monday, agreed to reopen the road.",
        "{A} met in Tehran on Monday with {B}.",
        "{A} discussed border security with {B} in Tehran on Monday.",
        "{A} paid a courtesy call on {B} in Tehran on Monday.",
        "{A} and {B} co-chaired the fourth meeting of the joint committee in Tehran on Monday.",
        "{A} presented a copy of his credentials to {B} in Tehran on Monday.",
    ],
)
def test_talks(text):
    assert _meetings(text) == [("talks", MONDAY, sorted(BOTH))]


@pytest.mark.parametrize(
    "text, expected",
    [
        (
            "{A} exchanged views with {B} by phone on Monday.",
            [("call", ("held", "2024-05-06", None), sorted(BOTH))],
        ),
        (
            "{A} and {B} addressed reporters in Tehran on Monday.",
            [("press-conference", MONDAY, sorted(BOTH))],
        ),
        (
            "{A} took part in a regional summit in Doha on Monday.",
            [("conference", ("held", "2024-05-06", "Doha"), BOTH[:1])],
        ),
        ("{A} left Baghdad for Tehran on Monday.", [("visit", MONDAY, BOTH[:1])]),
        ("{B} invited {A} to visit Tehran.", [("visit", ("proposed", None, "Tehran"), BOTH[:1])]),
        (
            "{A} held a phone call with {B}. {B} thanked Rashid and invited him to Tehran.",
            [
                ("call", ("held", None, None), sorted(BOTH)),
                ("visit", ("proposed", None, "Tehran"), BOTH[:1]),
            ],
        ),
        ("{B} invited a delegation to visit Tehran.", []),
        ("{A} said that he left Baghdad.", []),
        ("{A} attached hope to his part in the plan of the summit.", []),
    ],
)
def test_other_meetings(text, expected):
    assert _meetings(text) == expected


@pytest.mark.parametrize(
    "text, kind, status",
    [
        ("The ministry said {A} would go to Tehran on Thursday.", "visit", "planned"),
        ("{A} is preparing to visit Tehran next week.", "visit", "planned"),
        ("{A} came to Tehran on Monday.", "visit", "held"),
        ("Speaking in Tehran, where he is on a two-day visit, {A} urged calm.", "visit", "ongoing"),
        ("{A} and {B} will sit down in Tehran on Thursday.", "talks", "planned"),
        ("Talks between {A} and {B} are set for Thursday in Tehran.", "talks", "planned"),
        ("{A} and {B} convened in Tehran on Monday.", "talks", "held"),
        ("{A} participated in a conference in Doha on Monday.", "conference", "held"),
        ("{A} held phone talks with {B} on Monday.", "call", "held"),
        ("{A} told {B} by phone on Monday that trade must grow.", "call", "held"),
        ("In a call with {B} on Monday, {A} stressed that trade must grow.", "call", "held"),
    ],
)
def test_kind_and_status(text, kind, status):
    ((found, (said, _, _), _),) = _meetings(text)
    assert (found, said) == (kind, status)


def test_a_list_of_hosts_goes_on_behind_a_day():
    found = _found(
        "{A} is slated to meet {B} on Wednesday and Parliament Speaker Reza Amani later in the week."
    )
    assert [m["participants"][-1] for m in found["meetings"]] == ["Karim Nouri", "Reza Amani"]


def test_the_day_on_which_a_visit_began_is_not_that_of_the_talks():
    (visit, talks) = _meetings(
        "{A} has traveled to Tehran. During the trip, which began on Sunday, Rashid met {B} on Monday."
    )
    assert (visit[0], talks[0], talks[1][1]) == ("visit", "talks", "2024-05-06")


def test_a_call_gets_the_day_that_a_later_sentence_tells():
    (call,) = _meetings(
        "{A} and {B} have discussed water in a phone call."
        " During the Monday conversation, he asked for more of it."
    )
    assert call[:2] == ("call", ("held", "2024-05-06", None))


def test_who_speaks_behind_his_words_is_none_of_those_in_them():
    found = _found(
        "Iranian Trade Attaché Reza Pakzad spoke on Monday. “It is near,” Pakzad said."
        " {A} and {B} will chair the meeting, he noted."
    )
    assert {s["speaker_name"] for s in found["statements"]} == {"Reza Pakzad"}


def test_a_semicolon_parts_what_is_attributed_twice():
    text = "Ali Goli noted that the drill is in autumn; the date has not been set, he said."
    contents = [text[slice(*s["content"][0])] for s in extract("x", text)["statements"]]
    assert contents == ["the drill is in autumn", "the date has not been set"]


def test_here_and_the_day_are_no_part_of_the_words():
    text = "Prime Minister Ali Jabbar said here Tuesday that the road is open."
    (statement,) = extract("x", text)["statements"]
    assert text[slice(*statement["content"][0])] == "the road is open"


def test_who_is_welcomed_says_nothing():
    found = _found(
        "{A} landed in Tehran on Monday, where he was welcomed by Deputy Minister Nader Shokri."
    )
    assert found["statements"] == []


def _countries(text):
    return {o["name"]: o["country"] for o in extract("x", text, date(2024, 5, 8))["officials"]}


def test_news_from_the_others_capital_is_set_there():
    countries = _countries(
        "Iraqi interior minister in Tehran for talks\n\nIraq's Interior Minister Salim Qadir landed in Tehran"
        " on Tuesday, where he was welcomed by Deputy Interior Minister Nader Shokri."
    )
    assert countries == {"Salim Qadir": "IRQ", "Nader Shokri": "IRN"}


def test_who_comes_to_a_capital_is_of_the_other_state():
    countries = _countries(
        "TEHRAN (Gazette) – Foreign Minister Omar Rashid arrived in Tehran on Monday."
    )
    assert countries == {"Omar Rashid": "IRQ"}


def test_a_spokesman_is_nobodys_counterpart():
    found = _found(
        "Iranian Foreign Minister Kazem Dehghan will come, Foreign Ministry spokesman Iman Vahidi said. The minister"
        " will meet his Iraqi counterpart Laith Mahmoud."
    )
    assert {o["name"]: o["title"] for o in found["officials"]}[
        "Laith Mahmoud"
    ] == "Foreign Minister"


def test_a_title_begins_behind_the_day_or_verb_before_it():
    titles = {
        o["name"]: o["title"]
        for o in _found(
            "Hakim Alawi received in Baghdad on Monday the chairman of the Iranian parliament's commission,"
            " Vahid Zand. Alawi said that he would summon the minister, Qais Nouri."
        )["officials"]
    }
    assert titles["Vahid Zand"] == "chairman of the parliament's commission"
    assert titles["Qais Nouri"] == "minister"


def test_company_advisers_and_factions_are_of_the_state_of_whom_they_are_with():
    countries = _countries(
        "TEHRAN (Gazette) – Kurdistan Region President Rebwar Barwari is accompanied by Interior Minister Rebar Ahmadi."
        " Bakhtiar Nasr, an adviser to Barwari, said that the talks went well."
    )
    assert countries == dict.fromkeys(["Rebwar Barwari", "Rebar Ahmadi", "Bakhtiar Nasr"], "IRQ")
    countries = _countries(
        "BAGHDAD (Gazette) – Hadi Badri, head of the Northern Coalition, said no. An Iranian force left, Government"
        " spokesman Basim Awadi added."
    )
    assert countries == {"Hadi Badri": "IRQ", "Basim Awadi": "IRQ"}
