"""The library as this service sees it, and definitions as they were frozen."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from kinweave.core.definitions import Definition
from kinweave.core.instruments import Instrument
from kinweave.core.library import Library, load_library, parse_definition
from kinweave.core.translations import Translation, chosen, languages
from kinweave.shelf.models import FrozenDefinition


@cache
def _loaded(paths: tuple[Path, ...]) -> Library:
    return load_library(paths)


def library() -> Library:
    """The library with the service's own folders (setting LIBRARY_PATHS), read once per process."""
    return _loaded(tuple(settings.LIBRARY_PATHS))


def in_language(instrument: Instrument, language: str) -> Instrument:
    """The instrument in that language; in its own words where the library has no translation that fits."""
    return _worded(tuple(settings.LIBRARY_PATHS), instrument, language)


@cache
def _worded(paths: tuple[Path, ...], instrument: Instrument, language: str) -> Instrument:
    return chosen(_loaded(paths).all(Translation), instrument, language)


def spoken() -> dict[str, str]:
    """Languages some questionnaire can be answered in besides English: code and name, by name."""
    return languages(library().all(Translation))


@cache
def thawed(frozen_id: UUID) -> Definition:
    """A frozen definition as its model. It never changes, so each process reads it once."""
    frozen = FrozenDefinition.objects.get(pk=frozen_id)
    return parse_definition(frozen.kind, frozen.content)
