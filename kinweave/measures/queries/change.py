"""What changed, in plain words, and what a therapist should look at. Nothing here alerts or decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kinweave.core.outcomes import Change, Pair, change_in_words, improvement, pair, reliable_change
from kinweave.core.scales import Scale
from kinweave.measures.queries.responses import instrument
from kinweave.measures.queries.scores import PartPoint, ScorePoint, of_the_course, parts
from kinweave.treatment.models import Course
from kinweave.web.words import month_day, plain_number


@dataclass(frozen=True, slots=True)
class Deterioration:
    """A score that is worse, by the published reliable change, than the first or the best before it."""

    points: float
    since: ScorePoint
    latest: ScorePoint
    from_best: bool
    framework: str
    needed: float

    @property
    def sentence(self) -> str:
        """The note for the therapist: numbers, rule and where the rule comes from."""
        mark = "the best score so far" if self.from_best else "the first score"
        return (
            f"{plain_number(self.points)} points worse than {mark} "
            f"({plain_number(self.since.value or 0)} on {month_day(self.since.date)}). "
            f"A change of {plain_number(self.needed)} is more than chance ({self.framework})."
        )


def complete(points: Sequence[ScorePoint]) -> list[ScorePoint]:
    """The points that have an official value; only those are ever compared."""
    return [point for point in points if point.value is not None]


def like_with_like(
    scale: Scale, points: Sequence[ScorePoint], beside: Sequence[PartPoint]
) -> list[ScorePoint]:
    """The points that may be compared with the latest: a total of other items is left out (see `Scale.alike`)."""
    scored = complete(points)
    if scale.alike is None or not scored:
        return list(points)
    made_of = {part.response_id: part.value for part in beside if part.scale == scale.alike}
    latest = made_of.get(scored[-1].response_id)
    return [point for point in points if made_of.get(point.response_id) == latest]


def needs_parts(codes: Iterable[str]) -> bool:
    """Whether some of these instruments make a total of other items at times, so that the parts must be read."""
    return any(instrument(code).main_scale.alike is not None for code in codes)


def compared(course: Course) -> dict[str, list[ScorePoint]]:
    """The complete scores of a course that may be set against its latest, by instrument code.

    One query, and another where an instrument makes its total of other items at times.
    """
    found = of_the_course(course)
    beside = parts(course) if needs_parts(found) else {}
    alike = {
        code: like_with_like(instrument(code).main_scale, points, beside.get(code, ()))
        for code, points in found.items()
    }
    return {code: complete(points) for code, points in alike.items()}


def first_and_last(scale: Scale, points: Sequence[ScorePoint]) -> Pair:
    """First and latest value of a scale beside its thresholds; with one value there is nothing to compare."""
    values = [point.value for point in complete(points)]
    return pair(scale, values[0] if values else None, values[-1] if len(values) > 1 else None)


def in_words(scale: Scale, points: Sequence[ScorePoint]) -> str:
    """What changed since the start, for staff: "down 6 since the start: more than chance change …"."""
    return change_in_words(first_and_last(scale, points))


def deterioration(scale: Scale, points: Sequence[ScorePoint]) -> Deterioration | None:
    """The latest score against the first and the best before it; None when it is not reliably worse.

    None too where no reliable change is published for the scale, or there are fewer than two scores.
    """
    scored, rule = complete(points), scale.reliable_change()
    if rule is None or len(scored) < 2:
        return None
    *before, latest = scored
    best = min(before, key=lambda point: _worse(scale, before[0], point))
    for since in (before[0], best):
        worse = _worse(scale, since, latest)
        if worse >= rule.points:
            return Deterioration(worse, since, latest, since is not before[0], rule.framework, rule.points)
    return None


def _worse(scale: Scale, since: ScorePoint, later: ScorePoint) -> float:
    return -improvement(scale, since.value or 0, later.value or 0)


def for_the_client(scale: Scale, points: Sequence[ScorePoint]) -> str:
    """What changed, in words a client can use: no praise, no blame, no verdict.

    More than chance is said only by a number that was read in a source.
    """
    scored = complete(points)
    if not scored:
        return "There is nothing to show yet. After two check-ins you can see here how things have moved."
    if len(scored) == 1:
        return "This is where you started. After the next check-in you can see how things have moved."
    rule = scale.reliable_change()
    found = reliable_change(first_and_last(scale, points)) if rule and rule.was_read else None
    if scored[0].value == scored[-1].value:
        return "Your latest answers come to the same as your first ones."
    better = _worse(scale, scored[0], scored[-1]) < 0
    moved = "lighter" if better else "heavier"
    match found:
        case Change.IMPROVED | Change.DETERIORATED:
            said = (
                f"Your latest answers are {moved} than your first ones, by more than the usual ups and downs."
            )
        case Change.UNCHANGED:
            said = f"Your latest answers are a little {moved} than your first ones. "
            said += "A change of this size can come and go by chance."
        case None:
            said = f"Your latest answers are {moved} than your first ones."
    return said if better else f"{said} It helps to talk about this in your next session."
