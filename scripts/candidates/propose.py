"""What is new in an article: an engine's findings less what is recorded, rejected, or being worked on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dataset.curation.identifiers import allot
from dataset.curation.yaml_reader import Tree
from scripts.candidates.desk import Desk, Spans
from scripts.candidates.fill import Draft, fill
from scripts.candidates.form import fingerprint
from scripts.candidates.material import Material
from scripts.candidates.scenes import known_meetings
from scripts.evaluation.words import Words, shared
from scripts.standoff.articles import Article, Failure
from scripts.standoff.engines import Engine
from validation.findings import Unusable

SAME = 0.5
"""Share of words from which two contents are the same statement, as in the evaluation."""


@dataclass(frozen=True)
class Proposal:
    """What an engine proposes for an article.

    `trees` are all candidates that await review, in the form of the file: those that a curator has changed as they
    are, the others as proposed now. `fresh` are the letters of those that were not there before.
    """

    trees: list[dict[str, Tree]]
    officials: list[dict[str, Tree]]
    meetings: list[dict[str, Tree]]
    fresh: list[str] = field(default_factory=list)
    recorded: int = 0
    rejected: int = 0
    left_out: list[str] = field(default_factory=list)


def propose(desk: Desk, engine: Engine) -> Proposal:
    """Let an engine read the article, and keep what is new.

    What shares half of its words with a recorded statement or a rejected candidate is not proposed, nor what shares
    as much with a candidate that a curator has changed. Raises Unusable when the engine fails.
    """
    answer = answered(desk.material, engine)
    filled = fill(desk.material, answer)
    recorded = _words(desk.words, desk.curated.values())
    rejected = _words(desk.words, desk.rejected_spans())
    changed = [tree for tree in pending_trees(desk) if _is_changed(tree)]
    held = {str(tree["letters"]) for tree in changed}
    by_letters = {candidate.letters: candidate for candidate in desk.pending}
    spans = {letters: desk.spans(by_letters[letters]) for letters in held}
    in_work = _words(desk.words, (s for s in spans.values() if s is not None))
    new, counts = [], {"recorded": 0, "rejected": 0}
    for draft in filled.drafts:
        words = desk.words.touched([(span.start, span.end) for span in draft.content])
        if _is_among(words, recorded):
            counts["recorded"] += 1
        elif _is_among(words, rejected):
            counts["rejected"] += 1
        elif not _is_among(words, in_work):
            new.append(draft)
    kept = [
        tree
        for tree in changed
        if (where := spans[str(tree["letters"])]) is None
        or not _is_among(desk.words.touched(where), recorded)
    ]
    trees = candidate_trees(desk.article_id, new, engine.label, desk.taken, held)
    starts = {str(t["letters"]): d.content[0].start for t, d in zip(trees, new, strict=True)}
    starts |= {letters: where[0][0] for letters, where in spans.items() if where}
    end = len(desk.material.text)
    return Proposal(
        sorted([*kept, *trees], key=lambda tree: starts.get(str(tree["letters"]), end)),
        officials_found(desk.material.text, answer),
        meetings_found(desk.material, answer),
        [str(t["letters"]) for t in trees if str(t["letters"]) not in by_letters],
        left_out=filled.left_out,
        **counts,
    )


def answered(material: Material, engine: Engine) -> dict[str, Any]:
    """What an engine finds in the regions of an article; Unusable when it fails."""
    article = Article(
        material.article_id, material.visible(), material.published, material.article_id
    )
    answer = engine.answer(article)
    if isinstance(answer, Failure):
        raise Unusable(str(answer))
    return answer


def candidate_trees(
    article_id: str,
    drafts: Iterable[Draft],
    extractor: str,
    taken: Collection[str] = (),
    held: Collection[str] = (),
) -> list[dict[str, Tree]]:
    """Drafts in the form of the file. Letters are those that the ids will end in, unless somebody takes them first."""
    used = {*taken, *(f"{article_id}-{letters}" for letters in held)}
    trees: list[dict[str, Tree]] = []
    for draft in drafts:
        id_ = allot(article_id, _seed(draft.tree["content"]), used)
        used.add(id_)
        trees.append(
            {
                "letters": id_.rpartition("-")[2],
                "extractor": extractor,
                "score": str(draft.found["confidence"]),
                "tier": str(draft.found["tier"]),
                "as_proposed": fingerprint(draft.tree),
                "guesses": list(draft.guesses),
                "statement": draft.tree,
            }
        )
    return trees


def _seed(node: Tree) -> str:
    """The words of a content, as ids are allotted by."""
    if isinstance(node, list):
        return "\x1f".join(map(_seed, node))
    if isinstance(node, dict):
        return _seed(node["exact"])
    return node or ""


def pending_trees(desk: Desk) -> list[dict[str, Tree]]:
    """The candidates of the file as they are written."""
    tree = desk.candidates_document.tree if desk.candidates_document else None
    found = tree.get("candidates") if isinstance(tree, dict) else None
    return [c for c in found if isinstance(c, dict)] if isinstance(found, list) else []


def _is_changed(tree: Mapping[str, Tree]) -> bool:
    return tree.get("as_proposed") != fingerprint(tree.get("statement"))


def _words(words: Words, of: Iterable[Spans]) -> list[frozenset[int]]:
    return [words.touched(spans) for spans in of]


def _is_among(words: frozenset[int], others: Sequence[frozenset[int]]) -> bool:
    return any(shared(words, other) >= SAME for other in others)


def officials_found(text: str, answer: Mapping[str, Any]) -> list[dict[str, Tree]]:
    """The persons of an answer in the form of the file."""
    return [
        _without_nothing(
            {
                "name": official["name"],
                "title": official["title"],
                "country": official["country"],
                "official_id": official.get("id"),
                "printed": [*dict.fromkeys(text[a:b] for a, b in official["spans"])],
            }
        )
        for official in answer["officials"]
    ]


def meetings_found(material: Material, answer: Mapping[str, Any]) -> list[dict[str, Tree]]:
    """The meetings of an answer in the form of the file."""
    ids = known_meetings(material, answer["officials"], answer["meetings"])
    return [
        _without_nothing(
            {
                "kind": meeting["kind"],
                "status": meeting["status"],
                "date": meeting["date"],
                "place": meeting["place"],
                "participants": list(meeting["participants"]) or None,
                "meeting_id": id_,
            }
        )
        for meeting, id_ in zip(answer["meetings"], ids, strict=True)
    ]


def _without_nothing(tree: Mapping[str, Tree]) -> dict[str, Tree]:
    return {name: value for name, value in tree.items() if value is not None}
