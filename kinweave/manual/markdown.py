"""Pieces of Markdown. Whatever comes from a definition goes through `plain`, so that it stays words."""

import re
from collections.abc import Iterable, Iterator, Sequence

_MARKS = re.compile(r"([\\`*_{}\[\]<>|~$^#&])")
_START = re.compile(r"^([-+%=:]|\d+(?=[.)]))")


def plain(text: object) -> str:
    """The text as one line on which no sign means anything."""
    line = _MARKS.sub(r"\\\1", " ".join(str(text).split()))
    if line[:1].isdigit():
        return re.sub(r"^(\d+)([.)])", r"\1\\\2", line)
    return _START.sub(r"\\\1", line)


def code(text: object) -> str:
    """A code or file name, set as such."""
    return f"`{' '.join(str(text).replace('`', ' ').split())}`"


def mark(text: str, name: str) -> str:
    """Words in a style of the manual's own sheet."""
    return f"[{plain(text)}]{{.{name}}}"


def link(words: object, page: str) -> str:
    """A link to another page; `page` is its path from the root of the manual, without ending."""
    return f"[{plain(words)}](/{page}.md)"


def outside(address: object) -> str:
    """An address elsewhere, to be followed by whoever clicks on it."""
    return f"<{address}>"


def heading(text: object, depth: int = 2) -> Iterator[str]:
    """A heading with the empty lines it needs."""
    yield from ("", f"{'#' * depth} {plain(text)}", "")


def paragraph(text: str) -> Iterator[str]:
    """Words that are Markdown already, with an empty line before; nothing for nothing."""
    if text:
        yield from ("", text)


def bullets(each: Iterable[str]) -> Iterator[str]:
    """A list, with the empty lines it needs; nothing for nothing."""
    lines = [f"- {words}" for words in each if words]
    if lines:
        yield from ("", *lines, "")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table of cells that are Markdown already. A column that is empty in every row is left out."""
    found = [tuple(row) for row in rows]
    kept = [place for place in range(len(heads)) if any(row[place] for row in found)]
    if not found:
        return
    yield from ("", _row([heads[place] for place in kept]), _row(["---"] * len(kept)))
    yield from (_row([row[place] for place in kept]) for row in found)
    yield ""


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(' '.join(cell.split()) for cell in cells)} |"


def fields(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Names and what they are, in two columns; those without anything are left out."""
    lines = [f":{name}: {words}" for name, words in pairs if words]
    if lines:
        yield from ("", *lines, "")
