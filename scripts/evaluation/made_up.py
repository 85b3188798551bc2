"""Articles written to measure the engine with, in `tests/scripts/extract`: their gold with offsets.

`python -m scripts.evaluation.made_up gold > gold.jsonl` prints a folder of them for `dataset evaluate --gold`.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from scripts.standoff.form import Given

FOLDER = Path("tests/scripts/extract")
TUNED, KEPT_ASIDE = "gold", "gold_held"

Row = dict[str, Any]
Span = tuple[int, int]


def read_article(path: Path) -> Row:
    """One article: `id`, `text`, day of publication, and gold with offsets in code points.

    `forms` are the forms of each official's name. Raises ValueError where words of the gold are not in the text, or a
    place that must be one is not.
    """
    entry = yaml.safe_load(path.read_text(encoding="utf-8"))
    text = entry["text"]
    statements = []
    after = 0
    for statement in entry["statements"]:
        found = _statement(text, statement, after)
        after = found["content"][0][0]
        statements.append(found)
    return {
        "id": path.stem,
        "text": text,
        "published": entry["published"],
        "statements": statements,
        "officials": entry["officials"],
        "forms": {o["name"]: {o["name"], *o.get("forms", ())} for o in entry["officials"]},
        "meetings": entry["meetings"],
    }


def _statement(text: str, entry: Row, after: int) -> Row:
    contents = entry["content"] if isinstance(entry["content"], list) else [entry["content"]]
    spans = []
    at = after
    for content in contents:
        at = text.index(content, at)
        spans.append((at, at + len(content)))
        at += 1
    cue = _find(text, entry["cue"], spans)
    return {
        "content": spans,
        "cue": cue,
        "speaker": _find(text, entry["speaker"], [cue] if cue else spans),
        "mode": entry["mode"],
        "who": entry.get("who"),
    }


def _find(text: str, words: str | Row | None, spans: Sequence[Span]) -> Span | None:
    """The words nearest to the spans; None for None.

    As in the records, `{exact, prefix, suffix}` names a place by what stands around it.
    """
    if words is None:
        return None
    if isinstance(words, str):
        return _nearest(text, words, spans)
    before, exact, behind = (words.get(key, "") for key in ("prefix", "exact", "suffix"))
    if text.count(before + exact + behind) != 1:
        raise ValueError(f"{words} does not stand in one place of the text")
    start = text.index(before + exact + behind) + len(before)
    return (start, start + len(exact))


def _nearest(text: str, words: str, spans: Sequence[Span]) -> Span:
    def gap(at: int) -> int:
        return min(max(a - at - len(words), at - b, 0) for a, b in spans)

    places = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    at = min(places, key=gap)
    return (at, at + len(words))


def read_folder(folder: Path) -> list[Row]:
    """All articles of a folder, by name."""
    return [read_article(path) for path in sorted(folder.glob("*.yaml"))]


def as_gold(article: Row) -> Given:
    """An article in the form that `scripts.evaluation` scores."""
    forms = {name: sorted(all_forms) for name, all_forms in article["forms"].items()}
    return Given.model_validate(
        {
            "article_id": article["id"],
            "text": article["text"],
            "published": str(article["published"]) if article["published"] else None,
            "statements": [
                {
                    **{key: statement[key] for key in ("content", "cue", "speaker", "mode")},
                    "speaker_name": statement["who"],
                    "speaker_forms": forms.get(statement["who"], []),
                }
                for statement in article["statements"]
            ],
            "officials": [
                {
                    **{key: official[key] for key in ("name", "title", "country")},
                    "forms": forms[official["name"]],
                }
                for official in article["officials"]
            ],
            "meetings": [
                {
                    **{key: meeting[key] for key in ("kind", "status", "place", "participants")},
                    "date": str(meeting["date"]) if meeting["date"] else None,
                    "participant_forms": [forms.get(name, []) for name in meeting["participants"]],
                }
                for meeting in article["meetings"]
            ],
        }
    )


def main() -> None:
    """Print the articles of a folder as standoff JSON Lines."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", choices=(TUNED, KEPT_ASIDE), help="which of the two folders")
    for article in read_folder(FOLDER / parser.parse_args().folder):
        sys.stdout.write(as_gold(article).model_dump_json(exclude_none=True) + "\n")


if __name__ == "__main__":
    main()
