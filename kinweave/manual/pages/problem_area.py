"""The page of a problem area: definition, questions, strategies in order, stages, signs of progress, pitfalls."""

from collections.abc import Iterable, Iterator

from kinweave.core.facts import Statement
from kinweave.core.problem_areas import ProblemArea, Stage, Strategy
from kinweave.manual import markdown as md
from kinweave.manual import standing
from kinweave.manual.catalogue import Catalogue
from kinweave.manual.words import said


def lines(catalogue: Catalogue, it: ProblemArea) -> Iterator[str]:
    """Everything the definition says, in the order of the work."""
    yield from md.fields(_facts(catalogue, it))
    yield from md.paragraph(f"{md.plain(it.definition.text)} {standing.of(it.definition)}")
    yield from md.paragraph(md.plain(it.scope_note))
    yield from _said("When it is chosen", (it.when_chosen,) if it.when_chosen else ())
    yield from _subtypes(it)
    yield from _said("Questions to ask", it.questions)
    yield from _said("Goals", it.goals)
    yield from _strategies(catalogue, it)
    yield from _stages(it)
    yield from _said("Signs of progress", it.progress)
    yield from _said("Pitfalls", it.pitfalls)
    yield from _said("When another way is better", it.route_out)
    yield from _evidence(it)


def _facts(catalogue: Catalogue, it: ProblemArea) -> Iterator[tuple[str, str]]:
    yield "A client reads", md.plain(it.client_label)
    yield "and", f"*{md.plain(it.client_definition)}*"
    yield "Also called", md.plain("; ".join(it.aliases))
    yield "Only in", catalogue.links("protocol", it.only_in)
    yield "Protocols", catalogue.users(it, "protocol")
    yield "Techniques", catalogue.links("technique", it.techniques)
    yield "Worksheets", catalogue.links("worksheet", it.worksheets)
    yield "Lessons", catalogue.users(it, "lesson")


def _said(title: str, statements: Iterable[Statement]) -> Iterator[str]:
    found = [f"{md.plain(each.text)}{_leads(each)} {standing.of(each)}" for each in statements]
    if found:
        yield from md.heading(title)
        yield from md.bullets(found)


def _leads(each: Statement) -> str:
    leads = getattr(each, "leads_to", None)
    return f" (an answer may open: {md.plain(said(leads))})" if leads else ""


def _subtypes(it: ProblemArea) -> Iterator[str]:
    rows = [
        (md.plain(s.title), md.plain(s.client_label), md.plain(s.note), standing.of(s)) for s in it.subtypes
    ]
    if rows:
        yield from md.heading("Sub-types")
        yield from md.table(("Sub-type", "A client reads", "Remarks", "Standing"), rows)


def _strategies(catalogue: Catalogue, it: ProblemArea) -> Iterator[str]:
    yield from md.heading("Strategies, in order")
    yield ""
    yield from (_strategy(catalogue, place, each) for place, each in enumerate(it.strategies, start=1))


def _strategy(catalogue: Catalogue, place: int, each: Strategy) -> str:
    sheet = f" Worksheet: {catalogue.link('worksheet', each.worksheet)}." if each.worksheet else ""
    return f"{place}. **{md.plain(each.title)}.** {md.plain(each.do)}{sheet} {standing.of(each)}"


def _stages(it: ProblemArea) -> Iterator[str]:
    if it.stages:
        yield from md.heading("Stages")
        yield from md.table(
            ("Stage", "Sign", "The therapist", "Standing"), (_stage(each) for each in it.stages)
        )


def _stage(each: Stage) -> tuple[str, str, str, str]:
    return md.plain(each.title), md.plain(each.sign), md.plain(each.therapist), standing.of(each)


def _evidence(it: ProblemArea) -> Iterator[str]:
    if it.evidence:
        yield from md.heading("What in a record may speak for it")
        yield from md.paragraph(
            "These are laid side by side and never counted; which area it is, two people decide."
        )
        yield from md.bullets(f"{md.plain(said(each.source))}: {md.plain(each.says)}" for each in it.evidence)
