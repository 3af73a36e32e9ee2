"""The page of a rhythm log: its anchors, the measure of regularity, and a week worked out."""

from collections.abc import Iterator

from kinweave.core.rhythm import Amount, RhythmExample, RhythmLog, minutes, rhythm
from kinweave.manual import markdown as md
from kinweave.manual import standing
from kinweave.manual.catalogue import Catalogue
from kinweave.manual.words import number

KEPT = (
    "The client keeps it in the portal, a page a day, once the therapist has begun it; any course can have one. The"
    " therapist reads a week at a time, with the number and the marks below."
)


def lines(catalogue: Catalogue, it: RhythmLog) -> Iterator[str]:
    """Everything the definition says."""
    yield from md.fields([("A client reads", md.plain(it.client_title))])
    yield from md.paragraph(md.plain(it.note))
    yield from md.paragraph(KEPT)
    yield from md.heading("What is written down each day")
    yield from md.paragraph(f"*{md.plain(it.intro)}*")
    yield from md.table(("Anchor", "Help"), ((md.plain(a.text), md.plain(a.help)) for a in it.anchors))
    yield from md.bullets(f"{each.value}: {md.plain(each.text)}" for each in it.company)
    yield from md.heading("The measure")
    yield from md.paragraph(
        f"Hits divided by activities that are done often enough. {standing.of(it.formula)}"
    )
    yield from md.fields(_amounts(it))
    yield from md.heading("Worked weeks")
    yield from md.table(
        ("Week", "Hits", "Activities", "Regularity"), (_week(it, each) for each in it.examples)
    )
    yield from md.heading("Licence and source")
    yield from md.fields([("Licence", md.plain(it.licence)), ("Citation", md.plain(it.citation))])


def _amounts(it: RhythmLog) -> Iterator[tuple[str, str]]:
    yield "A hit lies within", f"{_amount(it.window)} of the usual time"
    yield "An activity counts from", _amount(it.least_days)
    if it.outliers:
        yield "Left out of the usual time", f"beyond {_amount(it.outliers)}"


def _amount(each: Amount) -> str:
    return f"{number(each.value)} {each.unit} {standing.of(each)}"


def _week(it: RhythmLog, example: RhythmExample) -> tuple[str, str, str, str]:
    found = rhythm(it, [{code: minutes(at) for code, at in day.items()} for day in example.days])
    value = "no value" if found.value is None else number(round(found.value, 2))
    return md.plain(example.name), str(found.hits), str(found.activities), value
