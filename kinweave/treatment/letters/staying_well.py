"""The plan for staying well as a PDF: tagged, set in the project's own typefaces, nothing fetched."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

import kinweave.web
from kinweave.core import clock
from kinweave.treatment.queries.staying_well import PlanInWords
from kinweave.web.words import full_date

HERE = Path(__file__).parent
FONTS = Path(kinweave.web.__file__).parent / "fonts"
ACCESSIBLE: Literal["ua-1"] = "ua-1"  # PDF/UA-1, ISO 14289-1: tagged, titled, with its language


@cache
def _fonts(include_system_fonts: bool) -> typst.Fonts:
    """Our typefaces, and typst's own for letters they lack; the machine's as well where those do not do."""
    return typst.Fonts(include_system_fonts=include_system_fonts, font_paths=[str(FONTS)])


def pdf(plan: PlanInWords) -> bytes:
    """The plan on A4 as a PDF file. Words are data to typst: no mark-up in them is carried out.

    A sign that no typeface has (an emoji, say) cannot meet PDF/UA; then the file is tagged all the same.
    """
    words = {"plan": json.dumps(_sheet(plan), ensure_ascii=False)}
    try:
        return _set(words, ACCESSIBLE, system=False)
    except typst.TypstError:
        return _set(words, None, system=True)


def _set(words: dict[str, str], standard: Literal["ua-1"] | None, *, system: bool) -> bytes:
    return typst.compile(
        HERE / "staying_well.typ",
        root=HERE,
        font_paths=_fonts(system),
        format="pdf",
        sys_inputs=words,
        pdf_standards=standard,
        timestamp=clock.now().replace(microsecond=0),
    )


def _sheet(plan: PlanInWords) -> dict[str, Any]:
    sheet = asdict(plan)
    written = full_date(plan.written_on) if plan.written_on else ""
    sheet["title"] = "My plan for staying well"
    sheet["lead"] = "Feeling sad about the ending is not the illness coming back."
    sheet["margin"] = [each for each in (plan.name, written) if each]
    sheet["foot"] = f"Written {written}" if written else ""
    del sheet["written_on"]
    return sheet
