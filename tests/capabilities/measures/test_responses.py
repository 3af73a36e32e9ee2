"""What happens when answers are sent: kept once, scored, flagged, audited, all or nothing."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kinweave.audit import chain
from kinweave.audit.models import Event
from kinweave.audit.queries import whole_chain
from kinweave.core import clock
from kinweave.core.answers import AnswerError, Answers
from kinweave.measures import actions
from kinweave.measures.models import AnsweredBy, FlagRaised, Response, Score, State
from kinweave.measures.queries import responses, scores
from kinweave.notices.models import Notice
from kinweave.people.actions import Refused
from kinweave.safety.models import Alert
from kinweave.shelf.queries import library
from kinweave.vault import keys
from tests.capabilities.measures.asking import phq, planned, waiting
from tests.cast import Cast
from tests.statements import CONTROL


def test_a_completed_phq_9_is_kept_with_every_scale_and_its_band(cast: Cast) -> None:
    response = actions.record_response(assignment=waiting(cast.course), answers=phq(15), by=cast.joanna_user)
    found = {score.scale: score for score in Score.objects.filter(response=response)}
    assert set(found) == {"total", "phq-2", "syndrome"}
    assert (found["total"].value, found["total"].band, found["total"].main) == (15, "moderately severe", True)
    assert response.answered_by == AnsweredBy.CLIENT


def test_the_difficulty_question_adds_nothing(cast: Cast) -> None:
    answers = phq(4, difficulty=3)
    actions.record_response(assignment=waiting(cast.course), answers=answers, by=cast.joanna_user)
    assert scores.scores_of(cast.course, "phq-9")[0].value == 4


def test_a_difficulty_answer_is_dropped_when_the_question_was_not_to_be_asked(cast: Cast) -> None:
    answers = phq(0, difficulty=2)
    response = actions.record_response(assignment=waiting(cast.course), answers=answers, by=cast.joanna_user)
    assert response.answers["difficulty"] is None


def test_sent_twice_is_kept_once(cast: Cast) -> None:
    assignment = waiting(cast.course)
    first = actions.record_response(assignment=assignment, answers=phq(12, 1), by=cast.joanna_user)
    again = actions.record_response(assignment=assignment, answers=phq(3), by=cast.joanna_user)
    assert again == first
    assert Response.objects.count() == 1
    assert Score.objects.filter(main=True).count() == 1
    assert FlagRaised.objects.count() == 1


def test_the_database_itself_refuses_a_second_response(cast: Cast) -> None:
    first = actions.record_response(assignment=waiting(cast.course), answers=phq(3), by=cast.joanna_user)
    first.pk = None
    first._state.adding = True
    first.id = cast.course.id
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_missing_answers_leave_no_official_total_but_an_aid_beside_it(cast: Cast) -> None:
    answers = phq(9) | {"4": None}
    actions.record_response(assignment=waiting(cast.course), answers=answers, by=cast.joanna_user)
    point = scores.scores_of(cast.course, "phq-9")[0]
    assert (point.value, point.complete) == (None, False)
    assert point.prorated is not None
    assert scores.latest_and_first(cast.course, "phq-9").first is None


def test_no_answer_at_all_is_refused_and_leaves_the_questions_open(cast: Cast) -> None:
    assignment = waiting(cast.course)
    with pytest.raises(Refused, match="No question has an answer"):
        actions.record_response(assignment=assignment, answers={}, by=cast.joanna_user)
    assignment.refresh_from_db()
    assert assignment.state == State.DUE
    assert not Response.objects.exists()


@pytest.mark.parametrize("wrong", [{"1": 4}, {"1": -1}, {"1": True}, {"ten": 1}, {"1": 10**30}, {"1": "1"}])
def test_an_answer_that_is_not_on_the_form_is_refused_whole(cast: Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(AnswerError):
        actions.record_response(assignment=waiting(cast.course), answers=phq(5) | wrong, by=cast.joanna_user)
    assert not Response.objects.exists()
    assert not Score.objects.exists()


@pytest.mark.parametrize(("item9", "tier"), [(1, "next-working-day"), (2, "today"), (3, "today")])
def test_item_9_calls_somebody_by_the_time_its_answer_asks_for(cast: Cast, item9: int, tier: str) -> None:
    actions.record_response(assignment=waiting(cast.course), answers=phq(item9, item9), by=cast.joanna_user)
    flag = FlagRaised.objects.get()
    assert (flag.code, flag.points, flag.tier) == ("thoughts-of-death-or-self-harm", item9, tier)
    assert Alert.objects.get().client_id == cast.joanna.id


def test_item_9_at_nought_raises_nothing_and_says_nothing(cast: Cast) -> None:
    actions.record_response(assignment=waiting(cast.course), answers=phq(24), by=cast.joanna_user)
    assert not FlagRaised.objects.exists()
    assert not Alert.objects.exists()


def test_item_9_speaks_from_an_unfinished_form(cast: Cast) -> None:
    actions.record_response(assignment=waiting(cast.course), answers={"9": 1}, by=cast.joanna_user)
    assert FlagRaised.objects.get().tier == "next-working-day"


def test_if_the_alert_cannot_be_raised_nothing_is_stored(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(**_: object) -> None:
        raise RuntimeError("the alert could not be written")

    monkeypatch.setattr("kinweave.safety.actions.raise_alert", down)
    assignment = waiting(cast.course)
    with pytest.raises(RuntimeError):
        actions.record_response(assignment=assignment, answers=phq(5, 2), by=cast.joanna_user)
    assert not Response.objects.exists()
    assert not FlagRaised.objects.exists()
    assert not Event.objects.filter(act="response.recorded").exists()


@pytest.mark.parametrize(
    ("answers", "most"), [(phq(12), 10), (phq(12, 1), 15), (phq(12, 3), 15)], ids=["none", "one", "every day"]
)
def test_storing_a_phq_9_takes_fifteen_queries_at_most(cast: Cast, answers: Answers, most: int) -> None:
    """The dearest there is: the course's first measures, a new alert, its owner, duty clinician and notices."""
    cast.service.duty_user = cast.colleague
    cast.service.save()
    assignment = waiting(cast.course)
    responses.instrument_of(assignment)  # each process reads a definition once
    with keys.kept_open(), CaptureQueriesContext(connection) as asked:
        actions.record_response(assignment=assignment, answers=answers, by=cast.joanna_user)
    assert len(_statements(asked)) <= most
    alert = Alert.objects.first()
    assert (alert is not None) == (answers["9"] != 0)
    if alert is not None:
        assert alert.owner == cast.miriam
        assert alert.next_step_at == alert.due_at
        assert {each.to for each in Notice.objects.all()} >= {cast.miriam}
    cast.course.refresh_from_db()
    assert "baseline_measured" in cast.course.done
    assert list(chain.breaks(whole_chain())) == []


