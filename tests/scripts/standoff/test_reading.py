"""Gold and predictions from elsewhere: read as far as they are needed, refused with the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.standoff.reading import read_standoff
from validation.findings import Unusable

STATEMENT = '{"content": [[0, 3]], "mode": "direct"}'
GOOD = f'{{"article_id": "a", "statements": [{STATEMENT}], "extra": 1}}'


def test_content_and_mode_are_enough(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(f"\ufeff\n{GOOD}\r\n\n".encode())

    found = read_standoff(path)

    assert list(found) == ["a"]
    assert found["a"].statements[0].content == [(0, 3)]
    assert (found["a"].officials, found["a"].meetings, found["a"].text) == (None, None, None)


@pytest.mark.parametrize(
    "line, told",
    [
        (b"{", "not JSON (Expecting"),
        (b"[" * 100_000, "not JSON ("),
        (b'"\xff"', "not UTF-8 text"),
        (b"[1]", "the answer: "),
        (b'{"statements": []}', "article_id: missing"),
        (b'{"article_id": "b"}', "statements: missing"),
        (b'{"article_id": "b", "statements": {}}', "statements: "),
        (b'{"article_id": "b", "statements": [{"mode": "direct"}]}', "statements.0.content: missing"),
        (b'{"article_id": "b", "statements": [{"content": [[3, 0]], "mode": "x"}]}', "statements.0.content.0: a"),
        (b'{"article_id": "b", "statements": [{"content": [[0, 3]], "mode": "x"}]}', "statements.0.mode: "),
        (b'{"article_id": "b", "statements": [], "officials": [{}]}', "officials.0.name: missing"),
        (b'{"article_id": "b", "statements": [], "meetings": [{"kind": "x", "date": "soon"}]}', "meetings.0.date: "),
        (GOOD.encode(), "article a for the second time"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, line: bytes, told: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(GOOD.encode() + b"\n" + line)

    with pytest.raises(Unusable) as refused:
        read_standoff(path)

    assert str(refused.value).startswith(f"{path}:2: {told}")
    assert "\n" not in str(refused.value)


def test_a_file_that_is_none_is_told(tmp_path: Path, monkeypatch) -> None:
    with pytest.raises(Unusable, match="no such file"):
        read_standoff(tmp_path)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "gold.jsonl"
    path.touch()
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(Unusable, match=r"cannot be read \(Permission denied\)"):
        read_standoff(path)
