"""What holds for every instrument in the library, whatever is answered."""

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinweave.core.answers import allowed_values, points_by_value
from kinweave.core.columns import answer_column, score_columns
from kinweave.core.instruments import Instrument
from kinweave.core.scoring import raised_flags, score
from tests.core.published import library

EVERY = library().all(Instrument)
each = pytest.mark.parametrize("it", EVERY, ids=lambda it: it.code)


def form(it: Instrument, *, complete: bool = False) -> st.SearchStrategy[dict[str, int | None]]:
    """Any legal answers to an instrument; some are missing unless the form is to be complete."""
    choices: dict[str, st.SearchStrategy[int | None]] = {}
    for code in it.answer_codes:
        values = st.sampled_from(list(allowed_values(it, code)))
        choices[code] = values if complete else st.one_of(values, values, values, st.none())
    return st.fixed_dictionaries(choices)


@each
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_legal_answers_score_within_the_range_and_fall_into_a_band(
    it: Instrument, data: st.DataObject
) -> None:
    for scored in score(it, data.draw(form(it))):
        scale = it.scale(scored.scale)
        if scored.value is not None:
            assert scale.minimum <= scored.value <= scale.maximum
            assert (scored.band is None) == (scale.bands is None)
        if scored.prorated is not None:
            assert scored.value is None, "an aid never stands beside an official value"
            assert scale.minimum <= scored.prorated <= scale.maximum


@each
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_column_scores_as_one_form_does_on_every_scale(it: Instrument, data: st.DataObject) -> None:
    forms = data.draw(st.lists(form(it), min_size=1, max_size=12))
    columns = {code: answer_column([answers[code] for answers in forms]) for code in it.answer_codes}
    one_by_one = [score(it, answers) for answers in forms]
    for scale in it.scales:
        made = score_columns(it, columns, scale=scale.code)
        values = [None if np.isnan(value) else value for value in made.values.tolist()]
        assert values == [scores[scale.code].value for scores in one_by_one], scale.code
        bands = [None if band < 0 else made.band_labels[band] for band in made.band.tolist()]
        assert bands == [scores[scale.code].band for scores in one_by_one], scale.code
    flags = [{c for bit, c in enumerate(made.flag_codes) if bits >> bit & 1} for bits in made.flags.tolist()]
    assert flags == [{flag.code for flag in raised_flags(it, answers)} for answers in forms]


@each
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_leaving_an_answer_out_never_makes_up_a_flag_and_never_takes_another_away(
    it: Instrument, data: st.DataObject
) -> None:
    answers = data.draw(form(it, complete=True))
    left_out = data.draw(st.sampled_from(it.answer_codes))
    before = {flag.code for flag in raised_flags(it, answers)}
    after = {flag.code for flag in raised_flags(it, {**answers, left_out: None})}
    assert after <= before
    lost = {it.flag(code) for code in before - after}
    for flag in lost:
        watched = [flag.item] if flag.item else it.scale(flag.scale or "").items
        assert left_out in watched


def _ends(it: Instrument, code: str) -> tuple[int, int]:
    """The stored values that give the fewest and the most points."""
    points = {value: p for value, p in points_by_value(it, code).items() if p is not None}
    return min(points, key=lambda v: points[v]), max(points, key=lambda v: points[v])


@each
def test_the_stated_range_is_the_range_that_can_be_reached(it: Instrument) -> None:
    least = {item.code: _ends(it, item.code)[0] for item in it.items}
    most = {item.code: _ends(it, item.code)[1] for item in it.items}
    for scale in it.scales:
        if not scale.recorded:
            assert score(it, least)[scale.code].value == scale.minimum, scale.code
            assert score(it, most)[scale.code].value == scale.maximum, scale.code


@each
def test_the_licence_is_stated_and_words_are_only_where_it_allows(it: Instrument) -> None:
    assert it.licence
    assert it.citation
    worded = [item for item in it.items if item.text]
    if it.why_no_text:
        own = [item for item in worded if "Words of this project" in item.note]
        assert worded == own, "no word of an instrument that may not be shown"
        options = [option.text for options in it.options.values() for option in options if option.text]
        assert set(options) <= {"Yes", "No"}
    else:
        assert it.has_text


@each
def test_no_label_grades_a_person(it: Instrument) -> None:
    told = [flag.title for flag in it.flags]
    for scale in it.scales:
        told += [band.label for band in scale.bands.bands] if scale.bands else []
        told += [cutoff.meaning for cutoff in scale.cutoffs]
    graded = re.compile(r"\b(low|medium|moderate|high)[ -]risk\b", re.IGNORECASE)
    assert [words for words in told if graded.search(words)] == []


@each
def test_what_is_unverified_or_a_rule_of_this_project_says_so(it: Instrument) -> None:
    statements: list[Any] = [tier for flag in it.flags for tier in flag.tiers]
    for scale in it.scales:
        statements += [*scale.cutoffs, *scale.reliable_changes, *scale.other_bands]
        statements += [f for f in (scale.bands, scale.scoring, scale.prorated, scale.response) if f]
    for stated in statements:
        assert stated.source.strip()
        if stated.status == "V2":
            assert re.search(r"[;,]| as in | quoted ", stated.source), f"two sources: {stated.source}"
