"""One of every kind of object in a client's record, made through the actions the pages use.

Every text a person could have said holds the client's own `phrase`, so that a test can tell whose words it sees.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from kinweave.core import clock
from kinweave.core.problem_areas import ProblemArea
from kinweave.core.worksheets import WorksheetDefinition
from kinweave.measures import actions as measures
from kinweave.measures.models import Assignment, Response
from kinweave.people import actions as people
from kinweave.people import texts
from kinweave.people.models import CareRelationship, Client, Consent, User
from kinweave.safety import actions as safety
from kinweave.safety.models import Alert
from kinweave.safety.plan import Line, Plan, Somebody
from kinweave.shelf.queries import library
from kinweave.treatment.actions import (
    agreement,
    area_marks,
    circle,
    ending,
    formulation,
    goals,
    intake,
    inventory,
    notes,
    psychoeducation,
    review,
    sessions,
    staying_well,
    suitability,
    timeline,
)
from kinweave.treatment.models import (
    Answer,
    Course,
    Decision,
    Ending,
    FollowUp,
    Goal,
    MoodRecall,
    StillFits,
    SuitabilityChoice,
)
from kinweave.treatment.models.course import Session
from kinweave.treatment.suitability import screens
from kinweave.worksheets.actions import entries, rhythm, steps
from tests.capabilities.measures.asking import phq
from tests.cast import START, Cast, course_for

AREA = "role-transition"
PRIVATE_MOOD = "what nobody else reads"
HELD = 4  # sessions held before the record stands as described


@dataclass
class WholeRecord:
    """A client's record three weeks into the course, with something in every place."""

    client: Client
    user: User  # the client's account
    course: Course
    by: User  # the therapist
    phrase: str
    objects: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["objects"][name]
        except KeyError as error:
            raise AttributeError(name) from error

    def words(self, what: str) -> str:
        """A text that only this client's record holds."""
        return f"{self.phrase} ({what})"

    def keep(self, **objects: Any) -> None:
        """Remember an object by the name tests call it."""
        self.objects |= objects

    def ids(self) -> set[str]:
        """The ids of every object kept here, and the client's own."""
        return {str(row.pk) for row in self.objects.values() if hasattr(row, "pk")} | {str(self.client.pk)}


def joannas(cast: Cast) -> WholeRecord:
    """Joanna's whole record."""
    return whole_record(cast.joanna, cast.joanna_user, cast.course, cast.miriam, "lanterns over the estuary")


def callums(cast: Cast) -> WholeRecord:
    """Callum's whole record; the same therapist, another client."""
    course = course_for(cast.callum, cast.miriam)
    return whole_record(cast.callum, cast.callum_user, course, cast.miriam, "gravel under the bicycle")


def week(number: int) -> datetime:
    """Ten o'clock on the Friday so many weeks after the first."""
    return START + timedelta(weeks=number)


def whole_record(client: Client, user: User, course: Course, by: User, phrase: str) -> WholeRecord:
    """Everything, in the order it comes in a course. The clock stands in the last week afterwards only inside."""
    record = WholeRecord(client, user, course, by, phrase)
    with clock.at(START):
        _start(record)
        _people_and_times(record)
        _assess(record)
    for number in range(HELD):
        with clock.at(week(number) + timedelta(minutes=number)):
            _hold(record, number)
        course.refresh_from_db()
    with clock.at(week(HELD - 1) + timedelta(hours=1)):
        _between(record)
        _end(record)
    course.refresh_from_db()
    return record


def _start(record: WholeRecord) -> None:
    text = texts.consent_text(record.client.service)
    scopes = [scope.code for scope in text.scopes]
    intake.agree(client=record.client, scopes=scopes, stamp=text.stamp, by=record.user)
    contact = {
        name: record.words(name)
        for name in ("telephone", "address", "emergency_name", "emergency_telephone", "gp")
    }
    people.save_contact_details(client=record.client, values=contact, by=record.user)
    intake.finish(client=record.client, by=record.user)
    record.keep(consent=Consent.objects.filter(client=record.client).first())
    record.keep(care=CareRelationship.objects.current().filter(client=record.client).order_by("part").first())
    asked = {screen.code: {"state": "nothing", "words": record.words(screen.code)} for screen in screens()}
    values = {
        "daily_life": record.words("daily life"),
        "diagnosis": record.words("diagnosis"),
        "screens": asked,
    }
    reviewed = suitability.save_review(course=record.course, values=values, seen=0, by=record.by)
    decision = suitability.decide(
        course=record.course, choice=SuitabilityChoice.WITH_CONDITIONS, reason=record.words("why start"),
        conditions=record.words("conditions"), offered=record.words("offered"), offered_to=record.words("told"),
        by=record.by, seen=reviewed.version,
    )  # fmt: skip
    explained = {"named_as": record.words("named"), "client_said": record.words("said"), "topics": []}
    written = psychoeducation.write_version(course=record.course, values=explained, seen=0, by=record.by)
    record.keep(decision=decision, explained=written)


