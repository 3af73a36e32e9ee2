"""The page of a definition whose kind has no page of its own: every key in the order of the file."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from kinweave.core.definitions import Definition, Sourced
from kinweave.core.facts import Fact
from kinweave.manual import markdown as md
from kinweave.manual import standing
from kinweave.manual.catalogue import REFERENCES, Catalogue
from kinweave.manual.words import first_capital, number

_SHOWN_ELSEWHERE = {"code", "version", "title", "replaces", "sources"}
_OF_STANDING = {"sources", "status", "source"}


def lines(catalogue: Catalogue, definition: Definition) -> Iterator[str]:
    """The whole definition, key by key, leaving out what is at its default."""
    for name in type(definition).model_fields:
        value = getattr(definition, name)
        if name in _SHOWN_ELSEWHERE or _is_empty(value):
            continue
        if _is_plain(value):
            yield from md.paragraph(f"**{_label(name)}:** {_worded(catalogue, name, value)}")
        else:
            yield from md.heading(_label(name))
            yield from _within(catalogue, name, value, 0)
            yield ""


def _within(catalogue: Catalogue, name: str, value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield from _keys(catalogue, value, depth)
        return
    pairs = value.items() if isinstance(value, dict) else ((str(n), v) for n, v in enumerate(value, start=1))
    for key, inner in pairs:
        if _is_plain(inner):
            said = _worded(catalogue, name, inner)
            label = f"**{md.plain(key)}:** " if isinstance(value, dict) else ""
            yield f"{'  ' * depth}- {label}{said}"
        else:
            yield f"{'  ' * depth}- {_first(inner, key)}"
            yield from _within(catalogue, name, inner, depth + 1)


def _keys(catalogue: Catalogue, value: BaseModel, depth: int) -> Iterator[str]:
    if isinstance(value, Fact | Sourced):
        yield f"{'  ' * depth}- {standing.of(value)}"
    for key in type(value).model_fields:
        inner = getattr(value, key)
        if _is_empty(inner) or key == "title" or (key in _OF_STANDING and isinstance(value, Fact | Sourced)):
            continue
        said = _worded(catalogue, key, inner) if _is_plain(inner) else ""
        yield f"{'  ' * depth}- **{_label(key)}:** {said}".rstrip()
        if not said:
            yield from _within(catalogue, key, inner, depth + 1)


def _first(value: Any, key: str) -> str:
    title = getattr(value, "title", None)
    return f"**{md.plain(title if isinstance(title, str) else key)}**"


def _label(name: str) -> str:
    return md.plain(first_capital(name.replace("_", " ")))


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", (), {}, [])


def _is_plain(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return all(isinstance(each, str) for each in value)
    return not isinstance(value, BaseModel | dict)


def _worded(catalogue: Catalogue, name: str, value: Any) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(_worded(catalogue, name, each) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return md.plain(number(value))
    kind = REFERENCES.get(name)
    if kind and isinstance(value, str) and catalogue.page(kind, value):
        return catalogue.link(kind, value)
    return md.plain(value)
