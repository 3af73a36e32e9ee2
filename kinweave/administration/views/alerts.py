"""The manager's page of answers that are due."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from kinweave.administration.pages.alerts import AlertsPage
from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.jobs.queries import worker_is_late
from kinweave.people.access import UserRequest, manager
from kinweave.safety import queries as safety
from kinweave.web import words
from kinweave.web.show import show


@require_safe
@manager
def alerts(request: UserRequest) -> HttpResponse:
    """Every open answer of the service, the untaken ones first."""
    audit.record(Act.RECORD_READ, by=request.user, reason="answers due")
    count = safety.count_waiting(request.user)
    page = AlertsPage(
        heading=heading(count),
        alerts=safety.waiting_alerts(request.user),
        count=count,
        worker_late=worker_is_late(),
    )
    return show(request, page)


def heading(count: safety.WaitingCount) -> str:
    """How many wait, in words: "Two answers wait for somebody, one past its time"."""
    if not count.waiting:
        return "Somebody has taken every answer"
    verb = "waits" if count.waiting == 1 else "wait"
    said = f"{words.count_of(count.waiting, 'answer').capitalize()} {verb} for somebody"
    late = words.number_in_words(count.overdue)
    return f"{said}, {late} past {'its' if count.overdue == 1 else 'their'} time" if count.overdue else said
