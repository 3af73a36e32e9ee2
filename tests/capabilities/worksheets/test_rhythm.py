"""The daily rhythm log: begun by the therapist, written by the client, nothing lost between two devices."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kinweave.audit.models import Event
from kinweave.core import clock
from kinweave.core.protocols import Protocol
from kinweave.core.rhythm import RhythmLog
from kinweave.core.rhythm_weeks import week, weeks
from kinweave.people.actions import Refused
from kinweave.people.own_record import own_record
from kinweave.shelf.queries import library
from kinweave.treatment.actions.course import open_course
from kinweave.treatment.actions.inventory import ChangedMeanwhile
from kinweave.treatment.models import Course
from kinweave.worksheets.actions.rhythm import begin_log, content, end_log, write_day
from kinweave.worksheets.models import RhythmDay, RhythmDayVersion, RhythmDiary
from kinweave.worksheets.queries import rhythm
from kinweave.worksheets.rhythm_forms import DayForm
from tests.capabilities.shelf.test_guards import refused
from tests.capabilities.worksheets.rhythm_days import TODAY, WEEKDAY, YESTERDAY, begun, steady_week, wrote
from tests.cast import START, Cast

LOG = library().get(RhythmLog, "rhythm-log")
PHRASE = "lanterns over the estuary"


def acts(cast: Cast) -> list[str]:
    about = Event.objects.filter(client_id=cast.joanna.id, act__startswith="rhythm.")
    return list(about.order_by("id").values_list("act", flat=True))


def test_it_is_begun_once_in_any_course_and_keeps_its_words(cast: Cast) -> None:
    diary = begun(cast)
    assert begin_log(course=cast.course, by=cast.miriam) == diary
    assert (diary.begun_on, rhythm.definition(diary)) == (TODAY, LOG)
    assert rhythm.is_kept(rhythm.of_course(cast.course))
    assert acts(cast) == ["rhythm.begun"]
    assert Course.objects.get(pk=cast.course.pk).done == {}  # this protocol does not ask for it


def test_it_fulfils_the_check_of_a_protocol_that_asks_for_it(cast: Cast) -> None:
    ipsrt = library().get(Protocol, "ipsrt")
    course = open_course(client=cast.callum, protocol=ipsrt, by=cast.miriam)
    begin_log(course=course, by=cast.miriam)
    assert Course.objects.get(pk=course.pk).done == {"rhythm_log_begun": "2026-11-13"}


def test_it_ends_stays_to_read_and_can_be_taken_up_again(cast: Cast) -> None:
    diary = begun(cast)
    wrote(diary, TODAY, cast, up="07:00")
    ended = end_log(diary=diary, by=cast.miriam)
    assert end_log(diary=diary, by=cast.miriam).ended_on == ended.ended_on == TODAY
    with pytest.raises(Refused, match="has ended"):
        wrote(diary, TODAY, cast, seen=1, up="08:00")
    again = begin_log(course=cast.course, by=cast.miriam)
    assert (again, again.ended_on, len(rhythm.days(again))) == (diary, None, 1)
    assert acts(cast) == ["rhythm.begun", "rhythm.written", "rhythm.ended", "rhythm.begun"]


def test_nobody_writes_after_the_course(cast: Cast) -> None:
    diary = begun(cast)
    Course.objects.filter(pk=cast.course.pk).update(stage="finished", ended_on=TODAY)
    assert not rhythm.is_kept(rhythm.of_course(cast.course))
    with pytest.raises(Refused, match="course has ended"):
        wrote(diary, TODAY, cast, up="07:00")
    with pytest.raises(Refused, match="course has ended"):
        begin_log(course=cast.course, by=cast.miriam)


def test_a_day_holds_what_happened_and_who_was_there(cast: Cast) -> None:
    diary = begun(cast)
    row = wrote(diary, YESTERDAY, cast, up="07:05", bed="00:30", up_company="1", note=" Slept badly ")
    assert (row.times, row.company, row.note) == ({"up": "07:05", "bed": "00:30"}, {"up": 1}, "Slept badly")
    assert rhythm.times(row) == {"up": 425, "bed": 30}
    assert row.created_by == cast.joanna_user


def test_a_day_on_which_nothing_of_it_happened_is_a_day(cast: Cast) -> None:
    diary = begun(cast)
    wrote(diary, TODAY, cast)
    assert rhythm.by_date(rhythm.days(diary)) == {TODAY: {}}
    assert week(LOG, {TODAY: {}}, date(2026, 11, 9)).written == 1


@pytest.mark.parametrize(
    ("days", "says"),
    [(1, "not begun yet"), (-2, "too far back"), (-14, "too far back"), (-400, "too far back")],
)
def test_a_day_ahead_or_long_past_is_refused(cast: Cast, days: int, says: str) -> None:
    diary = begun(cast)
    with pytest.raises(Refused, match=says):
        wrote(diary, TODAY + timedelta(days=days), cast, up="07:00")
    assert not RhythmDay.objects.exists()


def test_the_last_fourteen_days_stay_open(cast: Cast) -> None:
    diary = begun(cast, days_ago=60)
    assert wrote(diary, TODAY - timedelta(days=13), cast, up="07:00").version == 1
    with pytest.raises(Refused, match="too far back"):
        wrote(diary, TODAY - timedelta(days=14), cast, up="07:00")


@pytest.mark.parametrize("values", [{"up": "25:00"}, {"up": "noon"}, {"up": "07:00", "up_company": "7"}])
def test_what_no_clock_and_no_log_knows_is_not_written(cast: Cast, values: dict[str, Any]) -> None:
    diary = begun(cast)
    with pytest.raises(ValueError, match=r"time such as|no company"):
        wrote(diary, TODAY, cast, **values)
    assert not RhythmDay.objects.exists()


def test_a_correction_keeps_what_stood_there_and_nobody_can_change_that(cast: Cast) -> None:
    diary = begun(cast)
    wrote(diary, TODAY, cast, up="07:00", note=PHRASE)
    row = wrote(diary, TODAY, cast, seen=1, up="07:30", note=PHRASE)
    assert (row.version, row.times) == (2, {"up": "07:30"})
    before = RhythmDayVersion.objects.get(day=row)
    assert (before.number, before.content["up"], before.content["note"]) == (1, "07:00", PHRASE)
    table = RhythmDayVersion._meta.db_table
    assert refused(f"UPDATE {table} SET number = number")
    assert refused(f"DELETE FROM {table}")


def test_saved_again_unchanged_nothing_is_written(cast: Cast) -> None:
    diary = begun(cast)
    wrote(diary, TODAY, cast, up="07:00")
    assert wrote(diary, TODAY, cast, seen=1, up="07:00").version == 1
    assert acts(cast) == ["rhythm.begun", "rhythm.written"]


def test_two_tabs_that_say_different_things_come_together(cast: Cast) -> None:
    diary = begun(cast)
    empty = dict.fromkeys(content(LOG, None), "")
    write_day(diary=diary, on=TODAY, values=empty | {"up": "07:00"}, seen=0, by=cast.joanna_user)
    row = write_day(diary=diary, on=TODAY, values=empty | {"bed": "23:00"}, seen=0, by=cast.joanna_user)
    assert row.times == {"up": "07:00", "bed": "23:00"}


def test_two_tabs_that_contradict_each_other_show_both_and_lose_neither(cast: Cast) -> None:
    diary = begun(cast)
    wrote(diary, TODAY, cast, up="07:00")
    with pytest.raises(ChangedMeanwhile) as told:
        wrote(diary, TODAY, cast, up="08:00")
    assert [(one.field, one.theirs, one.mine) for one in told.value.clashes] == [("up", "07:00", "08:00")]
    assert wrote(diary, TODAY, cast, seen=told.value.version, up="08:00").times == {"up": "08:00"}


def test_a_version_nobody_ever_saw_is_not_believed(cast: Cast) -> None:
    diary = begun(cast)
    wrote(diary, TODAY, cast, up="07:00")
    with pytest.raises(ChangedMeanwhile):
        wrote(diary, TODAY, cast, seen=99, up="08:00")


def test_there_is_one_row_a_day_and_one_log_a_course(cast: Cast) -> None:
    diary = begun(cast)
    row = wrote(diary, TODAY, cast, up="07:00")
    for model, values in (
        (RhythmDay, {"diary": diary, "on": row.on}),
        (RhythmDiary, {"course": cast.course, "definition_id": diary.definition_id, "begun_on": TODAY}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(
                service=cast.service, client=cast.joanna, created_at=START, created_by=None, **values
            )


def test_no_time_and_no_word_lies_in_the_clear(cast: Cast) -> None:
    diary = begun(cast)
    wrote(diary, TODAY, cast, up="07:00", note=PHRASE)
    wrote(diary, TODAY, cast, seen=1, up="06:41", up_company="2", note=f"{PHRASE}, again")
    for model in (RhythmDay, RhythmDayVersion):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            stored = b"".join(
                bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in cursor.fetchone()
            )
        assert PHRASE.encode() not in stored
        assert b"06:41" not in stored
        assert b"07:00" not in stored


def test_it_goes_along_when_the_client_takes_their_record(cast: Cast) -> None:
    wrote(begun(cast), TODAY, cast, up="07:00", note=PHRASE)
    parts = {part.code: part for part in own_record(cast.joanna).parts}
    row = parts["worksheets.RhythmDay"].rows[0]
    assert (row["on"], row["times"], row["note"]) == ("2026-11-13", {"up": "07:00"}, PHRASE)
    assert "worksheets.RhythmDiary" in parts


def test_a_week_of_days_gives_the_number_of_the_definition(cast: Cast) -> None:
    diary = steady_week(cast)
    found = weeks(LOG, rhythm.by_date(rhythm.days(diary)))
    assert [(each.written, each.rhythm.value) for each in found] == [(2, None), (5, 5.0)]
    since = rhythm.days(diary, since=YESTERDAY)
    assert [row.on for row in since] == [YESTERDAY, TODAY]
    assert [row.on for row in rhythm.days(diary, since=YESTERDAY, until=YESTERDAY)] == [YESTERDAY]
    assert [row.on for row in rhythm.recent(cast.course, YESTERDAY)] == [YESTERDAY, TODAY]


def test_what_waits_is_the_day_being_lived_and_the_one_before(cast: Cast) -> None:
    def waits(at: str) -> tuple[int, ...]:
        return tuple(day.day for day in rhythm.to_write(cast.course, datetime.fromisoformat(at)))

    assert waits("2026-11-13T22:00") == ()  # no log is kept
    diary = begun(cast)
    assert waits("2026-11-13T22:00") == (13, 12)
    assert waits("2026-11-14T01:00") == (13, 12)
    wrote(diary, YESTERDAY, cast, up="07:00")
    assert waits("2026-11-13T22:00") == (13,)
    wrote(diary, TODAY, cast, up="07:00")
    assert waits("2026-11-13T22:00") == ()
    assert waits("2026-11-14T08:00") == (14,)
    assert waits("2026-11-15T08:00") == (14, 15)
    assert waits("2026-11-12T03:00") == ()  # before the eve of the log
    end_log(diary=diary, by=cast.miriam)
    assert waits("2026-11-14T08:00") == ()


@pytest.mark.parametrize(
    ("zone", "last"), [("Pacific/Kiritimati", 14), ("Europe/London", 13), ("Pacific/Pago_Pago", 12)]
)
def test_today_is_the_day_where_the_writer_is(cast: Cast, zone: str, last: int) -> None:
    diary = begun(cast)
    with clock.at(datetime(2026, 11, 13, 10, 30, tzinfo=UTC)), timezone.override(ZoneInfo(zone)):
        assert wrote(diary, date(2026, 11, last), cast, up="07:00").on.day == last
        with pytest.raises(Refused, match="not begun"):
            wrote(diary, date(2026, 11, last + 1), cast, up="07:00")


def form(**typed: str) -> DayForm:
    return DayForm(LOG, {name.replace("_", "-"): value for name, value in typed.items()})


@given(
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from(["{}:{:02}", "{:02}:{:02}", "{:02}:{:02}:00", "{}.{:02}"]),
)
def test_a_time_is_read_as_people_and_phones_write_it(hour: int, minute: int, written: str) -> None:
    found = form(up=written.format(hour, minute))
    assert found.is_valid(), found.errors
    assert found.values["up"] == f"{hour:02d}:{minute:02d}"


@given(st.text(max_size=60))
def test_no_text_in_a_time_breaks_the_form(typed: str) -> None:
    found = form(up=typed)
    if found.is_valid():
        assert found.values["up"] == "" or len(found.values["up"]) == 5
    else:
        assert found.errors["up"]


@pytest.mark.parametrize("typed", ["24:00", "7:60", "seven", "7", "-1:00", "9" * 5000, "07:00:" + "0" * 5000])
def test_what_is_not_a_time_is_said_in_words_and_kept(typed: str) -> None:
    found = form(up=typed, meal="18:30")
    assert not found.is_valid()
    said = str(found.errors["up"][0])
    assert "is not a time" in said
    assert len(said) < 160
    assert found["up"].value() == typed
    assert found["meal"].value() == "18:30"


def test_company_without_a_time_is_asked_about_and_a_note_has_a_limit() -> None:
    assert "Please give a time too" in form(up_company="1").errors["up"][0]
    assert form(up="x", up_company="1").errors["up"] == form(up="x").errors["up"]
    assert "200 letters" in form(note="n" * 201).errors["note"][0]
    assert "choose from the list" in form(up="07:00", up_company="9").errors["up-company"][0]
    assert form(**WEEKDAY).is_valid()
    assert form(version="3").is_valid()
    assert not form(version="-3").is_valid()
