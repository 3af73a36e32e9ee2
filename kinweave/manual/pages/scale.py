"""One scale of an instrument: how its value is made, and what is published about reading it."""

from collections.abc import Iterator

from kinweave.core.instruments import Instrument
from kinweave.core.methods import METHODS
from kinweave.core.scales import Bands, Scale
from kinweave.core.scoring import score
from kinweave.manual import markdown as md
from kinweave.manual import standing
from kinweave.manual.words import counted, number

_PLAIN_METHODS = {"sum": "The sum of", "mean": "The mean of"}


def lines(it: Instrument, scale: Scale) -> Iterator[str]:
    """The section of one scale."""
    yield from md.heading(scale.title or scale.code, 3)
    yield from md.fields(_facts(it, scale))
    yield from md.paragraph(md.plain(scale.note))
    for bands in filter(None, (scale.bands, *scale.other_bands)):
        yield from _bands(bands)
    yield from md.table(("Rule", "Value", "By", "Standing"), _rules(scale))


def _facts(it: Instrument, scale: Scale) -> Iterator[tuple[str, str]]:
    yield "Code", md.code(scale.code)
    yield "Made of", _how(scale)
    yield "Range", f"{number(scale.minimum)} to {number(scale.maximum)}"
    yield "Direction", _direction(it, scale)
    if scale.alike:
        yield "Compared", f"only while “{md.plain(it.scale(scale.alike).title)}” is the same both times"
    yield "LOINC", md.code(scale.loinc) if scale.loinc else ""
    if scale.scoring:
        yield "Rule of scoring", f"{md.plain(scale.scoring.rule)} {standing.of(scale.scoring)}"
    yield "Missing answers", _missing(it, scale)


def _how(scale: Scale) -> str:
    if scale.recorded:
        return "a total that is written in from the form; answers to its questions are not kept"
    times = f", times {number(scale.multiplier)}" if scale.multiplier != 1 else ""
    items = md.plain(_items(scale.items))
    if scale.method in _PLAIN_METHODS:
        return f"{_PLAIN_METHODS[scale.method]} {items}{times}"
    why = " ".join((METHODS[scale.method].__doc__ or "").split("\n\n")[0].split())
    return f"{items}, by the method {md.code(scale.method)}{times}. {md.plain(why)}".strip()


def _items(codes: tuple[str, ...]) -> str:
    return f"{counted(len(codes), 'item', 'items')} ({', '.join(codes)})"


def _missing(it: Instrument, scale: Scale) -> str:
    if scale.recorded:
        return "without the total there is no value"
    spared = _not_needed(it, scale)
    if not spared:
        rule = "one missing answer, and there is no official value"
    elif len(spared) == len(scale.items):
        rule = "one answer may be missing"
    else:
        rule = f"without an answer to {', '.join(spared)} there may still be a value; any other missing answer, and there is none"
    if scale.prorated:
        most = counted(scale.prorated.max_missing, "missing answer", "missing answers")
        aid = f"With up to {most} a value in proportion is shown as an aid; nothing is decided on it."
        return f"{md.plain(rule)}. {aid} {standing.of(scale.prorated)}"
    return md.plain(rule)


def _not_needed(it: Instrument, scale: Scale) -> list[str]:
    """Items that some worked example can do without: found by asking the scorer itself."""
    full = [each.answers for each in it.examples if score(it, each.answers)[scale.code].complete]
    return [
        code
        for code in scale.items
        if any(
            code in answers
            and score(it, {key: value for key, value in answers.items() if key != code})[scale.code].complete
            for answers in full
        )
    ]


def _bands(bands: Bands) -> Iterator[str]:
    yield from md.paragraph(f"**Bands** by {md.plain(bands.framework)} {standing.of(bands)}")
    yield from md.table(
        ("From", "Band"),
        (
            (f"{'above ' if band.above is not None else ''}{number(band.start)}", md.plain(band.label))
            for band in bands.bands
        ),
    )


def _rules(scale: Scale) -> Iterator[tuple[str, str, str, str]]:
    for cut in scale.cutoffs:
        side = (
            f"{number(cut.at_least)} or more"
            if cut.at_least is not None
            else f"{number(cut.at_most or 0)} or less"
        )
        yield f"Cut-off: {md.plain(cut.meaning)}", side, md.plain(cut.framework), standing.of(cut)
    for change in scale.reliable_changes:
        points = f"{number(change.points)} points or more"
        yield "Reliable change", points, md.plain(change.framework), standing.of(change)
    if least := scale.smallest_difference:
        yield "Smallest difference people notice", f"{number(least.points)} points", "", standing.of(least)
    if response := scale.response:
        yield (
            "Response",
            f"better by {number(response.percent)} % or more of the first score",
            "",
            standing.of(response),
        )
    if rule := scale.remission:
        side = (
            f"{number(rule.at_most)} or less"
            if rule.at_most is not None
            else f"{number(rule.at_least or 0)} or more"
        )
        yield "Remission", side, "", standing.of(rule)


def _direction(it: Instrument, scale: Scale) -> str:
    """Other scales of an instrument may be plain yes or no, of which neither is worse."""
    if scale.higher_is_better:
        return "higher is better"
    return "higher is worse" if scale.code == it.main_scale.code else ""
