"""Everything that can be wrong with the library: files, keys, locks, worked examples, and names used across files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kinweave.core.definitions import Definition
from kinweave.core.entries import failed_examples
from kinweave.core.examples import run_examples
from kinweave.core.fidelity import (
    FidelityItems,
    RatingScale,
    Supervision,
    broken_items,
    broken_supervision,
)
from kinweave.core.instruments import Instrument
from kinweave.core.lessons import Lesson, broken_lesson
from kinweave.core.library import PUBLISHED, Library, LibraryProblem, NotInLibraryError, kind_of, load_library
from kinweave.core.lock import changed_since_locked, verify_lock
from kinweave.core.problem_areas import ProblemArea, unknown_worksheets
from kinweave.core.protocols import Protocol, broken_references
from kinweave.core.rhythm import RhythmLog, run_rhythm_examples
from kinweave.core.tasks import TaskList, tasks_by_code
from kinweave.core.techniques import Technique, broken_technique
from kinweave.core.translations import Translation, misfits
from kinweave.core.worksheets import WorksheetDefinition


def load_for_check(paths: Sequence[Path]) -> tuple[Library, list[LibraryProblem]]:
    """Read the library with these folders and return it with all that is wrong."""
    library = load_library(paths)
    problems = [*library.problems, *_locks(library, paths)]
    for key, definition in library.definitions.items():
        name = " ".join(key)
        problems += [LibraryProblem(library.files[key], name, said) for said in _inside(library, definition)]
    return library, problems


def _locks(library: Library, paths: Sequence[Path]) -> Iterator[LibraryProblem]:
    yield from verify_lock(library)
    for folder in paths:
        try:
            yield from changed_since_locked(library, folder)
        except (OSError, ValueError) as error:
            yield LibraryProblem(folder, "library.lock", str(error))


def _inside(library: Library, definition: Definition) -> Iterable[str]:
    match definition:
        case Instrument():
            return run_examples(definition)
        case WorksheetDefinition():
            return [*failed_examples(definition), *_worksheet(library, definition)]
        case RhythmLog():
            return run_rhythm_examples(definition)
        case FidelityItems():
            return _fidelity(library, definition)
        case Supervision():
            items = [item.code for each in library.all(FidelityItems) for item in each.items]
            return list(broken_supervision(definition, items=items, scales=_codes(library, RatingScale)))
        case _:
            return _names(library, definition)


def _names(library: Library, definition: Definition) -> Iterable[str]:
    match definition:
        case Technique():
            return _technique(library, definition)
        case ProblemArea():
            return _area(library, definition)
        case Protocol():
            return _protocol(library, definition)
        case Translation():
            return _translation(library, definition)
        case Lesson():
            areas, protocols = _codes(library, ProblemArea), _codes(library, Protocol)
            return broken_lesson(definition, areas=areas, protocols=protocols)
        case _:
            return ()


def _protocol(library: Library, protocol: Protocol) -> list[str]:
    tasks = tasks_by_code(tuple(library.all(TaskList)))
    areas, codes = _codes(library, ProblemArea), _codes(library, Protocol)
    return list(broken_references(protocol, tasks=tasks, areas=areas, protocols=codes))


def _translation(library: Library, translation: Translation) -> Sequence[str]:
    try:
        instrument = library.instrument(translation.instrument, translation.instrument_version)
    except NotInLibraryError as error:
        return [f"instrument: {error}"]
    return misfits(translation, instrument)


def _fidelity(library: Library, items: FidelityItems) -> list[str]:
    return list(
        broken_items(
            items,
            areas=_codes(library, ProblemArea),
            protocols=_codes(library, Protocol),
            scales=_codes(library, RatingScale),
            techniques=_techniques(library),
        )
    )


def _techniques(library: Library) -> set[str] | None:
    """Codes of techniques, or None as long as the library has no such kind."""
    return {code for kind, code, _ in library.definitions if kind == "technique"} or None


def _codes(library: Library, model: type[Definition]) -> set[str]:
    kind = kind_of(model)
    return {code for known, code, _ in library.definitions if known == kind}


def _technique(library: Library, technique: Technique) -> tuple[str, ...]:
    areas = {area.code for area in library.all(ProblemArea)}
    sheets = {sheet.code for sheet in library.all(WorksheetDefinition)}
    others = [each for each in library.all(Technique) if _published(library, each)]
    return broken_technique(technique, areas=areas, worksheets=sheets, others=others)


def _published(library: Library, technique: Technique) -> bool:
    """A name that is taken is said of the file that came later, not of the one that had it."""
    return library.files["technique", technique.code, technique.version].is_relative_to(PUBLISHED)


def _worksheet(library: Library, sheet: WorksheetDefinition) -> Iterator[str]:
    areas = {area.code for area in library.all(ProblemArea)}
    yield from (f"areas: there is no problem area {code}" for code in sheet.areas if code not in areas)
    if sheet.technique and not library.versions(Technique, sheet.technique):
        yield f"technique: there is no technique {sheet.technique}"


def _area(library: Library, area: ProblemArea) -> Iterator[str]:
    sheets = {sheet.code for sheet in library.all(WorksheetDefinition)}
    yield from (f"worksheets: there is no worksheet {code}" for code in unknown_worksheets(area, sheets))
    yield from (
        f"techniques: there is no technique {code}"
        for code in area.techniques
        if not library.versions(Technique, code)
    )


def counts_in_words(library: Library) -> str:
    """Say how many definitions of each kind there are: "34 instruments, 2 protocols"."""
    counts: dict[str, int] = {}
    for definition in library.definitions.values():
        kind = kind_of(type(definition))
        counts[kind] = counts.get(kind, 0) + 1
    return ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
