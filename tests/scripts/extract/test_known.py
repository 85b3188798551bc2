"""Names of the registries, in whatever spelling an agency prints them."""

import pytest

from scripts.extract import Known, KnownOfficial, extract
from scripts.extract.known import skeleton

_KNOWN = Known(
    officials=(
        KnownOfficial("falih-al-fayyadh", "Falih al-Fayyadh", ("Faleh al-Fayyadh",), "IRQ"),
        KnownOfficial("faiq-zaidan", "Faiq Zaidan", (), "IRQ"),
        KnownOfficial("ali-rezaei", "Ali Rezaei", (), "IRN"),
        KnownOfficial("ali-rezaei-2", "Ali Rezaei", (), "IRQ"),
    )
)


@pytest.mark.parametrize(
    "one, other",
    [("Fayyadh", "al-Fayyad"), ("Qassem", "Ghasem"), ("Zaidan", "Zidane"), ("Kadhimi", "Kazemi")],
)
def test_spellings_of_one_name_agree(one, other):
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize("one, other", [("Kadhimi", "Karimi"), ("Iran", "Iraq")])
def test_other_names_differ(one, other):
    assert skeleton(one) != skeleton(other)


def test_a_speaker_carries_the_id_of_the_registry():
    text = "Hashd head Faleh al-Fayyad said the road is open.\nHe added that trade goes on.\n"
    found = extract("x", text, known=_KNOWN)
    assert [s["speaker_id"] for s in found["statements"]] == ["falih-al-fayyadh"] * 2
    assert [o["id"] for o in found["officials"]] == ["falih-al-fayyadh"]


def test_two_officials_of_one_name_are_told_apart_by_state():
    text = "Iraqi Interior Minister Ali Rezaei said the road is open.\n"
    assert extract("x", text, known=_KNOWN)["statements"][0]["speaker_id"] == "ali-rezaei-2"


def test_an_unknown_or_doubtful_person_has_no_id():
    text = "Ali Rezaei said the road is open.\n"
    assert extract("x", text, known=_KNOWN)["statements"][0]["speaker_id"] is None


def test_without_registries_there_are_no_ids():
    statement = extract("x", "Ali Rezaei said the road is open.\n")["statements"][0]
    assert "speaker_id" not in statement
