"""My daily rhythm: half a minute on a phone, at night or in the morning; nothing hurries and nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kinweave.core import clock
from kinweave.people.models import User
from kinweave.treatment.models import Course
from kinweave.worksheets.actions.rhythm import end_log
from kinweave.worksheets.models import RhythmDay
from kinweave.worksheets.queries import rhythm
from tests.capabilities.worksheets.rhythm_days import TODAY, WEEKDAY, YESTERDAY, begun, steady_week, wrote
from tests.cast import START, Cast
from tests.statements import statements_of

AsUser = Callable[[User], Browser]
HOME, WEEKS = reverse("client:home"), reverse("client:rhythm")


def page_of(on: Any) -> str:
    return reverse("client:rhythm_day", args=[str(on)])


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def phone(cast: Cast, as_user: AsUser) -> Browser:
    return as_user(cast.joanna_user)


def test_nothing_of_it_is_seen_until_the_therapist_begins_it(cast: Cast, phone: Browser) -> None:
    assert "My daily rhythm" not in text(phone.get(HOME))
    assert "My daily rhythm" not in text(phone.get(reverse("client:progress")))
    assert phone.get(WEEKS).status_code == phone.get(page_of(TODAY)).status_code == 404


def test_the_first_page_has_one_quiet_line_while_a_day_waits(
    cast: Cast, phone: Browser, as_user: AsUser
) -> None:
    diary = begun(cast, days_ago=5)
    shown = text(phone.get(HOME))
    today, yesterday = f'<a href="{page_of(TODAY)}">', f'<a href="{page_of(YESTERDAY)}">'
    assert f"{yesterday}Write down yesterday</a> or {today}today</a>" in shown  # it is ten in the morning
    assert f'<a class="button" href="{page_of(YESTERDAY)}">Write down yesterday</a>' in text(phone.get(WEEKS))
    with clock.at(START + timedelta(hours=11)):
        assert f"{today}Write down today</a> or {yesterday}yesterday</a>" in text(
            as_user(cast.joanna_user).get(HOME)
        )
    assert shown.count('class="button"') == 1  # the one thing to do now is another
    for word in ("missed", "missing", "streak", "in a row", "well done", "overdue", "forgot"):
        assert word not in shown.lower()
    wrote(diary, TODAY, cast, **WEEKDAY)
    wrote(diary, YESTERDAY, cast)
    assert "My daily rhythm" not in text(phone.get(HOME))
    assert "My daily rhythm" in text(phone.get(reverse("client:progress")))


def test_after_midnight_it_asks_for_the_day_that_is_ending(cast: Cast, phone: Browser) -> None:
    begun(cast)
    with clock.at(START + timedelta(hours=15, minutes=30)):  # half past one on Saturday
        shown = text(phone.get(HOME))
    assert f'<a href="{page_of(TODAY)}">Write down today</a>' in shown
    assert "14 November" not in shown.split("My daily rhythm")[1].split("</section>")[0]


def test_a_day_is_written_and_is_then_done(cast: Cast, phone: Browser) -> None:
    diary = begun(cast)
    page = text(phone.get(page_of(TODAY)))
    assert page.count('type="time"') == 5
    assert "It takes less than half a minute." in page
    assert "in the small hours of Saturday, bedtime still belongs to Friday" in page
    done = phone.post(
        page_of(TODAY), {**WEEKDAY, "bed": "00:30", "up-company": "0", "note": "A long day"}, follow=True
    )
    assert done.redirect_chain == [(WEEKS, 302)]
    assert "Saved. That is all for this day." in text(done)
    row = rhythm.day(diary, TODAY)
    assert row is not None
    assert (row.times["bed"], row.company, row.note) == ("00:30", {"up": 0}, "A long day")
    assert "“A long day”" in text(done)
    again = text(phone.get(page_of(TODAY)))
    assert 'value="00:30"' in again
    assert 'value="A long day"' in again


def test_what_did_not_happen_is_left_out_without_a_word(cast: Cast, phone: Browser) -> None:
    diary = begun(cast)
    assert phone.post(page_of(YESTERDAY), {"meal": "18:30"}).status_code == 302
    assert phone.post(page_of(TODAY), {"version": "0"}).status_code == 302
    assert [row.times for row in rhythm.days(diary)] == [{"meal": "18:30"}, {}]


def test_what_was_typed_is_kept_when_something_is_wrong(cast: Cast, phone: Browser) -> None:
    begun(cast)
    typed = {"up": "25:70", "meal": "18:30", "bed-company": "1", "note": "n" * 201}
    refused = phone.post(page_of(TODAY), typed)
    shown = text(refused)
    assert refused.status_code == 422
    assert "“25:70” under “I got out of bed” is not a time." in shown
    assert "Keep the line to 200 letters, please. Yours has 201." in shown
    assert "Please give a time too" in shown
    assert 'value="18:30"' in shown
    assert "n" * 201 in shown
    assert not RhythmDay.objects.exists()


def test_sent_twice_it_is_kept_once(cast: Cast, phone: Browser) -> None:
    diary = begun(cast)
    sent = {"up": "07:00", "submission": str(uuid4())}
    assert [phone.post(page_of(TODAY), sent)["Location"] for _ in range(2)] == [WEEKS, WEEKS]
    row = rhythm.day(diary, TODAY)
    assert row is not None
    assert row.version == 1


def test_two_tabs_show_both_and_the_second_try_holds(cast: Cast, phone: Browser) -> None:
    diary = begun(cast)
    phone.post(page_of(TODAY), {"up": "07:00", "version": "0"})
    clash = phone.post(page_of(TODAY), {"up": "08:15", "meal": "18:30", "version": "0"})
    shown = text(clash)
    assert clash.status_code == 422
    assert "What it says now" in shown
    assert "07:00" in shown
    assert 'value="08:15"' in shown
    version = re.search(r'name="version" value="(\d+)"', shown)
    assert version is not None
    assert (
        phone.post(page_of(TODAY), {"up": "08:15", "meal": "18:30", "version": version[1]}).status_code == 302
    )
    row = rhythm.day(diary, TODAY)
    assert row is not None
    assert row.times == {"up": "08:15", "meal": "18:30"}


@pytest.mark.parametrize("version", ["-1", "x", "9" * 40, ""])
def test_a_version_nobody_could_have_seen_breaks_nothing(cast: Cast, phone: Browser, version: str) -> None:
    begun(cast)
    assert phone.post(page_of(TODAY), {"up": "07:00", "version": version}).status_code in {302, 422}


@pytest.mark.parametrize(
    "day", ["2026-13-01", "20261113", "2026-W46-5", "tomorrow", "0001-01-01", "9999-12-31", "2026-11-1"]
)
def test_an_address_that_is_no_day_is_not_found(cast: Cast, phone: Browser, day: str) -> None:
    begun(cast)
    assert phone.get(page_of(day)).status_code == phone.post(page_of(day), {"up": "07:00"}).status_code == 404
    assert phone.get(f"{WEEKS}?until={day}").status_code == 404


@pytest.mark.parametrize("off", [1, 40, -14, -60])
def test_a_day_ahead_or_long_past_cannot_be_written_and_says_so(cast: Cast, phone: Browser, off: int) -> None:
    begun(cast, days_ago=90)
    on = TODAY + timedelta(days=off)
    away = phone.get(page_of(on), follow=True)
    assert "The last fourteen days can." in text(away)
    refused = phone.post(page_of(on), {"up": "07:00"})
    assert refused.status_code == 422
    assert 'value="07:00"' in text(refused)
    assert not RhythmDay.objects.exists()


def test_the_weeks_are_told_in_words_with_a_picture_and_a_table(cast: Cast, phone: Browser) -> None:
    steady_week(cast)
    shown = text(phone.get(WEEKS))
    assert "9 to 15 November" in shown
    assert "Usually about 7:00; near it every time" in shown
    assert "At 23:00 and 23:00" in shown  # the week before has two days: too few for a usual time
    assert shown.count("<table") == 2
    assert shown.count('role="img"') == 4
    assert "Regularity" not in shown  # no score for the client
    for word in ("streak", "missed", "score", "well done", "deficit"):
        assert word not in shown.lower()


def test_older_weeks_are_a_link_away(cast: Cast, phone: Browser) -> None:
    diary = begun(cast, days_ago=60)
    for back in range(56, -1, -7):
        with clock.at(START - timedelta(days=back)):
            wrote(diary, TODAY - timedelta(days=back), cast, **WEEKDAY)
    first = text(phone.get(WEEKS))
    earlier = re.search(r'href="[^"]*\?until=([^"]+)"', first)
    assert earlier is not None
    second = text(phone.get(f"{WEEKS}?until={earlier[1]}"))
    titles = [re.findall(r'id="w-(\d{4}-\d\d-\d\d)"', page) for page in (first, second)]
    assert [len(found) for found in titles] == [4, 4]
    assert sorted(titles[0] + titles[1], reverse=True) == titles[0] + titles[1]


def test_an_ended_log_stays_to_read(cast: Cast, phone: Browser) -> None:
    diary = steady_week(cast)
    end_log(diary=diary, by=cast.miriam)
    shown = text(phone.get(WEEKS))
    assert "This log has ended." in shown
    assert "9 to 15 November" in shown
    assert 'class="button"' not in shown
    assert phone.get(page_of(TODAY))["Location"] == WEEKS
    refused = phone.post(page_of(TODAY), {"up": "09:00", "version": "1"})
    assert (refused.status_code, "This log has ended." in text(refused)) == (422, True)
    assert "My daily rhythm" not in text(phone.get(HOME))


def test_after_the_course_the_first_page_asks_for_nothing(cast: Cast, phone: Browser) -> None:
    steady_week(cast)
    with clock.at(START + timedelta(days=2)):
        assert "My daily rhythm" in text(phone.get(HOME))
        Course.objects.filter(pk=cast.course.pk).update(stage="finished", ended_on=TODAY)
        assert "My daily rhythm" not in text(phone.get(HOME))
        assert "This log has ended." in text(phone.get(WEEKS))


def test_the_first_page_asks_one_thing_more_of_the_database_however_long_the_log(
    cast: Cast, phone: Browser
) -> None:
    phone.get(HOME)
    diary = begun(cast, days_ago=13)
    none = len(statements_of(phone, HOME))
    for back in range(2, 13):
        wrote(diary, TODAY - timedelta(days=back), cast, **WEEKDAY)
    many = statements_of(phone, HOME)
    assert len(many) == none
    assert sum("rhythm" in one for one in many) == 1


def test_the_weeks_take_a_constant_number_of_queries(cast: Cast, phone: Browser) -> None:
    diary = begun(cast, days_ago=13)
    phone.get(WEEKS)
    wrote(diary, TODAY, cast, **WEEKDAY)
    one = len(statements_of(phone, WEEKS))
    for back in range(1, 13):
        wrote(diary, TODAY - timedelta(days=back), cast, **WEEKDAY)
    assert len(statements_of(phone, WEEKS)) == one


def test_another_client_has_none_of_it(cast: Cast, as_user: AsUser) -> None:
    steady_week(cast)
    callum = as_user(cast.callum_user)
    assert callum.get(WEEKS).status_code == 404
    assert callum.post(page_of(TODAY), {"up": "07:00"}).status_code == 404
