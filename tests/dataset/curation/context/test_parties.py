"""Who somebody is, and from where that follows."""

from types import SimpleNamespace

import pytest

from dataset.curation.context.material import Material
from dataset.curation.context.shapes import Coded, Link, Somebody


def test_who_said_it_to_whom_with_the_post_of_that_day(
    world: SimpleNamespace, made: Material
) -> None:
    speaker, addressee, recipient = world.shown_statement(made).parties
    assert (speaker.role.value, speaker.who.name, speaker.label) == (
        "speaker",
        "Ada Lund",
        "Ada Lund",
    )
    assert speaker.who.post is not None
    assert (speaker.who.post.id, speaker.who.post.title) == ("ada-lund-bcd", "Minister of Works")
    assert (speaker.who.post.day, speaker.who.post.covers_day) == ("2020-07-20", "yes")
    assert speaker.who.organization == Link(
        "organizations", "ministry-of-works", "Ministry of Works"
    )
    assert (speaker.who.organization_from, speaker.who.iso3_from) == ("tenure", "organization")
    assert (speaker.who.iso3, speaker.who.country, speaker.who.ccode) == ("IRN", "Iran", 630)
    assert (addressee.role.value, addressee.who.name) == ("addressee", "Omar Said")
    assert (addressee.who.organization, addressee.who.organization_from) == (None, None)
    assert (addressee.who.iso3, addressee.who.iso3_from) == ("IRQ", "official")
    assert (recipient.role.value, recipient.who.name) == ("recipient", "Iraq")
    assert (recipient.who.organization_from, recipient.who.iso3_from) == ("record", "organization")


def test_a_party_that_was_only_printed_keeps_its_label(
    world: SimpleNamespace, made: Material
) -> None:
    (clerk,) = world.shown_statement(made, "clk").parties
    assert clerk.who == Somebody("A clerk", *[None] * 8)  # type: ignore[arg-type]
    assert clerk.basis == Coded("title", "Title")


def test_a_side_given_by_the_curator_comes_from_the_record(world: SimpleNamespace) -> None:
    speaker = world.ADA | {"iso3": "IRQ"}
    records = world.made_up(
        articles=[world.ARTICLE | {"statements": [world.statement("opn", "open", speaker)]}]
    )
    (party_,) = world.shown_statement(world.material(records)).parties
    assert (party_.who.iso3, party_.who.iso3_from) == ("IRQ", "record")


@pytest.mark.parametrize(
    "day, start, end, expected",
    [
        ("2020-07-20", "2020-01-01", "2021-01-01", "yes"),
        ("2020-07-20", "2020-07-20", "2020-07-20", "yes"),
        ("2020-07-20", "2020-01-01", None, "possibly"),
        ("2020-07-20", None, "2021-01-01", "possibly"),
        ("2020-07-20", "2020-07", "2021-01-01", "possibly"),
        ("2020-07", "2020-07-20", "2021-01-01", "possibly"),
        (None, "2020-01-01", "2021-01-01", "possibly"),
        ("2020-07-20", "2020-08-01", None, "no"),
        ("2020-07-20", "2019-01-01", "2020-07-19", "no"),
    ],
)
def test_whether_a_post_was_held_is_three_valued(
    world: SimpleNamespace, day: str | None, start: str | None, end: str | None, expected: str
) -> None:
    post = {"id": "ada-lund-bcd", "organization_id": "iran", "title": "T", "role_class": "other"}
    official = {"id": "ada-lund", "name": "Ada", "tenures": [post | {"start": start, "end": end}]}
    dated = {"date": day, "date_basis": day and "stated"}
    said = world.statement("opn", "open", world.party("Ada Lund", official_id="ada-lund") | {
        "tenure_id": "ada-lund-bcd"}, **dated)  # fmt: skip
    records = world.made_up(officials=[official], articles=[world.ARTICLE | {"statements": [said]}])
    (speaker,) = world.shown_statement(world.material(records)).parties
    assert speaker.who.post is not None
    assert speaker.who.post.covers_day == expected


def test_a_party_known_by_a_dangling_id_alone_is_called_by_it(world: SimpleNamespace) -> None:
    recipient = world.party(None, "external", organization_id="no-body")
    said = world.statement("opn", "open", world.ADA, recipients=[recipient])
    found = world.shown_statement(
        world.material(world.made_up(articles=[world.ARTICLE | {"statements": [said]}]))
    )
    assert found.parties[1].who.name == "no-body"
