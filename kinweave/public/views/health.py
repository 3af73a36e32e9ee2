"""Whether the service answers, for whoever watches over it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from kinweave.jobs.queries import worker_is_late
from kinweave.people.models import Service


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """200 "ok" when the database answers and holds this service's tables, else 503."""
    try:
        Service.objects.values_list(
            "pk"
        ).first()  # an SQLite file that was lost comes back empty: ask a table
    except DatabaseError:
        return HttpResponse("database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
def jobs(request: HttpRequest) -> HttpResponse:
    """200 "ok" when a worker has gone its round in the last five minutes, else 503: somebody must start it (S-42)."""
    try:
        late = worker_is_late()
    except DatabaseError:
        return HttpResponse("database does not answer\n", status=503, content_type="text/plain")
    if late:
        return HttpResponse("no worker for five minutes\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
