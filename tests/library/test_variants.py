"""When each variant begins its work, opens its ending, asks its measures and stops to decide: as the literature has it.

The table was made from the reading of the manuals and trials and not from the files of the library.
"""

from __future__ import annotations

import pytest

from kinweave.core.course import ending_opens_at
from kinweave.core.protocols import PhaseKind, Protocol
from kinweave.core.tasks import TaskList
from kinweave.core.worksheets import WorksheetDefinition
from tests.core.published import library

EACH, WEEK, DAY = "before_every_session", "every_week", "every_day"
AROUND, ENDS = "start_mid_end", "start_end"

# code: sessions of the initial phase, session from which the ending is open in a course of the usual length, measures
VARIANTS: dict[str, tuple[int, int, dict[str, str]]] = {
    "ipt": (3, 14, {"phq-9": EACH, "gad-7": EACH, "ham-d-17": AROUND, "wsas": AROUND}),
    "ipt-brief": (2, 7, {"phq-9": EACH, "wsas": AROUND}),
    "ipc": (2, 6, {"phq-9": EACH, "gad-7": EACH}),
    "ipt-est": (1, 3, {"phq-9": EACH}),
    "ipt-group-who": (2, 8, {"phq-9": EACH}),
    "ipt-group-16": (4, 15, {"phq-9": EACH}),
    "ipt-a": (4, 10, {"phq-a": EACH, "c-ssrs": EACH}),
    "ipt-ap": (5, 13, {"phq-9": EACH}),
    "ipt-ast": (3, 10, {"ces-d": EACH}),
    "fb-ipt": (5, 12, {"mood-0-10": EACH}),
    "ipt-a-sci": (2, 5, {"c-ssrs": EACH}),
    "ipsrt": (5, 20, {"srm-5": DAY, "asrm": WEEK, "phq-9": WEEK, "qids-sr16": WEEK}),
    "ipt-ptsd": (3, 12, {"pcl-5": EACH, "phq-9": EACH}),
    "ipt-ed": (4, 17, {"ede-q": AROUND, "phq-9": EACH}),
    "ipt-g-bed": (5, 16, {"ede-q": AROUND, "phq-9": EACH}),
    "ipt-perinatal": (3, 12, {"epds": EACH}),
    "ipt-b-perinatal": (2, 8, {"epds": EACH}),
    "pa-ipt": (3, 7, {"epds": EACH}),
    "ipt-late-life": (4, 14, {"phq-9": EACH}),
    "ipt-ci": (4, 15, {}),
    "ipt-m": (1, 24, {"phq-9": EACH}),
    "ipt-grief": (3, 14, {"phq-9": EACH, "pg-13-r": "every_n_sessions"}),
    "ipt-medical": (3, 14, {"phq-9": EACH}),
    "ipt-tele": (2, 8, {"phq-9": EACH}),
    "ipt-panic": (3, 12, {}),
    "ipt-sad": (3, 12, {}),
    "ipt-d": (3, 13, {"phq-9": EACH, "ham-d-17": ENDS}),
    "ipt-bpd": (4, 30, {"c-ssrs": EACH}),
    "ipt-cm": (3, 14, {"phq-9": EACH}),
    "ipt-inpatient": (4, 19, {"ham-d-17": "every_n_sessions"}),
    "iipt-self-guided": (0, 4, {"phq-9": WEEK, "ces-d": ENDS}),
    "ipt-blended": (4, 12, {"phq-9": EACH}),
}
every_variant = pytest.mark.parametrize("code", VARIANTS)


def named(code: str) -> Protocol:
    return library().get(Protocol, code)


def test_the_table_is_whole() -> None:
    assert set(VARIANTS) == {each.code for each in library().all(Protocol)}


@every_variant
def test_the_initial_phase_lasts_as_long_and_the_ending_opens_as_early(code: str) -> None:
    protocol, (initial, ending, _) = named(code), VARIANTS[code]
    first = next(phase for phase in protocol.phases if phase.kind is PhaseKind.INITIAL)
    assert first.length is not None
    assert first.length.typical == initial
    assert ending_opens_at(protocol.sessions.typical, protocol.ending) == ending


@every_variant
def test_measures_are_asked_when_the_literature_asks_them(code: str) -> None:
    asked = {each: m.schedule.when.value for m in named(code).measures for each in m.instruments}
    for instrument, when in VARIANTS[code][2].items():
        assert asked[instrument] == when, instrument


@every_variant
def test_safety_is_asked_about_at_every_session_or_every_week(code: str) -> None:
    asks_of_suicide = {"phq-9", "phq-a", "c-ssrs", "epds"}
    often = {EACH, WEEK, "every_n_sessions"}
    asked = {each: m.schedule.when.value for m in named(code).measures for each in m.instruments}
    by_scale = any(asked.get(each) in often for each in asks_of_suicide)
    by_word = code in (
        "ipt-ast",
        "fb-ipt",
    )  # no scale of theirs has the question: suitability asks it in person
    assert by_scale or by_word


@pytest.mark.parametrize(
    ("code", "points"),
    [
        ("ipc", {"stop_early": 1, "step_up": 3}),
        ("ipt-a", {"mid_review": 4}),
        ("ipt-bpd", {"early_rupture": 4}),
    ],
)
def test_decisions_tied_to_a_session_fall_due_in_it(code: str, points: dict[str, int]) -> None:
    for rule, session in points.items():
        found = named(code).rule(rule)
        assert found is not None
        assert found.at_session == session


def test_counselling_looks_again_at_its_last_session_whether_to_step_up() -> None:
    last = [each for each in named("ipc").rules if each.at == "last_session"]
    assert [each.thresholds.get("phq_9_step_up_from") for each in last if each.thresholds] == [15]


@pytest.mark.parametrize("code", ["pa-ipt", "ipt-cm"])
def test_joint_sessions_stop_when_violence_comes_to_light(code: str) -> None:
    rule = named(code).rule("violence_found")
    assert rule is not None
    assert rule.choices == ("stop_joint_sessions",)
    assert rule.sources == ("IPV",)


@pytest.mark.parametrize("code", ["ipt-group-who", "ipt-group-16", "ipt-g-bed"])
def test_a_group_has_room_for_each_member_alone_before_midway_and_after(code: str) -> None:
    assert [each.when for each in named(code).meetings] == ["before", "middle", "after"]


@pytest.mark.parametrize("code", ["ipt-a", "ipt-ap", "ipt-ast", "ipt-a-sci", "ipt", "ipt-perinatal"])
def test_signs_of_psychosis_after_a_birth_are_an_emergency_at_every_age(code: str) -> None:
    (route,) = [each for each in named(code).routing if each.finding == "postpartum_psychosis_signs"]
    assert route.action == "urgent_care"


@pytest.mark.parametrize("code", ["ipsrt", "ipt-m"])
def test_maintenance_reads_the_plan_for_staying_well_again(code: str) -> None:
    phases = [phase.code for phase in named(code).phases if "plan-for-staying-well" in phase.tasks]
    assert len(phases) >= 2


def test_each_worksheet_has_a_task_a_strategy_or_a_technique_that_leads_to_it() -> None:
    led_to = {task.worksheet for each in library().all(TaskList) for task in each.tasks}
    for definition in library().all(WorksheetDefinition):
        assert definition.code in led_to or definition.technique, definition.code
    assert {"joint-meeting", "symptom-or-me", "feelings-as-signals", "communication-analysis"} <= led_to
