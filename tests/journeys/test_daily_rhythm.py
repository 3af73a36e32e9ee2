"""The daily rhythm: begun at the desk, written on the phone in bed, also without scripts, read together in the room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.journeys.scenes import PASSWORD
from tests.journeys.story import Story, friday
from tests.journeys.visitor import PHONE, Visitor

pytestmark = pytest.mark.browser
DAY = ("07:05", "07:40", "09:00", "18:30", "23:10")
WORDS = (
    "I got out of bed",
    "I first spoke with somebody",
    "I began the day's main activity",
    "I had my evening meal",
    "I went to bed",
)


def writes(visitor: Visitor, times: tuple[str, ...] = DAY) -> Visitor:
    """Fill in one day: five times, who was there once, save."""
    for label, at in zip(WORDS, times, strict=True):
        visitor.page.get_by_label(label, exact=True).fill(at)
    visitor.page.get_by_label(f"Who was there: {WORDS[0]}").select_option(label="I was alone")
    return visitor.press("Save this day")


def test_a_week_of_it_from_beginning_to_reading(under_way: Story, visit: Callable[..., Visitor]) -> None:
    under_way.at(friday(3), 12)
    miriam = under_way.miriam_in()
    under_way.record("measures/").sees("No daily rhythm log is kept").follow("Open the daily rhythm log")
    miriam.press("Begin the log").sees("Kept by the client since 4 December", "Nothing has been written down")

    rosa = under_way.rosa_in().goto("/my/").follow("Write down today")
    rosa.sees("Friday 4 December", "It takes less than half a minute")
    writes(rosa)
    rosa.at("client:rhythm").sees("Saved. That is all for this day.", "At 7:05", "Write down yesterday")

    # half past midnight, in bed: "today" is still the day that is ending
    under_way.at(friday(3) + timedelta(days=2), 0, 30)
    under_way.rosa_in().goto("/my/").follow("Write down today").sees(
        "Saturday 5 December", "still belongs to Saturday"
    )
    writes(rosa, ("07:20", "08:00", "09:10", "18:45", "00:20"))

    # on a phone whose browser runs no scripts
    under_way.at(friday(3) + timedelta(days=3), 9)
    plain = visit("rosa", width=PHONE, scripts=False).sign_in(under_way.email, PASSWORD).goto("/my/rhythm/")
    plain.goto(f"/my/rhythm/{date(2026, 12, 6)}/")
    writes(plain, ("10:40", "11:00", "11:30", "19:00", "00:40")).sees("Saved. That is all for this day.")
    plain.follow("Write down today").page.get_by_label("Anything about this day").fill("Slept at Isla’s")
    plain.press("Save this day").sees("“Slept at Isla’s”")

    under_way.rosa_in().goto("/my/rhythm/").unfold("Picture and table").sees(
        "30 November to 6 December", "Usually about", "Sun 6"
    )
    under_way.miriam_in()
    miriam = under_way.record("rhythm/").sees(
        "30 November to 6 December", "Regularity", "How the number comes about"
    )
    miriam.unfold("How the number comes about").sees("expert knowledge, verify")
    narrow = visit("miriam", width=PHONE).sign_in("miriam@northgate.example", PASSWORD)
    narrow.goto(f"/work/people/{under_way.client_id}/rhythm/").sees("Regularity", "The weeks so far")
    miriam.press("End the log").sees("The log has ended.")
    rosa.goto("/my/").sees_not("My daily rhythm")
    rosa.goto("/my/rhythm/").sees("This log has ended.", "30 November to 6 December")
