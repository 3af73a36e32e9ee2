"""The timeline on the therapist's pages: added, corrected, tied at one tap, untied."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kinweave.core import clock
from kinweave.measures.actions.mood import record_mood
from kinweave.people.models import User
from kinweave.treatment.actions import timeline as actions
from kinweave.treatment.models import (
    LifeEvent,
    Link,
    Moment,
    MoodRecall,
    OnsetMarker,
    PastTreatment,
    SymptomStretch,
)
from kinweave.web.words import full_date
from tests.cast import START, Cast
from tests.portals.inventory_cast import Lives, lives
from tests.portals.therapist.story import answer, beginning, friday

SignIn = Callable[[User], Browser]


@pytest.fixture
def here(cast: Cast) -> Lives:
    return lives(cast)


@pytest.fixture
def page(cast: Cast, as_user: SignIn) -> Browser:
    return as_user(cast.miriam)


def add_url(cast: Cast, kind: str) -> str:
    return reverse("therapist:timeline_add", args=[cast.joanna.id, kind])


def timeline(page: Browser, cast: Cast) -> str:
    return page.get(reverse("therapist:timeline", args=[cast.joanna.id])).content.decode()


EVENT = {
    "title": "Divorce final",
    "when": "18 June 2026",
    "kind": "legal",
    "brought": "strain",
    "mood_at": "-3",
    "text": "",
}


def test_an_event_is_added_with_its_people(cast: Cast, here: Lives, page: Browser) -> None:
    assert page.post(add_url(cast, "event"), EVENT | {"people": [str(here.peter.id)]}).status_code == 302
    shown = timeline(page, cast)
    assert "Divorce final" in shown
    assert "18 June 2026" in shown
    assert LifeEvent.objects.get(on=date(2026, 6, 18)).mood_at == -3


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"title": ""}, "in a few words what happened"),
        ({"when": "soon"}, "not a date we can read"),
        ({"when": ""}, "A year is enough"),
        ({"mood_at": "9"}, "from −5 to 5"),
        ({"kind": "party"}, "choose one of the answers"),
        ({"text": "x" * 20_001}, "longer than 20,000 letters"),
        ({"people": ["not-a-person"]}, "not-a-person"),
    ],
)
def test_a_wrong_answer_is_explained_and_kept(
    cast: Cast, here: Lives, page: Browser, wrong: dict[str, str], says: str
) -> None:
    answer = page.post(add_url(cast, "event"), EVENT | wrong)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert LifeEvent.objects.count() == 1


def test_other_kinds_are_added_and_shown(cast: Cast, page: Browser) -> None:
    forms = {
        "mood": {"when": "1 September 2026", "mood": "3", "text": "Flat"},
        "symptoms": {
            "strand": "rhythm",
            "starts": "June 2026",
            "peaks": "September 2026",
            "ends": "",
            "text": "Awake",
        },
        "treatment": {"what": "Counselling", "starts": "2018", "ends": "2019", "helped": "some"},
        "onset": {"when": "June 2026", "confidence": "fairly", "text": "When the house was sold"},
        "moment": {"said": "I’d rather stay here", "person": ""},
    }
    for kind, form in forms.items():
        assert page.post(add_url(cast, kind), form).status_code == 302, kind
    for model in (MoodRecall, SymptomStretch, PastTreatment, OnsetMarker, Moment):
        assert model.objects.count() == 1  # type: ignore[attr-defined]
    shown = timeline(page, cast)
    for words in ("Mood 3 of 10", "Awake", "Counselling", "June 2026, fairly sure", "I’d rather stay here"):
        assert words in shown


@pytest.mark.parametrize(
    ("kind", "form", "says"),
    [
        ("mood", {"when": "2026", "mood": ""}, "as a number from 0 to 10"),
        ("mood", {"when": "2026", "mood": "11"}, "from 0 to 10"),
        ("symptoms", {"strand": "mood", "starts": "June 2026", "ends": "2 May 2026"}, "lies before"),
        ("treatment", {"what": "", "starts": "2018", "helped": "some"}, "what treatment it was"),
        ("treatment", {"what": "x", "starts": "2018", "ends": "2017", "helped": "some"}, "lies before"),
        ("moment", {"said": "", "left_me": ""}, "Write a few words"),
        ("onset", {"when": "then", "confidence": "sure"}, "not a date we can read"),
    ],
)
def test_each_kind_explains_what_is_wrong(
    cast: Cast, page: Browser, kind: str, form: dict[str, str], says: str
) -> None:
    answer = page.post(add_url(cast, kind), form)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_an_unknown_kind_is_not_found(cast: Cast, here: Lives, page: Browser) -> None:
    assert page.get(add_url(cast, "horoscope")).status_code == 404
    for name in ("timeline_row", "timeline_remove"):
        assert (
            page.post(reverse(f"therapist:{name}", args=[cast.joanna.id, "onset", here.event.id])).status_code
            == 404
        )


def test_an_open_safety_answer_is_not_drawn_as_talked_through(cast: Cast, page: Browser) -> None:
    answer(cast.course, 12, cast.miriam, item9=1)
    shown = timeline(page, cast)
    assert "safety answer, open" in shown
    assert "talked through" not in shown


def test_sessions_stand_over_the_picture_with_the_key_to_its_marks(cast: Cast, page: Browser) -> None:
    beginning(cast)
    with clock.at(friday(3)):
        shown = timeline(page, cast)
    figure = shown[shown.index("<figure") : shown.index("</figure>")]
    assert [row for row in ("<td>1</td>", "<td>2</td>", "<td>3</td>") if row in figure] == [
        "<td>1</td>", "<td>2</td>", "<td>3</td>",
    ]  # fmt: skip
    assert "cut-off, 10" in figure[figure.index("<figcaption") :]


def test_one_tap_ties_a_dip_to_a_person(cast: Cast, here: Lives, page: Browser) -> None:
    actions.add_to_timeline(
        kind=MoodRecall,
        client=cast.joanna,
        by=cast.miriam,
        values={"on": date(2026, 9, 1), "mood": 2, "text": ""},
    )
    assert "This had to do with" in timeline(page, cast)
    tie = reverse("therapist:tie", args=[cast.joanna.id])
    assert (
        page.post(tie, {"mood_on": "2026-09-01", "mood": "2", "person": str(here.isla.id)}).status_code == 302
    )
    link = Link.objects.get(mood_on=date(2026, 9, 1))
    assert (link.person_id, link.mood) == (here.isla.id, 2)
    assert "This had to do with" not in timeline(page, cast)


def test_a_tie_is_made_with_a_sentence_and_undone(cast: Cast, here: Lives, page: Browser) -> None:
    tie = reverse("therapist:tie", args=[cast.joanna.id])
    asked = page.get(tie, {"event": str(here.event.id)}).content.decode()
    assert f'value="{here.event.id}" selected' in asked
    form = {"event": str(here.event.id), "mood_on": "3 August 2026", "sentence": "The first night there"}
    assert page.post(tie, form).status_code == 302
    assert "The first night there" in timeline(page, cast)
    page.post(reverse("therapist:untie", args=[cast.joanna.id, here.link.id]))
    assert "She stayed behind" not in timeline(page, cast)


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({}, "at least two things"),
        ({"mood_on": "August 2026"}, "Give the day"),
        ({"event": "nothing"}, "Select a valid choice"),
    ],
)
def test_a_tie_that_cannot_be_made_says_why(
    cast: Cast, here: Lives, page: Browser, form: dict[str, str], says: str
) -> None:
    answer = page.post(reverse("therapist:tie", args=[cast.joanna.id]), form | {"sentence": "kept"})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "kept" in answer.content.decode()


def test_two_tabs_correct_the_same_event_and_neither_text_is_lost(
    cast: Cast, here: Lives, page: Browser
) -> None:
    url = reverse("therapist:timeline_event", args=[cast.joanna.id, here.event.id])
    actions.change_row(row=here.event, values={"title": "Her words"}, seen=1, by=cast.joanna_user)
    form = EVENT | {"title": "My words", "version": "1", "when": "August 2026", "kind": "move"}
    answer = page.post(url, form | {"people": [str(here.isla.id)]})
    assert answer.status_code == 422
    assert "Her words" in answer.content.decode()
    assert "My words" in answer.content.decode()
    assert page.post(url, form | {"version": "2", "people": [str(here.isla.id)]}).status_code == 302
    assert LifeEvent.objects.get().title == "My words"


def test_something_is_taken_off_and_stays_in_the_record(cast: Cast, here: Lives, page: Browser) -> None:
    page.post(
        reverse("therapist:timeline_remove", args=[cast.joanna.id, "event", here.event.id]),
        {"reason": "Twice"},
    )
    assert "Moved to Norwich" not in timeline(page, cast)
    assert LifeEvent.objects.get().archive_reason == "Twice"


def test_a_moment_is_marked_as_talked_about(cast: Cast, here: Lives, page: Browser) -> None:
    url = reverse("therapist:moment_standing", args=[cast.joanna.id, here.moment.id])
    assert page.post(url, {"standing": "taken"}).status_code == 302
    assert "talked about in a session" in timeline(page, cast)
    assert page.post(url, {"standing": "framed"}).status_code == 404


def test_moods_from_the_telephone_offer_their_dips(cast: Cast, here: Lives, page: Browser) -> None:
    for day, value in ((0, 7), (1, 2)):
        with clock.at(START + timedelta(days=day)):
            record_mood(client=cast.joanna, value=value, by=cast.joanna_user)
    shown = timeline(page, cast)
    assert "14 November 2026: fell from 7 to 2 of 10" in shown


def test_the_latest_dips_stand_open_and_older_ones_folded(cast: Cast, here: Lives, page: Browser) -> None:
    for day in range(6):
        with clock.at(START + timedelta(days=day)):
            record_mood(client=cast.joanna, value=2, by=cast.joanna_user)
    shown = timeline(page, cast)
    open_ones, folded = shown[: shown.index("<summary>2 before")], shown[shown.index("<summary>2 before") :]
    days = [full_date((START + timedelta(days=each)).date()) for each in range(6)]
    assert all(f"{day}: 2 of 10" in open_ones for day in days[2:])
    assert all(f"{day}: 2 of 10" in folded for day in days[:2])
    assert open_ones.index(days[5]) < open_ones.index(days[4])
