"""Proof of the records against their sources: every quotation, cue, label and support is found and placed.

The spans found here become the anchors of the published dataset. Whatever cannot be found becomes a finding
(codes QUO) and has no span.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from schema.articles import Article
from schema.base import Quote, Record
from schema.evidence import Evidence
from schema.statements import Party, Statement
from validation.findings import CheckRun, FieldPath, Finding, Report, printable
from validation.quote_proof import Miss, Span, first_difference, locate, locate_near, occurrences
from validation.records import Entry, RecordSet, statements_of

PARTY_LISTS = {
    "speakers": "speaker",
    "relayers": "relayer",
    "addressees": "addressee",
    "recipients": "recipient",
}
"""Field of a statement -> role of the parties in it."""


@dataclass(frozen=True)
class Region:
    """A part of the article within its source."""

    kind: str
    span: Span


@dataclass
class StatementProof:
    """Where the parts of a statement stand."""

    content: list[Span] = field(default_factory=list)
    quoted: list[Span] = field(default_factory=list)
    cue: Span | None = None
    labels: dict[tuple[str, int], Span] = field(default_factory=dict)


@dataclass
class ArticleProof:
    """Where the parts of an article stand."""

    text: str
    regions: list[Region] = field(default_factory=list)
    credits: list[Span] = field(default_factory=list)
    reports: dict[int, list[Span]] = field(default_factory=dict)
    statements: dict[int, StatementProof] = field(default_factory=dict)

    @property
    def spans(self) -> list[Span]:
        """The article's regions: all of the text that is not site furniture."""
        return [region.span for region in self.regions]

    def region_of(self, span: Span) -> str:
        """Kind of the region in which a span lies, or an empty string."""
        return next((r.kind for r in self.regions if r.span.contains(span)), "")


@dataclass
class Proof:
    """All spans found, by article id, and by file and path for evidence and labels of participants."""

    articles: dict[str, ArticleProof] = field(default_factory=dict)
    elsewhere: dict[tuple[str, FieldPath], Span] = field(default_factory=dict)
    report: Report = field(default_factory=Report)
    examined: int = 0


def prove(records: RecordSet) -> Proof:
    """Find everything that the records quote in the sources they quote it from."""
    proof = Proof()
    for article in records.articles:
        text = _source(records, article, proof.report.findings)
        if text is not None:
            proof.articles[article.id] = ArticleProof(text)
            if not _ArticleProver(records, article, proof).run():
                del proof.articles[article.id]
                reason = "a region of the article is not in its source"
                proof.report.runs.append(
                    CheckRun(f"quotations of {article.id}", "not-run", reason=reason)
                )
    own = articles_by_file(records)
    for owner, path, evidence in evidence_of(records):
        if evidence.quote is not None:
            article_id = evidence.article_id or own.get(owner.file)
            _prove_evidence(records, proof, owner, path, article_id, evidence.quote)
    _prove_participants(records, proof)
    failed = bool(proof.report.findings)
    proof.report.runs.append(
        CheckRun("quote proof", "failed" if failed else "passed", proof.examined)
    )
    return proof


def _prove_participants(records: RecordSet, proof: Proof) -> None:
    """Place the labels of participants, each near the report of its meeting."""
    supports: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for article in records.articles:
        source = proof.articles.get(article.id)
        for number, report in enumerate(article.record.meeting_reports if source else ()):
            supports[article.id, report.meeting_id] += source.reports[number] if source else []
    for meeting in records.meetings:
        for index, participant in enumerate(meeting.record.participants):
            source = proof.articles.get(participant.article_id or "")
            if participant.label is None or source is None:
                continue
            path: FieldPath = ("participants", index, "label")
            near = supports[participant.article_id or "", meeting.id]
            found = _nearest_label(source, participant.label, near)
            proof.examined += 1
            if isinstance(found, Span):
                proof.elsewhere[meeting.file, (*meeting.path, *path)] = found
            else:
                proof.report.findings.append(
                    _miss(
                        records,
                        meeting,
                        path,
                        "label",
                        participant.label,
                        source=source,
                        miss=found,
                    )
                )


def _nearest_label(source: ArticleProof, label: str, supports: Sequence[Span]) -> Span | Miss:
    """The label nearest to the report of the meeting; without a report, its first place in the article."""
    if supports:
        return locate_near(source.text, label, "", "", supports, within=source.spans)
    first = next(
        (s for s in occurrences(source.text, label) if any(r.contains(s) for r in source.spans)),
        None,
    )
    return first or locate(source.text, label, within=source.spans)


