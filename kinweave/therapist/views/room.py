"""The session room: before, during and until the note is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core.course import Attendance
from kinweave.people import submissions
from kinweave.people.access import UserRequest, clinician
from kinweave.people.actions import Refused
from kinweave.people.models import User
from kinweave.people.queries import may_write
from kinweave.therapist.pages.course_head import course_head
from kinweave.therapist.pages.room import PANELS, RoomNonePage
from kinweave.therapist.pages.room_build import Typed, before_page, merge_page, room_page
from kinweave.therapist.views.room_post import RoomPost, room_url
from kinweave.treatment.actions import sessions as acting
from kinweave.treatment.forms.sessions import BeginForm
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import notes, sessions
from kinweave.web import words
from kinweave.web.show import show

if TYPE_CHECKING:
    from kinweave.treatment.models import Session


@clinician
def room(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Open the room for the session at hand: today's, else the next one."""
    course = courses.latest(request.user, client_id)
    rows = sessions.of_course(course)
    at_hand = sessions.in_hand(rows)
    if at_hand is None:
        return show(request, RoomNonePage(course_head(request.user, course, tab="room", sessions=rows)))
    return redirect("therapist:session-room", client_id, at_hand.id)


@clinician
def session_room(request: UserRequest, client_id: UUID, session_id: UUID) -> HttpResponse:
    """The room of one session. A supervisor, and anyone after signing, reads the note instead."""
    if done := submissions.led_to(request):
        return redirect(done)
    if request.method == "POST":
        return _posted(request, client_id, session_id)
    session = _session(request.user, client_id, session_id)
    if session.signed_at is not None or not may_write(request.user, session.client):
        return redirect("therapist:note", client_id, session_id)
    audit.record(Act.RECORD_READ, by=request.user, on=session, reason="room")
    if session.attendance != Attendance.ATTENDED:
        return show(request, before_page(request.user, session))
    panel = request.GET.get("at", "")
    page = room_page(
        request.user,
        session,
        sheet_id=_uuid(request.GET.get("sheet")),
        panel=panel if panel in PANELS else "",
    )
    return show(request, page)


def _posted(request: UserRequest, client_id: UUID, session_id: UUID) -> HttpResponse:
    session = _writable(request.user, client_id, session_id)
    post = RoomPost(request, session)
    post.keep_words()  # before anything else, so that a refusal costs no word
    if post.refused_note is not None:
        return redirect("therapist:room-merge", client_id, session_id)
    if post.refused_sheet is not None:
        return redirect("therapist:worksheet", client_id, post.sheet_id)
    if post.wrong:
        return _shown_again(request, post)
    try:
        with submissions.once(request) as submission:
            submission.leads_to(post.carry_out())
    except Refused as refusal:
        post.form.add_error(None, str(refusal))
        return _shown_again(request, post)
    return redirect(submission.led_to)


def _shown_again(request: UserRequest, post: RoomPost) -> HttpResponse:
    typed = Typed(post.form, post.sheet_values, post.sheet_problems, post.page, post.version_now())
    return show(
        request, room_page(request.user, post.session, sheet_id=post.sheet_id, typed=typed), status=422
    )


@clinician
def room_begin(request: UserRequest, client_id: UUID, session_id: UUID) -> HttpResponse:
    """The client is here."""
    if done := submissions.led_to(request):
        return redirect(done)
    session = _writable(request.user, client_id, session_id)
    if request.method != "POST":
        return redirect("therapist:session-room", client_id, session_id)
    form = BeginForm(request.POST)
    if not form.is_valid():
        return show(request, before_page(request.user, session, form), status=422)
    try:
        with submissions.once(request) as submission:
            acting.begin(session=session, by=request.user, without=form.cleaned_data["without"])
            submission.leads_to(reverse("therapist:session-room", args=[client_id, session_id]))
    except acting.MustBeAsked as refusal:
        form.add_error("without", str(refusal))
        return show(request, before_page(request.user, session, form), status=422)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("therapist:session-room", client_id, session_id)


@require_POST
@clinician
def room_autosave(request: UserRequest, client_id: UUID, session_id: UUID) -> HttpResponse:
    """Save what is typed, as it is typed. Answers as `autosave.js` expects."""
    post = RoomPost(request, _writable(request.user, client_id, session_id))
    post.keep_words()
    if post.refused_note is not None:
        return JsonResponse(
            {"merge": reverse("therapist:room-merge", args=[client_id, session_id])}, status=409
        )
    if post.refused_sheet is not None:
        return JsonResponse(
            {"merge": reverse("therapist:worksheet", args=[client_id, post.sheet_id])}, status=409
        )
    if post.wrong:
        return JsonResponse({"errors": post.errors()}, status=400)
    assert post.note is not None  # noqa: S101 - saved or refused above
    return JsonResponse({"version": post.note.version, "saved": words.clock(localtime(post.note.saved_at))})


@clinician
def room_merge(request: UserRequest, client_id: UUID, session_id: UUID) -> HttpResponse:
    """The note as it stands beside what was typed over it."""
    session = _writable(request.user, client_id, session_id)
    note = notes.note_of(session)
    draft = notes.drafts(note).first() if note is not None else None
    if note is None or draft is None:
        return redirect(room_url(session))
    return show(request, merge_page(request.user, session, note, draft))


def _session(user: User, client_id: UUID, session_id: UUID) -> Session:
    session = sessions.session(user, session_id)
    if session.client_id != client_id:
        raise Http404
    return session


def _writable(user: User, client_id: UUID, session_id: UUID) -> Session:
    session = sessions.writable(user, session_id)
    if session.client_id != client_id:
        raise Http404
    return session


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
