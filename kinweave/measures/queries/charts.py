"""Scores as the chart of one measure: for staff with bands and safety marks, for a client without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kinweave.core.instruments import Instrument
from kinweave.measures.queries.scores import ScorePoint
from kinweave.web.pictures.measure_chart import MeasureChart
from kinweave.web.pictures.scores import Band, Measure, Safety, Score


def measure(instrument: Instrument) -> Measure:
    """The main scale of an instrument as a chart reads it; what is not published is absent."""
    scale = instrument.main_scale
    cutoff, reliable = scale.cutoff(), scale.reliable_change()
    line = None if cutoff is None else cutoff.at_least if cutoff.at_least is not None else cutoff.at_most
    bands = scale.bands.bands if scale.bands else ()
    return Measure(
        name=scale.title or instrument.title,
        low=float(scale.minimum),
        high=float(scale.maximum),
        bands=tuple(Band(band.start, band.label) for band in bands),
        cutoff=None if line is None else float(line),
        reliable_change=None if reliable is None else float(reliable.points),
        higher_is_worse=not scale.higher_is_better,
    )


def staff_chart(
    instrument: Instrument,
    points: Sequence[ScorePoint],
    *,
    flag_open: bool = False,
    today: date | None = None,
    until: date | None = None,
) -> MeasureChart:
    """Bands, cut-off, reliable change and safety marks; the latest mark is solid while its alert is open."""
    latest = next((point for point in reversed(points) if point.flagged), None)
    scores = tuple(_score(point, flag_open and point is latest) for point in points)
    return MeasureChart(f"m-{instrument.code}", measure(instrument), scores, today=today, until=until)


def client_chart(instrument: Instrument, points: Sequence[ScorePoint]) -> MeasureChart:
    """The line itself: no bands, no lines to be judged by, no marks on single answers."""
    scores = tuple(replace(_score(point, False), safety=Safety.NOT_RAISED) for point in points)
    plain = replace(measure(instrument), bands=(), cutoff=None, reliable_change=None)
    return MeasureChart(f"m-{instrument.code}", plain, scores)


def _score(point: ScorePoint, is_open: bool) -> Score:
    safety = Safety.NOT_RAISED
    if point.flagged:
        safety = Safety.OPEN if is_open else Safety.ANSWERED
    return Score(point.date, point.value, point.session_number, safety)
