"""A check-in whose ninth answer is not zero: help at once, an alert for Miriam, a decision, and only then a signature."""

from __future__ import annotations

import pytest

from tests.journeys.checkin import answer_all
from tests.journeys.story import Story, friday
from tests.journeys.weeks import turn_to

pytestmark = pytest.mark.browser

NINTH = (1, 1, 1, 1, 0, 1, 0, 0, 1, 1)


def test_from_the_answer_to_the_signed_note(under_way: Story) -> None:
    the_answer_brings_help(under_way)
    the_alert_is_on_today(under_way)
    the_note_waits_for_a_decision(under_way)
    the_decision_is_written_and_the_note_signed(under_way)


def the_answer_brings_help(told: Story) -> None:
    """The evening before: the response to the answer itself holds numbers that can be dialled."""
    told.at(friday(3), 18)
    told.house.clock.move(days=6)
    rosa = told.rosa_in().press("Begin").follow("See all questions on one page")
    answer_all(rosa, *NINTH)
    rosa.sees("Thank you for telling us", "You can talk to a person now", "116 123", "Miriam has been told")
    assert rosa.page.locator("a[href='tel:999']").count()
    assert rosa.page.locator("a[href='tel:116123']").count()
    rosa.choose("I am not sure", "Are you safe where you are").write(
        "Where are you now", "At home, in the kitchen"
    )
    rosa.press("Send this to Miriam").sees("116 123")


def the_alert_is_on_today(told: Story) -> None:
    """In the morning it stands first on Today, with when it is due, and Miriam takes it."""
    told.at(friday(4), 8, 30)
    miriam = told.miriam_in().sees("Rosa Lind")
    told.alert = miriam.page.locator("a[href*='/alerts/']").first.get_attribute("href")
    miriam.goto(told.alert)
    miriam.at("therapist:alert").sees(
        "At home, in the kitchen", "07700 900123", "needed before a note is signed"
    )
    miriam.press("Take this").sees("taken by Miriam")
    miriam.choose("Talked by telephone or video").write("What was said", "She is safe; we talk at ten.")
    miriam.press("Write this down").sees("She is safe; we talk at ten.")


def the_note_waits_for_a_decision(told: Story) -> None:
    """The room opens on it. A signature without a decision is refused, and no word is lost."""
    told.at(friday(4), 10)
    miriam = told.miriam_in().goto(f"/work/people/{told.client_id}/room/").sees("Safety first")
    miriam.press("Begin the session").sees("Ask alone, and first")
    miriam.pick("Safety", "Thoughts were said; safety plan read and changed where needed")
    miriam.write("What was asked, what was said", "Asked at once. Thoughts in the evening, no plan.")
    turn_to(miriam, "Close").press("Save and sign").at("therapist:session-room")
    miriam.sees("Write down what was decided about it first").finds(
        "What was asked, what was said", "Asked at once. Thoughts in the evening, no plan."
    )
    told.record("sessions/").sees_not("Signed by")


def the_decision_is_written_and_the_note_signed(told: Story) -> None:
    """Decided in the room itself; then the note is signed, and the alert can be closed."""
    miriam = told.miriam.goto(f"/work/people/{told.client_id}/room/")
    miriam.write("What is going on", "Evenings alone; Bea keeps her company.")
    miriam.write("Who does what by when", "Rings Bea on Saturday; we speak on Monday.")
    miriam.pick("What was decided", "Talked through; safety plan made or looked at again")
    turn_to(miriam, "Close").press("Save and sign").at("therapist:note").sees("Signed", "no plan")
    miriam.goto(told.alert).press("Close this alert").sees("Closed")
