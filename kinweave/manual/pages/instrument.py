"""The page of an instrument: who answers what, how it is scored, and what is published about reading it."""

from collections.abc import Iterator

from kinweave.core.instruments import Flag, Instrument, Item, Option, Published
from kinweave.manual import markdown as md
from kinweave.manual import standing
from kinweave.manual.catalogue import Catalogue
from kinweave.manual.pages import scale, worked
from kinweave.manual.words import TIER_IN_WORDS, counted, said


def lines(catalogue: Catalogue, it: Instrument) -> Iterator[str]:
    """Everything the definition says, in the order in which it is read."""
    yield from md.fields(_facts(catalogue, it))
    yield from md.paragraph(md.plain(it.note))
    yield from _words(it)
    yield from md.heading("Scoring")
    for each in it.scales:
        yield from scale.lines(it, each)
    yield from _reliability(it)
    yield from _flags(it)
    yield from worked.lines(it)
    yield from _licence(it)


def _facts(catalogue: Catalogue, it: Instrument) -> Iterator[tuple[str, str]]:
    yield "Answered by", md.plain(said(it.completed_by))
    yield "Asks about", md.plain(it.recall)
    yield "How often", _published(it.interval)
    scored = {code for each in it.scales for code in each.items}
    yield "Questions", f"{len(it.items)}, of which {len(scored)} are counted" if it.items else ""
    yield "Words", "shipped" if it.has_text else f"not shipped: {md.plain(it.why_no_text)}"
    yield "Wording", _published(it.wording)
    yield "Language", md.plain(said(it.language))
    yield "LOINC", md.code(it.loinc) if it.loinc else ""
    yield "Asked in", catalogue.users(it, "protocol")


def _published(it: Published | None) -> str:
    return f"{md.plain(it.text)} {standing.of(it)}" if it else ""


def _reliability(it: Instrument) -> Iterator[str]:
    if it.reliability:
        yield from md.heading("How steady it is")
        yield from md.bullets(map(_published, it.reliability))


def _words(it: Instrument) -> Iterator[str]:
    if not it.items:
        return
    yield from md.heading("Questions")
    yield from md.paragraph(f"*{md.plain(it.preamble)}*" if it.preamble else "")
    yield from md.table(
        ("Item", "Question", "Answers", "LOINC", "Remarks"),
        (
            (
                md.plain(each.code),
                md.plain(each.text) if each.text else md.mark("words not shipped", "quiet"),
                md.plain(said(each.options)),
                md.code(each.loinc) if each.loinc else "",
                md.plain(". ".join(_remarks(each))),
            )
            for each in it.items
        ),
    )
    for name, options in it.options.items():
        yield from md.heading(f"Answers: {said(name)}", 3)
        yield from md.table(("Stored", "Words", "Counts", "LOINC"), (_option(each) for each in options))


def _remarks(item: Item) -> Iterator[str]:
    if not item.scored:
        yield "Not counted"
    if item.reversed:
        yield "Counts reversed: the highest answer counts lowest"
    if item.optional:
        yield "May be left out"
    if item.instead_of:
        yield f"May be answered instead of item {item.instead_of}"
    if item.ask_when:
        yield f"Asked when {' + '.join(item.ask_when.items)} come to {item.ask_when.sum_at_least} or more"
    if item.note:
        yield item.note.removesuffix(".")


def _option(option: Option) -> tuple[str, str, str, str]:
    counts = "counts as missing" if option.counts_as_missing else ""
    if option.points is not None and option.points != option.value:
        counts = f"{option.points} points"
    return (
        str(option.value),
        md.plain(option.text or ""),
        counts,
        md.code(option.loinc) if option.loinc else "",
    )


def _flags(it: Instrument) -> Iterator[str]:
    if not it.flags:
        return
    yield from md.heading("Answers that a person must look at")
    yield from md.paragraph(
        "They are read as soon as they are given, also on an unfinished form and whatever the total is. The times say how soon "
        "somebody answers; they are no grade of anybody’s risk. A zero is no all-clear."
    )
    for each in it.flags:
        yield from md.heading(each.title, 3)
        yield from md.table(("When", "Answered", "Standing"), _tiers(each))


def _tiers(flag: Flag) -> Iterator[tuple[str, str, str]]:
    watched = f"item {flag.item}" if flag.item else f"the points of {flag.scale} so far"
    for tier in flag.tiers:
        when = f"{watched} at {tier.at_least} or more"
        yield md.plain(when), TIER_IN_WORDS[tier.tier], standing.of(tier)
    if flag.rise:
        points = counted(flag.rise.by, "point", "points")
        when = f"a rise by {points} or more since the answer before"
        yield md.plain(when), TIER_IN_WORDS[flag.rise.tier], standing.of(flag.rise)


def _licence(it: Instrument) -> Iterator[str]:
    yield from md.heading("Licence and source")
    yield from md.fields(
        [
            ("Licence", f"{md.plain(it.licence)} {standing.of_evidence(it.licence_status)}"),
            ("Notice", md.plain(it.notice)),
            ("Citation", md.plain(it.citation)),
        ]
    )
