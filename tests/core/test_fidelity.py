"""What a session should show: every fact has its place, every item its five anchors, every name its definition."""

from collections import Counter
from typing import Any

import pytest
from pydantic import ValidationError

from kinweave.core.fidelity import (
    POINTS,
    RATERS_IN_WORDS,
    FidelityItem,
    FidelityItems,
    RatingScale,
    Supervision,
    broken_items,
    broken_supervision,
    items_for,
)
from kinweave.core.problem_areas import ProblemArea
from kinweave.core.protocols import PhaseKind, Protocol
from kinweave.core.techniques import Technique
from tests.core.published import library

LISTS = library().all(FidelityItems)
GUIDE = library().get(Supervision, "supervision")
ITEMS = {item.code: item for each in LISTS for item in each.items}
SCALES = {each.code for each in library().all(RatingScale)}
AREAS = {each.code for each in library().all(ProblemArea)}
TECHNIQUES = {each.code for each in library().all(Technique)}
PROTOCOLS = {each.code for each in library().all(Protocol)}

# The clinical reference names 51 items; these are their codes there, and whether a source stands behind each.
FACTS = {
    "initial-phase": {f"i{n}": True for n in range(1, 10)},
    "middle-phase": {f"m{n}": n not in (9, 11) for n in range(1, 12)},
    "ending-phase": {f"e{n}": True for n in range(1, 7)},
    "grief": {"g1": False, "g2": False, "g3": False, "g4": True},
    "role-dispute": {"d1": False, "d2": False, "d3": True, "d4": True},
    "role-transition": {"t1": False, "t2": False, "t3": True},
    "connecting-with-others": {"f1": False, "f2": True, "f3": False},
    "every-session": {"x1": True, "x2": True, "x3": True, "x4": False, "x5": False},
    "not-ipt": {"p1": False, "p2": True, "p3": True, "p4": True, "p5": False, "p6": False},
}


def items(**changes: Any) -> dict[str, Any]:
    """The content of a small, sound list."""
    return {
        "code": "some", "version": "1", "title": "Some", "about": "every-session", "scale": "house-0-4",
        "raters": ["self"], "anchor_status": "P",
        "items": [item("x1")],
    } | changes  # fmt: skip


def item(code: str, **changes: Any) -> dict[str, Any]:
    return {
        "code": code, "text": "Listens", "status": "expert, verify", "anchors": ["no", "a bit", "in part", "yes", "well"],
    } | changes  # fmt: skip


def test_every_item_of_the_clinical_reference_has_its_place_and_its_standing() -> None:
    found = {each.code: {item.code: not item.needs_checking for item in each.items} for each in LISTS}
    assert found == FACTS
    assert len(ITEMS) == 51


def test_eight_scales_three_notes_three_thresholds_seven_lists_and_three_signs_are_there() -> None:
    assert {
        "house-0-4", "iptqas", "csprs", "ipt-competency-uk", "ipta-ccc", "va-form", "knowledge-exam", "client-report",
    } == SCALES  # fmt: skip
    assert len(GUIDE.notes) == 3
    assert [each.needs_checking for each in GUIDE.thresholds] == [False, False, True]
    assert [each.code for each in GUIDE.records] == [
        "case_log", "recordings", "supervision_log", "ratings", "drift_alert", "portfolio_export", "reliability",
    ]  # fmt: skip
    assert len(GUIDE.drift) == 3
    assert all(sign.needs_checking for sign in GUIDE.drift)


@pytest.mark.parametrize("code", sorted(ITEMS))
def test_each_point_of_an_item_sounds_different(code: str) -> None:
    anchors = ITEMS[code].anchors
    assert len({anchor.casefold() for anchor in anchors}) == POINTS


def test_anchors_are_never_passed_off_as_anybody_elses() -> None:
    assert {each.anchor_status for each in LISTS} == {"P"}
    assert {each.scale for each in LISTS} == {"house-0-4"}


def test_the_house_scale_has_the_points_the_anchors_are_written_for() -> None:
    house = library().get(RatingScale, "house-0-4")
    assert [point.value for point in house.points] == list(range(POINTS))
    assert house.owner == "Kinweave"
    assert house.described.needs_checking


@pytest.mark.parametrize("code", sorted(SCALES - {"house-0-4"}))
def test_no_words_of_another_bodys_scale_are_shipped(code: str) -> None:
    assert library().get(RatingScale, code).points == ()


def test_the_therapist_and_the_supervisor_judge_every_item() -> None:
    assert all({"self", "supervisor"} <= set(each.raters) for each in LISTS)
    assert all(rater in RATERS_IN_WORDS for each in LISTS for rater in each.raters)


def test_no_word_that_a_client_must_not_read_and_no_grading_of_risk() -> None:
    said = " ".join(str(each.model_dump()) for each in [*LISTS, GUIDE]).replace("interpersonal-deficits", "")
    for word in ("deficit", "low risk", "medium risk", "high risk"):
        assert word not in said.casefold()


def test_the_dispute_asks_about_fear_before_a_talk_is_planned() -> None:
    anchors = ITEMS["d3"].anchors
    assert "without asking about fear" in anchors[0]
    assert "alone" in anchors[3]
    assert "no talk is planned" in anchors[4]


@pytest.mark.parametrize("each", LISTS, ids=lambda each: each.code)
def test_what_a_published_list_names_is_in_the_library(each: FidelityItems) -> None:
    known = {"areas": AREAS, "protocols": PROTOCOLS, "scales": SCALES, "techniques": TECHNIQUES}
    assert list(broken_items(each, **known)) == []


