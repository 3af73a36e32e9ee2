"""The page of a way to accreditation: what the body asks for, and how sure that is."""

from collections.abc import Iterator

from kinweave.core.pathways import Pathway, Requirement
from kinweave.manual import markdown as md
from kinweave.manual import standing
from kinweave.manual.catalogue import Catalogue
from kinweave.manual.words import first_capital, said


def lines(catalogue: Catalogue, it: Pathway) -> Iterator[str]:
    """Everything the definition says, its own standing first."""
    if not it.verified_on:
        yield from md.paragraph(
            f"{md.mark('to be verified', 'verify')} {md.plain(it.status)}. {md.plain(it.must_verify)} must do this."
        )
    checked = (
        f"{it.verified_on.isoformat()} by {md.plain(it.verified_by)}" if it.verified_on else "by nobody yet"
    )
    yield from md.fields(
        [
            ("Body", md.plain(it.body)),
            ("Level", md.plain(it.level)),
            (
                "Still offered",
                "no; described because people still hold it" if it.past else "as far as is known",
            ),
            ("Compiled on", it.compiled_on.isoformat()),
            ("Checked with the body", checked),
        ]
    )
    yield from md.heading("What is asked for")
    yield from md.table(
        ("Kind", "Requirement", "How much", "Standing"), (_requirement(each) for each in it.requires)
    )
    if it.renewal:
        yield from md.heading("Renewal")
        yield from md.paragraph(f"{md.plain(it.renewal.text)} {standing.of(it.renewal)}")
    if it.remarks:
        yield from md.heading("Remarks")
        yield from md.bullets(f"{md.plain(each.text)} {standing.of(each)}" for each in it.remarks)


def _requirement(each: Requirement) -> tuple[str, str, str, str]:
    much = "; ".join(amount.in_words for amount in each.amounts)
    return md.plain(first_capital(said(each.kind))), md.plain(each.text), md.plain(much), standing.of(each)
