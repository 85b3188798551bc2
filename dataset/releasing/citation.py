"""Citations of a release or of one record: plain text, BibTeX, RIS, CSL-JSON.

This file is shipped unchanged in the data package, so it knows nothing of the rest of the project: it is
given the folder of the tables and what the release says of itself, and needs pyarrow alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    import pyarrow as pa

Format: TypeAlias = Literal["text", "bibtex", "ris", "csl"]
FORMATS: tuple[Format, ...] = ("text", "bibtex", "ris", "csl")

KEY_PREFIX = "iran-iraq-security-dialogue"
"""How every citation key begins. Keys never change: manuscripts refer to them."""

KINDS = {
    "statements": ("statement_id", "Statement"),
    "articles": ("article_id", "Article"),
    "meetings": ("meeting_id", "Meeting"),
    "officials": ("official_id", "Official"),
    "organizations": ("organization_id", "Organization"),
    "tenures": ("tenure_id", "Tenure"),
}
"""Tables whose ids are permanent: their key, and what one row is called."""

ABOUT = "citation.json"
"""File of the data package that holds what the release says of itself."""

CANDIDATES = 20_000
"""Most ids among which a mistyped one is looked for by likeness."""


@dataclass(frozen=True)
class Creator:
    """Who made the dataset: a body with a name, or a person with a family name."""

    name: str | None = None
    family: str | None = None
    given: str | None = None


@dataclass(frozen=True)
class About:
    """What a release says of itself; `date` is its ISO day, what is unknown is None."""

    title: str
    creators: tuple[Creator, ...]
    version: str
    date: str
    publisher: str | None = None
    license: str | None = None
    url: str | None = None
    doi: str | None = None

    @property
    def link(self) -> str | None:
        """Where the release is found: its DOI as an address, else its address."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url

    def to_json(self) -> dict[str, Any]:
        """Return what `about` reads."""
        return asdict(self)


def about(plain: Mapping[str, Any]) -> About:
    """Return what a release says of itself, from what `About.to_json` gave."""
    creators = tuple(Creator(**creator) for creator in plain["creators"])
    return About(**{**plain, "creators": creators})


@dataclass(frozen=True)
class Article:
    """The news article behind a record; `date` is in the date profile, as the column has it."""

    article_id: str
    title: str | None
    publisher: str | None
    date: str | None
    url: str | None
    source_sha256: str | None


@dataclass(frozen=True)
class Record:
    """One record to be cited.

    `spans` are code points of the source text, counted from 0, the end not included (W3C TextPositionSelector).
    """

    table: str
    key: str
    id: str
    article: Article | None = None
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def name(self) -> str:
        """What the record is, and its id."""
        return f"{KINDS[self.table][1]} {self.id}"


def cite_folder(folder: Path, record_id: str | None = None, format_: Format = "text") -> str:
    """Return the citation of the data package whose tables lie in a folder, or of one record in it.

    Raises KeyError and ValueError as `find_record` and `render` do.
    """
    told = about(json.loads((folder / ABOUT).read_text(encoding="utf-8")))
    record = None if record_id is None else find_record(folder, record_id)
    return render(told, record, format_)


def find_record(folder: Path, record_id: str) -> Record:
    """Look an id up in the tables of a release.

    Raises KeyError, in one line, for an id that is unknown (naming the nearest) or retired (naming what takes its
    place); ValueError for tables that cannot be read.
    """
    for table, (key, _) in KINDS.items():
        rows = _rows(folder, table, {key: record_id})
        if rows:
            article = _article(folder, rows[0]) if table in {"statements", "articles"} else None
            spans = _spans(folder, table, record_id) if table == "statements" else ()
            return Record(table, key, record_id, article, spans)
    raise KeyError(_missing(folder, record_id))


