"""Taking one's own words along, after proving once more who one is (S-15)."""

from __future__ import annotations

import json

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse
from django.shortcuts import render

from kinweave.audit.queries import events_about
from kinweave.client.pages.record import DownloadPage
from kinweave.client.pages.record_looks import days
from kinweave.people import actions
from kinweave.people.access import ClientRequest, client_only
from kinweave.people.own_record import WITHHELD, OwnRecord, own_record
from kinweave.web import here
from kinweave.web.show import show


@client_only
@reauthentication_required(allow_get=False)  # type: ignore[untyped-decorator]
def record_download(request: ClientRequest) -> HttpResponse:
    """Say what is in the file; on asking, hand it over as a page to read or as data."""
    if request.method != "POST":
        return show(request, DownloadPage(withheld=tuple(WITHHELD.items())))
    actions.note_download(client=request.client, by=request.user)
    record = own_record(request.client)
    wants_data = request.POST.get("form") == "data"
    answer = _data(request, record) if wants_data else _page(request, record)
    ending = "json" if wants_data else "html"
    day = here.today().isoformat()
    answer["Content-Disposition"] = f'attachment; filename="my-record-{day}.{ending}"'
    return answer


def _data(request: ClientRequest, record: OwnRecord) -> HttpResponse:
    looked = [
        {"day": each.day.isoformat(), "who": look.who, "did": look.did, "times": look.times}
        for each in days(events_about(request.client.pk), request.user.pk)
        for look in each.looks
    ]
    content = record.as_json() | {"who_looked": looked}
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/json; charset=utf-8")


def _page(request: ClientRequest, record: OwnRecord) -> HttpResponse:
    looked = days(events_about(request.client.pk), request.user.pk)
    return render(request, "people/own_record.html", {"record": record, "looked": looked})
