"""The published version rule and the one that the tool enforces are the same."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

from dataset.releasing import changelog, version_rule
from dataset.releasing.difference import ROW_KINDS, SchemaKind

ROOT = Path(__file__).resolve().parents[3]
WORKFLOW = ROOT / ".github" / "workflows" / "release.yml"


def test_the_page_lists_every_rule_with_its_level_and_no_other() -> None:
    text = (ROOT / "docs/releases.md").read_text("utf-8")
    published = set(re.findall(r"^\| (major|minor|patch) \| (.+) \|$", text, re.MULTILINE))

    enforced = {*version_rule.SCHEMA_LEVELS.values(), *version_rule.ROW_LEVELS.values()}

    assert published == enforced - {version_rule.ROW_LEVELS["lost"]}


def test_every_kind_of_change_has_a_level() -> None:
    assert set(version_rule.SCHEMA_LEVELS) == set(get_args(SchemaKind))
    assert set(version_rule.ROW_LEVELS) == set(ROW_KINDS)


def test_the_notes_of_the_project_can_be_released() -> None:
    assert list(changelog.check(ROOT)) == []


def test_the_workflow_fits_the_schema_of_its_service() -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "check_jsonschema"),
            *("--builtin-schema", "vendor.github-workflows", WORKFLOW),
        ],
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    assert 'dataset verify "${GITHUB_REF_NAME#v}" --rebuild' in WORKFLOW.read_text("utf-8")
