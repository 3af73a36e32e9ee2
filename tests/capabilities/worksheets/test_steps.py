"""Steps between sessions: invited, in the client's words, looked at again without a score."""

from __future__ import annotations

import pytest
from django.http import Http404

from kinweave.core import clock
from kinweave.people.actions import Refused
from kinweave.treatment.models import StepMode
from kinweave.worksheets.actions.steps import agree_step, review_step, tell_step
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
