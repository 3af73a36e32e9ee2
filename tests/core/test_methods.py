"""Named scoring methods, each on its own."""

import pytest

from kinweave.core.methods import (
    c_ssrs_screen,
    mean,
    mean_of_means,
    pcl_5_clusters,
    pg_13_r_pattern,
    phq_9_syndrome,
    total,
    total_but_one,
    total_from_zero,
    total_if_gate,
    total_of_highest,
)


def test_sum_and_mean_need_every_answer() -> None:
    assert total([1, 2, 3]) == 6
    assert mean([1, 2]) == 1.5
    assert total([1, None]) is None
    assert mean([None]) is None


@pytest.mark.parametrize(
    ("points", "pattern"),
    [
        ([2, 2, 2, 2, 2, 0, 0, 0, 0], 2),
        ([2, 0, 2, 2, 2, 0, 0, 0, 1], 2),  # item 9 counts from "several days"
        ([2, 0, 2, 2, 2, 0, 0, 1, 0], 1),  # item 8 does not
        ([2, 0, 2, 0, 0, 0, 0, 0, 0], 1),
        ([2, 0, 0, 0, 0, 0, 0, 0, 0], 0),  # one symptom alone is no syndrome
        ([1, 1, 3, 3, 3, 3, 3, 3, 3], 0),  # neither low mood nor loss of interest
        ([2, 2, 2, 2, 2, 0, 0, 0, None], None),
    ],
)
def test_the_phq_9_pattern_of_symptoms(points: list[int | None], pattern: int | None) -> None:
    assert phq_9_syndrome(points) == pattern


def test_a_closed_gate_gives_nothing_and_an_unanswered_one_no_value() -> None:
    assert total_if_gate([1, 1, 0, 1]) == 2
    assert total_if_gate([0, None, None]) == 0
    assert total_if_gate([None, 1, 1]) is None
    assert total_if_gate([1, 1, None]) is None


def test_counting_from_zero_takes_one_off_each_answer() -> None:
    assert total_from_zero([1, 1, 5]) == 4
    assert total_from_zero([1, None]) is None


def test_one_missing_answer_may_be_allowed() -> None:
    assert total_but_one([1, None, 1]) == 2
    assert total_but_one([1, None, None]) is None


def test_of_a_group_the_highest_counts_and_only_a_whole_group_is_missing() -> None:
    method = total_of_highest([0, 1], [2])
    assert method([1, 3, 2]) == 5
    assert method([None, 0, 0]) == 0, "nought is an answer"
    assert method([None, None, 2]) is None


def test_a_mean_of_means_weighs_each_group_alike() -> None:
    method = mean_of_means([0, 1], [1, 2, 3])
    assert method([0, 6, 0, 0]) == 2.5
    assert method([0, 6, None, 0]) is None


PCL = {"B": 0, "C": 5, "D": 7, "E": 14}


def pcl(**endorsed: int) -> list[int | None]:
    points: list[int | None] = [1] * 20
    for cluster, count in endorsed.items():
        start = PCL[cluster]
        points[start : start + count] = [2] * count
    return points


@pytest.mark.parametrize(
    ("endorsed", "met"),
    [
        ({"B": 1, "C": 1, "D": 2, "E": 2}, 1),
        ({"C": 1, "D": 2, "E": 2}, 0),
        ({"B": 1, "D": 2, "E": 2}, 0),
        ({"B": 1, "C": 1, "D": 1, "E": 2}, 0),
        ({"B": 1, "C": 1, "D": 2, "E": 1}, 0),
        ({"B": 5, "C": 2, "D": 7, "E": 6}, 1),
    ],
)
def test_the_pcl_5_needs_every_cluster(endorsed: dict[str, int], met: int) -> None:
    assert pcl_5_clusters(pcl(**endorsed)) == met
    assert pcl_5_clusters([*pcl(**endorsed)[:19], None]) is None


def test_the_pg_13_r_pattern_needs_all_three_answers_and_thirty_points() -> None:
    assert pg_13_r_pattern([1, 1, *[3] * 10, 1]) == 1
    assert pg_13_r_pattern([1, 1, *[3] * 9, 2, 1]) == 0
    assert pg_13_r_pattern([1, 0, *[5] * 10, 1]) == 0
    assert pg_13_r_pattern([1, 1, *[5] * 10, None]) is None


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ([0, 0, 0, 0, 0, 0, 0], 0),
        ([1, 0, 0, 0, 0, 0, 0], 1),
        ([1, 1, 0, 0, 0, 0, 0], 1),
        ([1, 1, 1, 0, 0, 0, 0], 2),
        ([0, 0, 0, 0, 0, 1, 0], 2),
        ([1, 1, 0, 1, 0, 0, 0], 3),
        ([1, 1, 0, 0, 1, 0, 0], 3),
        ([0, 0, 0, 0, 0, 1, 1], 3),
        ([None, 0, 0, 0, 0, 0, 0], None),
    ],
)
def test_the_c_ssrs_screener_is_no_sum(answers: list[int | None], result: int | None) -> None:
    assert c_ssrs_screen(answers) == result
