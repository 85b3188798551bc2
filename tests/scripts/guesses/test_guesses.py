"""Guesses by word lists: every value is one of its vocabulary, and words decide in the order of the lists."""

from __future__ import annotations

import pytest

from schema import vocabularies
from scripts.guesses.codes import channel, speech_act
from scripts.guesses.lists import pattern, rows
from scripts.guesses.posts import role_class


@pytest.mark.parametrize(
    "name, vocabulary",
    [("posts", "role_class"), ("speech_acts", "speech_act"), ("channels", "channel")],
)
def test_every_line_of_a_list_has_a_value_of_its_vocabulary(name: str, vocabulary: str) -> None:
    values = [row[0] for row in rows(name)]
    assert set(values) <= set(vocabularies.values(vocabulary))
    assert len(set(rows(name))) == len(values)
    assert all(field for row in rows(name) for field in row)


@pytest.mark.parametrize(
    "cue, content, act",
    [
        ("said", "the road is open", "assert"),
        ("", "Neighbours must join hands", "request"),
        ("said", "they must not be idle", "request"),
        ("said", "the mustard is hot", "assert"),
        ("urged", "patience", "request"),
        ("called for", "patience", "request"),
        ("called", "it a fantasy", "assert"),
        ("warned", "it is unacceptable", "reject"),
        ("warned", "of a danger", "warn"),
        ("expressed\n hope", "for rain", "hope"),
        ("thanked", "Iraq, which must act", "thank"),
        ("announced", "readiness; they are ready\nto help", "commit"),
        ("announced", "a plan", "announce"),
        ("praised", "them", "support"),
        ("denied", "it", "deny"),
    ],
)
def test_what_a_statement_does_by_its_words(cue: str, content: str, act: str) -> None:
    assert speech_act(cue, content) == act


@pytest.mark.parametrize(
    "sentence, value",
    [
        ("Ada Lund said.", "unknown"),
        ("She told reporters in an interview.", "press-conference"),
        ("In an INTERVIEW with", "interview"),
        ("In a meeting with Bob Ray", "meeting"),
        ("the letter reads", "letter"),
    ],
)
def test_through_what_it_was_said_by_the_sentence(sentence: str, value: str) -> None:
    assert channel(sentence) == value


@pytest.mark.parametrize(
    "title, role",
    [
        ("Foreign Minister", "foreign-minister"),
        ("Minister of Foreign Affairs", "foreign-minister"),
        ("Deputy Foreign Minister", "other"),
        ("Secretary of the Supreme National Security Council", "nsa"),
        ("Leader of the Islamic Revolution", "supreme-leader"),
        ("President", "head-of-state"),
        ("Poet", None),
    ],
)
def test_the_class_of_a_post_by_its_title(title: str, role: str | None) -> None:
    assert role_class(title) == role


def test_a_phrase_is_whole_words_with_any_blanks_and_a_star_is_any_ending() -> None:
    words = pattern("call* for, a.b")
    assert words.search("he Called\n\nfor it")
    assert words.search("recalled for") is None
    assert words.search("calls forth") is None
    assert words.search("axb") is None
