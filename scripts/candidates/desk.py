"""The desk for one article: its text, its records, and the candidates that lie beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from dataset.building.build import Checked, check_records
from dataset.curation.canonical import ids_in
from dataset.curation.read import RecordFile, read_record
from dataset.curation.yaml_reader import Document
from dataset.curation.yaml_reader import load as load_yaml
from dataset.project import Project
from schema import edtf
from schema.articles import Article
from schema.base import Quote
from scripts.candidates.form import KIND, Candidate, Candidates, Rejection
from scripts.candidates.material import Material
from scripts.evaluation.words import Words
from validation.article_proof import ArticleProof
from validation.findings import Finding, Unusable, printable
from validation.quote_proof import Span, locate

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Desk:
    """What the review of one article needs, as it was read; nothing here changes.

    `curated` holds where the contents of the recorded statements stand, by their number in the file; `taken` are all
    ids in use or retired; `before` are the findings that the records have already.
    """

    project: Project
    file: RecordFile
    document: Document
    article: Article
    material: Material
    words: Words
    curated: Mapping[int, Spans]
    taken: frozenset[str]
    before: frozenset[str]
    candidates_document: Document | None = None
    pending: tuple[Candidate, ...] = ()
    rejected: tuple[Rejection, ...] = ()

    @property
    def article_id(self) -> str:
        """Id of the article."""
        return self.article.id

    @property
    def candidates_path(self) -> Path:
        """The file of candidates, whether there is one or not."""
        return path_of(self.project, self.article_id)

    def rejected_spans(self) -> list[Spans]:
        """Where the contents of rejected candidates stand."""
        return [spans for r in self.rejected if (spans := self._spans(r.content)) is not None]

    def spans(self, candidate: Candidate) -> Spans | None:
        """Where the content of a candidate stands; None if it cannot be found."""
        return self._spans(candidate.statement.content)

    def _spans(self, content: list[Quote]) -> Spans | None:
        found = [
            locate(self.material.text, q.exact, q.prefix or "", q.suffix or "", self.material.spans)
            for q in content
        ]
        spans = [(one.start, one.end) for one in found if isinstance(one, Span)]
        return tuple(spans) if len(spans) == len(found) else None


def path_of(project: Project, article_id: str) -> Path:
    """The file of candidates of an article."""
    return project.candidates / f"{article_id}.yaml"


def articles(project: Project) -> list[str]:
    """Ids of the articles that have a file of candidates, in order."""
    folder = project.candidates
    return sorted(path.stem for path in folder.glob("*.yaml")) if folder.is_dir() else []


def load(project: Project, article_id: str) -> Desk:
    """Open the desk for an article.

    Raises Unusable where there is no such article, or it cannot be read or proved, or its file of candidates cannot
    be read: candidates are made for sound records only.
    """
    return opened(project, article_id, check_records(project))


def opened(project: Project, article_id: str, checked: Checked) -> Desk:
    """The desk for an article of records that were read and checked already; raises as `load` does."""
    entry = next((e for e in checked.records.articles if e.id == article_id), None)
    proof = checked.proof.articles.get(article_id)
    if entry is None or proof is None:
        raise _unusable(checked, article_id)
    file, document = next((f, d) for f, d in checked.documents if f.name == entry.file)
    pending, rejected, candidates_document = read_candidates(project, article_id)
    article = entry.record
    return Desk(
        project=project,
        file=file,
        document=document,
        article=article,
        material=material_of(checked, article),
        words=Words(proof.text),
        curated=curated_spans(proof),
        taken=frozenset(id_ for f, d in checked.documents for id_ in ids_in(f.kind, d.tree)),
        before=frozenset(finding.fingerprint for finding in checked.report.findings),
        candidates_document=candidates_document,
        pending=pending,
        rejected=rejected,
    )


def material_of(checked: Checked, article: Article) -> Material:
    """What candidates of an article are made from; KeyError where the article was not proved."""
    proof = checked.proof.articles[article.id]
    return Material(
        article.id,
        proof.text,
        tuple(proof.regions),
        checked.index,
        article.language,
        _day(article.published),
    )


def curated_spans(proof: ArticleProof) -> dict[int, Spans]:
    """Where the contents of an article's statements stand, by their number in its file."""
    return {
        number: tuple((span.start, span.end) for span in placed.content)
        for number, placed in proof.statements.items()
    }


def _unusable(checked: Checked, article_id: str) -> Unusable:
    shown = printable(article_id)
    file = f"dataset/records/articles/{article_id}.yaml"
    if article_id in checked.index.broken or any(
        finding.place.file == file for finding in checked.report.findings
    ):
        return Unusable(
            f"{shown}: its records have findings; run `dataset validate --records-only`"
        )
    near = checked.index.closest(article_id, "articles") if checked.records.articles else None
    hint = f"did you mean {near}?" if near else "docs/add-an-article.md tells how to add one"
    return Unusable(f"{shown}: no article has this id; {hint}")


def _day(published: str | None) -> dt.date | None:
    """The day of publication, where it is known to the day; a qualifier does not matter to `on Tuesday`."""
    if published is None:
        return None
    first, last, _ = edtf.bounds(published)
    return first if first is not None and first == last else None


def read_candidates(
    project: Project, article_id: str
) -> tuple[tuple[Candidate, ...], tuple[Rejection, ...], Document | None]:
    """What awaits review in an article, what was rejected, and the file as read; nothing where there is none.

    Raises Unusable, with place and remedy, for a file that cannot be read.
    """
    path = path_of(project, article_id)
    name = project.name(path)
    if not path.is_file():
        return (), (), None
    try:
        document = load_yaml(path.read_bytes(), name)
    except OSError as error:
        raise Unusable(f"{name}: cannot be read ({error.strerror})") from None
    record, findings = None, list(document.findings)
    if not findings and isinstance(document.tree, dict):
        read, findings = read_record(RecordFile(KIND, path, name), document, (), document.tree)
        record = cast("Candidates | None", read)
    if record is None:
        raise Unusable(_told(name, findings))
    if record.article_id != article_id:
        raise Unusable(f"{name}: is about {record.article_id}; name the file after its article")
    letters = [candidate.letters for candidate in record.candidates]
    twice = sorted({one for one in letters if letters.count(one) > 1})
    if twice:
        raise Unusable(
            f"{name}: two candidates are called {twice[0]}; give one of them new letters"
        )
    return tuple(record.candidates), tuple(record.rejected), document


def _told(name: str, findings: list[Finding]) -> str:
    """The first mistake in a file of candidates, as findings are told."""
    if not findings:
        return f"{name}: is no file of candidates"
    first = findings[0]
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    return f"{first.place} {first.message} ({first.found}); {first.hint}{more}"
