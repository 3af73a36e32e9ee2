"""The course page: where one client is, in twenty seconds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.test import Client as Browser

from kinweave.audit.models import Event as AuditEvent
from kinweave.core import clock
from kinweave.core.course import Stage
from kinweave.measures.actions.mood import record_mood
from kinweave.people import actions as people
from kinweave.people.models import Part, User
from kinweave.shelf.queries import library
from kinweave.treatment.actions import ending as endings
from kinweave.treatment.actions import inventory, timeline
from kinweave.treatment.models import FollowUp, MoodRecall
from tests.cast import Cast
from tests.portals.therapist.story import LINE, Week, agree, answer, beginning, event, friday, hold, middle
from tests.statements import statements_of

SignIn = Callable[[User], Browser]
MOST_QUERIES = 13  # and one for the client’s key, which tests hold open, and PostgreSQL’s lock: fifteen


def shown(browser: Browser, cast: Cast, status: int = 200) -> str:
    """The page as somebody would read its source, entities resolved."""
    answered = browser.get(f"/work/people/{cast.joanna.id}/")
    assert answered.status_code == status
    return unescape(answered.content.decode())


def plain(html: str) -> str:
    """The words of a page, without its markup."""
    return " ".join(re.sub(r"<[^>]+>|\u200b", " ", html).split())


@pytest.fixture
def seven(cast: Cast) -> Iterator[Cast]:
    """Six sessions held, the agreement signed after the third; it is the morning of the seventh."""
    beginning(cast)
    middle(cast, (15, 15, 12))
    with clock.at(friday(6) - timedelta(minutes=24)):
        yield cast


def test_the_head_says_where_the_course_is(seven: Cast, as_user: SignIn) -> None:
    page = plain(shown(as_user(seven.miriam), seven))
    assert "Session 7 of 16" in page
    assert f"“{LINE}”" in page
    assert "next: today, 10:00" in page
    assert "Role transition, agreed 27 November. Supervised by Adela." in page
    assert "Open the room" in page


def test_the_picture_shows_scores_events_people_and_moods(seven: Cast, as_user: SignIn) -> None:
    isla = inventory.add_person(client=seven.joanna, values={"name": "Isla"}, by=seven.miriam)
    event(seven, date(2026, 12, 2), "Christmas plans fell through", [isla], "strain")
    timeline.add_to_timeline(
        kind=MoodRecall, client=seven.joanna, values={"on": date(2026, 9, 1), "mood": 3}, by=seven.miriam
    )
    record_mood(client=seven.joanna, course=seven.course, value=4, by=seven.joanna_user)
    record_mood(client=seven.joanna, course=seven.course, value=1, by=seven.joanna_user, private=True)
    html = shown(as_user(seven.miriam), seven)
    page = plain(html)
    table = page[page.index("The same, as a table") :]
    assert "Christmas plans fell through, 2 December (Isla)" in table
    assert "27 November 3 16 4 December 4 15" in table
    assert html.count('role="img"') == 3, "one drawing for each width of page"
    assert "mood, recalled" in page


def test_what_a_client_keeps_to_themselves_is_not_in_the_picture(seven: Cast, as_user: SignIn) -> None:
    record_mood(client=seven.joanna, course=seven.course, value=1, by=seven.joanna_user, private=True)
    assert "0 mood" not in (page := plain(shown(as_user(seven.miriam), seven)))
    assert "no mood entries" in page


def test_an_open_safety_answer_stands_beside_the_name(seven: Cast, as_user: SignIn) -> None:
    answer(seven.course, 12, seven.miriam, item9=1)
    html = shown(as_user(seven.miriam), seven)
    assert 'class="due is-next"' in html
    assert "?at=safety" in html
    assert "Open the room on this" in html
    assert html.index("Open the room on this") < html.index("in one picture")
    assert "safety answer, open" in plain(html)


def test_a_supervisor_reads_and_has_no_room_to_open(seven: Cast, as_user: SignIn) -> None:
    answer(seven.course, 12, seven.miriam, item9=1)
    page = plain(shown(as_user(seven.adela), seven))
    assert "Joanna Hale" in page
    assert "Open the room" not in page
    assert "Open it" in page, "an alert can be answered by the supervisor"


def test_strangers_and_colleagues_find_nothing(seven: Cast, as_user: SignIn) -> None:
    for user in (
        seven.stranger,
        seven.colleague,
        seven.former,
        seven.manager,
        seven.callum_user,
        seven.joanna_user,
    ):
        shown(as_user(user), seven, status=404)


def test_the_right_to_read_ends_with_the_care(seven: Cast, as_user: SignIn) -> None:
    browser = as_user(seven.adela)
    shown(browser, seven)
    care = next(one for one in seven.adela.care.all() if one.part == Part.SUPERVISOR)
    people.end_care(care=care, by=None)
    shown(browser, seven, status=404)


def test_reading_is_written_down(seven: Cast, as_user: SignIn) -> None:
    before = AuditEvent.objects.filter(client_id=seven.joanna.id, act="record.read").count()
    shown(as_user(seven.miriam), seven)
    after = AuditEvent.objects.filter(client_id=seven.joanna.id, act="record.read")
    assert after.count() == before + 1
    assert after.latest("id").reason == "course"


def test_the_map_counts_the_sessions_that_touched_a_strategy(seven: Cast, as_user: SignIn) -> None:
    page = plain(shown(as_user(seven.miriam), seven))
    assert "Link the change and the mood sessions 1, 2, 3" in page
    assert "Look back at the old role sessions 4, 5, 6" in page
    assert "Try and look not yet" in page


def test_goals_stand_with_their_start(seven: Cast, as_user: SignIn) -> None:
    page = plain(shown(as_user(seven.miriam), seven))
    assert "What Joanna wants from this" in page
    assert "“To hang the pictures” 0 at the start, of 10." in page


def test_what_is_due_is_asked_with_inputs_rule_and_source(seven: Cast, as_user: SignIn) -> None:
    assert "Hold the review half way" not in plain(shown(as_user(seven.miriam), seven))
    hold(seven.course, Week(7, 11), friday(6), seven.miriam)
    with clock.at(friday(6) + timedelta(hours=2)):
        html = shown(as_user(seven.miriam), seven)
    page = plain(html)
    assert "Hold the review half way in session 8?" in page
    assert "Session 8 is half of 16 and PHQ-9 was 17 and is now 11, a fall of 6." in page
    assert "Rule: The main scale has fallen by less than about a fifth to a quarter" in page
    assert "Source: Expert knowledge, not yet checked against a source." in page
    assert f"/work/people/{seven.joanna.id}/review/" in html


def test_the_area_left_alone_brings_a_word_and_no_lock(seven: Cast, as_user: SignIn) -> None:
    for index in (6, 7):
        hold(seven.course, Week(index + 1, 12, focus_worked=False), friday(index), seven.miriam)
    with clock.at(friday(7) + timedelta(hours=2)):
        page = plain(shown(as_user(seven.miriam), seven))
    assert "Come back to the agreed area, or change it?" in page
    assert "The last 2 sessions did not touch the agreed area." in page


def test_the_ending_opens_itself_and_says_why(seven: Cast, as_user: SignIn) -> None:
    middle(seven, range(12, 5, -1), after=6)
    with clock.at(friday(13) - timedelta(hours=2)):
        page = plain(shown(as_user(seven.miriam), seven))
    assert "Begin the ending together?" in page
    assert "Session 14 of 16 is the first of the ending; three sessions left." in page
    assert "Feelings about ending heard" in page, "the checks are those of the ending now"


def test_a_new_client_has_a_page_that_says_what_comes_next(cast: Cast, as_user: SignIn) -> None:
    html = shown(as_user(cast.miriam), cast)
    page = plain(html)
    assert "What comes next" in page
    assert "No problem area agreed yet." in page
    assert "<strong><a" in html
    assert html.index("<strong><a") < html.index("Agreement signed")
    assert "as a rule; nothing agreed yet" in page
    assert "in one picture" not in page, "there is nothing to draw yet"
    assert "Plan the next session" in page


def test_every_check_leads_to_the_page_where_it_is_done(cast: Cast, as_user: SignIn) -> None:
    browser = as_user(cast.miriam)
    html = shown(browser, cast)
    checks = html[html.index('id="checks"') :]
    ways = re.findall(r'href="([^"]+)"', checks[: checks.index("</section>")])
    assert len(ways) == 8
    for way in ways:
        assert browser.get(way).status_code == 200, way


def test_an_ended_course_shows_its_outcome_and_when_one_meets_again(seven: Cast, as_user: SignIn) -> None:
    middle(seven, (9, 8, 8, 7, 7, 6, 6, 5, 5, 5), after=6)
    with clock.at(friday(15) + timedelta(hours=3)):
        course, miriam = seven.course, seven.miriam
        written = endings.open_ending(course=course, by=miriam)
        values = {
            "fell_short": False, "alternative": "", "alternative_booked_for": None, "next_step": "follow_up",
            "next_step_why": "To look back in spring.",
        }  # fmt: skip
        endings.write(ending=written, part="next", values=values, seen=written.version, by=miriam)
        at = datetime(2027, 6, 4, 9, tzinfo=UTC)
        endings.plan_follow_up(course=course, starts_at=at, kind=FollowUp.Kind.FOLLOW_UP, by=miriam)
        endings.end_course(course=course, to=Stage.FINISHED, by=miriam)
        browser = as_user(miriam)
        page = plain(shown(browser, seven))
        asked = statements_of(browser, f"/work/people/{seven.joanna.id}/")
    assert "16 of 16 sessions held" in page
    assert "Recovered: a case at the start, below every cut-off at the end." in page
    assert "Reliable improvement." in page
    assert "meet again to look back" in page
    assert "Friday 4 June at 10:00, to look back" in page, "the clock of the service, in summer"
    assert "To decide" not in page
    assert "Open the room" not in page
    assert len(asked) <= MOST_QUERIES


def grown(cast: Cast, sessions: int) -> None:
    """A course of so many sessions and scores, and as many events, people and moods."""
    for index in range(3):
        hold(cast.course, Week(index + 1, 17), friday(index), cast.miriam)
    with clock.at(friday(2) + timedelta(hours=1)):
        agree(cast.course, cast.miriam, total=max(16, sessions + 1))
    for index in range(3, sessions):
        hold(cast.course, Week(index + 1, 24 - index % 20), friday(index), cast.miriam)
        person = inventory.add_person(client=cast.joanna, values={"name": f"Person {index}"}, by=cast.miriam)
        event(cast, friday(index).date(), f"Event {index}", [person], "support")
        record_mood(client=cast.joanna, value=index % 10, by=cast.joanna_user, at=friday(index))


@pytest.mark.parametrize("sessions", [5, 60])
def test_a_long_course_asks_no_more_of_the_database(cast: Cast, as_user: SignIn, sessions: int) -> None:
    grown(cast, sessions)
    with clock.at(friday(sessions)):
        browser, path = as_user(cast.miriam), f"/work/people/{cast.joanna.id}/"
        statements_of(browser, path)
        asked = statements_of(browser, path)
    assert len(asked) == MOST_QUERIES, asked


def test_instrument_words_are_those_of_the_library(seven: Cast, as_user: SignIn) -> None:
    scale = library().instrument("phq-9").main_scale
    cutoff = scale.cutoff()
    assert cutoff is not None
    assert f"cut-off, {cutoff.at_least}" in plain(shown(as_user(seven.miriam), seven))


@pytest.mark.parametrize(
    "page", ["", "inventory/", "timeline/", "measures/", "sessions/new/", "safety-plan/"]
)
def test_every_tab_of_the_browser_says_page_and_client(seven: Cast, as_user: SignIn, page: str) -> None:
    source = as_user(seven.miriam).get(f"/work/people/{seven.joanna.id}/{page}").text
    assert re.search(r"<title>[^·<]+ · Joanna Hale · Kinweave</title>", source)
