"""Outcomes: what may be said of a first and a last score."""

from math import isclose
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinweave.core.library import load_library
from kinweave.core.outcomes import (
    CONFIDENCE_90,
    PAIR_RULE_STATUS,
    Change,
    Outcome,
    change_in_words,
    clinical_cutoff_c,
    improvement,
    is_remission,
    is_response,
    jacobson_truax,
    outcome,
    pair,
    reliable_change,
)
from kinweave.core.scales import Scale
from tests.core.samples import STATED, garden

LIBRARY = load_library()
PHQ, GAD, MOOD = (LIBRARY.instrument(code).main_scale for code in ("phq-9", "gad-7", "mood-0-10"))
BETTER_HIGH = garden().scale("average")


def judged(phq: tuple[int | None, int | None], gad: tuple[int | None, int | None]) -> Outcome:
    return outcome([pair(PHQ, *phq), pair(GAD, *gad)])


def test_six_points_on_the_phq_9_are_reliable_and_five_are_not() -> None:
    assert reliable_change(pair(PHQ, 16, 10)) is Change.IMPROVED
    assert reliable_change(pair(PHQ, 16, 11)) is Change.UNCHANGED
    assert reliable_change(pair(PHQ, 10, 16)) is Change.DETERIORATED


def test_the_framework_may_be_named() -> None:
    assert reliable_change(pair(GAD, 14, 10)) is Change.IMPROVED
    assert reliable_change(pair(GAD, 14, 10, framework="Jacobson-Truax, Bischoff 2020")) is Change.UNCHANGED


def test_nothing_is_said_without_scores_or_threshold() -> None:
    assert reliable_change(pair(PHQ, None, 4)) is None
    assert reliable_change(pair(PHQ, 4, None)) is None
    assert reliable_change(pair(MOOD, 9, 1)) is None


def test_one_up_and_one_down_is_no_reliable_change() -> None:
    made = judged((16, 8), (8, 12))
    assert made.no_reliable_change
    assert (made.improved, made.deteriorated) == (False, False)
    assert PAIR_RULE_STATUS == "U", "the second half of the rule is not verified and must say so"


def test_recovery_without_reliable_change_is_not_reliable_recovery() -> None:
    made = judged((10, 8), (3, 3))
    assert (made.case_at_start, made.recovered, made.reliably_recovered) == (True, True, False)


def test_a_last_score_missing_on_one_measure_leaves_recovery_open() -> None:
    assert judged((15, 4), (12, None)).recovered is None
    assert judged((15, 12), (12, None)).recovered is False, "still a case on one is enough to know"


def test_a_first_score_missing_on_one_measure_may_still_show_a_case() -> None:
    assert judged((15, 4), (None, 4)).case_at_start is True
    assert judged((5, 4), (None, 4)).case_at_start is None


def test_no_measures_say_nothing() -> None:
    assert outcome([]) == Outcome(None, None, None, None, None)
    assert outcome([]).no_reliable_change is None


def test_higher_may_be_better() -> None:
    assert improvement(BETTER_HIGH, 1, 3) == 2
    assert reliable_change(pair(BETTER_HIGH, 1, 3)) is Change.IMPROVED
    assert reliable_change(pair(BETTER_HIGH, 3, 1)) is Change.DETERIORATED
    assert is_response(BETTER_HIGH, 2, 3) is True
    assert [is_remission(BETTER_HIGH, value) for value in (2.9, 3)] == [False, True]
    assert outcome([pair(BETTER_HIGH, 1, 3)]).recovered is True


def test_response_and_remission_need_a_stated_rule() -> None:
    assert is_response(MOOD, 8, 2) is None
    assert is_remission(MOOD, 2) is None
    assert is_response(PHQ, 0, 0) is None, "nothing can halve from nothing"


