"""Each client is asked in their own language where the library has it; what they read is what is kept."""

from __future__ import annotations

import pytest

from kinweave.core import clock
from kinweave.measures import actions
from kinweave.measures.models import Score, Why
from kinweave.measures.queries import responses
from kinweave.people import actions as people
from kinweave.people.queries import language_of
from kinweave.shelf.queries import in_language, library, spoken
from tests.capabilities.measures.asking import phq, waiting
from tests.cast import Cast


def says(cast: Cast, language: str) -> None:
    people.save_contact_details(client=cast.joanna, values={"language": language}, by=cast.joanna_user)


def test_german_is_among_the_languages_to_choose_from() -> None:
    assert spoken()["de"] == "Deutsch"


def test_english_until_somebody_says_otherwise(cast: Cast) -> None:
    assert language_of(cast.joanna.pk) == "en"
    people.save_contact_details(client=cast.joanna, values={"telephone": "0117 496 0001"}, by=cast.miriam)
    assert language_of(cast.joanna.pk) == "en"
    assert responses.instrument_of(waiting(cast.course)).language == "en"


def test_whoever_reads_german_is_asked_in_german_and_scored_alike(cast: Cast) -> None:
    says(cast, "de")
    asked = waiting(cast.course)
    assert responses.instrument_of(asked).item("1").text == "Wenig Interesse oder Freude an Ihren Tätigkeiten"
    response = actions.record_response(assignment=asked, answers=phq(14, item9=1), by=cast.joanna_user)
    kept = responses.instrument_of(response)
    assert (kept.code, kept.version, kept.language) == ("phq-9", "1-de", "de")
    score = Score.objects.get(response=response, main=True)
    assert (score.value, score.band) == (14, "moderate")
    assert response.code == "phq-9"


def test_an_answer_that_worries_is_heeded_in_any_language(cast: Cast) -> None:
    says(cast, "de")
    asked = waiting(cast.course)
    (raised,) = actions.save_item(assignment=asked, item="9", value=2, by=cast.joanna_user)
    assert raised.code == library().instrument("phq-9").flags[0].code


def test_what_was_begun_in_one_language_is_finished_in_it(cast: Cast) -> None:
    asked = waiting(cast.course)
    actions.save_item(assignment=asked, item="1", value=1, by=cast.joanna_user)
    says(cast, "de")
    again = waiting(cast.course)
    assert again == asked
    assert responses.instrument_of(again).language == "en"


def test_what_is_not_translated_is_asked_in_english(cast: Cast) -> None:
    says(cast, "de")
    k10 = library().instrument("k10")
    asked = actions.ask(course=cast.course, instrument=k10, by=cast.miriam)
    assert responses.instrument_of(asked) == k10


def test_what_a_therapist_writes_in_from_paper_stays_in_the_therapists_language(cast: Cast) -> None:
    says(cast, "de")
    gad = library().instrument("gad-7")
    asked = actions.ask(
        course=cast.course, instrument=gad, by=cast.miriam, due_at=clock.now(), why=Why.ENTERED
    )
    assert responses.instrument_of(asked) == gad


@pytest.mark.parametrize("language", ["de", "de-AT"])
def test_the_same_words_are_the_same_definition_each_time(language: str) -> None:
    phq9 = library().instrument("phq-9")
    assert in_language(phq9, language) is in_language(phq9, language)
    assert in_language(phq9, language).language == "de"
