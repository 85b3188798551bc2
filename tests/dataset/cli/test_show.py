"""`dataset show` lets a reader judge a record, on a terminal, in a pipe and as JSON."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from dataset.building.build import Checked, check_records
from dataset.cli import output
from dataset.cli import show as show_module
from dataset.cli.show_sections import print_context
from dataset.curation import yaml_reader
from dataset.project import Project
from validation.findings import Unusable

ROOT = Path(__file__).parents[3]
STATEMENT = "iran-daily-expel-us-wjs"
RECORDS = "dataset/records"
ARTICLE_FILE = f"{RECORDS}/articles/iran-daily-expel-us.yaml"

CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
STYLE = re.compile(r"\x1b\[[0-9;]*m")

app = typer.Typer()
app.command()(show_module.show)


@pytest.fixture(scope="module")
def checked() -> Checked:
    return check_records(Project(ROOT))


@pytest.fixture
def read_once(checked: Checked, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare tests that only print from reading the same records again and again."""
    monkeypatch.setattr("dataset.building.build.check_records", lambda *_: checked)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "is_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "90")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)


def run(record_id: str, *args: str, root: Path = ROOT) -> Result:
    return CliRunner().invoke(app, [record_id, "--root", str(root), *args])


def text_of(record_id: str, root: Path = ROOT) -> str:
    result = run(record_id, root=root)
    assert result.exit_code == 0, result.exception
    return result.stdout


def one_line(text: str) -> str:
    """The text as if it had not been wrapped."""
    return " ".join(text.split())


def change(project: Project, file: str, old: str, new: str) -> None:
    """Replace a text that stands in a file, once."""
    path = project.root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def append(project: Project, file: str, text: str) -> None:
    path = project.root / file
    before = path.read_text(encoding="utf-8")
    path.write_text(text if before.strip() in ("", "[]") else before + text, encoding="utf-8")


def section(text: str, title: str) -> list[str]:
    """Lines of the section with that heading."""
    lines = text.split("\n")
    start = lines.index(title) + 1
    return lines[start : lines.index("", start)]


@pytest.mark.usefixtures("read_once")
def test_a_statement_tells_who_said_what_to_whom() -> None:
    shown = text_of(STATEMENT)
    assert shown.startswith(
        f"Statement {STATEMENT}, 6 of 25 in its article\n"
        "  Washingtons malicious,” “terrorist” and destabilizing” actions\n"
    )
    who = section(shown, "Who")
    assert who[:3] == [
        "  speaker         Ali Shamkhani [ali-shamkhani]",
        "                  Secretary of the Supreme National Security Council [ali-shamkhani-kqz]",
        "                  in the post 2013-09-10 to 2023-05-22, so on 2020-07-21 too",
    ]
    told = one_line("\n".join(who))
    assert "Supreme National Security Council [supreme-national-security-council]" in told
    assert "Iran: IRN, COW 630, follows from the body" in told
    assert (
        "printed as “Shamkhani”, line 15, characters 996-1005;"
        " named (the label holds the party's name)"
    ) in told
    assert "recipient Government of the United States [government-of-the-united-states]" in told


@pytest.mark.usefixtures("read_once")
def test_a_statement_tells_when_where_and_what() -> None:
    shown = text_of(STATEMENT)
    when = one_line("\n".join(section(shown, "When and where")))
    assert "date 2020-07-21, inherited (taken over from the preceding statement" in when
    assert (
        "said at Talks of Ali Shamkhani with Mustafa al-Kadhimi, 2020-07-21, Tehran"
        " [kadhimi-shamkhani-talks-xwr]"
    ) in when
    assert "Iran Daily, 2020-07-22 [iran-daily-expel-us]" in when
    what = section(shown, "What")
    assert what[0].startswith("  quote type      mixed (part of the content stands in")
    assert "  quoted words    “malicious” · “terrorist” · “destabilizing”" in what
    assert "  PLOVER          ACCUSE, disapprove (verbal conflict)" in what
    assert "  topics          Foreign forces; Regional security" in what


@pytest.mark.usefixtures("read_once")
def test_a_pipe_marks_content_cue_and_speaker_by_signs(checked: Checked) -> None:
    lines = section(text_of(STATEMENT), "Where it stands")
    assert lines[0] == "    dataset/sources/002_5bd232881ca3315c.txt:13"
    assert (
        "¶ «Referring to» ⟦Washingtons malicious,” “terrorist” and destabilizing” actions⟧,"
        " {Shamkhani} underlined"
    ) in one_line("\n".join(lines))
    assert lines[-3:] == [
        "  content         ⟦…⟧ line 15, characters 932-994",
        "  cue             «…» line 15, characters 919-931",
        "  speaker         {…} line 15, characters 996-1005",
    ]
    source = checked.proof.articles["iran-daily-expel-us"].text
    assert source[932:994] == "Washingtons malicious,” “terrorist” and destabilizing” actions"
    assert (source[919:931], source[996:1005]) == ("Referring to", "Shamkhani")


