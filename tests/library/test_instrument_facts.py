"""Each instrument that ships with its words against the facts gathered for it: words, numbers and their standing.

`tests/data/instrument_facts.json` was made from the reading of the sources and not from the library; the words
stand in it as a checksum, so that no letter of a questionnaire changes unseen.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from kinweave.core.instruments import Instrument
from kinweave.core.scales import Scale
from kinweave.manual.catalogue import Catalogue
from kinweave.manual.definition_pages import page
from tests.core.published import library

FACTS: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "data" / "instrument_facts.json").read_text()
)
every_one = pytest.mark.parametrize("code", FACTS)


def named(code: str) -> Instrument:
    return library().instrument(code)


def one_line(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "").strip()


def checksum(it: Instrument) -> str:
    """Of the instruction, and of each question with its answers in the order of the form."""
    asked = [[one_line(i.text), [one_line(o.text) for o in it.options_of(i.code)]] for i in it.items]
    return hashlib.sha256(json.dumps([one_line(it.preamble), asked], ensure_ascii=False).encode()).hexdigest()


def test_these_are_the_seventeen_that_may_ship_with_their_words() -> None:
    assert {each.code for each in library().all(Instrument) if each.has_text} == set(FACTS)
    assert len(FACTS) == 17


@every_one
def test_every_word_is_as_it_was_read(code: str) -> None:
    assert checksum(named(code)) == FACTS[code]["words"]


def test_one_changed_letter_is_noticed() -> None:
    phq = named("phq-9")
    items = (phq.items[0].model_copy(update={"text": f"{phq.items[0].text}."}), *phq.items[1:])
    assert checksum(phq.model_copy(update={"items": items})) != FACTS["phq-9"]["words"]


@every_one
def test_licence_notice_and_standing_of_the_words(code: str) -> None:
    it, facts = named(code), FACTS[code]
    assert it.licence_status == facts["licence"]
    assert it.licence_status in ("V2", "V1") or code == "mood-0-10"
    assert it.notice in facts["notice"]
    assert it.notice or code == "mood-0-10"
    assert it.wording is not None
    assert it.wording.status == facts["words_status"]
    assert it.interval is not None
    assert it.interval.status == facts["interval_status"]


@every_one
def test_codes_for_exchange(code: str) -> None:
    it = named(code)
    panel, total, items = FACTS[code]["loinc"]
    assert it.loinc == panel
    assert [each.loinc for each in it.items] == items
    assert total in (None, it.main_scale.loinc)


@every_one
def test_range_reversed_items_and_sub_scales(code: str) -> None:
    it, facts = named(code), FACTS[code]
    assert [it.main_scale.minimum, it.main_scale.maximum] == facts["range"]
    assert [each.code for each in it.items if each.reversed] == facts["reversed"]
    sizes = [len(each.items) for each in it.scales if each is not it.main_scale]
    assert not [size for size in facts["subscales"] if size not in sizes]


@every_one
def test_bands_and_cut_offs_of_every_framework(code: str) -> None:
    scale, facts = named(code).main_scale, FACTS[code]
    bands = scale.bands if code != "cgi-i" else None  # its two bands are the convention on response
    starts = [[[each.at_least, each.label] for each in bands.bands], bands.status] if bands else None
    assert starts == facts.get("bands")
    stated = {cut.at_least: cut.status for cut in scale.cutoffs}
    for number in facts.get("cutoffs", []):
        assert number in stated
    assert facts.get("cutoffs_status") in (None, *stated.values())


def standing(part: Any) -> list[Any] | None:
    return [part.points, part.status] if part else None


@every_one
def test_change_that_counts_and_how_far_to_trust_it(code: str) -> None:
    scale, facts = named(code).main_scale, FACTS[code]
    assert standing(scale.reliable_change()) == facts.get("reliable_change")
    if "smallest_difference" in facts:
        assert standing(scale.smallest_difference) == facts["smallest_difference"]
    assert (scale.remission.status if scale.remission else None) == facts.get("remission_status")


@every_one
def test_missing_answers(code: str) -> None:
    def spared(scale: Scale) -> int:
        return scale.prorated.max_missing if scale.prorated else 0

    scale, facts = named(code).main_scale, FACTS[code]
    assert spared(scale) == facts["may_be_missing"]
    assert (scale.prorated.status if scale.prorated else None) == facts.get("prorated_status")


@every_one
def test_answers_that_somebody_must_look_at(code: str) -> None:
    assert {flag.item: flag.at_least for flag in named(code).flags} == FACTS[code]["safety"]


@pytest.mark.parametrize(
    ("code", "says", "status"),
    [
        ("phq-9", "0.89", "V1"),
        ("gad-7", "0.92", "U"),
        ("gad-7", "0.87", "V1"),
        ("core-10", "0.90", "V1"),
        ("pcl-5", "0.79 to 0.94", "V1"),
        ("wsas", "0.70 to 0.94", "V1"),
        ("pg-13-r", "0.83, 0.90 and 0.93", "V1"),
        ("mspss", "0.72", "V1"),
        ("qids-sr16", "0.86", "V1"),
    ],
)
def test_what_reliable_change_is_worked_out_from_is_on_its_page(code: str, says: str, status: str) -> None:
    it = named(code)
    (found,) = [each for each in it.reliability if says in each.text]
    assert found.status == status
    shown = page(Catalogue(library()), it).text
    assert "## How steady it is" in shown
    assert says in shown
    assert found.source in shown


@every_one
def test_the_page_says_how_often_it_is_asked_and_where_the_words_were_read(code: str) -> None:
    it = named(code)
    assert it.interval is not None
    assert it.wording is not None
    shown = page(Catalogue(library()), it).text
    assert it.interval.text in shown
    assert it.wording.source in shown


SCORED_ONLY: list[tuple[str, str, list[tuple[float, str]]]] = [
    ("wsas", "bands", [(0, "U"), (10, "U"), (21, "U")]),
    ("wsas", "reliable change", [(8, "U")]),
    ("epds", "cut-offs", [(10, "V2"), (13, "V2")]),
    ("epds", "reliable change", [(4, "U")]),
    ("asrm", "cut-offs", [(6, "V2")]),
    ("who-5", "cut-offs", [(28, "V1"), (50, "V1")]),
    ("who-5", "reliable change", [(10, "V1")]),
    ("mspss", "bands", [(1, "V1"), (3, "V1"), (5, "V1")]),
    ("ucla-3", "cut-offs", [(6, "U")]),
    ("djg-6", "bands", [(0, "V2"), (2, "V2"), (5, "V2")]),
    ("lsns-6", "cut-offs", [(11, "V1")]),
    ("qids-sr16", "bands", [(0, "V2"), (6, "V2"), (11, "V2"), (16, "V2"), (21, "V2")]),
    ("ede-qs", "cut-offs", [(15, "U")]),
    ("pg-13-r", "cut-offs", [(30, "V2")]),
    ("bgq", "cut-offs", [(8, "U")]),
    ("phq-a", "bands", [(0, "V1"), (5, "V1"), (10, "V1"), (15, "V1"), (20, "V1")]),
    ("c-ssrs", "bands", [(0, "U"), (1, "U"), (2, "U"), (3, "U")]),
    ("ham-d-17", "other bands", [(0, "V1"), (8, "V1"), (14, "V1"), (19, "V1"), (23, "V1")]),
    ("k10", "other bands", [(10, "V1"), (20, "V1"), (25, "V1"), (30, "V1")]),
    ("gad-7", "reliable change", [(4, "V2"), (6, "V1")]),
    ("pcl-5", "reliable change", [(10, "U"), (15, "V1"), (18, "V1")]),
    ("pcl-5", "cut-offs", [(32, "U"), (33, "V2"), (34, "V1")]),
    ("audit-c", "cut-offs", [(3, "P"), (3, "V2"), (4, "V2")]),
]


def stated(scale: Scale, what: str) -> list[tuple[float, str]]:
    """Every number of one sort that a scale states, with its standing, in rising order."""
    if what == "cut-offs":
        found = [(cut.at_least or cut.at_most or 0, cut.status) for cut in scale.cutoffs]
    elif what == "reliable change":
        found = [(change.points, change.status) for change in scale.reliable_changes]
    else:
        sets = scale.other_bands if what == "other bands" else filter(None, [scale.bands])
        found = [(band.start, each.status) for each in sets for band in each.bands]
    return sorted((float(number), str(status)) for number, status in found)


@pytest.mark.parametrize(
    ("code", "what", "numbers"), SCORED_ONLY, ids=[f"{a} {b}" for a, b, _ in SCORED_ONLY]
)
def test_numbers_of_the_other_instruments_and_frameworks(
    code: str, what: str, numbers: list[tuple[float, str]]
) -> None:
    assert stated(named(code).main_scale, what) == [(float(number), status) for number, status in numbers]


def test_severity_is_never_invented_where_none_is_published() -> None:
    for code in ("pcl-5", "ces-d", "k6", "ede-q", "asrm"):
        assert named(code).main_scale.bands is None, code
