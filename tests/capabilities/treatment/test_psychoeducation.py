"""What was explained, what is put down for now, and the card a client reads of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.http import QueryDict

from kinweave.core import clock
from kinweave.people.actions import Refused
from kinweave.treatment.actions.psychoeducation import write_version
from kinweave.treatment.actions.rows import Overtaken
from kinweave.treatment.forms.psychoeducation import PsychoeducationForm, start
from kinweave.treatment.models import Psychoeducation
from kinweave.treatment.psychoeducation import UNCHECKED, named, topics
from kinweave.treatment.queries.psychoeducation import card, current, versions
from tests.cast import START, Cast

REVIEW = date(2026, 12, 11)


def written(cast: Cast, seen: int = 0, **values: Any) -> Psychoeducation:
    given = {
        "topics": ["an-illness", "sick-role"], "named_as": "depression", "client_said": "So it is not laziness?",
        "excused": ["the allotment accounts"], "kept": ["the school run"],
        "helpers": [{"who": "Mo", "what": "shopping"}], "review_on": REVIEW, "client_sees": True,
    } | values  # fmt: skip
    return write_version(course=cast.course, values=given, seen=seen, by=cast.miriam)


def test_every_topic_has_a_standing_and_plain_words() -> None:
    for topic in topics():
        assert topic.standing
        assert topic.client.endswith(".")
        assert "deficit" not in topic.client
    assert any(topic.standing == UNCHECKED for topic in topics())
    assert [topic.code for topic in named(["sick-role", "an-illness", "gone"])] == ["an-illness", "sick-role"]


def test_the_client_reads_what_may_be_put_down(cast: Cast) -> None:
    written(cast)
    found = card(cast.joanna)
    assert found is not None
    assert found.excused == ("the allotment accounts",)
    assert found.helpers == (("Mo", "shopping"),)
    assert not found.review_is_due


def test_on_the_day_of_review_the_card_says_so(cast: Cast) -> None:
    written(cast)
    with clock.at(START + timedelta(days=28)):
        found = card(cast.joanna)
    assert found is not None
    assert found.review_is_due


def test_looking_again_makes_a_version_and_keeps_the_one_before(cast: Cast) -> None:
    first = written(cast)
    second = written(cast, seen=1, excused=["the allotment accounts", "choir"])
    assert [row.number for row in versions(cast.course)] == [2, 1]
    assert current(cast.course) == second
    first.refresh_from_db()
    assert first.excused == ["the allotment accounts"]
    found = card(cast.joanna)
    assert found is not None
    assert "choir" in found.excused


def test_what_the_client_is_not_to_see_is_on_no_card(cast: Cast) -> None:
    written(cast)
    written(cast, seen=1, client_sees=False)
    assert card(cast.joanna) is None


def test_nothing_put_down_is_no_card(cast: Cast) -> None:
    assert card(cast.joanna) is None
    written(cast, excused=[], kept=[])
    assert card(cast.joanna) is None


def test_a_version_that_came_in_between_is_not_written_over(cast: Cast) -> None:
    written(cast)
    with pytest.raises(Overtaken):
        written(cast, seen=0)
    assert versions(cast.course).count() == 1


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"review_on": None}, "looked|look at this again"),
        ({"review_on": date(2026, 11, 12)}, "lies in the past"),
        (
            {"topics": [], "named_as": "", "client_said": "", "excused": [], "kept": [], "helpers": [],
             "review_on": None},
            "Nothing is written yet",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_in_words(cast: Cast, values: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        written(cast, **values)
    assert not versions(cast.course).exists()


def test_the_form_starts_from_the_last_version(cast: Cast) -> None:
    assert start(None)["review_on"] == date(2026, 12, 11)
    shown = start(written(cast))
    sent = PsychoeducationForm(
        QueryDict(
            "version=1&topics=treatable&excused=one%0A%0A+two+&helpers-who=Mo&helpers-who="
            "&helpers-what=&helpers-what=the+washing&client_sees=on"
        )
    )
    assert shown["version"] == 1
    assert sent.is_valid(), sent.errors
    assert sent.values()["excused"] == ["one", "two"]
    assert [row["who"] for row in sent.values()["helpers"]] == ["Mo", ""]


def test_a_helper_without_a_name_is_not_lost(cast: Cast) -> None:
    written(cast, helpers=[{"who": "", "what": "the washing"}])
    found = card(cast.joanna)
    assert found is not None
    assert found.helpers == (("Somebody", "the washing"),)
