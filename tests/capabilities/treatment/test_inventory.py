"""The interpersonal inventory: people are added, changed without losing anything, and kept private."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinweave.audit.acts import Act
from kinweave.audit.models import Event
from kinweave.people.actions import Refused
from kinweave.treatment.actions import circle as circles
from kinweave.treatment.actions import inventory as actions
from kinweave.treatment.models import Course, Person, PersonVersion
from kinweave.treatment.queries import inventory as queries
from kinweave.treatment.queries.inventory_evidence import evidence_for_areas
from tests.cast import Cast

PHRASE = "quince-coloured umbrella"
Add = Callable[..., Person]


@pytest.fixture
def add(cast: Cast) -> Add:
    """Adds somebody to Joanna's inventory."""

    def added(name: str = "Isla", **values: Any) -> Person:
        return actions.add_person(client=cast.joanna, values={"name": name, **values}, by=cast.joanna_user)

    return added


def test_a_nickname_is_enough_to_add_somebody(cast: Cast, add: Add) -> None:
    add("Peanut")
    (person,) = queries.people_of(cast.miriam, cast.joanna)
    assert (person.name, person.get_ring_display(), person.get_tie_display()) == (
        "Peanut",
        "in my life",
        "not said yet",
    )


@pytest.mark.parametrize("name", ["", "   "])
def test_somebody_without_any_name_is_refused(add: Add, name: str) -> None:
    with pytest.raises(Refused, match="nickname is enough"):
        add(name)
    assert not Person.objects.exists()


def test_an_unknown_field_is_never_written(add: Add) -> None:
    with pytest.raises(ValueError, match="no field"):
        add(safety="violence")


def test_an_inventory_has_an_end_and_says_so(add: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_PEOPLE", 2)
    add("Isla")
    add("Kate")
    with pytest.raises(Refused, match="2 people here already"):
        add("Bea")


def test_people_come_from_the_inside_outwards_then_by_name(cast: Cast, add: Add) -> None:
    for name, ring in (("Zed", 1), ("amy", 3), ("Bea", 3), ("Ada", 1)):
        add(name, ring=ring)
    assert [person.name for person in queries.people_of(cast.joanna_user, cast.joanna)] == [
        "Ada",
        "Zed",
        "amy",
        "Bea",
    ]


def test_a_change_keeps_the_old_copy(cast: Cast, add: Add) -> None:
    person = add(story="We grew up in one room.")
    actions.change_person(person=person, values={"story": "Two rooms."}, seen=1, by=cast.miriam)
    (old,) = queries.earlier_versions(cast.miriam, person)
    assert (old.number, old.content["story"], old.created_by) == (1, "We grew up in one room.", cast.miriam)
    assert queries.person(cast.miriam, person.id).story == "Two rooms."


def test_a_form_sent_unchanged_writes_nothing(cast: Cast, add: Add) -> None:
    person = add(story="As it is.")
    acts = Event.objects.count()
    actions.change_person(person=person, values={"story": "As it is.", "ring": 3}, seen=1, by=cast.miriam)
    assert queries.person(cast.miriam, person.id).version == 1
    assert Event.objects.count() == acts


def test_two_writers_of_different_fields_both_keep_their_words(cast: Cast, add: Add) -> None:
    person = add(story="old story", client_words="old words")
    actions.change_person(
        person=person, values={"story": "hers", "client_words": "old words"}, seen=1, by=cast.joanna_user
    )
    actions.change_person(
        person=person, values={"story": "old story", "client_words": "his"}, seen=1, by=cast.miriam
    )
    now = queries.person(cast.miriam, person.id)
    assert (now.story, now.client_words, now.version) == ("hers", "his", 3)


def test_two_writers_of_the_same_words_see_both_and_nothing_is_overwritten(cast: Cast, add: Add) -> None:
    person = add(story="old")
    actions.change_person(person=person, values={"story": "hers"}, seen=1, by=cast.joanna_user)
    with pytest.raises(actions.ChangedMeanwhile) as refused:
        actions.change_person(person=person, values={"story": "his"}, seen=1, by=cast.miriam)
    assert refused.value.clashes == (actions.Clash("story", "hers", "his"),)
    assert queries.person(cast.miriam, person.id).story == "hers"
    actions.change_person(person=person, values={"story": "his"}, seen=refused.value.version, by=cast.miriam)
    assert [old.content["story"] for old in queries.earlier_versions(cast.miriam, person)] == ["hers", "old"]


def test_a_version_that_never_was_cannot_overwrite(cast: Cast, add: Add) -> None:
    person = add(story="old")
    with pytest.raises(actions.ChangedMeanwhile):
        actions.change_person(person=person, values={"story": "mine"}, seen=77, by=cast.miriam)
    assert queries.person(cast.miriam, person.id).story == "old"


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    writes=st.lists(
        st.tuples(st.sampled_from(["story", "client_words", "ring"]), st.integers(1, 4), st.integers(0, 3)),
        max_size=8,
    )
)
def test_no_sequence_of_writers_loses_a_word(
    cast: Cast, add: Add, writes: list[tuple[str, int, int]]
) -> None:
    """Whatever versions the writers saw, every value ever written stands now or in a kept copy."""
    person = add("Kate", story="0", client_words="0", ring=1)
    written: dict[str, set[Any]] = {"story": {"0"}, "client_words": {"0"}, "ring": {1}}
    version = 1
    for field, value, behind in writes:
        wanted: Any = value if field == "ring" else str(value)
        try:
            now = actions.change_person(
                person=person, values={field: wanted}, seen=max(1, version - behind), by=cast.miriam
            )
        except actions.ChangedMeanwhile:
            continue
        version = now.version
        written[field].add(getattr(now, field))
    row = Person.objects.get(pk=person.pk)
    copies = PersonVersion.objects.filter(person=person)
    for field, values in written.items():
        kept = {copy.content[field] for copy in copies} | {getattr(row, field)}
        assert values <= kept
    assert sorted(copy.number for copy in copies) == list(range(1, row.version))


