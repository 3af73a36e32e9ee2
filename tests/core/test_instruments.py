"""What an instrument file may say, and what it is refused for."""

import pytest
from pydantic import ValidationError

from kinweave.core.instruments import Flag
from kinweave.core.scales import Band, Bands, Cutoff, RemissionRule
from tests.core.samples import STATED, garden, garden_with


def test_a_definition_can_say_everything_and_be_asked_for_its_parts() -> None:
    instrument = garden()
    assert instrument.item("roses").reversed
    assert [option.value for option in instrument.options_of("slugs")] == [0, 1, 2, 3]
    assert instrument.scale("average").higher_is_better
    assert instrument.flag("slugs-everywhere").at_least == 2
    assert instrument.main_scale.code == "trouble", "the first scale, as none is coded total"
    assert instrument.answer_codes == ("gate", "weeds", "roses", "slugs", "water", "visits")


@pytest.mark.parametrize("ask", ["item", "scale", "flag"])
def test_an_unknown_part_is_a_key_error(ask: str) -> None:
    with pytest.raises(KeyError, match="unheard-of"):
        getattr(garden(), ask)("unheard-of")


def test_a_scale_coded_total_is_the_main_one_wherever_it_stands() -> None:
    instrument = garden_with("scales.3.code", "total")
    assert instrument.main_scale.items == ("weeds", "water")


def test_text_may_only_be_left_out_with_a_reason() -> None:
    with pytest.raises(ValidationError, match="say why in why_no_text"):
        garden_with("items.1.text", None)
    assert garden().has_text
    items = [{"code": "a", "options": "rating"}]
    silent = {"scales": [{"code": "total", "items": ["a"], "minimum": 0, "maximum": 4}], "flags": []}
    assert not garden(items=items, why_no_text="not free", **silent).has_text


def test_a_scoring_only_definition_has_no_text_to_show() -> None:
    totals = [{"code": "total", "method": "recorded", "minimum": 0, "maximum": 63}]
    assert not garden(items=[], options={}, scales=totals, flags=[]).has_text


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ("colour", "green", "Extra inputs are not permitted"),
        ("code", "Garden Scale", "should match pattern"),
        ("items.1.options", "stars", 'names option set "stars", which is not defined'),
        ("items.1.code", "roses", 'item "roses" is there twice'),
        ("items.1.ask_when", {"items": ["pond"], "sum_at_least": 1}, 'names "pond", which is not defined'),
        ("items.1.instead_of", "pond", 'item "weeds" names "pond", which is not defined'),
        ("options.yes-no", [{"value": 1}, {"value": 1}], 'value in option set "yes-no" "1" is there twice'),
        ("options.yes-no", [{"value": True}], "should be a valid integer"),
        ("scales.0.items", ["roses", "pond"], 'names "pond", which is not defined'),
        ("scales.0.items", ["roses", "roses"], 'item in scale "trouble" "roses" is there twice'),
        ("scales.0.items", ["gate"], 'adds item "gate", which is marked scored = false'),
        ("scales.0.items", [], "needs items, or method"),
        ("scales.4.items", ["roses"], "needs items, or method"),
        ("scales.4.code", "roses", 'scale or item "roses" is there twice'),
        ("scales.0.code", "percent", 'scale "percent" is there twice'),
        ("scales.0.method", "magic", 'method "magic" is not known'),
        ("scales.0.maximum", 1, "a minimum below its maximum"),
        ("scales.4.prorated", {"max_missing": 1} | STATED, "only a sum or a mean can be prorated"),
        ("scales.2.bands.bands", [{"at_least": 1, "label": "low"}], "must start at 0"),
        (
            "scales.2.bands.bands",
            [{"at_least": 0, "label": "a"}, {"at_least": 9, "label": "b"}],
            "starts above 4",
        ),
        ("flags.0.item", "pond", 'names "pond", which is not defined'),
        ("flags.1.scale", "pond", 'names "pond", which is not defined'),
        ("flags.1.code", "slugs-everywhere", 'flag "slugs-everywhere" is there twice'),
        ("flags.0.tiers.0.tier", "high", "Input should be 'now'"),
        ("examples", [], "at least 1 item"),
        ("licence_status", "sure", "Input should be 'V2'"),
    ],
)
def test_a_wrong_definition_is_refused_with_the_reason(path: str, value: object, reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        garden_with(path, value)


@pytest.mark.parametrize("start", [{}, {"at_least": 1, "above": 1}])
def test_a_band_starts_at_one_place(start: dict[str, int]) -> None:
    with pytest.raises(ValidationError, match="either at_least or above"):
        Band(label="odd", **start)


def test_bands_rise() -> None:
    twice = [{"at_least": 3, "label": "a"}, {"at_least": 3, "label": "b"}]
    with pytest.raises(ValidationError, match="rising order"):
        Bands.model_validate({"framework": "x", "bands": twice} | STATED)


@pytest.mark.parametrize("sides", [{}, {"at_least": 1, "at_most": 1}])
def test_a_threshold_has_one_side(sides: dict[str, int]) -> None:
    with pytest.raises(ValidationError, match="either at_least or at_most"):
        Cutoff.model_validate({"framework": "x", "meaning": "y"} | STATED | sides)
    with pytest.raises(ValidationError, match="either at_least or at_most"):
        RemissionRule.model_validate(STATED | sides)


def test_a_cutoff_counts_the_number_itself() -> None:
    upward = Cutoff.model_validate({"framework": "x", "meaning": "y", "at_least": 10} | STATED)
    downward = Cutoff.model_validate({"framework": "x", "meaning": "y", "at_most": 0} | STATED)
    assert [upward.reached(v) for v in (9, 10, 11)] == [False, True, True]
    assert [downward.reached(v) for v in (-1, 0, 1)] == [True, True, False]


def test_thresholds_are_found_by_framework_and_the_first_is_the_usual_one() -> None:
    scale = garden().scale("average")
    usual, named = scale.cutoff(), scale.reliable_change("ours")
    assert usual is not None
    assert usual.framework == "ours"
    assert named is not None
    assert named.points == 1
    assert scale.cutoff("theirs") is None


def test_a_band_may_start_just_above_a_number() -> None:
    scale = garden().scale("average")
    labels = [band.label if (band := scale.band(value)) else None for value in (-1, 0, 2, 2.1)]
    assert labels == [None, "low", "low", "high"]
    assert garden().scale("trouble").band(3) is None, "no bands are stated there"


def test_a_flag_watches_one_thing_and_its_tiers_rise() -> None:
    tiers = [{"at_least": 2, "tier": "today"} | STATED, {"at_least": 1, "tier": "now"} | STATED]
    with pytest.raises(ValidationError, match="either an item or a scale"):
        Flag.model_validate({"code": "x", "title": "x", "tiers": tiers[:1]})
    with pytest.raises(ValidationError, match="rising order"):
        Flag.model_validate({"code": "x", "title": "x", "item": "9", "tiers": tiers})


def test_a_definition_cannot_be_changed_and_can_key_a_cache() -> None:
    instrument = garden()
    with pytest.raises(ValidationError, match="frozen"):
        setattr(instrument, "title", "Another")  # noqa: B010 - the type checker refuses it too
    assert {instrument: 1}[garden()] == 1
    assert garden(title="Another") != instrument
