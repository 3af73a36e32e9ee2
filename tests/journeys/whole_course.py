"""A whole course of IPT, told in the order in which it happens."""

from __future__ import annotations

from tests.journeys import beginning, ending, initial, middle
from tests.journeys.story import Story
from tests.journeys.weeks import hold_session


def the_initial_phase(told: Story) -> None:
    """From the invitation to an agreement that both have signed."""
    beginning.take_on(told)
    beginning.first_pages(told)
    beginning.first_answers(told)
    beginning.review(told)
    beginning.explain(told)
    initial.people(told)
    initial.timeline(told)
    initial.formulation(told)
    initial.agreement(told)


def the_middle_phase(told: Story) -> None:
    """Ten sessions in eleven weeks: Christmas is a week without one."""
    for session in (1, 2, 3, 4):
        hold_session(told, session, week=session)
    middle.worksheet(told)
    hold_session(told, 5, week=5)
    middle.step_done(told)
    middle.goals_marked(told)
    middle.missed_week(told, week=6)
    hold_session(told, 6, week=7)
    middle.review_half_way(told)
    for session in (7, 8, 9, 10):
        hold_session(told, session, week=session + 1)


def the_ending(told: Story) -> None:
    """The last two sessions, the plan for staying well, and the outcome."""
    ending.begins(told)
    ending.circle_moves(told)
    hold_session(told, 11, week=12)
    ending.plan_written(told)
    hold_session(told, 12, week=13)
    ending.closes(told)
    assert told.held == list(range(1, 13))
