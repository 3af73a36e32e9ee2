"""Protocols say what the literature says, refuse what makes no course, and know where else to send people."""

import copy
import tomllib
from typing import Any

import pytest
from pydantic import ValidationError

from kinweave.core.facts import Fact, facts_in, refuse_repeated
from kinweave.core.library import PUBLISHED
from kinweave.core.problem_areas import ProblemArea
from kinweave.core.protocols import (
    Maintenance,
    PhaseKind,
    Protocol,
    broken_references,
    may_start,
    routes,
)
from kinweave.core.tasks import TaskList, tasks_by_code
from tests.core.published import brief, ipt, library, tasks

CONTENT = tomllib.loads((PUBLISHED / "protocols" / "ipt.toml").read_text())


def changed(*path: str | int, to: Any) -> dict[str, Any]:
    """The reference protocol's file with one value replaced (or removed, with `to=None`)."""
    content = copy.deepcopy(CONTENT)
    place: Any = content
    for step in path[:-1]:
        place = place[step]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return content


def refusal(content: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as refused:
        Protocol.model_validate(content)
    return str(refused.value)


def test_every_file_of_these_shelves_can_be_read() -> None:
    mine = {"protocols", "tasks", "problem_areas", "worksheets", "crisis_lines"}
    assert [str(each) for each in library().problems if each.file.parent.name in mine] == []


def test_the_reference_course_is_twelve_to_twenty_sessions_of_fifty_minutes() -> None:
    assert (ipt().sessions.min, ipt().sessions.typical, ipt().sessions.max) == (12, 16, 20)
    assert ipt().sessions.presets == (12, 16, 20)
    assert (ipt().minutes.min, ipt().minutes.typical, ipt().minutes.max) == (45, 50, 60)
    assert ipt().cadence.days_between == 7


def test_the_brief_course_is_eight_sessions_and_leaves_out_long_standing_isolation() -> None:
    assert (brief().sessions.min, brief().sessions.typical, brief().sessions.max) == (8, 8, 9)
    assert "interpersonal-deficits" not in brief().problem_areas
    assert brief().rule("area_too_long") is not None


def test_the_initial_phase_lasts_one_to_four_sessions_and_ends_with_formulation_and_agreement() -> None:
    initial = ipt().phase("initial")
    assert initial.length is not None
    assert (initial.length.min, initial.length.typical, initial.length.max) == (1, 3, 4)
    assert {"formulation_agreed", "agreement_signed"} <= {check.code for check in initial.checks}


def test_twelve_tasks_lead_from_the_safety_check_to_the_agreement() -> None:
    names = ipt().phase("initial").tasks
    assert len(names) == 12
    assert (names[0], names[-2], names[-1]) == ("suitability", "formulation", "agreement")


@pytest.mark.parametrize("protocol", [ipt(), brief()], ids=lambda each: each.code)
def test_every_name_a_protocol_uses_is_defined(protocol: Protocol) -> None:
    areas = {area.code for area in library().all(ProblemArea)}
    codes = {each.code for each in library().all(Protocol)}
    assert broken_references(protocol, tasks=tasks(), areas=areas, protocols=codes) == ()


@pytest.mark.parametrize("protocol", [ipt(), brief()], ids=lambda each: each.code)
def test_every_check_a_task_fulfils_is_a_check_of_its_phase(protocol: Protocol) -> None:
    for phase in protocol.phases:
        checks = {check.code for check in phase.checks}
        fulfilled = {tasks()[name].fulfils for name in phase.tasks} - {None}
        assert fulfilled <= checks, phase.code


@pytest.mark.parametrize("protocol", [ipt(), brief()], ids=lambda each: each.code)
def test_the_arc_fills_a_session_and_ends_with_the_link_the_clock_and_the_next_date(
    protocol: Protocol,
) -> None:
    assert protocol.arc[-1].to_minute == protocol.minutes.typical
    assert "sessions left" in protocol.arc[-1].do


def test_steps_between_sessions_are_invited_unless_people_choose_otherwise() -> None:
    assert ipt().steps.default == "invited"
    assert ipt().steps.allowed == ("none", "invited", "assigned")


def test_the_mid_review_quotes_its_numbers_as_knowledge_still_to_be_checked() -> None:
    rule = ipt().rule("mid_review")
    assert rule is not None
    assert rule.at == "half_of_sessions"
    assert rule.needs_checking
    assert "change_focus" in rule.choices


def test_every_fact_is_sourced_or_marked_and_never_both() -> None:
    kinds = [(at, fact) for at, fact in facts_in(ipt())]
    assert len(kinds) > 50
    assert all(bool(fact.sources) != fact.needs_checking for _, fact in kinds)
    assert any(fact.needs_checking for _, fact in kinds)


def test_bipolar_one_without_a_mood_stabiliser_does_not_start_alone() -> None:
    finding = ["bipolar_1_without_mood_stabiliser"]
    assert not may_start(ipt(), finding)
    assert may_start(ipt(), finding, records=["prescriber_note"])
    assert "prescriber" in routes(ipt(), finding)[0].to


@pytest.mark.parametrize(
    "finding", ["psychosis", "mania_now", "danger_now", "substance_withdrawal", "under_age"]
)
def test_findings_that_stop_a_start_say_why_and_where_to(finding: str) -> None:
    assert not may_start(ipt(), [finding])
    (route,) = routes(ipt(), [finding])
    assert route.to
    assert route.reason


def test_the_most_urgent_route_comes_first() -> None:
    found = routes(ipt(), ["prolonged_grief_main", "psychosis", "danger_now"])
    assert [route.finding for route in found] == ["danger_now", "psychosis", "prolonged_grief_main"]


def test_what_else_the_evidence_favours_is_told_and_does_not_stop_a_start() -> None:
    assert may_start(ipt(), ["prolonged_grief_main", "panic_main", "social_anxiety_main", "violence_at_home"])
    assert "51 %" in routes(ipt(), ["prolonged_grief_main"])[0].reason


def test_no_finding_means_nothing_in_the_way() -> None:
    assert routes(ipt(), []) == ()
    assert may_start(ipt(), [])


def test_an_unknown_phase_or_rule_is_not_made_up() -> None:
    assert ipt().rule("astrology") is None
    with pytest.raises(KeyError):
        ipt().phase("astrology")
    assert ipt().ending_phase.kind is PhaseKind.ENDING


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (changed("sessions", "min", to=17), "must rise"),
        (changed("sessions", "presets", to=[12, 20]), "typical number must be one of the presets"),
        (changed("sessions", "presets", to=[16, 24]), "between min and max"),
        (changed("sessions", "sources", to=None), "either sources"),
        (changed("cadence", "status", to="expert, verify"), "not both"),
        (changed("steps", "allowed", to=["none"]), "one of the allowed ways"),
        (changed("ending", "at_least", to=5), "must not be more"),
        (changed("sources", "MARK2006", to=None), "[sources] does not list"),
        (changed("sources", "NOBODY", to="A book"), "nothing in the file refers to it"),
        (changed("phases", 2, "kind", to="middle"), "exactly one ending phase"),
        (changed("phases", 0, "kind", to="middle"), "an initial phase before its ending"),
        (changed("phases", 0, "length", to=None), "the phase initial needs a length"),
        (changed("phases", 1, "code", to="initial"), "two phases are called initial"),
        (changed("phases", 1, "tasks", to=["role-play", "role-play"]), "two tasks are called role-play"),
        (changed("phases", 1, "task_notes", to={"inventory": "short"}), "which is not among the tasks"),
        (changed("arc", 1, "from_minute", to=4), "must begin at minute 3"),
        (changed("minutes", "typical", to=55), "a session lasts 55"),
        (changed("measures", 0, "schedule", to={"when": "every_n_sessions"}), "which needs it"),
        (changed("measures", 0, "schedule", to={"when": "start", "every": 2}), "to nothing else"),
        (changed("rules", 0, "at_session", to=4), "at_session belongs to"),
        (changed("needs", to=["ward", "ward"]), "two needs are called ward"),
        (
            changed("make_up", to=[{"title": "Alone", "status": "expert, verify", "count": {
                "min": 4, "typical": 5, "max": 6, "status": "expert, verify"}}]),
            "add up to 4 to 6 sessions",
        ),
        (changed("colour", to="blue"), "Extra inputs are not permitted"),
    ],
)  # fmt: skip
def test_a_file_that_makes_no_course_is_refused_with_its_reason(content: dict[str, Any], says: str) -> None:
    assert says in refusal(content)


