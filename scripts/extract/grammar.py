"""Closed classes of English words, from `data/grammar.txt`."""

from __future__ import annotations

from collections.abc import Callable

from scripts.extract.lexicon import Remembered, words

SUBJECT_PRONOUNS = words("grammar", "subject_pronouns")
OTHER_PRONOUNS = words("grammar", "other_pronouns")
DETERMINERS = words("grammar", "determiners")
PREPOSITIONS = words("grammar", "prepositions")
CONJUNCTIONS = words("grammar", "conjunctions")
SUBORDINATORS = words("grammar", "subordinators")
AUXILIARIES = words("grammar", "auxiliaries")
BE = words("grammar", "be")
HAVE = words("grammar", "have")
MODALS = words("grammar", "modals")
ADVERBS = words("grammar", "adverbs")
FINITE = words("grammar", "finite")
WEEKDAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
MONTHS = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)
TIME_WORDS = WEEKDAYS | frozenset(
    [
        "today",
        "yesterday",
        "tomorrow",
        "tonight",
        "earlier",
        "later",
        "recently",
        "last",
        "week",
        "month",
        "year",
        "night",
        "morning",
        "evening",
        "afternoon",
    ]
)

_NOT_ADVERBS = frozenset(
    [
        "family",
        "elderly",
        "deadly",
        "friendly",
        "costly",
        "orderly",
        "scholarly",
        "lively",
        "monthly",
        "quarterly",
        "hourly",
        "yearly",
        "ally",
        "reply",
        "supply",
        "july",
        "italy",
        "only",
        "early",
        "daily",
        "weekly",
        "assembly",
        "ugly",
        "holy",
        "lonely",
        "anomaly",
        "monopoly",
        "apply",
        "rely",
        "imply",
        "multiply",
        "fly",
        "rally",
        "bully",
        "belly",
    ]
)


def _adverb(word: str) -> bool:
    return word in ADVERBS or (len(word) > 4 and word.endswith("ly") and word not in _NOT_ADVERBS)


is_adverb: Callable[[str], bool] = Remembered(_adverb).__getitem__
"""Whether a word is an adverb, by list or by its ending."""
