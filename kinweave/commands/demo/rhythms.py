"""A daily rhythm log as somebody keeps it: a day left out now and then, and times that come closer together."""

from __future__ import annotations

import random
from datetime import time
from functools import partial

from kinweave.commands.demo.life import Life
from kinweave.commands.demo.story import KeptRhythm
from kinweave.core.rhythm import DAY, minutes
from kinweave.worksheets.actions.rhythm import COMPANY, begin_log, write_day
from kinweave.worksheets.queries import rhythm

MORNING = time(7, 50)  # the day before is written at breakfast
LEFT_OUT = 0.12  # of days, and of moments in a day


def put_rhythm(life: Life) -> None:
    """Put the beginning of the log and every day that was written into the calendar."""
    kept = life.story.rhythm
    if kept is None:
        return
    begun = life.day_of(kept.session)
    life.calendar.put(life.when(begun, minutes=52), lambda: begin_log(course=life.course, by=life.therapist))
    chance = random.Random(f"{life.seed}:{life.story.code}:rhythm")  # noqa: S311 - an invented life
    days = (life.today - life.day(begun)).days
    for day in range(begun, begun + days):
        if chance.random() < LEFT_OUT and day not in kept.notes:
            continue
        spread = kept.spread + (kept.spread_now - kept.spread) * (day - begun) / max(1, days)
        life.calendar.put(
            life.when(day + 1, MORNING), partial(_write, life, day, _day(kept, spread, chance, day))
        )


def _day(kept: KeptRhythm, spread: float, chance: random.Random, day: int) -> dict[str, str]:
    said = {"note": kept.notes.get(day, "")}
    for code, usual in kept.times.items():
        if chance.random() < LEFT_OUT:
            continue
        at = round(chance.gauss(minutes(usual), spread) / 5) * 5 % DAY
        said |= {code: f"{at // 60:02d}:{at % 60:02d}", code + COMPANY: str(kept.company.get(code, ""))}
    return said


def _write(life: Life, day: int, said: dict[str, str]) -> None:
    diary = rhythm.of_course(life.course)
    if diary is not None and rhythm.is_kept(diary):
        write_day(diary=diary, on=life.day(day), values=said, seen=0, by=life.user)
