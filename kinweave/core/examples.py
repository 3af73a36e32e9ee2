"""Worked examples inside a definition: each is run, and together they reach all that can come out."""

from collections.abc import Iterable, Iterator

from kinweave.core.answers import AnswerError
from kinweave.core.instruments import Example, Instrument
from kinweave.core.scoring import Scores, raised_flags, score


def run_examples(instrument: Instrument) -> list[str]:
    """Return what is wrong: examples that do not come out, and what none of them reaches."""
    wrong: list[str] = []
    reached: set[str] = set()
    for example in instrument.examples:
        try:
            scores = score(instrument, example.answers)
        except AnswerError as error:
            wrong.append(f'example "{example.name}": {error}')
            continue
        wrong.extend(f'example "{example.name}": {one}' for one in _differences(instrument, example, scores))
        reached.update(_reached(instrument, example, scores))
    wrong.extend(f"no example reaches {what}" for what in reachable(instrument) if what not in reached)
    return wrong


def _differences(instrument: Instrument, example: Example, scores: Scores) -> Iterator[str]:
    codes = [*example.scores, *example.incomplete, *example.prorated, *example.bands]
    unknown = sorted({code for code in codes if code not in scores.by_scale})
    if unknown:
        yield f"there is no scale {', '.join(unknown)}"
        return
    for code, value in example.scores.items():
        yield from _unless(code, scores[code].value, value)
    for code in example.incomplete:
        yield from _unless(code, scores[code].value, None)
    for code, prorated in example.prorated.items():
        yield from _unless(f"{code} prorated", scores[code].prorated, prorated)
    for code, band in example.bands.items():
        yield from _unless(f"band of {code}", scores[code].band, band)
    flags = sorted(flag.code for flag in raised_flags(instrument, example.answers))
    yield from _unless("flags", flags, sorted(example.flags))


def _unless(what: str, found: object, stated: object) -> Iterable[str]:
    return () if found == stated else (f"{what} is {found}, not {stated}",)


def reachable(instrument: Instrument) -> list[str]:
    """Name everything examples must reach: each scale, band, flag and tier."""
    named = []
    for scale in instrument.scales:
        named.append(f"a score of scale {scale.code}")
        bands = scale.bands.bands if scale.bands else ()
        named.extend(f"band {band.label} of {scale.code}" for band in bands)
    for flag in instrument.flags:
        named.append(f"flag {flag.code}")
        named.extend(f"tier {tier.tier} of {flag.code}" for tier in flag.tiers)
    return named


def _reached(instrument: Instrument, example: Example, scores: Scores) -> Iterator[str]:
    for code in example.scores.keys() & scores.by_scale.keys():
        if scores[code].complete:
            yield f"a score of scale {code}"
            yield f"band {scores[code].band} of {code}"
    for flag in raised_flags(instrument, example.answers):
        yield f"flag {flag.code}"
        yield f"tier {flag.tier} of {flag.code}"
