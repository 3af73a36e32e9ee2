"""The pages of what sessions are rated by: items with anchors, scales, and what supervision keeps."""

from collections.abc import Iterator

from kinweave.core.fidelity import RATERS_IN_WORDS, FidelityItem, FidelityItems, RatingScale, Supervision
from kinweave.manual import markdown as md
from kinweave.manual import standing
from kinweave.manual.catalogue import Catalogue
from kinweave.manual.words import said


def items(catalogue: Catalogue, it: FidelityItems) -> Iterator[str]:
    """A list of items, each with what every point sounds like."""
    about = catalogue.link("problem-area", it.area) if it.area else md.plain(said(it.phase or it.about))
    yield from md.fields(
        [
            ("About", about),
            ("More of it is", "better" if it.wanted else "worse: this does not belong in IPT"),
            ("Scale", catalogue.link("rating-scale", it.scale)),
            ("Rated by", md.plain(", ".join(RATERS_IN_WORDS[each] for each in it.raters))),
            (
                "Anchors",
                f"this project’s own {standing.of_evidence(it.anchor_status)}; they have not been validated",
            ),
        ]
    )
    for item in it.items:
        yield from _item(catalogue, item)


def _item(catalogue: Catalogue, item: FidelityItem) -> Iterator[str]:
    yield from md.heading(f"{item.code.upper()}: {item.text}")
    yield from md.fields(
        [
            ("Techniques", catalogue.links("technique", item.techniques)),
            ("Only in", catalogue.links("protocol", item.only_in)),
            ("Left out when", md.plain(item.not_this_session)),
            ("Standing", standing.of(item)),
        ]
    )
    yield from md.bullets(f"**{point}** {md.plain(anchor)}" for point, anchor in enumerate(item.anchors))


def scale(catalogue: Catalogue, it: RatingScale) -> Iterator[str]:
    """A rating scale: whose it is, its points, and what is known of it."""
    told = (
        ("Used for", it.used_for),
        ("Passing", it.passing),
        ("Reliability", it.reliability),
        ("Validity", it.validity),
    )
    yield from md.fields(
        [
            ("Owner", md.plain(it.owner)),
            ("What it is", f"{md.plain(it.described.text)} {standing.of(it.described)}"),
            *((name, f"{md.plain(each.text)} {standing.of(each)}") for name, each in told if each),
            ("Items", catalogue.users(it, "fidelity")),
        ]
    )
    yield from md.paragraph(md.plain(it.note))
    yield from md.table(("Point", "Meaning"), ((str(p.value), md.plain(p.meaning)) for p in it.points))


def supervision(catalogue: Catalogue, it: Supervision) -> Iterator[str]:
    """How supervision is done, what counts as enough, signs of drift, and what is kept."""
    yield from md.bullets(f"{md.plain(each.text)} {standing.of(each)}" for each in it.notes)
    if it.thresholds:
        yield from md.heading("What counts as enough")
        yield from md.bullets(
            f"{md.plain(each.text)}{_by(catalogue, each.scale)} {standing.of(each)}" for each in it.thresholds
        )
    if it.drift:
        yield from md.heading("Signs of drift: worth a word, never a verdict")
        yield from md.bullets(
            f"{md.plain(each.text)}{_of_items(each.items)} {standing.of(each)}" for each in it.drift
        )
    if it.records:
        yield from md.heading("What is kept")
        yield from md.table(
            ("Record", "Holds"), ((md.plain(r.title), md.plain("; ".join(r.holds))) for r in it.records)
        )


def _by(catalogue: Catalogue, scale: str | None) -> str:
    return f" ({catalogue.link('rating-scale', scale)})" if scale else ""


def _of_items(codes: tuple[str, ...]) -> str:
    return f" (items {', '.join(codes)})" if codes else ""
