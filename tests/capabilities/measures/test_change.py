"""Change read in plain words: reliable change from the first score, deterioration from the first or the best."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinweave.measures.queries import change, charts, scores
from kinweave.measures.queries.scores import ScorePoint
from kinweave.shelf.queries import library
from kinweave.web.pictures.measure_chart import measure_rows
from kinweave.web.pictures.scores import Safety

PHQ = library().instrument("phq-9")
BDI = library().instrument("bdi-ii")
START = datetime(2026, 11, 13, 10, tzinfo=UTC)


def points(*values: float | None, flagged: tuple[int, ...] = ()) -> list[ScorePoint]:
    """A score a week."""
    return [
        ScorePoint(
            date=(START + timedelta(weeks=week)).date(), value=value, session_number=week + 1,
            complete=value is not None, at=START + timedelta(weeks=week), band="", prorated=None,
            response_id=uuid4(), answered_by="client", flagged=week in flagged,
        )
        for week, value in enumerate(values)
    ]  # fmt: skip


def test_six_points_down_is_more_than_chance() -> None:
    assert change.in_words(PHQ.main_scale, points(16, 12, 10)).startswith(
        "down 6 since the start: more than chance"
    )


def test_five_points_could_be_chance() -> None:
    assert "could be chance" in change.in_words(PHQ.main_scale, points(16, 11))


def test_one_score_cannot_be_compared() -> None:
    assert "not enough" in change.in_words(PHQ.main_scale, points(16))


def test_deterioration_counts_from_the_first_score() -> None:
    found = change.deterioration(PHQ.main_scale, points(10, 12, 16))
    assert found is not None
    assert (found.points, found.from_best) == (6, False)
    assert "6 points worse than the first score (10 on 13 November)" in found.sentence
    assert "NHS Talking Therapies" in found.sentence


def test_deterioration_counts_from_the_best_score_too() -> None:
    found = change.deterioration(PHQ.main_scale, points(16, 8, 14))
    assert found is not None
    assert found.from_best
    assert "best score so far" in found.sentence


@pytest.mark.parametrize("values", [(), (20,), (16, 8, 13), (10, None, 15), (16, 8, None)])
def test_no_note_without_a_reliable_change_for_the_worse(values: tuple[float | None, ...]) -> None:
    assert change.deterioration(PHQ.main_scale, points(*values)) is None


def test_no_note_where_no_reliable_change_is_published() -> None:
    assert change.deterioration(BDI.main_scale, points(5, 60)) is None


@given(st.lists(st.integers(0, 27), min_size=2, max_size=12))
def test_the_note_agrees_with_the_rule_done_by_hand(values: list[int]) -> None:
    worse = values[-1] - values[0] >= 6 or values[-1] - min(values[:-1]) >= 6
    assert (change.deterioration(PHQ.main_scale, points(*values)) is not None) == worse


@given(st.lists(st.one_of(st.none(), st.integers(0, 27)), max_size=8))
def test_a_client_reads_neither_praise_nor_blame_nor_a_grade(values: list[int | None]) -> None:
    said = change.for_the_client(PHQ.main_scale, points(*values)).lower()
    for word in ("well done", "great", "fail", "severe", "risk", "deteriorat", "score", "bad"):
        assert word not in said


def test_a_client_reads_what_moved_and_by_how_much_it_counts() -> None:
    assert "by more than the usual ups and downs" in change.for_the_client(PHQ.main_scale, points(16, 10))
    assert "come and go by chance" in change.for_the_client(PHQ.main_scale, points(16, 14))
    assert "the same as your first" in change.for_the_client(PHQ.main_scale, points(16, 16))
    heavier = change.for_the_client(PHQ.main_scale, points(10, 16))
    assert "heavier" in heavier
    assert "next session" in heavier
    assert "heavier" in change.for_the_client(BDI.main_scale, points(10, 30))


def test_the_staff_chart_has_the_published_lines_and_marks_the_open_answer() -> None:
    chart = charts.staff_chart(PHQ, points(16, 12, 10, flagged=(0, 1)), flag_open=True)
    assert (chart.measure.cutoff, chart.measure.reliable_change) == (10, 6)
    assert [score.safety for score in chart.scores] == [Safety.ANSWERED, Safety.OPEN, Safety.NOT_RAISED]
    assert [row.band for row in measure_rows(chart)] == ["moderately severe", "moderate", "moderate"]


def test_the_clients_chart_has_no_bands_and_no_safety_marks() -> None:
    chart = charts.client_chart(PHQ, points(16, 12, flagged=(1,)))
    assert chart.measure.bands == ()
    assert {score.safety for score in chart.scores} == {Safety.NOT_RAISED}


def test_a_measure_without_published_thresholds_draws_none() -> None:
    measure = charts.measure(library().instrument("mood-0-10"))
    assert (measure.cutoff, measure.reliable_change, measure.bands) == (None, None, ())


def test_a_number_nobody_has_checked_judges_no_change_before_a_client() -> None:
    unread = library().instrument("pcl-5").main_scale
    rule = unread.reliable_change()
    assert rule is not None
    assert rule.status == "U"
    said = change.for_the_client(unread, points(60, 30))
    assert "lighter" in said
    assert "usual ups and downs" not in said
    assert "by chance" not in change.for_the_client(unread, points(60, 58))


def test_a_total_without_work_is_compared_with_totals_without_work_only() -> None:
    wsas = library().instrument("wsas").main_scale
    assert wsas.alike == "work"
    made = points(30, 24, 20, 12)
    of_work = dict(zip(made, (1, 0, 1, 0), strict=True))
    beside = [
        scores.PartPoint(point.response_id, "work", point.date, value, "") for point, value in of_work.items()
    ]
    alike = change.like_with_like(wsas, made, beside)
    assert [point.value for point in alike] == [24, 12]
    assert change.in_words(wsas, alike).startswith("down 12 since the start")
    assert change.like_with_like(PHQ.main_scale, made, beside) == made
    assert change.like_with_like(wsas, [], []) == []
