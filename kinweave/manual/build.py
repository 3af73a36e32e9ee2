"""Build the site: pages → Sphinx with the Furo theme → a folder that asks nobody outside.

Sphinx is needed here and nowhere else; a service that runs only serves what was built.
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kinweave.core.library import Library
from kinweave.manual import finish, style
from kinweave.manual.site import all_pages

NEEDS = "The manual is built with packages that are not installed. Run: make docs"


class NotBuiltError(RuntimeError):
    """The site could not be built; the message says what to do. What was there before stays."""


@dataclass(frozen=True)
class Built:
    """What came of it."""

    folder: Path
    pages: int
    warnings: tuple[str, ...]


def settings(static: Path) -> dict[str, Any]:
    """What Sphinx is told. Words are taken as they stand: an instrument's text has its own quotation marks."""
    return {
        "project": "Kinweave",
        "extensions": ["myst_parser"],
        "myst_enable_extensions": ["attrs_inline", "colon_fence", "fieldlist"],
        "language": "en",
        "smartquotes": False,
        "html_theme": "furo",
        "html_title": "The manual of Kinweave",
        "html_static_path": [str(static)],
        "html_css_files": ["tokens.css", "tokens-of-theme.css", "manual.css"],
        "html_favicon": str(style.MARK),
        "html_copy_source": False,
        "html_show_sourcelink": False,
        "html_show_copyright": False,
        "html_last_updated_fmt": None,
        "html_theme_options": {"top_of_page_buttons": []},
        "pygments_style": "a11y-high-contrast-light",
    }


def build(library: Library, folder: Path, jobs: int = 1) -> Built:
    """Build the manual of a library into `folder`, whole or not at all.

    `jobs` processes share the work. Raises NotBuiltError.
    """
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="manual-", dir=folder.parent) as name:
        work = Path(name)
        pages = all_pages(library)
        write_sources(pages, work / "source")
        style.gather(work / "static")
        warnings = _run_sphinx(work, jobs)
        finish.finish(work / "site")
        _put_in_place(work, folder)
    return Built(folder, len(pages), warnings)


def write_sources(pages: dict[str, str], folder: Path) -> None:
    """Write each page as a file."""
    for path, text in pages.items():
        file = folder / f"{path}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def _run_sphinx(work: Path, jobs: int) -> tuple[str, ...]:
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")  # no time of building in what is built
    try:
        from sphinx.application import Sphinx
        from sphinx.errors import SphinxError
        from sphinx.util.console import nocolor
    except ImportError as error:
        raise NotBuiltError(NEEDS) from error
    nocolor()
    told = io.StringIO()
    try:
        app = Sphinx(
            work / "source", None, work / "site", work / "doctrees", "html", confoverrides=settings(work / "static"),
            status=None, warning=told, parallel=jobs,
        )  # fmt: skip
        app.build()
    except SphinxError as error:
        raise NotBuiltError(f"Sphinx stopped: {error} If packages are missing, run: make docs") from error
    return tuple(line for line in told.getvalue().splitlines() if line.strip())


def _put_in_place(work: Path, folder: Path) -> None:
    """The old site stays until the new one is whole."""
    if folder.exists():
        folder.rename(work / "old")
    shutil.move(work / "site", folder)
