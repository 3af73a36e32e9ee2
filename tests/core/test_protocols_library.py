"""All thirty-two variants are in the library, complete, sourced, and with the numbers the literature gives."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kinweave.core.facts import Fact, facts_in
from kinweave.core.library import PUBLISHED, definition_json, parse_definition
from kinweave.core.problem_areas import ProblemArea
from kinweave.core.protocols import Format, Protocol, broken_references, may_start, routes
from kinweave.core.tasks import TaskList
from tests.core.published import library, tasks

FACTS: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "data" / "protocol_facts.json").read_text()
)
VARIANTS: dict[str, dict[str, Any]] = {each["code"]: each for each in FACTS["variants"]}
PROTOCOLS = {each.code: each for each in library().all(Protocol)}
ELSEWHERE = {"sas-sr", "whodas-2-12"}
"""Named in the reference protocol as licensed alternatives; no course asks them of itself."""
every_variant = pytest.mark.parametrize("protocol", PROTOCOLS.values(), ids=PROTOCOLS.keys())


def test_all_thirty_two_variants_are_there_and_no_other() -> None:
    assert len(VARIANTS) == 32
    assert set(PROTOCOLS) == set(VARIANTS)


@every_variant
def test_numbers_agree_with_the_clinical_reference(protocol: Protocol) -> None:
    facts = VARIANTS[protocol.code]
    sessions, minutes = protocol.sessions, protocol.minutes
    assert [sessions.min, sessions.typical, sessions.max] == facts["sessions"]
    assert [minutes.min, minutes.typical, minutes.max] == facts["minutes"]
    assert all(sessions.min <= preset <= sessions.max for preset in sessions.presets)
    assert sorted(protocol.problem_areas) == facts["areas"]


@every_variant
def test_what_is_sourced_names_its_sources_and_the_rest_says_that_it_is_not(protocol: Protocol) -> None:
    facts = VARIANTS[protocol.code]
    for part in ("sessions", "minutes", "population", "cadence"):
        fact: Fact = getattr(protocol, part)
        assert sorted(fact.sources) == sorted(facts[f"{part}_sources"]), part
        assert fact.needs_checking == (not facts[f"{part}_sources"]), part


@every_variant
def test_each_file_lists_what_it_cites_as_something_a_reader_can_look_up(protocol: Protocol) -> None:
    content = tomllib.loads((PUBLISHED / "protocols" / f"{protocol.code}.toml").read_text())
    assert content["sources"]
    assert all(len(reference) > 15 and "http" not in reference for reference in content["sources"].values())
    assert {key for _, fact in facts_in(protocol) for key in fact.sources} == set(protocol.sources)


@every_variant
def test_no_name_is_broken(protocol: Protocol) -> None:
    areas = {area.code for area in library().all(ProblemArea)}
    assert broken_references(protocol, tasks=tasks(), areas=areas, protocols=PROTOCOLS) == ()


@every_variant
def test_every_check_that_a_task_meets_stands_in_its_phase(protocol: Protocol) -> None:
    for phase in protocol.phases:
        met = {tasks()[name].fulfils for name in phase.tasks} - {None}
        assert met <= {check.code for check in phase.checks}, phase.code


@every_variant
def test_measures_are_instruments_of_the_reference(protocol: Protocol) -> None:
    named = {code for measure in protocol.measures for code in measure.instruments}
    assert named <= {*FACTS["instruments"], *ELSEWHERE}
    assert named, "every variant measures something"


@every_variant
def test_no_rule_of_the_reference_is_lost(protocol: Protocol) -> None:
    said = len(protocol.rules) + len(protocol.routing)
    assert said >= VARIANTS[protocol.code]["rules"]
    assert protocol.rules


@every_variant
def test_every_variant_knows_where_danger_psychosis_and_withdrawal_lead(protocol: Protocol) -> None:
    for finding in ("danger_now", "psychosis", "mania_now", "substance_withdrawal"):
        assert not may_start(protocol, [finding]), finding
        assert routes(protocol, [finding])[0].to


@every_variant
def test_bipolar_one_without_a_mood_stabiliser_never_starts_alone(protocol: Protocol) -> None:
    assert not may_start(protocol, ["bipolar_1_without_mood_stabiliser"])


@every_variant
def test_a_definition_survives_being_frozen(protocol: Protocol) -> None:
    assert parse_definition("protocol", definition_json(protocol)) == protocol


@every_variant
def test_no_client_reads_of_deficits_or_of_a_disorder_of_character(protocol: Protocol) -> None:
    shown = " ".join([protocol.client_title, *(phase.client_title for phase in protocol.phases)]).lower()
    assert not any(word in shown for word in ("deficit", "borderline", "disorder", "termination"))


@pytest.mark.parametrize(
    ("code", "finding", "says"),
    [
        ("ipt-grief", "prolonged_grief_main", "51 %"),
        ("ipt-panic", "panic_main", "did better than IPT"),
        ("ipt-sad", "social_anxiety_main", "did better in one controlled trial"),
    ],
)
def test_what_else_the_evidence_favours_is_told_before_consent(code: str, finding: str, says: str) -> None:
    (route,) = routes(PROTOCOLS[code], [finding])
    assert route.action == "tell_and_offer"
    assert says in route.reason
    assert route.sources


def test_social_rhythm_therapy_may_start_during_a_high_only_with_a_prescriber() -> None:
    ipsrt = PROTOCOLS["ipsrt"]
    assert not may_start(ipsrt, ["mania_now"])
    assert may_start(ipsrt, ["mania_now"], records=["prescriber_note"])
    assert not may_start(PROTOCOLS["ipt"], ["mania_now"], records=["prescriber_note"])


def test_adolescents_are_looked_at_again_in_the_fourth_week() -> None:
    rule = PROTOCOLS["ipt-a"].rule("mid_review")
    assert rule is not None
    assert rule.at_session == 4
    assert {"meet_more_often", "add_medication"} <= set(rule.choices)
    assert "GUN2019" in rule.sources


@pytest.mark.parametrize("code", ["pa-ipt", "ipt-cm"])
def test_couples_are_each_asked_alone_first_and_violence_stops_joint_sessions(code: str) -> None:
    protocol = PROTOCOLS[code]
    first = tasks()[protocol.phases[0].tasks[0]]
    assert first.fulfils == "violence_asked_alone"
    assert not may_start(protocol, ["violence_at_home"])


def test_ptsd_sets_no_homework_and_adolescents_try_things_at_home() -> None:
    assert PROTOCOLS["ipt-ptsd"].steps.default == "none"
    assert "assigned" not in PROTOCOLS["ipt-ptsd"].steps.allowed
    assert {PROTOCOLS[code].steps.default for code in ("ipt-a", "ipsrt", "iipt-self-guided")} == {"assigned"}


@pytest.mark.parametrize("code", ["ipt-group-who", "ipt-group-16", "ipt-g-bed"])
def test_a_group_begins_with_private_meetings_that_are_not_left_out(code: str) -> None:
    meetings = [each for each in PROTOCOLS[code].meetings if each.when == "before"]
    assert meetings
    assert not any(each.optional for each in meetings)
    assert any("another member's score" in note for note in PROTOCOLS[code].notes)


def test_binge_eating_groups_meet_each_member_alone_before_midway_and_after() -> None:
    assert [each.when for each in PROTOCOLS["ipt-g-bed"].meetings] == ["before", "middle", "after"]


def test_sessions_of_several_kinds_add_up() -> None:
    kinds = {code: [part.count.typical for part in each.make_up] for code, each in PROTOCOLS.items()}
    assert kinds["ipt-ap"] == [8, 2, 5]
    assert kinds["ipt-inpatient"] == [15, 8]
    assert kinds["ipt-ast"] == [2, 8, 1]


def test_maintenance_is_monthly_and_names_its_variant_where_the_literature_does() -> None:
    assert PROTOCOLS["ipt-m"].cadence.days_between == 30
    after = {code for code, each in PROTOCOLS.items() if each.maintenance and each.maintenance.protocol}
    assert after == {"ipt", "ipt-late-life", "ipt-d", "ipt-inpatient"}


def test_every_format_has_a_variant() -> None:
    assert {each.format for each in PROTOCOLS.values()} == set(Format)


def test_every_task_of_the_library_is_used_by_some_protocol() -> None:
    used = {name for each in PROTOCOLS.values() for phase in each.phases for name in phase.tasks}
    assert set(tasks()) - used == set()


def test_tasks_in_the_library_say_what_each_side_does_and_what_is_left_behind() -> None:
    for sheet in library().all(TaskList):
        assert all(task.therapist != task.client and task.yields for task in sheet.tasks), sheet.code


@every_variant
def test_everybody_whom_a_therapist_sees_is_asked_for_consent(protocol: Protocol) -> None:
    checks = {check.code for phase in protocol.phases for check in phase.checks if check.required}
    assert ("consent_given" in checks) == (protocol.format is not Format.SELF_GUIDED)
