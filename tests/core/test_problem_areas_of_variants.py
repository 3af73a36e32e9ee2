"""Areas that belong to one variant only: worked like the four, kind to the client, never offered elsewhere."""

import pytest

from kinweave.core.problem_areas import ProblemArea, by_alias, speaks_for, unknown_worksheets
from kinweave.core.protocols import Protocol
from kinweave.core.worksheets import WorksheetDefinition
from tests.core.published import library

ALL = library().all(ProblemArea)
AREAS = [area for area in ALL if area.only_in]
BY_CODE = {area.code: area for area in AREAS}
each_area = pytest.mark.parametrize("area", AREAS, ids=lambda each: each.code)


def test_each_belongs_to_the_variant_that_the_literature_names() -> None:
    assert {area.code: area.only_in for area in AREAS} == {
        "lost-healthy-self": ("ipsrt",),
        "therapeutic-role-transition": ("ipt-d",),
        "single-parent-family": ("ipt-a",),
        "complicated-pregnancy": ("ipt-perinatal",),
        "role-insecurity": ("ipt-sad",),
        "self-image": ("ipt-bpd",),
    }


def test_a_protocol_offers_only_areas_that_may_be_worked_on_in_it() -> None:
    offered = {
        (protocol.code, code)
        for protocol in library().all(Protocol)
        for code in protocol.problem_areas
        if code in BY_CODE
    }
    assert offered == {(protocol, area.code) for area in AREAS for protocol in area.only_in}


@each_area
def test_a_therapist_finds_questions_goals_ordered_strategies_and_signs_of_progress(
    area: ProblemArea,
) -> None:
    assert len(area.questions) >= 4
    assert len(area.goals) == 2
    assert len(area.strategies) >= 5
    assert area.strategies[0].code == "link"
    assert all(strategy.do for strategy in area.strategies)
    assert area.progress
    assert area.pitfalls


@each_area
def test_its_worksheets_are_in_the_library(area: ProblemArea) -> None:
    assert area.worksheets
    assert unknown_worksheets(area, {sheet.code for sheet in library().all(WorksheetDefinition)}) == ()


@each_area
def test_a_client_reads_plain_words_and_no_diagnosis(area: ProblemArea) -> None:
    shown = f"{area.client_label} {area.client_definition} {[each.client_label for each in area.subtypes]}"
    assert not any(word in shown.lower() for word in ("deficit", "disorder", "iatrogenic", "bipolar"))
    assert "you" in area.client_definition


def test_mourning_the_healthy_self_hopes_for_fewer_stops_of_medication_and_watches_for_highs() -> None:
    area = BY_CODE["lost-healthy-self"]
    assert any("medication" in goal.text and goal.sources == ("IPSRT_NOTES",) for goal in area.goals)
    assert any("high" in pitfall.text for pitfall in area.pitfalls)
    assert area.stage("mourning-it").sign
    assert speaks_for(area, "timeline", "event.type", "illness") == ("an illness on the timeline",)


def test_the_transition_that_treatment_makes_needs_no_event_and_warns_that_sixteen_may_be_few() -> None:
    area = BY_CODE["therapeutic-role-transition"]
    assert "no event" in area.scope_note
    assert not area.evidence
    assert any("Sixteen" in pitfall.text for pitfall in area.pitfalls)
    assert area.definition.sources == ("IPTD", "WMK2018")


def test_a_difficult_pregnancy_has_the_three_kinds_its_source_names() -> None:
    kinds = BY_CODE["complicated-pregnancy"].subtypes
    assert [kind.code for kind in kinds] == ["medical", "earlier-loss", "sexual-trauma"]
    assert all(kind.sources == ("ISIPT_PERI",) for kind in kinds)


def test_names_used_elsewhere_lead_to_them_and_to_one_area_only() -> None:
    found = by_alias(ALL, "Iatrogenic role transition")
    assert found is BY_CODE["therapeutic-role-transition"]
    names = [alias.casefold() for area in ALL for alias in area.aliases]
    assert len(names) == len(set(names))
