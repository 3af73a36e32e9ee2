"""The techniques: every one that IPT is known by is here, complete, and leads to what it leaves behind."""

from typing import Any

import pytest
from pydantic import ValidationError

from kinweave.core.facts import facts_in
from kinweave.core.problem_areas import ProblemArea, by_alias
from kinweave.core.protocols import PhaseKind
from kinweave.core.techniques import (
    STANDING_IN_WORDS,
    Technique,
    broken_technique,
    technique_named,
    techniques_at_hand,
)
from kinweave.core.worksheets import WorksheetDefinition
from tests.core.published import library

TECHNIQUES = library().all(Technique)
BY_CODE = {each.code: each for each in TECHNIQUES}
AREAS = {area.code: area for area in library().all(ProblemArea)}
SHEETS = {sheet.code: sheet for sheet in library().all(WorksheetDefinition)}
each_technique = pytest.mark.parametrize("technique", TECHNIQUES, ids=lambda one: one.code)

OF_THE_REFERENCE = {
    "interpersonal-inventory", "closeness-circle", "psychoeducation", "sick-role",
    "link-mood-event", "communication-analysis", "role-play", "decision-analysis",
    "grief-work", "role-transition-exploration", "roles-exploration", "crisis-management",
    "boundaries", "clarification", "exploration-of-expectations", "affirmation",
    "expressive", "emotion-regulation", "affect-encouragement", "exploration",
    "therapeutic-relationship", "homework", "network-building", "goal-setting",
    "theme-identification", "assertive-listening", "joint-session", "relapse-prevention",
    "four-strand-chart",
}  # fmt: skip

OF_THE_ARTICLES = {
    # what an article or a row of the statement of work calls it: the definition it must lead to
    "interpersonal inventory": "interpersonal-inventory",
    "closeness circle": "closeness-circle",
    "roles explored": "roles-exploration",
    "exploration of interpersonal roles": "roles-exploration",
    "roles": "roles-exploration",
    "timeline": "four-strand-chart",
    "linking mood to events": "link-mood-event",
    "link of actions and mood": "link-mood-event",
    "formulation": "formulation",
    "treatment agreement": "goal-setting",
    "specific, measurable goals": "goal-setting",
    "mourning": "grief-work",
    "reconstruction of the relationship": "grief-work",
    "re-engagement after a loss": "grief-work",
    "telling grief from depression": "grief-work",
    "new supports": "network-building",
    "stage of the dispute": "role-dispute-work",
    "expectations on both sides": "exploration-of-expectations",
    "options": "decision-analysis",
    "compromise, acceptance or end": "role-dispute-work",
    "mourning the old role": "role-transition-exploration",
    "good and bad of the old and the new role": "role-transition-exploration",
    "competence in the new role": "role-transition-exploration",
    "support network": "network-building",
    "recurring patterns and themes": "theme-identification",
    "social skills rehearsal": "role-play",
    "first steps": "homework",
    "communication analysis": "communication-analysis",
    "role-play rehearsal": "role-play",
    "problem-solving": "decision-analysis",
    "problem solving": "decision-analysis",
    "decision analysis": "decision-analysis",
    "problem-solving and decision analysis": "decision-analysis",
    "grief work": "grief-work",
    "role-transition exploration": "role-transition-exploration",
    "crisis management": "crisis-management",
    "boundaries": "boundaries",
    "clarification": "clarification",
    "exploration of expectations": "exploration-of-expectations",
    "affirmation and validation": "affirmation",
    "expressive work (drawing, writing, music)": "expressive",
    "drawing": "expressive",
    "writing": "expressive",
    "music": "expressive",
    "emotion regulation": "emotion-regulation",
    "affect work": "affect-encouragement",
    'assertive "I" statements': "assertive-listening",
    "active listening": "assertive-listening",
    "recurring themes": "theme-identification",
    "between-session steps": "homework",
    "homework": "homework",
    "relapse prevention": "relapse-prevention",
}

WHOLE: dict[str, Any] = {
    "code": "try-out",
    "version": "1",
    "title": "Try-out",
    "client_title": "Trying",
    "client_purpose": "To try.",
    "standing": "core",
    "purpose": {"text": "To try.", "status": "expert, verify"},
    "when": {"text": "Now.", "status": "expert, verify"},
    "steps": [
        {"title": "One", "do": "Begin.", "status": "expert, verify"},
        {"title": "Two", "do": "End.", "status": "expert, verify"},
    ],
    "worksheets": ["role-play"],
    "on_phone": {"text": "Reads.", "status": "expert, verify"},
    "in_session": {"text": "Plays.", "status": "expert, verify"},
    "adherence": [{"text": "It was tried", "status": "expert, verify"}],
    "phases": ["middle"],
    "pitfalls": [{"text": "Not trying", "status": "expert, verify"}],
}


def made(**more: Any) -> Technique:
    return Technique.model_validate({**WHOLE, **more})


def test_the_techniques_of_the_reference_are_all_here() -> None:
    assert len(OF_THE_REFERENCE) == 29
    assert set(BY_CODE) >= OF_THE_REFERENCE
    assert set(BY_CODE) - OF_THE_REFERENCE == {"formulation", "role-dispute-work"}


@pytest.mark.parametrize(("name", "code"), OF_THE_ARTICLES.items(), ids=OF_THE_ARTICLES)
def test_every_name_an_article_uses_leads_to_its_definition(name: str, code: str) -> None:
    found = technique_named(TECHNIQUES, f" {name.upper()} ")
    assert found is not None
    assert found.code == code


def test_areas_by_the_names_of_the_articles() -> None:
    for name, code in {
        "grief": "grief",
        "role dispute": "role-dispute",
        "life changes": "role-transition",
    }.items():
        area = by_alias(AREAS.values(), name)
        assert area is not None
        assert area.code == code
    assert technique_named(TECHNIQUES, "thought record") is None


