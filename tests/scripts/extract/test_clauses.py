"""Statements by the clauses that carry them: subjects, hearers, where words end. All sentences are made up."""

from __future__ import annotations

import pytest

from scripts.extract import extract


def found(text, published=None):
    """(speaker, cue, content, mode) of every statement."""

    def words(span):
        return text[span[0] : span[1]] if span else None

    return [
        (
            words(s["speaker"]),
            words(s["cue"]),
            " | ".join(words(span) for span in s["content"]),
            s["mode"],
        )
        for s in extract("x", text, published)["statements"]
    ]


@pytest.mark.parametrize(
    "text, expected",
    [
        (
            'Iraq\'s foreign ministry "strongly" condemned the attack.',
            [("Iraq's foreign ministry", "condemned", "the attack", "indirect")],
        ),
        (
            "A joint statement issued at the end of the visit emphasized respect for borders.",
            [
                (
                    "A joint statement issued at the end of the visit",
                    "emphasized",
                    "respect for borders",
                    "indirect",
                )
            ],
        ),
        (
            "Jalali, asked about reports of a new attack, said he had no news.",
            [("Jalali", "said", "he had no news", "indirect")],
        ),
        (
            "Jalali, asked whether the road was open, said he had no news.",
            [("Jalali", "said", "he had no news", "indirect")],
        ),
        (
            "He was responding to remarks by the Iraqi minister, who had said the groups were gone.",
            [("the Iraqi minister, who", "said", "the groups were gone", "indirect")],
        ),
        (
            "The minister denied that, saying the camps had been empty since May.",
            [
                ("The minister", "denied", "that", "indirect"),
                ("The minister", "saying", "the camps had been empty since May", "indirect"),
            ],
        ),
        (
            "An informed source told the agency the operation would go on.",
            [("An informed source", "told", "the operation would go on", "indirect")],
        ),
        (
            "The governor was cited by Mehr as saying 12 trucks were burned.",
            [("The governor", "saying", "12 trucks were burned", "indirect")],
        ),
        (
            "While Tehran insists the pact is broken, Baghdad maintains it has been kept.",
            [
                ("Tehran", "insists", "the pact is broken", "indirect"),
                ("Baghdad", "maintains", "it has been kept", "indirect"),
            ],
        ),
    ],
)
def test_subjects_that_agencies_write(text, expected):
    assert found(text) == expected


def test_a_headline_names_whom_somebody_speaks_to():
    text = "Jalali to Omar: The road must be opened soon\n\nJalali met Omar on Monday.\n"
    assert found(text)[0] == ("Jalali", None, "The road must be opened soon", "indirect")


