"""A page is its dataclass: the template asks for nothing else, and loads nothing from elsewhere."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.template import engines
from django.template.loader import get_template

import kinweave
from tests.rules import access, stage
from tests.rules.stage import Stage
from tests.rules.tree import PACKAGE, files

OURS = ("client:", "therapist:", "administration:", "public:")
LOADS = re.compile(
    r"(?:src|srcset|poster|action|formaction)=[\"']?(?:https?:)?//|<link[^>]+href=[\"']?(?:https?:)?//"
    r"|@import|url\([\"']?(?:https?:)?//|from [\"'](?:https?:)?//|import\([\"'](?:https?:)?//|fetch\([\"'`](?:https?:)?//",
    re.IGNORECASE,
)


class Missing(str):
    """What a template shows for a name it was not given; it remembers the name."""

    names: set[str]

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, name: object) -> str:
        self.names.add(str(name))
        return ""


@pytest.fixture(scope="module")
def everybody(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    with stage.set_up(django_db_blocker) as found:
        yield found


@pytest.fixture
def missing() -> Iterator[set[str]]:
    """Names that templates ask for and do not get, while the test runs."""
    engine = engines["django"].engine  # type: ignore[attr-defined]
    noted = Missing("names")
    noted.names = set()
    before, engine.string_if_invalid = engine.string_if_invalid, noted
    yield noted.names
    engine.string_if_invalid = before


def page_classes() -> list[type[Any]]:
    """Every page of every portal."""
    found: list[type[Any]] = []
    for module in pkgutil.walk_packages(kinweave.__path__, "kinweave."):
        if ".pages" in module.name:
            members = inspect.getmembers(importlib.import_module(module.name), inspect.isclass)
            found += [
                each for _, each in members if each.__module__ == module.name and hasattr(each, "template")
            ]
    return found


@pytest.mark.parametrize("page", page_classes(), ids=lambda page: page.__qualname__)
def test_a_page_is_a_frozen_dataclass_with_a_template(page: type[Any]) -> None:
    template: str = page.template
    assert dataclasses.is_dataclass(page)
    assert page.__dataclass_params__.frozen  # type: ignore[attr-defined]
    get_template(template)


@pytest.mark.django_db
@pytest.mark.parametrize("actor", ["joanna", "miriam", "adela", "manager", access.NOBODY])
def test_no_page_asks_for_a_name_it_is_not_given(actor: str, everybody: Stage, missing: set[str]) -> None:
    found: dict[str, set[str]] = {}
    for row in access.table().values():
        if row.name.startswith(OURS) and row.allows("GET", actor):
            missing.clear()
            with stage.undone():
                access.ask(
                    everybody.browsers[actor], "GET", access.address(row, everybody.joanna, everybody.cast)
                )
            if missing:
                found[row.name] = set(missing)
    assert not found, "\n".join(f"{name}: {sorted(names)}" for name, names in found.items())


@pytest.mark.django_db
def test_a_name_that_is_not_given_would_be_seen(missing: set[str]) -> None:
    engines["django"].from_string("{{ nobody_gave_this }}").render({})
    assert missing == {"nobody_gave_this"}


def test_nothing_is_loaded_from_elsewhere() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}: {match.group()}"
        for path in files(".html", ".css", ".js", ".svg", under=PACKAGE)
        for match in LOADS.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "text", ['<img src="https://x', "@import 'a'", "<link rel=x href=//cdn", "fetch('//x"]
)
def test_what_loads_from_elsewhere_would_be_seen(text: str) -> None:
    assert LOADS.search(text)
