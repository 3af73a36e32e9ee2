"""Thresholds that pick facts out for the reader's eye: data with a standing, and nothing that decides."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from kinweave.core.reading_aids import UNCHECKED, ReadingAid, ReadingAids
from tests.core.published import library

EXPERT: Any = {"status": "expert, verify"}


def test_each_says_what_it_picks_out_and_where_it_comes_from() -> None:
    aids = library().get(ReadingAids, "record")
    unmet = aids.aid("unmet-expectation")
    assert unmet.sentence == "An expectation counts as not met when it is met 4 of 10 or less."
    assert aids.standing(unmet) == UNCHECKED
    assert aids.aid("contacts-a-week").sentence.startswith("Each answer")
    for aid in aids.aids:
        assert aids.standing(aid)
        assert "{" not in aid.sentence


def test_a_sourced_one_names_its_source() -> None:
    sourced = ReadingAid(code="a", title="A", says="From {value} on.", value=3, sources=("HERE",))
    aids = ReadingAids(code="x", version="1", title="X", sources={"HERE": "Somebody 2001."}, aids=(sourced,))
    assert aids.standing(sourced) == "Somebody 2001."
    assert sourced.threshold == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"says": "No figure.", "value": 3},
        {"says": "From {value} on."},
        {"says": "From {value} on.", "values": {"daily": 7}},
        {"says": "A table.", "value": 1, "values": {"daily": 7}},
        {"says": "From {value} on.", "value": -1},
    ],
)
def test_what_cannot_be_meant_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ReadingAid(code="a", title="A", **EXPERT, **wrong)


def test_a_table_has_no_threshold_and_no_two_share_a_code() -> None:
    table = ReadingAid(code="a", title="A", says="A table.", values={"daily": 7}, **EXPERT)
    with pytest.raises(ValueError, match="a table, not one threshold"):
        _ = table.threshold
    with pytest.raises(ValidationError, match="two reading aids are called a"):
        ReadingAids(code="x", version="1", title="X", aids=(table, table))
    with pytest.raises(KeyError):
        library().get(ReadingAids, "record").aid("nothing")
