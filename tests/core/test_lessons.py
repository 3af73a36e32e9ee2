"""Lessons as definitions: what a file must say, what is refused and how, and what belongs to which moment."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from kinweave.core.lessons import LONGEST, SHORTEST, Lesson, broken_lesson, reading_for
from kinweave.core.library import definition_json, load_library, parse_definition
from kinweave.core.protocols import PhaseKind
from tests.core.test_pictures import svg

PLAIN = "You feel low and something has happened. "
SENTENCE = 7  # words in PLAIN
DRAWN = {"file": "mine.svg", "svg": svg()}


def lesson(**more: Any) -> Lesson:
    return Lesson.model_validate(content(**more))


def content(**more: Any) -> dict[str, Any]:
    sections = [
        {"text": PLAIN * 15, "status": "expert, verify"},
        {"heading": "More", "text": PLAIN * 10, "sources": ["KEY"]},
    ]
    return {
        "code": "mine", "version": "1", "title": "A title", "summary": "A summary.", "for_whom": "Anyone.",
        "sources": {"KEY": "Somebody. A book. 2018."}, "phases": ["initial"], "sections": sections, "picture": DRAWN,
    } | more  # fmt: skip


def refusal(**more: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        lesson(**more)
    return str(refused.value)


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"heading": "One", "text": text, "status": "expert, verify"} | more


def test_a_lesson_knows_its_words_its_age_and_what_nobody_has_checked() -> None:
    made = lesson(to_try=[{"text": "Take a walk.", "status": "expert, verify"}])
    assert made.words == 25 * SENTENCE + 3
    assert made.reading_age is not None
    assert made.reading_age < 11
    assert made.unchecked == 2
    assert made.references == ("Somebody. A book. 2018.",)
    assert made.lines[-1] == "Take a walk."


def test_what_was_locked_or_frozen_is_read_back_with_its_picture() -> None:
    made = lesson()
    again = parse_definition("lesson", definition_json(made))
    assert again == made
    assert isinstance(again, Lesson)
    assert again.picture.drawn.title == "Two people"


@pytest.mark.parametrize("words", [SHORTEST - 2, LONGEST + 2])
def test_its_length_is_held_between_two_bounds(words: int) -> None:
    halves = [section("be " * (words // 2), heading=heading) for heading in ("", "Two")]
    said = refusal(sections=halves, sources={})
    assert f"has {words} words; a lesson has {SHORTEST} to {LONGEST}" in said


def test_the_bounds_themselves_are_allowed() -> None:
    for words in (SHORTEST, LONGEST):
        halves = [section("be " * (words // 2), heading=heading) for heading in ("", "Two")]
        assert lesson(sections=halves, sources={}).words == words


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"phases": []}, "say where it belongs: phases, areas or protocols"),
        ({"phases": ["begining"]}, "Input should be 'preparation', 'initial', 'middle', 'ending' or 'maintenance'"),
        ({"phases": ["initial", "initial"]}, "two phases are called initial"),
        ({"areas": ["grief", "grief"]}, "two areas are called grief"),
        ({"sections": [section(PLAIN * 25)]}, "at least 2 items"),
        ({"sections": [section(PLAIN * 15), section(PLAIN * 10, heading="")], "sources": {}}, "needs a heading"),
        ({"sections": [section(PLAIN * 15), section("# no" + PLAIN * 10)], "sources": {}}, "line 1 has a heading"),
        ({"sections": [section(PLAIN * 15), section(PLAIN * 10, status=None)], "sources": {}}, "give either sources"),
        ({"sections": [section(PLAIN * 15), section(PLAIN * 10, status=None, sources=["X"])]}, "names the source X"),
        ({"technical": ["two words"]}, "String should match pattern"),
        ({"language": "english"}, "String should match pattern"),
        ({"picture": {"file": "mine.svg", "svg": svg("<script/>")}}, "<script> may not stand in a picture"),
        ({"picture": {"file": "../mine.svg", "svg": svg()}}, "String should match pattern"),
        ({"title": "Interpersonal deficits"}, "connecting with others"),
        ({"summary": "Your deficits."}, "connecting with others"),
        ({"for_whom": "People with deficits."}, "connecting with others"),
    ],
)  # fmt: skip
def test_a_file_that_will_not_do_says_why(change: dict[str, Any], said: str) -> None:
    assert said in refusal(**change)


@pytest.mark.parametrize(
    "words",
    [
        "You may think of ending your life.", "It feels hopeless.", "There is no point in it.", "I cannot go on.",
        "You want to die.", "He was lost to suicide.", "You may hurt yourself.", "You are not safe.",
    ],
)  # fmt: skip
def test_a_page_that_touches_despair_ends_with_where_help_is(words: str) -> None:
    sections = [section(PLAIN * 15), section(PLAIN * 10 + words)]
    assert "a page that touches despair has help = true" in refusal(sections=sections, sources={})
    assert lesson(sections=sections, sources={}, help=True).help


def test_grief_alone_is_no_despair() -> None:
    sections = [section(PLAIN * 15), section(PLAIN * 10 + "Your mother died. It hurts.")]
    assert not lesson(sections=sections, sources={}).help


def test_a_language_without_a_formula_has_no_reading_age() -> None:
    assert lesson(language="de").reading_age is None
    assert lesson(language="en-GB").reading_age is not None
    assert list(broken_lesson(lesson(language="de"), areas=(), protocols=())) == []


def test_hard_words_are_found_by_the_check_and_may_be_named() -> None:
    hard = [
        section("Interpersonal psychotherapy conceptualises relationships. " * 20),
        section("Yes. " * 100),
    ]
    hard[0]["heading"] = ""
    made = lesson(sections=hard, sources={})
    said = list(broken_lesson(made, areas=(), protocols=()))
    assert len(said) == 1
    assert said[0].startswith("sections: asks for a reader of ")
    named = ["interpersonal", "psychotherapy", "conceptualises", "relationships"]
    assert (
        list(broken_lesson(lesson(sections=hard, sources={}, technical=named), areas=(), protocols=())) == []
    )


def test_names_the_library_does_not_hold_are_found_by_the_check() -> None:
    made = lesson(areas=["grief", "greif"], protocols=["ipt", "ipd"])
    assert list(broken_lesson(made, areas=["grief"], protocols=["ipt"])) == [
        "areas: there is no area greif",
        "protocols: there is no protocol ipd",
    ]


# what belongs where

MIDDLE = {"phases": ["middle"]}


@pytest.mark.parametrize(
    ("named", "protocol", "areas", "phase", "belongs"),
    [
        (MIDDLE, "ipt", [], PhaseKind.MIDDLE, True),
        (MIDDLE, "ipt", [], PhaseKind.INITIAL, False),
        (MIDDLE, "ipt", [], None, True),
        ({"phases": [], "areas": ["grief"]}, "ipt", ["grief"], PhaseKind.ENDING, True),
        ({"phases": [], "areas": ["grief"]}, "ipt", ["role-dispute"], PhaseKind.MIDDLE, False),
        ({"phases": [], "protocols": ["ipsrt"]}, "ipsrt", [], PhaseKind.MIDDLE, True),
        ({"phases": [], "protocols": ["ipsrt"]}, "ipt", [], PhaseKind.MIDDLE, False),
        (MIDDLE | {"areas": ["grief"], "protocols": ["ipt-grief"]}, "ipt-grief", [], PhaseKind.MIDDLE, True),
        (MIDDLE | {"areas": ["grief"], "protocols": ["ipt-grief"]}, "ipt", ["grief"], PhaseKind.MIDDLE, True),
        (MIDDLE | {"areas": ["grief"]}, "ipt", ["grief"], PhaseKind.INITIAL, False),
        ({"phases": [], "areas": ["grief"]}, "", [], None, False),
    ],
)  # fmt: skip
def test_a_lesson_belongs_where_it_says(
    named: dict[str, Any], protocol: str, areas: list[str], phase: PhaseKind | None, belongs: bool
) -> None:
    assert lesson(**named).belongs(protocol=protocol, areas=areas, phase=phase) is belongs


def test_what_names_the_area_stands_first_and_nothing_stands_twice() -> None:
    lessons = [
        lesson(code="b", place=2), lesson(code="a", place=2), lesson(code="c", place=1),
        lesson(code="z", place=90, areas=["grief"]), lesson(code="late", phases=["ending"]),
    ]  # fmt: skip
    found = reading_for(lessons, protocol="ipt", areas=["grief"], phase=PhaseKind.INITIAL)
    assert [each.code for each in found.first] == ["z", "c", "a", "b"]
    assert [each.code for each in found.others] == ["late"]


# as files


def folder(tmp_path: Path, toml: str, drawn: str | None = None) -> list[str]:
    inside = tmp_path / "lessons"
    inside.mkdir()
    (inside / "mine.toml").write_text(toml)
    if drawn is not None:
        (inside / "mine.svg").write_text(drawn)
    problems = load_library((tmp_path,)).problems
    return [str(problem).removeprefix(f"{inside}/") for problem in problems]


TOML = f"""
code = "mine"
version = "1"
title = "Mine"
summary = "A page."
for_whom = "Anyone."
phases = ["middle"]
picture = "mine.svg"
[[sections]]
text = "{PLAIN * 15}"
status = "expert, verify"
[[sections]]
heading = "More"
text = "{PLAIN * 10}"
status = "expert, verify"
"""


def test_a_service_adds_a_lesson_with_two_files(tmp_path: Path) -> None:
    assert folder(tmp_path, TOML, svg()) == []
    assert load_library((tmp_path,)).get(Lesson, "mine").picture.file == "mine.svg"


@pytest.mark.parametrize(
    ("before", "after", "drawn", "said"),
    [
        ("", "", None, "mine.toml: picture: mine.svg cannot be read: No such file or directory"),
        ("", "", svg('<circle r="1" onclick="x"/>'), "mine.toml: picture: mine.svg <circle> has onclick, which may"),
        ('"mine.svg"', '"../mine.svg"', svg(), "mine.toml: picture: names a file in the same folder"),
        ('picture = "mine.svg"\n', "", svg(), "mine.toml: picture: is missing"),
        ("summary", "summery", svg(), "mine.toml: summary: is missing"),
        ('heading = "More"', 'headin = "More"', svg(), "mine.toml: sections[2].headin: is not a key"),
        ('text = "You', 'text = "## You', svg(), "mine.toml: sections[1].text: line 1 has a heading (#)"),
        ('version = "1"', 'version = "1"\nplace = "first"', svg(), "mine.toml: place: Input should be a valid integer"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_file_and_key_and_stops_nothing_else(
    tmp_path: Path, before: str, after: str, drawn: str | None, said: str
) -> None:
    problems = folder(tmp_path, TOML.replace(before, after, 1), drawn)
    assert any(problem.startswith(said) for problem in problems), problems
    assert load_library((tmp_path,)).get(Lesson, "how-ipt-works")


def test_a_lesson_of_our_own_may_stand_in_for_one_of_theirs_by_saying_so(tmp_path: Path) -> None:
    theirs = TOML.replace('code = "mine"\nversion = "1"', 'code = "grief"\nversion = "1.1"')
    assert "is published in version 1" in folder(tmp_path, theirs, svg())[0]
    (tmp_path / "lessons" / "mine.toml").write_text(
        theirs.replace('version = "1.1"', 'version = "1.1"\nreplaces = "1"')
    )
    assert load_library((tmp_path,)).get(Lesson, "grief").title == "Mine"
