"""Nouns that report: "his claim that", "Iran's call for", "accusations of"."""

from __future__ import annotations

from scripts.extract.attributions import overlaps
from scripts.extract.clause_ends import clause_end
from scripts.extract.clauses import main_subject
from scripts.extract.contents_before import is_title
from scripts.extract.cues import PAST
from scripts.extract.deeds import is_deed
from scripts.extract.grammar import BE, DETERMINERS, HAVE, TIME_WORDS, is_adverb
from scripts.extract.lexicon import words
from scripts.extract.phrases import Span, phrase_after
from scripts.extract.reports import Found
from scripts.extract.subject_before import left_subject
from scripts.extract.text import NUMBER, WORD, Text
from scripts.extract.word_classes import is_verb, noun_like

_TAKES = {
    joint: words("nouns", joint) for joint in ("that", "to", "for", "of", "about", "on", "against")
}
_WAS = words("nouns", "was")
NOUNS = _WAS.union(*_TAKES.values())
_TOWARD = words("nouns", "toward")
_OWNED = words("nouns", "owned")
_UTTERED = words("nouns", "uttered")
_OWNERS = frozenset(("his", "her", "its", "their", "my", "our", "your"))
_NAME_REACH = 8
_REACH = 4
"""Words that may stand between an owner and his noun: "its long-standing public call for"."""


def noun_statements(
    text: Text, first: int, last: int, sentence: int, found: list[Found]
) -> list[Found]:
    """What the nouns of a sentence report, outside what its verbs report already."""
    low = text.low
    out: list[Found] = []
    for i in [i for i in range(first, last - 1) if low[i] in NOUNS]:
        if text.quotation[i] >= 0 or text.capital[i]:
            continue
        joint = i + 1
        while joint < last - 1 and low[joint] in TIME_WORDS:
            joint += 1
        by: Span | None = None
        if low[joint] in ("by", "from") and joint < last:
            by = phrase_after(text, joint + 1, last)
            if by is None or by[1] + 1 >= last:
                continue
            joint = by[1] + 1
        if low[joint] in ("is", "was"):
            joint += 1
            takes = _WAS if joint + 1 < last and low[joint] == "that" else None
        else:
            takes = _TAKES.get(low[joint])
        if low[i] in _TOWARD and by is None and _asks_somebody(text, joint, last):
            takes = _TOWARD
        if takes is None or low[i] not in takes or joint >= last:
            continue
        toward = takes is _TOWARD
        if (
            low[joint] == "to"
            and not toward
            and (low[joint + 1] in DETERMINERS or text.capital[joint + 1])
        ):
            continue
        if low[joint] == "that" and is_verb(text, joint + 1) and "'" not in low[joint + 1]:
            continue  # "a message that resonates"
        speaker = by or _owner(text, i, first)
        if speaker is None and low[i] not in _OWNED:
            speaker = _maker(text, i, first, last)
        if speaker is None or (low[joint] == "that" and low[speaker[0] - 1 : speaker[0]] == ["in"]):
            # "stressed in his remarks that": the verb reports
            continue
        plain = by is not None or low[joint] == "that" or (low[joint] == "to" and not toward)
        cue = (i, i) if plain or joint > i + 1 else (i, joint)
        if any(
            overlaps(f, cue) or (f.cue is not None and f.cue[0] <= i <= f.cue[1])
            for f in found + out
        ):
            continue
        begin = joint if low[joint] == "to" and not toward else joint + 1
        kind = low[joint] if low[joint] in ("that", "to") else "object"
        if is_deed(text, low[i], cue, (begin, last)):
            continue
        end = clause_end(text, begin, last, PAST, kind, subordinate=True)
        if kind != "that":
            end = _before_verb(text, begin, end)
        if end > begin or (end == begin and noun_like(text, begin)):
            out.append(Found(cue, speaker, [(begin, end)], "noun", low[i], sentence))
    return out


def _asks_somebody(text: Text, joint: int, last: int) -> bool:
    """Whether an appeal goes to somebody for a deed: "to the ministries to answer"."""
    if text.low[joint] != "to":
        return False
    whom = phrase_after(text, joint + 1, last)
    return whom is not None and whom[1] + 1 < last and text.low[whom[1] + 1] == "to"


def _owner(text: Text, noun: int, first: int) -> Span | None:
    """Whose noun it is: "his", "Iran's"."""
    low = text.low
    for i in range(noun - 1, max(first, noun - _REACH) - 1, -1):
        if low[i] in _OWNERS:
            return (i, i)
        if low[i].endswith(("'s", "s'")):
            return (_name_start(text, i, first), i)
        if low[i] in ("'s", "'") and i > first:
            return (_name_start(text, i - 1, first), i - 1)
        if text.kind[i] != WORD or not (noun_like(text, i) or is_adverb(low[i])):
            return None
    return None


def _name_start(text: Text, last: int, first: int) -> int:
    """Where the name or noun phrase of an owner begins: "the former envoy's", "Mr. Hadi's"."""
    low = text.low
    i = last
    while i > first and i > last - _NAME_REACH:
        before = i - 1
        if low[before] == "." and text.end[before - 1] == text.start[before]:
            i = before
            continue
        if text.kind[before] not in (WORD, NUMBER) or not noun_like(text, before):
            break
        if text.capital[last] and not text.capital[before] and low[before] not in DETERMINERS:
            break
        i = before
        if low[i] in DETERMINERS:
            break
    return i


_STAGES = frozenset(("opened", "opens", "began", "begins", "ended", "ends", "closed", "responded"))
"""Verbs of a speech, with which its words are told: "opened with a call for"."""


def _maker(text: Text, noun: int, first: int, last: int) -> Span | None:
    """The subject of the verb that a noun is uttered with: "Hadi made an urgent call for"."""
    low = text.low
    for i in range(noun - 1, max(first, noun - _REACH) - 1, -1):
        if low[i] == "with" and (is_title(text, last) or low[i - 1] in _STAGES):
            return main_subject(text, first, i)
        if low[i] in _UTTERED:
            return left_subject(text, i, first) or main_subject(text, first, i)
        if text.kind[i] != WORD or not noun_like(text, i):
            return None
    return None


_CLAUSES = frozenset(
    ("who", "that", "which", "whether", "how", "what", "if", "when", "where", "because", "as")
)


def _before_verb(text: Text, first: int, last: int) -> int:
    """The end of a noun phrase, before the verb whose subject it is; a clause with "who" has verbs of its own."""
    infinitive = text.low[first] == "to"
    for i in range(first + infinitive, last + 1):
        word = text.low[i]
        if word in _CLAUSES:
            return last
        if word == "to" and i > first:
            infinitive = True
        if text.kind[i] == WORD and text.quotation[i] < 0 and i > first + infinitive:
            if word in HAVE or word in BE - {"be", "been", "being"}:
                return i - 1
            if not infinitive and is_verb(text, i):
                return i - 1
    return last