def test_a_protocol_that_names_what_is_not_there_is_told_each_name() -> None:
    lost = ipt().model_copy(update={"maintenance": Maintenance(text="x", protocol="ipt-m", sources=("K",))})
    said = broken_references(lost, tasks={}, areas=[], protocols=["ipt"])
    assert "there is no problem area grief" in said
    assert "the phase middle names the task role-play, which no file defines" in said
    assert said[-1] == "maintenance names the protocol ipt-m, which the library does not hold"


def test_a_protocol_may_have_no_maintenance() -> None:
    areas, short = ipt().problem_areas, ipt().model_copy(update={"maintenance": None})
    assert broken_references(short, tasks=tasks(), areas=areas, protocols=[]) == ()


def test_one_task_has_one_definition() -> None:
    (first, *_) = library().all(TaskList)
    with pytest.raises(ValueError, match="two tasks of the library"):
        tasks_by_code((first, first))
    again = [each.model_dump() for each in (*first.tasks, first.tasks[0])]
    with pytest.raises(ValidationError, match="two tasks are called"):
        TaskList.model_validate({**first.model_dump(), "tasks": again})


def test_a_fact_without_standing_is_refused() -> None:
    with pytest.raises(ValidationError, match="either sources"):
        Fact()
    assert Fact(sources=("KEY",)).needs_checking is False
    refuse_repeated(("a", "b"), "letters")
