"""What a worksheet begins with: answers the record already holds, never anything made up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kinweave.core import clock
from kinweave.core.entries import EntryProblems
from kinweave.core.worksheets import PREFILLS
from kinweave.treatment.actions.timeline import write_moment
from kinweave.treatment.models.inventory import Person
from kinweave.treatment.models.timeline import LifeEvent
from kinweave.worksheets.actions.entries import give_worksheet, invite_to_worksheet
from kinweave.worksheets.actions.steps import agree_step
from kinweave.worksheets.forms import Known, check
from kinweave.worksheets.queries import known as reading
from tests.capabilities.treatment.holding import held
from tests.capabilities.worksheets.sheets import CODES, sheet
from tests.cast import Cast


def person(cast: Cast, name: str, **values: Any) -> Person:
    """Somebody in Joanna's inventory."""
    return Person.objects.create(
        service=cast.service,
        client=cast.joanna,
        created_at=clock.now(),
        created_by=cast.miriam,
        name=name,
        **values,
    )


def event(cast: Cast, title: str, on: date, kind: str, precision: str = "day") -> LifeEvent:
    """Something on Joanna's timeline."""
    return LifeEvent.objects.create(
        service=cast.service, client=cast.joanna, created_at=clock.now(), created_by=cast.miriam, title=title, on=on,
        kind=kind, precision=precision,
    )  # fmt: skip


def first(cast: Cast, code: str) -> dict[str, Any]:
    return reading.first_answers(cast.miriam, cast.course, sheet(code))


@pytest.mark.parametrize("code", CODES)
def test_an_empty_record_fills_in_nothing(cast: Cast, code: str) -> None:
    assert first(cast, code) == {}


@pytest.mark.parametrize("code", CODES)
def test_whatever_is_filled_in_is_a_valid_draft(cast: Cast, code: str) -> None:
    full_record(cast)
    found = first(cast, code)
    listed = reading.known(cast.miriam, cast.joanna)
    checked = check(sheet(code), found, listed, {})
    assert not isinstance(checked, EntryProblems)
    assert checked == found


def full_record(cast: Cast) -> None:
    person(
        cast, "Isla", part_in_focus="focus", conflict_level=6, conflict_stage="impasse", conflict_topics=["Where she stays"],
        i_expect=[{"text": "That she wants to be here", "met": 3}, {"text": ""}], they_expect=[{"text": "Peace", "met": None}],
        support_wished=["emotional", "company"],
    )  # fmt: skip
    person(cast, "Tom", living="dead", died_on=date(2025, 3, 2), support_from=["emotional"])
    event(cast, "Moved to Norwich", date(2026, 8, 1), "move", "month")
    event(cast, "The dog died", date(2024, 2, 3), "loss")
    write_moment(client=cast.joanna, said="It’s fine, stay at Dad’s.", by=cast.joanna_user)
    agree_step(session=held(cast), words="Ring Isla", by=cast.miriam)


def test_every_hint_of_the_library_is_understood() -> None:
    assert set(reading._SOURCES) == set(PREFILLS)


def test_the_person_of_the_focus_and_the_moment_from_the_phone(cast: Cast) -> None:
    full_record(cast)
    isla = Person.objects.get(part_in_focus="focus")
    assert first(cast, "communication-analysis") == {
        "person": str(isla.id), "turns": [{"who": "them", "said": "It’s fine, stay at Dad’s."}],
    }  # fmt: skip


def test_a_dispute_begins_with_whom_what_and_stage(cast: Cast) -> None:
    full_record(cast)
    found = first(cast, "dispute-map")
    assert (found["issue"], found["stage"]) == ("Where she stays", "impasse")
    rows = first(cast, "expectations-grid")["rows"]
    assert rows == [{"of_them": "That she wants to be here", "met": 3}, {"of_me": "Peace"}]


