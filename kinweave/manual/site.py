"""All pages of the manual together, with the lists by which a reader finds them."""

from collections.abc import Iterator, Sequence

from kinweave.core.library import Library
from kinweave.manual import markdown as md
from kinweave.manual.catalogue import TITLES, Catalogue, folder_of, title_of
from kinweave.manual.definition_pages import kinds_present, pages
from kinweave.manual.texts import texts, title_in

SECTIONS = {
    "tutorials": ("Tutorials", "To be followed from beginning to end, once."),
    "how-to": ("How to", "One task each, for somebody who knows what they want."),
    "explanation": ("Explanation", "Why it is as it is."),
    "reference": ("Lists", "Made from the program itself: settings, acts, roles, addresses, definitions."),
    "adr": ("Decisions", "What was decided about the design, and why."),
}


def all_pages(library: Library) -> dict[str, str]:
    """Path → Markdown of every page of the manual. The same library and texts always make the same pages."""
    catalogue = Catalogue(library)
    found = {page.path: page.text for page in (*texts(), *pages(catalogue))}
    for folder, (title, told) in SECTIONS.items():
        listed = _listed(found, folder)
        if listed and f"{folder}/index" not in found:
            found[f"{folder}/index"] = _section(title, told, listed)
    found["index"] = "\n".join(_first_page(catalogue, found)) + "\n"
    return {path: _in_sidebar(path, text) for path, text in sorted(found.items())}


def _in_sidebar(path: str, text: str) -> str:
    """Lists and single texts stand in the sidebar, so they are no orphans there."""
    top = path.endswith("/index") or "/" not in path
    return text.removeprefix("---\norphan: true\n---\n\n") if top else text


def _listed(found: dict[str, str], folder: str) -> list[tuple[str, str]]:
    inside = [path for path in found if path.startswith(f"{folder}/") and path != f"{folder}/index"]
    return [(title_in(found[path]), path) for path in sorted(inside)]


def _section(title: str, told: str, listed: Sequence[tuple[str, str]]) -> str:
    lines = [f"# {title}", "", told, *md.bullets(f"[{words}](/{path}.md)" for words, path in listed)]
    return "\n".join(lines) + "\n"


def _first_page(catalogue: Catalogue, found: dict[str, str]) -> Iterator[str]:
    yield from ("# The manual of Kinweave", "")
    yield (
        "Kinweave delivers Interpersonal Psychotherapy (IPT) end to end. Its clinical content stands in files that a clinician "
        "can read; the pages of the library here are made from those files, so what you read is what the program does."
    )
    yield from _begin(found)
    yield from md.heading("The library")
    kinds = kinds_present(catalogue)
    counts = {kind: sum(of == kind for of, _ in catalogue.present) for kind in kinds}
    yield from md.table(
        ("Kind", "Pages", "What it holds"),
        (
            (
                md.link(title_of(kind), f"{folder_of(kind)}/index"),
                str(counts[kind]),
                TITLES.get(kind, ("", ""))[1],
            )
            for kind in kinds
        ),
    )
    yield from _marks()
    yield from _tree("The library", [f"{folder_of(kind)}/index" for kind in kinds])
    yield from _tree(
        "Using it", [f"{name}/index" for name in ("tutorials", "how-to") if f"{name}/index" in found]
    )
    about = ["glossary", "intended-purpose", "explanation/index", "reference/index", "adr/index"]
    about += ["contributing", "security", "changelog"]
    yield from _tree("About it", [path for path in about if path in found])


def _begin(found: dict[str, str]) -> Iterator[str]:
    ways = [
        (
            "I treat people",
            "protocols/index",
            "read a protocol and sign it; every page says how far it may be trusted",
        ),
        ("I want to see it work", "tutorials/first-course", "a first look at a whole course, in ten minutes"),
        ("I run a service", "how-to/run-a-service", "set it up, keep it safe, give it your own definitions"),
        (
            "I add a definition",
            "how-to/index",
            "instrument, protocol, worksheet, technique, lesson, country: one file each",
        ),
        ("I change the program", "explanation/architecture", "how it is built, and the decisions behind it"),
        ("I met a word I do not know", "glossary", "the field’s words, and what carries each"),
    ]
    yield from md.heading("Where to begin")
    yield from md.bullets(f"**{md.link(who, path)}**: {told}." for who, path, told in ways if path in found)


def _marks() -> Iterator[str]:
    yield from md.heading("What the marks mean")
    yield from md.bullets(
        [
            f"{md.mark('MARK2006', 'source')} names a source; the foot of the page says which.",
            f"{md.mark('to be verified', 'verify')} is professional knowledge, or a number, that nobody has checked against a source yet.",
            f"{md.mark('rule of this project, not published', 'ours')} was decided here. A service may decide otherwise.",
        ]
    )


def _tree(caption: str, paths: Sequence[str]) -> Iterator[str]:
    if paths:
        yield from (
            "",
            "```{toctree}",
            ":hidden:",
            ":maxdepth: 1",
            f":caption: {caption}",
            "",
            *paths,
            "```",
            "",
        )
