"""The safety plan: six steps in the client's own words, every version kept, nothing overwritten."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from kinweave.safety import actions, queries
from kinweave.safety.actions.plan import PlanChanged
from kinweave.safety.forms import PlanForm
from kinweave.safety.models import SafetyPlan
from kinweave.safety.plan import MOST_LINES, STEPS, Doing, Helper, Line, Plan, Professional, Safer, Somebody
from kinweave.safety.templatetags.dialling import dialled
from tests.cast import Cast

words = st.text(min_size=1, max_size=60)
plans = st.builds(
    Plan,
    signs=st.lists(st.builds(Line, words), max_size=3).map(tuple),
    alone=st.lists(st.builds(Doing, words, st.none() | st.integers(0, 10), words), max_size=3).map(tuple),
    company=st.lists(st.builds(Somebody, words, words), max_size=3).map(tuple),
    helpers=st.lists(st.builds(Helper, words, words, st.booleans()), max_size=3).map(tuple),
    professionals=st.lists(st.builds(Professional, words, words, words), max_size=3).map(tuple),
    safer=st.lists(st.builds(Safer, words, words, words, st.booleans()), max_size=3).map(tuple),
)


@given(plans)
def test_a_plan_is_read_back_as_it_was_written(plan: Plan) -> None:
    assert Plan.from_json(plan.to_json()) == plan


def test_the_steps_go_from_self_to_others_to_professionals_to_surroundings() -> None:
    assert [step.code for step in STEPS] == ["signs", "alone", "company", "helpers", "professionals", "safer"]


def test_each_change_is_a_version_and_the_same_plan_again_is_none(cast: Cast) -> None:
    first = Plan(signs=(Line("Not answering Kate"),))
    actions.save_plan(client=cast.joanna, plan=first, seen_version=0, by=cast.joanna_user)
    actions.save_plan(client=cast.joanna, plan=first, seen_version=0, by=cast.joanna_user)
    second = Plan(signs=(Line("Lying awake"),))
    actions.save_plan(client=cast.joanna, plan=second, seen_version=1, by=cast.miriam)
    assert queries.plan_of(cast.joanna) == second
    assert [row.version for row in queries.plan_versions(cast.miriam, cast.joanna)] == [2, 1]
    assert not queries.plan_versions(cast.stranger, cast.joanna).exists()


def test_a_plan_saved_meanwhile_is_never_overwritten(cast: Cast) -> None:
    mine, theirs = Plan(signs=(Line("mine"),)), Plan(signs=(Line("theirs"),))
    actions.save_plan(client=cast.joanna, plan=theirs, seen_version=0, by=cast.miriam)
    with pytest.raises(PlanChanged, match="nothing is lost"):
        actions.save_plan(client=cast.joanna, plan=mine, seen_version=0, by=cast.joanna_user)
    assert queries.plan_of(cast.joanna) == theirs
    assert SafetyPlan.objects.count() == 1


def form(*pairs: tuple[str, str]) -> PlanForm:
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    return PlanForm(data, plan=Plan())


def test_empty_lines_are_left_out_and_the_order_is_kept() -> None:
    written = form(
        ("signs-0-text", ""),
        ("signs-1-text", "b"),
        ("signs-2-text", "a"),
        ("alone-0-text", "walk"),
        ("alone-0-likely", "7"),
    )
    assert written.is_valid()
    assert written.plan == Plan(signs=(Line("b"), Line("a")), alone=(Doing("walk", 7),))


def test_a_number_without_a_name_is_shown_again_as_it_was_typed() -> None:
    written = form(("helpers-0-phone", "01632 960114"))
    assert not written.is_valid()
    assert written.errors[0][0] == "id_helpers-0-text"
    assert written.steps[3].rows[0]["phone"].value() == "01632 960114"


def test_a_likelihood_out_of_range_and_a_line_without_end_are_refused() -> None:
    assert not form(("alone-0-text", "x"), ("alone-0-likely", "11")).is_valid()
    assert not form(("signs-0-text", "x" * 501)).is_valid()


def test_hostile_row_numbers_cost_nothing() -> None:
    written = form(
        ("signs-999999999999-text", "x"),
        ("signs--1-text", "x"),
        ("signs-500-text", "x"),
        ("signs-²-text", "x"),
    )
    assert len(written.steps[0].rows) <= MOST_LINES


def test_a_written_plan_opens_with_its_lines_and_an_empty_one() -> None:
    opened = PlanForm(plan=Plan(signs=(Line("a"), Line("b"))))
    assert [row["text"].value() for row in opened.steps[0].rows] == ["a", "b", None]
    assert [row["text"].value() for row in opened.steps[1].rows] == [None]


def test_a_line_that_was_added_on_the_page_is_kept_like_the_others() -> None:
    another = PlanForm(plan=Plan()).steps[0].another["text"].html_name
    assert another == "signs-__n__-text"
    written = form((another.replace("__n__", "7"), "Lying awake"))
    assert written.is_valid()
    assert written.plan == Plan(signs=(Line("Lying awake"),))


@pytest.mark.parametrize(
    ("typed", "dials"),
    [("020 7946 0018", "02079460018"), ("+44 (0)1632 960114", "+441632960114"), ("ask Bea", "")],
)
def test_a_number_as_people_write_it_can_be_dialled(typed: str, dials: str) -> None:
    assert dialled(typed) == dials