def test_taking_somebody_out_keeps_them_and_the_reason(cast: Cast, add: Add) -> None:
    person = add()
    actions.archive_person(person=person, reason="Joanna asked for it", by=cast.joanna_user)
    assert queries.people_of(cast.joanna_user, cast.joanna) == []
    (out,) = queries.taken_out(cast.joanna_user, cast.joanna)
    assert (out.name, out.archive_reason) == ("Isla", "Joanna asked for it")
    with pytest.raises(Refused, match="Bring them back"):
        actions.change_person(person=out, values={"ring": 1}, seen=out.version, by=cast.miriam)
    actions.bring_back(person=out, by=cast.miriam)
    assert [p.name for p in queries.people_of(cast.miriam, cast.joanna)] == ["Isla"]
    assert "Joanna asked for it" in [
        old.content["archive_reason"] for old in queries.earlier_versions(cast.miriam, person)
    ]


def test_only_those_in_her_care_may_read_and_only_her_therapist_may_write(cast: Cast, add: Add) -> None:
    person = add()
    for reader in (cast.joanna_user, cast.miriam, cast.adela):
        assert queries.person(reader, person.id) == person
    for reader in (cast.callum_user, cast.colleague, cast.former, cast.manager, cast.stranger):
        with pytest.raises(Http404):
            queries.person(reader, person.id)
        assert queries.people_of(reader, cast.joanna) == []
    with pytest.raises(Http404):
        queries.writable_person(cast.adela, person.id)
    with pytest.raises(Http404):
        queries.person(cast.miriam, person.id, client_id=cast.callum.id)


def test_the_private_side_is_for_clinicians_alone(cast: Cast, add: Add) -> None:
    person = add("Peter")
    actions.write_private_side(person=person, safety="fear", note="asked alone", seen=0, by=cast.miriam)
    assert queries.private_side(cast.joanna_user, person) is None
    assert queries.private_sides(cast.joanna_user, cast.joanna) == {}
    assert queries.private_side(cast.stranger, person) is None
    side = queries.private_side(cast.adela, person)
    assert side is not None
    assert (side.safety, side.note) == ("fear", "asked alone")
    with pytest.raises(Refused, match="Only a clinician"):
        actions.write_private_side(person=person, safety="none", note="", seen=1, by=cast.joanna_user)


def test_the_private_side_keeps_what_it_replaced_and_warns_of_a_colleague(cast: Cast, add: Add) -> None:
    person = add("Peter")
    actions.write_private_side(person=person, safety="unknown", note="to ask", seen=0, by=cast.miriam)
    actions.write_private_side(person=person, safety="none", note="asked", seen=1, by=cast.miriam)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.write_private_side(person=person, safety="fear", note="other", seen=1, by=cast.miriam)
    side = queries.private_side(cast.miriam, person)
    assert side is not None
    assert [old["note"] for old in side.earlier] == ["to ask"]


def test_safety_counts_as_unasked_until_somebody_has_asked(cast: Cast, add: Add) -> None:
    peter, _ = add("Peter", tie="strain"), add("Folake", tie="support")
    assert queries.safety_unasked(cast.miriam, cast.joanna) == [peter]
    actions.write_private_side(person=peter, safety="none", note="", seen=0, by=cast.miriam)
    assert queries.safety_unasked(cast.miriam, cast.joanna) == []