def _rows(folder: Path, table: str, wanted: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the rows whose columns have the wanted values."""
    return _read(folder, table, [(name, "=", value) for name, value in wanted.items()]).to_pylist()


def _read(
    folder: Path,
    table: str,
    filters: Any = None,
    columns: list[str] | None = None,
) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = folder / f"{table}.parquet"
    try:
        return pq.read_table(file, filters=filters, columns=columns, partitioning=None)
    except FileNotFoundError:
        raise ValueError(f"there is no table {table} in {folder}") from None
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise ValueError(f"{file} cannot be read ({reason})") from None


def _article(folder: Path, row: Mapping[str, Any]) -> Article:
    """Return the article of a statement, or the article itself."""
    article_id = row["article_id"]
    found = _rows(folder, "articles", {"article_id": article_id})
    if not found:
        raise ValueError(f"there is no article {article_id} in {folder}, though a record needs it")
    article = found[0]
    publisher_id = article.get("publisher_id")
    outlets = _rows(folder, "organizations", {"organization_id": publisher_id or ""})
    return Article(
        article_id=article_id,
        title=article.get("title"),
        publisher=outlets[0].get("name") if outlets else publisher_id,
        date=article.get("published"),
        url=article.get("url"),
        source_sha256=article.get("source_sha256"),
    )


def _spans(folder: Path, table: str, record_id: str) -> tuple[tuple[int, int], ...]:
    wanted = {"record_table": table, "record_id": record_id, "role": "content"}
    rows = sorted(_rows(folder, "anchors", wanted), key=lambda row: int(row["segment"]))
    return tuple((row["start"], row["end"]) for row in rows)


def _missing(folder: Path, record_id: str) -> str:
    """Say why there is no such record: it was retired, it is mistyped, or there never was one."""
    retired = _rows(folder, "retired", {"retired_id": record_id})
    if retired:
        stone = retired[0]
        since = f" since version {stone['since']}" if stone["since"] else ""
        instead = (
            f"cite {stone['replaced_by']}, which takes its place"
            if stone["replaced_by"]
            else "nothing takes its place"
        )
        return f"{record_id} is retired{since} ({stone['reason']}: {stone['note']}); {instead}"
    near = _nearest(folder, record_id)
    if near:
        return f"no record {record_id!r}; did you mean {' or '.join(map(repr, near))}?"
    kinds = ", ".join(KINDS)
    return (
        f"no record {record_id!r}; what has a permanent id ({kinds}) can be cited, any other"
        " row by the record that it belongs to"
    )


def _nearest(folder: Path, record_id: str) -> list[str]:
    import difflib

    import pyarrow.compute as pc

    known: list[str] = []
    for table, (key, _) in KINDS.items():
        ids = _read(folder, table, columns=[key])[key]
        if len(ids) > CANDIDATES:  # as many as that are told apart by how they begin
            ids = ids.filter(pc.starts_with(ids, record_id[: max(4, len(record_id) - 6)]))
        known += map(str, ids.slice(0, CANDIDATES).to_pylist())
    return difflib.get_close_matches(record_id, known, n=2, cutoff=0.75)


def render(about: About, record: Record | None = None, format_: Format = "text") -> str:
    """Return the citation of a release, or of one record in it, without a newline at the end.

    Raises ValueError for a format that there is not.
    """
    renderers = {"text": _text, "bibtex": _bibtex, "ris": _ris, "csl": _csl}
    if format_ not in renderers:
        raise ValueError(f"no format {format_!r}; there are {', '.join(FORMATS)}")
    return renderers[format_](about, record)


def citation_key(about: About, record: Record | None = None) -> str:
    """Return the key under which a manuscript refers to the citation; the same for ever."""
    parts = [KEY_PREFIX, about.version, *([record.id] if record else [])]
    return re.sub(r"[^A-Za-z0-9.-]+", "-", "-".join(parts))


def _line(text: str) -> str:
    """Return a text in one line: no format here can carry a line break or a control character."""
    if not text.isprintable():  # the most are, and looking at each sign takes long for many
        text = "".join(c if c.isprintable() or c in "\u200c\u200d" else " " for c in text)
    return " ".join(text.split())


def _title(about: About, record: Record | None) -> str:
    return about.title if record is None else f"{record.name}, in: {about.title}"


def _where(record: Record) -> str:
    """Where the record stands: its key in the tables, and for a statement its place in the source text."""
    where = f"Table {record.table}, {record.key} {record.id}"
    if record.spans:
        spans = ", ".join(f"{start}-{end}" for start, end in record.spans)
        where += f"; characters {spans} of the source text (TextPositionSelector: from 0, end not included)"
    if record.article and record.article.source_sha256:
        where += f", whose SHA-256 is {record.article.source_sha256}"
    return where


def _reported(article: Article) -> str:
    """Return the citation of the article itself."""
    title = f"“{article.title}”" if article.title else article.article_id
    return ", ".join(part for part in (title, article.publisher, article.date, article.url) if part)


def _notes(about: About, record: Record | None) -> list[str]:
    """Return what no format has a field for."""
    notes = []
    if record:
        notes.append(_where(record))
        if record.article:
            told = "Reported in" if record.table == "statements" else "The article"
            notes.append(f"{told}: {_reported(record.article)}")
    if about.license:
        notes.append(f"Licence: {about.license}")
    return [_line(note) for note in notes]


def _text(about: About, record: Record | None) -> str:
    creators = "; ".join(plain_name(creator) for creator in about.creators)
    parts = [
        f"{creators} ({about.date[:4]})",
        f"{_title(about, record)} (version {about.version}, {about.date}) [Data set]",
        about.publisher,
        about.link,
        *_notes(about, record),
    ]
    return _line(". ".join(part.rstrip(".") for part in parts if part) + ".")


def plain_name(creator: Creator) -> str:
    """Return a name as a list of authors has it: the family name first."""
    return creator.name or ", ".join(part for part in (creator.family, creator.given) if part)


TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # an escaped brace would still count when braces are paired
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
} | {sign: f"\\{sign}" for sign in "$&#_%"}


def _tex(text: str) -> str:
    """Return a text as TeX is to be told it, letters beyond ASCII as they are (UTF-8).

    An empty group keeps apart what TeX would draw together: two hyphens, two commas, a question mark and a backtick.
    """
    escaped = "".join(TEX.get(sign, sign) for sign in _line(text))
    return re.sub(r"([-,'`<>])(?=\1)|[?!](?=`)", r"\g<0>{}", escaped)


def _address(url: str) -> str:
    """Return an address in which nothing can end a field: what may not stand in one is percent-encoded."""
    return re.sub(
        r"[\s{}\\^`<>\"|]", lambda m: "".join(f"%{b:02X}" for b in m[0].encode()), _line(url)
    )


def _bibtex(about: About, record: Record | None) -> str:
    """`@misc`, which classic BibTeX and biblatex both know; braces keep capitals and names whole."""
    fields = {
        "author": " and ".join(_tex_name(creator) for creator in about.creators),
        "title": f"{{{_tex(_title(about, record))}}}",
        "year": about.date[:4],
        "date": about.date,
        "version": _tex(about.version),
        "howpublished": f"Data set, version {_tex(about.version)}",
        "publisher": _tex(about.publisher) if about.publisher else None,
        "doi": _address(about.doi) if about.doi else None,
        "url": _address(about.link) if about.link else None,
        "note": _tex(". ".join(_notes(about, record))) or None,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{citation_key(about, record)},", *lines, "}"])


def _tex_name(creator: Creator) -> str:
    if creator.name:
        return f"{{{_tex(creator.name)}}}"
    parts = (_tex(part) for part in (creator.family, creator.given) if part)
    # a comma or an `and` inside a part would be taken for the border of a name
    return ", ".join(f"{{{p}}}" if re.search(r",|\band\b", p) else p for p in parts)


def _ris(about: About, record: Record | None) -> str:
    tags: Iterable[tuple[str, str | None]] = (
        ("TY", "DATA"),
        ("ID", citation_key(about, record)),
        *(("AU", plain_name(creator)) for creator in about.creators),
        ("TI", _title(about, record)),
        ("PY", about.date[:4]),
        ("DA", about.date.replace("-", "/")),
        ("ET", about.version),
        ("PB", about.publisher),
        ("AN", record.id if record else None),
        ("DO", about.doi),
        ("UR", about.link),
        *(("N1", note) for note in _notes(about, record)),
    )
    lines = [f"{tag}  - {_line(value)}" for tag, value in tags if value]
    return "\n".join([*lines, "ER  - "])


def _csl(about: About, record: Record | None) -> str:
    """A list of one item, as CSL processors and Zotero read it; the selector as JSON under `custom`."""
    year, month, day = (int(part) for part in about.date.split("-"))
    item = {
        "id": citation_key(about, record),
        "type": "dataset",
        "title": _line(_title(about, record)),
        "author": [_csl_name(creator) for creator in about.creators],
        "issued": {"date-parts": [[year, month, day]]},
        "version": about.version,
        "genre": "Data set",
        "publisher": about.publisher,
        "number": record.id if record else None,
        "DOI": about.doi,
        "URL": about.link,
        "note": ". ".join(_notes(about, record)) or None,
        "custom": _custom(record) if record else None,
    }
    whole = [{name: value for name, value in item.items() if value}]
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _csl_name(creator: Creator) -> dict[str, str]:
    if creator.name:
        return {"literal": creator.name}
    parts = {"family": creator.family, "given": creator.given}
    return {name: part for name, part in parts.items() if part}


def _custom(record: Record) -> dict[str, Any]:
    custom: dict[str, Any] = {"table": record.table, record.key: record.id}
    if record.article:
        custom["article"] = {n: _line(v) for n, v in asdict(record.article).items() if v}
    if record.spans:
        custom["selector"] = [
            {"type": "TextPositionSelector", "start": start, "end": end}
            for start, end in record.spans
        ]
    return custom
