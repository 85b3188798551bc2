"""Engines: the project's own rules, and whatever is installed under the entry-point group.

A plug-in is a callable `(article_id, text, published) -> standoff object` that imports nothing of ours. What it
answers is checked; what it raises or prints concerns one article alone.
"""

from __future__ import annotations

import contextlib
import functools
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import EntryPoint, entry_points
from typing import Any, TypeAlias

from scripts.extract import EXTRACTOR, Known, extract
from scripts.standoff.articles import Article, Failure
from scripts.standoff.form import AnswerError, check
from validation.findings import Unusable, printable

GROUP = "iran_iraq_security_dialogue.extractors"
OWN, _, OWN_VERSION = EXTRACTOR.rpartition("-")

Extract: TypeAlias = Callable[[str, str, date | None], Mapping[str, Any]]
Standoff: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Engine:
    """Something that finds statements; `label` is its name and version, kept with every candidate."""

    name: str
    label: str
    call: Extract
    is_own: bool = True

    def answer(self, article: Article) -> Standoff | Failure:
        """What the engine finds in an article, or why it failed. Whatever a plug-in prints goes to stderr."""
        asked = (article.article_id, article.text, article.published)
        try:
            if self.is_own:
                return dict(self.call(*asked))
            with contextlib.redirect_stdout(sys.stderr):
                found = self.call(*asked)
            return check(found, article.article_id, article.text)
        except AnswerError as error:
            return Failure(article.name, f"{self.label} answered out of form: {error}")
        except (Exception, SystemExit) as error:  # noqa: BLE001  # one article must not stop the others
            what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            return Failure(article.name, f"{self.label} failed ({printable(what, 300)})")


def names() -> list[str]:
    """Names of all engines, our own first."""
    return [OWN, *sorted({point.name for point in entry_points(group=GROUP)} - {OWN})]


def load(name: str = OWN, known: Known | None = None) -> Engine:
    """The engine of that name; `known` is what the registries hold, for our own one.

    Raises Unusable for a name that nothing has, or that two have, and for a plug-in that cannot be imported.
    """
    if name == OWN:
        return Engine(OWN, EXTRACTOR, functools.partial(extract, known=known))
    points = list(entry_points(group=GROUP, name=name))
    if not points:
        raise Unusable(
            f"--engine {printable(name)}: no such engine; there are {', '.join(names())}"
            f" (a plug-in is an entry point of the group {GROUP})"
        )
    if len(points) > 1:
        owners = ", ".join(sorted(_owner(point) for point in points))
        raise Unusable(f"--engine {name}: several are installed ({owners}); remove all but one")
    return _plug_in(points[0])


def _plug_in(point: EntryPoint) -> Engine:
    try:
        call = point.load()
    except (Exception, SystemExit) as error:  # noqa: BLE001  # what foreign code raises on import
        what = printable(f"{type(error).__name__}: {error}", 300)
        raise Unusable(f"--engine {point.name}: cannot be imported ({what})") from None
    if not callable(call):
        raise Unusable(f"--engine {point.name}: {point.value} is nothing that can be called")
    version = point.dist.version if point.dist is not None else "0"
    return Engine(point.name, f"{point.name}-{version}", call, is_own=False)


def _owner(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist is not None else point.value
