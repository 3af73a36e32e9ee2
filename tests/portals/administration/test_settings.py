"""What a service says of itself before clients rely on it (S-43)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kinweave.people.models import Service, User
from kinweave.safety.queries import help_for
from tests.cast import Cast

AsUser = Callable[[User], Browser]
SETTINGS, LINES = reverse("administration:settings"), reverse("administration:crisis-lines")


def said(cast: Cast, **other: Any) -> dict[str, Any]:
    return {
        "name": "Northgate", "country": "GB", "time_zone": "Europe/London", "telephone": "0117 496 0100",
        "hours": "Monday to Friday, nine to five", "out_of_hours": "Ring 111, or 999 in danger.",
        "staffed_from": "09:00", "staffed_until": "17:00", "duty_user": str(cast.adela.pk),
    } | other  # fmt: skip


def test_what_is_still_to_say_is_listed_until_it_is_said(cast: Cast, as_user: AsUser) -> None:
    manager = as_user(cast.manager)
    before = manager.get(reverse("administration:home")).context["unset"]
    assert len(before) == 5
    manager.post(SETTINGS, said(cast))
    manager.post(LINES, {"on": "2026-11-12", "sure": "on", "numbers": read()})
    assert manager.get(reverse("administration:home")).context["unset"] == []
    service = Service.objects.get(pk=cast.service.pk)
    assert service.duty_user == cast.adela
    assert service.out_of_hours == "Ring 111, or 999 in danger."
    assert service.crisis_lines_confirmed_on == date(2026, 11, 12)


@pytest.mark.parametrize("who", ["manager", "stranger", "joanna_user"])
def test_only_a_clinician_of_the_service_is_on_duty(cast: Cast, as_user: AsUser, who: str) -> None:
    answer = as_user(cast.manager).post(SETTINGS, said(cast, duty_user=str(getattr(cast, who).pk)))
    assert answer.status_code == 422
    assert Service.objects.get(pk=cast.service.pk).duty_user is None


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"country": "G8"}, "two letters"),
        ({"time_zone": "London"}, "a region and a city"),
        ({"staffed_until": "08:00"}, "end before they begin"),
        ({"name": ""}, "required"),
    ],
)
def test_what_cannot_be_right_is_said_and_kept_on_the_page(
    cast: Cast, as_user: AsUser, other: dict[str, str], words: str
) -> None:
    answer = as_user(cast.manager).post(SETTINGS, said(cast, **other))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Ring 111" in answer.content.decode()
    assert Service.objects.get(pk=cast.service.pk).telephone == ""


def test_the_manager_sees_every_number_of_the_country(cast: Cast, as_user: AsUser) -> None:
    page = as_user(cast.manager).get(LINES).content.decode()
    shown = help_for("GB")
    for call in (shown.emergency, *shown.first, *shown.others):
        assert call.shown in page
        assert not call.source or f'<a href="{call.source}" rel="noopener noreferrer">' in page


def read(country: str = "GB") -> str:
    """The mark of the list as the manager's page shows it."""
    return help_for(country).numbers


def test_a_list_that_is_not_the_one_in_force_is_not_confirmed(cast: Cast, as_user: AsUser) -> None:
    manager = as_user(cast.manager)
    for numbers in (read("IE"), ""):
        answer = manager.post(LINES, {"on": "2026-11-12", "sure": "on", "numbers": numbers})
        assert answer.status_code == 422
        assert "changed since you opened this page" in answer.content.decode()
    assert Service.objects.get(pk=cast.service.pk).crisis_lines_confirmed_on is None


def test_the_page_sends_the_list_it_shows(cast: Cast, as_user: AsUser) -> None:
    page = as_user(cast.manager).get(LINES).content.decode()
    assert f'name="numbers" value="{read()}"' in page
    assert "Still to do: nobody has confirmed" in page


def test_when_a_number_changes_the_manager_is_asked_again(cast: Cast, as_user: AsUser) -> None:
    manager = as_user(cast.manager)
    manager.post(LINES, {"on": "2026-11-12", "sure": "on", "numbers": read()})
    assert "Still to do" not in manager.get(LINES).content.decode()
    Service.objects.filter(pk=cast.service.pk).update(crisis_lines_confirmed="of the list before")
    assert "have changed since they were confirmed" in manager.get(LINES).content.decode()


def test_numbers_are_confirmed_with_a_tick_and_a_day_that_has_been(cast: Cast, as_user: AsUser) -> None:
    manager = as_user(cast.manager)
    assert manager.post(LINES, {"on": "2026-11-12"}).status_code == 422
    late = manager.post(LINES, {"on": "2026-11-20", "sure": "on", "numbers": read()})
    assert "lies ahead" in late.content.decode()
    assert Service.objects.get(pk=cast.service.pk).crisis_lines_confirmed_on is None


def test_another_country_has_other_numbers_to_confirm(cast: Cast, as_user: AsUser) -> None:
    manager = as_user(cast.manager)
    manager.post(LINES, {"on": "2026-11-12", "sure": "on", "numbers": read()})
    manager.post(SETTINGS, said(cast))
    assert Service.objects.get(pk=cast.service.pk).crisis_lines_confirmed_on is not None
    manager.post(SETTINGS, said(cast, country="IE", time_zone="Europe/Dublin"))
    assert Service.objects.get(pk=cast.service.pk).crisis_lines_confirmed_on is None


def test_lines_rung_long_ago_are_to_be_rung_again(cast: Cast, as_user: AsUser) -> None:
    manager = as_user(cast.manager)
    manager.post(SETTINGS, said(cast))
    manager.post(LINES, {"on": "2026-05-01", "sure": "on", "numbers": read()})
    assert any(
        "crisis lines" in words for words in manager.get(reverse("administration:home")).context["unset"]
    )
