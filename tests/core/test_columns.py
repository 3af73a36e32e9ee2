"""Scoring whole columns must say exactly what scoring one set of answers says."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinweave.core.answers import AnswerError, points_by_value
from kinweave.core.columns import (
    BLOCK,
    MISSING,
    NOT_AN_ANSWER,
    ScoredColumns,
    answer_column,
    needed_columns,
    score_columns,
    wrong_answers,
)
from kinweave.core.instruments import Instrument
from kinweave.core.library import load_library
from kinweave.core.scoring import raised_flags, score
from tests.core.samples import garden, garden_with

LIBRARY = load_library()
PHQ_9 = LIBRARY.instrument("phq-9")
EVERY = [*LIBRARY.all(Instrument), garden()]


def columns_of(instrument: Instrument, rows: list[dict[str, int | None]]) -> dict[str, Any]:
    return {code: answer_column([row.get(code) for row in rows]) for code in instrument.answer_codes}


def row_of(scored: ScoredColumns, row: int) -> tuple[float | None, str | None, set[str]]:
    band = scored.band[row]
    flags = {code for bit, code in enumerate(scored.flag_codes) if scored.flags[row] >> bit & 1}
    return scored.ladder[scored.steps[row]], None if band < 0 else scored.band_labels[band], flags


def slow_phq_9(answers: tuple[int, ...]) -> tuple[int, str, set[str]]:
    """The PHQ-9 written a second time, straight from its paper, without any definition."""
    total = 0
    for answer in answers:
        total += answer
    if total < 5:
        band = "none-minimal"
    elif total < 10:
        band = "mild"
    elif total < 15:
        band = "moderate"
    elif total < 20:
        band = "moderately severe"
    else:
        band = "severe"
    return total, band, {"thoughts-of-death-or-self-harm"} if answers[8] > 0 else set()


def test_all_262144_complete_phq_9_agree_with_a_slow_reference() -> None:
    rows = list(product(range(4), repeat=9))
    table = np.array(rows, dtype=np.int8)
    scored = score_columns(PHQ_9, {str(n + 1): np.ascontiguousarray(table[:, n]) for n in range(9)})
    assert len(rows) == 262_144 > BLOCK, "more than one block"
    assert bool(scored.complete.all())
    assert not scored.wrong.any()
    for number, answers in enumerate(rows):
        assert row_of(scored, number) == slow_phq_9(answers), answers


def slow_syndrome(answers: tuple[int, ...]) -> int:
    symptoms = sum(answer >= 2 for answer in answers[:8]) + (answers[8] >= 1)
    if (answers[0] < 2 and answers[1] < 2) or symptoms < 2:
        return 0
    return 2 if symptoms >= 5 else 1


def test_the_pattern_of_symptoms_by_column_agrees_with_a_slow_reference() -> None:
    rows = list(product((0, 1, 3), repeat=9))
    table = np.array(rows, dtype=np.int8)
    columns = {str(n + 1): np.ascontiguousarray(table[:, n]) for n in range(9)}
    scored = score_columns(PHQ_9, columns, scale="syndrome")
    assert [scored.ladder[step] for step in scored.steps] == [slow_syndrome(row) for row in rows]


@st.composite
def answered(draw: st.DrawFn) -> tuple[Instrument, list[dict[str, int | None]]]:
    """Any instrument with any answers, missing ones among them, and now and then a wrong one."""
    instrument = draw(st.sampled_from(EVERY))
    choices: dict[str, st.SearchStrategy[int | None]] = {}
    for item in instrument.items:
        values = st.sampled_from(sorted(points_by_value(instrument, item.code)))
        choices[item.code] = st.one_of(values, values, values, st.none(), st.integers(-3, 13))
    for scale in instrument.scales:
        if scale.recorded:
            choices[scale.code] = st.one_of(st.none(), st.integers(-2, int(scale.maximum) + 2))
    return instrument, draw(st.lists(st.fixed_dictionaries(choices), min_size=1, max_size=8))


@settings(max_examples=300, deadline=None)
@given(answered())
def test_a_column_says_what_one_answer_says(case: tuple[Instrument, list[dict[str, int | None]]]) -> None:
    instrument, rows = case
    columns = columns_of(instrument, rows)
    for scale in instrument.scales:
        scored = score_columns(instrument, columns, scale=scale.code)
        for number, answers in enumerate(rows):
            try:
                one = score(instrument, answers)[scale.code]
            except AnswerError:
                assert scored.wrong[number]
                assert row_of(scored, number)[:2] == (None, None)
                continue
            flags = {flag.code for flag in raised_flags(instrument, answers)}
            assert not scored.wrong[number]
            assert row_of(scored, number) == (one.value, one.band, flags)
            assert scored.complete[number] == one.complete


def test_a_wrong_answer_elsewhere_does_not_hide_a_flag() -> None:
    columns = {str(n): answer_column([0]) for n in range(1, 10)} | {
        "3": answer_column([7]),
        "9": answer_column([1]),
    }
    scored = score_columns(PHQ_9, columns)
    assert (scored.wrong.tolist(), scored.flags.tolist(), scored.complete.tolist()) == ([True], [1], [False])


def test_values_are_numbers_or_not_a_number() -> None:
    columns = {"1": answer_column([1, None]), "2": answer_column([3, 3])}
    values = score_columns(LIBRARY.instrument("gad-2"), columns).values
    assert values[0] == 4
    assert np.isnan(values[1])


def test_the_difficulty_column_may_be_left_out_or_be_wrong() -> None:
    columns = {str(n): answer_column([1]) for n in range(1, 10)}
    assert score_columns(PHQ_9, columns).values.tolist() == [9]
    assert score_columns(PHQ_9, columns | {"difficulty": answer_column([9])}).wrong.tolist() == [True]


def test_columns_for_flags_may_be_left_out() -> None:
    instrument = garden()
    only = {"roses": answer_column([0]), "water": answer_column([3])}
    assert score_columns(instrument, only, scale="percent").flags.tolist() == [0]


def test_no_rows_are_no_rows() -> None:
    empty = {str(n): answer_column([]) for n in range(1, 10)}
    assert score_columns(PHQ_9, empty).steps.tolist() == []
    assert score_columns(PHQ_9, empty, scale="syndrome").steps.tolist() == []


def test_what_a_scale_needs_includes_what_decides_whether_to_ask() -> None:
    instrument = garden()
    assert needed_columns(instrument, instrument.scale("gated")) == ("weeds", "water", "gate")
    assert needed_columns(instrument, instrument.scale("visits")) == ("visits",)
    asked_twice = garden_with("scales.3.items", ["weeds", "roses"])
    assert needed_columns(asked_twice, asked_twice.scale("gated")) == ("weeds", "roses", "gate")


def test_columns_that_do_not_fit_are_refused() -> None:
    columns = {str(n): answer_column([1]) for n in range(1, 10)}
    with pytest.raises(KeyError, match="phq-9 needs the columns 3"):
        score_columns(PHQ_9, {code: column for code, column in columns.items() if code != "3"})
    with pytest.raises(ValueError, match="one length"):
        score_columns(PHQ_9, columns | {"3": answer_column([1, 1])})
    with pytest.raises(ValueError, match="one length"):
        score_columns(PHQ_9, {})
    with pytest.raises(ValueError, match='"3" must be one-dimensional and of type int8, not int64'):
        score_columns(PHQ_9, columns | {"3": np.array([1])})


def test_answers_beyond_any_option_are_not_answers() -> None:
    column = answer_column([None, 3, 300, -300])
    assert column.tolist() == [MISSING, 3, NOT_AN_ANSWER, NOT_AN_ANSWER]
    assert wrong_answers(PHQ_9, "1", column).tolist() == [False, False, True, True]
