"""Writing the suitability review, and recording what was decided on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.core import clock
from kinweave.core.course import ENDED, CourseRefusedError, Stage, move
from kinweave.people.actions import Refused
from kinweave.people.models import User
from kinweave.treatment.actions.course import mark_done
from kinweave.treatment.actions.rows import Overtaken, belonging, locked
from kinweave.treatment.actions.series import plan_sessions
from kinweave.treatment.actions.timeline import mark_onset
from kinweave.treatment.models import (
    Course,
    Episode,
    OnsetMarker,
    SuitabilityChoice,
    SuitabilityDecision,
    SuitabilityReview,
)
from kinweave.treatment.queries import course as courses
from kinweave.treatment.queries import suitability

OVER = "This course has ended. Its review stays as it is."
KEPT = (
    "onset", "around_onset", "symptoms", "daily_life", "episodes", "family", "screens", "findings", "seen_alone", "home_words",
    "records", "medical", "medication", "prescriber", "medication_wish", "dependants", "diagnosis",
    "diagnosis_code", "diagnosed_by", "diagnosis_waived", "waiver_reason", "safety_words",
)  # fmt: skip
"""What a review holds; also what is kept of it with a decision."""


@transaction.atomic
def save_review(
    *, course: Course, values: Mapping[str, Any], seen: int, by: User, draft: bool = False
) -> SuitabilityReview:
    """Save the fields of `KEPT` that are given. `seen` is the version read (0: none yet); raises Overtaken otherwise.

    Unless it is a draft saved while writing, the onset goes to the timeline, and the check of the
    protocol is met once a diagnosis is recorded or waived with a reason.
    """
    course = locked(course, ended=OVER)
    row = suitability.review_of(course) or SuitabilityReview(**belonging(course, by), version=0)
    if row.version != seen:
        raise Overtaken(row)
    for field in KEPT:
        if field in values:
            setattr(row, field, values[field])
    row.version += 1
    row.save()
    audit.record(Act.SUITABILITY_WRITTEN, by=by, on=row)
    if not draft:
        _carry_onset(row, course, by)
        if suitability.diagnosis_is_settled(row):
            mark_done(course=course, check="symptom_review_done", by=by)
    return row


def _carry_onset(row: SuitabilityReview, course: Course, by: User) -> None:
    """Put the onset on the timeline, when it says something the timeline does not."""
    said = row.onset
    if not said.get("on") or not said.get("confidence"):
        return
    wanted = (date.fromisoformat(said["on"]), said.get("precision", "month"), said["confidence"])
    last = OnsetMarker.objects.filter(client_id=course.client_id).order_by("-created_at").first()
    if last is None or (last.on, last.precision, last.confidence) != wanted:
        mark_onset(
            client=course.client, on=wanted[0], precision=wanted[1], confidence=wanted[2],
            text=said.get("words", ""), by=by,
        )  # fmt: skip


@transaction.atomic
def decide(
    *,
    course: Course,
    choice: SuitabilityChoice,
    reason: str,
    by: User,
    seen: int,
    conditions: str = "",
    offered: str = "",
    offered_to: str = "",
) -> SuitabilityDecision:
    """Record what a person decided, with the rules and the review it rested on. It is never edited afterwards.

    A second decision is another row. Routing elsewhere ends the course; starting opens it. Raises Refused in
    words when something has not been asked or said yet, Overtaken when the review was not the one read.
    """
    course = locked(course, ended=OVER)
    review = suitability.review_of(course)
    if review is not None and review.version != seen:
        raise Overtaken(review)
    weighed = suitability.weigh(course, review)
    last = SuitabilityDecision.objects.filter(course=course).aggregate(last=Max("number"))["last"] or 0
    _must_be_said(choice, weighed, last, reason, conditions, offered, offered_to)
    row = SuitabilityDecision.objects.create(
        **belonging(course, by), number=last + 1, choice=choice.value, reason=reason.strip(),
        conditions=conditions.strip(), offered=offered.strip(), offered_to=offered_to.strip(),
        rules=[rule.as_json() for rule in weighed.rules], review=_content(review),
    )  # fmt: skip
    audit.record(Act.SUITABILITY_DECIDED, by=by, on=row, reason=choice.value)
    mark_done(course=course, check="suitability_recorded", by=by)
    _carry_out(course, choice, row.reason, by)
    return row


def _must_be_said(
    choice: SuitabilityChoice,
    weighed: suitability.Weighed,
    decided_before: int,
    reason: str,
    conditions: str,
    offered: str,
    offered_to: str,
) -> None:
    if choice is SuitabilityChoice.ELSEWHERE:
        if not (reason.strip() and offered.strip() and offered_to.strip()):
            raise Refused("Say why, what help was offered instead, and who was told or asked.")
        return
    if weighed.not_asked:
        raise Refused(f"Before a course starts, please ask about: {', '.join(weighed.not_asked)}.")
    if not weighed.may_start and choice is SuitabilityChoice.START:
        raise Refused(
            "A rule of the protocol stands against starting as it is. Start on conditions, with the reason, "
            "or route to other help."
        )
    if any(rule.urgent for rule in weighed.rules) and not (offered.strip() and offered_to.strip()):
        raise Refused("A rule asks for care at once. Say first what was offered, and who was told or asked.")
    if choice is SuitabilityChoice.WITH_CONDITIONS and not (reason.strip() and conditions.strip()):
        raise Refused("Say what has to hold for the course to go on, and why you start.")
    if decided_before and not reason.strip():
        raise Refused("There is a decision already. Say why there is another.")


def _content(review: SuitabilityReview | None) -> dict[str, Any]:
    return {field: getattr(review, field) for field in KEPT} | {"version": review.version} if review else {}


def _carry_out(course: Course, choice: SuitabilityChoice, reason: str, by: User) -> None:
    """Let the course follow. One that is under way already simply goes on."""
    elsewhere = choice is SuitabilityChoice.ELSEWHERE
    if not elsewhere and course.stage != Stage.SUITABILITY:
        return
    to = Stage.ROUTED_ELSEWHERE if elsewhere else Stage.STARTED
    try:
        after = move(courses.state(course), to, on=clock.today(course.service.zone), reason=reason)
    except CourseRefusedError as error:
        raise Refused(
            "This course is agreed and under way. End it on the page of its ending, and say there what comes next."
        ) from error
    course.stage, course.ended_on, course.end_reason = after.stage.value, after.ended_on, after.end_reason
    course.version += 1
    course.save(update_fields=["stage", "ended_on", "end_reason", "version"])
    if after.stage in ENDED:
        Episode.objects.filter(pk=course.episode_id).update(closed_at=clock.now())
        plan_sessions(course=course, dates=(), at=clock.now().time(), minutes=0, mode="", by=by)
        audit.record(Act.COURSE_ENDED, by=by, on=course, reason=to.value)
    else:
        audit.record(Act.COURSE_MOVED, by=by, on=course, reason=to.value)
