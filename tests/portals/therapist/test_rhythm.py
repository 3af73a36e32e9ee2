"""The daily rhythm as a therapist reads it: the week at one glance, an honest number, the weeks before it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kinweave.audit.models import Event
from kinweave.core import clock
from kinweave.core.protocols import Protocol
from kinweave.measures import actions as measures
from kinweave.people.models import User
from kinweave.shelf.queries import library
from kinweave.treatment.actions.course import open_course
from kinweave.treatment.models import Course
from kinweave.worksheets.queries import rhythm
from tests.capabilities.treatment.holding import held
from tests.capabilities.worksheets.rhythm_days import TODAY, WEEKDAY, begun, steady_week, wrote
from tests.cast import START, Cast
from tests.statements import statements_of

AsUser = Callable[[User], Browser]


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def at(cast: Cast, name: str = "rhythm") -> str:
    return reverse(f"therapist:{name}", args=[cast.joanna.id])


@pytest.fixture
def desk(cast: Cast, as_user: AsUser) -> Browser:
    return as_user(cast.miriam)


def test_it_is_offered_beside_the_measures_of_any_course(cast: Cast, desk: Browser) -> None:
    shown = text(desk.get(at(cast, "measures")))
    assert "No daily rhythm log is kept in this course." in shown
    assert at(cast) in shown
    assert "Begin the log" in text(desk.get(at(cast)))


def test_begun_and_ended_with_a_button_each_and_once_however_often_pressed(cast: Cast, desk: Browser) -> None:
    for _ in range(2):
        assert desk.post(at(cast, "rhythm_begin"))["Location"] == at(cast)
    shown = text(desk.get(at(cast)))
    assert "Kept by the client since 13 November. Nothing has been written down yet." in shown
    for _ in range(2):
        desk.post(at(cast, "rhythm_end"))
    shown = text(desk.get(at(cast)))
    assert "Kept from 13 November until 13 November." in shown
    assert "Take the log up again" in shown
    acts = Event.objects.filter(client_id=cast.joanna.id, act__startswith="rhythm.")
    assert sorted(acts.values_list("act", flat=True)) == ["rhythm.begun", "rhythm.ended"]


def test_nothing_to_end_is_not_found(cast: Cast, desk: Browser) -> None:
    assert desk.post(at(cast, "rhythm_end")).status_code == 404


def test_in_a_course_that_ended_it_can_be_read_and_not_begun(cast: Cast, desk: Browser) -> None:
    steady_week(cast)
    Course.objects.filter(pk=cast.course.pk).update(stage="finished", ended_on=TODAY)
    shown = text(desk.get(at(cast)))
    assert "Kept from 6 November until 13 November." in shown
    assert "<form" not in shown.split('id="rhythm"')[1].split("</main>")[0]
    refused = desk.post(at(cast, "rhythm_begin"), follow=True)
    assert "This course has ended." in text(refused)


def test_the_check_of_the_protocol_leads_here_and_is_done_with_the_log(cast: Cast, desk: Browser) -> None:
    course = open_course(client=cast.callum, protocol=library().get(Protocol, "ipsrt"), by=cast.miriam)
    there = reverse("therapist:rhythm", args=[cast.callum.id])
    page = reverse("therapist:course", args=[cast.callum.id])
    assert f'href="{there}"' in text(desk.get(page))
    desk.post(reverse("therapist:rhythm_begin", args=[cast.callum.id]))
    assert "rhythm_log_begun" in Course.objects.get(pk=course.pk).done


def test_the_week_says_its_number_what_it_is_made_of_and_how_well_that_is_known(
    cast: Cast, desk: Browser
) -> None:
    steady_week(cast, up_company="1", note="Slept at Isla’s")
    shown = text(desk.get(at(cast)))
    assert "Regularity 5.0 of 7: 25 hits in five activities." in shown
    assert "Higher is more regular; it is no score of how well somebody does." in shown
    assert "Two rules behind this number are not yet verified." in shown
    assert "A hit lies within 45 minutes of the usual time (" in shown
    assert "not confirmed in the articles: expert knowledge, verify" in shown
    assert '<td>7:00</td><td class="nowrap">5 of 5</td><td class="nowrap">5 of 5</td>' in shown
    assert "“Slept at Isla’s”" in shown
    assert "9 to 15 November" in shown


def test_a_time_further_off_is_named_and_not_only_coloured(cast: Cast, desk: Browser) -> None:
    diary = steady_week(cast)
    wrote(diary, TODAY, cast, seen=1, **(WEEKDAY | {"up": "11:30"}))
    shown = text(desk.get(at(cast)))
    assert '11:30 <small class="off">off</small>' in shown
    assert "Regularity 4.8 of 7: 24 hits in five activities." in shown


def test_any_week_can_be_opened_and_a_week_too_thin_says_so(cast: Cast, desk: Browser) -> None:
    steady_week(cast)
    shown = text(desk.get(f"{at(cast)}?week=2026-11-02"))
    assert "No number: nothing was written often enough in this week." in shown
    assert f'href="{at(cast)}?week=2026-11-09#week"' in shown
    assert "Regularity 5.0" in text(desk.get(f"{at(cast)}?week=nonsense"))


def test_the_weeks_stand_beside_the_mood_but_never_beside_a_private_one(cast: Cast, desk: Browser) -> None:
    steady_week(cast)
    for value, private in ((4, False), (6, False), (1, True)):
        measures.record_mood(
            client=cast.joanna, value=value, course=cast.course, note="", private=private, by=cast.joanna_user
        )
    shown = text(desk.get(at(cast)))
    assert "Mood noted" in shown
    assert 'data-label="Mood noted">4 to 6</td>' in shown


def test_the_room_has_one_line_of_it_beside_the_note(cast: Cast, desk: Browser) -> None:
    session = held(cast)
    room = reverse("therapist:session-room", args=[cast.joanna.id, session.id])
    assert "Daily rhythm log" not in text(desk.get(room))
    steady_week(cast)
    shown = text(desk.get(room))
    assert "9 to 15 November: five days written down. Regularity 5.0 of 7" in shown
    session.attendance = "planned"
    session.save(update_fields=["attendance"])
    before = desk.get(reverse("therapist:room", args=[cast.joanna.id]), follow=True)
    assert "9 to 15 November: five days written down." in text(before)
    with clock.at(START + timedelta(days=30)):
        assert "Daily rhythm log" not in text(desk.get(room))


def test_a_supervisor_reads_and_changes_nothing(cast: Cast, as_user: AsUser) -> None:
    begun(cast)
    adela = as_user(cast.adela)
    shown = text(adela.get(at(cast)))
    assert "Kept by the client since" in shown
    assert "End the log" not in shown
    assert adela.post(at(cast, "rhythm_end")).status_code == 404
    diary = rhythm.of_course(cast.course)
    assert diary is not None
    assert diary.ended_on is None


@pytest.mark.parametrize("who", ["colleague", "former", "stranger", "manager", "joanna_user"])
def test_nobody_else_finds_it(cast: Cast, as_user: AsUser, who: str) -> None:
    steady_week(cast)
    browser = as_user(getattr(cast, who))
    assert browser.get(at(cast)).status_code == 404
    for act in ("rhythm_begin", "rhythm_end"):
        assert browser.post(at(cast, act)).status_code == 404


def test_looking_is_recorded(cast: Cast, desk: Browser) -> None:
    desk.get(at(cast))
    assert Event.objects.filter(client_id=cast.joanna.id, act="record.read", reason="rhythm").exists()


def test_a_longer_log_takes_no_more_queries(cast: Cast, desk: Browser) -> None:
    diary = begun(cast, days_ago=13)
    desk.get(at(cast))
    wrote(diary, TODAY, cast, **WEEKDAY)
    one = len(statements_of(desk, at(cast)))
    for back in range(1, 13):
        wrote(diary, TODAY - timedelta(days=back), cast, **WEEKDAY)
    assert len(statements_of(desk, at(cast))) == one


def day_at(cast: Cast, on: object = TODAY) -> str:
    return reverse("therapist:rhythm_day", args=[cast.joanna.id, str(on)])


def test_a_day_from_paper_is_written_in_for_the_client(cast: Cast, desk: Browser, as_user: AsUser) -> None:
    assert desk.get(day_at(cast)).status_code == 404  # no log was begun
    diary = begun(cast)
    assert day_at(cast) in text(desk.get(at(cast)))
    assert 'type="time"' in text(desk.get(day_at(cast)))
    done = desk.post(day_at(cast), {"up": "07:15", "up-company": "2", "version": "0"}, follow=True)
    assert "Saved for Friday 13 November." in text(done)
    row = rhythm.day(diary, TODAY)
    assert row is not None
    assert (row.times, row.company, row.created_by) == ({"up": "07:15"}, {"up": 2}, cast.miriam)
    phone = as_user(cast.joanna_user)
    assert 'value="07:15"' in text(phone.get(reverse("client:rhythm_day", args=[TODAY.isoformat()])))


def test_client_and_therapist_writing_the_same_day_lose_nothing(cast: Cast, desk: Browser) -> None:
    diary = begun(cast)
    wrote(diary, TODAY, cast, up="07:00")
    clash = desk.post(day_at(cast), {"up": "08:00", "meal": "19:00", "version": "0"})
    assert clash.status_code == 422
    assert "What it says now" in text(clash)
    assert 'value="08:00"' in text(clash)
    joined = desk.post(day_at(cast), {"meal": "19:00", "version": "0"})
    assert joined.status_code == 302
    row = rhythm.day(diary, TODAY)
    assert row is not None
    assert row.times == {"up": "07:00", "meal": "19:00"}


@pytest.mark.parametrize("on", [TODAY + timedelta(days=1), TODAY - timedelta(days=15)])
def test_a_day_that_is_not_open_is_refused_with_what_was_typed(cast: Cast, desk: Browser, on: object) -> None:
    begun(cast, days_ago=40)
    refused = desk.post(day_at(cast, on), {"up": "07:00"})
    assert refused.status_code == 422
    assert 'value="07:00"' in text(refused)
    assert desk.get(day_at(cast, "someday")).status_code == 404


def test_a_supervisor_is_offered_no_day_to_write(cast: Cast, as_user: AsUser) -> None:
    begun(cast)
    adela = as_user(cast.adela)
    assert day_at(cast) not in text(adela.get(at(cast)))
    assert adela.post(day_at(cast), {"up": "07:00"}).status_code == 404


def test_the_week_on_paper_has_a_cell_for_every_moment_of_every_day(cast: Cast, desk: Browser) -> None:
    shown = text(desk.get(at(cast, "rhythm_paper")))
    assert shown.count("<td></td>") == 6 * 7
    assert "Who was there, beside the time: 0 I was alone; 1 Others were there; 2 Others took part." in shown
    assert "CC BY 4.0" in shown
    assert "Joanna Hale" not in shown.split("<main")[1]  # a sheet may be left lying about
