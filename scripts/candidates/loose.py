"""Candidates of a text that is no article of the project yet: to be looked at, not to be accepted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dataset.curation.canonical import rendered
from dataset.curation.comments import attached
from dataset.curation.yaml_reader import Tree, load
from scripts.candidates.fill import fill
from scripts.candidates.form import HEAD, KIND
from scripts.candidates.material import Material, guessed_regions
from scripts.candidates.propose import candidate_trees, meetings_found, officials_found
from scripts.standoff.articles import Article, Failure
from validation.index import Index

LONGEST = 500_000
"""Characters of a text that somebody may want to review."""


def as_yaml(
    article: Article, answer: Mapping[str, Any], extractor: str, index: Index
) -> str | Failure:
    """What an engine answered for a text, as a file of candidates; headline and lead are guessed from its layout.

    `index` is what the registries hold; it may be empty. A text that is too long to be reviewed is a failure.
    """
    if len(article.text) > LONGEST:
        reason = f"longer than {LONGEST:,} characters, so nobody will review it; use --format jsonl"
        return Failure(article.name, reason, article.size)
    material = Material(
        article.article_id,
        article.text,
        guessed_regions(article.text),
        index,
        published=article.published,
        is_guessed=True,
    )
    filled = fill(material, answer)
    lists: dict[str, Tree] = {
        "officials": [*officials_found(article.text, answer)],
        "meetings": [*meetings_found(material, answer)],
        "candidates": [*candidate_trees("text", filled.drafts, extractor)],
    }
    document = load(f"{HEAD}{_left_out(filled.left_out)}\narticle_id: x\n", "candidates")
    tree: Tree = {
        "article_id": article.article_id,
        **{name: value for name, value in lists.items() if value},
    }
    return rendered(KIND, document, tree, attached(document))


def _left_out(told: list[str]) -> str:
    return "".join(f"# Left out: {line}.\n" for line in told)