def _people_and_times(record: WholeRecord) -> None:
    client, w = record.client, record.words
    isla = inventory.add_person(
        client=client, values={"name": w("daughter"), "ring": 1, "tie": "both"}, by=record.user
    )
    peter = inventory.add_person(client=client, values={"name": w("brother"), "ring": 2}, by=record.by)
    gone = inventory.add_person(client=client, values={"name": w("gone"), "ring": 3}, by=record.by)
    gone = inventory.archive_person(person=gone, reason=w("why gone"), by=record.by)
    inventory.write_private_side(person=peter, safety="control", note=w("private"), seen=0, by=record.by)
    keeping: dict[str, Any] = {"client": client, "drawn_by": "together", "by": record.by}
    first = circle.keep_circle(moment="initial", missing_people=w("missing"), **keeping)
    second = circle.keep_circle(moment="review", change_wanted=w("wanted"), **keeping)
    event = timeline.add_event(
        client=client, by=record.by, people=[isla], brought="strain",
        values={"on": date(2026, 8, 1), "kind": "move", "title": w("event"), "text": w("event text")},
    )  # fmt: skip
    moment = timeline.write_moment(
        client=client, said=w("moment"), left_me=w("left"), by=record.user, person=isla
    )
    recall = timeline.add_to_timeline(
        kind=MoodRecall, client=client, values={"on": date(2026, 9, 1), "mood": 3, "text": w("recall")}, by=record.by
    )  # fmt: skip
    link = timeline.tie(client=client, event=event, person=isla, sentence=w("link"), by=record.by)
    timeline.mark_onset(
        client=client, on=date(2026, 8, 20), precision="month", confidence="sure", text=w("onset"), by=record.by
    )  # fmt: skip
    record.keep(
        person=isla, other=peter, gone=gone, circle=first, later_circle=second, event=event, moment=moment,
        recall=recall, link=link,
    )  # fmt: skip


def _assess(record: WholeRecord) -> None:
    course, by, w = record.course, record.by, record.words
    course.refresh_from_db()
    row = formulation.start_version(course=course, by=by)
    said = {
        "areas": [AREA], "why_these_areas": w("why"), "statement": w("statement"), "one_line": w("line"),
        "weighing": {AREA: {"for": w("for"), "against": w("against")}},
        "vulnerability_background": w("background"),
    }  # fmt: skip
    row = formulation.write(formulation=row, values=said, seen=row.version, by=by)
    row = formulation.share(formulation=row, seen=row.version, by=by)
    formulation.answer(
        formulation=row, seen=row.version, response=Answer.AGREES, said=w("answer"), by=record.user
    )
    course.refresh_from_db()
    terms = {
        "sessions": 12, "starts_on": START.date(), "starts_at": time(10), "minutes": 50, "mode": "in_person",
        "without_sessions": [], "confidentiality_explained": True, "between_session_contact": w("contact"),
        "missed_session_rule": w("missed"), "nonresponse_plan": w("nonresponse"),
        "goals": [{"text": w(f"goal {place}"), "measure": w("measure"), "start": place} for place in (1, 2)],
    }  # fmt: skip
    first = agreement.start_version(course=course, by=by, values=terms)
    first = agreement.sign(agreement=first, seen=first.version, by=by)
    agreement.sign(agreement=first, seen=first.version, by=record.user)
    course.refresh_from_db()
    record.keep(formulation=row, agreement=first, goal=Goal.objects.get(course=course, place=1))
    goals.rate(ratings={record.goal.pk: (2, w("rating"))}, goals=[record.goal], by=record.user)


