"""What a clinician reads about an instrument: words, scoring, thresholds and their sources, a worked example."""

from __future__ import annotations

import pytest

from kinweave.core.instruments import Instrument
from kinweave.core.library import load_library
from kinweave.core.scoring import score
from kinweave.manual.pages import worked

INSTRUMENTS = load_library().all(Instrument)


def section(text: str, title: str) -> str:
    """The part of a page under one heading."""
    return text.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def test_the_phq_9_page_says_what_its_paper_says(pages: dict[str, str]) -> None:
    page = pages["instruments/phq-9"]
    assert "# Patient Health Questionnaire-9" in page
    assert "Little interest or pleasure in doing things" in page
    assert "| 3 | Nearly every day | `LA6571-9` |" in page
    for start, band in (
        (0, "none-minimal"),
        (5, "mild"),
        (10, "moderate"),
        (15, "moderately severe"),
        (20, "severe"),
    ):
        assert f"| {start} | {band} |" in page
    assert "| Cut-off: caseness | 10 or more | NHS Talking Therapies |" in page
    assert "| Reliable change | 6 points or more | NHS Talking Therapies |" in page
    assert "No permission required to reproduce, translate, display or distribute." in page
    assert "Kroenke K, Spitzer RL, Williams JBW" in page
    assert "`44249-1`" in page


def test_the_phq_9_page_works_an_example_to_its_total(pages: dict[str, str]) -> None:
    example = section(pages["instruments/phq-9"], "A worked example")
    assert "| 1 | 2 (More than half the days) | 2 |" in example
    assert (
        "| PHQ-9 | **10** | moderate | reaches the cut-off 10 (caseness, NHS Talking Therapies) |" in example
    )
    assert "no value; in proportion 10.3, an aid only" in example


def test_the_question_about_dying_is_answered_by_the_next_working_day(pages: dict[str, str]) -> None:
    flags = section(pages["instruments/phq-9"], "Answers that a person must look at")
    assert "| item 9 at 1 or more | by the next working day |" in flags
    assert "A zero is no all-clear." in flags
    assert "risk" not in flags.replace("no grade of anybody’s risk", "")


def test_what_is_not_verified_says_so_beside_the_number(pages: dict[str, str]) -> None:
    line = next(line for line in pages["instruments/phq-9"].splitlines() if line.startswith("| Remission"))
    assert "[to be verified]{.verify}" in line


def test_words_without_a_licence_are_not_there_and_the_page_says_why(pages: dict[str, str]) -> None:
    page = pages["instruments/wsas"]
    assert "not shipped: Isaac Marks keeps the copyright" in page
    assert page.count("[words not shipped]{.quiet}") == 5


def test_missing_answers_are_told_as_the_scorer_treats_them(pages: dict[str, str]) -> None:
    assert "one missing answer, and there is no official value" in pages["instruments/phq-9"]
    assert "one answer may be missing" in pages["instruments/djg-6"]
    assert "without the total there is no value" in pages["instruments/bdi-ii"]


def test_higher_is_better_is_said_where_it_is_so(pages: dict[str, str]) -> None:
    assert ":Direction: higher is better" in pages["instruments/who-5"]
    assert ":Direction: higher is worse" in pages["instruments/phq-9"]


@pytest.mark.parametrize("it", INSTRUMENTS, ids=lambda it: it.code)
def test_every_instrument_shows_a_score_that_the_scorer_gives(it: Instrument, pages: dict[str, str]) -> None:
    example = worked.telling_example(it)
    value = score(it, example.answers).value
    shown = section(pages[f"instruments/{it.code}"], "A worked example")
    assert value is not None, "an example worth showing is complete"
    assert f"**{round(value, 2):g}**" in shown


@pytest.mark.parametrize("it", INSTRUMENTS, ids=lambda it: it.code)
def test_every_scale_cut_off_and_flag_of_an_instrument_is_on_its_page(
    it: Instrument, pages: dict[str, str]
) -> None:
    page = pages[f"instruments/{it.code}"].replace("\\", "")
    for scale in it.scales:
        assert f":Code: `{scale.code}`" in page
        assert all(f"{band.label} |" in page for band in (scale.bands.bands if scale.bands else ()))
        assert all(f"Cut-off: {cut.meaning}" in page and cut.framework in page for cut in scale.cutoffs)
    assert all(f"### {flag.title}" in page for flag in it.flags)
    assert it.citation.replace("<", "") in page.replace("<", "")


def test_what_may_not_be_compared_says_so(pages: dict[str, str]) -> None:
    assert "only while “Whether work is counted” is the same both times" in pages["instruments/wsas"]