@pytest.mark.parametrize(
    "text, expected",
    [
        (
            "Officials briefed on the talks say the road is open.",
            [("Officials briefed on the talks", "say", "the road is open", "indirect")],
        ),
        (
            "An official briefed on the talks said the road was open.",
            [("An official briefed on the talks", "said", "the road was open", "indirect")],
        ),
        (
            "The groups who wrote to her on Thursday say the road is open.",
            [("The groups who wrote to her", "say", "the road is open", "indirect")],
        ),
        (
            "The minister said in a statement released by his office the report was false.",
            [("The minister", "said", "the report was false", "indirect")],
        ),
        (
            "The minister wrote in both letters he was proud of the pact.",
            [("The minister", "wrote", "he was proud of the pact", "indirect")],
        ),
        (
            "The minister said at least four men were hurt.",
            [("The minister", "said", "at least four men were hurt", "indirect")],
        ),
        (
            "The groups left the camps, as Omar said a few days later.",
            [("Omar", "said", "The groups left the camps", "indirect")],
        ),
        (
            "Jalali was blunt, claiming without any proof that the road was open.",
            [("Jalali", "claiming", "the road was open", "indirect")],
        ),
        (
            "Iran told the council, warning it would strike again.",
            [("Iran", "warning", "it would strike again", "indirect")],
        ),
        (
            "Other advisers have been urging the governor to pay.",
            [("Other advisers", "urging", "the governor to pay", "indirect")],
        ),
        (
            "He's predicting that the road will be opened.",
            [("He's", "predicting", "the road will be opened", "indirect")],
        ),
        (
            "In addition to saying that the road was open, Jalali vowed to keep it so.",
            [
                ("Jalali", "saying", "the road was open", "indirect"),
                ("Jalali", "vowed", "to keep it so", "indirect"),
            ],
        ),
        (
            'The general spoke on Monday, saying it was late. Adding, "We will not leave."',
            [
                ("The general", "saying", "it was late", "indirect"),
                ("The general", "Adding", "We will not leave.", "direct"),
            ],
        ),
        (
            "The minister, in a phone call on Sunday with his counterpart, Fuad Hadi, said the talks would go on.",
            [("The minister", "said", "the talks would go on", "indirect")],
        ),
        (
            "Jalali praised Omar in June, saying he was brave.",
            [
                ("Jalali", "praised", "Omar", "indirect"),
                ("Jalali", "saying", "he was brave", "indirect"),
            ],
        ),
        (
            "Jalali praised the pact and went home.",
            [("Jalali", "praised", "the pact", "indirect")],
        ),
        (
            "Tehran alleges the groups smuggle arms.",
            [("Tehran", "alleges", "the groups smuggle arms", "indirect")],
        ),
        (
            "But he operates on another plan, he said.",
            [("he", "said", "he operates on another plan", "indirect")],
        ),
        (
            "Asawira Media uses the same photo over and over again, said Rita Hadi, the head of the group.",
            [
                (
                    "Rita Hadi, the head of the group",
                    "said",
                    "Asawira Media uses the same photo over and over again",
                    "indirect",
                )
            ],
        ),
        (
            "Six in 10 say the road is open, and others say it is closed.",
            [
                ("Six in 10", "say", "the road is open", "indirect"),
                ("others", "say", "it is closed", "indirect"),
            ],
        ),
        (
            "The pact holds, Jalali said, and on Tuesday night he said it was safe.",
            [
                ("Jalali", "said", "The pact holds", "indirect"),
                ("he", "said", "it was safe", "indirect"),
            ],
        ),
        (
            "Jalali said if the pact held, he would urge his men to go.",
            [("Jalali", "said", "if the pact held, he would urge his men to go", "indirect")],
        ),
        (
            "Jalali, noting that the road was open, left the room.",
            [("Jalali", "noting", "the road was open", "indirect")],
        ),
        (
            "Jalali, citing the law, said the road was open.",
            [
                ("Jalali", "citing", "the law", "indirect"),
                ("Jalali", "said", "the road was open", "indirect"),
            ],
        ),
        (
            "After arguing that the road was safe, his men left.",
            [("his men", "arguing", "the road was safe", "indirect")],
        ),
        (
            "Omar promised a country of new jobs.",
            [("Omar", "promised", "a country of new jobs", "indirect")],
        ),
        (
            "The moderator asked Omar about his ties.",
            [("The moderator", "asked", "his ties", "indirect")],
        ),
        (
            "He hinted at Omar by mentioning the need for a wall.",
            [
                ("He", "hinted at", "Omar", "indirect"),
                ("He", "mentioning", "the need for a wall", "indirect"),
            ],
        ),
        (
            "The meeting went well, with Jalali saying it was good, with Omar calling it late.",
            [
                ("Jalali", "saying", "it was good", "indirect"),
                ("Omar", "calling", "it late", "indirect"),
            ],
        ),
        (
            "Having announced that the road was open, the minister left.",
            [("the minister", "announced", "the road was open", "indirect")],
        ),
        (
            "Jalali praised the pact but did not recommend that Iran sign it.",
            [
                ("Jalali", "praised", "the pact", "indirect"),
                ("Jalali", "recommend", "Iran sign it", "indirect"),
            ],
        ),
        (
            "The general opened with a call for restraint.",
            [("The general", "call for", "restraint", "indirect")],
        ),
        (
            "His answer was that the road was open.",
            [("His", "answer", "the road was open", "indirect")],
        ),
        (
            "Berlin's pledge last month to send doctors was kept.",
            [("Berlin's", "pledge", "to send doctors", "indirect")],
        ),
        (
            "The minister stated his readiness to sign.",
            [("The minister", "stated", "his readiness to sign", "indirect")],
        ),
        (
            "Jalali spoke of trade, saying, apparently for the first time, that he would sign.",
            [("Jalali", "saying", "he would sign", "indirect")],
        ),
        (
            "Jalali said, if asked, he would sign the pact.",
            [("Jalali", "said", "if asked, he would sign the pact", "indirect")],
        ),
        (
            "Iraq's foreign ministry summoned the envoy to protest the strikes.",
            [("Iraq's foreign ministry", "protest", "the strikes", "indirect")],
        ),
        (
            "Omar went out of his way to say that the road was open.",
            [("Omar", "say", "the road was open", "indirect")],
        ),
        (
            "Critics like Omar say the road is closed.",
            [("Critics like Omar", "say", "the road is closed", "indirect")],
        ),
        (
            "The ads ask the men to go home.",
            [("The ads", "ask", "the men to go home", "indirect")],
        ),
        (
            'The campaign began, with one of her ads asking, "Is he fit to serve?"',
            [("one of her ads", "asking", "Is he fit to serve?", "direct")],
        ),
        (
            "Four people died, said the governor, Omed Hadi.",
            [("the governor, Omed Hadi", "said", "Four people died", "indirect")],
        ),
        (
            "It was noted in the text; most said it was late.",
            [("most", "said", "it was late", "indirect")],
        ),
        (
            'Omar told Hadi of the daily, "It is late."',
            [("Omar", "told", "It is late.", "direct")],
        ),
    ],
)
def test_subjects_clauses_and_where_they_end(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        (
            "Omar holds a lead and will have claims in the area.",
            [],
        ),
        (
            "Omar runs the paper's reporting team.",
            [],
        ),
        (
            "There are several reasons: the road is closed and the pact is old.",
            [],
        ),
        (
            "Omar gave remarks that were shown on television.",
            [],
        ),
        (
            "The film was written and directed by two men.",
            [],
        ),
        (
            "Fees declined to 281 million in May.",
            [],
        ),
        (
            "Many can be added by raising tariffs.",
            [],
        ),
        (
            "Omar was the top adviser then, but he also maintained high costs.",
            [],
        ),
        (
            "The drop in trade suggests that the road is closed.",
            [],
        ),
        (
            "The delay highlighted the need for a pact.",
            [],
        ),
        (
            '"This used to be our back yard," said Raffael Omar, director of studies in Tehran, "but it is no more."',
            [
                (
                    "Raffael Omar",
                    "said",
                    "This used to be our back yard, | but it is no more.",
                    "direct",
                )
            ],
        ),
        (
            '"It is late," Omar said before adding: "It is very late."',
            [
                ("Omar", "said", "It is late,", "direct"),
                ("Omar", "adding", "It is very late.", "direct"),
            ],
        ),
        (
            'Omar said in May, when the row began, "I did not go."',
            [("Omar", "said", "I did not go.", "direct")],
        ),
        (
            'The ministry issued a statement: "It is late."',
            [("The ministry", None, "It is late.", "direct")],
        ),
        (
            'The ministry issued a statement, "It is late."',
            [("The ministry", None, "It is late.", "direct")],
        ),
        (
            '"It is late," tweeted another.',
            [("another", "tweeted", "It is late,", "direct")],
        ),
        (
            'Beck, who has in the past described Omar as "a liar" and "a fool," left.',
            [("Beck, who", "described", 'Omar as "a liar" and "a fool,"', "mixed")],
        ),
        (
            "Omar, who in the past has voiced the wish to run, told Hadi he would.",
            [
                ("Omar, who", "voiced", "the wish to run", "indirect"),
                (
                    "Omar, who in the past has voiced the wish to run",
                    "told",
                    "he would",
                    "indirect",
                ),
            ],
        ),
        (
            'A letter from the Iraqi Legion obtained by Mehr warns that "any call will be through its lawyers."',
            [
                (
                    "A letter from the Iraqi Legion obtained by Mehr",
                    "warns",
                    "any call will be through its lawyers.",
                    "direct",
                )
            ],
        ),
        (
            'When Wallace died, President Omar released the following statement: "Hadi and I offer our regrets."',
            [("President Omar", None, "Hadi and I offer our regrets.", "direct")],
        ),
        (
            'The row began after Mr. Omar, asked about the deaths, had said, "I think so."',
            [("Mr. Omar", "said", "I think so.", "direct")],
        ),
        (
            'He pledged to open the road and he, once again, pledged "a new start."',
            [
                ("He", "pledged", "to open the road", "indirect"),
                ("he", "pledged", "a new start.", "direct"),
            ],
        ),
        (
            "Omar said he was pleased by the pact of Hadi, who will go to Basra next week.",
            [("Omar", "said", "he was pleased by the pact of Hadi", "indirect")],
        ),
        (
            "Omar said the road was open – a step that few expect.",
            [("Omar", "said", "the road was open", "indirect")],
        ),
        (
            "Omar said the road – a new one – was open.",
            [("Omar", "said", "the road – a new one – was open", "indirect")],
        ),
        (
            "Omar said the pact held – adding that it was new.",
            [
                ("Omar", "said", "the pact held", "indirect"),
                ("Omar", "adding", "it was new", "indirect"),
            ],
        ),
        (
            "Omar called the road “a trap” at a press conference.",
            [("Omar", "called", "the road “a trap”", "mixed")],
        ),
        (
            "After rebels removed Hadi, Omar praised them.",
            [("Omar", "praised", "them", "indirect")],
        ),
        (
            "Latest: Three towns cast their votes today",
            [],
        ),
    ],
)
def test_events_asides_and_documents(text, expected):
    assert found(text) == expected
