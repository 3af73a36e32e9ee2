"""Messages go out once, say nothing, and are tried again when the mail server does not take them (S-19)."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from kinweave.core import clock
from kinweave.notices import actions, queries
from kinweave.notices.jobs import send_waiting
from kinweave.notices.models import Notice
from kinweave.notices.words import KINDS
from tests.cast import START, Cast

TELLING = (
    "risk", "safety", "suicid", "harm", "alert", "therap", "clinic", "client", "patient", "mood", "depress", "kinweave",
    "northgate", "session", "treatment", "measure", "score", "crisis", "ipt",
)  # fmt: skip


class Refusing(BaseEmailBackend):
    """A mail server that is down."""

    def send_messages(self, email_messages: object) -> int:
        raise smtplib.SMTPServerDisconnected


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_notice_tells_what_it_is_about(kind: str) -> None:
    said = " ".join(KINDS[kind]).lower()
    assert not [word for word in TELLING if word in said]


def test_a_notice_is_sent_once(cast: Cast) -> None:
    actions.write(to=cast.miriam, kind="needs-answer", key="a")
    assert send_waiting() == 1
    assert send_waiting() == 0
    assert [message.to for message in mail.outbox] == [[cast.miriam.email]]


def test_written_twice_about_the_same_thing_it_is_sent_once(cast: Cast) -> None:
    actions.write(to=cast.miriam, kind="needs-answer", key="a")
    actions.write(to=cast.miriam, kind="needs-answer", key="a")
    send_waiting()
    assert len(mail.outbox) == 1


def test_it_is_not_sent_when_what_it_speaks_of_did_not_happen(cast: Cast) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.write(to=cast.miriam, kind="needs-answer", key="a")
        raise RuntimeError
    assert send_waiting() == 0


def test_a_kind_without_words_is_refused(cast: Cast) -> None:
    with pytest.raises(KeyError, match="There is no notice of kind"):
        actions.write(to=cast.miriam, kind="gossip", key="a")


def test_a_mail_server_that_is_down_loses_nothing(cast: Cast, settings) -> None:  # type: ignore[no-untyped-def]
    actions.write(to=cast.miriam, kind="reminder", key="a")
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    assert send_waiting() == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_waiting() == 0  # not yet: it waits first
    with clock.at(START + timedelta(seconds=30)):
        assert send_waiting() == 1


def test_the_wait_doubles_and_ends_with_giving_up(cast: Cast, settings) -> None:  # type: ignore[no-untyped-def]
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    actions.write(to=cast.miriam, kind="reminder", key="a")
    moment, waits = START, []
    while (due := Notice.objects.get().next_try_at) is not None:
        waits.append(due - moment)
        moment = due
        with clock.at(moment):
            send_waiting()
    assert waits[1:4] == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2)]
    assert len(waits) == actions.MOST_ATTEMPTS
    assert queries.given_up().count() == 1
    assert not queries.waiting().exists()


def test_two_workers_never_hold_the_same_notice(cast: Cast) -> None:
    actions.write(to=cast.miriam, kind="reminder", key="a")
    first = actions.claim_next()
    assert first is not None
    assert actions.claim_next() is None


def test_a_worker_that_died_with_a_notice_in_hand_does_not_lose_it(cast: Cast) -> None:
    actions.write(to=cast.miriam, kind="needs-answer", key="a")
    actions.claim_next()
    with clock.at(START + actions.CLAIM_LASTS - timedelta(seconds=1)):
        assert send_waiting() == 0
    with clock.at(START + actions.CLAIM_LASTS):
        assert send_waiting() == 1
        assert send_waiting() == 0


def test_sent_again_it_carries_the_same_name_so_that_a_mail_server_can_tell(cast: Cast) -> None:
    actions.write(to=cast.miriam, kind="needs-answer", key="a")
    send_waiting()
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<{Notice.objects.get().pk}@")


def test_nothing_is_sent_to_an_account_that_was_closed(cast: Cast) -> None:
    actions.write(to=cast.miriam, kind="reminder", key="a")
    cast.miriam.is_active = False
    cast.miriam.save()
    assert send_waiting() == 0
    assert mail.outbox == []
    assert not queries.waiting().exists()


def test_the_longest_waiting_goes_first(cast: Cast) -> None:
    actions.write(to=cast.adela, kind="reminder", key="a")
    with clock.at(START + timedelta(minutes=1)):
        actions.write(to=cast.miriam, kind="reminder", key="b")
        send_waiting()
    assert [message.to[0] for message in mail.outbox] == [cast.adela.email, cast.miriam.email]
