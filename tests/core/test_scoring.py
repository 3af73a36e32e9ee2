"""Scores and flags of one set of answers."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinweave.core.answers import (
    AnswerError,
    allowed_in_words,
    check_answers,
    find_answer_errors,
    is_asked,
    points_by_value,
    shown_value,
)
from kinweave.core.library import load_library
from kinweave.core.scoring import claimed_total_differs, half_up, raised_flags, score, unseen_flags
from tests.core.samples import garden, garden_with

LIBRARY = load_library()
PHQ_9, GAD_7, BDI_II = (LIBRARY.instrument(code) for code in ("phq-9", "gad-7", "bdi-ii"))
GARDEN = garden()


def phq_9(*values: int | None, **others: int | None) -> dict[str, int | None]:
    return {str(number): value for number, value in enumerate(values, start=1)} | others


def test_the_difficulty_question_never_adds_to_the_total() -> None:
    assert score(PHQ_9, phq_9(*[1] * 9, difficulty=3)).value == 9


def test_scores_of_all_scales_are_at_hand() -> None:
    scores = score(PHQ_9, phq_9(2, 2, 2, 2, 2, 0, 0, 0, 0))
    assert (scores.value, scores.band, scores.complete, scores.missing) == (10, "moderate", True, ())
    assert [one.scale for one in scores] == ["total", "phq-2", "syndrome"]
    assert scores["syndrome"].band == "major depressive syndrome"


def test_an_incomplete_form_has_no_total_but_may_show_an_aid() -> None:
    scores = score(PHQ_9, phq_9(1, 2, None, 1, None, 1, 1, 1, 1))
    assert (scores.value, scores.band, scores.complete) == (None, None, False)
    assert scores.missing == ("3", "5")
    assert scores.prorated == 10.3
    assert scores.main.prorated_band == "moderate"


def test_more_than_two_missing_answers_show_no_aid() -> None:
    assert score(PHQ_9, phq_9(1, 2, None, 1, None, 1, 1, 1, None)).prorated is None
    assert score(PHQ_9, {}).prorated is None


def test_an_aid_rounds_a_half_up() -> None:
    assert [half_up(value) for value in (4.5, 4.4, 5.5, -0.5)] == [5, 4, 6, 0]


@pytest.mark.parametrize(
    ("answer", "tier"), [(None, None), (0, None), (1, "next-working-day"), (2, "today"), (3, "today")]
)
def test_item_9_alone_decides_its_flag(answer: int | None, tier: str | None) -> None:
    flags = raised_flags(PHQ_9, {"9": answer})
    assert [flag.tier for flag in flags] == ([tier] if tier else [])


def test_a_wrong_answer_elsewhere_cannot_hide_a_flag() -> None:
    assert raised_flags(PHQ_9, {"1": 7, "9": 1})
    with pytest.raises(AnswerError, match='Item "9" cannot be "7"'):
        raised_flags(PHQ_9, {"9": 7})


def test_a_missing_answer_to_item_9_is_not_a_no() -> None:
    assert [flag.code for flag in unseen_flags(PHQ_9, {"1": 3})] == ["thoughts-of-death-or-self-harm"]
    assert unseen_flags(PHQ_9, {"9": 0}) == ()


def test_a_total_from_elsewhere_is_worked_out_again() -> None:
    answers = phq_9(0, 0, 0, 1, 2, 1, 3, 2, 1)  # HL7 SDC example: says 13, adds up to 10
    assert claimed_total_differs(PHQ_9, answers, 13)
    assert not claimed_total_differs(PHQ_9, answers, 10)


def test_reversed_items_score_from_the_other_end() -> None:
    assert points_by_value(GARDEN, "roses") == {0: 4, 1: 3, 2: 2, 3: 1, 4: 0}


def test_options_may_score_other_points_than_their_value() -> None:
    scores = score(GARDEN, {"roses": 4, "slugs": 1, "water": 3})
    assert scores["trouble"].value == 5
    assert scores["percent"].value == 50


def test_not_assessed_counts_as_missing() -> None:
    trouble = score(GARDEN, {"roses": 0, "slugs": 0, "water": 1})["trouble"]
    assert trouble.missing == ("slugs",)
    assert trouble.prorated == 6.0
    assert trouble.prorated_band is None


def test_a_mean_is_prorated_as_a_mean() -> None:
    average = score(GARDEN, {"roses": 1, "slugs": 2})["average"]
    assert (average.value, average.prorated, average.prorated_band) == (None, 2.5, "high")


@pytest.mark.parametrize(
    ("answers", "value"),
    [
        ({"gate": 0, "water": 3}, 4),  # weeds were not to be asked: nothing is missing
        ({"gate": 1, "water": 3}, None),
        ({"water": 3}, None),  # whether to ask is not known yet
        ({"gate": 1, "weeds": 2, "water": 3}, 6),
    ],
)
def test_an_item_that_was_not_to_be_asked_is_not_missing(answers: dict[str, int], value: int | None) -> None:
    assert score(GARDEN, answers)["gated"].value == value


def test_the_difficulty_question_is_asked_once_anything_was_a_bother() -> None:
    difficulty = PHQ_9.item("difficulty")
    assert is_asked(PHQ_9, difficulty, {"1": 1}) is True
    assert is_asked(PHQ_9, difficulty, {"1": 0}) is None
    assert is_asked(PHQ_9, difficulty, phq_9(*[0] * 9)) is False


def test_a_flag_on_a_scale_is_raised_by_what_is_answered_so_far() -> None:
    raised = [flag.code for flag in raised_flags(GARDEN, {"roses": 0, "slugs": 3})]
    assert raised == ["slugs-everywhere", "much-trouble"]
    assert [flag.code for flag in raised_flags(GARDEN, {"roses": 0, "slugs": 3, "water": 3})][2] == "bare"
    assert [flag.code for flag in raised_flags(GARDEN, {"visits": 20})] == ["many-visits"]


def test_a_recorded_total_has_a_band_and_a_range() -> None:
    scores = score(BDI_II, {"total": 29})
    assert (scores.value, scores.band, scores.missing) == (29, "severe", ())
    assert score(BDI_II, {}).missing == ("total",)
    with pytest.raises(AnswerError, match="a whole number from 0 to 63, or left empty"):
        score(BDI_II, {"total": 64})


@pytest.mark.parametrize(
    ("item", "value", "reason", "words"),
    [
        ("4", 4, "not an allowed answer", 'Item "4" cannot be "4". It can be 0, 1, 2 or 3, or left empty.'),
        (
            "2",
            1.5,
            "not a whole number",
            'Item "2" is "1.5", which is not a whole number. It can be 0',
        ),
        ("2", True, "not a whole number", 'Item "2" is "True"'),
        ("10", 1, "unknown item", 'phq-9 has no item "10". It has 1, 2, 3'),
    ],
)
def test_a_wrong_answer_is_refused_in_plain_words(item: str, value: Any, reason: str, words: str) -> None:
    with pytest.raises(AnswerError) as refused:
        check_answers(PHQ_9, {item: value})
    assert (refused.value.item, refused.value.value, refused.value.reason) == (item, value, reason)
    assert str(refused.value).startswith(words)


def test_every_wrong_answer_can_be_listed() -> None:
    found = list(find_answer_errors(PHQ_9, {"1": 9, "2": None, "3": "x", "4": 1}))
    assert [error.item for error in found] == ["1", "3"]


def test_checked_answers_name_every_item() -> None:
    checked = check_answers(GAD_7, {"1": 2})
    assert checked == {"1": 2} | {str(n): None for n in range(2, 8)} | {"difficulty": None}


def test_a_value_is_shown_short_and_printable() -> None:
    assert shown_value("a\nb") == "\"'a\\nb'\""
    assert shown_value("x" * 100) == '"' + "x" * 37 + '…"'


def test_what_is_allowed_is_said_shortly() -> None:
    one_option = garden_with("options.yes-no", [{"value": 1, "text": "Yes"}])
    assert allowed_in_words(one_option, "gate") == "1, or left empty"
    assert (
        allowed_in_words(LIBRARY.instrument("mood-0-10"), "1") == "a whole number from 0 to 10, or left empty"
    )


answer = st.one_of(st.none(), st.integers(0, 3))


@given(st.lists(answer, min_size=9, max_size=9))
def test_any_phq_9_is_scored_within_its_range_or_not_at_all(values: list[int | None]) -> None:
    answers = phq_9(*values)
    scores = score(PHQ_9, answers)
    assert scores.complete == (None not in values)
    if scores.value is not None:
        assert scores.value == sum(v or 0 for v in values)
        assert scores.band is not None
    if scores.prorated is not None:
        assert 1 <= values.count(None) <= 2
        assert 0 <= scores.prorated <= 27
    assert bool(raised_flags(PHQ_9, answers)) == bool(values[8])


@given(st.lists(st.integers(0, 3), min_size=9, max_size=9), st.integers(0, 8))
def test_one_answer_more_never_lowers_a_phq_9(values: list[int], place: int) -> None:
    before = score(PHQ_9, phq_9(*values)).value
    values[place] = min(values[place] + 1, 3)
    after = score(PHQ_9, phq_9(*values)).value
    assert before is not None
    assert after is not None
    assert before <= after <= before + 1
