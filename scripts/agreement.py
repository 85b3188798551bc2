"""How far two readings of the same articles agree, and the page that says so (docs/agreement.md).

The readings lie frozen in docs/agreement/readings.csv, as they were when they were compared: a record
that is corrected later must not look like agreement. The file holds positions and codes, no text.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import TypeAlias

READINGS = Path(__file__).resolve().parent.parent / "docs" / "agreement" / "readings.csv"
PAGE = "docs/agreement.md"
FIGURES = "docs/agreement/figures.json"

CODES = ("quote_type", "location", "is_primary", "speech_act")
"""Fields with closed values, for which agreement by chance is known and kappa makes sense."""

SPANS = ("content", "cue", "speaker")
"""Fields that say where words stand, so that two readers agree on them or not."""

SAME_CONTENT = 0.5
"""Two contents are of one statement when they share at least this part of the characters of both."""

Spans: TypeAlias = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Coding:
    """One statement as one reader found and coded it; positions are code points of the source file."""

    source_file: str
    content: Spans
    cue: Spans
    speaker: Spans
    codes: tuple[str, ...]
    statement_id: str

    def code(self, field: str) -> str:
        """Return the value of one of `CODES`."""
        return self.codes[CODES.index(field)]


Pair: TypeAlias = tuple[Coding, Coding]
Values: TypeAlias = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Comparison:
    """Statements that both readings have, first reading first, and those that only one of them has."""

    pairs: list[Pair]
    only_first: list[Coding]
    only_second: list[Coding]

    def values(self, field: str) -> list[tuple[str, str]]:
        """Return the two values of one of `CODES` for each statement that both have."""
        return [(one.code(field), other.code(field)) for one, other in self.pairs]


def read(path: Path = READINGS) -> dict[str, list[Coding]]:
    """Return the codings of each reading, by its name, in the order of the file.

    Raises OSError if there is no such file, KeyError or ValueError if it is not of the expected form.
    """
    readings = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            coding = Coding(
                row["source_file"],
                _spans(row["content"]),
                _spans(row["cue"]),
                _spans(row["speaker"]),
                tuple(row[field] for field in CODES),
                row["statement_id"],
            )
            readings[row["reading"]].append(coding)
    return dict(readings)


def compare(first: Sequence[Coding], second: Sequence[Coding]) -> Comparison:
    """Pair the statements of two readings, each at most once, those with most in common first."""
    candidates = [
        (-overlap, i, j)
        for i, one in enumerate(first)
        for j, other in enumerate(second)
        if one.source_file == other.source_file
        and (overlap := _overlap(one.content, other.content)) >= SAME_CONTENT
    ]
    paired: dict[int, int] = {}
    for _, i, j in sorted(candidates):
        if i not in paired and j not in paired.values():
            paired[i] = j
    taken = set(paired.values())
    return Comparison(
        [(first[i], second[j]) for i, j in sorted(paired.items())],
        [one for i, one in enumerate(first) if i not in paired],
        [other for j, other in enumerate(second) if j not in taken],
    )


def agreement(values: Values) -> float:
    """Share of statements to which both readers gave the same value, from 0 to 1.

    Raises ZeroDivisionError if there are none.
    """
    return sum(one == other for one, other in values) / len(values)


def chance(values: Values) -> float:
    """Agreement to be expected if both readers used their values as often, but at random."""
    one, other = (Counter(column) for column in zip(*values, strict=True))
    return sum(count * other[value] for value, count in one.items()) / len(values) ** 2


def kappa(values: Values) -> float | None:
    """Cohen's kappa: the agreement beyond chance, as a share of what chance leaves to reach.

    None where both readers gave one and the same value throughout: chance then leaves nothing.
    J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological
    Measurement 20 (1960), 37-46, https://doi.org/10.1177/001316446002000104
    """
    expected = chance(values)
    return None if expected == 1 else (agreement(values) - expected) / (1 - expected)


def margin(values: Values) -> float | None:
    """Half the width of kappa's 95 % interval, by the simple formula for large samples.

    That is 1.96 times sqrt(po (1 - po) / (n (1 - pe)^2)), with agreement po and chance pe. None as for `kappa`.
    """
    observed, expected = agreement(values), chance(values)
    if expected == 1:
        return None
    return 1.96 * sqrt(observed * (1 - observed) / (len(values) * (1 - expected) ** 2))


def specific(values: Values) -> list[tuple[str, int, int, int, float]]:
    """For each value: how often given first, second, by both; and the chance that one reader's use is shared.

    The last is 2 x both / (first + second), from 0 to 1. Most frequent values first.
    """
    one, other = (Counter(column) for column in zip(*values, strict=True))
    both = Counter(a for a, b in values if a == b)
    rows = [
        (
            value,
            one[value],
            other[value],
            both[value],
            2 * both[value] / (one[value] + other[value]),
        )
        for value in one | other
    ]
    return sorted(rows, key=lambda row: (-row[1] - row[2], row[0]))


def figures() -> dict[str, object]:
    """Return the figures of the frozen readings for the datasheet of a release, the caution first."""
    readings = read()
    found = compare(readings["first"], readings["second"])
    result: dict[str, object] = {
        "caution": "an upper bound: both readings are of one kind and follow one guide closely",
        "statements": {
            "first reading": len(readings["first"]),
            "second reading": len(readings["second"]),
            "in both": len(found.pairs),
        },
    }
    for field in CODES:
        values = found.values(field)
        result[field] = {"agreement": agreement(values), "kappa": kappa(values)}
    return result


def page() -> str:
    """Return docs/agreement.md, with the figures of the frozen readings."""
    readings = read()
    found = compare(readings["first"], readings["second"])
    acts = found.values("speech_act")
    differing = [(one, other) for one, other in found.pairs if one.codes[-1] != other.codes[-1]]
    parts = [
        _HEAD,
        _table(
            ("", "first reading", "second reading", "in both"),
            [("statements", len(readings["first"]), len(readings["second"]), len(found.pairs))],
        ),
        _FIELDS,
        _table(
            ("field", "same", "agreement", "expected by chance", "kappa", "95 % interval"),
            [*map(_span_row(found), SPANS), *map(_code_row(found), CODES)],
        ),
        _ACTS,
        _table(
            ("speech act", "first reading", "second reading", "both", "agreement on it"),
            [(v, n, m, both, _percent(share)) for v, n, m, both, share in specific(acts)],
        ),
        _ARTICLES,
        _table(("article", "statements", "same act", "agreement"), _by_article(found)),
        _DIFFERENCES,
        _table(
            ("statement", "first reading", "second reading"),
            [
                (f"`{one.statement_id}`", one.code("speech_act"), other.code("speech_act"))
                for one, other in sorted(differing, key=lambda pair: pair[0].statement_id)
            ],
        ),
        _LIMITS,
    ]
    return "\n".join(parts)


def _spans(text: str) -> Spans:
    """Read `60-103 110-120`."""
    pairs = [part.split("-") for part in text.split()]
    return tuple((int(start), int(end)) for start, end in pairs)


def _overlap(one: Spans, other: Spans) -> float:
    """Characters that two contents share, as a part of those that either has."""
    a, b = ({at for span in spans for at in range(*span)} for spans in (one, other))
    return len(a & b) / len(a | b)


def _span_row(found: Comparison) -> Callable[[str], tuple[object, ...]]:
    def row(field: str) -> tuple[object, ...]:
        same = sum(getattr(one, field) == getattr(other, field) for one, other in found.pairs)
        return (f"`{field}`: position", same, _percent(same / len(found.pairs)), "", "", "")

    return row


def _code_row(found: Comparison) -> Callable[[str], tuple[object, ...]]:
    def row(field: str) -> tuple[object, ...]:
        values = found.values(field)
        beyond, width = kappa(values), margin(values)
        same = sum(one == other for one, other in values)
        shares = (_percent(agreement(values)), _percent(chance(values)))
        if beyond is None or width is None:
            return (f"`{field}`", same, *shares, "undefined", "")
        interval = f"{beyond - width:.2f} to {min(1, beyond + width):.2f}" if width else ""
        return (f"`{field}`", same, *shares, f"{beyond:.2f}", interval)

    return row


def _by_article(found: Comparison) -> list[tuple[object, ...]]:
    by_article: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for (one, _), values in zip(found.pairs, found.values("speech_act"), strict=True):
        by_article[one.statement_id.rpartition("-")[0]].append(values)
    return [
        (f"`{article}`", len(values), sum(a == b for a, b in values), _percent(agreement(values)))
        for article, values in sorted(by_article.items())
    ]


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _table(head: Iterable[str], rows: Iterable[Sequence[object]]) -> str:
    names = list(head)
    lines = [names, ["---"] * len(names), *([str(cell) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


_HEAD = """# Agreement of two readings

