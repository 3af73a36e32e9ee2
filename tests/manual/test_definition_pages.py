"""Every definition of every kind has its page, and every list leads to it."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import pytest

from kinweave.core.crisis_lines import CrisisLines
from kinweave.core.definitions import Definition
from kinweave.core.lessons import Lesson
from kinweave.core.library import load_library
from kinweave.core.problem_areas import ProblemArea
from kinweave.core.tasks import TaskList
from kinweave.core.techniques import Technique
from kinweave.core.worksheets import WorksheetDefinition
from kinweave.manual import standing
from kinweave.manual.catalogue import Catalogue, folder_of
from kinweave.manual.definition_pages import page
from kinweave.manual.markdown import plain
from kinweave.manual.pages import generic
from kinweave.manual.site import all_pages
from kinweave.manual.texts import title_in

LIBRARY = load_library()
PRESENT = list(Catalogue(LIBRARY).present.values())


def test_every_definition_has_a_page_and_a_line_in_the_list_of_its_kind(
    catalogue: Catalogue, pages: dict[str, str]
) -> None:
    for (kind, code), definition in catalogue.present.items():
        path = f"{folder_of(kind)}/{code}"
        assert plain(definition.title) in pages[path]
        assert f"(/{path}.md)" in pages[f"{folder_of(kind)}/index"]
        assert f"{folder_of(kind)}/index" in pages["index"]


@pytest.mark.parametrize("definition", PRESENT, ids=lambda d: f"{type(d).__name__}-{d.code}")
def test_a_definition_can_be_written_out_without_a_page_of_its_own(
    definition: Definition, catalogue: Catalogue
) -> None:
    text = "\n".join(generic.lines(catalogue, definition))
    written = [value for value in vars(definition).values() if isinstance(value, str)]
    words = [
        plain(each) for each in written if each not in {definition.code, definition.title, definition.version}
    ]
    assert [each for each in words if each and each not in text and each.replace("\\", "") not in text] == []


@pytest.mark.parametrize("definition", PRESENT, ids=lambda d: f"{type(d).__name__}-{d.code}")
def test_as_many_marks_stand_on_a_page_as_the_tally_says(
    definition: Definition, catalogue: Catalogue
) -> None:
    count = standing.tally(definition)
    text = page(catalogue, definition).text
    if count.to_verify:
        are = "is" if count.to_verify == 1 else "are"
        assert f"{count.to_verify} {are} professional knowledge that is still" in text
        assert text.count("[to be verified]{.verify}") >= 2
    elif count.all:
        assert "is still" not in text.split("## ")[0]


def test_links_between_pages_lead_somewhere(pages: dict[str, str]) -> None:
    for path, text in pages.items():
        for target in re.findall(r"\]\(/([^)#]+)\.md", text):
            assert target in pages, f"{path} leads to {target}"


def test_the_same_library_makes_the_same_pages(pages: dict[str, str]) -> None:
    assert all_pages(load_library()) == pages


def test_a_problem_area_gives_strategies_in_order_and_the_words_for_a_client(pages: dict[str, str]) -> None:
    area = LIBRARY.get(ProblemArea, "role-dispute")
    text = pages["problem-areas/role-dispute"]
    places = [text.index(f"{n}. **{plain(each.title)}.**") for n, each in enumerate(area.strategies, start=1)]
    assert places == sorted(places)
    assert f":A client reads: {plain(area.client_label)}" in text
    assert "(/worksheets/dispute-map.md)" in text


def test_a_worksheet_shows_each_question_and_a_filled_in_example(pages: dict[str, str]) -> None:
    sheet = LIBRARY.get(WorksheetDefinition, "dispute-map")
    text = pages["worksheets/dispute-map"]
    assert all(plain(field.label) in text for field in sheet.fields)
    assert (
        "We are stuck and have stopped talking about it"
        in text.split("## Example: with a partner about money")[1]
    )
    assert "no such stage" not in text, "what must be refused is no example to follow"
    assert "Stays in the therapist’s record" in text


def test_a_country_shows_the_emergency_number_first_and_that_nobody_has_rung(pages: dict[str, str]) -> None:
    for lines in LIBRARY.all(CrisisLines):
        text = pages[f"crisis-lines/{lines.code}"]
        assert text.index(plain(lines.emergency.shown)) < text.index(plain(lines.lines[0].name))
        assert ("by nobody yet" in text) == lines.needs_checking


def test_a_technique_shows_its_steps_and_how_one_sees_that_it_was_done(pages: dict[str, str]) -> None:
    for technique in LIBRARY.all(Technique):
        text = pages[f"techniques/{technique.code}"]
        assert all(plain(step.do) in text for step in technique.steps)
        assert all(plain(sign.text) in text for sign in technique.adherence)


def test_a_lesson_shows_every_line_its_picture_and_its_reading_age(pages: dict[str, str]) -> None:
    for lesson in LIBRARY.all(Lesson):
        text = pages[f"lessons/{lesson.code}"]
        assert all(plain(line) in text for line in lesson.lines)
        assert f"<desc>{escape(lesson.picture.drawn.description)}</desc>" in text
        assert f"{lesson.words} words" in text


def test_a_translation_stands_beside_the_words_it_translates(pages: dict[str, str]) -> None:
    text = pages["translations/phq-9-de"]
    assert (
        "| Wenig Interesse oder Freude an Ihren Tätigkeiten | Little interest or pleasure in doing things |"
        in text
    )
    assert "it fits item by item and answer by answer" in text
    assert "[two independent sources]{.sourced}" in text


def test_every_task_names_both_sides_and_what_exists_afterwards(pages: dict[str, str]) -> None:
    for tasks in LIBRARY.all(TaskList):
        text = pages[f"tasks/{tasks.code}"]
        for task in tasks.tasks:
            assert plain(task.therapist) in text
            assert plain(task.yields) in text


def test_a_service_sees_its_own_definitions_in_its_manual(tmp_path: Path) -> None:
    starter = Path(__file__).parents[2] / "kinweave" / "commands" / "starters" / "instrument.toml"
    (tmp_path / "instruments").mkdir()
    (tmp_path / "instruments" / "my-scale.toml").write_text(starter.read_text().replace("CODE", "my-scale"))
    made = all_pages(load_library([tmp_path]))
    assert "A definition of this service" in made["instruments/my-scale"]
    assert "(/instruments/my-scale.md)" in made["instruments/index"]


def test_every_page_has_a_title(pages: dict[str, str]) -> None:
    assert [path for path, text in pages.items() if not title_in(text)] == []