@pytest.mark.usefixtures("read_once", "terminal")
def test_a_terminal_marks_content_cue_and_speaker_by_style() -> None:
    shown = text_of(STATEMENT)
    assert "\x1b[1;4mReferring to\x1b[0m" in shown
    assert "\x1b[7mWashingtons malicious,” “terrorist”" in shown
    assert "\x1b[1;3mShamkhani\x1b[0m" in shown
    assert not set("⟦⟧«»{}") & set(shown)
    assert max(len(line) for line in STYLE.sub("", shown).split("\n")) <= 90


@pytest.mark.usefixtures("read_once", "terminal")
def test_a_terminal_without_styles_gets_the_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    shown = text_of(STATEMENT)
    assert "\x1b" not in shown
    assert "⟦Washingtons malicious,” “terrorist” and destabilizing” actions⟧" in one_line(shown)


@pytest.mark.usefixtures("read_once")
def test_a_statement_tells_why_its_values_and_its_post_are_believed() -> None:
    shown = text_of(STATEMENT)
    why = section(shown, "Why it is believed")
    assert why[:4] == [
        "  speaker.tenure_id",
        "    supports      accepted",
        f"{' ' * 18}“Secretary of Irans Supreme National Security Council (SNSC) Ali Shamkhani”",
        "                  line 13, characters 718-791 of iran-daily-expel-us",
    ]
    assert "[taghrib-joint-efforts] https://taghribnews.com/en/news/470156/" in one_line(shown)
    post = section(shown, "Why the post of Ali Shamkhani is believed [ali-shamkhani-kqz]")
    at = post.index("  start")
    assert post[at + 1 : at + 3] == [
        "    supports      2013-09-10, accepted",
        "                  Reuters [reuters-shamkhani-2013]",
    ]


@pytest.mark.usefixtures("read_once")
def test_the_place_of_the_record_is_its_line_in_the_file() -> None:
    place = re.search(rf"written +{re.escape(ARTICLE_FILE)}:(\d+):(\d+)", text_of(STATEMENT))
    assert place is not None
    lines = (ROOT / ARTICLE_FILE).read_text(encoding="utf-8").split("\n")
    assert lines[int(place[1]) - 1][int(place[2]) - 1 :] == f"id: {STATEMENT}"


@pytest.mark.usefixtures("read_once")
def test_a_summary_shows_what_it_sums_up_and_the_other_way_round() -> None:
    assert "summary of Mohammad Baqer Qalibaf (assert): We believe" in one_line(
        text_of("iran-daily-expel-us-dvt")
    )
    assert "has summary Mohammad Baqer Qalibaf (assert): Foreign forces" in one_line(
        text_of("iran-daily-expel-us-dqd")
    )


BARE_STATEMENT = """
  - id: iran-daily-expel-us-bbb
    quote_type: indirect
    is_translated: true
    location: body
    channel: unknown
    speech_act: assert
    guide_version: "0.1"
    parent_statement_id: iran-daily-expel-us-wjs
    content: the motorcade of Irans General Soleimani
    speakers:
      - official_id: donald-trump
        tenure_id: donald-trump-fcv
        basis: external
    topics:
      - foreign-forces
"""


def test_what_is_not_known_is_said_to_be_unknown(project: Project) -> None:
    """A statement without date, label, cue and evidence, inside another one."""
    path = project.root / ARTICLE_FILE
    path.write_text(path.read_text("utf-8").rstrip("\n") + "\n" + BARE_STATEMENT, "utf-8")
    shown = text_of("iran-daily-expel-us-bbb", project.root)
    told = one_line(shown)
    assert "  date            unknown" in section(shown, "When and where")
    assert "  translated      true" in section(shown, "What")
    assert "PLOVER" not in shown
    assert "not in the text; external (the article never tells;" in told
    post = next(line for line in section(shown, "Who") if "in the post" in line)
    assert re.fullmatch(r" +in the post \S+ to \S+", post)
    assert "inside Ali Shamkhani (accuse): Washingtons malicious" in told
    assert section(shown, "Why it is believed") == [
        "  by the words above, and what they rest on below; nothing else is recorded"
    ]
    outer = one_line(text_of(STATEMENT, project.root))
    assert "Related statements holds Donald Trump (assert): the motorcade of" in outer


