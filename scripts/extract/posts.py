"""The post that stands beside a name: its words without article and state, and the state."""

from __future__ import annotations

from typing import NamedTuple

from scripts.extract.gazetteer import LONG_PLACES, country_of, place_at, state_at
from scripts.extract.grammar import PREPOSITIONS, WEEKDAYS
from scripts.extract.lexicon import words
from scripts.extract.phrases import phrase_after, phrase_before
from scripts.extract.text import MARK, QUOTE, WORD, Text
from scripts.extract.titles import HEADS, ORGANS, RANKS, TITLE_WORDS, Span, is_rank, namely
from scripts.extract.titles import place_word as is_place_word
from scripts.extract.word_classes import is_verb

_WALK = 16
_HEAD_REACH = 9
_BEHIND_REACH = 14
_HEADS_AND_RANKS = HEADS | RANKS | {f"{head}s" for head in HEADS}
_PERSONAL = HEADS - RANKS - {"staff", "counterpart"}
_DROPPED = words("titles", "dropped")
_BEHIND = frozenset((",", "(", "is", "was", "has"))
"""Behind a name these may lead to its post."""
_COUNTED = frozenset(("two", "three", "four", "both", "several"))
_BEFORE_THE = PREPOSITIONS | {"and", "or"}
_PEERS = words("titles", "peers")
_ABROAD = words("titles", "abroad")


class Post(NamedTuple):
    """A post as printed beside a name."""

    title: str | None
    """Its words, without article and state."""
    country: str | None
    """ISO 3166-1 alpha-3 code of the state that its words name."""
    span: Span | None
    """Its tokens."""


NO_POST = Post(None, None, None)


def post_beside(text: Text, run: Span, sentence: Span) -> Post:
    """The post that stands before or behind a name within its sentence."""
    start, end = run
    low = text.low
    floor, last = sentence
    floor = max(floor, start - _WALK)
    titled = not _HEADS_AND_RANKS.isdisjoint(low[floor:start])
    following = low[end + 1] if end < last else ""
    if not titled and following not in _BEHIND:
        return NO_POST
    before = _post_before(text, start, floor) if titled else NO_POST
    # A bracket or comma and a word at the least stand behind a name with its title.
    behind = NO_POST
    if end + 2 <= last and following in (",", "("):
        behind = _post_behind(text, end + 2, last)
    if not before.title and not behind.title and end + 3 <= last:
        behind = _post_predicated(text, end + 1, last)
    if before.title and not (behind.title and is_rank(before.title)):
        best = before
    else:
        best = behind if behind.title else before
    if best.country is None and (before.country or behind.country):
        return Post(best.title, before.country or behind.country, best.span)
    return best


def post_of(text: Text, first: int, last: int, *, before: bool = False) -> Post:
    """The post that the tokens `first` to `last` name; `before` tells that its holder's name follows at once."""
    begin = _begins(text.low, first, last, held=before and text.low[last] in _PERSONAL)
    end = _ends(text.low, begin, last)
    country, kept = _without_state(text, begin, end)
    while (
        len(kept) > 1
        and kept[-2].lower() not in ("of", "for")
        and (kept[-2].lower(), kept[-1].lower()) != ("chief", "justice")
        and kept[-1].lower().strip(".") in RANKS
        and any(word.lower() in HEADS - RANKS for word in kept)
    ):
        kept.pop()
    title = " ".join(kept).strip(" ,")
    named = _state_in(text.low, first, last)
    peer = not _PEERS.isdisjoint(text.low[first : last + 1])
    return Post(title or None, named if peer else country or named, (first, last))