def test_a_further_positive_answer_costs_less(cast: Cast) -> None:
    actions.record_response(assignment=waiting(cast.course), answers=phq(9, 1), by=cast.joanna_user)
    assignment = waiting(cast.course, session=planned(cast.course, number=2))
    with keys.kept_open(), CaptureQueriesContext(connection) as asked:
        actions.record_response(assignment=assignment, answers=phq(12, 1), by=cast.joanna_user)
    assert len(_statements(asked)) <= 12
    assert Alert.objects.get().merged_count == 1


def _statements(captured: CaptureQueriesContext) -> list[str]:
    """Queries, without what only frames or locks a transaction."""
    return [q["sql"] for q in captured.captured_queries if not q["sql"].startswith(CONTROL)]


def test_the_first_measures_complete_the_protocols_check(cast: Cast) -> None:
    actions.record_response(assignment=waiting(cast.course), answers=phq(9), by=cast.joanna_user)
    cast.course.refresh_from_db()
    assert "baseline_measured" in cast.course.done


def test_a_therapist_writes_in_what_was_answered_on_paper(cast: Cast) -> None:
    yesterday = clock.now() - timedelta(days=1)
    assignment = waiting(cast.course)
    response = actions.enter_response(
        course=cast.course, instrument=library().instrument("phq-9"), answers=phq(11, 1), at=yesterday,
        by=cast.miriam,
    )  # fmt: skip
    assignment.refresh_from_db()
    assert response.assignment == assignment
    assert assignment.state == State.DONE
    assert (response.answered_by, response.answered_at) == (AnsweredBy.THERAPIST, yesterday)
    assert FlagRaised.objects.count() == 1


