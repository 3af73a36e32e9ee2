"""What a session of IPT should show, what it should not, and the scales on which people judge it.

Items and anchors are in this project's own words and describe what somebody who listens to a recording
would hear. They have not been validated. Scales of other bodies are described, their items are not shipped.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, StrictInt, model_validator

from kinweave.core.definitions import Code, Evidence, Part
from kinweave.core.facts import Fact, Line, Name, Referenced, Statement, refuse_repeated

Rater = Literal["self", "supervisor", "blind", "client"]
"""Who judges: the therapist, the supervisor, somebody who does not know the case, or the client."""

RATERS_IN_WORDS: dict[Rater, str] = {
    "self": "the therapist",
    "supervisor": "the supervisor",
    "blind": "a rater who does not know the case",
    "client": "the client",
}

POINTS = 5  # 0 to 4


class FidelityItem(Fact):
    """One thing to listen for. `anchors` say what each point from 0 to 4 sounds like."""

    code: str = Field(pattern=r"^[a-z][0-9]{1,2}$")
    text: Line
    anchors: Annotated[tuple[Line, ...], Field(min_length=POINTS, max_length=POINTS)]
    techniques: tuple[Code, ...] = ()
    """Techniques of the library in which this item is seen."""
    only_in: tuple[Code, ...] = ()
    """Protocols it applies to; every one when empty."""
    not_this_session: str = ""
    """When it is left out of the judgement rather than given 0."""


class FidelityItems(Referenced):
    """The items of one phase, of one problem area, of every session, or those that do not belong in IPT."""

    about: Literal["phase", "area", "every-session", "not-ipt"]
    phase: Literal["initial", "middle", "ending"] | None = None
    area: Code | None = None
    scale: Code
    raters: tuple[Rater, ...] = Field(min_length=1)
    anchor_status: Evidence
    """Standing of the anchors, which are this project's own even where the item is sourced."""
    items: tuple[FidelityItem, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_what_it_is_about(self) -> Self:
        if (self.about == "phase") != (self.phase is not None):
            raise ValueError('about = "phase" names a phase, and nothing else does')
        if (self.about == "area") != (self.area is not None):
            raise ValueError('about = "area" names an area, and nothing else does')
        refuse_repeated(tuple(item.code for item in self.items), "items")
        return self

    @property
    def wanted(self) -> bool:
        """Whether more of it is better: false for what does not belong in IPT."""
        return self.about != "not-ipt"


class Point(Part):
    """One point of a scale and what it means."""

    value: StrictInt = Field(ge=0, le=10)
    meaning: Line


class RatingScale(Referenced):
    """A scale on which sessions, cases or knowledge are judged, ours or another body's."""

    owner: Line
    described: Statement
    points: tuple[Point, ...] = ()
    """Its points, where they are ours or named in a source; the words of other bodies stay with them."""
    used_for: Statement | None = None
    passing: Statement | None = None
    reliability: Statement | None = None
    validity: Statement | None = None
    note: str = ""

    @model_validator(mode="after")
    def _points_rise(self) -> Self:
        values = [point.value for point in self.points]
        if values != sorted(set(values)):
            raise ValueError("points are listed once each, in rising order")
        return self


class Threshold(Statement):
    """From when on a case or a portfolio counts as IPT done well enough."""

    code: Name
    scale: Code | None = None


class DriftSign(Statement):
    """Something that is worth a word between therapist and supervisor. It is never a verdict."""

    code: Name
    items: tuple[str, ...] = ()
    """Fidelity items whose absence shows it."""


class KeptList(Part):
    """One list a therapist keeps for supervision and accreditation, and what each line of it holds."""

    code: Name
    title: Line
    holds: tuple[Line, ...] = Field(min_length=1)


class Supervision(Referenced):
    """How supervision of IPT is done, what counts as enough, and what is kept for it."""

    notes: tuple[Statement, ...] = Field(min_length=1)
    thresholds: tuple[Threshold, ...] = ()
    drift: tuple[DriftSign, ...] = ()
    records: tuple[KeptList, ...] = ()

    @model_validator(mode="after")
    def _each_is_there_once(self) -> Self:
        refuse_repeated(tuple(each.code for each in self.thresholds), "thresholds")
        refuse_repeated(tuple(each.code for each in self.drift), "signs of drift")
        refuse_repeated(tuple(each.code for each in self.records), "records")
        return self


def items_for(
    lists: Iterable[FidelityItems], *, phase: str, areas: Collection[str], protocol: str
) -> list[tuple[FidelityItems, tuple[FidelityItem, ...]]]:
    """The lists that apply to a session in a phase of that kind with a focus on `areas`, without empty ones.

    Items that belong to other protocols are left out. The order is: phase, area, every session, not IPT.
    """
    order = ("phase", "area", "every-session", "not-ipt")
    chosen = [
        (each, tuple(item for item in each.items if not item.only_in or protocol in item.only_in))
        for each in lists
        if (each.phase in (None, phase)) and (each.area is None or each.area in areas)
    ]
    chosen.sort(key=lambda pair: order.index(pair[0].about))
    return [(each, items) for each, items in chosen if items]


def broken_items(
    definition: FidelityItems,
    *,
    areas: Collection[str],
    protocols: Collection[str],
    scales: Collection[str],
    techniques: Collection[str] | None = None,
) -> Iterator[str]:
    """What an item list names that the library does not hold; techniques are not looked at when None."""
    if definition.scale not in scales:
        yield f'scale: there is no rating scale "{definition.scale}"'
    if definition.area is not None and definition.area not in areas:
        yield f'area: there is no problem area "{definition.area}"'
    for item in definition.items:
        for code in item.only_in:
            if code not in protocols:
                yield f'items.{item.code}.only_in: there is no protocol "{code}"'
        for code in item.techniques:
            if techniques is not None and code not in techniques:
                yield f'items.{item.code}.techniques: there is no technique "{code}"'


def broken_supervision(
    definition: Supervision, *, items: Collection[str], scales: Collection[str]
) -> Iterator[str]:
    """What a guide to supervision names that the library does not hold."""
    for threshold in definition.thresholds:
        if threshold.scale is not None and threshold.scale not in scales:
            yield f'thresholds.{threshold.code}: there is no rating scale "{threshold.scale}"'
    for sign in definition.drift:
        for code in sign.items:
            if code not in items:
                yield f'drift.{sign.code}: there is no fidelity item "{code}"'
