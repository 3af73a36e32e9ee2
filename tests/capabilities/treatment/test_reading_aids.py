"""A service's own thresholds act in place of the published ones, and say so where they act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser

from kinweave.core.library import PUBLISHED
from kinweave.measures import actions as measures
from kinweave.people.models import User
from kinweave.treatment import reading_aids
from kinweave.treatment.actions import inventory
from kinweave.treatment.queries.inventory import network_counts, people_in
from kinweave.treatment.queries.inventory_evidence import evidence_for_areas
from kinweave.treatment.queries.timeline_shown import dips_in
from tests.cast import Cast

AsUser = Callable[[User], Browser]
OWN = PUBLISHED / "reading_aids" / "record.toml"


@pytest.fixture
def stricter(tmp_path: Path, settings: Any) -> None:
    """A service that asks for less before something is picked out."""
    folder = tmp_path / "reading_aids"
    folder.mkdir()
    text = OWN.read_text(encoding="utf-8").replace('version = "1"', 'version = "2"\nreplaces = "1"', 1)
    for code, before, after in (("unmet", 4, 6), ("confidant", 7, 5), ("low-mood", 4, 2)):
        head, mark, tail = text.partition(f'code = "{code}')
        text = head + mark + tail.replace(f"value = {before}", f"value = {after}", 1)
    (folder / "record.toml").write_text(text, encoding="utf-8")
    settings.LIBRARY_PATHS = [PUBLISHED, tmp_path]


def somebody(cast: Cast) -> None:
    values = {
        "name": "Peter", "relation": "ex_partner", "ring": 2, "can_confide": 6, "frequency": "few_week",
        "i_expect": [{"text": "to be asked first", "met": 5, "spoken": False}],
    }  # fmt: skip
    inventory.add_person(client=cast.joanna, values=values, by=cast.miriam)


def unmet(cast: Cast) -> set[str]:
    return {fact.said for fact in evidence_for_areas(cast.course)["role-dispute"]}


def test_the_published_ones_act(cast: Cast) -> None:
    somebody(cast)
    counts = network_counts(people_in(cast.course))
    assert (counts.confidants, counts.contacts_a_week) == (0, 3)
    assert "to be asked first" not in unmet(cast)
    assert [dip.mood for dip in dips_in([(date(2026, 9, 1), 4.0)])] == [4.0]
    assert reading_aids.contacts_a_week("now and then") == 0


@pytest.mark.usefixtures("stricter")
def test_a_services_own_act_in_their_place(cast: Cast) -> None:
    somebody(cast)
    assert network_counts(people_in(cast.course)).confidants == 1
    assert "to be asked first" in unmet(cast)
    assert dips_in([(date(2026, 9, 1), 4.0)]) == ()


def test_pages_say_what_is_picked_out_and_that_nobody_has_checked_it(cast: Cast, as_user: AsUser) -> None:
    somebody(cast)
    measures.record_mood(client=cast.joanna, value=3, by=cast.joanna_user)
    miriam = as_user(cast.miriam)
    told = {
        "formulation": "An expectation counts as not met when it is met 4 of 10 or less. Expert knowledge, not yet",
        "inventory": "Somebody counts as a confidant from 7 of 10",
        "timeline": "A mood counts as a dip when it is 4 of 10 or less. A mood counts as a dip when it is 2 or more",
    }
    for page, words in told.items():
        html = miriam.get(f"/work/people/{cast.joanna.id}/{page}/").content.decode()
        assert words in html
        assert "not yet checked against a source" in html
