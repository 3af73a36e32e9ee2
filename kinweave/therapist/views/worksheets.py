"""Worksheets in the therapist's portal: give, write, share, finish, read."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core.entries import EntryProblems
from kinweave.core.worksheets import WorksheetDefinition
from kinweave.people import submissions
from kinweave.people.access import UserRequest, clinician
from kinweave.people.actions import Refused
from kinweave.shelf.queries import library
from kinweave.therapist.pages.worksheets import worksheet_page
from kinweave.treatment.queries import course as courses
from kinweave.web import words
from kinweave.web.show import show
from kinweave.worksheets.actions import entries as acting
from kinweave.worksheets.posting import SheetPost
from kinweave.worksheets.queries import entries
from kinweave.worksheets.queries.known import first_answers, known


@require_POST
@clinician
def give(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Open a worksheet for this client, on both sides when asked for."""
    if done := submissions.led_to(request):
        return redirect(done)
    course = courses.writable(request.user, client_id)
    try:
        definition = library().get(WorksheetDefinition, request.POST.get("code", ""))
    except LookupError:
        raise Http404 from None
    area = request.POST.get("area", "")
    try:
        with submissions.once(request) as submission:
            entry = acting.give_worksheet(
                course=course, definition=definition, area=area if area in course.areas else "", by=request.user,
                values=first_answers(request.user, course, definition), share="share" in request.POST,
            )  # fmt: skip
            if "invite" in request.POST:
                acting.invite_to_worksheet(entry=entry, by=request.user)
            submission.leads_to(reverse("therapist:worksheet", args=[client_id, entry.id]))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("therapist:sessions", client_id)
    return redirect(submission.led_to)


@clinician
def worksheet(request: UserRequest, client_id: UUID, entry_id: UUID) -> HttpResponse:
    """One worksheet: read it, or write and save."""
    entry = entries.entry(request.user, entry_id)
    if entry.client_id != client_id:
        raise Http404
    if request.method != "POST":
        audit.record(Act.RECORD_READ, by=request.user, on=entry, reason="worksheets")
        return show(request, worksheet_page(request.user, entry))
    entry = entries.writable(request.user, entry_id)
    post = SheetPost(request.POST, entry, known(request.user, entry.client), by=request.user)
    if not post.keep():
        if post.problems is None:  # somebody else wrote meanwhile: both texts are on the page
            messages.warning(
                request, "This sheet was changed in another place. What you typed is kept below."
            )
            return redirect("therapist:worksheet", client_id, entry_id)
        page = worksheet_page(request.user, entry, typed=post.raw, problems=post.problems, page=post.page)
        return show(request, page, status=422)
    return _asked(request, client_id, entry_id)


def _asked(request: UserRequest, client_id: UUID, entry_id: UUID) -> HttpResponse:
    entry = entries.writable(request.user, entry_id)
    match request.POST.get("do"):
        case "share":
            acting.share_entry(entry=entry, by=request.user)
            messages.success(request, "It is on the client’s side now.")
        case "reopen":
            acting.reopen_entry(entry=entry, by=request.user)
        case "finish":
            problems = acting.finish_entry(entry=entry, by=request.user)
            if isinstance(problems, EntryProblems):
                page = worksheet_page(request.user, entry, problems=problems)
                return show(request, page, status=422)
    where = request.POST.get("add_row") or request.POST.get("remove_row", "").partition(".")[0]
    url = reverse("therapist:worksheet", args=[client_id, entry_id])
    return redirect(f"{url}#w-{where}" if where.isidentifier() else url)


@require_POST
@clinician
def worksheet_autosave(request: UserRequest, client_id: UUID, entry_id: UUID) -> HttpResponse:
    """Save a worksheet as it is written. Answers as `autosave.js` expects."""
    entry = entries.writable(request.user, entry_id)
    if entry.client_id != client_id:
        raise Http404
    post = SheetPost(request.POST, entry, known(request.user, entry.client), by=request.user)
    if post.keep():
        at = words.clock(localtime(post.entry.changed_at))
        return JsonResponse({"version": post.entry.version, "saved": at})
    if post.problems is not None:
        return JsonResponse({"errors": post.problems.messages()}, status=400)
    return JsonResponse({"merge": reverse("therapist:worksheet", args=[client_id, entry_id])}, status=409)