Generated from [readings.csv](agreement/readings.csv) by `make generate`; do not edit.

The five pages were read a second time, by the same [annotation guide](annotation-guide.md), by a reader to whom the
first reading was not shown. The comparison changed nothing: where the two differ, the dataset holds the first reading.

**Read this before you quote a figure.** Take the figures for an upper bound. They do not tell how far two
independent human coders would agree:

- Both readings are of one kind and follow the same guide very closely. That all contents have the same limits, to
  the character, is a sign of this: coders who work apart hardly ever get there.
- The rules and examples of the guide were drawn from these same pages.
- That the second reader had not seen the first reading rests on how the work was arranged; nothing in the files
  could prove it.
- There is no third reading that would say which of the two is right.
- The total hides one article: see the speech acts by article.

## Which statements were found

Two contents count as one statement when they share at least half of the characters that either of them covers.
What several parties say together counts once.
"""

_FIELDS = """## How they were coded

Of the statements that both readings have. *Expected by chance* is the agreement that would come about if each
reader gave the same values as often, but at random. Kappa is Cohen's (*A coefficient of agreement for nominal
scales*, 1960): what was reached beyond chance, as a share of what chance leaves. The interval is the simple one for
large samples; it takes statements for independent of each other, which those of one article are not.
"""

_ACTS = """Positions have no chance agreement worth the name, so no kappa. Topics, PLOVER codes, dates, meetings and who
stands behind a label were not compared: the second reading lacks them, or has them in words that no script can match.

## Speech acts, value by value

Agreement on a value is twice the statements to which both gave it, divided by the number of times it was given at all.
"""

_ARTICLES = """## Speech acts, article by article
"""

_DIFFERENCES = """## Where the speech acts differ

`dataset show` prints each of them in its context. More than half of them lie in one article, where a minister
describes his own government's relations and efforts: the second reader took that for *assert*, the first one for
*support* or *commit*. The guide's order *support before assert* leaves open how far it reaches.
"""

_LIMITS = """What to make of it: be careful with *assert* against *support* and *commit*. A result that hangs on these
should be tried with both codings. [readings.csv](agreement/readings.csv) has a row for each statement and reading:
the places in the source file (first code point, and the one behind the last) and the values. It holds no text of an
article.
"""