def test_every_item_of_a_phase_or_an_area_leads_to_the_technique_it_is_seen_in() -> None:
    alone = {item.code for each in LISTS if each.wanted for item in each.items if not item.techniques}
    assert alone == set()


def test_the_guide_names_items_and_scales_that_exist() -> None:
    assert list(broken_supervision(GUIDE, items=ITEMS, scales=SCALES)) == []


def test_names_that_lead_nowhere_are_told_by_key() -> None:
    wrong = FidelityItems.model_validate(
        items(
            about="area", area="nowhere", scale="guess",
            items=[item("x1", only_in=["no-such"], techniques=["magic"])],
        )
    )  # fmt: skip
    known = {"areas": AREAS, "protocols": PROTOCOLS, "scales": SCALES}
    assert list(broken_items(wrong, **known, techniques={"role-play"})) == [
        'scale: there is no rating scale "guess"',
        'area: there is no problem area "nowhere"',
        'items.x1.only_in: there is no protocol "no-such"',
        'items.x1.techniques: there is no technique "magic"',
    ]
    assert len(list(broken_items(wrong, **known))) == 3


def test_a_guide_that_names_nothing_known_is_told_by_key() -> None:
    content = GUIDE.model_dump(mode="json")
    wrong = Supervision.model_validate(content)
    assert Counter(said.split(":")[0] for said in broken_supervision(wrong, items=(), scales=())) == {
        "thresholds.portfolio_average": 1, "thresholds.house_average": 1,
        "drift.no_link": 2, "drift.no_formulation": 1, "drift.no_ending_talk": 1,
    }  # fmt: skip


def test_a_middle_session_on_grief_is_asked_for_its_phase_its_area_and_what_always_holds() -> None:
    found = items_for(LISTS, phase="middle", areas=("grief",), protocol="ipt")
    assert [each.code for each, _ in found] == ["middle-phase", "grief", "every-session", "not-ipt"]
    assert [each.wanted for each, _ in found] == [True, True, True, False]


def test_two_areas_are_both_asked_for() -> None:
    found = items_for(LISTS, phase="middle", areas=("role-dispute", "grief"), protocol="ipt")
    assert [each.code for each, _ in found][1:3] == ["grief", "role-dispute"]


def test_without_a_focus_no_area_is_asked_for() -> None:
    found = items_for(LISTS, phase="initial", areas=(), protocol="ipt")
    assert [each.code for each, _ in found] == ["initial-phase", "every-session", "not-ipt"]


def test_a_phase_with_no_items_of_its_own_still_has_those_of_every_session() -> None:
    found = items_for(LISTS, phase="maintenance", areas=(), protocol="ipt-m")
    assert [each.code for each, _ in found] == ["every-session", "not-ipt"]


@pytest.mark.parametrize(("protocol", "only"), [("ipt", set()), ("ipt-ptsd", {"p4"}), ("ipt-ed", {"p6"})])
def test_what_belongs_to_one_protocol_is_left_out_of_the_others(protocol: str, only: set[str]) -> None:
    _, unwanted = items_for(LISTS, phase="middle", areas=(), protocol=protocol)[-1]
    assert {item.code for item in unwanted} == {"p1", "p2", "p3", "p5"} | only


def test_a_list_in_which_nothing_applies_is_not_shown() -> None:
    only = FidelityItems.model_validate(items(items=[item("x1", only_in=["ipt-ed"])]))
    assert items_for([only], phase="middle", areas=(), protocol="ipt") == []


def test_the_phases_are_those_of_the_protocols() -> None:
    assert {each.phase for each in LISTS if each.phase} <= {str(kind) for kind in PhaseKind}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"about": "phase"}, "names a phase"),
        ({"phase": "middle"}, "names a phase"),
        ({"about": "area"}, "names an area"),
        ({"area": "grief"}, "names an area"),
        ({"items": [item("x1"), item("x1")]}, "two items are called x1"),
        ({"items": []}, "at least 1"),
        ({"raters": []}, "at least 1"),
        ({"items": [item("x1", anchors=["no", "yes"])]}, "at least 5"),
        ({"items": [item("X-1")]}, "pattern"),
        ({"items": [item("x1", status=None)]}, "give either sources"),
        ({"items": [item("x1", status=None, sources=["NOWHERE"])]}, "does not list"),
    ],
)
def test_a_list_that_would_mislead_is_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        FidelityItems.model_validate(items(**change))


def test_points_of_a_scale_rise() -> None:
    content = library().get(RatingScale, "house-0-4").model_dump(mode="json")
    for points in (content["points"][::-1], content["points"][:1] * 2):
        with pytest.raises(ValidationError, match="rising order"):
            RatingScale.model_validate(content | {"points": points})


@pytest.mark.parametrize("part", ["thresholds", "drift", "records"])
def test_nothing_is_in_the_guide_twice(part: str) -> None:
    content = GUIDE.model_dump(mode="json")
    with pytest.raises(ValidationError, match="are called"):
        Supervision.model_validate(content | {part: content[part] + content[part][:1]})


def test_an_item_knows_when_it_is_left_out() -> None:
    assert "no talk" in ITEMS["m6"].not_this_session
    assert FidelityItem.model_validate(item("x1")).not_this_session == ""
