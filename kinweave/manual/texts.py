"""The texts of docs/ and of the repository's first folder, with their links turned to pages of the manual."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from kinweave.manual.definition_pages import Page

ROOT = Path(__file__).resolve().parent.parent.parent
TOP = {
    "GLOSSARY.md": "glossary", "INTENDED_PURPOSE.md": "intended-purpose", "CONTRIBUTING.md": "contributing",
    "SECURITY.md": "security", "CHANGELOG.md": "changelog",
}  # fmt: skip
"""Files beside docs/ that belong in the manual, and where they stand in it."""
FOLDERS = ("tutorials", "how-to", "explanation", "reference", "adr")
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)")


def texts(root: Path = ROOT) -> Iterator[Page]:
    """Every text, by its path in the manual. Without a docs folder (an installed package) there are none."""
    for file, path in sorted(_places(root).items()):
        text = (root / file).read_text(encoding="utf-8")
        yield Page(path, "---\norphan: true\n---\n\n" + turned(text, PurePosixPath(file), _places(root)))


def _places(root: Path) -> dict[str, str]:
    found = {name: path for name, path in TOP.items() if (root / name).is_file()}
    for folder in FOLDERS:
        for file in (root / "docs" / folder).glob("*.md"):
            name = "index" if file.stem == "README" else file.stem
            found[file.relative_to(root).as_posix()] = f"{folder}/{name}"
    return found


def turned(text: str, file: PurePosixPath, places: dict[str, str]) -> str:
    """The text with each link led to the manual's own page; a link to what is no page becomes its words."""

    def turn(found: re.Match[str]) -> str:
        words, target = found.groups()
        if re.match(r"[a-z]+:|#|/", target):
            return found.group(0)
        name, _, _ = target.partition("#")
        path = _resolved(file.parent, name)
        for candidate in (path, f"{path}/README.md"):
            if candidate in places:
                return f"[{words}](/{places[candidate]}.md)"
        return words

    return _LINK.sub(turn, text)


def _resolved(folder: PurePosixPath, target: str) -> str:
    parts: list[str] = []
    for part in (folder / target).parts:
        if part == ".." and parts:
            parts.pop()
        elif part not in {".", ".."}:
            parts.append(part)
    return "/".join(parts)


def title_in(text: str) -> str:
    """The first heading of a text."""
    found = re.search(r"^# (.+)$", text, re.MULTILINE)
    return found.group(1).strip() if found else ""
