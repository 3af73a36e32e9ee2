"""Scores of whole columns of answers, from the same definitions as one set of answers.

Each item becomes a table of 256 entries that packs its points with a count of missing and of wrong answers,
so that one look-up and one addition per answer give total, completeness and errors at once. Whatever cannot
be added (named methods, items asked on a condition) is scored one by one, once for each distinct row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinweave.core.answers import AnswerError, allowed_values, points_by_value
from kinweave.core.instruments import Flag, Instrument
from kinweave.core.scales import Scale
from kinweave.core.scoring import score_scale, tidy

MISSING = -128
"""Stands for a missing answer in a column of int8."""
NOT_AN_ANSWER = 127
"""Stands for something that is no answer at all, such as a word; no option may have this value."""

POINTS = 0xFFFF
ONE_MISSING = 1 << 16
ONE_WRONG = 1 << 24
BLOCK = 1 << 15  # rows at a time: the block's arrays stay in the processor's cache

Column = NDArray[np.int8]
Columns = Mapping[str, Column]


@dataclass(frozen=True)
class ScoredColumns:
    """Scores of one scale for many rows, in small codes; all arrays have one entry per row."""

    steps: NDArray[np.int16]
    """Index into ``ladder``; the last step means no official value. For a plain sum the step is the total."""
    ladder: tuple[float | None, ...]
    """The values that can come out; None last."""
    band: NDArray[np.int8]
    """Index into ``band_labels``, -1 where there is no band."""
    band_labels: tuple[str, ...]
    flags: NDArray[np.uint16]
    """One bit per entry of ``flag_codes``, raised on incomplete rows too."""
    flag_codes: tuple[str, ...]
    wrong: NDArray[np.bool_]
    """Rows with a value that is not an option; they have no official value."""

    @property
    def complete(self) -> NDArray[np.bool_]:
        """Rows that have an official value."""
        return np.not_equal(self.steps, len(self.ladder) - 1)

    @property
    def values(self) -> NDArray[np.float64]:
        """Official values, NaN where there is none."""
        ladder = np.array([np.nan if value is None else value for value in self.ladder])
        return ladder[self.steps]


def answer_column(values: Sequence[int | None]) -> Column:
    """Make a column from answers: None is missing, anything beyond the range of options is not an answer."""
    within = [MISSING if v is None else v if -100 <= v <= 120 else NOT_AN_ANSWER for v in values]
    return np.array(within, dtype=np.int8)


def score_columns(instrument: Instrument, columns: Columns, scale: str | None = None) -> ScoredColumns:
    """Score one scale (the main one if not named) and raise the flags of every row.

    ``columns`` holds int8 columns of equal length by item code, with ``MISSING`` where there is no answer;
    columns of items outside the scale are checked and read for flags. Raises KeyError if a needed column is
    absent and ValueError for columns of another type or unequal length.
    """
    wanted = instrument.scale(scale) if scale else instrument.main_scale
    rows = _check(columns)
    _refuse_absent(instrument, wanted, columns)
    unchecked = set(columns)
    if _adds_up(instrument, wanted):
        steps, ladder, wrong = _added(instrument, wanted, columns, rows)
        unchecked -= set(wanted.items)
    else:
        steps, ladder = _row_by_row(instrument, wanted, columns)
        wrong = np.zeros(rows, dtype=np.bool_)
    for code in unchecked:
        wrong |= wrong_answers(instrument, code, columns[code])
    if wrong.any():
        steps[wrong] = len(ladder) - 1
    bands = wanted.bands.bands if wanted.bands else ()
    labels = tuple(band.label for band in bands)
    indices = [_band_index(wanted, labels, value) for value in ladder]
    return ScoredColumns(
        steps=steps,
        ladder=ladder,
        band=np.take(np.array(indices, dtype=np.int8), steps),
        band_labels=labels,
        flags=_flags(instrument, columns, rows),
        flag_codes=tuple(flag.code for flag in instrument.flags),
        wrong=wrong,
    )


def _band_index(scale: Scale, labels: Sequence[str], value: float | None) -> int:
    band = None if value is None else scale.band(value)
    return labels.index(band.label) if band else -1


def _check(columns: Columns) -> int:
    lengths = {len(column) for column in columns.values()}
    if len(lengths) != 1:
        raise ValueError("columns of answers must all be of one length, and there must be at least one")
    for code, column in columns.items():
        if column.dtype != np.int8 or column.ndim != 1:
            raise ValueError(f'column "{code}" must be one-dimensional and of type int8, not {column.dtype}')
    return lengths.pop()


def needed_columns(instrument: Instrument, scale: Scale | None = None) -> tuple[str, ...]:
    """Return the codes of the columns without which a scale (the main one if not named) cannot be scored."""
    wanted = scale or instrument.main_scale
    if wanted.recorded:
        return (wanted.code,)
    needed = list(wanted.items)
    for code in wanted.items:
        condition = instrument.item(code).ask_when
        needed.extend(c for c in (condition.items if condition else ()) if c not in needed)
    return tuple(needed)


def wrong_answers(instrument: Instrument, code: str, column: Column) -> NDArray[np.bool_]:
    """Return the rows whose value is neither missing nor one that the item, or recorded total, may take."""
    allowed = np.zeros(256, dtype=np.bool_)
    allowed[[value % 256 for value in (MISSING, *allowed_values(instrument, code))]] = True
    return ~allowed[column.view(np.uint8)]


def _refuse_absent(instrument: Instrument, scale: Scale, columns: Columns) -> None:
    absent = [code for code in needed_columns(instrument, scale) if code not in columns]
    if absent:
        raise KeyError(f"{instrument.code} needs the columns {', '.join(absent)}")


def _adds_up(instrument: Instrument, scale: Scale) -> bool:
    plain = all(instrument.item(code).ask_when is None for code in scale.items)
    return scale.method in ("sum", "mean") and plain


def _table(instrument: Instrument, code: str) -> NDArray[np.uint32]:
    """Make the table of an item: points, or one missing, or one wrong, by the byte of the answer."""
    table = np.full(256, ONE_WRONG, dtype=np.uint32)
    for value, points in points_by_value(instrument, code).items():
        table[value % 256] = ONE_MISSING if points is None else points
    table[MISSING % 256] = ONE_MISSING
    return table


def _packed(instrument: Instrument, scale: Scale, columns: Columns, rows: int) -> NDArray[np.uint32]:
    """Add up the packed points of a scale's items, block by block."""
    tables = [(_table(instrument, code), columns[code].view(np.uint8)) for code in scale.items]
    packed = np.empty(rows, dtype=np.uint32)
    looked_up = np.empty(min(BLOCK, rows), dtype=np.uint32)
    for start in range(0, rows, BLOCK):
        block = packed[start : start + BLOCK]
        part = looked_up[: len(block)]
        block[:] = 0
        for table, answers in tables:
            np.take(table, answers[start : start + BLOCK], out=part, mode="clip")
            block += part
    return packed


