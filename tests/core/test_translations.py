"""Words in another language: every item and answer of it, the same scoring, or the client reads the original."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kinweave.core.examples import run_examples
from kinweave.core.instruments import Instrument
from kinweave.core.scoring import raised_flags, score
from kinweave.core.translations import Translation, chosen, languages, misfits, translated
from tests.core.published import library

ALL = library().all(Translation)
PHQ9 = library().instrument("phq-9")
GAD7 = library().instrument("gad-7")


def content(**changes: Any) -> dict[str, Any]:
    return library().get(Translation, "phq-9-de").model_dump(mode="json") | changes


def made(**changes: Any) -> Translation:
    return Translation.model_validate(content(**changes))


def german(instrument: Instrument = PHQ9) -> Instrument:
    return chosen(ALL, instrument, "de")


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.code)
def test_every_published_translation_fits_its_instrument_item_by_item(each: Translation) -> None:
    instrument = library().instrument(each.instrument, each.instrument_version)
    assert misfits(each, instrument) == ()
    worded = translated(instrument, each)
    assert worded.has_text
    assert run_examples(worded) == []


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.code)
def test_no_translation_ships_that_was_not_read_in_two_places(each: Translation) -> None:
    assert each.words_status == "V2"
    assert len({place.name for place in each.words_read}) >= 2


def test_a_client_who_reads_german_is_asked_in_german() -> None:
    assert german().item("1").text == "Wenig Interesse oder Freude an Ihren Tätigkeiten"
    assert [o.text for o in german().options_of("1")] == [
        "Überhaupt nicht", "An einzelnen Tagen", "An mehr als der Hälfte der Tage", "Beinahe jeden Tag",
    ]  # fmt: skip
    assert german().preamble.startswith("Wie oft fühlten Sie sich")
    assert german().language == "de"


def test_the_kept_copy_is_never_taken_for_the_original() -> None:
    assert (german().code, german().version) == ("phq-9", "1-de")


@given(st.lists(st.none() | st.integers(0, 3), min_size=9, max_size=9))
def test_the_same_answers_score_and_warn_alike_in_both_languages(values: list[int | None]) -> None:
    answers = {str(place): value for place, value in enumerate(values, 1)}
    assert score(german(), answers) == score(PHQ9, answers)
    assert raised_flags(german(), answers) == raised_flags(PHQ9, answers)


def test_a_question_that_the_published_form_lacks_is_not_asked() -> None:
    codes = [item.code for item in german(GAD7).items]
    assert codes == ["1", "2", "3", "4", "5", "6", "7"]
    assert set(german(GAD7).options) == {"frequency"}
    assert german(GAD7).scales == GAD7.scales


@pytest.mark.parametrize("language", ["en", "fr", "xx-YY", ""])
def test_a_language_without_a_translation_falls_back_to_the_instruments_own_words(language: str) -> None:
    assert chosen(ALL, PHQ9, language) is PHQ9


def test_an_instrument_without_a_translation_is_asked_in_its_own_words() -> None:
    who_asks = library().instrument("k10")
    assert chosen(ALL, who_asks, "de") is who_asks


def test_the_wording_of_a_country_goes_before_that_of_the_language() -> None:
    swiss = made(code="phq-9-ch", language="de-CH", preamble="In der Schweiz")
    assert chosen([*ALL, swiss], PHQ9, "de-CH").preamble == "In der Schweiz"
    assert chosen(ALL, PHQ9, "de-CH").language == "de"
    assert chosen([*ALL, swiss], PHQ9, "de").language == "de"


def test_a_translation_of_another_version_is_not_used() -> None:
    newer = PHQ9.model_copy(update={"version": "2"})
    assert chosen(ALL, newer, "de") is newer
    assert "not of phq-9 version 2" in misfits(made(), newer)[0]


def without(table: str, *keys: str) -> dict[str, Any]:
    changed: dict[str, Any] = content()[table]
    for key in keys[:-1]:
        changed = changed | {key: dict(changed[key])}
    inner = changed[keys[0]] if len(keys) > 1 else changed
    del inner[keys[-1]]
    return {table: changed}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (without("items", "4"), "items.4 has no words"),
        (without("options", "frequency", "3"), "options.frequency.3 has no words"),
        (without("options", "frequency"), "options.frequency.0 has no words"),
        ({"items": content()["items"] | {"10": "Noch etwas"}}, "items.10 is not in the instrument"),
        (
            {"options": content()["options"] | {"often": {"0": "nie"}}},
            "options.often is not in the instrument",
        ),
        ({"leaves_out": ["12"]}, "items.12 is not in the instrument"),
        (without("items", "9") | {"leaves_out": ["9"]}, "items.9 may not be left out"),
        (without("items", "1") | {"leaves_out": ["1"]}, "items.1 may not be left out"),
        ({"instrument": "gad-7"}, "it is of gad-7 version 1, not of phq-9"),
    ],
)
def test_what_does_not_fit_is_said_and_never_shown(changes: dict[str, Any], says: str) -> None:
    wrong = made(**changes)
    assert any(says in each for each in misfits(wrong, PHQ9))
    assert chosen([wrong], PHQ9, "de") is PHQ9
    with pytest.raises(ValueError, match="phq-9-de: "):
        translated(PHQ9, wrong)


def test_a_value_no_option_has_is_told() -> None:
    options = content()["options"]
    wrong = made(options=options | {"frequency": options["frequency"] | {"9": "immer"}})
    assert "options.frequency.9 is not in the instrument" in misfits(wrong, PHQ9)


def test_a_form_whose_own_words_are_not_here_takes_no_translation() -> None:
    wsas = library().instrument("wsas")
    assert any("without its own words" in each for each in misfits(made(instrument="wsas"), wsas))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"language": "en"}, "in another language"),
        ({"language": "German"}, "pattern"),
        ({"words_read": content()["words_read"][:1]}, "names two places"),
        ({"leaves_out": ["1"]}, "1 has words and is left out"),
        ({"items": {}}, "at least 1"),
    ],
)
def test_a_file_that_claims_too_much_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        made(**changes)


def test_one_place_will_do_for_words_that_say_so() -> None:
    assert made(words_status="V1", words_read=content()["words_read"][:1]).words_status == "V1"


def test_languages_are_listed_once_by_the_name_their_speakers_use() -> None:
    french = made(code="phq-9-fr", language="fr", language_name="Français")
    assert languages([*ALL, french]) == {"de": "Deutsch", "fr": "Français"}
    assert languages([]) == {}