def evidence_of(records: RecordSet) -> Iterator[tuple[Entry[Record], FieldPath, Evidence]]:
    """Every piece of evidence with the record it belongs to and its path within that record."""
    owners: list[Entry[Record]] = [*records.organizations, *records.officials]
    owners += [tenure for _, tenure in records.tenures()]
    owners += [*records.meetings, *records.articles]
    owners += [statement for _, statement in records.statements()]
    for owner in owners:
        for number, item in enumerate(getattr(owner.record, "evidence", ())):
            yield owner, ("evidence", number), item
        for index, name in enumerate(getattr(owner.record, "names", ())):
            for number, item in enumerate(name.evidence):
                yield owner, ("names", index, "evidence", number), item


def articles_by_file(records: RecordSet) -> dict[str, str]:
    """Id of the article that each article file holds."""
    return {article.file: article.id for article in records.articles}


def _prove_evidence(
    records: RecordSet,
    proof: Proof,
    owner: Entry[Record],
    path: FieldPath,
    article_id: str | None,
    quote: Quote,
) -> None:
    """Place the words quoted as evidence, which may stand anywhere in the article's source."""
    if article_id is None:
        proof.report.findings.append(
            records.finding(
                "REC002",
                owner,
                path,
                "missing field",
                found="article_id",
                hint="name the article that is quoted",
            )
        )
        return
    source = proof.articles.get(article_id)
    if source is None:
        return
    proof.examined += 1
    found = locate(source.text, quote.exact, quote.prefix or "", quote.suffix or "")
    if isinstance(found, Span):
        proof.elsewhere[owner.file, (*owner.path, *path)] = found
    else:
        proof.report.findings.append(
            _miss(records, owner, (*path, "quote"), "quote", quote.exact, source=source, miss=found)
        )


def _source(records: RecordSet, article: Entry[Article], findings: list[Finding]) -> str | None:
    """Text of an article's source, if it is there and the one that was recorded."""
    name = article.record.source_file
    data = records.sources.get(name)
    if data is None:
        findings.append(
            records.finding(
                "QUO006",
                article,
                ("source_file",),
                "source is missing or cannot be read",
                found=name,
                hint="put the file back under dataset/sources, or correct source_file",
            )
        )
        return None
    digest = hashlib.sha256(data).hexdigest()
    if digest != article.record.source_sha256:
        findings.append(
            records.finding(
                "QUO003",
                article,
                ("source_sha256",),
                "the source is not the file that was recorded",
                found=f"sha256 {digest}",
                hint=f"restore dataset/sources/{name}; or, if the record is new, write the sha256 found here",
            )
        )
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        findings.append(
            records.finding(
                "QUO006",
                article,
                ("source_file",),
                "source is not UTF-8 text",
                found=f"byte 0x{data[error.start]:02x} at offset {error.start}",
                hint="save the source as UTF-8 and record its new hash",
            )
        )
        return None
    if len(text) != article.record.source_chars:
        findings.append(
            records.finding(
                "QUO003",
                article,
                ("source_chars",),
                "source_chars is not the length of the source",
                found=str(article.record.source_chars),
                hint=f"write {len(text)}",
            )
        )
        return None
    return text


