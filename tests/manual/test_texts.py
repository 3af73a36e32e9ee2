"""The texts of the repository stand in the manual, and the newcomer's first page leads to each kind of them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from kinweave.manual.texts import ROOT, texts, turned

PLACES = {"GLOSSARY.md": "glossary", "docs/how-to/a.md": "how-to/a", "docs/how-to/README.md": "how-to/index"}


def test_every_text_of_docs_is_in_the_manual(pages: dict[str, str]) -> None:
    for file in (ROOT / "docs").rglob("*.md"):
        name = "index" if file.stem == "README" else file.stem
        assert f"{file.parent.name}/{name}" in pages or file.parent.name == "docs"


def test_links_between_texts_become_links_of_the_manual() -> None:
    text = (
        "See [the words](../../GLOSSARY.md#course), [how](./), [that](a.md) and [there](https://example.org)."
    )
    said = turned(text, PurePosixPath("docs/how-to/b.md"), PLACES)
    assert (
        said
        == "See [the words](/glossary.md), [how](/how-to/index.md), [that](/how-to/a.md) and [there](https://example.org)."
    )


def test_a_link_to_what_is_no_page_becomes_its_words() -> None:
    assert (
        turned("see [the file](../../kinweave/core/course.py)", PurePosixPath("docs/how-to/a.md"), PLACES)
        == "see the file"
    )


def test_without_docs_there_are_the_pages_of_the_library_alone(tmp_path: Path) -> None:
    assert list(texts(tmp_path)) == []


def test_the_first_page_leads_a_newcomer_on(pages: dict[str, str]) -> None:
    first = pages["index"]
    for who, path in {
        "I treat people": "protocols/index",
        "I want to see it work": "tutorials/first-course",
        "I run a service": "how-to/run-a-service",
        "I add a definition": "how-to/index",
        "I change the program": "explanation/architecture",
        "I met a word I do not know": "glossary",
    }.items():
        assert f"[{who}](/{path}.md)" in first


def test_the_page_of_how_tos_leads_to_every_one_of_them(pages: dict[str, str]) -> None:
    how = pages["how-to/index"]
    written = {path for path in pages if path.startswith("how-to/") and path != "how-to/index"}
    assert {"how-to/add-an-instrument", "how-to/add-a-protocol"} <= written
    assert {path for path in written if f"(/{path}.md)" not in how} == set()