def _post_before(text: Text, start: int, floor: int) -> Post:
    low = text.low
    if start - 2 >= floor and low[start - 1] == ",":
        return _post_apart(text, start - 2, floor)
    first = start
    head = False
    i = start - 1
    while i >= floor:
        word = low[i]
        if text.kind[i] == MARK:
            if word == "." and i > 0 and low[i - 1] in RANKS:
                i -= 1
                continue
            if word == ")":
                while i > floor and low[i] != "(":
                    i -= 1
                i -= 1
                continue
            if (
                word == ","
                and first < start
                and all(low[k] in RANKS or low[k] == "." for k in range(first, start))
            ):
                # "his Iraqi counterpart, Major General Nasir al-Khafaji"
                apart = _post_apart(text, i - 1, max(0, i - _WALK))
                if apart.title:
                    return apart
            break
        if text.kind[i] != WORD:
            break
        if word in HEADS:
            head = True
        elif word in ("in", "to", "at") and first < start and is_place_word(low[first]):
            # "envoy to Baghdad"
            pass
        elif word == "and" and first < start and low[i - 1] in HEADS and text.capital[first]:
            # "Deputy Prime Minister and Planning Minister"
            pass
        elif (
            word not in ("of", "the", "for")
            and not (
                text.capital[i]
                or word in TITLE_WORDS
                or word.removesuffix("'s") in ORGANS
                or is_place_word(word)
            )
        ) or (is_verb(text, i) and not text.capital[i] and word not in TITLE_WORDS):
            break
        first = i
        i -= 1
    if not head or first >= start:
        return _ranks_before(text, start, floor)
    return post_of(text, first, start - 1, before=True)


def _post_apart(text: Text, last: int, floor: int) -> Post:
    """The post that a comma parts from the name: "Iran's ambassador to Iraq, Mohammad Jalali"."""
    low = text.low
    span = phrase_before(text, last, floor)
    if span is not None and span[0] - 2 >= floor and low[span[0] - 1] == "of":
        # "a member of its politburo"
        wider = phrase_before(text, span[0] - 2, floor)
        span = (wider[0], span[1]) if wider else span
    if span is None:
        return NO_POST
    first = span[0]
    names = [i for i in range(first, last) if namely(text, i) and namely(text, i + 1)]
    if names:
        # "Security Adviser A and the head of the commission, B": what stands behind the other's name
        joint = [i for i in range(names[-1], last) if low[i] in ("and", ",")]
        if not joint:
            return NO_POST
        first = joint[0] + 1
    if not any(word in HEADS or word[:-1] in HEADS for word in low[first : last + 1]):
        return NO_POST
    post = post_of(text, first, last)
    # "the ministers of Iran and Iraq, A and B", "two generals, A of Iran"
    several = HEADS.isdisjoint(low[first : last + 1]) and low[first] not in ("his", "her", "its")
    return post._replace(title=None) if several and low[first] in _COUNTED else post


def _ranks_before(text: Text, start: int, floor: int) -> Post:
    low = text.low
    i = start
    while i - 1 >= floor and (
        low[i - 1] in RANKS or (low[i - 1] == "." and i - 2 >= floor and low[i - 2] in RANKS)
    ):
        i -= 1
    if i == start or low[i] in ("his", "her", "hers"):
        return NO_POST
    return post_of(text, i, start - 1)


def _post_behind(text: Text, first: int, last: int) -> Post:
    low = text.low
    if text.kind[first] != WORD or HEADS.isdisjoint(low[first : first + _HEAD_REACH]):
        return NO_POST
    j = first
    head = False
    while j <= min(last, first + _BEHIND_REACH - 1):
        word = low[j]
        if text.kind[j] in (MARK, QUOTE) and word not in ("-", "'"):
            break
        if text.kind[j] > QUOTE or word in ("who", "whose", "and"):
            break
        if j > first + 1 and j < last and namely(text, j) and namely(text, j + 1):
            # "a special envoy of Prime Minister X"
            break
        if word in HEADS and j - first < _HEAD_REACH:
            head = True
        if word not in TITLE_WORDS and (
            (word.endswith("ed") and not text.capital[j])
            or word in ("said", "told")
            or is_verb(text, j)
        ):
            return NO_POST
        j += 1
    if not head or low[first] in PREPOSITIONS:
        return NO_POST
    return post_of(text, first, j - 1)


