"""One workspace per problem area: its own artefact, its strategies as a map."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from kinweave.core.problem_areas import ProblemArea
from kinweave.core.worksheets import WorksheetDefinition
from kinweave.people.models import User
from kinweave.shelf.queries import library
from kinweave.therapist.pages.workspace import ARTEFACTS
from kinweave.treatment.models import AreaMark, Course
from kinweave.worksheets.actions.entries import give_worksheet
from kinweave.worksheets.models import WorksheetEntry
from tests.capabilities.treatment.holding import held, signed
from tests.cast import Cast

SignedIn = Callable[[User], Browser]
WORDS: dict[str, tuple[str, dict[str, Any]]] = {
    "grief": ("lost-relationship", {"good_things": ["How he whistled"], "hard_things": ["The drinking"]}),
    "role-dispute": (
        "dispute-map",
        {"issue": "Who puts the children to bed", "mine": "That he asks", "stage": "impasse"},
    ),
    "role-transition": (
        "balance-sheet",
        {"change": "The move", "old_good": ["The choir"], "new_bad": ["Evenings"]},
    ),
    "interpersonal-deficits": (
        "pattern-map",
        {"relationships": [{"hoped": "A friend"}], "repeats": ["I go quiet"]},
    ),
}


def url(cast: Cast, code: str, rest: str = "") -> str:
    return f"/work/people/{cast.joanna.id}/area/{code}/{rest}"


def agree(cast: Cast, *codes: str) -> None:
    Course.objects.filter(pk=cast.course.pk).update(areas=list(codes))
    cast.course.refresh_from_db()


@pytest.mark.parametrize("code", sorted(WORDS))
def test_each_area_shows_its_own_artefact_in_the_clients_words(
    cast: Cast, as_user: SignedIn, code: str
) -> None:
    agree(cast, code)
    sheet, values = WORDS[code]
    browser = as_user(cast.miriam)
    assert "has not been begun" in browser.get(url(cast, code)).content.decode()
    give_worksheet(
        course=cast.course,
        definition=library().get(WorksheetDefinition, sheet),
        by=cast.miriam,
        area=code,
        values=values,
    )
    page = browser.get(url(cast, code)).content.decode()
    area = library().get(ProblemArea, code)
    for value in values.values():
        if isinstance(value, list):
            words = value[0] if isinstance(value[0], str) else next(iter(value[0].values()))
            assert words in page
    assert all(strategy.title in page.replace("&#x27;", "'") for strategy in area.strategies)
    assert all(pitfall.text in page.replace("&#x27;", "'") for pitfall in area.pitfalls)


def test_every_area_of_the_library_has_a_workspace(cast: Cast, as_user: SignedIn) -> None:
    browser = as_user(cast.miriam)
    for area in library().all(ProblemArea):
        page = browser.get(url(cast, area.code)).content.decode()
        assert "not part of the agreement" in page
    assert set(ARTEFACTS) <= {area.code for area in library().all(ProblemArea)}


def test_touched_marks_name_the_sessions(cast: Cast, as_user: SignedIn) -> None:
    agree(cast, "grief")
    signed(cast, held(cast, weeks=-1), touched=["grief:link"])
    signed(cast, held(cast), touched=["grief:link"])
    page = as_user(cast.miriam).get(url(cast, "grief")).content.decode()
    assert "sessions 1 and 2" in page
    assert "not yet" in page


def test_where_it_stands_is_said_and_said_again(cast: Cast, as_user: SignedIn) -> None:
    browser = as_user(cast.miriam)
    for stage in ("old-role-held", "between"):
        browser.post(
            url(cast, "role-transition", "mark/"), {"stage": stage, "words": "One foot on the train"}
        )
    page = browser.get(url(cast, "role-transition")).content.decode()
    assert 'class="here" aria-current="step"' in page
    assert "One foot on the train" in page
    assert AreaMark.objects.count() == 2


def test_a_stage_of_another_area_is_refused(cast: Cast, as_user: SignedIn) -> None:
    browser = as_user(cast.miriam)
    browser.post(url(cast, "grief", "mark/"), {"stage": "impasse"})
    browser.post(url(cast, "grief", "mark/"), {"marker": "Everything is fine", "holds": "1"})
    assert not AreaMark.objects.exists()
    assert "Choose one of the stages" in browser.get(url(cast, "grief")).content.decode()


def test_a_sign_of_progress_can_come_and_go(cast: Cast, as_user: SignedIn) -> None:
    browser = as_user(cast.miriam)
    marker = library().get(ProblemArea, "grief").progress[0].text
    browser.post(url(cast, "grief", "mark/"), {"marker": marker, "holds": "1"})
    assert "Not any more" in browser.get(url(cast, "grief")).content.decode()
    browser.post(url(cast, "grief", "mark/"), {"marker": marker})
    assert "Not any more" not in browser.get(url(cast, "grief")).content.decode()


def test_a_worksheet_is_opened_from_here_on_both_sides(cast: Cast, as_user: SignedIn) -> None:
    agree(cast, "grief")
    sent = {"code": "hard-dates-plan", "area": "grief", "share": "1", "submission": uuid.uuid4()}
    browser = as_user(cast.miriam)
    for _ in range(2):
        assert browser.post(f"/work/people/{cast.joanna.id}/worksheets/", sent).status_code == 302
    entry = WorksheetEntry.objects.get()
    assert (entry.area, entry.is_with_client) == ("grief", True)


def test_an_area_or_worksheet_that_is_none_is_not_found(cast: Cast, as_user: SignedIn) -> None:
    browser = as_user(cast.miriam)
    assert browser.get(url(cast, "nonsense")).status_code == 404
    assert browser.post(f"/work/people/{cast.joanna.id}/worksheets/", {"code": "nonsense"}).status_code == 404


@pytest.mark.parametrize("who", ["colleague", "former", "manager", "stranger", "callum_user", "joanna_user"])
def test_for_everybody_else_there_is_nothing(cast: Cast, as_user: SignedIn, who: str) -> None:
    browser = as_user(getattr(cast, who))
    assert browser.get(url(cast, "grief")).status_code == 404
    assert browser.post(url(cast, "grief", "mark/"), {"stage": "telling"}).status_code == 404
    assert (
        browser.post(f"/work/people/{cast.joanna.id}/worksheets/", {"code": "letter-not-sent"}).status_code
        == 404
    )
    assert not AreaMark.objects.exists()


def test_a_supervisor_looks_and_marks_nothing(cast: Cast, as_user: SignedIn) -> None:
    browser = as_user(cast.adela)
    assert "Say where it stands" not in browser.get(url(cast, "grief")).content.decode()
    assert browser.post(url(cast, "grief", "mark/"), {"stage": "telling"}).status_code == 404


def test_long_isolation_has_one_name_wherever_the_client_may_look_on(cast: Cast, as_user: SignedIn) -> None:
    agree(cast, "interpersonal-deficits")
    browser = as_user(cast.miriam)
    course = f"/work/people/{cast.joanna.id}/"
    session = held(cast)
    places = ("/work/", "/work/people/", course, f"{course}formulation/", url(cast, "interpersonal-deficits"))
    for place in (
        *places,
        f"{course}sessions/{session.id}/room/",
        f"{course}reading/connecting-with-others/",
    ):
        words = re.sub(r"<[^>]+>", " ", browser.get(place).content.decode())
        assert "onnecting with others" in words, place
        assert "deficit" not in words.lower(), place


def test_what_nobody_has_checked_is_marked_and_the_mark_explained(cast: Cast, as_user: SignedIn) -> None:
    agree(cast, "role-transition")
    page = as_user(cast.miriam).get(url(cast, "role-transition")).content.decode()
    area = library().get(ProblemArea, "role-transition")
    marked = [each for each in (*area.strategies, *area.pitfalls) if each.needs_checking]
    assert page.count("(not yet checked)") == len(marked) > 0
    assert page.count("“Not yet checked”: expert knowledge, not yet checked against a source.") == 1
