"""The page of a lesson: the whole text as a client reads it, its picture, and where each part comes from."""

from collections.abc import Iterator
from html import escape

from kinweave.core.lesson_text import Block
from kinweave.core.lessons import Lesson, Section
from kinweave.manual import markdown as md
from kinweave.manual import standing
from kinweave.manual.catalogue import Catalogue
from kinweave.manual.words import number, said


def lines(catalogue: Catalogue, it: Lesson) -> Iterator[str]:
    """Everything the definition says."""
    yield from md.fields(_facts(catalogue, it))
    yield from _picture(it)
    for section in it.sections:
        yield from _section(section)
    if it.to_try:
        yield from md.heading("Something to try")
        yield from md.bullets(f"{md.plain(each.text)} {standing.of(each)}" for each in it.to_try)
    if it.help:
        yield from md.paragraph("*The page ends with where help is.*")


def _facts(catalogue: Catalogue, it: Lesson) -> Iterator[tuple[str, str]]:
    yield "In short", md.plain(it.summary)
    yield "For whom", md.plain(it.for_whom)
    yield "Open to", "everybody" if it.public else "people in care"
    yield "Length", f"{it.words} words"
    age = it.reading_age
    yield "Can be read from", f"{number(round(age, 1))} years (Flesch-Kincaid)" if age is not None else ""
    yield "Language", md.plain(said(it.language))
    yield "Phases", md.plain(", ".join(said(each) for each in it.phases))
    yield "Problem areas", catalogue.links("problem-area", it.areas)
    yield "Protocols", catalogue.links("protocol", it.protocols)


def _picture(it: Lesson) -> Iterator[str]:
    """The drawing itself: its shapes were written out by `core.pictures` and hold nothing but shapes."""
    drawn = it.picture.drawn
    field = f"0 0 {drawn.width} {drawn.height}"
    words = f"<title>{escape(drawn.title)}</title><desc>{escape(drawn.description)}</desc>"
    svg = f'<svg class="lesson-picture" role="img" viewBox="{field}">{words}{drawn.shapes}</svg>'
    yield from ("", "```{raw} html", " ".join(svg.split()), "```", "")


def _section(section: Section) -> Iterator[str]:
    if section.heading:
        yield from md.heading(section.heading)
    for block in section.blocks:
        yield from _block(block)
    yield from md.paragraph(standing.of(section))


def _block(block: Block) -> Iterator[str]:
    if block.kind == "list":
        yield from md.bullets(md.plain(line) for line in block.lines)
    elif block.kind == "said":
        yield from ("", *(f"> {md.plain(line)}" for line in block.lines), "")
    else:
        yield from md.paragraph(md.plain(" ".join(block.lines)))
