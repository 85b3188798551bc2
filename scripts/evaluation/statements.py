"""Statements found against those of the gold, one article at a time.

Two statements are the same when their contents share enough words, each paired at most once, the closest pairs first.

- *relaxed*: the contents share half of their words (Jaccard index), or what else the threshold says;
- *strict*: they have the same words, a `that` at the head apart;
- *joint*: relaxed, and the speaker is right: the head of one's span lies in the other's;
- *exact*: the very same offsets.

Of a type, recall is over the gold of that type and precision over what was found as that type, whatever the type of
the partner. Gold without the wanted tag is neither missed nor, where it was found, wrong.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from scripts.evaluation.counts import Counts, Rate, rate, share
from scripts.evaluation.names import speaker_resolved
from scripts.evaluation.words import Words, shared
from scripts.standoff.form import StatementParts

GROUPS: dict[str, frozenset[str]] = {
    "all": frozenset({"direct", "mixed", "indirect"}),
    "direct": frozenset({"direct"}),
    "mixed": frozenset({"mixed"}),
    "indirect": frozenset({"indirect"}),
    "direct or mixed": frozenset({"direct", "mixed"}),
}
MEASURES = ("relaxed", "strict", "joint", "exact")
PARTS = ("content", "speaker", "cue")
THRESHOLD = 0.5


@dataclass(frozen=True)
class Scored:
    """One article: counts, and which statements were paired, missed, and found in vain."""

    counts: Counts
    pairs: list[tuple[int, int]] = field(default_factory=list)
    missed: list[int] = field(default_factory=list)
    spurious: list[int] = field(default_factory=list)


def score(
    words: Words,
    gold: Sequence[StatementParts],
    found: Sequence[StatementParts],
    *,
    threshold: float = THRESHOLD,
    only_tag: str | None = None,
) -> Scored:
    """Compare what was found in an article with its gold."""
    return _Scorer(words, gold, found, threshold, only_tag).scored()


class _Scorer:
    """One article under comparison: an object, because every count looks at the same tokens and pairs."""

    def __init__(
        self,
        words: Words,
        gold: Sequence[StatementParts],
        found: Sequence[StatementParts],
        threshold: float,
        only_tag: str | None,
    ) -> None:
        self.words = words
        self.gold = gold
        self.found = found
        self.only_tag = only_tag
        self.gold_words = [words.touched(s.content) for s in gold]
        self.found_words = [words.touched(s.content) for s in found]
        self.wanted = [only_tag is None or only_tag in s.tags for s in gold]
        self.paired = dict(self._pairs(threshold))
        self.ignored = self._ignored()
        self.counts: Counts = Counter()

    def _pairs(self, threshold: float) -> Iterator[tuple[int, int]]:
        with_word: dict[int, list[int]] = defaultdict(list)
        for number, words in enumerate(self.found_words):
            for word in words:
                with_word[word].append(number)
        close = []
        for one, words in enumerate(self.gold_words):
            for other in {number for word in words for number in with_word.get(word, ())}:
                common = shared(words, self.found_words[other])
                if common >= threshold:
                    close.append((-common, one, other))
        taken: set[int] = set()
        done: set[int] = set()
        for _, one, other in sorted(close):
            if one not in done and other not in taken:
                done.add(one)
                taken.add(other)
                yield one, other

    def _ignored(self) -> set[int]:
        """What was found and is neither right nor wrong: it is, or lies half in, gold that does not count."""
        if self.only_tag is None:
            return set()
        partner = {other: one for one, other in self.paired.items()}
        unwanted = self._union(self.gold_words, [not wanted for wanted in self.wanted])
        return {
            number
            for number, words in enumerate(self.found_words)
            if (
                not self.wanted[partner[number]]
                if number in partner
                else words and 2 * len(words & unwanted) >= len(words)
            )
        }

    @staticmethod
    def _union(sets: Sequence[frozenset[int]], keep: Sequence[bool]) -> frozenset[int]:
        return frozenset().union(*(s for s, kept in zip(sets, keep, strict=True) if kept))

    def scored(self) -> Scored:
        pairs, missed = [], []
        for number, statement in enumerate(self.gold):
            if not self.wanted[number]:
                continue
            self._add("gold", statement)
            for tag in set(statement.tags):
                self.counts[f"tag.{tag}.gold"] += 1
            if number in self.paired:
                pairs.append((number, self.paired[number]))
                self._pair(number, self.paired[number])
            else:
                missed.append(number)
        counting = [n for n in range(len(self.found)) if n not in self.ignored]
        for number in counting:
            self._add("found", self.found[number])
            if self.found[number].tier is not None:
                self.counts[f"tier.{self.found[number].tier}.found"] += 1
        self._tokens()
        partners = set(self.paired.values())
        return Scored(self.counts, pairs, missed, [n for n in counting if n not in partners])

    def _add(self, what: str, statement: StatementParts) -> None:
        for group, modes in GROUPS.items():
            if statement.mode in modes:
                self.counts[f"{group}.{what}"] += 1

    def _pair(self, one: int, other: int) -> None:
        gold, found = self.gold[one], self.found[other]
        speaker = self.words.same_head(gold.speaker, found.speaker)
        strict = self._bare(self.gold_words[one]) == self._bare(self.found_words[other])
        facts = {
            "relaxed": True,
            "strict": strict,
            "joint": speaker,
            "exact": sorted(gold.content) == sorted(found.content),
        }
        for measure in (name for name, holds in facts.items() if holds):
            self._add(f"{measure}.gold", gold)
            self._add(f"{measure}.found", found)
        self._add("matched", gold)
        if speaker:
            self._add("speaker", gold)
        if gold.mode == found.mode:
            self._add("type", gold)
        if gold.cue is not None:
            self._add("cue.gold", gold)
            if found.cue and self.words.touched([gold.cue]) & self.words.touched([found.cue]):
                self._add("cue", gold)
        resolved = speaker_resolved(gold, found)
        if resolved is not None:
            self._add("resolved.gold", gold)
            if resolved:
                self._add("resolved", gold)
        for name in (*(f"tag.{tag}" for tag in set(gold.tags)), f"tier.{found.tier}"):
            self.counts[f"{name}.relaxed"] += 1
            self.counts[f"{name}.joint"] += speaker

    def _bare(self, words: frozenset[int]) -> frozenset[int]:
        return self.words.without_that(words)

    def _tokens(self) -> None:
        kept = [number not in self.ignored for number in range(len(self.found))]
        for part in PARTS:
            gold, found = self._part(part, self.gold), self._part(part, self.found)
            wanted, got = self._union(gold, self.wanted), self._union(found, kept)
            got -= self._union(gold, [not w for w in self.wanted]) - wanted
            self.counts[f"tokens.{part}.both"] += len(wanted & got)
            self.counts[f"tokens.{part}.gold"] += len(wanted)
            self.counts[f"tokens.{part}.found"] += len(got)

    def _part(self, part: str, statements: Sequence[StatementParts]) -> list[frozenset[int]]:
        if part == "content":
            return self.gold_words if statements is self.gold else self.found_words
        spans = (getattr(statement, part) for statement in statements)
        return [self.words.touched([span] if span else []) for span in spans]


def measure(counts: Mapping[str, int], group: str, name: str) -> Rate:
    """One of `MEASURES` for one of `GROUPS`."""
    parts = (f"{name}.found", "found", f"{name}.gold", "gold")
    return rate(*(counts.get(f"{group}.{part}", 0) for part in parts))


def figures(counts: Counts) -> dict[str, object]:
    """Everything that the counts of statements say."""
    groups: dict[str, object] = {
        group: {
            "gold": counts[f"{group}.gold"],
            "found": counts[f"{group}.found"],
            **{name: measure(counts, group, name) for name in MEASURES},
            "speaker": share(counts[f"{group}.speaker"], counts[f"{group}.matched"]),
            "resolved": share(counts[f"{group}.resolved"], counts[f"{group}.resolved.gold"]),
            "cue": share(counts[f"{group}.cue"], counts[f"{group}.cue.gold"]),
            "type": share(counts[f"{group}.type"], counts[f"{group}.matched"]),
        }
        for group in GROUPS
    }
    tokens = {
        part: rate(
            counts[f"tokens.{part}.both"],
            counts[f"tokens.{part}.found"],
            counts[f"tokens.{part}.both"],
            counts[f"tokens.{part}.gold"],
        )
        for part in PARTS
    }
    tags = {
        tag: {
            "gold": counts[f"tag.{tag}.gold"],
            "relaxed": share(counts[f"tag.{tag}.relaxed"], counts[f"tag.{tag}.gold"]),
            "joint": share(counts[f"tag.{tag}.joint"], counts[f"tag.{tag}.gold"]),
        }
        for tag in _tags(counts)
    }
    return {"types": groups, "tokens": tokens, "tags": tags}


def _tags(counts: Counts) -> list[str]:
    names = (name for name in counts if name.startswith("tag.") and name.endswith(".gold"))
    return sorted(name.removeprefix("tag.").removesuffix(".gold") for name in names)
