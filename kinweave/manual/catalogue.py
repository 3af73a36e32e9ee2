"""The library as the manual sees it: where each definition has its page, and what refers to what."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pydantic import BaseModel

from kinweave.core.definitions import Definition
from kinweave.core.kinds import KINDS
from kinweave.core.library import Library, kind_of
from kinweave.core.tasks import Task, TaskList
from kinweave.manual import markdown as md

Name = tuple[str, str]
"""Kind and code of a definition."""

TITLES: dict[str, tuple[str, str]] = {
    "protocol": ("Protocols", "One page for each variant of IPT, to be read and signed by a clinician."),
    "problem-area": ("Problem areas", "What depression can be about, and how each area is worked on."),
    "technique": ("Techniques", "What a therapist does, step by step, and how it is seen in a session."),
    "worksheet": ("Worksheets", "Structured pages that a technique leaves behind."),
    "instrument": ("Instruments", "Questionnaires and ratings: words, exact scoring, and what is published about reading it."),
    "translation": ("Translations", "Published words of an instrument in another language, with where they were read."),
    "rhythm-log": ("Rhythm logs", "Logs of daily life, and the measure of how regular it is."),
    "tasks": ("Tasks", "What a therapist does in a phase, and what it leaves behind. Protocols name them."),
    "reading-aids": ("Reading aids", "Thresholds by which facts are picked out for the reader's eye; none decides anything."),
    "lesson": ("Lessons", "Short texts for clients."),
    "fidelity": ("Fidelity", "What is looked at when a session is rated, and the anchors."),
    "rating-scale": ("Rating scales", "Scales on which sessions, cases or knowledge are judged: ours, and what is known of others."),
    "supervision": ("Supervision", "How supervision is done, what counts as enough, and what is kept."),
    "pathway": ("Pathways", "Ways of training and accreditation."),
    "crisis-lines": ("Crisis lines", "Whom to call in a crisis, country by country."),
}  # fmt: skip
"""Title and one sentence for each kind that has them; another kind goes by its own name."""

REFERENCES: dict[str, str] = {
    "instruments": "instrument", "problem_areas": "problem-area", "areas": "problem-area", "worksheets": "worksheet",
    "worksheet": "worksheet", "techniques": "technique", "technique": "technique", "tasks": "task", "protocol": "protocol",
    "only_in": "protocol", "instrument": "instrument", "protocols": "protocol",
}  # fmt: skip
"""Keys of definitions whose values are codes of others."""


def title_of(kind: str) -> str:
    """What the manual calls definitions of a kind."""
    return TITLES[kind][0] if kind in TITLES else kind.replace("-", " ").capitalize()


def folder_of(kind: str) -> str:
    """The folder of a kind's pages."""
    return KINDS[kind][0].replace("_", "-")


@dataclass(frozen=True)
class Catalogue:
    """A library with the pages made of it."""

    library: Library

    @cached_property
    def present(self) -> dict[Name, Definition]:
        """The current version of every definition, in the order of kinds and codes."""
        return {(kind, d.code): d for kind, (_, model) in KINDS.items() for d in self.library.all(model)}

    @cached_property
    def tasks(self) -> dict[str, tuple[TaskList, Task]]:
        """Each task by its code, with the list it stands in."""
        return {task.code: (each, task) for each in self.library.all(TaskList) for task in each.tasks}

    @cached_property
    def used_by(self) -> dict[Name, list[Name]]:
        """Which definitions name a definition."""
        found: dict[Name, dict[Name, None]] = {}
        for name, definition in self.present.items():
            for other in self._named(definition):
                if other != name:
                    found.setdefault(other, {})[name] = None
        return {other: list(users) for other, users in found.items()}

    def page(self, kind: str, code: str) -> str | None:
        """The path of a definition's page, or None when the library does not hold it."""
        found = self._found(kind, code)
        return f"{folder_of(kind)}/{found[1]}" if found else None

    def page_of(self, definition: Definition) -> str:
        """The path of the page of a definition that is here."""
        return f"{folder_of(kind_of(type(definition)))}/{definition.code}"

    def link(self, kind: str, code: str) -> str:
        """A link with the title; the bare code where the library does not hold it."""
        found = self._found(kind, code)
        if found is None:
            return f"{md.code(code)} (not in the library)"
        return md.link(self.present[found].title, f"{folder_of(kind)}/{found[1]}")

    def links(self, kind: str, codes: tuple[str, ...]) -> str:
        """Links in one line."""
        return ", ".join(self.link(kind, code) for code in codes)

    def users(self, definition: Definition, kind: str) -> str:
        """Links to the definitions of a kind that name this one."""
        name = (kind_of(type(definition)), definition.code)
        return self.links(kind, tuple(code for of, code in self.used_by.get(name, []) if of == kind))

    def _found(self, kind: str, code: str) -> Name | None:
        """Files name a thing by its code, fields sometimes with low lines for hyphens."""
        spelt = [(kind, code), (kind, code.replace("_", "-"))]
        return next((name for name in spelt if name in self.present), None)

    def _named(self, value: object) -> Iterator[Name]:
        if isinstance(value, tuple):
            for part in value:
                yield from self._named(part)
        if not isinstance(value, BaseModel):
            return
        for field in type(value).model_fields:
            inner = getattr(value, field)
            codes = (inner,) if isinstance(inner, str) else inner
            if field in REFERENCES and isinstance(codes, tuple):
                yield from self._names(REFERENCES[field], codes)
            yield from self._named(inner)

    def _names(self, kind: str, codes: tuple[object, ...]) -> Iterator[Name]:
        for code in codes:
            if kind == "task" and code in self.tasks:
                yield ("tasks", self.tasks[str(code)][0].code)
            elif isinstance(code, str) and (found := self._found(kind, code)):
                yield found
