"""What client and therapist are shown of the same course does not differ."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client as Browser

from kinweave.core import clock
from kinweave.core.course import Stage
from kinweave.treatment.models import Course
from tests.capabilities.measures.asking import planned
from tests.cast import START, Cast

CHECKS = (
    "consent_given", "suitability_recorded", "symptom_review_done", "inventory_taken", "area_chosen",
    "formulation_agreed", "agreement_signed",
)  # fmt: skip


def phases(html: str) -> list[tuple[str, int]]:
    """The phases of the ribbon on a page, each with how many sessions it has."""
    (ribbon,) = re.findall(r'<ol class="ribbon".*?</ol></li></ol>', html, re.DOTALL)
    return [
        (name, int(size))
        for size, name in re.findall(r'<li class="n-(\d+)"><span class="phase">([^<]+)', ribbon)
    ]


@pytest.mark.parametrize(("held", "done_at", "beginning"), [(2, None, 3), (4, None, 5), (6, 4, 4), (6, 2, 2)])
def test_both_see_the_same_sessions_in_each_phase(
    cast: Cast, client: Browser, held: int, done_at: int | None, beginning: int
) -> None:
    for number in range(1, held + 1):
        planned(cast.course, START + timedelta(weeks=number), number=number)
    for ahead in range(held + 1, 17):
        planned(cast.course, START + timedelta(weeks=ahead))
    done = {}
    if done_at:
        done = dict.fromkeys(CHECKS, (START + timedelta(weeks=done_at)).date().isoformat())
    Course.objects.filter(pk=cast.course.pk).update(agreed_on=START.date(), stage=Stage.AGREED, done=done)
    shown = {}
    with clock.at(START + timedelta(weeks=held, days=3)):
        for user, page in (
            (cast.miriam, f"/work/people/{cast.joanna.id}/"),
            (cast.joanna_user, "/my/"),
        ):
            client.force_login(user, backend="kinweave.people.backends.AccountBackend")
            shown[user.name] = [size for _, size in phases(client.get(page).content.decode())]
    assert shown["Miriam"] == shown[""]
    assert shown["Miriam"] == [beginning, 13 - beginning, 3]
