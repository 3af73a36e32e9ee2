"""The rhythm log in the demonstration: kept for weeks, with days left out, and steadier at the end."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kinweave.commands.demo import building
from kinweave.commands.demo.story import stories
from kinweave.core import clock
from kinweave.core.rhythm_weeks import weeks
from kinweave.shelf import actions as shelf
from kinweave.treatment.models import Course
from kinweave.vault import keys
from kinweave.worksheets.queries import rhythm

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo("Europe/London"))


def test_callum_has_kept_his_log_for_weeks_and_his_days_come_closer_together() -> None:
    shelf.forget()
    with clock.at(NOW), keys.kept_open():
        building.build(seed=1, chosen=tuple(each for each in stories() if each.name == "Callum Pryce"))
        diary = rhythm.of_course(Course.objects.get())
        assert diary is not None
        rows = rhythm.days(diary)
        found = weeks(rhythm.definition(diary), rhythm.by_date(rows))
    shelf.forget()
    assert rhythm.is_kept(diary)
    assert len(found) >= 4
    assert 0.7 * 7 * (len(found) - 2) < len(rows) < 7 * len(found)
    assert any(row.note for row in rows)
    values = [week.rhythm.value for week in found if week.written >= 4]
    assert values[0] is not None
    assert values[-1] is not None
    assert values[-1] > values[0]
