"""The cards of techniques: in the room and in a workspace, and from them to a worksheet or a step."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client as Browser
from django.utils.html import escape

from kinweave.core.problem_areas import ProblemArea
from kinweave.core.protocols import PhaseKind
from kinweave.core.techniques import Technique
from kinweave.people.models import User
from kinweave.shelf.queries import library
from kinweave.therapist.pages.techniques import PAGES, technique_groups, techniques_of
from kinweave.treatment.models import Course, Session, SessionNote
from kinweave.worksheets.models import Step, WorksheetEntry
from tests.capabilities.treatment.holding import held
from tests.cast import Cast
from tests.portals.therapist.in_room import opened, url

SignedIn = Callable[[User], Browser]
AREAS = sorted(each.code for each in library().all(ProblemArea))


@pytest.fixture
def session(cast: Cast) -> Session:
    """A session that began just now, in a course on a conflict."""
    Course.objects.filter(pk=cast.course.pk).update(areas=["role-dispute"])
    cast.course.refresh_from_db()
    return held(cast)


@pytest.fixture
def miriam(cast: Cast, as_user: SignedIn) -> Browser:
    return as_user(cast.miriam)


def test_each_technique_of_the_area_opens_its_card_without_leaving_the_room(
    session: Session, miriam: Browser
) -> None:
    page = miriam.get(url(session)).content.decode()
    assert "Techniques: role dispute" in page
    for code in library().get(ProblemArea, "role-dispute").techniques:
        technique = library().get(Technique, code)
        assert f"<summary>{escape(technique.title)}</summary>" in page
        for words in (technique.purpose.text, technique.steps[0].do, technique.adherence[0].text):
            assert escape(words) in page
    assert "an addition, not in the manuals of IPT" in page
    assert "expert knowledge, not yet checked against a source" in page


def test_without_an_agreed_area_those_of_the_phase_are_at_hand(cast: Cast, miriam: Browser) -> None:
    page = miriam.get(url(held(cast))).content.decode()
    assert "Techniques: in this phase" in page
    assert "<summary>Interpersonal inventory</summary>" in page
    assert "<summary>Role play</summary>" not in page


def test_a_worksheet_of_a_technique_is_opened_beside_the_note(session: Session, miriam: Browser) -> None:
    assert 'value="sheet:i-statements"' in miriam.get(url(session)).content.decode()
    answer = miriam.post(url(session), {**opened(miriam, session), "do": "sheet:i-statements"})
    entry = WorksheetEntry.objects.get()
    assert f"sheet={entry.id}" in answer.headers["Location"]
    assert not entry.is_with_client
    assert not Step.objects.exists()


def test_the_client_is_invited_to_a_worksheet_as_a_step(session: Session, miriam: Browser) -> None:
    sent = {**opened(miriam, session), "do": "invite:i-statements", "area_work": "typed"}
    answer = miriam.post(url(session), sent)
    entry, step = WorksheetEntry.objects.get(), Step.objects.get()
    assert answer.headers["Location"].endswith("#try")
    assert SessionNote.objects.get().area_work == "typed"  # the same button saved the note
    assert entry.is_with_client
    assert (step.worksheet, step.agreed_in, step.mode) == (entry, session, "invited")
    assert step.words == "Saying what I feel and want"
    page = miriam.get(url(session)).content.decode()
    assert "a step on their phone" in page
    miriam.post(url(session), {**opened(miriam, session), "do": "invite:i-statements"})
    assert (WorksheetEntry.objects.count(), Step.objects.count()) == (1, 1)


def test_an_invitation_stands_beside_the_step_they_agreed_on(session: Session, miriam: Browser) -> None:
    miriam.post(url(session), {**opened(miriam, session), "do": "invite:pause-card", "step_mode": "assigned"})
    words = {"do": "step", "step_words": "Ring Isla", "step_mode": "assigned"}
    miriam.post(url(session), {**opened(miriam, session), **words})
    found = {(step.words, step.mode, step.worksheet is not None) for step in Step.objects.all()}
    assert found == {("Before I answer", "assigned", True), ("Ring Isla", "assigned", False)}


def test_no_client_is_invited_to_what_is_not_theirs_to_fill_in() -> None:
    cards = [card for group in technique_groups(AREAS, PhaseKind.MIDDLE) for card in group.cards]
    sheets = {sheet.code: sheet.for_client for card in cards for sheet in card.sheets}
    assert sheets["i-statements"]
    assert not sheets["joint-meeting"]  # asks each alone about violence: the therapist writes it
    assert len(sheets) > 20


def test_what_the_therapist_writes_alone_is_opened_and_not_invited_to(
    session: Session, miriam: Browser
) -> None:
    page = miriam.get(url(session)).content.decode()
    assert 'value="sheet:joint-meeting"' in page
    assert 'value="invite:joint-meeting"' not in page


def test_each_technique_is_shown_once_though_two_areas_share_it() -> None:
    groups = technique_groups(["role-dispute", "role-transition"], PhaseKind.MIDDLE)
    codes = [card.technique.code for group in groups for card in group.cards]
    assert len(codes) == len(set(codes))
    assert [group.title for group in groups] == ["Role dispute", "Role transition", "Others in this phase"]
    assert "grief-work" not in codes


@pytest.mark.parametrize("code", AREAS)
def test_a_workspace_lists_the_techniques_of_its_area(cast: Cast, miriam: Browser, code: str) -> None:
    area = library().get(ProblemArea, code)
    assert [card.technique.code for card in techniques_of(area)] == list(area.techniques)
    page = miriam.get(f"/work/people/{cast.joanna.id}/area/{code}/").content.decode()
    assert page.count('<details class="technique">') == len(area.techniques)


def test_from_a_workspace_the_client_is_invited_too(cast: Cast, miriam: Browser) -> None:
    address = f"/work/people/{cast.joanna.id}/worksheets/"
    page = miriam.get(f"/work/people/{cast.joanna.id}/area/role-dispute/").content.decode()
    assert f'action="{address}"' in page
    miriam.post(address, {"code": "limits", "area": "role-dispute", "invite": "1"})
    step = Step.objects.get()
    assert (step.words, step.agreed_in) == ("Saying where my limit is", None)
    assert WorksheetEntry.objects.get().is_with_client


def test_a_supervisor_reads_the_cards_and_is_offered_nothing_to_do(cast: Cast, as_user: SignedIn) -> None:
    page = as_user(cast.adela).get(f"/work/people/{cast.joanna.id}/area/role-dispute/").content.decode()
    assert "<summary>Role dispute work</summary>" in page
    assert "Invite the client" not in page


def test_a_card_leads_to_the_part_of_the_record_it_is_kept_in(cast: Cast, miriam: Browser) -> None:
    page = miriam.get(url(held(cast))).content.decode()
    for code, name in (("interpersonal-inventory", "Inventory"), ("crisis-management", "Safety plan")):
        technique = library().get(Technique, code)
        assert technique.record in PAGES
        assert f">{name}</a></dt>" in page
    assert miriam.get(f"/work/people/{cast.joanna.id}/safety-plan/").status_code == 200
