"""A worked example of an instrument, scored by the program itself while the page is made."""

from collections.abc import Iterator

from kinweave.core.answers import item_points
from kinweave.core.instruments import Example, Instrument
from kinweave.core.scoring import Score, Scores, raised_flags, score
from kinweave.manual import markdown as md
from kinweave.manual.words import TIER_IN_WORDS, number


def lines(it: Instrument) -> Iterator[str]:
    """One example step by step, and all of them in a table."""
    example = telling_example(it)
    scores = score(it, example.answers)
    yield from md.heading("A worked example")
    yield from md.paragraph(f"{md.plain(example.name)}:")
    yield from md.table(("Item", "Answer", "Points"), _answers(it, example))
    yield from md.table(
        ("Scale", "Value", "Band", "Reading"),
        (
            (md.plain(_title(it, each)), _value(each), md.plain(each.band or ""), _reading(it, each))
            for each in scores
        ),
    )
    yield from md.bullets(_flags(it, example))
    yield from _all(it)


def telling_example(it: Instrument) -> Example:
    """The example worth working through: complete, and as near as can be to a cut-off, a band or the middle."""
    scale = it.main_scale
    whole = [(each, score(it, each.answers).value) for each in it.examples]
    known = [(each, value) for each, value in whole if value is not None]
    if not known:
        return it.examples[0]
    cut = scale.cutoff()
    aim = (scale.minimum + scale.maximum) / 2
    if cut:
        aim = cut.at_least if cut.at_least is not None else cut.at_most or 0
        known = [pair for pair in known if cut.reached(pair[1])] or known
    return min(known, key=lambda pair: abs(pair[1] - aim))[0]


def _answers(it: Instrument, example: Example) -> Iterator[tuple[str, str, str]]:
    for item in it.items:
        if item.code not in example.answers:
            continue
        value = example.answers[item.code]
        text = next((o.text for o in it.options_of(item.code) if o.value == value), None)
        points = item_points(it, item.code, example.answers) if item.scored else None
        words = f"{value} ({text})" if text else str(value)
        yield md.plain(item.code), md.plain(words), "" if points is None else str(points)
    for scale in it.scales:
        if scale.recorded and scale.code in example.answers:
            yield md.plain(scale.title or scale.code), str(example.answers[scale.code]), "as written in"


def _title(it: Instrument, found: Score) -> str:
    return it.scale(found.scale).title or found.scale


def _value(found: Score) -> str:
    if found.value is not None:
        return f"**{number(round(found.value, 2))}**"
    aid = f"; in proportion {number(found.prorated)}, an aid only" if found.prorated is not None else ""
    return f"no value{aid}"


def _reading(it: Instrument, found: Score) -> str:
    if found.value is None:
        return f"missing: {md.plain(', '.join(found.missing))}"
    told = []
    for cut in it.scale(found.scale).cutoffs:
        reached = "reaches" if cut.reached(found.value) else "does not reach"
        number_of_it = number(cut.at_least if cut.at_least is not None else cut.at_most or 0)
        told.append(f"{reached} the cut-off {number_of_it} ({cut.meaning}, {cut.framework})")
    return md.plain("; ".join(told))


def _flags(it: Instrument, example: Example) -> Iterator[str]:
    for flag in raised_flags(it, example.answers):
        yield f"Raises **{md.plain(flag.title)}**, answered: {TIER_IN_WORDS[flag.tier]}."


def _all(it: Instrument) -> Iterator[str]:
    yield from md.heading("All worked examples of the file", 3)
    yield from md.paragraph("The tests run each of them, one by one and as columns of millions of rows.")
    yield from md.table(("Example", "Values", "Raises"), (_summary(it, each) for each in it.examples))


def _summary(it: Instrument, example: Example) -> tuple[str, str, str]:
    scores: Scores = score(it, example.answers)
    values = "; ".join(f"{md.plain(_title(it, each))} {_value(each)}" for each in scores)
    raised = "; ".join(flag.title for flag in raised_flags(it, example.answers))
    return md.plain(example.name), values, md.plain(raised)
