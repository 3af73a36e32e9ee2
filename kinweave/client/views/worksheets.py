"""A client's worksheets: see them, begin one, write, finish."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from kinweave.client.pages.worksheets import worksheet_page, worksheets_page
from kinweave.core.entries import EntryProblems
from kinweave.core.worksheets import WorksheetDefinition
from kinweave.people import submissions
from kinweave.people.access import ClientRequest, client_only
from kinweave.people.actions import Refused
from kinweave.shelf.queries import library
from kinweave.treatment.queries import course as courses
from kinweave.web import words
from kinweave.web.show import show
from kinweave.worksheets.actions import entries as acting
from kinweave.worksheets.posting import SheetPost
from kinweave.worksheets.queries import entries
from kinweave.worksheets.queries.known import first_answers, known


@client_only
def worksheets(request: ClientRequest) -> HttpResponse:
    """The list; posting begins one."""
    if done := submissions.led_to(request):
        return redirect(done)
    course = courses.of_client(request.client)
    page = worksheets_page(request.client, course)
    if request.method != "POST":
        return show(request, page)
    code = request.POST.get("code", "")
    if course is None or code not in {each for each, _, _ in page.offered}:
        raise Http404
    definition = library().get(WorksheetDefinition, code)
    area = next((each for each in course.areas if each in definition.areas), "")
    try:
        with submissions.once(request) as submission:
            entry = acting.give_worksheet(
                course=course, definition=definition, area=area, share=True, by=request.user,
                values=first_answers(request.user, course, definition),
            )  # fmt: skip
            submission.leads_to(reverse("client:worksheet", args=[entry.id]))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("client:worksheets")
    return redirect(submission.led_to)


@client_only
def worksheet(request: ClientRequest, entry_id: UUID) -> HttpResponse:
    """One worksheet."""
    entry = entries.own(request.client, entry_id)
    if request.method != "POST":
        return show(request, worksheet_page(request.user, request.client, entry))
    post = SheetPost(request.POST, entry, known(request.user, request.client), by=request.user)
    if not post.keep():
        if post.problems is None:
            messages.warning(
                request, "This sheet was changed in another place. What you typed is kept below."
            )
            return redirect("client:worksheet", entry_id)
        page = worksheet_page(
            request.user, request.client, entry, typed=post.raw, problems=post.problems, page=post.page
        )
        return show(request, page, status=422)
    return _asked(request, entry_id)


def _asked(request: ClientRequest, entry_id: UUID) -> HttpResponse:
    if request.POST.get("do") == "finish":
        entry = entries.own(request.client, entry_id)
        problems = acting.finish_entry(entry=entry, by=request.user)
        if isinstance(problems, EntryProblems):
            page = worksheet_page(request.user, request.client, entry, problems=problems)
            return show(request, page, status=422)
        return redirect("client:worksheets")
    where = request.POST.get("add_row") or request.POST.get("remove_row", "").partition(".")[0]
    url = reverse("client:worksheet", args=[entry_id])
    return redirect(f"{url}#w-{where}" if where.isidentifier() else url)


@require_POST
@client_only
def worksheet_autosave(request: ClientRequest, entry_id: UUID) -> HttpResponse:
    """Save as it is written. Answers as `autosave.js` expects."""
    entry = entries.own(request.client, entry_id)
    post = SheetPost(request.POST, entry, known(request.user, request.client), by=request.user)
    if post.keep():
        at = words.clock(localtime(post.entry.changed_at))
        return JsonResponse({"version": post.entry.version, "saved": at})
    if post.problems is not None:
        return JsonResponse({"errors": post.problems.messages()}, status=400)
    return JsonResponse({"merge": reverse("client:worksheet", args=[entry_id])}, status=409)
