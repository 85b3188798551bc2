"""Values and names written out in queries."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from validation.gx_queries import inlined, literal, quote_identifier

values = st.one_of(
    st.booleans(),
    st.integers(-(2**31), 2**31),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(dt.date(1, 1, 1)),
    st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
)


@given(values)
def test_a_literal_means_the_value(value):
    (found,) = duckdb.sql(f"SELECT {literal(value)}").fetchall()[0]

    assert found == value


def test_other_types_have_no_literal():
    with pytest.raises(TypeError, match="bytes"):
        literal(b"")


def test_parameters_are_written_out_in_order_even_if_a_value_holds_a_question_mark():
    assert inlined("a = ? OR b = ?", ["?", 2]) == "a = '?' OR b = 2"
    assert inlined("a ? b", []) == "a ? b"


def test_a_wrong_number_of_parameters_is_refused():
    with pytest.raises(ValueError, match="differ in number"):
        inlined("a = ?", [1, 2])


def test_a_quoted_name_may_hold_a_quotation_mark():
    name = 'a "b"'

    assert duckdb.sql(f"SELECT 1 AS {quote_identifier(name)}").columns == [name]
