"""What a service manager sees of answers that are due: whose turn it is, and no word or name of a client."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kinweave.core import clock
from kinweave.jobs.models import Pulse
from kinweave.people.models import Client, User
from kinweave.safety import actions
from kinweave.safety.models import Alert
from kinweave.safety.queries import count_waiting
from tests.cast import START, Cast
from tests.statements import statements_of

AsUser = Callable[[User], Browser]
HOME, ANSWERS = reverse("administration:home"), reverse("administration:alerts")
SAID = "answered 2 on the safety item, and wrote about the bridge"


def raised(client: Client, tier: str = "today", flag: str = "thoughts-of-death-or-self-harm") -> Alert:
    return actions.raise_alert(
        client=client, flag_code=flag, tier=tier, source_type="reply", source_id=flag, by=None, summary=SAID
    )  # fmt: skip


def text(html: str) -> str:
    """What stands on the page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split()).replace(" .", ".")


@pytest.fixture
def manager(cast: Cast, as_user: AsUser) -> Browser:
    Pulse.objects.create(worker="one", alive_at=clock.now(), went_round_at=clock.now())
    return as_user(cast.manager)


def test_the_first_page_counts_what_nobody_has_taken(cast: Cast, manager: Browser) -> None:
    assert "nobody has taken" not in manager.get(HOME).content.decode()
    raised(cast.joanna)
    Alert.objects.filter(pk=raised(cast.callum, tier="now").pk).update(due_at=START)
    home = text(manager.get(HOME).content.decode())
    assert "2 answers due : nobody has taken them yet, and for 1 the time has run out." in home


def test_the_list_says_whose_turn_it_is_and_when_and_nothing_else(cast: Cast, manager: Browser) -> None:
    alert = raised(cast.joanna)
    late = alert.due_at + timedelta(minutes=1)
    with clock.at(late):
        actions.escalate_due()
        page = manager.get(ANSWERS).content.decode()
    said = text(page)
    assert "One answer waits for somebody, one past its time" in said
    assert "Today was due by 12:00 Waits for Miriam. Came today at 10:00." in said
    assert "Passed on to Adela, supervisor, today at 12:01." in said
    assert reverse("administration:staff", args=[cast.miriam.pk]) in page
    for word in (
        *SAID.split(", "),
        "bridge",
        "N-001",
        "Joanna",
        "Hale",
        "thoughts-of-death",
        str(cast.joanna.pk),
    ):
        assert word not in page


def test_a_taken_answer_waits_for_nobody_and_stays_until_it_is_closed(cast: Cast, manager: Browser) -> None:
    alert = actions.acknowledge(alert=raised(cast.joanna), by=cast.miriam)
    said = text(manager.get(ANSWERS).content.decode())
    assert "Somebody has taken every answer" in said
    assert "taken today at 10:00 Miriam answers." in said
    actions.log_contact(alert=alert, contact="call", note="She is with her sister.", by=cast.miriam)
    actions.record_disposition(
        alert=alert, disposition="continue", formulation="A bad night.", plan="We look again.", by=cast.miriam
    )
    actions.close(alert=alert, by=cast.miriam)
    assert "Nothing waits for an answer." in manager.get(ANSWERS).content.decode()


def test_what_nobody_can_answer_says_so(cast: Cast, manager: Browser) -> None:
    Alert.objects.filter(pk=raised(cast.joanna).pk).update(owner=None)
    assert "Nobody is there to answer." in text(manager.get(ANSWERS).content.decode())


def test_untaken_ones_come_first_however_late_the_others_are(cast: Cast, manager: Browser) -> None:
    actions.acknowledge(alert=raised(cast.joanna, tier="now"), by=cast.miriam)
    raised(cast.callum, tier="next-session")
    said = text(manager.get(ANSWERS).content.decode())
    assert said.index("Waits for Miriam.") < said.index("Miriam answers.")


@pytest.mark.parametrize("page", [HOME, ANSWERS])
def test_a_worker_that_stands_still_is_said_with_what_to_do(cast: Cast, manager: Browser, page: str) -> None:
    assert "Nothing is being sent" not in manager.get(page).content.decode()
    with clock.at(START + timedelta(minutes=6)):
        said = text(manager.get(page).content.decode())
    assert "Nothing is being sent or passed on." in said
    assert "kinweave work" in said


@pytest.mark.parametrize("name", ["miriam", "adela", "stranger", "joanna_user", "colleague"])
def test_nobody_else_reads_it(cast: Cast, as_user: AsUser, name: str) -> None:
    raised(cast.joanna)
    reader = getattr(cast, name)
    answer = as_user(reader).get(ANSWERS)
    assert answer.status_code in {403, 404}
    assert "Waits for" not in answer.content.decode()
    assert count_waiting(reader).waiting == 0


def test_another_services_manager_sees_none_of_it(cast: Cast, as_user: AsUser) -> None:
    raised(cast.joanna)
    cast.manager.service = cast.elsewhere
    cast.manager.save(update_fields=["service"])
    page = as_user(cast.manager).get(ANSWERS).content.decode()
    assert "Nothing waits for an answer." in page


def test_it_costs_the_same_however_many_wait(cast: Cast, manager: Browser) -> None:
    raised(cast.joanna)
    few: list[Any] = statements_of(manager, ANSWERS)
    for number in range(5):
        raised(cast.joanna, flag=f"flag-{number}")
        raised(cast.callum, flag=f"flag-{number}")
    assert len(statements_of(manager, ANSWERS)) == len(few)
