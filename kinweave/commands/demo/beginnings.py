"""From the invitation to the end of the first session: account, consent, how to be reached, suitability."""

from __future__ import annotations

from datetime import time
from typing import Any

from kinweave.commands.demo.life import Life
from kinweave.commands.demo.staff import PASSWORD
from kinweave.core.protocols import Protocol
from kinweave.people import actions as people
from kinweave.people import texts
from kinweave.people.models import Client, Invitation, Part, Role
from kinweave.shelf.queries import library
from kinweave.treatment.actions import intake, psychoeducation, suitability
from kinweave.treatment.actions.course import open_course
from kinweave.treatment.actions.sessions import plan_session
from kinweave.treatment.models import SuitabilityChoice
from kinweave.treatment.queries.suitability import review_of
from kinweave.treatment.suitability import screens

INVITED, ACCEPTED, ANSWERED = -9, -7, -2  # days before the first session


def put_beginning(life: Life) -> None:
    """Put everything up to the first session into the calendar."""
    story, calendar = life.story, life.calendar
    calendar.put(life.when(INVITED, time(14, 5)), lambda: _take_on(life))
    calendar.put(life.when(INVITED, time(14, 20)), lambda: _plan_first(life))
    if story.start.account:
        calendar.put(life.when(ACCEPTED, time(18, 40)), lambda: _accept(life))
        if story.start.steps != "none":
            calendar.put(life.when(ACCEPTED, time(18, 44)), lambda: _agree(life))
        if story.start.steps == "all":
            calendar.put(life.when(ACCEPTED, time(18, 52)), lambda: _reach(life))
    calendar.put(life.when(0, minutes=35), lambda: _review(life))
    if story.suitable.choice:
        calendar.put(life.when(0, minutes=40), lambda: _decide(life))
    if story.suitable.choice not in {"", "elsewhere"}:
        calendar.put(life.when(0, minutes=45), lambda: _explain(life))


def _take_on(life: Life) -> None:
    story, by = life.story, life.therapist
    life.client = people.add_client(
        service=life.service, code=story.code, name=story.name, pronouns=story.pronouns, birth_date=story.born, by=by
    )  # fmt: skip
    people.start_care(client=life.client, staff=by, part=Part.THERAPIST, by=by)
    if story.supervised or by.has_role(Role.TRAINEE):
        people.start_care(client=life.client, staff=life.staff["adela"], part=Part.SUPERVISOR, by=by)
    protocol = library().get(Protocol, story.protocol)
    course = open_course(
        client=life.client, protocol=protocol, by=by, came_by=story.came_by, reason=story.reason
    )
    life.course_id = course.id
    people.invite(service=life.service, email=story.address, roles=[Role.CLIENT], client=life.client, by=by)


def _plan_first(life: Life) -> None:
    plan_session(course=life.course, starts_at=life.when(0), mode=life.story.mode, by=life.therapist)


def _accept(life: Life) -> None:
    invitation = Invitation.objects.get(client=life.client, used_at=None)
    life.user = people.accept_invitation(invitation=invitation, password=PASSWORD)
    life.client = Client.objects.select_related("service").get(pk=life.client.pk)
    intake.go_on(client=life.client, step="what-this-is", by=life.user)


def _agree(life: Life) -> None:
    text = texts.consent_text(life.service)
    scopes = [scope.code for scope in text.scopes]
    intake.agree(client=life.client, scopes=scopes, stamp=text.stamp, by=life.user)


def _reach(life: Life) -> None:
    start, number = life.story.start, life.chance.randint(100, 999)
    for step, values in (
        ("telephone", {"telephone": start.telephone or f"01632 960{number}", "safe_to_leave_message": True}),
        ("place", {"address": start.address or f"{life.chance.randint(2, 90)} St Benedict’s Row, Norwich"}),
        ("emergency", {
            "emergency_name": start.emergency_name or "a friend, as written on paper",
            "emergency_telephone": start.emergency_telephone or f"01632 960{life.chance.randint(100, 999)}",
        }),
        ("doctor", {"gp": start.gp or "Dr Lamb, Wensum Street Surgery"}),
    ):  # fmt: skip
        intake.say_how_to_reach(client=life.client, step=step, values=values, by=life.user)
    intake.go_on(client=life.client, step="quiet", by=life.user)


def first_pages_read(life: Life) -> None:
    """The client has answered the first questions and seen the last page of the start."""
    intake.go_on(client=life.client, step="questions", by=life.user)
    intake.finish(client=life.client, by=life.user)


def _review(life: Life) -> None:
    given = life.resolved(life.story.suitable.values)
    asked = {screen.code: {"state": "nothing", "words": ""} for screen in screens()}
    values: dict[str, Any] = {
        "onset": _onset(life),
        "symptoms": _symptoms(life),
        "daily_life": "Work gets done, everything after it does not.",
        "seen_alone": True,
        "medical": "No bodily illness known. Seen by the surgery in the last three months.",
        "prescriber": "Wensum Street Surgery",
        "diagnosis": "Moderate depressive episode",
        "diagnosis_code": "ICD-11 6A70.1",
        "diagnosed_by": life.therapist.full_name,
        "safety_words": "Asked. No plan and no intent; knows Help now and where to ring.",
    }
    values |= given | {"screens": asked | given.get("screens", {})}
    seen = review_of(life.course)
    suitability.save_review(
        course=life.course, values=values, seen=seen.version if seen else 0, by=life.therapist
    )


def _onset(life: Life) -> dict[str, str]:
    if life.story.onset is None:
        return {}
    return {
        "on": life.day(life.story.onset).isoformat(), "precision": "month", "confidence": "fairly",
        "words": life.story.reason,
    }  # fmt: skip


def _symptoms(life: Life) -> dict[str, dict[str, str]]:
    said = {"low_mood": "clearly", "interest": "clearly", "sleep": "clearly", "energy": "clearly"}
    said |= {"guilt": "a_little", "thinking": "a_little", "anxiety": "a_little"}
    return {code: {"how": how, "words": ""} for code, how in said.items()}


def _decide(life: Life) -> None:
    said, review = life.story.suitable, review_of(life.course)
    suitability.decide(
        course=life.course, choice=SuitabilityChoice(said.choice), reason=said.reason, conditions=said.conditions,
        offered=said.offered, offered_to=said.offered_to, seen=review.version if review else 0, by=life.therapist,
    )  # fmt: skip


def _explain(life: Life) -> None:
    values = {
        "topics": ["an-illness", "treatable", "mood-and-people", "sick-role", "time-limit"],
        "named_as": "Depression: an illness, not a weakness, and one that can be treated.",
        "excused": ["Hosting", "Extra shifts"],
        "kept": ["Getting up before nine", "One errand a day"],
        "review_on": life.day(42),
    }
    values |= life.resolved(life.story.explained)
    psychoeducation.write_version(course=life.course, values=values, seen=0, by=life.therapist)
