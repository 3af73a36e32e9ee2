"""Invented score courses: they look like published ones, and every form adds up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from kinweave.commands.demo import courses
from kinweave.core.scoring import score
from kinweave.shelf.queries import library


def drawn(count: int = 20_000, sessions: int = 12) -> courses.Drawn:
    return courses.draw(np.random.default_rng(7), count, sessions)


def test_first_and_last_scores_have_the_published_mean_and_spread() -> None:
    totals = drawn().totals.astype(float)
    first, last = totals[:, 0], totals[:, -1]
    assert first.mean() == pytest.approx(15.6, abs=0.3)
    assert first.std() == pytest.approx(5.4, abs=0.3)
    assert last.mean() == pytest.approx(9.6, abs=0.3)
    assert last.std() == pytest.approx(6.4, abs=0.3)


def test_most_improve_and_some_get_reliably_worse() -> None:
    totals = drawn().totals.astype(int)
    change = totals[:, -1] - totals[:, 0]
    assert 0.45 < (change <= -6).mean() < 0.7
    assert 0.02 < (change >= 6).mean() < 0.1


def test_scores_swing_from_week_to_week() -> None:
    steps = np.diff(drawn().totals.astype(int), axis=1)
    assert (steps > 0).any(axis=1).mean() > 0.8
    assert np.abs(steps).mean() > 0.8


def test_the_same_seed_draws_the_same_courses() -> None:
    one, other = (courses.draw(np.random.default_rng(3), 50, 8) for _ in range(2))
    assert (one.totals == other.totals).all()
    assert (one.item9 == other.item9).all()


def test_anxiety_goes_along_with_depression() -> None:
    totals = drawn(4_000).totals
    gads = courses.gad_of(np.random.default_rng(1), totals)
    assert np.corrcoef(totals.ravel(), gads.ravel())[0, 1] > 0.8
    assert gads.min() >= 0
    assert gads.max() <= 21


def test_the_ninth_answer_is_rarer_on_low_totals() -> None:
    sample = drawn()
    low, high = sample.item9[sample.totals < 8], sample.item9[sample.totals > 20]
    assert (low > 0).mean() < 0.05 < (high > 0).mean()


@given(
    some.lists(some.tuples(some.integers(0, 27), some.integers(0, 3)), min_size=1, max_size=40),
    some.integers(0, 9),
)
def test_every_phq9_adds_up_to_its_total_by_the_definition(forms: list[tuple[int, int]], seed: int) -> None:
    totals = np.array([total for total, _ in forms], dtype=np.int8)
    nines = np.minimum([nine for _, nine in forms], totals).astype(np.int8)
    rows = courses.phq_answers(np.random.default_rng(seed), totals, nines)
    instrument = library().instrument("phq-9")
    for row, total in zip(rows.tolist(), totals.tolist(), strict=True):
        answers = dict(zip(courses.PHQ_ITEMS, row, strict=True))
        assert score(instrument, answers).value == total


@given(some.integers(0, 21), some.integers(0, 99))
def test_every_gad7_adds_up_to_its_total_by_the_definition(total: int, seed: int) -> None:
    row = courses.gad_answers(np.random.default_rng(seed), np.array([total], dtype=np.int8))[0].tolist()
    answers = dict(zip(courses.GAD_ITEMS, row, strict=True))
    assert score(library().instrument("gad-7"), answers).value == total


@pytest.mark.parametrize(("shape", "falls"), [("better", True), ("sudden", True), ("worse", False)])
def test_a_named_shape_goes_its_way(shape: str, falls: bool) -> None:
    line = courses.shaped(np.random.default_rng(5), shape, 12)
    assert (line[-1] < line[0]) is falls
    assert all(0 <= each <= 27 for each in line)


def test_a_sudden_gain_stays() -> None:
    line = courses.shaped(np.random.default_rng(2), "sudden", 12)
    assert min(line[:4]) >= 15
    assert max(line[4:]) <= 8
