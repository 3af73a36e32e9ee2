"""The timeline: events, moods, people and moments, tied together from any side and never lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinweave.audit.acts import Act
from kinweave.audit.models import Event
from kinweave.core import clock
from kinweave.people.actions import Refused
from kinweave.treatment.actions import inventory
from kinweave.treatment.actions import timeline as actions
from kinweave.treatment.actions.inventory import ChangedMeanwhile
from kinweave.treatment.models import (
    EventPerson,
    LifeEvent,
    Link,
    Moment,
    MoodRecall,
    OnsetMarker,
    PastTreatment,
    Person,
    SymptomStretch,
    TimelineVersion,
)
from kinweave.treatment.queries import timeline as queries
from kinweave.treatment.queries.inventory_evidence import evidence_for_areas
from kinweave.treatment.queries.timeline_shown import dips_in, dips_of, shown
from kinweave.treatment.queries.timeline_strands import picture_strands
from kinweave.web.pictures.ties import Tie
from tests.cast import START, Cast

PHRASE = "tangerine harmonium"


def event(
    cast: Cast, title: str = "Moved to Norwich", people: tuple[Person, ...] = (), **values: Any
) -> LifeEvent:
    start: dict[str, Any] = {"on": date(2026, 8, 1), "precision": "month", "kind": "move", "title": title}
    wanted = start | values
    brought = wanted.pop("brought", "unsaid")
    return actions.add_event(
        client=cast.joanna, values=wanted, by=cast.miriam, people=people, brought=brought
    )


def somebody(cast: Cast, name: str = "Isla") -> Person:
    return inventory.add_person(client=cast.joanna, values={"name": name}, by=cast.joanna_user)


def entries(cast: Cast) -> dict[str, queries.Entry]:
    return {entry.title: entry for entry in queries.timeline(cast.miriam, cast.joanna).entries}


def test_an_event_shows_its_date_as_exactly_as_it_is_known(cast: Cast) -> None:
    event(cast, "Year", on=date(2019, 1, 1), precision="year")
    event(cast, "Month", on=date(2026, 8, 1), precision="month")
    event(cast, "Day", on=date(2026, 10, 5), precision="day")
    assert [(e.title, e.when) for e in queries.events_of(cast.course)] == [
        ("Year", "2019"), ("Month", "August 2026"), ("Day", "5 October 2026"),
    ]  # fmt: skip


def test_an_event_names_who_was_part_of_it_and_what_they_brought(cast: Cast) -> None:
    isla = somebody(cast)
    event(cast, people=(isla,), brought="strain")
    assert entries(cast)["Moved to Norwich"].people == (queries.Touched(isla.id, "Isla", "strain"),)


def test_everything_of_every_kind_stands_in_order_of_date(cast: Cast) -> None:
    event(cast, "Move", on=date(2026, 8, 1))
    actions.add_to_timeline(
        kind=PastTreatment, client=cast.joanna, by=cast.miriam,
        values={"starts_on": date(2018, 3, 1), "ends_on": date(2018, 9, 1), "helped": "some", "what": "Counselling"},
    )  # fmt: skip
    actions.add_to_timeline(
        kind=SymptomStretch, client=cast.joanna, by=cast.miriam,
        values={"strand": "rhythm", "starts_on": date(2026, 6, 1), "peaks_on": date(2026, 9, 1), "scale": "PHQ-9", "score": 17.0},
    )  # fmt: skip
    actions.add_to_timeline(
        kind=MoodRecall,
        client=cast.joanna,
        by=cast.miriam,
        values={"on": date(2026, 9, 1), "mood": 3, "text": "flat"},
    )
    actions.write_moment(client=cast.joanna, said="Too far", by=cast.joanna_user)
    found = queries.timeline(cast.joanna_user, cast.joanna).entries
    assert [entry.kind for entry in found] == ["treatment", "symptoms", "event", "mood", "moment"]
    titles = [entry.title for entry in found]
    assert titles[1] == "From June 2026, still there, worst in September 2026, PHQ-9 17"
    assert found[0].mood_words == "March 2018 to September 2018; helped a little"
    assert found[4].added_by_client
    assert not found[0].added_by_client


def test_the_latest_answer_on_the_onset_holds_and_the_earlier_stays(cast: Cast) -> None:
    assert queries.timeline(cast.miriam, cast.joanna).onset_words == ""
    for days, on, confidence in ((0, date(2026, 9, 1), "guess"), (7, date(2026, 6, 1), "fairly")):
        with clock.at(START + timedelta(days=days)):
            actions.mark_onset(
                client=cast.joanna,
                on=on,
                precision="month",
                confidence=confidence,
                text="told",
                by=cast.miriam,
            )
    assert queries.timeline(cast.miriam, cast.joanna).onset_words == "June 2026, fairly sure"
    assert OnsetMarker.objects.count() == 2


def test_a_dip_is_tied_to_a_person_from_either_side_and_only_once(cast: Cast) -> None:
    isla, move = somebody(cast), event(cast)
    first = actions.tie(
        client=cast.joanna, by=cast.joanna_user, person=isla, mood_on=date(2026, 8, 3), mood=3.0
    )
    again = actions.tie(client=cast.joanna, by=cast.miriam, mood_on=date(2026, 8, 3), person=isla)
    assert first == again
    actions.tie(client=cast.joanna, by=cast.miriam, event=move, person=isla, sentence="She stayed behind")
    (tied,) = entries(cast)["Moved to Norwich"].ties
    assert (tied.things, tied.sentence) == (("Isla",), "She stayed behind")
    from_her_side = {one.things for one in queries.ties_of_person(cast.miriam, isla)}
    assert from_her_side == {("mood on 3 August 2026, 3 of 10", "Isla"), ("Moved to Norwich", "Isla")}


def test_saying_a_new_sentence_about_a_tie_keeps_the_old_one_in_the_record(cast: Cast) -> None:
    isla, move = somebody(cast), event(cast)
    for sentence in ("first words", "second words"):
        actions.tie(client=cast.joanna, by=cast.miriam, event=move, person=isla, sentence=sentence)
    assert [tied.sentence for tied in entries(cast)["Moved to Norwich"].ties] == ["second words"]
    assert {link.sentence for link in Link.objects.all()} == {"first words", "second words"}


def test_a_tie_can_be_undone_and_the_record_knows_it_was_made(cast: Cast) -> None:
    isla, move = somebody(cast), event(cast)
    link = actions.tie(client=cast.joanna, by=cast.miriam, event=move, person=isla)
    actions.untie(link=link, by=cast.joanna_user)
    assert entries(cast)["Moved to Norwich"].ties == ()
    assert list(Event.objects.filter(object_id=str(link.pk)).order_by("id").values_list("act", flat=True)) == [
        Act.TIMELINE_LINKED, Act.TIMELINE_UNLINKED,
    ]  # fmt: skip
    with pytest.raises(Http404):
        queries.link(cast.miriam, link.id, client_id=cast.joanna.id)


def test_one_thing_alone_is_no_tie(cast: Cast) -> None:
    with pytest.raises(Refused, match="at least two"):
        actions.tie(client=cast.joanna, by=cast.miriam, event=event(cast))
    assert not Link.objects.exists()


def test_things_of_two_clients_are_never_tied(cast: Cast) -> None:
    other = inventory.add_person(client=cast.callum, values={"name": "Sam"}, by=cast.miriam)
    with pytest.raises(Refused, match="another record"):
        actions.tie(client=cast.joanna, by=cast.miriam, event=event(cast), person=other)
    with pytest.raises(Refused, match="another record"):
        event(cast, "With Sam", people=(other,))
    with pytest.raises(Refused, match="another record"):
        actions.write_moment(client=cast.joanna, said="x", person=other, by=cast.miriam)


def test_a_moment_needs_a_few_words(cast: Cast) -> None:
    with pytest.raises(Refused, match="a few words"):
        actions.write_moment(client=cast.joanna, said=" ", left_me="", by=cast.joanna_user)


def test_moments_since_the_last_session_come_latest_first(cast: Cast) -> None:
    actions.write_moment(client=cast.joanna, said="before", by=cast.joanna_user)
    with clock.at(START + timedelta(days=2)):
        actions.write_moment(client=cast.joanna, said="early", by=cast.joanna_user, person=somebody(cast))
    with clock.at(START + timedelta(days=4)):
        actions.write_moment(
            client=cast.joanna, said="late", left_me="small", by=cast.joanna_user, who="the neighbour"
        )
    found = queries.moments_since(cast.course, START + timedelta(days=1))
    assert [(entry.title, entry.said) for entry in found] == [
        ("A moment with the neighbour", "late\nsmall"), ("A moment with Isla", "early"),
    ]  # fmt: skip
    assert len(queries.moments_since(cast.course, None)) == 3


def test_a_moment_can_be_taken_into_a_session_or_kept_for_later(cast: Cast) -> None:
    moment = actions.write_moment(client=cast.joanna, said="Too far", by=cast.joanna_user)
    actions.place_moment(moment=moment, standing="parked", by=cast.miriam)
    assert queries.moments_since(cast.course, None)[0].standing == "parked"
    with pytest.raises(ValueError, match="nonsense"):
        actions.place_moment(moment=moment, standing="nonsense", by=cast.miriam)


def test_a_correction_keeps_the_old_copy(cast: Cast) -> None:
    move = event(cast, people=(somebody(cast),))
    actions.change_row(
        row=move, values={"title": "Moved to Norfolk"}, seen=1, by=cast.miriam, people=[], brought="unsaid"
    )
    kept = TimelineVersion.objects.get(of_id=move.pk)
    assert kept.content["title"] == "Moved to Norwich"
    assert len(kept.content["people"]) == 1
    assert entries(cast)["Moved to Norfolk"].people == ()


def test_two_corrections_of_the_same_words_show_both(cast: Cast) -> None:
    move = event(cast)
    actions.change_row(row=move, values={"title": "Hers"}, seen=1, by=cast.joanna_user)
    with pytest.raises(ChangedMeanwhile) as refused:
        actions.change_row(row=move, values={"title": "His"}, seen=1, by=cast.miriam)
    assert [(clash.theirs, clash.mine) for clash in refused.value.clashes] == [("Hers", "His")]
    actions.change_row(row=move, values={"kind": "work"}, seen=1, by=cast.miriam)
    row = LifeEvent.objects.get(pk=move.pk)
    assert (row.title, row.kind) == ("Hers", "work")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3)), max_size=8))
def test_no_sequence_of_corrections_loses_a_title(cast: Cast, writes: list[tuple[str, int]]) -> None:
    row, written = event(cast, "start"), {"start"}
    for title, behind in writes:
        try:
            row = actions.change_row(
                row=row, values={"title": title}, seen=max(1, row.version - behind), by=cast.miriam
            )
        except ChangedMeanwhile:
            continue
        written.add(row.title)
    kept = {copy.content["title"] for copy in TimelineVersion.objects.filter(of_id=row.pk)}
    assert written <= kept | {LifeEvent.objects.get(pk=row.pk).title}


def test_what_is_taken_off_stays_in_the_record(cast: Cast) -> None:
    move = event(cast)
    actions.take_off(row=move, reason="Not mine", by=cast.joanna_user)
    assert entries(cast) == {}
    assert LifeEvent.objects.get(pk=move.pk).archive_reason == "Not mine"
    with pytest.raises(Refused, match="taken off"):
        actions.change_row(row=move, values={"title": "x"}, seen=1, by=cast.miriam)
    with pytest.raises(Http404):
        queries.row(cast.miriam, "event", move.pk, client_id=cast.joanna.id)


def test_nobody_else_reads_or_writes_it(cast: Cast) -> None:
    move = event(cast)
    moment = actions.write_moment(client=cast.joanna, said="x", by=cast.joanna_user)
    for user in (cast.stranger, cast.former, cast.colleague, cast.manager, cast.callum_user):
        for read in (
            lambda: queries.timeline(user, cast.joanna),  # noqa: B023
            lambda: queries.onset(user, cast.joanna),  # noqa: B023
            lambda: queries.row(user, "event", move.pk, client_id=cast.joanna.id),  # noqa: B023
            lambda: queries.moment(user, moment.pk, client_id=cast.joanna.id),  # noqa: B023
        ):
            with pytest.raises(Http404):
                read()
    with pytest.raises(Http404):
        queries.row(cast.adela, "event", move.pk, client_id=cast.joanna.id)


def test_the_picture_gets_events_moods_and_people(cast: Cast) -> None:
    isla, kate = somebody(cast), somebody(cast, "Kate")
    event(cast, people=(isla,), brought="strain", mood_at=-3)
    actions.mark_onset(
        client=cast.joanna, on=date(2026, 6, 1), precision="month", confidence="sure", text="", by=cast.miriam
    )
    actions.write_moment(client=cast.joanna, said="x", mood=6, by=cast.joanna_user)
    strands = picture_strands(cast.course)
    assert [(e.words, e.tie) for e in strands.events] == [
        ("Moved to Norwich", Tie.STRAIN),
        ("It began", Tie.UNSAID),
    ]
    assert [(mood.value, mood.recalled) for mood in strands.moods] == [(2.0, True), (6.0, False)]
    assert [who.name for who in strands.people] == ["Isla"]
    assert kate.name not in [who.name for who in strands.people]


def test_an_event_with_both_support_and_strain_is_drawn_as_both(cast: Cast) -> None:
    isla, kate = somebody(cast), somebody(cast, "Kate")
    row = event(cast, people=(isla, kate), brought="support")
    EventPerson.objects.filter(event=row, person=kate).update(brought="strain")
    assert picture_strands(cast.course).events[0].tie is Tie.BOTH


def test_dips_are_offered_to_be_tied_and_tied_ones_are_not(cast: Cast) -> None:
    somebody(cast)
    for day, mood in ((1, 7), (2, 5), (3, 4), (4, 8)):
        actions.add_to_timeline(
            kind=MoodRecall,
            client=cast.joanna,
            by=cast.miriam,
            values={"on": date(2026, 9, day), "mood": mood, "text": ""},
        )
    line = queries.timeline(cast.miriam, cast.joanna)
    assert {entry.on.day for entry in line.entries if entry.id in dips_of(line)} == {2, 3}
    actions.tie(client=cast.joanna, by=cast.miriam, person=line.people[0], mood_on=date(2026, 9, 2))
    line = queries.timeline(cast.miriam, cast.joanna)
    offered = shown(line, change_url=lambda kind, row_id: "/", people_base="/")
    assert [one.entry.on.day for one in offered if one.tap_people] == [3]
    assert not any(one.tap_people for one in shown(line, change_url=None, people_base="/"))


def test_dips_of_the_mood_line_are_told_as_they_are() -> None:
    days = [(date(2026, 9, day), mood) for day, mood in ((1, 7.0), (2, 5.0), (3, 4.0), (4, 8.0))]
    assert [(dip.on.day, dip.words) for dip in dips_in(days)] == [
        (2, "fell from 7 to 5 of 10"),
        (3, "4 of 10"),
    ]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"confidence": "very"}, "how sure the date is: sure, fairly sure or a guess"),
        ({"confidence": ""}, "how sure"),
        ({"precision": "hour"}, "how exactly the date is known"),
        ({"on": date(2030, 1, 1)}, "cannot lie ahead"),
    ],
)
def test_an_onset_nobody_can_mean_is_refused(cast: Cast, wrong: dict[str, Any], why: str) -> None:
    right: dict[str, Any] = {"on": date(2026, 6, 1), "precision": "month", "confidence": "sure", "text": ""}
    with pytest.raises(Refused, match=why):
        actions.mark_onset(client=cast.joanna, by=cast.miriam, **{**right, **wrong})
    assert not OnsetMarker.objects.exists()
    actions.mark_onset(client=cast.joanna, by=cast.miriam, **right)
    assert OnsetMarker.objects.get().confidence == "sure"


def test_events_near_the_onset_speak_for_their_area(cast: Cast) -> None:
    event(cast, "Father died", kind="loss", on=date(2026, 4, 1))
    event(cast, "Moved", kind="move", on=date(2026, 6, 3), precision="day")
    event(cast, "School", kind="work", on=date(1999, 1, 1))
    actions.mark_onset(
        client=cast.joanna, on=date(2026, 6, 1), precision="month", confidence="sure", text="", by=cast.miriam
    )
    facts = evidence_for_areas(cast.course)
    assert [fact.text for fact in facts["grief"]] == [
        "Father died, April 2026: a loss on the timeline, two months before the onset"
    ]
    assert [fact.text for fact in facts["role-transition"]] == [
        "School, January 1999: a change on the timeline",
        "Father died, April 2026: a loss on the timeline, which speaks here where it was not a death, "
        "two months before the onset",
        "Moved, 3 June 2026: a change on the timeline, at the onset",
    ]


def test_no_word_of_a_timeline_stands_readable_in_the_database(cast: Cast) -> None:
    row = event(cast, PHRASE, text=PHRASE)
    actions.change_row(row=row, values={"text": "else"}, seen=1, by=cast.miriam)
    actions.write_moment(client=cast.joanna, said=PHRASE, left_me=PHRASE, who=PHRASE, by=cast.joanna_user)
    actions.tie(client=cast.joanna, by=cast.miriam, event=row, person=somebody(cast), sentence=PHRASE)
    actions.mark_onset(
        client=cast.joanna,
        on=date(2026, 6, 1),
        precision="day",
        confidence="sure",
        text=PHRASE,
        by=cast.miriam,
    )
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            values = [value for found in cursor.fetchall() for value in found]
            rows = b" ".join(
                bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in values
            )
            assert PHRASE.encode() not in rows, table


def test_a_timeline_of_forty_costs_as_many_queries_as_one_of_one(cast: Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            queries.timeline(cast.miriam, cast.joanna)
            queries.moments_since(cast.course, None)
            picture_strands(cast.course)
        return len(counted)

    def more(number: int) -> None:
        person = somebody(cast, f"P{number}")
        row = event(cast, f"E{number}", people=(person,))
        moment = actions.write_moment(client=cast.joanna, said="x", person=person, by=cast.joanna_user)
        actions.tie(client=cast.joanna, by=cast.miriam, event=row, moment=moment, person=person)

    more(0)
    cost()
    one = cost()
    for number in range(1, 40):
        more(number)
    assert cost() == one
    assert Moment.objects.count() == 40


def test_a_moment_keeps_the_hour_it_happened(cast: Cast) -> None:
    then = datetime(2026, 11, 12, 18, 30, tzinfo=UTC)
    moment = actions.write_moment(client=cast.joanna, said="x", happened_at=then, by=cast.joanna_user)
    assert Moment.objects.get(pk=moment.pk).happened_at == then
