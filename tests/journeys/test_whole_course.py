"""A whole course of twelve sessions, both sides, in a real browser; with scripts, and again without."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.house import House
from tests.journeys.story import Story
from tests.journeys.strangers import everyone_else_is_refused
from tests.journeys.visitor import DESK, PHONE, Ledger, Visitor, faults
from tests.journeys.whole_course import the_ending, the_initial_phase, the_middle_phase

pytestmark = pytest.mark.browser


def test_from_invitation_to_plan_for_staying_well(told: Story, visit: Callable[..., Visitor]) -> None:
    the_initial_phase(told)
    the_middle_phase(told)
    the_ending(told)
    everyone_else_is_refused(told, visit)
    every_page_at_the_other_width(told)


def test_the_same_without_javascript(house: House, visit: Callable[..., Visitor]) -> None:
    miriam = visit("miriam", scripts=False)
    rosa = visit("rosa", width=PHONE, scripts=False)
    told = Story(house, miriam, rosa)
    the_initial_phase(told)
    the_middle_phase(told)
    the_ending(told)


def every_page_at_the_other_width(told: Story) -> None:
    """What Miriam saw at her desk, on a phone; what Rosa saw on her phone, on a large screen, in the dark."""
    for visitor, width, enter in ((told.miriam, PHONE, told.miriam_in), (told.rosa, DESK, told.rosa_in)):
        enter()
        visitor.page.set_viewport_size({"width": width, "height": 900})
        visitor.page.emulate_media(color_scheme="dark")
        for path in one_of_each(visitor.ledger, visitor.who):
            if visitor.page.goto(path).status == 200:
                found = faults(visitor.page)
                visitor.complaints += [
                    f"{visitor.who} at {path}, {width} px, dark: {words}" for words in found
                ]


def one_of_each(ledger: Ledger, who: str) -> list[str]:
    """One address for each route somebody has met."""
    met: dict[str, str] = {}
    for path in ledger.of(who):
        met[ledger.addresses[f"{who} {path}"]] = path
    return [path for name, path in met.items() if ":" in name]
