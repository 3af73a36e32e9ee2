"""How far each statement may be trusted, said beside it wherever it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from kinweave.core.definitions import EVIDENCE_IN_WORDS, Definition, Evidence, Sourced
from kinweave.core.facts import Fact
from kinweave.manual import markdown as md
from kinweave.manual.words import counted

TO_VERIFY = "to be verified"
_STYLE: dict[Evidence, str] = {"V2": "sourced", "V1": "sourced", "U": "verify", "P": "ours"}


@dataclass(frozen=True)
class Tally:
    """How many statements of a definition have a source, are still to be verified, or are this project's rule."""

    sourced: int
    to_verify: int
    ours: int

    @property
    def all(self) -> int:
        return self.sourced + self.to_verify + self.ours


def of(fact: Fact | Sourced) -> str:
    """Where a statement comes from, as Markdown; a mark that catches the eye where nobody has checked it."""
    if isinstance(fact, Sourced):
        style, words = _STYLE[fact.status], EVIDENCE_IN_WORDS[fact.status]
        return f"{md.mark(TO_VERIFY if style == 'verify' else words, style)} {md.mark(fact.source, 'source')}"
    if fact.needs_checking:
        return md.mark(TO_VERIFY, "verify")
    return md.mark(", ".join(fact.sources), "source")


def of_evidence(status: Evidence) -> str:
    """The same for a statement whose status stands alone."""
    words = TO_VERIFY if _STYLE[status] == "verify" else EVIDENCE_IN_WORDS[status]
    return md.mark(words, _STYLE[status])


def tally(definition: Definition) -> Tally:
    """Count the statements of a definition by their standing."""
    counts = {"sourced": 0, "verify": 0, "ours": 0}
    for found in _statements(definition):
        if isinstance(found, Sourced):
            counts[_STYLE[found.status]] += 1
        else:
            counts["verify" if found.needs_checking else "sourced"] += 1
    return Tally(counts["sourced"], counts["verify"], counts["ours"])


def _statements(value: object) -> Iterator[Fact | Sourced]:
    if isinstance(value, Fact | Sourced):
        yield value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _statements(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _statements(part)


def in_words(definition: Definition) -> str:
    """One sentence a reader should see before the rest."""
    count = tally(definition)
    if not count.all:
        return ""
    said = [f"{count.sourced} {'names' if count.sourced == 1 else 'name'} a source"]
    if count.ours:
        said.append(f"{count.ours} {'is a rule' if count.ours == 1 else 'are rules'} of this project")
    if count.to_verify:
        are = "is" if count.to_verify == 1 else "are"
        said.append(
            f"{count.to_verify} {are} professional knowledge that is still {md.mark(TO_VERIFY, 'verify')}, as the mark beside it says"
        )
    return f"{counted(count.all, 'statement', 'statements')} on this page: {', '.join(said)}."


def sources(listed: Mapping[str, str]) -> Iterator[str]:
    """The table of references at the foot of a page."""
    if listed:
        yield from md.heading("Sources")
        yield from md.fields((md.plain(key), md.plain(text)) for key, text in listed.items())