Laddered = tuple[NDArray[np.int16], tuple[float | None, ...]]


def _added(
    instrument: Instrument, scale: Scale, columns: Columns, rows: int
) -> tuple[NDArray[np.int16], tuple[float | None, ...], NDArray[np.bool_]]:
    packed = _packed(instrument, scale, columns, rows)
    ladder = _ladder(instrument, scale)
    # Missing and wrong answers sit above the points, so such rows land on the last step.
    steps = np.minimum(packed, np.uint32(len(ladder) - 1)).astype(np.int16)
    return steps, ladder, packed >= ONE_WRONG


def _ladder(instrument: Instrument, scale: Scale) -> tuple[float | None, ...]:
    most = sum(max(p for p in points_by_value(instrument, c).values() if p is not None) for c in scale.items)
    whole = scale.method == "sum"
    values = [total if whole else total / len(scale.items) for total in range(most + 1)]
    return (*(tidy(value * scale.multiplier) for value in values), None)


def _row_by_row(instrument: Instrument, scale: Scale, columns: Columns) -> Laddered:
    """Score each distinct row once, by the same function as one set of answers."""
    codes = needed_columns(instrument, scale)
    table = np.ascontiguousarray(np.stack([columns[code] for code in codes], axis=1))
    distinct, place = np.unique(table.view(f"V{len(codes)}").ravel(), return_inverse=True)
    values: list[float | None] = []
    for row in distinct.view(np.int8).reshape(len(distinct), len(codes)).tolist():
        answers = {c: None if v == MISSING else v for c, v in zip(codes, row, strict=True)}
        try:
            values.append(_checked_value(instrument, scale, answers))
        except AnswerError:
            values.append(None)
    ladder: tuple[float | None, ...] = (*sorted({v for v in values if v is not None}), None)
    rungs = {value: step for step, value in enumerate(ladder)}
    steps = np.array([rungs[value] for value in values], dtype=np.int16)
    return steps[place], ladder


def _checked_value(instrument: Instrument, scale: Scale, answers: Mapping[str, int | None]) -> float | None:
    total = answers.get(scale.code) if scale.recorded else None
    if total is not None and not scale.minimum <= total <= scale.maximum:
        raise AnswerError(instrument.code, scale.code, total, "a total in range", "not an allowed answer")
    return score_scale(instrument, scale, answers).value


def _flags(instrument: Instrument, columns: Columns, rows: int) -> NDArray[np.uint16]:
    bits = np.zeros(rows, dtype=np.uint16)
    for number, flag in enumerate(instrument.flags):
        if flag.item is None:
            bits |= _scale_flag(instrument, flag, columns, rows).astype(np.uint16) << np.uint16(number)
        elif flag.item in columns:
            bits |= np.take(
                _flag_table(instrument, flag.item, flag, number), columns[flag.item].view(np.uint8)
            )
    return bits


def _flag_table(instrument: Instrument, code: str, flag: Flag, number: int) -> NDArray[np.uint16]:
    table = np.zeros(256, dtype=np.uint16)
    for value, points in points_by_value(instrument, code).items():
        if points is not None and flag.tier(points) is not None:
            table[value % 256] = 1 << number
    return table


def _scale_flag(instrument: Instrument, flag: Flag, columns: Columns, rows: int) -> NDArray[np.bool_]:
    scale = instrument.scale(flag.scale or "")
    if any(code not in columns for code in needed_columns(instrument, scale)):
        return np.zeros(rows, dtype=np.bool_)
    if scale.method == "sum" and _adds_up(instrument, scale):
        packed = _packed(instrument, scale, columns, rows)
        return (packed & np.uint32(POINTS)) * float(scale.multiplier) >= flag.at_least
    steps, ladder = _row_by_row(instrument, scale, columns)
    raised = np.array([value is not None and value >= flag.at_least for value in ladder])
    return raised[steps]