def test_network_counts_describe_and_do_not_score(cast: Cast, add: Add) -> None:
    add("Isla", ring=1, can_confide=7, frequency="daily")
    add("Kate", ring=1, can_confide=6, frequency="weekly")
    add("Gran", ring=1, living="dead", can_confide=10, frequency="daily")
    counts = queries.network_counts(queries.people_of(cast.miriam, cast.joanna))
    assert counts == queries.NetworkCounts(rings=(3, 0, 0, 0), people=3, confidants=1, contacts_a_week=8.0)
    assert counts.sentence == "3 people: 3 very close."
    assert queries.network_counts([]).sentence == "Nobody is in the circle now."


def test_the_inventory_is_taken_only_with_a_first_circle(cast: Cast) -> None:
    with pytest.raises(Refused, match="Keep the first circle"):
        actions.complete_inventory(course=cast.course, by=cast.miriam)
    circles.keep_circle(client=cast.joanna, moment="initial", drawn_by="together", by=cast.miriam)
    actions.complete_inventory(course=cast.course, by=cast.miriam)
    assert "inventory_taken" in Course.objects.get(pk=cast.course.pk).done


def test_evidence_is_laid_out_by_area_without_a_verdict(cast: Cast, add: Add) -> None:
    mother = add("Mum", relation="parent", living="dead", died_on=date(2026, 5, 4))
    peter = add(
        "Peter", relation="ex_partner", conflict_stage="impasse", conflict_topics=["the house"],
        i_expect=[{"text": "to be asked first", "met": 2, "spoken": False}],
    )  # fmt: skip
    isla = add(
        "Isla",
        relation="child",
        changed=True,
        change_direction="role_change",
        change_what="she stayed behind",
    )
    facts = evidence_for_areas(cast.course)
    by_person = {area: {fact.object_id for fact in found} for area, found in facts.items()}
    assert mother.id in by_person["grief"]
    assert peter.id in by_person["role-dispute"]
    assert isla.id in by_person["role-transition"]
    said = {fact.said for fact in facts["role-dispute"]}
    assert {"the house", "to be asked first"} <= said
    (died,) = [fact for fact in facts["grief"] if fact.object_id == mother.id]
    assert died.text == "Mum, parent: has died, 4 May 2026"
    assert died.source == "person"


def test_few_people_are_stated_as_a_fact_for_connecting_with_others(cast: Cast) -> None:
    facts = evidence_for_areas(cast.course)["interpersonal-deficits"]
    assert [fact.text for fact in facts] == ["Few people in the inventory: Nobody is in the circle now."]
    assert facts[0].object_id is None


def test_no_word_of_an_inventory_stands_readable_in_the_database(cast: Cast, add: Add) -> None:
    person = add(
        PHRASE,
        story=PHRASE,
        good=[PHRASE],
        i_expect=[{"text": PHRASE, "met": None, "spoken": True}],
        conflict_ends=PHRASE,
    )
    actions.change_person(person=person, values={"story": "else"}, seen=1, by=cast.miriam)
    actions.write_private_side(person=person, safety="violence", note=PHRASE, seen=0, by=cast.miriam)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            values = [value for row in cursor.fetchall() for value in row]
            rows = b" ".join(
                bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in values
            )
            assert PHRASE.encode() not in rows, table
            assert b"violence" not in rows or table.startswith("shelf_"), table


def test_reading_forty_people_takes_no_more_queries_than_reading_one(cast: Cast, add: Add) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            people = queries.people_of(cast.miriam, cast.joanna)
            [p.name for p in people]
            queries.private_sides(cast.miriam, cast.joanna)
            evidence_for_areas(cast.course)
        return len(counted)

    add("P0")
    cost()
    one = cost()
    for number in range(1, 40):
        add(f"P{number}", living="dead")
    assert cost() == one


def test_every_write_is_in_the_audit(cast: Cast, add: Add) -> None:
    person = add()
    actions.change_person(person=person, values={"ring": 1}, seen=1, by=cast.miriam)
    actions.archive_person(person=person, reason="", by=cast.miriam)
    actions.bring_back(person=person, by=cast.miriam)
    acts = list(Event.objects.filter(object_id=str(person.pk)).order_by("id").values_list("act", flat=True))
    assert acts == [Act.PERSON_ADDED, Act.PERSON_CHANGED, Act.PERSON_ARCHIVED, Act.PERSON_BROUGHT_BACK]
