"""Agreement of two readings: the measures on numbers worked out by hand, and the frozen readings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dataset
from scripts import agreement
from scripts.agreement import Coding, compare

PAIRS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1)


def coding(*content: tuple[int, int], source: str = "one.txt", act: str = "assert") -> Coding:
    return Coding(source, content, (), (), ("direct", "body", "true", act), "")


def test_the_measures_on_a_table_worked_out_by_hand() -> None:
    # 20 both a, 5 a and b, 10 b and a, 15 both b: po = 35/50, pe = 0.5 * 0.6 + 0.5 * 0.4
    values = [("a", "a")] * 20 + [("a", "b")] * 5 + [("b", "a")] * 10 + [("b", "b")] * 15

    assert agreement.agreement(values) == pytest.approx(0.7)
    assert agreement.chance(values) == pytest.approx(0.5)
    assert agreement.kappa(values) == pytest.approx(0.4)
    assert agreement.margin(values) == pytest.approx(1.96 * (0.7 * 0.3 / (50 * 0.25)) ** 0.5)
    assert agreement.specific(values) == [
        ("a", 25, 30, 20, pytest.approx(40 / 55)),
        ("b", 25, 20, 15, pytest.approx(30 / 45)),
    ]


def test_kappa_says_nothing_where_one_value_is_all_there_is() -> None:
    assert agreement.kappa([("a", "a")] * 9) is None
    assert agreement.margin([("a", "a")] * 9) is None


@given(PAIRS)
def test_kappa_is_symmetric_and_at_most_the_agreement(values) -> None:
    found = agreement.kappa(values)
    turned = agreement.kappa([(b, a) for a, b in values])

    assert found == (None if turned is None else pytest.approx(turned))
    assert found is None or found <= agreement.agreement(values) + 1e-9


def test_statements_are_paired_by_what_they_have_in_common() -> None:
    first = [coding((0, 100)), coding((100, 200)), coding((300, 310))]
    second = [coding((95, 200)), coding((0, 40), (50, 100)), coding((0, 100), source="two.txt")]

    found = compare(first, second)

    assert found.pairs == [(first[0], second[1]), (first[1], second[0])]
    assert found.only_first == [first[2]]
    assert found.only_second == [second[2]]


def test_a_statement_is_paired_once() -> None:
    found = compare([coding((0, 10))], [coding((0, 9)), coding((0, 10))])

    assert [other.content for _, other in found.pairs] == [((0, 10),)]
    assert [other.content for other in found.only_second] == [((0, 9),)]


def test_a_row_for_a_field_without_variety_says_undefined(monkeypatch) -> None:
    both = [coding((0, 10)), coding((20, 30))]
    monkeypatch.setattr(agreement, "read", lambda: {"first": both, "second": both})

    assert "| `speech_act` | 2 | 100 % | 100 % | undefined |  |" in agreement.page()


def test_the_frozen_readings_point_at_statements_that_exist_and_hold_no_text(built: Path) -> None:
    readings = agreement.read()
    known = {
        *dataset.load("statements", built)["statement_id"].to_pylist(),
        *dataset.load("retired", built)["retired_id"].to_pylist(),
    }
    row = re.compile(r"[\w.]+\.txt,[\d -]+,(first|second),[\d -]*,[\d -]*,[a-z,-]+")

    assert set(readings) == {"first", "second"}
    assert {one.statement_id for one in readings["first"]} <= known
    lines = agreement.READINGS.read_text(encoding="utf-8").splitlines()[1:]
    assert [line for line in lines if not row.fullmatch(line)] == []


def test_the_readings_use_the_values_of_the_vocabularies() -> None:
    from schema import vocabularies

    for reading in agreement.read().values():
        for field, name in (
            ("quote_type", "quote_type"),
            ("location", "statement_location"),
            ("speech_act", "speech_act"),
        ):
            allowed = set(vocabularies.vocabulary(name))
            assert {one.code(field) for one in reading} <= allowed