def test_a_total_of_a_form_whose_words_are_not_free_is_written_in(cast: Cast) -> None:
    actions.enter_response(
        course=cast.course, instrument=library().instrument("bdi-ii"), answers={"total": 29}, at=clock.now(),
        by=cast.miriam,
    )  # fmt: skip
    point = scores.scores_of(cast.course, "bdi-ii")[0]
    assert (point.value, point.band) == (29, "severe")


def test_words_that_are_not_free_cannot_be_asked_for_on_screen(cast: Cast) -> None:
    with pytest.raises(Refused, match="Enter its total"):
        actions.ask(course=cast.course, instrument=library().instrument("bdi-ii"), by=cast.miriam)


# Corrections


def test_a_correction_stands_in_place_of_what_it_corrects_and_both_are_kept(cast: Cast) -> None:
    wrong = actions.record_response(assignment=waiting(cast.course), answers=phq(20), by=cast.joanna_user)
    right = actions.correct_response(
        response=wrong, answers=phq(10), reason="Read the wrong column.", by=cast.miriam
    )
    assert [point.value for point in scores.scores_of(cast.course, "phq-9")] == [10]
    assert Response.objects.get(pk=wrong.pk).answers == wrong.answers
    assert right.correction_reason == "Read the wrong column."
    assert right.answered_at == wrong.answered_at


def test_a_correction_needs_a_reason_and_happens_once(cast: Cast) -> None:
    first = actions.record_response(assignment=waiting(cast.course), answers=phq(20), by=cast.joanna_user)
    with pytest.raises(Refused, match="Say why"):
        actions.correct_response(response=first, answers=phq(10), reason="  ", by=cast.miriam)
    actions.correct_response(response=first, answers=phq(10), reason="A slip.", by=cast.miriam)
    with pytest.raises(Refused, match="already corrected"):
        actions.correct_response(response=first, answers=phq(9), reason="Again.", by=cast.miriam)


def test_a_correction_that_uncovers_item_9_raises_it(cast: Cast) -> None:
    first = actions.record_response(assignment=waiting(cast.course), answers=phq(4), by=cast.joanna_user)
    actions.correct_response(
        response=first, answers=phq(6, 2), reason="Turned over two pages.", by=cast.miriam
    )
    assert FlagRaised.objects.get().tier == "today"


def test_the_reason_of_a_correction_cannot_be_read_in_the_database(cast: Cast) -> None:
    first = actions.record_response(assignment=waiting(cast.course), answers=phq(4), by=cast.joanna_user)
    actions.correct_response(response=first, answers=phq(5), reason="marmalade lighthouse", by=cast.miriam)
    with connection.cursor() as cursor:
        cursor.execute("SELECT correction_reason FROM measures_response WHERE supersedes_id IS NOT NULL")
        assert b"marmalade" not in bytes(cursor.fetchone()[0])


# Scores from elsewhere


def test_a_past_total_is_brought_in_with_its_band(cast: Cast) -> None:
    then = clock.now() - timedelta(weeks=8)
    actions.record_past_score(
        client=cast.joanna, instrument=library().instrument("phq-9"), at=then, total=17, by=cast.manager
    )
    point = scores.series(cast.course)["phq-9"][0]
    assert (point.value, point.band, point.answered_by) == (17, "moderately severe", AnsweredBy.IMPORTED)


