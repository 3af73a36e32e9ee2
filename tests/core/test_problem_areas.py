"""The four areas: complete for the therapist, kind to the client, and never computed."""

import pytest
from pydantic import ValidationError

from kinweave.core.problem_areas import ProblemArea, by_alias, speaks_for, unknown_worksheets
from kinweave.core.worksheets import WorksheetDefinition
from tests.core.published import library

AREAS = [area for area in library().all(ProblemArea) if not area.only_in]
BY_CODE = {area.code: area for area in AREAS}


def test_there_are_the_four_areas_of_ipt() -> None:
    assert set(BY_CODE) == {"grief", "role-dispute", "role-transition", "interpersonal-deficits"}


@pytest.mark.parametrize("area", AREAS, ids=lambda each: each.code)
def test_each_area_has_what_a_therapist_works_with(area: ProblemArea) -> None:
    assert len(area.questions) == 10
    assert len(area.strategies) >= 7
    assert len(area.stages) >= 3
    assert area.goals
    assert area.progress
    assert area.pitfalls
    assert area.subtypes
    assert area.evidence
    assert area.strategies[0].code == "link"


@pytest.mark.parametrize("area", AREAS, ids=lambda each: each.code)
def test_each_area_has_its_own_worksheets_and_all_are_in_the_library(area: ProblemArea) -> None:
    known = {sheet.code: sheet for sheet in library().all(WorksheetDefinition)}
    assert unknown_worksheets(area, known) == ()
    assert any(known[code].areas == (area.code,) for code in area.worksheets)


@pytest.mark.parametrize("area", AREAS, ids=lambda each: each.code)
def test_a_client_never_reads_the_word_deficits(area: ProblemArea) -> None:
    shown = f"{area.client_label} {area.client_definition} {[each.client_label for each in area.subtypes]}"
    assert "deficit" not in shown.lower()


def test_long_isolation_is_called_connecting_with_others_and_chosen_only_when_nothing_else_fits() -> None:
    area = BY_CODE["interpersonal-deficits"]
    assert area.client_label == "Connecting with others"
    assert area.when_chosen is not None
    assert "none of the other three" in area.when_chosen.text


def test_a_dispute_has_its_three_stages_in_order() -> None:
    assert [stage.code for stage in BY_CODE["role-dispute"].stages] == [
        "renegotiation",
        "impasse",
        "dissolution",
    ]
    assert BY_CODE["role-dispute"].stage("impasse").sign


def test_two_questions_open_a_safety_flow() -> None:
    assert [q.leads_to for q in BY_CODE["grief"].questions if q.leads_to] == ["safety"]
    assert [q.leads_to for q in BY_CODE["role-dispute"].questions if q.leads_to] == ["domestic-abuse"]


def test_grief_tells_of_the_treatment_that_did_better_for_prolonged_grief() -> None:
    assert "51 %" in BY_CODE["grief"].route_out[0].text
    assert BY_CODE["grief"].route_out[0].sources == ("SHEAR2005",)


@pytest.mark.parametrize(
    ("value", "bears_on"),
    [
        ("loss", ["grief", "role-transition"]),  # a death, or a loss that is none: two people decide
        ("conflict", ["role-dispute"]),
        ("further", ["role-dispute"]),
        ("role_change", ["role-transition"]),
    ],
)
def test_a_change_around_onset_is_laid_beside_the_area_it_bears_on(value: str, bears_on: list[str]) -> None:
    spoken = {
        each.code: speaks_for(each, "inventory", "change_around_onset.direction", value) for each in AREAS
    }  # fmt: skip
    assert sorted(code for code, says in spoken.items() if says) == bears_on


def test_a_loss_that_is_no_death_is_never_laid_beside_grief_alone() -> None:
    said = {each.code for each in AREAS if speaks_for(each, "timeline", "event.type", "loss")}
    assert said == {"grief", "role-transition"}
    assert "other losses belong to role transition" in BY_CODE["grief"].scope_note


def test_an_empty_field_speaks_for_nothing_and_any_words_in_a_free_field_speak() -> None:
    grief = BY_CODE["grief"]
    assert speaks_for(grief, "review", "recent_death", "") == ()
    assert speaks_for(grief, "review", "recent_death", "her mother, in March") == (
        "a death spoken of in the symptom review",
    )
    assert speaks_for(grief, "timeline", "recent_death", "loss") == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Complicated bereavement", "grief"), ("role conflict", "role-dispute"),
        ("LIFE CHANGES", "role-transition"),
        (" loneliness ", "interpersonal-deficits"), ("connecting with others", "interpersonal-deficits"),
        ("interpersonal-deficits", "interpersonal-deficits"),
    ],
)  # fmt: skip
def test_other_names_for_an_area_are_understood(name: str, code: str) -> None:
    found = by_alias(AREAS, name)
    assert found is not None
    assert found.code == code


def test_an_unknown_name_is_no_area() -> None:
    assert by_alias(AREAS, "cognitive distortions") is None


def test_every_other_name_belongs_to_one_area_only() -> None:
    names = [alias.casefold() for area in AREAS for alias in area.aliases]
    assert len(names) == len(set(names))


def test_strategies_and_stages_are_found_by_code() -> None:
    grief = BY_CODE["grief"]
    assert grief.strategy("reconstruct").worksheet == "lost-relationship"
    with pytest.raises(KeyError):
        grief.strategy("cheer-up")
    with pytest.raises(KeyError):
        grief.stage("denial")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"client_label": "Interpersonal deficits"}, "connecting with others"),
        ({"worksheets": []}, "the area does not"),
        ({"stages": [{"code": "a", "title": "A", "status": "expert, verify"}] * 2}, "two stages"),
    ],
)
def test_an_area_that_would_harm_or_confuse_is_refused(change: dict[str, object], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        ProblemArea.model_validate({**BY_CODE["grief"].model_dump(), **change})


def test_worksheets_that_nobody_wrote_are_named() -> None:
    assert "lost-relationship" in unknown_worksheets(BY_CODE["grief"], [])


@pytest.mark.parametrize("area", library().all(ProblemArea), ids=lambda each: each.code)
def test_pages_two_may_look_at_keep_the_fields_name_unless_it_says_deficits(area: ProblemArea) -> None:
    assert "deficit" not in area.title_for_both.lower()
    if "deficit" in area.title.lower():
        assert area.title_for_both == area.client_label
    else:
        assert area.title_for_both == area.title