@pytest.mark.usefixtures("read_once")
def test_json_is_one_object_with_offsets_that_hold(checked: Checked) -> None:
    found = json.loads(run(STATEMENT, "--format", "json").stdout)
    assert list(found) == [
        *("record", "article", "sequence", "statements_in_article", "content", "quoted"),
        *("topics", "quad", "said_at", "about", "parties", "anchors", "passages", "repeats"),
        *("repeated_by", "inside", "holds", "evidence", "tenure_evidence", "findings"),
    ]
    assert (found["record"]["table"], found["record"]["id"]) == ("statements", STATEMENT)
    assert found["record"]["values"]["quote_type"]["value"] == "mixed"
    assert [party["role"]["value"] for party in found["parties"]] == ["speaker", "recipient"]
    source = checked.proof.articles["iran-daily-expel-us"].text
    for anchor in found["anchors"]:
        at = anchor["at"]
        assert source[at["start"] : at["end"]] == at["text"]
    assert found["findings"] == []


@pytest.mark.usefixtures("read_once")
@pytest.mark.parametrize(
    "record_id, fragments",
    [
        (
            "ali-shamkhani",
            [
                "Official ali-shamkhani Ali Shamkhani",
                "born 1955 (that is 1955-01-01 to 1955-12-31)",
                "2013-09-10 to 2023-05-22 [ali-shamkhani-kqz]",
                "[iran-daily-expel-us-wjs], as speaker, line 15",
                "[kadhimi-shamkhani-talks-xwr] as host, attended",
                "contradicts 2025-06, set aside",
            ],
        ),
        (
            "kadhimi-qalibaf-talks-tjm",
            [
                "parent meeting Visit of Mustafa al-Kadhimi to Tehran [kadhimi-tehran-visit-bqz]",
                "host Mohammad Baqer Qalibaf [mohammad-baqer-qalibaf]",
                "derived held, as of 2020-07-22 the latest report in an article's own voice",
                "held, 2020-07-22, settles the status",
                "line 39, characters 3490-3580",
                "Said there 2020-07-22 Mohammad Baqer Qalibaf (assert): Foreign forces",
            ],
        ),
        (
            "kadhimi-tehran-visit-bqz",
            ["Parts part Talks of", "ongoing, 2020-07-21 to 2020-07-22, Tehran, settles"],
        ),
        (
            "supreme-national-security-council",
            [
                "classification security-council (National security council)",
                "Posts in it post Ali Shamkhani, Secretary of the Supreme National",
                "[iran-daily-expel-us-wjs], as speaker, line 15",
            ],
        ),
        (
            "ali-shamkhani-kqz",
            ["Post official Ali Shamkhani [ali-shamkhani]", "Statements made from it 2020-07-21"],
        ),
        (
            "iran-daily-expel-us",
            [
                "rights publisher-property (Property of the publisher)",
                "photo Islamic Republic News Agency [islamic-republic-news-agency], as “IRNA”",
                "headline line 4, characters 51-111: Iran: Neighbors must join hands",
                "furniture 122 of 4667 characters (3%)",
                "Meetings reported reports Visit of Mustafa al-Kadhimi to Tehran",
            ],
        ),
        ("five-given-articles", ["design purposive", "2020-07-22 [iran-daily-expel-us]"]),
        (
            "wikipedia-shamkhani",
            [
                "publisher Wikipedia",
                "officials Ali Shamkhani [ali-shamkhani] born = 1955-09-29: supports, accepted",
            ],
        ),
    ],
)
def test_the_other_kinds(record_id: str, fragments: list[str]) -> None:
    shown = one_line(text_of(record_id))
    assert [fragment for fragment in fragments if fragment not in shown] == []