@each_technique
def test_each_names_only_what_the_library_holds_and_nothing_goes_by_two_names(technique: Technique) -> None:
    assert broken_technique(technique, areas=AREAS, worksheets=SHEETS, others=TECHNIQUES) == ()


@each_technique
def test_each_says_what_a_therapist_needs_at_a_glance(technique: Technique) -> None:
    assert len(technique.steps) >= 3
    assert technique.adherence
    assert technique.pitfalls
    assert technique.on_phone.text
    assert technique.in_session.text
    assert technique.worksheets or technique.fields
    assert STANDING_IN_WORDS[technique.standing]


@each_technique
def test_the_client_reads_plain_words_of_their_own(technique: Technique) -> None:
    read = f"{technique.client_title}. {technique.client_purpose}".lower()
    for word in ("deficit", "affect ", "interpersonal", "the client", "patient", "technique", "risk"):
        assert word not in read
    assert len(technique.client_purpose.split()) <= 25


@each_technique
def test_every_statement_says_whether_it_is_sourced(technique: Technique) -> None:
    facts = list(facts_in(technique))
    assert all(bool(fact.sources) != fact.needs_checking for _, fact in facts)
    # steps are ours until a clinician has checked them; only what a technique is for has been sourced
    assert {at.split(".")[0] for at, fact in facts if not fact.needs_checking} <= {"purpose"}


@each_technique
def test_each_worksheet_knows_the_technique_it_belongs_to(technique: Technique) -> None:
    for code in technique.worksheets:
        assert SHEETS[code].technique == technique.code


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_no_worksheet_stands_alone(sheet: WorksheetDefinition) -> None:
    assert sheet.technique is not None
    assert sheet.code in BY_CODE[sheet.technique].worksheets
    assert set(sheet.areas) <= set(AREAS)


@pytest.mark.parametrize("area", AREAS.values(), ids=AREAS)
def test_each_area_names_techniques_that_serve_it(area: ProblemArea) -> None:
    assert area.techniques
    for code in area.techniques:
        assert BY_CODE[code].serves(area.code), f"{code} is not for {area.code}"


def test_additions_are_not_passed_off_as_part_of_the_manuals() -> None:
    assert {code for code, each in BY_CODE.items() if each.standing == "adjunct"} == {
        "boundaries",
        "emotion-regulation",
        "expressive",
        "roles-exploration",
    }
    assert BY_CODE["crisis-management"].standing == "safety"
    assert "never the only one" in BY_CODE["crisis-management"].caution


def test_what_could_press_someone_to_confront_carries_a_caution() -> None:
    for code in ("communication-analysis", "role-play", "role-dispute-work", "assertive-listening"):
        assert "afraid at home" in BY_CODE[code].caution
    assert "asked alone" in BY_CODE["joint-session"].caution


def test_at_hand_are_those_of_the_area_in_its_order_and_then_those_of_the_phase() -> None:
    grief = AREAS["grief"]
    first, others = techniques_at_hand(TECHNIQUES, (*grief.techniques, "no-such"), PhaseKind.MIDDLE)
    assert [each.code for each in first] == list(grief.techniques)
    assert not set(first) & set(others)
    titles = [each.title for each in others]
    assert titles == sorted(titles)
    assert "relapse-prevention" not in {each.code for each in others}
    _, ending = techniques_at_hand(TECHNIQUES, (), PhaseKind.ENDING)
    assert "relapse-prevention" in {each.code for each in ending}


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"worksheets": []}, "name the worksheets it is written on, or the record it is kept in"),
        ({"record": "step"}, "a record comes with the fields that are kept in it"),
        ({"fields": [{"code": "a", "label": "A"}]}, "and fields with a record"),
        ({"worksheets": ["role-play", "role-play"]}, "two worksheets are called role-play"),
        ({"aliases": ["Goals", "goals"]}, "two aliases are called goals"),
        ({"client_purpose": "For deficits."}, 'must not say "deficit"'),
        ({"steps": WHOLE["steps"][:1]}, "at least 2 items"),
        ({"phases": []}, "at least 1 item"),
        ({"phases": ["whenever"]}, "preparation"),
        ({"standing": "best"}, "core"),
        ({"record": "diary", "fields": [{"code": "a", "label": "A"}]}, "inventory"),
        ({"purpose": {"text": "To try."}}, "give either sources"),
        ({"purpose": {"text": "To try.", "sources": ["NOBODY"]}}, "names the source NOBODY"),
        ({"sources": {"SPARE": "A book"}}, "nothing in the file refers to it"),
        (
            {"record": "step", "fields": [{"code": "a", "label": "A"}, {"code": "a", "label": "B"}]},
            "two fields are called a",
        ),
        ({"purpos": "x"}, "purpos"),
    ],
)  # fmt: skip
def test_a_file_that_does_not_hold_together_is_refused_with_its_reason(
    more: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        made(**more)
    assert reason in str(refused.value)


def test_what_is_not_in_the_library_is_named_with_its_key() -> None:
    strange = made(areas=["sadness"], worksheets=["no-such-sheet"], aliases=["Homework"])
    assert broken_technique(strange, areas=AREAS, worksheets=SHEETS, others=TECHNIQUES) == (
        "areas: there is no problem area sadness",
        "worksheets: there is no worksheet no-such-sheet",
        "aliases: homework is called homework too",
    )
    assert broken_technique(made(), areas=AREAS, worksheets=SHEETS) == ()


def test_a_technique_without_areas_serves_all_of_them() -> None:
    assert made().serves("grief")
    assert made(areas=["grief"]).serves("grief")
    assert not made(areas=["grief"]).serves("role-dispute")
