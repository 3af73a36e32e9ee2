"""The manual in Kinweave's own colours and typefaces, taken from the tokens of its pages."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

WEB = Path(__file__).resolve().parent.parent / "web" / "static" / "kinweave"
MARK = WEB / "mark.svg"
SHEET = Path(__file__).parent / "theme" / "manual.css"
_DARK = re.compile(r"@media \(prefers-color-scheme: dark\) \{\s*:root \{(.*?)\n  \}", re.DOTALL)
_COLOUR = re.compile(r"(--[\w-]+):\s*(oklch\([^)]*\))")


def gather(folder: Path) -> None:
    """Put sheets and typefaces into the folder that Sphinx copies."""
    (folder / "fonts").mkdir(parents=True)
    for font in sorted((WEB / "fonts").iterdir()):
        shutil.copyfile(font, folder / "fonts" / font.name)
    shutil.copyfile(WEB / "tokens.css", folder / "tokens.css")
    shutil.copyfile(SHEET, folder / "manual.css")
    (folder / "tokens-of-theme.css").write_text(for_theme(), encoding="utf-8")


def for_theme() -> str:
    """The tokens' colours once more, for readers who choose light or dark themselves with the theme's switch."""
    text = (WEB / "tokens.css").read_text(encoding="utf-8")
    dark_part = _DARK.search(text)
    dark = _block(dark_part.group(1) if dark_part else "")
    light = _block(text[: dark_part.start()] if dark_part else text)
    return (
        f"@media screen {{\nbody {{ {light} }}\nbody[data-theme='dark'] {{ color-scheme: dark; {dark} }}\n"
        f"body[data-theme='light'] {{ color-scheme: light; }}\n}}\n"
        f"@media screen and (prefers-color-scheme: dark) {{\nbody:not([data-theme='light']) {{ {dark} }}\n}}\n"
    )


def _block(text: str) -> str:
    return " ".join(f"{name}: {value};" for name, value in _COLOUR.findall(text))
