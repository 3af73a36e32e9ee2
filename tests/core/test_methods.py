"""Named scoring methods, each on its own."""

import pytest

from kinweave.core.methods import mean, phq_9_syndrome, total


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
