"""Which sessions belong to the beginning, the middle and the ending: one answer for everybody who draws them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kinweave.core.course.clock import ending_opens_at
from kinweave.core.course.state import CourseState, Stage
from kinweave.core.protocols import Phase, PhaseKind, Protocol


def numbered_phases(protocol: Protocol) -> tuple[Phase, ...]:
    """The phases that hold numbered sessions: a preparation before the first of them holds none."""
    return tuple(
        each
        for each in protocol.phases
        if each.kind is not PhaseKind.PREPARATION or (each.length is not None and each.length.typical > 0)
    )


def phase_bounds(state: CourseState, sessions: Sequence[tuple[int, date]]) -> tuple[int, int]:
    """The number of the last session of the beginning and of the first of the ending.

    `sessions`: number and day of those held and planned, in their order. The beginning lasts until what the
    protocol asks of it is done, however many sessions that takes; while it is not, its usual length is
    drawn, and every session held so far. The ending opens when the protocol says, or earlier by hand;
    while no end is set it lies after the last session drawn.
    """
    initial = numbered_phases(state.protocol)[0]
    required = [check.code for check in initial.checks if check.required]
    ended = max((state.done[code] for code in required if code in state.done), default=None)
    if ended is None or any(code not in state.done for code in required):
        typical = initial.length.typical if initial.length else 1
        first = max(typical, state.attended + (state.stage is not Stage.MAINTENANCE))
    else:
        first = max((number for number, on in sessions if on <= ended), default=1)
    opens = state.total + 1 if state.open_end else ending_opens_at(state.total, state.protocol.ending)
    if state.ending_by_hand:
        opens = min([number for number, on in sessions if on >= state.ending_by_hand] + [opens])
    return min(first, opens - 1), opens
