"""Reading plans for staying well, and what waits for a client's answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from kinweave.core import clock
from kinweave.people.models import Client
from kinweave.safety.queries.help import help_for
from kinweave.treatment.models import Agreement, Course, Formulation, StayingWellPlan
from kinweave.treatment.queries.ending import follow_ups
from kinweave.web.words import clock_in_words, date_in_words, full_date, list_in_words


def plan_for_staying_well(course: Course) -> StayingWellPlan | None:
    """The plan of this course, or None before anybody wrote in it."""
    return StayingWellPlan.objects.filter(course=course).first()


@dataclass(frozen=True)
class Waiting:
    """Something that waits for the client: what it is, and since when."""

    what: Literal["formulation", "agreement"]
    number: int
    since: datetime


def to_answer(client: Client) -> tuple[Waiting, ...]:
    """What waits for this client's own answer or signature, the longest wait first; two queries."""
    formulations = Formulation.objects.filter(client=client, answered_at=None, shared_at__isnull=False)
    agreements = Agreement.objects.filter(
        client=client, in_force_at=None, client_signed_at=None, therapist_signed_at__isnull=False
    )
    waiting = [
        *(Waiting("formulation", each.number, each.shared_at) for each in formulations if each.shared_at),
        *(
            Waiting("agreement", each.number, each.therapist_signed_at)
            for each in agreements
            if each.therapist_signed_at
        ),
    ]
    return tuple(sorted(waiting, key=lambda each: each.since))


def plan_course(client: Client) -> Course | None:
    """The client's latest course, also after it has ended: the plan stays theirs."""
    courses = Course.objects.filter(client=client).select_related("client", "service")
    return courses.order_by("-created_at").first()


@dataclass(frozen=True)
class Sign:
    """A first sign, and how long before it got bad."""

    text: str
    before: str


@dataclass(frozen=True)
class Action:
    """What to do at a sign, and with whom."""

    sign: str
    action: str
    person: str


@dataclass(frozen=True)
class HardDay:
    """A day that will be hard, in words, and what to do."""

    day: str
    text: str


@dataclass(frozen=True)
class ToTell:
    """Somebody to tell, what to ask them, and how to reach them."""

    person: str
    ask: str
    telephone: str


@dataclass(frozen=True)
class Kept:
    """Something to keep going."""

    label: str
    text: str


@dataclass(frozen=True)
class Crisis:
    """Whom to call when not safe."""

    number: str
    name: str
    href: str


@dataclass(frozen=True)
class PlanInWords:
    """The plan as it is read, on the page and on paper."""

    name: str
    written_on: date | None
    got_better: str
    signs: tuple[Sign, ...]
    situations: tuple[str, ...]
    actions: tuple[Action, ...]
    helped: tuple[str, ...]
    keep_going: tuple[Kept, ...]
    hard_days: tuple[HardDay, ...]
    people: tuple[ToTell, ...]
    coming_back: tuple[str, ...]
    crisis: tuple[Crisis, ...]
    next: tuple[str, ...]


KEEP_GOING = {"routine": "Things I do", "sleep": "Sleep", "contact": "With people, each week"}


def plan_in_words(course: Course, plan: StayingWellPlan | None) -> PlanInWords:
    """The plan with whom to call in the service's country and what is planned next; two queries."""
    plan = plan or StayingWellPlan(course=course, client_id=course.client_id)
    zone = ZoneInfo(course.service.time_zone)
    return PlanInWords(
        name=course.client.name,
        written_on=plan.written_at.astimezone(zone).date() if plan.written_at else None,
        got_better=plan.got_better.strip(),
        signs=tuple(Sign(each["text"], each.get("how_long_before", "")) for each in plan.my_first_signs),
        situations=tuple(plan.trigger_situations),
        actions=tuple(
            Action(each.get("sign", ""), each["action"], each.get("person", ""))
            for each in plan.interpersonal_actions
        ),
        helped=tuple(plan.what_helped),
        keep_going=tuple(
            Kept(label, plan.keep_going[part])
            for part, label in KEEP_GOING.items()
            if plan.keep_going.get(part)
        ),
        hard_days=tuple(HardDay(_day(each.get("on", "")), each.get("text", "")) for each in plan.hard_dates),
        people=tuple(
            ToTell(each["person"], each.get("what_to_ask", ""), each.get("telephone", ""))
            for each in plan.people_to_tell
        ),
        coming_back=_coming_back(plan),
        crisis=_crisis(course),
        next=_next(course, plan, zone),
    )


def _day(iso: str) -> str:
    return full_date(date.fromisoformat(iso)) if iso else ""


def _coming_back(plan: StayingWellPlan) -> tuple[str, ...]:
    check, route = plan.self_check, plan.return_route
    sentences = []
    if check.get("scale"):
        every = f" every {check['every_weeks']} weeks" if check.get("every_weeks") else ""
        at = f" I get in touch at {check['threshold']}." if check.get("threshold") else ""
        sentences.append(f"I look at {check['scale']}{every}.{at}")
    if route.get("when"):
        sentences.append(f"I come back when: {route['when']}")
    if route.get("contact"):
        sentences.append(f"How: {route['contact']}")
    if plan.shared_with:
        sentences.append(f"A copy is with {list_in_words([each['who'] for each in plan.shared_with])}.")
    return tuple(sentences)


def _crisis(course: Course) -> tuple[Crisis, ...]:
    page = help_for(course.service.country)
    calls = (page.emergency, *page.first[:4])
    return tuple(Crisis(call.shown, call.name, call.href) for call in calls)


def _next(course: Course, plan: StayingWellPlan, zone: ZoneInfo) -> tuple[str, ...]:
    ahead = [each.starts_at.astimezone(zone) for each in follow_ups(course, since=clock.now())]
    sentences = [
        f"We meet again on {date_in_words(at.date())} {at.year} at {clock_in_words(at)}." for at in ahead
    ]
    if plan.review_on:
        sentences.append(f"I look at this plan again on {full_date(plan.review_on)}.")
    return tuple(sentences)