def _post_predicated(text: Text, i: int, last: int) -> Post:
    """As in "X has been Iraq's ambassador to Iran for two years"."""
    low = text.low
    if low[i : i + 2] == ["has", "been"]:
        i += 2
    elif low[i] in ("is", "was"):
        i += 1
    else:
        return NO_POST
    if i > last or (low[i] not in ("the", "a", "an") and state_at(low, i, last) is None):
        return NO_POST
    span = phrase_after(text, i, last)
    if span is None or HEADS.isdisjoint(low[i : min(span[1], i + _HEAD_REACH) + 1]):
        return NO_POST
    return post_of(text, *span)


def _begins(low: list[str], first: int, last: int, *, held: bool) -> int:
    """Past "during his reception of", an article and a state, to the words of the post.

    If it is `held` by whose name follows, also past "an envoy of": the post is that of the prime minister.
    """
    begin = first
    for i in range(last - 1, first, -1):
        if low[i] in WEEKDAYS:
            # "in Baghdad on Monday the chairman of"
            begin = i + 1
            break
        if low[i] == "the" and low[i - 1] not in _BEFORE_THE and HEADS.isdisjoint(low[first:i]):
            begin = i + 1  # "summon the minister"
            break
        if low[i] in ("of", "with", "by", "from", "for", "to") and (
            held
            or (
                low[i] not in ("for", "to")
                and HEADS.isdisjoint(low[first:i])
                and not HEADS.isdisjoint(low[i : last + 1])
            )
        ):
            begin = i + 1
            break
    while begin <= last:
        state = _state_at(low, begin, last)
        if low[begin] in _DROPPED or low[begin] in ("of", "and", "for", "to"):
            begin += 1
        elif state > 1 or (state and low[begin] not in ORGANS):
            begin += state
        else:
            break
    return begin


def _ends(low: list[str], begin: int, last: int) -> int:
    """Up to the first comma: a rank behind it is no part of the post."""
    return low.index(",", begin, last + 1) - 1 if "," in low[begin : last + 1] else last


def _state_at(low: list[str], i: int, last: int) -> int:
    """How many words from token i on are a state or a region that acts as one; 0 for none."""
    found = state_at(low, i, last)
    if found is None and low[i] in ("kurdistan", "kurdistan's"):
        found = place_at(low, i, last)
    return found[0] if found else 0


def _without_state(text: Text, begin: int, last: int) -> tuple[str | None, list[str]]:
    """The words of a post without the states in it, except behind "to"; and the state that they stood for."""
    low = text.low
    country: str | None = None
    kept: list[str] = []
    i = begin
    while i <= last:
        word = text.words_of(i, i)
        length = _state_at(low, i, last) if "to" not in low[begin:i] else 0
        if low[i] == "(":
            while i <= last and low[i] != ")":
                i += 1
            i += 1
        elif length > 1 or (length and low[i] not in ORGANS):
            country = country or country_of(" ".join(low[i : i + length]))
            marked = low[i + length - 1].endswith("s") and i + length <= last
            i += length
            if kept and kept[-1] in ("of", "for") and marked:
                kept.append("the")
        elif low[i] == "." and kept:
            kept[-1] += "."
            i += 1
        else:
            kept.append(word)
            i += 1
    while kept and kept[-1] in ("of", "for", "the", "and"):
        kept.pop()
    return country, kept


def _state_in(low: list[str], first: int, last: int) -> str | None:
    """The first state that the words of a post name, not behind "to"; else that of the town which they govern."""
    end = low.index("to", first, last + 1) if "to" in low[first : last + 1] else last + 1
    peer = next((i for i in range(first, end) if low[i] in _PEERS), first)
    for i in range(peer - 1, first - 1, -1):
        # "Iran's minister and his Iraqi counterpart"
        if found := country_of(low[i]):
            return found
    for i in range(first, end):
        if found := country_of(low[i]):
            return found
        if (
            low[i] in LONG_PLACES
            and i + 1 < end
            and (found := country_of(f"{low[i]} {low[i + 1]}"))
        ):
            return found
    if _ABROAD.isdisjoint(low[first : last + 1]):
        for i in range(first, end):
            town = place_at(low, i, last)
            if town and (i == first or low[i - 1] in ("of", "the") or low[i - 1] in _DROPPED):
                return town[1]
    return None
