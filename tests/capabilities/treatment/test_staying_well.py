"""The plan for staying well: the client's own, on the page and on paper, also after the end."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from django.db import connection

from kinweave.core.course import Stage
from kinweave.treatment.actions import staying_well as actions
from kinweave.treatment.actions.rows import Overtaken
from kinweave.treatment.letters.staying_well import _sheet, pdf
from kinweave.treatment.models import StayingWellPlan
from kinweave.treatment.queries.staying_well import plan_for_staying_well, plan_in_words
from tests.capabilities.treatment import agreeing
from tests.capabilities.treatment.paper import words_of
from tests.cast import Cast

HOSTILE = [
    "#panic()", "#import \"@preview/x:1.0.0\"", "$x^2$", "*bold* _it_ `raw`", "<label> @ref", "\\ // /* */", "#{1+1}",
    "#read(\"/etc/passwd\")", "<script>alert(1)</script>", "= heading", "]]]}})", "\"\\u{0}\"",
]  # fmt: skip
FULL: dict[str, Any] = {
    "got_better": "I said the true thing to Kate and the roof stayed on.",
    "my_first_signs": [
        {"text": "Awake after four", "how_long_before": "two weeks"},
        {"text": "Saying it is fine"},
    ],
    "trigger_situations": ["A quarrel with Isla"],
    "hard_dates": [{"on": "2027-06-19", "text": "Not at home."}, {"on": "", "text": "Sundays"}],
    "what_helped": ["Walking"],
    "interpersonal_actions": [{"sign": "Two of them", "action": "Tell one person", "person": "Kate"}],
    "people_to_tell": [{"person": "Kate", "what_to_ask": "Come over", "telephone": "01632 960 121"}],
    "keep_going": {"routine": "Choir", "sleep": "", "contact": "Market with Folake"},
    "self_check": {"scale": "the PHQ-9", "every_weeks": 4, "threshold": "10"},
    "return_route": {"contact": "ring 01632 960 188", "when": "it lasts two weeks"},
    "shared_with": [{"who": "Kate", "agreed_on": "2027-03-05"}],
}


def write(cast: Cast, values: dict[str, Any], seen: int = 0) -> StayingWellPlan:
    return actions.write(course=cast.course, values=values, seen=seen, by=cast.joanna_user)


def test_the_client_writes_it_and_it_reads_as_sentences(cast: Cast) -> None:
    plan = plan_in_words(cast.course, write(cast, FULL))
    assert plan.signs[0].before == "two weeks"
    assert [day.day for day in plan.hard_days] == ["19 June 2027", ""]
    assert [kept.label for kept in plan.keep_going] == ["Things I do", "With people, each week"]
    assert "I look at the PHQ-9 every 4 weeks. I get in touch at 10." in plan.coming_back
    assert "A copy is with Kate." in plan.coming_back
    assert any(call.number == "999" for call in plan.crisis)


def test_an_empty_plan_still_says_whom_to_call(cast: Cast) -> None:
    plan = plan_in_words(cast.course, None)
    assert plan.written_on is None
    assert plan.crisis
    assert pdf(plan).startswith(b"%PDF")


def test_it_counts_as_written_with_a_sign_and_something_to_do(cast: Cast) -> None:
    write(cast, {"my_first_signs": FULL["my_first_signs"]})
    cast.course.refresh_from_db()
    assert "staying_well_planned" not in cast.course.done
    write(cast, {"people_to_tell": FULL["people_to_tell"]}, seen=1)
    cast.course.refresh_from_db()
    assert "staying_well_planned" in cast.course.done


def test_she_and_her_therapist_do_not_write_over_each_other(cast: Cast) -> None:
    write(cast, FULL)
    with pytest.raises(Overtaken) as caught:
        actions.write(course=cast.course, values={"got_better": "x"}, seen=0, by=cast.miriam)
    assert isinstance(caught.value.row, StayingWellPlan)
    assert caught.value.row.got_better == FULL["got_better"]


def test_it_stays_hers_after_the_course_has_ended(cast: Cast) -> None:
    write(cast, FULL)
    cast.course.stage = Stage.FINISHED
    cast.course.save(update_fields=["stage"])
    row = write(cast, {"got_better": "And I sing again."}, seen=1)
    assert row.got_better == "And I sing again."
    assert row.what_helped == ["Walking"]


LABELS = """What got better, and what I did First signs, for me What can set it off When I see the signs
What helped me What I keep going Hard days I can see coming My people How I come back If I am not safe What next
– 1. 1 of 1 with : , ( ) “ ”"""


def strings_in(value: Any) -> list[str]:
    """Every text inside what is handed to the paper, but not the names of its fields."""
    if isinstance(value, dict):
        return [text for key, each in value.items() if key != "href" for text in strings_in(each)]
    if isinstance(value, list | tuple):
        return [text for each in value for text in strings_in(each)]
    return [value]


def letters(words: str) -> str:
    """Without spaces, which lines and lists change."""
    return "".join(words.split())


def tokens(words: str) -> set[str]:
    return {part for part in re.split(r"[\s:,.()“”–]+", words) if part}


def test_the_pdf_is_tagged_titled_made_in_our_typefaces_and_fast(cast: Cast) -> None:
    plan = plan_in_words(cast.course, write(cast, FULL))
    pdf(plan)
    before = time.perf_counter()
    made = pdf(plan)
    assert time.perf_counter() - before < 1
    assert b"/MarkInfo" in made
    assert b"pdfuaid" in made
    assert b"AtkinsonHyperlegibleNext" in made
    assert b"Literata" in made
    assert b"/JavaScript" not in made
    assert b"/URI" not in made


def test_the_paper_says_every_word_of_the_plan_and_no_other(cast: Cast) -> None:
    plan = plan_in_words(cast.course, write(cast, FULL))
    handed = strings_in(_sheet(plan))
    paper = words_of(pdf(plan))
    for text in handed:
        assert letters(text) in letters(paper), text
    assert tokens(paper) <= tokens(" ".join([*handed, LABELS]))


@pytest.mark.parametrize("words", HOSTILE)
def test_mark_up_in_her_words_is_set_as_words(cast: Cast, words: str) -> None:
    plan = plan_in_words(cast.course, write(cast, {"got_better": words, "what_helped": [words]}))
    made = pdf(plan)
    assert made.startswith(b"%PDF")
    assert b"pdfuaid" in made
    assert letters(words) in letters(words_of(made))


def test_letters_no_typeface_has_do_not_stop_the_paper(cast: Cast) -> None:
    made = pdf(plan_in_words(cast.course, write(cast, {"got_better": "Better \U0001f642 \U00013080"})))
    assert made.startswith(b"%PDF")


def test_no_word_of_it_stands_readable_in_the_database(cast: Cast) -> None:
    agreeing.started(cast)
    write(cast, FULL)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM treatment_stayingwellplan")
        stored = b" ".join(
            bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
            for line in cursor.fetchall()
            for cell in line
        )
    for planted in (b"roof stayed on", b"Awake", b"Isla", b"960 121", b"Kate", b"Folake"):
        assert planted not in stored
    assert plan_for_staying_well(cast.course) is not None
