"""From what was handed in to a source, article stubs and the count of the collection."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dataset.curation.canonical import rendered
from dataset.curation.read import ReadResult, read
from dataset.curation.yaml_reader import Tree
from dataset.project import Project
from scripts.ingest.articles import Article, Material, article
from scripts.ingest.files import Planned, alone, write
from scripts.ingest.lines import plain_lines
from scripts.ingest.metadata import Metadata
from scripts.ingest.naming import suggested
from scripts.ingest.options import Options, check_options
from scripts.ingest.received import Received
from scripts.ingest.registry import Outlets, Publisher
from scripts.ingest.stories import NotPrintedError, Offer, Story, find_stories
from scripts.ingest.stub import problems
from validation.findings import Finding, Unusable, printable
from validation.index import KIND_WORDS, Index


@dataclass
class Outcome:
    """What became of it.

    With `findings` the records could not be read, and nothing was done. `known` are articles that this very text or
    page has given before. `written` and `changed` are names of files, `offers` headlines that may begin another story.
    """

    findings: list[Finding] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)


def ingest(
    project: Project, received: Received, options: Options, *, dry_run: bool = False
) -> Outcome:
    """Store a text as source and write a stub for each of its stories. All files are written, or none.

    What was ingested before is left alone, and named in `known`. Raises Unusable, with what to do, for options that
    lead nowhere, an id in use, a text without an article, and a file that cannot be written.
    """
    if not project.sources.resolve().is_relative_to(project.root.resolve()):
        raise Unusable(f"{project.name(project.sources)} leads out of the project; restore it")
    material = _material(received)
    with alone(project):
        result = read(project)
        syntax = [found for found in result.report.findings if found.code.startswith("SYN")]
        if syntax:
            return Outcome(findings=syntax)
        index = Index(result.records, result.broken_ids, result.incomplete)
        check_options(options, index, result)
        return _ingest(project, material, options, result, index, dry_run=dry_run)


def _ingest(  # what was read, once
    project: Project,
    material: Material,
    options: Options,
    result: ReadResult,
    index: Index,
    *,
    dry_run: bool,
) -> Outcome:
    stories, offers = _stories(material, options)
    outcome = Outcome(remarks=list(material.remarks), offers=offers)
    source, known = _known(material, result)
    outcome.known = sorted(known)
    if known:
        outcome.offers = [offer for offer in offers if offer.line.words not in known.values()]
        stories = [s for s in stories if options.stories and s.title not in known.values()]
        if not stories:
            outcome.remarks.clear()
            return outcome
        if source is None:
            raise Unusable(
                f"{material.name}: the page was ingested as {', '.join(outcome.known)}, but this version of "
                "trafilatura reads it differently; add the story by hand, over the source that is there"
            )
    outlets = Outlets(result.records)
    publisher = _publisher(material, options, outlets)
    ids = _ids(stories, material, options, publisher, index)
    source = source or f"{ids[0]}.txt"
    outcome.articles = [
        article(
            id_,
            story,
            material,
            source=source,
            options=options,
            outlets=outlets,
            publisher=publisher,
            alone=len(stories) == 1 and not known,
        )
        for id_, story in zip(ids, stories, strict=True)
    ]
    _demand_proof(material, outcome.articles)
    outcome.remarks += _same_address(result, outcome)
    planned = _planned(project, material, source, result, options, outcome)
    if not dry_run:
        write(project, planned)
    for file in planned:
        names = outcome.written if file.before is None else outcome.changed
        names.append(project.name(file.path))
    return outcome


def _stories(material: Material, options: Options) -> tuple[list[Story], list[Offer]]:
    try:
        return find_stories(
            material.text, material.lines, material.metadata.titles, options.stories
        )
    except NotPrintedError as error:
        near = f"; the nearest is “{printable(error.nearest)}”" if error.nearest else ""
        words = printable(error.words)
        raise Unusable(f"{material.name}: --story “{words}” is not printed there{near}") from None


def _same_address(result: ReadResult, outcome: Outcome) -> list[str]:
    """Articles of the same address and other words: perhaps the page was changed, and this is no other article."""
    urls = {made.stub.fields.get("url") for made in outcome.articles} - {None}
    same = [
        entry.id
        for entry in result.records.articles
        if entry.record.url in urls and entry.id not in outcome.known
    ]
    what = "is recorded from the same address with other words: did the page change?"
    return [f"{id_} {what}" for id_ in same]


def _material(received: Received) -> Material:
    if not received.is_page:
        origin = "From a plain text, kept byte for byte."
        lines = plain_lines(received.text)
        return Material(received.name, received.text, lines, Metadata(), received.remarks, origin)
    import importlib.metadata

    from scripts.ingest.page import read_page

    page = read_page(received.name, received.text)
    page_hash = hashlib.sha256(received.data).hexdigest()
    version = importlib.metadata.version("trafilatura")
    origin = f"From a saved page, SHA-256 {page_hash}; trafilatura {version} told its article from the rest."
    remarks = (*received.remarks, *page.remarks)
    return Material(received.name, page.text, page.lines, page.metadata, remarks, origin, page_hash)


def _known(material: Material, result: ReadResult) -> tuple[str | None, dict[str, str]]:
    """The source file that holds this very text, if there is one, and the articles over this text or page.

    The articles are given with their titles.
    """
    digest = hashlib.sha256(material.data).hexdigest()
    source = None
    known: dict[str, str] = {}
    texts = {file.name: document.text for file, document in result.documents}
    for entry in result.records.articles:
        same_text = entry.record.source_sha256 == digest
        same_page = bool(material.page_hash) and material.page_hash in texts[entry.file]
        if same_text:
            source = entry.record.source_file
        if same_text or same_page:
            known[entry.id] = entry.record.title
    for file, document in result.documents:
        tree = document.tree
        if not isinstance(tree, dict) or file.stem in known:
            continue
        # a stub that still lacks its title or outlet is no record yet
        if tree.get("source_sha256") == digest:
            known[file.stem] = str(tree.get("title") or "")
            source = str(tree.get("source_file"))
        elif material.page_hash and material.page_hash in document.text:
            known[file.stem] = str(tree.get("title") or "")
    return source, known


def _publisher(material: Material, options: Options, outlets: Outlets) -> Publisher:
    if options.publisher_id is not None:
        form = next(iter(outlets.forms.get(options.publisher_id, [])), "")
        return Publisher(options.publisher_id, "as given", form)
    return outlets.publisher(material.metadata)


def _ids(
    stories: Sequence[Story],
    material: Material,
    options: Options,
    publisher: Publisher,
    index: Index,
) -> list[str]:
    name = material.name
    if options.ids and len(options.ids) != len(stories):
        raise Unusable(
            f"{name}: {len(options.ids)} ids for {len(stories)} new stories; give one --id for each, in their order"
        )
    outlet = publisher.id or next((item.value for item in material.metadata.sites), "")
    ids: list[str] = []
    for number, story in enumerate(stories):
        id_ = options.ids[number] if options.ids else suggested(outlet, story.title or "")
        if id_ is None:
            raise Unusable(f"{name}: the headline gives no id; name the article with --id")
        _demand_free(name, id_, ids, index)
        ids.append(id_)
    return ids


def _demand_free(name: str, id_: str, taken: Sequence[str], index: Index) -> None:
    table = index.tables.get(id_) or index.broken.get(id_)
    if id_ in index.retired:
        stone = index.retired[id_]
        raise Unusable(
            f"{name}: {id_} was retired ({stone.reason}) and is never used again; give another --id"
        )
    if id_ in taken:
        raise Unusable(f"{name}: {id_} would be the id of two stories; give an --id for each")
    if table == "articles":
        raise Unusable(
            f"{name}: {id_} is an article over other words, and a source never changes; give another --id, and retire "
            f"the old article if this page replaces it (dataset show {id_})"
        )
    if table is not None:
        raise Unusable(f"{name}: {id_} is {KIND_WORDS[table]}; give another --id")


def _demand_proof(material: Material, articles: Sequence[Article]) -> None:
    """A stub must pass the quote proof before it is written: a mistake of ours must not become a curator's."""
    for made in articles:
        found = problems(made.stub, material.name, material.data, made.parts)
        if found:
            raise Unusable(
                f"{material.name}: the stub would not hold: {found[0]}; report it with the page"
            )


