"""A button pressed twice, a page gone back to, a form sent again: done once, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.checkin import answer_all
from tests.journeys.story import Story
from tests.journeys.visitor import PHONE, Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_pressed_twice_is_done_once(under_way: Story, visit: Callable[..., Visitor], scripts: bool) -> None:
    rosa = visit("rosa", width=PHONE, scripts=scripts).sign_in(under_way.email, "a long walk by the river")
    rosa.goto("/my/people/add/").write("What do you call them?", "Old Mrs Hall")
    with rosa.page.expect_navigation(wait_until="load"):
        rosa.one("button", "Add to the circle").dblclick()
    rosa.page.wait_for_load_state("networkidle")
    names = rosa.goto("/my/people/").page.get_by_role("link", name="Old Mrs Hall", exact=True)
    assert names.count() == 1


def test_loading_a_refused_form_again_keeps_it_and_adds_nobody(under_way: Story) -> None:
    rosa = under_way.rosa_in().goto("/my/timeline/add/event/").write("What happened", "The dog fell ill")
    rosa.write("When?", "the day after never").press("Save", exact=True).sees("Nothing you wrote is lost")
    rosa.page.reload()
    rosa.finds("What happened", "The dog fell ill").write("When?", "5 October 2026").press("Save", exact=True)
    rosa.page.reload()
    rosa.goto("/my/timeline/")
    assert rosa.page.get_by_role("heading", name="The dog fell ill").count() == 1


def test_an_answer_is_changed_by_going_back(under_way: Story) -> None:
    under_way.house.clock.move(days=6)
    rosa = under_way.rosa_in().press("Begin").choose("Nearly every day").press("Next question")
    rosa.page.go_back()
    rosa.choose("Several days").press("Next question").sees("Question 2 of 9").follow("Back to question 1")
    assert rosa.field("Several days").is_checked()


def test_back_after_sending_does_not_open_what_was_sent(under_way: Story) -> None:
    under_way.house.clock.move(days=6)
    rosa = under_way.rosa_in().press("Begin").follow("See all questions on one page")
    answer_all(rosa, *(1,) * 8, 0, 0)
    sent = rosa.page.url
    rosa.page.go_back()
    rosa.page.reload()
    assert rosa.page.url != sent
    rosa.sees_not("Something went wrong")
    assert not rosa.page.get_by_role("button", name="Send my answers").count() or rosa.page.url.endswith(
        "/all/"
    )