def test_every_record_is_shown_within_a_hundred_columns(
    checked: Checked, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = [found for found, table in checked.index.tables.items() if table != "references"]
    ids += list(checked.index.references)[::10]
    for record_id in ids:
        print_context(show_module._gather(checked, record_id))
        shown = capsys.readouterr().out
        assert record_id in shown
        assert max(len(line) for line in shown.split("\n")) <= 100
        assert not re.search(r" $", shown, re.MULTILINE)
        assert "None" not in shown


@pytest.mark.usefixtures("read_once")
@pytest.mark.parametrize(
    "wrong, hint",
    [
        ("iran-daily-expel-us-wj", "did you mean iran-daily-expel-us-wjs?"),
        ("ali-shamkani", "did you mean ali-shamkhani?"),
        ("?", "`dataset query` finds ids"),
    ],
)
def test_an_unknown_id_is_one_line(wrong: str, hint: str) -> None:
    result = run(wrong)
    assert isinstance(result.exception, Unusable)
    assert str(result.exception) == f"show: no record has the id {wrong!r}; {hint}"
    assert result.stdout == ""


def test_a_retired_id_tells_why_and_what_replaces_it(project: Project) -> None:
    append(
        project,
        f"{RECORDS}/retired.yaml",
        "- id: old-talks\n  record_table: meetings\n  reason: merged\n"
        "  replaced_by: kadhimi-qalibaf-talks-tjm\n  since: 0.2.0\n  note: Entered twice.\n"
        "- id: older-talks\n  record_table: meetings\n  reason: error\n  note: Never took place.\n",
    )
    shown = text_of("old-talks", project.root)
    assert section(shown, "Why")[0].startswith("  reason          merged (joined with another")
    assert (
        "replaced by Talks of Mohammad Baqer Qalibaf with Mustafa al-Kadhimi"
        " [kadhimi-qalibaf-talks-tjm]"
    ) in one_line(shown)
    assert "note Entered twice." in one_line(shown)
    assert "replaced by nothing" in one_line(text_of("older-talks", project.root))


def test_with_findings_the_rest_is_shown_and_stderr_tells(project: Project) -> None:
    change(project, ARTICLE_FILE, "Washingtons malicious", "Washingtons malign")
    result = run(STATEMENT, root=project.root)
    assert result.exit_code == 0
    assert result.stderr == (
        "dataset: the records have 1 finding, 1 of them about this one; what is shown may be"
        " incomplete; `dataset validate` lists them\n"
    )
    shown = one_line(result.stdout)
    assert "Where it stands not found in the source; `dataset validate` tells why" in shown
    assert "printed as “Shamkhani”, not found in the source" in shown
    found = json.loads(run(STATEMENT, "--format", "json", root=project.root).stdout)
    assert [finding["code"] for finding in found["findings"]] == ["QUO001"]
    assert found["findings"][0]["place"].startswith(f"{ARTICLE_FILE}:")
    other = run("ali-khamenei", root=project.root)
    assert "the records have 1 finding, 0 of them about this one" in other.stderr


def test_a_record_that_cannot_be_read_is_told(project: Project) -> None:
    change(project, f"{RECORDS}/officials.yaml", "  name: Ali Shamkhani\n", "  nam: X\n")
    result = run("ali-shamkhani", root=project.root)
    assert isinstance(result.exception, Unusable)
    assert str(result.exception) == (
        "show: ali-shamkhani cannot be read; `dataset validate` tells why"
    )


def test_without_a_project_one_line_tells(tmp_path: Path) -> None:
    result = run(STATEMENT, root=tmp_path)
    assert isinstance(result.exception, Unusable)
    assert str(result.exception).startswith("no dataset in ")


HOSTILE = r"\e]0;owned\a\e[2J\x9B31m\u202Ereversed\r\n\tend\x7F"


@pytest.fixture
def hostile(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Records that carry terminal commands, as if the reader had not refused them."""
    monkeypatch.setattr(yaml_reader, "NEVER", yaml_reader.NUL)
    change(project, f"{RECORDS}/officials.yaml", "  name: Ali Shamkhani\n",
           f'  name: "Ali Shamkhani {HOSTILE}"\n')  # fmt: skip
    change(project, f"{RECORDS}/references.yaml", "  title: ", f'  note: "{HOSTILE}"\n  title: ')
    change(project, f"{RECORDS}/meetings.yaml", "  title: Talks of Ali Shamkhani with",
           f'  outcome: "{HOSTILE}"\n  title: Talks of Ali Shamkhani with')  # fmt: skip
    return project


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("on_terminal", [True, False])
def test_no_control_character_of_a_record_gets_through(
    hostile: Project, request: pytest.FixtureRequest, form: str, on_terminal: bool
) -> None:
    if on_terminal:
        request.getfixturevalue("terminal")
    escaped = 0
    for record_id in (STATEMENT, "ali-shamkhani", "kadhimi-shamkhani-talks-xwr"):
        result = run(record_id, "--format", form, root=hostile.root)
        assert result.exit_code == 0, result.exception
        shown = STYLE.sub("", result.stdout)
        assert not CONTROL.search(shown)
        assert not CONTROL.search(result.stderr)
        escaped += "\\u001b]0;owned\\u0007" in re.sub(r"\s", "", shown)
    assert escaped == 3


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield value


def test_json_loses_no_character_of_a_hostile_value(hostile: Project) -> None:
    found = json.loads(
        run("kadhimi-shamkhani-talks-xwr", "--format", "json", root=hostile.root).stdout
    )
    wanted = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202ereversed\r\n\tend\x7f"
    assert wanted in list(strings(found))
