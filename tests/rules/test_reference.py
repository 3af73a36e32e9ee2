"""The lists in docs/reference and the glossary say what the code says."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re

import pytest
from django.apps import apps

import kinweave.core
from kinweave.audit.acts import Act
from kinweave.commands import reference
from kinweave.people.models import Role
from tests.rules.tree import ROOT

FOLDER = ROOT / "docs" / "reference"
GLOSSARY = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([A-Z]\w+)`", GLOSSARY))
CORE = [
    importlib.import_module(found.name) for found in pkgutil.walk_packages(kinweave.core.__path__, "kinweave.core.")
]  # fmt: skip


@pytest.mark.parametrize("name", sorted(reference.pages()))
def test_the_lists_are_current(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == reference.pages()[name], "run `make docs`"


def test_every_setting_is_listed_and_no_other() -> None:
    assert set(reference.SETTINGS) == reference.names_read()


def test_every_role_says_what_it_is_for() -> None:
    assert set(reference.ROLES) == set(Role)


def test_every_act_has_words_a_client_can_read() -> None:
    assert [act.value for act in Act if not act.words.strip()] == []
    assert len({act.value for act in Act}) == len(list(Act))


def test_every_table_is_in_the_glossary() -> None:
    tables = {model.__name__ for model in apps.get_models() if model.__module__.startswith("kinweave.")}
    assert tables - NAMED == set()


def test_every_class_of_the_core_is_in_the_glossary() -> None:
    assert {name for name, _ in _core_classes()} - NAMED == set()


def test_the_glossary_names_nothing_that_is_gone() -> None:
    tables = {model.__name__ for model in apps.get_models()}
    assert NAMED - tables - {name for name, _ in _core_classes()} == set()


def _core_classes() -> set[tuple[str, str]]:
    return {
        (name, module.__name__)
        for module in CORE
        for name, found in inspect.getmembers(module, inspect.isclass)
        if found.__module__ == module.__name__ and not name.startswith("_")
    }
