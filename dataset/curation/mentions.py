"""Mentions: where an article names or means an official or organization. Found by script, never typed.

A recorded form of a name is a mention wherever it stands as whole words, the longest form winning. A form that
belongs to several records (a family name, say) or is generic counts only if exactly one of them is in the article by an
unshared form or as a party to a statement. Titles and pronouns are mentions where a curator resolved the label of a
party.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

import ahocorasick

from schema.articles import Article
from schema.evidence import MentionRow
from schema.statements import Statement
from validation.article_proof import PARTY_LISTS, ArticleProof, Proof
from validation.quote_proof import Span
from validation.records import Entry, RecordSet, statements_of
from validation.reference_checks import forms_of

Subject = tuple[str, str]
"""Table and id of the record that is mentioned."""


def mentions(records: RecordSet, proof: Proof) -> list[MentionRow]:
    """All mentions in the articles whose sources were proved."""
    finder = NameFinder(name_forms(records), generic_forms(records))
    rows: dict[tuple[str, int, int, str, str], MentionRow] = {}
    for article in records.articles:
        source = proof.articles.get(article.id)
        if source is None:
            continue
        resolved = list(dict.fromkeys(_resolved_labels(article, source)))
        known = {subject for _, subject, _ in resolved}
        found = [(span, subject, "name") for span, subject in finder.find(source, known)]
        taken = {(span, subject) for span, subject, _ in found}
        for span, subject, form in resolved:
            if not any(s.overlaps(span) and t == subject for s, t in taken):
                found.append((span, subject, form))
        for span, (table, record_id), form in found:
            row = MentionRow(
                article_id=article.id,
                start=span.start,
                end=span.end,
                record_table=table,
                record_id=record_id,
                form=form,
            )
            rows[article.id, span.start, span.end, table, record_id] = row
    return list(rows.values())


def name_forms(records: RecordSet) -> dict[str, set[Subject]]:
    """Every recorded form of a name with the records it can mean."""
    forms: dict[str, set[Subject]] = defaultdict(set)
    for official in records.officials:
        for form in forms_of(official.record):
            forms[form].add(("officials", official.id))
    for organization in records.organizations:
        for form in forms_of(organization.record):
            forms[form].add(("organizations", organization.id))
    return dict(forms)


def generic_forms(records: RecordSet) -> set[str]:
    """Forms that fit other bodies as well, such as `Parliament`: they settle nothing by themselves."""
    return {
        name.name
        for organization in records.organizations
        for name in organization.record.names
        if name.kind == "generic"
    }


class NameFinder:
    """Finds recorded forms of names in a text; made once for all articles."""

    def __init__(self, forms: dict[str, set[Subject]], generic: Collection[str] = ()) -> None:
        self.forms = forms
        self._own = {
            form: next(iter(subjects))
            for form, subjects in forms.items()
            if len(subjects) == 1 and form not in generic
        }
        self._automaton = ahocorasick.Automaton()
        for form in forms:
            self._automaton.add_word(form, form)
        self._automaton.make_automaton()

    def find(
        self, source: ArticleProof, known: Iterable[Subject] = ()
    ) -> list[tuple[Span, Subject]]:
        """Recorded forms in the article's regions, longest first, each stretch of text once.

        `known` are records that are certainly in the article; they settle a form that several share.
        """
        chosen = _longest(self._hits(source))
        own = self._own
        certain = {own[form] for _, form in chosen if form in own} | set(known)
        result = []
        for span, form in chosen:
            possible = [own[form]] if form in own else sorted(self.forms[form] & certain)
            if len(possible) == 1:
                result.append((span, possible[0]))
        return result

    def _hits(self, source: ArticleProof) -> list[tuple[Span, str]]:
        if not self.forms:
            return []
        hits = []
        for end, form in self._automaton.iter(source.text):
            span = Span(end + 1 - len(form), end + 1)
            if _stands_alone(source.text, span) and source.region_of(span):
                hits.append((span, form))
        return hits


def _longest(hits: list[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """Of hits that overlap the longest, of equally long ones the first; in the order of the text."""
    chosen: list[tuple[Span, str]] = []
    for span, form in sorted(hits, key=lambda hit: (hit[0].start - hit[0].end, hit[0].start)):
        if not any(span.overlaps(other) for other, _ in chosen):
            chosen.append((span, form))
    return sorted(chosen)


def _stands_alone(text: str, span: Span) -> bool:
    """Whole words; a form that ends before a possessive `s` whose apostrophe was lost stands alone too."""
    before_ok = span.start == 0 or not text[span.start - 1].isalnum()
    rest = text[span.end : span.end + 2]
    after_ok = (
        not rest
        or not rest[0].isalnum()
        or (rest[0] == "s" and (len(rest) == 1 or not rest[1].isalnum()))
    )
    return before_ok and after_ok


def _resolved_labels(
    article: Entry[Article], source: ArticleProof
) -> Iterator[tuple[Span, Subject, str]]:
    """Labels that a curator resolved, with the official or body meant; one label may mean several."""
    for statement in statements_of(article):
        placed = source.statements.get(int(statement.path[-1]))
        if placed is not None:
            yield from _labels_of(statement, placed.labels)


def _labels_of(
    statement: Entry[Statement], labels: dict[tuple[str, int], Span]
) -> Iterator[tuple[Span, Subject, str]]:
    for name, role in PARTY_LISTS.items():
        for number, party in enumerate(getattr(statement.record, name)):
            span = labels.get((role, number))
            if span is None or party.basis not in ("title", "pronoun", "named"):
                continue
            if party.official_id is not None:
                subject: Subject = ("officials", party.official_id)
            elif party.organization_id is not None:
                subject = ("organizations", party.organization_id)
            else:
                continue
            yield span, subject, "name" if party.basis == "named" else party.basis
