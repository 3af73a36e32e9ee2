"""The page of a country's crisis lines, with how far it has been checked."""

from collections.abc import Iterator

from kinweave.core.crisis_lines import CrisisLine, CrisisLines
from kinweave.manual import markdown as md
from kinweave.manual.catalogue import Catalogue
from kinweave.manual.words import said


def lines(catalogue: Catalogue, it: CrisisLines) -> Iterator[str]:
    """The emergency number first, then every line as it is dialled inside the country."""
    if it.needs_checking:
        yield from md.paragraph(
            f"{md.mark('to be verified', 'verify')} {md.plain(it.status)}. {md.plain(it.must_verify)} must do this."
        )
    yield from md.fields(_facts(it))
    yield from md.table(
        ("Line", "For whom", "Number", "Hours", "Languages", "Source"), (_line(each) for each in it.lines)
    )


def _facts(it: CrisisLines) -> Iterator[tuple[str, str]]:
    also = f", also {', '.join(it.emergency.also)}" if it.emergency.also else ""
    yield (
        "Danger to life now",
        f"**{md.plain(it.emergency.shown)}**{md.plain(also)}. {md.plain(it.emergency.note)}",
    )
    yield "Country", md.code(it.country) if it.country else "any other country"
    yield "Compiled on", it.compiled_on.isoformat()
    checked = (
        f"{it.verified_on.isoformat()} by {md.plain(it.verified_by)}" if it.verified_on else "by nobody yet"
    )
    yield "Checked with each operator", checked


def _line(each: CrisisLine) -> tuple[str, str, str, str, str, str]:
    numbers = [each.shown + (f", then {each.then_press}" if each.then_press else "")] if each.dial else []
    if each.text:
        numbers.append(f"text {each.text.word} to {each.text.shown}".replace("  ", " "))
    numbers += [str(each.web)] if each.web and not numbers else []
    free = {True: "; free of charge", False: "; may cost", None: ""}[each.free]
    told = " ".join(filter(None, (f"{each.for_whom}.", each.where, each.note)))
    return (
        f"**{md.plain(each.name)}** ({md.plain(said(each.topic))})",
        md.plain(told),
        md.plain("; ".join(numbers) + free),
        md.plain(each.hours),
        md.plain(", ".join(each.languages)),
        md.outside(each.source),
    )
