"""The one thing a client can do now: the first of a short list of rules that has something to say.

Each rule is a function of what the page has read already and says None when it does not apply. A new rule is
one function and one line in `next_step`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse

from kinweave.client.pages.home import NextStep
from kinweave.measures.queries import questions
from kinweave.measures.queries.due import CheckIn
from kinweave.web.words import meeting_in_words, number_in_words

if TYPE_CHECKING:
    from kinweave.treatment.models import Agreement, Formulation, Session
    from kinweave.treatment.queries.intake import StartState

SOON = timedelta(minutes=10)


@dataclass(frozen=True)
class Now:
    """What the rules look at. Times are local."""

    at: datetime
    therapist: str
    asked: CheckIn
    session: Session | None
    starts_at: datetime | None
    formulation: Formulation | None  # waits for the client's answer
    agreement: Agreement | None  # signed by the therapist, not yet by the client
    ended: bool = False  # the course is over
    plan: bool = False  # something stands in the plan for staying well
    start: StartState | None = None  # how far the first pages have got; None once they no longer matter


def next_step(now: Now) -> NextStep:
    """The first rule that applies; the last one always does."""
    rules = (_start, _session_now, _check_in, _formulation, _agreement, _set_aside, _session_ahead, _ended)
    return next((step for rule in rules if (step := rule(now)) is not None), _nothing(now))


def _start(now: Now) -> NextStep | None:
    if now.start is None or now.start.next in (None, "questions"):
        return None
    begun = any(step.done for step in now.start.steps)
    return NextStep(
        heading="Go on with your first pages" if begun else "A few short pages to begin with",
        words="What this is, what you agree to, and how to reach you. You can stop at any page and go on later.",
        action="Go on" if begun else "Begin",
        url=reverse("client:start"),
    )


def _check_in(now: Now) -> NextStep | None:
    if not now.asked.due:
        return None
    asked = [
        questions.asked(d.instrument, d.assignment.answers if d.assignment else {}) for d in now.asked.due
    ]
    left = sum(each.always - each.answered for each in asked)
    begun = next((each for each in asked if each.answers), None)
    first = now.asked.due[0].assignment
    meeting = f" before you see {now.therapist}" if now.session else ""
    heading = f"{number_in_words(left).capitalize()} short question{'s' if left != 1 else ''}{meeting}"
    if begun is None or first is None or not first.answers:
        return NextStep(
            heading=heading if left else f"Send your answers to {now.therapist}",
            words=f"They take about {_minutes(left)}. Each answer is saved as you go.",
            action="Begin", url=reverse("client:check_in"), post=True,
            aside="Not today", aside_url=reverse("client:not_today"),
        )  # fmt: skip
    return NextStep(
        heading=heading if left else f"Send your answers to {now.therapist}",
        words=f"{questions.answered_words(asked[0])} The rest take about {_minutes(left)}.".strip(),
        action=f"Go on from question {asked[0].first_open}",
        url=reverse("client:question", args=[first.id]),
        aside="Not today", aside_url=reverse("client:not_today"),
    )  # fmt: skip


def _minutes(questions_left: int) -> str:
    """About fifteen seconds a question (rule of this project), in whole minutes."""
    minutes = max(1, round(questions_left / 4))
    return "one minute" if minutes == 1 else f"{number_in_words(minutes)} minutes"


def _session_now(now: Now) -> NextStep | None:
    if now.session is None or now.starts_at is None:
        return None
    ends = now.starts_at + timedelta(minutes=now.session.minutes)
    if not now.starts_at - SOON <= now.at < ends:
        return None
    return NextStep(
        heading=f"{now.therapist} is expecting you",
        words=f"Your session is {now.session.get_mode_display()}.",
    )


def _formulation(now: Now) -> NextStep | None:
    if now.formulation is None:
        return None
    return NextStep(
        heading=f"{now.therapist} has written down what this may be about",
        words="Read it, and say whether it fits. You can change the words.",
        action="Read it",
        url=reverse("client:formulation"),
    )


def _agreement(now: Now) -> NextStep | None:
    if now.agreement is None:
        return None
    return NextStep(
        heading="Your agreement is ready",
        words=f"{now.therapist} has signed it. Read it, and sign it if it says what you agreed.",
        action="Read the agreement",
        url=reverse("client:agreement"),
    )


def _set_aside(now: Now) -> NextStep | None:
    if not now.asked.set_aside:
        return None
    when = _session_words(now)
    return NextStep(
        heading="Nothing to do now",
        words=f"{when} The questions you set aside are still here.".strip(),
        aside="Answer them after all",
        aside_url=reverse("client:check_in"),
    )


def _session_ahead(now: Now) -> NextStep | None:
    if now.session is None:
        return None
    return NextStep(heading="Nothing to do now", words=_session_words(now))


def _session_words(now: Now) -> str:
    return f"You meet {now.therapist} {meeting_in_words(now.starts_at, now.at)}." if now.starts_at else ""


def _ended(now: Now) -> NextStep | None:
    if not now.ended:
        return None
    if not now.plan:
        return NextStep(heading="Nothing to do now", words="What you wrote stays here, and it stays yours.")
    return NextStep(
        heading="Nothing to do now",
        words="Your plan for staying well stays here for you.",
        action="Open my plan for staying well",
        url=reverse("client:staying_well"),
    )


def _nothing(now: Now) -> NextStep:
    return NextStep(
        heading="Nothing to do now",
        words="When there is something, it stands here. You can write down a moment or note your mood any time.",
    )
