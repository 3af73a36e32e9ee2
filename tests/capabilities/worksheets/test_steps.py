"""Steps between sessions: invited, in the client's words, looked at again without a score."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.http import Http404

from kinweave.core import clock
from kinweave.core.worksheets import WorksheetDefinition
from kinweave.people.actions import Refused
from kinweave.shelf.queries import library
from kinweave.treatment.models import StepMode
from kinweave.worksheets.actions.entries import (
    finish_entry,
    give_worksheet,
    invite_to_worksheet,
    write_entry,
)
from kinweave.worksheets.actions.steps import agree_step, invite_to, review_step, tell_step
from kinweave.worksheets.models import Step, StepState
from kinweave.worksheets.queries import open_steps, steps
from tests.capabilities.treatment.holding import at, held, planned
from tests.cast import Cast

WORDS = "Ask Isla to come on Saturday, before noon"


def agreed(cast: Cast, **more: object) -> Step:
    """A step agreed in a first session."""
    values: dict[str, object] = {"words": WORDS, "with_whom": "Isla", "by": cast.miriam, **more}
    step = agree_step(session=held(cast), **values)  # type: ignore[arg-type]
    assert step is not None
    return step


def test_a_step_is_invited_unless_said_otherwise_and_stands_on_the_phone(cast: Cast) -> None:
    step = agreed(cast)
    assert (step.mode, step.state, step.words) == (StepMode.INVITED, StepState.OPEN, WORDS)
    assert open_steps(cast.joanna) == [step]
    assert open_steps(cast.callum) == []


@pytest.mark.parametrize(("mode", "words"), [(StepMode.NONE, WORDS), (StepMode.INVITED, "  ")])
def test_no_step_is_made_of_nothing(cast: Cast, mode: str, words: str) -> None:
    assert agree_step(session=held(cast), words=words, mode=mode, by=cast.miriam) is None
    assert not Step.objects.exists()


def test_said_again_it_is_the_same_step_in_other_words(cast: Cast) -> None:
    step = agreed(cast)
    again = agree_step(session=step.agreed_in, words="Ring Isla", by=cast.miriam, mode=StepMode.ASSIGNED)
    assert again == step
    assert [(one.words, one.mode) for one in open_steps(cast.joanna)] == [("Ring Isla", "assigned")]


def test_taken_back_it_leaves_the_phone(cast: Cast) -> None:
    step = agreed(cast)
    agree_step(session=step.agreed_in, words=WORDS, mode=StepMode.NONE, by=cast.miriam)
    agree_step(session=step.agreed_in, words=WORDS, mode=StepMode.NONE, by=cast.miriam)
    assert open_steps(cast.joanna) == []


def test_once_the_client_has_answered_the_words_stay(cast: Cast) -> None:
    step = agreed(cast)
    tell_step(step=step, state=StepState.DONE, how_it_went="She came.", by=cast.joanna_user)
    agree_step(session=step.agreed_in, words="Something else", by=cast.miriam)
    step.refresh_from_db()
    assert (step.words, step.how_it_went) == (WORDS, "She came.")


def test_not_yet_stays_open_and_done_does_not(cast: Cast) -> None:
    step = agreed(cast)
    tell_step(step=step, state=StepState.NOT_YET, by=cast.joanna_user)
    assert open_steps(cast.joanna) == [step]
    tell_step(step=step, state=StepState.DONE, by=cast.joanna_user)
    assert open_steps(cast.joanna) == []


def test_the_next_session_looks_at_it_and_later_ones_only_while_it_goes_on(cast: Cast) -> None:
    step, second, third = agreed(cast), planned(cast, weeks=1), planned(cast, weeks=2)
    assert steps.to_look_at(cast.course, second) == [step]
    with clock.at(at(1, 5)):
        review_step(step=step, session=second, state=StepState.NOT_YET, by=cast.miriam)
    assert steps.to_look_at(cast.course, third) == [step]
    with clock.at(at(2, 5)):
        review_step(step=step, session=third, state=StepState.DONE, how_it_went="She came.", by=cast.miriam)
    assert steps.to_look_at(cast.course, third) == [step]
    assert steps.to_look_at(cast.course, planned(cast, weeks=3)) == []
    with pytest.raises(Refused, match="already looked back"):
        tell_step(step=step, state=StepState.LET_GO, by=cast.joanna_user)


def test_a_session_does_not_look_back_on_its_own_step(cast: Cast) -> None:
    step = agreed(cast)
    assert step.agreed_in is not None
    assert steps.to_look_at(cast.course, step.agreed_in) == []
    assert steps.agreed_in(step.agreed_in) == step
    assert steps.of_course(cast.course) == [step]


@pytest.mark.parametrize("state", ["", "failed", "5"])
def test_an_answer_that_is_none_is_refused(cast: Cast, state: str) -> None:
    step = agreed(cast)
    with pytest.raises(Refused, match="Choose"):
        tell_step(step=step, state=state, by=cast.joanna_user)
    with pytest.raises(Refused, match="Choose"):
        review_step(step=step, session=planned(cast, weeks=1), state=state, by=cast.miriam)


def test_only_she_and_her_therapist_may_answer(cast: Cast) -> None:
    step = agreed(cast)
    assert steps.step(cast.joanna_user, step.id) == step
    assert steps.step(cast.miriam, step.id) == step
    for user in (cast.adela, cast.colleague, cast.former, cast.stranger, cast.callum_user, cast.manager):
        with pytest.raises(Http404):
            steps.step(user, step.id)


def invited(cast: Cast, code: str = "pause-card") -> Step:
    """A step that invites to a worksheet."""
    sheet = library().get(WorksheetDefinition, code)
    entry = give_worksheet(course=cast.course, definition=sheet, by=cast.miriam)
    return invite_to_worksheet(entry=entry, by=cast.miriam)


def test_an_invitation_opens_the_worksheet_on_the_clients_side(cast: Cast) -> None:
    step = invited(cast)
    assert step.worksheet is not None
    assert step.worksheet.is_with_client
    assert step.words == "Before I answer"
    assert open_steps(cast.joanna) == [step]
    assert steps.invitations(cast.course) == {step.worksheet_id: step}


def test_a_waiting_invitation_is_not_given_twice(cast: Cast) -> None:
    step = invited(cast)
    assert step.worksheet is not None
    assert invite_to_worksheet(entry=step.worksheet, by=cast.miriam) == step
    tell_step(step=step, state=StepState.LET_GO, by=cast.joanna_user)
    again = invite_to_worksheet(entry=step.worksheet, by=cast.miriam)
    assert again != step
    assert steps.invitations(cast.course) == {step.worksheet_id: again}


def test_finishing_the_worksheet_says_what_became_of_the_step(cast: Cast) -> None:
    step = invited(cast)
    assert step.worksheet is not None
    page = uuid4()
    written = write_entry(
        entry=step.worksheet, values={"feeling": "furious"}, seen=1, page=page, by=cast.joanna_user
    )
    assert finish_entry(entry=written.entry, by=cast.joanna_user) is None
    step.refresh_from_db()
    assert (step.state, step.how_it_went) == (StepState.DONE, "")
    assert step.told_at == clock.now()
    assert open_steps(cast.joanna) == []
    with pytest.raises(Refused, match="not open on the client"):
        invite_to_worksheet(entry=written.entry, by=cast.miriam)


def test_nobody_is_invited_to_a_worksheet_they_cannot_see(cast: Cast) -> None:
    sheet = library().get(WorksheetDefinition, "pause-card")
    entry = give_worksheet(course=cast.course, definition=sheet, by=cast.miriam)
    with pytest.raises(Refused, match="not open on the client"):
        invite_to(entry=entry, title="Before I answer", by=cast.miriam)


def test_an_invitation_does_not_take_the_place_of_the_step_agreed_in_the_session(cast: Cast) -> None:
    session = held(cast)
    sheet = library().get(WorksheetDefinition, "pause-card")
    entry = give_worksheet(course=cast.course, definition=sheet, by=cast.miriam, session=session)
    invite_to_worksheet(entry=entry, session=session, by=cast.miriam)
    assert steps.agreed_in(session) is None
    own = agree_step(session=session, words=WORDS, by=cast.miriam)
    assert steps.agreed_in(session) == own
    assert {step.words for step in open_steps(cast.joanna)} == {WORDS, "Before I answer"}
