"""The sessions of a course as the client's ribbon: held, next and to come, in their phases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from kinweave.core.course import Attendance, CourseState, days_between, numbered_phases, phase_bounds
from kinweave.core.protocols import Phase as ProtocolPhase
from kinweave.web import here
from kinweave.web.pictures.course import Held
from kinweave.web.pictures.course import Session as Shown
from kinweave.web.pictures.ribbon import Gap, Phase, Step, ribbon

if TYPE_CHECKING:
    from kinweave.treatment.models import Session


def course_ribbon(state: CourseState, rows: list[Session], today: date) -> SafeString:
    """All agreed sessions; those without a date yet are set on from the last by the protocol's rhythm."""
    steps = _sessions(state, rows, today)
    phases = [
        Phase(name, tuple(_with_gaps(steps[start:end], state.protocol.cadence.days_between)))
        for name, start, end in _stretches(state, steps)
    ]
    return ribbon(phases, "Your sessions")


def _sessions(state: CourseState, rows: list[Session], today: date) -> list[Shown]:
    held = sorted((r for r in rows if r.number is not None), key=lambda r: r.number or 0)
    ahead = [
        day for r in rows if r.attendance == Attendance.PLANNED and (day := here.day(r.starts_at)) >= today
    ]
    shown = [Shown(row.number or 0, here.day(row.starts_at), Held.HELD) for row in held]
    dates = sorted(ahead)
    last = dates[-1] if dates else max([today, *(each.on for each in shown)])
    while len(shown) + len(dates) < state.total:
        last += timedelta(days=days_between(state))
        dates.append(last)
    for place, on in enumerate(dates[: max(0, state.total - len(shown))]):
        kind = Held.HERE if place == 0 and ahead else Held.TO_COME
        shown.append(Shown(len(held) + place + 1, on, kind))
    return shown


def _stretches(state: CourseState, sessions: list[Shown]) -> Iterator[tuple[str, int, int]]:
    """Each phase with the first of its sessions and the one after its last, counted from 0."""
    phases = numbered_phases(state.protocol)
    ending = phases.index(state.protocol.ending_phase)
    beginning, first_of_ending = phase_bounds(state, [(each.number, each.on) for each in sessions])
    opens, start = first_of_ending - 1, 0
    for place, each in enumerate(phases[: ending - 1]):
        end = min(beginning if place == 0 else start + _length(each), opens)
        yield each.client_title, start, end
        start = end
    yield phases[ending - 1].client_title, start, opens
    yield phases[ending].client_title, opens, state.total


def _length(phase: ProtocolPhase) -> int:
    return phase.length.typical if phase.length else 0


def _with_gaps(sessions: list[Shown], step: int) -> Iterator[Step | Gap]:
    before: date | None = None
    for each in sessions:
        if before and (weeks := _missed(before, each.on, step)):
            yield Gap(weeks)
        yield Step(each, word="next" if each.held is Held.HERE else "")
        before = each.on


def _missed(before: date, on: date, step: int) -> tuple[date, ...]:
    """The days on which sessions would have been, by the protocol's rhythm, between two that were."""
    times = round((on - before).days / step)
    return tuple(before + timedelta(days=step * time) for time in range(1, times))[:6]
