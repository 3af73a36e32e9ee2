"""Review of symptoms and suitability: what is kept, which rules it meets, what people decide."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinweave.audit.acts import Act
from kinweave.audit.queries import events_about
from kinweave.core.course import Stage
from kinweave.core.problem_areas import ProblemArea
from kinweave.core.protocols import Protocol, may_start, routes
from kinweave.people.actions import Refused
from kinweave.shelf.queries import library
from kinweave.treatment.actions.rows import Overtaken
from kinweave.treatment.actions.suitability import decide, save_review
from kinweave.treatment.forms.suitability import SuitabilityForm, start
from kinweave.treatment.models import OnsetMarker, SuitabilityChoice, SuitabilityReview
from kinweave.treatment.queries import suitability as queries
from kinweave.treatment.queries.course import of_client, protocol
from kinweave.treatment.queries.inventory_evidence import evidence_for_areas
from kinweave.treatment.suitability import UNCHECKED, around_onset, lifting_records, screens, symptoms
from tests.cast import Cast

START, CONDITIONS, ELSEWHERE = (
    SuitabilityChoice.START, SuitabilityChoice.WITH_CONDITIONS, SuitabilityChoice.ELSEWHERE,
)  # fmt: skip
ALL_ASKED = {screen.code: {"state": "nothing", "words": ""} for screen in screens()}


def reviewed(cast: Cast, **values: Any) -> SuitabilityReview:
    given = {"screens": ALL_ASKED, "seen_alone": True, "diagnosis": "A first depressive episode"} | values
    return save_review(course=cast.course, values=given, seen=0, by=cast.miriam)


def stage(cast: Cast) -> str:
    course = of_client(cast.joanna)
    assert course is not None
    return course.stage


def test_the_list_says_of_each_part_where_it_comes_from() -> None:
    for standing in [part.standing for part in screens()] + [part.standing for part in lifting_records()]:
        assert standing
    assert {part.standing for part in symptoms()} == {UNCHECKED}


def test_every_rule_of_the_protocol_can_be_met_by_some_screen() -> None:
    asked = {finding for screen in screens() for finding in screen.findings}
    for code in ("ipt", "ipt-brief"):
        assert {route.finding for route in library().get(Protocol, code).routing} <= asked


def test_a_rule_no_screen_names_is_offered_among_other_findings(cast: Cast) -> None:
    plain = protocol(cast.course)
    odd = plain.routing[0].model_copy(update={"finding": "something_new", "title": "Something new"})
    form = SuitabilityForm(protocol=plain.model_copy(update={"routing": (*plain.routing, odd)}))
    assert "Something new" in str(form["findings_other"])


def test_a_review_without_findings_starts_the_course(cast: Cast) -> None:
    row = reviewed(cast)
    decision = decide(course=cast.course, choice=START, reason="", by=cast.miriam, seen=row.version)
    assert stage(cast) == Stage.STARTED
    assert decision.rules == []
    course = of_client(cast.joanna)
    assert course is not None
    assert {"suitability_recorded", "symptom_review_done"} <= set(course.done)


def test_nothing_starts_while_something_has_not_been_asked(cast: Cast) -> None:
    asked = {code: said for code, said in ALL_ASKED.items() if code != "mania"}
    row = reviewed(cast, screens=asked)
    with pytest.raises(Refused, match="unusually high mood"):
        decide(course=cast.course, choice=START, reason="", by=cast.miriam, seen=row.version)
    assert stage(cast) == Stage.SUITABILITY
    assert not queries.decisions(cast.course).exists()


def test_a_stop_rule_is_shown_with_its_reason_and_its_standing(cast: Cast) -> None:
    row = reviewed(cast, findings=["psychosis", "prolonged_grief_main"])
    weighed = queries.weigh(cast.course, row)
    assert not weighed.may_start
    stop, tell = weighed.rules
    assert (stop.finding, stop.stops, stop.source) == ("psychosis", True, queries.UNCHECKED)
    assert (tell.finding, tell.stops) == ("prolonged_grief_main", False)
    assert "Shear" in tell.source


def test_bipolar_illness_starts_only_on_conditions_until_a_prescriber_has_spoken(cast: Cast) -> None:
    row = reviewed(cast, findings=["bipolar_1_without_mood_stabiliser"])
    with pytest.raises(Refused, match="stands against"):
        decide(course=cast.course, choice=START, reason="She asks for it", by=cast.miriam, seen=row.version)
    row = save_review(
        course=cast.course, seen=row.version, by=cast.miriam,
        values={"records": {"prescriber_note": "Dr Okafor, lithium since May, agrees, 12 November"}},
    )  # fmt: skip
    weighed = queries.weigh(cast.course, row)
    assert weighed.may_start
    assert [rule.finding for rule in weighed.lifted] == ["bipolar_1_without_mood_stabiliser"]
    decision = decide(
        course=cast.course, choice=CONDITIONS, reason="Settled on lithium", by=cast.miriam, seen=row.version,
        conditions="Lithium goes on; Dr Okafor is rung if she sleeps less than five hours",
    )  # fmt: skip
    assert stage(cast) == Stage.STARTED
    assert decision.review["records"] == row.records


def test_an_empty_record_lifts_nothing(cast: Cast) -> None:
    row = reviewed(cast, findings=["bipolar_1_without_mood_stabiliser"], records={"prescriber_note": "   "})
    assert not queries.weigh(cast.course, row).may_start


def test_care_at_once_comes_before_any_condition(cast: Cast) -> None:
    row = reviewed(cast, findings=["danger_now"])
    said = {"reason": "She wants to start", "conditions": "Sister stays with her"}
    with pytest.raises(Refused, match="care at once"):
        decide(course=cast.course, choice=CONDITIONS, by=cast.miriam, seen=row.version, **said)


def test_routing_elsewhere_says_why_what_and_to_whom_and_ends_the_course(cast: Cast) -> None:
    with pytest.raises(Refused, match="who was told"):
        decide(course=cast.course, choice=ELSEWHERE, reason="Psychosis", by=cast.miriam, seen=0)
    decide(
        course=cast.course, choice=ELSEWHERE, reason="Hears voices since the birth", by=cast.miriam, seen=0,
        offered="Mother and baby unit", offered_to="Rang the unit with her at 11; they see her at 2",
    )  # fmt: skip
    course = of_client(cast.joanna)
    assert course is not None
    assert course.stage == Stage.ROUTED_ELSEWHERE
    assert course.end_reason == "Hears voices since the birth"
    assert course.episode.closed_at is not None


def test_a_change_of_mind_is_another_row_with_a_reason(cast: Cast) -> None:
    row = reviewed(cast)
    first = decide(course=cast.course, choice=START, reason="", by=cast.miriam, seen=row.version)
    with pytest.raises(Refused, match="why there is another"):
        decide(course=cast.course, choice=START, reason=" ", by=cast.miriam, seen=row.version)
    second = decide(
        course=cast.course, choice=CONDITIONS, reason="She began to drink again", by=cast.miriam,
        seen=row.version, conditions="Weekly with the alcohol team",
    )  # fmt: skip
    assert [each.number for each in queries.decisions(cast.course)] == [2, 1]
    first.refresh_from_db()
    assert first.choice == START
    assert second.choice == CONDITIONS


def test_a_decision_on_a_review_somebody_has_changed_is_held_back(cast: Cast) -> None:
    row = reviewed(cast)
    save_review(course=cast.course, values={"findings": ["psychosis"]}, seen=row.version, by=cast.miriam)
    with pytest.raises(Overtaken):
        decide(course=cast.course, choice=START, reason="", by=cast.miriam, seen=row.version)


def test_two_who_write_at_once_lose_nothing(cast: Cast) -> None:
    row = reviewed(cast, daily_life="hers")
    with pytest.raises(Overtaken):
        save_review(course=cast.course, values={"daily_life": "mine"}, seen=0, by=cast.miriam)
    row.refresh_from_db()
    assert row.daily_life == "hers"


def test_the_onset_reaches_the_timeline_once(cast: Cast) -> None:
    onset = {"on": "2026-06-01", "precision": "month", "confidence": "fairly", "words": "after the move"}
    row = reviewed(cast, onset=onset)
    save_review(course=cast.course, values={"onset": onset}, seen=row.version, by=cast.miriam)
    marker = OnsetMarker.objects.get(client=cast.joanna)
    assert (marker.on.isoformat(), marker.confidence, marker.text) == (
        "2026-06-01",
        "fairly",
        "after the move",
    )


def test_a_draft_touches_neither_timeline_nor_checks(cast: Cast) -> None:
    values = {"onset": {"on": "2026-06-01", "confidence": "sure"}, "diagnosis": "Depression"}
    save_review(course=cast.course, values=values, seen=0, by=cast.miriam, draft=True)
    assert not OnsetMarker.objects.exists()
    course = of_client(cast.joanna)
    assert course is not None
    assert "symptom_review_done" not in course.done


@pytest.mark.parametrize(
    ("values", "settled"),
    [
        ({"diagnosis": "Depression"}, True),
        ({"diagnosis": "", "diagnosis_waived": True, "waiver_reason": "She does not want one"}, True),
        ({"diagnosis": "", "diagnosis_waived": True, "waiver_reason": " "}, False),
        ({"diagnosis": ""}, False),
    ],
)
def test_the_symptom_review_is_done_with_a_diagnosis_or_a_waiver(
    cast: Cast, values: dict[str, Any], settled: bool
) -> None:
    reviewed(cast, **values)
    course = of_client(cast.joanna)
    assert course is not None
    assert ("symptom_review_done" in course.done) is settled


def test_each_act_is_written_down_without_what_was_said(cast: Cast) -> None:
    row = reviewed(cast, home_words="he locks the door")
    decide(course=cast.course, choice=START, reason="", by=cast.miriam, seen=row.version)
    acts = [event for event in events_about(cast.joanna.pk) if event.act.startswith("suitability")]
    assert {event.act for event in acts} == {Act.SUITABILITY_WRITTEN, Act.SUITABILITY_DECIDED}
    assert not any("door" in event.reason for event in acts)


FINDINGS = [route.finding for route in library().get(Protocol, "ipt").routing]


@given(
    found=st.sets(st.sampled_from(FINDINGS)),
    records=st.sets(st.sampled_from(["prescriber_note", "addiction_care_alongside"])),
)
@settings(max_examples=200)
def test_only_what_is_to_be_told_leaves_a_start_free(found: set[str], records: set[str]) -> None:
    """Whatever is ticked: a start is free exactly when each rule left is one to tell the client about."""
    ipt = library().get(Protocol, "ipt")
    left = routes(ipt, found, records)
    lifted = {
        "bipolar_1_without_mood_stabiliser": "prescriber_note",
        "severe_substance_dependence": "addiction_care_alongside",
    }
    stopping = {
        finding for finding in found
        if finding not in {"violence_at_home", "prolonged_grief_main", "panic_main", "social_anxiety_main"}
        and lifted.get(finding) not in records
    }  # fmt: skip
    assert may_start(ipt, found, records) is (not stopping)
    assert stopping <= {route.finding for route in left}


def form(cast: Cast, draft: bool = False, **sent: Any) -> SuitabilityForm:
    return SuitabilityForm({"version": "0"} | sent, protocol=protocol(cast.course), draft=draft)


def test_the_form_gives_back_what_was_saved(cast: Cast) -> None:
    sent = form(
        cast, onset_when="June 2026", onset_confidence="guess", symptom_sleep="severely",
        symptom_sleep_words="awake at four", screen_home="something", seen_alone="True",
        findings_home=["violence_at_home"], home_words="he shouts", medication_when="", diagnosis="Depression",
    )  # fmt: skip
    assert sent.is_valid(), sent.errors
    row = save_review(course=cast.course, values=sent.values(), seen=0, by=cast.miriam)
    shown = start(row)
    assert shown["symptom_sleep_words"] == "awake at four"
    assert shown["findings_home"] == ["violence_at_home"]
    assert shown["onset_when"].precision == "month"
    assert row.screens["home"] == {"state": "something", "words": ""}


def test_something_ticked_under_nothing_found_is_asked_about(cast: Cast) -> None:
    sent = form(cast, screen_mania="nothing", findings_mania=["mania_now"])
    assert "something to weigh" in str(sent.errors["screen_mania"])
    assert form(cast, draft=True, screen_mania="nothing", findings_mania=["mania_now"]).is_valid()


@pytest.mark.parametrize("alone", ["", "False"])
def test_fear_and_violence_are_asked_alone_or_not_at_all(cast: Cast, alone: str) -> None:
    assert "only when alone" in str(form(cast, screen_home="nothing", seen_alone=alone).errors["seen_alone"])


def test_a_waiver_without_a_reason_is_asked_for(cast: Cast) -> None:
    assert "waiver_reason" in form(cast, diagnosis_waived="on").errors


def test_what_was_spoken_of_around_the_onset_stands_beside_its_area(cast: Cast) -> None:
    said = {
        "on": "2026-06-01",
        "precision": "month",
        "confidence": "fairly",
        "words": "My father died in May",
    }
    reviewed(
        cast, onset=said, around_onset=["recent_death", "long_isolation"], medical="An operation",
        home_words="He hits me",
    )  # fmt: skip
    facts = evidence_for_areas(cast.course)
    (death,) = facts["grief"]
    assert (death.text, death.said) == ("A death spoken of in the symptom review", "My father died in May")
    assert (death.url_name, death.source) == ("therapist:suitability", "review")
    assert [fact.text for fact in facts["role-transition"]] == ["An illness in the symptom review"]
    assert facts["role-dispute"] == ()
    assert {fact.text for fact in facts["interpersonal-deficits"]} >= {
        "Long isolation spoken of in the symptom review"
    }
    assert "hits" not in repr(facts)


def test_every_fact_an_area_awaits_from_the_review_can_be_told_there() -> None:
    awaited = {
        hint.field for area in library().all(ProblemArea) for hint in area.evidence if hint.source == "review"
    }
    assert awaited <= {each.code for each in around_onset()} | {"medical"}
    assert {each.standing for each in around_onset()} == {UNCHECKED}