# files


def _planned(
    project: Project,
    material: Material,
    source: str,
    result: ReadResult,
    options: Options,
    outcome: Outcome,
) -> list[Planned]:
    planned = []
    path = project.sources / source
    if not _holds(path, material.data):
        planned.append(Planned(path, material.text))
    planned += _count(result, options.collection_id, len(outcome.articles))
    for made in outcome.articles:
        stub = project.records / "articles" / f"{made.stub.id}.yaml"
        planned.append(Planned(stub, made.stub.text()))
    return planned


def _holds(path: Path, data: bytes) -> bool:
    """Whether a file holds these bytes already: an article's, or left by an ingest that was killed."""
    try:
        return not path.is_symlink() and path.read_bytes() == data
    except OSError:
        return False


def _count(result: ReadResult, collection_id: str, more: int) -> list[Planned]:
    """The collection's file with the number of its articles, which the checks hold it to (REC007)."""
    count = more + sum(
        isinstance(document.tree, dict) and document.tree.get("collection_id") == collection_id
        for file, document in result.documents
        if not file.kind.is_registry
    )
    for file, document in result.documents:
        if file.kind.name != "collections" or not isinstance(document.tree, list):
            continue
        tree: list[Tree] = [
            {**item, "n_included": str(count)}
            if isinstance(item, dict) and item.get("id") == collection_id
            else item
            for item in document.tree
        ]
        if tree != document.tree:
            text = rendered(file.kind, document, tree)
            return [Planned(file.path, text, document.text)]
    return []
