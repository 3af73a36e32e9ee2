"""Taking on a client offers the courses that can be run today, and says where the others are."""

from collections.abc import Callable

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kinweave.core.protocols import Protocol
from kinweave.core.startable import startable_with_a_newcomer
from kinweave.people.models import User
from kinweave.shelf.queries import library
from kinweave.therapist.forms.newcomers import NewcomerForm
from tests.cast import Cast

SignedIn = Callable[[User], Browser]

NEWCOMER = reverse("therapist:newcomer")


def offered() -> dict[str, str]:
    return dict(NewcomerForm().fields["protocol"].choices)  # type: ignore[attr-defined]


def test_the_reference_course_is_chosen_first_and_variants_for_adults_one_to_one_are_offered() -> None:
    assert NewcomerForm().fields["protocol"].initial == "ipt"
    assert {"ipt", "ipt-brief", "ipc", "ipt-ptsd", "ipt-grief", "ipt-late-life", "ipt-tele"} <= set(offered())


@pytest.mark.parametrize(
    "code", ["ipt-group-who", "pa-ipt", "ipt-a", "iipt-self-guided", "ipt-m", "ipt-inpatient"]
)
def test_forms_that_cannot_be_run_yet_are_not_offered_and_not_taken(code: str) -> None:
    assert code not in offered()
    form = NewcomerForm({"protocol": code})
    assert "protocol" in form.errors


def test_what_is_offered_is_what_the_library_calls_startable() -> None:
    assert set(offered()) == {
        each.code for each in library().all(Protocol) if startable_with_a_newcomer(each)
    }


def test_the_page_says_where_the_other_forms_are(cast: Cast, as_user: SignedIn) -> None:
    page = as_user(cast.miriam).get(NEWCOMER).content.decode()
    assert "a course of them cannot be started here yet" in page
    assert "IPT for depression after a death" in page
    assert "Group IPT" not in page
