"""The page of a translation: whose words they are, where they were read, and each beside the instrument's own."""

from collections.abc import Iterator

from kinweave.core.instruments import Instrument
from kinweave.core.library import NotInLibraryError
from kinweave.core.translations import Translation, misfits
from kinweave.manual import markdown as md
from kinweave.manual import standing
from kinweave.manual.catalogue import Catalogue


def lines(catalogue: Catalogue, it: Translation) -> Iterator[str]:
    """Everything the definition says."""
    own = _own(catalogue, it)
    yield from md.fields(
        [
            (
                "Instrument",
                f"{catalogue.link('instrument', it.instrument)}, version {md.code(it.instrument_version)}",
            ),
            ("Language", f"{md.plain(it.language_name)} ({md.code(it.language)})"),
            ("Words", standing.of_evidence(it.words_status)),
            ("Asks about", md.plain(it.recall)),
            ("Left out", md.plain(", ".join(it.leaves_out))),
            ("In use", _fits(it, own)),
        ]
    )
    yield from md.paragraph(md.plain(it.note))
    yield from md.heading("Questions")
    yield from md.paragraph(f"*{md.plain(it.preamble)}*" if it.preamble else "")
    yield from md.table(("Item", "Words", "The instrument’s own"), _items(it, own))
    for name, options in it.options.items():
        yield from md.heading(f"Answers: {name}", 3)
        yield from md.table(
            ("Stored", "Words"), ((md.plain(v), md.plain(text)) for v, text in options.items())
        )
    yield from md.heading("Where the words were read")
    yield from md.bullets(
        f"{md.plain(each.name)}: {md.plain(each.gives)} {md.outside(each.address) if each.address else ''}".strip()
        for each in it.words_read
    )
    yield from md.heading("Licence and source")
    yield from md.fields(
        [
            ("Licence", f"{md.plain(it.licence)} {standing.of_evidence(it.licence_status)}"),
            ("Notice", md.plain(it.notice)),
            ("Citation", md.plain(it.citation)),
        ]
    )


def _own(catalogue: Catalogue, it: Translation) -> Instrument | None:
    try:
        return catalogue.library.get(Instrument, it.instrument, it.instrument_version)
    except NotInLibraryError:
        return None


def _fits(it: Translation, own: Instrument | None) -> str:
    if own is None:
        return md.mark("not used: the library does not hold this version of the instrument", "verify")
    wrong = misfits(it, own)
    return (
        md.mark(f"not used: {wrong[0]}", "verify") if wrong else "it fits item by item and answer by answer"
    )


def _items(it: Translation, own: Instrument | None) -> Iterator[tuple[str, str, str]]:
    original = {item.code: item.text or "" for item in own.items} if own else {}
    for code, text in it.items.items():
        yield md.plain(code), md.plain(text), md.plain(original.get(code, ""))