def test_ham_d_response_and_remission() -> None:
    rules: dict[str, Any] = {"response": {"percent": 50} | STATED, "remission": {"at_most": 7} | STATED}
    items = {"code": "total", "items": ("1",), "minimum": 0, "maximum": 52}
    ham_d = Scale.model_validate(items | rules)
    assert is_response(ham_d, 20, 7)
    assert is_remission(ham_d, 7)
    assert not is_remission(ham_d, 8)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (16, 10, "down 6 since the start: more than chance change, for the better"),
        (10, 16, "up 6 since the start: more than chance change, for the worse"),
        (16, 12, "down 4 since the start: could be chance change"),
        (16, 16, "the same as at the start"),
        (None, 16, "not enough scores yet to compare"),
        (16, None, "not enough scores yet to compare"),
    ],
)
def test_change_is_said_in_plain_words(first: int | None, last: int | None, words: str) -> None:
    assert change_in_words(pair(PHQ, first, last)) == words


def test_change_without_a_threshold_is_only_described() -> None:
    assert change_in_words(pair(MOOD, 8, 3)) == "down 5 since the start"
    assert (
        change_in_words(pair(BETTER_HIGH, 1, 2.5))
        == "up 1.5 since the start: more than chance change, for the better"
    )


score_pairs = st.tuples(st.integers(0, 21), st.integers(0, 21))


@given(score_pairs, score_pairs)
def test_every_course_has_exactly_one_of_three_outcomes(phq: tuple[int, int], gad: tuple[int, int]) -> None:
    made = judged(phq, gad)
    assert [made.improved, made.deteriorated, made.no_reliable_change].count(True) == 1


@given(score_pairs, score_pairs)
def test_turning_time_round_turns_the_outcome_round(phq: tuple[int, int], gad: tuple[int, int]) -> None:
    forth, back = judged(phq, gad), judged(phq[::-1], gad[::-1])
    assert (forth.improved, forth.deteriorated) == (back.deteriorated, back.improved)


@given(score_pairs, score_pairs)
def test_recovery_is_only_for_cases_and_reliable_recovery_needs_both(
    phq: tuple[int, int], gad: tuple[int, int]
) -> None:
    made = judged(phq, gad)
    assert (made.recovered is None) == (not made.case_at_start)
    assert bool(made.reliably_recovered) == bool(made.recovered and made.improved)


def test_jacobson_and_truax_reproduce_published_numbers() -> None:
    couples = jacobson_truax(
        sd=11.826, reliability=0.88
    )  # Jacobson 1989, DAS: Sdiff 5.793, 11.35 points needed
    assert isclose(couples.difference_error, 5.793, abs_tol=0.001)
    assert isclose(couples.needed, 11.35, abs_tol=0.01)
    assert isclose(couples.index(80, 80 + couples.needed), 1.96)
    assert isclose(jacobson_truax(5.5, 0.89).needed, 5.06, abs_tol=0.01)  # PHQ-9: the NHS says 6
    assert isclose(jacobson_truax(4.5, 0.92).needed, 3.53, abs_tol=0.01)  # GAD-7: the NHS says 4
    assert jacobson_truax(5.5, 0.89, CONFIDENCE_90).needed < jacobson_truax(5.5, 0.89).needed


@pytest.mark.parametrize(("sd", "reliability"), [(0, 0.9), (-1, 0.9), (5, 0), (5, 1)])
def test_a_spread_or_reliability_that_cannot_be_is_refused(sd: float, reliability: float) -> None:
    with pytest.raises(ValueError, match="sd must be above 0"):
        jacobson_truax(sd, reliability)


def test_the_cutoff_between_two_groups_lies_nearer_the_narrower_one() -> None:
    assert clinical_cutoff_c(20, 5, 5, 5) == 12.5
    assert clinical_cutoff_c(20, 2, 5, 8) == 17


def test_where_higher_is_better_the_direction_is_said_whatever_the_change_amounts_to() -> None:
    who = LIBRARY.instrument("who-5").main_scale  # reliable change: ten percentage points
    assert change_in_words(pair(who, 40, 44)) == (
        "up 4 since the start (higher is better here): could be chance change"
    )
    assert change_in_words(pair(who, 40, 60)).endswith("more than chance change, for the better")
    assert change_in_words(pair(who, 60, 40)).endswith("more than chance change, for the worse")
    assert change_in_words(pair(LIBRARY.instrument("mspss").main_scale, 3, 2)) == (
        "down 1 since the start (higher is better here)"
    )
