"""How far a client's start has got. The client given here is one the reader was already allowed to see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from kinweave.core.course import Attendance
from kinweave.people.models import Client, Consent, ConsentScope, ContactDetails
from kinweave.treatment.models import Course, Intake, Session
from kinweave.treatment.queries import course as courses

BASELINE = "baseline_measured"
TITLES = {
    "what-this-is": "What this is",
    "consent": "What you agree to",
    "telephone": "Your telephone",
    "place": "Where you are",
    "emergency": "Somebody to call",
    "doctor": "Your doctor",
    "quiet": "Keeping it private",
    "questions": "The first questions",
}
"""The steps of the start, in order, each on a page of its own."""
REACH: dict[str, tuple[tuple[str, ...], str]] = {
    "telephone": (("telephone",), "a telephone number"),
    "place": (("address",), "where they are during sessions"),
    "emergency": (("emergency_name", "emergency_telephone"), "somebody to call in an emergency"),
    "doctor": (("gp",), "their doctor"),
}
"""Steps that ask how to reach the client (S-44): their fields, and what is missing, in words for staff."""


@dataclass(frozen=True)
class StartStep:
    """One page of the start. `deferred` says the client would rather talk about it in the room."""

    code: str
    title: str
    done: bool
    deferred: bool = False


@dataclass(frozen=True)
class StartState:
    """Where a client's start has got to. `next` is the step to go on with; None when nothing is left."""

    steps: tuple[StartStep, ...]
    consented: bool
    withdrawn: bool  # there was a consent to treatment, and it was taken back
    still_to_ask: tuple[str, ...]  # what must be known before a guided session (S-44), in words for staff
    finished: bool  # the client has seen the last page

    @property
    def next(self) -> str | None:
        return next((step.code for step in self.steps if not step.done), None)

    @property
    def complete(self) -> bool:
        return self.next is None

    @property
    def ready(self) -> bool:
        """True when a guided session may begin: agreed to, and it is known how to reach the client."""
        return self.consented and not self.still_to_ask

    def step(self, code: str) -> StartStep | None:
        return next((step for step in self.steps if step.code == code), None)


def start_state(client: Client) -> StartState:
    """How far this client's start has got. Four queries; complete for a client without a course."""
    course = courses.of_client(client)
    row = Intake.objects.filter(course=course).first() if course else None
    details = ContactDetails.objects.filter(client=client).first()
    given = list(Consent.objects.filter(client=client, scope=ConsentScope.TREATMENT))
    consented = any(consent.withdrawn_at is None for consent in given)
    missing = missing_reach(details)
    done = _passed(row) | (set(REACH) - set(missing)) | set(row.in_the_room if row else ())
    done |= {"consent"} if consented else set()
    done |= {"questions"} if course is None or BASELINE in course.done or not course.is_open else set()
    return StartState(
        steps=tuple(_step(code, done, row, missing) for code in TITLES),
        consented=consented,
        withdrawn=bool(given) and not consented,
        still_to_ask=tuple(REACH[code][1] for code in missing),
        finished=row is not None and row.finished_at is not None,
    )


def missing_reach(details: ContactDetails | None) -> tuple[str, ...]:
    """Steps of `REACH` of which something is not known yet."""
    return tuple(
        code
        for code, (fields, _) in REACH.items()
        if details is None or not all(getattr(details, field).strip() for field in fields)
    )


def _passed(row: Intake | None) -> set[str]:
    """Steps that only want reading, and that were read; consent and reach go by what is really there."""
    return set(row.passed) - set(REACH) - {"consent"} if row else set()


def _step(code: str, done: set[str], row: Intake | None, missing: tuple[str, ...]) -> StartStep:
    deferred = row is not None and code in row.in_the_room and code in missing
    return StartStep(code, TITLES[code], code in done, deferred)


def still_to_ask(clients: Iterable[Client]) -> dict[UUID, tuple[str, ...]]:
    """What is not known yet of how to reach each of these clients, in words for staff. One query for all."""
    wanted = [client.pk for client in clients]
    details = {row.client_id: row for row in ContactDetails.objects.filter(client__in=wanted)}
    return {pk: tuple(REACH[code][1] for code in missing_reach(details.get(pk))) for pk in wanted}


def still_to_ask_first(session: Session) -> tuple[str, ...]:
    """What must be asked before this session may begin (S-44): something only while none was held yet."""
    if Session.objects.filter(course=session.course_id, attendance=Attendance.ATTENDED).exists():
        return ()
    return still_to_ask([session.client])[session.client_id]


def intake_of(course: Course) -> Intake | None:
    """The row that remembers how far the start of this course has got."""
    return Intake.objects.filter(course=course).first()
