"""The line shown with a finding is the line that the finding names."""

from pathlib import Path

import pytest

from dataset.cli.findings import lines_of
from dataset.curation.yaml_reader import load


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_excerpt_is_the_line_of_the_finding_whatever_ends_lines(
    tmp_path: Path, ending: str
) -> None:
    text = ending.join(["a: 1", "b: \u2028 2", "c: *here", ""])
    (tmp_path / "f.yaml").write_bytes(text.encode())
    (alias,) = (f for f in load(text, "f.yaml").findings if f.code == "SYN003")
    assert lines_of(tmp_path)("f.yaml")[alias.place.line - 1] == "c: *here"


def test_a_file_that_is_not_there_has_no_lines(tmp_path: Path) -> None:
    assert lines_of(tmp_path)("nothing.yaml") == []
