"""Whom to call, read from the library alone: no database, so that it answers when nothing else does (S-40)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from kinweave.core.crisis_lines import CrisisLine, CrisisLines, lines_for, to_confirm
from kinweave.safety.plan import Plan
from kinweave.shelf.queries import library
from kinweave.web.words import full_date

if TYPE_CHECKING:
    from kinweave.people.models import Service

_FIRST = ("health-service", "anyone")


@dataclass(frozen=True)
class Call:
    """One number as a telephone dials it: a link, what stands on it, and whom it reaches."""

    href: str
    shown: str
    name: str
    words: str
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class HelpNow:
    """Everything a person in a crisis is shown: the emergency number, lines, and their own plan if they have one."""

    country: str
    title: str
    emergency: Call
    first: tuple[Call, ...]  # for anyone, by telephone or text, the always open ones first
    others: tuple[Call, ...]  # for some people, or on the web
    checked: str  # how far the numbers may be trusted, in one sentence
    sources: tuple[tuple[str, str], ...]  # who answers, and their own page; each page once
    numbers: str  # a mark of them: another when one of them changes
    plan: Plan


def help_for(country: str, plan: Plan | None = None) -> HelpNow:
    """Help for a country (two letters, any case); the international page for one that the library does not know."""
    page = lines_for(library().all(CrisisLines), country)
    first, others = _calls(page, tuple(settings.LIBRARY_PATHS))
    return HelpNow(
        country=page.country, title=page.title, emergency=_emergency(page), first=first, others=others,
        checked=_checked(page), sources=_sources(page), numbers=page.numbers,
        plan=plan or Plan(),
    )  # fmt: skip


def lines_to_confirm(service: Service, today: date) -> str:
    """What a service must still do about the crisis lines of its country, in words; empty when nothing."""
    page = lines_for(library().all(CrisisLines), service.country)
    return to_confirm(page, service.crisis_lines_confirmed_on, service.crisis_lines_confirmed, today)


def countries() -> list[tuple[str, str]]:
    """Countries that have a page of their own: code and name, by name."""
    pages = [page for page in library().all(CrisisLines) if page.country]
    return sorted(((page.country, _name(page)) for page in pages), key=lambda each: each[1])


def _name(page: CrisisLines) -> str:
    return page.title.partition(" in ")[2].removeprefix("the ") or page.title


@cache
def _calls(page: CrisisLines, paths: tuple[Path, ...]) -> tuple[tuple[Call, ...], tuple[Call, ...]]:
    general = [line for line in page.lines if line.topic in _FIRST and (line.dial or line.text)]
    general.sort(key=lambda line: (not line.always_open, line.topic != "anyone"))
    special = [line for line in page.lines if line not in general]
    return _all(general), _all(special)


def _all(lines: list[CrisisLine]) -> tuple[Call, ...]:
    return tuple(call for line in lines for call in calls_of(line))


def calls_of(line: CrisisLine) -> list[Call]:
    """The ways to reach one service: by telephone, by text, on the web."""
    calls = []
    source = str(line.source)
    where = ", ".join(part for part in (line.for_whom, line.where) if part)
    hours = ("" if line.always_open else f" {line.hours}.") + _spoken(line.languages)
    if line.dial:
        press = f", then press {line.then_press}" if line.then_press else ""
        calls.append(
            Call(f"tel:{line.dial}", line.shown, f"{line.name}{press}", f"{where}.{hours}", line.note, source)
        )
    if line.text:
        what = f"text {line.text.word}" if line.text.word else "by text message"
        calls.append(
            Call(
                f"sms:{line.text.dial}",
                line.text.shown,
                f"{line.name}, {what}",
                f"{where}.{hours}",
                "",
                source,
            )
        )
    if not calls and line.web:
        calls.append(
            Call(str(line.web), line.web.host or line.name, line.name, f"{where}.{hours}", line.note, source)
        )
    return calls


def _spoken(languages: tuple[str, ...]) -> str:
    """ " In German, French and Italian."; empty for English alone, the language of these pages."""
    if languages == ("English",):
        return ""
    *before, last = (each.removeprefix("and ") for each in languages)
    return f" In {', '.join(before)} and {last}." if before else f" In {last}."


def _sources(page: CrisisLines) -> tuple[tuple[str, str], ...]:
    """Who stands behind the numbers: their first name on the page, and the address of their own page."""
    named: dict[str, str] = {}
    for line in page.lines:
        named.setdefault(str(line.source), line.name)
    return tuple((name, address) for address, name in named.items())


def _emergency(page: CrisisLines) -> Call:
    return Call(
        f"tel:{page.emergency.dial}",
        page.emergency.shown,
        "if a life is in danger, now",
        "",
        page.emergency.note,
    )


def _checked(page: CrisisLines) -> str:
    day = full_date(page.dated)
    if page.needs_checking:
        return f"Written down on {day}. Nobody has yet checked each number with those who answer it."
    return f"Each number was checked with those who answer it on {day}."
