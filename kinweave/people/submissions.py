"""Each form carries a token of its own; sent twice, it is carried out once (S-33).

In a view:

    if done := submissions.led_to(request):
        return redirect(done)
    ...
    with submissions.once(request) as submission:
        actions.do_it(...)
        submission.leads_to(reverse("..."))
    return redirect(submission.led_to)

In a template: `{% submission %}` inside the form.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest

from kinweave.core import clock
from kinweave.people.models import Submission, User

FIELD = "submission"


class SentTwice(Exception):
    """The twin of this form was carried out while this one waited. `led_to` is where it led, "" if nowhere.

    `kinweave.people.middleware.SentOnce` sends the reader there, as if the first answer had arrived.
    """

    def __init__(self, led_to: str) -> None:
        super().__init__("this form was already carried out")
        self.led_to = led_to


def token(request: HttpRequest) -> UUID | None:
    """The token of the posted form, or None when it carries no valid one."""
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def led_to(request: HttpRequest) -> str | None:
    """Where this very form led when it was first received; None if it is new."""
    if request.method != "POST" or (key := token(request)) is None or not isinstance(request.user, User):
        return None
    return Submission.objects.filter(pk=key, user=request.user).values_list("led_to", flat=True).first()


@contextmanager
def once(request: HttpRequest) -> Iterator[Submission]:
    """Carry out a form in one transaction together with its mark. A twin in flight waits; raises SentTwice."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - only signed-in people reach a form that writes
    submission = Submission(user=user, at=clock.now(), led_to="")
    if (key := token(request)) is not None:
        submission.id = key
    with transaction.atomic():
        _mark(request, submission)
        yield submission
        submission.save(update_fields=["led_to"])


def _mark(request: HttpRequest, submission: Submission) -> None:
    try:
        with transaction.atomic():
            submission.save(force_insert=True)
    except IntegrityError as error:
        raise SentTwice(led_to(request) or "") from error


__all__ = ["FIELD", "SentTwice", "led_to", "once", "token"]