class _ArticleProver:
    """Places the parts of one article, in the order in which later parts need earlier ones."""

    def __init__(self, records: RecordSet, article: Entry[Article], proof: Proof) -> None:
        self.records = records
        self.article = article
        self.proof = proof
        self.source = proof.articles[article.id]
        self.text = self.source.text

    def run(self) -> bool:
        """Place everything; False if the regions could not be placed."""
        if not self._regions():
            return False
        self._title()
        self._credits()
        for index, report in enumerate(self.article.record.meeting_reports):
            path = ("meeting_reports", index, "support")
            self.source.reports[index] = self._segments(
                self.article, path, "support", report.support
            )
        for statement in statements_of(self.article):
            self._statement(statement)
        return True

    def _add(
        self,
        code: str,
        path: FieldPath,
        message: str,
        *,
        entry: Entry[Statement] | None = None,
        found: str = "",
        hint: str = "",
        note: str = "",
    ) -> None:
        where: Entry[Record] = entry or self.article
        self.proof.report.findings.append(
            self.records.finding(code, where, path, message, found=found, hint=hint, note=note)
        )

    def _regions(self) -> bool:
        """Place the regions one after the other, so that a headline printed twice is two regions."""
        at = 0
        for index, region in enumerate(self.article.record.regions):
            self.proof.examined += 1
            first = self._next(region.starts, at)
            if first is None:
                self._region_missing(index, "starts", region.starts)
                return False
            last = first
            if region.ends is not None:
                after = self._next(region.ends, first.start)
                if after is None:
                    self._region_missing(index, "ends", region.ends)
                    return False
                last = after
            self.source.regions.append(
                Region(region.kind, Span(first.start, max(first.end, last.end)))
            )
            at = self.source.regions[-1].span.end
        return True

    def _next(self, quote: Quote, at: int) -> Span | None:
        spans = occurrences(self.text, quote.exact, quote.prefix or "", quote.suffix or "")
        return next((s for s in spans if s.start >= at), None)

    def _region_missing(self, index: int, name: str, quote: Quote) -> None:
        path: FieldPath = ("regions", index, name)
        found = locate(self.text, quote.exact, quote.prefix or "", quote.suffix or "")
        if isinstance(found, Span) or found.occurrences:
            self._add(
                "QUO010",
                path,
                f"the region's `{name}` stands before the region that precedes it",
                found=quote.exact,
                hint="give the regions in the order of the text, without overlap",
            )
        else:
            finding = _miss(
                self.records, self.article, path, name, quote.exact, source=self.source, miss=found
            )
            self.proof.report.findings.append(finding)

    def _title(self) -> None:
        title = self.article.record.title
        if next(occurrences(self.text, title), None) is None:
            miss = locate(self.text, title)
            note = _nearest_note(self.source, miss) if isinstance(miss, Miss) else ""
            self._add(
                "QUO013",
                ("title",),
                "the title is not printed in the source",
                found=title,
                hint="copy the headline exactly as printed",
                note=note,
            )

    def _credits(self) -> None:
        for index, credit in enumerate(self.article.record.credits):
            within = [r.span for r in self.source.regions if r.kind in ("caption", "credits")]
            span = self._place(
                self.article, ("credits", index, "label"), "label", credit.label, within
            )
            if span is not None:
                self.source.credits.append(span)

    def _place(
        self, entry: Entry[Record], path: FieldPath, what: str, quote: Quote, within: Sequence[Span]
    ) -> Span | None:
        self.proof.examined += 1
        found = locate(self.text, quote.exact, quote.prefix or "", quote.suffix or "", within)
        if isinstance(found, Span):
            return found
        self.proof.report.findings.append(
            _miss(self.records, entry, path, what, quote.exact, source=self.source, miss=found)
        )
        return None

    def _segments(
        self, entry: Entry[Record], path: FieldPath, what: str, quotes: Sequence[Quote]
    ) -> list[Span]:
        """Place the segments of one quotation, which must stand in order."""
        spans: list[Span] = []
        for index, quote in enumerate(quotes):
            span = self._place(entry, (*path, index), what, quote, self.source.spans)
            if span is None:
                return []
            if spans and span.start < spans[-1].end:
                self.proof.report.findings.append(
                    self.records.finding(
                        "QUO004",
                        entry,
                        (*path, index),
                        f"segments of {what} overlap or are out of order",
                        found=quote.exact,
                        hint="put them in the order of the text",
                    )
                )
                return []
            spans.append(span)
        return spans

    def _statement(self, entry: Entry[Statement]) -> None:
        statement = entry.record
        placed = StatementProof()
        self.source.statements[int(entry.path[-1])] = placed
        placed.content = self._segments(entry, ("content",), "content", statement.content)
        if not placed.content:
            return
        self._check_region(entry, placed)
        placed.quoted = self._quoted(entry, placed.content)
        if statement.cue is not None:
            placed.cue = self._near(
                entry, ("cue",), "cue", statement.cue, placed.content, placed.content
            )
        target = [placed.cue] if placed.cue else placed.content
        for name, role in PARTY_LISTS.items():
            parties: list[Party] = getattr(statement, name)
            # "urged X to do Y": whom it addresses stands inside the content, who speaks never does
            avoid = placed.content if role in ("speaker", "relayer") else []
            for index, party in enumerate(parties):
                if party.label is None:
                    continue
                span = self._near(
                    entry, (name, index, "label"), "label", party.label, target, avoid
                )
                if span is not None:
                    placed.labels[role, index] = span

    def _near(
        self,
        entry: Entry[Statement],
        path: FieldPath,
        what: str,
        quote: Quote,
        target: Sequence[Span],
        avoid: Sequence[Span],
    ) -> Span | None:
        self.proof.examined += 1
        prefix, suffix = quote.prefix or "", quote.suffix or ""
        regions = self.source.spans
        found = locate_near(
            self.text, quote.exact, prefix, suffix, target, avoid=avoid, within=regions
        )
        if isinstance(found, Span):
            return found
        self.proof.report.findings.append(
            _miss(self.records, entry, path, what, quote.exact, source=self.source, miss=found)
        )
        return None

    def _check_region(self, entry: Entry[Statement], placed: StatementProof) -> None:
        kinds = {self.source.region_of(span) for span in placed.content}
        location = entry.record.location
        if kinds & {"caption", "credits"}:
            self._add(
                "QUO011",
                ("content",),
                "the content stands in a caption or credit line",
                entry=entry,
                found=entry.record.content[0].exact,
                hint="captions give evidence and mentions, never statements",
            )
        elif ("headline" in kinds) != (location == "headline"):
            self._add(
                "QUO012",
                ("location",),
                f"the content stands in the {' and '.join(sorted(kinds))} region",
                entry=entry,
                found=location,
                hint="correct location, or the regions of the article",
            )

    def _quoted(self, entry: Entry[Statement], content: Sequence[Span]) -> list[Span]:
        """Place the quoted words inside the content, and compare them with the quote type."""
        spans: list[Span] = []
        at = 0
        for index, words in enumerate(entry.record.quoted):
            inside = (
                s
                for s in occurrences(self.text, words)
                if s.start >= at and any(c.contains(s) for c in content)
            )
            span = next(inside, None)
            if span is None:
                self._add(
                    "QUO008",
                    ("quoted", index),
                    "quoted words are not part of the content, or not in its order",
                    entry=entry,
                    found=words,
                    hint="copy them from the content, in order",
                )
                return []
            spans.append(span)
            at = span.end
        covered = _covers_words(self.text, content, spans)
        kind = entry.record.quote_type
        if (kind == "direct" and not covered) or (kind == "mixed" and covered):
            part = "all" if covered else "only part"
            self._add(
                "QUO009",
                ("quote_type",),
                f"{part} of the content stands in quotation marks",
                entry=entry,
                found=kind,
                hint=f"write quote_type: {'direct' if covered else 'mixed'}, or correct quoted",
            )
        return spans


