"""A definition as plain text that a clinician can read at a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from kinweave.core.definitions import EVIDENCE_IN_WORDS, Definition, Sourced
from kinweave.core.instruments import Flag, Instrument, Item
from kinweave.core.scales import Bands, Scale
from kinweave.measures.queries.flags import TIER_IN_WORDS

WIDTH = 96


def in_full(definition: Definition) -> str:
    """Return the whole definition as text, an instrument in its own order, others key by key."""
    lines = _instrument(definition) if isinstance(definition, Instrument) else _keys(definition)
    return "\n".join([definition.title, "=" * min(len(definition.title), WIDTH), *lines])


def _told(label: str, text: object, indent: int = 0) -> Iterator[str]:
    if text in (None, "", (), {}):
        return
    start = " " * indent + (f"{label}: " if label else "")
    yield textwrap.fill(str(text), WIDTH, initial_indent=start, subsequent_indent=" " * (indent + 4))


def _instrument(it: Instrument) -> Iterator[str]:
    yield from _told(
        "Instrument", f"{it.code}, version {it.version}" + (f", LOINC {it.loinc}" if it.loinc else "")
    )
    yield from _told("Licence", f"{it.licence} ({EVIDENCE_IN_WORDS[it.licence_status]})")
    yield from _told("No words here", it.why_no_text)
    yield from _told("Notice", it.notice)
    yield from _told("Citation", it.citation)
    yield from _told("Completed by", it.completed_by.replace("-", " "))
    yield from _told("About", it.recall)
    yield from _told("Note", it.note)
    yield from ("", "Questions") if it.items else ()
    yield from _told("", it.preamble, 2)
    for item in it.items:
        yield from _told(item.code, _question(item), 2)
    for name, options in it.options.items():
        chosen = [f"{o.value} {o.text or ''}".strip() + _points(o.points, o.value) for o in options]
        yield from _told(f"Answers, {name}", "; ".join(chosen), 2)
    for scale in it.scales:
        yield from ("", scale.title or scale.code, *_scale(scale))
    for flag in it.flags:
        yield from ("", f"Flag: {flag.title}", *_flag(flag))


def _points(points: int | None, value: int) -> str:
    return "" if points in (None, value) else f" (counts {points})"


def _question(item: Item) -> str:
    asides = [f"answers: {item.options}"]
    asides += ["not counted"] * (not item.scored) + ["counts reversed"] * item.reversed
    if item.ask_when:
        asides.append(f"asked when {' + '.join(item.ask_when.items)} is {item.ask_when.sum_at_least} or more")
    return f"{item.text or 'no words here'} [{'; '.join(asides)}] {item.note}".strip()


def _standing(fact: Sourced) -> str:
    return f"{EVIDENCE_IN_WORDS[fact.status]}: {fact.source}"


def _scale(scale: Scale) -> Iterator[str]:
    how = f"{scale.method} of {', '.join(scale.items)}" if scale.items else "total written in from the form"
    times = f", times {scale.multiplier}" if scale.multiplier != 1 else ""
    yield from _told(scale.code, f"{how}{times}; {scale.minimum} to {scale.maximum}", 2)
    yield from _told("Higher is better", "yes" if scale.higher_is_better else "", 2)
    if scale.scoring:
        yield from _told("Scoring", f"{scale.scoring.rule} ({_standing(scale.scoring)})", 2)
    if scale.prorated:
        most = f"up to {scale.prorated.max_missing} missing, shown as an aid only"
        yield from _told("Prorated", f"{most} ({_standing(scale.prorated)})", 2)
    for bands in (scale.bands, *scale.other_bands):
        yield from _told("Bands", _bands(bands) if bands else "", 2)
    for cut in scale.cutoffs:
        side = f"{cut.at_least} or more" if cut.at_least is not None else f"{cut.at_most} or less"
        yield from _told("Cut-off", f"{side}: {cut.meaning} ({cut.framework}; {_standing(cut)})", 2)
    yield from _change(scale)
    yield from _told("Note", scale.note, 2)


def _bands(bands: Bands) -> str:
    each = [f"{'from' if b.above is None else 'above'} {b.start:g} {b.label}" for b in bands.bands]
    return f"{', '.join(each)} ({bands.framework}; {_standing(bands)})"


def _change(scale: Scale) -> Iterator[str]:
    for change in scale.reliable_changes:
        points = f"{change.points} points ({change.framework}; {_standing(change)})"
        yield from _told("Reliable change", points, 2)
    if least := scale.smallest_difference:
        yield from _told(
            "Smallest difference people notice", f"{least.points} points ({_standing(least)})", 2
        )
    if response := scale.response:
        yield from _told("Response", f"{response.percent:g} % better ({_standing(response)})", 2)
    if remission := scale.remission:
        most = remission.at_most is not None
        side = f"{remission.at_most} or less" if most else f"{remission.at_least} or more"
        yield from _told("Remission", f"{side} ({_standing(remission)})", 2)


def _flag(flag: Flag) -> Iterator[str]:
    watched = f"item {flag.item}" if flag.item else f"scale {flag.scale}"
    for tier in flag.tiers:
        when = TIER_IN_WORDS[tier.tier]
        yield from _told(f"{watched} at {tier.at_least} or more", f"{when} ({_standing(tier)})", 2)
    if flag.rise:
        when = f"{TIER_IN_WORDS[flag.rise.tier]} ({_standing(flag.rise)})"
        yield from _told(f"a rise by {flag.rise.by}", when, 2)


def _keys(value: Any, indent: int = 0) -> Iterator[str]:
    """Go through any definition key by key, leaving out what is at its default."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name in value.model_fields_set:
                yield from _entry(name.replace("_", " "), getattr(value, name), indent)
        return
    numbered = value.items() if isinstance(value, dict) else enumerate(value, start=1)
    for key, inner in numbered:
        yield from _entry(str(key), inner, indent)


def _entry(key: str, value: Any, indent: int) -> Iterator[str]:
    plain = not isinstance(value, BaseModel | dict | list | tuple)
    if plain or (isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)):
        yield from _told(key, value if plain else "; ".join(value), indent)
        return
    yield f"{' ' * indent}{key}:"
    yield from _keys(value, indent + 2)
