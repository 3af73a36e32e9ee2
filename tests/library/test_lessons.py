"""The lessons that are shipped: short, plain, sourced, placed, and careful where it is dark."""

import re

import pytest

from kinweave.core.lessons import LONGEST, OLDEST_READER, SHORTEST, Lesson, broken_lesson, reading_for
from kinweave.core.problem_areas import ProblemArea
from kinweave.core.protocols import PhaseKind, Protocol
from tests.core.published import library

LESSONS = library().all(Lesson)
CODES = {lesson.code for lesson in LESSONS}
ASKED_FOR = {
    "depression-as-illness", "what-you-may-put-down", "how-ipt-works", "grief", "role-dispute", "role-transition",
    "connecting-with-others", "feelings-are-signals", "saying-what-you-need", "listening", "asking-for-help",
    "boundaries", "endings", "staying-well", "for-partners-and-family", "medication-alongside",
    "ipt-beside-other-therapies", "new-parents", "for-teenagers", "for-older-adults", "bipolar-rhythms", "long-grief",
    "trauma", "eating",
}  # fmt: skip
AREAS = ["grief", "role-dispute", "role-transition", "interpersonal-deficits"]


def by_code(code: str) -> Lesson:
    return library().get(Lesson, code)


def test_every_subject_of_the_mission_has_its_page() -> None:
    assert ASKED_FOR <= CODES


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.code)
def test_a_page_is_short_and_can_be_read_at_eleven(lesson: Lesson) -> None:
    areas = {area.code for area in library().all(ProblemArea)}
    protocols = {protocol.code for protocol in library().all(Protocol)}
    assert SHORTEST <= lesson.words <= LONGEST
    assert lesson.reading_age is not None
    assert lesson.reading_age <= OLDEST_READER
    assert list(broken_lesson(lesson, areas=areas, protocols=protocols)) == []


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.code)
def test_a_page_names_its_sources_with_their_year_and_something_to_try(lesson: Lesson) -> None:
    assert lesson.references
    for reference in lesson.references:
        assert re.search(r"\b(19|20)\d\d\b|n\.d\.\)|PMC\d+", reference), reference
    assert len(lesson.to_try) == 1


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.code)
def test_a_page_has_one_picture_of_its_own_with_words_for_those_who_hear_it(lesson: Lesson) -> None:
    drawn = lesson.picture.drawn
    assert lesson.picture.file == f"{lesson.code}.svg"
    assert drawn.title != lesson.title
    assert len(drawn.description.split()) >= 12
    assert len(lesson.picture.svg) < 3000


NEVER = re.compile(
    r"\b(low|medium|high)[- ]risk\b|\bstreak|\bwell done\b|\bgood job\b|\bcongratulations\b|\bproud of you\b"
    r"|\bcompliant\b|\bcommit(ted)? suicide\b|\bfailed\b|!|\bpatients?\b|\bdeficit",
    re.IGNORECASE,
)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.code)
def test_no_page_praises_blames_or_shouts(lesson: Lesson) -> None:
    said = " ".join(
        (lesson.title, lesson.summary, *lesson.lines, *(each.heading for each in lesson.sections))
    )
    assert not NEVER.search(said)


def test_technical_words_are_used_where_they_are_named() -> None:
    spare = {
        lesson.code: [
            word for word in lesson.technical if not re.search(rf"\b{word}\b", " ".join(lesson.lines), re.I)
        ]
        for lesson in LESSONS
    }
    assert {code: words for code, words in spare.items() if words} == {}


@pytest.mark.parametrize("protocol", library().all(Protocol), ids=lambda protocol: protocol.code)
@pytest.mark.parametrize("kind", [PhaseKind.INITIAL, PhaseKind.MIDDLE, PhaseKind.ENDING])
def test_every_protocol_finds_something_to_read_in_each_phase(protocol: Protocol, kind: PhaseKind) -> None:
    found = reading_for(LESSONS, protocol=protocol.code, areas=(), phase=kind)
    assert len(found.first) >= 2
    assert {lesson.code for lesson in (*found.first, *found.others)} == CODES


@pytest.mark.parametrize("area", library().all(ProblemArea), ids=lambda area: area.code)
def test_every_problem_area_has_its_page_and_finds_it_first(area: ProblemArea) -> None:
    own = next((protocol for protocol in area.only_in), "ipt")
    found = reading_for(LESSONS, protocol=own, areas=[area.code], phase=PhaseKind.MIDDLE)
    assert area.code in found.first[0].areas


@pytest.mark.parametrize(
    ("protocol", "code"),
    [
        ("ipt-a", "for-teenagers"), ("ipt-ap", "for-teenagers"), ("ipt-a-sci", "for-teenagers"),
        ("ipt-perinatal", "new-parents"), ("pa-ipt", "new-parents"), ("ipsrt", "bipolar-rhythms"),
        ("ipt-late-life", "for-older-adults"), ("ipt-ptsd", "trauma"), ("ipt-ed", "eating"), ("ipt-g-bed", "eating"),
        ("ipt-grief", "grief"), ("ipt-grief", "long-grief"),
    ],
)  # fmt: skip
def test_a_protocol_for_some_people_finds_their_page_and_others_do_not(protocol: str, code: str) -> None:
    def first(of: str) -> set[str]:
        return {
            each.code for each in reading_for(LESSONS, protocol=of, areas=(), phase=PhaseKind.INITIAL).first
        }

    assert code in first(protocol)
    assert code not in first("ipt")


def test_whoever_is_not_treated_for_depression_is_not_told_first_that_they_have_it() -> None:
    for protocol in ("ipsrt", "ipt-ptsd", "ipt-ed", "ipt-panic", "ipt-sad"):
        found = reading_for(LESSONS, protocol=protocol, areas=(), phase=PhaseKind.INITIAL)
        assert "depression-as-illness" not in {lesson.code for lesson in found.first}


def test_what_is_for_everybody_is_what_somebody_asks_before_they_come() -> None:
    assert {lesson.code for lesson in LESSONS if lesson.public} == {
        "how-ipt-works", "grief", "role-dispute", "role-transition", "connecting-with-others",
        "ipt-beside-other-therapies", "for-partners-and-family",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("role-dispute", "If you are afraid of the other person"),
        ("saying-what-you-need", "If you are afraid"),
        ("boundaries", "someone who frightens or hurts you"),
        ("bipolar-rhythms", "beside medicine, and not in place of it"),
        ("trauma", "you do not have to tell what was done to you"),
        ("eating", "See a doctor first"),
        ("new-parents", "Call for help at once"),
        ("long-grief", "there is a therapy made for prolonged grief"),
        ("ipt-beside-other-therapies", "CBT did better than IPT in one careful study of each"),
        ("medication-alongside", "Do not stop all at once"),
        ("endings", "this treatment fell short. You did not."),
        ("for-teenagers", "private, unless someone is in danger"),
    ],
)
def test_what_must_not_be_left_out_is_said(code: str, words: str) -> None:
    assert words.lower() in " ".join(by_code(code).lines).lower()


@pytest.mark.parametrize(
    "code",
    [
        "depression-as-illness", "grief", "long-grief", "role-dispute", "trauma", "eating", "new-parents",
        "for-teenagers", "for-older-adults", "bipolar-rhythms", "staying-well", "asking-for-help",
        "for-partners-and-family",
    ],
)  # fmt: skip
def test_pages_of_dark_hours_end_with_where_help_is(code: str) -> None:
    assert by_code(code).help


def test_the_areas_are_the_four_that_everybody_reads_about() -> None:
    for area in AREAS:
        assert [lesson.code for lesson in LESSONS if area in lesson.areas and lesson.public]
