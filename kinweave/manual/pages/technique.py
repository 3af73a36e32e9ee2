"""The page of a technique: purpose, steps, what it leaves, and how one sees that it was done."""

from collections.abc import Iterable, Iterator

from kinweave.core.facts import Statement
from kinweave.core.techniques import STANDING_IN_WORDS, Technique
from kinweave.manual import markdown as md
from kinweave.manual import standing
from kinweave.manual.catalogue import Catalogue
from kinweave.manual.words import said


def lines(catalogue: Catalogue, it: Technique) -> Iterator[str]:
    """Everything the definition says."""
    yield from md.fields(_facts(catalogue, it))
    yield from md.paragraph(f"**Caution.** {md.plain(it.caution)}" if it.caution else "")
    yield from md.heading("Steps")
    yield ""
    for place, step in enumerate(it.steps, start=1):
        yield f"{place}. **{md.plain(step.title)}.** {md.plain(step.do)} {standing.of(step)}"
    yield from _said("In a session", (it.in_session,))
    yield from _said("On a phone", (it.on_phone,))
    yield from _leaves(catalogue, it)
    yield from _said("How one sees that it was done", it.adherence)
    yield from _said("Pitfalls", it.pitfalls)


def _facts(catalogue: Catalogue, it: Technique) -> Iterator[tuple[str, str]]:
    yield "For", f"{md.plain(it.purpose.text)} {standing.of(it.purpose)}"
    yield "When", f"{md.plain(it.when.text)} {standing.of(it.when)}"
    yield "A client reads", f"{md.plain(it.client_title)}: *{md.plain(it.client_purpose)}*"
    yield "Also called", md.plain("; ".join(it.aliases))
    yield "Place in IPT", STANDING_IN_WORDS[it.standing]
    yield "Phases", md.plain(", ".join(said(each) for each in it.phases))
    yield "Problem areas", catalogue.links("problem-area", it.areas) or "any"


def _leaves(catalogue: Catalogue, it: Technique) -> Iterator[str]:
    yield from md.heading("What it leaves behind")
    yield from md.bullets(f"Worksheet: {catalogue.link('worksheet', code)}" for code in it.worksheets)
    if it.record:
        kept = "; ".join(each.label for each in it.fields)
        yield from md.paragraph(f"In the record, under {md.plain(said(it.record))}: {md.plain(kept)}.")


def _said(title: str, statements: Iterable[Statement]) -> Iterator[str]:
    yield from md.heading(title)
    yield from md.bullets(f"{md.plain(each.text)} {standing.of(each)}" for each in statements)
