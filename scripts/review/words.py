"""From a stretch that somebody selected to words that a curator would quote, and back to where words stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dataset.curation.yaml_reader import NEVER, Tree
from scripts.candidates.material import CODED, Material, Reading
from validation.article_proof import PARTY_LISTS
from validation.quote_proof import Span, locate, locate_near, occurrences

_THAT = "that "
_OPENING, _CLOSING = "“\"„«‘'", "”\"“»’'"


class Refused(Exception):
    """An operation that cannot be done: one sentence for the reviewer, who can do something else."""


@dataclass
class Parts:
    """Where the parts of a statement stand; what cannot be found is named in `lost`, by its field."""

    content: list[Span] = field(default_factory=list)
    quoted: list[Span] = field(default_factory=list)
    cue: Span | None = None
    labels: dict[tuple[str, int], Span] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    @property
    def start(self) -> int | None:
        """Where the content begins."""
        return self.content[0].start if self.content else None

    @property
    def target(self) -> list[Span]:
        """What labels are looked for beside."""
        return [self.cue] if self.cue else self.content


def parts_of(material: Material, tree: Mapping[str, Tree]) -> Parts:
    """Where the parts of a statement stand, found as the quote proof finds them, and as far as they can be found."""
    text, regions = material.text, material.spans
    parts = Parts()
    for number, node in enumerate(nodes(tree.get("content"))):
        exact, prefix, suffix = quotation(node)
        found = locate(text, exact, prefix, suffix, regions) if exact else None
        if isinstance(found, Span):
            parts.content.append(found)
        else:
            parts.lost.append(f"content.{number}")
    if not parts.content:
        return parts
    parts.quoted = _quoted(text, nodes(tree.get("quoted")), parts.content)
    parts.cue = _near(material, tree.get("cue"), parts.content, parts.content)
    if tree.get("cue") and parts.cue is None:
        parts.lost.append("cue")
    for name, role in PARTY_LISTS.items():
        avoid = parts.content if role in {"speaker", "relayer"} else []
        for number, party in enumerate(nodes(tree.get(name))):
            label = party.get("label") if isinstance(party, dict) else None
            span = _near(material, label, parts.target, avoid)
            if span is not None:
                parts.labels[name, number] = span
            elif label:
                parts.lost.append(f"{name}.{number}.label")
    return parts


def nodes(node: Tree) -> list[Tree]:
    """One value where a list may stand, as a list; nothing as an empty one."""
    return node if isinstance(node, list) else [] if node is None else [node]


def quotation(node: Tree) -> tuple[str, str, str]:
    """Words, and the words before and after them, of a quotation in either of its forms."""
    if isinstance(node, dict):
        exact, prefix, suffix = (node.get(name) for name in ("exact", "prefix", "suffix"))
        return (
            exact if isinstance(exact, str) else "",
            prefix if isinstance(prefix, str) else "",
            suffix if isinstance(suffix, str) else "",
        )
    return (node if isinstance(node, str) else "", "", "")


def _near(
    material: Material, node: Tree, target: Sequence[Span], avoid: Sequence[Span]
) -> Span | None:
    exact, prefix, suffix = quotation(node)
    if not exact or not target:
        return None
    found = locate_near(
        material.text, exact, prefix, suffix, target, avoid=avoid, within=material.spans
    )
    return found if isinstance(found, Span) else None


def _quoted(text: str, wanted: Sequence[Tree], content: Sequence[Span]) -> list[Span]:
    spans: list[Span] = []
    at = content[0].start
    for node in wanted:
        words = node if isinstance(node, str) else ""
        found = (
            span
            for span in (occurrences(text, words, start=at, stop=content[-1].end) if words else ())
            if any(c.contains(span) for c in content)
        )
        span = next(found, None)
        if span is not None:
            spans.append(span)
            at = span.end
    return spans


# what was selected


def selected(material: Material, span: tuple[int, int]) -> Span:
    """What somebody meant who selected a stretch: without white space around it, and to whole words.

    Raises Refused where nothing is left, or the source has not as many characters.
    """
    text = material.text
    start, end = span
    if end > len(text):
        raise Refused("the selection ends behind the text; load the page anew")
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end = start + len(words.strip())
    if start == end:
        raise Refused("the selection holds no words")
    while _is_inside(text, start):
        start -= 1
    while _is_inside(text, end):
        end += 1
    if found := NEVER.search(text, start, end):
        raise Refused(
            f"the selection holds U+{ord(found[0]):04X}, which no record may hold; select less"
        )
    return Span(start, end)


def demand_coded(material: Material, spans: Iterable[Span]) -> None:
    """Refuse words that lie where no statement does: in a caption, a credit line, or outside of the article."""
    for span in spans:
        kinds = [region.kind for region in material.regions if region.span.contains(span)]
        if not kinds:
            raise Refused("these words are site furniture, or run from one part of the article on")
        if kinds[0] not in CODED:
            raise Refused(f"these words stand in the {kinds[0]}, where no statement is")


def _is_inside(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def as_content(reading: Reading, span: Span) -> Span:
    """A selection as the guide wants a content: a quotation without its marks, a clause without `that` and full stop.

    What is less than a whole quotation, or more, keeps its marks.
    """
    text = reading.material.text
    inner = Span(
        span.start + (text[span.start] in _OPENING), span.end - (text[span.end - 1] in _CLOSING)
    )
    for quotation_ in reading.quotations:
        if quotation_ in {span, inner} or _without_blanks(text, quotation_) in {span, inner}:
            return _without_blanks(text, quotation_)
    if any(q.start <= span.start and span.end <= q.end for q in reading.quotations):
        return span
    start, end = span.start, span.end
    if text[start:end].lower().startswith(_THAT) and end - start > len(_THAT):
        start += len(_THAT)
    if text[end - 1] == "." and text[end - 2 : end - 1].isalpha():
        end -= 1
    return Span(start, end)


def _without_blanks(text: str, span: Span) -> Span:
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))
