"""Answers to an instrument: which are allowed, which are missing, and how many points each gives."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal

from kinweave.core.instruments import Instrument, Item

Answers = Mapping[str, int | None]
"""Answers by item code (or code of a recorded scale); None or an absent code is a missing answer."""

Reason = Literal["unknown item", "not a whole number", "not an allowed answer"]


class AnswerError(ValueError):
    """One answer that cannot be taken: which item, what was given, what may be given."""

    def __init__(self, instrument: str, item: str, value: object, allowed: str, reason: Reason) -> None:
        """Keep the parts beside the sentence, so that a form or a file report can use them."""
        self.item, self.value, self.allowed, self.reason = item, value, allowed, reason
        shown = shown_value(value)
        if reason == "unknown item":
            super().__init__(f'{instrument} has no item "{item}". It has {allowed}.')
        elif reason == "not a whole number":
            super().__init__(f'Item "{item}" is {shown}, which is not a whole number. It can be {allowed}.')
        else:
            super().__init__(f'Item "{item}" cannot be {shown}. It can be {allowed}.')


def shown_value(value: object) -> str:
    """Show what was given in one short printable piece, whatever it holds."""
    shown = ascii(value) if isinstance(value, str) and not value.isprintable() else str(value)
    return f'"{shown[:37]}…"' if len(shown) > 40 else f'"{shown}"'


@lru_cache(maxsize=512)
def points_by_value(instrument: Instrument, code: str) -> Mapping[int, int | None]:
    """Return what each allowed value of an item scores; None for an answer that counts as missing."""
    item, options = instrument.item(code), instrument.options_of(code)
    own = {o.value: o.value if o.points is None else o.points for o in options}
    counted = [own[o.value] for o in options if not o.counts_as_missing]
    if item.reversed:
        own = {value: max(counted) + min(counted) - points for value, points in own.items()}
    return {o.value: None if o.counts_as_missing else own[o.value] for o in options}


def allowed_values(instrument: Instrument, code: str) -> range | tuple[int, ...]:
    """Return the values an item, or a recorded total, may take."""
    for scale in instrument.scales:
        if scale.recorded and scale.code == code:
            return range(int(scale.minimum), int(scale.maximum) + 1)
    return tuple(sorted(points_by_value(instrument, code)))


def allowed_in_words(instrument: Instrument, code: str) -> str:
    """Say what may be given: ``0, 1, 2 or 3, or left empty``."""
    values = allowed_values(instrument, code)
    if isinstance(values, range) or len(values) > 8:
        return f"a whole number from {values[0]} to {values[-1]}, or left empty"
    *most, last = map(str, values)
    return f"{', '.join(most)} or {last}, or left empty" if most else f"{last}, or left empty"


def find_answer_errors(instrument: Instrument, answers: Mapping[str, object]) -> Iterator[AnswerError]:
    """Yield an error for every answer that cannot be taken."""
    known = instrument.answer_codes
    for code, value in answers.items():
        if code not in known:
            yield AnswerError(instrument.code, code, value, ", ".join(known), "unknown item")
        elif value is None:
            continue
        elif not isinstance(value, int) or isinstance(value, bool):
            yield AnswerError(
                instrument.code, code, value, allowed_in_words(instrument, code), "not a whole number"
            )
        elif value not in allowed_values(instrument, code):
            yield AnswerError(
                instrument.code, code, value, allowed_in_words(instrument, code), "not an allowed answer"
            )


def check_answers(instrument: Instrument, answers: Mapping[str, object]) -> dict[str, int | None]:
    """Return the answers with every code present (None where missing); raises the first AnswerError."""
    for error in find_answer_errors(instrument, answers):
        raise error
    return {code: _whole(answers.get(code)) for code in instrument.answer_codes}


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def is_asked(instrument: Instrument, item: Item, answers: Answers) -> bool | None:
    """Say whether an item is to be asked; None while the answers it depends on are not all there."""
    if item.ask_when is None:
        return True
    given = [answers.get(code) for code in item.ask_when.items]
    if sum(value for value in given if value is not None) >= item.ask_when.sum_at_least:
        return True
    return None if None in given else False


def item_points(instrument: Instrument, code: str, answers: Answers) -> int | None:
    """Return the points of one item, None where it is missing.

    An item that was rightly not asked scores 0: it is not missing. Raises AnswerError for a value that is not
    an option.
    """
    value, item = answers.get(code), instrument.item(code)
    if value is None:
        return 0 if is_asked(instrument, item, answers) is False else None
    points = points_by_value(instrument, code)
    if value not in points:
        raise AnswerError(
            instrument.code, code, value, allowed_in_words(instrument, code), "not an allowed answer"
        )
    return points[value]
