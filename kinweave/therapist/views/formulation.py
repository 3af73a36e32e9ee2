"""Writing the formulation with the client, and reading its versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.people import submissions
from kinweave.people.access import UserRequest, clinician
from kinweave.people.actions import Refused
from kinweave.therapist.pages import formulation as pages
from kinweave.therapist.pages.course_head import course_head
from kinweave.treatment.actions import formulation as actions
from kinweave.treatment.actions.rows import Overtaken
from kinweave.treatment.forms.formulation import AnswerForm, FormulationForm, ReasonForm, initial
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import formulation as formulations
from kinweave.treatment.terms import Answer
from kinweave.web import words
from kinweave.web.show import show

if TYPE_CHECKING:
    from kinweave.treatment.models import Course, Formulation


def _read(request: UserRequest, client_id: UUID) -> Course:
    course = courses.latest(request.user, client_id)
    audit.record(Act.RECORD_READ, by=request.user, client_id=client_id, reason="formulation")
    return course


@clinician
def formulation(request: UserRequest, client_id: UUID) -> HttpResponse:
    """The formulation, the evidence for each area, and every version."""
    return show(request, pages.formulation_page(request.user, _read(request, client_id)))


@clinician
def version(request: UserRequest, client_id: UUID, number: int) -> HttpResponse:
    """One version as it stands."""
    course = _read(request, client_id)
    head = course_head(request.user, course, tab=pages.TAB)
    return show(request, pages.VersionPage(head, pages.shown(formulations.numbered(course, number))))


@clinician
def compare(request: UserRequest, client_id: UUID, before: int, after: int) -> HttpResponse:
    """Two versions beside each other."""
    course = _read(request, client_id)
    old, new = formulations.numbered(course, before), formulations.numbered(course, after)
    changes = formulations.word_changes(old.words, new.words)
    head = course_head(request.user, course, tab=pages.TAB)
    return show(request, pages.ComparePage(head, pages.shown(old), pages.shown(new), changes))


@clinician
def write(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Write the version that is open; the first one is begun here."""
    course = courses.writable(request.user, client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    row = formulations.open_version(course)
    if row is None and (formulations.versions(course).exists() or not course.is_open):
        return redirect("therapist:formulation_new", client_id)
    form = _form(request, course, row)
    if not form.is_valid():
        return _write_page(request, course, form, row, status=422 if form.is_bound else 200)
    try:
        with submissions.once(request) as submission:
            _save(form, course, row, request)
            submission.leads_to(reverse("therapist:formulation", args=[client_id]))
    except Overtaken as overtaken:
        return _overtaken(request, course, overtaken)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _write_page(request, course, form, row, status=422)
    return redirect(submission.led_to)


@clinician
@require_POST
def keep(request: UserRequest, client_id: UUID) -> JsonResponse:
    """Save while it is being written (see autosave.js). Begins the first version when there is none."""
    course = courses.writable(request.user, client_id)
    row = formulations.open_version(course)
    form = _form(request, course, row)
    merge = reverse("therapist:formulation_write", args=[client_id])
    if row is None and formulations.versions(course).exists():
        return JsonResponse({"merge": merge}, status=409)
    if not form.is_valid():
        return JsonResponse({"errors": _errors(form)}, status=400)
    try:
        saved = _save(form, course, row, request)
    except Overtaken:
        return JsonResponse({"merge": merge}, status=409)
    except Refused as refusal:
        return JsonResponse({"errors": {"statement": str(refusal)}}, status=400)
    return JsonResponse({"version": saved.version, "saved": words.clock(timezone.localtime(clock.now()))})


@clinician
def new(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Begin another version, with the reason for it."""
    course = courses.writable(request.user, client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with submissions.once(request) as submission:
                actions.start_version(course=course, by=request.user, reason=form.cleaned_data["reason"])
                submission.leads_to(reverse("therapist:formulation_write", args=[client_id]))
            return redirect(submission.led_to)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    head = course_head(request.user, course, tab=pages.TAB)
    page = pages.NewVersionPage(head, form, focus="focus" in request.GET)
    return show(request, page, status=422 if form.is_bound else 200)


@clinician
@require_POST
def share(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Show the open version to the client."""
    course = courses.writable(request.user, client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    form = Form(request.POST)
    row = formulations.open_version(course)
    try:
        if row is None:
            raise Refused("There is no version to show. Write one first.")
        with submissions.once(request) as submission:
            actions.share(formulation=row, seen=_seen(request), by=request.user)
            submission.leads_to(reverse("therapist:formulation", args=[client_id]))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return show(request, pages.formulation_page(request.user, course, form), status=422)
    messages.success(request, "The client can read it now, and answer.")
    return redirect(submission.led_to)


@clinician
def together(request: UserRequest, client_id: UUID) -> HttpResponse:
    """Record the client's answer in the room."""
    course = courses.writable(request.user, client_id)
    if done := submissions.led_to(request):
        return redirect(done)
    row = formulations.open_version(course)
    if row is None or row.shared_at is None:
        return redirect("therapist:formulation", client_id)
    start = {"edit": row.statement, "version": row.version}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=start)
    other = None
    if form.is_valid():
        given = form.cleaned_data
        try:
            with submissions.once(request) as submission:
                actions.answer(
                    formulation=row, seen=given["version"], response=Answer(given["response"]),
                    by=request.user, said=given["said"], edit=given["edit"],
                )  # fmt: skip
                submission.leads_to(reverse("therapist:formulation", args=[client_id]))
            return redirect(submission.led_to)
        except Overtaken as overtaken:
            form, other = _seen_again(AnswerForm, request, row.version), row
            form.add_error(None, str(overtaken))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    head = course_head(request.user, course, tab=pages.TAB)
    page = pages.TogetherPage(head, form, pages.shown(row), other)
    return show(request, page, status=409 if other else 422 if form.is_bound else 200)


def _errors(form: Form) -> dict[str, str]:
    return {name: " ".join(str(error) for error in said) for name, said in form.errors.items()}


def _seen(request: UserRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() else -1


def _seen_again(kind: type[AnswerForm], request: UserRequest, version: int) -> AnswerForm:
    """What was typed, on the version that has now been seen."""
    data = request.POST.copy()
    data["version"] = str(version)
    return kind(data)


def _form(
    request: UserRequest, course: Course, row: Formulation | None, version: int | None = None
) -> FormulationForm:
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and version is not None:
        data["version"] = str(version)
    return FormulationForm(
        data, areas=formulations.areas_of(course), people=formulations.people_to_name(course),
        events=formulations.events_to_name(course), initial=initial(row) if row else {"version": 0},
    )  # fmt: skip


def _save(
    form: FormulationForm, course: Course, row: Formulation | None, request: UserRequest
) -> Formulation:
    seen = form.cleaned_data["version"]
    if row is None:
        row = actions.start_version(course=course, by=request.user)
        seen = row.version
    return actions.write(formulation=row, values=form.values(), seen=seen, by=request.user)


def _overtaken(request: UserRequest, course: Course, overtaken: Overtaken) -> HttpResponse:
    row = cast("Formulation", overtaken.row)
    again = _form(request, course, row, version=row.version)
    again.add_error(None, str(overtaken))
    return _write_page(request, course, again, row, status=409, other=row)


def _write_page(
    request: UserRequest,
    course: Course,
    form: FormulationForm,
    row: Formulation | None,
    *,
    status: int,
    other: Formulation | None = None,
) -> HttpResponse:
    fields = tuple(
        (area.client_label, (form[f"towards_{area.code}"], form[f"away_{area.code}"])) for area in form.areas
    )
    page = pages.WritePage(
        head=course_head(request.user, course, tab=pages.TAB), form=form, weighing=fields,
        evidence=pages.evidence(course, row), picked_out=pages.picked_out(), number=row.number if row else 1, other=other,
        autosaves=other is None,
    )  # fmt: skip
    return show(request, page, status=status)
