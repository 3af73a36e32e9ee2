"""What waits for a decision in a course. Each thing shows its inputs, its rule and its source; people decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from kinweave.core.course import (
    CourseState,
    ending_open,
    ending_opens_at,
    mid_review_at,
    mid_review_due,
    reminders,
)
from kinweave.core.course.clock import Clock
from kinweave.core.facts import Fact
from kinweave.core.protocols import Protocol
from kinweave.measures.queries.charts import measure
from kinweave.measures.queries.lines import Point
from kinweave.shelf.queries import library
from kinweave.therapist.pages.course_ways import REMINDERS, way
from kinweave.treatment.queries.review import UNCHECKED, second_look
from kinweave.web import words

if TYPE_CHECKING:
    from kinweave.treatment.models import Course

RAISED = "ending_raised"
OPEN_END = "review_of_open_end"
OUR_RULE = "A rule of this project"


@dataclass(frozen=True)
class Decision:
    """One thing to decide: what it rests on, by which rule, from where, and the page that decides."""

    title: str
    because: str
    rule: str
    source: str
    ways: tuple[tuple[str, str], ...]  # words and address of each button


def decisions(
    course: Course, state: CourseState, hand: Clock, points: list[Point], code: str
) -> tuple[Decision, ...]:
    """What waits, the most pressing first. No query."""
    if not state.active:
        return ()
    client = course.client_id
    found = [
        _reminder(each.code, each.sentence, state.protocol, client) for each in reminders(state, hand.today)
    ]
    if mid_review_due(state):
        found.append(_review(course, state, points, code))
    if ending_open(state) and RAISED not in state.done:
        found.append(_ending(state, client))
    return tuple(found)


def source_of(fact: Fact, protocol: Protocol) -> str:
    """Where a statement of the protocol comes from, or that nobody has checked it yet."""
    return "; ".join(protocol.sources[key].rstrip(".") for key in fact.sources) or UNCHECKED.rstrip(".")


def _sentence(said: str) -> str:
    return f"{said[0].upper()}{said[1:]}."


def _reminder(code: str, sentence: str, protocol: Protocol, client: UUID) -> Decision:
    page, button = REMINDERS[code]
    rule, source = _rule_of(code, protocol)
    ways = [(button, way(page, client))]
    if code == OPEN_END:
        ways += [("Agree how to go on", way("agreement", client)), ("Open the ending", way("ending", client))]
    return Decision(_asks(code), sentence, rule, source, tuple(ways))


def _rule_of(code: str, protocol: Protocol) -> tuple[str, str]:
    """The rule behind a reminder, and where it comes from."""
    drift = protocol.drift
    if code in {"no_formulation", "no_agreement"}:
        rule = f"Formulation and agreement by session {drift.formulation_by_session}."
        return rule, source_of(drift, protocol)
    if code == "focus_untouched":
        many = words.number_in_words(drift.untouched_sessions)
        return f"A word after {many} sessions without the agreed area.", source_of(drift, protocol)
    if code == OPEN_END:
        return protocol.sessions.note, source_of(protocol.sessions, protocol)
    named = protocol.rule({"formulation_behind": "focus_change", "end_moved": "length_change"}.get(code, ""))
    if named is not None:
        return named.then, source_of(named, protocol)
    return "Only a session that was held spends one, and its note is signed once.", OUR_RULE


def _asks(code: str) -> str:
    return {
        "attendance_missing": "What became of a planned session?",
        "unsigned_notes": "Sign what is written?",
        "no_formulation": "Agree a formulation?",
        "no_agreement": "Sign an agreement?",
        "formulation_behind": "Agree the formulation again?",
        "focus_untouched": "Come back to the agreed area, or change it?",
        "review_of_open_end": "Go on, change it, or begin to end?",
        "end_moved": "Keep to the date that was agreed?",
    }[code]


def _review(course: Course, state: CourseState, points: list[Point], code: str) -> Decision:
    at = mid_review_at(state.protocol, state.total)
    late = state.attended >= at
    said = [f"session {at} is half of {state.total}", _change(points, code)]
    values = [point.value for point in points if point.value is not None]
    first, latest = (values[0], values[-1]) if len(values) > 1 else (None, None)
    look = second_look(course, first, latest)
    return Decision(
        f"Hold the review half way{'' if late else f' in session {at}'}?",
        _sentence(words.list_in_words([each for each in said if each])),
        f"{look.rule.condition} {look.rule.then}" if look else "", look.source.rstrip(".") if look else "",
        (("Open the review", way("review", course.client_id)),),
    )  # fmt: skip


def _change(points: list[Point], code: str) -> str:
    """The first and the latest score beside each other: numbers, and no verdict."""
    values = [point.value for point in points if point.value is not None]
    if len(values) < 2:
        return ""
    name, first, last = measure(library().instrument(code)).name, values[0], values[-1]
    moved = words.plain_number(abs(last - first))
    change = "the same" if first == last else f"{'a fall' if last < first else 'a rise'} of {moved}"
    return f"{name} was {words.plain_number(first)} and is now {words.plain_number(last)}, {change}"


def _ending(state: CourseState, client: UUID) -> Decision:
    opens = ending_opens_at(state.total, state.protocol.ending)
    because = f"Session {opens} of {state.total} is the first of the ending; {words.count_of(state.left, 'session')} left."
    ending = state.protocol.ending
    return Decision(
        "Begin the ending together?", because, ending.text, source_of(ending, state.protocol),
        (("Open the ending", way("ending", client)),),
    )  # fmt: skip
