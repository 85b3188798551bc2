"""The bench: what is on disk, read once and again when it changes; the one place of the desk that writes."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from dataset.building.build import Checked, check_records
from dataset.curation.read import SLUG
from dataset.project import Project
from scripts.candidates.decide import Change, check, proposed, save
from scripts.candidates.desk import opened as open_desk
from scripts.candidates.desk import read_candidates
from scripts.candidates.propose import propose
from scripts.review import live, texts
from scripts.review.doing import drafted
from scripts.review.draft import Draft
from scripts.review.live import Told
from scripts.review.opened import Opened
from scripts.review.operations import AnyOperation
from scripts.standoff import engines
from scripts.standoff.known import known_of
from validation.findings import Finding, Unusable, printable

MOST_OPENED = 4
"""Articles that are kept open; a fifth puts the first one away."""

TIERS = ("high", "medium", "low")

Base = dict[str, str | None]


class Unknown(Exception):
    """There is no such article."""


class Stale(Exception):
    """Files of an article are not what they were when it was opened; `files` names them."""

    def __init__(self, files: Sequence[str]) -> None:
        self.files = list(files)
        super().__init__(", ".join(files))


class Faulty(Exception):
    """What was to be written has findings; `told` are those, and nothing was written."""

    def __init__(self, told: Sequence[Told]) -> None:
        self.told = list(told)
        super().__init__(f"{len(self.told)} findings")


@dataclass(frozen=True)
class Listed:
    """An article as the list shows it; `problem` says why it cannot be opened."""

    id: str
    title: str
    publisher: str
    published: str | None
    statements: int
    findings: int
    tiers: dict[str, int] = field(default_factory=dict)
    rejected: int = 0
    has_candidates: bool = False
    problem: str = ""


@dataclass(frozen=True)
class Written:
    """What a save wrote: the names of the files, and the ids given to what was accepted or added."""

    files: list[str]
    ids: dict[str, str]


class Bench:
    """What reviewers work on. Calls may come from several threads; one is served after the other."""

    def __init__(
        self,
        project: Project,
        reviewer: str,
        *,
        engine: str = engines.OWN,
        today: Callable[[], dt.date] = lambda: dt.datetime.now(dt.UTC).date(),
    ) -> None:
        self.project = project
        self.reviewer = reviewer
        self._today = today
        self._engine_name = engine
        self._lock = threading.RLock()
        self._state: tuple[object, ...] = ()
        self._checked: Checked | None = None
        self._opened: dict[str, Opened] = {}
        self._drafts: dict[str, tuple[list[AnyOperation], Draft]] = {}

    # reading

    def checked(self) -> Checked:
        """All records, read anew if a file has changed."""
        with self._lock:
            state = tuple(self._signature())
            if self._checked is None or state != self._state:
                self._checked = check_records(self.project)
                self._engine = engines.load(self._engine_name, known_of(self._checked.records))
                self._state = state
                self._opened.clear()
                self._drafts.clear()
            return self._checked

    def _signature(self) -> Iterator[tuple[str, int, int]]:
        """Names, times and sizes of all files that the records are made of."""
        project = self.project
        files = [*project.records.rglob("*.yaml"), *project.sources.glob("*"), project.allowlist]
        files += [*project.candidates.glob("*.yaml")] if project.candidates.is_dir() else []
        for path in sorted(files):
            try:
                stat = path.stat()
            except OSError:
                continue
            yield str(path), stat.st_mtime_ns, stat.st_size

    def articles(self) -> list[Listed]:
        """Every article, with what awaits review."""
        with self._lock:
            checked = self.checked()
            found: dict[str, int] = {}
            for finding in checked.report.findings:
                found[finding.place.file] = found.get(finding.place.file, 0) + finding.count
            files = [f for f, _ in checked.documents if f.kind.name == "articles"]
            return [
                self._listed(checked, file.stem, file.name, found.get(file.name, 0))
                for file in files
            ]

    def _listed(self, checked: Checked, id_: str, file: str, findings: int) -> Listed:
        record = checked.index.articles.get(id_)
        if record is None or id_ not in checked.proof.articles:
            problem = f"{file} has findings that keep it from being opened; run `dataset validate --records-only`"
            return Listed(id_, id_, "", None, 0, findings, problem=problem)
        publisher = checked.index.organizations.get(record.publisher_id)
        name = publisher.name if publisher else record.publisher_id
        head = (id_, record.title, name, record.published, len(record.statements), findings)
        try:
            pending, rejected, document = read_candidates(self.project, id_)
        except Unusable as error:
            return Listed(*head, has_candidates=True, problem=str(error))
        tiers = {tier: sum(c.tier == tier for c in pending) for tier in TIERS}
        return Listed(*head, tiers, len(rejected), document is not None)

    def open(self, article_id: str) -> Opened:
        """An article to be worked on.

        Raises Unknown for an id that no article has, Unusable for an article that cannot be opened.
        """
        with self._lock:
            checked = self.checked()
            if not SLUG.match(article_id) or not any(
                f.kind.name == "articles" and f.stem == article_id for f, _ in checked.documents
            ):
                raise Unknown(printable(article_id))
            opened = self._opened.get(article_id)
            if opened is None:
                desk = open_desk(self.project, article_id, checked)
                opened = Opened(desk, checked, self._engine)
                self._opened[article_id] = opened
                while len(self._opened) > MOST_OPENED:
                    oldest = next(iter(self._opened))
                    del self._opened[oldest]
                    self._drafts.pop(oldest, None)
            return opened

    # working

    def draft(
        self, article_id: str, operations: Sequence[AnyOperation], base: Base | None = None
    ) -> tuple[Opened, Draft]:
        """What comes of operations on an article. Raises Stale where it is not the one that was opened."""
        with self._lock:
            opened = self.open(article_id)
            if base is not None:
                _demand(opened, base)
            made = drafted(opened, operations)
            return opened, made

    def findings(
        self, article_id: str, operations: Sequence[AnyOperation], base: Base
    ) -> list[Told]:
        """What the validators say of it; raises Stale as `draft` does."""
        with self._lock:
            opened, made = self.draft(article_id, operations, base)
            return live.findings(opened, made, self.reviewer, self._today())

    def change(self, article_id: str, operations: Sequence[AnyOperation], base: Base) -> Change:
        """What would be written; raises Stale as `draft` does."""
        with self._lock:
            opened, made = self.draft(article_id, operations, base)
            return texts.change(opened, made, self.reviewer, self._today())

    def save(self, article_id: str, operations: Sequence[AnyOperation], base: Base) -> Written:
        """Write what comes of operations, the article first.

        Raises, with nothing written: Stale when a file is not what it was, Faulty when the records would have an error
        that they have not now.
        """
        with self._lock:
            change = self.change(article_id, operations, base)
            found = [finding for finding in check(change) if finding.severity == "error"]
            if found:
                raise Faulty(self._placed(article_id, operations, base, change, found))
            try:
                return Written(save(change), dict(change.ids))
            finally:
                self._state = ()

    def _placed(
        self,
        article_id: str,
        operations: Sequence[AnyOperation],
        base: Base,
        change: Change,
        found: Collection[Finding],
    ) -> list[Told]:
        """Findings of the whole check, with the item that each is about."""
        by_id = {id_: ref for ref, id_ in change.ids.items()}
        items = self.draft(article_id, operations, base)[1].items
        return [
            Told(
                by_id.get(f.record, f.record if f.record in items else None),
                live.local_field(f),
                f,
                is_new=True,
            )
            for f in found
        ]

    def propose(self, article_id: str) -> int:
        """Let the engine read the article and put what is new beside the records; how many candidates are new.

        Raises Unusable when the engine fails.
        """
        with self._lock:
            opened = self.open(article_id)
            proposal = propose(opened.desk, opened.engine)
            try:
                save(proposed(opened.desk, proposal))
            finally:
                self._state = ()
            return len(proposal.fresh)


def _demand(opened: Opened, base: Base) -> None:
    """That both files are what they were."""
    desk = opened.desk
    names = {"article": desk.file.name, "candidates": desk.project.name(desk.candidates_path)}
    changed = [names[name] for name, digest in opened.base.items() if base.get(name) != digest]
    if changed:
        raise Stale(changed)
