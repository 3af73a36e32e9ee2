"""Bringing in a service's past scores: every one of them, or none with the reason for each that cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kinweave.core.answers import AnswerError
from kinweave.core.instruments import Instrument
from kinweave.core.scoring import score
from kinweave.measures.actions.response import record_past_score
from kinweave.measures.models import AnsweredBy, Score
from kinweave.people.actions import Refused
from kinweave.people.models import Client, User
from kinweave.web.words import plain_number

Moment = tuple[UUID, str, datetime]


@dataclass(frozen=True)
class PastScore:
    """One score from elsewhere. `place` says where it stood, in words for whoever made the file."""

    place: str
    client: Client
    instrument: Instrument
    at: datetime
    total: float | None = None
    answers: Mapping[str, int | None] | None = None


@dataclass(frozen=True)
class Imported:
    """What an import came to."""

    written: int
    already: int  # of the same client, instrument and moment, with the same value


class CannotImport(Refused):
    """Some scores cannot be brought in, so none was. `problems` says which and why, in the order given."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(f"{len(problems)} scores cannot be brought in, so nothing was written.")
        self.problems = tuple(problems)


@transaction.atomic
def import_scores(*, scores: Sequence[PastScore], by: User | None) -> Imported:
    """Write every score that is not there yet. Raises CannotImport, with nothing written, if any cannot be.

    A score of the same client, instrument and moment is there already when its value is the same, and
    cannot be brought in when it differs: a correction is made by a person, with a reason.
    """
    known = _known(scores)
    problems: list[str] = []
    already = 0
    for each in scores:
        moment = (each.client.pk, each.instrument.code, each.at)
        if moment in known:
            already += 1
            if (words := _differs(each, known[moment])) is not None:
                problems.append(f"{each.place}: {words}")
            continue
        try:
            known[moment] = _value(each)
            _write(each, by)
        except (Refused, AnswerError) as error:
            problems.append(f"{each.place}: {error}")
    if problems:
        raise CannotImport(problems)
    return Imported(written=len(scores) - already, already=already)


def _write(each: PastScore, by: User | None) -> None:
    record_past_score(
        client=each.client,
        instrument=each.instrument,
        at=each.at,
        by=by,
        total=each.total,
        answers=each.answers,
    )


def _value(each: PastScore) -> float | None:
    """Its main value; raises AnswerError for answers that are not allowed."""
    return each.total if each.answers is None else score(each.instrument, each.answers).value


def _differs(each: PastScore, there: float | None) -> str | None:
    mine = _value(each)
    if mine == there:
        return None
    return (
        f"there is already {_words(there)} for this person on that day, and the file says {_words(mine)}. "
        "Take the row out, or correct the score on the person’s page."
    )


def _words(value: float | None) -> str:
    return "an unfinished form" if value is None else plain_number(value)


def _known(scores: Iterable[PastScore]) -> dict[Moment, float | None]:
    """What was brought in before for these clients: moment to main value."""
    clients = {each.client.pk for each in scores}
    rows = Score.objects.filter(
        client__in=clients, main=True, response__answered_by=AnsweredBy.IMPORTED, response__superseded_by=None
    )
    return {
        (client, code, at): value for client, code, at, value in rows.values_list("client", "code", "answered_at", "value")
    }  # fmt: skip
