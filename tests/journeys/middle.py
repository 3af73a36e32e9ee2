"""What comes once or twice in the middle of a course: a worksheet, a step done, goals marked, the review half way."""

from __future__ import annotations

from tests.journeys.story import Story, friday


def worksheet(told: Story) -> None:
    """Old role and new role: opened on the phone, half filled there, seen in the workspace."""
    miriam = told.record("area/role-transition/").sees("a map, not a queue", "has not been begun")
    miriam.press("Open on the client’s phone too : Old role").sees("open on both sides")
    rosa = told.rosa_in().goto("/my/worksheets/").follow("Before and now").at("client:worksheet")
    rosa.write("Good about before, line 1", "I was the one people asked")
    rosa.write("Bad about now, line 1", "Nobody here knows my name").press("Save", exact=True, nth=-1)
    told.record("area/role-transition/").sees("I was the one people asked", "Nobody here knows my name")


def step_done(told: Story) -> None:
    """Rosa says what became of the step; Miriam sees it before the next session."""
    rosa = told.rosa_in().goto("/my/").sees("It is an invitation, not a test").follow("Say what became of it")
    rosa.choose("I tried it").write("How was it", "He listened, for once.").press("Keep this")


def goals_marked(told: Story) -> None:
    """Where each goal stands, by the client's own mark."""
    rosa = told.rosa_in().goto("/my/plan/").sees("What I want from this").follow("Mark where they stand")
    rosa.choose("5", "Goal 1, today", exact=True).choose("3", "Goal 2, today", exact=True)
    rosa.press("Keep my marks").goto("/my/plan/").sees("5 now")
    told.record("review/").sees("5 now")


def missed_week(told: Story, week: int) -> None:
    """Rosa cannot come and says so. The session is not used up, and another day is found."""
    told.at(friday(week - 1), 18)
    told.house.clock.move(days=5)
    rosa = told.rosa_in().goto("/my/").follow("I can’t come").unfold("I cannot come")
    rosa.write("Anything you would like to say", "We are with my mother.").press("Say that I cannot come")
    told.at(friday(week), 11)
    told.miriam_in()
    told.record("sessions/").sees(
        "five sessions held, seven left", "We are with my mother.", "ends Friday 12 February"
    )
    told.record("sessions/new/").write("Day", friday(13).date().isoformat()).write("Time", "10:00").press(
        "Plan it"
    )
    told.record("sessions/").sees("Friday 12 February at 10:00")


def review_half_way(told: Story) -> None:
    """First and latest side by side, the formulation read again, a decision recorded."""
    miriam = told.record("review/").sees(
        "First and latest", "a rule to weigh, not a verdict", "down 5 since the start"
    )
    miriam.choose("it still fits").write(
        "How the client sees it", "I am in the middle of it, not at the end."
    )
    miriam.choose("go on as agreed").write("Why", "Better, and the focus holds.")
    miriam.page.locator("main form").last.get_by_role("button").first.click()
    miriam.page.wait_for_load_state()
    miriam.look_over()
    miriam.sees("go on as agreed")