def _hold(record: WholeRecord, number: int) -> None:
    course, by, w = record.course, record.by, record.words
    measures.enter_response(
        course=course, instrument=library().instrument("phq-9"), answers=phq(16 - number), at=clock.now(), by=by
    )  # fmt: skip
    planned = Session.objects.filter(course=course, attendance="planned").order_by("starts_at")[0]
    session = sessions.begin(session=planned, by=by)
    values = {
        "since_last": w("week"), "moment": w("moment in the room"), "plan_next": w("next"), "touched": [f"{AREA}:link"],
        "disposition": "nothing-new", "focus_worked": True, "step_words": w("note step"),
    }  # fmt: skip
    notes.write_note(session=session, values=values, seen=0, page=uuid4(), by=by)
    if number < HELD - 1:
        signed = notes.sign_note(session=session, by=by)
        if number == 0:
            amended = notes.amend_note(note=signed, words=w("amendment"), reason=w("reason"), by=by)
            step = steps.agree_step(session=session, words=w("step"), with_whom=w("with"), by=by)
            record.keep(signed_session=session, note=signed, amendment=amended, step=step)
            record.keep(parked=notes.park(session=session, words=w("parked"), by=by))
    else:
        record.keep(open_session=session)


def _between(record: WholeRecord) -> None:
    course, by, w = record.course, record.by, record.words
    phq9 = library().instrument("phq-9")
    record.keep(
        next_session=Session.objects.filter(course=course, attendance="planned").order_by("starts_at")[0]
    )
    measures.ensure_due(course=course, session=record.next_session, by=None)
    record.keep(
        assignment=Assignment.objects.filter(course=course, code="phq-9", state="asked").first()
        or measures.ask(course=course, instrument=phq9, by=by),
        response=Response.objects.filter(client=record.client).first(),
        mood=measures.record_mood(client=record.client, value=4, course=course, note=w("mood"), by=record.user),
        private_mood=measures.record_mood(
            client=record.client, value=2, course=course, note=w(PRIVATE_MOOD), private=True, by=record.user
        ),
    )  # fmt: skip
    area = library().get(ProblemArea, AREA)
    area_marks.mark_progress(course=course, area=area, marker=area.progress[0].text, holds=True, by=by)
    sheet = library().get(WorksheetDefinition, "communication-analysis")
    given = entries.give_worksheet(course=course, definition=sheet, by=by, share=True)
    text = next(each.code for each in sheet.fields if each.kind == "long_text" and not each.private)
    entries.write_entry(entry=given, values={text: w("sheet")}, seen=given.version, page=uuid4(), by=by)
    own = entries.give_worksheet(course=course, definition=sheet, by=by)
    entries.write_entry(entry=own, values={text: w("unshared sheet")}, seen=own.version, page=uuid4(), by=by)
    diary = rhythm.begin_log(course=course, by=by)
    day = rhythm.write_day(
        diary=diary,
        on=clock.now().date(),
        values={"up": "07:00", "note": w("rhythm")},
        seen=0,
        by=record.user,
    )
    record.keep(diary=diary, rhythm_day=day)
    safety.save_plan(
        client=record.client, seen_version=0, by=record.user,
        plan=Plan(signs=(Line(w("sign")),), company=(Somebody(w("company"), phone="01603 555 010"),)),
    )  # fmt: skip
    safety.raise_alert(
        client=record.client, flag_code="thoughts-of-death-or-self-harm", tier="next-working-day", source_type="reply",
        source_id=uuid4(), by=record.user, summary=w("alert"),
    )  # fmt: skip
    alert = Alert.objects.get(client=record.client)
    safety.log_contact(alert=alert, contact="call", note=w("contact note"), by=by)
    record.keep(sheet=given, own_sheet=own, alert=alert)


def _end(record: WholeRecord) -> None:
    course, by, w = record.course, record.by, record.words
    review.record_review(
        course=course, decision=Decision.CONTINUE, reason=w("review"), still_fits=StillFits.YES, client_said=w("said"), by=by
    )  # fmt: skip
    second = formulation.start_version(course=course, by=by, reason=w("second version"))
    record.keep(second_formulation=formulation.write(
        formulation=second, values={"statement": w("draft statement")}, seen=second.version, by=by
    ))  # fmt: skip
    record.keep(second_agreement=agreement.start_version(
        course=course, by=by, values={"missed_session_rule": w("draft terms")}, reason=w("why changed")
    ))  # fmt: skip
    row = ending.open_ending(course=course, by=by)
    feelings = {field: w(field) for field in ("feelings", "sadness_or_illness", "who_will_know")}
    ending.write(ending=row, part="feelings", values=feelings, seen=row.version, by=by)
    kind = FollowUp.Kind.FOLLOW_UP
    later = ending.plan_follow_up(
        course=course, starts_at=week(20), kind=kind, with_whom=w("follow-up"), by=by
    )
    staying_well.write(
        course=course,
        values={"got_better": w("better"), "what_helped": [w("helped")]},
        seen=0,
        by=record.user,
    )
    record.keep(ending=Ending.objects.get(course=course), follow_up=later)


__all__ = ["WholeRecord", "callums", "joannas", "whole_record"]
