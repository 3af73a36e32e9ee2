"""The second half of a protocol's page: decisions, ending, what may follow, and where sources differ."""

from collections.abc import Iterator

from kinweave.core.protocols import Protocol, Rule
from kinweave.manual import markdown as md
from kinweave.manual import standing
from kinweave.manual.catalogue import Catalogue
from kinweave.manual.words import counted, first_capital, number, said


def lines(catalogue: Catalogue, it: Protocol) -> Iterator[str]:
    """Rules, ending, maintenance, and what a reader should know of the evidence."""
    yield from _rules(it)
    yield from _ending(it)
    yield from _maintenance(catalogue, it)
    yield from _differ(it)


def _rules(it: Protocol) -> Iterator[str]:
    yield from md.heading("Points at which people decide")
    yield from md.paragraph(
        "A rule lays out what is known and what can be chosen. It decides nothing by itself."
    )
    for each in it.rules:
        yield from md.heading(each.title, 3)
        yield from md.fields(_rule(each))
    weeks = counted(it.drift.untouched_sessions, "session", "sessions")
    yield from md.heading("A soft reminder", 3)
    yield from md.paragraph(
        f"No formulation agreed by session {it.drift.formulation_by_session}, or the focus untouched for {weeks}. "
        f"{standing.of(it.drift)}"
    )


def _rule(each: Rule) -> Iterator[tuple[str, str]]:
    yield "When", md.plain(f"at session {each.at_session}" if each.at_session else said(each.at))
    yield "What is looked at", md.plain(each.condition)
    yield "Then", md.plain(each.then)
    yield "Choices", md.plain("; ".join(said(name) for name in each.choices))
    numbers = (f"{name.replace('_', ' ')} {number(value)}" for name, value in each.thresholds.items())
    yield "Numbers", md.plain("; ".join(numbers))
    yield "Standing", standing.of(each)


def _ending(it: Protocol) -> Iterator[str]:
    yield from md.heading("Ending")
    yield from md.paragraph(f"{md.plain(it.ending.text)} {standing.of(it.ending)}")
    share = f"{it.ending.share * 100:.0f} %"
    bounds = f"at least {it.ending.at_least} and at most {counted(it.ending.at_most, 'session', 'sessions')}"
    opens = f"t opens by itself when {share} of the agreed sessions are left: {bounds}."
    if it.open_end:
        yield from md.paragraph(
            "The agreement names the session after which both look at it again, and no last one. The ending is "
            f"opened by decision, at any time. Once an agreement sets the end, i{opens}"
        )
    else:
        yield from md.paragraph(f"I{opens}")


def _maintenance(catalogue: Catalogue, it: Protocol) -> Iterator[str]:
    yield from md.heading("After the ending")
    after = it.maintenance
    if after is None:
        yield from md.paragraph("This protocol names no maintenance.")
        return
    yield from md.paragraph(f"{md.plain(after.text)} {standing.of(after)}")
    if after.days_between:
        yield from md.paragraph(f"About every {counted(after.days_between, 'day', 'days')}.")
    if after.protocol:
        yield from md.paragraph(f"Protocol: {catalogue.link('protocol', after.protocol)}.")
    yield from md.bullets(f"**Caution.** {md.plain(each)}" for each in after.cautions)


def _differ(it: Protocol) -> Iterator[str]:
    if not (it.remarks or it.notes):
        return
    yield from md.heading("What to know of the evidence, and where sources differ")
    yield from md.bullets(f"{md.plain(first_capital(each.text))} {standing.of(each)}" for each in it.remarks)
    yield from md.bullets(md.plain(first_capital(each)) for each in it.notes)
