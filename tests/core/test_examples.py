"""Worked examples are run, and must reach everything a definition can say."""

import pytest

from kinweave.core.examples import run_examples
from kinweave.core.instruments import Instrument
from kinweave.core.library import load_library
from tests.core.samples import garden

LIBRARY = load_library()


@pytest.mark.parametrize("instrument", LIBRARY.all(Instrument), ids=lambda i: i.code)
def test_every_published_instrument_does_what_its_examples_say(instrument: Instrument) -> None:
    assert run_examples(instrument) == []


def wrong_with(**example: object) -> list[str]:
    named = garden(examples=[{"name": "one", "answers": {}} | example])
    return [said for said in run_examples(named) if said.startswith("example")]


def test_an_example_that_does_not_come_out_is_named() -> None:
    full = {"roses": 4, "slugs": 3, "water": 3}
    assert wrong_with(answers=full, scores={"trouble": 8}, flags=["slugs-everywhere", "much-trouble"]) == [
        'example "one": trouble is 7, not 8'
    ]
    assert wrong_with(answers={"slugs": 3}) == ["example \"one\": flags is ['slugs-everywhere'], not []"]
    assert wrong_with(answers=full | {"slugs": 1}, incomplete=["trouble"]) == [
        'example "one": trouble is 5, not None'
    ]
    assert (
        wrong_with(answers={"roses": 0, "slugs": 1}, prorated={"trouble": 9.9})
        == [
            'example "one": trouble prorated is 7.5, not 9.9',
            "example \"one\": flags is [], not ['x']",
        ][:1]
    )
    assert wrong_with(answers=full | {"slugs": 1}, bands={"average": "high"}) == [
        'example "one": band of average is low, not high'
    ]


def test_an_example_with_a_wrong_answer_or_scale_is_named() -> None:
    assert wrong_with(answers={"roses": 9}) == [
        'example "one": Item "roses" cannot be "9". It can be 0, 1, 2, 3 or 4, or left empty.'
    ]
    assert wrong_with(scores={"pond": 1}) == ['example "one": there is no scale pond']


def test_what_no_example_reaches_is_named() -> None:
    said = run_examples(garden(examples=[{"name": "one", "answers": {}, "scores": {"pond": 1}}]))
    assert "no example reaches a score of scale trouble" in said
    assert "no example reaches band high of average" in said
    assert "no example reaches flag bare" in said
    assert "no example reaches tier now of slugs-everywhere" in said


def test_a_score_stated_wrongly_does_not_count_as_reached() -> None:
    said = run_examples(garden(examples=[{"name": "one", "answers": {}, "scores": {"trouble": 5}}]))
    assert 'example "one": trouble is None, not 5' in said
    assert "no example reaches a score of scale trouble" in said
