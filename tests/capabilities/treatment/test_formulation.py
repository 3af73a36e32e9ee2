"""The formulation: written together, answered by the client, never changed afterwards."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinweave.audit.acts import Act
from kinweave.audit.models import Event
from kinweave.core.course import Stage
from kinweave.people.actions import Refused
from kinweave.treatment.actions import formulation as actions
from kinweave.treatment.actions.rows import Overtaken
from kinweave.treatment.models import Agreement, Answer, Formulation
from kinweave.treatment.queries import formulation as queries
from kinweave.treatment.queries.staying_well import to_answer
from tests.capabilities.treatment import agreeing
from tests.capabilities.treatment.agreeing import WORDS
from tests.cast import Cast

PLANTED = "the heron by the weir at Thetford"
AREAS = ("grief", "role-dispute", "role-transition", "interpersonal-deficits")


def answer(cast: Cast, row: Formulation, response: Answer, **words: str) -> Formulation:
    return actions.answer(formulation=row, seen=row.version, response=response, by=cast.joanna_user, **words)


def test_a_yes_makes_it_the_agreed_formulation_and_its_line_the_line_of_the_course(cast: Cast) -> None:
    agreeing.started(cast)
    row = agreeing.agreed(cast)
    cast.course.refresh_from_db()
    assert cast.course.focus_line == WORDS["one_line"]
    assert cast.course.areas == ["role-transition"]
    assert {"area_chosen", "formulation_agreed"} <= cast.course.done.keys()
    assert queries.current_formulation(cast.course) == row


@pytest.mark.parametrize("response", [Answer.NOT_YET, Answer.DISAGREES])
def test_a_no_is_kept_and_agrees_nothing(cast: Cast, response: Answer) -> None:
    agreeing.started(cast)
    row = answer(cast, agreeing.shared(cast), response, said="That is not how it was.")
    cast.course.refresh_from_db()
    assert row.client_said == "That is not how it was."
    assert row.agreed_at is None
    assert cast.course.focus_line == ""
    assert "formulation_agreed" not in cast.course.done
    assert queries.current_formulation(cast.course) is None


def test_yes_with_a_change_keeps_both_texts_and_the_clients_is_the_one_that_holds(cast: Cast) -> None:
    agreeing.started(cast)
    mine = "The low mood began when I left. It is an illness."
    row = answer(cast, agreeing.shared(cast), Answer.AGREES_WITH_CHANGES, edit=mine)
    assert row.statement == WORDS["statement"]
    assert row.words == mine
    assert row.is_agreed


@pytest.mark.parametrize("edit", ["", "   ", WORDS["statement"], f"  {WORDS['statement']}\n"])
def test_yes_with_a_change_needs_a_change(cast: Cast, edit: str) -> None:
    row = agreeing.shared(cast)
    with pytest.raises(Refused, match="make the change"):
        answer(cast, row, Answer.AGREES_WITH_CHANGES, edit=edit)
    row.refresh_from_db()
    assert row.answered_at is None


def test_a_plain_yes_leaves_the_text_as_it_was_whatever_a_browser_does_to_its_spaces(cast: Cast) -> None:
    agreeing.started(cast)
    row = answer(cast, agreeing.shared(cast), Answer.AGREES, edit=WORDS["statement"].replace(". ", ".\r\n"))
    assert row.client_response == Answer.AGREES
    assert (row.client_edit, row.words) == ("", WORDS["statement"])


@pytest.mark.parametrize(
    ("chosen", "kept_as"),
    [
        (Answer.AGREES, Answer.AGREES_WITH_CHANGES),
        (Answer.NOT_YET, Answer.NOT_YET),
        (Answer.DISAGREES, Answer.DISAGREES),
    ],
)
def test_words_the_client_changed_are_never_dropped(cast: Cast, chosen: Answer, kept_as: Answer) -> None:
    agreeing.started(cast)
    row = answer(cast, agreeing.shared(cast), chosen, edit="It began when I left.")
    assert row.client_response == kept_as
    assert row.words == "It began when I left."
    assert row.is_agreed is (kept_as is Answer.AGREES_WITH_CHANGES)


def test_an_answered_version_is_never_written_in_again(cast: Cast) -> None:
    agreeing.started(cast)
    row = agreeing.agreed(cast)
    for attempt in (
        lambda: actions.write(formulation=row, values={"statement": "x"}, seen=row.version, by=cast.miriam),
        lambda: actions.share(formulation=row, seen=row.version, by=cast.miriam),
        lambda: answer(cast, row, Answer.DISAGREES),
    ):
        with pytest.raises(Refused, match="stays as it is"):
            attempt()
    row.refresh_from_db()
    assert row.statement == WORDS["statement"]
    assert row.client_response == Answer.AGREES


def test_a_later_version_needs_a_reason_and_starts_from_the_words_that_hold(cast: Cast) -> None:
    agreeing.started(cast)
    mine = "I left too."
    answer(cast, agreeing.shared(cast), Answer.AGREES_WITH_CHANGES, edit=mine)
    with pytest.raises(Refused, match="why there is a new version"):
        actions.start_version(course=cast.course, by=cast.miriam, reason="  ")
    second = actions.start_version(course=cast.course, by=cast.miriam, reason="Isla came up")
    assert (second.number, second.statement, second.reason) == (2, mine, "Isla came up")
    assert second.areas == ["role-transition"]


def test_only_one_version_is_open_at_a_time(cast: Cast) -> None:
    agreeing.written(cast)
    with pytest.raises(Refused, match="waits for an answer"):
        actions.start_version(course=cast.course, by=cast.miriam, reason="again")
    assert Formulation.objects.count() == 1


def test_it_cannot_be_answered_before_the_client_was_shown_it(cast: Cast) -> None:
    row = agreeing.written(cast)
    with pytest.raises(Refused, match="not been shown"):
        answer(cast, row, Answer.AGREES)


@pytest.mark.parametrize("gap", ["areas", "why_these_areas", "statement", "one_line"])
def test_it_is_not_shown_before_it_says_what_it_must(cast: Cast, gap: str) -> None:
    empty: dict[str, Any] = {gap: [] if gap == "areas" else " "}
    row = agreeing.written(cast, **empty)
    with pytest.raises(Refused, match="Before the client sees it"):
        actions.share(formulation=row, seen=row.version, by=cast.miriam)
    row.refresh_from_db()
    assert row.shared_at is None


@pytest.mark.parametrize("field", actions.CLIENT_READS)
def test_the_word_deficits_never_reaches_a_client(cast: Cast, field: str) -> None:
    row = agreeing.written(cast, **{field: "Your interpersonal Deficits are long-standing."})
    with pytest.raises(Refused, match="connecting with others"):
        actions.share(formulation=row, seen=row.version, by=cast.miriam)


def test_two_tabs_at_one_statement_the_second_is_told_and_loses_nothing(cast: Cast) -> None:
    row = agreeing.written(cast)
    seen = row.version
    actions.write(formulation=row, values={"statement": "From the first tab."}, seen=seen, by=cast.miriam)
    with pytest.raises(Overtaken) as caught:
        actions.write(formulation=row, values={"statement": "From the second."}, seen=seen, by=cast.miriam)
    current = caught.value.row
    assert isinstance(current, Formulation)
    assert current.statement == "From the first tab."
    merged = {"statement": "From the first tab. From the second."}
    assert actions.write(
        formulation=row, values=merged, seen=current.version, by=cast.miriam
    ).statement.endswith("second.")


def test_an_answer_to_words_that_have_changed_since_is_not_taken(cast: Cast) -> None:
    agreeing.started(cast)
    row = agreeing.shared(cast)
    read = row.version
    actions.write(formulation=row, values={"statement": "Something else."}, seen=read, by=cast.miriam)
    with pytest.raises(Overtaken):
        actions.answer(formulation=row, seen=read, response=Answer.AGREES, by=cast.joanna_user)
    row.refresh_from_db()
    assert row.client_response == ""


def test_what_waits_for_her_answer_is_hers_and_nobody_elses(cast: Cast) -> None:
    row = agreeing.written(cast)
    assert to_answer(cast.joanna) == ()
    actions.share(formulation=row, seen=row.version, by=cast.miriam)
    assert [(each.what, each.number) for each in to_answer(cast.joanna)] == [("formulation", 1)]
    assert to_answer(cast.callum) == ()


def test_another_area_in_mid_course_brings_a_dated_change_of_agreement_before_both(cast: Cast) -> None:
    course = agreeing.under_way(cast)
    agreeing.agreed(cast, reason="The quarrel with Isla", areas=["role-dispute", "role-transition"])
    course.refresh_from_db()
    change = Agreement.objects.get(number=2)
    assert course.areas == ["role-dispute", "role-transition"]
    assert change.areas == course.areas
    assert change.reason == "The quarrel with Isla"
    assert change.created_at.date().isoformat() == "2026-11-13"
    assert not change.is_in_force
    assert Agreement.objects.get(number=1).areas == ["role-transition"]


def test_another_wording_of_the_same_area_leaves_the_agreement_alone(cast: Cast) -> None:
    agreeing.under_way(cast)
    agreeing.agreed(cast, reason="Better words", one_line="I left too.")
    cast.course.refresh_from_db()
    assert cast.course.focus_line == "I left too."
    assert Agreement.objects.count() == 1


def test_a_yes_that_the_course_cannot_follow_writes_nothing(cast: Cast) -> None:
    course = agreeing.under_way(cast)
    row = agreeing.shared(cast, reason="New", areas=["grief"])
    course.refresh_from_db()
    course.stage = Stage.PAUSED
    course.save(update_fields=["stage"])
    with pytest.raises(Refused, match="paused"):
        answer(cast, row, Answer.AGREES)
    row.refresh_from_db()
    course.refresh_from_db()
    assert (row.answered_at, course.areas) == (None, ["role-transition"])


def test_nothing_is_written_once_the_course_has_ended(cast: Cast) -> None:
    row = agreeing.written(cast)
    cast.course.stage = Stage.STOPPED_EARLY
    cast.course.save(update_fields=["stage"])
    with pytest.raises(Refused, match="has ended"):
        actions.write(formulation=row, values={"statement": "x"}, seen=row.version, by=cast.miriam)
    with pytest.raises(Refused, match="has ended"):
        actions.start_version(course=cast.course, by=cast.miriam, reason="x")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.lists(st.sampled_from([*AREAS, "astrology"]), max_size=5))
def test_two_areas_at_most_each_once_and_only_those_of_the_protocol(cast: Cast, chosen: list[str]) -> None:
    row = queries.open_version(cast.course) or agreeing.written(cast)
    lawful = len(chosen) <= 2 and len(set(chosen)) == len(chosen) and "astrology" not in chosen
    try:
        row = actions.write(formulation=row, values={"areas": chosen}, seen=row.version, by=cast.miriam)
    except Refused:
        assert not lawful
        row.refresh_from_db()
        assert "astrology" not in row.areas
    else:
        assert lawful
        assert row.areas == chosen


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("start"), st.text(max_size=8)),
        st.tuples(st.just("write"), st.text(min_size=1, max_size=20)),
        st.tuples(st.just("share"), st.just("")),
        st.tuples(st.just("answer"), st.sampled_from(list(Answer))),
    ),
    max_size=14,
)


def _step(cast: Cast, kind: str, with_: Any) -> None:
    course = cast.course
    row = queries.open_version(course)
    if kind == "start":
        actions.start_version(course=course, by=cast.miriam, reason=with_)
    elif row is None:
        raise Refused("nothing is open")
    elif kind == "write":
        actions.write(formulation=row, values=WORDS | {"statement": with_}, seen=row.version, by=cast.miriam)
    elif kind == "share":
        actions.share(formulation=row, seen=row.version, by=cast.miriam)
    else:
        answer(cast, row, with_, edit="My own words about it.")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_answered_versions_stay_and_later_ones_have_reasons(
    cast: Cast, steps: list[tuple[str, Any]]
) -> None:
    Formulation.objects.all().delete()
    agreeing.started(cast)
    final: dict[int, tuple[str, str, str]] = {}
    for kind, with_ in steps:
        with suppress(Refused):
            _step(cast, kind, with_)
        rows = list(Formulation.objects.order_by("number"))
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
        assert sum(row.answered_at is None for row in rows) <= 1
        assert all(row.reason.strip() for row in rows[1:])
        for row in rows:
            stands = (row.statement, row.client_edit, row.client_response)
            if row.is_answered:
                assert final.setdefault(row.number, stands) == stands


def test_no_word_of_it_stands_readable_in_the_database(cast: Cast) -> None:
    agreeing.started(cast)
    words: dict[str, Any] = dict.fromkeys(actions.CLIENT_READS, PLANTED) | {
        "why_these_areas": PLANTED, "vulnerability_background": PLANTED, "symptoms_own_words": [PLANTED],
        "weighing": {"grief": {"towards": PLANTED, "away": PLANTED}},
    }  # fmt: skip
    row = agreeing.shared(cast, **words)
    answer(cast, row, Answer.AGREES_WITH_CHANGES, said=PLANTED, edit=f"{PLANTED}, and so on")
    with connection.cursor() as cursor:
        for table in ("treatment_formulation", "treatment_course", "audit_event"):
            cursor.execute(f"SELECT * FROM {table}")
            for cell in (cell for line in cursor.fetchall() for cell in line):
                stored = bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                assert PLANTED.encode() not in stored
    row.refresh_from_db()
    assert row.weighing["grief"]["away"] == PLANTED


def test_every_act_leaves_its_mark(cast: Cast) -> None:
    agreeing.started(cast)
    agreeing.agreed(cast)
    acts = set(Event.objects.filter(client_id=cast.joanna.id).values_list("act", flat=True))
    assert {
        Act.FORMULATION_WRITTEN,
        Act.FORMULATION_SHARED,
        Act.FORMULATION_ANSWERED,
        Act.FOCUS_CHOSEN,
    } <= acts
    assert Event.objects.get(act=Act.FORMULATION_ANSWERED).actor_id == cast.joanna_user.id


@settings(max_examples=60, deadline=None)
@given(before=st.text(max_size=60), after=st.text(max_size=60))
def test_the_marked_changes_are_the_two_texts_and_nothing_else(before: str, after: str) -> None:
    pieces = queries.word_changes(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "in") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "out") == after


def test_a_changed_word_is_marked_out_and_in() -> None:
    pieces = queries.word_changes("I was left behind.", "I was leaving behind.")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("same", "I was "), ("out", "left"), ("in", "leaving"), ("same", " behind."),
    ]  # fmt: skip


def test_changes_with_only_a_space_between_them_are_one_change() -> None:
    pieces = queries.word_changes("Being left behind is hard.", "Leaving, even so, is hard.")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("out", "Being left behind"), ("in", "Leaving, even so,"), ("same", " is hard."),
    ]  # fmt: skip
