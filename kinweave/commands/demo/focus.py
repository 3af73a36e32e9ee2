"""Formulation, agreement and the review half way."""

from __future__ import annotations

from functools import partial
from typing import Any

from kinweave.commands.demo.life import Life
from kinweave.commands.demo.story import Agreed, Formulation
from kinweave.therapist.pages.scores_beside import scores_beside
from kinweave.treatment.actions import agreement, formulation, goals, review
from kinweave.treatment.forms.agreement import FIRST_WORDS
from kinweave.treatment.models import Answer, Decision, StillFits
from kinweave.treatment.queries import goals as goal_rows
from kinweave.treatment.queries.agreement import open_version as open_agreement
from kinweave.treatment.queries.formulation import open_version as open_formulation


def put_focus(life: Life) -> None:
    """Put formulations, agreements and the review into the calendar."""
    for said in life.story.formulations:
        day = life.day_of(said.session)
        life.calendar.put(life.when(day, minutes=6), partial(_write, life, said))
        if said.shared:
            life.calendar.put(life.when(day, minutes=12), partial(_share, life))
        if said.answer:
            life.calendar.put(life.when(day, minutes=17), partial(_answer, life, said))
    for agreed in life.story.agreements:
        day = life.day_of(agreed.session)
        life.calendar.put(life.when(day, minutes=28), partial(_agree, life, agreed))
    if (held := life.story.review) is not None:
        life.calendar.put(life.when(life.day_of(held.session), minutes=24), lambda: _look_back(life))
    for note in life.story.notes:
        if note.ratings:
            at = life.when(life.day_of(note.session), minutes=34)
            life.calendar.put(at, partial(_rate, life, note.ratings))


def _write(life: Life, said: Formulation) -> None:
    row = open_formulation(life.course) or formulation.start_version(
        course=life.course, by=life.therapist, reason=said.reason
    )
    values = _areas(life) | life.resolved(said.values)
    formulation.write(formulation=row, values=values, seen=row.version, by=life.therapist)


def _areas(life: Life) -> dict[str, Any]:
    """What a short story leaves unsaid."""
    return {
        "areas": [life.story.area],
        "why_these_areas": "What hurts most, and what changed when it began, lie here.",
        "hope_sentence": "This can change, and there is time set aside for it.",
        "what_we_will_do": "Meet each week, look at what happens between people, and try one thing at a time.",
    }


def _share(life: Life) -> None:
    row = open_formulation(life.course)
    if row is not None:
        formulation.share(formulation=row, seen=row.version, by=life.therapist)


def _answer(life: Life, said: Formulation) -> None:
    row = open_formulation(life.course)
    if row is None:
        return
    formulation.answer(
        formulation=row, seen=row.version, response=Answer(said.answer), said=said.said, edit=said.edit, by=life.user
    )  # fmt: skip


def _agree(life: Life, agreed: Agreed) -> None:
    day = life.day_of(agreed.session)
    values: dict[str, Any] = FIRST_WORDS | {
        "sessions": agreed.sessions,
        "starts_on": life.day(day + 7),
        "starts_at": life.story.at,
        "minutes": 50,
        "mode": life.story.mode,
        "without_sessions": [life.day(week * 7).isoformat() for week in life.story.without],
        "goals": [{"id": str(place)} | goal for place, goal in enumerate(agreed.goals, start=1)],
        "confidentiality_explained": True,
    }
    waiting = open_agreement(life.course)
    values |= life.resolved(agreed.values)
    if waiting is None:
        row = agreement.start_version(
            course=life.course, by=life.therapist, values=values, reason=agreed.reason
        )
    else:
        row = agreement.write(agreement=waiting, values=values, seen=waiting.version, by=life.therapist)
    if agreed.signed:
        row = agreement.sign(agreement=row, seen=row.version, by=life.therapist)
        agreement.sign(agreement=row, seen=row.version, by=life.user)


def _look_back(life: Life) -> None:
    held = life.story.review
    if held is None:
        return
    review.record_review(
        course=life.course, decision=Decision(held.decision), reason=held.reason, by=life.therapist,
        still_fits=StillFits(held.still_fits), client_said=held.client_said, scores=scores_beside(life.course).kept(),
    )  # fmt: skip


def _rate(life: Life, ratings: tuple[tuple[int, str], ...]) -> None:
    rows = list(goal_rows.open_goals(life.course))
    given = {row.id: rating for row, rating in zip(rows, ratings, strict=False)}
    goals.rate(ratings=given, goals=rows, by=life.user)
