"""The published library and the pages made of it, once for all tests here."""

from __future__ import annotations

import pytest

from kinweave.core.library import Library, load_library
from kinweave.manual.catalogue import Catalogue
from kinweave.manual.site import all_pages


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="session")
def catalogue(library: Library) -> Catalogue:
    return Catalogue(library)


@pytest.fixture(scope="session")
def pages(library: Library) -> dict[str, str]:
    """Path → Markdown of the whole manual."""
    return all_pages(library)
