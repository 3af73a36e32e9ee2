"""Living every story: the demonstration service as it stands today, made by the acts that people use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from kinweave.commands.demo.beginnings import INVITED, put_beginning
from kinweave.commands.demo.calendar import Calendar
from kinweave.commands.demo.checkins import put_check_ins
from kinweave.commands.demo.endings import put_ending
from kinweave.commands.demo.focus import put_focus
from kinweave.commands.demo.life import Life
from kinweave.commands.demo.persons import put_persons
from kinweave.commands.demo.rhythms import put_rhythm
from kinweave.commands.demo.staff import open_service
from kinweave.commands.demo.story import Story, stories
from kinweave.commands.demo.weeks import put_weeks
from kinweave.core import clock
from kinweave.notices import actions as notices
from kinweave.notices.models import Notice
from kinweave.vault import keys

ZONE = ZoneInfo("Europe/London")
SOONEST = timedelta(minutes=25)  # a session of today is at least so far ahead
APART = 90  # minutes between two sessions that were put later today
LATEST = time(23)


@transaction.atomic
def build(
    *,
    seed: int,
    chosen: tuple[Story, ...] | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> int:
    """Make the service and live every story up to now; all of it or nothing. Returns how many acts there were."""
    calendar = Calendar(now=clock.now())
    told = stories() if chosen is None else chosen
    today = calendar.now.astimezone(ZONE).date()
    earliest = min((story.begins for story in told), default=0) + INVITED - 30
    service, staff = open_service(calendar.now + timedelta(days=earliest))
    later = hours_of_today(told, calendar.now)
    for story in told:
        life = Life(story, service, staff, calendar, seed, today, later.get(story.code))
        for put in (put_beginning, put_check_ins, put_persons, put_focus, put_weeks, put_rhythm, put_ending):
            put(life)
    with keys.kept_open():
        acts = calendar.live(progress)
    _sent_long_ago()
    return acts


def hours_of_today(told: tuple[Story, ...], now: datetime) -> dict[str, time]:
    """For sessions of today whose hour has passed: another hour today, so that there is one still to come.

    Late in the evening nothing is put off any more.
    """
    here = now.astimezone(ZONE)
    soonest = here + SOONEST
    passed = sorted(
        (story for story in told if _meets_today(story) and _at(story, here) < soonest), key=lambda s: s.at
    )
    slot = _half_hour_after(soonest)
    found: dict[str, time] = {}
    for story in passed:
        if slot.date() != here.date() or slot.time() > LATEST:
            break
        found[story.code] = slot.time()
        slot += timedelta(minutes=APART)
    return found


def _meets_today(story: Story) -> bool:
    return story.begins <= 0 and story.begins % 7 == 0 and story.suitable.choice != "elsewhere"


def _at(story: Story, here: datetime) -> datetime:
    return here.replace(hour=story.at.hour, minute=story.at.minute, second=0, microsecond=0)


def _half_hour_after(at: datetime) -> datetime:
    start = at.replace(minute=0, second=0, microsecond=0)
    while start < at:
        start += timedelta(minutes=30)
    return start


def _sent_long_ago() -> None:
    """Messages of days that were only lived through here are not sent now."""
    for notice_id in Notice.objects.filter(sent_at=None).values_list("pk", flat=True):
        notices.mark_sent(notice_id=notice_id)
