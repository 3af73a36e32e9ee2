"""The published library and the pages made of it, once for all tests here."""

from __future__ import annotations

import pytest

from kinweave.core.library import Library, load_library
from kinweave.manual.catalogue import Catalogue
from kinweave.manual.site import all_pages

SHOWN = {"ipt", "phq-9", "grief", "initial", "middle", "ending", "dispute-map", "how-ipt-works", "gb"}


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="session")
def few(library: Library) -> Library:
    """A library small enough to be built in a few seconds."""
    kept = {key: definition for key, definition in library.definitions.items() if key[1] in SHOWN}
    return Library(kept, library.files, ())


@pytest.fixture(scope="session")
def catalogue(library: Library) -> Catalogue:
    return Catalogue(library)


@pytest.fixture(scope="session")
def pages(library: Library) -> dict[str, str]:
    """Path → Markdown of the whole manual."""
    return all_pages(library)
