"""Plausible answers to instruments that a story says nothing about."""

from __future__ import annotations

import random

from kinweave.core.answers import allowed_values, is_asked
from kinweave.core.instruments import Instrument


def plausible(instrument: Instrument, share: float, chance: random.Random) -> dict[str, int | None]:
    """Answers about that far up each question's options, 0 to 1, turned round where high means well."""
    given: dict[str, int | None] = {}
    for item in instrument.items:
        values = sorted(allowed_values(instrument, item.code))
        up = 1 - share if item.reversed or instrument.main_scale.higher_is_better else share
        place = round(up * (len(values) - 1) + chance.gauss(0, 0.6))
        given[item.code] = values[min(len(values) - 1, max(0, place))]
    return {
        code: None if is_asked(instrument, instrument.item(code), given) is False else value
        for code, value in given.items()
    }
