"""Ids for new articles: the outlet and what the headline is about, as curators name them."""

from __future__ import annotations

import re
import unicodedata

_CONTENT_WORDS = 4
_LONGEST = 80
_FUNCTION_WORDS = frozenset(
    (
        *("a", "an", "the", "and", "or", "but", "nor", "of", "in", "on", "at", "to", "for"),
        *("from", "by", "with", "without", "as", "is", "are", "was", "were", "be", "been"),
        *("being", "has", "have", "had", "will", "would", "can", "could", "may", "might"),
        *("must", "shall", "should", "do", "does", "did", "not", "no", "this", "that"),
        *("these", "those", "its", "his", "her", "their", "our", "your", "it", "he", "she"),
        *("they", "we", "you", "i", "over", "under", "after", "before", "amid", "into"),
        *("onto", "than", "then", "so", "if", "while", "who", "what", "when", "where", "why"),
        *("how", "says", "say", "said"),
    )
)


def slug(words: str) -> str:
    """Words as part of an id: Latin letters without their marks, digits, hyphens. Other letters are left out."""
    plain = unicodedata.normalize("NFKD", words).lower()
    plain = re.sub("[\u0300-\u036f'`\u2018\u2019]", "", plain)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def suggested(outlet: str, title: str) -> str | None:
    """An id made of the outlet and the first words of the headline that mean something; None if there are none."""
    words = [word for word in slug(title).split("-") if word not in _FUNCTION_WORDS]
    about = "-".join(words[:_CONTENT_WORDS])
    parts = (slug(outlet).removeprefix("the-"), about)
    whole = "-".join(part for part in parts if part)[:_LONGEST].strip("-")
    return whole if about else None