def test_without_a_mark_the_first_ranked_person_is_meant(cast: Cast) -> None:
    person(cast, "Kate", problem_rank=2)
    mum = person(cast, "Mum", problem_rank=1)
    assert first(cast, "limits") == {"person": str(mum.id)}


def test_without_a_focus_the_strongest_conflict_is_meant(cast: Cast) -> None:
    person(cast, "Kate", conflict_level=2)
    peter = person(cast, "Peter", conflict_level=8)
    assert first(cast, "conversation-plan") == {"person": str(peter.id)}


def test_the_one_who_died_last_is_the_one_who_is_mourned(cast: Cast) -> None:
    person(cast, "Gran", living="dead", died_on=date(2010, 1, 1))
    tom = person(cast, "Tom", living="dead", died_on=date(2025, 3, 2))
    found = first(cast, "lost-relationship")
    assert (found["person"], found["died_on"]) == (str(tom.id), "2025-03-02")
    days = first(cast, "hard-dates-plan")["dates"]
    assert {row["date"] for row in days} == {"2010-01-01", "2025-03-02"}


def test_a_month_stays_a_month(cast: Cast) -> None:
    event(cast, "Divorce", date(2026, 6, 1), "change", "year")
    event(cast, "Moved to Norwich", date(2026, 8, 1), "move", "month")
    found = first(cast, "balance-sheet")
    assert found["change"] == "Moved to Norwich"
    assert found["change_on"] in {"2026-08", "2026-08-01"}


def test_wished_support_names_who_gives_it_now(cast: Cast) -> None:
    full_record(cast)
    needs = first(cast, "support-gap")["needs"]
    tom = Person.objects.exclude(died_on=None).get()
    assert needs == [{"need": "listening and comfort", "now": str(tom.id)}, {"need": "company"}]


def test_a_table_of_people_begins_with_the_nearest_and_not_with_everybody(cast: Cast) -> None:
    for number in range(9):
        person(cast, f"P{number}", ring=4 - number % 4)
    rows = first(cast, "pattern-map")["relationships"]
    assert len(rows) == reading.MOST_PEOPLE
    assert Person.objects.get(pk=rows[0]["person"]).ring == 1


def test_nobody_elses_people_are_offered(cast: Cast) -> None:
    full_record(cast)
    assert reading.known(cast.callum_user, cast.callum) == Known()
    assert reading.known(cast.stranger, cast.joanna) == Known()
    names = [name for _, name in reading.known(cast.joanna_user, cast.joanna).people]
    assert sorted(names) == ["Isla", "Tom"]
    assert reading.known(cast.joanna_user, cast.joanna).events[0][1] == "Moved to Norwich, August 2026"


def test_a_sheet_about_a_feeling_begins_with_the_moment_from_the_phone(cast: Cast) -> None:
    write_moment(client=cast.joanna, said="It’s fine, stay at Dad’s.", by=cast.joanna_user)
    assert first(cast, "feelings-as-signals") == {"moment": "It’s fine, stay at Dad’s."}


def test_help_is_asked_of_the_closest_who_gives_some_and_lives(cast: Cast) -> None:
    person(cast, "Tom", living="dead", ring=1, support_from=["emotional"])
    person(cast, "Meg", ring=1, support_from=["none"])
    person(cast, "Ana", ring=3, support_from=["company"])
    kate = person(cast, "Kate", ring=2, support_from=["practical"])
    assert first(cast, "asking-for-help") == {"person": str(kate.id)}


def test_the_last_step_is_one_they_agreed_on_and_no_sheet_they_were_invited_to(cast: Cast) -> None:
    agree_step(session=held(cast), words="Ring Isla", by=cast.miriam)
    with clock.at(clock.later(minutes=5)):
        entry = give_worksheet(course=cast.course, definition=sheet("pause-card"), by=cast.miriam)
        invite_to_worksheet(entry=entry, by=cast.miriam)
    assert first(cast, "network-plan") == {"weekly_step": "Ring Isla"}