def _covers_words(text: str, content: Sequence[Span], quoted: Sequence[Span]) -> bool:
    """Whether every letter and digit of the content stands in a quoted span."""
    return all(
        any(q.start <= at < q.end for q in quoted)
        for span in content
        for at in range(span.start, span.end)
        if text[at].isalnum()
    )


def _nearest_note(source: ArticleProof, miss: Miss) -> str:
    if miss.nearest is None:
        return ""
    span = miss.nearest
    words = printable(source.text[span.start : span.end], 160)
    return f'nearest: "{words}" (characters {span.start}-{span.end})'


MISSES: dict[str, tuple[str, str, str, str]] = {
    "ambiguous": (
        "QUO002",
        "stands in the source more than once",
        "write {exact: …, prefix: …} or suffix with the words next to it",
        "at characters",
    ),
    "outside": (
        "QUO005",
        "stands only outside the article's regions",
        "correct the words, or the regions of the article",
        "at characters",
    ),
    "far": (
        "QUO007",
        "is not near the statement it belongs to",
        "correct it, or give prefix and suffix",
        "nearest at characters",
    ),
    "inside": (
        "QUO007",
        "stands only inside the content",
        "give the words that stand beside the content, as printed",
        "at characters",
    ),
    "context": (
        "QUO001",
        "is in the source, but not with this prefix and suffix",
        "copy prefix and suffix exactly as printed, line breaks included",
        "the words alone stand at characters",
    ),
    "absent": (
        "QUO001",
        "is not in the source",
        "copy the words exactly as printed, or correct the source id",
        "",
    ),
}
"""Why words could not be placed: code, what is wrong, what to do, what the places are."""


def _miss(
    records: RecordSet,
    entry: Entry[Record],
    path: FieldPath,
    what: str,
    exact: str,
    *,
    source: ArticleProof,
    miss: Miss,
) -> Finding:
    """The finding for words that could not be placed."""
    code, message, hint, lead = MISSES[miss.problem]
    note = _nearest_note(source, miss)
    if miss.nearest is not None:
        printed = source.text[miss.nearest.start : miss.nearest.end]
        note += f"; first difference at character {first_difference(exact, printed) + 1}"
    elif miss.occurrences:
        note = f"{lead} {', '.join(f'{s.start}-{s.end}' for s in miss.occurrences[:5])}"
    return records.finding(
        code, entry, path, f"{what} {message}", found=exact, hint=hint, note=note
    )
