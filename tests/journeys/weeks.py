"""A week of the middle phase: Rosa's check-in the evening before, the hour in the room, the note signed at its end."""

from __future__ import annotations

from tests.journeys.checkin import check_in
from tests.journeys.story import Story, friday
from tests.journeys.visitor import Visitor

GOOD_WEEK, HARD_WEEK = "Two walks and a long talk.", "Quiet days. I kept to myself."
# how Rosa is over the weeks, as published courses go: better by and by, with a hard week before the middle
MOODS = (3, 4, 4, 3, 5, 5, 6, 6, 7, 7, 7, 8)


def answers_of(session: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """PHQ-9 with its tenth, unscored item and GAD-7, falling from 14 and 9."""
    left = max(0, 14 - session)
    phq = tuple(min(2, max(0, left - 2 * place)) for place in range(8))
    return (*phq, 0, 1), (*((1,) * max(0, 7 - session // 2) + (0,) * 7)[:7], 0)


def evening_before(told: Story, session: int, week: int) -> None:
    """The check-in on the phone. Some evenings also a moment, or word of the step."""
    told.at(friday(week - 1), 18)
    told.house.clock.move(days=6)
    rosa = told.rosa_in()
    if rosa.one("button", "Begin").count():
        check_in(rosa, *answers_of(session)).at("client:thanks")
    rosa.goto("/my/mood/").choose(str(MOODS[session - 1]), exact=True).press("Save", exact=True)


def into_the_room(told: Story, week: int, minute: int = 0) -> Visitor:
    """From Today into the room, and the session begins."""
    told.at(friday(week), 9, 50)
    told.miriam_in().sees("Rosa Lind").follow("Open the room").at("therapist:session-room")
    told.at(friday(week), 10, minute)
    miriam = told.miriam.sees("Before Rosa Lind comes in", "A zero is not an all-clear")
    if miriam.one("link", "Write down how to reach them").count():
        ask_for_the_doctor(told)
    return miriam.press("Begin the session")


def ask_for_the_doctor(told: Story) -> None:
    """Rosa would rather say it in the room; before the first session begins, it is asked and written down."""
    miriam = told.miriam.sees("Still to ask before the first session: their doctor.")
    room = miriam.page.url
    miriam.follow("Write down how to reach them").write("doctor", "Dr Amis, Mill Lane").press(
        "Save", exact=True
    )
    miriam.at("therapist:care").sees_not("Still to ask")
    miriam.goto(room).sees("To reach them: 07700 900123")


def turn_to(miriam: Visitor, part: str) -> Visitor:
    """Along the hour: the link opens its part of the room."""
    hour = miriam.page.get_by_role("navigation", name="The 50 minutes")
    hour.get_by_role("link", name=part).click()
    return miriam


def write_note(told: Story, session: int) -> None:
    """The note beside the work: safety first, mood, strategy, the link, the next step."""
    miriam = told.miriam
    miriam.pick("Safety", "Asked; nothing new was said")
    miriam.write("What was asked", "Asked plainly: no thoughts of dying this week.")
    miriam.write("What was worked on", GOOD_WEEK if MOODS[session - 1] > 3 else HARD_WEEK)
    miriam.write("Mood today", str(MOODS[session - 1]))
    strategies = miriam.group("Strategies touched today").get_by_role("checkbox")
    strategies.nth((session - 1) % strategies.count()).check()
    miriam.pick("Was the agreed area", "yes")
    miriam.write("The link, in one sentence", f"Week {session}: the evening she spoke, the mood lifted.")
    miriam.write("For next time", "Stay with the new role.")
    turn_to(miriam, "What to try").write("What they will try", f"Say one thing to Tom aloud, week {session}")
    miriam.write("With whom", "Tom")


def sign(told: Story) -> None:
    turn_to(told.miriam, "Close").press("Save and sign").at("therapist:note").sees("Signed")


def hold_session(told: Story, session: int, week: int) -> None:
    """One whole week."""
    evening_before(told, session, week)
    into_the_room(told, week)
    write_note(told, session)
    told.at(friday(week), 10, 14)  # within the quarter of an hour after which staff are signed out
    sign(told)
    told.held.append(session)
