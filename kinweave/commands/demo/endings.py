"""How a course ends: in time, with a plan for staying well; or early, or passed on."""

from __future__ import annotations

from datetime import time
from functools import partial
from typing import Any

from kinweave.commands.demo.life import Life
from kinweave.commands.demo.persons import keep_later
from kinweave.commands.demo.story import Ended
from kinweave.core.course import Stage, ending_opens_at
from kinweave.therapist.pages.scores_beside import scores_beside
from kinweave.treatment.actions import ending as endings
from kinweave.treatment.actions import staying_well
from kinweave.treatment.models import FollowUp
from kinweave.treatment.queries import ending as ending_rows
from kinweave.treatment.queries.staying_well import plan_for_staying_well

BLANK: dict[str, Any] = {
    "feelings": "", "sadness_or_illness": "", "who_will_know": "", "what_changed": "", "what_the_client_did": "",
    "still_hard": "", "fell_short": False, "alternative": "", "alternative_booked_for": None, "next_step": "",
    "next_step_why": "",
}  # fmt: skip


def put_ending(life: Life) -> None:
    """Put the ending into the calendar, when the story has one."""
    ended = life.story.ended
    if ended is None:
        return
    last = life.weeks[-1].number
    if ended.values:
        _put_parts(life, ended, last)
    if ended.to:
        day = life.day_of(last) + ended.after
        life.calendar.put(life.when(day, minutes=70), partial(_end, life, ended))


def _put_parts(life: Life, ended: Ended, last: int) -> None:
    put, opens = life.calendar.put, min(ending_opens_at(life.story.sessions), last)
    put(life.when(life.day_of(opens), minutes=6), partial(_write, life, ended, "feelings"))
    put(life.when(life.day_of(min(opens + 1, last)), minutes=16), partial(_write, life, ended, "gains"))
    put(life.when(life.day_of(max(opens, last - 1)), minutes=20), partial(keep_later, life, "end"))
    if ended.plan:  # begun as soon as the ending opens, where the story has not come to its end
        after = max(opens, last - 1) if ended.to else opens
        put(life.when(life.day_of(after) + 1, time(19, 30)), partial(_plan, life, ended))
    put(life.when(life.day_of(last), minutes=30), partial(_write, life, ended, "next"))
    for days in ended.follow_up:
        put(life.when(life.day_of(last), minutes=52), partial(_follow_up, life, life.day_of(last) + days))


def _write(life: Life, ended: Ended, part: str) -> None:
    row = ending_rows.ending(life.course) or endings.open_ending(course=life.course, by=life.therapist)
    now = {name: getattr(row, name) for name in BLANK}
    wanted = {
        name: value for name, value in life.resolved(ended.values).items() if name in endings.PARTS[part][1]
    }
    endings.write(ending=row, part=part, values=now | wanted, seen=row.version, by=life.therapist)


def _plan(life: Life, ended: Ended) -> None:
    row = plan_for_staying_well(life.course)
    values = life.resolved(ended.plan)
    staying_well.write(course=life.course, values=values, seen=row.version if row else 0, by=life.user)


def _follow_up(life: Life, day: int) -> None:
    endings.plan_follow_up(
        course=life.course, starts_at=life.when(day), kind=FollowUp.Kind.FOLLOW_UP, by=life.therapist,
        with_whom=life.therapist.full_name,
    )  # fmt: skip


def _end(life: Life, ended: Ended) -> None:
    endings.end_course(
        course=life.course, to=Stage(ended.to), by=life.therapist, reason=ended.reason,
        outcome=scores_beside(life.course).kept(),
    )  # fmt: skip