def test_the_same_past_score_is_refused_the_second_time(cast: Cast) -> None:
    bring = partial(
        actions.record_past_score,
        client=cast.joanna,
        instrument=library().instrument("bdi-ii"),
        at=clock.now(),
        by=None,
    )
    bring(total=20)
    with pytest.raises(Refused, match="already a score"):
        bring(total=21)
    assert Score.objects.count() == 1


@pytest.mark.parametrize("total", [-1, 28, 1e9, float("nan")])
def test_a_total_off_the_scale_is_refused(cast: Cast, total: float) -> None:
    with pytest.raises(Refused, match="from 0 to 27"):
        actions.record_past_score(
            client=cast.joanna, instrument=library().instrument("phq-9"), at=clock.now(), total=total, by=None
        )
    assert not Response.objects.exists()


def test_nothing_is_brought_in_from_an_empty_row(cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.record_past_score(
            client=cast.joanna, instrument=library().instrument("phq-9"), at=clock.now(), by=None
        )


@pytest.mark.parametrize(("days", "alerts"), [(1, 1), (14, 1), (15, 0), (400, 0)])
def test_past_answers_to_item_9_call_somebody_only_while_they_speak_of_now(
    cast: Cast, days: int, alerts: int
) -> None:
    actions.record_past_score(
        client=cast.joanna, instrument=library().instrument("phq-9"), by=None, answers=phq(9, 1),
        at=clock.now() - timedelta(days=days),
    )  # fmt: skip
    assert FlagRaised.objects.count() == 1
    assert Alert.objects.count() == alerts


# Reading


def test_scores_come_in_order_of_the_day_they_speak_of(cast: Cast) -> None:
    for weeks, total in ((1, 12), (3, 18), (2, 15)):
        actions.record_past_score(
            client=cast.joanna, instrument=library().instrument("phq-9"), total=total, by=None,
            at=clock.now() - timedelta(weeks=weeks), course=cast.course,
        )  # fmt: skip
    assert [point.value for point in scores.scores_of(cast.course, "phq-9")] == [18, 15, 12]
    ends = scores.latest_and_first(cast.course, "phq-9")
    assert ends.first is not None
    assert ends.latest is not None
    assert (ends.first.value, ends.latest.value) == (18, 12)


def test_sparklines_of_many_courses_take_one_query(cast: Cast, django_assert_num_queries: Any) -> None:
    actions.record_response(assignment=waiting(cast.course), answers=phq(9), by=cast.joanna_user)
    with django_assert_num_queries(1):
        lines = scores.sparklines_for([cast.course])
    assert [point.value for point in lines[cast.course.id]] == [9]


def test_item_9_over_time_keeps_the_words_that_were_chosen(cast: Cast) -> None:
    actions.record_response(assignment=waiting(cast.course), answers=phq(9, 1), by=cast.joanna_user)
    history = scores.item9_history(cast.course)
    assert [(point.value, point.words, point.session_number) for point in history] == [(1, "Several days", 1)]


def test_item_9_left_out_stands_in_its_history_as_left_out(cast: Cast) -> None:
    answers = {**phq(9), "9": None}
    actions.record_response(assignment=waiting(cast.course), answers=answers, by=cast.joanna_user)
    assert [(point.value, point.words) for point in scores.item9_history(cast.course)] == [(None, "")]


def test_a_baseline_answered_before_a_date_is_set_belongs_to_session_one(cast: Cast) -> None:
    actions.record_response(assignment=waiting(cast.course), answers=phq(9), by=cast.joanna_user)
    session = planned(cast.course)
    again = waiting(cast.course, session=session)
    assert again.state == State.DONE
    assert again.session == session


def test_every_act_is_in_the_audit(cast: Cast) -> None:
    actions.record_response(assignment=waiting(cast.course), answers=phq(9), by=cast.joanna_user)
    acts = set(Event.objects.filter(client_id=cast.joanna.id).values_list("act", flat=True))
    assert {"measure.asked", "response.recorded"} <= acts
