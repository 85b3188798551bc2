"""Reading the allowlist's file: whatever lies there, findings or one line, never a traceback."""

from __future__ import annotations

import pytest

from dataset.curation.allowlist import read_allowlist
from dataset.project import Project
from validation.findings import Unusable

ENTRY = "- fingerprint: 0123456789abcdef\n  code: TIM001\n  record: a\n  reason: b\n"


@pytest.fixture
def empty(tmp_path) -> Project:
    (tmp_path / "dataset").mkdir()
    return Project(tmp_path)


def test_without_a_file_there_are_no_entries(empty: Project) -> None:
    allowlist = read_allowlist(empty)

    assert (allowlist.entries, allowlist.findings, allowlist.exists) == ((), (), False)


def test_entries_know_their_file(empty: Project) -> None:
    empty.allowlist.write_text(ENTRY, encoding="utf-8")

    allowlist = read_allowlist(empty)

    assert allowlist.exists
    (entry,) = allowlist.entries
    assert str(entry.place) == "dataset/allowlist.yaml:1:3"


def test_an_empty_list_is_a_sound_one(empty: Project) -> None:
    empty.allowlist.write_text("[]\n", encoding="utf-8")

    allowlist = read_allowlist(empty)

    assert (list(allowlist.entries), list(allowlist.findings), allowlist.exists) == ([], [], True)


@pytest.mark.parametrize(
    "content, code",
    [
        (b"- a: [", "SYN001"),
        (b"- &x a", "SYN003"),
        (b"\xff", "SYN006"),
        (b"", "SYN009"),
        (ENTRY.encode() + b"  record: c\n", "SYN002"),
    ],
)
def test_faults_of_syntax_are_findings_and_excuse_nothing(
    empty: Project, content: bytes, code: str
) -> None:
    empty.allowlist.write_bytes(content)

    allowlist = read_allowlist(empty)

    assert [finding.code for finding in allowlist.findings] == [code]
    assert (list(allowlist.entries), allowlist.exists) == ([], True)


def test_a_link_is_refused(empty: Project) -> None:
    empty.allowlist.symlink_to("/etc/hostname")

    with pytest.raises(Unusable, match=r"^dataset/allowlist\.yaml: is a link"):
        read_allowlist(empty)


def test_a_folder_is_refused(empty: Project) -> None:
    empty.allowlist.mkdir()

    with pytest.raises(
        Unusable, match=r"^dataset/allowlist\.yaml: cannot be read \(it is no file\)"
    ):
        read_allowlist(empty)
