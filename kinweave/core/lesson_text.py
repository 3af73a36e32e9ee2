"""The little form lessons are written in: paragraphs, lists, and what somebody says. A part of Markdown.

A blank line ends a block. Lines that begin with ``- `` are a list, lines that begin with ``> `` are words a
person says, which pages set in the voice. Everything else of Markdown is refused: a heading is the section's
own, and emphasis, links, tables and pictures have their place elsewhere or nowhere.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

BlockKind = Literal["paragraph", "list", "said"]
_MARKS: dict[BlockKind, str] = {"list": "- ", "said": "> "}
_STRANGE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^#", re.M), "a heading (#); give the section a heading of its own"),
    (re.compile(r"^\s*\|", re.M), "a table (|); use a list"),
    (re.compile(r"<[a-z/!]", re.I), "markup (<); write plain words"),
    (re.compile(r"\[[^\]]*\]\("), "a link; sources go into [sources]"),
    (re.compile(r"[*_`]{2}|[*_`]\w"), "emphasis (*, _ or `); let the words carry it"),
    (re.compile(r"^\s*(\d+\.|\*|\+) ", re.M), "a list of another kind; begin each line with a hyphen"),
)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph (a single line), one list (a line an entry), or words said (a line an utterance)."""

    kind: BlockKind
    lines: tuple[str, ...]


@lru_cache(maxsize=2048)
def blocks(text: str) -> tuple[Block, ...]:
    """Read a text into its blocks; raises ValueError naming what does not belong in one."""
    for strange, what in _STRANGE:
        if found := strange.search(text):
            line = text.count("\n", 0, found.start()) + 1
            raise ValueError(f"line {line} has {what}")
    return tuple(_block(part) for part in re.split(r"\n\s*\n", text.strip()) if part.strip())


def _block(part: str) -> Block:
    lines = [line.strip() for line in part.strip().splitlines()]
    for kind, mark in _MARKS.items():
        begun = [line.startswith(mark) for line in lines]
        if not any(begun):
            continue
        if not begun[0]:
            raise ValueError(f"leave a blank line before {lines[begun.index(True)][:40]!r}")
        return Block(kind, _entries(lines, mark))
    return Block("paragraph", (" ".join(lines),))


def _entries(lines: list[str], mark: str) -> tuple[str, ...]:
    """One line for each mark; a line without one goes on from the line before."""
    entries: list[str] = []
    for line in lines:
        if line.startswith(mark):
            entries.append(line.removeprefix(mark).strip())
        else:
            entries[-1] += f" {line}"
    return tuple(entries)
