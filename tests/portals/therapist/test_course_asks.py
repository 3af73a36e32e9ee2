"""Looking back on a session: what its phase asks, folded away on the page of the course."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kinweave.people.models import User
from kinweave.treatment.models import Course
from tests.cast import Cast

AsUser = Callable[[User], Browser]


def titles(browser: Browser, cast: Cast) -> list[str]:
    page = browser.get(reverse("therapist:course", args=[cast.joanna.id]))
    return [each.title for each in page.context["asks"]]


def test_at_the_beginning_the_first_sessions_are_asked_for(cast: Cast, as_user: AsUser) -> None:
    Course.objects.filter(pk=cast.course.pk).update(areas=[])
    found = titles(as_user(cast.miriam), cast)
    assert found == ["What the first sessions ask", "What every session asks", "What does not belong in IPT"]


def test_the_agreed_area_is_asked_for_and_no_other(cast: Cast, as_user: AsUser) -> None:
    Course.objects.filter(pk=cast.course.pk).update(areas=["grief"])
    found = titles(as_user(cast.miriam), cast)
    assert "What grief asks" in found
    assert "What a role dispute asks" not in found


@pytest.mark.parametrize("who", ["miriam", "adela"])
def test_it_is_folded_and_says_that_nothing_is_counted(cast: Cast, as_user: AsUser, who: str) -> None:
    page = as_user(getattr(cast, who)).get(reverse("therapist:course", args=[cast.joanna.id])).text
    start = page.index("What this phase asks of a session")
    assert page[:start].rstrip().endswith("<details><summary>")
    assert "Nothing here is kept, and nothing is counted" in page
    assert "have not been validated" in page
    assert "Symptoms are gone through in order, and the illness is named and explained." in page


def test_what_is_not_sourced_says_so_and_what_belongs_elsewhere_is_not_shown(
    cast: Cast, as_user: AsUser
) -> None:
    page = as_user(cast.miriam).get(reverse("therapist:course", args=[cast.joanna.id]))
    unwanted = page.context["asks"][-1]
    assert not unwanted.wanted
    assert [item.unsure for item in unwanted.items] == [True, False, False, True]
    assert "Exposure" not in page.text
