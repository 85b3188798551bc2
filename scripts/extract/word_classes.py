"""Which words are verbs here and which may stand in a noun phrase, as far as the words beside them tell."""

from __future__ import annotations

from scripts.extract.cues import BASE, ING, PAST, cue_at
from scripts.extract.grammar import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    FINITE,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    is_adverb,
)
from scripts.extract.lexicon import Remembered, words
from scripts.extract.text import NUMBER, WORD, Text

NOUNS_TOO = words("grammar", "nouns_too")
"""Forms of reporting words that are nouns as well."""


STAND_ALONE = frozenset(
    [
        "this",
        "that",
        "these",
        "those",
        "some",
        "many",
        "most",
        "others",
        "both",
        "all",
        "one",
        "another",
        "neither",
        "few",
        "several",
        "any",
        "everyone",
        "someone",
        "anyone",
        "nobody",
        "everybody",
        "somebody",
        "each",
    ]
)


_QUESTION = frozenset(["what", "which", "whom", "whose", "why", "how"])


_BEFORE_NOUN_TOO = frozenset(
    ("inside", "outside", "following", "above", "opposite", "near", "then")
)
"""Prepositions and adverbs that stand before a noun as well: "an inside source", "the then minister"."""


_BEFORE_NOUN = (DETERMINERS | PREPOSITIONS) - frozenset(
    [
        "this",
        "that",
        "these",
        "those",
        "some",
        "many",
        "most",
        "others",
        "both",
        "all",
        "few",
        "several",
        "her",
    ]
)


_NOMINATIVES = frozenset(("he", "she", "they", "we", "i"))
"""Pronouns that are no objects: a verb follows them."""


def _verb_form(word: str) -> int:
    if word in AUXILIARIES:
        return _AUXILIARY
    if word in FINITE:
        return _FINITE
    cue = cue_at([word], 0, 0)
    if cue is None or cue.form in (ING, BASE):
        return _NO_VERB
    return _REPORTS if cue.form == PAST or word not in NOUNS_TOO else _PLURAL_TOO


_NO_VERB, _AUXILIARY, _FINITE, _REPORTS, _PLURAL_TOO = range(5)
_VERB_FORMS = Remembered(_verb_form)


def is_verb(text: Text, i: int) -> bool:
    """Whether a word shows a clause: an auxiliary, a common finite verb, or a reporting word in a finite form."""
    form = _VERB_FORMS[text.low[i]]
    if form == _AUXILIARY:
        return True
    if text.capital[i]:
        return False
    if form == _FINITE:
        return not _is_noun_use(text, i)
    if i and text.low[i - 1] in _NOMINATIVES:
        return text.kind[i] == WORD and _MAY_FOLLOW_HE[text.low[i]]
    if form == _NO_VERB or _is_noun_use(text, i):
        return False
    return form == _REPORTS or _behind_name(text, i)


def _may_follow_he(word: str) -> bool:
    return not (
        is_adverb(word)
        or word in PREPOSITIONS
        or word in CONJUNCTIONS
        or word in SUBORDINATORS
        or word in DETERMINERS
    )


_MAY_FOLLOW_HE = Remembered(_may_follow_he)


def _behind_name(text: Text, i: int) -> bool:
    """Whether a word that may be a plural noun stands where a verb does: "Hadi demands", "he claims"."""
    return i > 0 and (text.capital[i - 1] or text.low[i - 1] in SUBJECT_PRONOUNS)


def _is_noun_use(text: Text, i: int) -> bool:
    """As in "the claims", "its demands", "an alleged plot": a noun or adjective, no verb."""
    if i == 0:
        return False
    before = text.low[i - 1]
    return before in _BEFORE_NOUN or before.endswith("'s") or before == "'"


def _may_be_noun(word: str) -> bool:
    """Whether a word, set in small letters and no verb, may stand within a noun phrase."""
    return not (
        word in AUXILIARIES
        or word in PREPOSITIONS
        or word in SUBORDINATORS
        or word in CONJUNCTIONS
        or word in SUBJECT_PRONOUNS
        or word in _QUESTION
        or (is_adverb(word) and word not in ("most", "more", "first", "second", "so", "both"))
    )


_MAY_BE_NOUN = Remembered(_may_be_noun)


def noun_like(text: Text, i: int) -> bool:
    """Whether a word may stand within a noun phrase."""
    kind = text.kind[i]
    if kind != WORD:
        return kind == NUMBER
    word = text.low[i]
    if word in _BEFORE_NOUN_TOO and i and text.low[i - 1] in ("a", "an", "the", "his", "its"):
        return True
    if text.capital[i] and word not in CONJUNCTIONS:
        return word not in SUBJECT_PRONOUNS or word == "it"
    return _MAY_BE_NOUN[word] and not is_verb(text, i)
